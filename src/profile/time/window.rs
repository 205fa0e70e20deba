//! Windows of time that bar or favour an application: one-year bans, look-backs, the calendar year
//! (当年), and crowds of dossiers on consecutive days. Both ends of a window belong to it, and its
//! end never moves off a rest day (`rules.md` Q5, Q12, Q13).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span as Length;
use jiff::civil::Date;

use super::calendar::{Calendar, YearMissing};
use super::count::day_of;
use super::due::DayOf;
use crate::base::time::Day;

/// Days from one to another, both included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Span {
    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The first day after it; `None` beyond the years that can be written.
    #[must_use]
    pub fn free(self) -> Option<Day> {
        self.last.0.tomorrow().ok().map(Day)
    }
}

/// The same day some years later; 28 February for the 29th in a common year. `None` beyond the
/// years that can be written.
#[must_use]
pub fn anniversary(day: Day, years: u16) -> Option<Day> {
    let length = Length::new().try_years(years).ok()?;
    day.0.checked_add(length).ok().map(Day)
}

/// A bar of some years from a finding or decision on: its anniversary is still barred
/// (`rules.md` Q12). Also how long a title counts.
#[must_use]
pub fn ban(from: Day, years: u16) -> Option<Span> {
    Some(Span { first: from, last: anniversary(from, years)? })
}

/// From a day to the end of its calendar year (当年).
#[must_use]
pub fn rest_of_year(day: Day) -> Span {
    // Every year has a 31 December.
    let last = day_of(day.0.year(), 12, DayOf::Last).unwrap_or(Day(Date::MAX));
    Span { first: day, last }
}

/// A rule by which earlier events bar an application (`rules.md` Q13).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LookBack {
    /// How many years before the application count.
    pub years: u16,
    /// Whether an application that was barred bars all others of its calendar year (当年).
    pub year_bar: bool,
}

/// Why an application is barred, and from when one is not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    /// The windows of the events that bar it, earliest first: from event to anniversary.
    pub hits: Vec<Span>,
    /// Earlier applications of the same calendar year that were barred and so bar it too.
    pub refused: Vec<Day>,
    /// The end of the calendar year, where the rule bars that.
    pub year_end: Option<Day>,
    /// The earliest day on which an application is free again; `None` beyond the years that can
    /// be written.
    pub next: Option<Day>,
}

/// Whether an application on a day is barred by events within the look-back, or by an earlier
/// application of the same year that was; `None` where it is free.
///
/// Only applications before `at` are asked; each is judged by all events given, so an event found
/// out later bars the filings it would have barred.
#[must_use]
pub fn look_back(rule: LookBack, events: &[Day], earlier: &[Day], at: Day) -> Option<Bar> {
    let hits = hits(rule, events, at);
    let mut refused: Vec<Day> = earlier
        .iter()
        .filter(|day| rule.year_bar && **day < at && day.0.year() == at.0.year())
        .filter(|day| !self::hits(rule, events, **day).is_empty())
        .copied()
        .collect();
    refused.sort_unstable();
    if hits.is_empty() && refused.is_empty() {
        return None;
    }
    let year_end = rule.year_bar.then(|| rest_of_year(at).last);
    let next = next_free(rule, events, at, year_end);
    Some(Bar { hits, refused, year_end, next })
}

/// The windows that hold a day, earliest first.
fn hits(rule: LookBack, events: &[Day], day: Day) -> Vec<Span> {
    let windows = events.iter().filter_map(|event| ban(*event, rule.years));
    let mut hits: Vec<Span> = windows.filter(|window| window.contains(day)).collect();
    hits.sort_unstable();
    hits
}

fn next_free(rule: LookBack, events: &[Day], at: Day, year_end: Option<Day>) -> Option<Day> {
    let mut day = match year_end {
        Some(last) => Span { first: at, last }.free()?,
        None => at,
    };
    // Every step leaves at least one window behind.
    while let Some(last) = hits(rule, events, day).iter().map(|window| window.last).max() {
        day = Span { first: day, last }.free()?;
    }
    Some(day)
}

/// Two consecutive days on which more was received than can be worked through in time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Crowd {
    /// The two days, and any rest days between them.
    pub days: Span,
    /// How much was received on them.
    pub count: usize,
}

/// Pairs of consecutive calendar days on which more than `most` dossiers were received at one
/// branch (`rules.md` Q8), by the day of each receipt, in any order.
#[must_use]
pub fn crowded(received: &[Day], most: usize) -> Vec<Crowd> {
    let counts = counts(received);
    let pairs = counts
        .keys()
        .filter_map(|first| Some(Span { first: *first, last: first.0.tomorrow().ok().map(Day)? }));
    crowds(&counts, pairs, most)
}

/// The other reading of Q8: pairs of consecutive working days, with what came on the rest days
/// between them.
///
/// # Errors
/// A year has no calendar.
pub fn crowded_working(
    received: &[Day],
    most: usize,
    calendar: &Calendar,
) -> Result<Vec<Crowd>, YearMissing> {
    let counts = counts(received);
    let mut pairs = BTreeSet::new();
    for day in counts.keys() {
        let first = working(day.0.series(Length::new().days(-1)), calendar)?;
        let second = working(day.0.series(Length::new().days(1)).skip(1), calendar)?;
        if let (Some(first), Some(last)) = (first, second) {
            pairs.insert(Span { first, last });
        }
    }
    Ok(crowds(&counts, pairs.into_iter(), most))
}

/// The first working day of some.
fn working(
    days: impl Iterator<Item = Date>,
    calendar: &Calendar,
) -> Result<Option<Day>, YearMissing> {
    for day in days.map(Day) {
        if calendar.day(day)?.working {
            return Ok(Some(day));
        }
    }
    Ok(None)
}

fn counts(received: &[Day]) -> BTreeMap<Day, usize> {
    let mut counts = BTreeMap::new();
    for day in received {
        *counts.entry(*day).or_default() += 1;
    }
    counts
}

fn crowds(
    counts: &BTreeMap<Day, usize>,
    pairs: impl Iterator<Item = Span>,
    most: usize,
) -> Vec<Crowd> {
    let counted = pairs.map(|days| Crowd {
        days,
        count: counts.range(days.first..=days.last).map(|(_, n)| n).sum(),
    });
    counted.filter(|crowd| crowd.count > most).collect()
}
