//! `juanzong lookback compare`: a re-check set beside the filed dossier.

use std::path::{Path, PathBuf};

use juanzong::audit::lookback::{self, Comparison, Side};
use juanzong::base::digest::Digest;
use juanzong::case::Case;
use juanzong::report;
use juanzong::seal::verify::{Ask, Reach, judge};
use juanzong::seal::{CaseFiles, Dossier, Trust, policy};
use juanzong::verdict::Judgement;

use super::super::{audit, build, verify};
use super::Error;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `lookback compare`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The filed package, or the folder it was unpacked to.
    original: PathBuf,
    /// The case of the re-check, or its package.
    recheck: PathBuf,
    /// The trust file, from outside the packages.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Writes what was compared as `.pdf`, `.xlsx` or `.json`.
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
}

/// Does it.
pub(super) fn run(args: &Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.report {
        audit::kind(path)?;
    }
    let (trust, trusted) = verify::trust(args.trust.as_deref())?;
    let found = verify::packaged(&args.original, trust.as_ref(), context)?;
    let Some(contents) = &found.contents else { return context.report(&found.report, &[]) };
    let dossier = Dossier::read(contents)?;
    let Some(rules) = &dossier.rules else { return context.report(&found.report, &[]) };
    if rules.profile.lookback.is_some() {
        return Err(Error::Original { path: args.original.clone() }.into());
    }
    let judged = Judgement::of_report(&found.report);
    let original = Side { dossier: &dossier, signings: &found.signings, judged };
    let target = args.recheck.display().to_string();
    if verify::is_case(&args.recheck) {
        return under_way(&original, &target, (trust.as_ref(), trusted), args, context);
    }
    let found = verify::packaged(&args.recheck, trust.as_ref(), context)?;
    let Some(contents) = &found.contents else { return context.report(&found.report, &[]) };
    let dossier = Dossier::read(contents)?;
    let judged = Judgement::of_report(&found.report);
    let recheck = Side { dossier: &dossier, signings: &found.signings, judged };
    let compared = compared(&original, &recheck, &target, args)?;
    tell(&compared, trusted, args, context)
}

/// The same with a case that is not filed yet.
fn under_way(
    original: &Side<'_, '_>,
    target: &str,
    (trust, trusted): (Option<&Trust>, Option<Digest>),
    args: &Args,
    context: &Context,
) -> Result<Exit, Failure> {
    let case = Case::load(&args.recheck)?;
    let files = CaseFiles::of(&case)?;
    let dossier = Dossier::read(&files)?;
    let accepted = policy::of(&context.shelf()?)?;
    let now = context.now;
    let ask = Ask { trust, accepted: &accepted, now, reach: Reach::UnderWay };
    let found = judge(&dossier, &ask)?;
    // A case that nobody has opened has nothing that could be wrong with its statements.
    let judged = match found.signings.is_empty() {
        true => Judgement::PASSED,
        false => Judgement::of_report(&found.report),
    };
    let recheck = Side { dossier: &dossier, signings: &found.signings, judged };
    let compared = compared(original, &recheck, target, args)?;
    tell(&compared, trusted, args, context)
}

fn compared(
    original: &Side<'_, '_>,
    recheck: &Side<'_, '_>,
    target: &str,
    args: &Args,
) -> Result<Comparison, Failure> {
    let rule = recheck.dossier.rules.as_ref().and_then(|r| r.profile.lookback.as_ref());
    let Some(rule) = rule else {
        return Err(Error::Recheck { path: args.recheck.clone() }.into());
    };
    Ok(lookback::compare(original, recheck, rule, target)?)
}

fn tell(
    found: &Comparison,
    trusted: Option<Digest>,
    args: &Args,
    context: &Context,
) -> Result<Exit, Failure> {
    let json = || report::json(&found.report, &[("lookback", report::lookback_value(found))]);
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::lookback(found, &context.texts, style))?;
        }
        Format::Json => context.console.data(&json())?,
    }
    for path in &args.report {
        let bytes = match audit::kind(path)? {
            "pdf" => paper(found, trusted, context)?,
            "xlsx" => report::lookback_sheet(found, &context.texts)?,
            _ => json().into_bytes(),
        };
        place(path, &bytes, context)?;
    }
    Ok(found.report.verdict().into())
}

fn paper(
    found: &Comparison,
    trusted: Option<Digest>,
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let faces = build::faces(context)?;
    Ok(report::lookback_paper(found, context.now, trusted, &context.texts, &faces)?.bytes)
}

fn place(path: &Path, bytes: &[u8], context: &Context) -> Result<(), Failure> {
    context.place(path, bytes)?;
    context.say("cli-lookback-report", &[("path", path.display().to_string())]);
    Ok(())
}
