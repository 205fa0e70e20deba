//! A ZIP as an enterprise sends it (APPNOTE 6.3), unpacked without trusting a word of it.
//!
//! Every file goes under a number of its own into a folder of ours, whatever it calls itself: its
//! name is only a text here. What cannot or must not be unpacked is told entry by entry, and the
//! rest goes on. A ZIP in a ZIP is unpacked too, to a small depth and out of the same allowance.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipReadOptions;
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::unstable::read::ZipIterable;

use super::Error;
use super::kind::{HEAD, Kind};
use super::source::caught;
use crate::base::digest::FileDigest;
use crate::base::disk;
use crate::verdict::{Bearing, Code, Finding, Place};

/// Most entries of one archive, those of archives inside it included.
pub(crate) const MOST_ENTRIES: usize = 20_000;
/// Most octets that one archive unpacks to, archives inside it included.
const MOST_OCTETS: u64 = 16 << 30;
/// A file larger than this may not be packed tighter than [`TIGHTEST`].
const SUSPICIOUS: u64 = 256 << 20;
/// Octets out of one octet in.
const TIGHTEST: u64 = 100;
/// How deep archives may lie in archives.
const DEEPEST: usize = 3;
/// Most findings about the entries of one archive; the rest are counted.
const MOST_FINDINGS: usize = 200;

/// A file that was unpacked.
pub(crate) struct Unpacked {
    /// Where it lies now.
    pub(crate) path: PathBuf,
    /// The path it had in its archive, with `/`.
    pub(crate) received: String,
    /// Its digests.
    pub(crate) digest: FileDigest,
}

/// What archives gave.
#[derive(Default)]
pub(crate) struct Contents {
    /// The files.
    pub(crate) files: Vec<Unpacked>,
    /// What was not unpacked, and why.
    pub(crate) findings: Vec<Finding>,
    untold: usize,
    entries: usize,
    octets: u64,
}

/// Whether a file is an archive to be unpacked, rather than a document that happens to be a ZIP.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn is_archive(path: &Path) -> Result<bool, disk::Error> {
    let mut head = Vec::new();
    let failed = |source| disk::Error::Io { act: "read", path: path.into(), source };
    disk::open(path)?.take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    if Kind::of(&head) != Kind::Other("zip") {
        return Ok(false);
    }
    let names = caught(|| names(path)).flatten().unwrap_or_default();
    let document = |name: &String| name == "[Content_Types].xml" || name == "OFD.xml";
    Ok(!names.iter().any(document))
}

fn names(path: &Path) -> Option<Vec<String>> {
    let mut archive =
        ZipIterable::try_new(BufReader::new(disk::open(path).ok()?), config()).ok()?;
    let entries = archive.files().ok()?.take(MOST_ENTRIES);
    Some(entries.filter_map(|e| Some(decoded(&e.ok()?))).collect())
}

fn config() -> Config {
    Config { archive_offset: ArchiveOffset::Detect }
}

/// Unpacks an archive into `folder`. `place` names it in findings.
///
/// # Errors
/// The disk refuses, or the caller stops it.
pub(crate) fn unpack(
    archive: &Path,
    place: &str,
    folder: &Path,
    sm3: bool,
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<Contents, Error> {
    let mut unpacking = Unpacking { folder, sm3, step, contents: Contents::default() };
    unpacking.archive(archive, place, "", 0)?;
    let mut contents = unpacking.contents;
    if contents.untold > 0 {
        let more = refused(place, "more").with("number", contents.untold);
        contents.findings.push(more);
    }
    Ok(contents)
}

struct Unpacking<'a> {
    folder: &'a Path,
    sm3: bool,
    step: &'a mut dyn FnMut(u64) -> bool,
    contents: Contents,
}

/// An entry as its archive lists it.
struct Entry {
    listed: Option<ZipFileEntry<'static>>,
    name: String,
    /// Why it is not unpacked.
    refused: Option<&'static str>,
    folder: bool,
    start: u64,
    packed: u64,
    size: u64,
}

