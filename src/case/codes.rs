//! What the code tables say of a case's enterprise: its credit code, division and industries. All of
//! it is advice: lawful codes with wrong check characters exist, and no table knows everything.

use std::sync::LazyLock;

use super::facts::Facts;
use crate::base::credit::{self, CreditCode};
use crate::base::time::Day;
use crate::profile::codes::{Divisions, Found, Industries, Match, Standing};
use crate::verdict::{Code, Finding, Place};

// Read once: a folder of ten thousand cases asks ten thousand times. A test keeps both whole.
static DIVISIONS: LazyLock<Option<Divisions>> = LazyLock::new(|| Divisions::built_in().ok());
static INDUSTRIES: LazyLock<Option<Industries>> = LazyLock::new(|| Industries::built_in().ok());

/// What is doubtful in the enterprise's codes; `place` gives the place of a field of the facts.
pub(super) fn doubts(facts: &Facts, place: impl Fn(&str) -> Place) -> Vec<Finding> {
    let e = &facts.enterprise;
    let mut out = Vec::new();
    if let CreditCode::CheckWrong(part) = credit::check(&e.code) {
        out.push(
            Finding::new(Code::CaseCreditCode, place("enterprise.code"))
                .with("found", &e.code)
                .with("part", part.id())
                .under(part.clause()),
        );
    }
    out.extend(division(facts, place("enterprise.division")));
    // Which industries a place has of its own is not asked of no place.
    if e.division.trim().is_empty() {
        return out;
    }
    let at = place("enterprise.industries");
    out.extend(e.industries.iter().filter_map(|typed| industry(typed, &e.division, at.clone())));
    out
}

/// What an industry may be called: as it was typed, and by the key industries it belongs to.
pub(super) fn names(typed: &[String]) -> Vec<String> {
    let mut names: Vec<String> = typed.iter().filter(|name| !name.is_empty()).cloned().collect();
    if let Some(table) = INDUSTRIES.as_ref() {
        for name in typed {
            if let Found::Industries(all) = table.find(name) {
                names.extend(all.iter().map(|m| m.industry.name.clone()));
            }
        }
    }
    names
}

/// Industries as prose names them: the key industry that a code can only mean, else the class of the
/// code, else what was typed.
pub(super) fn called(typed: &[String]) -> String {
    let called = |name: &String| {
        let found = INDUSTRIES.as_ref().map(|table| table.find(name));
        match found {
            Some(Found::Industries(all)) if all.len() == 1 => {
                all.first().map_or_else(|| name.clone(), |m| m.industry.name.clone())
            }
            Some(Found::Unmapped { class: Some(class), .. }) => class.to_string(),
            Some(Found::Industries(_) | Found::Unmapped { .. } | Found::Unknown) | None => {
                name.clone()
            }
        }
    };
    typed.iter().map(called).collect::<Vec<_>>().join("、")
}

/// What a division was called on a day, or is called now.
pub(super) fn division_name(code: &str, at: Option<Day>) -> Option<String> {
    let divisions = DIVISIONS.as_ref()?;
    match divisions.standing(code, at?) {
        Standing::Holds(d) | Standing::Ended(d, _) | Standing::NotYet(d) => Some(d.name.clone()),
        Standing::Unknown | Standing::Unlisted => None,
    }
}

/// A division code that did not hold on the day of the application.
fn division(facts: &Facts, at: Place) -> Option<Finding> {
    let code = &facts.enterprise.division;
    // That it is missing is told with the other facts.
    if code.trim().is_empty() {
        return None;
    }
    let doubt = |problem: &str, name: &str, day: String, now: String| {
        Finding::new(Code::CaseDivisionDoubtful, at)
            .with("problem", problem)
            .with("code", code)
            .with("name", name)
            .with("day", day)
            .with("now", now)
    };
    let none = || "none".to_string();
    let day = |day: Option<Day>| day.map_or_else(none, |d| d.to_string());
    match DIVISIONS.as_ref()?.standing(code, facts.applied()?) {
        Standing::Ended(was, now) => {
            let now = now.map_or_else(none, |d| format!("{} {}", d.code, d.name));
            Some(doubt("ended", &was.name, day(was.until), now))
        }
        Standing::NotYet(later) => Some(doubt("not-yet", &later.name, day(later.from), none())),
        Standing::Unknown => Some(doubt("unknown", "none", none(), none())),
        Standing::Holds(_) | Standing::Unlisted => None,
    }
}

