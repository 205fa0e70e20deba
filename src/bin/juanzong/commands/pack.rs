//! `juanzong pack`: the filed case as one package.

use std::path::PathBuf;

use juanzong::case::Case;
use juanzong::package;

use super::build::THREADS;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `pack`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    /// Where the package goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(&args.case)?;
    let tree = match package::filed(&case, THREADS, &context.progress("hash")) {
        Ok(tree) => tree,
        Err(e @ (package::Error::Unsealed | package::Error::FilingDiffers { .. })) => {
            context.explain(&e);
            return Ok(Exit::Failed);
        }
        Err(e) => return Err(e.into()),
    };
    let packed = package::pack(&tree, &args.out, false, &context.progress("pack"))?;
    let facts =
        [("path", args.out.display().to_string()), ("files", tree.entries().len().to_string())];
    context.say("cli-packed", &facts);
    context.console.data(&format!("{}  {}\n", packed.digest.sha256, args.out.display()))?;
    Ok(Exit::Done)
}
