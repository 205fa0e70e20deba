//! What a check concluded: verdicts, codes, findings and reports. No I/O and no sentences: the
//! words in two languages belong to `report`.

mod code;
mod explain;
mod finding;
mod indication;

pub use code::Code;
pub use explain::{Explain, Facts};
pub use finding::{Bearing, Finding, MOST, Place, Report, Verdict};
pub use indication::{Judgement, SubIndication};
