//! The arguments that stand before, after or between all others, and the reading of them all.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};
use juanzong::base::time::Moment;
use juanzong::report::{Lang, Texts};

use crate::commands::Command;
use crate::help;

/// Everything that was typed.
#[derive(Parser)]
#[command(
    name = "juanzong",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    /// The command; none shows the state of the case in this folder.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options of every command. Their help is `cmd-juanzong.<id>` in `cli.ftl`.
#[derive(clap::Args)]
pub(crate) struct Everywhere {
    /// Language of everything a person reads.
    #[arg(long, global = true, value_name = "LANG", default_value = "zh-CN")]
    lang: Language,
    /// No talk on standard error but errors.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// No progress bars.
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
    /// How a report is printed.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Answers every question with yes.
    #[arg(long, global = true)]
    pub(crate) yes: bool,
    /// The moment to claim instead of the clock's.
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<Moment>,
    /// A folder of faces that go before the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) font_dir: Option<PathBuf>,
    /// A folder of rules that go before the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) profiles: Option<PathBuf>,
    /// Prints the help of the command.
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Prints the version.
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// How data for standard output is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
    #[value(name = "en-US", alias = "en")]
    English,
}

/// The language asked for, found before anything else is read so that even a wrong argument is
/// told in it.
pub(crate) fn language(typed: &[OsString]) -> Lang {
    let mut words = typed.iter().skip(1).map(|w| w.to_string_lossy());
    let mut chosen = Lang::default();
    while let Some(word) = words.next() {
        let tag = match word.strip_prefix("--lang") {
            _ if word == "--" => break,
            Some("") => words.next().map(|w| w.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_string),
            None => None,
        };
        // The language alone, without a region, is enough.
        let is =
            |lang: &Lang, tag: &str| lang.tag().split('-').next() == Some(tag) || lang.tag() == tag;
        let found = Lang::ALL.into_iter().find(|lang| tag.as_deref().is_some_and(|t| is(lang, t)));
        chosen = found.unwrap_or(chosen);
    }
    chosen
}

/// The whole command, told in a language, for help, completions and man pages.
pub(crate) fn command(texts: &Texts) -> clap::Command {
    help::told(Arguments::command(), texts)
}

/// Reads what was typed.
pub(crate) fn parse(typed: Vec<OsString>, texts: &Texts) -> Result<Arguments, clap::Error> {
    let matches = command(texts).try_get_matches_from(typed)?;
    Arguments::from_arg_matches(&matches)
}

/// A moment `YYYY-MM-DDThh:mm:ss+08:00`, or a day, which begins at midnight.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text)
        .or_else(|| juanzong::base::time::Day::parse(text).map(Moment::start_of))
        .ok_or_else(|| "not a moment YYYY-MM-DDThh:mm:ss+08:00".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_stands_and_the_last_one_holds() {
        let of =
            |line: &str| language(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).tag();
        assert_eq!(of("juanzong man x"), "zh-CN");
        assert_eq!(of("juanzong man --lang en-US x"), "en-US");
        assert_eq!(of("juanzong --lang=en-US man x"), "en-US");
        assert_eq!(of("juanzong --lang en man x"), "en-US");
        assert_eq!(of("juanzong --lang en --lang=zh x"), "zh-CN");
        assert_eq!(of("juanzong --lang en-US --lang zh-CN"), "zh-CN");
        assert_eq!(of("juanzong --lang fr"), "zh-CN");
        assert_eq!(of("juanzong --language=en-US"), "zh-CN");
        assert_eq!(of("juanzong -- --lang en-US"), "zh-CN");
        assert_eq!(of("juanzong man --lang"), "zh-CN");
    }

    #[test]
    fn the_command_tree_is_sound_in_both_languages() {
        for lang in Lang::ALL {
            command(&Texts::new(lang)).debug_assert();
        }
    }
}
