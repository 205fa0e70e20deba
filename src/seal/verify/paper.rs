//! What stands on paper against what was signed: opinions in their boxes, the members that a paper
//! names, the rows that somebody answers for (`formats.md` §2, §4).

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::base::{disk, toml};
use crate::case::layout;
use crate::form::{Filled, Form, Row, TypedOpinion, Value};
use crate::profile::{Profile, Seat};
use crate::verdict::{Code, Finding, Place};

use super::super::Person;
use super::super::dossier::{Dossier, Entry, Round};
use super::Judge;

/// The words of a value that is one.
fn word<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    match row.get(column) {
        Some(Value::Text(text) | Value::Choice(text)) => Some(text),
        _ => None,
    }
}

/// What was typed for a form slot.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its form as the slot uses it.
    pub form: Form,
    /// What was typed.
    pub filled: Filled,
    /// Why it cannot be read.
    pub findings: Vec<Finding>,
}

/// A box on paper in which a seat's opinion is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpinionBox {
    /// The file of typed data.
    pub file: String,
    /// What stands in it.
    pub typed: TypedOpinion,
}

impl Dossier<'_> {
    /// What was typed for a form slot; `None` where nothing was typed or it cannot be read, which
    /// the findings then say.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn paper(&self, slot: &str) -> Result<Option<Paper>, disk::Error> {
        let mut paper = self.typed(slot)?;
        // What is missing or out of range was for `check` to say before anyone signed.
        if let Some(paper) = &mut paper {
            paper.findings.retain(|f| matches!(f.code, Code::FormSyntax | Code::SealTooLarge));
        }
        Ok(paper)
    }

    /// The same with everything that the form has to say of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn typed(&self, slot: &str) -> Result<Option<Paper>, disk::Error> {
        let Some(rules) = &self.rules else { return Ok(None) };
        let place = rules.profile.slot(slot).and_then(|s| Some((s, s.form.as_deref()?)));
        let form = place.and_then(|(slot, id)| Some((slot, rules.forms.form(id)?)));
        let Some((place, form)) = form else { return Ok(None) };
        let name = layout::typed(slot);
        if !self.names.contains(&name) {
            return Ok(None);
        }
        let form = form.fitted(&rules.profile.fit(place));
        let bytes = match self.files().read(&name, toml::LARGEST) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(None),
            Err(disk::Error::Large { limit, .. }) => {
                let finding = Finding::new(Code::SealTooLarge, Place::file(&name));
                let findings = vec![finding.with("limit", limit)];
                return Ok(Some(Paper { form, filled: Filled::default(), findings }));
            }
            Err(e) => return Err(e),
        };
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(e) => {
                let finding = Finding::new(Code::FormSyntax, Place::file(&name));
                let cause = toml::Cause::other(e.to_string());
                let findings = vec![finding.with_all(cause.facts())];
                return Ok(Some(Paper { form, filled: Filled::default(), findings }));
            }
        };
        let (filled, findings) = form.read(&name, text);
        Ok(Some(Paper { form, filled, findings }))
    }

    /// The persons whom the paper of a plural seat names; `None` where it has none.
    ///
    /// # Errors
    /// The paper cannot be read.
    pub fn panel(&self, seat: &Seat) -> Result<Option<BTreeSet<Person>>, disk::Error> {
        let Some(paper) = &seat.paper else { return Ok(None) };
        let Some(typed) = self.paper(&paper.slot)? else { return Ok(None) };
        let rows = typed.filled.rows(&paper.table).iter().filter(|row| match &paper.only {
            Some((column, wanted)) => word(row, column) == Some(wanted),
            None => true,
        });
        Ok(Some(rows.filter_map(|row| Person::parse(word(row, &paper.person)?)).collect()))
    }

    /// The ids of the rows of a table (`slot-id.table`): its running numbers.
    ///
    /// # Errors
    /// The paper cannot be read.
    pub fn rows_of(&self, table: &str) -> Result<Vec<String>, disk::Error> {
        let Some((slot, table)) = table.rsplit_once('.') else { return Ok(Vec::new()) };
        let Some(typed) = self.paper(slot)? else { return Ok(Vec::new()) };
        let count = typed.filled.rows(table).len();
        Ok((1..=count).map(|n| n.to_string()).collect())
    }

    /// The boxes in which the opinions of seats are typed, with the file of each.
    ///
    /// # Errors
    /// A paper cannot be read.
    pub fn boxes(
        &self,
        profile: &Profile,
        grade: &str,
    ) -> Result<(Vec<OpinionBox>, Vec<Finding>), disk::Error> {
        let (mut boxes, mut findings) = (Vec::new(), Vec::new());
        for slot in profile.slots_for(grade).filter(|s| s.form.is_some()) {
            let Some(paper) = self.paper(&slot.id)? else { continue };
            findings.extend(paper.findings);
            let file = layout::typed(&slot.id);
            let typed = paper.form.opinions(&paper.filled).into_iter();
            boxes.extend(typed.map(|typed| OpinionBox { file: file.clone(), typed }));
        }
        Ok((boxes, findings))
    }
}

