//! Files that only their owner may read: keys.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use super::{Error, create_folder, failed, sync, sync_folder, unfinished};

/// Writes a new file that only its owner may read (mode 0600 where modes exist).
///
/// # Errors
/// [`Error::Exists`], or the system refuses.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        create_folder(folder)?;
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|e| {
        if e.kind() == io::ErrorKind::AlreadyExists {
            return Error::Exists { path: path.to_path_buf() };
        }
        failed("write", path)(e)
    })?;
    let written = file.write_all(bytes).and_then(|()| sync(&file));
    if let Err(e) = written {
        drop(file);
        let _ = fs::remove_file(path);
        return Err(failed("write", path)(e));
    }
    sync_folder(path);
    Ok(())
}

/// Replaces a file by one that only its owner may read; what stood there then still stands whole.
///
/// # Errors
/// The system refuses.
pub fn replace_secret(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temporary = unfinished(path);
    let _ = fs::remove_file(&temporary);
    write_secret(&temporary, bytes)?;
    fs::rename(&temporary, path).map_err(|e| {
        let _ = fs::remove_file(&temporary);
        failed("write", path)(e)
    })?;
    sync_folder(path);
    Ok(())
}

/// Whether others than its owner may read a file; always `false` where modes do not exist.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
