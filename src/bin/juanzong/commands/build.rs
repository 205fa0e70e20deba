//! `juanzong build`: documents, catalogue and volume from what was typed and received.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::assemble::{self, Signing};
use juanzong::base::digest::Digest;
use juanzong::case::Case;
use juanzong::render::Faces;
use juanzong::report::{Lang, Texts};
use juanzong::seal::sign::{Next, state};
use juanzong::seal::verify::{Ask, Reach, judge};
use juanzong::seal::{CaseFiles, Dossier, Files as _};
use juanzong::verdict::Report;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Threads for hashing: no machine that this runs on has fewer than two cores.
pub(super) const THREADS: usize = 2;

/// Arguments of `build`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let report = all(&args.case, false, context)?;
    context.say("cli-built", &[("path", args.case.join("out").display().to_string())]);
    context.report(&report, &[])
}

/// The faces: those of `--font-dir`, else of the folder `fonts` beside the program, else the
/// built-in ones alone.
pub(super) fn faces(context: &Context) -> Result<Faces, Failure> {
    if let Some(folder) = &context.font_dir {
        return Ok(Faces::with_folder(folder)?);
    }
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join("fonts")));
    Ok(match beside.filter(|p| juanzong::base::disk::is_folder(p)) {
        Some(folder) => Faces::with_folder(&folder)?,
        None => Faces::built_in()?,
    })
}

/// Builds everything; `filing` adds the page of signatures, which only filing knows.
pub(super) fn all(dir: &Path, filing: bool, context: &Context) -> Result<Report, Failure> {
    with_faces(dir, filing, &faces(context)?, context)
}

/// Builds everything with faces that are loaded already.
pub(super) fn with_faces(
    dir: &Path,
    filing: bool,
    faces: &Faces,
    context: &Context,
) -> Result<Report, Failure> {
    let case = Case::load(dir)?;
    let files = CaseFiles::of(&case)?;
    let dossier = Dossier::read(&files)?;
    let protected: BTreeMap<String, Digest> =
        state::held(&dossier).into_iter().map(|(name, held)| (name, held.sha256)).collect();
    // A filed case keeps the page that its package was sealed with.
    let ask = Ask { trust: None, accepted: &[], now: context.now, reach: Reach::UnderWay };
    let filed = state::of(&dossier, &ask)?.next == Next::Pack;
    let signings = if filing || filed { Some(signings(&dossier, &files, context)?) } else { None };
    let mut progress = context.progress("build");
    Ok(assemble::build(&case, faces, &protected, signings.as_deref(), &mut progress)?.report)
}

/// The statements signed so far, for the page 审核签署一览.
fn signings(
    dossier: &Dossier<'_>,
    files: &CaseFiles,
    context: &Context,
) -> Result<Vec<Signing>, Failure> {
    let ask = Ask { trust: None, accepted: &[], now: context.now, reach: Reach::UnderWay };
    let filing = dossier.rules.as_ref().and_then(|r| r.profile.filing()).map(|s| s.id.as_str());
    // The page is a document of the dossier: Chinese, whatever the reader's language.
    let texts = Texts::new(Lang::ZhCn);
    let mut rows = Vec::new();
    let signings = judge(dossier, &ask)?.signings.into_iter();
    for s in signings.filter(|s| Some(s.stage.as_str()) != filing) {
        let what = s.opinion.map_or_else(|| s.kind.id().to_string(), |o| o.as_str().to_string());
        let digest = files.digest(&s.file)?.map(|d| d.sha256.to_string()).unwrap_or_default();
        rows.push(Signing {
            stage: s.stage_title,
            seat: s.seat_title,
            name: s.name,
            opinion: texts.message("cli-opinion", &[("opinion", what)]),
            text: s.text,
            time: s.signed_at.chinese(),
            files: s.files,
            digest: digest.chars().take(16).collect(),
        });
    }
    Ok(rows)
}
