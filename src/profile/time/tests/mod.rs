//! What the calendar and the five kinds of time promise, with the days of two real years.

mod calendar;
mod count;
mod due;
mod window;

use std::collections::BTreeMap;

use super::Calendar;
use crate::base::time::Day;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("{text} is a day"))
}

fn days(texts: &[&str]) -> Vec<Day> {
    texts.iter().map(|text| day(text)).collect()
}

/// The years 2025 and 2026.
fn built_in() -> Calendar {
    Calendar::built_in().unwrap()
}

fn events(known: &[(&str, &str)]) -> BTreeMap<String, Day> {
    known.iter().map(|(id, on)| ((*id).to_string(), day(on))).collect()
}
