//! Packages that one thread reads side by side are found as each is found alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use juanzong::audit::{Disk, Reader};
use juanzong::package::{self, Options, Progress, Verification};

use super::archive::{Archive, FILED, Wish, case, classes, dossier, now, place, put, put_signed};
use super::signed::{Signed, accepted};
use crate::kit::{Dossier, unpack};

/// Everything that a verification says.
fn said(verified: &Result<Verification, package::Error>) -> String {
    match verified {
        Ok(v) => {
            let cards = v.contents.as_ref().map(|c| {
                c.names().map(|n| (n.to_string(), c.sha256(n), c.sm3(n))).collect::<Vec<_>>()
            });
            format!("{:?}\n{:?}\n{:?}\n{:?}", v.report, v.filed, v.signings.len(), cards)
        }
        Err(e) => format!("{e}"),
    }
}

/// Packages of all kinds: with and without second digests, signed, in folders, spoiled, none.
fn all_kinds(archive: &Archive) -> Vec<PathBuf> {
    let mut targets = Vec::new();
    let mut next = |name: &str| {
        targets.push(archive.path(name));
        targets.last().unwrap().clone()
    };
    for n in 0..4 {
        put(&next(&format!("plain-{n}.zip")), &dossier(&case(n), &"x".repeat(n * 40_000), FILED));
    }
    for n in 4..7 {
        put(&next(&format!("sm3-{n}.zip")), &Dossier::of(&case(n), true, FILED));
    }
    put_signed(&next("signed.zip"), &Signed::of(&case(7), "signed", 0));
    unpack(&dossier(&case(8), "folder", FILED).contents(), &next("folder"));
    let whole = fs::read(archive.path("plain-3.zip")).unwrap();
    for (name, at) in [("head", 5), ("name", 31), ("middle", whole.len() / 2)] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(next(name), bytes).unwrap();
    }
    fs::write(next("cut"), &whole[..whole.len() - 10]).unwrap();
    fs::write(next("empty"), b"").unwrap();
    fs::write(next("none.zip"), b"PK\x03\x04 and no more").unwrap();
    next("missing.zip");
    let other = next("of others");
    fs::create_dir_all(other.join("data")).unwrap();
    let declaration = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
    fs::write(other.join("bagit.txt"), declaration).unwrap();
    fs::write(other.join("data/a"), b"abc").unwrap();
    let listed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  data/a\n";
    fs::write(other.join("manifest-sha256.txt"), listed).unwrap();
    targets
}

#[test]
fn packages_read_side_by_side_are_found_as_each_is_alone() {
    let archive = Archive::of(0);
    let targets = all_kinds(&archive);
    let (trust, accepted) = (archive.trust(), accepted());
    let signed = Options { trust: Some(&trust), ..Options::at(now(), &accepted) };
    for options in
        [signed, Options { bag_only: true, ..signed }, Options { fast: true, threads: 0, ..signed }]
    {
        let alone = |target: &PathBuf| said(&package::verify(target, &options, &()));
        let alone: Vec<String> = targets.iter().map(alone).collect();
        for count in [1, 2, 5, targets.len()] {
            let mut together = Vec::new();
            for some in targets.chunks(count) {
                let some: Vec<&Path> = some.iter().map(PathBuf::as_path).collect();
                together.extend(package::verify_all(&some, &options, &()).iter().map(said));
            }
            assert_eq!(together, alone, "{count} together");
        }
    }
}

/// Asks to stop after so many octets.
struct Stop(AtomicU64);

impl Progress for Stop {
    fn begin(&self, _: u64) {}

    fn advance(&self, octets: u64) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |left| Some(left.saturating_sub(octets))).unwrap()
            > octets
    }
}

#[test]
fn who_asks_to_stop_gets_no_package_that_was_read_in_part() {
    let archive = Archive::of(6);
    let paths: Vec<PathBuf> = (0..6).map(|n| archive.path(&place(n))).collect();
    let some: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let options = Options { bag_only: true, ..Options::at(now(), &[]) };
    let size = fs::metadata(&paths[0]).unwrap().len();
    for octets in [1, size / 2, size * 3] {
        let verified = package::verify_all(&some, &options, &Stop(AtomicU64::new(octets)));
        assert_eq!(verified.len(), 6);
        for one in verified {
            assert!(matches!(one, Err(package::Error::Interrupted)), "{octets}");
        }
    }
}

/// Counts how many packages are read at a time.
#[derive(Default)]
struct Together(AtomicU64, AtomicU64);

impl Reader for Together {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        Disk.verify(target, options, progress)
    }

    fn verify_all(
        &self,
        targets: &[&Path],
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Vec<Result<Verification, package::Error>> {
        self.0.fetch_add(targets.len() as u64, Relaxed);
        self.1.fetch_max(targets.len() as u64, Relaxed);
        Disk.verify_all(targets, options, progress)
    }
}

#[test]
fn an_audit_reads_small_packages_side_by_side_and_a_spinning_disk_one_after_the_other() {
    let archive = Archive::of(40);
    for (order, jobs, most) in [
        (juanzong::audit::Order::Oldest, 1, 8),
        (juanzong::audit::Order::Oldest, 2, 8),
        (juanzong::audit::Order::Disk, 1, 1),
    ] {
        let reader = Together::default();
        let wish = Wish { order, jobs, reader: &reader, ..Wish::default() };
        let found = archive.audit(wish).unwrap();
        assert_eq!(classes(&found), []);
        assert_eq!((reader.0.into_inner(), reader.1.into_inner()), (40, most), "{order:?} {jobs}");
    }
}
