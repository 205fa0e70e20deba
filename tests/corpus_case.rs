//! A real case of strangers' files, from an empty folder to a package that verifies: everything in
//! the shared corpus is handed in as evidence of the bundled example and goes the whole way through
//! the binary.
//!
//! Needs `JUANZONG_SHARED` (says "skipped" without it) and qpdf (fails without it when
//! `JUANZONG_ORACLES=1`).
#![expect(clippy::disallowed_methods, reason = "tests use plain files and the environment")]
#![expect(clippy::print_stdout, reason = "what was skipped is said")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use juanzong::base::digest::Digest;

/// Two pages by its own count, one by every reader's: the volume has a sheet for it, which is one
/// page, so it has no place in the sum.
const DISPUTED: &str = "Pages-tree-refs.pdf";

/// Three files of the corpus need a password; nothing else may be refused.
const MOST_REFUSED: usize = 3;

#[test]
fn a_case_full_of_strangers_files_verifies_and_loses_no_page() {
    let Some(shared) = std::env::var_os("JUANZONG_SHARED").map(PathBuf::from) else {
        println!("skipped: JUANZONG_SHARED is not set");
        return;
    };
    if pages(Path::new("nothing.pdf")).is_none() && Command::new("qpdf").output().is_err() {
        assert!(std::env::var_os("JUANZONG_ORACLES").is_none(), "qpdf is missing");
        println!("skipped: qpdf is missing");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    juanzong(&["demo", "--quiet", "--out", path(&demo)], 0);
    let case = folder.path().join("案件 一");
    fresh_copy(&demo.join("case"), &case);
    juanzong(&["build", "--quiet", path(&case)], 0);
    let (before, catalogue_before) = lengths(&case);

    let mut expected = 0;
    let (mut files, mut others) = (0, 0);
    for kind in ["pdf", "images"] {
        for entry in sorted(&shared.join("corpus").join(kind)) {
            let name = entry.file_name().unwrap().to_str().unwrap();
            if name == DISPUTED {
                continue;
            }
            std::fs::copy(&entry, case.join("evidence/app.evid").join(name)).unwrap();
            files += 1;
            match pages(&entry).filter(|_| kind == "pdf") {
                Some(pages) => expected += pages,
                // A picture or a sheet that stands for the file.
                None => others += 1,
            }
        }
    }
    assert!(files >= 40, "the corpus holds {files} files");
    let refused = refused(&case);
    assert!(refused.len() <= MOST_REFUSED, "{refused:?}");
    for name in &refused {
        // qpdf counts the pages of one that is encrypted and damaged, but cannot read them.
        match pages(&case.join(name)) {
            Some(pages) => expected -= pages,
            None => others -= 1,
        }
        std::fs::remove_file(case.join(name)).unwrap();
    }
    let originals = originals(&case);
    assert!(originals.len() + refused.len() >= files, "{} originals", originals.len());
    play(&demo, &case, &originals);
    let (after, catalogue_after) = lengths(&case);
    let signings = pages(&case.join("out/data/00-封面与目录/审核签署一览.pdf")).unwrap();
    let foreign = (after - catalogue_after - signings) - (before - catalogue_before);
    assert_eq!(foreign - others, expected, "{files} files, {others} of them without PDF pages");

    let package = folder.path().join("案 卷.zip");
    juanzong(&["pack", path(&case), "--out", path(&package), "--quiet"], 0);
    let trust = demo.join("trust.json");
    juanzong(&["verify", path(&package), "--trust", path(&trust)], 0);
    for words in [
        &["check"][..],
        &["show"],
        &["intake"],
        &["build"],
        &["volume", "--duplex", "--split", "300"],
    ] {
        let words = [&[words[0], path(&case)], &words[1..], &["--quiet"]].concat();
        juanzong(&words, 0);
        as_they_came(&case, &originals, &words);
    }
    let refused = refused.len();
    println!(
        "{files} files, {refused} refused, {expected} PDF pages, {others} other sheets: verified"
    );
}

/// The digests of everything received.
fn originals(case: &Path) -> BTreeMap<String, Digest> {
    let files = juanzong::base::disk::walk(&case.join("evidence")).unwrap();
    let files = files.into_iter().filter(|e| e.kind == juanzong::base::disk::Kind::File);
    files.map(|e| (e.name, Digest::sha256(&std::fs::read(e.path).unwrap()))).collect()
}

fn as_they_came(case: &Path, before: &BTreeMap<String, Digest>, words: &[&str]) {
    assert!(originals(case) == *before, "something received was changed by {words:?}");
}

/// Plays the example's script through the binary; nothing received is touched by any of it.
fn play(demo: &Path, case: &Path, originals: &BTreeMap<String, Digest>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c/demo.toml");
    let script: toml::Table = std::fs::read_to_string(script).unwrap().parse().unwrap();
    let mut built = false;
    for act in script["act"].as_array().unwrap() {
        let text = |key: &str| act.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let key = demo.join("keys").join(format!("{}.pem", text("person")));
        let (ring, pass) = (demo.join("keyring"), demo.join("keys/口令.txt"));
        let mut words = match text("do") {
            "open" => vec!["seal", path(case), "--stage", "open"],
            "seal" => vec!["seal", path(case), "--stage", text("stage")],
            "roster" => vec!["sign", path(case), "--roster", text("seat")],
            _ => vec!["sign", path(case), "--seat", text("seat"), "--opinion", "agree"],
        };
        if !text("text").is_empty() {
            words.extend(["--text", text("text")]);
        }
        let absent: Vec<String> = act
            .get("absent")
            .and_then(|v| v.as_array())
            .into_iter()
            .flatten()
            .map(|a| format!("{}={}", a[0].as_str().unwrap(), a[1].as_str().unwrap()))
            .collect();
        for who in &absent {
            words.extend(["--absent", who]);
        }
        words.extend(["--key", path(&key), "--keyring", path(&ring)]);
        words.extend(["--passphrase-file", path(&pass), "--now", text("at"), "--yes", "--quiet"]);
        juanzong(&words, 0);
        as_they_came(case, originals, &words);
        if !built {
            juanzong(&["build", "--quiet", path(case)], 0);
            as_they_came(case, originals, &["build"]);
            built = true;
        }
    }
}

/// Builds with every file and gives those that intake refuses with a reason: a clerk takes them out
/// and asks for others.
fn refused(case: &Path) -> Vec<String> {
    let words = ["build", "--quiet", "--format", "json", path(case)];
    let told = juanzong(&words, 1);
    let report: serde_json::Value = serde_json::from_str(&told).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|f| f["verdict"] == "failed")
        .inspect(|f| assert_eq!(f["code"], "assemble.password", "{f}"))
        .map(|f| f["place"]["file"].as_str().unwrap().to_string())
        .collect()
}

/// Runs the binary, demands an exit code and gives what it printed as data.
fn juanzong(words: &[&str], exit: i32) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_juanzong")).args(words).output().unwrap();
    let told = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(exit), "{words:?}\n{told}");
    String::from_utf8(out.stdout).unwrap()
}

/// The demo's case without what was generated, signed and sealed.
fn fresh_copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for part in ["case.toml", "rules", "forms", "evidence"] {
        let copied = Command::new("cp").arg("-r").args([from.join(part), to.join(part)]).status();
        assert!(copied.unwrap().success());
    }
}

/// Pages of the volume and of the catalogue.
fn lengths(case: &Path) -> (usize, usize) {
    let volume = pages(&case.join("out/data/99-备考表与案卷/案卷.pdf")).unwrap();
    (volume, pages(&case.join("out/data/00-封面与目录/卷内目录.pdf")).unwrap())
}

/// What qpdf counts; `None` where it cannot open the file without a password.
fn pages(pdf: &Path) -> Option<usize> {
    let out = Command::new("qpdf").arg("--show-npages").arg(pdf).output().ok()?;
    String::from_utf8_lossy(&out.stdout).trim().parse().ok()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
