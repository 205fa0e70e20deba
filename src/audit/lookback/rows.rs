//! The rows of a filed paper and of the record of its re-check, by the number that each had in the
//! filed paper: what was found then and now, who answers for either, and what is wrong with a row.

use std::collections::BTreeMap;

use super::compare::Comparison;
use super::draft::names;
use super::grade::outcome;
use super::{Filed, Item, Side, cell, item};
use crate::case::layout;
use crate::form::{Row, Value};
use crate::profile::Lookback;
use crate::profile::indicators::Outcome;
use crate::seal::verify::{Paper, Signing};
use crate::verdict::{Code, Finding, Place};

/// What the record says of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Number of its row in the record.
    pub at: usize,
    /// What is found now.
    pub item: Item,
    /// What shows it.
    pub evidence: String,
    /// Whether it differs, as it is written and in words.
    pub differs: (String, String),
    /// How it differs.
    pub remark: String,
    /// Who is typed as having checked it.
    pub person: String,
}

/// How a row stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// As it was.
    Same,
    /// It was not met, was to be put right, and is met.
    Mended,
    /// Otherwise than it was, and no worse.
    Differs,
    /// Not met any more, or at a lower grade.
    Worse,
    /// Not answered yet.
    Open,
    /// Not checked again.
    Missing,
    /// Not a row of the filed paper, or one that stands twice.
    Extra,
}

impl Change {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Mended => "mended",
            Self::Differs => "differs",
            Self::Worse => "worse",
            Self::Open => "open",
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }
}

/// A row, then and now.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the filed paper; what the record claims where there is none.
    pub number: usize,
    /// What was found then; none for a row that the filed paper lacks.
    pub then: Option<Item>,
    /// Who signed for it then.
    pub signed_then: Vec<Signing>,
    /// What is found now; none for a row that was not checked again.
    pub now: Option<Answer>,
    /// Who signed for it now.
    pub signed_now: Vec<Signing>,
    /// How it stands.
    pub change: Change,
}

/// Every row, by the number that it had.
pub(super) fn rows(
    found: &mut Comparison,
    (original, recheck): (&Side<'_, '_>, &Side<'_, '_>),
    filed: &Filed,
    (rule, record): (&Lookback, &Paper),
) {
    let answers = answers(rule, record);
    let mut by_number: BTreeMap<usize, Vec<&Answer>> = BTreeMap::new();
    for answer in &answers {
        by_number.entry(answer.item.number).or_default().push(answer);
    }
    let ladder = original.profile().and_then(|p| p.ladder_of(&filed.facts.grade));
    for item in &filed.items {
        let mut own = by_number.remove(&item.number).unwrap_or_default().into_iter();
        let signed_then = original.signers(&filed.source, item.number);
        let now = own.next().cloned();
        let signed_now =
            now.as_ref().map(|a| recheck.signers(&rule.record, a.at)).unwrap_or_default();
        let cured = filed.cured && outcome(&item.result.0) == Some(Outcome::Unmet);
        let place = |grade: &str| ladder.and_then(|l| l.place(grade));
        let change = match &now {
            None => Change::Missing,
            Some(answer) => change(item, cured, answer, place),
        };
        let line = Line {
            number: item.number,
            then: Some(item.clone()),
            signed_then,
            now,
            signed_now,
            change,
        };
        say(found, (item, &line), (rule, record));
        found.lines.push(line);
        found.lines.extend(own.map(extra));
    }
    found.lines.extend(by_number.into_values().flatten().map(extra));
    let open = found.lines.iter().filter(|l| l.change == Change::Open);
    let open: Vec<String> = open.map(|l| l.number.to_string()).collect();
    if !open.is_empty() {
        let place = Place::file(layout::typed(&rule.record.slot));
        let finding = Finding::new(Code::AuditLookbackRowOpen, place);
        found.report.add(finding.with("rows", open.join("、")));
    }
    let strange: Vec<Finding> = found
        .lines
        .iter()
        .filter(|line| line.change == Change::Extra)
        .filter_map(|line| {
            let answer = line.now.as_ref()?;
            let known = filed.items.iter().any(|item| item.number == line.number);
            let at = format!("{}[{}]", rule.record.table, answer.at);
            let place = Place::field(layout::typed(&rule.record.slot), 0, at);
            let finding = Finding::new(Code::AuditLookbackRowExtra, place).with("at", answer.at);
            let finding = finding.with("row", line.number).with("item", &answer.item.item);
            Some(finding.with("why", if known { "twice" } else { "unknown" }))
        })
        .collect();
    found.report.extend(strange);
    found.report.count("lookback-rows", filed.items.len() as u64);
}

