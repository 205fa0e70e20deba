//! A case folder (`formats.md` §2): its facts, the rules it was opened under, what was typed, what
//! was received; and the one answer to which files fill its slots.

pub mod evidence;
pub mod layout;
pub mod list;
pub mod many;

mod amend;
mod check;
mod codes;
mod create;
mod eligibility;
mod facts;
mod facts_check;
mod files;
mod grading;
mod indicators;
mod look;
mod notice;
mod panel;
mod rules;
mod timetable;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use amend::with_drawing;
pub use check::Examination;
pub use create::{Known, New, create, create_from};
pub use eligibility::Hit;
pub use facts::{APPLIED, Branch, City, Earlier, Enterprise, Facts, Record, SlotFacts};
pub use files::{Origin, SlotFile};
pub use look::{Look, Reading, holds};
pub use notice::Gap;
pub use rules::{pinned, pinned_tables};
pub use timetable::{Standing, State};

use crate::base::{disk, name, toml};
use crate::form::{self, Given, Library};
use crate::profile::time::{Calendar, Round};
use crate::profile::{self, Profile, Slot};
use crate::verdict::{self, Explain};

/// Why a case could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds no `case.toml`.
    #[error("{} is no case folder: it has no case.toml", path.display())]
    NoCase {
        /// The folder.
        path: PathBuf,
    },
    /// Facts or the list of received files cannot be read.
    #[error(transparent)]
    Toml(#[from] toml::Error),
    /// The pinned profile cannot be used.
    #[error(transparent)]
    Profile(#[from] profile::Error),
    /// A pinned form cannot be used.
    #[error(transparent)]
    Form(#[from] form::Error),
    /// The profile names a form that there is not.
    #[error("the profile {profile} names the form {form}, which there is not")]
    FormMissing {
        /// The profile's id.
        profile: String,
        /// The form's id.
        form: String,
    },
    /// There is no such indicator table.
    #[error("there is no indicator table {id}; there are: {known}")]
    NoTable {
        /// The table's id.
        id: String,
        /// Those there are.
        known: String,
    },
    /// No paper of the case takes rows of indicators.
    #[error("no paper of the case takes indicators")]
    NoRows,
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::NoCase { .. } => "case-none",
            Self::Toml(e) => e.id(),
            Self::Profile(e) => e.id(),
            Self::Form(e) => e.id(),
            Self::FormMissing { .. } => "case-form-missing",
            Self::NoTable { .. } => "case-no-table",
            Self::NoRows => "case-no-rows",
            Self::Disk(e) => e.id(),
        }
    }

    fn facts(&self) -> verdict::Facts {
        match self {
            Self::NoCase { path } => vec![("path", path.display().to_string())],
            Self::Toml(e) => e.facts(),
            Self::Profile(e) => e.facts(),
            Self::Form(e) => e.facts(),
            Self::FormMissing { profile, form } => {
                vec![("profile", profile.clone()), ("form", form.clone())]
            }
            Self::NoTable { id, known } => vec![("id", id.clone()), ("known", known.clone())],
            Self::NoRows => verdict::Facts::new(),
            Self::Disk(e) => e.facts(),
        }
    }
}

/// An opened case folder.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder.
    pub dir: PathBuf,
    /// What is true of it.
    pub facts: Facts,
    /// The text the facts were read from.
    pub facts_text: String,
    /// The profile it was opened under, with the stages and seats of its grade.
    pub profile: Profile,
    /// The forms it was opened under.
    pub library: Library,
    /// The calendars it was opened under; empty where it pins none.
    pub calendar: Calendar,
    /// Its received files with their package names, in slot order.
    pub evidence: Vec<evidence::Item>,
}

