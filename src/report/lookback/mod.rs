//! A filed dossier and its re-check, compared: on a terminal, as JSON, as XLSX and as a paper in
//! official layout.

mod paper;
mod sheet;

pub use paper::lookback_paper;
pub use sheet::lookback_sheet;

use super::inspector::{ranges, signing_value};
use super::table::{Align, Table};
use super::text::folded;
use super::{Lang, Style, Texts};
use crate::audit::lookback::{
    Change, Comparison, Grade, Item, Line, Part, Proposal, Rechecker, names,
};
use crate::base::json::Value;
use crate::base::time::Moment;
use crate::profile::Basis;
use crate::seal::verify::Signing;
use crate::verdict::Verdict;

/// How far the lines below a row are indented.
const BELOW: usize = 4;

/// The comparison, every line ended: both dossiers, the rows, the grades, the people, what follows,
/// the findings and the verdict.
#[must_use]
pub fn lookback(found: &Comparison, texts: &Texts, style: Style) -> String {
    let mut out = String::new();
    let mut line = |text: &str| out += &folded("", "", text, style.width);
    line(&part("original", &found.original, texts));
    line(&part("recheck", &found.recheck, texts));
    line(&texts.say("report-times"));
    out.push('\n');
    if !found.lines.is_empty() {
        out += &rows(found, texts).render(style.width);
        out.push('\n');
    }
    for told in conclusions(found, texts) {
        out += &folded("", "", &told, style.width);
    }
    out.push('\n');
    out + &super::text(&found.report, texts, style)
}

/// A fixed word of this report.
fn say(id: &str, texts: &Texts) -> String {
    texts.say(&format!("lookback-{id}"))
}

fn moment(at: Option<Moment>, texts: &Texts) -> String {
    match (at, texts.lang()) {
        (None, _) => say("none", texts),
        (Some(at), Lang::ZhCn) => at.chinese(),
        (Some(at), Lang::EnUs) => at.to_string(),
    }
}

fn judged(part: &Part, texts: &Texts) -> String {
    match part.judged {
        Some(judgement) => super::inspector::judged(judgement, texts),
        None => say("unjudged", texts),
    }
}

/// One of the two in a line.
fn part(id: &str, part: &Part, texts: &Texts) -> String {
    let day = if part.filed.is_some() { part.filed } else { part.opened };
    let facts = [
        ("side", id.to_string()),
        ("case", part.case.clone()),
        ("enterprise", part.enterprise.clone()),
        ("filed", part.filed.is_some().to_string()),
        ("time", moment(day, texts)),
        ("judged", judged(part, texts)),
    ];
    texts.message("lookback-part", &facts)
}

fn rows(found: &Comparison, texts: &Texts) -> Table {
    let heads = ["row", "item", "then", "signed-then", "now", "signed-now", "change"];
    let heads = heads.map(|id| (say(&format!("col-{id}"), texts), Align::Left));
    let mut table = Table::headed(heads);
    for line in &found.lines {
        let then = line.then.as_ref();
        let now = line.now.as_ref().map(|a| &a.item);
        table.row([
            line.number.to_string(),
            item(line),
            then.map(answer).unwrap_or_default(),
            names(&line.signed_then),
            now.map(answer).unwrap_or_default(),
            names(&line.signed_now),
            change(line.change, texts),
        ]);
        if matches!(line.change, Change::Same) {
            continue;
        }
        for (id, words) in details(line) {
            if !words.is_empty() {
                let facts = [("what", id.to_string()), ("words", words)];
                table.across(BELOW, &texts.message("lookback-detail", &facts));
            }
        }
    }
    table
}

/// The indicator: as it was filed, else as the record has it.
fn item(line: &Line) -> String {
    let then = line.then.as_ref().map(|i| i.item.clone());
    then.or_else(|| line.now.as_ref().map(|a| a.item.item.clone())).unwrap_or_default()
}

