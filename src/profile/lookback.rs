//! How filed dossiers are checked again (回头看, `rules.md` A6): of which rules, in which record, row
//! for row from which paper, and what follows. It is a procedure of its own, thus a profile of its
//! own: what was filed keeps the rules that it pinned.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{Basis, Profile};
use super::rules::{Rows, binds};

/// A later check of filed dossiers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookback {
    /// Ids of the profiles whose dossiers it looks back on.
    pub of: Vec<String>,
    /// The table of the record in which each indicator is checked again; columns by [`RECORD`].
    pub record: Rows,
    /// The table of the record that lists who signed the filed dossier; columns by [`SIGNERS`].
    pub signers: Option<Rows>,
    /// The papers of the filed dossier whose rows are checked again, the first that a grade has;
    /// columns by [`SOURCE`].
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// What fills fields of the record: words tried in turn, facts of the filed dossier
    /// (`enterprise.name`), fields of its papers (`slot:field`), what its verification and its draw
    /// gave ([`FOUND`]).
    #[serde(default)]
    pub fill: BTreeMap<String, String>,
    /// The field of the record in which a handling is proposed.
    pub proposal: Option<String>,
    /// What follows.
    #[serde(rename = "consequence")]
    pub consequences: Vec<After>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// What columns of the record's table can be: number of the row in the filed paper, indicator,
/// demand, what was found then, who signed for it, what is found now, evidence, result and grade
/// reached, whether it differs and how, who checked it.
pub const RECORD: [&str; 12] = [
    "row", "item", "demand", "then", "signer", "now", "evidence", "result", "reach", "differs",
    "remark", "person",
];
/// Those without which nothing can be compared.
const RECORDED: [&str; 5] = ["row", "item", "then", "now", "result"];
/// What columns of the table of signers can be.
pub const SIGNERS: [&str; 6] = ["person", "name", "seat", "said", "time", "status"];
/// What columns of a filed paper can be: indicator, demand, what was found, result, grade reached.
pub const SOURCE: [&str; 5] = ["item", "demand", "found", "result", "reach"];
/// What a field of the record can be filled with beside facts and papers.
pub const FOUND: [&str; 9] = [
    "lookback.rule",
    "package.digest",
    "package.archived",
    "package.verdict",
    "draw.list",
    "draw.value",
    "draw.seed",
    "draw.place",
    "draw.mode",
];

/// A paper whose rows are checked again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The grades of the filed dossiers; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// Slot, table and columns of the filed dossier's own rules.
    pub rows: Rows,
}

/// What a later check came to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// Everything is as it was found then.
    Held,
    /// Something is found otherwise, and the grade holds.
    Differs,
    /// The rows reach a lower grade than the one that was filed.
    Below,
    /// The filed dossier does not stand up to verification: what it says is no measure.
    Unsound,
}

impl Came {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Differs => "differs",
            Self::Below => "below",
            Self::Unsound => "unsound",
        }
    }
}

/// What follows from a later check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// What the check came to.
    pub when: Came,
    /// The grades that were filed; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// What is to be done, in Chinese.
    pub title: String,
    /// The handling that the record should propose, as its field has it.
    pub proposal: Option<String>,
    /// Who does it, if somebody is named.
    pub actor: Option<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

impl Lookback {
    /// The papers whose rows are checked again for a grade, in order.
    pub fn sources_for<'a>(&'a self, grade: &'a str) -> impl Iterator<Item = &'a Rows> {
        self.sources.iter().filter(move |s| binds(&s.grades, grade)).map(|s| &s.rows)
    }

    /// What follows for a grade.
    pub fn after<'a>(&'a self, came: Came, grade: &'a str) -> impl Iterator<Item = &'a After> {
        let binds = move |c: &&After| c.when == came && binds(&c.grades, grade);
        self.consequences.iter().filter(binds)
    }
}

