//! The strict check of the zip's own structure, octet by octet, before anything in it is believed.
//!
//! Only three things of each central header are read: name, size, CRC-32. Everything else follows
//! from them and from the entries before (`zip`), is written again and compared. So prefixes, gaps,
//! overlaps, comments, trailing octets, lies in ZIP64 and extra fields all end here. Local headers
//! are compared while the content is read (`sums`).

use std::fs::File;
use std::path::Path;

use super::index::{Index, Place};
use super::{Error, layout, zip};
use crate::base::{digest, disk, name, text};
use crate::verdict::{self, Code, Finding};

/// Largest central header that the form allows: name, leading folder, three ZIP64 values.
const LONGEST_HEADER: usize = zip::CENTRAL + name::LONGEST + 1 + layout::LONGEST + 28;

/// A zip whose structure is sound.
#[derive(Debug)]
pub struct Structure {
    /// The leading folder of all names.
    pub folder: String,
    /// What is in it.
    pub index: Index,
}

/// Why the check went no further.
pub enum Stop {
    /// The file is at fault.
    Found(Finding),
    /// It could not be read.
    Unread(Error),
}

impl From<disk::Error> for Stop {
    fn from(e: disk::Error) -> Self {
        Self::Unread(e.into())
    }
}

/// `package.not-canonical` at an entry (empty: the whole file); `what` names the part that differs.
pub fn not_canonical(place: &str, what: &str) -> Finding {
    let place = verdict::Place::file(text::visible(place));
    Finding::new(Code::PackageNotCanonical, place).with("what", what)
}

fn stop(place: &str, what: &str) -> Stop {
    Stop::Found(not_canonical(place, what))
}

/// Checks the structure of an open zip.
pub fn check(file: &File, path: &Path) -> Result<Structure, Stop> {
    let length = disk::length(file, path)?;
    let end = End::find(file, path, length)?;
    let room = |octets: u64| usize::try_from(octets).unwrap_or_default();
    // A file with holes can claim any size; the number of entries is bounded already.
    let most = end.count * LONGEST_HEADER as u64;
    let names = (end.tail - end.offset).saturating_sub(end.count * zip::CENTRAL as u64);
    let index = Index::with_room(room(end.count), room(names.min(most)));
    let mut walk = Walk { end, at: end.offset, next: 0, folder: None, index };
    let mut window = Window { file, path, start: end.offset, stop: end.tail, bytes: Vec::new() };
    for _ in 0..end.count {
        let used = walk.header(window.at(walk.at)?)?;
        walk.at += used as u64;
    }
    if walk.at != end.tail || walk.next != end.offset {
        return Err(stop("", "gap"));
    }
    Ok(Structure { folder: walk.folder.unwrap_or_default(), index: walk.index })
}

/// What the end of the file says.
#[derive(Clone, Copy)]
struct End {
    count: u64,
    /// Where the central directory begins.
    offset: u64,
    /// Where it ends and the end records begin.
    tail: u64,
}

impl End {
    fn find(file: &File, path: &Path, length: u64) -> Result<Self, Stop> {
        let longest = (zip::END64 + zip::LOCATOR + zip::END) as u64;
        let start = length.saturating_sub(longest);
        let bytes = read(file, path, start, length - start)?;
        let short = bytes.len().checked_sub(zip::END).and_then(|i| bytes.get(i..));
        let Some(short) = short.filter(|s| s.starts_with(&zip::END_MARK) && s.ends_with(&[0; 2]))
        else {
            return Err(Stop::Found(no_end(file, path, length)?));
        };
        let mut count = number(short, 10, 2);
        let mut size = number(short, 12, 4);
        let mut offset = number(short, 16, 4);
        if count == zip::SATURATED_COUNT || size == zip::SATURATED || offset == zip::SATURATED {
            if bytes.len() as u64 != longest {
                return Err(stop("", "end"));
            }
            (count, size, offset) =
                (number(&bytes, 32, 8), number(&bytes, 40, 8), number(&bytes, 48, 8));
        }
        // Sums of hostile numbers: nothing is added before it is known to fit into the file.
        let tail = offset.checked_add(size).filter(|t| *t <= length);
        let tail = tail.ok_or_else(|| stop("", "end"))?;
        let wanted = zip::end(count, size, offset);
        if !bytes.ends_with(&wanted) || tail + wanted.len() as u64 != length {
            return Err(stop("", "end"));
        }
        if count > zip::MOST_ENTRIES {
            let finding = Finding::new(Code::PackageTooLarge, verdict::Place::default());
            let finding = finding.with("entries", count).with("limit", zip::MOST_ENTRIES);
            return Err(Stop::Found(finding));
        }
        if count == 0 {
            return Err(stop("", "empty"));
        }
        Ok(Self { count, offset, tail })
    }
}

