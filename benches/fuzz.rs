//! Changes what strangers might send, for as long as is wished: `cargo bench --bench fuzz -- TARGET
//! SECONDS [SEED]`, where `all` stands for every target in turn. One thread. An input that makes a
//! target fail is kept in `fuzz/found/TARGET/`, where `cargo test --test fuzz` runs it again.
//! `--write-seeds FOLDER` writes the seeds out for libFuzzer (`fuzz/README.md`).
#![expect(clippy::disallowed_methods, reason = "a tool for developers uses plain files")]
#![expect(clippy::cast_possible_truncation, reason = "octets are made of any numbers")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it says how far it is")]

#[path = "../tests/seal_dossier/forge.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod forge;
#[path = "../tests/package/kit.rs"]
#[expect(dead_code, reason = "shared with the tests of packages, which use all of it")]
mod kit;
#[path = "../tests/fuzz/mutate.rs"]
mod mutate;
#[path = "../tests/fuzz/seeds.rs"]
mod seeds;
#[path = "../tests/fuzz/targets.rs"]
mod targets;
#[path = "../tests/attacks/workshop.rs"]
#[expect(dead_code, reason = "shared with the attacks, which use all of it")]
mod workshop;
#[path = "../tests/seal_dossier/world.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod world;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use mutate::Fuzz;
use targets::{ALL, Target};

/// Longer than so many seconds of a processor no input may take: a run that is held for a while
/// (SIGSTOP), or shares the machine, is no slow input.
const PATIENCE: f64 = 60.0;
/// So often it is told how far it is.
const TOLD: Duration = Duration::from_secs(60);

const USAGE: &str = "cargo bench --bench fuzz -- TARGET|all SECONDS [SEED]\n\
                     cargo bench --bench fuzz -- --write-seeds FOLDER";

fn main() {
    // Cargo adds `--bench` of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        // `cargo bench` without a word runs every bench; this one only when it is asked.
        [] => println!("{USAGE}"),
        ["--write-seeds", folder] => write_seeds(Path::new(folder)),
        [name, seconds] => all(name, seconds, "1"),
        [name, seconds, seed] => all(name, seconds, seed),
        _ => panic!("{USAGE}"),
    }
}

fn write_seeds(folder: &Path) {
    for target in &ALL {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder).unwrap();
        for (at, bytes) in seeds::of(target.name).iter().enumerate() {
            fs::write(folder.join(format!("seed-{at}")), bytes).unwrap();
        }
    }
    // The package that passes, and by what: libFuzzer's `bag` asks for them.
    let (package, trust) = targets::CLEAN.get().unwrap();
    fs::write(folder.join("clean.zip"), package).unwrap();
    fs::write(folder.join("trust.json"), trust).unwrap();
}

fn all(name: &str, seconds: &str, seed: &str) {
    let (seconds, seed) = (seconds.parse().expect(USAGE), seed.parse().expect(USAGE));
    let wanted: Vec<&Target> = ALL.iter().filter(|t| name == "all" || t.name == name).collect();
    assert!(!wanted.is_empty(), "no target {name}: {:?}", ALL.map(|t| t.name));
    let failed: Vec<&str> = wanted
        .into_iter()
        .filter(|target| !fuzz(target, Duration::from_secs(seconds), seed))
        .map(|target| target.name)
        .collect();
    assert!(failed.is_empty(), "failed: {failed:?}");
}

/// The input under way: told by a watchman where it takes too long.
static UNDER_WAY: Mutex<Option<UnderWay>> = Mutex::new(None);

struct UnderWay {
    /// What the processor had done when it was first seen.
    before: Option<f64>,
    /// Where it is kept.
    folder: PathBuf,
    bytes: Vec<u8>,
}

/// Seconds that processors have worked for this process, in user's time (proc(5), field 14 of stat, in
/// hundredths); elsewhere those since the first call.
fn worked() -> f64 {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let begin = BEGIN.get_or_init(Instant::now);
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace());
    let ticks = fields.and_then(|mut fields| fields.nth(11)?.parse::<f64>().ok());
    ticks.map_or_else(|| begin.elapsed().as_secs_f64(), |ticks| ticks / 100.0)
}

/// Keeps an input that made a target fail.
fn keep(folder: &Path, bytes: &[u8]) -> PathBuf {
    let digest = juanzong::base::digest::Digest::sha256(bytes).to_string();
    let path = folder.join(digest.split_at(16).0);
    fs::create_dir_all(folder).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn watch() {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let mut under_way = UNDER_WAY.lock().unwrap();
            if let Some(UnderWay { before, folder, bytes }) = &mut *under_way {
                let now = worked();
                if now - *before.get_or_insert(now) > PATIENCE {
                    eprintln!("no end after {PATIENCE} s: {}", keep(folder, bytes).display());
                    std::process::abort();
                }
            }
        }
    });
}

/// Runs a target; whether it held.
fn fuzz(target: &Target, time: Duration, seed: u64) -> bool {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(watch);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found").join(target.name);
    let mut fuzz = Fuzz::new(target, seeds::of(target.name), seed);
    for (_, bytes) in seeds::found(target.name) {
        targets::run(target.name, &bytes);
    }
    let begin = Instant::now();
    let mut told = begin;
    let tell = |fuzz: &Fuzz<'_>| {
        let passed = begin.elapsed().as_secs_f64();
        println!(
            "{}: {} inputs in {passed:.0} s ({:.0}/s), {} ways, slowest {:.2?}",
            target.name,
            fuzz.tried,
            fuzz.tried as f64 / passed,
            fuzz.ways().len(),
            fuzz.slowest,
        );
    };
    let mut held = true;
    // A stack that overflows or memory that ends leaves this behind. In memory: a file that is cut and
    // written again is flushed by the disk each time, which held most targets at 400 inputs a second.
    let memory = PathBuf::from("/dev/shm");
    let memory = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let last = memory.join(format!("juanzong-fuzz-{}-last", target.name));
    while begin.elapsed() < time {
        let bytes = fuzz.next();
        fs::write(&last, &bytes).unwrap();
        let under_way = UnderWay { before: None, folder: folder.clone(), bytes: bytes.clone() };
        *UNDER_WAY.lock().unwrap() = Some(under_way);
        let done = catch_unwind(AssertUnwindSafe(|| fuzz.run(&bytes)));
        *UNDER_WAY.lock().unwrap() = None;
        if done.is_err() {
            println!("{}: failed, kept as {}", target.name, keep(&folder, &bytes).display());
            held = false;
            break;
        }
        if told.elapsed() > TOLD {
            tell(&fuzz);
            told = Instant::now();
        }
    }
    tell(&fuzz);
    let _ = fs::remove_file(&last);
    held
}
