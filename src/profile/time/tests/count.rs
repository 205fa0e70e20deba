//! Periods: the vectors of `standards.md` C10 and `rules.md` A9, and what holds for all of them.

use proptest::prelude::*;

use super::super::count::{
    calendar_days, days_between, fixed, months, working_days, working_days_between, years,
};
use super::super::{Account, Calendar, Rule, Unknown, Why, YearMissing};
use super::{built_in, day, days};
use crate::base::time::Day;

fn working(start: &str, number: u16) -> Account {
    working_days(day(start), number, &built_in()).unwrap()
}

#[test]
fn standards_c10_working_days() {
    for (start, number, end) in [
        ("2025-04-30", 2, "2025-05-07"),
        ("2025-04-30", 5, "2025-05-12"),
        ("2025-01-26", 2, "2025-02-05"),
        ("2025-09-29", 2, "2025-10-09"),
        ("2025-09-30", 5, "2025-10-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-09-24", 2, "2026-09-29"),
        ("2026-09-30", 5, "2026-10-13"),
    ] {
        assert_eq!(working(start, number).day, day(end), "{start} + {number}");
    }
}

#[test]
fn rules_a9_v_uq_two_then_five_then_two_working_days() {
    for (receipt, desk, site, opinion) in [
        ("2025-01-26", "2025-02-05", "2025-02-11", "2025-02-13"),
        ("2025-04-30", "2025-05-07", "2025-05-14", "2025-05-16"),
        ("2025-09-29", "2025-10-09", "2025-10-15", "2025-10-17"),
        ("2026-02-12", "2026-02-14", "2026-02-28", "2026-03-03"),
        ("2026-09-24", "2026-09-29", "2026-10-12", "2026-10-14"),
    ] {
        assert_eq!(working(receipt, 2).day, day(desk), "{receipt}");
        assert_eq!(working(desk, 5).day, day(site), "{desk}");
        assert_eq!(working(site, 2).day, day(opinion), "{site}");
    }
}

#[test]
fn rules_a9_v_ts_15_days_from_the_end_of_the_first_month_rolled() {
    for (site, end) in [
        ("2025-01-31", "2025-02-17"),
        ("2025-04-30", "2025-05-15"),
        ("2025-07-31", "2025-08-15"),
        ("2025-10-31", "2025-11-17"),
        ("2026-01-31", "2026-02-24"),
        ("2026-04-30", "2026-05-15"),
        ("2026-07-31", "2026-08-17"),
        ("2026-10-31", "2026-11-16"),
    ] {
        let account = calendar_days(day(site), 15, true, &built_in()).unwrap();
        assert_eq!(account.day, day(end), "{site}");
    }
}

#[test]
fn rules_a9_v_ts_conflict_only_a_site_review_on_the_last_of_january_2026_ends_after_the_joint_review()
 {
    let joint = day("2026-02-20");
    for (site, end, late) in
        [("2026-01-31", "2026-02-24", true), ("2026-01-30", "2026-02-14", false)]
    {
        let account = calendar_days(day(site), 15, true, &built_in()).unwrap();
        assert_eq!((account.day, account.day > joint), (day(end), late), "{site}");
    }
    let saturday = calendar_days(day("2026-01-30"), 15, true, &built_in()).unwrap();
    assert_eq!((saturday.made_up, saturday.rolled_from), (days(&["2026-02-14"]), None));
}

#[test]
fn an_account_says_how_working_days_were_counted() {
    let account = working("2026-02-12", 5);
    assert_eq!(account.rule, Rule::WorkingDays);
    assert_eq!((account.start, account.number), (Some(day("2026-02-12")), 5));
    let spring = ["15", "16", "17", "18", "19", "20", "21", "22", "23"];
    let spring: Vec<Day> = spring.iter().map(|d| day(&format!("2026-02-{d}"))).collect();
    assert_eq!(account.skipped, spring);
    assert_eq!(account.made_up, days(&["2026-02-14"]));
    assert_eq!((account.rolled_from, &account.rest), (None, &None));
    assert!(account.is_certain());
    let told: Vec<&str> = account.told().iter().map(|(id, _)| *id).collect();
    assert_eq!(told, ["due-working-days", "due-skipped", "due-made-up"]);
    assert_eq!(account.told()[1].1, [("days", "2026-02-15–2026-02-23".to_string())]);
}

