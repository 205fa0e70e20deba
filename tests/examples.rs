//! The example cases: each is without a finding as of its last act, and misses exactly the paper
//! that is taken away.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use juanzong::base::time::{Day, Moment};
use juanzong::case::{self, Case, Facts, Look};
use juanzong::profile::indicators::Library;
use juanzong::profile::{Need, Shelf};
use juanzong::verdict::{Code, Report};

/// The folders of `examples/` that hold a script of acts.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("demo.toml").exists())
        .collect();
    found.sort();
    assert!(found.len() >= 3, "{found:?}");
    found
}

/// Lays an example out as `new` would, with its rules pinned.
fn lay_out(example: &Path, shelf: &Shelf, dir: &Path) {
    for entry in walkdir::WalkDir::new(example) {
        let entry = entry.unwrap();
        let to = dir.join(entry.path().strip_prefix(example).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).unwrap();
        } else if entry.file_name() != "demo.toml" {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
    let path = dir.join("case.toml");
    let facts = Facts::parse(&path, &fs::read_to_string(&path).unwrap()).unwrap();
    let (profile, text) = shelf.profile(&facts.profile).unwrap();
    for (name, text) in case::pinned(profile, text, shelf).unwrap() {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The day of the last act of a script.
fn last_day(example: &Path) -> Day {
    let script: toml::Table =
        fs::read_to_string(example.join("demo.toml")).unwrap().parse().unwrap();
    let acts = script["act"].as_array().unwrap();
    let last = acts.iter().filter_map(|act| Moment::parse(act["at"].as_str()?)).max();
    last.unwrap().day()
}

fn examined(case: &Case, at: Day, shelf: &Shelf) -> Report {
    let indicators = Library::built_in().unwrap();
    let look = Look {
        at,
        calendar: &shelf.calendar,
        readings: indicators.readings(),
        sealed: BTreeMap::new(),
    };
    case.examine(&look).unwrap().report
}

#[test]
fn every_example_is_without_a_finding_as_of_its_last_act() {
    let shelf = Shelf::built_in().unwrap();
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("案件 一");
        lay_out(&example, &shelf, &dir);
        let report = examined(&Case::load(&dir).unwrap(), last_day(&example), &shelf);
        assert!(report.findings().is_empty(), "{}: {report:?}", example.display());
        assert!(report.checked.values().sum::<u64>() > 20);
    }
}

#[test]
fn a_paper_that_is_taken_away_is_the_one_that_is_missing() {
    let shelf = Shelf::built_in().unwrap();
    let mut tried = 0;
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("case");
        lay_out(&example, &shelf, &dir);
        let case = Case::load(&dir).unwrap();
        let at = last_day(&example);
        let required = case.slots().filter(|(_, s)| s.need == Need::Required && s.form.is_some());
        for (_, slot) in required {
            let path = dir.join(format!("forms/{}.toml", slot.id));
            let kept = fs::read(&path).unwrap();
            fs::remove_file(&path).unwrap();
            let report = examined(&Case::load(&dir).unwrap(), at, &shelf);
            let empty = report.findings().into_iter().filter(|f| f.code == Code::CaseSlotEmpty);
            let named: Vec<&str> = empty.map(|f| f.place.field.as_str()).collect();
            assert_eq!(named, [slot.id.as_str()], "{}", example.display());
            fs::write(&path, kept).unwrap();
            tried += 1;
        }
    }
    assert!(tried > 25, "{tried}");
}

#[test]
fn an_empty_case_of_every_profile_and_grade_names_each_required_paper_once() {
    let shelf = Shelf::built_in().unwrap();
    for id in shelf.ids() {
        let (profile, text) = shelf.profile(id).unwrap();
        for grade in &profile.scope.grades {
            let folder = tempfile::tempdir().unwrap();
            let dir = folder.path().join("case");
            let division = profile.scope.divisions[0].clone();
            let new = case::New {
                case: &format!("{}-{division}-2026-0001", profile.short),
                round: "2026",
                grade,
                division: &division,
                branch: "",
                enterprise: "",
                code: "",
                plant: "",
                applied: None,
            };
            case::create(&dir, &new, profile, text, &shelf).unwrap();
            fs::remove_dir_all(dir.join("forms")).unwrap();
            let case = Case::load(&dir).unwrap();
            let report = case.check().unwrap();
            let mut named: Vec<String> = report
                .findings()
                .into_iter()
                .filter(|f| f.code == Code::CaseSlotEmpty)
                .map(|f| {
                    assert!(f.clause.as_deref().is_some_and(|c| c.starts_with(&profile.short)));
                    f.place.field.clone()
                })
                .collect();
            named.sort();
            let mut wanted: Vec<String> = case
                .slots()
                .filter(|(_, s)| s.need_for(grade) == Need::Required && !s.warn.contains(grade))
                .map(|(_, s)| s.id.clone())
                .collect();
            wanted.sort();
            assert_eq!(named, wanted, "{id} {grade}");
        }
    }
}
