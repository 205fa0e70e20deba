//! `juanzong verify`: whether a package is whole, signed as it should be, and by whom.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::case::layout;
use juanzong::package::{self, Options, Verification};
use juanzong::report::{Align, Table};
use juanzong::seal::Trust;
use juanzong::seal::policy::{self, Accepted};
use juanzong::seal::verify::{Kind, Signing};

use super::build::THREADS;
use crate::args::Format;
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
    /// Checks carrier and bag alone; signatures are not looked at.
    #[arg(long)]
    bag_only: bool,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let file = |name: &str| disk::exists(&args.target.join(name));
    if file(layout::FACTS) && file("rules/profile.toml") && !file("bagit.txt") {
        return Err(Error::CaseFolder { path: args.target }.into());
    }
    let trust = args.trust.as_deref().map(read_trust).transpose()?;
    let verified = against(&args.target, trust.as_ref(), args.bag_only, context)?;
    if context.format == Format::Text && !verified.signings.is_empty() {
        context.console.data(&(signings(&verified.signings, context) + "\n"))?;
    }
    let rows = verified.signings.iter().map(row).collect();
    context.report(&verified.report, &[("signings", Value::List(rows))])
}

/// Reads a trust file.
fn read_trust(path: &Path) -> Result<Trust, Failure> {
    Ok(Trust::parse(&disk::read(path, LARGEST)?)?)
}

/// Verifies a target against what is trusted.
pub(super) fn against(
    target: &Path,
    trust: Option<&Trust>,
    bag_only: bool,
    context: &Context,
) -> Result<Verification, Failure> {
    let accepted: Vec<Accepted> = policy::built_in()?;
    let (accepted, now) = (accepted.as_slice(), context.now);
    let options = Options { trust, accepted, now, bag_only, threads: THREADS };
    Ok(package::verify(target, &options, &context.progress("hash"))?)
}

/// The inspector's table: one line per statement.
pub(super) fn signings(signings: &[Signing], context: &Context) -> String {
    let heads = [
        "cli-col-stage",
        "cli-col-seat",
        "cli-col-name",
        "cli-col-opinion",
        "cli-col-time",
        "cli-col-files",
        "cli-col-verdict",
    ];
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    for s in signings {
        let opinion = s.opinion.map_or_else(|| s.kind.id().to_string(), |o| o.as_str().to_string());
        let facts = [("opinion", opinion)];
        table.row([
            s.stage_title.clone(),
            s.seat_title.clone(),
            format!("{} {}", s.person, s.name),
            context.texts.message("cli-opinion", &facts),
            s.signed_at.to_string(),
            s.files.to_string(),
            juanzong::report::verdict(s.verdict, &context.texts),
        ]);
    }
    table.render(context.console.data_style().width)
}

/// A statement for programs.
pub(super) fn row(s: &Signing) -> Value {
    let text = |t: &str| Value::Text(t.to_string());
    let opinion = s.opinion.map_or(Value::Null, |o| text(o.as_str()));
    let kind = match s.kind {
        Kind::Open | Kind::Roster | Kind::Review | Kind::Seal => s.kind.id(),
    };
    Value::Map(vec![
        ("file".to_string(), text(&s.file)),
        ("kind".to_string(), text(kind)),
        ("stage".to_string(), text(&s.stage)),
        ("seat".to_string(), text(&s.seat)),
        ("person".to_string(), text(s.person.as_str())),
        ("name".to_string(), text(&s.name)),
        ("opinion".to_string(), opinion),
        ("text".to_string(), text(&s.text)),
        ("signedAt".to_string(), text(&s.signed_at.to_string())),
        ("files".to_string(), Value::Number(s.files as u64)),
        ("verdict".to_string(), text(&format!("{:?}", s.verdict).to_lowercase())),
    ])
}
