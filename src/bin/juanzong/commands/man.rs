//! `juanzong man DIR`: a manual page for every command, as roff files.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::report::Texts;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// What is typed after `man`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where the pages go.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// The headings that clap_mangen writes, and their messages.
const HEADINGS: [(&str, &str); 8] = [
    ("NAME", "man-name"),
    ("SYNOPSIS", "man-synopsis"),
    ("DESCRIPTION", "man-description"),
    ("OPTIONS", "cli-options"),
    ("SUBCOMMANDS", "cli-commands"),
    ("EXTRA", "man-exits"),
    ("VERSION", "man-version"),
    ("AUTHORS", "man-authors"),
];

/// Writes the pages.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    disk::create_folder(&args.dir)?;
    let mut pages = Vec::new();
    render(&crate::args::command(&context.texts), "juanzong", &context.texts, &mut pages);
    for (name, page) in &pages {
        context.place(&args.dir.join(name), page.as_bytes())?;
    }
    let facts =
        [("count", pages.len().to_string()), ("path", Path::display(&args.dir).to_string())];
    context.say("man-written", &facts);
    Ok(Exit::Done)
}

fn render(command: &clap::Command, name: &str, texts: &Texts, pages: &mut Vec<(String, String)>) {
    let mut roff = Vec::new();
    let page = clap_mangen::Man::new(command.clone()).title(name).manual("juanzong");
    // Writing into memory does not fail.
    let _ = page.render(&mut roff);
    let told: Vec<String> = String::from_utf8_lossy(&roff)
        .lines()
        .map(|line| match line.strip_prefix(".SH ") {
            Some(heading) => {
                let bare = heading.trim_matches('"');
                let id = HEADINGS.iter().find(|(english, _)| *english == bare).map(|h| h.1);
                id.map_or(line.to_string(), |id| format!(".SH \"{}\"", texts.say(id)))
            }
            None => line.to_string(),
        })
        .collect();
    pages.push((format!("{name}.1"), told.join("\n") + "\n"));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        render(sub, &format!("{name}-{}", sub.get_name()), texts, pages);
    }
}
