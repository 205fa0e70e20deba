//! How grades of different ladders may be read together (`rules.md` A8, Q11). No text orders them,
//! so a reading only suggests: a person takes it or does not.

use std::path::Path;

use serde::Deserialize;

use super::super::Error;
use super::grading::{OfLadder, Scale};
use super::table::{MOST_GRADES, fits, twice};
use crate::base::{name, toml};

/// Most readings, and most ladders that one reads.
const MOST: usize = 50;

/// Most characters of a name or note.
const LONGEST: usize = 200;

/// The readings at hand.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Each for one purpose.
    #[serde(default, rename = "reading")]
    pub list: Vec<Reading>,
}

/// How other ladders are read on one, for one purpose.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// ASCII id.
    pub id: String,
    /// The purpose, in Chinese.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The ladder on which the others are read.
    pub to: String,
    /// The article that it leans on.
    pub cite: String,
    /// Why it reads so, in Chinese.
    pub note: String,
    /// The same in English.
    pub note_en: String,
    /// How each other ladder is read.
    pub from: Vec<OtherLadder>,
}

/// How the grades of one ladder are read on another.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherLadder {
    /// The ladder.
    pub ladder: String,
    /// Its grades.
    pub grades: Vec<AsGrade>,
}

/// What a grade of one ladder is on another: exactly one of the three is said.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsGrade {
    /// The grade.
    pub grade: String,
    /// It is as good as this one.
    pub r#as: Option<String>,
    /// It is at least as good as this one.
    pub at_least: Option<String>,
    /// It is the lowest.
    #[serde(default)]
    pub lowest: bool,
}

/// What a reading makes of several ladders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggested {
    /// The reading's id.
    pub reading: String,
    /// Its purpose, in Chinese.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The article it leans on.
    pub cite: String,
    /// The ladder of the grade.
    pub ladder: String,
    /// The grade.
    pub grade: String,
    /// Whether it may be better than that.
    pub at_least: bool,
}

impl Readings {
    /// Reads them from text; `file` only names it in errors.
    ///
    /// # Errors
    /// Not of that shape, or a reading that says nothing or two things.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Error> {
        let readings: Self = toml::parse(file, text)?;
        match readings.problem() {
            None => Ok(readings),
            Some(problem) => Err(Error::Inconsistent { file: file.display().to_string(), problem }),
        }
    }

    /// What each reading makes of the worst grades of several ladders; a reading that does not know
    /// one of them makes nothing of it.
    #[must_use]
    pub fn suggest(&self, ladders: &[OfLadder]) -> Vec<Suggested> {
        self.list.iter().filter_map(|reading| reading.suggest(ladders)).collect()
    }

    fn problem(&self) -> Option<String> {
        if self.list.len() > MOST {
            return Some(format!("{} readings; at most {MOST} are possible", self.list.len()));
        }
        twice(self.list.iter().map(|r| &r.id), "reading")
            .or_else(|| self.list.iter().find_map(Reading::problem))
    }
}

impl Reading {
    fn suggest(&self, ladders: &[OfLadder]) -> Option<Suggested> {
        // Two ladders of one name that differ are not what the reading means.
        let mut targets = ladders.iter().filter(|l| l.scale.ladder() == self.to);
        let (target, None) = (targets.next()?, targets.next()) else { return None };
        let places: Option<Vec<(usize, bool)>> =
            ladders.iter().map(|l| self.place(&target.scale, l)).collect();
        // The lowest counts; of two alike, an exact one settles it.
        let (place, at_least) =
            places?.into_iter().max_by_key(|(place, at_least)| (*place, !at_least))?;
        Some(Suggested {
            reading: self.id.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            cite: self.cite.clone(),
            ladder: self.to.clone(),
            grade: target.scale.grade(place)?.to_string(),
            at_least,
        })
    }

    /// The place of a ladder's worst grade on the target, and whether it is only a bound.
    fn place(&self, target: &Scale, of: &OfLadder) -> Option<(usize, bool)> {
        if of.scale == *target {
            return Some((target.place(&of.grade)?, false));
        }
        let from = self.from.iter().find(|f| f.ladder == of.scale.ladder())?;
        let read = from.grades.iter().find(|g| g.grade == of.grade)?;
        match (&read.r#as, &read.at_least) {
            (Some(grade), _) => Some((target.place(grade)?, false)),
            (None, Some(grade)) => Some((target.place(grade)?, true)),
            (None, None) => Some((target.lowest(), false)),
        }
    }

    fn problem(&self) -> Option<String> {
        let id = &self.id;
        let words = [&self.name, &self.name_en, &self.note, &self.note_en, &self.cite];
        if !name::is_id(&self.to) || !words.iter().all(|w| fits(w, 1, LONGEST)) {
            return Some(format!("reading `{id}` lacks a ladder, a name, a note or an article"));
        }
        if self.from.is_empty() || self.from.len() > MOST {
            return Some(format!("reading `{id}` reads no ladder, or too many"));
        }
        if self.from.iter().any(|f| f.ladder == self.to) {
            return Some(format!("reading `{id}` reads a ladder on itself"));
        }
        let one = |g: &AsGrade| {
            let said = [g.r#as.is_some(), g.at_least.is_some(), g.lowest];
            said.into_iter().filter(|s| *s).count() == 1
        };
        twice(self.from.iter().map(|f| &f.ladder), "ladder").or_else(|| {
            self.from.iter().find_map(|f| {
                if f.grades.is_empty() || f.grades.len() > MOST_GRADES || !f.grades.iter().all(one)
                {
                    return Some(format!("reading `{id}` does not say one thing of each grade"));
                }
                twice(f.grades.iter().map(|g| &g.grade), "grade")
            })
        })
    }
}
