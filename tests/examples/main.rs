//! The example cases: each is without a finding as of its last act, and misses exactly what is taken
//! away: a paper, a field, a cell of a table, a fact, a day. What was put wrong is named by its code.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod findings;
mod taken;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use juanzong::base::time::{Day, Moment};
use juanzong::case::{self, Case, Facts, Look, list, many};
use juanzong::profile::indicators::Library;
use juanzong::profile::{Need, Profile, Shelf, When};
use juanzong::verdict::{Code, Finding, Report};

/// The folders of `examples/` that hold a script of acts.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("demo.toml").exists())
        .collect();
    found.sort();
    assert!(found.len() >= 11, "{found:?}");
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
fn read_only_as_far_as_lists_and_calendars_need_an_example_gives_what_it_gives_read_whole() {
    let shelf = Shelf::built_in().unwrap();
    let indicators = Library::built_in().unwrap();
    let mut listed = 0;
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        lay_out(&example, &shelf, dir);
        let whole = Case::load(dir).unwrap();
        for at in [whole.facts.applied().unwrap(), last_day(&example)] {
            let (calendar, readings) = (&shelf.calendar, indicators.readings());
            let look = Look { at, calendar, readings, sealed: BTreeMap::new() };
            let lean = many::Known::default().case(dir, many::dated).unwrap();
            let told = format!("{:?}", whole.timetable(&look).unwrap());
            assert_eq!(format!("{:?}", lean.timetable(&look).unwrap()), told, "{example:?}");
            for list in &whole.profile.lists {
                let form = shelf.forms.form(&list.form).unwrap();
                let wanted = |p: &Profile| list::read_by(list, p);
                let lean = many::Known::default().case(dir, wanted).unwrap();
                let row = whole.listed(list, form, &look).unwrap();
                assert_eq!(lean.listed(list, form, &look).unwrap(), row, "{example:?}");
                listed += usize::from(row.is_some());
            }
        }
    }
    assert!(listed > 10, "{listed}");
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
        assert!(report.checked.values().sum::<u64>() > 10);
    }
}

