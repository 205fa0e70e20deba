//! The BagIt conformance suite of the Library of Congress (`SOURCES.md` of the vectors), through
//! `package::verify` with `bag_only`, which is what `juanzong verify --bag-only` runs.
//!
//! Three bags lost files to git, which knows no `.DS_Store`, no two cases of a name and no two forms
//! of one; they are mended in a copy. The bags for Windows are invalid there and nowhere else: on
//! other systems their strange names are told and no more. Three of them name such a file in a
//! manifest; it is missing on every system, so those fail here as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use juanzong::package::{self, Options};
use juanzong::verdict::{Bearing, Verdict};

use crate::office::hour;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    /// Passes.
    Valid,
    /// Passes, and something is told.
    Warning,
    /// Fails.
    Invalid,
}
use Class::{Invalid, Valid, Warning};

/// The class of each bag of the suite on this system, written down.
const CLASSES: [(&str, Class); 60] = [
    ("v0.93/valid/basic-bag", Valid),
    ("v0.93/valid/duplicate-metadata-entries", Valid),
    ("v0.94/valid/basic-bag", Valid),
    ("v0.94/valid/duplicate-metadata-entries", Valid),
    ("v0.95/valid/basic-bag", Valid),
    ("v0.95/valid/duplicate-metadata-entries", Valid),
    ("v0.96/valid/bag-in-a-bag", Valid),
    ("v0.96/valid/bag-with-encoded-names", Valid),
    ("v0.96/valid/bag-with-escapable-characters", Valid),
    ("v0.96/valid/bag-with-leading-dot-slash-in-manifest", Valid),
    ("v0.96/valid/bag-with-space", Valid),
    ("v0.96/valid/basic-bag", Valid),
    ("v0.96/valid/duplicate-metadata-entries", Valid),
    ("v0.96/valid/holey-bag", Valid),
    ("v0.97/invalid/baginfo-missing-encoding", Invalid),
    ("v0.97/invalid/bom-in-bagit.txt", Invalid),
    ("v0.97/invalid/corrupt-data-file", Invalid),
    ("v0.97/invalid/corrupt-tag-file", Invalid),
    ("v0.97/invalid/extra-file-in-bag", Invalid),
    ("v0.97/invalid/invalid-version-number", Invalid),
    ("v0.97/invalid/missing-baginfo", Invalid),
    ("v0.97/invalid/missing-bagit.txt", Invalid),
    ("v0.97/invalid/out-of-scope-file-paths-using-dot-notation", Invalid),
    ("v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch", Invalid),
    ("v0.97/invalid/same-filename-listed-twice-with-different-hashes", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-absolute-path", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-shortcut", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username", Invalid),
    ("v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username-for-fetch", Invalid),
    ("v0.97/valid/ISO-8859-1-encoded-tag-files", Valid),
    ("v0.97/valid/UTF-16-encoded-tag-files", Valid),
    ("v0.97/valid/bag-in-a-bag", Valid),
    ("v0.97/valid/bag-with-encoded-names", Valid),
    ("v0.97/valid/bag-with-escapable-characters", Valid),
    ("v0.97/valid/bag-with-leading-dot-slash-in-manifest", Valid),
    ("v0.97/valid/bag-with-space", Valid),
    ("v0.97/valid/basic-bag", Valid),
    ("v0.97/valid/duplicate-metadata-entries", Valid),
    ("v0.97/valid/holey-bag", Valid),
    ("v0.97/valid/minimal-bag", Valid),
    ("v0.97/valid/uncommon-metadata-separators", Valid),
    ("v0.97/warning/duplicate-file-with-different-case", Warning),
    ("v0.97/warning/made-with-md5sum-tools", Warning),
    ("v0.97/warning/relative-path", Warning),
    ("v0.97/warning/same-filename-listed-twice-with-different-normalization", Warning),
    ("v0.97/warning/same-filename-listed-twice-with-the-same-hash", Warning),
    ("v0.97/warning/special-system-files", Warning),
    ("v0.97/windows-only/out-of-scope-file-paths-using-absolute-path", Invalid),
    ("v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch", Warning),
    ("v0.97/windows-only/out-of-scope-file-paths-using-shortcut", Invalid),
    ("v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch", Warning),
    ("v0.97/windows-only/out-of-scope-file-paths-using-unc", Invalid),
    ("v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch", Warning),
    ("v1.0/invalid/bagit-with-invalid-whitespace", Invalid),
    ("v1.0/invalid/notAllManifestsListAllFiles", Invalid),
    ("v1.0/invalid/same-filename-listed-twice-with-different-hashes", Invalid),
    ("v1.0/invalid/same-filename-listed-twice-with-the-same-hash", Invalid),
    ("v1.0/valid/basicBag", Valid),
];

fn suite() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("JUANZONG_SHARED") else {
        eprintln!("skipped: JUANZONG_SHARED is not set");
        return None;
    };
    Some(Path::new(&shared).join("vectors/bagit-conformance-suite"))
}

