//! The received files of a case: looked at once, and again only when they may have changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};

use super::Error;
use super::intake::Intake;
use super::outputs::{Progress, tell};
use super::probe::{Probe, Prober};
use super::record::Seen;
use super::source::caught;
use crate::base::digest::{Digest, FileDigest};
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
    let looked = look_at(case, seen, prober, progress, &mut known);
    if let Err(Error::Stopped) = looked {
        // What was learned so far need not be learned again.
        seen.save(&case.dir)?;
    }
    looked?;
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

/// Looks at the files of which nothing is known: some threads hash them, many at once, and others wait
/// for those who read what they are; the greatest first so that nobody ends long after the others.
/// Progress is told in octets.
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
    let files: Vec<(u64, PathBuf)> =
        fresh.iter().map(|(size, _, item)| (*size, case.dir.join(place(item)))).collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let sm3 = case.profile.sm3;
    let mut looks: Vec<Looks> = files.iter().map(|_| Looks::default()).collect();
    // Threads of their own: a worker of rayon that waits for a guarded thread, which itself waits for
    // rayon's workers, would wait for ever.
    std::thread::scope(|scope| {
        let (to, told) = mpsc::channel();
        let (ask, asked) = mpsc::channel();
        let asked = Arc::new(Mutex::new(asked));
        for _ in 0..threads.min(files.len()) {
            let (to, asked, files) = (to.clone(), Arc::clone(&asked), &files);
            scope.spawn(move || {
                while let Some(at) = next(&asked)
                    && let Some((_, path)) = files.get(at)
                    && to.send(Told::Probe(at, probe(path, prober))).is_ok()
                {}
            });
        }
        // Octets that may be known under another name wait for their digest.
        let mut asking = Some(ask);
        for (at, _) in files.iter().enumerate().filter(|(_, f)| !seen.knows_size(f.0)) {
            if let (Some(ask), Some(looks)) = (&asking, looks.get_mut(at)) {
                looks.asked = ask.send(at).is_ok();
            }
        }
        let read = &files;
        scope.spawn(move || {
            let told = |at, digest| to.send(Told::Digest(at, digest)).is_ok();
            let hashed = caught(|| disk::digests(read, sm3, threads, &told));
            if let Err(e) = hashed.unwrap_or_else(|| Err(lost(read))) {
                let _ = to.send(Told::Unread(e));
            }
        });
        let (mut hashed, mut left) = (0, files.len());
        for told in told {
            let at = match told {
                Told::Unread(e) => return Err(e.into()),
                Told::Digest(at, _) | Told::Probe(at, _) => at,
            };
            let (Some((size, i, item)), Some(looks)) = (fresh.get(at), looks.get_mut(at)) else {
                continue;
            };
            match told {
                Told::Unread(e) => return Err(e.into()),
                Told::Probe(_, probe) => looks.probe = Some(probe?),
                Told::Digest(_, digest) => {
                    looks.digest = Some(digest);
                    hashed += 1;
                    if !looks.asked {
                        looks.probe = seen.probed(&digest);
                        if let (None, Some(ask)) = (&looks.probe, &asking) {
                            looks.asked = ask.send(at).is_ok();
                        }
                    }
                }
            }
            if hashed == files.len() {
                // Nobody will be asked any more.
                asking = None;
            }
            let Some(digest) = looks.digest else { continue };
            let Some(probe) = looks.probe.take() else { continue };
            left -= 1;
            let intake = Intake::new(digest, probe, &place(item));
            seen.note(&case.dir, &place(item), &intake.digest, Some(&intake))?;
            if let Some(place) = known.get_mut(*i) {
                *place = Some(intake);
            }
            done += size;
            tell(progress, "evidence", octets(done), octets(total))?;
        }
        // A thread that ended early would leave files that nobody has looked at.
        if left == 0 { Ok(()) } else { Err(lost(&files).into()) }
    })
}

/// What is known of a file so far.
#[derive(Default)]
struct Looks {
    digest: Option<FileDigest>,
    probe: Option<Probe>,
    /// Whether a reader was asked about it.
    asked: bool,
}

/// What is heard of a file, by its number.
enum Told {
    Digest(usize, FileDigest),
    Probe(usize, Result<Probe, disk::Error>),
    /// A file could not be hashed, and the others were given up.
    Unread(disk::Error),
}

/// That nobody could finish reading.
fn lost(files: &[(u64, PathBuf)]) -> disk::Error {
    let path = files.first().map(|(_, path)| path.clone()).unwrap_or_default();
    disk::Error::Io { act: "read", path, source: std::io::ErrorKind::Other.into() }
}

/// The next file to be looked at; `None` where none will come.
fn next(asked: &Mutex<Receiver<usize>>) -> Option<usize> {
    asked.lock().ok()?.recv().ok()
}

/// What a file is. A prober that panics is no prober of ours; its file is read by nobody then.
fn probe(path: &Path, prober: &dyn Prober) -> Result<Probe, disk::Error> {
    caught(|| prober.probe(path))
        .unwrap_or_else(|| super::probe::defeated(path, super::Defeat::Crash))
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
