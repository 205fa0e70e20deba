//! The commands, one file each, in the order in which help lists them: daily ones first.
//!
//! To add one, say `juanzong weigh CASE --by GRAM`:
//!
//! 1. `commands/weigh.rs` with a `#[derive(clap::Args)] pub(crate) struct Args` (no help in the
//!    attributes) and
//!    `pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure>`.
//!    Any room's error passes with `?`. Data goes to `context.console.data`, talk to
//!    `context.say`, a `Report` to `context.report`, which also gives the exit code. Long work
//!    calls `context.go_on()?` between steps and shows `context.progress("weigh")`
//!    (message `step-weigh`).
//! 2. Here `mod weigh;` and one line in the list below.
//! 3. In both `texts/*/cli.ftl` a message `cmd-weigh` with `.more` and one attribute per argument,
//!    named by the argument's id (`.case`, `.by`); subcommands are `cmd-weigh-<name>`.
//!    `tests/cli` fails until it is there.
//!
//! A command with subcommands has an `Args` with a `#[command(subcommand)]` enum of its own.

mod audit;
mod build;
mod calendar;
mod check;
mod completions;
mod demo;
mod draw;
mod form;
mod intake;
pub(crate) mod key;
mod keyring;
mod list;
mod lookback;
mod man;
mod natures;
mod new;
mod notice;
mod pack;
mod paper;
mod people;
mod profile;
mod register;
mod round;
mod seal;
mod show;
mod sign;
pub(crate) mod status;
mod verify;
mod volume;
mod who;

use juanzong::base::time::Day;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// A day as an argument.
fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day YYYY-MM-DD".to_string())
}

macro_rules! commands {
    ($($name:ident $module:ident;)*) => {
        /// The command that was typed.
        #[derive(clap::Subcommand)]
        pub(crate) enum Command {
            $(#[doc = concat!("`juanzong ", stringify!($module), "`")] $name($module::Args),)*
        }

        impl Command {
            /// Does it.
            pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
                match self {
                    $(Self::$name(args) => $module::run(args, context),)*
                }
            }
        }
    };
}

commands! {
    New new;
    Intake intake;
    Check check;
    Build build;
    Volume volume;
    Sign sign;
    Seal seal;
    Pack pack;
    Verify verify;
    Show show;
    Audit audit;
    Register register;
    Natures natures;
    People people;
    Who who;
    Lookback lookback;
    Demo demo;
    List list;
    Calendar calendar;
    Draw draw;
    Profile profile;
    Form form;
    Key key;
    Keyring keyring;
    Completions completions;
    Man man;
}
