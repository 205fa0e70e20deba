//! One entry that is being read, piece by piece, with its local header, and what is read ahead of many
//! small ones.

use std::cell::RefCell;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::index::Place;
use super::structure::first_difference;
use super::sums::{Carrier, Flaw, Whole};
use super::{Error, Progress, layout, zip};
use crate::base::digest::Reading;
use crate::base::{disk, name};

/// Entries of a zip that are smaller are read together with those behind them.
const SMALL: usize = 16 << 10;
/// So much is read then.
const AHEAD: usize = 64 << 10;

/// What was read of a zip beyond what was asked for: most entries are small, and stand one behind the
/// other.
#[derive(Default)]
pub(super) struct Ahead {
    package: u32,
    from: u64,
    bytes: Vec<u8>,
}

impl Ahead {
    /// Reads octets of the zip, as many as there are.
    fn read(
        &mut self,
        (path, file): (&Path, &File),
        (package, from): (u32, u64),
        into: &mut [u8],
    ) -> Result<usize, disk::Error> {
        if self.package != package || self.held(from, into.len()).is_none() {
            let mut bytes = std::mem::take(&mut self.bytes);
            bytes.resize(AHEAD, 0);
            let read = disk::read_at(file, path, from, &mut bytes)?;
            bytes.truncate(read);
            *self = Self { package, from, bytes };
        }
        let Some(held) = self.held(from, into.len()) else { return Ok(self.bytes.len()) };
        into.copy_from_slice(held);
        Ok(into.len())
    }

    fn held(&self, from: u64, octets: usize) -> Option<&[u8]> {
        let start = usize::try_from(from.checked_sub(self.from)?).ok()?;
        self.bytes.get(start..start.checked_add(octets)?)
    }
}

/// An entry that is being read.
pub(super) struct Lane<'a> {
    /// The package it belongs to, and its place there.
    pub(super) package: u32,
    pub(super) at: usize,
    pub(super) place: Place,
    /// How many others may be under way beside it.
    pub(super) company: usize,
    progress: &'a dyn Progress,
    ahead: &'a RefCell<Ahead>,
    source: Source<'a>,
    /// What must stand before the content; empty in a folder.
    header: Vec<u8>,
    /// Where the next octets lie, and how many of the entry are left.
    from: u64,
    left: u64,
    /// A small entry, whole, and how much of it was given out: asked for in pieces it would be read
    /// again with all that lies behind it.
    held: Option<(Vec<u8>, usize)>,
    crc: crc32fast::Hasher,
    flaw: Option<Flaw>,
    /// Why it could not be read to its end.
    failed: Option<Error>,
}

/// The file that an entry is read from.
enum Source<'a> {
    Zip(&'a Path, &'a File),
    File(PathBuf, File),
}

impl<'a> Lane<'a> {
    /// Opens it; nothing is read yet.
    ///
    /// # Errors
    /// A file of a folder is gone or of another size.
    pub(super) fn open(
        whole: &Whole<'a>,
        (package, at): (u32, usize),
        ahead: &'a RefCell<Ahead>,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        let (name, place) = (whole.index.name(at), whole.index.place(at));
        let (source, header) = match whole.carrier {
            Carrier::Zip { path, file, folder } => {
                let full = format!("{folder}/{name}");
                let (size, crc, offset) = (place.size, place.crc, place.offset);
                let header = zip::Entry { name: &full, size, crc, offset }.local();
                (Source::Zip(path, file), header)
            }
            Carrier::Folder { path } => {
                let path = path.join(name);
                let file = disk::open(&path)?;
                if disk::length(&file, &path)? != place.size {
                    return Err(Error::Changed { path });
                }
                (Source::File(path, file), Vec::new())
            }
        };
        Ok(Self {
            package,
            at,
            place,
            company: usize::MAX,
            progress,
            ahead,
            source,
            from: place.offset,
            left: header.len() as u64 + place.size,
            header,
            held: None,
            crc: crc32fast::Hasher::new(),
            flaw: None,
            failed: None,
        })
    }

    /// What is wrong with it, once it was read to its end.
    ///
    /// # Errors
    /// It could not be read to its end.
    pub(super) fn finish(self) -> Result<Option<Flaw>, Error> {
        if let Some(e) = self.failed {
            return Err(e);
        }
        let crc = self.crc.finalize();
        let is_zip = matches!(self.source, Source::Zip(..));
        let wrong = is_zip && crc != self.place.crc;
        Ok(self.flaw.or(wrong.then_some(Flaw::Crc(self.place.crc, crc))))
    }

