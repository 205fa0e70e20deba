//! What goes into a package: a pure function of a case folder and the filing seal's time
//! (`formats.md` §6). The filing seal signs it, `pack` computes it again and writes it.

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::layout::{self as names, Algorithm, Part};
use super::{Error, Progress, bag, check, zip};
use crate::base::digest::{self, Company, Digest, FileDigest, Hasher, Reading};
use crate::base::time::{Day, Moment};
use crate::base::{disk, name};
use crate::case::{Case, layout};
use crate::seal::keyring::{self, Ring, allowed_signers};
use crate::seal::{Predicate, Statement, Subject, statement};

/// Folders of a case that travel as they are.
const CARRIED: [&str; 5] = ["forms", "keyring", "reviews", "rules", "seals"];
/// Generated pages that are no slot's: those that exist travel.
const PAGES: [&str; 4] = [layout::COVER, layout::CATALOGUE, layout::SIGNINGS, layout::CLOSING];

/// Where the content of an entry comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// A file.
    Disk(PathBuf),
    /// Bytes made here.
    Bytes(Vec<u8>),
}

/// One file of a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name in the bag.
    pub name: String,
    /// Its content.
    pub source: Source,
    /// Octets.
    pub size: u64,
    /// CRC-32.
    pub crc: u32,
    /// SHA-256.
    pub sha256: Digest,
    /// SM3, where the package has SM3 manifests.
    pub sm3: Option<Digest>,
}

/// The whole content of a package in its order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    folder: String,
    entries: Vec<Entry>,
}

impl Tree {
    /// The package of a case under a filing seal of this time. Before the seal exists its own three
    /// files and the tag manifests are not yet what they will be; its subjects are.
    ///
    /// # Errors
    /// A document is not built, a file does not belong, a name is not portable, or the disk refuses.
    pub fn of(
        case: &Case,
        signed_at: Moment,
        threads: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let mut files = tag_files(&case.dir)?;
        files.extend(payload_files(case)?);
        let signers = newest_ring(&files)?.map(|ring| allowed_signers(&ring));
        let made = signers.map(|text| (names::SIGNERS.to_string(), text.into_bytes()));
        let facts = Bag { id: &case.facts.case, day: signed_at.day(), sm3: case.profile.sm3 };
        Self::assemble(&facts, files, made.into_iter().collect(), threads, progress)
    }

    /// Makes the tree of files on disk and of other tag files, by package name, and adds
    /// everything that follows from them.
    ///
    /// # Errors
    /// A name is not portable, there are too many files, or the disk refuses.
    pub fn assemble(
        facts: &Bag<'_>,
        files: BTreeMap<String, PathBuf>,
        made: BTreeMap<String, Vec<u8>>,
        threads: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let mut clashes: BTreeMap<String, &str> = BTreeMap::new();
        for name in files.keys().chain(made.keys()) {
            let flaw = names::flaw(name).or_else(|| {
                let other = clashes.insert(name::clash_key(name), name);
                other.map(|other| format!("clashes with {other}"))
            });
            if let Some(flaw) = flaw {
                return Err(Error::Name { name: name.clone(), flaw });
            }
        }
        let mut entries = measure(files, facts.sm3, threads, progress)?;
        let bytes = |name: &str, bytes: &[u8]| Entry::of_bytes(name, bytes, facts.sm3);
        entries.extend(made.iter().map(|(n, b)| bytes(n, b)));
        entries.extend(bag::CONSTANT.iter().map(|(n, b)| bytes(n, b)));
        entries.push(bytes(names::DECLARATION, bag::DECLARATION.as_bytes()));
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        let is_payload = |e: &&Entry| e.name.starts_with(names::PAYLOAD);
        let octets = entries.iter().filter(is_payload).map(|e| e.size).sum();
        let count = entries.iter().filter(is_payload).count() as u64;
        let info = bag::info(facts.id, facts.day, octets, count);
        entries.push(bytes(names::INFO, info.as_bytes()));
        for (algorithm, list) in lists(facts.sm3, entries.iter().filter(is_payload)) {
            entries.push(bytes(algorithm.manifest(), list.as_bytes()));
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        for (algorithm, list) in lists(facts.sm3, entries.iter().filter(|e| !is_payload(e))) {
            entries.push(bytes(algorithm.tag_manifest(), list.as_bytes()));
        }
        entries.sort_by(|a, b| names::rank(&a.name).cmp(&names::rank(&b.name)));
        let (count, limit) = (entries.len() as u64, zip::MOST_ENTRIES);
        if count > limit {
            return Err(Error::Large { count, limit });
        }
        Ok(Self { folder: facts.id.to_string(), entries })
    }

    /// A tree of just these entries, in the order of a package.
    pub(super) fn plain(folder: String, entries: Vec<Entry>) -> Self {
        Self { folder, entries }
    }

    /// The leading folder of the zip's names: the case id.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The files in the order of the package.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Octets of all files.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.entries.iter().map(|e| e.size).sum()
    }

