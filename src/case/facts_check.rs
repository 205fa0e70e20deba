//! What is wrong with the facts of a case under its profile, field by field.

use super::facts::{APPLIED, Facts, Record, day};
use crate::base::credit::{self, CreditCode};
use crate::base::name;
use crate::base::time::Day;
use crate::profile::{DayOf, Profile};
use crate::verdict::{Code, Finding, Place};

/// A day as it is typed, for complaints.
const A_DAY: &str = "2026-03-02";

impl Facts {
    /// What is wrong with the facts under a profile; `text` is the file, for line numbers.
    #[must_use]
    pub fn check(&self, profile: &Profile, text: &str) -> Vec<Finding> {
        let mut look = Look { facts: self, profile, text, out: Vec::new() };
        look.case();
        look.enterprise();
        look.dates();
        look.choices();
        look.record();
        let place = |field: &str| Place::field(super::layout::FACTS, line_of(text, field), field);
        look.out.extend(super::codes::doubts(self, place));
        look.out
    }
}

/// The field of `case.toml` that gives a fact which forms name; `None` where a profile gives it.
pub(super) fn field_of(fact: &str) -> Option<&str> {
    match fact {
        "case.id" => Some("case"),
        "grade.title" => Some("grade"),
        "round.title" => Some("round"),
        "enterprise.industries.names" => Some("enterprise.industries"),
        "round" | "grade" | "branch.name" | "city.name" | "dates.applied" => Some(fact),
        _ => fact.starts_with("enterprise.").then_some(fact),
    }
}

/// A fact that nobody typed and that papers need.
pub(super) fn empty(text: &str, field: &str) -> Finding {
    let place = Place::field(super::layout::FACTS, line_of(text, field), field);
    let finding = Finding::new(Code::CaseFactInvalid, place).with("problem", "empty");
    finding.with("value", "").with("expected", "")
}

struct Look<'a> {
    facts: &'a Facts,
    profile: &'a Profile,
    text: &'a str,
    out: Vec<Finding>,
}

