//! The one place that touches the disk: bounded reads, durable writes, nothing overwritten unasked.
//!
//! A file appears whole or not at all: written beside its place under a temporary name, synced,
//! renamed, and the folder synced. Links are never followed out of a folder that is walked.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is what the other rooms use instead of std::fs"
)]

mod digests;
mod secret;
mod survey;
mod transfer;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub use digests::digests;
pub use secret::{is_open_to_others, replace_secret, write_secret};
pub use survey::{Seen, survey};
pub use transfer::{move_new, receive};

use super::digest::{self, FileDigest};

/// Whether a written file is waited for until the disk has it.
static DURABLE: AtomicBool = AtomicBool::new(true);

/// Lets what this process writes be lost with the power. For throw-away output alone: the hundreds
/// of small files of a demonstration wait for the disk longer than they take to make.
pub fn forgo_durability() {
    DURABLE.store(false, Ordering::Relaxed);
}

fn sync(file: &File) -> io::Result<()> {
    if DURABLE.load(Ordering::Relaxed) { file.sync_all() } else { Ok(()) }
}

/// Why a file or folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("cannot {act} {}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `create`, `list`, `remove`.
        act: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something stands there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// What stands in the way.
        path: PathBuf,
    },
    /// More octets than the reader allows.
    #[error("{} is larger than {limit} octets", path.display())]
    Large {
        /// The file.
        path: PathBuf,
        /// The most that is read.
        limit: u64,
    },
    /// Text that is not UTF-8.
    #[error("{} is not UTF-8 (octet {at})", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// Offset of the first bad octet.
        at: usize,
    },
}

impl Error {
    /// Whether the cause is that nothing stands there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        // Below a file nothing stands either.
        let kinds = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
        matches!(self, Self::Io { source, .. } if kinds.contains(&source.kind()))
    }

    /// The file or folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. }
            | Self::Exists { path }
            | Self::Large { path, .. }
            | Self::Encoding { path, .. } => path,
        }
    }
}

fn failed(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { act, path, source }
}

/// Opens a file for reading.
///
/// # Errors
/// The system refuses.
pub fn open(path: &Path) -> Result<File, Error> {
    let file = File::open(path).map_err(failed("read", path))?;
    let kind = file.metadata().map_err(failed("read", path))?;
    if kind.is_dir() {
        return Err(failed("read", path)(io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

/// Reads a whole file of at most `limit` octets.
///
/// # Errors
/// Missing, unreadable or larger.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let file = open(path)?;
    // As large as the file at once, instead of twice as large while it grows; what asks for too
    // much is an error and not the end of the process.
    let expected = file.metadata().map_or(0, |m| m.len().min(limit)).saturating_add(1);
    let mut bytes = Vec::new();
    usize::try_from(expected)
        .ok()
        .and_then(|octets| bytes.try_reserve_exact(octets).ok())
        .ok_or_else(|| failed("read", path)(io::ErrorKind::OutOfMemory.into()))?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed("read", path))?;
    if bytes.len() as u64 > limit {
        let path = path.to_path_buf();
        return Err(Error::Large { path, limit });
    }
    Ok(bytes)
}

/// Reads a whole UTF-8 text of at most `limit` octets; a byte order mark is dropped.
///
/// # Errors
/// Missing, unreadable, larger or not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Error> {
    let bytes = read(path, limit)?;
    let text = String::from_utf8(bytes).map_err(|e| Error::Encoding {
        path: path.to_path_buf(),
        at: e.utf8_error().valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), String::from))
}

/// Reads at a place, whatever others read from the same open file; fewer octets than asked for
/// only at the end of the file. `path` only names it in errors.
///
/// # Errors
/// The system refuses.
pub fn read_at(file: &File, path: &Path, place: u64, into: &mut [u8]) -> Result<usize, Error> {
    let mut done = 0;
    while let Some(rest) = into.get_mut(done..).filter(|r| !r.is_empty()) {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(file, rest, place + done as u64);
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(file, rest, place + done as u64);
        match read {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(failed("read", path)(e)),
        }
    }
    Ok(done)
}

/// Octets of an open file; `path` only names it in errors.
///
/// # Errors
/// The system refuses.
pub fn length(file: &File, path: &Path) -> Result<u64, Error> {
    file.metadata().map(|m| m.len()).map_err(failed("read", path))
}

/// Digests of a file in one read.
///
/// # Errors
/// Missing or unreadable.
pub fn digest(path: &Path, sm3: bool) -> Result<FileDigest, Error> {
    digest::of_reader(open(path)?, sm3).map_err(failed("read", path))
}

/// Octets of a file, or `None` where nothing stands.
///
/// # Errors
/// The system refuses for another reason than absence.
pub fn size(path: &Path) -> Result<Option<u64>, Error> {
    match fs::metadata(path) {
        Ok(m) => Ok(Some(m.len())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed("read", path)(e)),
    }
}

