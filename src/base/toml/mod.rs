//! TOML 1.0 files from people's hands: bounded, and every complaint has a line and a column.

use std::path::{Path, PathBuf};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

mod cause;

pub use cause::Cause;

use super::disk;
use super::time::Day;

/// Largest TOML file that is read, in octets.
pub const LARGEST: u64 = 4 << 20;

/// Why a TOML file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file itself could not be read.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// The text is not TOML, or not of the expected shape.
    #[error("{}:{line}:{column}: {}", path.display(), cause.problem)]
    Shape {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong there.
        cause: Box<Cause>,
    },
}

/// Line and column, from 1, of an octet offset.
#[must_use]
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}

/// Reads a value of a known shape from text.
///
/// # Errors
/// [`Error::Shape`] with the place of the first fault; `path` only names it.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Error> {
    ::toml::from_str(text).map_err(|e| {
        let offset = e.span().map_or(0, |s| s.start);
        let (line, column) = position(text, offset);
        let cause = Box::new(Cause::of(text, offset, e.message()));
        Error::Shape { path: path.to_path_buf(), line, column, cause }
    })
}

/// Reads a value of a known shape from a file.
///
/// # Errors
/// The file is missing, unreadable, larger than [`LARGEST`], not UTF-8, or of another shape.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    parse(path, &disk::read_text(path, LARGEST)?)
}

/// Reads a TOML date as a day; for `#[serde(deserialize_with = "…")]`.
///
/// # Errors
/// The value is no date, or bears a time.
pub fn day<'de, D: Deserializer<'de>>(value: D) -> Result<Day, D::Error> {
    day_of(::toml::value::Datetime::deserialize(value)?)
}

/// Reads a list of TOML dates as days; for `#[serde(deserialize_with = "…")]`.
///
/// # Errors
/// A value is no date, or bears a time.
pub fn days<'de, D: Deserializer<'de>>(values: D) -> Result<Vec<Day>, D::Error> {
    Vec::<::toml::value::Datetime>::deserialize(values)?.into_iter().map(day_of).collect()
}

fn day_of<E: serde::de::Error>(date: ::toml::value::Datetime) -> Result<Day, E> {
    Day::parse(&date.to_string()).ok_or_else(|| E::custom("expected a date YYYY-MM-DD"))
}
