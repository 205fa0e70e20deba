//! One pass over all content: every octet is read once, piece by piece, by a few threads that share
//! nothing but a counter; local headers are compared on the way.
//!
//! Each thread has many entries under way and hashes them side by side ([`digest::hash_many`]): that is
//! far faster than one after the other. Whoever asks for no thread beside the first has a disk that must
//! read forward: then one entry is taken at a time, as they lie. Among several threads an entry that
//! is a great part of the whole goes without company: all wait for it at the end, and company would
//! slow it down.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::index::Index;
use super::lane::{Ahead, Lane};
use super::{Error, Progress, zip};
use crate::base::digest::{self, Company, Digest, FileDigest};
use crate::base::disk;

/// From this size on a file goes first, so that no thread is left alone with it at the end.
const LARGE: u64 = 8 << 20;
/// So many of the last files go largest first, so that all threads end together.
const LAST: usize = 256;

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

/// What is to be read of one package.
#[derive(Clone, Copy)]
pub struct Whole<'a> {
    /// What carries it.
    pub carrier: &'a Carrier,
    /// Its entries.
    pub index: &'a Index,
    /// Whether the second digest is taken.
    pub sm3: bool,
}

/// The sums of a package so far, or why it cannot be read.
type Kept = Mutex<Result<Sums, Error>>;

impl Whole<'_> {
    /// Reads and hashes all entries with `threads` threads, 0 being one that reads them as they lie.
    ///
    /// # Errors
    /// The disk refuses, or the target changes meanwhile.
    pub fn sums(self, threads: usize, progress: &dyn Progress) -> Result<Sums, Error> {
        let mut sums = sums(&[self], threads, progress);
        sums.pop().unwrap_or(Err(Error::Interrupted))
    }

    /// No sums yet.
    fn kept(&self) -> Kept {
        let none = vec![Digest([0; 32]); self.index.len()];
        let sm3 = if self.sm3 { none.clone() } else { Vec::new() };
        Mutex::new(Ok(Sums { sha256: none, sm3, flaws: BTreeMap::new() }))
    }
}

/// Reads and hashes all entries of several packages, small ones together: one alone has too few files to
/// keep all lanes busy to its end. A package that cannot be read does not concern the others; only who
/// is asked to stop gives up all.
pub fn sums(
    packages: &[Whole<'_>],
    threads: usize,
    progress: &dyn Progress,
) -> Vec<Result<Sums, Error>> {
    let octets = packages.iter().map(|p| p.index.octets()).sum();
    progress.begin(octets);
    let kept: Vec<Kept> = packages.iter().map(Whole::kept).collect();
    let halt = AtomicBool::new(false);
    // Streams that go side by side are hashed alike.
    for sm3 in [false, true] {
        let order = order(packages, sm3, threads);
        if !order.is_empty() {
            let all = All { packages, kept: &kept, order: &order, halt: &halt, progress };
            all.hash(Company { octets, threads, most: most(threads), sm3 });
        }
    }
    let halted = halt.load(Ordering::Relaxed);
    let end = |kept: Kept| {
        let sums = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        if halted { Err(Error::Interrupted) } else { sums }
    };
    kept.into_iter().map(end).collect()
}

/// How many entries a thread has under way at once.
fn most(threads: usize) -> usize {
    if threads > 0 { digest::most_at_once() } else { 1 }
}

/// The entries that are hashed alike.
struct All<'a> {
    packages: &'a [Whole<'a>],
    kept: &'a [Kept],
    /// Package and entry, in the order in which they are begun.
    order: &'a [(u32, u32)],
    halt: &'a AtomicBool,
    progress: &'a dyn Progress,
}

impl All<'_> {
    fn hash(&self, company: Company) {
        let next = AtomicUsize::new(0);
        let work = || {
            let ahead = RefCell::new(Ahead::default());
            let mut open = || {
                loop {
                    let next = self.order.get(next.fetch_add(1, Ordering::Relaxed));
                    let next = next.filter(|_| !self.halt.load(Ordering::Relaxed));
                    let Some((package, at)) = next else { return Ok(None) };
                    if let Some(mut lane) = self.open((*package, *at), &ahead) {
                        if company.threads > 1 {
                            lane.company = company.beside(lane.place.size);
                        }
                        return Ok(Some(lane));
                    }
                }
            };
            let mut put = |lane: Lane<'_>, digest| self.put(lane, digest);
            let done = digest::hash_many(company.most, company.sm3, &mut open, &mut put);
            if done.is_err() {
                self.halt.store(true, Ordering::Relaxed);
            }
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..company.threads).map(|_| scope.spawn(work)).collect();
            work();
            for other in others {
                if other.join().is_err() {
                    self.halt.store(true, Ordering::Relaxed);
                }
            }
        });
    }

    /// Opens an entry; `None` where its package cannot be read any further.
    fn open<'b>(
        &'b self,
        (package, at): (u32, u32),
        ahead: &'b RefCell<Ahead>,
    ) -> Option<Lane<'b>> {
        let whole = self.packages.get(package as usize)?;
        let kept = self.kept.get(package as usize)?;
        if lock(kept).is_err() {
            return None;
        }
        match Lane::open(whole, (package, at as usize), ahead, self.progress) {
            Ok(lane) => Some(lane),
            Err(e) => {
                *lock(kept) = Err(e);
                None
            }
        }
    }

    /// Notes what an entry gave.
    fn put(&self, lane: Lane<'_>, digest: FileDigest) {
        let Some(kept) = self.kept.get(lane.package as usize) else { return };
        let at = lane.at;
        let mut kept = lock(kept);
        let Ok(sums) = &mut *kept else { return };
        match lane.finish() {
            Ok(flaw) => {
                if let Some(slot) = sums.sha256.get_mut(at) {
                    *slot = digest.sha256;
                }
                if let (Some(slot), Some(sm3)) = (sums.sm3.get_mut(at), digest.sm3) {
                    *slot = sm3;
                }
                if let Some(flaw) = flaw {
                    sums.flaws.insert(at, flaw);
                }
            }
            Err(e) => *kept = Err(e),
        }
    }
}

