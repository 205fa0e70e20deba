//! Other people's files: everything in the shared corpus goes through intake and into a volume.
//!
//! Needs `JUANZONG_SHARED`; without it the test says so. With `JUANZONG_ORACLES=1` a missing qpdf
//! is a failure.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests use plain files, the environment, and say what they skip"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use juanzong::assemble::{self, About, Folio, InProcess, Intake, Kind, Mark, Material, Part};

#[path = "kit/damage.rs"]
mod originals;

/// Pages and findings of every file, as `kit/corpus.txt` has them.
fn expected() -> BTreeMap<String, (Option<usize>, Vec<String>)> {
    let text = include_str!("kit/corpus.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entry = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap().to_string();
        let pages = words.next().unwrap().parse().ok();
        (name, (pages, words.map(|code| format!("assemble.{code}")).collect()))
    };
    lines.map(entry).collect()
}

#[test]
fn every_file_is_taken_in_or_refused_with_the_findings_that_fit_it() {
    let (Some(pdf), Some(images)) = (shared("pdf"), shared("images")) else { return };
    let mut expected = expected();
    let mut wrong = Vec::new();
    for path in pdf.iter().chain(&images) {
        let intake = assemble::inspect(path, "x", false, &InProcess).unwrap();
        let codes: Vec<_> = intake.findings.iter().map(|f| f.code.id().to_string()).collect();
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = (intake.pages, codes);
        if expected.remove(name).as_ref() != Some(&found) {
            let pages = found.0.map_or("-".to_string(), |n| n.to_string());
            wrong.push(format!("{name} {pages} {}", found.1.join(" ").replace("assemble.", "")));
        }
    }
    assert!(wrong.is_empty(), "otherwise than written down:\n{}", wrong.join("\n"));
    assert!(expected.is_empty(), "not in the corpus: {:?}", expected.keys());
}

fn shared(folder: &str) -> Option<Vec<PathBuf>> {
    let Some(root) = std::env::var_os("JUANZONG_SHARED") else {
        println!("skipped: JUANZONG_SHARED is not set");
        return None;
    };
    let folder = Path::new(&root).join("corpus").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus is empty");
    Some(paths)
}

/// Runs an outside tool; `None` where it is not installed and not demanded.
fn oracle(tool: &str, arguments: &[&str]) -> Option<std::process::Output> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => Some(output),
        Err(e) => {
            assert!(std::env::var_os("JUANZONG_ORACLES").is_none(), "{tool}: {e}");
            println!("skipped: {tool} is not installed");
            None
        }
    }
}

/// Pages that qpdf counts without a password.
fn qpdf_pages(path: &Path) -> Option<usize> {
    let output = oracle("qpdf", &["--show-npages", path.to_str()?])?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn part(path: &Path, intake: &Intake) -> Option<Part> {
    let name = path.file_name().unwrap().to_str().unwrap().to_string();
    let material = if intake.kind == Kind::Pdf {
        Material::File(path.to_path_buf())
    } else {
        Material::Picture(path.to_path_buf())
    };
    let marks = vec![Mark { level: 1, title: name.clone() }];
    Some(Part { name, material, pages: intake.pages?, folio: Folio::Printed, marks, seal: None })
}

fn face() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/NotoSerifSC-Regular.otf")).unwrap()
}

fn volume(parts: &[Part]) -> Vec<u8> {
    let about = About {
        title: "试卷".to_string(),
        author: "示例".to_string(),
        day: juanzong::base::time::Day::parse("2026-03-02"),
        id: [7; 16],
        ..About::default()
    };
    assemble::write_volume(Vec::new(), parts, &about, &[(&face(), 0)], &mut |_| true).unwrap()
}

