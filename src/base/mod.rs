//! What every room stands on: digests, portable names, dates, strict readers and durable files.

pub mod digest;
pub mod disk;
pub mod json;
pub mod name;
pub mod text;
pub mod time;
pub mod toml;
