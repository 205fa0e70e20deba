//! What a package holds, once its carrier is known to be sound: names, digests, and bounded reads
//! that give the very bytes whose digest was taken.

use std::path::{Path, PathBuf};

use super::bag;
use super::index::Index;
use super::sums::{Carrier, Sums};
use crate::base::digest::{BLOCK, Digest};
use crate::base::disk;

/// The opened contents of a package, zip or folder.
#[derive(Debug)]
pub struct Contents {
    carrier: Carrier,
    index: Index,
    sums: Sums,
}

impl Contents {
    /// Joins what the steps of opening found.
    pub(super) fn new(carrier: Carrier, index: Index, sums: Sums) -> Self {
        Self { carrier, index, sums }
    }

    /// The entries in their order.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Their digests.
    #[must_use]
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// The leading folder of a zip's names; `None` in a folder, which may be called anything.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Zip { folder, .. } => Some(folder),
            Carrier::Folder { .. } => None,
        }
    }

    /// The folder in which the package lies.
    #[must_use]
    pub fn beside(&self) -> PathBuf {
        match &self.carrier {
            Carrier::Zip { path, .. } => path.parent().map(Path::to_path_buf).unwrap_or_default(),
            // The parent of `.` cannot be had by taking its last part away.
            Carrier::Folder { path } => path.join(".."),
        }
    }

    /// Whether there is an entry of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.index.find(name).is_some()
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.names()
    }

    /// SHA-256 of an entry.
    #[must_use]
    pub fn sha256(&self, name: &str) -> Option<Digest> {
        self.sums.sha256(self.index.find(name)?)
    }

    /// SM3 of an entry, where the package has SM3 manifests.
    #[must_use]
    pub fn sm3(&self, name: &str) -> Option<Digest> {
        self.sums.sm3(self.index.find(name)?)
    }

    /// The whole content of an entry of at most `limit` octets; `None` where it is missing or
    /// larger.
    ///
    /// # Errors
    /// The disk refuses, or the bytes are no longer those whose digest was taken.
    pub fn content(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        let Some(at) = self.index.find(name) else { return Ok(None) };
        let size = self.index.place(at).size;
        let Some(length) = usize::try_from(size).ok().filter(|_| size <= limit) else {
            return Ok(None);
        };
        let mut bytes = vec![0; length];
        self.carrier.read(&self.index, at, 0, &mut bytes)?;
        if Some(Digest::sha256(&bytes)) != self.sums.sha256(at) {
            return Err(self.carrier.changed());
        }
        Ok(Some(bytes))
    }

    /// Up to so many octets of an entry from `skip` on; fewer only at its end.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn piece(&self, at: usize, skip: u64, octets: usize) -> Result<Vec<u8>, disk::Error> {
        let left = self.index.place(at).size.saturating_sub(skip);
        let mut bytes = vec![0; usize::try_from(left).unwrap_or(usize::MAX).min(octets)];
        self.carrier.read(&self.index, at, skip, &mut bytes)?;
        Ok(bytes)
    }

    /// The lines of a manifest, one by one; `None` where it is missing.
    pub(super) fn lines(&self, name: &str) -> Option<Lines<'_>> {
        let at = self.index.find(name)?;
        Some(Lines { contents: self, at, read: 0, bytes: Vec::new(), start: 0, number: 0 })
    }
}

/// Reads a manifest block by block: it may be larger than memory allows.
pub(super) struct Lines<'a> {
    contents: &'a Contents,
    at: usize,
    read: u64,
    bytes: Vec<u8>,
    start: usize,
    /// Number of the last line, from 1.
    pub number: usize,
}

/// A line of a manifest, or `None` where it has not the one form.
pub(super) type Line = Option<(Digest, String)>;

impl Lines<'_> {
    /// The next line; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Line>, disk::Error> {
        self.fill()?;
        let rest = self.bytes.get(self.start..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        // A block holds more than the longest line: without LF in it this is no line.
        let Some(length) = rest.iter().position(|b| *b == b'\n') else {
            return Ok(Some(None));
        };
        let line = rest.get(..length).and_then(bag::parse_line);
        let line = line.map(|(digest, name)| (digest, name.to_string()));
        self.start += length + 1;
        Ok(Some(line))
    }

    fn fill(&mut self) -> Result<(), disk::Error> {
        if self.bytes.len() - self.start >= BLOCK / 2 {
            return Ok(());
        }
        self.bytes.drain(..self.start);
        self.start = 0;
        let held = self.bytes.len();
        let left = self.contents.index.place(self.at).size.saturating_sub(self.read);
        if left == 0 {
            return Ok(());
        }
        // Most lists are small: room for what there is, and no more.
        let room = usize::try_from(left).unwrap_or(BLOCK).saturating_add(held).min(BLOCK);
        self.bytes.resize(room, 0);
        let into = self.bytes.get_mut(held..).unwrap_or_default();
        let (carrier, index) = (&self.contents.carrier, &self.contents.index);
        let read = carrier.read(index, self.at, self.read, into)?;
        self.read += read as u64;
        self.bytes.truncate(held + read);
        Ok(())
    }
}
