//! The rules of a dossier as they were pinned: profile and forms in `rules/`, and the digest that
//! names them (`formats.md` §3, §4).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::{disk, toml};
use crate::case::{self, layout};
use crate::form;
use crate::profile::{self, Profile, Shelf};
use crate::verdict::{Code, Explain, Facts, Finding, Place};

use super::files::Files;
use super::memory::Memory;

/// Folder of the pinned rules, with its `/`.
pub const FOLDER: &str = "rules/";

/// A policy that a verifier accepts: the id of its profile and the digest of its files. Also an
/// indicator table that may stand beside any policy: its name in `rules/` and the digest of its file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Accepted {
    /// Id of the profile.
    pub id: String,
    /// Digest of the sorted manifest lines of all files of `rules/`.
    pub sha256: Digest,
}

/// The digest of a policy: SHA-256 over the manifest lines of its files, sorted by path.
#[must_use]
pub fn digest<'a>(files: impl IntoIterator<Item = (&'a str, Digest)>) -> Digest {
    let sorted: BTreeMap<&str, Digest> = files.into_iter().collect();
    let mut lines = String::new();
    for (name, digest) in sorted {
        let _ = writeln!(lines, "{digest}  {name}");
    }
    Digest::sha256(lines.as_bytes())
}

/// The policy of a profile with its forms and calendars.
///
/// # Errors
/// A form of the profile is not on the shelf.
pub fn accept(profile: &Profile, text: &str, shelf: &Shelf) -> Result<Accepted, Error> {
    let files = case::pinned(profile, text, shelf)?;
    let lines = files.iter().map(|(name, text)| (name.as_str(), Digest::sha256(text.as_bytes())));
    Ok(Accepted { id: profile.id.clone(), sha256: digest(lines) })
}

/// The policies of all profiles on a shelf, and its indicator tables: which of these a case took is
/// its clerk's choice, so that they cannot be part of one digest.
///
/// # Errors
/// A profile names a form that is not on the shelf.
pub fn of(shelf: &Shelf) -> Result<Vec<Accepted>, Error> {
    let of = |id| {
        let (profile, text) = shelf.profile(id)?;
        accept(profile, text, shelf)
    };
    let tables: Vec<&str> = shelf.indicators.ids().collect();
    let tables = case::pinned_tables(shelf, &tables).into_iter();
    let tables =
        tables.map(|(id, text)| Ok(Accepted { id, sha256: Digest::sha256(text.as_bytes()) }));
    shelf.ids().map(of).chain(tables).collect()
}

/// Why policies could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A profile is faulty.
    #[error(transparent)]
    Profile(#[from] profile::Error),
    /// A form is missing.
    #[error(transparent)]
    Case(#[from] case::Error),
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Profile(e) => e.id(),
            Self::Case(e) => e.id(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Profile(e) => e.facts(),
            Self::Case(e) => e.facts(),
        }
    }
}

/// The rules that a dossier pins.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The profile.
    pub profile: Arc<Profile>,
    /// The forms.
    pub forms: Arc<form::Library>,
    /// The digest of all files of `rules/`.
    pub digest: Digest,
    /// The same without indicator tables.
    core: Digest,
    /// The indicator tables: name and digest.
    tables: Vec<(String, Digest)>,
    /// Octets of profile and forms; 0 where a file has no digest, so that nothing may be kept.
    weight: u64,
}