/// Whether a condition holds in an example, as far as facts and typed fields say so.
fn holds(when: &When, case: &Case) -> bool {
    match when {
        When::Trait { r#trait, is } => case.facts.traits.get(r#trait) == Some(is),
        When::Field { slot, field, is } => {
            let typed = fs::read_to_string(case.dir.join(format!("forms/{slot}.toml")));
            let typed: toml::Table = typed.unwrap_or_default().parse().unwrap();
            let value = typed.get(field).and_then(toml::Value::as_str);
            value.is_some_and(|value| is.iter().any(|word| word == value))
        }
        When::Row { .. } | When::NoRow { .. } | When::Setting { .. } => false,
    }
}

/// What is said of a case from which one entry was taken, but for what follows from it and is told
/// beside it: deadlines whose own day stood in it are open again, rows that it put right are not.
fn told(case: &Case, at: Day, shelf: &Shelf, slot: &str, field: Option<&str>) -> Vec<Finding> {
    let stood = |deadline: &str| {
        let deadline = case.profile.deadlines.iter().find(|d| d.id == deadline);
        let event = deadline.and_then(|d| case.profile.events.iter().find(|e| e.id == d.event));
        let place = event.and_then(|e| e.field.as_deref()?.split_once(':'));
        place.is_some_and(|(s, f)| s == slot && field.is_none_or(|field| field == f))
    };
    let cures = |when: &When| matches!(when, When::NoRow { slot: by, .. } if by == slot);
    let grading = case.profile.grading.as_ref();
    let cured = grading
        .is_some_and(|g| g.rows.iter().map(|r| &r.cured).chain([&g.cured]).flatten().any(cures));
    let report = examined(case, at, shelf);
    let graded = [Code::CaseGradeBelow, Code::CaseGradeContradicts];
    let own = |f: &&Finding| {
        let open = [Code::CaseOverdue, Code::CaseDueRestDay].contains(&f.code);
        let open = open && stood(&f.place.field);
        !(open || cured && graded.contains(&f.code))
    };
    report.findings().into_iter().filter(own).cloned().collect()
}

#[test]
fn a_paper_that_is_taken_away_is_exactly_what_is_missing() {
    let shelf = Shelf::built_in().unwrap();
    let mut tried = 0;
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let (dir, kept) = (folder.path().join("case"), folder.path().join("kept"));
        lay_out(&example, &shelf, &dir);
        let case = Case::load(&dir).unwrap();
        let at = last_day(&example);
        let mut without = case.clone();
        for (_, slot) in case.slots() {
            let needed = match slot.need_for(&case.facts.grade) {
                Need::Required => true,
                Need::Conditional => slot.when.as_ref().is_some_and(|when| holds(when, &case)),
                Need::Optional => false,
            };
            if !needed {
                continue;
            }
            let ways = [format!("forms/{}.toml", slot.id), format!("evidence/{}", slot.id)];
            let mut ways = ways.iter().map(|way| dir.join(way)).filter(|path| path.exists());
            let path = ways.next().unwrap();
            assert_eq!(ways.next(), None, "{}: {} in two ways", example.display(), slot.id);
            fs::rename(&path, &kept).unwrap();
            without.refresh().unwrap();
            let found = told(&without, at, &shelf, &slot.id, None);
            let found: Vec<_> = found.iter().map(|f| (f.code, f.place.field.as_str())).collect();
            let wanted = [(Code::CaseSlotEmpty, slot.id.as_str())];
            assert_eq!(found, wanted, "{}: {}", example.display(), slot.id);
            fs::rename(&kept, &path).unwrap();
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn a_field_that_is_taken_away_is_exactly_what_is_missing() {
    let shelf = Shelf::built_in().unwrap();
    let examples = examples();
    // Two at a time: a debug build reads some thousand cases here.
    let (first, second) = examples.split_at(examples.len() / 2);
    let tried = |some: &[PathBuf]| some.iter().map(|e| fields_taken_from(e, &shelf)).sum::<usize>();
    let tried = std::thread::scope(|scope| {
        let first = scope.spawn(|| tried(first));
        tried(second) + first.join().unwrap()
    });
    assert!(tried > 1000, "{tried}");
}

/// Takes every required field that was typed in an example, one at a time; how many there were.
fn fields_taken_from(example: &Path, shelf: &Shelf) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("case");
    lay_out(example, shelf, &dir);
    let case = Case::load(&dir).unwrap();
    let at = last_day(example);
    let mut tried = 0;
    let papers = case.slots().filter_map(|(_, s)| Some((s.id.clone(), s.form.clone()?)));
    let volume = [
        ("volume.cover".to_string(), case.profile.volume.cover.clone()),
        ("volume.closing".to_string(), case.profile.volume.closing.clone()),
    ];
    for (slot, form) in papers.chain(volume) {
        let place = format!("forms/{slot}.toml");
        let path = dir.join(&place);
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let form = case.fitted(&slot, &form).unwrap();
        let typed: toml::Table = text.parse().unwrap();
        // What the facts of the case say anyway is not missed.
        let required =
            |key: &&String| form.field(key).is_some_and(|f| f.required && f.default_from.is_none());
        for key in typed.keys().filter(required) {
            let mut without = typed.clone();
            without.remove(key);
            fs::write(&path, toml::to_string(&without).unwrap()).unwrap();
            let found = told(&case, at, shelf, &slot, Some(key));
            // Of an opinion that nobody gave, the opinion itself is named.
            let found: Vec<_> = found
                .iter()
                .map(|f| {
                    (f.code, f.place.file.as_str(), f.place.field.trim_end_matches(".opinion"))
                })
                .collect();
            let wanted = [(Code::FormFieldMissing, place.as_str(), key.as_str())];
            assert_eq!(found, wanted, "{}: {key}", example.display());
            tried += 1;
        }
        fs::write(&path, text).unwrap();
    }
    tried
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
                indicators: &[],
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