/// Result and grade in words.
fn answer(item: &Item) -> String {
    let words = [&item.result.1, &item.reach.1].into_iter().filter(|w| !w.is_empty());
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn change(change: Change, texts: &Texts) -> String {
    texts.message("lookback-change", &[("change", change.id().to_string())])
}

/// Everybody who signed for a row: name, seat, claimed time, and whether it counts.
fn signed(by: &[Signing], texts: &Texts) -> Vec<String> {
    let one = |s: &Signing| {
        let facts = [
            ("name", s.name.clone()),
            ("person", s.person.to_string()),
            ("seat", s.seat_title.clone()),
            ("time", super::inspector::moment(s)),
            ("counts", (s.today.verdict == Verdict::Passed).to_string()),
            ("verdict", super::verdict(s.today.verdict, texts)),
        ];
        texts.message("lookback-signed", &facts)
    };
    by.iter().map(one).collect()
}

/// What a row has no room for.
fn details(line: &Line) -> [(&'static str, String); 4] {
    let then = line.then.as_ref().map(|i| i.found.clone()).unwrap_or_default();
    let now = line.now.as_ref();
    let said = |what: fn(&crate::audit::lookback::Answer) -> &String| {
        now.map(|a| what(a).clone()).unwrap_or_default()
    };
    [
        ("then", then),
        ("now", said(|a| &a.item.found)),
        ("remark", said(|a| &a.remark)),
        ("evidence", said(|a| &a.evidence)),
    ]
}

fn grade(which: &Grade, texts: &Texts) -> String {
    let list = |rows: &[usize]| ranges(&rows.iter().map(ToString::to_string).collect::<Vec<_>>());
    match which {
        Grade::Reached { name, held_by, .. } => {
            let facts = [("grade", name.clone()), ("rows", list(held_by))];
            texts.message("lookback-grade-reached", &facts)
        }
        Grade::Open(flaws) => {
            let rows: Vec<usize> = flaws.iter().map(|(row, _)| *row).collect();
            texts.message("lookback-grade-open", &[("rows", list(&rows))])
        }
        Grade::Nothing => say("grade-nothing", texts),
    }
}

/// Grades, people and what follows, a sentence each.
fn conclusions(found: &Comparison, texts: &Texts) -> Vec<String> {
    let facts = [
        ("grade", found.grade.clone()),
        ("then", grade(&found.then, texts)),
        ("now", grade(&found.now, texts)),
    ];
    let mut told = vec![texts.message("lookback-grades", &facts)];
    let count = |which: Change| found.lines.iter().filter(|l| l.change == which).count();
    if !found.lines.is_empty() {
        let counts = [
            ("same", Change::Same),
            ("mended", Change::Mended),
            ("differs", Change::Differs),
            ("worse", Change::Worse),
            ("open", Change::Open),
            ("missing", Change::Missing),
            ("extra", Change::Extra),
        ];
        let facts: Vec<(&str, String)> =
            counts.into_iter().map(|(id, c)| (id, count(c).to_string())).collect();
        told.push(texts.message("lookback-counts", &facts));
    }
    told.extend(found.people.iter().map(|p| rechecker(p, texts)));
    if found.people.is_empty() {
        told.push(say("nobody", texts));
    }
    if found.proposals.is_empty() {
        told.push(say("no-proposal", texts));
    }
    told.extend(found.proposals.iter().map(|p| proposal(p, texts)));
    if !found.typed.is_empty() {
        told.push(texts.message("lookback-typed", &[("typed", found.typed.clone())]));
    }
    told
}

fn rechecker(one: &Rechecker, texts: &Texts) -> String {
    let comma = texts.say("report-comma");
    let kind = match (one.before.is_empty(), one.namesakes.is_empty()) {
        (false, _) => "before",
        (true, false) => "namesake",
        (true, true) => "fresh",
    };
    let facts = [
        ("kind", kind.to_string()),
        ("name", one.name.clone()),
        ("person", one.person.to_string()),
        ("seats", one.seats.join(&comma)),
        ("before", one.before.join(&comma)),
        ("namesakes", one.namesakes.join(&comma)),
    ];
    texts.message("lookback-rechecker", &facts)
}

/// What follows, with its article.
fn proposal(one: &Proposal, texts: &Texts) -> String {
    let facts = [
        ("came", one.came.id().to_string()),
        ("title", one.title.clone()),
        ("has-actor", (!one.actor.is_empty()).to_string()),
        ("actor", one.actor.clone()),
        ("basis", basis(one.basis).to_string()),
        ("cite", one.cite.clone()),
    ];
    texts.message("lookback-proposal", &facts)
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "text",
        Basis::Practice => "practice",
    }
}

/// What the JSON of a comparison has beside the members of every report.
#[must_use]
pub fn lookback_value(found: &Comparison) -> Value {
    Value::Map(vec![
        member("original", part_value(&found.original)),
        member("recheck", part_value(&found.recheck)),
        member("grade", text(&found.grade)),
        member("then", grade_value(&found.then)),
        member("now", grade_value(&found.now)),
        member("rows", Value::List(found.lines.iter().map(line_value).collect())),
        member("people", Value::List(found.people.iter().map(rechecker_value).collect())),
        member("came", Value::List(found.came.iter().map(|c| text(c.id())).collect())),
        member("proposals", Value::List(found.proposals.iter().map(proposal_value).collect())),
        member("typed", text(&found.typed)),
    ])
}

fn part_value(part: &Part) -> Value {
    let time = |at: Option<Moment>| at.map_or(Value::Null, |at| text(&at.to_string()));
    Value::Map(vec![
        member("case", text(&part.case)),
        member("rules", text(&part.rules)),
        member("enterprise", text(&part.enterprise)),
        member("digest", part.digest.map_or(Value::Null, |d| text(&d.to_string()))),
        member("opened", time(part.opened)),
        member("filed", time(part.filed)),
        member("judged", part.judged.map_or(Value::Null, super::judgement_value)),
    ])
}

fn grade_value(grade: &Grade) -> Value {
    let numbers = |rows: &mut dyn Iterator<Item = usize>| {
        Value::List(rows.map(|n| Value::Number(n as u64)).collect())
    };
    match grade {
        Grade::Reached { name, held_by, .. } => Value::Map(vec![
            member("grade", text(name)),
            member("rows", numbers(&mut held_by.iter().copied())),
        ]),
        Grade::Open(flaws) => Value::Map(vec![
            member("grade", Value::Null),
            member("rows", numbers(&mut flaws.iter().map(|(row, _)| *row))),
        ]),
        Grade::Nothing => Value::Null,
    }
}

fn line_value(line: &Line) -> Value {
    let people = |by: &[Signing]| Value::List(by.iter().map(signing_value).collect());
    let item = |item: &Item| {
        Value::Map(vec![
            member("found", text(&item.found)),
            member("result", text(&item.result.0)),
            member("reach", text(&item.reach.0)),
        ])
    };
    let now = line.now.as_ref();
    Value::Map(vec![
        member("row", Value::Number(line.number as u64)),
        member("item", text(&self::item(line))),
        member("change", text(line.change.id())),
        member("then", line.then.as_ref().map_or(Value::Null, item)),
        member("signedThen", people(&line.signed_then)),
        member("now", now.map_or(Value::Null, |a| item(&a.item))),
        member("differs", now.map_or(Value::Null, |a| text(&a.differs.0))),
        member("remark", now.map_or(Value::Null, |a| text(&a.remark))),
        member("person", now.map_or(Value::Null, |a| text(&a.person))),
        member("signedNow", people(&line.signed_now)),
    ])
}

fn rechecker_value(one: &Rechecker) -> Value {
    let list = |words: &[String]| Value::List(words.iter().map(|w| text(w)).collect());
    Value::Map(vec![
        member("person", text(one.person.as_str())),
        member("name", text(&one.name)),
        member("seats", list(&one.seats)),
        member("before", list(&one.before)),
        member("namesakes", list(&one.namesakes)),
    ])
}

fn proposal_value(one: &Proposal) -> Value {
    Value::Map(vec![
        member("came", text(one.came.id())),
        member("title", text(&one.title)),
        member("actor", text(&one.actor)),
        member("basis", text(basis(one.basis))),
        member("cite", text(&one.cite)),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn member(name: &str, value: Value) -> (String, Value) {
    (name.to_string(), value)
}
