//! Periods counted from a day, and days fixed by a month, a quarter or a year. Day 0 is never
//! counted (民法典 201).

use jiff::Span;
use jiff::civil::Date;

use super::account::{Account, Rule, Tally};
use super::calendar::{Calendar, YearMissing};
use super::due::{DayOf, Unknown};
use crate::base::time::Day;

/// Days from one day to another; negative backwards.
#[must_use]
pub fn days_between(from: Day, to: Day) -> i32 {
    // Days between two dates always fit: dates end with the year 9999.
    i32::try_from(from.0.duration_until(to.0).as_hours() / 24).unwrap_or(i32::MAX)
}

/// The `number`-th working day after `start`; `start` itself where `number` is 0.
///
/// # Errors
/// A year on the way has no calendar, or the years that can be written end.
pub fn working_days(start: Day, number: u16, calendar: &Calendar) -> Result<Account, Unknown> {
    let mut tally = Tally::new(calendar);
    let (mut day, mut left) = (start, number);
    while left > 0 {
        day = after(day)?;
        if tally.counts(day)? {
            left -= 1;
        }
    }
    Ok(tally.period(Rule::WorkingDays, start, number, day))
}

/// How many working days lie after `from` up to and with `to`; none where `to` is not later.
///
/// # Errors
/// A year on the way has no calendar.
pub fn working_days_between(from: Day, to: Day, calendar: &Calendar) -> Result<u32, YearMissing> {
    let days = from.0.series(Span::new().days(1)).skip(1).take_while(|day| *day <= to.0);
    days.map(|day| Ok(u32::from(calendar.day(Day(day))?.working))).sum()
}

/// The `number`-th day after `start`; with `roll`, a rest day at its end is moved to the next
/// working day (民法典 203).
///
/// # Errors
/// With `roll` only: a year has no calendar. The years that can be written end.
pub fn calendar_days(
    start: Day,
    number: u16,
    roll: bool,
    calendar: &Calendar,
) -> Result<Account, Unknown> {
    let end = later(start, Span::new().try_days(number))?;
    ended(Rule::CalendarDays, start, number, end, roll, calendar)
}

/// The same day `number` months later, or that month's last (民法典 202); `roll` as in
/// [`calendar_days`].
///
/// # Errors
/// As [`calendar_days`].
pub fn months(
    start: Day,
    number: u16,
    roll: bool,
    calendar: &Calendar,
) -> Result<Account, Unknown> {
    let end = later(start, Span::new().try_months(number))?;
    ended(Rule::Months, start, number, end, roll, calendar)
}

/// The same day `number` years later; 28 February for the 29th in a common year (民法典 202,
/// `rules.md` Q13); `roll` as in [`calendar_days`].
///
/// # Errors
/// As [`calendar_days`].
pub fn years(start: Day, number: u16, roll: bool, calendar: &Calendar) -> Result<Account, Unknown> {
    let end = later(start, Span::new().try_years(number))?;
    ended(Rule::Years, start, number, end, roll, calendar)
}

fn ended(
    rule: Rule,
    start: Day,
    number: u16,
    end: Day,
    roll: bool,
    calendar: &Calendar,
) -> Result<Account, Unknown> {
    let mut tally = Tally::new(calendar);
    if !roll {
        let fixed = tally.fixed(rule, end);
        return Ok(Account { start: Some(start), number, ..fixed });
    }
    let mut day = end;
    while !tally.counts(day)? {
        day = after(day)?;
    }
    let rolled_from = (day != end).then_some(end);
    Ok(Account { rolled_from, ..tally.period(rule, start, number, day) })
}

/// A day fixed by the text. With `inclusive` it is itself in time, else the day before is the last
/// (`rules.md` Q4). It never moves; a rest day is said in the account (`rules.md` Q5).
///
/// # Errors
/// The years that can be written begin after it.
pub fn fixed(
    rule: Rule,
    named: Day,
    inclusive: bool,
    calendar: &Calendar,
) -> Result<Account, Unknown> {
    let day = if inclusive { named } else { before(named)? };
    let before = (!inclusive).then_some(named);
    Ok(Account { before, ..Tally::new(calendar).fixed(rule, day) })
}

/// A day of a month, or its last; `None` where the month has no such day.
#[must_use]
pub fn day_of(year: i16, month: i8, day: DayOf) -> Option<Day> {
    let date = match day {
        DayOf::Nth(day) => Date::new(year, month, day).ok()?,
        DayOf::Last => Date::new(year, month, 1).ok()?.last_of_month(),
    };
    Some(Day(date))
}

/// The day before.
pub(super) fn before(day: Day) -> Result<Day, Unknown> {
    day.0.yesterday().map(Day).map_err(|_| Unknown::NoDay)
}

/// The day after.
pub(super) fn after(day: Day) -> Result<Day, Unknown> {
    day.0.tomorrow().map(Day).map_err(|_| Unknown::NoDay)
}

fn later(day: Day, by: Result<Span, jiff::Error>) -> Result<Day, Unknown> {
    by.and_then(|by| day.0.checked_add(by)).map(Day).map_err(|_| Unknown::NoDay)
}
