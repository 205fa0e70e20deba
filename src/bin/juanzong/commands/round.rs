//! Many cases of a folder at once, on both cores: what `list` and `calendar` share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use juanzong::base::time::Day;
use juanzong::case::many::{self, Known};
use juanzong::case::{Case, Look};
use juanzong::profile::{Profile, Shelf};
use juanzong::seal::glance;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::context::Context;
use crate::exit::{Error, Failure};

/// How many cases are read between two looks at the progress bar and at Ctrl-C.
const STRETCH: usize = 256;

/// What came of the cases, and which could not be read, both in the folders' order.
pub(super) struct Told<T> {
    pub(super) found: Vec<T>,
    pub(super) broken: Vec<(PathBuf, juanzong::case::Error)>,
}

/// Reads the cases below a folder, as far as `wanted` says, and asks each; in the folders' order.
pub(super) fn each<T: Send>(
    folder: &Path,
    at: Day,
    context: &Context,
    wanted: impl Fn(&Profile) -> BTreeSet<String> + Sync,
    ask: impl Fn(&Case, &Look<'_>) -> Result<T, juanzong::case::Error> + Sync,
) -> Result<Told<T>, Failure> {
    let folders = many::folders(folder)?;
    if folders.is_empty() {
        return Err(Error::NoCases { path: folder.to_path_buf() }.into());
    }
    let shelf: Shelf = context.shelf()?;
    let known = Known::default();
    let bar = context.progress("cases");
    let mut out = Told { found: Vec::new(), broken: Vec::new() };
    for (nth, stretch) in folders.chunks(STRETCH).enumerate() {
        context.go_on()?;
        bar.show("cases", (nth * STRETCH) as u64, folders.len() as u64);
        let read = |dir: &PathBuf| {
            known.case(dir, &wanted).and_then(|case| {
                // Where no day hangs on a seal, none is looked at.
                let by_seal = case.profile.events.iter().any(|e| e.stage.is_some());
                let sealed = match by_seal {
                    true => glance::sealed(dir, &case.profile)?,
                    false => BTreeMap::new(),
                };
                let look = Look {
                    at,
                    calendar: &shelf.calendar,
                    readings: shelf.indicators.readings(),
                    sealed,
                };
                ask(&case, &look)
            })
        };
        let answers = stretch.par_iter().map(read).collect::<Vec<_>>();
        for (dir, answer) in stretch.iter().zip(answers) {
            match answer {
                Ok(found) => out.found.push(found),
                Err(error) => out.broken.push((dir.clone(), error)),
            }
        }
    }
    Ok(out)
}

/// Says which cases could not be read, and how many.
pub(super) fn complain<T>(told: &Told<T>, context: &Context) -> usize {
    for (path, error) in &told.broken {
        context.say("cli-case-unreadable", &[("path", path.display().to_string())]);
        context.explain(error);
    }
    told.broken.len()
}
