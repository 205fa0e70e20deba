//! What strangers send, changed by a seeded sequence for a few seconds: the same targets run for
//! hours with `cargo bench --bench fuzz`, and under libFuzzer in `fuzz/`.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]
#![expect(clippy::cast_possible_truncation, reason = "octets are made of any numbers")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it says how far it came")]

#[path = "../seal_dossier/forge.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod forge;
#[path = "../package/kit.rs"]
#[expect(dead_code, reason = "shared with the tests of packages, which use all of it")]
mod kit;
mod mutate;
mod seeds;
mod targets;
#[path = "../attacks/workshop.rs"]
#[expect(dead_code, reason = "shared with the attacks, which use all of it")]
mod workshop;
#[path = "../seal_dossier/world.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod world;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use mutate::Fuzz;
use targets::{ALL, Target};

/// How long each target runs; `JUANZONG_FUZZ` says another number of seconds.
fn time() -> Duration {
    let said = std::env::var("JUANZONG_FUZZ").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(said.unwrap_or(2))
}

/// A way that only a sound input is taken.
fn is_taken(target: &str, way: &str) -> bool {
    match target {
        "zip" => way.starts_with("sound"),
        "bag" => way == "seal.time-claimed / seal.time-claimed",
        "pem" => ["opened", "plain", "ssh", "public"].iter().any(|word| way.contains(word)),
        "intake" => !way.contains("assemble.damaged"),
        "archive" => !way.starts_with('0'),
        _ => way.contains("read"),
    }
}

#[test]
fn the_seeds_of_every_target_are_sound_and_what_was_found_before_holds() {
    for target in &ALL {
        for (at, bytes) in seeds::of(target.name).iter().enumerate() {
            let way = targets::run(target.name, bytes);
            assert!(is_taken(target.name, &way), "seed {at} of {}: {way}", target.name);
        }
        for (path, bytes) in seeds::found(target.name) {
            println!("{}", path.display());
            (target.run)(&bytes);
        }
    }
    let names: BTreeSet<&str> = ALL.iter().map(|t| t.name).collect();
    assert_eq!(names.len(), ALL.len());
}

/// Changes the seeds of a target for a while. The input that fails is told: what runs twice with one
/// seed fails twice.
fn fuzz(target: &Target, seed: u64) {
    let mut fuzz = Fuzz::new(target, seeds::of(target.name), seed);
    let end = Instant::now() + time();
    while Instant::now() < end {
        let bytes = fuzz.next();
        let kept = std::env::temp_dir().join(format!("juanzong-fuzz-{}", target.name));
        if let Err(panic) =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| fuzz.run(&bytes)))
        {
            std::fs::write(&kept, &bytes).unwrap();
            eprintln!("{}: input {} is kept as {}", target.name, fuzz.tried, kept.display());
            std::panic::resume_unwind(panic);
        }
    }
    println!(
        "{}: {} inputs, {} ways, slowest {:?}",
        target.name,
        fuzz.tried,
        fuzz.ways().len(),
        fuzz.slowest
    );
    assert!(fuzz.tried > 10 && fuzz.ways().len() > 1, "{}: {:?}", target.name, fuzz.ways());
    assert!(fuzz.slowest < Duration::from_secs(20), "{}: {:?}", target.name, fuzz.slowest);
}

#[test]
fn changed_packages_never_pass_and_never_panic() {
    ["zip", "bag"].into_iter().for_each(|name| fuzz(of(name), 1));
}

#[test]
fn changed_statements_signatures_and_keys_have_one_spelling_or_none() {
    ["json", "statement", "dsse", "sshsig", "keyring", "pem"]
        .into_iter()
        .for_each(|name| fuzz(of(name), 2));
}

#[test]
fn changed_rules_facts_and_forms_are_read_or_refused() {
    ["case", "profile", "form"].into_iter().for_each(|name| fuzz(of(name), 3));
}

#[test]
fn changed_files_and_archives_are_taken_in_or_refused() {
    ["intake", "archive"].into_iter().for_each(|name| fuzz(of(name), 4));
}

fn of(name: &str) -> &'static Target {
    ALL.iter().find(|t| t.name == name).unwrap()
}