/// Puts back what git could not keep.
fn mend(bag: &Path, name: &str) {
    if name.ends_with("special-system-files") {
        fs::write(bag.join("data/.DS_Store"), b"").unwrap();
    } else if name.ends_with("duplicate-file-with-different-case") {
        fs::copy(bag.join("data/hello.txt"), bag.join("data/HELLO.txt")).unwrap();
    } else if name.ends_with("different-normalization") {
        for form in ["data/N\u{fa}\u{f1}ez", "data/Nu\u{301}n\u{303}ez"] {
            fs::write(bag.join(form), b"").unwrap();
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Verdict and codes of a bag, and the warnings among them.
fn checked(bag: &Path) -> (Verdict, BTreeSet<&'static str>, Vec<String>) {
    let options = Options { bag_only: true, ..Options::at(hour(0), &[]) };
    let report = package::verify(bag, &options, &()).unwrap().report;
    let codes = report.findings().iter().map(|f| f.code.id()).collect();
    let told = report.findings().into_iter().filter(|f| f.code.id() == "package.bag-warning");
    assert!(told.clone().all(|f| f.bearing == Bearing::Note));
    let what = told.map(|f| f.facts[0].1.clone()).collect();
    (report.verdict(), codes, what)
}

#[test]
fn every_bag_of_the_conformance_suite_is_in_its_class() {
    let Some(suite) = suite() else { return };
    let mut on_disk = BTreeSet::new();
    for version in fs::read_dir(&suite).unwrap().map(|e| e.unwrap().path()) {
        for class in fs::read_dir(&version).into_iter().flatten().map(|e| e.unwrap().path()) {
            let bags = fs::read_dir(&class).unwrap().map(|e| e.unwrap().path());
            for bag in bags.filter(|path| path.is_dir()) {
                on_disk.insert(bag.strip_prefix(&suite).unwrap().to_str().unwrap().to_string());
            }
        }
    }
    let listed: BTreeSet<String> = CLASSES.iter().map(|(name, _)| (*name).to_string()).collect();
    assert_eq!(on_disk, listed, "a bag without a class, or a class without a bag");
    let mut wrong = BTreeMap::new();
    for (name, class) in CLASSES {
        let folder = tempfile::tempdir().unwrap();
        let bag = folder.path().join("bag");
        copy(&suite.join(name), &bag);
        mend(&bag, name);
        let (verdict, codes, warnings) = checked(&bag);
        let found = match (verdict, warnings.is_empty()) {
            (Verdict::Failed, _) => Some(Invalid),
            (Verdict::Passed, false) => Some(Warning),
            (Verdict::Passed, true) => Some(Valid),
            (Verdict::Indeterminate, _) => None,
        };
        // A valid bag may be told of as well: a `./` is a warning in one bag of the suite and none
        // in another.
        let fits = found == Some(class) || (class == Valid && found == Some(Warning));
        if !fits {
            wrong.insert(name, (found, codes, warnings));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A small bag with the given declaration, lists and payload.
fn bag(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const DECLARED: (&str, &str) =
    ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
const MD5_OF_A: &str = "0cc175b9c0f1b6a831c399e269772661";

#[test]
fn a_bag_that_nobody_can_check_is_undecided_and_one_of_ours_is_never_taken_for_a_plain_one() {
    let list = format!("{MD5_OF_A}  data/a\n");
    let good = bag(&[DECLARED, ("manifest-md5.txt", &list), ("data/a", "a")]);
    let (verdict, codes, _) = checked(good.path());
    assert_eq!((verdict, codes.len()), (Verdict::Passed, 1));
    assert!(codes.contains("package.plain-bag"));
    let unknown = bag(&[DECLARED, ("manifest-blake3.txt", &list), ("data/a", "a")]);
    let (verdict, codes, _) = checked(unknown.path());
    assert_eq!(verdict, Verdict::Indeterminate);
    assert!(codes.contains("package.unknown-algorithm"));
    for ours in ["case.toml", "seals/00-open.json", "rules/x.toml", "reviews/x", "keyring/x"] {
        let mixed = bag(&[DECLARED, ("manifest-md5.txt", &list), ("data/a", "a"), (ours, "x")]);
        let (verdict, codes, _) = checked(mixed.path());
        assert_eq!(verdict, Verdict::Failed, "{ours}");
        assert!(!codes.contains("package.plain-bag"), "{ours}");
    }
    let said = bag(&[
        DECLARED,
        ("manifest-md5.txt", &list),
        ("data/a", "a"),
        ("bag-info.txt", "BagIt-Profile-Identifier: https://juanzong.example/bagit/v1\n"),
    ]);
    assert_eq!(checked(said.path()).0, Verdict::Failed);
}

#[test]
fn escapes_in_names_are_read_as_the_rfc_and_as_old_tools_wrote_them() {
    for (listed, on_disk) in
        [("data/100%25.txt", "data/100%.txt"), ("data/a%0Ab", "data/a%0Ab"), ("data/7%", "data/7%")]
    {
        let list = format!("{MD5_OF_A}  {listed}\n");
        let bag = bag(&[DECLARED, ("manifest-md5.txt", &list), (on_disk, "a")]);
        assert_eq!(checked(bag.path()).0, Verdict::Passed, "{listed}");
    }
}

#[test]
fn a_wrong_oxum_and_an_empty_or_missing_list_are_seen() {
    let list = format!("{MD5_OF_A}  data/a\n");
    let info = ("bag-info.txt", "Payload-Oxum: 7.7\n");
    let oxum = bag(&[DECLARED, ("manifest-md5.txt", &list), ("data/a", "a"), info]);
    assert_eq!(checked(oxum.path()), {
        let codes = ["package.plain-bag", "package.bag-warning"].into();
        (Verdict::Passed, codes, vec!["oxum".to_string()])
    });
    for files in [
        &[DECLARED, ("manifest-md5.txt", ""), ("data/a", "a")][..],
        &[DECLARED, ("data/a", "a")][..],
        &[DECLARED, ("manifest-md5.txt", "no list\n"), ("data/a", "a")][..],
        &[DECLARED, ("manifest-md5.txt", &list)][..],
    ] {
        assert_eq!(checked(bag(files).path()).0, Verdict::Failed);
    }
}
