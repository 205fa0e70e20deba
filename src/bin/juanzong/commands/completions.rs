//! `juanzong completions SHELL`: the completion script of a shell, on standard output.

use clap_complete::Shell;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// What is typed after `completions`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = crate::args::command(&context.texts);
    clap_complete::generate(args.shell, &mut command, "juanzong", &mut script);
    context.console.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
