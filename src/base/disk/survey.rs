//! A walk over folders of any size that goes on where something cannot be read: years of packages
//! on drives that fail in places. Nothing is held back to be sorted, links are not followed.

use std::path::{Path, PathBuf};

use super::{Error, Kind, failed};

/// Deepest folder that is walked into.
const DEEPEST: usize = 64;

/// One entry of a walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Path below the folder that was walked, with `/`; what is not Unicode in it is replaced.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// Octets of a file.
    pub size: u64,
    /// Its number on the disk, by which a spinning disk mostly reads forward; 0 where the system
    /// has none.
    pub inode: u64,
}

/// Shows every entry below a folder to `visit`, in no order. For a folder the answer says whether
/// to walk into it. What cannot be listed is shown as an error, and the walk goes on.
pub fn survey(folder: &Path, visit: &mut dyn FnMut(Result<Seen, Error>) -> bool) {
    let mut walk = walkdir::WalkDir::new(folder).min_depth(1).max_depth(DEEPEST).into_iter();
    while let Some(item) = walk.next() {
        let item = match item {
            Ok(item) => item,
            Err(e) => {
                let path = e.path().unwrap_or(folder).to_path_buf();
                visit(Err(failed("list", &path)(e.into())));
                continue;
            }
        };
        let kind = match item.file_type() {
            t if t.is_file() => Kind::File,
            t if t.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        let (size, inode) = match item.metadata() {
            Ok(meta) => (if kind == Kind::File { meta.len() } else { 0 }, number(&meta)),
            // Whoever reads it will be told why it cannot be read.
            Err(_) => (0, 0),
        };
        let below = item.path().strip_prefix(folder).unwrap_or(item.path());
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let seen = Seen { name: parts.join("/"), path: item.into_path(), kind, size, inode };
        if !visit(Ok(seen)) && kind == Kind::Folder {
            walk.skip_current_dir();
        }
    }
}

#[cfg(unix)]
fn number(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> u64 {
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
        survey(folder.path(), &mut |seen| {
            let seen = seen.unwrap();
            assert_eq!(seen.size, if seen.kind == Kind::File { 3 } else { 0 });
            let wanted = seen.name != "乙";
            names.push(seen.name);
            wanted
        });
        names.sort();
        assert_eq!(names, ["丙", "乙", "甲", "甲/x"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_and_ends_nothing() {
        let mut told = Vec::new();
        survey(Path::new("/nowhere/甲"), &mut |seen| {
            told.push(seen.is_err());
            true
        });
        assert_eq!(told, [true]);
    }
}
