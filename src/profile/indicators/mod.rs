//! Indicators of key industries as data: what each grade demands, item by item; rows for the papers
//! on which they are answered; and the grade that the answers reach (短板原则).
//!
//! A table is one file `<id>.toml`; beside the tables lie `dimensions.toml`, the dimensions that
//! their rows name, and `readings.toml`, how grades of different ladders may be read together. A
//! table that is no regulation says so (`example = true`), and its rows say it on paper.

mod grading;
mod library;
mod prefill;
mod readings;
mod table;
#[cfg(test)]
mod tests;

pub use grading::{
    By, Flaw, Judged, OfLadder, Outcome, Overall, Part, Reached, Scale, enterprise, judged, parts,
    reached,
};
pub use library::{BUILT_IN, Library};
pub use prefill::{Which, prefill};
pub use readings::{AsGrade, OtherLadder, Reading, Readings, Suggested};
pub use table::{CheckMode, Dimension, Indicator, Table};