fn lock(kept: &Kept) -> MutexGuard<'_, Result<Sums, Error>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Carrier {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Zip { path, .. } | Self::Folder { path } => path,
        }
    }

    /// That the target is not what it was a moment before.
    pub fn changed(&self) -> disk::Error {
        let source = std::io::Error::other("the file changed while it was read");
        disk::Error::Io { act: "read", path: self.path().to_path_buf(), source }
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
}

/// The entries of all packages with or without the second digest. Large files first, largest before; then
/// all others as they lie, so that a disk mostly reads forward, but for the very last where several
/// threads must end together. Without a thread beside the first all lie in order; a single one begins
/// with what fills a block.
fn order(packages: &[Whole<'_>], sm3: bool, threads: usize) -> Vec<(u32, u32)> {
    let wanted = (0u32..).zip(packages).filter(|(_, whole)| whole.sm3 == sm3);
    let all = wanted.flat_map(|(package, whole)| {
        (0..whole.index.len()).map(move |at| (package, u32::try_from(at).unwrap_or(u32::MAX)))
    });
    let size = |(package, at): &(u32, u32)| {
        packages.get(*package as usize).map_or(0, |whole| whole.index.place(*at as usize).size)
    };
    if threads == 0 {
        return all.collect();
    }
    let large = if threads > 1 { LARGE } else { digest::PIECE as u64 };
    let largest_first = |entry: &(u32, u32)| std::cmp::Reverse(size(entry));
    let (mut first, mut rest): (Vec<_>, Vec<_>) = all.partition(|entry| size(entry) >= large);
    first.sort_by_key(largest_first);
    if threads > 1 {
        let last = rest.len().saturating_sub(LAST);
        rest.get_mut(last..).unwrap_or_default().sort_by_key(largest_first);
    }
    first.extend(rest);
    first
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests use plain files")]
mod tests {
    use super::super::index::Place;
    use super::*;

    #[test]
    fn a_package_that_cannot_be_read_does_not_concern_those_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let content: Vec<u8> = (0..=255).cycle().take(90_000).collect();
        let mut carriers = Vec::new();
        let mut index = Index::default();
        for name in ["a", "b", "c"] {
            index.push(name, Place { size: 90_000, ..Place::default() });
        }
        for number in 0..6 {
            let path = folder.path().join(number.to_string());
            std::fs::create_dir(&path).unwrap();
            for name in ["a", "b", "c"] {
                std::fs::write(path.join(name), &content).unwrap();
            }
            carriers.push(Carrier::Folder { path });
        }
        // One file is gone, one is shorter, and one zip ends before its entries do.
        std::fs::remove_file(folder.path().join("1/b")).unwrap();
        std::fs::write(folder.path().join("2/c"), b"short").unwrap();
        let path = folder.path().join("4/a");
        let file = disk::open(&path).unwrap();
        carriers[4] = Carrier::Zip { path, file, folder: "x".into() };
        let whole = |(number, carrier)| Whole { carrier, index: &index, sm3: number % 2 == 1 };
        let wholes: Vec<_> = (0..).zip(&carriers).map(whole).collect();
        for threads in [0, 1, 2] {
            for (number, sums) in sums(&wholes, threads, &()).into_iter().enumerate() {
                assert_eq!(sums.is_err(), [1, 2, 4].contains(&number), "{number}, {threads}");
                let Ok(sums) = sums else { continue };
                for at in 0..3 {
                    assert_eq!(sums.sha256(at), Some(Digest::sha256(&content)));
                    let sm3 = (number % 2 == 1).then(|| Digest::sm3(&content));
                    assert_eq!(sums.sm3(at), sm3, "{number}, {threads}");
                }
            }
        }
    }

    #[test]
    fn every_entry_has_its_own_digest_whatever_goes_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let even = [300_000, 200_001, 0, 65_536, 64, 63, 299_999, 1];
        let one_great = [1_000_000, 70_000, 0, 3, 65_600, 129];
        let two_great = [900_000, 800_000, 10];
        for sizes in [&even[..], &one_great[..], &two_great[..], &[500_000][..], &[][..]] {
            let mut index = Index::default();
            for (at, size) in sizes.iter().enumerate() {
                let content: Vec<u8> = (0..=250).skip(at).cycle().take(*size).collect();
                std::fs::write(folder.path().join(at.to_string()), content).unwrap();
                let place = Place { size: *size as u64, ..Place::default() };
                index.push(&at.to_string(), place);
            }
            let carrier = Carrier::Folder { path: folder.path().to_path_buf() };
            for threads in [0, 1, 2, 3] {
                let whole = Whole { carrier: &carrier, index: &index, sm3: true };
                let sums = whole.sums(threads, &()).unwrap();
                for at in 0..sizes.len() {
                    let content = std::fs::read(folder.path().join(at.to_string())).unwrap();
                    assert_eq!(sums.sha256(at), Some(Digest::sha256(&content)), "{at}, {threads}");
                    assert_eq!(sums.sm3(at), Some(Digest::sm3(&content)), "{at}, {threads}");
                }
            }
        }
    }
}
