//! `juanzong volume`: the volume again, and copies of it for printing or as a container.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use juanzong::assemble::Wish;
use juanzong::case::layout;
use juanzong::verdict::Code;

use super::build;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `volume`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    /// A copy for printing on both sides.
    #[arg(long)]
    duplex: bool,
    /// Copies of at most so many pages each.
    #[arg(long, value_name = "PAGES")]
    split: Option<NonZeroUsize>,
    /// One file with every original inside.
    #[arg(long)]
    container: bool,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let wish = Wish { duplex: args.duplex, split: args.split, container: args.container };
    let faces = build::faces(context)?;
    let (report, copies) = build::with_wish(&args.case, false, wish, &faces, context)?;
    let out = args.case.join("out");
    if report.has(Code::AssembleSignedChanged) || report.has(Code::AssembleSignedGone) {
        context.say("cli-not-built", &[]);
    } else {
        let made = std::iter::once(layout::VOLUME).chain(copies.iter().map(String::as_str));
        for name in made {
            context.say("cli-volume", &[("path", out.join(name).display().to_string())]);
        }
    }
    context.report(&report, &[])
}
