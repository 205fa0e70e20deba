//! Not single attacks but all of a kind, one after the other, over the clean package: every octet
//! changed, every file deleted, every two files of a kind exchanged, every signature and seal dropped,
//! everything replaced by its namesake from another dossier. Whatever is said then, it is never that
//! the package passes. All of it in this process, with files in memory where the system has such.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use juanzong::base::time::Moment;
use juanzong::package::{self, Options};
use juanzong::seal::keyring::Ring;
use juanzong::seal::{Predicate, Trust, names};
use juanzong::verdict::Verdict;

use crate::forge::{Hand, Sheet};
use crate::kit::zip;
use crate::workshop::{
    CASE, Files, Made, Making, NOW, clean, contents, edit, entries, packed, relist, small,
};
use crate::world::history;

/// So many octets a small package has at most.
const SMALL: usize = 64 << 10;

/// The next number of a seeded sequence (Knuth's MMIX constants).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 16
}

/// Verifies packages, one at a time, always under the same name.
struct Bench {
    path: PathBuf,
    trust: Trust,
    now: Moment,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(rings: &[Ring]) -> Self {
        // A file in memory is a file all the same.
        let memory = Path::new("/dev/shm");
        let folder = match tempfile::tempdir_in(memory) {
            Ok(folder) => folder,
            Err(_) => tempfile::tempdir().unwrap(),
        };
        let (path, trust) = (folder.path().join("package.zip"), Trust::of(&history(rings)));
        let now = Moment::parse(NOW).unwrap();
        Self { path, trust: trust.unwrap(), now, _folder: folder }
    }

    fn verdict(&self) -> Verdict {
        let options = Options { trust: Some(&self.trust), ..Options::at(self.now, &[]) };
        package::verify(&self.path, &options, &()).unwrap().report.verdict()
    }

    fn of(&self, zip: &[u8]) -> Verdict {
        fs::write(&self.path, zip).unwrap();
        self.verdict()
    }
}

/// What was tried and passed although it must not.
struct Tried {
    bench: Bench,
    /// The files of the package that passes.
    clean: Files,
    count: usize,
    passed: Vec<String>,
}

impl Tried {
    fn new(made: &Made) -> Self {
        let (bench, clean) = (Bench::new(&made.rings), contents(made));
        Self { bench, clean, count: 0, passed: Vec::new() }
    }

    /// A changed package, with its lists as they were and with its lists written anew.
    fn files(&mut self, what: impl std::fmt::Display, mut files: Files) {
        for lists in ["old", "new"] {
            if lists == "new" {
                relist(&mut files);
            }
            if files == self.clean {
                // Writing the lists anew has put back what was changed.
                continue;
            }
            self.count += 1;
            if self.bench.of(&zip(&entries(&files))) == Verdict::Passed {
                self.passed.push(format!("{what}, {lists} lists"));
            }
        }
    }

    fn end(self, least: usize) {
        assert!(self.passed.is_empty(), "these pass: {:#?}", self.passed);
        assert!(self.count >= least, "only {} were tried", self.count);
    }
}

#[test]
fn no_octet_of_a_small_package_can_be_changed_so_that_it_passes() {
    let made = small();
    let bytes = packed(&made);
    assert!(bytes.len() <= SMALL, "{} octets are not small", bytes.len());
    assert_eq!(Bench::new(&made.rings).of(&bytes), Verdict::Passed);
    // Without optimisation a verification takes ten times as long; then a part must do.
    let all = !cfg!(debug_assertions) || std::env::var_os("JUANZONG_ALL").is_some();
    let step = if all { 1 } else { 61 };
    let places: Vec<usize> = (0..bytes.len()).step_by(step).collect();
    let work = |places: &[usize]| -> Vec<String> {
        let bench = Bench::new(&made.rings);
        assert_eq!(bench.of(&bytes), Verdict::Passed);
        let file = fs::File::options().write(true).open(&bench.path).unwrap();
        let mut passed = Vec::new();
        for &at in places {
            let mut state = 20_261_124 + at as u64;
            let flip = (next(&mut state) % 255) as u8 + 1;
            file.write_all_at(&[bytes[at] ^ flip], at as u64).unwrap();
            if bench.verdict() == Verdict::Passed {
                passed.push(format!("octet {at} changed by {flip:#04x}"));
            }
            file.write_all_at(&[bytes[at]], at as u64).unwrap();
        }
        assert_eq!(bench.verdict(), Verdict::Passed, "an octet was not put back");
        passed
    };
    let (first, second) = places.split_at(places.len() / 2);
    let passed: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| work(second));
        let mine = work(first);
        mine.into_iter().chain(other.join().unwrap()).collect()
    });
    assert!(passed.is_empty(), "these pass: {passed:#?}");
}