impl Look<'_> {
    fn wrong(&mut self, field: &str, problem: &str, value: &str, expected: &str) {
        let place = Place::field(super::layout::FACTS, line_of(self.text, field), field);
        let finding = Finding::new(Code::CaseFactInvalid, place).with("problem", problem);
        self.out.push(finding.with("value", value).with("expected", expected));
    }

    fn known<'i>(&mut self, field: &str, id: &str, ids: impl Iterator<Item = &'i str>) -> bool {
        let ids: Vec<&str> = ids.collect();
        let known = ids.contains(&id);
        if !known {
            self.wrong(field, "unknown", id, &ids.join(" / "));
        }
        known
    }

    fn case(&mut self) {
        let (facts, profile) = (self.facts, self.profile);
        if !name::is_id(&facts.case) || !facts.case.starts_with(&format!("{}-", profile.short)) {
            self.wrong("case", "form", &facts.case, &format!("{}-<…>-<…>-0001", profile.short));
        }
        if facts.profile != profile.id {
            self.wrong("profile", "other", &facts.profile, &profile.id);
        }
        if !profile.scope.grades.contains(&facts.grade) {
            self.wrong("grade", "choice", &facts.grade, &profile.scope.grades.join(" / "));
        }
        if facts.branch.name.trim().is_empty() {
            self.wrong("branch.name", "empty", "", "");
        }
        if facts.round.is_empty() || !name::is_id(&facts.round) {
            self.wrong("round", "form", &facts.round, "2026Q2");
        }
        for slot in facts.slot.keys().filter(|s| profile.slot(s).is_none()) {
            self.wrong(&format!("slot.\"{slot}\""), "unknown-slot", slot, &profile.id);
        }
    }

    fn enterprise(&mut self) {
        let (e, scope) = (&self.facts.enterprise, &self.profile.scope);
        if e.name.trim().is_empty() {
            self.wrong("enterprise.name", "empty", "", "");
        }
        if e.plant.trim().is_empty() {
            self.wrong("enterprise.plant", "empty", "", "");
        }
        if e.code.trim().is_empty() {
            self.wrong("enterprise.code", "empty", "", "");
        } else if credit::check(&e.code) == CreditCode::Misshapen {
            self.wrong("enterprise.code", "form", &e.code, "18");
        }
        if e.division.trim().is_empty() {
            self.wrong("enterprise.division", "empty", "", "");
        } else if !scope.covers(&e.division) {
            self.wrong("enterprise.division", "scope", &e.division, &scope.divisions.join(" / "));
        }
    }

    fn dates(&mut self) {
        let (facts, profile) = (self.facts, self.profile);
        if !facts.dates.contains_key(APPLIED) {
            self.wrong("dates.applied", "empty", "", "");
        }
        let valid = profile.valid;
        let outside = |day: &Day| *day < valid.from || valid.until.is_some_and(|last| last < *day);
        if let Some(applied) = facts.applied().filter(outside) {
            let field = format!("dates.{APPLIED}");
            let place = Place::field(super::layout::FACTS, line_of(self.text, &field), field);
            let until = valid.until.map_or_else(|| "none".to_string(), |day| day.to_string());
            let finding = Finding::new(Code::CaseOutsideValidity, place).with("day", applied);
            let finding = finding.with("title", &profile.title).with("from", valid.from);
            self.out.push(finding.with("until", until));
        }
        for (event, date) in &facts.dates {
            let field = format!("dates.{event}");
            let events = profile.events.iter().map(|e| e.id.as_str());
            if self.known(&field, event, events.chain([APPLIED])) {
                self.day(&field, date);
            }
        }
    }

    fn day(&mut self, field: &str, date: &::toml::value::Datetime) {
        if day(date).is_none() {
            self.wrong(field, "form", &date.to_string(), A_DAY);
        }
    }

    fn choices(&mut self) {
        let (facts, profile) = (self.facts, self.profile);
        for id in facts.traits.keys() {
            let traits = profile.traits.iter().map(|t| t.id.as_str());
            self.known(&format!("traits.{id}"), id, traits);
        }
        for (id, reading) in &facts.settings {
            let field = format!("settings.{id}");
            let settings = profile.settings.iter().map(|s| s.id.as_str());
            if !self.known(&field, id, settings) {
                continue;
            }
            let options = profile.settings.iter().find(|s| s.id == *id).map(|s| &s.options);
            if let Some(options) = options.filter(|o| !o.contains_key(reading)) {
                let options: Vec<&str> = options.keys().map(String::as_str).collect();
                self.wrong(&field, "choice", reading, &options.join(" / "));
            }
        }
    }

    fn record(&mut self) {
        let (facts, profile) = (self.facts, self.profile);
        for (n, record) in (1..).zip(&facts.records) {
            let kinds = profile.records.iter().map(|k| k.id.as_str());
            self.known(&format!("record.{n}.kind"), &record.kind, kinds);
            for (_, key, date) in typed(record) {
                self.day(&format!("record.{n}.{key}"), date);
            }
            if typed(record).next().is_none() {
                self.wrong(&format!("record.{n}.finding"), "empty", "", "");
            }
        }
        for (n, earlier) in (1..).zip(&facts.earlier) {
            self.day(&format!("earlier.{n}.applied"), &earlier.applied);
            if !profile.scope.grades.contains(&earlier.grade) {
                let grades = profile.scope.grades.join(" / ");
                self.wrong(&format!("earlier.{n}.grade"), "choice", &earlier.grade, &grades);
            }
        }
    }
}

/// The days that an entry of the record bears, with their keys.
pub(super) fn typed(
    record: &Record,
) -> impl Iterator<Item = (DayOf, &'static str, &::toml::value::Datetime)> {
    [
        (DayOf::Act, "act", &record.act),
        (DayOf::End, "end", &record.end),
        (DayOf::Finding, "finding", &record.finding),
        (DayOf::Penalty, "penalty", &record.penalty),
        (DayOf::Decision, "decision", &record.decision),
    ]
    .into_iter()
    .filter_map(|(of, key, date)| Some((of, key, date.as_ref()?)))
}

/// The line on which a dotted key of a table stands, 0 where it is not found; `record.2.act` is
/// the key `act` of the second `[[record]]`.
fn line_of(text: &str, field: &str) -> usize {
    let (table, key) = field.rsplit_once('.').unwrap_or(("", field));
    let numbered = table.rsplit_once('.').and_then(|(t, n)| Some((t, n.parse::<usize>().ok()?)));
    let (mut open, mut seen, mut head) = (table.is_empty(), 0, 0);
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            let name = line.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
            open = match numbered {
                Some((table, n)) if line.starts_with("[[") && name == table => {
                    seen += 1;
                    seen == n
                }
                Some(_) => false,
                None => name == table,
            };
            head = if open { at + 1 } else { head };
        }
        let given = line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if given && open {
            return at + 1;
        }
    }
    // An entry of a list without the key is shown where the entry begins.
    if numbered.is_some() { head } else { 0 }
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
        let list = "x = 1\n[[record]]\nkind = 'a'\n[[record]]\n# no day\nkind = 'b'\n[c]\nkind = 1";
        assert_eq!(line_of(list, "record.1.kind"), 3);
        assert_eq!(line_of(list, "record.2.kind"), 6);
        assert_eq!(line_of(list, "record.2.finding"), 4);
        assert_eq!(line_of(list, "record.3.kind"), 0);
    }
}
