//! Audits that are interrupted, limited, and done again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use juanzong::audit::{self, Budget, Class, Disk, Order, Reader};
use juanzong::package::{self, Options, Progress, Verification};
use juanzong::report;
use juanzong::verdict::Verdict;

use super::archive::{Archive, Wish, classes, count, dossier, now, place, put, told};
use crate::kit::moment;

/// Stops after so many octets.
struct Stop(AtomicU64);

impl Progress for Stop {
    fn begin(&self, _: u64) {}

    fn advance(&self, octets: u64) -> bool {
        let left = self.0.load(Relaxed);
        self.0.store(left.saturating_sub(octets), Relaxed);
        left > octets
    }
}

/// Counts how often each package is read.
#[derive(Default)]
struct Counting(Mutex<BTreeMap<String, usize>>);

impl Reader for Counting {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        let name = target.file_name().unwrap().to_str().unwrap().to_string();
        *self.0.lock().unwrap().entry(name).or_default() += 1;
        Disk.verify(target, options, progress)
    }
}

fn damage(archive: &Archive, n: usize) {
    let path = archive.path(&place(n));
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// What may differ between an audit in one run and the same in several.
fn stripped(json: &str) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_str(json).unwrap();
    value.as_object_mut().unwrap().remove("run");
    value
}

#[test]
fn an_audit_that_is_interrupted_anywhere_ends_as_one_that_was_not() {
    let archive = Archive::of(12);
    archive.register(now());
    damage(&archive, 3);
    fs::remove_file(archive.path(&place(5))).unwrap();
    let wish = Wish { register: true, state: true, ..Wish::default() };
    let whole = report::audit_json(&archive.audit(wish).unwrap());
    for jobs in [1, 2] {
        for stop in (0..40).map(|i| i * 1_500 + 1) {
            fs::remove_file(archive.state()).unwrap();
            let mut runs = 0;
            let mut limit = stop;
            let ended = loop {
                let progress = Stop(AtomicU64::new(limit));
                match archive.audit(Wish { jobs, progress: &progress, ..wish }) {
                    Ok(found) => break report::audit_json(&found),
                    Err(audit::Error::Interrupted { due, .. }) => assert!(due <= 12),
                    Err(e) => panic!("{e}"),
                }
                runs += 1;
                // A limit below the size of one package would never come to an end.
                limit += 3_000;
                assert!(runs < 100);
            };
            assert_eq!(stripped(&ended), stripped(&whole), "stopped after {stop} octets");
        }
    }
}

#[test]
fn a_budget_covers_everything_in_the_runs_that_it_tells_and_rereads_damage_every_time() {
    let archive = Archive::of(11);
    damage(&archive, 4);
    let size = fs::metadata(archive.path(&place(0))).unwrap().len();
    let budget = Budget { octets: Some(size * 2), milliseconds: None };
    let reader = Counting::default();
    let wish = Wish { state: true, budget, reader: &reader, ..Wish::default() };
    let mut told_left = Vec::new();
    for run in 1..20 {
        let found = archive.audit(wish).unwrap();
        told_left.push(found.coverage.runs_left.unwrap());
        assert_eq!(found.coverage.round, 1);
        let read = found.coverage.read.packages;
        assert_eq!(read + count(&found, Class::Unchecked), 11, "run {run}");
        if read == 11 {
            break;
        }
        assert!(found.report.unchecked.contains(&"audit-budget"));
    }
    let runs = told_left.len() as u64;
    for (done, left) in (1..).zip(&told_left) {
        assert!(done + left >= runs, "{told_left:?}");
    }
    assert!(told_left.windows(2).all(|w| w[1] < w[0]), "{told_left:?}");
    let counts = reader.0.into_inner().unwrap();
    for (name, times) in &counts {
        // Found in the second or a later run, then read in each.
        let damaged = place(4).ends_with(name.as_str());
        assert!(if damaged { *times > 1 } else { *times == 1 }, "{name} {times} of {runs}");
    }
    assert_eq!(counts.len(), 11);
}