    /// What the filing seal names: the payload manifests and every tag file but the seal's own
    /// three files and the tag manifests. `seal` is its own name, `seals/08-filing.json`, once it
    /// stands.
    #[must_use]
    pub fn filing_subjects(&self, seal: Option<&str>) -> Vec<Subject> {
        let named = self.entries.iter().filter(|e| check::is_filing_subject(&e.name, seal));
        let subject = |e: &Entry| Subject { name: e.name.clone(), sha256: e.sha256, sm3: e.sm3 };
        named.map(subject).collect()
    }
}

/// What a bag says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Bag<'a> {
    /// The case id.
    pub id: &'a str,
    /// The day of the filing seal.
    pub day: Day,
    /// Whether SM3 manifests are asked for.
    pub sm3: bool,
}

impl Entry {
    pub(super) fn of_bytes(name: &str, bytes: &[u8], sm3: bool) -> Self {
        let mut hasher = Hasher::new(sm3);
        hasher.update(bytes);
        let digest = hasher.finish();
        Self {
            name: name.to_string(),
            source: Source::Bytes(bytes.to_vec()),
            size: digest.size,
            crc: crc32fast::hash(bytes),
            sha256: digest.sha256,
            sm3: digest.sm3,
        }
    }
}

/// A file that is being measured.
struct Measured<'a> {
    progress: &'a dyn Progress,
    name: String,
    path: PathBuf,
    file: File,
    from: u64,
    crc: crc32fast::Hasher,
    company: usize,
}

impl Measured<'_> {
    fn entry(self, digest: FileDigest) -> Entry {
        Entry {
            name: self.name,
            source: Source::Disk(self.path),
            size: digest.size,
            crc: self.crc.finalize(),
            sha256: digest.sha256,
            sm3: digest.sm3,
        }
    }
}

impl Reading for Measured<'_> {
    type Error = Error;

    fn read(&mut self, room: &mut [u8], wanted: usize) -> Result<Range<usize>, Error> {
        let room = room.get_mut(..wanted).unwrap_or_default();
        let read = disk::read_at(&self.file, &self.path, self.from, room)?;
        self.crc.update(room.get(..read).unwrap_or_default());
        self.from += read as u64;
        if self.progress.advance(read as u64) { Ok(0..read) } else { Err(Error::Interrupted) }
    }

    fn company(&self) -> usize {
        self.company
    }
}

/// One manifest per algorithm over entries in bytewise order.
fn lists<'a>(
    sm3: bool,
    entries: impl Iterator<Item = &'a Entry> + Clone,
) -> Vec<(Algorithm, String)> {
    let sha256 = bag::manifest(entries.clone().map(|e| (e.name.as_str(), e.sha256)));
    let second = entries.filter_map(|e| Some((e.name.as_str(), e.sm3?)));
    let mut lists = vec![(Algorithm::Sha256, sha256)];
    if sm3 {
        lists.push((Algorithm::Sm3, bag::manifest(second)));
    }
    lists
}

/// Reads all files once, with a few threads, in no order that the result could show.
pub(super) fn measure(
    files: BTreeMap<String, PathBuf>,
    sm3: bool,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Vec<Entry>, Error> {
    let mut octets = 0;
    let mut sizes = Vec::new();
    for (name, path) in files {
        let size = disk::size(&path)?.unwrap_or_default();
        octets += size;
        sizes.push((size, name, path));
    }
    progress.begin(octets);
    // The greatest first, so that no thread ends long after the others.
    sizes.sort_by_key(|(size, ..)| std::cmp::Reverse(*size));
    let company = Company { octets, threads, most: digest::most_at_once(), sm3 };
    let next = AtomicUsize::new(0);
    let halt = AtomicBool::new(false);
    let work = || -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        let mut take = || {
            let next = sizes.get(next.fetch_add(1, Ordering::Relaxed));
            let Some((size, name, path)) = next.filter(|_| !halt.load(Ordering::Relaxed)) else {
                return Ok(None);
            };
            let (file, company) = (disk::open(path)?, company.beside(*size));
            let (name, path, crc) = (name.clone(), path.clone(), crc32fast::Hasher::new());
            Ok(Some(Measured { progress, name, path, file, from: 0, crc, company }))
        };
        let mut put = |measured: Measured<'_>, digest| entries.push(measured.entry(digest));
        let done = digest::hash_many(company.most, sm3, &mut take, &mut put);
        done.inspect_err(|_| halt.store(true, Ordering::Relaxed))?;
        Ok(entries)
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut entries = work();
        for other in others {
            let more = other.join().unwrap_or(Err(Error::Interrupted));
            entries = entries.and_then(|mut all| {
                all.extend(more?);
                Ok(all)
            });
        }
        entries
    })
}