#[test]
fn an_account_says_which_rest_days_a_period_was_moved_over() {
    let account = calendar_days(day("2025-01-31"), 15, true, &built_in()).unwrap();
    assert_eq!(account.rule, Rule::CalendarDays);
    assert_eq!(account.rolled_from, Some(day("2025-02-15")));
    assert_eq!(account.skipped, days(&["2025-02-15", "2025-02-16"]));
    let told = account.told();
    assert_eq!(told[0].1[0], ("day", "2025-02-15".to_string()), "the day that can be recounted");
    assert_eq!(told[2].0, "due-rolled");
    assert_eq!(told[2].1[1], ("day", "2025-02-17".to_string()));
}

#[test]
fn civil_code_201_the_first_day_is_not_counted() {
    let account = calendar_days(day("2026-05-05"), 1, true, &built_in()).unwrap();
    assert_eq!(account.day, day("2026-05-06"));
    assert_eq!(working("2026-05-06", 1).day, day("2026-05-07"));
    assert_eq!(working("2026-05-06", 0).day, day("2026-05-06"));
}

#[test]
fn civil_code_202_months_and_years_end_on_the_same_day_else_on_the_last_of_the_month() {
    for (start, number, end) in [
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-01-30", 1, "2025-02-28"),
        ("2025-01-28", 1, "2025-02-28"),
        ("2025-02-28", 1, "2025-03-28"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 12, "2026-12-31"),
    ] {
        let account = months(day(start), number, false, &built_in()).unwrap();
        assert_eq!((account.day, account.rule), (day(end), Rule::Months), "{start} + {number}");
    }
    for (start, number, end) in [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-02-28", 3, "2028-02-28"),
        ("2025-03-10", 1, "2026-03-10"),
    ] {
        let account = years(day(start), number, false, &built_in()).unwrap();
        assert_eq!((account.day, account.rule), (day(end), Rule::Years), "{start} + {number}");
    }
}

#[test]
fn civil_code_203_a_period_that_ends_on_a_rest_day_ends_on_the_next_working_day() {
    let calendar = built_in();
    // 1 February 2026 + 15 days is the second day of the Spring Festival.
    let rolled = calendar_days(day("2026-02-01"), 15, true, &calendar).unwrap();
    assert_eq!((rolled.day, rolled.rolled_from), (day("2026-02-24"), Some(day("2026-02-16"))));
    // A Sunday that is worked is no rest day.
    let sunday = calendar_days(day("2026-09-05"), 15, true, &calendar).unwrap();
    assert_eq!((sunday.day, sunday.rolled_from), (day("2026-09-20"), None));
    assert_eq!(sunday.made_up, days(&["2026-09-20"]));
    let month = months(day("2025-12-31"), 1, true, &calendar).unwrap();
    assert_eq!((month.day, month.rolled_from), (day("2026-02-02"), Some(day("2026-01-31"))));
    let year = years(day("2025-05-01"), 1, true, &calendar).unwrap();
    assert_eq!((year.day, year.rolled_from), (day("2026-05-06"), Some(day("2026-05-01"))));
    // Not rolled, it stays and says so.
    let stays = calendar_days(day("2026-02-01"), 15, false, &calendar).unwrap();
    assert_eq!((stays.day, stays.rolled_from), (day("2026-02-16"), None));
    assert_eq!(stays.rest, Some(Why::Holiday("春节".to_string())));
}

