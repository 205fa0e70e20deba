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