#[test]
fn the_next_round_begins_with_what_was_read_longest_ago() {
    let archive = Archive::of(6);
    let size = fs::metadata(archive.path(&place(0))).unwrap().len();
    let one = Budget { octets: Some(1), milliseconds: None };
    let wish = |day: u32| Wish {
        state: true,
        jobs: 1,
        budget: one,
        now: moment(&format!("2026-06-{day:02}T09:00:00")),
        ..Wish::default()
    };
    let read_on = |found: &audit::Audit, at| {
        let mut names =
            found.items.iter().filter(|i| i.known.as_ref().is_some_and(|k| k.read == at));
        let name = names.next().unwrap().name.to_string();
        assert!(names.next().is_none());
        name
    };
    let mut first = Vec::new();
    for day in 1..=6 {
        let found = archive.audit(wish(day)).unwrap();
        first.push(read_on(&found, wish(day).now));
        assert_eq!(found.coverage.days.len(), day as usize);
        assert_eq!(found.run.octets / size, 1);
    }
    // A package that came meanwhile goes before all that were read ever.
    put(
        &archive.path("0/new.zip"),
        &dossier("TS-130283-2026Q2-7777", "new", super::archive::FILED),
    );
    let found = archive.audit(wish(7)).unwrap();
    assert_eq!((read_on(&found, wish(7).now), found.coverage.round), ("0/new.zip".into(), 2));
    for (day, name) in (8..).zip(&first) {
        let found = archive.audit(wish(day)).unwrap();
        assert_eq!(read_on(&found, wish(day).now), *name);
        assert_eq!(found.coverage.round, 2);
    }
}

#[test]
fn time_ends_a_run_between_two_packages_and_never_before_the_first() {
    let archive = Archive::of(5);
    let clock = AtomicU64::new(0);
    // Each look at the clock takes a second.
    let tick = || clock.fetch_add(1_000, Relaxed);
    let budget = Budget { octets: None, milliseconds: Some(1) };
    let wish = Wish { state: true, jobs: 1, budget, clock: Some(&tick), ..Wish::default() };
    for run in 1..=5 {
        let found = archive.audit(wish).unwrap();
        assert_eq!(found.coverage.read.packages, run);
        assert_eq!(found.coverage.runs_left, if run < 5 { None } else { Some(0) });
    }
}

#[test]
fn one_reader_follows_the_order_of_the_disk_and_reads_the_same() {
    let archive = Archive::of(8);
    damage(&archive, 1);
    let oldest = archive.audit(Wish::default()).unwrap();
    let disk = archive.audit(Wish { order: Order::Disk, jobs: 1, ..Wish::default() }).unwrap();
    assert_eq!(report::audit_json(&oldest), report::audit_json(&disk));
}

#[test]
fn without_a_register_the_state_remembers_what_was_there() {
    let archive = Archive::of(6);
    let wish = Wish { state: true, ..Wish::default() };
    assert_eq!(archive.audit(wish).unwrap().report.verdict(), Verdict::Passed);
    fs::remove_file(archive.path(&place(0))).unwrap();
    fs::remove_file(archive.path(&place(1))).unwrap();
    put(
        &archive.path(&place(1)),
        &dossier(&super::archive::case(1), "other", "2026-04-01T09:00:00"),
    );
    fs::rename(archive.path(&place(2)), archive.path("moved.zip")).unwrap();
    for _ in 0..3 {
        let found = archive.audit(wish).unwrap();
        assert_eq!(
            told(&found),
            [(place(0), "audit.missing"), (place(1), "audit.swapped")],
            "it is told until it is put right"
        );
        assert_eq!(classes(&found), [(place(0), Class::Missing), (place(1), Class::Changed)]);
    }
    // Put right, it is told no more.
    put(
        &archive.path(&place(0)),
        &dossier(&super::archive::case(0), &super::archive::case(0), super::archive::FILED),
    );
    fs::remove_file(archive.path(&place(1))).unwrap();
    put(
        &archive.path(&place(1)),
        &dossier(&super::archive::case(1), &super::archive::case(1), super::archive::FILED),
    );
    assert_eq!(archive.audit(wish).unwrap().report.verdict(), Verdict::Passed);
}

