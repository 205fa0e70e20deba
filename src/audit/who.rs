//! Who answers for one row of a table that reviewers signed row by row (`formats.md` §3: `rows`).

use std::collections::BTreeMap;

use crate::base::disk;
use crate::form::{Form, Row};
use crate::seal::Dossier;
use crate::seal::verify::Signing;

/// The row of one table, and everybody who signed for it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The table, as `slot-id.table`.
    pub table: String,
    /// The stages and seats whose holders answer for its rows: stage id, seat id, their titles.
    pub seats: Vec<(String, String, String, String)>,
    /// The form of the table, as its slot uses it, and what stands in the row; `None` where the
    /// paper has no such row or cannot be read.
    pub row: Option<(Form, Row)>,
    /// The statements that name the row, those that count first, as they stand in the chain.
    pub signings: Vec<Signing>,
    /// The names of all who signed the dossier, by their numbers, as the key ring has them.
    pub names: BTreeMap<String, String>,
}

/// Who answers for a row (its running number), table by table in the order of the profile; empty
/// where the rules bind nobody to rows.
///
/// # Errors
/// A paper cannot be read.
pub fn who(
    dossier: &Dossier<'_>,
    signings: &[Signing],
    row: &str,
) -> Result<Vec<Answer>, disk::Error> {
    let Some(rules) = &dossier.rules else { return Ok(Vec::new()) };
    let mut answers: Vec<Answer> = Vec::new();
    for stage in &rules.profile.stages {
        for seat in &stage.seats {
            let Some(table) = &seat.rows else { continue };
            let titled = (stage.id.clone(), seat.id.clone());
            let titled = (titled.0, titled.1, stage.title.clone(), seat.title.clone());
            match answers.iter_mut().find(|a| a.table == *table) {
                Some(answer) => answer.seats.push(titled),
                None => answers.push(Answer {
                    table: table.clone(),
                    seats: vec![titled],
                    row: content(dossier, table, row)?,
                    signings: Vec::new(),
                    names: signings
                        .iter()
                        .map(|s| (s.person.to_string(), s.name.clone()))
                        .collect(),
                }),
            }
        }
    }
    for answer in &mut answers {
        let of = |s: &&Signing| {
            let seat =
                answer.seats.iter().any(|(stage, seat, ..)| *stage == s.stage && *seat == s.seat);
            seat && s.rows.iter().any(|r| r == row)
        };
        answer.signings = signings.iter().filter(of).cloned().collect();
        answer.signings.sort_by_key(|s| !s.in_force);
    }
    answers.retain(|a| a.row.is_some() || !a.signings.is_empty());
    Ok(answers)
}

/// What stands in a row.
fn content(
    dossier: &Dossier<'_>,
    table: &str,
    row: &str,
) -> Result<Option<(Form, Row)>, disk::Error> {
    let Some((slot, table)) = table.rsplit_once('.') else { return Ok(None) };
    let Some(paper) = dossier.paper(slot)? else { return Ok(None) };
    let number = row.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = number.and_then(|at| paper.filled.rows(table).get(at).cloned());
    Ok(found.map(|found| (paper.form, found)))
}
