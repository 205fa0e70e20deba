//! The received files of a case: looked at once, and again only when they may have changed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{RwLock, mpsc};

use super::Error;
use super::intake::{Intake, inspect};
use super::outputs::{Progress, tell};
use super::probe::Prober;
use super::record::Seen;
use super::source::caught;
use crate::base::digest::Digest;
use crate::base::disk;
use crate::case::evidence::{Item, ItemFacts};
use crate::case::{Case, layout};
use crate::profile::Profile;
use crate::verdict::{Bearing, Code, Finding, Place};

/// Looks at all received files, those first seen or changed only; their entries for the list, and
/// what was found, by package name.
pub(crate) fn take_in(
    case: &Case,
    seen: &mut Seen,
    prober: &dyn Prober,
    progress: &mut dyn Progress,
) -> Result<(Vec<Item>, BTreeMap<String, Intake>), Error> {
    let sm3 = case.profile.sm3;
    let names = package_names(case);
    let mut known: Vec<Option<Intake>> = Vec::new();
    for item in &case.evidence {
        known.push(seen.intake(&case.dir, &place(item), sm3)?);
    }
    look_at(case, seen, prober, progress, &mut known)?;
    let mut items = Vec::new();
    let mut intakes = BTreeMap::new();
    let mut first: BTreeMap<Digest, String> = BTreeMap::new();
    for (item, intake) in case.evidence.iter().zip(known) {
        let Some(mut intake) = intake else { continue };
        intake.findings.extend(of_name(item));
        let other = first.entry(intake.digest.sha256).or_insert_with(|| place(item));
        if *other != place(item) {
            let twice = Finding::new(Code::AssembleTwice, Place::file(place(item)));
            intake.findings.push(twice.with("other", other));
        }
        judge(&mut intake.findings, &case.profile);
        items.push(Item { facts: Some(facts(&intake)), ..item.clone() });
        if let Some(name) = names.get(&(item.slot.as_str(), item.name.as_str())) {
            intakes.insert(name.clone(), intake);
        }
    }
    Ok((items, intakes))
}

/// Looks at the files of which nothing is known, several at once, the greatest first so that no
/// thread ends long after the others. Progress is told in octets.
fn look_at(
    case: &Case,
    seen: &mut Seen,
    prober: &dyn Prober,
    progress: &mut dyn Progress,
    known: &mut [Option<Intake>],
) -> Result<(), Error> {
    let (mut fresh, mut done, mut total) = (Vec::new(), 0, 0);
    for (i, (item, known)) in case.evidence.iter().zip(known.iter()).enumerate() {
        let size = match known {
            Some(intake) => intake.digest.size,
            None => disk::size(&case.dir.join(place(item)))?.unwrap_or(0),
        };
        total += size;
        match known {
            Some(_) => done += size,
            None => fresh.push((size, i, item)),
        }
    }
    fresh.sort_by_key(|(size, ..)| std::cmp::Reverse(*size));
    let octets = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    tell(progress, "evidence", octets(done), octets(total))?;
    let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let seen = RwLock::new(seen);
    let next = AtomicUsize::new(0);
    // Threads of their own: a worker of rayon that waits for a guarded thread, which itself waits for
    // rayon's workers, would wait for ever.
    std::thread::scope(|scope| {
        let (to, looked) = mpsc::channel();
        for _ in 0..at_once.min(fresh.len()) {
            let (to, seen, next, fresh) = (to.clone(), &seen, &next, &fresh);
            scope.spawn(move || {
                while let Some((size, i, item)) = fresh.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = caught(|| look(case, item, seen, prober));
                    let told = to.send((*size, *i, *item, found));
                    if told.is_err() {
                        break;
                    }
                }
            });
        }
        drop(to);
        for (size, i, item, found) in looked {
            let lost = || disk::Error::Io {
                act: "read",
                path: case.dir.join(place(item)),
                source: std::io::ErrorKind::Other.into(),
            };
            let intake = found.unwrap_or_else(|| Err(lost()))?;
            if let Ok(mut seen) = seen.write() {
                seen.note(&case.dir, &place(item), &intake.digest, Some(&intake))?;
            }
            if let Some(place) = known.get_mut(i) {
                *place = Some(intake);
            }
            done += size;
            tell(progress, "evidence", octets(done), octets(total))?;
        }
        Ok(())
    })
}

/// Where a received file lies in the case folder; its name in findings.
pub(crate) fn place(item: &Item) -> String {
    format!("evidence/{}/{}", item.slot, item.disk)
}

/// What the list keeps of an intake.
pub(crate) fn facts(intake: &Intake) -> ItemFacts {
    ItemFacts {
        kind: intake.kind.name().to_string(),
        size: intake.digest.size,
        pages: intake.pages.map(|n| n as u64),
        sha256: intake.digest.sha256,
        sm3: intake.digest.sm3,
    }
}

/// Whether the name that a file was received under had to be changed for it to live on every system
/// beside its neighbours. That folders become part of the name is no change worth a word.
pub(crate) fn of_name(item: &Item) -> Option<Finding> {
    (item.name != item.received.replace('/', "-")).then(|| {
        Finding::new(Code::AssembleName, Place::file(place(item)))
            .with("received", super::probe::cut(&item.received))
            .with("name", &item.name)
    })
}

/// What the profile forbids fails.
pub(crate) fn judge(findings: &mut [Finding], profile: &Profile) {
    for finding in findings {
        if profile.intake.forbids(finding.code) {
            finding.bearing = Bearing::Fails;
            finding.clause = Some(profile.id.clone());
        }
    }
}

/// Looks at a file: what is known of its octets under another name or time is not asked again.
fn look(
    case: &Case,
    item: &Item,
    seen: &RwLock<&mut Seen>,
    prober: &dyn Prober,
) -> Result<Intake, disk::Error> {
    let (path, place, sm3) = (case.dir.join(place(item)), place(item), case.profile.sm3);
    let size = disk::size(&path)?.unwrap_or(0);
    if seen.read().is_ok_and(|seen| seen.knows_size(size)) {
        let digest = disk::digest(&path, sm3)?;
        let before = seen.read().ok().and_then(|seen| seen.probed(&digest));
        let probe = match before {
            Some(probe) => probe,
            None => prober.probe(&path)?,
        };
        return Ok(Intake::new(digest, probe, &place));
    }
    inspect(&path, &place, sm3, prober)
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
