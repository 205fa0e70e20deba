//! `juanzong check`: what is missing or wrong in a case, what is late, who may not apply.

use std::path::PathBuf;

use juanzong::base::json::Value;
use juanzong::base::time::Day;
use juanzong::case::{Case, Examination, Look, Standing, State};
use juanzong::profile::time::Unknown;
use juanzong::profile::{Profile, Status};
use juanzong::report::{Align, Table};
use juanzong::verdict::Explain as _;

use super::{notice, paper, status};
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `check`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    /// The day to answer as of.
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    at: Option<Day>,
    /// Where the one-time notice goes: `.pdf`, `.docx`, `.toml`.
    #[arg(long, value_name = "FILE")]
    notice: Vec<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    paper::known(&args.notice)?;
    let case = Case::load(&args.case)?;
    let at = args.at.unwrap_or_else(|| context.now.day());
    let examined = examine(&case, at, context)?;
    if !args.notice.is_empty() {
        notice::write(&case, &examined, at, &args.notice, context)?;
    }
    if context.format == Format::Text {
        context.console.data(&articles(&case.profile, context))?;
        context.console.data(&standing(&case.profile, context))?;
        context.console.data(&timetable(&case.profile, &examined.timetable, at, context))?;
        context.console.data(&duties(&case.profile, &examined, context))?;
        context.console.data(&readings(&examined, context))?;
    }
    let rows = examined.timetable.iter().map(row).collect();
    let duties = examined.duties.iter().map(|rule| {
        let texts = [("id", &rule.id), ("title", &rule.title), ("cite", &rule.cite)];
        let texts = texts.map(|(key, text)| (key.to_string(), Value::Text(text.clone())));
        Value::Map(texts.into())
    });
    let duties = Value::List(duties.collect());
    let rows = Value::List(rows);
    context.report(&examined.report, &[("timetable", rows), ("responsibilities", duties)])
}

/// Everything that can be said of a case as of a day.
pub(super) fn examine(case: &Case, at: Day, context: &Context) -> Result<Examination, Failure> {
    let sealed = status::state(case, context.now)?.sealed;
    let calendar = context.calendar(case)?;
    let indicators = match case.indicators()? {
        Some(pinned) => pinned,
        None => context.shelf()?.indicators,
    };
    let readings = indicators.readings();
    Ok(case.examine(&Look { at, calendar: &calendar, readings, sealed })?)
}

/// What the letters before articles stand for.
fn articles(profile: &Profile, context: &Context) -> String {
    let facts = [("short", profile.short.clone()), ("title", profile.title.clone())];
    context.texts.message("cli-articles", &facts) + "\n\n"
}

/// A line that says so where a profile is not in force: a draft, or past.
pub(super) fn standing(profile: &Profile, context: &Context) -> String {
    let status = match profile.status {
        Status::InForce => return String::new(),
        Status::Historic => "historic",
        Status::Draft => "draft",
    };
    let facts = [("title", profile.title.clone()), ("status", status.to_string())];
    context.texts.message("cli-profile-status", &facts) + "\n\n"
}

/// The deadlines, each with how it was counted.
fn timetable(profile: &Profile, standings: &[Standing], at: Day, context: &Context) -> String {
    if standings.is_empty() {
        return String::new();
    }
    let heads =
        ["cli-col-what", "cli-col-actor", "cli-col-due", "cli-col-standing", "cli-col-cite"];
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    let mut how = String::new();
    for (n, s) in (1..).zip(standings) {
        let actor = profile.actor_title(&s.deadline.actor).to_string();
        let due = match &s.due {
            Ok(account) => account.day.to_string(),
            Err(_) => "—".to_string(),
        };
        let title = format!("{n} {}", s.deadline.title);
        let cite = format!("{} {}", profile.short, s.deadline.cite);
        table.row([title, actor, due, state(s, context), cite]);
        how += &format!("  {n} {}\n", counted(profile, s, context));
    }
    let facts = [("day", at.to_string())];
    let head = context.texts.message("cli-timetable", &facts);
    let table = table.render(context.console.data_style().width);
    format!("{head}\n{table}{}\n{how}\n", context.texts.say("cli-timetable-how"))
}

