//! `case.toml`: what is true of a case, typed by a person; never a log.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::base::credit::{self, CreditCode};
use crate::base::time::Day;
use crate::base::{name, toml};
use crate::verdict::{Code, Finding, Place};

/// The facts of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Case id: `<short>-<division>-<round>-<number>`.
    pub case: String,
    /// Id of the profile it was opened under.
    pub profile: String,
    /// The round it belongs to: `2026Q2`.
    pub round: String,
    /// The grade that is applied for.
    pub grade: String,
    /// The branch that handles it.
    pub branch: Branch,
    /// The city bureau, where the regulation was not issued by it.
    pub city: Option<City>,
    /// The enterprise and plant.
    pub enterprise: Enterprise,
    /// Days of the case.
    #[serde(default)]
    pub dates: Dates,
    /// What is special about single slots.
    #[serde(default)]
    pub slot: BTreeMap<String, SlotFacts>,
}

/// The branch bureau (生态环境分局) that handles a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its full name.
    pub name: String,
}

/// The city bureau (市级生态环境主管部门) above the branch.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Its full name.
    pub name: String,
}

/// The enterprise that applies, with the plant that is graded (一厂一册).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Registered name.
    pub name: String,
    /// 统一社会信用代码 (GB 32100).
    pub code: String,
    /// Division code (GB/T 2260).
    pub division: String,
    /// Name of the plant.
    pub plant: String,
    /// Industry codes (GB/T 4754 or names of key industries).
    #[serde(default)]
    pub industries: Vec<String>,
}

/// Days of a case, `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// When the enterprise applied.
    pub applied: Option<::toml::value::Datetime>,
}

/// What is special about a slot.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotFacts {
    /// The ink-signed scan that is the slot's document: `evidence/<slot>/<file>`.
    pub original: Option<String>,
}

impl Facts {
    /// Reads facts from text; `path` only names it in errors.
    ///
    /// # Errors
    /// Not TOML or of another shape.
    pub fn parse(path: &Path, text: &str) -> Result<Self, toml::Error> {
        toml::parse(path, text)
    }

    /// The day of application in machine form, where it is given and a day.
    #[must_use]
    pub fn applied(&self) -> Option<Day> {
        Day::parse(&self.dates.applied?.to_string())
    }

    /// What is wrong with the facts under a profile; `text` is the file, for line numbers.
    #[must_use]
    pub fn check(&self, profile: &crate::profile::Profile, text: &str) -> Vec<Finding> {
        let mut out = Vec::new();
        let mut wrong = |field: &str, problem: &str, value: &str, expected: String| {
            let place = Place::field(super::layout::FACTS, line_of(text, field), field);
            let code = Code::CaseFactInvalid;
            let finding = Finding::new(code, place).with("problem", problem).with("value", value);
            out.push(finding.with("expected", expected));
        };
        if !name::is_id(&self.case) || !self.case.starts_with(&format!("{}-", profile.short)) {
            wrong("case", "form", &self.case, format!("{}-<…>-<…>-0001", profile.short));
        }
        if self.profile != profile.id {
            wrong("profile", "other", &self.profile, profile.id.clone());
        }
        if !profile.scope.grades.contains(&self.grade) {
            wrong("grade", "choice", &self.grade, profile.scope.grades.join(" / "));
        }
        let e = &self.enterprise;
        if self.branch.name.trim().is_empty() {
            wrong("branch.name", "empty", "", String::new());
        }
        if e.name.trim().is_empty() {
            wrong("enterprise.name", "empty", "", String::new());
        }
        if e.plant.trim().is_empty() {
            wrong("enterprise.plant", "empty", "", String::new());
        }
        if e.code.trim().is_empty() {
            wrong("enterprise.code", "empty", "", String::new());
        } else if credit::check(&e.code) == CreditCode::Misshapen {
            wrong("enterprise.code", "form", &e.code, "18".to_string());
        }
        if !profile.scope.covers(&e.division) {
            wrong("enterprise.division", "scope", &e.division, profile.scope.divisions.join(" / "));
        }
        if self.round.is_empty() || !name::is_id(&self.round) {
            wrong("round", "form", &self.round, "2026Q2".to_string());
        }
        match &self.dates.applied {
            None => wrong("dates.applied", "empty", "", String::new()),
            Some(d) if self.applied().is_none() => {
                wrong("dates.applied", "form", &d.to_string(), "2026-03-02".to_string());
            }
            Some(_) => {}
        }
        for slot in self.slot.keys().filter(|s| profile.slot(s).is_none()) {
            wrong(&format!("slot.\"{slot}\""), "unknown-slot", slot, profile.id.clone());
        }
        let place = |field: &str| Place::field(super::layout::FACTS, line_of(text, field), field);
        out.extend(super::codes::doubts(self, place));
        out
    }
}

/// The line on which a dotted key of a table stands, 0 where it is not found.
fn line_of(text: &str, field: &str) -> usize {
    let (table, key) = field.rsplit_once('.').unwrap_or(("", field));
    let mut open = "";
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[').and_then(|l| l.split(']').next()) {
            open = head.trim();
        }
        let given = line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if given && open == table {
            return at + 1;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_own_table() {
        let text =
            "case = 'x'\n[branch]\nname = 'a'\n[ enterprise ] # plant\nname='b'\n# code = 1\n";
        assert_eq!(line_of(text, "case"), 1);
        assert_eq!(line_of(text, "branch.name"), 3);
        assert_eq!(line_of(text, "enterprise.name"), 5);
        assert_eq!(line_of(text, "enterprise.code"), 0);
        assert_eq!(line_of(text, "dates.applied"), 0);
    }
}
