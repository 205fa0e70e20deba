//! A regulation as a person would explain it: who does what, in which order, by when, with which
//! papers, and who may not apply.

use std::fmt::Write as _;

use juanzong::profile::{Basis, Deadline, Need, Profile, Slot, Stage, When, binds};

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
    traits(&mut out, p, grade, context);
    let duties = p.deadlines.iter().filter(|d| d.stage.is_none() && asked(&d.grades));
    let duties: String = duties
        .filter(|d| p.by_default(d.under.as_ref()))
        .map(|d| {
            let facts = [
                ("actor", p.actor_title(&d.actor).to_string()),
                ("deadline", deadline(d, p, context)),
            ];
            format!("  {}\n", say("cli-show-duty", &facts))
        })
        .collect();
    if !duties.is_empty() {
        let _ = write!(out, "\n{}\n{duties}", context.texts.say("cli-show-duties"));
    }
    let bars = p.consequences.iter().filter(|c| asked(&c.grades) && p.by_default(c.under.as_ref()));
    section(&mut out, "cli-show-bars", context, bars.map(|c| (&c.title, &c.cite)));
    let samples = p.samples.iter().filter(|s| asked(&s.grades));
    section(&mut out, "cli-show-samples", context, samples.map(|s| (&s.title, &s.cite)));
    let gates = p.gates.iter().filter(|g| asked(&g.grades));
    section(&mut out, "cli-show-gates", context, gates.map(|g| (&g.title, &g.cite)));
    let rules = p.rules.iter().filter(|r| asked(&r.grades) && p.by_default(r.under.as_ref()));
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
    let due: Vec<String> = due.map(|d| deadline(d, way, context)).collect();
    let (comma, semicolon) =
        (context.texts.say("report-comma"), context.texts.say("report-semicolon"));
    for (id, told) in [
        ("cli-show-papers", papers.join(&comma)),
        ("cli-show-seats", seats.join(&comma)),
        ("cli-show-due", due.join(&semicolon)),
    ] {
        if !told.is_empty() {
            let _ = writeln!(out, "     {}", context.texts.message(id, &[("list", told)]));
        }
    }
}

/// A deadline with its rule and article.
fn deadline(d: &Deadline, profile: &Profile, context: &Context) -> String {
    let rule = juanzong::report::due(&d.due, &context.texts, |id| {
        let event = profile.events.iter().find(|e| e.id == id);
        event.map_or_else(|| id.to_string(), |e| e.title.clone())
    });
    let conditional = if d.when.is_some() || d.unless.is_some() { "yes" } else { "no" };
    let facts = [
        ("title", d.title.clone()),
        ("rule", rule),
        ("cite", d.cite.clone()),
        ("conditional", conditional.to_string()),
    ];
    context.texts.message("cli-show-deadline", &facts)
}

/// What an enterprise states of itself, and which papers and deadlines hang on it.
fn traits(out: &mut String, profile: &Profile, grade: Option<&str>, context: &Context) {
    let asked = |grades: &[String]| grade.is_none_or(|grade| binds(grades, grade));
    let comma = context.texts.say("report-comma");
    let mut lines = String::new();
    for known in profile.traits.iter().filter(|t| asked(&t.grades)) {
        let hangs = |when: Option<&When>, wanted: bool| {
            when.is_some_and(
                |w| matches!(w, When::Trait { r#trait, is } if *r#trait == known.id && *is == wanted),
            )
        };
        let on = |wanted: bool| {
            let slots = profile.slots.iter().filter(|s| asked(&s.grades));
            let papers = slots.filter(|s| hangs(s.when.as_ref(), wanted)).map(|s| s.title.clone());
            let deadlines = profile.deadlines.iter().filter(|d| asked(&d.grades));
            let due = deadlines
                .filter(|d| hangs(d.when.as_ref(), wanted) || hangs(d.unless.as_ref(), !wanted));
            let all: Vec<String> = papers.chain(due.map(|d| d.title.clone())).collect();
            if all.is_empty() { "none".to_string() } else { all.join(&comma) }
        };
        let facts = [
            ("title", known.title.clone()),
            ("cite", known.cite.clone()),
            ("yes", on(true)),
            ("no", on(false)),
        ];
        let _ = writeln!(lines, "  {}", context.texts.message("cli-show-trait", &facts));
    }
    if !lines.is_empty() {
        let _ = write!(out, "\n{}\n{lines}", context.texts.say("cli-show-traits"));
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
    let entry = |title: &String, cite: &String| {
        let facts = [("title", title.clone()), ("cite", cite.clone())];
        format!("  {}\n", context.texts.message("cli-show-entry", &facts))
    };
    let lines: Vec<String> = entries.map(|(title, cite)| entry(title, cite)).collect();
    if !lines.is_empty() {
        let _ = write!(out, "\n{}\n{}", context.texts.say(head), lines.concat());
    }
}
