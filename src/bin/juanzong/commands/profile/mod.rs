//! `juanzong profile`: the regulations at hand, told as a person would explain them, compared, and
//! looked through for faults.

mod aspects;
mod show;

use std::path::{Path, PathBuf};

use juanzong::base::{disk, toml};
use juanzong::profile::{self, Profile, Status};
use juanzong::report::{Align, Table};
use juanzong::verdict::{Code, Finding, Place, Report};

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `profile`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Lists the regulations.
    List,
    /// Tells one as a person would explain it.
    Show(Show),
    /// Looks a file of rules through.
    Check(Check),
    /// Tells where two differ.
    Compare(Compare),
}

#[derive(clap::Args)]
struct Show {
    /// The profile.
    id: String,
    /// Only what concerns this grade.
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
}

#[derive(clap::Args)]
struct Check {
    /// A profile's id, or its file.
    profile: PathBuf,
}

#[derive(clap::Args)]
struct Compare {
    /// The one.
    one: String,
    /// The other.
    other: String,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::List => list(context),
        Act::Show(args) => show::run(&args.id, args.grade.as_deref(), context),
        Act::Check(args) => check(&args.profile, context),
        Act::Compare(args) => compare(&args, context),
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let shelf = context.shelf()?;
    let heads = ["cli-col-profile", "cli-col-title", "cli-col-status", "cli-col-valid"];
    let heads = heads.into_iter().chain(["cli-col-grades"]);
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    for id in shelf.ids() {
        let (p, _) = shelf.profile(id)?;
        let grades = p.scope.grades.join(" ");
        table.row([p.id.clone(), p.title.clone(), status(p, context), valid(p), grades]);
    }
    context.console.data(&table.render(context.console.data_style().width))?;
    Ok(Exit::Done)
}

/// Whether a profile binds, in a word.
fn status(profile: &Profile, context: &Context) -> String {
    let status = match profile.status {
        Status::InForce => "in-force",
        Status::Historic => "historic",
        Status::Draft => "draft",
    };
    context.texts.message("cli-profile-word", &[("status", status.to_string())])
}

/// From when to when it may be used.
fn valid(profile: &Profile) -> String {
    let until = profile.valid.until.map(|d| d.to_string()).unwrap_or_default();
    format!("{} — {until}", profile.valid.from)
}

/// Looks a file through: its shape, its own contradictions, and whether its forms fit.
fn check(named: &Path, context: &Context) -> Result<Exit, Failure> {
    let shelf = context.shelf()?;
    let known = named.to_str().filter(|id| shelf.ids().any(|k| k == *id));
    let text = match known {
        Some(id) => shelf.profile(id)?.1.to_string(),
        None => disk::read_text(named, toml::LARGEST)?,
    };
    let mut report = Report::on(named.display().to_string());
    let mut wrong = |problem: String| {
        let place = Place::file(named.display().to_string());
        report.add(Finding::new(Code::ProfileInvalid, place).with("problem", problem));
    };
    match Profile::parse(named, &text) {
        Err(profile::Error::Inconsistent { problem, .. }) => wrong(problem),
        Err(e) => wrong(e.to_string()),
        Ok(profile) => {
            for grade in &profile.scope.grades {
                let way = profile.narrowed(grade);
                for slot in way.slots_for(grade) {
                    let Some(id) = &slot.form else { continue };
                    match shelf.forms.form(id) {
                        None => wrong(format!("slot `{}` names the unknown form `{id}`", slot.id)),
                        Some(form) => {
                            if let Some(misfit) = form.misfit(&way.fit(slot)) {
                                wrong(format!("slot `{}`: {misfit}", slot.id));
                            }
                        }
                    }
                }
            }
            if let Some(misread) = profile.misread(&shelf.forms) {
                wrong(misread);
            }
            report.count("slots", profile.slots.len() as u64);
            report.count("stages", profile.stages.len() as u64);
            report.count("deadlines", profile.deadlines.len() as u64);
        }
    }
    context.report(&report, &[])
}

/// Where two regulations differ, aspect by aspect.
fn compare(args: &Compare, context: &Context) -> Result<Exit, Failure> {
    let shelf = context.shelf()?;
    let (one, _) = shelf.profile(&args.one)?;
    let (other, _) = shelf.profile(&args.other)?;
    let heads = [context.texts.say("cli-col-what"), one.title.clone(), other.title.clone()];
    let mut table = Table::headed(heads.map(|head| (head, Align::Left)));
    for (aspect, left, right) in aspects::side_by_side(one, other, context) {
        if left != right {
            table.row([aspect, left, right]);
        }
    }
    let told = if table.is_empty() {
        context.texts.say("cli-profile-alike") + "\n"
    } else {
        table.render(context.console.data_style().width)
    };
    context.console.data(&told)?;
    Ok(Exit::Done)
}
