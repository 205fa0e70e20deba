//! Due days as profiles write them: the deadlines of `rules.md` A2, each on both sides, and what
//! cannot be meant.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;

use super::super::due::{intake, joins, on};
use super::super::{
    Account, Calendar, Context, DayOf, Due, Round, Rule, Shape, Unknown, Why, YearMissing,
};
use super::{built_in, day, days, events};
use crate::base::time::Day;
use crate::base::toml;
use crate::verdict::Explain;

#[derive(Debug, Deserialize)]
struct Stage {
    due: Due,
}

fn read(text: &str) -> Result<Due, String> {
    let text = format!("due = {{ {text} }}");
    toml::parse::<Stage>(Path::new("x.toml"), &text).map(|s| s.due).map_err(|e| e.to_string())
}

fn due(text: &str) -> Due {
    let due = read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(due.problem(), None, "{text}");
    due
}

fn round(text: &str) -> Round {
    Round::parse(text).unwrap()
}

/// What a due day is in a round, with some events.
fn reckon(text: &str, of: &str, known: &[(&str, &str)]) -> Result<Account, Unknown> {
    let events = events(known);
    on(&due(text), &Context { round: Round::parse(of), events: &events, calendar: &built_in() })
}

fn falls(text: &str, of: &str) -> String {
    reckon(text, of, &[]).unwrap().day.to_string()
}

fn after(text: &str, known: &[(&str, &str)]) -> String {
    reckon(text, "2026", known).unwrap().day.to_string()
}

// ── rounds of a quarter (TS) ──────────────────────────────────────────────────────────────────

const INTAKE: &str = r#"kind = "quarter-day", month = 0, day = 25, inclusive = true"#;

#[test]
fn ts_3_2_intake_closes_on_the_25th_before_the_quarter_and_the_26th_joins_the_next_round() {
    for (quarter, cut) in [
        ("2026Q1", "2025-12-25"),
        ("2026Q2", "2026-03-25"),
        ("2026Q3", "2026-06-25"),
        ("2026Q4", "2026-09-25"),
    ] {
        assert_eq!(falls(INTAKE, quarter), cut);
        let next = round(quarter).next().unwrap().to_string();
        let cut = day(cut);
        for (received, joined) in [(cut, quarter), (Day(cut.0.tomorrow().unwrap()), next.as_str())]
        {
            let (round, account) = joins(&due(INTAKE), received, &built_in()).unwrap();
            assert_eq!(round.to_string(), joined, "rules.md Q1, Q23: {received}");
            assert!(account.day >= received);
        }
    }
    let window = intake(&due(INTAKE), round("2026Q2"), &built_in()).unwrap();
    assert_eq!((window.first, window.last), (day("2025-12-26"), day("2026-03-25")));
    let traps = reckon(INTAKE, "2026Q4", &[]).unwrap();
    assert_eq!(traps.rest, Some(Why::Holiday("中秋节".to_string())), "Q5: stays and warns");
    assert_eq!(traps.day, day("2026-09-25"));
}

#[test]
fn ts_3_2_read_without_the_25th_itself_the_25th_joins_the_next_round() {
    let exclusive = INTAKE.replace("true", "false");
    assert_eq!(falls(&exclusive, "2026Q2"), "2026-03-24");
    let joined = |on| joins(&due(&exclusive), day(on), &built_in()).unwrap().0.to_string();
    assert_eq!((joined("2026-03-24"), joined("2026-03-25")), ("2026Q2".into(), "2026Q3".into()));
}

#[test]
fn ts_3_3_site_review_until_the_end_of_the_first_month() {
    let site = r#"kind = "quarter-day", month = 1, day = "last""#;
    for (quarter, end, rests) in [
        ("2025Q1", "2025-01-31", true),
        ("2025Q2", "2025-04-30", false),
        ("2026Q1", "2026-01-31", true),
        ("2026Q2", "2026-04-30", false),
        ("2026Q3", "2026-07-31", false),
        ("2026Q4", "2026-10-31", true),
    ] {
        let account = reckon(site, quarter, &[]).unwrap();
        assert_eq!((account.day, account.rest.is_some()), (day(end), rests), "{quarter}");
        assert_eq!((account.rule, account.rolled_from), (Rule::QuarterDay, None));
        let next = Day(account.day.0.tomorrow().unwrap());
        assert_eq!((account.left(account.day), account.left(next)), (0, -1));
    }
}

