//! `juanzong volume`: the volume again, and copies of it for printing or as a container.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use juanzong::assemble::Wish;
use juanzong::base::disk;
use juanzong::case::{Case, layout, with_drawing};
use juanzong::seal::{CaseFiles, Dossier};
use juanzong::verdict::{Code, Explain, Facts};

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
    /// Received PDF files whose pages stand in the volume as pictures from now on.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    rasterise: Vec<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    ask_for_drawings(&args, context)?;
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
    context.outcome(report)
}

/// Why `case.toml` was not changed.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    /// The case is filed: its package was sealed with the volume as it is.
    #[error("the case is filed")]
    Filed,
    /// No received file lies there.
    #[error("{} is no received file of the case", path.display())]
    NoEvidence {
        /// What was typed.
        path: PathBuf,
    },
    /// The file is laid out in a way that a program had better not change.
    #[error("case.toml has to be changed by hand")]
    ByHand {
        /// The slot.
        slot: String,
        /// The file.
        path: String,
    },
}

impl Explain for Refusal {
    fn id(&self) -> &'static str {
        match self {
            Self::Filed => "volume-filed",
            Self::NoEvidence { .. } => "volume-no-evidence",
            Self::ByHand { .. } => "volume-by-hand",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Filed => Facts::new(),
            Self::NoEvidence { path } => vec![("path", path.display().to_string())],
            Self::ByHand { slot, path } => vec![("slot", slot.clone()), ("path", path.clone())],
        }
    }
}

/// Writes into `case.toml` which files shall stand in the volume as pictures, so that every later
/// build does the same.
fn ask_for_drawings(args: &Args, context: &Context) -> Result<(), Failure> {
    if args.rasterise.is_empty() {
        return Ok(());
    }
    let case = Case::load(&args.case)?;
    let files = CaseFiles::of(&case)?;
    if build::is_filed(&Dossier::read(&files)?, context)? {
        return Err(Refusal::Filed.into());
    }
    let mut text = case.facts_text.clone();
    for file in &args.rasterise {
        let own = file.strip_prefix(&args.case).unwrap_or(file);
        let (slot, path) = case
            .evidence
            .iter()
            .map(|item| (&item.slot, format!("evidence/{}/{}", item.slot, item.disk)))
            .find(|(_, path)| own == Path::new(path))
            .ok_or_else(|| Refusal::NoEvidence { path: file.clone() })?;
        text = with_drawing(&text, slot, &path)
            .ok_or_else(|| Refusal::ByHand { slot: slot.clone(), path: path.clone() })?;
    }
    if text != case.facts_text {
        disk::replace(&args.case.join(layout::FACTS), text.as_bytes())?;
        context.say("cli-volume-asked", &[]);
    }
    Ok(())
}
