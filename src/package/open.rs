//! Opens a target, a zip or an unpacked folder, and hashes it: the carrier is checked before
//! anything in it is believed.

use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::index::{Index, Place};
use super::structure::{self, Stop, not_canonical, refused};
use super::sums::{self, Carrier, Flaw, Sums, Whole};
use super::{Error, Progress, layout, zip};
use crate::base::digest::Digest;
use crate::base::{disk, name, text};
use crate::verdict::{self, Code, Finding};

/// A target that was opened, or why it could not be read further, with what was found.
pub struct Opened {
    /// Its contents; `None` where the carrier is too unsound to read them.
    pub contents: Option<Contents>,
    /// What was found in the carrier.
    pub findings: Vec<Finding>,
}

/// Opens a package, checks the form of its carrier and takes all digests; `sm3` says whether the
/// second digest is taken, without it the manifests do.
///
/// # Errors
/// The target cannot be read, or changes meanwhile.
pub fn open(
    target: &Path,
    sm3: Option<bool>,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Opened, Error> {
    begin(target, sm3)?.hash(threads, progress)
}

/// Several packages, whose entries are hashed side by side.
///
/// # Errors
/// For each of them as [`open`].
pub fn open_all(
    targets: &[&Path],
    sm3: Option<bool>,
    threads: usize,
    progress: &dyn Progress,
) -> Vec<Result<Opened, Error>> {
    let begun: Vec<_> = targets.iter().map(|target| begin(target, sm3)).collect();
    let sound = begun.iter().filter_map(|begun| begun.as_ref().ok()?.sound.as_ref());
    let wholes: Vec<Whole<'_>> = sound.map(Sound::whole).collect();
    let mut sums = sums::sums(&wholes, threads, progress).into_iter();
    let end = |begun: Result<Begun, Error>| {
        let Begun { sound, findings } = begun?;
        match sound {
            Some(sound) => Ok(sound.end(sums.next().unwrap_or(Err(Error::Interrupted))?, findings)),
            None => Ok(Opened { contents: None, findings }),
        }
    };
    begun.into_iter().map(end).collect()
}

/// A target whose entries are known and not hashed yet.
struct Begun {
    /// `None` where the carrier is too unsound to read them.
    sound: Option<Sound>,
    findings: Vec<Finding>,
}

/// Entries and what carries them.
struct Sound {
    carrier: Carrier,
    index: Index,
    sm3: bool,
}

impl Begun {
    fn of(carrier: Carrier, index: Index, sm3: Option<bool>, findings: Vec<Finding>) -> Self {
        let listed = || index.find(layout::Algorithm::Sm3.manifest()).is_some();
        let sm3 = sm3.unwrap_or_else(listed);
        Self { sound: Some(Sound { carrier, index, sm3 }), findings }
    }

    fn unsound(finding: Finding) -> Self {
        Self { sound: None, findings: vec![finding] }
    }

    fn hash(self, threads: usize, progress: &dyn Progress) -> Result<Opened, Error> {
        let Self { sound, findings } = self;
        match sound {
            Some(sound) => {
                let sums = sound.whole().sums(threads, progress)?;
                Ok(sound.end(sums, findings))
            }
            None => Ok(Opened { contents: None, findings }),
        }
    }
}

impl Sound {
    fn whole(&self) -> Whole<'_> {
        Whole { carrier: &self.carrier, index: &self.index, sm3: self.sm3 }
    }

    /// What was found, now that every octet was read.
    fn end(self, sums: Sums, mut findings: Vec<Finding>) -> Opened {
        let contents = Contents::new(self.carrier, self.index, sums);
        let header = |(at, flaw): (&usize, &Flaw)| match flaw {
            Flaw::Header(field) => Some(not_canonical(contents.index().name(*at), field)),
            Flaw::Crc(..) => None,
        };
        let headers: Vec<_> = contents.sums().flaws.iter().filter_map(header).collect();
        if headers.is_empty() {
            return Opened { contents: Some(contents), findings };
        }
        // Two readers of this zip may see two packages: none of them is believed.
        findings.extend(headers);
        Opened { contents: None, findings }
    }
}

fn begin(target: &Path, sm3: Option<bool>) -> Result<Begun, Error> {
    if disk::is_folder(target) { begin_folder(target, sm3) } else { begin_zip(target, sm3) }
}

/// Whether a target holds a bag's declaration: a package, sound or not, and nothing else. Content is
/// not looked at.
///
/// # Errors
/// The target cannot be read.
pub fn carries_bag(target: &Path) -> Result<bool, Error> {
    if disk::is_folder(target) {
        return Ok(disk::exists(&bag_folder(target)?.join(layout::DECLARATION)));
    }
    if !disk::exists(target) {
        return Ok(false);
    }
    match structure::check(&disk::open(target)?, target) {
        Ok(sound) => Ok(sound.index.find(layout::DECLARATION).is_some()),
        Err(Stop::Found(_)) => Ok(false),
        Err(Stop::Unread(e)) => Err(e),
    }
}

