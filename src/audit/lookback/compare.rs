//! A filed dossier and its re-check side by side: row by row by the number that the row had, never by
//! its place; what was found then and now, who answers for either, the grade of both, whether who
//! checks again had a hand in it before, and what follows by which article.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::word;
use super::grade::{self, Grade, outcome};
use super::rows::{Change, Line, rows};
use super::{Filed, Item, Side, filed, kind, written};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::case::layout;
use crate::form::{Form, Value};
use crate::profile::indicators::Outcome;
use crate::profile::{Basis, Came, Lookback};
use crate::seal::Person;
use crate::seal::verify::{Kind, Paper};
use crate::verdict::{Bearing, Code, Finding, Judgement, Place, Report, Verdict};

/// One of the two, told.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its number.
    pub case: String,
    /// The title of its rules, and the letters by which articles of theirs are named.
    pub rules: String,
    /// Enterprise and plant.
    pub enterprise: String,
    /// What is to be said of it; nothing of a case in which nobody has signed yet.
    pub judged: Option<Judgement>,
    /// The digest that names its package; none for a case under way.
    pub digest: Option<Digest>,
    /// When it claims to have been opened, and sealed for filing.
    pub opened: Option<Moment>,
    /// When it claims to have been sealed for filing.
    pub filed: Option<Moment>,
}

/// Somebody who signed for the re-check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rechecker {
    /// The id.
    pub person: Person,
    /// The name.
    pub name: String,
    /// From which seats.
    pub seats: Vec<String>,
    /// The seats from which the same person signed the filed dossier.
    pub before: Vec<String>,
    /// Who of the same name and another number signed the filed dossier.
    pub namesakes: Vec<String>,
}

/// What follows, by the rules of the re-check.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What it follows from.
    pub came: Came,
    /// What is to be done.
    pub title: String,
    /// Who does it; empty where nobody is named.
    pub actor: String,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article, with the short form of the rules.
    pub cite: String,
}

/// Both set side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What was found.
    pub report: Report,
    /// The filed dossier.
    pub original: Part,
    /// The re-check.
    pub recheck: Part,
    /// The grade that was filed.
    pub grade: String,
    /// What the filed rows reach, those put right left out.
    pub then: Grade,
    /// What the rows reach now.
    pub now: Grade,
    /// The rows: those of the filed paper in order, then those that it lacks.
    pub lines: Vec<Line>,
    /// Who checked again.
    pub people: Vec<Rechecker>,
    /// What it came to; empty where that cannot be said yet.
    pub came: BTreeSet<Came>,
    /// What follows.
    pub proposals: Vec<Proposal>,
    /// The handling that the record proposes, in words; empty where none is typed.
    pub typed: String,
    /// What the record says of package and draw: label and words of each field that was filled in.
    pub recorded: Vec<(String, String)>,
}

