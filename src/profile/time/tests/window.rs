//! Windows: bans, look-backs, calendar years and crowds, each on both sides of its ends
//! (`rules.md` A3, Q8, Q12, Q13, A9).

use proptest::prelude::*;

use super::super::window::{
    LookBack, Span, anniversary, ban, crowded, crowded_working, look_back, rest_of_year,
};
use super::super::{Calendar, YearMissing};
use super::{built_in, day, days};
use crate::base::time::Day;

/// Look-back of a year with the bar of the calendar year.
const YEAR: LookBack = LookBack { years: 1, year_bar: true };

/// What the look-back alone bars.
const ALONE: LookBack = LookBack { years: 1, year_bar: false };

fn next(events: &[&str], earlier: &[&str], at: &str) -> Option<String> {
    let bar = look_back(YEAR, &days(events), &days(earlier), day(at))?;
    Some(bar.next.map_or_else(String::new, |day| day.to_string()))
}

#[test]
fn rules_a9_v_ban_the_anniversary_is_still_barred() {
    let barred = ban(day("2025-03-10"), 1).unwrap();
    assert_eq!(barred.free(), Some(day("2026-03-11")));
    for (on, inside) in
        [("2025-03-09", false), ("2025-03-10", true), ("2026-03-10", true), ("2026-03-11", false)]
    {
        assert_eq!(barred.contains(day(on)), inside, "{on}");
    }
}

#[test]
fn ts_4_and_sx_3b_4_fraud_bars_for_one_year_from_the_finding_and_never_rolls() {
    // The last day is a Saturday: bans do not move (Q5).
    let barred = ban(day("2025-05-30"), 1).unwrap();
    assert_eq!((barred.last, barred.free()), (day("2026-05-30"), Some(day("2026-05-31"))));
}

#[test]
fn uq_19_5_violations_after_grading_bar_an_upgrade_for_a_year_after_the_decision() {
    let barred = ban(day("2024-02-29"), 1).unwrap();
    assert!(barred.contains(day("2025-02-28")));
    assert_eq!(barred.free(), Some(day("2025-03-01")), "Q13: 28 February in a common year");
}

#[test]
fn rules_q13_the_anniversary_of_29_february_is_28_february_in_common_years() {
    for (from, years, to) in [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-02-28", 3, "2028-02-28"),
        ("2025-11-10", 1, "2026-11-10"),
    ] {
        assert_eq!(anniversary(day(from), years), Some(day(to)), "{from} + {years}");
    }
    assert_eq!(anniversary(day("9999-01-01"), 1), None);
    assert_eq!(anniversary(day("2026-01-01"), u16::MAX), None);
}

#[test]
fn rules_a9_v_uq15_the_next_day_on_which_an_application_is_free() {
    let violation = ["2025-11-10"];
    assert_eq!(next(&violation, &[], "2025-12-01").as_deref(), Some("2026-11-11"));
    assert_eq!(next(&violation, &[], "2026-03-01").as_deref(), Some("2027-01-01"));
    assert_eq!(next(&violation, &[], "2026-12-01"), None, "allowed");
}

#[test]
fn rules_a9_v_uq15_edge_both_ends_are_closed() {
    for (at, barred) in
        [("2025-11-09", false), ("2025-11-10", true), ("2026-11-10", true), ("2026-11-11", false)]
    {
        assert_eq!(next(&["2025-11-10"], &[], at).is_some(), barred, "first filing on {at}");
    }
}

