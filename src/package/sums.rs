//! One pass over all content: every octet is read once, in blocks of 128 KiB, by a few threads that
//! share nothing but a counter; local headers are compared on the way.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::index::Index;
use super::structure::first_difference;
use super::{Error, Progress, zip};
use crate::base::digest::{BLOCK, Digest, Hasher};
use crate::base::disk;

/// From this size on a file goes first, so that no thread is left alone with it at the end.
const LARGE: u64 = 8 << 20;

/// What carries the entries.
#[derive(Debug)]
pub enum Carrier {
    /// A zip file.
    Zip {
        /// Where it is.
        path: PathBuf,
        /// Open for reading.
        file: File,
        /// The leading folder of all names.
        folder: String,
    },
    /// An unpacked folder.
    Folder {
        /// The one that holds `bagit.txt`.
        path: PathBuf,
    },
}

/// What is wrong with an entry as the carrier holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// Its local header differs from the one form in this field.
    Header(&'static str),
    /// Its content has another CRC-32 than the headers say: stored, actual.
    Crc(u32, u32),
}

/// Digests of all entries, in the order of the index.
#[derive(Debug, Default)]
pub struct Sums {
    sha256: Vec<Digest>,
    sm3: Vec<Digest>,
    /// Entries that the carrier holds wrongly.
    pub flaws: BTreeMap<usize, Flaw>,
}

impl Sums {
    /// SHA-256 of an entry.
    #[must_use]
    pub fn sha256(&self, at: usize) -> Option<Digest> {
        self.sha256.get(at).copied()
    }

    /// SM3 of an entry, where it was computed.
    #[must_use]
    pub fn sm3(&self, at: usize) -> Option<Digest> {
        self.sm3.get(at).copied()
    }
}

/// One entry's results.
struct One {
    sha256: Digest,
    sm3: Option<Digest>,
    flaw: Option<Flaw>,
}

impl Carrier {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Zip { path, .. } | Self::Folder { path } => path,
        }
    }

    /// Reads and hashes all entries with `threads` threads; `sm3` asks for the second digest.
    ///
    /// # Errors
    /// The disk refuses, or the target changes meanwhile.
    pub fn sums(
        &self,
        index: &Index,
        sm3: bool,
        threads: usize,
        progress: &dyn Progress,
    ) -> Result<Sums, Error> {
        progress.begin(index.octets());
        let none = Digest([0; 32]);
        let sums = Mutex::new(Sums {
            sha256: vec![none; index.len()],
            sm3: if sm3 { vec![none; index.len()] } else { Vec::new() },
            flaws: BTreeMap::new(),
        });
        let order = order(index);
        let next = AtomicUsize::new(0);
        let halt = AtomicBool::new(false);
        let work = || -> Result<(), Error> {
            let mut block = vec![0; BLOCK];
            while !halt.load(Ordering::Relaxed) {
                let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let at = *at as usize;
                let one = self.one(index, at, sm3, &mut block, progress);
                let one = one.inspect_err(|_| halt.store(true, Ordering::Relaxed))?;
                let mut sums = sums.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if let Some(slot) = sums.sha256.get_mut(at) {
                    *slot = one.sha256;
                }
                if let (Some(slot), Some(sm3)) = (sums.sm3.get_mut(at), one.sm3) {
                    *slot = sm3;
                }
                if let Some(flaw) = one.flaw {
                    sums.flaws.insert(at, flaw);
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mine = work();
            others
                .into_iter()
                .map(|t| t.join().unwrap_or(Err(Error::Interrupted)))
                .fold(mine, Result::and)
        })?;
        Ok(sums.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn one(
        &self,
        index: &Index,
        at: usize,
        sm3: bool,
        block: &mut [u8],
        progress: &dyn Progress,
    ) -> Result<One, Error> {
        let (name, place) = (index.name(at), index.place(at));
        let mut hasher = Hasher::new(sm3);
        let mut crc = crc32fast::Hasher::new();
        let mut flaw = None;
        let opened;
        let (file, path, header, mut from);
        match self {
            Self::Zip { path: zip, file: open, folder } => {
                let full = format!("{folder}/{name}");
                let (size, crc, offset) = (place.size, place.crc, place.offset);
                header = zip::Entry { name: &full, size, crc, offset }.local();
                (file, path, from) = (open, zip.clone(), offset);
            }
            Self::Folder { path: root } => {
                path = root.join(name);
                opened = disk::open(&path)?;
                header = Vec::new();
                (file, from) = (&opened, 0);
                if disk::length(file, &path)? != place.size {
                    return Err(Error::Changed { path });
                }
            }
        }
        let mut skip = header.len();
        let mut left = skip as u64 + place.size;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(block.len());
            let into = block.get_mut(..wanted).unwrap_or_default();
            if disk::read_at(file, &path, from, into)? != wanted {
                return Err(Error::Changed { path });
            }
            let (head, bytes) = into.split_at(skip.min(wanted));
            if let Some(at) = first_difference(head, &header).filter(|_| skip > 0) {
                flaw = Some(Flaw::Header(zip::local_field(at)));
            }
            skip = 0;
            hasher.update(bytes);
            if !header.is_empty() {
                crc.update(bytes);
            }
            if !progress.advance(bytes.len() as u64) {
                return Err(Error::Interrupted);
            }
            from += wanted as u64;
            left -= wanted as u64;
        }
        let crc = crc.finalize();
        if !header.is_empty() && flaw.is_none() && crc != place.crc {
            flaw = Some(Flaw::Crc(place.crc, crc));
        }
        let digest = hasher.finish();
        Ok(One { sha256: digest.sha256, sm3: digest.sm3, flaw })
    }

    /// Reads some octets of an entry's content; fewer than asked for only at its end.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn read(
        &self,
        index: &Index,
        at: usize,
        skip: u64,
        into: &mut [u8],
    ) -> Result<usize, disk::Error> {
        let (name, place) = (index.name(at), index.place(at));
        let left = place.size.saturating_sub(skip);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let into = into.get_mut(..wanted).unwrap_or_default();
        let read = match self {
            Self::Zip { path, file, folder } => {
                let header = zip::local_length(name, place.size) + folder.len() as u64 + 1;
                disk::read_at(file, path, place.offset + header + skip, into)?
            }
            Self::Folder { path } => {
                let path = path.join(name);
                disk::read_at(&disk::open(&path)?, &path, skip, into)?
            }
        };
        if read == wanted { Ok(read) } else { Err(self.changed()) }
    }

    /// That the target is not what it was a moment before.
    pub fn changed(&self) -> disk::Error {
        let source = std::io::Error::other("the file changed while it was read");
        disk::Error::Io { act: "read", path: self.path().to_path_buf(), source }
    }
}

/// Large files first, largest before; then all others as they lie, so that a spinning disk mostly
/// reads forward.
fn order(index: &Index) -> Vec<u32> {
    let all = 0..u32::try_from(index.len()).unwrap_or(u32::MAX);
    let size = |at: &u32| index.place(*at as usize).size;
    let (mut first, rest): (Vec<u32>, Vec<u32>) = all.partition(|at| size(at) >= LARGE);
    first.sort_by_key(|at| std::cmp::Reverse(size(at)));
    first.extend(rest);
    first
}