/// Sets a filed dossier and its re-check side by side; `rule` is that of the re-check's own rules.
///
/// # Errors
/// A paper cannot be read.
pub fn compare(
    original: &Side<'_, '_>,
    recheck: &Side<'_, '_>,
    rule: &Lookback,
    target: &str,
) -> Result<Comparison, disk::Error> {
    let mut found = Comparison {
        report: Report::on(target),
        original: part(original)?,
        recheck: part(recheck)?,
        grade: original.facts().map(|f| f.grade.clone()).unwrap_or_default(),
        then: Grade::Nothing,
        now: Grade::Nothing,
        lines: Vec::new(),
        people: Vec::new(),
        came: BTreeSet::new(),
        proposals: Vec::new(),
        typed: String::new(),
        recorded: Vec::new(),
    };
    for (side, word, part) in [(original, "original", true), (recheck, "recheck", false)] {
        found.report.extend(unsound(side, word));
        if part && side.judged.verdict == Verdict::Failed {
            found.came.insert(Came::Unsound);
        }
    }
    independent(&mut found, original, recheck);
    let filed = match filed(original, rule)? {
        Ok(filed) => Some(filed),
        Err(finding) => {
            found.report.add(finding);
            None
        }
    };
    let record = recheck.dossier.paper(&rule.record.slot)?;
    match (filed, record) {
        (Some(filed), Some(record)) => {
            unsigned(&mut found, recheck, rule)?;
            let form = &record.form;
            found.recorded = recorded(rule, form, &record);
            found.typed = rule.proposal.as_ref().map(|f| told(&record, f).1).unwrap_or_default();
            if is_about(&mut found, original, recheck, &filed, (rule, &record)) {
                earlier(&mut found);
                rows(&mut found, (original, recheck), &filed, (rule, &record));
                concluded(&mut found, original, &filed, below(rule, recheck, &filed));
            } else {
                found.report.skip("lookback-rows");
            }
            followed(&mut found, recheck, (rule, Some(&record)));
        }
        (_, record) => {
            if record.is_none() {
                let place = Place::file(layout::typed(&rule.record.slot));
                found
                    .report
                    .add(Finding::new(Code::AuditLookbackUnread, place).with("why", "record"));
            }
            found.report.skip("lookback-rows");
            followed(&mut found, recheck, (rule, None));
        }
    }
    if let Some(profile) = recheck.profile() {
        super::rest(&mut found.report, profile, rule);
    }
    Ok(found)
}

fn part(side: &Side<'_, '_>) -> Result<Part, disk::Error> {
    let facts = side.facts();
    let at = |kind: Kind| side.signings.iter().filter(move |s| s.kind == kind && !s.after);
    let digest = side.digest()?;
    Ok(Part {
        case: facts.map(|f| f.case.clone()).unwrap_or_default(),
        rules: side.profile().map(|p| format!("{}（{}）", p.title, p.short)).unwrap_or_default(),
        enterprise: facts
            .map(|f| format!("{} {}", f.enterprise.name, f.enterprise.plant))
            .unwrap_or_default(),
        judged: Some(side.judged).filter(|_| !side.is_bare()),
        digest,
        opened: at(Kind::Open).map(|s| s.signed_at).min(),
        filed: digest.and_then(|_| at(Kind::Seal).map(|s| s.signed_at).max()),
    })
}

/// What verification leaves of a side.
fn unsound(side: &Side<'_, '_>, which: &str) -> Option<Finding> {
    let bearing = match side.judged.verdict {
        Verdict::Passed => return None,
        Verdict::Failed => Bearing::Fails,
        Verdict::Indeterminate => Bearing::Unsettled,
    };
    let why = side.judged.reason.map_or("-", Code::id);
    let finding = Finding::new(Code::AuditLookbackUnsound, Place::default()).bearing(bearing);
    let verdict = word(side.judged.verdict);
    Some(finding.with("side", which).with("verdict", verdict).with("why", why))
}

/// Who checked again, and whether they had a hand in the filed dossier.
fn independent(found: &mut Comparison, original: &Side<'_, '_>, recheck: &Side<'_, '_>) {
    let said = |side: &Side<'_, '_>| {
        let mut people: BTreeMap<(Person, String), Vec<String>> = BTreeMap::new();
        let reviews = side.signings.iter().filter(|s| s.kind == Kind::Review && s.in_force);
        for s in reviews.filter(|s| !s.after) {
            let seats = people.entry((s.person.clone(), s.name.clone())).or_default();
            if !seats.contains(&s.seat_title) {
                seats.push(s.seat_title.clone());
            }
        }
        people
    };
    let before = said(original);
    for ((person, name), seats) in said(recheck) {
        let same = before.get(&(person.clone(), name.clone())).cloned().unwrap_or_default();
        let alike = |(other, called): &&(Person, String)| {
            *other != person && *called == name && !name.is_empty()
        };
        let namesakes = before.keys().filter(alike).map(|(other, _)| other.to_string()).collect();
        let who = Rechecker { person, name, seats, before: same, namesakes };
        let find = |code| {
            let finding = Finding::new(code, Place::default()).with("person", &who.person);
            finding.with("name", &who.name)
        };
        if !who.before.is_empty() {
            let finding = find(Code::AuditLookbackSamePerson).with("seat", who.seats.join("、"));
            found.report.add(finding.with("other", who.before.join("、")));
        }
        if !who.namesakes.is_empty() {
            let finding = find(Code::AuditLookbackSameName);
            found.report.add(finding.with("other", who.namesakes.join("、")));
        }
        found.people.push(who);
    }
    found.report.count("lookback-people", found.people.len() as u64);
}