#[test]
fn ts_3_3_rectification_within_15_days_literally_from_the_review_strictly_from_the_site_day() {
    let literal = r#"kind = "calendar-days", days = 15, from = "rect.reviewed""#;
    let strict = r#"kind = "calendar-days", days = 15, from = "site.done""#;
    let known = [("site.done", "2026-01-31"), ("rect.reviewed", "2026-02-05")];
    assert_eq!(after(strict, &known), "2026-02-24", "Q2, Q5: 15 February rolled over the festival");
    assert_eq!(after(literal, &known), "2026-02-24", "20 February rolled too");
    assert_eq!(after(strict, &[("site.done", "2026-04-30")]), "2026-05-15");
    let stays = strict.replace("\"site.done\"", "\"site.done\", roll = false");
    assert_eq!(after(&stays, &known), "2026-02-15");
}

#[test]
fn ts_3_4_joint_review_and_party_study_until_the_20th_of_the_second_month() {
    let joint = r#"kind = "quarter-day", month = 2, day = 20, inclusive = true"#;
    for (quarter, end, rests) in [
        ("2026Q1", "2026-02-20", true),
        ("2026Q2", "2026-05-20", false),
        ("2026Q3", "2026-08-20", false),
        ("2026Q4", "2026-11-20", false),
    ] {
        let account = reckon(joint, quarter, &[]).unwrap();
        assert_eq!((account.day, account.rest.is_some()), (day(end), rests), "{quarter}");
    }
    let before = joint.replace("true", "false");
    let account = reckon(&before, "2026Q2", &[]).unwrap();
    assert_eq!((account.day, account.before), (day("2026-05-19"), Some(day("2026-05-20"))));
}

