//! `juanzong build`: documents, catalogue and volume from what was typed and received.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use juanzong::assemble::{self, Signing, Wish};
use juanzong::base::digest::Digest;
use juanzong::base::disk;
use juanzong::case::{Case, Origin, layout};
use juanzong::render::Faces;
use juanzong::report::{Lang, Texts};
use juanzong::seal::sign::Next;
use juanzong::seal::sign::state::{self, Held};
use juanzong::seal::verify::{Ask, Reach, judge};
use juanzong::seal::{CaseFiles, Dossier, Files as _};
use juanzong::verdict::{Code, Finding, Place, Report};

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
    if report.has(Code::AssembleSignedChanged) || report.has(Code::AssembleSignedGone) {
        context.say("cli-not-built", &[]);
    } else {
        context.say("cli-built", &[("path", args.case.join("out").display().to_string())]);
    }
    context.outcome(report)
}

/// The faces: those of `--font-dir`, else of the folder `fonts` beside the program, else the
/// built-in ones alone.
pub(super) fn faces(context: &Context) -> Result<Faces, Failure> {
    if let Some(folder) = &context.font_dir {
        return Ok(Faces::with_folder(folder)?);
    }
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join("fonts")));
    Ok(match beside.filter(|p| disk::is_folder(p)) {
        Some(folder) => Faces::with_folder(&folder)?,
        None => Faces::built_in()?,
    })
}

/// Builds everything; `filing` adds the page of signatures, which only filing knows.
pub(super) fn all(dir: &Path, filing: bool, context: &Context) -> Result<Report, Failure> {
    with_faces(dir, filing, &faces(context)?, context)
}

/// Builds everything with faces that are loaded already. Where something that was signed is gone or
/// changed, nothing is built; the report names the file and its signers.
pub(super) fn with_faces(
    dir: &Path,
    filing: bool,
    faces: &Faces,
    context: &Context,
) -> Result<Report, Failure> {
    Ok(with_wish(dir, filing, Wish::default(), faces, context)?.0)
}

/// As [`with_faces`], with copies of the volume; their paths below `out/`.
pub(super) fn with_wish(
    dir: &Path,
    filing: bool,
    wish: Wish,
    faces: &Faces,
    context: &Context,
) -> Result<(Report, Vec<String>), Failure> {
    let case = Case::load(dir)?;
    let files = CaseFiles::of(&case)?;
    let dossier = Dossier::read(&files)?;
    let held = state::held(&dossier);
    let broken = broken(&case, &files, &held)?;
    if !broken.is_empty() {
        let mut report = Report::on(case.facts.case.clone());
        report.count("files", held.len() as u64);
        report.extend(broken.into_iter().map(|(code, name)| found(code, &name, &held, &dossier)));
        return Ok((report, Vec::new()));
    }
    let protected: BTreeMap<String, Digest> =
        held.iter().map(|(name, held)| (name.clone(), held.sha256)).collect();
    // A filed case keeps the page that its package was sealed with.
    let filed = is_filed(&dossier, context)?;
    let signings = if filing || filed { Some(signings(&dossier, &files, context)?) } else { None };
    let mut progress = context.progress("build");
    let signings = signings.as_deref();
    let prober = &context.readers;
    let built =
        assemble::build_with(&case, faces, &protected, signings, wish, prober, &mut progress)?;
    let mut report = built.report;
    let code = Code::AssembleSignedChanged;
    let conflicts: Vec<Finding> = report
        .findings()
        .into_iter()
        .filter(|f| f.code == Code::SealSubjectChanged)
        .map(|f| found(code, &f.place.file, &held, &dossier))
        .collect();
    report.retain(|f| f.code != Code::SealSubjectChanged);
    report.extend(conflicts);
    Ok((report, built.copies))
}

/// Whether the last stage is sealed.
pub(super) fn is_filed(dossier: &Dossier<'_>, context: &Context) -> Result<bool, Failure> {
    let ask = Ask { trust: None, accepted: &[], now: context.now, reach: Reach::UnderWay };
    Ok(state::of(dossier, &ask)?.next == Next::Pack)
}

/// What people typed or handed in, was signed, and is gone or changed since. Documents that are made
/// from it are made again, and compared then.
fn broken(
    case: &Case,
    files: &CaseFiles,
    held: &BTreeMap<String, Held>,
) -> Result<Vec<(Code, String)>, Failure> {
    let made: BTreeSet<String> =
        case.files().into_iter().filter(|f| f.origin == Origin::Rendered).map(|f| f.name).collect();
    let mut out = Vec::new();
    for (name, held) in held {
        let typed = name.starts_with("forms/");
        let handed_in = name.starts_with("data/")
            && !name.starts_with(layout::SUPERSEDED)
            && !made.contains(name)
            && !disk::exists(&layout::generated(&case.dir, name));
        if !typed && !handed_in {
            continue;
        }
        match files.digest(name)? {
            None => out.push((Code::AssembleSignedGone, name.clone())),
            Some(d) if d.sha256 != held.sha256 => {
                out.push((Code::AssembleSignedChanged, name.clone()));
            }
            Some(_) => {}
        }
    }
    Ok(out)
}

/// The finding about a signed file, with the names of those who signed it.
fn found(code: Code, name: &str, held: &BTreeMap<String, Held>, dossier: &Dossier<'_>) -> Finding {
    let ring = dossier.history.newest();
    let signers: Vec<String> = held
        .get(name)
        .into_iter()
        .flat_map(|h| &h.persons)
        .map(|person| match ring.and_then(|r| r.holder(person)) {
            Some(holder) => format!("{} {person}", holder.name),
            None => person.to_string(),
        })
        .collect();
    Finding::new(code, Place::file(name)).with("signers", signers.join(", "))
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
