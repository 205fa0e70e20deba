//! Copying with both digests in the one read, and moving to a place where nothing stands.

use std::fs;
use std::io::{self, Read, Write as _};
use std::path::Path;

use super::{Error, Pending, create_folder, exists, failed, sync_folder};
use crate::base::digest::{self, FileDigest, Hasher};

/// Writes what a reader gives, at most `limit` octets, to a place where nothing stands, and gives
/// its digests. `step` is told the octets of each block and says whether to go on; `None` if it
/// did not, and nothing is left. `from` only names the reader in errors.
///
/// # Errors
/// [`Error::Exists`], [`Error::Large`], the reader fails, or the system refuses.
pub fn receive(
    reader: &mut dyn Read,
    from: &Path,
    to: &Path,
    (sm3, limit): (bool, u64),
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<FileDigest>, Error> {
    let mut pending = Pending::begin(to, false)?;
    let mut hasher = Hasher::new(sm3);
    let mut block = vec![0; digest::BLOCK];
    let mut octets = 0;
    loop {
        let n = match reader.read(&mut block) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(failed("read", from)(e)),
        };
        let Some(bytes) = block.get(..n).filter(|b| !b.is_empty()) else { break };
        octets += n as u64;
        if octets > limit {
            return Err(Error::Large { path: from.to_path_buf(), limit });
        }
        hasher.update(bytes);
        pending.write_all(bytes).map_err(failed("write", to))?;
        if !step(n as u64) {
            return Ok(None);
        }
    }
    pending.commit()?;
    Ok(Some(hasher.finish()))
}

/// Moves a file within a file system to a place where nothing stands.
///
/// # Errors
/// [`Error::Exists`], or the system refuses.
pub fn move_new(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(folder) = to.parent().filter(|p| !p.as_os_str().is_empty()) {
        create_folder(folder)?;
    }
    // A hard link fails where something stands; a rename would overwrite it.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from).map_err(failed("remove", from))?,
        Err(_) if exists(to) => return Err(Error::Exists { path: to.to_path_buf() }),
        Err(_) => fs::rename(from, to).map_err(failed("write", to))?,
    }
    sync_folder(to);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk;

    #[test]
    fn a_copy_that_is_stopped_or_too_long_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("甲/x");
        let go = |limit, on: bool| {
            receive(&mut &b"abc"[..], Path::new("x"), &to, (true, limit), &mut |_| on)
        };
        assert!(go(9, false).unwrap().is_none());
        assert!(matches!(go(2, true), Err(Error::Large { limit: 2, .. })));
        assert!(disk::list(&folder.path().join("甲")).unwrap().is_empty());
        let digest = go(3, true).unwrap().unwrap();
        assert_eq!(digest, digest::of_bytes(b"abc", true));
        assert!(matches!(go(9, true), Err(Error::Exists { .. })));
    }

    #[test]
    fn a_move_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b/c"));
        disk::write_new(&from, b"1").unwrap();
        move_new(&from, &to).unwrap();
        assert!(!exists(&from));
        disk::write_new(&from, b"2").unwrap();
        assert!(matches!(move_new(&from, &to), Err(Error::Exists { .. })));
        assert_eq!(disk::read(&to, 9).unwrap(), b"1");
    }
}
