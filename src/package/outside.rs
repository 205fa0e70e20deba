//! Other sources beside a package: another package, a case folder, the copies that a signer keeps,
//! what was signed after filing. Statements and key rings are read from them, nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::open::{bag_folder, open};
use super::{Error, Progress};
use crate::base::digest::FileDigest;
use crate::base::{disk, name};
use crate::seal::files::Files;
use crate::verdict::{Code, Finding, Place};

/// What the folder of statements made after filing ends in; it is called like the case before.
const AFTER: &str = ".after";

/// A source that was opened.
pub enum Outside {
    /// A package whose carrier is sound.
    Package(Box<Contents>),
    /// A folder of any kind.
    Folder(BTreeMap<String, PathBuf>),
}

impl Outside {
    /// Opens a source; a finding where it is a package that cannot be believed.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(
        path: &Path,
        threads: usize,
        progress: &dyn Progress,
    ) -> Result<Result<Self, Finding>, Error> {
        if disk::is_folder(path) {
            return Ok(Ok(Self::Folder(files(&bag_folder(path)?)?)));
        }
        let opened = open(path, None, threads, progress)?;
        Ok(match opened.contents {
            Some(contents) => Ok(Self::Package(Box::new(contents))),
            None => {
                let place = Place::file(path.display().to_string());
                let why = opened.findings.first().map_or("", |f| f.code.id());
                Err(Finding::new(Code::PackageOtherUnsound, place).with("code", why))
            }
        })
    }

    /// The folder of statements made after filing, beside a package of this case, if there is one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn after(beside: &Path, case: &str) -> Result<Option<(String, Self)>, Error> {
        if !name::is_id(case) {
            return Ok(None);
        }
        let called = format!("{case}{AFTER}");
        let folder = beside.join(&called);
        if !disk::is_folder(&folder) {
            return Ok(None);
        }
        Ok(Some((called, Self::Folder(files(&folder)?))))
    }
}

/// The plain files below a folder by name; links are not followed.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let found = disk::walk(folder)?.into_iter().filter(|e| e.kind == disk::Kind::File);
    Ok(found.map(|e| (e.name, e.path)).collect())
}

impl Files for Outside {
    fn names(&self) -> Vec<String> {
        match self {
            Self::Package(contents) => Files::names(contents.as_ref()),
            Self::Folder(files) => files.keys().cloned().collect(),
        }
    }

    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        match self {
            Self::Package(contents) => Files::read(contents.as_ref(), name, limit),
            Self::Folder(files) => files.get(name).map(|path| disk::read(path, limit)).transpose(),
        }
    }

    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        match self {
            Self::Package(contents) => Files::digest(contents.as_ref(), name),
            Self::Folder(files) => {
                files.get(name).map(|path| disk::digest(path, false)).transpose()
            }
        }
    }
}