/// Octets of a file and when it was last written, in nanoseconds since 1970 (0 where the system does
/// not say); `None` where nothing stands. Tells cheaply whether a file may have changed.
///
/// # Errors
/// The system refuses for another reason than absence.
pub fn stamp(path: &Path) -> Result<Option<(u64, u64)>, Error> {
    match fs::metadata(path) {
        Ok(m) => {
            let since =
                m.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
            let written = since.and_then(|d| u64::try_from(d.as_nanos()).ok());
            Ok(Some((m.len(), written.unwrap_or(0))))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed("read", path)(e)),
    }
}

/// Whether something stands at a path (a dangling link counts).
#[must_use]
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a folder stands at a path.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// A path as the system sees it, without links and `..`, as far as it exists.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let real = |above: &Path| {
        let rest = absolute.strip_prefix(above).ok()?;
        Some(fs::canonicalize(above).ok()?.join(rest))
    };
    absolute.ancestors().find_map(real).unwrap_or_else(|| absolute.clone())
}

/// Creates a folder and those above it.
///
/// # Errors
/// The system refuses.
pub fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(failed("create", path))
}

/// Creates a folder that must not stand yet (its parents are made as needed).
///
/// # Errors
/// [`Error::Exists`] where anything but an empty folder stands, or the system refuses.
pub fn create_new_folder(path: &Path) -> Result<(), Error> {
    if exists(path) {
        let empty = path.is_dir() && list(path)?.is_empty();
        if !empty {
            let path = path.to_path_buf();
            return Err(Error::Exists { path });
        }
    }
    create_folder(path)
}

/// A file being written beside its place; it appears there with [`Pending::commit`] or vanishes.
pub struct Pending {
    file: Option<io::BufWriter<File>>,
    temporary: PathBuf,
    path: PathBuf,
    replace: bool,
}

impl Pending {
    /// Begins a new file; `replace` allows another to stand there at the end.
    ///
    /// # Errors
    /// [`Error::Exists`], or the system refuses.
    pub fn begin(path: &Path, replace: bool) -> Result<Self, Error> {
        if !replace && exists(path) {
            let path = path.to_path_buf();
            return Err(Error::Exists { path });
        }
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            create_folder(folder)?;
        }
        let temporary = unfinished(path);
        let file = File::create(&temporary).map_err(failed("write", path))?;
        Ok(Self {
            file: Some(io::BufWriter::with_capacity(digest::BLOCK, file)),
            temporary,
            path: path.to_path_buf(),
            replace,
        })
    }

    /// Syncs the file and puts it in its place.
    ///
    /// # Errors
    /// [`Error::Exists`] if something took the place meanwhile, or the system refuses.
    pub fn commit(self) -> Result<(), Error> {
        self.settle(true)
    }

    /// Puts the file in its place without waiting for the disk: for large files that can be made
    /// again from what the disk has, and whose reader compares their digest. After a power cut it may
    /// be another file or none.
    ///
    /// # Errors
    /// As [`Pending::commit`].
    pub fn commit_soon(self) -> Result<(), Error> {
        self.settle(false)
    }

    fn settle(mut self, durable: bool) -> Result<(), Error> {
        let Some(writer) = self.file.take() else {
            return Ok(());
        };
        let act = || failed("write", &self.path);
        let file = writer.into_inner().map_err(|e| act()(e.into_error()))?;
        if durable {
            sync(&file).map_err(act())?;
        }
        drop(file);
        if self.replace {
            fs::rename(&self.temporary, &self.path).map_err(act())?;
        } else {
            // A hard link fails where something stands; a rename would overwrite it.
            match fs::hard_link(&self.temporary, &self.path) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                    let path = self.path.clone();
                    return Err(Error::Exists { path });
                }
                Err(_) if !exists(&self.path) => {
                    fs::rename(&self.temporary, &self.path).map_err(act())?;
                }
                Err(e) => return Err(act()(e)),
            }
        }
        if durable {
            sync_folder(&self.path);
        }
        Ok(())
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |f| f.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After a commit by rename nothing is left; after a link or a failure the remains go.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Where a file is written before it takes its place.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    // A long name leaves no room for the suffix.
    if name.len() > super::name::LONGEST {
        let short = digest::of_bytes(name.as_encoded_bytes(), false).sha256;
        name = format!(".{short}.part").into();
    }
    path.with_file_name(name)
}

fn sync_folder(path: &Path) {
    // Not every system lets a folder be synced; the file itself was.
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = File::open(folder).and_then(|f| sync(&f));
    }
}

/// A folder being filled beside its place; it moves there whole with [`Staged::publish`] or goes.
pub struct Staged {
    path: PathBuf,
}

