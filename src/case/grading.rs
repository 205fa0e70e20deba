//! The grade that the papers' indicator rows reach (短板原则), held against the grade applied for.

use super::layout;
use super::look::Sight;
use crate::profile::indicators::{
    self, By, Flaw, Judged, Outcome, Overall, Part, Reached, Scale, Suggested, judged, parts,
};
use crate::profile::{Across, Grading, Ladder, Rows};
use crate::verdict::{Bearing, Code, Finding, Place};

pub(super) fn findings(sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
    let Some(rule) = &sight.case.profile.grading else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for rows in &rule.rows {
        let concerns = |s: &crate::profile::Slot| s.concerns(&sight.case.facts.grade);
        if sight.case.profile.slot(&rows.slot).is_some_and(concerns) {
            out.extend(paper(sight, rule, rows)?);
        }
    }
    Ok(out)
}

/// What one paper's rows come to.
fn paper(sight: &Sight<'_>, rule: &Grading, rows: &Rows) -> Result<Vec<Finding>, super::Error> {
    let filled = sight.typed(&rows.slot)?;
    let profile = &sight.case.profile;
    let Some(ladder) = profile.ladder_of(&sight.case.facts.grade) else { return Ok(Vec::new()) };
    let applied = ladder.place(&sight.case.facts.grade).and_then(|at| ladder.grades.get(at));
    let applied = applied.map(|g| g.id.as_str());
    let cured = match rows.cured.as_ref().or(rule.cured.as_ref()) {
        Some(when) => sight.holds(when)? == Some(true),
        None => false,
    };
    let mut answered = judged(filled.rows(&rows.table));
    // What was put right afterwards holds nobody back any more; the paper keeps saying what was seen.
    answered.retain(|row| !(cured && row.outcome == Some(Outcome::Unmet)));
    let say = Say { sight, rule, rows };
    let mut out = Vec::new();
    let mut all = Vec::new();
    for (name, own) in parts(&answered, by(profile.ladders.as_slice(), &answered)) {
        let scale = own_ladder(profile.ladders.as_slice(), ladder, &own).and_then(scale);
        let Some(scale) = scale else { continue };
        let reached = indicators::reached(&scale, applied, &own);
        match &reached {
            Reached::Open(flaws) => {
                out.extend(flaws.iter().filter_map(|(row, flaw)| say.flaw(*row, flaw)));
            }
            Reached::Grade { grade, held_by } if scale.ladder() == ladder.id => {
                let worse = applied.and_then(|a| Some(scale.place(grade)? > scale.place(a)?));
                if worse == Some(true) && rule.across == Across::Apart {
                    out.push(say.below(ladder, &name, grade, held_by));
                }
            }
            Reached::Grade { .. } | Reached::Nothing => {}
        }
        all.push((Part { name, scale, reached }, own));
    }
    if !out.is_empty() {
        return Ok(out);
    }
    let together: Vec<Part> = all.iter().map(|(part, _)| part.clone()).collect();
    match indicators::enterprise(&together, sight.look.readings) {
        Overall::Grade(of) => {
            let worse = applied.and_then(|a| Some(of.scale.place(&of.grade)? > of.scale.place(a)?));
            if worse == Some(true) && rule.across == Across::Lowest {
                let held = |(part, _): &&(Part, Vec<Judged>)| of.held_by.contains(&part.name);
                let rows: Vec<usize> = all
                    .iter()
                    .filter(held)
                    .filter_map(|(part, _)| match &part.reached {
                        Reached::Grade { held_by, .. } => Some(held_by.clone()),
                        Reached::Nothing | Reached::Open(_) => None,
                    })
                    .flatten()
                    .collect();
                out.push(say.below(ladder, &of.held_by.join("、"), &of.grade, &rows));
            }
        }
        Overall::Mixed { ladders, suggested } => {
            let told = ladders.iter().map(|l| say.name(&l.grade)).collect::<Vec<_>>().join("、");
            out.push(say.mixed(&told, &suggested));
        }
        Overall::Open(_) | Overall::Nothing => {}
    }
    Ok(out)
}

