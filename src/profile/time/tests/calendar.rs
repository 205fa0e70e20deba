//! The State Council's days: the built-in years, files that cannot be true, years that are missing.

use std::path::Path;

use proptest::prelude::*;

use super::super::calendar::{Error, Flaw, Footing};
use super::super::{Calendar, Why, YearMissing};
use super::{built_in, day};
use crate::base::disk;
use crate::base::time::Day;
use crate::verdict::Explain;

const YEAR: &str = "year = 2027\nsource = \"示例通知\"\n";

fn add(calendar: &mut Calendar, file: &str, text: &str) -> Result<(), Error> {
    calendar.add(Path::new(file), text.to_string())
}

fn holiday(name: &str, from: &str, to: &str, work: &str) -> String {
    format!("[[holiday]]\nname = \"{name}\"\nfrom = {from}\nto = {to}\nwork = [{work}]\n")
}

/// The flaw of a 2027 file that holds this, added to the built-in years.
fn flaw(holidays: &str) -> Option<(Flaw, String)> {
    match add(&mut built_in(), "2027.toml", &format!("{YEAR}{holidays}")) {
        Ok(()) => None,
        Err(Error::Flawed { flaw, what, .. }) => Some((flaw, what)),
        Err(Error::Toml(e)) => panic!("{e}"),
    }
}

#[test]
fn standards_c10_the_days_of_every_built_in_year_are_those_of_the_notices() {
    let calendar = built_in();
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2020, 2022, 2025, 2026]);
    for (year, off, work) in [
        (
            2020,
            "01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08",
            "01-19 04-26 05-09 06-28 09-27 10-10",
        ),
        (
            2022,
            "01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07",
            "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
        ),
        (
            2025,
            "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        (
            2026,
            "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    ] {
        let dated = |text: &str| day(&format!("{year}-{text}"));
        let off: Vec<(Day, Day)> = off
            .split(' ')
            .map(|run| run.split_once("..").unwrap_or((run, run)))
            .map(|(first, last)| (dated(first), dated(last)))
            .collect();
        let work: Vec<Day> = work.split(' ').map(dated).collect();
        let mut today = dated("01-01");
        while today.0.year() == year {
            let kind = calendar.day(today).unwrap();
            let is_off = off.iter().any(|(first, last)| *first <= today && today <= *last);
            let weekend = today.0.weekday().to_monday_one_offset() > 5;
            match (&kind.why, is_off, work.contains(&today)) {
                (Why::Holiday(name), true, false) => assert!(!kind.working && !name.is_empty()),
                (Why::MadeUp(name), false, true) => {
                    assert!(kind.working && weekend && !name.is_empty());
                }
                (Why::Weekend, false, false) => assert!(!kind.working && weekend),
                (Why::Weekday, false, false) => assert!(kind.working && !weekend),
                wrong => panic!("{today}: {wrong:?}"),
            }
            today = Day(today.0.tomorrow().unwrap());
        }
    }
}

#[test]
fn a_year_without_calendar_is_named_with_the_file_to_add_and_never_guessed() {
    let calendar = built_in();
    for (known, missing, year) in
        [("2025-01-01", "2024-12-31", 2024), ("2026-12-31", "2027-01-01", 2027)]
    {
        assert!(calendar.day(day(known)).is_ok());
        let error = calendar.day(day(missing)).unwrap_err();
        assert_eq!(error, YearMissing { year });
        assert_eq!(error.file(), format!("calendar/{year}.toml"));
        assert!(error.to_string().contains(&error.file()), "{error}");
        let facts = error.facts();
        assert_eq!(facts, [("year", year.to_string()), ("file", error.file())]);
    }
    assert_eq!(Calendar::default().day(day("2026-05-20")), Err(YearMissing { year: 2026 }));
}

#[test]
fn weekends_are_assumed_only_when_asked_and_every_such_day_says_so() {
    let calendar = built_in().assuming_weekends();
    let friday = calendar.day(day("2027-01-01")).unwrap();
    assert_eq!(
        (friday.working, friday.why, friday.footing),
        (true, Why::Weekday, Footing::Assumed(2027))
    );
    let saturday = calendar.day(day("2027-01-02")).unwrap();
    assert_eq!((saturday.working, saturday.footing), (false, Footing::Assumed(2027)));
    assert_eq!(calendar.day(day("2026-10-01")).unwrap().footing, Footing::Known);
}