impl Rules {
    /// Reads the rules of a dossier. `None` where they cannot be used; the findings say why.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read(files: &dyn Files) -> Result<(Option<Self>, Vec<Finding>), disk::Error> {
        Self::read_among(files, &files.names().into_iter().collect(), None)
    }

    /// As [`Rules::read`], from files whose names are known, and recalled where they were read
    /// before.
    pub(super) fn read_among(
        files: &dyn Files,
        names: &BTreeSet<String>,
        memory: Option<&Memory>,
    ) -> Result<(Option<Self>, Vec<Finding>), disk::Error> {
        let names: Vec<&String> = names.iter().filter(|n| n.starts_with(FOLDER)).collect();
        let mut digests = Vec::new();
        for name in &names {
            if let Some(d) = files.digest(name)? {
                digests.push((name.as_str(), d.sha256));
            }
        }
        let whole = digest(digests.iter().copied());
        // A file without digest would be missing from the key.
        let complete = digests.len() == names.len();
        let memory = memory.filter(|_| complete);
        if let Some(rules) = memory.and_then(|m| m.rules.get(&whole)) {
            return Ok((Some(rules), Vec::new()));
        }
        let mut findings = Vec::new();
        let mut wrong = |name: &str, problem: String| {
            let place = Place::file(name);
            findings.push(Finding::new(Code::ProfileInvalid, place).with("problem", problem));
        };
        let (mut profile, mut forms, mut weight) = (None, form::Library::default(), 0);
        for name in names {
            let is_form = name
                .strip_prefix(layout::FORMS)
                .is_some_and(|n| n.starts_with('/') && n.ends_with(".toml"));
            if name != layout::PROFILE && !is_form {
                continue;
            }
            let bytes = match files.read(name, toml::LARGEST) {
                Ok(bytes) => bytes.unwrap_or_default(),
                Err(disk::Error::Large { .. }) => {
                    wrong(name, "too large".to_string());
                    continue;
                }
                Err(e) => return Err(e),
            };
            weight += bytes.len() as u64;
            let Ok(text) = String::from_utf8(bytes) else {
                wrong(name, "not UTF-8".to_string());
                continue;
            };
            if is_form {
                if let Err(e) = forms.add(Path::new(name), text) {
                    wrong(name, e.to_string());
                }
            } else {
                match Profile::parse(Path::new(name), &text) {
                    Ok(read) => profile = Some(read),
                    Err(e) => wrong(name, e.to_string()),
                }
            }
        }
        if profile.is_none() && findings.is_empty() {
            let place = Place::file(layout::PROFILE);
            findings.push(Finding::new(Code::ProfileInvalid, place).with("problem", "missing"));
        }
        if let Some(lacking) =
            profile.as_ref().and_then(|p| p.forms().into_iter().find(|id| forms.form(id).is_none()))
            && findings.is_empty()
        {
            let place = Place::file(format!("{}/{lacking}.toml", layout::FORMS));
            findings.push(Finding::new(Code::ProfileInvalid, place).with("problem", "missing"));
        }
        let of_tables = format!("{}/", layout::INDICATORS);
        let (tables, core): (Vec<_>, Vec<_>) =
            digests.iter().copied().partition(|(name, _)| name.starts_with(&of_tables));
        let tables = tables.into_iter().map(|(name, d)| (name.to_owned(), d)).collect();
        let core = digest(core);
        let rules = profile.map(|profile| Self {
            profile: Arc::new(profile),
            forms: Arc::new(forms),
            digest: whole,
            core,
            tables,
            weight: if complete { weight } else { 0 },
        });
        if let (Some(memory), Some(rules), true) = (memory, &rules, findings.is_empty()) {
            memory.rules.keep(whole, rules.clone(), weight);
        }
        Ok((rules, findings))
    }

    /// Whether these rules are accepted: as they are, or as an accepted policy with accepted tables.
    #[must_use]
    pub fn is_accepted(&self, accepted: &[Accepted]) -> bool {
        let known = |digest: Digest| accepted.iter().any(|a| a.sha256 == digest);
        let table = |(name, digest): &(String, Digest)| {
            accepted.iter().any(|a| a.id == *name && a.sha256 == *digest)
        };
        known(self.digest) || (known(self.core) && self.tables.iter().all(table))
    }

    /// Keeps the stages and seats of one grade.
    pub(super) fn narrow(&mut self, grade: &str, memory: Option<&Memory>) {
        let memory = memory.filter(|_| self.weight > 0);
        let key = (self.digest, grade.to_string());
        if let Some(known) = memory.and_then(|m| m.narrowed.get(&key)) {
            self.profile = known;
            return;
        }
        self.profile = Arc::new(self.profile.narrowed(grade));
        if let Some(memory) = memory {
            memory.narrowed.keep(key, Arc::clone(&self.profile), self.weight);
        }
    }

    /// The folder of a slot, with its `/`, if the slot concerns the grade.
    #[must_use]
    pub fn folder(&self, slot: &str, grade: &str) -> Option<String> {
        let number = self.profile.slot_number(slot)?;
        let slot = self.profile.slot(slot).filter(|s| s.concerns(grade))?;
        Some(format!("{}/", layout::slot_folder(number, slot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Case, New, create};
    use crate::seal::CaseFiles;

    #[test]
    fn rules_with_indicator_tables_are_accepted_with_tables_that_are_known_only() {
        let shelf = Shelf::built_in().unwrap();
        let (profile, text) = shelf.profile("tangshan-2025").unwrap();
        let new = New {
            case: "TS-130283-2026Q2-0001",
            round: "2026Q2",
            grade: "C",
            division: "130283",
            branch: "",
            enterprise: "",
            code: "",
            plant: "",
            applied: None,
            indicators: &["cement"],
        };
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a");
        create(&dir, &new, profile, text, &shelf).unwrap();
        let rules = || {
            let files = CaseFiles::of(&Case::load(&dir).unwrap()).unwrap();
            Rules::read(&files).unwrap().0.unwrap()
        };
        let accepted = of(&shelf).unwrap();
        assert_ne!(rules().digest, accept(profile, text, &shelf).unwrap().sha256);
        assert!(rules().is_accepted(&accepted));
        let without: Vec<Accepted> =
            accepted.iter().filter(|a| !a.id.ends_with("cement.toml")).cloned().collect();
        assert!(!rules().is_accepted(&without));
        let table = dir.join("rules/indicators/cement.toml");
        let text = disk::read_text(&table, toml::LARGEST).unwrap();
        disk::replace(&table, text.replace("10 mg", "20 mg").as_bytes()).unwrap();
        assert!(!rules().is_accepted(&accepted));
    }
}
