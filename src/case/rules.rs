//! The rules that a case pins when it is made: `rules/profile.toml`, its forms, the calendars,
//! the indicator tables it takes
//! (`formats.md` §2). The one place that knows which files these are.

use std::collections::BTreeMap;

use super::{Error, layout};
use crate::profile::{Profile, Shelf};

/// The files of `rules/` that a case under a profile pins: name and text.
///
/// # Errors
/// A form of the profile is not on the shelf.
pub fn pinned(
    profile: &Profile,
    text: &str,
    shelf: &Shelf,
) -> Result<BTreeMap<String, String>, Error> {
    let mut files = BTreeMap::from([(layout::PROFILE.to_string(), text.to_string())]);
    for id in profile.forms() {
        let missing = || Error::FormMissing { profile: profile.id.clone(), form: id.to_string() };
        let source = shelf.forms.source(id).ok_or_else(missing)?;
        files.insert(format!("{}/{id}.toml", layout::FORMS), source.to_string());
    }
    for year in shelf.calendar.years() {
        if let Some(source) = shelf.calendar.source(year) {
            files.insert(format!("{}/{year}.toml", layout::CALENDAR), source.to_string());
        }
    }
    Ok(files)
}

/// The files of `rules/` that a case pins for the indicator tables it takes; none for none.
#[must_use]
pub fn pinned_tables(shelf: &Shelf, ids: &[&str]) -> BTreeMap<String, String> {
    let files = if ids.is_empty() { Vec::new() } else { shelf.indicators.files(ids) };
    let named =
        |(name, text): (String, &str)| (format!("{}/{name}", layout::INDICATORS), text.to_string());
    files.into_iter().map(named).collect()
}
