//! What every room stands on: digests, portable names, dates, credit codes, strict readers, durable
//! files, limits.

pub mod credit;
pub mod digest;
pub mod disk;
pub mod json;
pub mod limit;
pub mod name;
pub mod recall;
pub mod text;
pub mod time;
pub mod toml;