/// How a deadline stands, in words.
fn state(standing: &Standing, context: &Context) -> String {
    let (word, days) = match standing.state {
        State::Met => ("met", 0),
        State::MetLate(days) => ("met-late", days),
        State::Open(days) => ("open", days),
        // Whether the office did what it owes once for all its cases, one case does not say.
        State::Overdue(_) if standing.deadline.per_round => ("duty", 0),
        State::Overdue(days) => ("overdue", days),
        State::Unknown => ("unknown", 0),
    };
    let met = standing.met.map(|d| d.to_string()).unwrap_or_default();
    let facts = [("state", word.to_string()), ("days", days.to_string()), ("met", met)];
    context.texts.message("cli-deadline-state", &facts)
}

/// How a deadline was counted, or why it cannot be yet.
fn counted(profile: &Profile, standing: &Standing, context: &Context) -> String {
    let stop = context.texts.say("report-semicolon");
    match &standing.due {
        Ok(account) => {
            let told = account.told();
            let mut told: Vec<String> =
                told.iter().map(|(id, facts)| context.texts.message(id, facts)).collect();
            if let Some(other) = &standing.otherwise {
                let facts = [("day", other.day.to_string())];
                told.push(context.texts.message("cli-deadline-otherwise", &facts));
            }
            told.join(&stop)
        }
        Err(unknown) => {
            let mut facts = unknown.facts();
            if let Unknown::Events(events) = unknown {
                let title = |id: &String| {
                    let event = profile.events.iter().find(|e| e.id == *id);
                    event.map_or_else(|| id.clone(), |e| e.title.clone())
                };
                facts = vec![("events", events.iter().map(title).collect::<Vec<_>>().join("、"))];
            }
            context.texts.message(&format!("err-{}", unknown.id()), &facts)
        }
    }
}

/// Who answers for what in this case.
fn duties(profile: &Profile, examined: &Examination, context: &Context) -> String {
    let mut out = String::new();
    for rule in &examined.duties {
        let title = ("title", rule.title.clone());
        let cite = ("cite", format!("{} {}", profile.short, rule.cite));
        out += &format!("  {}\n", context.texts.message("cli-responsibility", &[title, cite]));
    }
    if out.is_empty() {
        out
    } else {
        context.texts.say("cli-responsibilities") + "\n" + &out + "\n"
    }
}

/// How what the text leaves open was read, where something rested on it.
fn readings(examined: &Examination, context: &Context) -> String {
    let mut out = String::new();
    for reading in &examined.readings {
        let facts = [
            ("title", reading.title.clone()),
            ("reading", reading.words.clone()),
            ("note", reading.note.clone()),
            ("cite", reading.cite.clone()),
            ("own", if reading.own { "yes" } else { "no" }.to_string()),
        ];
        out += &format!("  {}\n", context.texts.message("cli-reading", &facts));
    }
    if out.is_empty() { out } else { context.texts.say("cli-readings") + "\n" + &out + "\n" }
}

/// A deadline for programs.
fn row(standing: &Standing) -> Value {
    let text = |t: &str| Value::Text(t.to_string());
    let day = |d: Option<Day>| d.map_or(Value::Null, |d| text(&d.to_string()));
    let (state, days) = match standing.state {
        State::Met => ("met", None),
        State::MetLate(days) => ("met-late", Some(days)),
        State::Open(days) => ("open", Some(days)),
        State::Overdue(days) => ("overdue", Some(days)),
        State::Unknown => ("unknown", None),
    };
    let days = days.and_then(|d| u64::try_from(d).ok());
    Value::Map(vec![
        ("id".to_string(), text(&standing.deadline.id)),
        ("title".to_string(), text(&standing.deadline.title)),
        ("actor".to_string(), text(&standing.deadline.actor)),
        ("due".to_string(), day(standing.due.as_ref().ok().map(|a| a.day))),
        ("met".to_string(), day(standing.met)),
        ("state".to_string(), text(state)),
        ("days".to_string(), days.map_or(Value::Null, Value::Number)),
        ("cite".to_string(), text(&standing.deadline.cite)),
    ])
}
