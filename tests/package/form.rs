//! The one form: what is written passes, and other people's tools read it.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use juanzong::base::time::Day;
use juanzong::package::{self, Bag, Source, Tree};
use juanzong::verdict::Verdict;

use crate::kit::{Bench, CASE, Dossier, check, found, has, pack, raw, zip};

#[test]
fn a_package_passes_as_zip_and_as_folder_with_and_without_sm3() {
    for sm3 in [false, true] {
        let dossier = Dossier::filed(sm3);
        let bench = Bench::of(&dossier);
        for target in [&bench.zip, &bench.bag, &bench.bag.parent().unwrap().to_path_buf()] {
            let checked = package::check(target, 2, &()).unwrap();
            assert_eq!(found(&checked), [], "{}", target.display());
            assert_eq!(checked.report.verdict(), Verdict::Passed);
            assert_eq!(checked.report.checked["entries"], dossier.contents().len() as u64);
        }
    }
}

#[test]
fn the_same_tree_gives_the_same_octets_and_they_are_those_of_the_description() {
    let dossier = Dossier::filed(true);
    let packed = pack(&dossier.tree());
    assert_eq!(packed, pack(&dossier.tree()));
    // The test's own writer was made from the format's text, not from the library.
    assert_eq!(packed, zip(&raw(&dossier.contents())));
}

#[test]
fn the_bag_holds_exactly_the_files_of_the_format() {
    let dossier = Dossier::filed(false);
    let contents: BTreeMap<String, Vec<u8>> = dossier.contents().into_iter().collect();
    let text = |name: &str| String::from_utf8(contents[name].clone()).unwrap();
    assert_eq!(text("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    assert_eq!(
        text("bag-info.txt"),
        "BagIt-Profile-Identifier: https://juanzong.example/bagit/v1\n\
         External-Identifier: TS-130283-2026Q2-0007\nBagging-Date: 2026-03-12\n\
         Payload-Oxum: 23.3\n"
    );
    assert_eq!(text("manifest-sha256.txt").lines().count(), 3);
    let tags = text("tagmanifest-sha256.txt");
    assert_eq!(tags.lines().count(), contents.len() - 3 - 1);
    assert!(tags.contains("  manifest-sha256.txt\n") && !tags.contains("tagmanifest"));
    assert!(!contents.contains_key("manifest-sm3.txt"));
}

#[test]
fn other_tools_open_it() {
    let bench = Bench::of(&Dossier::filed(false));
    let count = Dossier::filed(false).contents().len();
    let run = |tool: &str, args: &[&str]| {
        let out = Command::new(tool).args(args).arg(&bench.zip).output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{tool}: {text} {}", String::from_utf8_lossy(&out.stderr));
        text
    };
    if has("unzip") {
        assert!(run("unzip", &["-t"]).contains("No errors detected"));
    }
    if has("7z") {
        assert!(run("7z", &["t", "-bd"]).contains("Everything is Ok"));
    }
    if has("python3") {
        let script = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
                      print(len(z.namelist()))\nassert z.namelist()[0].endswith('/bagit.txt')";
        assert_eq!(run("python3", &["-c", script]).trim(), count.to_string());
    }
    let file = fs::File::open(&bench.zip).unwrap();
    let mut archive = ::zip::ZipArchive::new(file).unwrap();
    assert_eq!(archive.len(), count);
    for at in 0..count {
        let mut entry = archive.by_index(at).unwrap();
        assert!(entry.name().unwrap().starts_with(CASE));
        std::io::copy(&mut entry, &mut std::io::sink()).unwrap();
    }
}

#[test]
fn a_bag_of_ours_is_valid_for_bagit_python() {
    if !has("python3") {
        return;
    }
    let known = Command::new("python3").args(["-c", "import bagit"]).output().unwrap();
    if !known.status.success() {
        assert!(std::env::var_os("JUANZONG_ORACLES").is_none(), "bagit-python is missing");
        return;
    }
    let bench = Bench::of(&Dossier::filed(false));
    let script = "import sys,bagit; bagit.Bag(sys.argv[1]).validate()";
    let out = Command::new("python3").args(["-c", script]).arg(&bench.bag).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// A tree of `count` entries in all.
fn many(count: usize) -> Tree {
    let facts = Bag { id: CASE, day: Day::parse("2026-03-12").unwrap(), sm3: false };
    // Three constants, declaration, info and two manifests are added.
    let name = |i: usize| (format!("data/01-甲/{i:06}"), Vec::new());
    let made = (0..count - 7).map(name).collect();
    Tree::assemble(&facts, BTreeMap::new(), made, 1, &()).unwrap()
}

#[test]
fn sixty_five_thousand_entries_need_zip64_and_one_fewer_does_not() {
    let has_zip64 = |bytes: &[u8]| bytes.windows(4).rev().take(200).any(|w| w == b"PK\x06\x06");
    assert!(!has_zip64(&pack(&many(65_534))));
    let count = 65_535;
    let bytes = pack(&many(count));
    assert!(has_zip64(&bytes));
    let checked = check(&bytes);
    let codes: Vec<_> = found(&checked).into_iter().map(|f| f.0).collect();
    assert_eq!(checked.contents.map(|c| c.index().len()), Some(count));
    // Nothing is wrong with the zip: what is missing are seals and key ring.
    assert_eq!(codes, ["package.tag-missing", "package.filing-seal-missing"]);
    if has("python3") {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        fs::write(&path, bytes).unwrap();
        let script = "import sys,zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))";
        let out = Command::new("python3").args(["-c", script]).arg(path).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), count.to_string());
    }
}

#[test]
fn packing_never_overwrites_and_leaves_nothing_behind_when_a_file_changed() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("in.pdf");
    fs::write(&source, b"before").unwrap();
    let facts = Bag { id: CASE, day: Day::parse("2026-03-12").unwrap(), sm3: false };
    let files = BTreeMap::from([("data/01-甲/a.pdf".to_string(), source.clone())]);
    let tree = Tree::assemble(&facts, files, BTreeMap::new(), 2, &()).unwrap();
    assert!(tree.entries().iter().any(|e| matches!(e.source, Source::Disk(_))));
    let out = folder.path().join("out").join("x.zip");
    for other in [&b"after!"[..], b"longer than before", b"less"] {
        fs::write(&source, other).unwrap();
        let error = package::pack(&tree, &out, false, &()).unwrap_err();
        assert!(matches!(error, package::Error::Changed { .. }), "{error}");
        assert_eq!(fs::read_dir(out.parent().unwrap()).unwrap().count(), 0);
    }
    fs::write(&source, b"before").unwrap();
    package::pack(&tree, &out, false, &()).unwrap();
    assert!(package::pack(&tree, &out, false, &()).is_err());
}
