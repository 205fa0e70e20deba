//! Look-backs (回头看, `rules.md` A6): what a filed dossier says row by row, through reviews in force
//! alone (`formats.md` §6); the record of the check made from it; both set side by side.
//!
//! Which paper is checked again, in which record, and what follows stands in a profile
//! ([`crate::profile::Lookback`]); nothing of it is known here.

mod compare;
mod draft;
mod grade;
mod rows;

use std::rc::Rc;

pub use compare::{Comparison, Part, Proposal, Rechecker, compare};
pub use draft::{Found, Lot, draft, lot, names};
pub use grade::Grade;
pub use rows::{Answer, Change, Line};

use crate::base::digest::Digest;
use crate::base::disk;
use crate::case::{self, Facts, layout};
use crate::form::{Filled, Form, Kind, Row, Rows as Columns, Value};
use crate::profile::{Lookback, Profile, Rows};
use crate::seal::Dossier;
use crate::seal::verify::{Kind as Statement, Signing};
use crate::verdict::{Code, Finding, Judgement, Place, Report, Verdict};

/// The list that tells a package from every other, zip or folder.
const LIST: &str = "tagmanifest-sha256.txt";

/// A dossier as its verification found it.
#[derive(Clone, Copy)]
pub struct Side<'a, 'f> {
    /// What it holds.
    pub dossier: &'a Dossier<'f>,
    /// Its statements.
    pub signings: &'a [Signing],
    /// What is to be said of the whole.
    pub judged: Judgement,
}

impl Side<'_, '_> {
    /// Whether nobody has signed anything, so that nothing could be wrong: that is no passing.
    fn is_bare(&self) -> bool {
        self.signings.is_empty() && self.judged.verdict == Verdict::Passed
    }
}

impl<'a> Side<'a, '_> {
    /// The digest that names its package; `None` for a case under way.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn digest(&self) -> Result<Option<Digest>, disk::Error> {
        Ok(self.dossier.digest(LIST)?.map(|d| d.sha256))
    }

    fn facts(&self) -> Option<&'a Facts> {
        self.dossier.facts.as_ref()
    }

    fn profile(&self) -> Option<&'a Profile> {
        self.dossier.rules.as_ref().map(|r| &*r.profile)
    }

    /// Whether what was typed for a slot stands as somebody reviewed it whose review counts.
    fn stands(&self, slot: &str) -> Result<bool, disk::Error> {
        let name = layout::typed(slot);
        let Some(there) = self.dossier.digest(&name)? else { return Ok(false) };
        let counts = |s: &&Signing| {
            let said = s.kind == Statement::Review && s.in_force && !s.after;
            said && s.today.verdict != Verdict::Failed
        };
        let names = |s: &Signing| {
            let round = self.dossier.rounds.get(&s.nn);
            let entry = round.and_then(|r| r.entries.values().find(|e| e.file() == s.file));
            let subject = entry.and_then(|e| e.statement.subject(&name));
            subject.is_some_and(|subject| subject.sha256 == there.sha256)
        };
        Ok(self.signings.iter().filter(counts).any(names))
    }

    /// The statements by which somebody answers for a row of a table.
    fn signers(&self, rows: &Rows, number: usize) -> Vec<Signing> {
        let table = format!("{}.{}", rows.slot, rows.table);
        let seats: Vec<(&str, &str)> = self
            .profile()
            .into_iter()
            .flat_map(|p| &p.stages)
            .flat_map(|stage| stage.seats.iter().map(move |seat| (stage, seat)))
            .filter(|(_, seat)| seat.rows.as_ref() == Some(&table))
            .map(|(stage, seat)| (stage.id.as_str(), seat.id.as_str()))
            .collect();
        let number = number.to_string();
        let of = |s: &&Signing| {
            let seat = seats.iter().any(|(stage, seat)| *stage == s.stage && *seat == s.seat);
            seat && s.in_force && !s.after && s.rows.contains(&number)
        };
        self.signings.iter().filter(of).cloned().collect()
    }
}

/// A row of a paper: its words, and the words of its choices as they are written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Item {
    /// Its number on that paper.
    pub number: usize,
    /// The indicator.
    pub item: String,
    /// The demand; may be empty.
    pub demand: String,
    /// What was found; may be empty.
    pub found: String,
    /// The answer, and what it is called.
    pub result: (String, String),
    /// The grade reached, and what it is called; empty where none was given.
    pub reach: (String, String),
}

impl Item {
    /// What was found, in one line, as the record cites it.
    #[must_use]
    pub fn told(&self) -> String {
        let answer = [&self.result.1, &self.reach.1].into_iter().filter(|w| !w.is_empty());
        let answer = answer.map(String::as_str).collect::<Vec<_>>().join("，");
        match (self.found.is_empty(), answer.is_empty()) {
            (true, _) => answer,
            (false, true) => self.found.clone(),
            (false, false) => format!("{}（{answer}）", self.found),
        }
    }
}

/// What a filed dossier says that is to be checked again.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The facts.
    pub facts: Facts,
    /// Slot, table and columns of the rows.
    pub source: Rows,
    /// The rows.
    pub items: Vec<Item>,
    /// Whether rows that were not met count as put right.
    pub cured: bool,
}

