//! Code tables that regulations lean on, as data: divisions (GB/T 2260) and industries
//! (GB/T 4754-2017) with the key industries they belong to. Every file says its source and year.
//!
//! What a table does not hold is never guessed: a code can be known, ended, or not listed here, and
//! an entry that may mean several things is handed on with all of them.

mod divisions;
mod industries;

use std::path::Path;

use serde::Deserialize;

pub use divisions::{Division, Divisions, Standing};
pub use industries::{Code, Found, Industries, Industry, LadderOf, List, Match};

use super::Error;

/// How sure an entry of a data file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Read in the text itself, or in two independent sources.
    TwoSources,
    /// One source says so.
    OneSource,
    /// General knowledge, not verified.
    Memory,
    /// A proposal of this program.
    Proposal,
}

/// Most entries of one table.
const MOST: usize = 5_000;

/// Most characters of a name.
const LONGEST: usize = 100;

fn inconsistent(file: &Path, problem: String) -> Error {
    Error::Inconsistent { file: file.display().to_string(), problem }
}

/// Whether text can stand as a name: not empty, not too long, nothing invisible in it.
fn is_name(text: &str) -> bool {
    let plain = |c: char| !c.is_control() && !crate::base::text::is_invisible(c);
    !text.trim().is_empty() && text.chars().count() <= LONGEST && text.chars().all(plain)
}