/// A record that nobody signed as it stands says nothing for certain.
fn unsigned(
    found: &mut Comparison,
    recheck: &Side<'_, '_>,
    rule: &Lookback,
) -> Result<(), disk::Error> {
    if recheck.stands(&rule.record.slot)? {
        return Ok(());
    }
    let place = Place::file(layout::typed(&rule.record.slot));
    let finding = Finding::new(Code::AuditLookbackUnread, place).with("why", "unsigned");
    let under_way = found.recheck.digest.is_none();
    let bearing = if under_way { Bearing::Unsettled } else { Bearing::Fails };
    found.report.add(finding.bearing(bearing));
    found.report.skip("lookback-signed");
    Ok(())
}

/// What is typed in a field: as it is written, and in words.
fn told(record: &Paper, field: &str) -> (String, String) {
    let value = record.filled.get(field);
    value.map(|v| written(kind(&record.form, field), v)).unwrap_or_default()
}

fn recorded(rule: &Lookback, form: &Form, record: &Paper) -> Vec<(String, String)> {
    let filled = form.fields().filter(|f| rule.fill.contains_key(&f.id));
    let told = filled.map(|f| (f.label.clone(), told(record, &f.id).1));
    told.filter(|(_, words)| !words.is_empty()).collect()
}

/// Whether the record is about this dossier and no other.
fn is_about(
    found: &mut Comparison,
    original: &Side<'_, '_>,
    recheck: &Side<'_, '_>,
    filed: &Filed,
    (rule, record): (&Lookback, &Paper),
) -> bool {
    let field = |what: &str| {
        let field = rule.fill.iter().find(|(_, words)| *words == what).map(|(id, _)| id);
        field.map(|id| (id.clone(), told(record, id).1))
    };
    let place = |id: &str| Place::field(layout::typed(&rule.record.slot), 0, id);
    let firm = |side: &Side<'_, '_>| side.facts().map(|f| f.enterprise.code.clone());
    let case = &filed.facts.case;
    let other = match field("case.id") {
        Some((id, named)) if named != *case => Some((id, named, case.clone())),
        _ => {
            let (named, own) = (firm(recheck), firm(original));
            let differs = named != own;
            let (named, own) = (named.unwrap_or_default(), own.unwrap_or_default());
            differs.then(|| (String::new(), named, own))
        }
    };
    if let Some((id, named, own)) = other {
        let finding = Finding::new(Code::AuditLookbackOther, place(&id));
        found.report.add(finding.with("named", named).with("found", own));
        return false;
    }
    let now = found.original.digest.map_or_else(|| "-".to_string(), |d| d.to_string());
    for (what, source) in [("package.digest", "record"), ("package.archived", "register")] {
        if let Some((id, named)) = field(what).filter(|(_, named)| !named.is_empty())
            && named != now
        {
            let finding = Finding::new(Code::AuditLookbackDigest, place(&id));
            let finding = finding.with("source", source).with("named", named);
            found.report.add(finding.with("found", now.clone()));
        }
    }
    true
}

fn earlier(found: &mut Comparison) {
    if let (Some(opened), Some(filed)) = (found.recheck.opened, found.original.filed)
        && opened < filed
    {
        let finding = Finding::new(Code::AuditLookbackEarlier, Place::default());
        found.report.add(finding.with("opened", opened).with("filed", filed));
    }
}

