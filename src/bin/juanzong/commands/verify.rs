//! `juanzong verify`: whether a package is whole, signed as it should be, and by whom.

use std::path::{Path, PathBuf};

use juanzong::base::digest::Digest;
use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::base::time::Moment;
use juanzong::case::layout;
use juanzong::package::{self, Options, Verification};
use juanzong::report;
use juanzong::seal::policy::{self, Accepted};
use juanzong::seal::{Memory, Trust};

use super::build::{self, THREADS};
use crate::args::{self, Format};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Largest trust file that is read, in octets.
const LARGEST: u64 = 64 << 20;

/// Arguments of `verify`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A package, or the folder it was unpacked to.
    target: PathBuf,
    /// The trust file, from outside the package.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Judges by what was known then: key rings issued later are left out.
    #[arg(long, value_name = "TIME", value_parser = args::moment)]
    at: Option<Moment>,
    /// Other packages, case folders or folders of statements to compare with.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    also: Vec<PathBuf>,
    /// Writes what was found as a PDF to be printed and filed.
    #[arg(long, value_name = "FILE.pdf")]
    report: Option<PathBuf>,
    /// Checks carrier and bag alone; signatures are not looked at.
    #[arg(long, conflicts_with_all = ["at", "also"])]
    bag_only: bool,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    if is_case(&args.target) {
        return Err(Error::CaseFolder { path: args.target }.into());
    }
    if let Some(path) = &args.report
        && path.extension().is_none_or(|e| !e.eq_ignore_ascii_case("pdf"))
    {
        let value = path.display().to_string();
        return Err(Error::Word { value, expected: "pdf-file" }.into());
    }
    let (trust, trusted) = trust(args.trust.as_deref())?;
    let asked =
        Asked { trust: trust.as_ref(), at: args.at, also: &args.also, bag_only: args.bag_only };
    let verified = against(&args.target, &asked, context)?;
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            let told = report::verification(&verified, args.at, &context.texts, style);
            context.console.data(&told)?;
        }
        Format::Json => context.console.data(&report::json(&verified.report, &extra(&verified)))?,
    }
    if let Some(path) = &args.report {
        let package = match disk::is_folder(&args.target) {
            true => None,
            false => Some(disk::digest(&args.target, false)?.sha256),
        };
        let act = report::Act { now: context.now, at: args.at, package, trust: trusted };
        let made = report::paper(&verified, act, &context.texts, &build::faces(context)?)?;
        context.place(path, &made.bytes)?;
        context.say("cli-verify-report", &[("path", path.display().to_string())]);
    }
    Ok(verified.report.verdict().into())
}

/// Whether a target is a case folder, which is no package.
pub(super) fn is_case(target: &Path) -> bool {
    let file = |name: &str| disk::exists(&target.join(name));
    file(layout::FACTS) && file(layout::PROFILE) && !file("bagit.txt")
}

/// Verifies a package that is read further; a case folder in its place is refused.
pub(super) fn packaged(
    target: &Path,
    trust: Option<&Trust>,
    context: &Context,
) -> Result<Verification, Failure> {
    if is_case(target) {
        return Err(Error::CaseFolder { path: target.to_path_buf() }.into());
    }
    against(target, &Asked { trust, ..Asked::default() }, context)
}

/// A trust file, where one is named, and its digest.
pub(super) fn trust(path: Option<&Path>) -> Result<(Option<Trust>, Option<Digest>), Failure> {
    let Some(path) = path else { return Ok((None, None)) };
    let bytes = disk::read(path, LARGEST)?;
    Ok((Some(Trust::parse(&bytes)?), Some(Digest::sha256(&bytes))))
}

/// What the report of a verification has beside the members of every report.
fn extra(verified: &Verification) -> [(&'static str, Value); 4] {
    let (filed, today) = verified.judgements();
    let rows = verified.signings.iter().map(report::signing_value).collect();
    let votes = verified.decisions.iter().map(report::decision_value).collect();
    [
        ("filed", report::judgement_value(filed)),
        ("today", report::judgement_value(today)),
        ("signings", Value::List(rows)),
        ("decisions", Value::List(votes)),
    ]
}

/// What a target is verified against.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    /// The trusted rings.
    pub(super) trust: Option<&'a Trust>,
    /// By what was known then.
    pub(super) at: Option<Moment>,
    /// Other sources.
    pub(super) also: &'a [PathBuf],
    /// Whether signatures are left out.
    pub(super) bag_only: bool,
}

/// Verifies a target against what is trusted and known.
pub(super) fn against(
    target: &Path,
    asked: &Asked<'_>,
    context: &Context,
) -> Result<Verification, Failure> {
    Verifier::new(*asked, context)?.verify(target, context)
}

/// Verifies many targets against the same.
pub(super) struct Verifier<'a> {
    asked: Asked<'a>,
    accepted: Vec<Accepted>,
    pub(super) memory: Memory,
}

impl<'a> Verifier<'a> {
    /// Reads the rules at hand.
    pub(super) fn new(asked: Asked<'a>, context: &Context) -> Result<Self, Failure> {
        let accepted = policy::of(&context.shelf()?)?;
        Ok(Self { asked, accepted, memory: Memory::default() })
    }

    /// Verifies a target.
    pub(super) fn verify(&self, target: &Path, context: &Context) -> Result<Verification, Failure> {
        let asked = &self.asked;
        let options = Options {
            trust: asked.trust,
            at: asked.at,
            also: asked.also,
            bag_only: asked.bag_only,
            threads: THREADS,
            memory: Some(&self.memory),
            ..Options::at(asked.at.unwrap_or(context.now), &self.accepted)
        };
        Ok(package::verify(target, &options, &context.progress("hash"))?)
    }
}
