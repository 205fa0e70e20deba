//! Signers over many dossiers, and who answers for one row, as text for a terminal and as JSON.

use super::inspector::{Worth, judged, moment, opinion, ranges, signing_value, signings};
use super::roll::is_telling;
use super::sheet::words;
use super::table::{Align, Table};
use super::text::folded;
use super::{Style, Texts};
use crate::audit::people::{Deed, Odd, Someone};
use crate::audit::who::Answer;
use crate::base::json::Value;
use crate::form::Kind;

/// How far the lines below a statement are indented.
const BELOW: usize = 4;

/// Everybody with what they signed, every line ended; `odd` leaves out what is not odd.
#[must_use]
pub fn people(all: &[Someone], odd: bool, texts: &Texts, style: Style) -> String {
    let mut out = String::new();
    let line =
        |id: &str, facts: &[(&str, String)]| folded("", "", &texts.message(id, facts), style.width);
    out += &line("report-times", &[]);
    let wanted = |deed: &&Deed| !odd || !deed.odd.is_empty();
    for someone in all {
        let deeds: Vec<&Deed> = someone.deeds.iter().filter(wanted).collect();
        if deeds.is_empty() {
            continue;
        }
        out.push('\n');
        out += &line("report-someone", &tally(someone));
        let beside: Vec<String> = beside(someone)
            .map(|(name, count)| {
                texts.message("report-beside-one", &[("name", name), ("count", count.to_string())])
            })
            .collect();
        if !beside.is_empty() {
            let list = beside.join(&texts.say("report-beside-comma"));
            out += &line("report-beside", &[("list", list)]);
        }
        out += &table(&deeds, texts).render(style.width);
    }
    out
}

/// Who signed in the same dossiers, most often first.
pub(super) fn beside(someone: &Someone) -> impl Iterator<Item = (String, usize)> {
    let mut others: Vec<_> = someone.beside.iter().collect();
    others.sort_by_key(|(who, count)| (std::cmp::Reverse(**count), (*who).clone()));
    let called = |(person, name): &(crate::seal::Person, String)| match name.is_empty() {
        true => person.to_string(),
        false => name.clone(),
    };
    others.into_iter().map(move |(who, count)| (called(who), *count))
}