#[test]
fn the_notice_of_the_year_after_may_set_the_last_days_of_december() {
    let mut calendar = built_in();
    assert_eq!(calendar.day(day("2026-12-24")).unwrap().footing, Footing::Known);
    assert_eq!(calendar.day(day("2026-12-25")).unwrap().footing, Footing::Awaiting(2027));
    assert_eq!(calendar.day(day("2026-12-31")).unwrap().footing, Footing::Awaiting(2027));
    assert_eq!(calendar.day(day("2025-12-31")).unwrap().footing, Footing::Known);

    let text = format!("{YEAR}{}", holiday("元旦", "2026-12-31", "2027-01-02", "2026-12-27"));
    add(&mut calendar, "2027.toml", &text).unwrap();
    let last = calendar.day(day("2026-12-31")).unwrap();
    assert_eq!((last.working, last.why), (false, Why::Holiday("元旦".to_string())));
    let sunday = calendar.day(day("2026-12-27")).unwrap();
    assert_eq!((sunday.working, sunday.why), (true, Why::MadeUp("元旦".to_string())));
    assert_eq!(calendar.day(day("2026-12-30")).unwrap().footing, Footing::Known);
    assert_eq!(calendar.day(day("2026-12-31")).unwrap().footing, Footing::Known);
}

#[test]
fn what_a_neighbours_file_says_of_a_day_is_known_though_its_own_year_is_missing() {
    let mut calendar = Calendar::default();
    let text = format!("{YEAR}{}", holiday("元旦", "2026-12-31", "2027-01-02", "2026-12-27"));
    add(&mut calendar, "2027.toml", &text).unwrap();
    assert!(!calendar.day(day("2026-12-31")).unwrap().working);
    assert!(calendar.day(day("2026-12-27")).unwrap().working);
    assert_eq!(calendar.day(day("2026-12-30")), Err(YearMissing { year: 2026 }));
    // A notice may reach into the January after it too.
    let reaching = format!("{YEAR}{}", holiday("某节", "2027-12-31", "2028-01-02", "2028-01-08"));
    let mut calendar = Calendar::default();
    add(&mut calendar, "2027.toml", &reaching).unwrap();
    assert!(!calendar.day(day("2028-01-01")).unwrap().working);
    assert!(calendar.day(day("2028-01-08")).unwrap().working);
    assert_eq!(calendar.day(day("2028-01-03")), Err(YearMissing { year: 2028 }));
}

#[test]
fn a_file_that_cannot_be_true_is_refused_for_exactly_that() {
    let good = holiday("元旦", "2027-01-01", "2027-01-03", "2027-01-09");
    assert_eq!(flaw(&good), None);
    let at = |flaw: Flaw, what: &str| Some((flaw, what.to_string()));
    for (from, to, work, wrong) in [
        ("2027-01-03", "2027-01-01", "", at(Flaw::Order, "2027-01-03 2027-01-01")),
        ("2027-02-06", "2027-02-21", "", None),
        ("2027-02-06", "2027-02-22", "", at(Flaw::Long, "2027-02-06 2027-02-22")),
        ("2026-12-01", "2026-12-02", "", None),
        ("2026-11-30", "2026-12-02", "", at(Flaw::Outside, "2026-11-30")),
        ("2027-12-31", "2028-01-31", "", at(Flaw::Long, "2027-12-31 2028-01-31")),
        ("2028-01-31", "2028-01-31", "", None),
        ("2028-01-31", "2028-02-01", "", at(Flaw::Outside, "2028-02-01")),
        ("2072-01-01", "2072-01-01", "", at(Flaw::Outside, "2072-01-01")),
        ("2027-01-01", "2027-01-01", "2027-01-08", at(Flaw::NoWeekend, "2027-01-08")),
        ("2027-10-01", "2027-10-07", "2027-10-09", None),
        ("2027-10-01", "2027-10-07", "2027-09-11", None),
        ("2027-10-02", "2027-10-07", "2027-09-11", None),
        ("2027-10-03", "2027-10-07", "2027-09-11", at(Flaw::Distant, "2027-09-11")),
        ("2027-10-01", "2027-10-03", "2027-10-24", None),
        ("2027-10-01", "2027-10-02", "2027-10-24", at(Flaw::Distant, "2027-10-24")),
        ("2027-10-01", "2027-10-03", "2027-10-02", at(Flaw::Twice, "2027-10-02")),
        ("2027-10-01", "2027-10-03", "2027-10-09, 2027-10-09", at(Flaw::Twice, "2027-10-09")),
    ] {
        assert_eq!(flaw(&holiday("某节", from, to, work)), wrong, "{from} {to} {work}");
    }
    let overlapping = good + &holiday("春节", "2027-01-03", "2027-01-05", "");
    assert_eq!(flaw(&overlapping), at(Flaw::Twice, "2027-01-03"));
    assert_eq!(flaw(""), at(Flaw::Empty, ""));
    let nameless = "year = 2027\nsource = \" \"\n".to_string() + &overlapping;
    let error = add(&mut built_in(), "2027.toml", &nameless).unwrap_err();
    assert!(matches!(error, Error::Flawed { flaw: Flaw::Source, .. }), "{error}");
    for name in ["2026.toml", "02027.toml", "2027年.toml"] {
        let error = add(&mut built_in(), name, &format!("{YEAR}{overlapping}")).unwrap_err();
        assert!(matches!(error, Error::Flawed { flaw: Flaw::Name, .. }), "{error}");
    }
    for year in [i16::MIN, -1, 0, 9999, i16::MAX] {
        let text = format!(
            "year = {year}\nsource = \"x\"\n{}",
            holiday("x", "2027-01-01", "2027-01-01", "")
        );
        assert!(add(&mut built_in(), &format!("{year}.toml"), &text).is_err());
    }
}

