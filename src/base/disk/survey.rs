//! A walk over folders of any size that goes on where something cannot be read: years of packages
//! on drives that fail in places. Nothing is held back to be sorted, links are not followed.

use std::ffi::OsStr;
use std::fs::{DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, Kind, failed};

/// Deepest folder that is walked into.
const DEEPEST: usize = 64;
/// Entries of a folder that are held at a time.
const HELD: usize = 4096;
/// Fewer files than these are asked by one thread: another takes longer to begin.
const FEW: usize = 64;
/// Most threads: more wait for each other.
const MOST: usize = 4;

/// One entry of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Path below the folder that was walked, with `/`; what is not Unicode in it is replaced.
    pub name: &'a str,
    /// The last part of its path, as the system has it.
    pub file_name: &'a OsStr,
    /// What it is.
    pub kind: Kind,
    /// Octets of a file.
    pub size: u64,
    /// Its number on the disk, by which a spinning disk mostly reads forward; 0 where the system
    /// has none.
    pub inode: u64,
    entry: &'a DirEntry,
}

impl Seen<'_> {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.entry.path()
    }
}

/// A folder that is still to be walked.
struct Folder {
    path: PathBuf,
    /// Below the one that the walk began with, with `/` at the end.
    name: String,
    depth: usize,
}

/// Shows every entry below a folder to `visit`, in no order. For a folder the answer says whether
/// to walk into it. What cannot be listed is shown as an error, and the walk goes on. Files are asked
/// for their sizes by so many threads.
pub fn survey(
    folder: &Path,
    threads: usize,
    visit: &mut dyn FnMut(Result<Seen<'_>, Error>) -> bool,
) {
    let mut left = vec![Folder { path: folder.to_path_buf(), name: String::new(), depth: 1 }];
    let mut held: Vec<DirEntry> = Vec::new();
    while let Some(folder) = left.pop() {
        let mut entries = match std::fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(e) => {
                visit(Err(failed("list", &folder.path)(e)));
                continue;
            }
        };
        loop {
            held.clear();
            for entry in entries.by_ref().take(HELD) {
                match entry {
                    Ok(entry) => held.push(entry),
                    Err(e) => drop(visit(Err(failed("list", &folder.path)(e)))),
                }
            }
            if held.is_empty() {
                break;
            }
            let metas = ask(&held, threads.clamp(1, MOST));
            let mut name = folder.name.clone();
            for (entry, meta) in held.iter().zip(&metas) {
                let file_name = entry.file_name();
                name.truncate(folder.name.len());
                name.push_str(&file_name.to_string_lossy());
                let kind = match entry.file_type() {
                    Ok(t) if t.is_file() => Kind::File,
                    Ok(t) if t.is_dir() => Kind::Folder,
                    Ok(_) => Kind::Other,
                    Err(e) => {
                        visit(Err(failed("list", &entry.path())(e)));
                        continue;
                    }
                };
                let (size, inode) = match meta {
                    Ok(meta) => (if kind == Kind::File { meta.len() } else { 0 }, number(meta)),
                    // Whoever reads it will be told why it cannot be read.
                    Err(_) => (0, 0),
                };
                let seen = Seen { name: &name, file_name: &file_name, kind, size, inode, entry };
                if visit(Ok(seen)) && kind == Kind::Folder && folder.depth < DEEPEST {
                    let (path, name) = (entry.path(), format!("{name}/"));
                    left.push(Folder { path, name, depth: folder.depth + 1 });
                }
            }
        }
    }
}

/// What the system knows of entries, links not followed.
fn ask(entries: &[DirEntry], threads: usize) -> Vec<io::Result<Metadata>> {
    let one = |entries: &[DirEntry]| entries.iter().map(DirEntry::metadata).collect::<Vec<_>>();
    if threads == 1 || entries.len() < FEW {
        return one(entries);
    }
    let mut parts = entries.chunks(entries.len().div_ceil(threads));
    let mine = parts.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let others: Vec<_> = parts.map(|part| (part, scope.spawn(move || one(part)))).collect();
        let mut all = one(mine);
        for (part, other) in others {
            all.extend(other.join().unwrap_or_else(|_| one(part)));
        }
        all
    })
}

#[cfg(unix)]
fn number(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk;

    #[test]
    fn a_folder_that_is_not_wanted_is_not_walked_into() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["甲/x", "乙/x", "丙"] {
            disk::write_new(&folder.path().join(name), b"abc").unwrap();
        }
        let mut names = Vec::new();
        survey(folder.path(), 1, &mut |seen| {
            let seen = seen.unwrap();
            assert_eq!(seen.size, if seen.kind == Kind::File { 3 } else { 0 });
            assert_eq!(seen.path(), folder.path().join(seen.name));
            names.push(seen.name.to_string());
            seen.name != "乙"
        });
        names.sort();
        assert_eq!(names, ["丙", "乙", "甲", "甲/x"]);
    }

    #[test]
    fn however_many_threads_ask_each_file_has_its_own_size() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..HELD + 300 {
            let path = folder.path().join(format!("{}/{n}", n % 2 * (n % 3)));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, vec![0; n % 800]).unwrap();
        }
        let mut all = Vec::new();
        for threads in [1, 2, 3, 100] {
            let mut seen = std::collections::BTreeMap::new();
            survey(folder.path(), threads, &mut |one| {
                let one = one.unwrap();
                if one.kind == Kind::File {
                    let n: usize = one.name.rsplit_once('/').unwrap().1.parse().unwrap();
                    assert_eq!(one.size, n as u64 % 800);
                }
                seen.insert(one.name.to_string(), (one.size, one.inode));
                true
            });
            assert_eq!(seen.len(), HELD + 303);
            all.push(seen);
        }
        assert!(all.windows(2).all(|two| two[0] == two[1]));
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_and_ends_nothing() {
        let mut told = Vec::new();
        survey(Path::new("/nowhere/甲"), 2, &mut |seen| {
            let error = seen.err().unwrap();
            assert!(error.is_missing(), "{error}");
            told.push(std::error::Error::source(&error).unwrap().to_string());
            true
        });
        // The system's words alone: the place is told beside them.
        let [told] = told.as_slice() else { panic!("{told:?}") };
        assert!(told.starts_with("No such file") && !told.contains("甲"), "{told}");
    }
}
