//! The collection as a whole: every attack written out as a folder, run through the real binary, and
//! held to what its folder says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use juanzong::package::{self, Options};
use juanzong::profile::Shelf;
use juanzong::seal::{Memory, Trust, policy};
use juanzong::verdict::{Bearing, Code, Finding, Judgement, Place, Verdict};

use crate::workshop::{Given, NOW};
use crate::{
    envelopes, insiders, lists, outsiders, papers, people, refusals, rings, rosters, signatures,
    zips,
};

/// One attack.
pub struct Attack {
    /// Number and name of its folder.
    pub name: &'static str,
    /// What is done, and what a verifier that is taken in would believe.
    pub how: &'static str,
    /// Where the idea comes from.
    pub source: &'static str,
    /// The codes of what must be found, notes left out; empty where nothing but notes is found.
    pub codes: &'static [&'static str],
    /// Codes of notes that must be found beside those of the clean package.
    pub notes: &'static [&'static str],
    /// Why a key did not hold, where that is the code; empty elsewhere.
    pub why: &'static str,
    /// Makes what the verifier is given.
    pub make: fn() -> Given,
}

/// An attack that is found under these codes.
pub const fn attack(
    name: &'static str,
    codes: &'static [&'static str],
    source: &'static str,
    how: &'static str,
    make: fn() -> Given,
) -> Attack {
    Attack { name, how, source, codes, notes: &[], why: "", make }
}

/// Something that is only told.
pub const fn told(
    name: &'static str,
    notes: &'static [&'static str],
    source: &'static str,
    how: &'static str,
    make: fn() -> Given,
) -> Attack {
    Attack { name, how, source, codes: &[], notes, why: "", make }
}

/// A signature with a key that did not hold.
pub const fn key_fault(
    name: &'static str,
    why: &'static str,
    source: &'static str,
    how: &'static str,
    make: fn() -> Given,
) -> Attack {
    Attack { name, how, source, codes: &["seal.key-not-valid"], notes: &[], why, make }
}

/// All attacks.
pub fn all() -> impl Iterator<Item = &'static Attack> {
    let groups = [
        signatures::ATTACKS,
        envelopes::ATTACKS,
        people::ATTACKS,
        rosters::ATTACKS,
        rings::ATTACKS,
        insiders::ATTACKS,
        papers::ATTACKS,
        outsiders::ATTACKS,
        zips::ATTACKS,
        lists::ATTACKS,
    ];
    groups.into_iter().flatten()
}

/// Notes that the clean package has.
const CLEAN: [&str; 3] = ["seal.dissent", "seal.not-adopted", "seal.time-claimed"];

fn code(id: &str) -> Code {
    *Code::ALL.iter().find(|c| c.id() == id).unwrap_or_else(|| panic!("no code {id}"))
}

impl Attack {
    /// What a verifier must say: verdict and sub-indication follow from the codes.
    fn judgement(&self) -> Judgement {
        let finding = |id| Finding::new(code(id), Place::default()).with("why", self.why);
        let found: Vec<Finding> = self.codes.iter().map(|id| finding(id)).collect();
        Judgement::of(&found)
    }

    /// `expect.json`.
    fn expectation(&self, given: &Given) -> String {
        let (word, exit) = match self.judgement().verdict {
            Verdict::Passed => ("passed", 0),
            Verdict::Failed => ("failed", 1),
            Verdict::Indeterminate => ("indeterminate", 3),
        };
        let list = |ids: &[&str]| {
            let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
            quoted.join(", ")
        };
        let target = if given.zip.is_empty() { "package" } else { "package.zip" };
        let trust = if given.trust.is_some() { "\"trust.json\"" } else { "null" };
        format!(
            "{{\n  \"target\": \"{target}\",\n  \"trust\": {trust},\n  \"now\": \"{NOW}\",\n  \
             \"arguments\": [{}],\n  \"verdict\": \"{word}\",\n  \"exit\": {exit},\n  \
             \"codes\": [{}],\n  \"notes\": [{}]\n}}\n",
            list(&given.arguments),
            list(self.codes),
            list(self.notes)
        )
    }

    /// `README.md`.
    fn description(&self) -> String {
        let sub = self.judgement().sub.map(|s| format!("/{}", s.word())).unwrap_or_default();
        let verdict = match self.judgement().verdict {
            Verdict::Passed => "PASSED",
            Verdict::Failed => "FAILED",
            Verdict::Indeterminate => "INDETERMINATE",
        };
        let codes: Vec<String> =
            self.codes.iter().chain(self.notes).map(|id| format!("`{id}`")).collect();
        format!(
            "# {}\n\n{}\n\nExpected: {verdict}{sub}, {}. Source: {}.\n",
            self.name,
            self.how,
            codes.join(", "),
            self.source
        )
    }