#[test]
fn rules_q5_fixed_days_on_rest_days_stay_and_say_so() {
    let calendar = built_in();
    for trap in [
        "2025-01-31",
        "2026-01-31",
        "2026-02-20",
        "2026-09-25",
        "2026-10-31",
        "2025-09-20",
        "2025-08-31",
    ] {
        let account = fixed(Rule::MonthDay, day(trap), true, &calendar).unwrap();
        assert_eq!((account.day, account.rolled_from), (day(trap), None));
        assert!(account.rest.is_some(), "{trap}");
        assert!(account.told().iter().any(|(id, _)| id.starts_with("due-rest-")), "{trap}");
    }
    // A Sunday that is a working day, and its neighbour on the other side.
    let worked = fixed(Rule::MonthDay, day("2026-09-20"), true, &calendar).unwrap();
    assert_eq!(worked.rest, None);
    let saturday = fixed(Rule::MonthDay, day("2026-09-19"), true, &calendar).unwrap();
    assert_eq!(saturday.rest, Some(Why::Weekend));
}

#[test]
fn rules_q4_before_a_day_includes_it_or_not_as_the_setting_says() {
    let calendar = built_in();
    let with = fixed(Rule::QuarterDay, day("2026-05-20"), true, &calendar).unwrap();
    assert_eq!((with.day, with.before), (day("2026-05-20"), None));
    let without = fixed(Rule::QuarterDay, day("2026-05-20"), false, &calendar).unwrap();
    assert_eq!((without.day, without.before), (day("2026-05-19"), Some(day("2026-05-20"))));
    assert_eq!((with.left(day("2026-05-20")), without.left(day("2026-05-20"))), (0, -1));
    assert_eq!((with.left(day("2026-05-18")), with.left(day("2026-05-21"))), (2, -1));
    let told: Vec<&str> = without.told().iter().map(|(id, _)| *id).collect();
    assert_eq!(told, ["due-quarter-day", "due-before"]);
}

#[test]
fn a_missing_year_stops_a_count_but_not_a_fixed_day() {
    let calendar = built_in();
    let missing = Err(Unknown::Year(YearMissing { year: 2027 }));
    assert_eq!(working_days(day("2026-12-30"), 1, &calendar).map(|a| a.day), Ok(day("2026-12-31")));
    assert_eq!(working_days(day("2026-12-30"), 2, &calendar), missing);
    assert_eq!(calendar_days(day("2026-12-20"), 15, true, &calendar), missing);
    assert_eq!(
        working_days_between(day("2026-12-30"), day("2027-01-02"), &calendar),
        Err(YearMissing { year: 2027 })
    );
    let unrolled = calendar_days(day("2026-12-20"), 15, false, &calendar).unwrap();
    let fixed = fixed(Rule::MonthDay, day("2027-01-04"), true, &calendar).unwrap();
    for account in [unrolled, fixed] {
        assert_eq!((account.day, account.rest.clone()), (day("2027-01-04"), None));
        assert_eq!(account.unknown, [2027]);
        assert!(!account.is_certain());
        assert_eq!(account.told().last().unwrap().0, "due-unknown");
    }
}

#[test]
fn what_rests_on_weekends_alone_or_on_a_notice_to_come_is_marked() {
    let guessing = built_in().assuming_weekends();
    let account = working_days(day("2026-12-30"), 2, &guessing).unwrap();
    assert_eq!((account.day, &account.assumed[..]), (day("2027-01-01"), &[2027][..]));
    assert_eq!(account.awaiting, [2027], "31 December");
    assert!(!account.is_certain());
    let told: Vec<&str> = account.told().iter().map(|(id, _)| *id).collect();
    assert_eq!(told, ["due-working-days", "due-assumed", "due-awaiting"]);
    // The wish to assume changes nothing where the years are known.
    let known = working_days(day("2026-02-12"), 5, &guessing).unwrap();
    assert_eq!(known, working("2026-02-12", 5));
}

