//! `juanzong who`: who answers for one row of a reviewed table in a package.

use std::path::PathBuf;

use juanzong::audit;
use juanzong::report;
use juanzong::seal::Dossier;

use super::verify;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `who`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A package, or the folder it was unpacked to.
    package: PathBuf,
    /// The row's running number.
    row: String,
    /// The trust file, from outside the package.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let (trust, _) = verify::trust(args.trust.as_deref())?;
    let asked = verify::Asked { trust: trust.as_ref(), ..verify::Asked::default() };
    let found = verify::against(&args.package, &asked, context)?;
    let answers = match &found.contents {
        Some(contents) => audit::who::who(&Dossier::read(contents)?, &found.signings, &args.row)?,
        None => Vec::new(),
    };
    if answers.is_empty() {
        return Err(Error::NoRow { path: args.package, row: args.row }.into());
    }
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::who(&args.row, &answers, &context.texts, style))?;
        }
        Format::Json => {
            context.console.data(&report::print(&report::who_value(&args.row, &answers)))?;
        }
    }
    let verdict = found.report.verdict();
    let told = report::verdict(verdict, &context.texts);
    context.say("cli-who-verdict", &[("verdict", told)]);
    Ok(verdict.into())
}
