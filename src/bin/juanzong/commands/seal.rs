//! `juanzong seal`: opens a case, closes a stage, files the whole.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::package::Tree;
use juanzong::profile::Profile;
use juanzong::seal::keyring::History;
use juanzong::seal::predicate::Outcome;
use juanzong::seal::sign::{Asked, Plan, Refusal};
use juanzong::verdict::{Code, Report, Verdict};

use super::build;
use super::sign::elsewhere;
use super::sign::place::{self, Place as _};
use crate::context::Context;
use crate::desk::{self, Bench, Signer, SignerArgs};
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::entropy;
use crate::ringdir::RingDir;
use crate::superseded;

/// The word that opens a case; no stage of a profile may be called so.
const OPEN: &str = "open";

/// Arguments of `seal`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder, or a request from another machine.
    case: PathBuf,
    /// The stage to close, or `open`.
    #[arg(long, value_name = "STAGE", required_unless_present = "response")]
    stage: Option<String>,
    #[command(flatten)]
    signer: SignerArgs,
    /// Sends the case back to an earlier stage instead of closing this one.
    #[arg(long, value_name = "STAGE")]
    return_to: Option<String>,
    /// Writes a request to seal elsewhere, instead of sealing.
    #[arg(long, value_name = "FILE", requires = "person", conflicts_with_all = ["key", "response"])]
    request: Option<PathBuf>,
    /// Whom the request is for.
    #[arg(long, value_name = "ID", requires = "request")]
    person: Option<String>,
    /// A case takes this response in; a request is answered into it.
    #[arg(long, value_name = "FILE")]
    response: Option<PathBuf>,
}

/// What is to be sealed, and how.
struct Wanted {
    dir: PathBuf,
    stage: String,
    return_to: Option<String>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let folder = disk::is_folder(&args.case);
    if let (Some(response), true) = (&args.response, folder) {
        return elsewhere::take(&args.case, args.signer.keyring(), response, context);
    }
    let Some(stage) = args.stage else {
        return Err(Error::Missing { what: "--stage <STAGE>" }.into());
    };
    if let Some(out) = &args.request {
        let person = args.person.as_deref().unwrap_or_default();
        return ask(&args.case, &stage, args.signer.keyring(), person, out, context);
    }
    if !folder && disk::exists(&args.case) {
        let (back, out) = (args.return_to.as_deref(), args.response);
        return away(&args.case, &stage, back, &args.signer, out, context);
    }
    let wanted = Wanted { dir: args.case, stage, return_to: args.return_to };
    let signer = args.signer.open(context)?;
    here(wanted, signer, context)
}

/// Asks somebody to seal on another machine: a stage, not the opening, which begins the case, nor
/// filing, which needs everything of it.
fn ask(
    dir: &Path,
    stage: &str,
    keyring: Option<&Path>,
    person: &str,
    out: &Path,
    context: &Context,
) -> Result<Exit, Failure> {
    let case = Case::load(dir)?;
    known_stage(&case.profile, stage)?;
    if stage == OPEN || case.profile.filing().is_some_and(|s| s.id == stage) {
        let value = stage.to_string();
        return Err(Error::Word { value, expected: "stage-elsewhere" }.into());
    }
    elsewhere::ask(&case, keyring, person, &Asked::Seal, out, context)
}

/// Seals over a request that came from the case.
fn away(
    request: &Path,
    stage: &str,
    return_to: Option<&str>,
    signer: &SignerArgs,
    out: Option<PathBuf>,
    context: &Context,
) -> Result<Exit, Failure> {
    let rings = signer.keyring().map(RingDir::approved).transpose()?.map(|dir| dir.history);
    let out = out.unwrap_or_else(|| elsewhere::answer_path(request));
    let place = match place::request(request, rings, &signer.copies()?, out, context)? {
        Ok(place) => place,
        Err(report) => return context.report(&report, &[]),
    };
    for stage in [Some(stage), return_to].into_iter().flatten() {
        known_stage(place.profile(), stage)?;
    }
    let pen = signer.pen(context)?;
    let outcome = match return_to {
        Some(to) => Outcome::Return { to: to.to_string() },
        None => Outcome::Done,
    };
    let planned = place.desk(pen.key.id(), context.now).seal(stage, outcome)?;
    match planned {
        Err(refusal) => desk::refused(refusal, place.id(), context),
        Ok(plan) => {
            if !asked(&plan, place.profile(), stage, place.rings(), context)? {
                return Ok(Exit::Failed);
            }
            place.sign(plan, &pen, context)?;
            place.tell(context)?;
            Ok(Exit::Done)
        }
    }
}

/// Seals in the case itself.
fn here(args: Wanted, signer: Signer, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(&args.dir)?;
    for stage in [Some(&args.stage), args.return_to.as_ref()].into_iter().flatten() {
        known_stage(&case.profile, stage)?;
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
        let built = build::all(&args.dir, true, context)?;
        if built.verdict() == Verdict::Failed {
            return context.report(&built, &[]);
        }
    }
    let returns = args.return_to.is_some();
    let outcome = match args.return_to {
        Some(to) => Outcome::Return { to },
        None => Outcome::Done,
    };
    let bench = Bench::lay(&args.dir, &signer.copies)?;
    match plan(&bench, &args.stage, outcome, &signer, context.now, context)? {
        Err(refusal) => desk::refused(refusal, &bench.case.facts.case, context),
        Ok(plan) => confirm(plan, &bench, &signer, &args.stage, returns, context),
    }
}

/// A stage that the profile does not have is a slip of the hand, not a refusal.
fn known_stage(profile: &Profile, stage: &str) -> Result<(), Failure> {
    if stage == OPEN || profile.stage(stage).is_some() {
        return Ok(());
    }
    let stages = [OPEN].into_iter().chain(profile.stages.iter().map(|s| s.id.as_str()));
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
    if !asked(&plan, &bench.case.profile, stage, &signer.rings, context)? {
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

/// Shows what would be sealed and asks for it.
fn asked(
    plan: &Plan,
    profile: &Profile,
    stage: &str,
    rings: &History,
    context: &Context,
) -> Result<bool, Failure> {
    desk::show(plan, |_| None, context);
    let title = match stage {
        OPEN => context.texts.message("cli-opinion", &[("opinion", OPEN.to_string())]),
        id => profile.stage(id).map_or_else(|| id.to_string(), |s| s.title.clone()),
    };
    let holder = rings.newest().and_then(|r| r.holder(&plan.person));
    let facts = [
        ("person", plan.person.to_string()),
        ("name", holder.map(|h| h.name.clone()).unwrap_or_default()),
        ("stage", title),
        ("files", plan.covers.len().to_string()),
        ("time", context.now.chinese()),
    ];
    context.say("cli-seal-summary", &facts);
    let yes = context.ask("cli-sign-ask", &facts)?;
    if !yes {
        context.say("cli-not-signed", &[]);
    }
    Ok(yes)
}
