//! Seeded damage to a hundred of other people's files, each read as `juanzong intake` reads it: in a
//! process of its own. Whatever comes of it, the reader answers, soon, and without much memory.
//!
//! 20,000 files with `cargo test --release`, a few hundred without; `JUANZONG_MUTATIONS` asks for
//! another number (`docs/damaged-files.md`), and `JUANZONG_MUTATIONS_FROM` where to begin. Needs
//! `JUANZONG_SHARED`, and says so without it.
#![expect(clippy::print_stdout, reason = "what was skipped is said, and what was seen")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::originals::{Original, damaged, smallest};
use crate::process::{Reader, codes};

/// Files that are damaged.
const FILES: usize = 100;
/// How often, where nobody says otherwise.
const RUNS: u64 = if cfg!(debug_assertions) { 300 } else { 20_000 };
/// Files that one reader reads, as in `readers.rs`.
const TURNS: u64 = 200;
/// How long a file may be read.
const LONGEST: Duration = Duration::from_secs(10);
/// The most that a reader may hold, in kilobytes.
const MOST: u64 = 512 << 10;

/// What became of some runs.
#[derive(Default)]
struct Seen {
    /// Files that gave pages.
    pages: u64,
    /// Findings, by code.
    found: BTreeMap<String, u64>,
    /// Runs that ended their reader, or panicked, or took too long.
    lost: Vec<String>,
    slowest: (Duration, u64),
    peak: u64,
}

impl Seen {
    fn join(mut self, other: Self) -> Self {
        self.pages += other.pages;
        for (code, count) in other.found {
            *self.found.entry(code).or_default() += count;
        }
        self.lost.extend(other.lost);
        self.slowest = self.slowest.max(other.slowest);
        self.peak = self.peak.max(other.peak);
        self
    }
}

fn wanted(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|number| number.parse().ok())
}

#[test]
fn a_hundred_files_damaged_in_twenty_thousand_ways_end_as_findings() {
    let Some(root) = std::env::var_os("JUANZONG_SHARED").map(PathBuf::from) else {
        println!("skipped: JUANZONG_SHARED is not set");
        return;
    };
    let originals = smallest(&root, FILES);
    assert_eq!(originals.len(), FILES);
    let from = wanted("JUANZONG_MUTATIONS_FROM").unwrap_or(0);
    let runs = wanted("JUANZONG_MUTATIONS").unwrap_or(RUNS);
    let folder = tempfile::tempdir().unwrap();
    let (odd, even) = std::thread::scope(|scope| {
        let half = |first: u64| {
            let (path, originals) = (folder.path().join(first.to_string()), &originals);
            let runs = (from..from + runs).filter(move |run| run % 2 == first);
            scope.spawn(move || read(originals, &path, runs))
        };
        let (odd, even) = (half(1), half(0));
        (odd.join().unwrap(), even.join().unwrap())
    });
    let seen = odd.join(even);
    let Seen { pages, found, lost, slowest, peak } = &seen;
    println!("{runs} damaged files, {pages} with pages; slowest {slowest:?}, most {peak} KB");
    println!("{found:?}");
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(slowest.0 < LONGEST && *peak < MOST);
    // damage that nothing notices, or after which nothing is left, tests nothing
    assert!(*pages > runs / 10 && *pages < runs * 19 / 20, "{pages} of {runs} with pages");
    assert!(found.len() > 8, "{found:?}");
}

fn read(originals: &[Original], path: &Path, runs: impl Iterator<Item = u64>) -> Seen {
    let mut seen = Seen::default();
    let mut reader = Reader::new();
    for (turn, run) in (1..).zip(runs) {
        let (name, bytes) = damaged(originals, run);
        std::fs::write(path, bytes).unwrap();
        let begun = Instant::now();
        let answer = reader.read(path);
        seen.slowest = seen.slowest.max((begun.elapsed(), run));
        let fresh = match &answer {
            Some(answer) if answer.get("Read").is_some() => {
                seen.pages += u64::from(answer["Read"]["pages"].is_u64());
                for code in codes(answer) {
                    *seen.found.entry(code).or_default() += 1;
                }
                turn % TURNS == 0
            }
            other => {
                seen.lost.push(format!("run {run}, {name}: {other:?}"));
                true
            }
        };
        if fresh {
            seen.peak = seen.peak.max(reader.peak().unwrap_or(0));
            reader = Reader::new();
        }
    }
    seen.peak = seen.peak.max(reader.peak().unwrap_or(0));
    seen
}

/// The octets of one run, for a closer look: `JUANZONG_MUTATIONS_KEEP=18414=/tmp/x.pdf`.
#[test]
fn keep() {
    let Ok(wish) = std::env::var("JUANZONG_MUTATIONS_KEEP") else { return };
    let root = PathBuf::from(std::env::var_os("JUANZONG_SHARED").unwrap());
    let (run, path) = wish.split_once('=').unwrap();
    let originals = smallest(&root, FILES);
    std::fs::write(path, damaged(&originals, run.parse().unwrap()).1).unwrap();
}