    /// Writes what the verifier is given into a folder.
    fn write(&self, folder: &Path, given: &Given) {
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        fs::create_dir_all(folder).unwrap();
        if given.zip.is_empty() {
            fs::create_dir_all(folder.join("package")).unwrap();
        } else {
            put("package.zip", &given.zip);
        }
        for (name, bytes) in &given.folder {
            put(&format!("package/{name}"), bytes);
        }
        #[cfg(unix)]
        for (name, target) in &given.links {
            let path = folder.join("package").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(target, path).unwrap();
        }
        for (name, bytes) in &given.beside {
            put(name, bytes);
        }
        if let Some(trust) = &given.trust {
            put("trust.json", trust.as_bytes());
        }
        put("expect.json", self.expectation(given).as_bytes());
        put("README.md", self.description().as_bytes());
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks")
}

/// What the verifier is given for every attack: made once, used by several tests.
fn made() -> &'static [(&'static Attack, Given)] {
    static MADE: OnceLock<Vec<(&Attack, Given)>> = OnceLock::new();
    MADE.get_or_init(|| {
        let all: Vec<&Attack> = all().collect();
        in_pairs(&all, |attack| (*attack, (attack.make)()))
    })
}

/// Does something with every attack and what the verifier is given for it, on two threads.
fn each<T: Send>(work: impl Fn(&Attack, &Given) -> T + Sync) -> Vec<T> {
    in_pairs(made(), |(attack, given)| work(attack, given))
}

/// Does something with every item, on two threads; the results come in any order.
fn in_pairs<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let (next, done) = (Mutex::new(items.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(item) = next.lock().unwrap().next() else { break };
                    let result = work(item);
                    done.lock().unwrap().push(result);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

/// What `juanzong verify` says about a folder of the collection, as its `expect.json` asks.
fn verified(folder: &Path, given: &Given) -> (i32, serde_json::Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_juanzong"));
    command.env_clear().current_dir(folder).args(["verify", "--format", "json", "--now", NOW]);
    if given.trust.is_some() {
        command.args(["--trust", "trust.json"]);
    }
    command.args(&given.arguments);
    command.arg("--");
    command.arg(if given.zip.is_empty() { "package" } else { "package.zip" });
    let done = command.output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    let value = serde_json::from_slice(&done.stdout);
    let value = value.unwrap_or_else(|e| panic!("{}: {e}: {told}", folder.display()));
    (done.status.code().unwrap_or(-1), value)
}

fn codes_of(report: &serde_json::Value, notes: bool) -> BTreeSet<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|f| (f["verdict"] == "none") == notes)
        .map(|f| f["code"].as_str().unwrap().to_owned())
        .filter(|id| !notes || !CLEAN.contains(&id.as_str()))
        .collect()
}

