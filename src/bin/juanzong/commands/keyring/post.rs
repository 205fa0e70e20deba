//! What a person may do under which rules: mandates, and the rules that the ring accepts. Both are
//! compared with a regulation, so that a misspelt seat is found here and not on the day of signing.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::profile::{Profile, Shelf, Stage};
use juanzong::seal::CaseFiles;
use juanzong::seal::keyring::{Mandate, Policy};
use juanzong::seal::policy::{self, Rules};
use juanzong::verdict::{Report, Verdict};

use super::super::verify;
use super::{changed, person};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;

/// Largest profile that is read, in octets.
const LARGEST: u64 = 4 << 20;
/// Who acts where no regulation says it.
const ACTOR: &str = "branch";

#[derive(clap::Args)]
pub(super) struct Args {
    ringdir: PathBuf,
    #[arg(long, value_name = "ID")]
    person: String,
    /// As which actor; without it the one of the stages.
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    #[arg(long, value_name = "SEATS", value_delimiter = ',', required = true)]
    seats: Vec<String>,
    #[arg(long, value_name = "STAGES", value_delimiter = ',', required = true)]
    stages: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    from: Option<Moment>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    until: Moment,
    /// The act that gives it.
    #[arg(long, value_name = "TEXT")]
    act: String,
    /// The regulation that has these seats: a built-in id or a profile file; all built-in ones
    /// without it.
    #[arg(long, value_name = "PROFILE")]
    profile: Option<PathBuf>,
    /// Takes seats and stages as they are typed.
    #[arg(long, conflicts_with = "profile")]
    unchecked: bool,
}

#[derive(clap::Args)]
pub(super) struct Accept {
    ringdir: PathBuf,
    /// A built-in regulation.
    #[arg(long, value_name = "ID", required_unless_present = "case")]
    profile: Option<String>,
    /// A case or a package whose pinned rules are accepted.
    #[arg(long, value_name = "CASE", conflicts_with = "profile")]
    case: Option<PathBuf>,
}

pub(super) fn mandate(args: Args, context: &Context) -> Result<Exit, Failure> {
    let actor = if args.unchecked {
        context.console.alarm(&(context.texts.say("cli-mandate-unchecked") + "\n"));
        None
    } else {
        Some(check(&args, context)?)
    };
    let mandate = Mandate {
        person: person(&args.person)?,
        actor: args.actor.or(actor).unwrap_or_else(|| ACTOR.to_string()),
        seats: args.seats,
        stages: args.stages,
        from: args.from.unwrap_or(context.now),
        until: args.until,
        act: args.act,
    };
    changed(&RingDir::open(&args.ringdir)?, &args.ringdir, context, |d| d.mandate(mandate))
}

/// Compares seats and stages with the regulation; gives the actor of the first stage.
fn check(args: &Args, context: &Context) -> Result<String, Failure> {
    let shelf = context.shelf()?;
    let profiles = match &args.profile {
        Some(named) => vec![read(named, &shelf)?],
        None => {
            let all = shelf.ids().map(|id| shelf.profile(id).map(|(p, _)| p.clone()));
            all.collect::<Result<_, _>>()?
        }
    };
    let mut first = None;
    for profile in &profiles {
        match fits(profile, &args.seats, &args.stages) {
            Ok(stage) => return Ok(stage.actor.clone()),
            // With several regulations the one that knows most of what was typed says most.
            Err(e) => {
                if first.as_ref().is_none_or(|f| strangeness(&e) < strangeness(f)) {
                    first = Some(e);
                }
            }
        }
    }
    Err(first.unwrap_or(Error::SeatNeeded).into())
}

/// How foreign to a regulation what was typed is, by its answer.
fn strangeness(answer: &Error) -> u8 {
    let Error::Choice { what, .. } = answer else { return 0 };
    if *what == "stage" { 2 } else { 1 }
}

/// The profile of an id on the shelf, or of a file.
fn read(named: &Path, shelf: &Shelf) -> Result<Profile, Failure> {
    let id = named.to_str().filter(|id| shelf.ids().any(|known| known == *id));
    if let Some(id) = id {
        return Ok(shelf.profile(id)?.0.clone());
    }
    let text = disk::read_text(named, LARGEST)?;
    Ok(Profile::parse(named, &text)?)
}

/// Whether all stages are the profile's, every seat sits in one of them, and every stage has one.
fn fits<'a>(profile: &'a Profile, seats: &[String], stages: &[String]) -> Result<&'a Stage, Error> {
    let mut found: Vec<&Stage> = Vec::new();
    for id in stages {
        let Some(stage) = profile.stage(id) else {
            let known: Vec<&str> = profile.stages.iter().map(|s| s.id.as_str()).collect();
            let (value, known) = (id.clone(), known.join(" / "));
            return Err(Error::Choice { what: "stage", value, known });
        };
        found.push(stage);
    }
    for seat in seats {
        if found.iter().any(|stage| profile.posts(stage).contains(&seat.as_str())) {
            continue;
        }
        let home = profile.stages.iter().find(|s| profile.posts(s).contains(&seat.as_str()));
        return Err(match home {
            Some(stage) => Error::SeatElsewhere { seat: seat.clone(), stage: stage.id.clone() },
            None => {
                let mut known: Vec<&str> =
                    found.iter().flat_map(|stage| profile.posts(stage)).collect();
                known.dedup();
                let (value, known) = (seat.clone(), known.join(" / "));
                Error::Choice { what: "seat", value, known }
            }
        });
    }
    let idle = |s: &&&Stage| !profile.posts(s).iter().any(|p| seats.iter().any(|t| t == p));
    if let Some(stage) = found.iter().find(idle) {
        let known = profile.posts(stage).join(" / ");
        return Err(Error::StageIdle { stage: stage.id.clone(), known });
    }
    found.first().copied().ok_or(Error::SeatNeeded)
}

pub(super) fn accept(args: &Accept, context: &Context) -> Result<Exit, Failure> {
    let accepted = match (&args.case, &args.profile) {
        (Some(path), _) => match pinned(path, context)? {
            Ok(policy) => policy,
            Err(report) => return context.report(&report, &[]),
        },
        (None, id) => {
            let shelf = context.shelf()?;
            let (profile, text) = shelf.profile(id.as_deref().unwrap_or_default())?;
            let accepted = policy::accept(profile, text, &shelf)?;
            Policy { id: accepted.id, sha256: accepted.sha256 }
        }
    };
    changed(&RingDir::open(&args.ringdir)?, &args.ringdir, context, |d| d.accept(accepted))
}

/// The rules that a case or a filed package pins. An archive has packages only: one that fails
/// verification says nothing of the rules under which it was opened.
fn pinned(path: &Path, context: &Context) -> Result<Result<Policy, Box<Report>>, Failure> {
    let case = disk::is_folder(path) && !disk::exists(&path.join("bagit.txt"));
    let (rules, findings) = if case {
        Rules::read(&CaseFiles::of(&Case::load(path)?)?)?
    } else {
        let found = verify::packaged(path, None, context)?;
        match &found.contents {
            Some(contents) if found.report.verdict() != Verdict::Failed => Rules::read(contents)?,
            Some(_) | None => return Ok(Err(Box::new(found.report))),
        }
    };
    Ok(match rules.filter(|_| findings.is_empty()) {
        Some(rules) => Ok(Policy { id: rules.profile.id.clone(), sha256: rules.digest }),
        None => {
            let mut report = Report::on(path.display().to_string());
            report.extend(findings);
            Err(Box::new(report))
        }
    })
}