impl Unpacking<'_> {
    /// Unpacks one archive; `below` is the path under which its files are told.
    fn archive(
        &mut self,
        archive: &Path,
        place: &str,
        below: &str,
        depth: usize,
    ) -> Result<(), Error> {
        let (entries, whole) = match caught(|| listed(archive)) {
            Some(Ok(listed)) => listed,
            // Only the archive's own octets can fail here: the disk was asked before.
            Some(Err(reason)) => return self.refuse(place, reason),
            None => return self.refuse(place, "damaged"),
        };
        if overlaps(&entries) {
            return self.refuse(place, "bomb");
        }
        if entries.iter().any(|e| !e.folder)
            && entries.iter().all(|e| e.refused == Some("password"))
        {
            return self.refuse(place, "password");
        }
        if !whole {
            self.refuse(place, "damaged")?;
        }
        for mut entry in entries {
            if entry.folder {
                continue;
            }
            let name = format!("{place}/{}", entry.name);
            self.contents.entries += 1;
            if self.contents.entries > MOST_ENTRIES {
                return self.refuse(place, "many");
            }
            let reason = entry.refused.or_else(|| self.too_much(&entry));
            match (reason, entry.listed.take()) {
                (Some(reason), _) => self.refuse(&name, reason)?,
                (None, None) => self.refuse(&name, "damaged")?,
                (None, Some(listed)) => {
                    let received = format!("{below}{}", entry.name);
                    self.file(archive, listed, (&name, received), entry.size, depth)?;
                }
            }
        }
        Ok(())
    }

    fn too_much(&self, entry: &Entry) -> Option<&'static str> {
        let bomb = entry.size > SUSPICIOUS && entry.size / TIGHTEST > entry.packed;
        let much = self.contents.octets.saturating_add(entry.size) > MOST_OCTETS;
        (bomb || much).then_some("bomb")
    }

    fn file(
        &mut self,
        archive: &Path,
        listed: ZipFileEntry<'static>,
        (name, received): (&str, String),
        size: u64,
        depth: usize,
    ) -> Result<(), Error> {
        let path = self.folder.join(format!("{:06}", self.contents.entries));
        // What an entry says of its size is a claim: no more than that is unpacked.
        let most = size.min(MOST_OCTETS.saturating_sub(self.contents.octets));
        let (sm3, step) = (self.sm3, &mut *self.step);
        let done = caught(|| write(archive, listed, &path, (sm3, most), step));
        let digest = match done {
            Some(Ok(Some(digest))) => digest,
            Some(Ok(None)) => return Err(Error::Stopped),
            Some(Err(Fault::Disk(e))) => return Err(e.into()),
            Some(Err(Fault::Method)) => return self.refuse(name, "method"),
            Some(Err(Fault::Archive)) | None => return self.refuse(name, "damaged"),
        };
        self.contents.octets += digest.size;
        if !is_archive(&path)? {
            self.contents.files.push(Unpacked { path, received, digest });
            return Ok(());
        }
        if depth + 1 >= DEEPEST {
            return self.refuse(name, "deep");
        }
        self.archive(&path, name, &format!("{received}/"), depth + 1)
    }

    fn refuse(&mut self, place: &str, reason: &'static str) -> Result<(), Error> {
        if self.contents.findings.len() < MOST_FINDINGS {
            self.contents.findings.push(refused(place, reason));
        } else {
            self.contents.untold += 1;
        }
        Ok(())
    }
}

/// The finding about something in an archive that is not taken in.
fn refused(place: &str, reason: &'static str) -> Finding {
    let finding = Finding::new(Code::AssembleRefused, Place::file(super::probe::cut(place)));
    let finding = finding.with("reason", reason);
    // What systems add of their own was never handed in.
    if reason == "system" { finding.bearing(Bearing::Note) } else { finding }
}

/// Why a file was not unpacked.
enum Fault {
    /// The archive is damaged there, or lies about it.
    Archive,
    /// It is packed in a way that is not known here.
    Method,
    /// The disk refuses.
    Disk(disk::Error),
}

/// Notes whether it was the archive that failed, and not the place the octets go to.
struct Reading<'a> {
    reader: &'a mut dyn Read,
    failed: bool,
}

impl Read for Reading<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into);
        self.failed |= read.is_err();
        read
    }
}

/// Writes an entry to a place of its own; `None` if the caller stopped it.
fn write(
    archive: &Path,
    listed: ZipFileEntry<'static>,
    to: &Path,
    limits: (bool, u64),
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<FileDigest>, Fault> {
    let mut body = BufReader::new(disk::open(archive).map_err(Fault::Disk)?);
    let mut reader = match listed.with_reader(&mut body, ZipReadOptions::new()) {
        Ok(reader) => reader,
        Err(zip::result::ZipError::UnsupportedArchive(_)) => return Err(Fault::Method),
        Err(_) => return Err(Fault::Archive),
    };
    let mut reading = Reading { reader: &mut reader, failed: false };
    match disk::receive(&mut reading, archive, to, limits, step) {
        Err(disk::Error::Large { .. }) => Err(Fault::Archive),
        Err(_) if reading.failed => Err(Fault::Archive),
        done => done.map_err(Fault::Disk),
    }
}

/// The entries of an archive, and whether the list could be read to its end.
fn listed(archive: &Path) -> Result<(Vec<Entry>, bool), &'static str> {
    let file: File = disk::open(archive).map_err(|_| "damaged")?;
    let mut list = ZipIterable::try_new(BufReader::new(file), config()).map_err(|_| "damaged")?;
    if list.len() > MOST_ENTRIES {
        return Err("many");
    }
    let mut entries = Vec::new();
    for entry in list.files().map_err(|_| "damaged")? {
        match entry {
            Ok(entry) => entries.push(Entry::of(entry)),
            Err(_) => return Ok((entries, false)),
        }
    }
    Ok((entries, true))
}

