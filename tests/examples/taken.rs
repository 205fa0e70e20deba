//! What else can be taken from a full case: cells and rows of tables, facts, days, traits, the days of
//! the enterprise's record.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use juanzong::base::time::Day;
use juanzong::case::{APPLIED, Case, Facts, Look};
use juanzong::form::{Field, Form, Kind, Row, Value};
use juanzong::profile::indicators::Library;
use juanzong::profile::{Deadline, Shelf, Slot, When, binds};
use juanzong::verdict::{Bearing, Code, Finding};

use super::{examined, examples, last_day, lay_out, told};

/// An example laid out in a folder of its own.
struct Open {
    name: String,
    case: Case,
    at: Day,
    _folder: tempfile::TempDir,
}

fn open(example: &Path, shelf: &Shelf) -> Open {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("case");
    lay_out(example, shelf, &dir);
    let case = Case::load(&dir).unwrap();
    let name = example.file_name().unwrap().to_str().unwrap().to_string();
    Open { name, case, at: last_day(example), _folder: folder }
}

impl Open {
    /// The typed papers: data, form as the slot uses it, text.
    fn typed(&self) -> Vec<(String, Form, String)> {
        let profile = &self.case.profile;
        let papers = self.case.slots().filter_map(|(_, s)| Some((s.id.clone(), s.form.clone()?)));
        let volume = [
            ("volume.cover".to_string(), profile.volume.cover.clone()),
            ("volume.closing".to_string(), profile.volume.closing.clone()),
        ];
        let text =
            |slot: &str| fs::read_to_string(self.case.dir.join(format!("forms/{slot}.toml")));
        papers
            .chain(volume)
            .filter_map(|(slot, form)| {
                let text = text(&slot).ok()?;
                let form = self.case.fitted(&slot, &form).unwrap();
                Some((slot, form, text))
            })
            .collect()
    }

    /// What a check says of the case with other facts.
    fn with(&self, facts: &toml::Table, shelf: &Shelf) -> Vec<Finding> {
        let text = toml::to_string(facts).unwrap();
        let facts = Facts::parse(Path::new("case.toml"), &text).unwrap();
        let case = Case { facts, facts_text: text, ..self.case.clone() };
        let report = examined(&case, self.at, shelf);
        report.findings().into_iter().cloned().collect()
    }

    fn facts(&self) -> toml::Table {
        self.case.facts_text.parse().unwrap()
    }
}

/// Whether a cell must be filled, given its row and the paper.
fn needed(column: &Field, row: &Row, all: &Row) -> bool {
    column.required && column.when.as_ref().is_none_or(|when| when.holds(row, all))
}

#[test]
fn a_cell_that_is_taken_away_is_exactly_what_is_missing() {
    let shelf = Shelf::built_in().unwrap();
    let mut tried = 0;
    for example in examples() {
        let open = open(&example, &shelf);
        for (slot, form, text) in open.typed() {
            tried += cells_taken_from(&open, &shelf, &slot, &form, &text);
        }
    }
    assert!(tried > 2000, "{tried}");
}

/// Takes every cell that must be filled, one at a time, from one paper; how many there were. What the
/// paper itself says then is asked of each, what the whole case says of the first row of a table.
fn cells_taken_from(open: &Open, shelf: &Shelf, slot: &str, form: &Form, text: &str) -> usize {
    let place = format!("forms/{slot}.toml");
    let path = open.case.dir.join(&place);
    let typed: toml::Table = text.parse().unwrap();
    let (filled, _) = form.read(&place, text);
    let mut tried = 0;
    for table in form.fields() {
        let Kind::Table(rows) = &table.kind else { continue };
        let Some(Value::Table(values)) = filled.get(&table.id) else { continue };
        for (n, row) in values.iter().enumerate() {
            for column in &rows.columns {
                let id = &column.field.id;
                let alone = typed[&table.id][n].as_table().unwrap().len() == 1;
                if !needed(&column.field, row, &filled.0) || alone {
                    continue;
                }
                let mut without = typed.clone();
                without[&table.id][n].as_table_mut().unwrap().remove(id).unwrap();
                let text = toml::to_string(&without).unwrap();
                let own =
                    if matches!(column.field.kind, Kind::Opinion { .. }) { ".opinion" } else { "" };
                let field = format!("{}[{}].{id}{own}", table.id, n + 1);
                let named = |f: &Finding| (f.code, f.place.file.clone(), f.place.field.clone());
                let wanted = [(Code::FormFieldMissing, place.clone(), field.clone())];
                let (again, mut found) = form.read(&place, &text);
                found.extend(form.lacking(&place, &again, &open.case.given()));
                let found: Vec<(Code, String, String)> = found.iter().map(named).collect();
                assert_eq!(found, wanted, "{}", open.name);
                tried += 1;
                if n == 0 {
                    fs::write(&path, &text).unwrap();
                    let found = told(&open.case, open.at, shelf, slot, None);
                    let found: Vec<(Code, String, String)> = found
                        .iter()
                        .filter(|f| !follows(&open.case, slot, &table.id, f))
                        .map(named)
                        .collect();
                    assert_eq!(found, wanted, "{}", open.name);
                }
            }
        }
    }
    fs::write(&path, text).unwrap();
    tried
}

