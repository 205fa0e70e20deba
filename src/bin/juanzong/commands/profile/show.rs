//! A regulation as a person would explain it: who does what, in which order, by when, with which
//! papers, and who may not apply.

use std::fmt::Write as _;

use juanzong::profile::{Basis, Need, Profile, Slot, Stage, binds};

use super::super::check;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Does it.
pub(super) fn run(id: &str, grade: Option<&str>, context: &Context) -> Result<Exit, Failure> {
    let shelf = context.shelf()?;
    let (profile, _) = shelf.profile(id)?;
    if let Some(grade) = grade
        && !profile.scope.grades.iter().any(|g| g == grade)
    {
        let known = profile.scope.grades.join(" / ");
        return Err(Error::Choice { what: "grade", value: grade.to_string(), known }.into());
    }
    context.console.data(&told(profile, grade, context))?;
    Ok(Exit::Done)
}

fn told(profile: &Profile, grade: Option<&str>, context: &Context) -> String {
    let p = profile;
    let mut out = check::standing(p, context);
    let say = |id: &str, facts: &[(&str, String)]| context.texts.message(id, facts);
    let line = |out: &mut String, text: &str| {
        let _ = writeln!(out, "{text}");
    };
    let head = [
        ("title", p.title.clone()),
        ("issuer", p.issuer.clone()),
        ("number", if p.number.is_empty() { "none".to_string() } else { p.number.clone() }),
        ("status", super::status(p, context)),
        ("valid", super::valid(p)),
        ("round", p.round.as_ref().map_or_else(|| "—".to_string(), |r| r.title.clone())),
    ];
    line(&mut out, &say("cli-show-profile", &head));
    for ladder in &p.ladders {
        let grades: Vec<&str> = ladder.grades.iter().map(|g| g.name.as_str()).collect();
        let facts = [("title", ladder.title.clone()), ("grades", grades.join(" > "))];
        line(&mut out, &say("cli-show-ladder", &facts));
    }
    let ways = match grade {
        Some(grade) => vec![vec![grade.to_string()]],
        None => ways(p),
    };
    for grades in ways {
        let Some(first) = grades.first() else { continue };
        let way = p.narrowed(first);
        let facts = [("grades", grades.join("、"))];
        let _ = write!(out, "\n{}\n", say("cli-show-way", &facts));
        for (n, stage) in (1..).zip(&way.stages) {
            stage_told(&mut out, n, stage, &way, first, context);
        }
    }
    let _ = write!(out, "\n{}\n", context.texts.say("cli-show-legend"));
    let asked = |grades: &[String]| grade.is_none_or(|grade| binds(grades, grade));
    let bars = p.consequences.iter().filter(|c| asked(&c.grades) && p.by_default(c.under.as_ref()));
    section(&mut out, "cli-show-bars", context, bars.map(|c| (&c.title, &c.cite)));
    let samples = p.samples.iter().filter(|s| asked(&s.grades));
    section(&mut out, "cli-show-samples", context, samples.map(|s| (&s.title, &s.cite)));
    let gates = p.gates.iter().filter(|g| asked(&g.grades));
    section(&mut out, "cli-show-gates", context, gates.map(|g| (&g.title, &g.cite)));
    let rules = p.rules.iter().filter(|r| asked(&r.grades));
    section(&mut out, "cli-show-rules", context, rules.map(|r| (&r.title, &r.cite)));
    if !p.settings.is_empty() {
        let _ = write!(out, "\n{}\n", context.texts.say("cli-show-settings"));
        for s in &p.settings {
            let facts = [
                ("title", s.title.clone()),
                ("cite", s.cite.clone()),
                ("reading", s.options.get(&s.default).unwrap_or(&s.default).clone()),
                ("note", s.note.clone()),
                ("own", "no".to_string()),
            ];
            let _ = writeln!(out, "  {}", say("cli-reading", &facts));
        }
    }
    out
}

/// Grades that go the same way with the same papers stand together.
fn ways(profile: &Profile) -> Vec<Vec<String>> {
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    for grade in &profile.scope.grades {
        let stages = profile.narrowed(grade);
        let stages = stages.stages.iter().map(|s| s.id.clone());
        let slots = profile.slots_for(grade).map(|s| s.id.clone());
        let key = stages.chain(slots).collect::<Vec<_>>().join(" ");
        match ways.iter_mut().find(|(known, _)| *known == key) {
            Some((_, grades)) => grades.push(grade.clone()),
            None => ways.push((key, vec![grade.clone()])),
        }
    }
    ways.into_iter().map(|(_, grades)| grades).collect()
}

fn stage_told(
    out: &mut String,
    n: usize,
    stage: &Stage,
    way: &Profile,
    grade: &str,
    context: &Context,
) {
    let facts = [
        ("n", n.to_string()),
        ("title", stage.title.clone()),
        ("actor", way.actor_title(&stage.actor).to_string()),
        ("cite", stage.cite.clone()),
    ];
    let _ = writeln!(out, "{}", context.texts.message("cli-show-stage", &facts));
    let papers: Vec<String> = way
        .slots_for(grade)
        .filter(|s| s.stage == stage.id && s.need != Need::Optional)
        .map(|s| paper(s, grade, context))
        .collect();
    let seats: Vec<String> = stage
        .seats
        .iter()
        .map(|s| {
            let title = match s.basis {
                Basis::Text => format!("{}*", s.title),
                Basis::Practice => s.title.clone(),
            };
            let Some(paper) = s.only_with.as_deref().and_then(|id| way.slot(id)) else {
                return title;
            };
            let facts = [("title", title), ("paper", paper.title.clone())];
            context.texts.message("cli-show-seat-with", &facts)
        })
        .collect();
    let due = way
        .deadlines
        .iter()
        .filter(|d| d.stage.as_deref() == Some(&stage.id) && binds(&d.grades, grade))
        .filter(|d| way.by_default(d.under.as_ref()));
    let due: Vec<String> = due
        .map(|d| {
            let rule = juanzong::report::due(&d.due, &context.texts, |id| {
                let event = way.events.iter().find(|e| e.id == id);
                event.map_or_else(|| id.to_string(), |e| e.title.clone())
            });
            format!("{}：{rule}（{}）", d.title, d.cite)
        })
        .collect();
    for (id, told) in [
        ("cli-show-papers", papers.join("、")),
        ("cli-show-seats", seats.join("、")),
        ("cli-show-due", due.join("；")),
    ] {
        if !told.is_empty() {
            let _ = writeln!(out, "     {}", context.texts.message(id, &[("list", told)]));
        }
    }
}

/// A paper with its need and article.
fn paper(slot: &Slot, grade: &str, context: &Context) -> String {
    let need = match slot.need_for(grade) {
        _ if slot.warn.iter().any(|g| g == grade) => "warn",
        Need::Required => "required",
        Need::Conditional => "conditional",
        Need::Optional => "optional",
    };
    let basis = match slot.basis {
        Basis::Text => "text",
        Basis::Practice => "practice",
    };
    let facts =
        [("title", slot.title.clone()), ("need", need.to_string()), ("basis", basis.to_string())];
    context.texts.message("cli-show-paper", &facts)
}

fn section<'a>(
    out: &mut String,
    head: &str,
    context: &Context,
    entries: impl Iterator<Item = (&'a String, &'a String)>,
) {
    let lines: Vec<String> =
        entries.map(|(title, cite)| format!("  {title}（{cite}）\n")).collect();
    if !lines.is_empty() {
        let _ = write!(out, "\n{}\n{}", context.texts.say(head), lines.concat());
    }
}