#[test]
fn two_years_that_contradict_each_other_are_refused_in_either_order() {
    let one = format!("{YEAR}{}", holiday("元旦", "2026-12-31", "2027-01-02", "2026-12-27"));
    let agrees = holiday("元旦", "2026-12-31", "2026-12-31", "2026-12-27");
    let denies = holiday("某节", "2026-12-27", "2026-12-27", "");
    let of_2026 = |text: &str| format!("year = 2026\nsource = \"示例通知\"\n{text}");
    for (text, good) in [(of_2026(&agrees), true), (of_2026(&denies), false)] {
        let mut first = Calendar::default();
        add(&mut first, "2027.toml", &one).unwrap();
        let error = add(&mut first, "2026.toml", &text);
        assert_eq!(error.is_ok(), good);
        if let Err(error) = error {
            assert!(matches!(error, Error::Flawed { flaw: Flaw::Contradicts, .. }), "{error}");
        }
        let mut second = Calendar::default();
        add(&mut second, "2026.toml", &text).unwrap();
        assert_eq!(add(&mut second, "2027.toml", &one).is_ok(), good);
    }
}

#[test]
fn a_misspelt_or_wrongly_typed_entry_is_refused_not_ignored() {
    let good = format!("{YEAR}{}", holiday("元旦", "2027-01-01", "2027-01-03", "2027-01-09"));
    for (from, to) in [
        ("year = 2027", "yaer = 2027"),
        ("year = 2027", "year = \"2027\""),
        ("source =", "sourse ="),
        ("work =", "works ="),
        ("name = \"元旦\"", "nmae = \"元旦\""),
        ("to = 2027-01-03", "to = \"2027-01-03\""),
        ("to = 2027-01-03", "to = 2027-01-03T00:00:00"),
        ("to = 2027-01-03", ""),
        ("2027-01-09", "2027-02-29"),
    ] {
        assert!(good.contains(from));
        let error = add(&mut built_in(), "2027.toml", &good.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(error, Error::Toml(_)), "{to}: {error}");
    }
    let with_number = good.replacen("source", "number = \"某办发〔2026〕1号\"\nsource", 1);
    assert!(add(&mut built_in(), "2027.toml", &with_number).is_ok());
}

#[test]
fn a_folder_of_a_bureau_stands_before_the_built_in_years_and_is_completed_by_them() {
    let folder = tempfile::tempdir().unwrap();
    let own = "year = 2026\nsource = \"示例\"\n".to_string()
        + &holiday("某节", "2026-05-20", "2026-05-20", "");
    disk::write_new(&folder.path().join("2026.toml"), own.as_bytes()).unwrap();
    disk::write_new(&folder.path().join("说明.txt"), b"no calendar").unwrap();
    let loaded = Calendar::load(folder.path()).unwrap();
    assert_eq!(loaded.years().collect::<Vec<_>>(), [2026]);
    assert_eq!(loaded.source(2026), Some(own.as_str()));
    let whole = loaded.or(&built_in()).unwrap();
    assert_eq!(whole.years().collect::<Vec<_>>(), [2020, 2022, 2025, 2026]);
    assert!(!whole.day(day("2026-05-20")).unwrap().working);
    assert!(whole.day(day("2026-10-01")).unwrap().working, "the whole year is the folder's");
    assert!(!whole.day(day("2025-10-01")).unwrap().working);
    assert_eq!(whole.source(2025), built_in().source(2025));

    disk::write_new(&folder.path().join("x.toml"), own.as_bytes()).unwrap();
    assert!(Calendar::load(folder.path()).is_err());
    assert!(Calendar::load(Path::new("/nowhere")).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_calendar_panic(text in "\\PC*", year in "[0-9-]{0,6}") {
        let _ = add(&mut built_in(), &format!("{year}.toml"), &text);
        let _ = add(&mut built_in(), "2027.toml", &format!("{YEAR}{text}"));
    }
}