#[test]
fn no_file_can_be_taken_away_or_emptied() {
    let made = clean();
    let files = contents(&made);
    let mut tried = Tried::new(&made);
    for name in files.keys() {
        let mut less = files.clone();
        less.remove(name);
        tried.files(format_args!("without {name}"), less);
        let mut empty = files.clone();
        empty.insert(name.clone(), Vec::new());
        tried.files(format_args!("empty {name}"), empty);
    }
    tried.end(4 * files.len() - 4);
}

/// Stems of all statements of a package.
fn stems(files: &Files) -> BTreeSet<String> {
    let side_cars = files.keys().filter_map(|name| name.strip_suffix(".json.sig"));
    side_cars.map(String::from).collect()
}

/// What a file is the same as: only files of one kind can be taken for each other.
fn kind(name: &str) -> &str {
    if name.ends_with(".dsse.json") || name.ends_with(".sig") {
        return name.rsplit_once(".json").map_or(name, |(_, ending)| ending);
    }
    match name.split_once('/') {
        Some(("reviews" | "seals", _)) => "statement",
        Some((folder, _)) => folder,
        None => "tag",
    }
}

#[test]
fn no_two_files_of_a_kind_can_be_exchanged() {
    let made = clean();
    let files = contents(&made);
    let mut tried = Tried::new(&made);
    let swap = |files: &mut Files, a: &str, b: &str| {
        let (one, other) = (files[a].clone(), files[b].clone());
        files.insert(a.into(), other);
        files.insert(b.into(), one);
    };
    let pairs = |names: Vec<String>| -> Vec<(String, String)> {
        let later = |(at, a): (usize, &String)| {
            let a = a.clone();
            names[at + 1..].iter().map(move |b| (a.clone(), b.clone())).collect::<Vec<_>>()
        };
        names.iter().enumerate().flat_map(later).collect()
    };
    for (a, b) in pairs(files.keys().cloned().collect()) {
        if kind(&a) == kind(&b) && files[&a] != files[&b] {
            let mut swapped = files.clone();
            swap(&mut swapped, &a, &b);
            tried.files(format_args!("{a} for {b}"), swapped);
        }
    }
    // Statements with all that proves them.
    for (a, b) in pairs(stems(&files).into_iter().collect()) {
        let mut swapped = files.clone();
        for (a, b) in names::files(&a).into_iter().zip(names::files(&b)) {
            swap(&mut swapped, &a, &b);
        }
        tried.files(format_args!("{a} for {b}"), swapped);
    }
    tried.end(800);
}

#[test]
fn no_statement_signature_or_seal_can_be_dropped() {
    let made = clean();
    let files = contents(&made);
    let mut tried = Tried::new(&made);
    let stems = stems(&files);
    let without = |stems: &mut dyn Iterator<Item = &String>| {
        let mut less = files.clone();
        for stem in stems {
            for name in names::files(stem) {
                less.remove(&name).unwrap();
            }
        }
        less
    };
    for stem in &stems {
        tried.files(format_args!("without {stem}"), without(&mut [stem].into_iter()));
        let envelope = format!("{stem}.dsse.json");
        let text = String::from_utf8(files[&envelope].clone()).unwrap();
        let (before, _) = text.split_once("\"signatures\":[").unwrap();
        let mut bare = files.clone();
        bare.insert(envelope, format!("{before}\"signatures\":[]}}\n").into_bytes());
        tried.files(format_args!("{stem} unsigned"), bare);
        // Both proofs, but not the words.
        let mut bare = files.clone();
        bare.remove(&format!("{stem}.dsse.json")).unwrap();
        bare.remove(&format!("{stem}.json.sig")).unwrap();
        tried.files(format_args!("{stem} without its proofs"), bare);
    }
    // The end of the chain, from any seal on; all that one stage or one person said.
    let seals: Vec<&String> = stems.iter().filter(|stem| stem.starts_with("seals/")).collect();
    for (at, first) in seals.iter().enumerate() {
        tried.files(
            format_args!("nothing from {first} on"),
            without(&mut seals[at..].iter().copied()),
        );
    }
    let groups = |part: &dyn Fn(&str) -> Option<String>| {
        let mut groups: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for stem in stems.iter().filter(|stem| stem.starts_with("reviews/")) {
            groups.entry(part(stem).unwrap()).or_default().push(stem);
        }
        groups
    };
    let stage = groups(&|stem| stem.rsplit_once('/').map(|(folder, _)| folder.to_string()));
    let person = groups(&|stem| stem.rsplit('.').nth(1).map(String::from));
    assert!(stage.len() == 3 && person.len() == 7, "{stage:?} {person:?}");
    for (who, stems) in stage.into_iter().chain(person) {
        tried.files(format_args!("nothing of {who}"), without(&mut stems.into_iter()));
    }
    tried.end(2 * (3 * stems.len() + seals.len() + 10));
}

