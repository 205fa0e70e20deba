//! The indicator tables that a case was made with: pinned in `rules/indicators/`, their rows typed
//! already into the papers on which they are answered.

use super::{Case, Error, layout};
use crate::base::disk;
use crate::form::{Form, Prefill};
use crate::profile::indicators::{Library, Table, Which, prefill};
use crate::profile::{Profile, Slot};

/// The tables of these ids.
pub(super) fn chosen<'a>(library: &'a Library, ids: &[&str]) -> Result<Vec<&'a Table>, Error> {
    let table = |id: &&str| {
        library.table(id).ok_or_else(|| Error::NoTable {
            id: (*id).to_owned(),
            known: library.ids().collect::<Vec<_>>().join(" / "),
        })
    };
    ids.iter().map(table).collect()
}

/// What some tables fill in the paper of a slot, for the grade that is applied for.
pub(super) fn rows(
    library: &Library,
    tables: &[&Table],
    profile: &Profile,
    (slot, form): (&Slot, &Form),
    grade: &str,
) -> Prefill {
    // Tables name grades as the choices of forms do.
    let ladder = profile.ladder_of(grade);
    let known = ladder.and_then(|l| l.grades.iter().find(|g| g.id == grade || g.name == grade));
    let id = known.map_or(grade, |g| g.id.as_str());
    prefill(library, tables, form, id, slot.indicators.unwrap_or(Which::All))
}

impl Case {
    /// The indicator tables that it pins; `None` where it was made without.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn indicators(&self) -> Result<Option<Library>, Error> {
        let folder = self.dir.join(layout::INDICATORS);
        Ok(if disk::is_folder(&folder) { Some(Library::load(&folder)?) } else { None })
    }

    /// What is known of a slot's paper before anybody fills it in: the rows of the pinned tables.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn prefilled(&self, slot: &Slot, form: &Form) -> Result<Prefill, Error> {
        let Some(library) = self.indicators()? else { return Ok(Prefill::default()) };
        let ids: Vec<&str> = library.ids().collect();
        let tables = chosen(&library, &ids)?;
        Ok(rows(&library, &tables, &self.profile, (slot, form), &self.facts.grade))
    }
}