/// Tag files that the case holds, by package name.
fn tag_files(case: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let mut files = BTreeMap::new();
    for name in [layout::FACTS, layout::EVIDENCE_LIST] {
        let path = case.join(name);
        if disk::exists(&path) {
            files.insert(name.to_string(), path);
        }
    }
    for folder in CARRIED {
        let path = case.join(folder);
        if !disk::is_folder(&path) {
            continue;
        }
        for entry in disk::walk(&path)?.into_iter().filter(|e| e.kind != disk::Kind::Folder) {
            let name = format!("{folder}/{}", entry.name);
            if entry.kind != disk::Kind::File || names::part(&name) != Part::Tag {
                return Err(Error::Stray { path: entry.path });
            }
            files.insert(name, entry.path);
        }
    }
    Ok(files)
}

/// Payload files by package name: what fills the slots, what was superseded, the volume's pages.
fn payload_files(case: &Case) -> Result<BTreeMap<String, PathBuf>, Error> {
    let mut files = BTreeMap::new();
    for file in case.files() {
        if !disk::exists(&file.disk) {
            return Err(Error::NotBuilt { name: file.name });
        }
        files.insert(file.name, file.disk);
    }
    let superseded = case.dir.join(layout::SUPERSEDED);
    if disk::is_folder(&superseded) {
        for entry in disk::walk(&superseded)? {
            match entry.kind {
                disk::Kind::Folder => {}
                disk::Kind::Other => return Err(Error::Stray { path: entry.path }),
                disk::Kind::File => {
                    files.insert(format!("{}/{}", layout::SUPERSEDED, entry.name), entry.path);
                }
            }
        }
    }
    let volume = case.profile.volume_in_package.then_some(layout::VOLUME);
    for name in PAGES.into_iter().chain(volume) {
        let path = layout::generated(&case.dir, name);
        if !disk::exists(&path) {
            return Err(Error::NotBuilt { name: name.to_string() });
        }
        files.insert(name.to_string(), path);
    }
    Ok(files)
}

/// The newest key ring that the case holds.
fn newest_ring(files: &BTreeMap<String, PathBuf>) -> Result<Option<Ring>, Error> {
    let rings = files.iter().filter_map(|(name, path)| {
        let version = keyring::version_of(name.strip_prefix("keyring/")?)?;
        Some((version, name, path))
    });
    let Some((_, name, path)) = rings.max_by_key(|(version, ..)| *version) else {
        return Ok(None);
    };
    let bytes = disk::read(path, keyring::LARGEST as u64)?;
    Ring::parse(&bytes).map(Some).map_err(|_| Error::Ring { name: name.clone() })
}

/// The package of a sealed case, computed anew and compared with what its filing seal names: what
/// `pack` writes. Needs no key.
///
/// # Errors
/// No filing seal, files that differ from it (named), or as [`Tree::of`].
pub fn filed(case: &Case, threads: usize, progress: &dyn Progress) -> Result<Tree, Error> {
    let tags = tag_files(&case.dir)?;
    let name = filing_seal_of(case, &tags)?;
    let path = tags.get(&name).ok_or(Error::Unsealed)?;
    let bytes = disk::read(path, statement::LARGEST as u64)?;
    let seal = Statement::parse(&bytes).map_err(|_| Error::Unsealed)?;
    let Predicate::Seal(facts) = seal.predicate() else { return Err(Error::Unsealed) };
    let tree = Tree::of(case, facts.signed_at, threads, progress)?;
    let subjects = tree.filing_subjects(Some(&name));
    let mut differ: Vec<String> = subjects
        .iter()
        .filter(|s| seal.subject(&s.name) != Some(s))
        .map(|s| s.name.clone())
        .collect();
    let gone = seal.subjects().iter().filter(|s| !subjects.iter().any(|t| t.name == s.name));
    differ.extend(gone.map(|s| s.name.clone()));
    if differ.is_empty() { Ok(tree) } else { Err(Error::FilingDiffers { names: differ }) }
}

/// The last seal, if it is one of the stage of filing.
fn filing_seal_of(case: &Case, tags: &BTreeMap<String, PathBuf>) -> Result<String, Error> {
    let last = check::filing_seal(tags.keys().map(String::as_str)).ok_or(Error::Unsealed)?;
    let stage = case.profile.filing().map(|s| s.id.as_str());
    let named = last.strip_prefix("seals/").and_then(|n| n.strip_suffix(".json"));
    let sealed = named.and_then(|n| n.split_once('-')).map(|(_, stage)| stage);
    if sealed.is_some() && sealed == stage { Ok(last.to_string()) } else { Err(Error::Unsealed) }
}
