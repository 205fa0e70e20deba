//! The one-time notice of everything that an applicant must put right (一次性告知): which form it is
//! set in and whose papers it concerns.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{Basis, Profile};
use super::rules::binds;

/// How an applicant is told, at once and completely, what has to be put right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The form of the notice.
    pub form: String,
    /// The table of the form.
    pub table: String,
    /// What its columns mean: `item`, `problem`, `demand`, `basis` → id of the column.
    pub columns: BTreeMap<String, String>,
    /// The stages whose papers it concerns.
    pub stages: Vec<String>,
    /// Who must put right: of these stages the received files, and the papers whose forms say that
    /// one of these makes them; and the deadlines of these actors.
    pub makers: Vec<String>,
    /// The grades it is for; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// The roles that the columns of a notice can have.
pub const ROLES: [&str; 4] = ["item", "problem", "demand", "basis"];

impl Profile {
    /// How an applicant for a grade is told what to put right.
    #[must_use]
    pub fn notice(&self, grade: &str) -> Option<&Notice> {
        self.notices.iter().find(|n| binds(&n.grades, grade))
    }

    /// The first thing in the notices that leads nowhere, in English.
    pub(super) fn notices_problem(&self) -> Option<String> {
        self.notices.iter().find_map(|notice| {
            let wrong = |what: String| Some(format!("notice `{}` {what}", notice.form));
            if let Some(stage) = notice.stages.iter().find(|id| self.stage(id).is_none()) {
                return wrong(format!("names the unknown stage `{stage}`"));
            }
            let known = |grade: &&String| !self.scope.grades.contains(*grade);
            if let Some(grade) = notice.grades.iter().find(known) {
                return wrong(format!("names the unknown grade `{grade}`"));
            }
            if let Some(role) = ROLES.iter().find(|role| !notice.columns.contains_key(**role)) {
                return wrong(format!("has no column for `{role}`"));
            }
            if notice.stages.is_empty() || notice.makers.is_empty() || notice.cite.is_empty() {
                return wrong("names no stage, no maker or no article".to_owned());
            }
            None
        })
    }
}
