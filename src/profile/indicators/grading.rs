//! The grade that answered indicators reach: the worst of its rows for each industry or process
//! (短板原则), and the worst over these for the enterprise, within one ladder.
//!
//! Which grade is better than which stands in the ladder that is handed in, best first, and nowhere
//! here. Ladders of different kinds are never merged: the grade of each is handed back, with
//! readings that a person may take (`rules.md` A8, Q11). What was answered badly is handed back too;
//! nothing answered is no grade.

use super::readings::{Readings, Suggested};
use super::table::MOST_GRADES;
use crate::base::name;
use crate::form::{Row, Value};

/// The grades of one ladder, best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scale {
    ladder: String,
    grades: Vec<String>,
}

impl Scale {
    /// A ladder's grades, best first, as choices in forms write them. None where there are no grades
    /// or too many, or one stands twice or is no id.
    #[must_use]
    pub fn new<G: Into<String>>(
        ladder: impl Into<String>,
        grades: impl IntoIterator<Item = G>,
    ) -> Option<Self> {
        // One more than there may be is enough to see that there are too many.
        let grades: Vec<String> =
            grades.into_iter().take(MOST_GRADES + 1).map(Into::into).collect();
        let sound = super::table::twice(&grades, "grade").is_none();
        let ladder = ladder.into();
        (sound && (1..=MOST_GRADES).contains(&grades.len()) && name::is_id(&ladder))
            .then_some(Self { ladder, grades })
    }

    /// The ladder's id.
    #[must_use]
    pub fn ladder(&self) -> &str {
        &self.ladder
    }

    /// The place of a grade, 0 for the best.
    #[must_use]
    pub fn place(&self, grade: &str) -> Option<usize> {
        self.grades.iter().position(|g| g == grade)
    }

    /// The grade of a place.
    #[must_use]
    pub fn grade(&self, place: usize) -> Option<&str> {
        self.grades.get(place).map(String::as_str)
    }

    /// The place of the lowest grade.
    #[must_use]
    pub fn lowest(&self) -> usize {
        self.grades.len().saturating_sub(1)
    }
}

/// Whether an indicator's demand is met, at the grade that is applied for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// 满足.
    Met,
    /// 不满足.
    Unmet,
    /// 不涉及: it does not count.
    NotApplicable,
}

/// An answered row of indicators.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Its number on paper, from 1.
    pub row: usize,
    /// The industry it belongs to; empty where the paper is about one industry.
    pub industry: String,
    /// The process or facility; may be empty.
    pub process: String,
    /// The answer, if one was given.
    pub outcome: Option<Outcome>,
    /// The grade that the state of the enterprise reaches, if one was given.
    pub reach: Option<String>,
}

/// The answered rows of a form's table: its columns `result` and `reach`, and `industry` and `unit`
/// where it has them.
#[must_use]
pub fn judged(rows: &[Row]) -> Vec<Judged> {
    let text = |row: &Row, column: &str| match row.get(column) {
        Some(Value::Text(text) | Value::Choice(text)) => Some(text.clone()),
        _ => None,
    };
    let judge = |(number, row): (usize, &Row)| Judged {
        row: number,
        industry: text(row, "industry").unwrap_or_default(),
        process: text(row, "unit").unwrap_or_default(),
        outcome: match text(row, "result").as_deref() {
            Some("met") => Some(Outcome::Met),
            Some("unmet") => Some(Outcome::Unmet),
            Some("na") => Some(Outcome::NotApplicable),
            _ => None,
        },
        reach: text(row, "reach"),
    };
    (1..).zip(rows).map(judge).collect()
}

/// What grades are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Each industry has a grade.
    Industry,
    /// Each process of each industry has a grade.
    Process,
}

/// The rows of each industry or process, named, in the order in which they first appear. A process
/// of an industry is named `industry／process`.
#[must_use]
pub fn parts(rows: &[Judged], by: By) -> Vec<(String, Vec<Judged>)> {
    let mut parts: Vec<(String, Vec<Judged>)> = Vec::new();
    for row in rows {
        let name = match by {
            By::Industry => row.industry.clone(),
            By::Process if row.industry.is_empty() => row.process.clone(),
            By::Process if row.process.is_empty() => row.industry.clone(),
            By::Process => format!("{}／{}", row.industry, row.process),
        };
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, own)) => own.push(row.clone()),
            None => parts.push((name, vec![row.clone()])),
        }
    }
    parts
}

/// Why a row cannot be counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// No answer.
    Unanswered,
    /// Met or not, but no grade is given that it reaches.
    NoGrade,
    /// The grade is none of this ladder.
    OtherLadder(String),
    /// The answer and the grade contradict each other: met below the grade applied for, or not met
    /// at it.
    Contradicts(String),
}

