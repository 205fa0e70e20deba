//! `juanzong natures`: the four-nature check (四性检测) of packages, item by item.

use std::path::PathBuf;

use juanzong::audit::natures::{Checklist, Mark, across};
use juanzong::report::{self, Answered};

use super::{build, people, verify};
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `natures`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Packages, or folders that hold packages.
    #[arg(required = true)]
    packages: Vec<PathBuf>,
    /// The trust file, from outside the packages.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Other packages, case folders or folders of statements to compare with.
    #[arg(long, value_name = "PATH")]
    also: Vec<PathBuf>,
    /// Files to write: `.pdf`, `.xlsx`, `.json`.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.out {
        if !matches!(path.extension().and_then(|e| e.to_str()), Some("pdf" | "xlsx" | "json")) {
            let value = path.display().to_string();
            return Err(Error::Word { value, expected: "natures-file" }.into());
        }
    }
    let (trust, _) = verify::trust(args.trust.as_deref())?;
    let list = Checklist::built_in()?;
    let asked =
        verify::Asked { trust: trust.as_ref(), also: &args.also, ..verify::Asked::default() };
    let verifier = verify::Verifier::new(asked, context)?;
    let (mut all, mut unread) = (Vec::new(), 0);
    for target in people::targets(&args.packages)? {
        context.go_on()?;
        match verifier.verify(&target, context) {
            Ok(found) => all.push(Answered {
                target: target.display().to_string(),
                case: found.about.as_ref().map(|a| a.case.clone()).unwrap_or_default(),
                answers: list.answer(&found, Some(&verifier.memory))?,
            }),
            Err(failure) => {
                // Ctrl-C is no fault of the package.
                context.go_on()?;
                unread += 1;
                context.say("cli-natures-unread", &[("path", target.display().to_string())]);
                context.fail(&failure);
            }
        }
    }
    let cases: Vec<String> = all.iter().map(|one| one.case.clone()).collect();
    let mut answers: Vec<_> = all.iter_mut().map(|one| std::mem::take(&mut one.answers)).collect();
    across(&list, &cases, &mut answers);
    for (one, answers) in all.iter_mut().zip(answers) {
        one.answers = answers;
    }
    let value = || report::print(&report::natures_value(&list, &all));
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::natures(&list, &all, &context.texts, style))?;
        }
        Format::Json => context.console.data(&value())?,
    }
    for path in &args.out {
        let bytes = match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => report::natures_sheet(&list, &all, &context.texts)?,
            Some("json") => value().into_bytes(),
            _ => {
                let faces = build::faces(context)?;
                report::natures_paper(&list, &all, context.now, &context.texts, &faces)?.bytes
            }
        };
        context.place(path, &bytes)?;
        context.say("cli-natures-made", &[("path", path.display().to_string())]);
    }
    let failed = all.iter().flat_map(|one| &one.answers).any(|a| a.mark == Mark::Failed);
    Ok(match (unread, failed) {
        (0, false) => Exit::Done,
        (0, true) => Exit::Failed,
        _ => Exit::Unable,
    })
}