/// Whether a finding only says that the table from which a cell was taken decides nothing any more: a
/// gate that reads it is closed, its experts are of no industry.
fn follows(case: &Case, slot: &str, table: &str, finding: &Finding) -> bool {
    let reads = |when: &When| match when {
        When::Row { slot: s, table: t, .. } | When::NoRow { slot: s, table: t, .. } => {
            s == slot && t == table
        }
        When::Trait { .. } | When::Field { .. } | When::Setting { .. } => false,
    };
    let mut gates = case.profile.gates.iter();
    let gate = gates.any(|g| g.id == finding.place.field && reads(&g.holds));
    let expert = finding.code == Code::CaseExpertIndustry && finding.place.field == table;
    finding.code == Code::CaseGateClosed && gate || expert
}

#[test]
fn rows_that_are_taken_away_below_the_least_are_counted() {
    let shelf = Shelf::built_in().unwrap();
    let mut tried = 0;
    for example in examples() {
        let open = open(&example, &shelf);
        for (slot, form, text) in open.typed() {
            let place = format!("forms/{slot}.toml");
            let typed: toml::Table = text.parse().unwrap();
            for table in form.fields() {
                let Kind::Table(rows) = &table.kind else { continue };
                if !table.required || !typed.contains_key(&table.id) {
                    continue;
                }
                let mut few = typed.clone();
                few[&table.id].as_array_mut().unwrap().truncate(rows.least.saturating_sub(1));
                let (_, found) = form.read(&place, &toml::to_string(&few).unwrap());
                let found: Vec<_> =
                    found.iter().map(|f| (f.code, f.place.field.as_str())).collect();
                let code = if rows.least > 1 { Code::FormRows } else { Code::FormFieldMissing };
                assert_eq!(found, [(code, table.id.as_str())], "{} {slot}", open.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// The facts without which there is no case, as keys of `case.toml`.
const NEEDED: [&str; 9] = [
    "case",
    "profile",
    "round",
    "grade",
    "branch.name",
    "enterprise.name",
    "enterprise.code",
    "enterprise.division",
    "enterprise.plant",
];

/// The table of a dotted key, and its last part.
fn place_of<'t, 'k>(facts: &'t mut toml::Table, key: &'k str) -> (&'t mut toml::Table, &'k str) {
    match key.split_once('.') {
        Some((table, key)) => (facts[table].as_table_mut().unwrap(), key),
        None => (facts, key),
    }
}

#[test]
fn a_fact_that_is_taken_away_is_exactly_what_is_missing() {
    let shelf = Shelf::built_in().unwrap();
    for example in examples() {
        let open = open(&example, &shelf);
        for key in NEEDED {
            let mut facts = open.facts();
            let (table, last) = place_of(&mut facts, key);
            table.insert(last.into(), "".into());
            let found = open.with(&facts, &shelf);
            let found: Vec<_> = found.iter().map(|f| (f.code, f.place.field.as_str())).collect();
            assert_eq!(found, [(Code::CaseFactInvalid, key)], "{}", open.name);
            // Without the key itself nobody can tell what case it is: the reader names it.
            let (table, last) = place_of(&mut facts, key);
            table.remove(last).unwrap();
            let text = toml::to_string(&facts).unwrap();
            let error = Facts::parse(Path::new("case.toml"), &text).unwrap_err().to_string();
            assert!(error.contains(&format!("`{last}`")), "{}: {error}", open.name);
        }
    }
}

#[test]
fn a_city_or_an_industry_that_is_taken_away_is_told_once_where_papers_need_it() {
    let shelf = Shelf::built_in().unwrap();
    for example in examples() {
        let open = open(&example, &shelf);
        let mut facts = open.facts();
        facts.remove("city");
        let found = open.with(&facts, &shelf);
        let found: Vec<_> = found.iter().map(|f| (f.code, f.place.field.as_str())).collect();
        // A bureau that issued its own rules is the city.
        let wanted = [(Code::CaseFactInvalid, "city.name")];
        let wanted = if open.case.profile.city().is_none() { &wanted[..] } else { &[] };
        assert_eq!(found, wanted, "{}", open.name);
        let mut facts = open.facts();
        facts["enterprise"].as_table_mut().unwrap().remove("industries").unwrap();
        let mut found = open.with(&facts, &shelf);
        // Of no industry no expert is.
        found.retain(|f| f.code != Code::CaseExpertIndustry);
        let needs = open.typed().iter().any(|(_, form, text)| {
            let typed: toml::Table = text.parse().unwrap();
            let of = ["enterprise.industries", "enterprise.industries.names"];
            let fact =
                |f: &&Field| f.default_from.as_deref().is_some_and(|from| of.contains(&from));
            form.fields().filter(fact).any(|f| f.required && !typed.contains_key(&f.id))
        });
        let found: Vec<_> = found.iter().map(|f| (f.code, f.place.field.as_str())).collect();
        let wanted = [(Code::CaseFactInvalid, "enterprise.industries")];
        assert_eq!(found, if needs { &wanted[..] } else { &[] }, "{}", open.name);
    }
}

/// The deadlines that bind the full case.
fn bound(open: &Open, shelf: &Shelf) -> Vec<Deadline> {
    let indicators = Library::built_in().unwrap();
    let look = Look {
        at: open.at,
        calendar: &shelf.calendar,
        readings: indicators.readings(),
        sealed: BTreeMap::new(),
    };
    open.case.timetable(&look).unwrap().into_iter().map(|s| s.deadline).collect()
}

#[test]
fn a_day_that_is_taken_away_is_missed_by_every_limit_that_counts_with_it_and_by_nothing_else() {
    let shelf = Shelf::built_in().unwrap();
    let mut tried = 0;
    for example in examples() {
        let open = open(&example, &shelf);
        let bound = bound(&open, &shelf);
        for event in open.case.facts.dates.keys() {
            let mut facts = open.facts();
            facts["dates"].as_table_mut().unwrap().remove(event).unwrap();
            let found = open.with(&facts, &shelf);
            // A day that no limit of this case counts with is kept for the record, and the bureau's
            // own duties are told once and not in every case: nobody misses them here.
            let counts =
                |d: &Deadline| d.event == *event || d.due.events().first() == Some(&event.as_str());
            let grade = &open.case.facts.grade;
            let mut limits = bound.iter().filter(|d| !d.per_round && binds(&d.grades, grade));
            let missed = event == APPLIED || limits.any(counts);
            assert!(!missed || !found.is_empty(), "{}: {event}", open.name);
            for f in &found {
                let mine = if f.place.file.is_empty() {
                    let mut deadlines = open.case.profile.deadlines.iter();
                    let deadline = deadlines.find(|d| d.id == f.place.field).unwrap();
                    let open = [Code::CaseOverdue, Code::CaseDueRestDay].contains(&f.code);
                    // Without the day on which it started anew the count runs from the first.
                    let late = f.code == Code::CaseDoneLate;
                    open && deadline.event == *event
                        || late && deadline.due.events().contains(&event.as_str())
                } else {
                    let code = match event.as_str() {
                        APPLIED => Code::CaseFactInvalid,
                        _ => Code::CaseDayUnknown,
                    };
                    (f.code, f.place.field.as_str()) == (code, &format!("dates.{event}"))
                };
                assert!(mine, "{}: {event}: {f:?}", open.name);
            }
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

/// Whether a paper that is not there or a limit hangs on a trait.
fn hangs(case: &Case, id: &str) -> bool {
    let of =
        |when: &Option<When>| matches!(when, Some(When::Trait { r#trait, .. }) if r#trait == id);
    let filled =
        |slot: &Slot| case.is_typed(slot) || case.evidence.iter().any(|i| i.slot == slot.id);
    let paper = |slot: &Slot| of(&slot.when) || slot.warn_trait.as_deref() == Some(id);
    let grade = &case.facts.grade;
    case.slots().any(|(_, slot)| paper(slot) && !filled(slot))
        || case.profile.deadlines.iter().any(|d| binds(&d.grades, grade) && of(&d.when))
}

#[test]
fn a_trait_that_is_taken_away_is_asked_for_where_something_hangs_on_it() {
    let shelf = Shelf::built_in().unwrap();
    let mut named = 0;
    for example in examples() {
        let open = open(&example, &shelf);
        for (id, value) in &open.case.facts.traits {
            let mut facts = open.facts();
            facts["traits"].as_table_mut().unwrap().remove(id).unwrap();
            let found = open.with(&facts, &shelf);
            let found: Vec<_> =
                found.iter().map(|f| (f.code, f.bearing, f.place.field.clone())).collect();
            let asked = (Code::CaseTraitUnstated, Bearing::Note, format!("traits.{id}"));
            // What hangs on it and is there asks no more.
            let wanted = if hangs(&open.case, id) { vec![asked] } else { Vec::new() };
            assert_eq!(found, wanted, "{}: {id} = {value}", open.name);
            named += wanted.len();
        }
    }
    assert!(named > 5, "{named}");
}

#[test]
fn an_entry_of_the_record_without_its_day_or_of_no_kind_is_named() {
    let shelf = Shelf::built_in().unwrap();
    for example in examples() {
        let open = open(&example, &shelf);
        let kind = open.case.profile.records[0].id.clone();
        for (kind, day, field) in
            [(kind.as_str(), "", "finding"), ("no-such", "finding = 1990-01-05\n", "kind")]
        {
            let entry = format!("\n[[record]]\nkind = \"{kind}\"\n{day}");
            let facts = format!("{}{entry}", open.case.facts_text).parse().unwrap();
            let found = open.with(&facts, &shelf);
            let found: Vec<_> = found.iter().map(|f| (f.code, f.place.field.clone())).collect();
            let wanted = [(Code::CaseFactInvalid, format!("record.1.{field}"))];
            assert_eq!(found, wanted, "{}", open.name);
        }
    }
}
