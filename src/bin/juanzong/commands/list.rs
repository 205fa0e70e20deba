//! `juanzong list`: a round's lists over many cases, as XLSX, PDF and DOCX.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use juanzong::base::time::Day;
use juanzong::case::list;
use juanzong::form::{Filled, Given, Value};
use juanzong::render::{docx, pdf};
use juanzong::report::sheet;

use super::{build, round};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `list`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of cases.
    folder: PathBuf,
    /// Which list of the profile.
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// The profile, where the folder holds cases of several.
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// The round; all rounds without it.
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// The files to write: `.xlsx`, `.pdf`, `.docx`.
    #[arg(long, value_name = "FILE", required = true)]
    out: Vec<PathBuf>,
    /// The day as of which.
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    at: Option<Day>,
}

/// A case of a list: its place among the others, and its row. Small, for there may be ten thousand.
struct Entry {
    profile: Arc<str>,
    /// Division, name, plant and number of the case.
    order: Box<str>,
    row: list::Kept,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.out {
        let known = path.extension().and_then(|e| e.to_str());
        if !matches!(known, Some("xlsx" | "pdf" | "docx")) {
            let value = path.display().to_string();
            return Err(Error::Word { value, expected: "list-file" }.into());
        }
    }
    let at = args.at.unwrap_or_else(|| context.now.day());
    let shelf = context.shelf()?;
    let kind =
        |p: &juanzong::profile::Profile| p.lists.iter().find(|l| l.kind == args.kind).cloned();
    // What holds of all listed cases, kept once: of ten thousand cases only their rows stay in memory.
    let common: Mutex<Option<Given>> = Mutex::new(None);
    let ids: Mutex<Vec<Arc<str>>> = Mutex::default();
    let told = round::each(
        &args.folder,
        at,
        context,
        |p| kind(p).map(|l| list::read_by(&l, p)).unwrap_or_default(),
        |case, look| {
            let wanted = args.profile.as_ref().is_none_or(|id| case.profile.id == *id)
                && args.round.as_ref().is_none_or(|round| case.facts.round == *round);
            let Some(list) = kind(&case.profile).filter(|_| wanted) else { return Ok(None) };
            let Some(form) = shelf.forms.form(&list.form) else { return Ok(None) };
            let row = case.listed(&list, form, look)?;
            let e = &case.facts.enterprise;
            let Some(row) = row else { return Ok(None) };
            meet(&common, case.given());
            let order = [&e.division, &e.name, &e.plant, &case.facts.case];
            let order = order.map(String::as_str).join("\u{0}").into();
            let profile = once(&ids, &case.profile.id);
            Ok(Some(Entry { profile, order, row: list::Kept::new(&list, &row) }))
        },
    )?;
    let broken = round::complain(&told, context);
    let mut entries: Vec<Entry> = told.found.into_iter().flatten().collect();
    entries.sort_by(|a, b| a.order.cmp(&b.order));
    let profiles: BTreeSet<&str> = entries.iter().map(|e| &*e.profile).collect();
    let profiles: Vec<&str> = profiles.into_iter().collect();
    let id = match profiles.as_slice() {
        [] => return Err(Error::NothingListed { kind: args.kind }.into()),
        [id] => (*id).to_string(),
        several => {
            let (value, known) = (args.folder.display().to_string(), several.join(" / "));
            return Err(Error::Choice { what: "profile", value, known }.into());
        }
    };
    let common = common.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or_default();
    let rows: Vec<list::Kept> = entries.into_iter().map(|e| e.row).collect();
    write(&args, &id, &rows, common, at, context)?;
    Ok(if broken > 0 { Exit::Failed } else { Exit::Done })
}

/// Keeps of the facts of all cases so far those that hold of one more.
fn meet(common: &Mutex<Option<Given>>, one: Given) {
    let mut common = common.lock().unwrap_or_else(PoisonError::into_inner);
    match common.as_mut() {
        Some(all) => all.0.retain(|name, value| one.0.get(name) == Some(value)),
        None => *common = Some(one),
    }
}

/// The id, kept once however many cases bear it.
fn once(ids: &Mutex<Vec<Arc<str>>>, id: &str) -> Arc<str> {
    let mut ids = ids.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = ids.iter().find(|known| ***known == *id) {
        return Arc::clone(known);
    }
    let new: Arc<str> = id.into();
    ids.push(Arc::clone(&new));
    new
}

fn write(
    args: &Args,
    id: &str,
    rows: &[list::Kept],
    mut given: Given,
    at: Day,
    context: &Context,
) -> Result<(), Failure> {
    let shelf = context.shelf()?;
    let (profile, _) = shelf.profile(id)?;
    let Some(list) = profile.lists.iter().find(|l| l.kind == args.kind) else {
        return Err(Error::NothingListed { kind: args.kind.clone() }.into());
    };
    let Some(form) = shelf.forms.form(&list.form) else {
        return Err(Error::NothingListed { kind: args.kind.clone() }.into());
    };
    // The paper says of itself what holds of all its cases; nothing of one enterprise.
    given.0.retain(|name, _| !name.starts_with("enterprise.") && !name.starts_with("dates."));
    let made_on = form.date.as_deref().map(|field| (field, at));
    // Only what is set as pages needs all rows at once.
    let filled = || list::paper(list, rows.iter().map(|kept| kept.row(list)).collect(), made_on);
    for path in &args.out {
        let bytes = match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => {
                let rows = rows.iter().map(|kept| kept.row(list));
                sheet(form, &list.table, rows, &std::env::temp_dir())?
            }
            Some("pdf") => {
                pdf(&form.document(&with(filled()), &given), &build::faces(context)?)?.bytes
            }
            _ => docx(&form.document(&with(filled()), &given))?,
        };
        context.place(path, &bytes)?;
        let facts = [("path", path.display().to_string()), ("count", rows.len().to_string())];
        context.say("cli-list-made", &facts);
    }
    Ok(())
}

/// A paper with no row says so by an empty table rather than none.
fn with(mut filled: Filled) -> Filled {
    filled.0.retain(|_, value| !matches!(value, Value::Table(rows) if rows.is_empty()));
    filled
}
