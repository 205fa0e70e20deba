//! Two thousand packages with sixty seeded faults of fifteen kinds: each is found, in its class,
//! and nothing else is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use juanzong::audit::{Class, Disk, Reader};
use juanzong::base::disk;
use juanzong::package::{self, Options, Progress, Verification};
use juanzong::verdict::Verdict;

use super::archive::{Archive, FILED, Wish, case, classes, count, dossier, now, place, put, told};
use crate::kit::moment;

const COUNT: usize = 2_000;
const EACH: usize = 4;

/// The disk, but for some packages that it cannot read, and some that others are writing.
struct Failing {
    broken: BTreeSet<String>,
    written: BTreeSet<String>,
}

impl Reader for Failing {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        let name = target.file_name().unwrap().to_str().unwrap();
        let path = target.to_path_buf();
        if self.broken.contains(name) {
            let source = io::Error::from_raw_os_error(5);
            return Err(disk::Error::Io { act: "read", path, source }.into());
        }
        if self.written.contains(name) {
            return Err(package::Error::Changed { path });
        }
        Disk.verify(target, options, progress)
    }
}

/// The faults of a kind: what is done to package `n`, and what must be said of which place.
type Said = Vec<(String, Class, &'static str)>;

fn flip(path: &Path, at: impl Fn(usize) -> usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at(bytes.len());
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

fn seed(archive: &Archive, failing: &mut Failing, kind: usize, n: usize) -> Said {
    let name = place(n);
    let path = archive.path(&name);
    let file = || path.file_name().unwrap().to_str().unwrap().to_string();
    let changed = |code| vec![(name.clone(), Class::Changed, code)];
    match kind {
        0 => flip(&path, |_| 5),
        1 => flip(&path, |length| length / 2),
        2 => flip(&path, |length| length - 30),
        3 => {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() - 100]).unwrap();
        }
        4 => fs::write(&path, b"").unwrap(),
        5 => {
            let mut bytes = fs::read(&path).unwrap();
            bytes.extend(b"more");
            fs::write(&path, bytes).unwrap();
        }
        6 => {
            // The whole of another valid package, which also stays in its own place.
            fs::copy(archive.path(&place(n + 1)), &path).unwrap();
            return changed("audit.swapped");
        }
        7 => {
            // Signed anew: as valid as the one that was received.
            fs::remove_file(&path).unwrap();
            put(&path, &dossier(&case(n), "other", FILED));
            return changed("audit.swapped");
        }
        8 => {
            let to = format!("{name}.bak");
            fs::rename(&path, archive.path(&to)).unwrap();
            return vec![(to, Class::Extra, "audit.moved")];
        }
        9 => {
            fs::remove_file(&path).unwrap();
            return vec![(name.clone(), Class::Missing, "audit.missing")];
        }
        10 => {
            let to = format!("copies/{}", file());
            fs::create_dir_all(archive.path("copies")).unwrap();
            fs::copy(&path, archive.path(&to)).unwrap();
            return vec![(to, Class::Extra, "audit.duplicate")];
        }
        11 => {
            failing.broken.insert(file());
            return vec![(name.clone(), Class::Unreadable, "audit.unreadable")];
        }
        12 => {
            failing.written.insert(file());
            return vec![(name.clone(), Class::Unreadable, "audit.unreadable")];
        }
        13 => {
            let name = format!("new/{}.zip", case(9_000 + n));
            put(&archive.path(&name), &dossier(&case(9_000 + n), "new", "2026-07-01T09:00:00"));
            return vec![(name, Class::Extra, "audit.stranger")];
        }
        _ => {
            let name = format!("new/{}.zip", case(5_000 + n));
            put(&archive.path(&name), &dossier(&case(5_000 + n), "old", FILED));
            return vec![(name, Class::Extra, "audit.back-dated")];
        }
    }
    changed("audit.changed")
}

#[test]
fn every_seeded_fault_among_two_thousand_packages_is_found_in_its_class_and_nothing_else_is() {
    let archive = Archive::of(COUNT);
    let report = archive.register(now());
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", report.findings());

    let mut failing = Failing { broken: BTreeSet::new(), written: BTreeSet::new() };
    let mut wanted: Vec<(String, &'static str)> = Vec::new();
    let mut sorted: BTreeMap<String, Class> = BTreeMap::new();
    for kind in 0..15 {
        for i in 0..EACH {
            // Far apart, so that no fault touches the package of another.
            let n = (kind * EACH + i) * 33 + 5;
            for (name, class, code) in seed(&archive, &mut failing, kind, n) {
                sorted.insert(name.clone(), class);
                wanted.push((name, code));
            }
        }
    }
    wanted.sort();
    assert_eq!(wanted.len(), 60);
    for jobs in [1, 2] {
        let later = moment("2026-07-02T09:00:00");
        let wish = Wish { register: true, jobs, now: later, reader: &failing, ..Wish::default() };
        let found = archive.audit(wish).unwrap();
        assert_eq!(told(&found), wanted, "jobs {jobs}");
        assert_eq!(classes(&found), sorted.clone().into_iter().collect::<Vec<_>>());
        assert_eq!(found.report.verdict(), Verdict::Failed);
        for (class, number) in [
            (Class::Changed, 32),
            (Class::Missing, 4),
            (Class::Extra, 16),
            (Class::Unreadable, 8),
            (Class::Unchecked, 0),
        ] {
            assert_eq!(count(&found, class), number, "{class:?}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_no_damage() {
    let archive = Archive::of(3);
    let all = (0..3).map(|n| format!("{}.zip", case(n))).collect();
    let failing = Failing { broken: all, written: BTreeSet::new() };
    let found = archive.audit(Wish { reader: &failing, ..Wish::default() }).unwrap();
    assert_eq!(found.report.verdict(), Verdict::Indeterminate);
    assert_eq!(count(&found, Class::Unreadable), 3);
    let why = &found.report.findings()[0].facts[0].1;
    assert!(why.contains("os error 5"), "{why}");
}

#[test]
fn an_audit_of_nothing_does_not_pass() {
    let archive = Archive::of(0);
    let found = archive.audit(Wish::default()).unwrap();
    assert_eq!(found.report.verdict(), Verdict::Indeterminate);
    fs::write(archive.path("说明.txt"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", archive.path("x.zip")).unwrap();
    let found = archive.audit(Wish::default()).unwrap();
    assert_eq!(told(&found), [("x.zip".to_string(), "audit.special-file")]);
    let codes: Vec<_> = found.report.findings().iter().map(|f| f.code.id()).collect();
    assert_eq!(codes, ["audit.special-file", "audit.other-files"]);
}
