//! The record of a look-back as it is handed to those who check: what the filed dossier says, who
//! answers for it, what its verification and its draw gave. What is found now is left to them.

use std::collections::BTreeMap;

use super::{Filed, Item, Side, kind};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::case::{self, list};
use crate::draw::{Drawn, Frozen, Mode};
use crate::form::{Filled, Form, Prefill, Row, Rows as Columns, Value};
use crate::profile::{Lookback, Rows};
use crate::seal::verify::{Kind as Statement, Signing};
use crate::verdict::Verdict;

/// How a dossier was drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lot {
    /// Digest of the frozen list.
    pub list: Digest,
    /// The public value.
    pub value: String,
    /// The seed that both give.
    pub seed: Digest,
    /// Its place in the list, from 1.
    pub place: usize,
    /// How many the list holds.
    pub of: usize,
    /// What the draw is worth.
    pub mode: Mode,
    /// The digest of the package that the list names, where it names one.
    pub package: Option<Digest>,
}

/// How a case was drawn, by its number or by the name of its package; `None` where it was not.
#[must_use]
pub fn lot(list: &Frozen, record: &Drawn, case: &str, package: &str) -> Option<Lot> {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_string();
    let is = |id: &str| id == case || (!package.is_empty() && last(id) == package);
    let (place, entry) = (1..).zip(&list.entries).find(|(_, e)| is(&e.id))?;
    record.drawn.contains(&entry.id).then(|| Lot {
        list: record.list,
        value: record.value.clone(),
        seed: record.seed,
        place,
        of: list.entries.len(),
        mode: record.mode,
        package: entry.sha256,
    })
}

/// What was found out about a filed dossier beside what it says.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The digest that names its package.
    pub digest: Option<Digest>,
    /// The same as the register has it.
    pub archived: Option<Digest>,
    /// How it was drawn.
    pub lot: Option<&'a Lot>,
}

/// The record as far as it is known before anybody checks.
///
/// # Errors
/// A paper of the filed dossier cannot be read.
pub fn draft(
    side: &Side<'_, '_>,
    filed: &Filed,
    rule: &Lookback,
    form: &Form,
    found: Found<'_>,
) -> Result<Prefill, disk::Error> {
    let mut known = Filled::default();
    for (field, words) in &rule.fill {
        let Some(kind) = kind(form, field) else { continue };
        for word in words.split(' ') {
            if let Some(value) = value(side, filed, rule, &found, word)?
                && let Some(value) = list::fit(value, kind)
            {
                known = known.with(field, value);
                break;
            }
        }
    }
    if let Some(signers) = &rule.signers
        && let Some(columns) = form.table(&signers.table)
    {
        let rows = signed(side.signings).map(|s| row(signers, columns, &signer(s))).collect();
        known = known.with(&signers.table, Value::Table(rows));
    }
    if let Some(columns) = form.table(&rule.record.table) {
        let rows = filed.items.iter().map(|item| {
            let by = side.signers(&filed.source, item.number);
            row(&rule.record, columns, &item_cells(item, &by))
        });
        known = known.with(&rule.record.table, Value::Table(rows.collect()));
    }
    Ok(Prefill { filled: known, note: note(side.signings) })
}

/// The statements that count and speak about papers: reviews and seals.
fn signed(all: &[Signing]) -> impl Iterator<Item = &Signing> {
    all.iter()
        .filter(|s| s.in_force && !s.after && matches!(s.kind, Statement::Review | Statement::Seal))
}

fn row(rows: &Rows, columns: &Columns, cells: &[(&str, Value)]) -> Row {
    let cell = |(role, value): &(&str, Value)| {
        let id = rows.columns.get(*role)?;
        let value = list::fit(value.clone(), &columns.column(id)?.field.kind)?;
        Some((id.clone(), value))
    };
    cells.iter().filter_map(cell).collect()
}

fn text(words: &str) -> Value {
    Value::Text(words.to_string())
}