fn extra(answer: &Answer) -> Line {
    Line {
        number: answer.item.number,
        then: None,
        signed_then: Vec::new(),
        now: Some(answer.clone()),
        signed_now: Vec::new(),
        change: Change::Extra,
    }
}

fn answers(rule: &Lookback, record: &Paper) -> Vec<Answer> {
    let Some(columns) = record.form.table(&rule.record.table) else { return Vec::new() };
    let rows = record.filled.rows(&rule.record.table);
    let answer = |(at, row): (usize, &Row)| {
        let read = |role: &str| cell(&rule.record, columns, row, role);
        let id = rule.record.columns.get("row");
        let number = match id.and_then(|id| row.get(id)) {
            Some(Value::Integer(number)) => usize::try_from(*number).unwrap_or(0),
            Some(_) | None => 0,
        };
        let item = item(&rule.record, columns, row, (number, "now"));
        Answer {
            at,
            item,
            evidence: read("evidence").1,
            differs: read("differs"),
            remark: read("remark").1,
            person: read("person").1,
        }
    };
    (1..).zip(rows).map(answer).collect()
}

/// How a row stands now.
fn change(then: &Item, cured: bool, now: &Answer, place: impl Fn(&str) -> Option<usize>) -> Change {
    let Some(answered) = outcome(&now.item.result.0) else { return Change::Open };
    let before = if cured { Some(Outcome::Met) } else { outcome(&then.result.0) };
    let lower =
        place(&then.reach.0).zip(place(&now.item.reach.0)).is_some_and(|(then, now)| now > then);
    if lower || (answered == Outcome::Unmet && before != Some(Outcome::Unmet)) {
        return Change::Worse;
    }
    if cured && answered == Outcome::Met {
        return Change::Mended;
    }
    // A record without the column is judged by its answers alone.
    let said = now.differs.0 == "yes";
    let same = then.result.0 == now.item.result.0 && then.reach.0 == now.item.reach.0;
    if said || !same { Change::Differs } else { Change::Same }
}

/// What is to be said of a row of the filed paper.
fn say(found: &mut Comparison, (item, line): (&Item, &Line), (rule, record): (&Lookback, &Paper)) {
    let file = layout::typed(&rule.record.slot);
    let at = line.now.as_ref().map(|a| format!("{}[{}]", rule.record.table, a.at));
    let find = |code| {
        let place = Place::field(file.clone(), 0, at.clone().unwrap_or_default());
        Finding::new(code, place).with("row", item.number).with("item", &item.item)
    };
    if line.signed_then.is_empty() {
        found.report.add(find(Code::AuditLookbackRowUnsigned).with("side", "original"));
    }
    let Some(answer) = &line.now else {
        found.report.add(find(Code::AuditLookbackRowMissing));
        return;
    };
    let is = copied(rule, record, answer.at);
    let was = [
        ("item", item.item.clone()),
        ("demand", item.demand.clone()),
        ("then", item.told()),
        ("signer", names(&line.signed_then)),
    ];
    for (what, was) in was {
        if let Some(is) = is.get(what).filter(|is| **is != was) {
            let finding = find(Code::AuditLookbackRowChanged).with("what", what);
            found.report.add(finding.with("was", was).with("is", is));
        }
    }
    // Before anybody signed, nobody can have signed for a row.
    if line.signed_now.is_empty() && !found.people.is_empty() {
        found.report.add(find(Code::AuditLookbackRowUnsigned).with("side", "recheck"));
    }
    if line.change == Change::Worse {
        let now = answer.item.told();
        if answer.differs.0 == "no" {
            let finding = find(Code::AuditLookbackDisputed).with("was", item.told());
            found.report.add(finding.with("is", now));
        }
        if outcome(&answer.item.result.0) == Some(Outcome::Unmet) {
            let by = names(&line.signed_then);
            let by = if by.is_empty() { "-".to_string() } else { by };
            found.report.add(find(Code::AuditLookbackUnmet).with("signers", by));
        }
    }
}

/// What the record cites of the filed row, by the roles of its columns.
fn copied<'r>(rule: &'r Lookback, record: &Paper, at: usize) -> BTreeMap<&'r str, String> {
    let columns = record.form.table(&rule.record.table);
    let row = at.checked_sub(1).and_then(|at| record.filled.rows(&rule.record.table).get(at));
    let (Some(columns), Some(row)) = (columns, row) else { return BTreeMap::new() };
    let has = |role: &&str| rule.record.columns.contains_key(*role);
    let roles = ["item", "demand", "then", "signer"].into_iter().filter(has);
    roles.map(|role| (role, cell(&rule.record, columns, row, role).1)).collect()
}