impl Staged {
    /// Begins an empty folder beside the place where it shall stand.
    ///
    /// # Errors
    /// The system refuses.
    pub fn beside(place: &Path) -> Result<Self, Error> {
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let path = place.with_file_name(name);
        // What a person asked for is told, not the name it has meanwhile.
        create_new_folder(&path).map_err(|e| match e {
            Error::Io { act, source, .. } => Error::Io { act, path: place.to_path_buf(), source },
            e @ (Error::Exists { .. } | Error::Large { .. } | Error::Encoding { .. }) => e,
        })?;
        Ok(Self { path })
    }

    /// Where it is being filled.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves it to its place, where nothing may stand.
    ///
    /// # Errors
    /// [`Error::Exists`], or the system refuses.
    pub fn publish(self, place: &Path) -> Result<(), Error> {
        if exists(place) {
            return Err(Error::Exists { path: place.to_path_buf() });
        }
        fs::rename(&self.path, place).map_err(failed("create", place))?;
        sync_folder(place);
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After it moved nothing is left at this path.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Writes a new file whole.
///
/// # Errors
/// [`Error::Exists`], or the system refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_pending(path, bytes, false)
}

/// Writes a file whole, replacing what stands there.
///
/// # Errors
/// The system refuses; what stood there then still stands.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_pending(path, bytes, true)
}

fn write_pending(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Error> {
    let mut pending = Pending::begin(path, replace)?;
    pending.write_all(bytes).map_err(failed("write", path))?;
    pending.commit()
}

/// Copies a file to a place where nothing stands.
///
/// # Errors
/// [`Error::Exists`], or the system refuses.
pub fn copy_new(from: &Path, to: &Path) -> Result<FileDigest, Error> {
    let mut source = open(from)?;
    let mut pending = Pending::begin(to, false)?;
    let mut hasher = digest::Hasher::new(false);
    let mut block = vec![0; digest::BLOCK];
    loop {
        let n = source.read(&mut block).map_err(failed("read", from))?;
        let Some(bytes) = block.get(..n).filter(|b| !b.is_empty()) else {
            break;
        };
        hasher.update(bytes);
        pending.write_all(bytes).map_err(failed("write", to))?;
    }
    pending.commit()?;
    Ok(hasher.finish())
}

/// Removes a file.
///
/// # Errors
/// The system refuses.
pub fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(failed("remove", path))
}

/// Removes a folder and everything in it.
///
/// # Errors
/// The system refuses.
pub fn remove_folder(path: &Path) -> Result<(), Error> {
    fs::remove_dir_all(path).map_err(failed("remove", path))
}

/// What a folder entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, device, pipe or socket: never read.
    Other,
}

/// One entry of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Path below the folder that was walked, with `/` between components.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
}

/// The entries of one folder, sorted bytewise by name.
///
/// # Errors
/// The folder cannot be listed, or an entry's name is not Unicode.
pub fn list(folder: &Path) -> Result<Vec<Entry>, Error> {
    walk_to(folder, 1)
}

/// All entries below a folder, sorted bytewise by path; links are listed, not followed.
///
/// # Errors
/// The folder cannot be listed, or an entry's name is not Unicode.
pub fn walk(folder: &Path) -> Result<Vec<Entry>, Error> {
    walk_to(folder, 64)
}

/// What the system said, without the walker's own words around it.
fn refused(error: walkdir::Error) -> io::Error {
    let told = error.to_string();
    error.into_io_error().unwrap_or_else(|| io::Error::other(told))
}

fn walk_to(folder: &Path, depth: usize) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for item in walkdir::WalkDir::new(folder).min_depth(1).max_depth(depth) {
        let item = item.map_err(|e| {
            let path = e.path().unwrap_or(folder).to_path_buf();
            failed("list", &path)(refused(e))
        })?;
        let below = item.path().strip_prefix(folder).unwrap_or(item.path());
        let name = below
            .components()
            .map(|c| c.as_os_str().to_str())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| failed("list", item.path())(io::ErrorKind::InvalidData.into()))?
            .join("/");
        let kind = match item.file_type() {
            t if t.is_file() => Kind::File,
            t if t.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        let path = item.into_path();
        entries.push(Entry { name, path, kind });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_never_replaces_another_and_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("目录 一/文.txt");
        write_new(&path, b"a").unwrap();
        assert!(matches!(write_new(&path, b"b"), Err(Error::Exists { .. })));
        replace(&path, b"c").unwrap();
        let mut pending = Pending::begin(&path, true).unwrap();
        pending.write_all(b"half").unwrap();
        drop(pending);
        assert_eq!(read(&path, 9).unwrap(), b"c");
        assert_eq!(walk(folder.path()).unwrap().len(), 2);
        assert!(matches!(read(&path, 0), Err(Error::Large { limit: 0, .. })));
    }

    #[test]
    fn a_walk_is_sorted_and_does_not_follow_links() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "a/z", "a.x"] {
            write_new(&folder.path().join(name), b"").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", folder.path().join("root")).unwrap();
        let names: Vec<_> = walk(folder.path()).unwrap().into_iter().map(|e| e.name).collect();
        assert_eq!(names[..4], ["a", "a.x", "a/z", "b"]);
    }
}