impl Entry {
    fn of(entry: ZipFileEntry<'static>) -> Self {
        // Some Windows tools write the separator of their own system.
        let mut name = decoded(&entry).replace('\\', "/");
        let folder = name.ends_with('/') || entry.is_dir();
        let refused = flaw(&name, &entry);
        if let Some(rest) = name.strip_prefix("./") {
            name = rest.to_string();
        }
        Self {
            name,
            refused,
            folder,
            start: entry.header_start(),
            packed: entry.compressed_size(),
            size: entry.size(),
            listed: Some(entry),
        }
    }
}

/// What keeps an entry from being unpacked, as its list tells.
fn flaw(name: &str, entry: &ZipFileEntry<'_>) -> Option<&'static str> {
    const FILE_TYPES: u32 = 0o170_000;
    const REGULAR: u32 = 0o100_000;
    let mode = entry.unix_mode().unwrap_or(0) & FILE_TYPES;
    let parts: Vec<&str> = name.split('/').collect();
    let last = parts.last().copied().unwrap_or_default();
    let drive = parts.first().is_some_and(|p| p.ends_with(':') && p.len() == 2);
    if name.is_empty() || name.starts_with('/') || drive || parts.contains(&"..") {
        return Some("path");
    }
    if entry.is_symlink() || (mode != 0 && mode != REGULAR && !entry.is_dir()) {
        return Some("link");
    }
    if parts.first() == Some(&"__MACOSX")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&last)
    {
        return Some("system");
    }
    entry.encrypted().then_some("password")
}

/// The name of an entry. The bit that says UTF-8 is believed only if it is; names without it are
/// UTF-8 or GB 18030, never the code page 437 of the standard.
fn decoded(entry: &ZipFileEntry<'_>) -> String {
    const UTF_8: u16 = 1 << 11;
    name_of(entry.name_raw(), entry.flags().as_u16() & UTF_8 != 0)
}

fn name_of(raw: &[u8], marked: bool) -> String {
    let utf8 = std::str::from_utf8(raw).ok();
    // Pairs of octets that make Latin or Greek letters of UTF-8 are Chinese characters in
    // GB 18030, and nobody marked them as anything else.
    let likely = |text: &&str| marked || !text.chars().any(|c| ('\u{80}'..'\u{800}').contains(&c));
    if let Some(text) = utf8.filter(likely) {
        return text.to_string();
    }
    let chinese = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(raw);
    match (chinese, utf8) {
        (Some(text), _) => text.into_owned(),
        (None, Some(text)) => text.to_string(),
        (None, None) => String::from_utf8_lossy(raw).into_owned(),
    }
}

/// Whether two entries share octets of the archive: a few octets then pass for many files.
fn overlaps(entries: &[Entry]) -> bool {
    let mut runs: Vec<(u64, u64)> = entries
        .iter()
        .filter(|e| e.packed > 0)
        .map(|e| (e.start, e.start.saturating_add(e.packed)))
        .collect();
    runs.sort_unstable();
    runs.windows(2).any(|pair| matches!(pair, [(_, end), (next, _)] if next < end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf_8_or_chinese() {
        let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
        for name in ["环评批复.pdf", "毛.pdf", "联通.txt", "a.pdf", "㛃.jpg"] {
            assert_eq!(name_of(name.as_bytes(), true), name);
            let told = encoding_rs::GB18030.encode(name).0;
            assert_eq!(name_of(&told, false), name, "{name}");
            assert_eq!(name_of(name.as_bytes(), false), name, "{name}");
        }
        // the second octet of these is a backslash
        assert_eq!(name_of(&gbk("縗/誠.pdf"), false), "縗/誠.pdf");
        assert_eq!(name_of("é.pdf".as_bytes(), true), "é.pdf");
        assert_eq!(name_of(b"\xff\xff.pdf", false), "\u{fffd}\u{fffd}.pdf");
    }

    #[test]
    fn entries_that_share_octets_are_no_files() {
        let entry = |start, packed| Entry {
            listed: None,
            name: String::new(),
            refused: None,
            folder: false,
            start,
            packed,
            size: 1,
        };
        assert!(!overlaps(&[entry(100, 50), entry(0, 60)]));
        assert!(overlaps(&[entry(0, 60), entry(59, 5)]));
        assert!(overlaps(&[entry(0, 60), entry(0, 60)]));
    }
}
