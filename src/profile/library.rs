//! The rules at hand: the built-in ones, and those of a folder named on the command line.
//!
//! A folder of rules holds `<profile>.toml`, `forms/<form>.toml`, `calendar/<year>.toml` and
//! `indicators/<table>.toml`; what it holds goes before what is built in.

use std::collections::BTreeMap;
use std::path::Path;

use super::indicators::Library;
use super::time::Calendar;
use super::{Error, Profile};
use crate::base::{disk, toml};
use crate::form;

/// Id and text of each built-in profile, sorted by id.
pub const BUILT_IN: &[(&str, &str)] = include!("../../profiles/built_in.rs");

/// Profiles, forms and calendars by id and year.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    profiles: BTreeMap<String, (Profile, String)>,
    /// The forms.
    pub forms: form::Library,
    /// The State Council's days.
    pub calendar: Calendar,
    /// The indicator tables.
    pub indicators: Library,
}

impl Shelf {
    /// What is built in.
    ///
    /// # Errors
    /// A built-in file is faulty; tests keep that from happening.
    pub fn built_in() -> Result<Self, Error> {
        let mut shelf = Self {
            profiles: BTreeMap::new(),
            forms: form::Library::built_in()?,
            calendar: Calendar::built_in()?,
            indicators: Library::built_in()?,
        };
        for (id, text) in BUILT_IN {
            shelf.add(Path::new(&format!("{id}.toml")), (*text).to_string())?;
        }
        Ok(shelf)
    }

    /// The same with the rules of a folder before them.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read, is faulty, or is not named by its id.
    pub fn with(mut self, folder: &Path) -> Result<Self, Error> {
        for entry in disk::list(folder)?.into_iter().filter(|e| e.name.ends_with(".toml")) {
            let text = disk::read_text(&entry.path, toml::LARGEST)?;
            self.add(&entry.path, text)?;
        }
        let forms = folder.join("forms");
        if disk::is_folder(&forms) {
            self.forms = self.forms.with(form::Library::load(&forms)?);
        }
        let calendar = folder.join("calendar");
        if disk::is_folder(&calendar) {
            self.calendar = Calendar::load(&calendar)?.or(&self.calendar)?;
        }
        let indicators = folder.join("indicators");
        if disk::is_folder(&indicators) {
            self.indicators = self.indicators.with(&indicators)?;
        }
        Ok(self)
    }

    fn add(&mut self, file: &Path, text: String) -> Result<(), Error> {
        let profile = Profile::parse(file, &text)?;
        if file.file_stem().is_none_or(|stem| stem != profile.id.as_str()) {
            let problem =
                format!("the profile's id is `{}`, its file is named otherwise", profile.id);
            return Err(Error::Inconsistent { file: file.display().to_string(), problem });
        }
        self.profiles.insert(profile.id.clone(), (profile, text));
        Ok(())
    }

    /// The profile of an id, with its text.
    ///
    /// # Errors
    /// [`Error::Unknown`] where none has the id.
    pub fn profile(&self, id: &str) -> Result<(&Profile, &str), Error> {
        let found = self.profiles.get(id).map(|(profile, text)| (profile, text.as_str()));
        found.ok_or_else(|| Error::Unknown {
            id: id.to_string(),
            known: self.ids().collect::<Vec<_>>().join(", "),
        })
    }

    /// The ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile to change.
    fn tangshan() -> (&'static str, &'static str) {
        *BUILT_IN.iter().find(|(id, _)| id.starts_with("tangshan")).unwrap()
    }

    #[test]
    fn every_built_in_profile_is_consistent() {
        let shelf = Shelf::built_in().unwrap();
        assert_eq!(shelf.ids().count(), BUILT_IN.len());
        for id in shelf.ids() {
            assert_eq!(shelf.profile(id).unwrap().0.id, id);
        }
        assert!(matches!(shelf.profile("none"), Err(Error::Unknown { .. })));
    }

    #[test]
    fn every_slot_fits_its_form() {
        let shelf = Shelf::built_in().unwrap();
        for id in shelf.ids() {
            let (profile, _) = shelf.profile(id).unwrap();
            for slot in profile.slots.iter().filter(|s| s.form.is_some()) {
                let form = slot.form.as_deref().and_then(|f| shelf.forms.form(f));
                let form = form.unwrap_or_else(|| panic!("{id}: {} lacks its form", slot.id));
                assert_eq!(form.misfit(&profile.fit(slot)), None, "{id}: {}", slot.id);
            }
        }
    }