#[test]
fn ts_3_5_the_party_group_deliberates_within_the_quarter() {
    for (quarter, last) in [("2026Q2", "2026-06-30"), ("2026Q4", "2026-12-31")] {
        let account = reckon(r#"kind = "quarter""#, quarter, &[]).unwrap();
        assert_eq!((account.day, account.rule), (day(last), Rule::Quarter));
        let next = Day(account.day.0.tomorrow().unwrap());
        assert_eq!(Round::holding(Shape::Quarter, next), round(quarter).next());
    }
}

// ── rounds of a month, and the days of one year (SMX, HB) ─────────────────────────────────────

#[test]
fn smx_3_3_2_county_review_until_the_20th_of_each_month() {
    let upload = r#"kind = "day-of-month", day = 20"#;
    for (month, end, rest) in [
        ("2026M05", "2026-05-20", None),
        ("2026M06", "2026-06-20", Some(Why::Holiday("端午节".to_string()))),
        ("2026M09", "2026-09-20", None),
        ("2026M12", "2026-12-20", Some(Why::Weekend)),
    ] {
        let account = reckon(upload, month, &[]).unwrap();
        assert_eq!((account.day, account.rest), (day(end), rest), "{month}");
    }
    let joined = |on| joins(&due(upload), day(on), &built_in()).unwrap().0.to_string();
    assert_eq!((joined("2026-05-20"), joined("2026-05-21")), ("2026M05".into(), "2026M06".into()));
    assert_eq!(joined("2025-12-21"), "2026M01");
}

#[test]
fn smx_3_3_4_groups_sum_up_until_the_end_of_each_month() {
    let sum = r#"kind = "day-of-month", day = "last""#;
    let ends = ["2026M01", "2026M02", "2026M04", "2026M12"].map(|month| falls(sum, month));
    assert_eq!(ends, ["2026-01-31", "2026-02-28", "2026-04-30", "2026-12-31"]);
    let leap = reckon(sum, "2024M02", &[]).unwrap();
    assert_eq!((leap.day, leap.unknown), (day("2024-02-29"), vec![2024]));
}

#[test]
fn smx_3_and_4_days_of_2022_stand_in_every_round_whose_year_has_a_calendar_or_none() {
    for (month, of, falls) in [
        (6, "30", "2022-06-30"),
        (7, "15", "2022-07-15"),
        (9, "5", "2022-09-05"),
        (9, "20", "2022-09-20"),
        (11, "15", "2022-11-15"),
    ] {
        let text = format!(r#"kind = "month-day", month = {month}, day = {of}, year = 2022"#);
        for round in ["2022M06", "2026Q2", "2026", ""] {
            let account = reckon(&text, round, &[]).unwrap();
            assert_eq!((account.day, &account.unknown[..]), (day(falls), &[][..]), "{text}");
            assert_eq!(account.rest, None, "{text}");
        }
        // The days stand as well where nobody has that year's days; only their kind is not known.
        let nothing = Calendar::default();
        let events = BTreeMap::new();
        let context = Context { round: None, events: &events, calendar: &nothing };
        let account = on(&due(&text), &context).unwrap();
        assert_eq!((account.day, &account.unknown[..]), (day(falls), &[2022][..]), "{text}");
        assert_eq!(joins(&due(&text), day("2026-01-01"), &built_in()), Err(Unknown::NoDay));
    }
}

#[test]
fn hb_6_days_of_2020_and_the_yearly_ends_of_september_and_december() {
    for (month, of, falls) in
        [(7, 20, "07-20"), (9, 15, "09-15"), (9, 20, "09-20"), (12, 15, "12-15"), (12, 25, "12-25")]
    {
        let text = format!(r#"kind = "month-day", month = {month}, day = {of}, year = 2020"#);
        let account = reckon(&text, "2020", &[]).unwrap();
        assert_eq!(account.day, day(&format!("2020-{falls}")));
        assert_eq!(account.left(Day(account.day.0.tomorrow().unwrap())), -1);
    }
    for (month, falls) in [(9, "09-30"), (12, "12-31")] {
        let text = format!(r#"kind = "month-day", month = {month}, day = "last""#);
        for year in ["2020", "2025", "2026"] {
            let account = reckon(&text, year, &[]).unwrap();
            assert_eq!(account.day, day(&format!("{year}-{falls}")), "does not expire with 2020");
        }
    }
}

// ── periods from an event (SX, UQ) ────────────────────────────────────────────────────────────

#[test]
fn sx_3b_2_seven_days_from_receipt_or_from_the_corrected_material_and_the_other_reading() {
    let text = r#"kind = "calendar-days", days = 7, from = "received", restarts = ["corrected"]"#;
    assert_eq!(after(text, &[("received", "2026-05-06")]), "2026-05-13");
    let known = [("received", "2026-05-06"), ("corrected", "2026-05-12")];
    assert_eq!(after(text, &known), "2026-05-19");
    assert_eq!(after(text, &[("received", "2026-05-09")]), "2026-05-18", "Q5: a Saturday, rolled");
    let missing = reckon(text, "2026", &[("corrected", "2026-05-12")]);
    assert_eq!(missing, Err(Unknown::Events(vec!["received".to_string()])));
    // Q7: both readings are reported.
    let other = due(text).read_otherwise().unwrap();
    let events = events(&[("received", "2026-05-06")]);
    let context = Context { round: None, events: &events, calendar: &built_in() };
    assert_eq!(on(&other, &context).unwrap().day, day("2026-05-14"), "9 May is worked");
    assert_eq!(other.read_otherwise(), Some(due(text)));
    assert_eq!(due(r#"kind = "quarter""#).read_otherwise(), None);
}

#[test]
fn sx_3b_3_fifteen_days_from_receipt_to_the_report_to_the_province() {
    let text = r#"kind = "calendar-days", days = 15, from = "received""#;
    assert_eq!(after(text, &[("received", "2026-05-06")]), "2026-05-21");
    assert_eq!(after(text, &[("received", "2026-09-16")]), "2026-10-08", "Q5: over National Day");
}

#[test]
fn sx_3b_4_and_5_yearly_refresh_and_list_within_the_year() {
    for of in ["2026", "2026Q2", "2026M05"] {
        let account = reckon(r#"kind = "year""#, of, &[]).unwrap();
        assert_eq!((account.day, account.rule), (day("2026-12-31"), Rule::Year));
    }
}

#[test]
fn uq_16_1_two_five_and_two_working_days_run_from_receipt_desk_and_the_later_of_both() {
    let desk = r#"kind = "working-days", days = 2, from = "received", restarts = ["returned"]"#;
    let site = r#"kind = "working-days", days = 5, from = "desk.done""#;
    let opinion = r#"kind = "working-days", days = 2, from = ["desk.done", "site.done"]"#;
    let known =
        [("received", "2026-09-24"), ("desk.done", "2026-09-29"), ("site.done", "2026-10-12")];
    assert_eq!(after(desk, &known), "2026-09-29");
    assert_eq!(after(site, &known), "2026-10-12");
    assert_eq!(after(opinion, &known), "2026-10-14");
    let swapped = [("desk.done", "2026-10-12"), ("site.done", "2026-09-29")];
    assert_eq!(after(opinion, &swapped), "2026-10-14", "the later, whichever it is");
    let half = reckon(opinion, "2026", &[("desk.done", "2026-10-12")]);
    assert_eq!(half, Err(Unknown::Events(vec!["site.done".to_string()])));
    // Q6: returned material restarts the first clock.
    let returned = [("received", "2026-09-24"), ("returned", "2026-10-12")];
    assert_eq!(after(desk, &returned), "2026-10-14");
}

#[test]
fn uq_14_3_a_limit_set_for_each_feedback_is_the_day_that_was_set() {
    let text = r#"kind = "set", event = "rect.limit""#;
    let account = reckon(text, "2026", &[("rect.limit", "2026-06-20")]).unwrap();
    assert_eq!((account.day, account.rule), (day("2026-06-20"), Rule::Set));
    assert!(account.rest.is_some(), "the Dragon Boat Festival: said, not moved");
    assert_eq!(reckon(text, "2026", &[]), Err(Unknown::Events(vec!["rect.limit".to_string()])));
}

#[test]
fn uq_13_the_branch_reports_its_list_by_20_september_and_20_november_every_year() {
    let september = r#"kind = "month-day", month = 9, day = 20"#;
    let november = r#"kind = "month-day", month = 11, day = 20"#;
    for (year, rest) in [("2025", Some(Why::Weekend)), ("2026", None)] {
        let account = reckon(september, year, &[]).unwrap();
        assert_eq!((account.day, account.rest), (day(&format!("{year}-09-20")), rest), "C10");
        assert_eq!(falls(november, year), format!("{year}-11-20"));
    }
    let next = |on| joins(&due(september), day(on), &built_in()).unwrap().1.day;
    assert_eq!(next("2025-09-20"), day("2025-09-20"));
    assert_eq!(next("2025-09-21"), day("2026-09-20"));
    assert_eq!(next("2026-01-01"), day("2026-09-20"));
}

#[test]
fn uq_21_the_yearly_self_assessment_is_filed_before_the_end_of_august() {
    let text = r#"kind = "month-day", month = 8, day = "last""#;
    let account = reckon(text, "2025", &[]).unwrap();
    assert_eq!((account.day, account.rest), (day("2025-08-31"), Some(Why::Weekend)), "a Sunday");
    assert_eq!(falls(text, "2026"), "2026-08-31");
    let strict = reckon(&format!("{text}, inclusive = false"), "2026", &[]).unwrap();
    assert_eq!(strict.day, day("2026-08-30"));
}

#[test]
fn months_and_years_run_from_events_too() {
    let known = [("decided", "2024-02-29")];
    let text = r#"kind = "years", years = 1, from = "decided", roll = false"#;
    assert_eq!(after(text, &known), "2025-02-28");
    let text = r#"kind = "months", months = 11, from = "decided""#;
    assert_eq!(after(text, &[("decided", "2025-06-30")]), "2026-06-01", "30 May is a Saturday");
}

// ── what is not known, and what cannot be meant ───────────────────────────────────────────────

#[test]
fn a_round_of_another_shape_is_said_not_bent() {
    for (text, of, needs) in [
        (INTAKE, "2026M05", Shape::Quarter),
        (INTAKE, "2026", Shape::Quarter),
        (INTAKE, "", Shape::Quarter),
        (r#"kind = "day-of-month", day = 20"#, "2026Q2", Shape::Month),
        (r#"kind = "quarter""#, "2026", Shape::Quarter),
        (r#"kind = "month-day", month = 9, day = 20"#, "", Shape::Year),
        (r#"kind = "year""#, "", Shape::Year),
    ] {
        let error = reckon(text, of, &[]).unwrap_err();
        assert_eq!(error, Unknown::Round { needs, round: of.to_string() }, "{text}");
        assert_eq!(error.facts()[1].1, needs.example());
    }
}

#[test]
fn a_period_over_a_year_without_calendar_names_that_year() {
    let text = r#"kind = "working-days", days = 5, from = "received""#;
    let error = reckon(text, "2026", &[("received", "2026-12-28")]).unwrap_err();
    assert_eq!(error, Unknown::Year(YearMissing { year: 2027 }));
    assert_eq!(error.id(), "profile-year-missing");
}

#[test]
fn a_due_that_cannot_be_meant_is_found_before_it_is_used() {
    for (text, problem) in [
        (r#"kind = "quarter-day", month = 4, day = 1"#, "month 4"),
        (r#"kind = "quarter-day", month = -1, day = 1"#, "month -1"),
        (r#"kind = "quarter-day", month = 1, day = 31"#, "day 31"),
        (r#"kind = "quarter-day", month = 2, day = 29"#, "day 29"),
        (r#"kind = "quarter-day", month = 0, day = 31"#, "day 31"),
        (r#"kind = "month-day", month = 0, day = 1"#, "month 0"),
        (r#"kind = "month-day", month = 13, day = "last""#, "month 13"),
        (r#"kind = "month-day", month = 2, day = 30"#, "day 30"),
        (r#"kind = "month-day", month = 2, day = 29"#, "day 29"),
        (r#"kind = "month-day", month = 2, day = 29, year = 2026"#, "day 29"),
        (r#"kind = "month-day", month = 9, day = 31"#, "day 31"),
        (r#"kind = "month-day", month = 9, day = 20, year = 12022"#, "year 12022"),
        (r#"kind = "day-of-month", day = 29"#, "day 29"),
        (r#"kind = "working-days", days = 0, from = "a""#, "period of 0"),
        (r#"kind = "calendar-days", days = 0, from = "a""#, "period of 0"),
        (r#"kind = "months", months = 0, from = "a""#, "period of 0"),
        (r#"kind = "years", years = 0, from = "a""#, "period of 0"),
    ] {
        let found = read(text).unwrap().problem().unwrap_or_else(|| panic!("{text}"));
        assert!(found.contains(problem), "{text}: {found}");
    }
    for text in [
        r#"kind = "quarter-day", month = 1, day = 30"#,
        r#"kind = "quarter-day", month = 2, day = 28"#,
        r#"kind = "quarter-day", month = 0, day = 30"#,
        r#"kind = "month-day", month = 2, day = 28"#,
        r#"kind = "month-day", month = 2, day = 29, year = 2024"#,
        r#"kind = "month-day", month = 12, day = 31"#,
        r#"kind = "day-of-month", day = 28"#,
    ] {
        due(text);
    }
}

#[test]
fn an_impossible_day_that_was_never_checked_is_an_answer_not_a_panic() {
    let events = events(&[]);
    for due in [
        Due::QuarterDay { month: 2, day: DayOf::Nth(30), inclusive: true },
        Due::QuarterDay { month: 4, day: DayOf::Last, inclusive: true },
        Due::QuarterDay { month: 100, day: DayOf::Last, inclusive: true },
        Due::QuarterDay { month: i8::MIN, day: DayOf::Last, inclusive: true },
        Due::QuarterDay { month: i8::MAX, day: DayOf::Last, inclusive: true },
        Due::MonthDay { month: 13, day: DayOf::Nth(1), year: None, inclusive: true },
        Due::MonthDay { month: 1, day: DayOf::Nth(0), year: Some(i16::MAX), inclusive: false },
    ] {
        let context =
            Context { round: Some(round("2026Q1")), events: &events, calendar: &built_in() };
        assert_eq!(on(&due, &context), Err(Unknown::NoDay), "{due:?}");
    }
}

#[test]
fn a_misspelt_or_wrongly_typed_due_is_refused_not_ignored() {
    for text in [
        r#"kind = "quarter-days", month = 2, day = 20"#,
        r#"month = 2, day = 20"#,
        r#"kind = "quarter-day", month = 2"#,
        r#"kind = "quarter-day", month = 2, day = 20, inclusiv = false"#,
        r#"kind = "quarter-day", month = 2, day = 20, inclusive = "yes""#,
        r#"kind = "quarter-day", month = 2, day = "20""#,
        r#"kind = "quarter-day", month = 2, day = "end""#,
        r#"kind = "quarter-day", month = 2, day = 0"#,
        r#"kind = "quarter-day", month = 2, day = 32"#,
        r#"kind = "quarter-day", month = 2, day = 276"#,
        r#"kind = "quarter-day", month = 2, day = 20.0"#,
        r#"kind = "quarter-day", month = 258, day = 20"#,
        r#"kind = "working-days", days = 5"#,
        r#"kind = "working-days", days = -5, from = "a""#,
        r#"kind = "working-days", days = 65536, from = "a""#,
        r#"kind = "working-days", days = 5, from = []"#,
        r#"kind = "working-days", days = 5, from = [1]"#,
        r#"kind = "working-days", days = 5, from = 1"#,
        r#"kind = "working-days", days = 5, from = "a", roll = true"#,
        r#"kind = "set""#,
        r#"kind = "quarter", month = 1"#,
        r#"kind = "year", year = 2026"#,
    ] {
        let error = read(text).expect_err(text);
        assert!(error.contains("x.toml:1:"), "{error}");
    }
}

#[test]
fn a_due_names_the_events_it_needs() {
    let text = r#"kind = "working-days", days = 2, from = ["a", "b"], restarts = ["c"]"#;
    assert_eq!(due(text).events(), ["a", "b", "c"]);
    assert_eq!(due(r#"kind = "set", event = "d""#).events(), ["d"]);
    assert!(due(INTAKE).events().is_empty());
    assert_eq!(due(text).shape(), None);
    assert_eq!(joins(&due(text), day("2026-01-01"), &built_in()), Err(Unknown::NoDay));
}

proptest! {
    #[test]
    fn whatever_is_received_joins_exactly_the_round_whose_intake_holds_it(
        by in 0..700i32, cut in 1..29i8, month in 0..4i8, inclusive in any::<bool>(),
    ) {
        let received = Day(day("2025-01-01").0.checked_add(jiff::Span::new().days(by)).unwrap());
        let calendar = built_in();
        for due in [
            Due::QuarterDay { month, day: DayOf::Nth(cut), inclusive },
            Due::DayOfMonth { day: DayOf::Last, inclusive },
            Due::MonthDay { month: month + 1, day: DayOf::Nth(cut), year: None, inclusive },
        ] {
            let (round, account) = joins(&due, received, &calendar).unwrap();
            let window = intake(&due, round, &calendar).unwrap();
            prop_assert!(window.contains(received), "{received} {round} {window:?}");
            prop_assert_eq!(window.last, account.day);
            let next = intake(&due, round.next().unwrap(), &calendar).unwrap();
            prop_assert_eq!(window.free(), Some(next.first), "no day lies between rounds");
        }
    }

    #[test]
    fn any_round_reads_back_as_it_is_written(text in "[0-9]{4}(Q[0-9]|M[0-9]{2})?") {
        if let Some(round) = Round::parse(&text) {
            prop_assert_eq!(round.to_string(), text);
        }
    }
}

#[test]
fn the_latest_of_several_events_counts_and_each_day_only_once() {
    let text = r#"kind = "calendar-days", days = 1, from = ["a", "b", "c"]"#;
    let known = [("a", "2026-05-11"), ("b", "2026-05-13"), ("c", "2026-05-12")];
    let account = reckon(text, "2026", &known).unwrap();
    assert_eq!((account.start, account.day), (Some(day("2026-05-13")), day("2026-05-14")));
    assert_eq!(account.skipped, days(&[]));
}
