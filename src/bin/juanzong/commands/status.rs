//! `juanzong` alone: where this folder stands and the one next command (`formats.md` §10);
//! outside a case folder, the commands.

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Prints it.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let page = crate::args::command(&context.texts).render_help();
    context.console.data(&page.ansi().to_string())?;
    Ok(Exit::Done)
}
