//! Where a statement's files lie (`formats.md` §2): the name follows from what the statement says
//! and must equal it.

use super::carriers::{ENVELOPE, SIDE_CAR, STATEMENT};
use super::person::Person;
use super::predicate::Predicate;

/// Folder of openings and seals.
pub const SEALS: &str = "seals";
/// Folder of reviews and rosters.
pub const REVIEWS: &str = "reviews";
/// What stands for the stage in an opening's name.
const OPEN: &str = "open";
/// What begins a roster's name.
const ROSTER: &str = "roster.";

/// The three files of a statement with this stem: itself, its envelope, its side-car.
#[must_use]
pub fn files(stem: &str) -> [String; 3] {
    [STATEMENT, ENVELOPE, SIDE_CAR].map(|suffix| format!("{stem}{suffix}"))
}

/// The stem of a statement's file or of one of its carriers.
#[must_use]
pub fn stem(file: &str) -> Option<&str> {
    // The envelope's suffix ends in the statement's, so it is tried first.
    [ENVELOPE, SIDE_CAR, STATEMENT].iter().find_map(|s| file.strip_suffix(s))
}

/// Where the statements of the stage that seal `nn` closes lie.
#[must_use]
pub fn reviews_folder(nn: u64, stage: &str) -> String {
    format!("{REVIEWS}/{nn:02}-{stage}")
}

/// The stem of a statement's files. An opening stands at place `at` of the chain, 0 at the start.
#[must_use]
pub fn stem_of(predicate: &Predicate, at: u64) -> String {
    match predicate {
        Predicate::Open(_) => format!("{SEALS}/{at:02}-{OPEN}"),
        Predicate::Seal(p) => format!("{SEALS}/{:02}-{}", p.nn, p.stage),
        Predicate::Review(p) => {
            let folder = reviews_folder(p.nn, &p.stage);
            format!("{folder}/{}.{}.{}", p.seat, p.person, p.k)
        }
        Predicate::Roster(p) => {
            let folder = reviews_folder(p.nn, &p.stage);
            format!("{folder}/{ROSTER}{}.{}.{}", p.seat, p.person, p.k)
        }
    }
}

/// The number and the rest of `<nn>-<rest>`: two digits, more only where the number needs them.
#[must_use]
pub fn numbered(name: &str) -> Option<(u64, &str)> {
    let (digits, rest) = name.split_once('-')?;
    let number: u64 = digits.parse().ok()?;
    (format!("{number:02}") == digits).then_some((number, rest))
}

/// What the stem of a file in a folder of reviews says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ReviewName {
    /// Whether it is a roster.
    pub roster: bool,
    /// The seat; the plural seat of a roster.
    pub seat: String,
    /// Who signs.
    pub person: Person,
    /// The how-manieth.
    pub k: u64,
}

impl ReviewName {
    /// Reads `[roster.]<seat>.<person>.<k>`.
    #[must_use]
    pub fn parse(stem: &str) -> Option<Self> {
        let mut parts = stem.rsplitn(3, '.');
        let (k, person, seat) = (parts.next()?, parts.next()?, parts.next()?);
        let number: u64 = k.parse().ok().filter(|n: &u64| *n > 0 && n.to_string() == k)?;
        let person = Person::parse(person)?;
        let (roster, seat) = match seat.strip_prefix(ROSTER) {
            Some(seat) => (true, seat),
            None => (false, seat),
        };
        let seat = crate::base::name::is_id(seat).then(|| seat.to_string())?;
        Some(Self { roster, seat, person, k: number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling() {
        let name = ReviewName::parse("roster.site.checker.p-0003.12").unwrap();
        assert!(name.roster && name.seat == "site.checker" && name.k == 12);
        assert!(!ReviewName::parse("site.leader.p-0003.1").unwrap().roster);
        for bad in ["site.p-0003.0", "site.p-0003.01", "site.p-3.1", "p-0003.1", "a/b.p-0003.1"] {
            assert!(ReviewName::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(numbered("07-site"), Some((7, "site")));
        assert_eq!(numbered("107-site"), Some((107, "site")));
        for bad in ["7-site", "007-site", "site", "-site", "+7-site"] {
            assert_eq!(numbered(bad), None, "{bad}");
        }
        assert_eq!(stem("a.dsse.json"), Some("a"));
        assert_eq!(stem("a.json.sig"), Some("a"));
    }
}