impl Judge<'_, '_> {
    pub(super) fn panel(&self, seat: &Seat) -> Result<Option<BTreeSet<Person>>, disk::Error> {
        self.dossier.panel(seat)
    }

    pub(super) fn papers(&mut self) -> Result<(), disk::Error> {
        let (boxes, findings) = self.dossier.boxes(self.profile, self.grade())?;
        self.findings.extend(findings);
        let mut by_seat: BTreeMap<&str, Vec<&OpinionBox>> = BTreeMap::new();
        for b in &boxes {
            by_seat.entry(&b.typed.seat).or_default().push(b);
        }
        for (seat, boxes) in by_seat {
            let Some((stage, _)) = self.profile.seat(seat) else { continue };
            let stage = stage.id.as_str();
            let round =
                self.dossier.rounds.values().rfind(|r| r.stage == stage && self.counts(r.nn));
            if let Some(round) = round.filter(|r| !r.is_broken(false, seat)) {
                self.boxes(round, seat, &boxes);
            }
        }
        self.rows()
    }

    fn boxes(&mut self, round: &Round, seat: &str, boxes: &[&OpinionBox]) {
        let sealed = self.chain.in_force.contains(&Some(round.nn));
        let heard: BTreeMap<&Person, &Entry> =
            round.in_force(false, seat).map(|e| (e.statement.predicate().person(), e)).collect();
        let mut found = Vec::new();
        let mut differs = |entry: &Entry, file: &str, field: &str, typed: &str| {
            let finding = Finding::new(Code::SealOpinionDiffers, entry.place());
            let signed = entry.review().map_or("", |r| r.opinion.as_str());
            found.push(
                finding
                    .with("file", file)
                    .with("field", field)
                    .with("typed", typed)
                    .with("signed", signed),
            );
        };
        for OpinionBox { file, typed } in boxes.iter().copied() {
            let word = typed.opinion.as_deref().unwrap_or_default();
            let same = |entry: &Entry| {
                entry.review().is_some_and(|r| {
                    let text: String = typed.text.nfc().collect();
                    r.opinion.as_str() == word && r.text == text
                })
            };
            match &typed.person {
                None => heard
                    .values()
                    .filter(|e| !same(e))
                    .for_each(|e| differs(e, file, &typed.field, word)),
                Some(person) => {
                    let entry = Person::parse(person).and_then(|p| heard.get(&p));
                    match entry {
                        Some(entry) if same(entry) => {}
                        Some(entry) => differs(entry, file, &typed.field, word),
                        None if word.is_empty() || !sealed => {}
                        None => {
                            let place = Place::field(file, 0, &typed.field);
                            let finding = Finding::new(Code::SealOpinionUnsigned, place);
                            self.findings.push(finding.with("person", person).with("typed", word));
                        }
                    }
                }
            }
        }
        // A paper that has a line for each member leaves none of them out.
        let mut files: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for OpinionBox { file, typed } in boxes.iter().copied() {
            if let Some(person) = &typed.person {
                files.entry(file).or_default().insert(person);
            }
        }
        for (file, persons) in files {
            let left_out = heard.iter().filter(|(p, _)| !persons.contains(p.as_str()));
            left_out.for_each(|(_, entry)| differs(entry, file, "", ""));
        }
        self.findings.extend(found);
    }

    /// Every row of a table that seats answer for is answered for by somebody.
    fn rows(&mut self) -> Result<(), disk::Error> {
        for (index, stage) in self.profile.stages.iter().enumerate() {
            let sealed = self.chain.in_force.get(index).copied().flatten();
            let open = (self.chain.open == Some(index)).then_some(self.chain.tip.at + 1);
            let Some(round) = sealed.or(open).and_then(|nn| self.dossier.rounds.get(&nn)) else {
                continue;
            };
            let mut answered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            let mut broken = false;
            for seat in &stage.seats {
                broken |= round.is_broken(false, &seat.id);
                let known: BTreeSet<String> = match &seat.rows {
                    Some(table) => self.dossier.rows_of(table)?.into_iter().collect(),
                    None => BTreeSet::new(),
                };
                for entry in round.in_force(false, &seat.id) {
                    let Some(review) = entry.review() else { continue };
                    if let Some(row) = review.rows.iter().find(|r| !known.contains(*r)) {
                        let finding = Finding::new(Code::SealRowUnknown, entry.place());
                        self.findings.push(finding.with("row", row));
                    }
                    if let Some(table) = &seat.rows {
                        let rows = review.rows.iter().map(String::as_str);
                        answered.entry(table).or_default().extend(rows);
                    }
                }
                if let Some(table) = &seat.rows {
                    answered.entry(table).or_default();
                }
            }
            if sealed.is_none() || broken {
                continue;
            }
            for (table, rows) in answered {
                let slot = table.rsplit_once('.').map_or(table, |(slot, _)| slot);
                for row in self.dossier.rows_of(table)? {
                    if !rows.contains(row.as_str()) {
                        let place = Place::field(layout::typed(slot), 0, &row);
                        let finding = Finding::new(Code::SealRowUnsigned, place).with("row", row);
                        self.findings.push(finding.under(self.profile.clause(&stage.cite)));
                    }
                }
            }
        }
        Ok(())
    }
}
