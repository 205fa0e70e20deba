//! For every code of the rooms form, profile and case an example, changed in one place, that yields
//! exactly this code: `findings.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use juanzong::base::time::Day;
use juanzong::case::Case;
use juanzong::profile::Shelf;
use juanzong::verdict::Code;

use super::{examined, last_day, lay_out};

/// The rooms whose codes stand here.
const ROOMS: [&str; 3] = ["form.", "profile.", "case."];

fn fixtures() -> Vec<toml::Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/findings.toml");
    let all: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    all["fixture"].as_array().unwrap().iter().map(|f| f.as_table().unwrap().clone()).collect()
}

fn word<'f>(fixture: &'f toml::Table, key: &str) -> Option<&'f str> {
    fixture.get(key).map(|value| value.as_str().unwrap())
}

fn pairs<'f>(fixture: &'f toml::Table, key: &str) -> Vec<(&'f str, &'f str)> {
    let table = fixture.get(key).map(|t| t.as_table().unwrap());
    let pair =
        |(file, text): (&'f String, &'f toml::Value)| (file.as_str(), text.as_str().unwrap());
    table.into_iter().flatten().map(pair).collect()
}

/// Changes a laid out case as a fixture says.
fn change(dir: &Path, fixture: &toml::Table, about: &str) {
    for edit in fixture.get("edit").map_or(&Vec::new(), |e| e.as_array().unwrap()) {
        let edit = edit.as_table().unwrap();
        let path = dir.join(word(edit, "file").unwrap());
        let text = fs::read_to_string(&path).unwrap();
        let (from, to) = (word(edit, "from").unwrap(), word(edit, "to").unwrap());
        assert!(text.contains(from), "{about}: no `{from}` in {}", path.display());
        let times =
            edit.get("times").map_or(1, |n| usize::try_from(n.as_integer().unwrap()).unwrap());
        let to = format!("{}{}", to.repeat(times), word(edit, "then").unwrap_or_default());
        fs::write(&path, text.replacen(from, &to, 1)).unwrap();
    }
    for (file, text) in pairs(fixture, "append") {
        let path = dir.join(file);
        let before = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{before}\n{text}")).unwrap();
    }
    for (file, text) in pairs(fixture, "write") {
        let path = dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for (file, octets) in pairs(fixture, "octets") {
        let octets: Vec<u8> =
            octets.split(' ').map(|o| u8::from_str_radix(o, 16).unwrap()).collect();
        fs::write(dir.join(file), octets).unwrap();
    }
    for file in fixture.get("remove").map_or(&Vec::new(), |e| e.as_array().unwrap()) {
        fs::remove_file(dir.join(file.as_str().unwrap())).unwrap();
    }
}

/// The codes that a changed example yields.
fn of_a_case(fixture: &toml::Table, example: &str, shelf: &Shelf, about: &str) -> BTreeSet<String> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("case");
    lay_out(&example, shelf, &dir);
    change(&dir, fixture, about);
    let at = word(fixture, "at").map_or_else(|| last_day(&example), |at| Day::parse(at).unwrap());
    let report = examined(&Case::load(&dir).unwrap(), at, shelf);
    report.findings().iter().map(|f| f.code.id().to_string()).collect()
}

/// The codes that `profile check` tells of a regulation that was bent.
fn of_a_profile(fixture: &toml::Table, id: &str, about: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("{id}.toml");
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    fs::copy(profiles.join(&name), folder.path().join(&name)).unwrap();
    change(folder.path(), fixture, about);
    let mut check = Command::new(env!("CARGO_BIN_EXE_juanzong"));
    let file = folder.path().join(&name);
    check.env_clear().args(["profile", "check", "--format", "json"]).arg(file);
    let said: serde_json::Value = serde_json::from_slice(&check.output().unwrap().stdout).unwrap();
    let findings = said["findings"].as_array().unwrap().iter();
    findings.map(|f| f["code"].as_str().unwrap().to_string()).collect()
}

#[test]
fn every_code_of_forms_profiles_and_cases_has_a_fixture_that_yields_exactly_it() {
    let shelf = Shelf::built_in().unwrap();
    let mut yielded = BTreeSet::new();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let code = word(&fixture, "code").unwrap();
        let about = format!("{code} ({})", word(&fixture, "why").unwrap());
        let found = match (word(&fixture, "example"), word(&fixture, "profile")) {
            (Some(example), None) => of_a_case(&fixture, example, &shelf, &about),
            (None, Some(id)) => of_a_profile(&fixture, id, &about),
            _ => panic!("{about}: of an example or of a profile"),
        };
        if found != BTreeSet::from([code.to_string()]) {
            wrong.push(format!("{about}: {found:?}"));
        }
        yielded.insert(code.to_string());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let of_rooms =
        Code::ALL.iter().map(|c| c.id()).filter(|id| ROOMS.iter().any(|r| id.starts_with(r)));
    let missing: Vec<&str> = of_rooms.filter(|id| !yielded.contains(*id)).collect();
    assert!(missing.is_empty(), "no fixture yields {missing:?}");
}
