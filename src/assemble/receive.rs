//! The received files of a case: looked at once, and again only when they may have changed.

use std::collections::BTreeMap;

use super::Error;
use super::intake::{Intake, inspect};
use super::outputs::{Outputs, Progress, tell};
use crate::base::disk;
use crate::case::evidence::{Item, ItemFacts};
use crate::case::{Case, layout};

/// Looks at all received files, those first seen or changed only; their entries for the list, and
/// what was found, by package name.
pub(crate) fn take_in(
    case: &Case,
    out: &mut Outputs<'_>,
    progress: &mut dyn Progress,
) -> Result<(Vec<Item>, BTreeMap<String, Intake>), Error> {
    let sm3 = case.profile.sm3;
    let names = package_names(case);
    let place = |item: &Item| format!("evidence/{}/{}", item.slot, item.received);
    let mut known: Vec<Option<Intake>> = Vec::new();
    for item in &case.evidence {
        known.push(out.seen.intake(&case.dir, &place(item), sm3)?);
    }
    let total = known.len();
    let mut done = known.iter().flatten().count();
    tell(progress, "evidence", done, total)?;
    let fresh: Vec<usize> =
        (0..total).filter(|i| known.get(*i).is_some_and(Option::is_none)).collect();
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for batch in fresh.chunks(at_once) {
        let todo: Vec<(usize, &Item)> =
            batch.iter().filter_map(|i| case.evidence.get(*i).map(|item| (*i, item))).collect();
        // Threads of their own: a worker of rayon that waits for a guarded thread, which itself
        // waits for rayon's workers, would wait for ever.
        let found: Vec<_> = std::thread::scope(|scope| {
            let look = |item: &Item| inspect(&case.dir.join(place(item)), &place(item), sm3);
            let running: Vec<_> =
                todo.iter().map(|(i, item)| (*i, scope.spawn(move || look(item)))).collect();
            running.into_iter().map(|(i, thread)| (i, thread.join())).collect()
        });
        for (i, intake) in found {
            let Some(item) = case.evidence.get(i) else { continue };
            let lost = || disk::Error::Io {
                act: "read",
                path: case.dir.join(place(item)),
                source: std::io::ErrorKind::Other.into(),
            };
            let intake = intake.unwrap_or_else(|_| Err(lost()))?;
            out.seen.note(&case.dir, &place(item), &intake.digest, Some(&intake))?;
            if let Some(slot) = known.get_mut(i) {
                *slot = Some(intake);
            }
            done += 1;
        }
        tell(progress, "evidence", done, total)?;
    }
    let mut items = Vec::new();
    let mut intakes = BTreeMap::new();
    for (item, intake) in case.evidence.iter().zip(known) {
        let Some(intake) = intake else { continue };
        let facts = ItemFacts {
            kind: intake.kind.name().to_string(),
            size: intake.digest.size,
            pages: intake.pages.map(|n| n as u64),
            sha256: intake.digest.sha256,
            sm3: intake.digest.sm3,
        };
        items.push(Item { facts: Some(facts), ..item.clone() });
        if let Some(name) = names.get(&(item.slot.as_str(), item.name.as_str())) {
            intakes.insert(name.clone(), intake);
        }
    }
    Ok((items, intakes))
}

/// Package names of received files by slot and name in the slot.
fn package_names(case: &Case) -> BTreeMap<(&str, &str), String> {
    let folders: BTreeMap<&str, String> = case
        .slots()
        .map(|(number, slot)| (slot.id.as_str(), layout::slot_folder(number, slot)))
        .collect();
    case.evidence
        .iter()
        .filter_map(|item| {
            let folder = folders.get(item.slot.as_str())?;
            Some(((item.slot.as_str(), item.name.as_str()), format!("{folder}/{}", item.name)))
        })
        .collect()
}
