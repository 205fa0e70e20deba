//! `juanzong show`: what is in a case or a package: documents, pages, seats, opinions, signers.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::case::{Case, layout};
use juanzong::report::{self, Align, Table, Worth};
use juanzong::seal::verify::{Ask, Reach, Signing, judge};
use juanzong::seal::{CaseFiles, Dossier, Files as _, policy};

use super::verify;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::shell;

/// Arguments of `show`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A case folder or a package.
    target: PathBuf,
}

/// One file of the dossier as it is listed.
struct Listed {
    name: String,
    size: u64,
    sha256: String,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let has = |name| disk::exists(&args.target.join(name));
    let (case, bag) = (has(layout::FACTS) && !has("bagit.txt"), has("bagit.txt"));
    if !case && !bag && disk::is_folder(&args.target) {
        return Err(Error::Nothing { path: args.target }.into());
    }
    let (files, signings) = match case {
        true => of_case(&args.target, context)?,
        false => of_package(&args.target, context)?,
    };
    match context.format {
        Format::Text => {
            let table = table(&files, context);
            let who = report::signings(
                &signings,
                Worth::Untold,
                &context.texts,
                context.console.data_style(),
            );
            context.console.data(&format!("{table}\n{who}"))?;
            let kind = if case { "case" } else { "package" };
            let facts = [("path", shell::word(&args.target)), ("kind", kind.to_string())];
            context.say("cli-show-not-checked", &facts);
        }
        Format::Json => context.console.data(&report::print(&json(&files, &signings)))?,
    }
    Ok(Exit::Done)
}

fn of_case(dir: &Path, context: &Context) -> Result<(Vec<Listed>, Vec<Signing>), Failure> {
    let case = Case::load(dir)?;
    let mut files = Vec::new();
    for file in case.files() {
        context.go_on()?;
        let listed = match disk::digest(&file.disk, false) {
            Ok(d) => Listed { name: file.name, size: d.size, sha256: d.sha256.to_string() },
            Err(e) if e.is_missing() => Listed { name: file.name, size: 0, sha256: String::new() },
            Err(e) => return Err(e.into()),
        };
        files.push(listed);
    }
    let on_disk = CaseFiles::of(&case)?;
    let dossier = Dossier::read(&on_disk)?;
    let ask = Ask {
        trust: None,
        accepted: &policy::of(&context.shelf()?)?,
        now: context.now,
        reach: Reach::UnderWay,
    };
    Ok((files, judge(&dossier, &ask)?.signings))
}

fn of_package(target: &Path, context: &Context) -> Result<(Vec<Listed>, Vec<Signing>), Failure> {
    let verified = verify::against(target, &verify::Asked::default(), context)?;
    let mut files = Vec::new();
    if let Some(contents) = &verified.contents {
        for name in contents.names() {
            let Some(d) = contents.digest(name)? else { continue };
            let (name, sha256) = (name.to_string(), d.sha256.to_string());
            files.push(Listed { name, size: d.size, sha256 });
        }
    }
    Ok((files, verified.signings))
}

fn table(files: &[Listed], context: &Context) -> String {
    let heads = [
        ("cli-col-file", Align::Left),
        ("cli-col-size", Align::Right),
        ("cli-col-digest", Align::Left),
    ];
    let mut table = Table::headed(heads.map(|(id, align)| (context.texts.say(id), align)));
    for file in files {
        let short = match file.sha256.is_empty() {
            true => context.texts.say("cli-not-made"),
            false => file.sha256.chars().take(16).collect(),
        };
        table.row([file.name.clone(), file.size.to_string(), short]);
    }
    table.render(context.console.data_style().width)
}

fn json(files: &[Listed], signings: &[Signing]) -> Value {
    let file = |f: &Listed| {
        Value::Map(vec![
            ("name".to_string(), Value::Text(f.name.clone())),
            ("size".to_string(), Value::Number(f.size)),
            ("sha256".to_string(), Value::Text(f.sha256.clone())),
        ])
    };
    Value::Map(vec![
        ("schema".to_string(), Value::Text("juanzong.show/1".to_string())),
        ("files".to_string(), Value::List(files.iter().map(file).collect())),
        ("signings".to_string(), Value::List(signings.iter().map(report::signing_value).collect())),
    ])
}
