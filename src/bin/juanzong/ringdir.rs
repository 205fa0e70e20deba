//! A key ring folder outside any case: versions `0001.json` with their envelopes.
//!
//! The newest version that nobody approved yet is a draft: changes go into it. A version with an
//! approval is never changed; the next change begins the next version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::seal::keyring::{
    Draft, History, LARGEST, Version, approvals, envelope_name, ring_name,
};
use juanzong::seal::{Ring, SecretKey};
use juanzong::verdict::Finding;

use crate::exit::{Error, Failure};

/// A key ring folder that was read.
pub(crate) struct RingDir {
    path: PathBuf,
    /// Its versions.
    pub(crate) history: History,
    /// What is wrong with them; a draft lacks its approvals.
    pub(crate) findings: Vec<Finding>,
}

impl RingDir {
    /// Reads a folder; one that does not stand yet is empty.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        if disk::is_folder(path) {
            for entry in disk::list(path)?.into_iter().filter(|e| e.kind == disk::Kind::File) {
                let bytes = disk::read(&entry.path, LARGEST as u64 * 2)?;
                files.insert(entry.name, bytes);
            }
        }
        let (history, findings) = History::check("", &files);
        Ok(Self { path: path.to_path_buf(), history, findings })
    }

    /// Reads a folder that must hold an approved ring.
    pub(crate) fn approved(path: &Path) -> Result<Self, Failure> {
        let ring = Self::open(path)?;
        match ring.findings.first() {
            None if ring.history.newest().is_some() => Ok(ring),
            Some(_) | None => Err(Error::RingNotApproved { path: path.to_path_buf() }.into()),
        }
    }

    /// The newest version, and the one before it.
    pub(crate) fn newest(&self) -> Result<(Option<&Ring>, &Version), Failure> {
        match self.history.versions() {
            [] => Err(Error::RingNone { path: self.path.clone() }.into()),
            [only] => Ok((None, only)),
            [.., before, newest] => Ok((Some(&before.ring), newest)),
        }
    }

    /// Changes the draft, or begins the next version.
    pub(crate) fn change(
        &self,
        now: Moment,
        change: impl FnOnce(&mut Draft) -> Result<(), juanzong::seal::Error>,
    ) -> Result<Ring, Failure> {
        let (before, newest) = self.newest()?;
        let settled = approvals(before, &newest.ring, &newest.approvals).is_ok_and(|a| a.suffice());
        let mut draft = match settled {
            true => Draft::after(&newest.ring, now),
            false if newest.approvals.is_empty() => Draft::again(before, &newest.ring, now),
            false => return Err(Error::RingWaits { path: self.path.clone() }.into()),
        };
        change(&mut draft)?;
        let ring = draft.finish()?;
        self.write(&Version::unapproved(ring.clone()))?;
        Ok(ring)
    }

    /// Adds an approval to the newest version; returns how many more are needed.
    pub(crate) fn approve(&self, key: &SecretKey) -> Result<u64, Failure> {
        let (before, newest) = self.newest()?;
        let mut newest = newest.clone();
        let count = newest.approve(before, key)?;
        self.write(&newest)?;
        let own = count.own_needed.saturating_sub(count.own);
        Ok(own.max(count.before_needed.saturating_sub(count.before)))
    }

    /// Throws the newest version away, if nobody approved it yet; returns its number.
    pub(crate) fn discard(&self) -> Result<u64, Failure> {
        let (_, newest) = self.newest()?;
        if !newest.approvals.is_empty() {
            return Err(Error::RingSettled { path: self.path.clone() }.into());
        }
        let number = newest.ring.version();
        // The ring first: an envelope alone is no version, a ring alone would be.
        disk::remove(&self.path.join(ring_name(number)))?;
        disk::remove(&self.path.join(envelope_name(number)))?;
        Ok(number)
    }

    /// Writes a version and its envelope.
    pub(crate) fn write(&self, version: &Version) -> Result<(), Failure> {
        let number = version.ring.version();
        disk::replace(&self.path.join(ring_name(number)), &version.ring.write())?;
        disk::replace(&self.path.join(envelope_name(number)), &version.envelope())?;
        Ok(())
    }
}
