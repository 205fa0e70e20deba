//! `juanzong who`: who answers for one row of a reviewed table in a package.

use std::path::PathBuf;

use juanzong::audit;
use juanzong::base::disk;
use juanzong::report;
use juanzong::seal::Dossier;

use super::{build, verify};
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
    /// Files to write: `.pdf`, `.json`.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.out {
        if !matches!(path.extension().and_then(|e| e.to_str()), Some("pdf" | "json")) {
            let value = path.display().to_string();
            return Err(Error::Word { value, expected: "who-file" }.into());
        }
    }
    let (trust, trusted) = verify::trust(args.trust.as_deref())?;
    let asked = verify::Asked { trust: trust.as_ref(), ..verify::Asked::default() };
    let found = verify::against(&args.package, &asked, context)?;
    let answers = match &found.contents {
        Some(contents) => audit::who::who(&Dossier::read(contents)?, &found.signings, &args.row)?,
        None => Vec::new(),
    };
    if answers.is_empty() {
        return Err(Error::NoRow { path: args.package, row: args.row }.into());
    }
    let value = || report::print(&report::who_value(&args.row, &answers));
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::who(&args.row, &answers, &context.texts, style))?;
        }
        Format::Json => context.console.data(&value())?,
    }
    for path in &args.out {
        let bytes = match path.extension().and_then(|e| e.to_str()) {
            Some("json") => value().into_bytes(),
            _ => {
                let package = match disk::is_folder(&args.package) {
                    true => None,
                    false => Some(disk::digest(&args.package, false)?.sha256),
                };
                let act = report::Act { now: context.now, at: None, package, trust: trusted };
                let faces = build::faces(context)?;
                let asked = (args.row.as_str(), answers.as_slice());
                report::who_paper(asked, &found, act, &context.texts, &faces)?.bytes
            }
        };
        context.place(path, &bytes)?;
        context.say("cli-natures-made", &[("path", path.display().to_string())]);
    }
    let verdict = found.report.verdict();
    let told = report::verdict(verdict, &context.texts);
    context.say("cli-who-verdict", &[("verdict", told)]);
    Ok(verdict.into())
}
