//! What a build made from what: `out/build.json`, so that the next one makes only what changed, and
//! `out/seen.json`, which spares reading unchanged files again. Neither is packed; either may be
//! deleted at any time, and a faulty one counts as absent.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Error;
use super::intake::Intake;
use super::probe::{Probe, Stored as Probed};
use crate::base::digest::{Digest, FileDigest};
use crate::base::disk;
use crate::render::{Faces, Used};
use crate::verdict::{Bearing, Code, Finding, Place};

/// What was made from what.
pub(crate) const BUILD: &str = "out/build.json";
/// Files that were read, with size and time.
const SEEN: &str = "out/seen.json";
const SCHEMA: &str = "juanzong.build/1";
const SEEN_SCHEMA: &str = "juanzong.seen/1";
const LARGEST: u64 = 256 << 20;

/// What the last build made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Files by their path below `out/`.
    pub(crate) files: BTreeMap<String, Made>,
    /// The faces it was set with; empty before the first build.
    faces: Vec<Face>,
}

/// A face of the last build.
#[derive(Clone, Debug, Deserialize)]
struct Face {
    role: String,
    family: String,
    sha256: String,
}

/// One file that a build made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// Digest of everything it depends on.
    pub inputs: String,
    /// SHA-256 of its octets.
    pub sha256: String,
    /// Its pages; 0 where it has none.
    pub pages: usize,
    /// For a document: the digest of what it says, whatever faces and version set it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
}

#[derive(Deserialize)]
struct Stored {
    schema: String,
    faces: Vec<Face>,
    files: BTreeMap<String, Made>,
}

#[derive(Serialize)]
struct Written<'a> {
    schema: &'static str,
    version: &'static str,
    theme: String,
    faces: Vec<Used>,
    files: &'a BTreeMap<String, Made>,
}

impl Record {
    pub(crate) fn load(case: &Path) -> Self {
        let stored = disk::read(&case.join(BUILD), LARGEST)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok())
            .filter(|s| s.schema == SCHEMA);
        stored.map(|s| Self { files: s.files, faces: s.faces }).unwrap_or_default()
    }

    /// The roles whose face is another than in the last build: the same bytes need the same faces
    /// (`formats.md` §2).
    pub(crate) fn other_faces(&self, faces: &Faces) -> Vec<Finding> {
        let mut out = Vec::new();
        for used in faces.used() {
            let before = self.faces.iter().find(|f| f.role == used.role.id());
            if let Some(before) = before.filter(|f| f.sha256 != used.sha256.to_string()) {
                out.push(
                    Finding::new(Code::AssembleOtherFace, Place::file(BUILD))
                        .with("role", used.role.id())
                        .with("before", &before.family)
                        .with("now", &used.family),
                );
            }
        }
        out
    }

    pub(crate) fn save(&self, case: &Path, faces: &Faces) -> Result<(), Error> {
        let written = Written {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            theme: faces.theme_digest().to_string(),
            faces: faces.used(),
            files: &self.files,
        };
        save(&case.join(BUILD), &written)
    }
}

/// Writes JSON where it differs from what stands there.
fn save(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    if disk::read(path, LARGEST).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    Ok(disk::replace(path, &bytes)?)
}

/// Files that were read, by their path in the case folder.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Seen {
    schema: String,
    version: String,
    files: BTreeMap<String, SeenFile>,
    #[serde(skip)]
    changed: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SeenFile {
    size: u64,
    written: u64,
    sha256: String,
    sm3: Option<String>,
    intake: Option<Probed>,
}

impl Seen {
    pub(crate) fn load(case: &Path) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_string();
        disk::read(&case.join(SEEN), LARGEST)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|s| s.schema == SEEN_SCHEMA && s.version == version)
            .unwrap_or_else(|| Self { schema: SEEN_SCHEMA.to_string(), version, ..Self::default() })
    }

    pub(crate) fn save(&mut self, case: &Path) -> Result<(), Error> {
        let before = self.files.len();
        self.files.retain(|name, _| disk::exists(&case.join(name)));
        if self.changed || self.files.len() != before {
            save(&case.join(SEEN), self)?;
        }
        Ok(())
    }

    fn unchanged(&self, case: &Path, name: &str) -> Result<Option<&SeenFile>, Error> {
        let now = disk::stamp(&case.join(name))?;
        Ok(self.files.get(name).filter(|f| now == Some((f.size, f.written)) && f.written > 0))
    }

    /// SHA-256 of a file of the case, read only if it may have changed; `None` where none stands.
    pub(crate) fn digest(&mut self, case: &Path, name: &str) -> Result<Option<Digest>, Error> {
        if let Some(file) = self.unchanged(case, name)? {
            return Ok(Digest::parse(&file.sha256));
        }
        let path = case.join(name);
        if disk::stamp(&path)?.is_none() {
            return Ok(None);
        }
        let digest = disk::digest(&path, false)?;
        self.note(case, name, &digest, None)?;
        Ok(Some(digest.sha256))
    }

    /// What intake found in a file before, if the file cannot have changed since.
    pub(crate) fn intake(
        &self,
        case: &Path,
        name: &str,
        sm3: bool,
    ) -> Result<Option<Intake>, Error> {
        let Some(file) = self.unchanged(case, name)? else { return Ok(None) };
        if sm3 && file.sm3.is_none() {
            return Ok(None);
        }
        Ok(file.recall(name, sm3))
    }

    /// Whether a file of this size was looked at before, under whatever name.
    pub(crate) fn knows_size(&self, size: u64) -> bool {
        self.files.values().any(|f| f.size == size && f.intake.is_some())
    }

    /// What was learned before about a file of these octets, under whatever name.
    pub(crate) fn probed(&self, digest: &FileDigest) -> Option<Probe> {
        let sha256 = digest.sha256.to_string();
        let file = self.files.values().find(|f| f.sha256 == sha256 && f.intake.is_some())?;
        file.intake.as_ref()?.recall()
    }

    /// Keeps what is known of a file.
    pub(crate) fn note(
        &mut self,
        case: &Path,
        name: &str,
        digest: &FileDigest,
        intake: Option<&Intake>,
    ) -> Result<(), Error> {
        let Some((size, written)) = disk::stamp(&case.join(name))? else { return Ok(()) };
        let file = SeenFile {
            size,
            written,
            sha256: digest.sha256.to_string(),
            sm3: digest.sm3.map(|d| d.to_string()),
            intake: intake.and_then(kept),
        };
        self.files.insert(name.to_string(), file);
        self.changed = true;
        Ok(())
    }
}

impl SeenFile {
    fn recall(&self, name: &str, sm3: bool) -> Option<Intake> {
        let digest = FileDigest {
            size: self.size,
            sha256: Digest::parse(&self.sha256)?,
            sm3: self.sm3.as_deref().and_then(Digest::parse).filter(|_| sm3),
        };
        Some(Intake::new(digest, self.intake.as_ref()?.recall()?, name))
    }
}

/// What is kept of an intake; nothing where the machine was too slow for it, since the next time it
/// may not be.
fn kept(intake: &Intake) -> Option<Probed> {
    let slow = |f: &Finding| {
        f.code == Code::AssembleDefeated && f.facts.iter().any(|(_, value)| value == "time")
    };
    (!intake.findings.iter().any(slow)).then(|| Probed::from(&intake.probe()))
}

/// Whether any finding is a failure.
pub(crate) fn fails(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.bearing == Bearing::Fails)
}