#[test]
fn uq_15_a_refused_filing_bars_the_rest_of_its_calendar_year_and_no_more() {
    let violation = days(&["2025-11-10"]);
    let refused = days(&["2026-03-01"]);
    let bar = look_back(YEAR, &violation, &refused, day("2026-12-01")).unwrap();
    assert!(bar.hits.is_empty(), "the look-back alone would let it pass");
    assert_eq!(bar.refused, refused);
    assert_eq!((bar.year_end, bar.next), (Some(day("2026-12-31")), Some(day("2027-01-01"))));
    for at in ["2026-12-31", "2026-11-11"] {
        assert!(look_back(YEAR, &violation, &refused, day(at)).is_some(), "{at}");
    }
    assert_eq!(look_back(YEAR, &violation, &refused, day("2027-01-01")), None);
    // The setting off, only the look-back bars.
    assert_eq!(look_back(ALONE, &violation, &refused, day("2026-12-01")), None);
    let alone = look_back(ALONE, &violation, &[], day("2026-03-01")).unwrap();
    assert_eq!((alone.year_end, alone.next), (None, Some(day("2026-11-11"))));
    // The filing that is asked about is not an earlier one.
    let same = look_back(YEAR, &violation, &refused, day("2026-03-01")).unwrap();
    assert_eq!((same.hits.len(), &same.refused[..]), (1, &[][..]));
    // A filing that was free bars none, nor does one on the day itself or after it.
    let free = days(&["2026-11-20", "2026-12-01", "2026-12-24"]);
    assert_eq!(look_back(YEAR, &violation, &free, day("2026-12-01")), None);
    let later = days(&["2026-03-01"]);
    assert_eq!(look_back(YEAR, &days(&["2025-01-01"]), &later, day("2026-02-01")), None);
}

#[test]
fn several_violations_are_all_shown_and_the_next_day_is_free_of_every_one() {
    let violations = days(&["2026-02-01", "2025-11-10", "2026-12-30", "2024-01-01"]);
    let bar = look_back(YEAR, &violations, &[], day("2026-03-01")).unwrap();
    let hits: Vec<Day> = bar.hits.iter().map(|hit| hit.first).collect();
    assert_eq!(hits, days(&["2025-11-10", "2026-02-01"]));
    assert_eq!(bar.next, Some(day("2027-12-31")), "1 January 2027 lies in two other windows");
}

#[test]
fn a_look_back_that_runs_out_of_years_has_no_next_day() {
    let bar = look_back(YEAR, &days(&["9998-12-31"]), &[], day("9999-01-01")).unwrap();
    assert_eq!(bar.next, None);
}

#[test]
fn sx_4_2_a_violation_bars_the_rest_of_its_calendar_year() {
    let barred = rest_of_year(day("2026-05-20"));
    for (on, inside) in
        [("2026-05-19", false), ("2026-05-20", true), ("2026-12-31", true), ("2027-01-01", false)]
    {
        assert_eq!(barred.contains(day(on)), inside, "{on}");
    }
    assert_eq!(barred.free(), Some(day("2027-01-01")));
    let last = rest_of_year(day("2026-12-31"));
    assert_eq!((last.first, last.last), (day("2026-12-31"), day("2026-12-31")));
}

#[test]
fn ts_2_2_enforcement_and_air_look_one_year_back_without_barring_the_calendar_year() {
    let violation = days(&["2025-04-20"]);
    for (at, within) in
        [("2025-04-19", false), ("2025-04-20", true), ("2026-04-20", true), ("2026-04-21", false)]
    {
        assert_eq!(look_back(ALONE, &violation, &[], day(at)).is_some(), within, "{at}");
    }
}

#[test]
fn smx_2_3_a_title_counts_for_three_years() {
    let counts = ban(day("2022-06-30"), 3).unwrap();
    assert!(counts.contains(day("2025-06-30")) && !counts.contains(day("2025-07-01")));
}

