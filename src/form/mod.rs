//! Document kinds as data: what may be typed, what was typed, and the document it gives.
//!
//! A form file (`templates/forms/<id>.toml`) describes one kind of paper completely: its fields, who
//! makes it, where it comes from, and its layout. Nothing here knows a kind of paper by name. What a
//! clerk types is trusted for nothing: it is read strictly, and everything wrong in it is a finding
//! with file, line and field.

mod check;
mod compose;
pub mod document;
mod field;
mod filled;
mod fit;
mod layout;
mod library;
mod lint;
mod parse;
mod read;
mod schema;
mod skeleton;
mod template;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::base::disk;
use crate::verdict::{Explain, Facts};

pub use field::{Choice, Column, Field, Is, Kind, Range, Rows, When};
pub use filled::{Filled, Given, Row, TypedOpinion, Value};
pub use fit::Fit;
pub use layout::{Across, GridCell, GridRow, Layout, Placed, SignPlace};
pub use library::Library;
pub use schema::{Form, Section};
pub use skeleton::Prefill;
pub use template::{Piece, Template};

/// Most rows that a table may have.
pub const MOST_ROWS: usize = 5_000;

/// Most characters of one text.
pub const LONGEST: usize = 100_000;

/// Why a form could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// The form file is not TOML, or contradicts itself.
    #[error("{}:{line}: {problem}", file.display())]
    File {
        /// The form file.
        file: PathBuf,
        /// Line in it, from 1.
        line: usize,
        /// What is wrong, in English: form files are written by those who maintain the tool.
        problem: String,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::File { .. } => "form-file",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::File { file, line, problem } => vec![
                ("file", file.display().to_string()),
                ("line", line.to_string()),
                ("problem", problem.clone()),
            ],
        }
    }
}
