//! `juanzong form`: the document kinds, and empty ones to fill in.

use std::path::PathBuf;

use juanzong::case::{Case, layout};
use juanzong::report::{Align, Table};

use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `form`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Lists the document kinds.
    List,
    /// Puts an empty form for a slot into a case.
    Skeleton(Skeleton),
}

#[derive(clap::Args)]
struct Skeleton {
    /// The case folder.
    case: PathBuf,
    /// The slot.
    slot: String,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::List => list(context),
        Act::Skeleton(args) => skeleton(&args, context),
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let library = context.shelf()?.forms;
    let heads = ["cli-col-form", "cli-col-title", "cli-col-cite"];
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    for form in library.ids().filter_map(|id| library.form(id)) {
        table.row([form.id.clone(), form.title.clone(), form.cite.clone()]);
    }
    context.console.data(&table.render(context.console.data_style().width))?;
    Ok(Exit::Done)
}

fn skeleton(args: &Skeleton, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(&args.case)?;
    let slot = case.profile.slot(&args.slot);
    let Some((slot, form)) = slot.and_then(|slot| Some((slot, slot.form.as_deref()?))) else {
        return Err(Error::Word { value: args.slot.clone(), expected: "slot" }.into());
    };
    let form = case.fitted(&slot.id, form)?;
    let known = case.prefilled(slot, &form)?;
    let path = case.dir.join(layout::typed(&args.slot));
    context.place(&path, form.skeleton_with(&case.given(), &known).as_bytes())?;
    context.say("cli-skeleton-made", &[("path", path.display().to_string())]);
    Ok(Exit::Done)
}
