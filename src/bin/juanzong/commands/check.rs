//! `juanzong check`: what is missing or wrong in a case.

use std::path::PathBuf;

use juanzong::case::Case;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `check`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(&args.case)?;
    let report = case.check()?;
    context.report(&report, &[])
}
