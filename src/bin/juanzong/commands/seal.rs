//! `juanzong seal`: opens a case, closes a stage, files the whole.

use std::path::{Path, PathBuf};

use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::package::Tree;
use juanzong::seal::predicate::Outcome;
use juanzong::seal::sign::{Plan, Refusal};
use juanzong::verdict::{Code, Report, Verdict};

use super::build;
use crate::context::Context;
use crate::desk::{self, Bench, Signer, SignerArgs};
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::entropy;
use crate::superseded;

/// The word that opens a case; no stage of a profile may be called so.
const OPEN: &str = "open";

/// Arguments of `seal`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    /// The stage to close, or `open`.
    #[arg(long, value_name = "STAGE")]
    stage: String,
    #[command(flatten)]
    signer: SignerArgs,
    /// Sends the case back to an earlier stage instead of closing this one.
    #[arg(long, value_name = "STAGE")]
    return_to: Option<String>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let signer = args.signer.open(context)?;
    let case = Case::load(&args.case)?;
    for stage in [Some(&args.stage), args.return_to.as_ref()].into_iter().flatten() {
        known_stage(&case, stage)?;
    }
    let filing = case.profile.filing().is_some_and(|s| s.id == args.stage);
    if args.stage == OPEN {
        // Opening freezes the facts of the case; the forms may still be filled afterwards.
        let found = case.check()?;
        let facts = found.findings().into_iter().filter(|f| f.code == Code::CaseFactInvalid);
        let mut report = Report::on(case.facts.case.clone());
        report.extend(facts.cloned());
        if report.verdict() == Verdict::Failed {
            return context.report(&report, &[]);
        }
    }
    if filing {
        let report = case.check()?;
        if report.verdict() == Verdict::Failed {
            return context.report(&report, &[]);
        }
        superseded::prune(&case)?;
        let built = build::all(&args.case, true, context)?;
        if built.verdict() == Verdict::Failed {
            return context.report(&built, &[]);
        }
    }
    let returns = args.return_to.is_some();
    let outcome = match args.return_to {
        Some(to) => Outcome::Return { to },
        None => Outcome::Done,
    };
    let bench = Bench::lay(&args.case, &signer.copies)?;
    match plan(&bench, &args.stage, outcome, &signer, context.now, context)? {
        Err(refusal) => desk::refused(refusal, &bench.case.facts.case, context),
        Ok(plan) => confirm(plan, &bench, &signer, &args.stage, returns, context),
    }
}

/// A stage that the profile does not have is a slip of the hand, not a refusal.
fn known_stage(case: &Case, stage: &str) -> Result<(), Failure> {
    if stage == OPEN || case.profile.stage(stage).is_some() {
        return Ok(());
    }
    let stages = [OPEN].into_iter().chain(case.profile.stages.iter().map(|s| s.id.as_str()));
    let known = stages.collect::<Vec<_>>().join(" / ");
    Err(Error::Choice { what: "stage", value: stage.to_string(), known }.into())
}

/// Plans the seal of a stage, the opening, or filing.
pub(super) fn plan(
    bench: &Bench,
    stage: &str,
    outcome: Outcome,
    signer: &Signer,
    at: Moment,
    context: &Context,
) -> Result<Result<Plan, Refusal>, Failure> {
    let desk = bench.desk(&signer.rings, signer.key.id(), at);
    if stage == OPEN {
        return Ok(desk.open(entropy()?)?);
    }
    let filing = bench.case.profile.filing().is_some_and(|s| s.id == stage);
    if !filing || outcome != Outcome::Done {
        return Ok(desk.seal(stage, outcome)?);
    }
    let tree = Tree::of(&bench.case, at, build::THREADS, &context.progress("hash"))?;
    match desk.next_seal()? {
        Ok(seal) => Ok(desk.file(&tree.filing_subjects(Some(&seal)))?),
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn confirm(
    plan: Plan,
    bench: &Bench,
    signer: &Signer,
    stage: &str,
    returns: bool,
    context: &Context,
) -> Result<Exit, Failure> {
    if stage == OPEN && !plan.stem.ends_with("/00-open") {
        context.say("cli-open-again", &[]);
    }
    desk::show(&plan, |_| None, context);
    let title = match stage {
        OPEN => context.texts.message("cli-opinion", &[("opinion", OPEN.to_string())]),
        id => bench.case.profile.stage(id).map_or_else(|| id.to_string(), |s| s.title.clone()),
    };
    let holder = signer.rings.newest().and_then(|r| r.holder(&plan.person));
    let facts = [
        ("person", plan.person.to_string()),
        ("name", holder.map(|h| h.name.clone()).unwrap_or_default()),
        ("stage", title),
        ("files", plan.covers.len().to_string()),
        ("time", context.now.chinese()),
    ];
    context.say("cli-seal-summary", &facts);
    if !context.ask("cli-sign-ask", &facts)? {
        context.say("cli-not-signed", &[]);
        return Ok(Exit::Failed);
    }
    let done = bench.sign(plan, &signer.key, &signer.rings, &signer.copies)?;
    context.say("cli-signed", &[("file", format!("{}.json", done.stem))]);
    if returns {
        superseded::keep(&bench.case)?;
    }
    super::status::tell(Path::new(&bench.case.dir), context)?;
    Ok(Exit::Done)
}