/// What rows are told apart by: industries, unless the rows of one stand on several ladders, because
/// its processes do.
fn by(ladders: &[Ladder], rows: &[Judged]) -> By {
    let stands = |grade: &str| ladders.iter().position(|l| l.place(grade).is_some());
    let several = |(_, own): &(String, Vec<Judged>)| {
        let mut ladders = own.iter().filter_map(|row| stands(row.reach.as_deref()?));
        let first = ladders.next();
        ladders.any(|ladder| Some(ladder) != first)
    };
    if parts(rows, By::Industry).iter().any(several) { By::Process } else { By::Industry }
}

/// The ladder of rows: the one on which the grade of the first that bears one stands.
fn own_ladder<'l>(all: &'l [Ladder], main: &'l Ladder, rows: &[Judged]) -> Option<&'l Ladder> {
    let first = rows.iter().find_map(|row| row.reach.as_deref());
    match first {
        Some(grade) if main.place(grade).is_none() => all.iter().find(|l| l.place(grade).is_some()),
        _ => Some(main),
    }
}

fn scale(ladder: &Ladder) -> Option<Scale> {
    Scale::new(&ladder.id, ladder.grades.iter().map(|g| g.id.as_str()))
}

/// How findings of one paper are put.
struct Say<'a, 'c> {
    sight: &'a Sight<'c>,
    rule: &'a Grading,
    rows: &'a Rows,
}

impl Say<'_, '_> {
    fn finding(&self, code: Code, row: Option<usize>) -> Finding {
        let table = &self.rows.table;
        let field = row.map_or_else(|| table.clone(), |n| format!("{table}[{n}]"));
        let place = Place::field(layout::typed(&self.rows.slot), 0, field);
        let clause = format!("{} {}", self.sight.case.profile.short, self.rule.cite);
        Finding::new(code, place).under(clause)
    }

    fn name(&self, grade: &str) -> String {
        let ladder = self.sight.case.profile.ladder_of(grade);
        let named = ladder.and_then(|l| l.grades.get(l.place(grade)?));
        named.map_or_else(|| grade.to_string(), |g| g.name.clone())
    }

    fn below(&self, ladder: &Ladder, part: &str, grade: &str, held_by: &[usize]) -> Finding {
        let rows = held_by.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        let grade = ladder.place(grade).and_then(|at| ladder.grades.get(at)).map(|g| &g.name);
        let part = if part.is_empty() { "none" } else { part };
        self.finding(Code::CaseGradeBelow, held_by.first().copied())
            .with("applied", &self.sight.case.facts.grade)
            .with("reached", grade.map_or("", String::as_str))
            .with("part", part)
            .with("rows", rows)
    }

    fn mixed(&self, ladders: &str, suggested: &[Suggested]) -> Finding {
        let told: Vec<String> =
            suggested.iter().map(|s| format!("{}：{}", s.name, self.name(&s.grade))).collect();
        self.finding(Code::CaseGradeMixed, None)
            .with("ladders", ladders)
            .with("suggested", told.join("；"))
            .bearing(Bearing::Unsettled)
    }

    /// An answer that contradicts itself; one that is missing is told where fields are checked.
    fn flaw(&self, row: usize, flaw: &Flaw) -> Option<Finding> {
        let reach = match flaw {
            Flaw::Unanswered | Flaw::NoGrade => return None,
            Flaw::OtherLadder(grade) | Flaw::Contradicts(grade) => grade,
        };
        let finding = self.finding(Code::CaseGradeContradicts, Some(row));
        let applied = &self.sight.case.facts.grade;
        Some(finding.with("row", row).with("reach", self.name(reach)).with("applied", applied))
    }
}