/// Opens a zip; `sm3` says whether the second digest is taken, without it the manifests do.
pub(super) fn open_zip(
    path: &Path,
    sm3: Option<bool>,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Opened, Error> {
    begin_zip(path, sm3)?.hash(threads, progress)
}

fn begin_zip(path: &Path, sm3: Option<bool>) -> Result<Begun, Error> {
    let file = disk::open(path)?;
    let sound = match structure::check(&file, path) {
        Ok(sound) => sound,
        Err(Stop::Found(finding)) => return Ok(Begun::unsound(finding)),
        Err(Stop::Unread(e)) => return Err(e),
    };
    let findings = clashes(&sound.index);
    let carrier = Carrier::Zip { path: path.to_path_buf(), file, folder: sound.folder };
    Ok(Begun::of(carrier, sound.index, sm3, findings))
}

fn begin_folder(target: &Path, sm3: Option<bool>) -> Result<Begun, Error> {
    let root = bag_folder(target)?;
    let entries = disk::walk(&root)?;
    let mut findings = Vec::new();
    let mut files = Vec::new();
    for entry in &entries {
        let place = || verdict::Place::file(text::visible(&entry.name));
        match entry.kind {
            disk::Kind::Other => findings.push(Finding::new(Code::PackageSpecialFile, place())),
            disk::Kind::Folder if is_empty(&entries, &entry.name) => {
                // A zip holds no empty folders, so this one came later.
                let place = verdict::Place::file(text::visible(&entry.name) + "/");
                findings.push(Finding::new(Code::PackageUnlistedFile, place));
            }
            disk::Kind::Folder => {}
            disk::Kind::File => match layout::flaw(&entry.name) {
                Some(flaw) => findings.push(refused(&entry.name, flaw)),
                None => files.push(entry),
            },
        }
    }
    if files.len() as u64 > zip::MOST_ENTRIES {
        let finding = Finding::new(Code::PackageTooLarge, verdict::Place::default());
        let finding = finding.with("entries", files.len()).with("limit", zip::MOST_ENTRIES);
        return Ok(Begun::unsound(finding));
    }
    files.sort_by(|a, b| layout::rank(&a.name).cmp(&layout::rank(&b.name)));
    let mut index = Index::default();
    for file in files {
        let size = disk::size(&file.path)?.unwrap_or_default();
        index.push(&file.name, Place { size, ..Place::default() });
    }
    findings.extend(clashes(&index));
    Ok(Begun::of(Carrier::Folder { path: root }, index, sm3, findings))
}

/// Whether nothing among sorted entries lies below a folder.
fn is_empty(entries: &[disk::Entry], folder: &str) -> bool {
    let below = format!("{folder}/");
    let next = entries.partition_point(|e| e.name < below);
    !entries.get(next).is_some_and(|e| e.name.starts_with(&below))
}

/// The folder that holds `bagit.txt`: the target or the only folder in it, as unpacking leaves it.
pub(super) fn bag_folder(target: &Path) -> Result<PathBuf, Error> {
    if !disk::exists(&target.join(layout::DECLARATION)) {
        let inside = disk::list(target)?;
        if let [only] = inside.as_slice()
            && only.kind == disk::Kind::Folder
            && disk::exists(&only.path.join(layout::DECLARATION))
        {
            return Ok(only.path.clone());
        }
    }
    Ok(target.to_path_buf())
}

/// Names that some system takes for one (`formats.md` §1): equal but for case, width or
/// normalisation form, or a file where another name needs a folder.
fn clashes(index: &Index) -> Vec<Finding> {
    // Digests instead of keys: 200,000 long names must not be held twice.
    let mut files: Vec<(Key, u32)> =
        (0u32..).zip(index.names()).map(|(i, n)| (key(n), i)).collect();
    files.sort_unstable();
    let mut found = Vec::new();
    let name = |at: u32| text::visible(index.name(at as usize));
    let mut report = |at: u32, other: u32| {
        let finding = Finding::new(Code::PackageNameClash, verdict::Place::file(name(at)));
        found.push(finding.with("other", name(other)));
    };
    for (a, b) in files.iter().zip(files.iter().skip(1)) {
        if a.0 == b.0 {
            report(b.1, a.1);
        }
    }
    let mut last = "";
    for (at, full) in (0u32..).zip(index.names()) {
        let folder = full.rsplit_once('/').map_or("", |(f, _)| f);
        if folder == last {
            continue;
        }
        last = folder;
        let mut above = folder;
        while !above.is_empty() {
            let wanted = key(above);
            if let Ok(i) = files.binary_search_by(|f| f.0.cmp(&wanted))
                && let Some(file) = files.get(i)
            {
                report(at, file.1);
            }
            above = above.rsplit_once('/').map_or("", |(f, _)| f);
        }
    }
    found
}

/// The first half of a digest is enough to tell 200,000 names apart, even chosen ones.
type Key = [u8; 16];

fn key(full: &str) -> Key {
    debug_assert!(text::is_nfc(full), "flaws come first");
    let folded = name::clash_key(full);
    let mut key = Key::default();
    key.iter_mut().zip(Digest::sha256(folded.as_bytes()).0).for_each(|(k, d)| *k = d);
    key
}
