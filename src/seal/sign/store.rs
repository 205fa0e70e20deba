//! Signed statements on disk: into the case, and as copies beside the key (`formats.md` §3 "Signing
//! elsewhere"). Carriers are written before their statement: whatever the moment of a power cut, a
//! statement that stands has both.

use std::path::{Path, PathBuf};

use crate::base::disk;

use super::super::carriers;
use super::super::keyring::{self, History};
use super::super::names;
use super::super::statement::{LARGEST, Statement};
use super::Done;

/// Writes a signed statement into a case folder, after the versions of the key ring that it needs
/// and the case lacks. What stands already is never overwritten.
///
/// # Errors
/// A file stands there, or the disk refuses; the statement's files are then removed again.
pub fn write(case: &Path, done: &Done, rings: &History) -> Result<(), disk::Error> {
    let newest = done.statement.predicate().keyring().version;
    for version in rings.versions().iter().filter(|v| v.ring.version() <= newest) {
        let folder = case.join(keyring::FOLDER);
        let number = version.ring.version();
        let files = [
            (keyring::envelope_name(number), version.envelope()),
            (keyring::ring_name(number), version.ring.write()),
        ];
        for (name, bytes) in files {
            let path = folder.join(name);
            if !disk::exists(&path) {
                disk::write_new(&path, &bytes)?;
            }
        }
    }
    put(case, done)
}

/// Writes the three files below a folder, the statement last.
fn put(folder: &Path, done: &Done) -> Result<(), disk::Error> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (name, bytes) in done.files().into_iter().rev() {
        let path = folder.join(&name);
        if let Err(e) = disk::write_new(&path, &bytes) {
            for path in written {
                // The first error is the one to be told.
                let _ = disk::remove(&path);
            }
            return Err(e);
        }
        written.push(path);
    }
    Ok(())
}

/// The folder of copies beside a key file: `<key>.signed`.
#[must_use]
pub fn copies_folder(key: &Path) -> PathBuf {
    let mut name = key.file_name().unwrap_or_default().to_os_string();
    name.push(".signed");
    key.with_file_name(name)
}

/// Keeps a copy of a signed statement beside its key. A copy that stands already stays.
///
/// # Errors
/// The disk refuses.
pub fn keep(folder: &Path, done: &Done) -> Result<(), disk::Error> {
    let case = folder.join(done.statement.predicate().case());
    let digest = crate::base::digest::Digest::sha256(&done.statement.write()).to_string();
    let short: String = digest.chars().take(16).collect();
    // Two statements of one name are exactly what the copies are there to show.
    let stem = format!("{}.{short}", done.stem);
    let copy = Done { stem, ..done.clone() };
    if disk::exists(&case.join(format!("{}{}", copy.stem, carriers::STATEMENT))) {
        return Ok(());
    }
    put(&case, &copy)
}

/// The statements kept beside a key; files that are none are passed over.
///
/// # Errors
/// The folder or a file cannot be read.
pub fn copies(folder: &Path, case: &str) -> Result<Vec<Statement>, disk::Error> {
    statements(&folder.join(case))
}

/// All statements below a folder; files that are none are passed over, and so is a folder that does
/// not stand.
///
/// # Errors
/// The folder or a file cannot be read.
pub fn statements(folder: &Path) -> Result<Vec<Statement>, disk::Error> {
    if !disk::is_folder(folder) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in disk::walk(folder)?.into_iter().filter(|e| e.kind == disk::Kind::File) {
        let [statement, ..] = names::files(names::stem(&entry.name).unwrap_or_default());
        if statement == entry.name {
            let bytes = disk::read(&entry.path, LARGEST as u64)?;
            found.extend(Statement::parse(&bytes).ok());
        }
    }
    Ok(found)
}