/// The grade that rows reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reached {
    /// A grade of the ladder.
    Grade {
        /// Its id.
        grade: String,
        /// The rows that hold it there: the shortest planks.
        held_by: Vec<usize>,
    },
    /// No row counts: there are none, or none applies.
    Nothing,
    /// Rows cannot be counted, so no grade is given.
    Open(Vec<(usize, Flaw)>),
}

/// The grade that the rows of one industry or process reach on its ladder: the worst of them.
/// `applied` is the grade that was applied for, against which answers are held; without it, or
/// where it stands on another ladder, they are held against the best.
#[must_use]
pub fn reached<'a>(
    scale: &Scale,
    applied: Option<&str>,
    rows: impl IntoIterator<Item = &'a Judged>,
) -> Reached {
    let wanted = applied.and_then(|grade| scale.place(grade));
    let (mut flaws, mut counted) = (Vec::new(), Vec::new());
    for row in rows {
        match place(scale, wanted, row) {
            Ok(Some(place)) => counted.push((place, row.row)),
            Ok(None) => {}
            Err(flaw) => flaws.push((row.row, flaw)),
        }
    }
    if !flaws.is_empty() {
        return Reached::Open(flaws);
    }
    let worst = counted.iter().map(|(place, _)| *place).max();
    let Some((worst, grade)) = worst.and_then(|worst| Some((worst, scale.grade(worst)?))) else {
        return Reached::Nothing;
    };
    let held_by = counted.iter().filter(|(place, _)| *place == worst).map(|(_, row)| *row);
    Reached::Grade { grade: grade.to_string(), held_by: held_by.collect() }
}

/// The place of the grade that a row reaches; none where the row does not count.
fn place(scale: &Scale, wanted: Option<usize>, row: &Judged) -> Result<Option<usize>, Flaw> {
    let met = match row.outcome {
        None => return Err(Flaw::Unanswered),
        Some(Outcome::NotApplicable) => return Ok(None),
        Some(Outcome::Met) => true,
        Some(Outcome::Unmet) => false,
    };
    let reach = row.reach.as_deref().ok_or(Flaw::NoGrade)?;
    let place = scale.place(reach).ok_or_else(|| Flaw::OtherLadder(reach.to_string()))?;
    let contradicts = match wanted {
        Some(wanted) => met != (place <= wanted),
        // Without a grade applied for, only this much is sure: the best leaves nothing unmet.
        None => !met && place == 0,
    };
    if contradicts { Err(Flaw::Contradicts(reach.to_string())) } else { Ok(Some(place)) }
}

/// One industry or process of an enterprise with the grade it reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its ladder.
    pub scale: Scale,
    /// What its rows reach.
    pub reached: Reached,
}

/// The worst grade of the parts on one ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfLadder {
    /// The ladder.
    pub scale: Scale,
    /// The worst grade on it.
    pub grade: String,
    /// The parts that hold it there.
    pub held_by: Vec<String>,
}

/// The grade of the whole enterprise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Overall {
    /// One ladder, and the worst grade on it.
    Grade(OfLadder),
    /// Several ladders, which no text orders against each other (Q11): a person decides.
    Mixed {
        /// The worst grade on each, in the order in which the ladders first appear.
        ladders: Vec<OfLadder>,
        /// What the readings at hand would make of it.
        suggested: Vec<Suggested>,
    },
    /// These parts have no grade, so the enterprise has none: rows cannot be counted.
    Open(Vec<String>),
    /// No part has rows that count.
    Nothing,
}

/// The grade of an enterprise over all its industries or processes. A part of which no row counts
/// is passed over.
#[must_use]
pub fn enterprise(parts: &[Part], readings: &Readings) -> Overall {
    let open: Vec<String> = parts
        .iter()
        .filter(|p| matches!(p.reached, Reached::Open(_)))
        .map(|p| p.name.clone())
        .collect();
    if !open.is_empty() {
        return Overall::Open(open);
    }
    let mut ladders: Vec<OfLadder> = Vec::new();
    for part in parts {
        let Reached::Grade { grade, .. } = &part.reached else { continue };
        let Some(place) = part.scale.place(grade) else {
            return Overall::Open(vec![part.name.clone()]);
        };
        let Some(known) = ladders.iter_mut().find(|l| l.scale == part.scale) else {
            let (scale, grade) = (part.scale.clone(), grade.clone());
            ladders.push(OfLadder { scale, grade, held_by: vec![part.name.clone()] });
            continue;
        };
        let worst = known.scale.place(&known.grade).unwrap_or_default();
        if place > worst {
            known.grade.clone_from(grade);
            known.held_by.clear();
        }
        if place >= worst {
            known.held_by.push(part.name.clone());
        }
    }
    if ladders.len() > 1 {
        let suggested = readings.suggest(&ladders);
        return Overall::Mixed { ladders, suggested };
    }
    ladders.pop().map_or(Overall::Nothing, Overall::Grade)
}