/// Why a file has no end record where it belongs.
fn no_end(file: &File, path: &Path, length: u64) -> Result<Finding, disk::Error> {
    let head = read(file, path, 0, length.min(4))?;
    let start = length.saturating_sub(zip::END as u64 + 0xFFFF);
    let tail = read(file, path, start, length - start)?;
    let end = tail.windows(4).any(|w| w == zip::END_MARK);
    let place = verdict::Place::default();
    Ok(match (head == zip::LOCAL_MARK, end) {
        (_, true) => not_canonical("", "trailing"),
        (true, false) => Finding::new(Code::PackageTruncated, place),
        (false, false) => Finding::new(Code::PackageNotAZip, place),
    })
}

fn read(file: &File, path: &Path, at: u64, length: u64) -> Result<Vec<u8>, disk::Error> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let read = disk::read_at(file, path, at, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// A little-endian number of `width` octets; 0 where the bytes end before.
fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    let field = bytes.get(at..at + width).unwrap_or_default();
    field.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b))
}

/// Reads the central directory once, from front to back, a block at a time.
struct Window<'a> {
    file: &'a File,
    path: &'a Path,
    start: u64,
    stop: u64,
    bytes: Vec<u8>,
}

impl Window<'_> {
    /// The octets from a place on: a whole header or all that is left.
    fn at(&mut self, place: u64) -> Result<&[u8], disk::Error> {
        let held = self.start + self.bytes.len() as u64;
        if held < self.stop && place + (LONGEST_HEADER as u64) > held {
            self.start = place;
            let length = (self.stop - place).min(digest::BLOCK as u64);
            self.bytes = read(self.file, self.path, place, length)?;
        }
        let skip = usize::try_from(place - self.start).unwrap_or(usize::MAX);
        Ok(self.bytes.get(skip..).unwrap_or_default())
    }
}

/// The state of the walk through the central directory.
struct Walk {
    end: End,
    /// Where the next central header begins.
    at: u64,
    /// Where the next local header must begin.
    next: u64,
    folder: Option<String>,
    index: Index,
}

impl Walk {
    /// Takes the header that `bytes` begins with; gives its length.
    fn header(&mut self, bytes: &[u8]) -> Result<usize, Stop> {
        let last = self.index.last_name().to_string();
        let after = |what| stop(&last, what);
        if !bytes.starts_with(&zip::CENTRAL_MARK) {
            return Err(after("central-directory"));
        }
        let length = |at| usize::try_from(number(bytes, at, 2)).unwrap_or_default();
        let (named, extra, comment) = (length(28), length(30), length(32));
        let raw = bytes.get(zip::CENTRAL..zip::CENTRAL + named);
        let raw = raw.ok_or_else(|| after("central-directory"))?;
        let shown = String::from_utf8_lossy(raw.get(..raw.len().min(300)).unwrap_or_default());
        let full = std::str::from_utf8(raw)
            .map_err(|_| Stop::Found(refused(&shown, "not UTF-8".to_string())))?;
        if extra > 28 || comment > 0 {
            return Err(stop(full, if comment > 0 { "comment" } else { "extra" }));
        }
        let size = match number(bytes, 24, 4) {
            zip::SATURATED => number(bytes, zip::CENTRAL + named + 4, 8),
            size => size,
        };
        let crc = u32::try_from(number(bytes, 16, 4)).unwrap_or_default();
        let place = Place { size, offset: self.next, crc };
        let wanted = zip::Entry { name: full, size, crc, offset: self.next }.central();
        let header = bytes.get(..wanted.len()).unwrap_or(bytes);
        if let Some(at) = first_difference(header, &wanted) {
            return Err(stop(full, zip::central_field(at)));
        }
        let content = zip::local_length(full, size).checked_add(size);
        let next = content.and_then(|c| self.next.checked_add(c));
        let next = next.filter(|n| *n <= self.end.offset).ok_or_else(|| stop(full, "size"))?;
        self.take_name(full)?;
        self.next = next;
        self.index.push(self.below(full), place);
        Ok(wanted.len())
    }

