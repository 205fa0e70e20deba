//! One package, verified in place, and the class it falls into.

use std::path::Path;

use super::card::{Card, Opened};
use crate::base::disk;
use crate::package::{self, Options, Progress, Verification, verify, verify_all};
use crate::verdict::{Bearing, Code, Report, Verdict};

/// Most causes that are told of one package; `verify` tells them all.
const MOST: usize = 5;

/// What became of a package.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// Other octets than it was filed with, or it fails its verification: damaged, altered,
    /// exchanged.
    Changed,
    /// It should be there and is not.
    Missing,
    /// It is there and should not: unregistered, doubled, in another place.
    Extra,
    /// It could not be read, which says nothing about it.
    Unreadable,
    /// It was not its turn.
    Unchecked,
    /// Every octet is as it was filed.
    Intact,
}

impl Class {
    /// All classes, the worst first.
    pub const ALL: [Self; 6] = [
        Self::Changed,
        Self::Missing,
        Self::Extra,
        Self::Unreadable,
        Self::Unchecked,
        Self::Intact,
    ];

    /// Its word in reports and states.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Unreadable => "unreadable",
            Self::Unchecked => "not-checked",
            Self::Intact => "intact",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// How packages are read. An audit has the disk; tests put faults in between.
pub trait Reader: Sync {
    /// Verifies one package in place.
    ///
    /// # Errors
    /// It cannot be read, or the work was asked to stop.
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error>;

    /// Verifies several packages in place, and gives as many results in the same order.
    fn verify_all(
        &self,
        targets: &[&Path],
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Vec<Result<Verification, package::Error>> {
        targets.iter().map(|target| self.verify(target, options, progress)).collect()
    }
}

/// The disk.
pub struct Disk;

impl Reader for Disk {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        verify(target, options, progress)
    }

    fn verify_all(
        &self,
        targets: &[&Path],
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Vec<Result<Verification, package::Error>> {
        verify_all(targets, options, progress)
    }
}

/// What a look at one package gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looked {
    /// `Changed`, `Unreadable` or `Intact`.
    pub class: Class,
    /// Why it is not intact: codes with places, or what the system said; joined to be read.
    pub why: String,
    /// The first code that leaves an intact package undecided.
    pub undecided: Option<Code>,
    /// What it says it is; `None` where that cannot be read.
    pub card: Option<Card>,
    /// For what it was opened, where that was asked for.
    pub opened: Option<Opened>,
}

/// Looks at a package; `None` where the work was asked to stop.
///
/// # Errors
/// Anything but a reading error, which is a class.
pub fn look(
    reader: &dyn Reader,
    path: &Path,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Option<Looked>, package::Error> {
    looked(reader.verify(path, options, progress), false)
}

/// The same for several packages, in their order.
///
/// # Errors
/// For each of them as [`look`].
pub fn look_all(
    reader: &dyn Reader,
    paths: &[&Path],
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Vec<Result<Option<Looked>, package::Error>> {
    let verified = reader.verify_all(paths, options, progress);
    verified.into_iter().map(|verified| looked(verified, false)).collect()
}

/// The same for who is about to register it: with what it was opened for.
///
/// # Errors
/// As [`look`].
pub fn look_inside(
    reader: &dyn Reader,
    path: &Path,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Option<Looked>, package::Error> {
    looked(reader.verify(path, options, progress), true)
}

fn looked(
    verified: Result<Verification, package::Error>,
    inside: bool,
) -> Result<Option<Looked>, package::Error> {
    match verified {
        Ok(verified) => match judged(&verified, inside) {
            Ok(looked) => Ok(Some(looked)),
            Err(e) => Ok(Some(unreadable(&e))),
        },
        Err(package::Error::Interrupted) => Ok(None),
        Err(package::Error::Disk(e)) => Ok(Some(unreadable(&e))),
        Err(e @ package::Error::Changed { .. }) => Ok(Some(unreadable(&e))),
        Err(e) => Err(e),
    }
}

/// Only what the system said: where it lies is told beside it.
fn unreadable(error: &dyn std::error::Error) -> Looked {
    let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    Looked { class: Class::Unreadable, why, undecided: None, card: None, opened: None }
}

fn judged(verified: &Verification, inside: bool) -> Result<Looked, disk::Error> {
    let card = match &verified.contents {
        Some(contents) => Card::of(contents, verified.filing.as_ref())?,
        None => None,
    };
    let opened = match verified.contents.as_ref().filter(|_| inside) {
        Some(contents) => Some(Opened::of(contents)?),
        None => None,
    };
    let report = &verified.report;
    let class = match report.verdict() {
        Verdict::Failed => Class::Changed,
        Verdict::Passed | Verdict::Indeterminate => Class::Intact,
    };
    let found = report.findings();
    let unsettled = found.iter().find(|f| f.bearing == Bearing::Unsettled);
    let undecided = unsettled.map(|f| f.code).filter(|_| class == Class::Intact);
    Ok(Looked { class, why: causes(report), undecided, card, opened })
}

/// The first cause that [`Looked::why`] names, as sentences know it: its code with dashes.
#[must_use]
pub(super) fn kind(why: &str) -> String {
    why.split([' ', ';']).next().unwrap_or_default().replace('.', "-")
}

/// The first causes that fail a report.
fn causes(report: &Report) -> String {
    let fails: Vec<String> = report
        .findings()
        .iter()
        .filter(|f| f.bearing == Bearing::Fails)
        .map(|f| format!("{} {}", f.code.id(), f.place).trim_end().to_string())
        .collect();
    let more = fails.len().saturating_sub(MOST) as u64 + report.unlisted();
    let mut why = fails.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("; ");
    if more > 0 {
        why += &format!("; +{more}");
    }
    why
}