#[test]
fn a_state_of_another_folder_or_version_is_refused_and_nothing_is_read() {
    let archive = Archive::of(2);
    let other = Archive::of(2);
    let wish = Wish { state: true, ..Wish::default() };
    archive.audit(wish).unwrap();
    fs::copy(archive.state(), other.state()).unwrap();
    let reader = Counting::default();
    let refused = other.audit(Wish { reader: &reader, ..wish });
    assert!(matches!(refused, Err(audit::Error::StateElsewhere { .. })));
    let text = fs::read_to_string(archive.state()).unwrap();
    let edited = text.replacen("\"class\":\"intact\"", "\"class\":\"changed\"", 1);
    for (bad, flaw) in [
        (edited, "digest"),
        (text.replacen("state/1", "state/2", 1), "schema"),
        (text.lines().take(2).map(|l| format!("{l}\n")).collect(), "cut"),
        (String::new(), "cut"),
    ] {
        fs::write(archive.state(), bad).unwrap();
        let refused = archive.audit(Wish { reader: &reader, ..wish });
        assert!(
            matches!(&refused, Err(audit::Error::State { flaw: found, .. }) if *found == flaw),
            "{flaw}: {:?}",
            refused.err()
        );
    }
    assert!(reader.0.into_inner().unwrap().is_empty());
}

/// Keeps what the state says whenever a package is read.
struct Watching<'a>(&'a Archive, Mutex<Vec<String>>);

impl Reader for Watching<'_> {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        self.1.lock().unwrap().push(fs::read_to_string(self.0.state()).unwrap());
        Disk.verify(target, options, progress)
    }
}

#[test]
fn the_state_stands_before_anything_is_read_and_is_not_written_again_for_nothing() {
    let archive = Archive::of(3);
    let seen = |register| {
        let reader = Watching(&archive, Mutex::default());
        let wish = Wish { state: true, jobs: 1, register, reader: &reader, ..Wish::default() };
        archive.audit(wish).unwrap();
        let seen = reader.1.into_inner().unwrap();
        (seen, fs::read_to_string(archive.state()).unwrap())
    };
    let (first, after) = seen(false);
    assert!(first.iter().all(|state| state.lines().count() == 2), "{first:?}");
    assert_eq!(after.lines().count(), 5);
    // Another round begins, and the state of the one before says so well enough.
    let (second, later) = seen(false);
    assert_eq!(second, [after.clone(), after.clone(), after.clone()]);
    assert!(later.contains("\"round\":2,\"begun\""), "{later}");
    // An entry of the register that was seen once must be missed for ever, even by who is killed.
    archive.register(now());
    let (third, _) = seen(true);
    assert!(third.iter().all(|state| state.contains("\"entries\":1")), "{third:?}");
}

#[test]
fn a_place_that_takes_no_state_is_told_of_before_anything_is_read() {
    let archive = Archive::of(3);
    let reader = Counting::default();
    let wish = Wish { state: true, ..Wish::default() };
    for stands in [false, true] {
        if stands {
            archive.audit(wish).unwrap();
        }
        let part = archive.outside().join(format!(".state.{}.part", std::process::id()));
        fs::create_dir(&part).unwrap();
        let refused = archive.audit(Wish { reader: &reader, ..wish });
        assert!(matches!(refused, Err(audit::Error::Disk(_))), "{stands}");
        assert!(reader.0.lock().unwrap().is_empty());
        fs::remove_dir(&part).unwrap();
    }
}
