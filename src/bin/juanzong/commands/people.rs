//! `juanzong people`: everybody who signed in many packages: what, as what, how soon, beside whom.

use std::path::PathBuf;

use juanzong::audit;
use juanzong::audit::people::{Limits, People};
use juanzong::base::disk;
use juanzong::report;

use super::{build, verify};
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `people`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Packages, or folders that hold packages.
    #[arg(required = true)]
    packages: Vec<PathBuf>,
    /// The trust file, from outside the packages.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// An opinion sooner than so many seconds after its stage began is odd.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    quick: u32,
    /// Opinions of one person in two dossiers within so many seconds are odd.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    apart: u32,
    /// Shows only what is odd.
    #[arg(long)]
    odd: bool,
    /// Files to write: `.pdf`, `.xlsx`, `.json`.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.out {
        if !matches!(path.extension().and_then(|e| e.to_str()), Some("pdf" | "xlsx" | "json")) {
            let value = path.display().to_string();
            return Err(Error::Word { value, expected: "audit-file" }.into());
        }
    }
    let (trust, _) = verify::trust(args.trust.as_deref())?;
    let asked = verify::Asked { trust: trust.as_ref(), ..verify::Asked::default() };
    let verifier = verify::Verifier::new(asked, context)?;
    let mut people =
        People::new(Limits { quick: i64::from(args.quick), apart: i64::from(args.apart) });
    let (mut read, mut silent, mut unread) = (0u64, 0u64, 0u64);
    for target in targets(&args.packages)? {
        context.go_on()?;
        match verifier.verify(&target, context) {
            Ok(found) => {
                // A package that nobody can be read from is said, not passed over.
                if found.signings.is_empty() {
                    silent += 1;
                    let facts = [("path", target.display().to_string())];
                    context.say("cli-people-none", &facts);
                } else {
                    read += 1;
                }
                people.add(&target.display().to_string(), &found);
            }
            Err(failure) => {
                // Ctrl-C is no fault of the package.
                context.go_on()?;
                unread += 1;
                context.say("cli-people-unread", &[("path", target.display().to_string())]);
                context.fail(&failure);
            }
        }
    }
    let all = people.all();
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::people(&all, args.odd, &context.texts, style))?;
        }
        Format::Json => context.console.data(&report::print(&report::people_value(&all)))?,
    }
    let from = report::Gathered {
        read,
        unread: silent + unread,
        trusted: trust.is_some(),
        odd: args.odd,
        now: context.now,
    };
    for path in &args.out {
        let bytes = match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => report::people_sheet(&all, &context.texts)?,
            Some("json") => report::print(&report::people_value(&all)).into_bytes(),
            _ => report::people_paper(&all, from, &context.texts, &build::faces(context)?)?.bytes,
        };
        context.place(path, &bytes)?;
        context.say("cli-natures-made", &[("path", path.display().to_string())]);
    }
    let facts = [
        ("read", read.to_string()),
        ("unread", (silent + unread).to_string()),
        ("people", all.len().to_string()),
        ("trusted", trust.is_some().to_string()),
    ];
    context.say("cli-people-done", &facts);
    Ok(match (unread, silent) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Failed,
        _ => Exit::Unable,
    })
}

/// The packages: those named, and those in the folders named.
pub(super) fn targets(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in named {
        if disk::is_folder(path) && !disk::exists(&path.join("bagit.txt")) {
            let found = audit::find(path, &[], build::THREADS).packages;
            if found.is_empty() {
                return Err(Error::NoPackages { path: path.clone() }.into());
            }
            all.extend(found.iter().map(|package| path.join(package.name)));
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}
