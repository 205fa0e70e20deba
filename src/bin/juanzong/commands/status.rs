//! `juanzong` alone: where the case in this folder stands and the one command that comes next.

use std::path::Path;

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::case::{Case, layout};
use juanzong::seal::predicate::Opinion;
use juanzong::seal::sign::{Next, State, state as standing};
use juanzong::seal::verify::{Ask, Reach};
use juanzong::seal::{CaseFiles, Dossier, Person};
use juanzong::verdict::Verdict;

use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::shell;

/// Shows the state of the case in this folder, or the daily commands where there is none.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let here = Path::new(".");
    if !disk::exists(&here.join(layout::FACTS)) {
        let help = crate::args::command(&context.texts).render_help().to_string();
        context.console.data(&help)?;
        return Ok(Exit::Done);
    }
    tell(here, context)?;
    Ok(Exit::Done)
}

/// Where a case stands.
pub(super) fn state(case: &Case, now: Moment) -> Result<State, Failure> {
    let files = CaseFiles::of(case)?;
    let dossier = Dossier::read(&files)?;
    let ask = Ask { trust: None, accepted: &[], now, reach: Reach::UnderWay };
    Ok(standing::of(&dossier, &ask)?)
}

/// Tells where a case stands and what comes next.
pub(super) fn tell(dir: &Path, context: &Context) -> Result<(), Failure> {
    let case = Case::load(dir)?;
    let state = state(&case, context.now)?;
    let stage = state.stage.as_deref().and_then(|id| case.profile.stage(id));
    let facts = vec![
        ("case", case.facts.case.clone()),
        ("enterprise", case.facts.enterprise.name.clone()),
        ("plant", case.facts.enterprise.plant.clone()),
        ("grade", case.facts.grade.clone()),
        ("kind", if case.profile.lookback.is_some() { "lookback" } else { "case" }.to_string()),
    ];
    context.console.data(&(context.texts.message("cli-status-case", &facts) + "\n"))?;
    if let Some(stage) = stage {
        let facts = [("stage", stage.title.clone())];
        context.console.data(&(context.texts.message("cli-status-stage", &facts) + "\n"))?;
    }
    for hearing in &state.hearings {
        let title = case.profile.seat(&hearing.seat).map(|(_, s)| s.title.clone());
        let list = |items: Vec<String>| items.join("、");
        let how = match (hearing.is_complete(), hearing.heard.is_empty()) {
            _ if hearing.lacks_roster => "roster",
            (true, _) => "done",
            (false, false) => "partly",
            (false, true) => "open",
        };
        let facts = vec![
            ("seat", title.unwrap_or_default()),
            ("heard", list(hearing.heard.iter().map(|(p, o)| heard(p, *o, context)).collect())),
            ("missing", list(hearing.missing.iter().map(ToString::to_string).collect())),
            ("state", how.to_string()),
        ];
        context.console.data(&(context.texts.message("cli-status-seat", &facts) + "\n"))?;
    }
    let report = case.check()?;
    if report.verdict() == Verdict::Failed {
        let facts = [("count", report.findings().len().to_string()), ("dir", shell::word(dir))];
        context.console.data(&(context.texts.message("cli-status-gaps", &facts) + "\n"))?;
    }
    let next = next(&case, &state, dir);
    context.console.data(&(context.texts.message("cli-status-next", &next) + "\n"))?;
    Ok(())
}

/// Who was heard; whoever did not agree, with the opinion.
fn heard(person: &Person, opinion: Opinion, context: &Context) -> String {
    if opinion == Opinion::Agree {
        return person.to_string();
    }
    let word = context.texts.message("cli-opinion", &[("opinion", opinion.as_str().to_string())]);
    context.texts.message("cli-heard", &[("person", person.to_string()), ("opinion", word)])
}

/// The one command that comes next.
fn next(case: &Case, state: &State, dir: &Path) -> Vec<(&'static str, String)> {
    let built = disk::exists(&layout::generated(&case.dir, layout::VOLUME));
    let (act, seat, stage) = match &state.next {
        Next::Open => ("open", case.profile.opens.clone(), String::new()),
        Next::Roster { seat, by } => ("roster", by.clone(), seat.clone()),
        Next::Review { .. } if !built => ("build", String::new(), String::new()),
        Next::Review { seats } => {
            ("review", seats.first().cloned().unwrap_or_default(), String::new())
        }
        Next::Seal { stage, seat } => ("seal", seat.clone(), stage.clone()),
        Next::File { seat } => {
            let filing = case.profile.filing().map(|s| s.id.clone());
            ("seal", seat.clone(), filing.unwrap_or_default())
        }
        Next::Pack => ("pack", String::new(), String::new()),
        Next::Repair => ("repair", String::new(), String::new()),
    };
    vec![
        ("act", act.to_string()),
        ("seat", seat),
        ("stage", stage),
        ("dir", shell::word(dir)),
        ("case", case.facts.case.clone()),
    ]
}
