//! The files of a dossier under their package names, wherever they lie: in a case folder, in a
//! package, in memory. Who reads through here trusts no byte of what comes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::base::digest::{Digest, FileDigest};
use crate::base::disk;
use crate::case::{Case, layout};

/// Folders and files of a case folder that travel under the name they have there.
const CARRIED: [&str; 5] = ["forms", "keyring", "reviews", "rules", "seals"];

/// The files of a dossier by package name: `case.toml`, `data/07-资格审查表/资格审查表.pdf`,
/// `reviews/01-intake/…`. Several threads read them.
pub trait Files: Sync {
    /// All names, sorted bytewise, each once.
    fn names(&self) -> Vec<String>;

    /// A whole file of at most `limit` octets; `None` where there is none of this name.
    ///
    /// # Errors
    /// [`disk::Error::Large`], or the file cannot be read.
    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error>;

    /// A whole file of at most `limit` octets with SHA-256 of these very octets; `None` where there
    /// is none of this name.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn load(&self, name: &str, limit: u64) -> Result<Option<(Vec<u8>, Digest)>, disk::Error> {
        let hashed = |bytes: Vec<u8>| {
            let digest = Digest::sha256(&bytes);
            (bytes, digest)
        };
        Ok(self.read(name, limit)?.map(hashed))
    }

    /// Size and digests of a file; `None` where there is none of this name.
    ///
    /// # Errors
    /// The file cannot be read.
    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error>;
}

/// The files of a case folder. Digests are computed once per value: make a new one after a change.
pub struct CaseFiles {
    places: BTreeMap<String, PathBuf>,
    sm3: bool,
    digests: Mutex<BTreeMap<String, FileDigest>>,
}

impl CaseFiles {
    /// Looks at a case folder: typed data, rules, statements, and the files of its slots as far as
    /// they exist. The volume's own pages (`data/00-*`, `data/99-*`) are left out: no statement
    /// before filing is about them.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub fn of(case: &Case) -> Result<Self, disk::Error> {
        let mut places = BTreeMap::new();
        for folder in CARRIED.into_iter().chain([layout::SUPERSEDED]) {
            let path = case.dir.join(folder);
            if !disk::is_folder(&path) {
                continue;
            }
            // Links and devices keep their name, so that they are found and refused, never read.
            let found = disk::walk(&path)?.into_iter().filter(|e| e.kind != disk::Kind::Folder);
            places.extend(found.map(|e| (format!("{folder}/{}", e.name), e.path)));
        }
        for file in [layout::FACTS, layout::EVIDENCE_LIST] {
            let path = case.dir.join(file);
            if disk::exists(&path) {
                places.insert(file.to_string(), path);
            }
        }
        let slots = case.files().into_iter().filter(|f| disk::exists(&f.disk));
        places.extend(slots.map(|f| (f.name, f.disk)));
        Ok(Self { places, sm3: case.profile.sm3, digests: Mutex::default() })
    }

    /// Where a file lies.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<&PathBuf> {
        self.places.get(name)
    }
}

impl Files for CaseFiles {
    fn names(&self) -> Vec<String> {
        self.places.keys().cloned().collect()
    }

    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        self.places.get(name).map(|path| disk::read(path, limit)).transpose()
    }

    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        let known = || self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = known().get(name) {
            return Ok(Some(*digest));
        }
        let Some(path) = self.places.get(name) else { return Ok(None) };
        let digest = disk::digest(path, self.sm3)?;
        known().insert(name.to_string(), digest);
        Ok(Some(digest))
    }
}