/// An industry that does not lead to exactly one key industry of the place.
fn industry(typed: &str, division: &str, at: Place) -> Option<Finding> {
    let table = INDUSTRIES.as_ref()?;
    let doubt = |problem: &str, found: &str, meant: &[&Match]| {
        let names = meant.iter().map(|m| m.industry.name.as_str()).collect::<Vec<_>>();
        let names_en = meant.iter().map(|m| m.industry.name_en.as_str()).collect::<Vec<_>>();
        Finding::new(Code::CaseIndustryDoubtful, at)
            .with("problem", problem)
            .with("found", found)
            .with("meant", names.join("、"))
            .with("meant-en", names_en.join(", "))
    };
    match table.find(typed) {
        Found::Industries(all) => {
            let all: Vec<&Match> = all.iter().collect();
            let binds = |m: &&Match| table.binds(m.industry, division);
            let here: Vec<&Match> = all.iter().copied().filter(binds).collect();
            match here.as_slice() {
                [_] => None,
                [] => Some(doubt("elsewhere", typed, &all)),
                several => Some(doubt("several", typed, several)),
            }
        }
        Found::Unmapped { code, class } => {
            let found = class.map_or_else(|| code.clone(), |class| format!("{code} {class}"));
            Some(doubt("unmapped", &found, &[]))
        }
        Found::Unknown => Some(doubt("unknown", typed, &[])),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const FACTS: &str = "case = 'X'\nprofile = 'x'\nround = '2026Q2'\ngrade = 'C'\n\
        [branch]\nname = '某分局'\n[enterprise]\nname = '示例厂'\ncode = '91130200MA0TEAT01J'\n\
        division = '130283'\nplant = '一厂区'\nindustries = ['C3021']\n[dates]\napplied = 2026-03-02\n";

    /// The problems that are found after one replacement, with what they name.
    fn found(from: &str, to: &str) -> Vec<(Code, String)> {
        assert!(FACTS.contains(from), "{from}");
        let facts = Facts::parse(Path::new("case.toml"), &FACTS.replace(from, to)).unwrap();
        doubts(&facts, |field| Place::field("case.toml", 1, field))
            .into_iter()
            .map(|f| {
                let fact = |name| f.facts.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
                let told = ["part", "problem", "name", "now", "meant"].map(fact);
                (f.code, told.into_iter().flatten().collect::<Vec<_>>().join(" "))
            })
            .collect()
    }

    #[test]
    fn the_tables_are_whole() {
        assert!(DIVISIONS.is_some() && INDUSTRIES.is_some());
    }

    #[test]
    fn codes_that_hold_are_passed_over() {
        assert_eq!(found("x", "x"), []);
        // An area that nobody listed cannot be judged, nor a day that is not given.
        assert_eq!(found("130283", "990100"), []);
        assert_eq!(found("applied = 2026-03-02\n", ""), []);
        assert_eq!(found("'C3021'", "'水泥', 'coating'"), []);
    }

    #[test]
    fn a_wrong_check_character_warns_in_the_facts_as_on_paper() {
        let code = Code::CaseCreditCode;
        assert_eq!(found("T01J", "T01K"), [(code, "whole".to_string())]);
        assert_eq!(found("T01J", "T02M"), [(code, "body".to_string())]);
    }

    #[test]
    fn a_division_is_judged_on_the_day_of_the_application() {
        let code = Code::CaseDivisionDoubtful;
        let ended = "ended 滦县 130284 滦州市".to_string();
        assert_eq!(found("130283", "130223"), [(code, ended)]);
        assert_eq!(found("130283", "130299"), [(code, "unknown none none".to_string())]);
        assert_eq!(found("130283'", "130284'"), []);
        let facts = FACTS.replace("130283", "130284").replace("2026-03-02", "2017-12-31");
        let facts = Facts::parse(Path::new("case.toml"), &facts).unwrap();
        let finding = division(&facts, Place::default()).unwrap();
        assert!(finding.facts.contains(&("problem", "not-yet".to_string())));
        assert!(finding.facts.contains(&("day", "2018-01-01".to_string())));
    }

    #[test]
    fn a_list_names_an_industry_where_its_code_can_only_mean_one() {
        for (typed, name) in [
            ("C3391", "铸造"),
            ("工业涂装", "工业涂装"),
            ("C3120", "C3120"),
            ("C3024", "轻质建筑材料制造"),
            ("水泥厂", "水泥厂"),
        ] {
            assert_eq!(called(&[typed.to_string()]), name);
        }
        assert_eq!(called(&["C3391".to_string(), "工业涂装".to_string()]), "铸造、工业涂装");
    }

    #[test]
    fn an_industry_that_may_be_several_or_none_is_shown_not_chosen() {
        let code = Code::CaseIndustryDoubtful;
        let told = |text: &str| vec![(code, text.to_string())];
        assert_eq!(found("C3021", "C3120"), told("several 长流程联合钢铁、短流程钢铁"));
        assert_eq!(found("C3021", "C3023"), told("unmapped "));
        assert_eq!(found("C3021", "C1311"), told("unmapped "));
        assert_eq!(found("C3021", "水泥厂"), told("unknown "));
        assert_eq!(found("C3021", "工业硅"), told("elsewhere 工业硅"));
        assert_eq!(found("C3021", "C3021', 'C3120").len(), 1);
    }
}
