//! Many cases of a folder, read only as far as lists and calendars need: facts, and of the rules
//! the profile and the forms of the papers that are asked for. Rules that equal each other are
//! parsed once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Case, Error, Facts, layout};
use crate::base::{disk, toml};
use crate::form::Library;
use crate::profile::time::Calendar;
use crate::profile::{Profile, When};

/// Deepest folder below the one named in which cases are looked for.
const DEEPEST: usize = 4;

/// The case folders below a folder, sorted by path; a case folder is not looked into.
///
/// # Errors
/// A folder cannot be listed.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, disk::Error> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_path_buf(), 0)];
    while let Some((dir, depth)) = open.pop() {
        if disk::exists(&dir.join(layout::FACTS)) {
            found.push(dir);
        } else if depth < DEEPEST {
            let entries = disk::list(&dir)?.into_iter();
            let below = entries.filter(|e| e.kind == disk::Kind::Folder);
            open.extend(below.map(|e| (e.path, depth + 1)));
        }
    }
    found.sort();
    Ok(found)
}

/// Rules that were read before, by their text.
#[derive(Debug, Default)]
pub struct Known {
    profiles: Mutex<BTreeMap<String, Arc<Profile>>>,
    forms: Mutex<BTreeMap<(String, String), Library>>,
}

impl Known {
    fn profile(&self, path: &Path, text: String) -> Result<Arc<Profile>, Error> {
        let mut known = self.profiles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(profile) = known.get(&text) {
            return Ok(Arc::clone(profile));
        }
        let profile = Arc::new(Profile::parse(path, &text)?);
        known.insert(text, Arc::clone(&profile));
        Ok(profile)
    }

    fn form(&self, path: &Path, id: &str, text: String) -> Result<Library, Error> {
        let mut known = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (id.to_string(), text);
        if let Some(library) = known.get(&key) {
            return Ok(library.clone());
        }
        let mut library = Library::default();
        library.add(path, key.1.clone())?;
        known.insert(key, library.clone());
        Ok(library)
    }

    /// A case with its facts, its profile and the forms of the slots that `wanted` names for its
    /// profile; received files are not looked at.
    ///
    /// # Errors
    /// As [`Case::load`].
    pub fn case(
        &self,
        dir: &Path,
        wanted: impl Fn(&Profile) -> BTreeSet<String>,
    ) -> Result<Case, Error> {
        let path = dir.join(layout::FACTS);
        let facts_text = disk::read_text(&path, toml::LARGEST)?;
        let facts = Facts::parse(&path, &facts_text)?;
        let rules = dir.join(layout::PROFILE);
        let whole = self.profile(&rules, disk::read_text(&rules, toml::LARGEST)?)?;
        let profile = whole.narrowed(&facts.grade);
        let mut library = Library::default();
        for slot in wanted(&profile) {
            let Some(id) = profile.slot(&slot).and_then(|s| s.form.as_deref()) else { continue };
            if library.form(id).is_none() && disk::exists(&dir.join(layout::typed(&slot))) {
                let path = dir.join(layout::FORMS).join(format!("{id}.toml"));
                let text = disk::read_text(&path, toml::LARGEST)?;
                library = library.with(self.form(&path, id, text)?);
            }
        }
        Ok(Case {
            dir: dir.to_path_buf(),
            facts,
            facts_text,
            profile,
            library,
            calendar: Calendar::default(),
            evidence: Vec::new(),
        })
    }
}

/// The slots whose papers a timetable reads: those on which the days of a profile's events stand, and
/// those on which its deadlines hang.
#[must_use]
pub fn dated(profile: &Profile) -> BTreeSet<String> {
    let fields = profile.events.iter().filter_map(|e| e.field.as_deref());
    let days = fields.filter_map(|f| f.split_once(':')).map(|(slot, _)| slot);
    let conditions = profile.deadlines.iter().flat_map(|d| [&d.when, &d.unless]).flatten();
    let hanging = conditions.filter_map(|when| match when {
        When::Field { slot, .. } | When::Row { slot, .. } | When::NoRow { slot, .. } => {
            Some(slot.as_str())
        }
        When::Trait { .. } | When::Setting { .. } => None,
    });
    days.chain(hanging).map(str::to_string).collect()
}