    fn below<'a>(&self, full: &'a str) -> &'a str {
        let folder = self.folder.as_deref().unwrap_or_default();
        full.strip_prefix(folder).and_then(|n| n.strip_prefix('/')).unwrap_or_default()
    }

    /// Checks a name by itself, its folder and its place in the order.
    fn take_name(&mut self, full: &str) -> Result<(), Stop> {
        let (folder, below) = full.split_once('/').unwrap_or(("", full));
        let flaw = layout::flaw(below).or_else(|| layout::flaw(full));
        if let Some(flaw) = flaw {
            return Err(Stop::Found(refused(full, flaw)));
        }
        match &self.folder {
            None if name::is_id(folder) => self.folder = Some(folder.to_string()),
            Some(first) if first == folder => {}
            None | Some(_) => return Err(stop(full, "folder")),
        }
        let last = self.index.last_name();
        match layout::rank(last).cmp(&layout::rank(below)) {
            std::cmp::Ordering::Less => Ok(()),
            // Nothing has been taken yet: the empty name has a rank too.
            _ if self.index.is_empty() => Ok(()),
            std::cmp::Ordering::Equal => Err(stop(full, "duplicate")),
            std::cmp::Ordering::Greater => Err(stop(full, "order")),
        }
    }
}

/// `package.name-refused`.
pub fn refused(name: &str, flaw: String) -> Finding {
    let place = verdict::Place::file(text::visible(name));
    Finding::new(Code::PackageNameRefused, place).with("flaw", flaw)
}

/// Where two byte strings first differ, the shorter one's end included.
pub fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
    let at = a.iter().zip(b).position(|(x, y)| x != y);
    at.or_else(|| (a.len() != b.len()).then(|| a.len().min(b.len())))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests make sparse files")]
mod tests {
    use std::io::{Seek, SeekFrom, Write};

    use super::*;

    /// A sparse zip of entries of these sizes: headers are real, content is holes.
    fn sparse(sizes: &[(&str, u64)]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let mut file = File::create(&path).unwrap();
        let (mut at, mut central) = (0, Vec::new());
        for (name, size) in sizes {
            let entry = zip::Entry { name, size: *size, crc: 7, offset: at };
            file.seek(SeekFrom::Start(at)).unwrap();
            file.write_all(&entry.local()).unwrap();
            at += zip::local_length(name, *size) + size;
            central.extend(entry.central());
        }
        file.seek(SeekFrom::Start(at)).unwrap();
        file.write_all(&central).unwrap();
        file.write_all(&zip::end(sizes.len() as u64, central.len() as u64, at)).unwrap();
        (folder, path)
    }

    fn places(path: &Path) -> Result<Vec<(u64, u64)>, String> {
        match check(&File::open(path).unwrap(), path) {
            Ok(s) => Ok((0..s.index.len())
                .map(|i| (s.index.place(i).offset, s.index.place(i).size))
                .collect()),
            Err(Stop::Found(f)) => Err(format!("{} {:?}", f.code.id(), f.facts)),
            Err(Stop::Unread(e)) => panic!("{e}"),
        }
    }

    #[test]
    fn sizes_and_offsets_around_four_gibibytes_are_read_as_written() {
        for size in [zip::SATURATED - 1, zip::SATURATED, 1 << 32, (1 << 32) + 1] {
            let (_folder, path) = sparse(&[("c/bagit.txt", 1), ("c/a", size), ("c/b", 2)]);
            let first = zip::local_length("c/bagit.txt", 1) + 1;
            let second = first + zip::local_length("c/a", size) + size;
            assert_eq!(places(&path), Ok(vec![(0, 1), (first, size), (second, 2)]));
        }
    }

    #[test]
    fn zip64_where_it_is_not_needed_is_not_canonical() {
        let (_folder, path) = sparse(&[("c/bagit.txt", 1)]);
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len() - zip::END;
        let (size, offset) = (number(&bytes, end + 12, 4), number(&bytes, end + 16, 4));
        // The ZIP64 records of a count that needs them, with the true small count.
        let mut tail = zip::end(zip::SATURATED_COUNT, size, offset);
        for at in [24, 32] {
            tail[at..at + 8].copy_from_slice(&1u64.to_le_bytes());
        }
        bytes.truncate(end);
        bytes.extend(tail);
        std::fs::write(&path, &bytes).unwrap();
        assert!(places(&path).unwrap_err().contains("not-canonical"));
    }

    #[test]
    fn more_entries_than_allowed_are_not_even_listed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let size = (zip::MOST_ENTRIES + 1) * zip::CENTRAL as u64;
        let mut bytes = vec![0; usize::try_from(size).unwrap()];
        bytes.extend(zip::end(zip::MOST_ENTRIES + 1, size, 0));
        std::fs::write(&path, &bytes).unwrap();
        assert!(places(&path).unwrap_err().contains("package.too-large"));
    }
}