#[test]
fn every_attack_is_refused_for_its_own_reason() {
    let folder = tempfile::tempdir().unwrap();
    let wrong: Vec<String> = each(|attack, given| {
        let own = folder.path().join(attack.name);
        attack.write(&own, given);
        let (exit, report) = verified(&own, given);
        let set = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let found = (codes_of(&report, false), codes_of(&report, true));
        let wanted = (set(attack.codes), set(attack.notes));
        let judged = attack.judgement();
        let word = format!("{:?}", judged.verdict).to_lowercase();
        let wanted_exit = match judged.verdict {
            Verdict::Passed => 0,
            Verdict::Failed => 1,
            Verdict::Indeterminate => 3,
        };
        let mut faults = Vec::new();
        if found != wanted {
            faults.push(format!("found {found:?}, wanted {wanted:?}"));
        }
        if exit != wanted_exit || report["verdict"] != word.as_str() {
            faults.push(format!("exit {exit}, {}", report["verdict"]));
        }
        let sub = judged.sub.map(|s| s.word());
        if report["today"]["subIndication"].as_str() != sub {
            faults.push(format!("{} and not {sub:?}", report["today"]["subIndication"]));
        }
        faults.iter().map(|fault| format!("{}: {fault}", attack.name)).collect::<Vec<_>>()
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules and key rings that were read in one package are not read again in the next. Whoever attacks
/// has rules and rings that are nearly those of others.
#[test]
fn what_was_read_of_other_packages_changes_nothing_that_is_found() {
    let (folder, memory) = (tempfile::tempdir().unwrap(), Memory::default());
    let accepted = policy::of(&Shelf::built_in().unwrap()).unwrap();
    let now = juanzong::base::time::Moment::parse(NOW).unwrap();
    let wrong: Vec<String> = each(|attack, given| {
        let own = folder.path().join(attack.name);
        attack.write(&own, given);
        let target = own.join(if given.zip.is_empty() { "package" } else { "package.zip" });
        let trust = given.trust.as_ref().and_then(|t| Trust::parse(t.as_bytes()).ok());
        let told = |memory| {
            let base = Options::at(now, &accepted);
            let options = Options { trust: trust.as_ref(), threads: 2, memory, ..base };
            let found = package::verify(&target, &options, &()).map_err(|e| e.to_string())?;
            let all = (found.report, found.filed, found.signings, found.decisions, found.chain);
            Ok::<_, String>(format!("{all:?}"))
        };
        let alone = told(None);
        let same = (0..2).all(|_| told(Some(&memory)) == alone);
        (!same).then(|| attack.name.to_string())
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_clean_package_passes_with_its_trust_file_and_with_nothing_else_to_tell() {
    let made = crate::workshop::clean();
    let given = Given::trusting(crate::workshop::packed(&made), &made.rings);
    let folder = tempfile::tempdir().unwrap();
    CLEAN_PACKAGE.write(folder.path(), &given);
    let (exit, report) = verified(folder.path(), &given);
    assert_eq!((exit, &report["verdict"]), (0, &"passed".into()), "{report:#}");
    assert_eq!(codes_of(&report, false), BTreeSet::new());
    assert_eq!(codes_of(&report, true), BTreeSet::new());
    assert_eq!(report["signings"].as_array().unwrap().len(), 14);
    assert!(given.zip == crate::workshop::packed(&crate::workshop::clean()), "the same octets");
}

/// What all others are bent from; it stands in the collection so that a verifier that refuses
/// everything is found out.
const CLEAN_PACKAGE: Attack = told(
    "00-clean",
    &[],
    "own",
    "The clean package: nothing is wrong with it. A verifier that refuses this one proves nothing by \
     refusing the others.",
    || {
        let made = crate::workshop::clean();
        Given::trusting(crate::workshop::packed(&made), &made.rings)
    },
);

#[test]
fn there_are_at_least_eighty_and_each_has_its_number_once() {
    let names: Vec<&str> = all().map(|a| a.name).collect();
    assert!(names.len() >= 80, "{}", names.len());
    for (at, name) in names.iter().enumerate() {
        let (number, word) = name.split_once('-').unwrap();
        assert_eq!(number, format!("{:03}", at + 1), "{name}");
        assert!(
            !word.is_empty()
                && word.chars().all(|c| c.is_ascii_lowercase() || "-0123456789".contains(c))
        );
    }
    let hows: BTreeSet<&str> = all().map(|a| a.how).collect();
    assert_eq!(hows.len(), names.len(), "two attacks with the same description");
}

#[test]
fn the_folders_say_what_the_attacks_are() {
    let on_disk: BTreeSet<String> = fs::read_dir(here())
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = all().map(|a| a.name.to_string()).collect();
    assert_eq!(on_disk, known, "run `cargo test --test attacks -- --ignored describe`");
    let wrong: Vec<String> = each(|attack, given| {
        let same = |name: &str, wanted: &str| {
            let path = here().join(attack.name).join(name);
            fs::read_to_string(path).is_ok_and(|text| text == wanted)
        };
        let right = same("README.md", &attack.description())
            && same("expect.json", &attack.expectation(given));
        (!right).then(|| attack.name.to_string())
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{wrong:?}: run `cargo test --test attacks -- --ignored describe`");
}

/// Writes README.md and expect.json of every attack into the source tree.
#[test]
#[ignore = "writes into the source tree; run it after an attack was added or described anew"]
fn describe() {
    made();
    for entry in fs::read_dir(here()).unwrap().map(|e| e.unwrap()) {
        if entry.path().is_dir() {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    each(|attack, given| {
        let folder = here().join(attack.name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("README.md"), attack.description()).unwrap();
        fs::write(folder.join("expect.json"), attack.expectation(given)).unwrap();
    });
}

/// Writes the whole collection, packages and all, into `target/tmp/attacks`.
#[test]
#[ignore = "writes the collection for other verifiers; see README.md"]
fn write_out() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attacks");
    let _ = fs::remove_dir_all(&folder);
    each(|attack, given| attack.write(&folder.join(attack.name), given));
    CLEAN_PACKAGE.write(&folder.join(CLEAN_PACKAGE.name), &(CLEAN_PACKAGE.make)());
    fs::copy(here().join("README.md"), folder.join("README.md")).unwrap();
}

#[test]
fn every_code_of_the_rooms_of_trust_has_an_attack_that_yields_exactly_it() {
    let rooms = ["seal", "keyring", "package", "profile", "archive"];
    let mut exact: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for attack in all() {
        // That a bag is somebody else's is told of every such bag.
        let own = |notes: &[&'static str]| match notes {
            [code, "package.plain-bag"] | [code] => Some(*code),
            _ => None,
        };
        let code = match (attack.codes, attack.notes) {
            ([code], []) => Some(*code),
            ([], notes) => own(notes),
            _ => None,
        };
        if let Some(code) = code {
            exact.entry(code).or_default().push(attack.name);
        }
    }
    for (code, acts) in refusals::exact() {
        exact.entry(code).or_default().push(acts);
    }
    CLEAN.iter().for_each(|code| exact.entry(code).or_default().push("00-clean"));
    let bare: Vec<&str> = Code::ALL
        .iter()
        .filter(|c| rooms.contains(&c.id().split('.').next().unwrap_or_default()))
        .filter(|c| !exact.contains_key(c.id()))
        .map(|c| c.id())
        .collect();
    assert!(bare.is_empty(), "codes without an attack of their own: {bare:?}");
    // Notes are told beside a pass; what bears a verdict is never in the list of notes.
    for attack in all() {
        assert!(
            attack.notes.iter().all(|id| code(id).bearing() == Bearing::Note),
            "{}",
            attack.name
        );
        assert!(
            attack.codes.iter().all(|id| code(id).bearing() != Bearing::Note),
            "{}",
            attack.name
        );
    }
}
