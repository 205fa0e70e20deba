//! The files a build makes: made anew only where what they depend on has changed, never over a file
//! that a statement names unless the octets are equal, and nothing stale left beside them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Error;
use super::record::{Made, Record, Seen};
use super::relay::Relay;
use crate::base::digest::{Digest, Hasher};
use crate::base::disk::{self, Pending};
use crate::case::{Case, layout};
use crate::form::document::Document;
use crate::render::{self, Faces};
use crate::verdict::{Code, Finding, Place};

/// Folders below `out/` that hold generated files and nothing else.
const GENERATED: [&str; 5] = ["data", "docx", "labels", layout::COPIES, layout::DRAWINGS];
/// Documents that are set before the next word about progress.
const BATCH: usize = 8;

/// What the caller is told while it waits.
pub trait Progress {
    /// `done` of `total` parts of the work `what` are done: `evidence` (octets), `documents`,
    /// `volume` (pages). `false` asks the work to stop.
    fn step(&mut self, what: &'static str, done: usize, total: usize) -> bool;
}

impl Progress for () {
    fn step(&mut self, _: &'static str, _: usize, _: usize) -> bool {
        true
    }
}

/// Tells the caller, and stops where it asks for that.
pub(crate) fn tell(
    progress: &mut dyn Progress,
    what: &'static str,
    done: usize,
    total: usize,
) -> Result<(), Error> {
    if progress.step(what, done, total) { Ok(()) } else { Err(Error::Stopped) }
}

/// A document to be set as PDF, and as DOCX where that is wanted.
pub(crate) struct Job {
    /// Path of the PDF below `out/`.
    pub(crate) name: String,
    /// Path of the DOCX below `out/`.
    pub(crate) docx: Option<String>,
    /// The document.
    pub(crate) document: Document,
}

/// The digest of what a document says.
pub(crate) fn content(document: &Document) -> String {
    let mut hasher = Hasher::new(false);
    hasher.update(&serde_json::to_vec(document).unwrap_or_default());
    hasher.update(document.date.map(|d| d.to_string()).unwrap_or_default().as_bytes());
    hasher.finish().sha256.to_string()
}

/// The state of one build.
pub(crate) struct Outputs<'a> {
    pub(crate) case: &'a Case,
    pub(crate) faces: &'a Faces,
    /// Files that statements name, by package name.
    protected: &'a BTreeMap<String, Digest>,
    old: Record,
    /// What this build gives.
    pub(crate) new: Record,
    pub(crate) seen: Seen,
    /// Files made and not yet written, by path below `out/`.
    waiting: BTreeMap<String, Vec<u8>>,
    /// How many files were made anew.
    pub(crate) made: usize,
    /// What stands in the way of writing.
    pub(crate) conflicts: Vec<Finding>,
    /// Digest of faces, theme and version.
    base: String,
}

impl<'a> Outputs<'a> {
    pub(crate) fn begin(
        case: &'a Case,
        faces: &'a Faces,
        protected: &'a BTreeMap<String, Digest>,
    ) -> Self {
        let mut base = format!("{} {}", env!("CARGO_PKG_VERSION"), faces.theme_digest());
        for used in faces.used() {
            base.push_str(&format!(" {} {}", used.role.id(), used.sha256));
        }
        Self {
            case,
            faces,
            protected,
            old: Record::load(&case.dir),
            new: Record::default(),
            seen: Seen::load(&case.dir),
            waiting: BTreeMap::new(),
            made: 0,
            conflicts: Vec::new(),
            base,
        }
    }

