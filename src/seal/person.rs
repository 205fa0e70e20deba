//! A person as the key ring names them: `p-` and four to nine digits (`formats.md` §1).

use std::fmt;

/// A person's id; also the principal in `allowed_signers`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Person(String);

impl Person {
    /// Reads `p-` and four to nine ASCII digits; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("p-")?;
        let fits = (4..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_p_and_four_to_nine_digits() {
        for good in ["p-0001", "p-123456789"] {
            assert_eq!(Person::parse(good).unwrap().to_string(), good);
        }
        for bad in ["p-001", "p-1234567890", "P-0001", "p0001", "p-00０1", "p-0001 ", "", "p-"] {
            assert!(Person::parse(bad).is_none(), "{bad:?}");
        }
    }
}