/// The article by which a grade falls.
fn below(rule: &Lookback, recheck: &Side<'_, '_>, filed: &Filed) -> Option<String> {
    let short = &recheck.profile()?.short;
    let after = rule.after(Came::Below, &filed.facts.grade).next()?;
    Some(format!("{short} {}", after.cite))
}

/// The grade of both, and what it came to.
fn concluded(
    found: &mut Comparison,
    original: &Side<'_, '_>,
    filed: &Filed,
    clause: Option<String>,
) {
    let Some(profile) = original.profile() else { return };
    let unmet = |item: &Item| outcome(&item.result.0) == Some(Outcome::Unmet);
    let then = filed.items.iter().map(|item| (item, filed.cured && unmet(item)));
    found.then = grade::of(profile, &filed.facts.grade, then);
    // A row that was not checked again counts as one without an answer.
    let now: Vec<Item> = found
        .lines
        .iter()
        .filter(|line| line.then.is_some())
        .map(|line| match &line.now {
            Some(answer) => answer.item.clone(),
            None => Item { number: line.number, ..Item::default() },
        })
        .collect();
    found.now = grade::of(profile, &filed.facts.grade, now.iter().map(|item| (item, false)));
    let applied = profile.ladder_of(&filed.facts.grade);
    let applied = applied.and_then(|l| l.place(&filed.facts.grade));
    let told = |rows: &[usize]| rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    match &found.now {
        Grade::Reached { name, place, held_by } if applied.is_some_and(|filed| *place > filed) => {
            let finding = Finding::new(Code::AuditLookbackBelow, Place::default());
            let finding = finding.with("filed", &found.grade).with("reached", name);
            let mut finding = finding.with("rows", told(held_by));
            finding.clause = clause;
            found.report.add(finding);
            found.came.insert(Came::Below);
        }
        Grade::Reached { .. } | Grade::Nothing => {
            let other = |l: &Line| matches!(l.change, Change::Differs | Change::Worse);
            let differs = found.lines.iter().any(other);
            let came = if differs { Came::Differs } else { Came::Held };
            let whole = |l: &Line| !matches!(l.change, Change::Missing | Change::Open);
            if found.lines.iter().all(whole) {
                found.came.insert(came);
            }
        }
        Grade::Open(flaws) => {
            // A row without an answer is told as such.
            let mut by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (row, why) in flaws.iter().filter(|(_, why)| *why != "unanswered") {
                by.entry(why).or_default().push(*row);
            }
            for (why, rows) in by {
                let finding = Finding::new(Code::AuditLookbackGradeOpen, Place::default());
                found.report.add(finding.with("rows", told(&rows)).with("why", why));
            }
        }
    }
}

/// What follows from what it came to.
fn followed(
    found: &mut Comparison,
    recheck: &Side<'_, '_>,
    (rule, record): (&Lookback, Option<&Paper>),
) {
    let Some(profile) = recheck.profile() else { return };
    let grade = found.grade.clone();
    let mut wanted = Vec::new();
    for came in found.came.clone() {
        for after in rule.after(came, &grade) {
            let actor = after.actor.as_ref().map(|id| profile.actor_title(id).to_string());
            wanted.extend(after.proposal.clone());
            found.proposals.push(Proposal {
                came,
                title: after.title.clone(),
                actor: actor.unwrap_or_default(),
                basis: after.basis,
                cite: format!("{} {}", profile.short, after.cite),
            });
        }
    }
    let field = rule.proposal.as_ref().zip(record);
    if let Some((field, record)) = field {
        let typed = told(record, field);
        if !typed.0.is_empty() && !wanted.is_empty() && !wanted.contains(&typed.0) {
            let kind = kind(&record.form, field);
            let called: Vec<String> =
                wanted.iter().map(|id| written(kind, &Value::Choice(id.clone())).1).collect();
            let place = Place::field(layout::typed(&rule.record.slot), 0, field);
            let finding = Finding::new(Code::AuditLookbackProposal, place).with("typed", typed.1);
            found.report.add(finding.with("wanted", called.join("、")));
        }
    }
}