    /// Reads the next octets, which are all there and are as many as asked for.
    fn fill(&mut self, into: &mut [u8]) -> Result<(), Error> {
        if let Some((held, given)) = &mut self.held {
            let next = held.get(*given..).and_then(|rest| rest.get(..into.len()));
            into.copy_from_slice(next.unwrap_or_default());
            *given += into.len();
            return Ok(());
        }
        let begins = self.from == self.place.offset;
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let small = begins && left < SMALL;
        if small && left > into.len() {
            let mut all = vec![0; left];
            self.fetch(&mut all, small)?;
            self.held = Some((all, 0));
            return self.fill(into);
        }
        self.fetch(into, small)
    }

    /// Reads octets where the entry goes on; a small one together with those behind it.
    fn fetch(&self, into: &mut [u8], small: bool) -> Result<(), Error> {
        let (read, path) = match &self.source {
            Source::Zip(path, file) if small => {
                let from = (self.package, self.from);
                (self.ahead.borrow_mut().read((path, file), from, into)?, *path)
            }
            Source::Zip(path, file) => (disk::read_at(file, path, self.from, into)?, *path),
            Source::File(path, file) => {
                (disk::read_at(file, path, self.from, into)?, path.as_path())
            }
        };
        if read == into.len() { Ok(()) } else { Err(Error::Changed { path: path.to_path_buf() }) }
    }
}

impl Reading for Lane<'_> {
    type Error = Error;
    /// Room for the longest local header.
    const BESIDE: usize = zip::LOCAL + name::LONGEST + 1 + layout::LONGEST + 20;

    fn read(&mut self, room: &mut [u8], wanted: usize) -> Result<Range<usize>, Error> {
        if self.left == 0 {
            return Ok(0..0);
        }
        // The header comes with the first piece of content.
        let skip = std::mem::take(&mut self.header);
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let wanted = left.min(skip.len() + wanted).min(room.len());
        let into = room.get_mut(..wanted).unwrap_or_default();
        if let Err(e) = self.fill(into) {
            // The others go on.
            self.failed = Some(e);
            self.left = 0;
            return Ok(0..0);
        }
        let (head, bytes) = into.split_at(skip.len().min(wanted));
        if let Some(at) = first_difference(head, &skip) {
            self.flaw = Some(Flaw::Header(zip::local_field(at)));
        }
        if matches!(self.source, Source::Zip(..)) {
            self.crc.update(bytes);
        }
        self.from += wanted as u64;
        self.left -= wanted as u64;
        if !self.progress.advance(bytes.len() as u64) {
            return Err(Error::Interrupted);
        }
        Ok(head.len()..wanted)
    }

    fn company(&self) -> usize {
        self.company
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests use plain files")]
mod tests {
    use super::super::index::Index;
    use super::*;

    /// Small entries asked for in pieces, beside a large one: read again with what lies behind them, they
    /// made three times the octets of an archive come over its network.
    #[test]
    fn small_entries_are_read_once_whatever_is_read_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let mut index = Index::default();
        let mut offset = 0;
        for (name, size) in [("a", 1000), ("b", 1000), ("c", 300_000)] {
            index.push(name, Place { size, offset, ..Place::default() });
            offset += zip::local_length(name, size) + 2 + size;
        }
        std::fs::write(&path, vec![7; usize::try_from(offset).unwrap()]).unwrap();
        let file = disk::open(&path).unwrap();
        let carrier = Carrier::Zip { path: path.clone(), file, folder: "x".into() };
        let whole = Whole { carrier: &carrier, index: &index, sm3: false };
        let ahead = RefCell::new(Ahead::default());
        let open = |at| Lane::open(&whole, (0, at), &ahead, &()).unwrap();
        let (mut first, mut second, mut large) = (open(0), open(1), open(2));
        let mut room = vec![0; 2000];
        let mut read = |lane: &mut Lane<'_>, octets| {
            let there = lane.read(&mut room, octets).unwrap();
            assert!(lane.failed.is_none() && there.len() == octets, "{octets}");
            assert!(room[there].iter().all(|octet| *octet == 7));
        };
        read(&mut first, 64);
        for _ in 0..250 {
            read(&mut large, 1024);
        }
        // What is read from now on was read before.
        std::fs::write(&path, b"").unwrap();
        read(&mut second, 128);
        for lane in [&mut first, &mut second] {
            read(lane, 640);
            let left = usize::try_from(lane.left).unwrap();
            read(lane, left);
        }
    }
}
