//! A filed dossier and its re-check side by side: row by row by the number that the row had, never by
//! its place; what was found then and now, who answers for either, the grade of both, whether who
//! checks again had a hand in it before, and what follows by which article.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{names, word};
use super::grade::{self, Grade, outcome};
use super::{Filed, Item, Side, cell, filed, kind, written};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::case::layout;
use crate::form::{Form, Value};
use crate::profile::indicators::Outcome;
use crate::profile::{Basis, Came, Lookback};
use crate::seal::Person;
use crate::seal::verify::{Kind, Paper, Signing};
use crate::verdict::{Bearing, Code, Finding, Judgement, Place, Report, Verdict};

/// One of the two, told.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its number.
    pub case: String,
    /// The title of its rules.
    pub rules: String,
    /// Enterprise and plant.
    pub enterprise: String,
    /// What is to be said of it.
    pub judged: Judgement,
    /// The digest that names its package; none for a case under way.
    pub digest: Option<Digest>,
    /// When it claims to have been opened, and sealed for filing.
    pub opened: Option<Moment>,
    /// When it claims to have been sealed for filing.
    pub filed: Option<Moment>,
}

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
    Ok(found)
}

fn part(side: &Side<'_, '_>) -> Result<Part, disk::Error> {
    let facts = side.facts();
    let at = |kind: Kind| side.signings.iter().filter(move |s| s.kind == kind && !s.after);
    let digest = side.digest()?;
    Ok(Part {
        case: facts.map(|f| f.case.clone()).unwrap_or_default(),
        rules: side.profile().map(|p| p.title.clone()).unwrap_or_default(),
        enterprise: facts
            .map(|f| format!("{} {}", f.enterprise.name, f.enterprise.plant))
            .unwrap_or_default(),
        judged: side.judged,
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

/// Every row, by the number that it had.
fn rows(
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
    let answer = |(at, row): (usize, &crate::form::Row)| {
        let read = |role: &str| cell(&rule.record, columns, row, role);
        let id = rule.record.columns.get("row");
        let number = match id.and_then(|id| row.get(id)) {
            Some(Value::Integer(number)) => usize::try_from(*number).unwrap_or(0),
            Some(_) | None => 0,
        };
        let item = Item {
            number,
            item: read("item").1,
            demand: read("demand").1,
            found: read("now").1,
            result: read("result"),
            reach: read("reach"),
        };
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
