//! The grade that checked rows reach on the ladder of the filed dossier's own rules (短板原则).

use super::Item;
use crate::profile::Profile;
use crate::profile::indicators::{Flaw, Judged, Outcome, Reached, Scale, reached};

/// The grade that rows reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grade {
    /// A grade of the ladder.
    Reached {
        /// Its name.
        name: String,
        /// Its place on the ladder, 0 for the best.
        place: usize,
        /// The rows that hold it there.
        held_by: Vec<usize>,
    },
    /// Rows that cannot be counted, and why: `unanswered`, `no-grade`, `other-ladder`, `contradicts`.
    Open(Vec<(usize, &'static str)>),
    /// No row counts, or the rules have no ladder.
    Nothing,
}

/// What rows reach, held against the grade that was filed.
pub(super) fn of<'i>(
    profile: &Profile,
    filed: &str,
    rows: impl IntoIterator<Item = (&'i Item, bool)>,
) -> Grade {
    let Some(ladder) = profile.ladder_of(filed) else { return Grade::Nothing };
    let Some(scale) = Scale::new(&ladder.id, ladder.grades.iter().map(|g| g.id.as_str())) else {
        return Grade::Nothing;
    };
    let applied = ladder.place(filed).and_then(|at| ladder.grades.get(at)).map(|g| g.id.as_str());
    let rows: Vec<Judged> =
        rows.into_iter().filter(|(_, cured)| !cured).map(|(item, _)| judged(item)).collect();
    match reached(&scale, applied, &rows) {
        Reached::Nothing => Grade::Nothing,
        Reached::Open(flaws) => {
            let word = |flaw: &Flaw| match flaw {
                Flaw::Unanswered => "unanswered",
                Flaw::NoGrade => "no-grade",
                Flaw::OtherLadder(_) => "other-ladder",
                Flaw::Contradicts(_) => "contradicts",
            };
            Grade::Open(flaws.iter().map(|(row, flaw)| (*row, word(flaw))).collect())
        }
        Reached::Grade { grade, held_by } => {
            let place = scale.place(&grade).unwrap_or_default();
            let name = ladder.grades.get(place).map_or(grade, |g| g.name.clone());
            Grade::Reached { name, place, held_by }
        }
    }
}

fn judged(item: &Item) -> Judged {
    Judged {
        row: item.number,
        industry: String::new(),
        process: String::new(),
        outcome: outcome(&item.result.0),
        reach: (!item.reach.0.is_empty()).then(|| item.reach.0.clone()),
    }
}

/// What an answer means.
pub(super) fn outcome(word: &str) -> Option<Outcome> {
    match word {
        "met" => Some(Outcome::Met),
        "unmet" => Some(Outcome::Unmet),
        "na" => Some(Outcome::NotApplicable),
        _ => None,
    }
}
