//! `juanzong intake`: received files, checked, copied, listed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use juanzong::assemble::{self, Counter, Filed};
use juanzong::base::json::Value;
use juanzong::case::Case;
use juanzong::report::{Align, Table};

use super::status;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `intake`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    /// Files, folders and ZIP archives; none looks at what lies in the case.
    files: Vec<PathBuf>,
    /// The slot that everything goes to.
    #[arg(long, value_name = "SLOT")]
    slot: Option<String>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(&args.case)?;
    if let Some(slot) = &args.slot
        && !case.slots().any(|(_, s)| s.id == *slot)
    {
        let known: Vec<&str> = case.slots().map(|(_, s)| s.id.as_str()).collect();
        let (value, known) = (slot.clone(), known.join(", "));
        return Err(Error::Choice { what: "slot", value, known }.into());
    }
    let state = status::state(&case, context.now)?;
    let title = |stage: &str| case.profile.stage(stage).map(|s| s.title.clone());
    let closed: BTreeMap<String, String> = case
        .slots()
        .filter(|(_, slot)| state.sealed.contains_key(&slot.stage))
        .filter_map(|(_, slot)| Some((slot.id.clone(), title(&slot.stage)?)))
        .collect();
    let bar = context.progress("intake");
    let mut looking = context.progress("evidence");
    let slot = args.slot.as_deref();
    let counter =
        Counter { case: &case, slot, closed: &closed, prober: &context.readers, octets: &bar };
    let taken = counter.take(&args.files, &mut looking);
    drop((bar, looking));
    let handed = match taken {
        // Nothing was filed, so there is nothing to go on from.
        Err(assemble::Error::Stopped) => return Err(Error::Interrupted.into()),
        taken => taken?,
    };
    if context.format == Format::Text && !handed.filed.is_empty() {
        let style = context.console.data_style();
        context.console.data(&(table(&handed.filed, context).render(style.width) + "\n"))?;
    }
    if !args.files.is_empty() {
        let facts = [
            ("filed", handed.filed.len().to_string()),
            ("known", handed.known.to_string()),
            ("refused", handed.refused.to_string()),
        ];
        context.say("cli-intake-done", &facts);
    }
    let filed = Value::List(handed.filed.iter().map(row).collect());
    context.report(&handed.report, &[("filed", filed)])
}

fn table(filed: &[Filed], context: &Context) -> Table {
    let heads = [
        ("cli-col-slot", Align::Left),
        ("cli-col-file", Align::Left),
        ("cli-col-kind", Align::Left),
        ("cli-col-pages", Align::Right),
        ("cli-col-size", Align::Right),
        ("cli-col-producer", Align::Left),
    ];
    let mut table = Table::headed(heads.map(|(id, align)| (context.texts.say(id), align)));
    for Filed { item, intake } in filed {
        let nature = &intake.nature;
        let kind = match (nature.version.is_empty(), nature.claims.is_empty()) {
            (_, false) => nature.claims.join(", "),
            (false, true) => format!("{} {}", intake.kind.name(), nature.version),
            (true, true) => intake.kind.name().to_string(),
        };
        table.row([
            item.slot.clone(),
            item.name.clone(),
            kind,
            intake.pages.map_or_else(|| "-".to_string(), |n| n.to_string()),
            intake.digest.size.to_string(),
            nature.producer.clone(),
        ]);
    }
    table
}

fn row(filed: &Filed) -> Value {
    let Filed { item, intake } = filed;
    let text = |value: &str| Value::Text(value.to_string());
    let number = |value: usize| Value::Number(value as u64);
    let mut row = vec![
        ("slot", text(&item.slot)),
        ("name", text(&item.name)),
        ("received", text(&item.received)),
        ("kind", text(intake.kind.name())),
        ("size", Value::Number(intake.digest.size)),
        ("sha256", text(&intake.digest.sha256.to_string())),
    ];
    row.extend(intake.digest.sm3.map(|sm3| ("sm3", text(&sm3.to_string()))));
    row.extend(intake.pages.map(|pages| ("pages", number(pages))));
    let nature = &intake.nature;
    for (name, value) in [("producer", &nature.producer), ("version", &nature.version)] {
        if !value.is_empty() {
            row.push((name, text(value)));
        }
    }
    if !nature.claims.is_empty() {
        row.push(("claims", Value::List(nature.claims.iter().map(|c| text(c)).collect())));
    }
    if let Some((width, height)) = nature.pixels {
        row.push(("pixels", Value::List(vec![number(width as usize), number(height as usize)])));
    }
    Value::Map(row.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}
