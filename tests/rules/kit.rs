//! A small case: the facts and papers that a rule looks at, and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use juanzong::base::time::Day;
use juanzong::case::{self, Case, Examination, Facts, Hit, Look, Standing, State, layout};
use juanzong::profile::indicators::Library;
use juanzong::profile::{Conflict, Profile, Rule, Shelf};
use juanzong::verdict::{Bearing, Code, Finding};

pub fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| Shelf::built_in().unwrap())
}

pub fn profile(id: &str) -> &'static Profile {
    shelf().profile(id).unwrap().0
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The facts of a case, as a person types them.
#[derive(Clone)]
pub struct Small {
    profile: &'static str,
    grade: String,
    applied: String,
    round: String,
    dates: String,
    traits: String,
    settings: String,
    lists: String,
    typed: BTreeMap<String, String>,
    received: Vec<String>,
}

impl Small {
    /// A case under a profile, for a grade, applied for on a day.
    pub fn new(profile: &'static str, grade: &str, applied: &str) -> Self {
        Self {
            profile,
            grade: grade.into(),
            applied: applied.into(),
            round: applied.chars().take(4).collect(),
            dates: String::new(),
            traits: String::new(),
            settings: String::new(),
            lists: String::new(),
            typed: BTreeMap::new(),
            received: Vec::new(),
        }
    }

    /// A round named otherwise than by the year of the application.
    pub fn round(mut self, round: &str) -> Self {
        self.round = round.into();
        self
    }

    /// The day of an event.
    pub fn on(mut self, event: &str, day: &str) -> Self {
        let _ = writeln!(self.dates, "{event} = {day}");
        self
    }

    /// What is true of the enterprise.
    pub fn is(mut self, name: &str, value: bool) -> Self {
        let _ = writeln!(self.traits, "{name} = {value}");
        self
    }

    /// A reading that the case takes.
    pub fn read(mut self, setting: &str, reading: &str) -> Self {
        let _ = writeln!(self.settings, "{setting} = \"{reading}\"");
        self
    }

    /// An entry of the enterprise's record.
    pub fn record(mut self, kind: &str, days: &[(&str, &str)]) -> Self {
        let _ = writeln!(self.lists, "[[record]]\nkind = \"{kind}\"");
        for (key, day) in days {
            let _ = writeln!(self.lists, "{key} = {day}");
        }
        self
    }

    /// An earlier application.
    pub fn earlier(mut self, applied: &str, grade: &str) -> Self {
        let _ = writeln!(self.lists, "[[earlier]]\napplied = {applied}\ngrade = \"{grade}\"");
        self
    }

    /// What was typed for a slot; further lines go to the end of what is there.
    pub fn typed(mut self, slot: &str, lines: &str) -> Self {
        let text = self.typed.entry(slot.into()).or_default();
        let _ = writeln!(text, "{lines}");
        self
    }

    /// A received file in a slot.
    pub fn received(mut self, slot: &str) -> Self {
        self.received.push(slot.into());
        self
    }

    /// The facts as a file.
    fn facts(&self) -> String {
        let profile = profile(self.profile);
        let division = profile.scope.divisions[0].replacen("00", "03", 1);
        format!(
            "case = \"{}-{division}-{}-0001\"\nprofile = \"{}\"\nround = \"{}\"\ngrade = \"{}\"\n\
             [branch]\nname = \"示例分局\"\n[city]\nname = \"示例市局\"\n[enterprise]\n\
             name = \"示例厂\"\ncode = \"91130200MA0TEAT01J\"\ndivision = \"{division}\"\n\
             plant = \"一厂区\"\nindustries = [\"水泥\"]\n[dates]\napplied = {}\n{}[traits]\n{}\
             [settings]\n{}{}",
            profile.short,
            self.round,
            self.profile,
            self.round,
            self.grade,
            self.applied,
            self.dates,
            self.traits,
            self.settings,
            self.lists,
        )
    }

    /// The case under its pinned rules, which are read once for every profile and grade.
    fn opened(&self) -> Case {
        static OPENED: Mutex<BTreeMap<(&str, String), Case>> = Mutex::new(BTreeMap::new());
        let mut opened = OPENED.lock().unwrap();
        let key = (self.profile, self.grade.clone());
        let case = opened.entry(key).or_insert_with(|| {
            let folder = tempfile::tempdir().unwrap();
            let (profile, text) = shelf().profile(self.profile).unwrap();
            for (name, text) in case::pinned(profile, text, shelf()).unwrap() {
                write(&folder.path().join(name), &text);
            }
            write(&folder.path().join(layout::FACTS), &self.facts());
            Case::load(folder.path()).unwrap()
        });
        case.clone()
    }

