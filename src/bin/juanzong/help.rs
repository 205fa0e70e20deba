//! Help in the reader's language: texts from `cli.ftl` put into the command tree, and pages laid
//! out here, because clap knows neither Chinese headings nor the width of Han characters.
//!
//! A command at the path `key new` is the message `cmd-key-new`: its value one line, `.more` a
//! longer explanation, and one attribute per argument, named by its id. An argument that has none
//! takes the one of `cmd-juanzong`. `tests/cli` fails where a text is missing.

use clap::{Arg, ArgAction, Command};
use juanzong::report::{Texts, pad, width, wrap};

/// The root's message.
const ROOT: &str = "cmd-juanzong";
/// Columns of a page where the terminal's are not known.
const PAGE: usize = 100;
/// Widest first column; what is wider stands on a line of its own.
const FIRST: usize = 26;

/// The command tree with every sentence in one language.
pub(crate) fn told(mut command: Command, texts: &Texts) -> Command {
    command.build();
    let columns = crate::console::stdout_width().unwrap_or(PAGE).clamp(40, PAGE);
    tell(command, ROOT, texts, columns)
}

fn tell(mut command: Command, id: &str, texts: &Texts, columns: usize) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_string()).collect();
    for name in names {
        let id = if id == ROOT { format!("cmd-{name}") } else { format!("{id}-{name}") };
        command = command.mut_subcommand(name, |sub| tell(sub, &id, texts, columns));
    }
    let about = texts.say(id);
    let more = texts.attribute(id, "more");
    command = command.mut_args(|arg| argument(arg, id, texts));
    let usage = usage(&command, texts);
    let folded = folded(&usage, columns.saturating_sub(width(&texts.say("cli-usage"))));
    let long = more.as_ref().map_or(about.clone(), |more| format!("{about}\n\n{more}"));
    command = command
        .about(about)
        .long_about(long)
        .override_usage(usage.join(" "))
        .after_help(texts.say("cli-exits"))
        .subcommand_help_heading(texts.say("cli-commands"));
    let page = page(&command, &folded, texts, columns);
    command.override_help(page)
}

/// The argument with its sentence, its choices and its default.
fn argument(arg: Arg, command: &str, texts: &Texts) -> Arg {
    let id = arg.get_id().to_string();
    let mut sentence = texts
        .attribute(command, &id)
        .or_else(|| texts.attribute(ROOT, &id))
        .unwrap_or_else(|| format!("{command}.{id}"));
    let choices: Vec<String> =
        arg.get_possible_values().iter().map(|v| v.get_name().to_string()).collect();
    if !choices.is_empty() {
        let choices = choices.join(&texts.say("report-comma"));
        sentence += &texts.message("cli-choices", &[("choices", choices)]);
    }
    let default = arg.get_default_values().first().filter(|_| arg.get_action().takes_values());
    if let Some(default) = default {
        let value = default.to_string_lossy().into_owned();
        sentence += &texts.message("cli-default", &[("value", value)]);
    }
    let heading = if arg.is_positional() {
        "cli-arguments"
    } else if arg.is_global_set() || matches!(arg.get_action(), ArgAction::Version) {
        "cli-everywhere"
    } else {
        "cli-options"
    };
    arg.help(sentence)
        .help_heading(texts.say(heading))
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// `juanzong sign [选项] --key <KEY> <CASE>`, in parts that stay on one line.
fn usage(command: &Command, texts: &Texts) -> Vec<String> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut words = vec![name.to_string()];
    if command.has_subcommands() {
        let word = texts.say("cli-command-word");
        words.push(if command.is_subcommand_required_set() {
            format!("<{word}>")
        } else {
            format!("[{word}]")
        });
    }
    words.push(format!("[{}]", texts.say("cli-options-word")));
    let shown = || command.get_arguments().filter(|a| !a.is_hide_set());
    words.extend(shown().filter(|a| !a.is_positional() && a.is_required_set()).map(name_of));
    for arg in shown().filter(|a| a.is_positional()) {
        let name = name_of(arg);
        words.push(if arg.is_required_set() {
            name
        } else {
            format!("[{}]", name.replace(['<', '>'], ""))
        });
    }
    words
}

/// Parts put one after another on lines of at most `columns`.
fn folded(parts: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut().filter(|line| width(line) + 1 + width(part) <= columns) {
            Some(line) => *line += &format!(" {part}"),
            None => lines.push(part.clone()),
        }
    }
    lines
}

/// How an argument is typed: `-h, --help`, `--key <KEY>`, `<CASE>`.
fn name_of(arg: &Arg) -> String {
    let mut name = String::new();
    if let Some(short) = arg.get_short() {
        name += &format!("-{short}, ");
    }
    if let Some(long) = arg.get_long() {
        name += &format!("--{long}");
    }
    if arg.is_positional() || arg.get_action().takes_values() {
        let values: Vec<String> = match arg.get_value_names() {
            Some(names) => names.iter().map(|n| format!("<{n}>")).collect(),
            None => vec![format!("<{}>", arg.get_id().as_str().to_uppercase())],
        };
        name += if arg.is_positional() { "" } else { " " };
        name += &values.join(" ");
        let most = arg.get_num_args().map_or(1, |range| range.max_values());
        if most > values.len() || matches!(arg.get_action(), ArgAction::Append) {
            name += "...";
        }
    }
    name
}

/// The page that `--help` prints.
fn page(command: &Command, usage: &[String], texts: &Texts, columns: usize) -> String {
    let mut out = String::new();
    let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    for line in wrap(&about, columns) {
        out += &(line + "\n");
    }
    let word = texts.say("cli-usage");
    let joint = format!("\n{}", " ".repeat(width(&word)));
    out += &format!("\n{}{}\n", heading(&word), usage.join(&joint));
    let commands: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            (sub.get_name().to_string(), about)
        })
        .collect();
    section(&mut out, &texts.say("cli-commands"), &commands, columns, texts);
    for id in ["cli-arguments", "cli-options", "cli-everywhere"] {
        let title = texts.say(id);
        let rows: Vec<(String, String)> = command
            .get_arguments()
            .filter(|arg| !arg.is_hide_set() && arg.get_help_heading() == Some(title.as_str()))
            .map(|arg| {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                (name_of(arg), help)
            })
            .collect();
        section(&mut out, &title, &rows, columns, texts);
    }
    out.push('\n');
    for line in wrap(&texts.say("cli-exits"), columns) {
        out += &(line + "\n");
    }
    out
}

fn section(
    out: &mut String,
    title: &str,
    rows: &[(String, String)],
    columns: usize,
    texts: &Texts,
) {
    if rows.is_empty() {
        return;
    }
    *out += &format!("\n{}\n", heading(&format!("{title}{}", texts.say("cli-colon"))));
    let first = rows.iter().map(|(name, _)| width(name)).filter(|w| *w <= FIRST).max();
    let indent = first.unwrap_or(FIRST) + 4;
    for (name, help) in rows {
        let lines = wrap(help, columns.saturating_sub(indent));
        let joint = format!("\n{}", " ".repeat(indent));
        let told = lines.join(&joint);
        if width(name) + 4 > indent {
            *out += &format!("  {name}{joint}{told}\n");
        } else {
            *out += &format!("  {}{told}\n", pad(name, indent - 2));
        }
    }
}

/// A heading in bold; anstream takes that away where it is not wanted.
fn heading(text: &str) -> String {
    let bold = anstyle::Style::new().bold();
    format!("{bold}{text}{bold:#}")
}