#[test]
fn the_years_that_can_be_written_end() {
    let guessing = Calendar::default().assuming_weekends();
    let late = day("9999-12-30");
    assert!(calendar_days(late, 1, false, &guessing).is_ok());
    assert_eq!(calendar_days(late, 2, false, &guessing), Err(Unknown::NoDay));
    assert_eq!(working_days(late, 9, &guessing), Err(Unknown::NoDay));
    assert_eq!(months(late, 1, true, &guessing), Err(Unknown::NoDay));
    assert_eq!(years(late, u16::MAX, true, &guessing), Err(Unknown::NoDay));
}

/// A day of the two known years, early enough that counts stay within them.
fn a_day() -> impl Strategy<Value = Day> {
    (0..600i32)
        .prop_map(|by| Day(day("2025-01-01").0.checked_add(jiff::Span::new().days(by)).unwrap()))
}

proptest! {
    #[test]
    fn working_days_come_back_when_they_are_counted(start in a_day(), number in 0..60u16) {
        let calendar = built_in();
        let account = working_days(start, number, &calendar).unwrap();
        let back = working_days_between(start, account.day, &calendar).unwrap();
        prop_assert_eq!(back, u32::from(number));
        // Every day on the way was either counted or skipped.
        let passed = usize::from(number) + account.skipped.len();
        prop_assert_eq!(usize::try_from(days_between(start, account.day)).unwrap(), passed);
        prop_assert!(number == 0 || calendar.day(account.day).unwrap().working);
        for made_up in &account.made_up {
            prop_assert!(calendar.day(*made_up).unwrap().working && *made_up > start && *made_up <= account.day);
        }
    }

    #[test]
    fn a_later_start_or_a_longer_period_never_ends_earlier(
        start in a_day(), later in 0..30i32, number in 0..60u16, roll in any::<bool>(),
    ) {
        let calendar = built_in();
        let other = Day(start.0.checked_add(jiff::Span::new().days(later)).unwrap());
        for count in [
            |start, number, _: bool, calendar: &Calendar| working_days(start, number, calendar),
            calendar_days,
        ] {
            let end = count(start, number, roll, &calendar).unwrap().day;
            prop_assert!(count(other, number, roll, &calendar).unwrap().day >= end);
            prop_assert!(count(start, number + 1, roll, &calendar).unwrap().day >= end);
        }
        prop_assert!(working_days(start, number + 1, &calendar).unwrap().day > working_days(start, number, &calendar).unwrap().day);
        let month = months(start, number / 20, roll, &calendar).unwrap().day;
        prop_assert!(months(other, number / 20, roll, &calendar).unwrap().day >= month);
        prop_assert!(months(start, number / 20 + 1, roll, &calendar).unwrap().day > month || roll);
    }

    #[test]
    fn a_rolled_period_ends_on_the_first_working_day_from_its_end_on(start in a_day(), number in 0..60u16) {
        let calendar = built_in();
        let plain = calendar_days(start, number, false, &calendar).unwrap();
        prop_assert_eq!(days_between(start, plain.day), i32::from(number));
        let rolled = calendar_days(start, number, true, &calendar).unwrap();
        prop_assert!(calendar.day(rolled.day).unwrap().working);
        prop_assert_eq!(rolled.rolled_from.is_some(), plain.rest.is_some());
        prop_assert_eq!(rolled.rolled_from.unwrap_or(rolled.day), plain.day);
        prop_assert_eq!(
            i32::try_from(rolled.skipped.len()).unwrap(), days_between(plain.day, rolled.day)
        );
    }

    #[test]
    fn days_left_are_days_counted_back(at in a_day(), ahead in 0..400i32) {
        let on = Day(at.0.checked_add(jiff::Span::new().days(ahead)).unwrap());
        let account = fixed(Rule::Set, on, true, &built_in()).unwrap();
        prop_assert_eq!(account.left(at), ahead);
        prop_assert_eq!(days_between(on, at), -ahead);
    }
}
