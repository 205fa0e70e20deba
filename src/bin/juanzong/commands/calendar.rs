//! `juanzong calendar`: the next deadlines of all cases in a folder, also as an .ics file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use juanzong::base::json::Value;
use juanzong::base::time::Day;
use juanzong::case::{State, many};
use juanzong::report::{self, Align, Event, Table, ics};

use super::round;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `calendar`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of cases.
    folder: PathBuf,
    /// A calendar file to write.
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// The day as of which.
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    at: Option<Day>,
    /// How many days ahead; all without it.
    #[arg(long, value_name = "N")]
    days: Option<u16>,
}

/// Something that is due.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    day: Day,
    case: String,
    enterprise: String,
    what: String,
    who: String,
    cite: String,
    left: i32,
    id: String,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let at = args.at.unwrap_or_else(|| context.now.day());
    let told = round::each(&args.folder, at, context, many::dated, |case, look| {
        let profile = &case.profile;
        let mut open = Vec::new();
        for s in case.timetable(look)? {
            let (State::Open(_) | State::Overdue(_)) = s.state else { continue };
            let Ok(account) = &s.due else { continue };
            let duty = s.deadline.per_round;
            open.push(Due {
                day: account.day,
                // A duty of the office stands once, whatever the number of its cases.
                case: if duty { profile.id.clone() } else { case.facts.case.clone() },
                enterprise: if duty { String::new() } else { case.facts.enterprise.name.clone() },
                what: s.deadline.title.clone(),
                who: profile.actor_title(&s.deadline.actor).to_string(),
                cite: format!("{} {}", profile.short, s.deadline.cite),
                left: at.until(account.day),
                id: s.deadline.id.clone(),
            });
        }
        Ok(open)
    })?;
    let broken = round::complain(&told, context);
    let mut due: Vec<Due> = told.found.into_iter().flatten().collect();
    if let Some(days) = args.days {
        due.retain(|d| d.left <= i32::from(days));
    }
    due.sort();
    due.dedup();
    if let Some(path) = &args.ics {
        let name = context.texts.say("cli-calendar-name");
        let events: BTreeMap<String, Event> = due.iter().map(event).collect();
        context.place(path, ics(&name, at, &events).as_bytes())?;
        let facts = [("path", path.display().to_string()), ("count", due.len().to_string())];
        context.say("cli-calendar-made", &facts);
    }
    match context.format {
        Format::Text => context.console.data(&table(&due, context))?,
        Format::Json => {
            let rows = due.iter().map(row).collect();
            let members = vec![("due".to_string(), Value::List(rows))];
            context.console.data(&report::print(&Value::Map(members)))?;
        }
    }
    Ok(if broken > 0 { Exit::Failed } else { Exit::Done })
}

fn table(due: &[Due], context: &Context) -> String {
    if due.is_empty() {
        return context.texts.say("cli-calendar-empty") + "\n";
    }
    let heads =
        ["cli-col-due", "cli-col-standing", "cli-col-case", "cli-col-what", "cli-col-actor"];
    let heads = heads.into_iter().chain(["cli-col-cite"]);
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    for d in due {
        let word = if d.left < 0 { "overdue" } else { "open" };
        let facts = [
            ("state", word.to_string()),
            ("days", d.left.unsigned_abs().to_string()),
            ("met", String::new()),
        ];
        let state = context.texts.message("cli-deadline-state", &facts);
        let case = format!("{} {}", d.case, d.enterprise);
        table.row([d.day.to_string(), state, case, d.what.clone(), d.who.clone(), d.cite.clone()]);
    }
    table.render(context.console.data_style().width)
}

/// A due day as an event, under a key that stays when its day changes.
fn event(due: &Due) -> (String, Event) {
    let summary = if due.enterprise.is_empty() {
        format!("{}（{}）", due.what, due.who)
    } else {
        format!("{}：{}（{}）", due.enterprise, due.what, due.who)
    };
    let description = format!("{} {}", due.case, due.cite);
    let key = format!("{}.{}", due.case, due.id);
    (key, Event { day: due.day, summary, description })
}

fn row(due: &Due) -> Value {
    let text = |t: &str| Value::Text(t.to_string());
    Value::Map(vec![
        ("due".to_string(), text(&due.day.to_string())),
        ("case".to_string(), text(&due.case)),
        ("enterprise".to_string(), text(&due.enterprise)),
        ("what".to_string(), text(&due.what)),
        ("who".to_string(), text(&due.who)),
        ("cite".to_string(), text(&due.cite)),
        ("overdue".to_string(), Value::Bool(due.left < 0)),
        ("days".to_string(), Value::Number(u64::from(due.left.unsigned_abs()))),
    ])
}