impl Case {
    /// Opens a case folder.
    ///
    /// # Errors
    /// No case folder, or its facts, rules or list of received files cannot be read.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(layout::FACTS);
        let facts_text = match disk::read_text(&path, toml::LARGEST) {
            Ok(text) => text,
            Err(e) if e.is_missing() => return Err(Error::NoCase { path: dir.to_path_buf() }),
            Err(e) => return Err(e.into()),
        };
        let facts = Facts::parse(&path, &facts_text)?;
        let rules = dir.join(layout::PROFILE);
        let text = disk::read_text(&rules, toml::LARGEST)?;
        let profile = Profile::parse(&rules, &text)?.narrowed(&facts.grade);
        let library = Library::load(&dir.join(layout::FORMS))?;
        let calendar = dir.join(layout::CALENDAR);
        let calendar = if disk::is_folder(&calendar) {
            Calendar::load(&calendar).map_err(profile::Error::from)?
        } else {
            Calendar::default()
        };
        let mut case = Self {
            dir: dir.to_path_buf(),
            facts,
            facts_text,
            profile,
            library,
            calendar,
            evidence: Vec::new(),
        };
        case.refresh()?;
        Ok(case)
    }

    /// Looks at the received files again: listed ones keep their package names, new ones get one.
    ///
    /// # Errors
    /// The list or the folders cannot be read.
    pub fn refresh(&mut self) -> Result<(), Error> {
        let listed = evidence::load(&self.dir)?;
        let mut on_disk = BTreeMap::new();
        let mut taken = BTreeMap::new();
        for (number, slot) in self.slots() {
            let folder = layout::evidence_folder(&self.dir, &slot.id);
            if disk::is_folder(&folder) {
                let files = disk::walk(&folder)?.into_iter().filter(|e| e.kind == disk::Kind::File);
                on_disk.insert(slot.id.clone(), files.map(|e| e.name).collect::<Vec<_>>());
            }
            if slot.form.is_some() {
                let name = layout::document(number, slot);
                let name = name.rsplit('/').next().unwrap_or_default().to_string();
                taken.insert(slot.id.clone(), name);
            }
        }
        let same = |item: &evidence::Item, path: &str| {
            let path = layout::evidence_folder(&self.dir, &item.slot).join(path);
            item.facts.as_ref().is_some_and(|f| {
                disk::size(&path).is_ok_and(|size| size == Some(f.size))
                    && disk::digest(&path, false).is_ok_and(|d| d.sha256 == f.sha256)
            })
        };
        let mut items = evidence::assign(&listed, &on_disk, &taken, &same);
        items.sort_by_key(|i| self.profile.slot_number(&i.slot));
        self.evidence = items;
        Ok(())
    }

    /// The slots that concern this case's grade, each with its number, in order.
    pub fn slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        let grade = self.facts.grade.as_str();
        (1..).zip(&self.profile.slots).filter(move |(_, s)| s.concerns(grade))
    }

    /// Whether a form slot is used: its typed data stand in the case.
    #[must_use]
    pub fn is_typed(&self, slot: &Slot) -> bool {
        slot.form.is_some() && disk::exists(&self.dir.join(layout::typed(&slot.id)))
    }

    /// The facts that forms may name: `case.id`, `enterprise.name`, `profile.title`…
    #[must_use]
    pub fn given(&self) -> Given {
        given(&self.facts, &self.profile)
    }
}

/// The facts that forms may name, of a case under a profile.
#[must_use]
pub fn given(f: &Facts, p: &Profile) -> Given {
    let e = &f.enterprise;
    let applied = f.applied();
    let city = f.city.as_ref().map(|c| c.name.as_str()).or(p.city()).unwrap_or_default();
    let mut given = Given::default();
    for (name, value) in [
        ("case.id", f.case.clone()),
        ("round", f.round.clone()),
        ("round.title", round_title(&f.round)),
        ("grade", f.grade.clone()),
        ("grade.title", grade_title(&f.grade)),
        ("branch.name", f.branch.name.clone()),
        ("city.name", city.to_string()),
        ("enterprise.name", e.name.clone()),
        ("enterprise.code", e.code.clone()),
        ("enterprise.division", e.division.clone()),
        ("enterprise.plant", e.plant.clone()),
        ("enterprise.industries", e.industries.join("、")),
        ("enterprise.industries.names", codes::called(&e.industries)),
        ("dates.applied", applied.map(|d| d.to_string()).unwrap_or_default()),
        ("archive.first", "1".to_string()),
        ("profile.id", p.id.clone()),
        ("profile.title", p.title.clone()),
        ("profile.issuer", p.issuer.clone()),
        ("profile.number", p.number.clone()),
    ] {
        if !value.is_empty() {
            given.set(name, value);
        }
    }
    given
}

/// A round as prose names it; as it was typed where that is none.
fn round_title(round: &str) -> String {
    Round::parse(round).map_or_else(|| round.to_string(), Round::title)
}

/// A grade as prose names it: a letter is one (`C级`), a word stands by itself (`引领性`).
fn grade_title(grade: &str) -> String {
    let letter = !grade.is_empty() && grade.is_ascii();
    if letter { format!("{grade}级") } else { grade.to_string() }
}

/// The next free number of case ids that begin with `prefix`, among the case folders of `folder`.
///
/// # Errors
/// The folder cannot be listed.
pub fn next_number(folder: &Path, prefix: &str) -> Result<u32, disk::Error> {
    if !disk::is_folder(folder) {
        return Ok(1);
    }
    let mut highest = 0u32;
    for entry in disk::list(folder)?.into_iter().filter(|e| e.kind == disk::Kind::Folder) {
        // A folder whose facts cannot be read keeps no number from others.
        let Ok(text) = disk::read_text(&entry.path.join(layout::FACTS), toml::LARGEST) else {
            continue;
        };
        let Ok(facts) = Facts::parse(&entry.path, &text) else { continue };
        let number = facts.case.strip_prefix(prefix).and_then(|n| n.parse().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    Ok(highest.saturating_add(1))
}

/// Whether a text can be a case id.
#[must_use]
pub fn is_case_id(id: &str) -> bool {
    name::is_id(id) && id.split('-').count() >= 4
}
