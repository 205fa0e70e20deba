//! The profiles that are built in.

use std::path::Path;

use super::{Error, Profile};

/// Id and text of each built-in profile, sorted by id.
pub const BUILT_IN: &[(&str, &str)] = include!("../../profiles/built_in.rs");

/// The built-in profile of an id, with its text.
///
/// # Errors
/// [`Error::Unknown`] where none has the id.
pub fn built_in(id: &str) -> Result<(Profile, &'static str), Error> {
    let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == id) else {
        let known = BUILT_IN.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
        return Err(Error::Unknown { id: id.to_string(), known });
    };
    Ok((Profile::parse(Path::new(id), text)?, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_consistent() {
        for (id, _) in BUILT_IN {
            let (profile, _) = built_in(id).unwrap();
            assert_eq!(profile.id, *id);
        }
        assert!(matches!(built_in("none"), Err(Error::Unknown { .. })));
    }

    #[test]
    fn every_slot_fits_its_form() {
        let forms = crate::form::Library::built_in().unwrap();
        for (id, _) in BUILT_IN {
            let (profile, _) = built_in(id).unwrap();
            for slot in profile.slots.iter().filter(|s| s.form.is_some()) {
                let form = slot.form.as_deref().and_then(|f| forms.form(f));
                let form = form.unwrap_or_else(|| panic!("{id}: {} lacks its form", slot.id));
                assert_eq!(form.misfit(&profile.fit(slot)), None, "{id}: {}", slot.id);
            }
        }
    }

    #[test]
    fn a_slot_can_put_only_known_seats_and_only_into_a_form() {
        let (_, text) = BUILT_IN[0];
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
        let (mut profile, _) = built_in(BUILT_IN[0].0).unwrap();
        assert_eq!(profile.city(), Some(profile.issuer.as_str()));
        profile.scope.divisions.push("130000".into());
        assert_eq!(profile.city(), None);
    }

    #[test]
    fn a_misspelt_rule_is_refused_not_ignored() {
        let (_, text) = BUILT_IN[0];
        for (from, to) in [
            ("need = \"required\"", "ned = \"required\""),
            ("seals = ", "seal = "),
            ("stage = \"intake\"", "stage = \"intak\""),
            ("\"app.evid\", \"app.commit\"", "\"app.evid\", \"app.comit\""),
            ("listed_by = \"site.leader\"\n", ""),
        ] {
            assert!(text.contains(from));
            assert!(Profile::parse(Path::new("x"), &text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