/// Another dossier by the same people with the same keys.
struct Other {
    case: &'static str,
    nonce: &'static str,
}

impl Hand for Other {
    fn sheet(&self, sheet: &mut Sheet) {
        let case = match &mut sheet.predicate {
            Predicate::Open(open) => {
                open.nonce = self.nonce.repeat(16);
                &mut open.case
            }
            Predicate::Review(review) => &mut review.case,
            Predicate::Roster(roster) => &mut roster.case,
            Predicate::Seal(seal) => &mut seal.case,
        };
        self.case.clone_into(case);
    }
}

impl Other {
    fn make(&self) -> Made {
        let prepare = |forge: &mut crate::forge::Forge| {
            edit(&mut forge.files.0, "case.toml", CASE, self.case);
        };
        Making { prepare: &prepare, hand: self, ..Making::default() }.make()
    }
}

#[test]
fn nothing_of_another_dossier_can_be_replayed() {
    let made = clean();
    let files = contents(&made);
    let mut tried = Tried::new(&made);
    let others = [
        Other { case: "LZ-990100-2026Q2-0002", nonce: "07" },
        // The same number, opened another time.
        Other { case: CASE, nonce: "08" },
    ];
    for other in others {
        let (case, nonce) = (other.case, other.nonce);
        let theirs = other.make();
        assert_eq!(tried.bench.of(&packed(&theirs)), Verdict::Passed, "the other one is sound");
        let theirs = contents(&theirs);
        let differ: Vec<&String> =
            theirs.keys().filter(|name| files.get(*name) != Some(&theirs[*name])).collect();
        assert!(differ.len() >= 3 * stems(&files).len(), "{differ:?}");
        let mut with = |what: &str, names: &mut dyn Iterator<Item = &String>| {
            let mut mixed = files.clone();
            for name in names {
                mixed.insert(name.clone(), theirs[name].clone());
            }
            tried.files(format_args!("{what} of {case} {nonce}"), mixed);
        };
        for name in &differ {
            with(name, &mut [*name].into_iter());
        }
        let is_list = |name: &str| name.contains("manifest-") || name == "bag-info.txt";
        for stem in stems(&theirs) {
            with(&stem, &mut names::files(&stem).iter());
        }
        for folder in ["reviews/", "seals/", "reviews/01-first/", "reviews/03-third/"] {
            with(folder, &mut theirs.keys().filter(|name| name.starts_with(folder)));
        }
        let signed = |name: &&String| name.starts_with("reviews/") || name.starts_with("seals/");
        if case != CASE {
            // All that was signed, and nothing of what it is about.
            with("everything signed", &mut theirs.keys().filter(signed));
        }
        with("everything else", &mut differ.iter().copied().filter(|n| !signed(n) && !is_list(n)));
        // Beside ours, as one more opinion or seal.
        for stem in stems(&theirs) {
            let mut more = files.clone();
            for (name, ending) in
                names::files(&stem).iter().zip([".json", ".dsse.json", ".json.sig"])
            {
                let free = match stem.strip_suffix(".1") {
                    Some(word) => format!("{word}.2"),
                    None => stem.replacen("seals/0", "seals/1", 1),
                };
                more.insert(format!("{free}{ending}"), theirs[name].clone());
            }
            tried.files(format_args!("{stem} of {case} {nonce} beside ours"), more);
        }
    }
    tried.end(250);
}