    #[test]
    fn a_slot_can_put_only_known_seats_and_only_into_a_form() {
        let (_, text) = tangshan();
        let with = |form: &str, more: &str| {
            let text = text.replacen(form, &format!("{form}\n{more}"), 1);
            Profile::parse(Path::new("x"), &text)
        };
        let form = "form = \"rect-report\"";
        assert!(text.contains(form));
        let more = "seats = { \"rect.reviewer\" = \"qual.examiner\" }\nfacts = { \"branch.name\" = \"city.name\" }";
        let profile = with(form, more).unwrap();
        let slot = profile.slots.iter().find(|s| !s.seats.is_empty()).unwrap();
        let fit = profile.fit(slot);
        assert_eq!(fit.cite, format!("{} {}", profile.short, slot.cite));
        assert!(fit.heard.contains("qual.examiner") && !fit.heard.contains("filing.compiler"));
        for (form, more) in [
            (form, "seats = { \"rect.reviewer\" = \"nobody\" }"),
            ("title = \"整改佐证材料\"", "facts = { \"branch.name\" = \"city.name\" }"),
        ] {
            assert!(text.contains(form));
            let error = with(form, more).unwrap_err().to_string();
            assert!(error.contains("seat `nobody`") || error.contains("no form to fit"), "{error}");
        }
    }

    #[test]
    fn a_regulation_beyond_one_city_does_not_name_the_city() {
        let (_, text) = tangshan();
        let mut profile = Profile::parse(Path::new("x"), text).unwrap();
        assert_eq!(profile.city(), Some(profile.issuer.as_str()));
        profile.scope.divisions.push("130000".into());
        assert_eq!(profile.city(), None);
    }

    #[test]
    fn a_misspelt_rule_is_refused_not_ignored() {
        let (_, text) = tangshan();
        for (from, to) in [
            ("need = \"required\"", "ned = \"required\""),
            ("seals = ", "seal = "),
            ("stage = \"intake\"", "stage = \"intak\""),
            ("\"app.evid\", \"app.commit\"", "\"app.evid\", \"app.comit\""),
            ("listed_by = \"site.leader\"\n", ""),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(Profile::parse(Path::new("x"), &text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }

    #[test]
    fn what_hangs_on_a_paper_or_a_trait_hangs_on_one_that_there_is() {
        let (_, text) = BUILT_IN.iter().find(|(id, _)| id.starts_with("urumqi")).unwrap();
        for (from, to, told) in [
            ("only_with = \"app.compliance\"", "only_with = \"app.form\"", "does not review"),
            ("warn_trait = \"lowest-c\"", "warn_trait = \"lowest-d\"", "trait `lowest-d`"),
            ("warn_trait = \"lowest-c\"", "when_grades = [\"C\"]", "hangs on nothing"),
            ("warn_trait = \"lowest-c\"", "when_grades = [\"E\"]", "unknown grade `E`"),
            ("also = [\"review.panel\"]", "also = [\"review.evid\"]", "no form slot"),
            ("slot = \"time.relax\"\ntable", "slot = \"site.evid\"\ntable", "no form slot"),
            ("setting = \"q08\"", "setting = \"q99\"", "unknown setting `q99`"),
            (
                "title = \"预公示经办人\"\n",
                "title = \"预公示经办人\"\nonly_with = \"pub.pre\"\n",
                "no seat that is always heard",
            ),
        ] {
            assert!(text.contains(from), "{from}");
            let bent = text.replacen(from, to, 1);
            let error = Profile::parse(Path::new("x"), &bent).unwrap_err().to_string();
            assert!(error.contains(told), "{to}: {error}");
        }
    }

    #[test]
    fn a_folder_goes_before_what_is_built_in() {
        let folder = tempfile::tempdir().unwrap();
        let (id, text) = tangshan();
        let mine = text.replacen("\ntitle = \"", "\ntitle = \"自定", 1);
        disk::write_new(&folder.path().join(format!("{id}.toml")), mine.as_bytes()).unwrap();
        let shelf = Shelf::built_in().unwrap().with(folder.path()).unwrap();
        assert!(shelf.profile(id).unwrap().0.title.starts_with("自定"));
        assert_eq!(shelf.ids().count(), BUILT_IN.len());
        disk::write_new(&folder.path().join("other.toml"), mine.as_bytes()).unwrap();
        assert!(matches!(
            Shelf::built_in().unwrap().with(folder.path()),
            Err(Error::Inconsistent { .. })
        ));
    }
}