    /// A check of the case as of a day.
    pub fn examine(&self, at: &str) -> Examination {
        let folder = tempfile::tempdir().unwrap();
        for (slot, text) in &self.typed {
            write(&folder.path().join(layout::typed(slot)), text);
        }
        for slot in &self.received {
            write(&folder.path().join(format!("evidence/{slot}/材料.txt")), "材料");
        }
        let mut case = self.opened();
        case.dir = folder.path().to_path_buf();
        case.facts_text = self.facts();
        case.facts = Facts::parse(Path::new(layout::FACTS), &case.facts_text).unwrap();
        case.refresh().unwrap();
        static TABLES: OnceLock<Library> = OnceLock::new();
        let tables = TABLES.get_or_init(|| Library::built_in().unwrap());
        let look = Look {
            at: day(at),
            calendar: &shelf().calendar,
            readings: tables.readings(),
            sealed: BTreeMap::new(),
        };
        case.examine(&look).unwrap()
    }

    /// How a deadline stands as of a day.
    pub fn standing(&self, deadline: &str, at: &str) -> Standing {
        let found = self.examine(at).timetable.into_iter().find(|s| s.deadline.id == deadline);
        found.unwrap_or_else(|| panic!("`{deadline}` does not bind"))
    }

    /// Whether a deadline binds the case.
    pub fn binds(&self, deadline: &str, at: &str) -> bool {
        self.examine(at).timetable.iter().any(|s| s.deadline.id == deadline)
    }

    /// The last day in time of a deadline, and how it stands as of a day.
    pub fn due(&self, deadline: &str, at: &str) -> (String, State) {
        let standing = self.standing(deadline, at);
        (standing.due.unwrap().day.to_string(), standing.state)
    }

    /// What follows from the record, with the first day that is free of it.
    pub fn hits(&self) -> Vec<(String, Option<String>)> {
        let examined = self.examine(&self.applied);
        let told = |hit: &Hit| (hit.consequence.id.clone(), hit.free.map(|day| day.to_string()));
        examined.hits.iter().map(told).collect()
    }

    /// Whether the application is barred.
    pub fn is_barred(&self) -> bool {
        self.examine(&self.applied).report.has(Code::CaseBarred)
    }

    /// The findings of a code, as of the day of the application.
    pub fn found(&self, code: Code) -> Vec<Finding> {
        let report = self.examine(&self.applied).report;
        report.findings().into_iter().filter(|f| f.code == code).cloned().collect()
    }

    /// Whether a gate is told as closed: no, as a warning, or as a failure.
    pub fn closed(&self, gate: &str) -> Option<Bearing> {
        let closed = self.found(Code::CaseGateClosed);
        closed.iter().find(|f| f.place.field == gate).map(|f| f.bearing)
    }

    /// Whether a slot is told as missing: no, as a warning, or as a failure.
    pub fn missing(&self, slot: &str) -> Option<Bearing> {
        let empty = self.found(Code::CaseSlotEmpty);
        let of = |f: &&Finding| f.facts.iter().any(|(n, v)| *n == "slot" && v == slot);
        empty.iter().find(of).map(|f| f.bearing)
    }
}

/// The fact of a finding.
pub fn fact<'f>(finding: &'f Finding, name: &str) -> &'f str {
    finding.facts.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The day after.
pub fn next(text: &str) -> String {
    day(text).0.tomorrow().unwrap().to_string()
}

/// The stages of a grade's way.
pub fn stages(regulation: &str, grade: &str) -> Vec<String> {
    profile(regulation).narrowed(grade).stages.into_iter().map(|s| s.id).collect()
}

/// Whether two seats must not be held by one person.
pub fn apart(regulation: &str, one: &str, other: &str) -> bool {
    let has = |c: &Conflict, seat: &str| c.seats.iter().any(|s| s == seat);
    profile(regulation).conflicts.iter().any(|c| has(c, one) && has(c, other))
}

/// A rule that a profile tells and nothing computes.
pub fn told(regulation: &'static str, id: &str) -> &'static Rule {
    let found = profile(regulation).rules.iter().find(|r| r.id == id);
    found.unwrap_or_else(|| panic!("{regulation} does not tell `{id}`"))
}

/// The rows of an indicator paper, each met, with the grade that it reaches.
pub fn reaching(grades: &[&str]) -> String {
    let row = |grade: &&str| format!("[[rows]]\nresult = \"met\"\nreach = \"{grade}\"\n");
    grades.iter().map(row).collect()
}
