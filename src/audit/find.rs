//! Packages among folders: every `.zip`, every folder that holds a bag, and every file that begins
//! as a package does, whatever it is called.

use std::path::{Path, PathBuf};

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Path below the folder, with `/`.
    pub name: String,
    /// Octets of the zip, or of all files of the bag.
    pub size: u64,
    /// Its number on the disk.
    pub inode: u64,
}

/// Everything below a folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// The packages, sorted bytewise by name.
    pub packages: Vec<Found>,
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
/// report) is passed over.
#[must_use]
pub fn find(folder: &Path, own: &[PathBuf]) -> Tree {
    let mut tree = Tree::default();
    let mut bags = Vec::new();
    disk::survey(folder, &mut |seen| match seen {
        Ok(seen) => tree.take(seen, own, &mut bags),
        Err(e) => {
            tree.unlisted.push(e);
            false
        }
    });
    for bag in bags {
        let size = weigh(&bag.path);
        tree.packages.push(Found { name: bag.name, size, inode: bag.inode });
    }
    tree.packages.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    tree.packages.shrink_to_fit();
    tree.others.sort();
    tree.special.sort();
    tree
}

impl Tree {
    /// Takes an entry; says whether to walk into it.
    fn take(&mut self, seen: Seen, own: &[PathBuf], bags: &mut Vec<Seen>) -> bool {
        if own.contains(&seen.path) {
            return false;
        }
        match seen.kind {
            Kind::Folder if disk::exists(&seen.path.join(BAG)) => {
                bags.push(seen);
                false
            }
            Kind::Folder => !seen.name.ends_with(AFTER),
            Kind::File if is_zip(&seen) => {
                let Seen { name, size, inode, .. } = seen;
                self.packages.push(Found { name, size, inode });
                true
            }
            Kind::File => {
                self.other += 1;
                if self.others.len() < MOST {
                    self.others.push(seen.name);
                }
                true
            }
            Kind::Other => {
                self.special.push(seen.name);
                true
            }
        }
    }
}

/// Whether a file is a package by its name, or begins as only a package does.
fn is_zip(seen: &Seen) -> bool {
    let named = seen.name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case("zip"));
    named || begins_as_package(&seen.path).unwrap_or(false)
}

fn begins_as_package(path: &Path) -> Result<bool, disk::Error> {
    let mut head = [0; HEAD];
    let read = disk::read_at(&disk::open(path)?, path, 0, &mut head)?;
    let head = head.get(..read).unwrap_or_default();
    let name = format!("/{BAG}");
    Ok(head.starts_with(&ZIP) && head.windows(name.len()).any(|w| w == name.as_bytes()))
}

/// Octets of all files below a folder.
fn weigh(folder: &Path) -> u64 {
    let mut octets = 0;
    disk::survey(folder, &mut |seen| {
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
        let tree = find(folder.path(), &[folder.path().join("state")]);
        let names: Vec<_> = tree.packages.iter().map(|p| (p.name.as_str(), p.size)).collect();
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