    /// The digest of everything that files made from these parts depend on.
    pub(crate) fn inputs(&self, parts: &[&[u8]]) -> String {
        let mut hasher = Hasher::new(false);
        for part in std::iter::once(&self.base.as_bytes()).chain(parts) {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        hasher.finish().sha256.to_string()
    }

    fn document_inputs(&self, document: &Document) -> String {
        let data = serde_json::to_vec(document).unwrap_or_default();
        let date = document.date.map(|d| d.to_string()).unwrap_or_default();
        self.inputs(&[&data, date.as_bytes()])
    }

    /// What the last build made under a name, if somebody signed it, it still stands as signed, and
    /// it says what the document says now: faces and versions may change, signed octets may not.
    fn signed(&mut self, name: &str, content: &str) -> Result<Option<Made>, Error> {
        let Some(named) = self.protected.get(name) else { return Ok(None) };
        let Some(made) = self.old.files.get(name).filter(|m| m.content == content).cloned() else {
            return Ok(None);
        };
        let found = self.seen.digest(&self.case.dir, &format!("out/{name}"))?;
        Ok(found.filter(|d| d == named).map(|_| made))
    }

    /// What the last build made under a name, if it was made from the same and still stands.
    fn standing(&mut self, name: &str, inputs: &str) -> Result<Option<Made>, Error> {
        let Some(made) = self.old.files.get(name).filter(|m| m.inputs == inputs).cloned() else {
            return Ok(None);
        };
        let found = self.seen.digest(&self.case.dir, &format!("out/{name}"))?;
        Ok(found.filter(|d| d.to_string() == made.sha256).map(|_| made))
    }

    /// Sets documents, as many at a time as there are processors; gives the pages of each.
    pub(crate) fn set(
        &mut self,
        jobs: &[Job],
        progress: &mut dyn Progress,
    ) -> Result<Vec<usize>, Error> {
        let mut pages = vec![0; jobs.len()];
        let mut todo: Vec<(usize, bool, bool)> = Vec::new();
        for (at, job) in jobs.iter().enumerate() {
            let inputs = self.document_inputs(&job.document);
            let content = content(&job.document);
            let pdf = match self.standing(&job.name, &inputs)? {
                Some(made) => Some(made),
                None => self.signed(&job.name, &content)?,
            };
            let word = match &job.docx {
                Some(name) => self.standing(name, &inputs)?.map(|made| (name.clone(), made)),
                None => None,
            };
            let (need_pdf, need_word) = (pdf.is_none(), job.docx.is_some() && word.is_none());
            if let Some((name, made)) = word {
                self.leave(name, made);
            }
            if let (Some(made), Some(place)) = (pdf, pages.get_mut(at)) {
                *place = made.pages;
                self.leave(job.name.clone(), Made { content, ..made });
            }
            if need_pdf || need_word {
                todo.push((at, need_pdf, need_word));
            }
        }
        let total = jobs.len();
        let mut done = total - todo.len();
        tell(progress, "documents", done, total)?;
        let faces = self.faces;
        for batch in todo.chunks(BATCH) {
            let results: Vec<Result<_, render::Error>> = batch
                .par_iter()
                .filter_map(|(at, pdf, word)| jobs.get(*at).map(|job| (*at, job, *pdf, *word)))
                .map(|(at, job, pdf, word)| {
                    let pdf = pdf.then(|| render::pdf(&job.document, faces)).transpose()?;
                    let word = word.then(|| render::docx(&job.document)).transpose()?;
                    Ok((at, job, pdf, word))
                })
                .collect();
            for result in results {
                let (at, job, pdf, word) = result?;
                let inputs = self.document_inputs(&job.document);
                if let Some(pdf) = pdf {
                    if let Some(place) = pages.get_mut(at) {
                        *place = pdf.pages;
                    }
                    self.give(&job.name, &inputs, pdf.bytes, pdf.pages);
                    if let Some(made) = self.new.files.get_mut(&job.name) {
                        made.content = content(&job.document);
                    }
                }
                if let (Some(word), Some(name)) = (word, &job.docx) {
                    self.give(name, &inputs, word, 0);
                }
                done += 1;
            }
            tell(progress, "documents", done, total)?;
        }
        Ok(pages)
    }

    /// Takes a file that was made.
    pub(crate) fn give(&mut self, name: &str, inputs: &str, bytes: Vec<u8>, pages: usize) {
        let digest = Digest::sha256(&bytes);
        self.conflicts.retain(|c| c.place.file != name);
        if let Some(conflict) = self.conflict(name, digest) {
            self.conflicts.push(conflict);
        }
        let (inputs, sha256) = (inputs.to_string(), digest.to_string());
        let made = Made { inputs, sha256, pages, content: String::new() };
        self.new.files.insert(name.to_string(), made);
        if self.waiting.insert(name.to_string(), bytes).is_none() {
            self.made += 1;
        }
    }

    /// Takes a large file that was made, and writes it at once.
    pub(crate) fn put(
        &mut self,
        name: &str,
        inputs: &str,
        bytes: &[u8],
        pages: usize,
    ) -> Result<(), Error> {
        disk::replace(&self.case.dir.join("out").join(name), bytes)?;
        let digest = crate::base::digest::of_bytes(bytes, false);
        self.seen.note(&self.case.dir, &format!("out/{name}"), &digest, None)?;
        let (inputs, sha256) = (inputs.to_string(), digest.sha256.to_string());
        let made = Made { inputs, sha256, pages, content: String::new() };
        self.new.files.insert(name.to_string(), made);
        self.made += 1;
        Ok(())
    }

    /// Leaves a file of the last build as it stands; an earlier attempt of this build to make it
    /// otherwise (a catalogue that did not count its own pages yet) is forgotten.
    fn leave(&mut self, name: String, made: Made) {
        if self.waiting.remove(&name).is_some() {
            self.made -= 1;
        }
        self.conflicts.retain(|c| c.place.file != name);
        self.new.files.insert(name, made);
    }

    /// What is to be said where the last build was set with other faces.
    pub(crate) fn other_faces(&self) -> Vec<Finding> {
        self.old.other_faces(self.faces)
    }

    /// How many pages a file had after the last build.
    pub(crate) fn pages_before(&self, name: &str) -> Option<usize> {
        self.old.files.get(name).map(|made| made.pages)
    }

    /// Keeps a file of the last build if it was made from the same; says whether it did.
    pub(crate) fn keep(&mut self, name: &str, inputs: &str) -> Result<bool, Error> {
        let standing = self.standing(name, inputs)?;
        let kept = standing.is_some();
        if let Some(made) = standing {
            self.leave(name.to_string(), made);
        }
        Ok(kept)
    }

    /// Keeps what the last build made below a folder and this one did not: copies of a volume that
    /// stands as it was.
    pub(crate) fn keep_below(&mut self, folder: &str) -> Result<(), Error> {
        let others: Vec<(String, String)> = self
            .old
            .files
            .iter()
            .filter(|(name, _)| name.starts_with(folder) && !self.new.files.contains_key(*name))
            .map(|(name, made)| (name.clone(), made.inputs.clone()))
            .collect();
        for (name, inputs) in others {
            self.keep(&name, &inputs)?;
        }
        Ok(())
    }

    /// The octets of a file that was made now or stands from the last build.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.waiting.get(name) {
            return Ok(bytes.clone());
        }
        Ok(disk::read(&self.case.dir.join("out").join(name), super::volume::LARGEST)?)
    }

    /// The digest of a file of this build.
    pub(crate) fn digest(&self, name: &str) -> String {
        self.new.files.get(name).map(|made| made.sha256.clone()).unwrap_or_default()
    }

    fn conflict(&self, name: &str, digest: Digest) -> Option<Finding> {
        let named = self.protected.get(name)?;
        (*named != digest).then(|| {
            Finding::new(Code::SealSubjectChanged, Place::file(name))
                .with("signed", named)
                .with("found", digest)
        })
    }

    /// Writes what was made. Nothing is written while a conflict stands.
    pub(crate) fn write(&mut self) -> Result<(), Error> {
        for (name, bytes) in std::mem::take(&mut self.waiting) {
            let path = self.case.dir.join("out").join(&name);
            disk::replace(&path, &bytes)?;
            let digest = crate::base::digest::of_bytes(&bytes, false);
            self.seen.note(&self.case.dir, &format!("out/{name}"), &digest, None)?;
        }
        Ok(())
    }

    /// Writes one large file piece by piece; a conflict leaves what stands there.
    ///
    /// It does not wait for the disk, which would take longer than the writing: the file follows from
    /// files that the disk has. So what is seen of it now is not kept, and the next build, which finds
    /// its digest, makes it again if a power cut spoilt it.
    pub(crate) fn stream(
        &mut self,
        name: &str,
        inputs: &str,
        pages: usize,
        fill: impl FnOnce(Relay<Pending>) -> Result<Relay<Pending>, Error>,
    ) -> Result<(), Error> {
        let path = self.case.dir.join("out").join(name);
        let failed = |source| {
            let path = path.clone();
            Error::Disk(disk::Error::Io { act: "write", path, source })
        };
        let pending = Pending::begin(&path, true)?;
        let relay = fill(Relay::begin(pending).map_err(failed)?)?;
        let (pending, digest) = relay.finish().map_err(failed)?;
        if let Some(conflict) = self.conflict(name, digest) {
            self.conflicts.push(conflict);
            return Ok(());
        }
        pending.commit_soon()?;
        let made = Made {
            inputs: inputs.to_string(),
            sha256: digest.to_string(),
            pages,
            content: String::new(),
        };
        self.new.files.insert(name.to_string(), made);
        self.made += 1;
        Ok(())
    }

    /// Removes generated files that this build does not give, but none that a statement names.
    pub(crate) fn sweep(&self) -> Result<(), Error> {
        for folder in GENERATED {
            let root = self.case.dir.join("out").join(folder);
            if !disk::is_folder(&root) {
                continue;
            }
            for entry in disk::walk(&root)?.into_iter().filter(|e| e.kind == disk::Kind::File) {
                let name = format!("{folder}/{}", entry.name);
                if !self.new.files.contains_key(&name) && !self.protected.contains_key(&name) {
                    disk::remove(&entry.path)?;
                }
            }
            // Folders that became empty, deepest first.
            for entry in disk::walk(&root)?.into_iter().rev() {
                if entry.kind == disk::Kind::Folder && disk::list(&entry.path)?.is_empty() {
                    disk::remove_folder(&entry.path)?;
                }
            }
        }
        Ok(())
    }

    /// Keeps the record of this build.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        self.new.save(&self.case.dir, self.faces)?;
        self.seen.save(&self.case.dir)
    }
}