pub(super) fn tally(someone: &Someone) -> [(&'static str, String); 8] {
    let said = |word: &str| {
        let is = |d: &&Deed| d.signing.opinion.is_some_and(|o| o.as_str() == word);
        someone.deeds.iter().filter(is).count().to_string()
    };
    let orgs: Vec<&str> = someone.orgs.iter().map(String::as_str).collect();
    let odd = someone.deeds.iter().filter(|d| !d.odd.is_empty()).count();
    [
        ("person", format!("{} {}", someone.person, someone.name).trim_end().to_string()),
        ("org", orgs.join(" / ")),
        ("dossiers", someone.dossiers().to_string()),
        ("signed", someone.deeds.len().to_string()),
        ("agree", said("agree")),
        ("disagree", said("disagree")),
        ("abstain", said("abstain")),
        ("odd", odd.to_string()),
    ]
}

fn table(deeds: &[&Deed], texts: &Texts) -> Table {
    let heads = ["case", "seat", "opinion", "time", "waited"];
    let mut table =
        Table::headed(heads.map(|id| (texts.say(&format!("report-col-{id}")), Align::Left)));
    for deed in deeds {
        let s = &deed.signing;
        let called = if deed.case.is_empty() { &deed.target } else { &deed.case };
        table.row([
            called.clone(),
            s.seat_title.clone(),
            opinion(s, texts),
            moment(s),
            deed.waited.map(|seconds| span(seconds, texts)).unwrap_or_default(),
        ]);
        if !s.rows.is_empty() {
            table.across(BELOW, &texts.message("report-deed-rows", &[("rows", ranges(&s.rows))]));
        }
        for odd in &deed.odd {
            table.across(BELOW, &self::odd(odd, texts));
        }
        if is_telling(s.today) {
            let told = judged(s.today, texts);
            table.across(BELOW, &texts.message("report-deed-verdict", &[("judged", told)]));
        }
    }
    table
}

/// What is odd, in words.
pub(super) fn odd(odd: &Odd, texts: &Texts) -> String {
    let (kind, seconds, other) = match odd {
        Odd::Before(seconds) => ("before", *seconds, String::new()),
        Odd::Quick(seconds) => ("quick", *seconds, String::new()),
        Odd::Apart(seconds, target) => ("apart", *seconds, target.clone()),
        Odd::Seat(seat) => ("seat", 0, seat.clone()),
    };
    let facts = [("kind", kind.to_string()), ("span", span(seconds, texts)), ("other", other)];
    texts.message("report-odd", &facts)
}

/// A span of time by its two largest units.
pub(super) fn span(seconds: i64, texts: &Texts) -> String {
    let whole = seconds.unsigned_abs();
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let first = units.iter().position(|(_, size)| whole >= *size).unwrap_or(units.len() - 1);
    let mut left = whole;
    let mut parts = Vec::new();
    for (unit, size) in units.iter().skip(first).take(2) {
        let count = left / size;
        left %= size;
        if count > 0 || parts.is_empty() {
            let facts = [("unit", (*unit).to_string()), ("count", count.to_string())];
            parts.push(texts.message("report-span", &facts));
        }
    }
    let told = parts.join(" ");
    if seconds < 0 { format!("−{told}") } else { told }
}

/// Who answers for a row, table by table, every line ended.
#[must_use]
pub fn who(row: &str, answers: &[Answer], texts: &Texts, style: Style) -> String {
    let mut out = String::new();
    for answer in answers {
        let slot = answer.row.as_ref().map_or(answer.table.as_str(), |(form, _)| &form.title);
        let facts = [("row", row.to_string()), ("paper", slot.to_string())];
        out += &folded("", "", &texts.message("report-who-row", &facts), style.width);
        for (label, cell) in cells(answer) {
            let label = format!("  {label}  ");
            out += &folded(&label, &label, &cell, style.width);
        }
        let counting = answer.signings.iter().any(|s| s.in_force);
        if !counting {
            out += &folded("", "", &texts.say("report-who-nobody"), style.width);
        }
        out += &signings(&answer.signings, Worth::Alone, texts, style);
        out.push('\n');
    }
    out
}

/// The cells of a row that hold something, with the heading of their column.
pub(super) fn cells(answer: &Answer) -> Vec<(String, String)> {
    let Some((form, row)) = &answer.row else { return Vec::new() };
    let table = answer.table.rsplit_once('.').and_then(|(_, table)| form.table(table));
    let columns = table.map(|t| t.columns.as_slice()).unwrap_or_default();
    let cell = |column: &crate::form::Column| {
        let shown = !matches!(column.field.kind, Kind::Serial);
        let value = row.get(&column.field.id).filter(|_| shown)?;
        let told = words(&column.field.kind, value);
        // A paper bears the name where people typed the number.
        let name = answer.names.get(&told).filter(|_| column.field.kind == Kind::PersonId);
        let told = name.map_or(told.clone(), |name| format!("{name} {told}"));
        (!told.is_empty()).then(|| (column.field.label.clone(), told))
    };
    columns.iter().filter_map(cell).collect()
}

/// Everybody for programs.
#[must_use]
pub fn people_value(all: &[Someone]) -> Value {
    let one = |someone: &Someone| {
        let orgs = someone.orgs.iter().map(|org| text(org)).collect();
        let beside = beside_value(someone);
        Value::Map(vec![
            member("person", text(someone.person.as_str())),
            member("name", text(&someone.name)),
            member("orgs", Value::List(orgs)),
            member("dossiers", Value::Number(someone.dossiers() as u64)),
            member("beside", beside),
            member("signings", Value::List(someone.deeds.iter().map(deed).collect())),
        ])
    };
    Value::Map(vec![
        member("schema", text("juanzong.people/1")),
        member("people", Value::List(all.iter().map(one).collect())),
    ])
}

fn beside_value(someone: &Someone) -> Value {
    let one = |((person, name), count): (&(crate::seal::Person, String), &usize)| {
        Value::Map(vec![
            member("person", text(person.as_str())),
            member("name", text(name)),
            member("dossiers", Value::Number(*count as u64)),
        ])
    };
    Value::List(someone.beside.iter().map(one).collect())
}

fn deed(deed: &Deed) -> Value {
    let signed = |seconds: i64| match u64::try_from(seconds) {
        Ok(seconds) => Value::Number(seconds),
        // The strict JSON of the house has no negative numbers.
        Err(_) => text(&seconds.to_string()),
    };
    let odd = |odd: &Odd| {
        let (kind, seconds, other) = match odd {
            Odd::Before(seconds) => ("before", Some(*seconds), None),
            Odd::Quick(seconds) => ("quick", Some(*seconds), None),
            Odd::Apart(seconds, target) => ("apart", Some(*seconds), Some(target)),
            Odd::Seat(seat) => ("seat", None, Some(seat)),
        };
        Value::Map(vec![
            member("kind", text(kind)),
            member("seconds", seconds.map_or(Value::Null, signed)),
            member("other", other.map_or(Value::Null, |o| text(o))),
        ])
    };
    Value::Map(vec![
        member("target", text(&deed.target)),
        member("case", text(&deed.case)),
        member("waited", deed.waited.map_or(Value::Null, signed)),
        member("odd", Value::List(deed.odd.iter().map(odd).collect())),
        member("signing", signing_value(&deed.signing)),
    ])
}

/// Who answers for a row, for programs.
#[must_use]
pub fn who_value(row: &str, answers: &[Answer]) -> Value {
    let one = |answer: &Answer| {
        let cell = |(label, cell): (String, String)| {
            Value::Map(vec![member("column", text(&label)), member("cell", text(&cell))])
        };
        Value::Map(vec![
            member("table", text(&answer.table)),
            member("cells", Value::List(cells(answer).into_iter().map(cell).collect())),
            member("signings", Value::List(answer.signings.iter().map(signing_value).collect())),
        ])
    };
    Value::Map(vec![
        member("schema", text("juanzong.who/1")),
        member("row", text(row)),
        member("answers", Value::List(answers.iter().map(one).collect())),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn member(name: &str, value: Value) -> (String, Value) {
    (name.to_string(), value)
}