#[test]
fn rules_q8_more_than_four_dossiers_in_two_consecutive_calendar_days() {
    let four = days(&["2026-05-12", "2026-05-12", "2026-05-13", "2026-05-13"]);
    assert!(crowded(&four, 4).is_empty());
    let five = [four.clone(), days(&["2026-05-12"])].concat();
    let found = crowded(&five, 4);
    assert_eq!(found.len(), 1);
    let pair = Span { first: day("2026-05-12"), last: day("2026-05-13") };
    assert_eq!((found[0].days, found[0].count), (pair, 5));
    // A day between them and they are no longer consecutive.
    let gap = days(&["2026-05-12", "2026-05-12", "2026-05-12", "2026-05-14", "2026-05-14"]);
    assert!(crowded(&gap, 4).is_empty());
    // One day can be enough.
    let one = [day("2026-05-12"); 5];
    assert_eq!(crowded(&one, 4)[0].days, pair);
    assert!(crowded(&[], 4).is_empty() && crowded(&one, 5).is_empty());
    // Three days: both pairs are said.
    let three = days(&[
        "2026-05-11",
        "2026-05-11",
        "2026-05-12",
        "2026-05-12",
        "2026-05-12",
        "2026-05-13",
        "2026-05-13",
    ]);
    assert_eq!(crowded(&three, 4).iter().map(|c| c.count).collect::<Vec<_>>(), [5, 5]);
}

#[test]
fn rules_q8_read_in_working_days_a_weekend_does_not_part_two_days() {
    let calendar = built_in();
    let friday_and_monday =
        days(&["2026-05-15", "2026-05-15", "2026-05-15", "2026-05-18", "2026-05-18"]);
    assert!(crowded(&friday_and_monday, 4).is_empty());
    let found = crowded_working(&friday_and_monday, 4, &calendar).unwrap();
    let pair = Span { first: day("2026-05-15"), last: day("2026-05-18") };
    assert_eq!((found.len(), found[0].days, found[0].count), (1, pair, 5));
    // What came on the Sunday between them counts with them, once.
    let sunday = days(&["2026-05-15", "2026-05-15", "2026-05-17", "2026-05-18", "2026-05-18"]);
    assert_eq!(crowded_working(&sunday, 4, &calendar).unwrap(), found);
    // 9 May is a Saturday that is worked: Friday and Monday are no longer consecutive.
    let parted = days(&["2026-05-08", "2026-05-08", "2026-05-08", "2026-05-11", "2026-05-11"]);
    assert!(crowded_working(&parted, 4, &calendar).unwrap().is_empty());
    let missing = crowded_working(&days(&["2026-12-31"]), 0, &calendar);
    assert_eq!(missing, Err(YearMissing { year: 2027 }));
    assert!(
        crowded_working(&[day("9999-12-31")], 0, &Calendar::default().assuming_weekends())
            .unwrap()
            .is_empty()
    );
}

fn a_day() -> impl Strategy<Value = Day> {
    (0..1500i32)
        .prop_map(|by| Day(day("2023-12-01").0.checked_add(jiff::Span::new().days(by)).unwrap()))
}

proptest! {
    #[test]
    fn the_next_day_is_free_and_the_first_that_is(
        events in prop::collection::vec(a_day(), 0..5), earlier in prop::collection::vec(a_day(), 0..4),
        at in a_day(), year_bar in any::<bool>(),
    ) {
        let rule = LookBack { years: 1, year_bar };
        if let Some(bar) = look_back(rule, &events, &earlier, at) {
            let next = bar.next.unwrap();
            prop_assert!(next > at);
            // The filing on `at` was barred, so it stands among the earlier ones from now on.
            let filed = [&earlier[..], &[at]].concat();
            let filed: Vec<Day> = filed.into_iter().filter(|day| *day <= at).collect();
            prop_assert_eq!(look_back(rule, &events, &filed, next), None);
            let mut between = Day(at.0.tomorrow().unwrap());
            while between < next {
                prop_assert!(look_back(rule, &events, &filed, between).is_some(), "{between} before {next}");
                between = Day(between.0.tomorrow().unwrap());
            }
        }
    }

    #[test]
    fn a_later_finding_never_frees_an_earlier_day(one in a_day(), other in a_day(), years in 0..5u16) {
        let (first, second) = (one.min(other), one.max(other));
        prop_assert!(anniversary(first, years) <= anniversary(second, years));
    }
}