impl Profile {
    /// The first thing of its look-back that leads nowhere, in English.
    pub(super) fn lookback_problem(&self) -> Option<String> {
        let rule = self.lookback.as_ref()?;
        let form = |slot: &str| self.slot(slot).is_some_and(|s| s.form.is_some());
        let wrong = |what: String| Some(format!("the look-back {what}"));
        if rule.of.is_empty() || rule.sources.is_empty() || rule.consequences.is_empty() {
            return wrong("names no rules, no papers or no consequences".to_owned());
        }
        if rule.of.contains(&self.id) {
            return wrong("looks back on itself".to_owned());
        }
        for rows in rule.signers.iter().chain([&rule.record]) {
            if !form(&rows.slot) {
                return wrong(format!("is recorded in `{}`, which is no form slot", rows.slot));
            }
        }
        if rule.signers.as_ref().is_some_and(|s| s.slot != rule.record.slot) {
            return wrong("lists signers in another paper than its rows".to_owned());
        }
        if let Some(role) = RECORDED.iter().find(|r| !rule.record.columns.contains_key(**r)) {
            return wrong(format!("has no column for `{role}`"));
        }
        let tables = [(&rule.record, &RECORD[..])].into_iter();
        let tables = tables.chain(rule.signers.iter().map(|s| (s, &SIGNERS[..])));
        for (rows, roles) in tables.chain(rule.sources.iter().map(|s| (&s.rows, &SOURCE[..]))) {
            let unknown = |role: &&String| !roles.contains(&role.as_str());
            if let Some(role) = rows.columns.keys().find(unknown) {
                return wrong(format!("has a column for the unknown `{role}`"));
            }
        }
        let named = |s: &Source| ["item", "result"].iter().all(|r| s.rows.columns.contains_key(*r));
        if !rule.sources.iter().all(named) {
            return wrong("reads rows without `item` or `result`".to_owned());
        }
        let grades = rule.sources.iter().map(|s| &s.grades);
        let mut grades = grades.chain(rule.consequences.iter().map(|c| &c.grades)).flatten();
        if let Some(grade) = grades.find(|g| !self.scope.grades.contains(*g)) {
            return wrong(format!("names the unknown grade `{grade}`"));
        }
        let mut actors = rule.consequences.iter().filter_map(|c| c.actor.as_ref());
        if let Some(actor) = actors.find(|a| !self.actors.iter().any(|known| known.id == **a)) {
            return wrong(format!("names the unknown actor `{actor}`"));
        }
        if rule.cite.is_empty() || rule.consequences.iter().any(|c| c.cite.is_empty()) {
            return wrong("names no article".to_owned());
        }
        if rule.proposal.is_none() && rule.consequences.iter().any(|c| c.proposal.is_some()) {
            return wrong("proposes what no field takes".to_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::profile::{BUILT_IN, Shelf};

    fn some() -> &'static str {
        BUILT_IN.iter().find(|(_, text)| text.contains("[lookback]")).unwrap().1
    }

    #[test]
    fn a_look_back_that_leads_nowhere_is_found() {
        let text = some();
        for (from, to, told) in [
            ("row = \"row\", ", "", "no column for `row`"),
            ("row = \"row\", ", "row = \"row\", rwo = \"row\", ", "the unknown `rwo`"),
            ("when = \"below\"", "when = \"below\"\ngrades = [\"Z\"]", "unknown grade `Z`"),
            ("when = \"below\"", "when = \"below\"\nactor = \"nobody\"", "unknown actor `nobody`"),
            ("record = { slot = \"", "record = { slot = \"x", "no form slot"),
            ("proposal = \"handling\"\n", "", "no field takes"),
            ("of = [", "of = [] # ", "names no rules"),
        ] {
            assert!(text.contains(from), "{from}");
            let bent = text.replacen(from, to, 1);
            let error = Profile::parse(Path::new("x"), &bent).unwrap_err().to_string();
            assert!(error.contains(told), "{to}: {error}");
        }
    }

    #[test]
    fn a_look_back_that_reads_what_no_form_has_is_found() {
        let shelf = Shelf::built_in().unwrap();
        let text = some();
        for (from, to, told) in [
            ("row = \"row\", ", "row = \"rwo\", ", "`rwo`"),
            ("proposal = \"handling\"\n", "proposal = \"hand\"\n", "`hand`"),
            ("proposal = \"lower\"", "proposal = \"slower\"", "never says `slower`"),
            ("\"package.digest\"", "\"package.digits\"", "`package.digits`"),
            ("digest = \"package", "digets = \"package", "`digets`"),
        ] {
            assert!(text.contains(from), "{from}");
            let bent = text.replacen(from, to, 1);
            let profile = Profile::parse(Path::new("x"), &bent).unwrap();
            let said = profile.misread(&shelf.forms).unwrap_or_default();
            assert!(said.contains(told), "{to}: {said}");
        }
    }

    /// What the filed papers are called stands in their own rules.
    #[test]
    fn every_built_in_look_back_reads_papers_that_the_filed_dossiers_have() {
        let shelf = Shelf::built_in().unwrap();
        let mut tried = 0;
        for id in shelf.ids() {
            let profile = shelf.profile(id).unwrap().0;
            let Some(rule) = &profile.lookback else { continue };
            for of in &rule.of {
                let filed = shelf.profile(of).unwrap().0;
                for grade in &profile.scope.grades {
                    let rows = rule
                        .sources_for(grade)
                        .find(|rows| filed.slot(&rows.slot).is_some_and(|s| s.concerns(grade)));
                    let rows = rows.unwrap_or_else(|| panic!("{id}: {of} {grade}"));
                    let form = filed.slot(&rows.slot).and_then(|s| s.form.as_deref());
                    let table = form.and_then(|f| shelf.forms.form(f)?.table(&rows.table)).unwrap();
                    for column in rows.columns.values() {
                        assert!(table.column(column).is_some(), "{id}: {of} {grade} {column}");
                    }
                    tried += 1;
                }
            }
        }
        assert!(tried > 10, "{tried}");
    }
}