#[test]
fn every_foreign_pdf_gives_as_many_pages_as_qpdf_counts_or_says_why_not() {
    let Some(paths) = shared("pdf") else { return };
    let (mut parts, mut pages, mut apart) = (Vec::new(), 0, Vec::new());
    for path in &paths {
        let before = std::fs::read(path).unwrap();
        let intake = assemble::inspect(path, "x", true, &InProcess).unwrap();
        assert_eq!(std::fs::read(path).unwrap(), before, "{} was altered", path.display());
        assert_eq!(intake.digest.size, before.len() as u64);
        match intake.pages {
            Some(found) => {
                if let Some(counted) = qpdf_pages(path) {
                    assert_eq!(found, counted, "{}", path.display());
                }
                pages += found;
                parts.push(part(path, &intake).unwrap());
            }
            None => {
                assert!(!intake.findings.is_empty(), "{} is set apart unsaid", path.display());
                apart.push((path.clone(), intake.findings));
            }
        }
    }
    println!(
        "{} files, {} with {pages} pages, {} set apart",
        paths.len(),
        parts.len(),
        apart.len()
    );
    for (path, findings) in &apart {
        println!("  {} {:?}", path.display(), findings.first().map(|f| f.code.id()));
    }
    assert!(parts.len() * 10 >= paths.len() * 9, "too many files are set apart");

    let bytes = volume(&parts);
    assert_eq!(bytes, volume(&parts), "the same parts give other bytes");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("volume.pdf");
    std::fs::write(&path, &bytes).unwrap();
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        std::fs::write(Path::new(&keep).join("corpus-volume.pdf"), &bytes).unwrap();
    }
    if let Some(counted) = qpdf_pages(&path) {
        assert_eq!(counted, pages);
    }
    if let Some(check) = oracle("qpdf", &["--check", path.to_str().unwrap()]) {
        let said = String::from_utf8_lossy(&check.stderr).into_owned();
        assert!(check.status.success(), "qpdf --check: {said}");
    }
}

#[test]
fn every_picture_becomes_pages() {
    let Some(paths) = shared("images") else { return };
    let mut parts = Vec::new();
    for path in &paths {
        let intake = assemble::inspect(path, "x", false, &InProcess).unwrap();
        assert_eq!(intake.pages, Some(1), "{}: {:?}", path.display(), intake.findings);
        parts.push(part(path, &intake).unwrap());
    }
    let bytes = volume(&parts);
    if let Ok(keep) = std::env::var("JUANZONG_KEEP") {
        std::fs::write(Path::new(&keep).join("picture-volume.pdf"), &bytes).unwrap();
    }
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "jpg")) {
        let jpeg = std::fs::read(path).unwrap();
        let untouched = bytes.windows(jpeg.len()).any(|window| window == jpeg);
        assert!(untouched, "{} was recompressed", path.display());
    }
}

/// Seeded damage, in this process: a file that is given pages can be bound. How many more are read is
/// `tests/intake/damage.rs`'s business.
#[test]
fn damaged_files_that_have_pages_can_be_bound() {
    let Some(root) = std::env::var_os("JUANZONG_SHARED").map(PathBuf::from) else {
        println!("skipped: JUANZONG_SHARED is not set");
        return;
    };
    let originals = originals::smallest(&root, 100);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged");
    let face = face();
    let runs = if cfg!(debug_assertions) { 200 } else { 1_000 };
    let (mut bound, mut apart, mut slowest) = (0, 0, (std::time::Duration::ZERO, 0));
    for run in 0..runs {
        let (_, bytes) = originals::damaged(&originals, run);
        std::fs::write(&path, &bytes).unwrap();
        let begun = std::time::Instant::now();
        let intake = assemble::inspect(&path, "x", false, &InProcess).unwrap();
        match part(&path, &intake) {
            Some(part) => {
                let about = About::default();
                let made = assemble::write_volume(
                    std::io::sink(),
                    &[part],
                    &about,
                    &[(&face, 0)],
                    &mut |_| true,
                );
                assert!(made.is_ok(), "run {run}: {:?}", made.err());
                bound += 1;
            }
            None => apart += 1,
        }
        slowest = slowest.max((begun.elapsed(), run));
    }
    println!("{runs} damaged files: {bound} bound, {apart} set apart, slowest {slowest:?}");
    assert!(slowest.0.as_secs() < 10, "run {} took {:?}", slowest.1, slowest.0);
    assert!(bound * 10 > runs && apart * 10 > runs);
}
