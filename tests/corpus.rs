//! Other people's files: everything in the shared corpus goes through intake and into a volume.
//!
//! Needs `JUANZONG_SHARED`; without it the test says so. With `JUANZONG_ORACLES=1` a missing qpdf
//! is a failure.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests use plain files, the environment, and say what they skip"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use juanzong::assemble::{self, About, Folio, InProcess, Intake, Kind, Mark, Material, Part};

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

/// Seeded damage: octets changed, cut off, doubled. Whatever comes of it, intake answers and a file
/// that it gives pages can be bound. `JUANZONG_MUTATIONS` asks for more than the usual few.
#[test]
fn damaged_files_end_as_findings_and_never_as_a_crash() {
    let Some(paths) = shared("pdf") else { return };
    let runs: u64 =
        std::env::var("JUANZONG_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let small: Vec<Vec<u8>> =
        paths.iter().map(|p| std::fs::read(p).unwrap()).filter(|b| b.len() < 60_000).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.pdf");
    let face = face();
    let (mut bound, mut apart, mut slowest) = (0, 0, (std::time::Duration::ZERO, 0));
    for run in 0..runs {
        let mut seed = run.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut random = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed >> 16).unwrap() % below.max(1)
        };
        let mut bytes = small[random(small.len())].clone();
        for _ in 0..=random(12) {
            if bytes.len() < 20 {
                break;
            }
            let at = random(bytes.len());
            match random(6) {
                0 => bytes.truncate(at.max(20)),
                1 => {
                    let end = (at + random(400)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = random(bytes.len());
                    bytes.splice(to..to, piece);
                }
                2 => {
                    let end = (at + random(200)).min(bytes.len());
                    bytes.drain(at..end);
                }
                3 => bytes[at] = b'0' + u8::try_from(random(10)).unwrap(),
                _ => bytes[at] = u8::try_from(random(256)).unwrap(),
            }
        }
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
    assert!(slowest.0.as_secs() < 30, "run {} took {:?}", slowest.1, slowest.0);
}
