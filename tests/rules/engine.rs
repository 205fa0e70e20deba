//! What every regulation may say is read the same way: entries found in the course of a case, limits
//! and papers that hang on a statement, processes on several ladders, days that nobody typed; each on
//! both sides of its boundary, over all regulations that use it.

use juanzong::case::State;
use juanzong::profile::time::Due;
use juanzong::profile::{DayOf, Need, Profile, Reach, When, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, day, fact, next, shelf};

/// The day on which the cases of these tests apply, in all regulations.
const APPLIED: &str = "2026-03-10";

/// The rules by which enterprises apply; those that look back on dossiers have no applications.
fn profiles() -> impl Iterator<Item = (&'static str, &'static Profile)> {
    let all = shelf().ids().map(|id| (id, shelf().profile(id).unwrap().0));
    all.filter(|(_, profile)| profile.lookback.is_none())
}

fn before(text: &str) -> String {
    day(text).0.yesterday().unwrap().to_string()
}

#[test]
fn what_is_found_in_the_course_counts_from_the_day_of_the_application_on() {
    let mut tried = 0;
    for (id, profile) in profiles() {
        for c in profile.consequences.iter().filter(|c| c.reach == Reach::InCourse) {
            assert_eq!(c.counts, [DayOf::Finding], "{id} {}", c.id);
            let grade = c.grades.first().unwrap_or(&profile.scope.grades[0]);
            for kind in &c.records {
                let hit = |found: &str| {
                    let case = Small::new(id, grade, APPLIED).record(kind, &[("finding", found)]);
                    case.hits().iter().any(|(hit, _)| *hit == c.id)
                };
                let found = [before(APPLIED), APPLIED.to_string(), next(APPLIED)];
                let found = found.map(|found| hit(&found));
                assert_eq!(found, [false, true, true], "{id} {} {kind}", c.id);
                tried += 1;
            }
        }
    }
    assert!(tried >= 8, "{tried}");
}

#[test]
fn a_limit_that_hangs_on_a_statement_binds_where_it_is_so_and_not_where_it_is_not_or_nobody_said() {
    let mut tried = [0, 0];
    for (id, profile) in profiles() {
        for deadline in &profile.deadlines {
            let Some(When::Trait { r#trait, is }) = &deadline.when else { continue };
            let grade = profile.scope.grades.iter().find(|g| binds(&deadline.grades, g)).unwrap();
            let case = Small::new(id, grade, APPLIED);
            let said = |value| case.clone().is(r#trait, value).binds(&deadline.id, APPLIED);
            assert_eq!((said(*is), said(!*is)), (true, false), "{id} {}", deadline.id);
            assert!(!case.binds(&deadline.id, APPLIED), "{id} {}", deadline.id);
            let asked = case.found(Code::CaseTraitUnstated);
            let asked = asked.iter().filter(|f| fact(f, "id") == r#trait).count();
            assert_eq!(asked, 1, "{id} {}", deadline.id);
            tried[usize::from(*is)] += 1;
        }
    }
    assert!(tried.iter().all(|n| *n >= 2), "{tried:?}");
}

#[test]
fn a_paper_that_hangs_on_a_statement_is_missed_where_it_is_so_and_asked_about_where_nobody_said() {
    let mut tried = [0, 0];
    for (id, profile) in profiles() {
        for slot in profile.slots.iter().filter(|s| s.need == Need::Conditional) {
            let Some(When::Trait { r#trait, is }) = &slot.when else { continue };
            let conditional = |g: &&String| slot.need_for(g) == Need::Conditional;
            for grade in slot.grades.iter().filter(conditional) {
                let warns = slot.warn.contains(grade);
                let bearing = if warns { Bearing::Note } else { Bearing::Fails };
                let case = Small::new(id, grade, APPLIED);
                let said = |value| case.clone().is(r#trait, value).missing(&slot.id);
                assert_eq!(
                    (said(*is), said(!*is)),
                    (Some(bearing), None),
                    "{id} {grade} {}",
                    slot.id
                );
                assert_eq!(case.missing(&slot.id), None, "{id} {grade} {}", slot.id);
                let asked = case.found(Code::CaseTraitUnstated);
                let asked = asked.iter().filter(|f| fact(f, "id") == r#trait).count();
                assert_eq!(asked, 1, "{id} {grade} {}", slot.id);
                tried[usize::from(*is)] += 1;
            }
        }
    }
    assert!(tried.iter().all(|n| *n >= 3), "{tried:?}");
}

#[test]
fn rules_q11_processes_on_two_ladders_are_kept_apart_and_never_merged() {
    for (id, profile) in profiles() {
        let row = |unit: &str, reach: &str| {
            format!("[[rows]]\nunit = \"{unit}\"\nresult = \"met\"\nreach = \"{reach}\"\n")
        };
        let found = |rows: &str| {
            let case = Small::new(id, "A", APPLIED).typed("app.self", rows);
            let codes = [Code::CaseGradeMixed, Code::CaseGradeContradicts, Code::CaseGradeBelow];
            codes.map(|code| case.found(code).len())
        };
        let (a, leading, b) = (row("熟料线", "a"), row("发泡线", "leading"), row("熟料线", "b"));
        assert_eq!(found(&format!("{a}{a}")), [0, 0, 0], "{id}");
        assert_eq!(found(&format!("{a}{leading}")), [1, 0, 0], "{id}");
        // One process does not stand on two ladders: there the row is wrong.
        let same = row("熟料线", "leading");
        assert_eq!(found(&format!("{a}{same}")), [0, 1, 0], "{id}");
        // What is wrong with a row is told first.
        assert_eq!(found(&format!("{b}{leading}")), [0, 1, 0], "{id}");
        assert!(profile.settings.iter().any(|s| s.id == "q11"), "{id}");
    }
}

#[test]
fn a_day_that_nobody_typed_is_asked_for_once_what_it_limits_was_done() {
    let mut tried = 0;
    for (id, profile) in profiles() {
        for deadline in &profile.deadlines {
            let Due::Set { event } = &deadline.due else { continue };
            let typed = |e: &juanzong::profile::Event| e.id == *event && e.field.is_none();
            if !profile.events.iter().any(typed) {
                continue;
            }
            let Some(When::Field { slot, field, is }) = &deadline.when else { panic!("{id}") };
            let grade = &deadline.grades[0];
            let open = Small::new(id, grade, APPLIED);
            let open = open.typed(slot, &format!("{field} = \"{}\"", is[0]));
            assert_eq!(open.found(Code::CaseDayUnknown), [], "{id}");
            let done = open.clone().on(&deadline.event, APPLIED);
            let asked = done.found(Code::CaseDayUnknown);
            let asked: Vec<(&str, Bearing)> =
                asked.iter().map(|f| (f.place.field.as_str(), f.bearing)).collect();
            assert_eq!(asked, [(&*format!("dates.{event}"), Bearing::Unsettled)], "{id}");
            let set = done.on(event, APPLIED);
            assert_eq!(set.found(Code::CaseDayUnknown), [], "{id}");
            assert_eq!(set.due(&deadline.id, APPLIED).1, State::Met, "{id}");
            tried += 1;
        }
    }
    assert!(tried > 0);
}
