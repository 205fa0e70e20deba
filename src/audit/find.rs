//! Packages among folders: every `.zip`, every folder that holds a bag, and every file that begins
//! as a package does, whatever it is called.

use std::path::{Path, PathBuf};

use super::texts::{Text, Texts};
use crate::base::disk::{self, Kind, Seen};

/// What a bag's folder holds.
const BAG: &str = "bagit.txt";
/// What the folder of statements made after filing ends in (`formats.md` §6).
const AFTER: &str = ".after";
/// Most files that are no packages and are named; the rest are counted.
const MOST: usize = 200;
/// How a zip begins.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// Octets at the start of a file in which the name of the first entry of a package stands.
const HEAD: usize = 30 + 64 + 1 + BAG.len();

/// A package that was found, sound or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found<'a> {
    /// Path below the folder, with `/`.
    pub name: &'a str,
    /// Octets of the zip, or of all files of the bag.
    pub size: u64,
    /// Its number on the disk.
    pub inode: u64,
}

/// Packages that were found, sorted bytewise by name; packed, for there may be hundreds of thousands.
#[derive(Clone, Debug, Default)]
pub struct Packages {
    texts: Texts,
    rows: Vec<(Text, u64, u64)>,
}

impl Packages {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = Found<'_>> {
        let found = |(name, size, inode): &(Text, u64, u64)| Found {
            name: self.texts.get(*name),
            size: *size,
            inode: *inode,
        };
        self.rows.iter().map(found)
    }

    /// Adds one; [`Packages::sort`] follows.
    pub(super) fn push(&mut self, name: &str, size: u64, inode: u64) {
        let name = self.texts.keep(name);
        self.rows.push((name, size, inode));
    }

    pub(super) fn sort(&mut self) {
        let texts = &self.texts;
        self.rows.sort_unstable_by(|a, b| texts.get(a.0).cmp(texts.get(b.0)));
        self.rows.shrink_to_fit();
    }

    /// Name, size and number of each, and the texts of the names.
    pub(super) fn into_parts(self) -> (impl ExactSizeIterator<Item = (Text, u64, u64)>, Texts) {
        (self.rows.into_iter(), self.texts)
    }
}

/// Everything below a folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// The packages, sorted bytewise by name.
    pub packages: Packages,
    /// Files that belong to no package, sorted; at most some hundreds.
    pub others: Vec<String>,
    /// How many of them there are.
    pub other: u64,
    /// Links and devices, which are never read, sorted.
    pub special: Vec<String>,
    /// What could not be listed, and why.
    pub unlisted: Vec<disk::Error>,
}

/// Looks for packages below a folder. What stands at one of the paths `own` (a state, a register, a
/// report) is passed over. Files are asked for their sizes by so many threads.
#[must_use]
pub fn find(folder: &Path, own: &[PathBuf], threads: usize) -> Tree {
    let mut tree = Tree::default();
    let mut bags = Vec::new();
    disk::survey(folder, threads, &mut |seen| match seen {
        Ok(seen) => tree.take(&seen, own, &mut bags),
        Err(e) => {
            tree.unlisted.push(e);
            false
        }
    });
    for (name, path, inode) in bags {
        tree.packages.push(&name, weigh(&path, threads), inode);
    }
    tree.packages.sort();
    tree.others.sort();
    tree.special.sort();
    tree
}

impl Tree {
    /// Takes an entry; says whether to walk into it.
    fn take(
        &mut self,
        seen: &Seen<'_>,
        own: &[PathBuf],
        bags: &mut Vec<(String, PathBuf, u64)>,
    ) -> bool {
        // Whole paths are compared where the last part is the same, which is hardly ever.
        let named = own.iter().any(|path| path.file_name() == Some(seen.file_name));
        if named && own.contains(&seen.path()) {
            return false;
        }
        match seen.kind {
            Kind::Folder if disk::exists(&seen.path().join(BAG)) => {
                bags.push((seen.name.to_string(), seen.path(), seen.inode));
                false
            }
            Kind::Folder => !seen.name.ends_with(AFTER),
            Kind::File if is_zip(seen) => {
                self.packages.push(seen.name, seen.size, seen.inode);
                true
            }
            Kind::File => {
                self.other += 1;
                if self.others.len() < MOST {
                    self.others.push(seen.name.to_string());
                }
                true
            }
            Kind::Other => {
                self.special.push(seen.name.to_string());
                true
            }
        }
    }
}

/// Whether a file is a package by its name, or begins as only a package does.
fn is_zip(seen: &Seen<'_>) -> bool {
    let named = seen.name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case("zip"));
    named || begins_as_package(&seen.path()).unwrap_or(false)
}

fn begins_as_package(path: &Path) -> Result<bool, disk::Error> {
    let mut head = [0; HEAD];
    let read = disk::read_at(&disk::open(path)?, path, 0, &mut head)?;
    let head = head.get(..read).unwrap_or_default();
    let name = format!("/{BAG}");
    Ok(head.starts_with(&ZIP) && head.windows(name.len()).any(|w| w == name.as_bytes()))
}

/// Octets of all files below a folder.
fn weigh(folder: &Path, threads: usize) -> u64 {
    let mut octets = 0;
    disk::survey(folder, threads, &mut |seen| {
        octets += seen.map_or(0, |s| s.size);
        true
    });
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_found_by_name_by_their_beginning_and_as_folders() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| {
            disk::write_new(&folder.path().join(name), bytes).unwrap();
        };
        let head = [&ZIP[..], &[0; 26], b"TS-1/bagit.txt"].concat();
        put("2026/a.zip", b"");
        put("2026/b.ZIP", b"x");
        put("2026/c.zip.bak", &head);
        put("2026/d.docx", b"PK\x03\x04 and something else that is a zip of another kind");
        put("解开/TS-1/bagit.txt", b"12345");
        put("解开/TS-1/data/甲.zip", b"67");
        put("TS-1.after/x.json", b"{}");
        put("state", b"s");
        put("说明.txt", b"");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", folder.path().join("link.zip")).unwrap();
        let tree = find(folder.path(), &[folder.path().join("state")], 2);
        let names: Vec<_> = tree.packages.iter().map(|p| (p.name, p.size)).collect();
        let size = head.len() as u64;
        let wanted =
            [("2026/a.zip", 0), ("2026/b.ZIP", 1), ("2026/c.zip.bak", size), ("解开/TS-1", 7)];
        assert_eq!(names, wanted);
        assert_eq!((tree.others, tree.other), (vec!["2026/d.docx".into(), "说明.txt".into()], 2));
        #[cfg(unix)]
        assert_eq!(tree.special, ["link.zip"]);
        assert!(tree.unlisted.is_empty());
    }
}