/// Names the article that orders the look-back where a finding shows that the record does not hold
/// what a look-back is for.
pub fn rest(report: &mut Report, profile: &Profile, rule: &Lookback) {
    let ordered = |code| {
        matches!(
            code,
            Code::AuditLookbackUnsound
                | Code::AuditLookbackDigest
                | Code::AuditLookbackUnregistered
                | Code::AuditLookbackOther
                | Code::AuditLookbackRowMissing
                | Code::AuditLookbackRowExtra
                | Code::AuditLookbackRowChanged
                | Code::AuditLookbackRowOpen
                | Code::AuditLookbackDisputed
        )
    };
    report.rest(&format!("{} {}", profile.short, rule.cite), ordered);
}

/// Reads what a filed dossier says that is to be checked again; a finding where it cannot be read as
/// somebody reviewed it.
///
/// # Errors
/// The disk refuses.
pub fn filed(side: &Side<'_, '_>, rule: &Lookback) -> Result<Result<Filed, Finding>, disk::Error> {
    let unread = |why: &str, file: &str| {
        Ok(Err(Finding::new(Code::AuditLookbackUnread, Place::file(file)).with("why", why)))
    };
    let (Some(profile), Some(facts)) = (side.profile(), side.facts()) else {
        return unread("rules", "");
    };
    if !rule.of.contains(&profile.id) {
        return unread("other-rules", "");
    }
    let mut empty = None;
    for rows in rule.sources_for(&facts.grade) {
        let name = layout::typed(&rows.slot);
        let Some(paper) = side.dossier.paper(&rows.slot)? else { continue };
        if !side.stands(&rows.slot)? {
            return unread("review", &name);
        }
        let Some(columns) = paper.form.table(&rows.table) else { return unread("table", &name) };
        let items = items(rows, columns, paper.filled.rows(&rows.table));
        if items.is_empty() {
            empty = Some(name);
            continue;
        }
        let cured = cured(side, profile, facts, rows)?;
        return Ok(Ok(Filed { facts: facts.clone(), source: rows.clone(), items, cured }));
    }
    unread("rows", &empty.unwrap_or_default())
}

fn items(rows: &Rows, columns: &Columns, typed: &[Row]) -> Vec<Item> {
    (1..).zip(typed).map(|(number, row)| item(rows, columns, row, (number, "found"))).collect()
}

/// What a row says under its number; `found` is the role of the column with what was seen.
fn item(rows: &Rows, columns: &Columns, row: &Row, (number, found): (usize, &str)) -> Item {
    let read = |role: &str| cell(rows, columns, row, role);
    Item {
        number,
        item: read("item").1,
        demand: read("demand").1,
        found: read(found).1,
        result: read("result"),
        reach: read("reach"),
    }
}

/// A cell by the role of its column: as it is written, and in words.
fn cell(rows: &Rows, columns: &Columns, row: &Row, role: &str) -> (String, String) {
    let id = rows.columns.get(role);
    let value = id.and_then(|id| row.get(id));
    let kind = id.and_then(|id| columns.column(id)).map(|c| &c.field.kind);
    value.map(|value| written(kind, value)).unwrap_or_default()
}

fn written(kind: Option<&Kind>, value: &Value) -> (String, String) {
    let plain = |text: String| (text.clone(), text);
    match value {
        Value::Choice(id) => {
            let known = kind.and_then(|k| k.options().iter().find(|o| o.id == *id));
            (id.clone(), known.map_or_else(|| id.clone(), |o| o.label.clone()))
        }
        Value::Text(text) | Value::Decimal(text) => plain(text.clone()),
        Value::Date(day) => plain(day.to_string()),
        Value::Integer(number) => plain(number.to_string()),
        Value::Tick(_) | Value::Ticks(_) | Value::Opinion { .. } | Value::Table(_) => {
            plain(String::new())
        }
    }
}

/// Whether the rows that were not met in a filed paper were put right before it was graded.
fn cured(
    side: &Side<'_, '_>,
    profile: &Profile,
    facts: &Facts,
    rows: &Rows,
) -> Result<bool, disk::Error> {
    let Some(rule) = &profile.grading else { return Ok(false) };
    let own = rule.rows.iter().find(|r| r.slot == rows.slot && r.table == rows.table);
    let Some(when) = own.and_then(|r| r.cured.as_ref()).or(rule.cured.as_ref()) else {
        return Ok(false);
    };
    let typed = |slot: &str| -> Result<Rc<Filled>, disk::Error> {
        let paper = if side.stands(slot)? { side.dossier.paper(slot)? } else { None };
        Ok(Rc::new(paper.map(|p| p.filled).unwrap_or_default()))
    };
    let read = |id: &str, is: &[String]| {
        let setting = profile.settings.iter().find(|s| s.id == id);
        setting.is_some_and(|s| is.contains(facts.settings.get(id).unwrap_or(&s.default)))
    };
    Ok(case::holds(when, facts, typed, read)? == Some(true))
}

/// A form's field by id, for a value that goes into it.
fn kind<'f>(form: &'f Form, field: &str) -> Option<&'f Kind> {
    form.field(field).map(|f| &f.kind)
}
