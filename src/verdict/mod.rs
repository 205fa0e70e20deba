//! What a check concluded: verdicts, codes, findings and reports. No I/O and no sentences: the
//! words in two languages belong to `report`.

mod code;
mod explain;
mod finding;

pub use code::Code;
pub use explain::{Explain, Facts};
pub use finding::{Bearing, Finding, MOST, Place, Report, Verdict};
