//! Wrong arguments, told in the reader's language with the way out.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use juanzong::report::Texts;

use crate::console;
use crate::exit::Exit;

/// Prints what clap has to say: a help page or the version on standard output (0), anything else
/// on standard error (2).
pub(crate) fn tell(error: &clap::Error, texts: &Texts) -> ExitCode {
    let exit = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match console::stdout(&error.render().ansi().to_string()) {
                Ok(()) => Exit::Done,
                Err(_) => Exit::Unable,
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console::stderr(&error.render().ansi().to_string());
            Exit::Unable
        }
        ErrorKind::InvalidValue
        | ErrorKind::UnknownArgument
        | ErrorKind::InvalidSubcommand
        | ErrorKind::NoEquals
        | ErrorKind::ValueValidation
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::ArgumentConflict
        | ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::InvalidUtf8
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => {
            console::stderr(&sentence(error, texts));
            Exit::Unable
        }
    };
    exit.into()
}

fn sentence(error: &clap::Error, texts: &Texts) -> String {
    let value = |kind| error.get(kind).map(plain).unwrap_or_default();
    let arg = match value(ContextKind::InvalidArg) {
        arg if arg.is_empty() => value(ContextKind::InvalidSubcommand),
        arg => arg,
    };
    let facts = [
        ("arg", arg),
        ("value", value(ContextKind::InvalidValue)),
        ("other", value(ContextKind::PriorArg)),
        ("choices", value(ContextKind::ValidValue).replace(' ', &texts.say("report-comma"))),
    ];
    let id = match error.kind() {
        ErrorKind::InvalidSubcommand => "usage-unknown-command",
        ErrorKind::UnknownArgument => "usage-unknown-argument",
        ErrorKind::InvalidValue if value(ContextKind::InvalidValue).is_empty() => {
            "usage-value-missing"
        }
        ErrorKind::InvalidValue if value(ContextKind::ValidValue).is_empty() => {
            "usage-value-invalid"
        }
        ErrorKind::InvalidValue => "usage-value-not-offered",
        ErrorKind::ValueValidation => "usage-value-invalid",
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => "usage-value-count",
        ErrorKind::ArgumentConflict if value(ContextKind::PriorArg).is_empty() => "usage-twice",
        ErrorKind::ArgumentConflict
            if facts.first().map(|f| &f.1) == facts.get(2).map(|f| &f.1) =>
        {
            "usage-twice"
        }
        ErrorKind::ArgumentConflict => "usage-conflict",
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::MissingSubcommand => "usage-command-missing",
        ErrorKind::InvalidUtf8 => "usage-encoding",
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => "usage-wrong",
    };
    let suggestion =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .map(value)
            .find(|s| !s.is_empty());
    let hint = match suggestion {
        // The list of all choices says more than the likeliest one.
        Some(meant) if id != "usage-value-not-offered" => {
            Some(texts.message("usage-meant", &[("meant", meant)]))
        }
        Some(_) | None => texts.hint(id, &facts),
    };
    let mut out = format!("{}{}\n", texts.say("report-error"), texts.message(id, &facts));
    if let Some(hint) = hint {
        out += &format!("{}{hint}\n", texts.say("report-hint"));
    }
    let usage = value(ContextKind::Usage);
    let usage = usage.trim_start_matches("Usage:").trim();
    if !usage.is_empty() {
        out += &format!("{}{usage}\n", texts.say("cli-usage"));
    }
    out
}

/// A value of an error's context: clap's own words without colours, the user's as they are.
fn plain(value: &ContextValue) -> String {
    let bare = |styled: &clap::builder::StyledStr| {
        anstream::adapter::strip_str(&styled.ansi().to_string()).to_string()
    };
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(all) => all.join(" "),
        ContextValue::StyledStr(styled) => bare(styled),
        ContextValue::StyledStrs(all) => all.iter().map(bare).collect::<Vec<_>>().join(" "),
        ContextValue::None | ContextValue::Bool(_) | ContextValue::Number(_) | _ => {
            value.to_string()
        }
    }
}
