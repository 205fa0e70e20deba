//! A received file: its digests and what was learned about it.

use std::path::Path;

use super::archival::Doubt;
use super::balance::Balances;
use super::kind::Kind;
use super::nature::Nature;
use super::probe::{Probe, Prober};
use crate::base::digest::FileDigest;
use crate::base::disk;
use crate::verdict::{Finding, Place};

/// What intake found out about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Intake {
    /// Its kind by content.
    pub kind: Kind,
    /// Its size and digests.
    pub digest: FileDigest,
    /// Pages it gives to the volume; `None` where a sheet stands for it.
    pub pages: Option<usize>,
    /// What speaks against its pages in a PDF/A volume; `None` where nothing does.
    pub doubt: Option<Doubt>,
    /// What its pages leave behind of saved graphics states, where that was looked at.
    pub balances: Option<Balances>,
    /// What it says about itself.
    pub nature: Nature,
    /// What is wrong or worth knowing.
    pub findings: Vec<Finding>,
}

/// Looks at a file: digests in one read, and beside it, kind and pages by `prober`. `place` names
/// it in findings.
///
/// Never fails because the file is bad: that is a finding.
///
/// # Errors
/// The file cannot be read from disk.
pub fn inspect(
    path: &Path,
    place: &str,
    sm3: bool,
    prober: &dyn Prober,
) -> Result<Intake, disk::Error> {
    let (probe, digest) = std::thread::scope(|scope| {
        let probing = scope.spawn(|| prober.probe(path));
        let digest = disk::digest(path, sm3);
        (probing.join(), digest)
    });
    let digest = digest?;
    // A prober that panics is no prober of ours; its file is read by nobody then.
    let probe = probe.unwrap_or_else(|_| super::probe::defeated(path, super::Defeat::Crash))?;
    Ok(Intake::new(digest, probe, place))
}

impl Intake {
    /// Joins what was learned about a file.
    #[must_use]
    pub fn new(digest: FileDigest, probe: Probe, place: &str) -> Self {
        let Probe { kind, pages, doubt, balances, nature, mut findings } = probe;
        findings.iter_mut().for_each(|f| f.place = Place::file(place));
        Self { kind, digest, pages, doubt, balances, nature, findings }
    }

    /// What was learned about it, without its digests.
    pub(crate) fn probe(&self) -> Probe {
        let Self { kind, pages, doubt, balances, nature, findings, .. } = self.clone();
        Probe { kind, pages, doubt, balances, nature, findings }
    }
}