/// What the record's row says of the filed row: nothing of it may be changed.
fn item_cells(item: &Item, by: &[Signing]) -> Vec<(&'static str, Value)> {
    let number = i64::try_from(item.number).unwrap_or(i64::MAX);
    let mut cells = vec![("row", Value::Integer(number))];
    let words = [
        ("item", item.item.clone()),
        ("demand", item.demand.clone()),
        ("then", item.told()),
        ("signer", names(by)),
    ];
    let said = words.into_iter().filter(|(_, words)| !words.is_empty());
    cells.extend(said.map(|(role, words)| (role, Value::Text(words))));
    cells
}

/// Who signed, each once, by name.
#[must_use]
pub fn names(by: &[Signing]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for s in by {
        let name = if s.name.is_empty() { s.person.as_str() } else { &s.name };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}

fn signer(s: &Signing) -> Vec<(&'static str, Value)> {
    let said = s.opinion.map_or("seal", |o| o.as_str());
    let time: String = s.signed_at.to_string().chars().take(16).collect();
    let mut cells = vec![
        ("person", text(s.person.as_str())),
        ("seat", text(&s.seat_title)),
        ("said", text(said)),
        ("time", text(&time.replace('T', " "))),
        ("status", text(word(s.today.verdict))),
    ];
    if !s.name.is_empty() {
        cells.push(("name", text(&s.name)));
    }
    cells
}

/// A verdict as forms write it.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Indeterminate => "indeterminate",
    }
}

/// What one word of a filling names.
fn value(
    side: &Side<'_, '_>,
    filed: &Filed,
    rule: &Lookback,
    found: &Found<'_>,
    word: &str,
) -> Result<Option<Value>, disk::Error> {
    let lot = |told: &dyn Fn(&Lot) -> String| found.lot.map(|lot| Value::Text(told(lot)));
    let digest = |d: Option<Digest>| d.map(|d| Value::Text(d.to_string()));
    let Some(profile) = side.profile() else { return Ok(None) };
    Ok(match word {
        "lookback.rule" => Some(Value::Text(format!("《{}》{}", profile.title, rule.cite))),
        "package.digest" => digest(found.digest),
        "package.archived" => digest(found.archived),
        "package.verdict" => Some(text(self::word(side.judged.verdict))),
        "draw.list" => lot(&|l| l.list.to_string()),
        "draw.value" => lot(&|l| l.value.clone()),
        "draw.seed" => lot(&|l| l.seed.to_string()),
        "draw.place" => lot(&|l| format!("第 {} 项，名单共 {} 项", l.place, l.of)),
        "draw.mode" => lot(&|l| l.mode.as_str().to_string()),
        _ => match word.split_once(':') {
            Some((slot, field)) => typed(side, slot, field)?,
            None => case::given(&filed.facts, profile).get(word).map(text),
        },
    })
}

/// What was typed in a field of the filed dossier, where a review in force covers it.
fn typed(side: &Side<'_, '_>, slot: &str, field: &str) -> Result<Option<Value>, disk::Error> {
    let Some(paper) = side.dossier.paper(slot)? else { return Ok(None) };
    if !side.stands(slot)? {
        return Ok(None);
    }
    let value = paper.filled.get(field).cloned();
    Ok(value.map(|value| list::in_words(Some(&paper.form), field, value)))
}

/// Who may not check again, at the head of the file that is filled in.
fn note(all: &[Signing]) -> String {
    let mut people: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for s in signed(all) {
        let seats = people.entry((s.person.as_str(), &s.name)).or_default();
        if !seats.contains(&s.seat_title.as_str()) {
            seats.push(&s.seat_title);
        }
    }
    if people.is_empty() {
        return String::new();
    }
    let mut lines = vec![
        "下列人员签署过原案卷，不得担任复核人员：".to_string(),
        "Those who signed the filed dossier may not check it again:".to_string(),
    ];
    lines.extend(
        people
            .iter()
            .map(|((person, name), seats)| format!("  {person} {name}（{}）", seats.join("、"))),
    );
    lines.join("\n")
}
