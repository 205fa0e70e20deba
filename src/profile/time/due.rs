//! When something is due, as a profile says it: `due = { kind = "quarter-day", month = 2, day = 20 }`
//! (`formats.md` §9); and the day on which that falls in a case.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::account::{Account, Rule};
use super::calendar::{Calendar, YearMissing};
use super::count;
use super::round::{Round, Shape};
use super::window::Span;
use crate::base::time::Day;
use crate::verdict::{Explain, Facts};

/// When something is due.
///
/// Fixed days (`quarter-day`, `month-day`, `day-of-month`, `quarter`, `year`, `set`) never move;
/// with `inclusive = false` the day before the one named is the last in time (`rules.md` Q4).
/// Periods are counted from an event, which is day 0 and not counted.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Due {
    /// A day of the n-th month of the round's quarter.
    QuarterDay {
        /// 1 to 3, or 0 for the month before the quarter.
        month: i8,
        /// The day.
        day: DayOf,
        /// Whether the day itself is in time.
        #[serde(default = "yes")]
        inclusive: bool,
    },
    /// A day of every year, taken in the round's year, or of one year.
    MonthDay {
        /// 1 to 12.
        month: i8,
        /// The day.
        day: DayOf,
        /// The only year in which it is due; every year without it.
        year: Option<i16>,
        /// Whether the day itself is in time.
        #[serde(default = "yes")]
        inclusive: bool,
    },
    /// A day of the round's month.
    DayOfMonth {
        /// The day.
        day: DayOf,
        /// Whether the day itself is in time.
        #[serde(default = "yes")]
        inclusive: bool,
    },
    /// So many working days after an event.
    WorkingDays {
        /// How many.
        days: u16,
        /// The event, or the latest of several.
        from: Events,
        /// Events that start the count anew where they happened.
        #[serde(default)]
        restarts: Vec<String>,
    },
    /// So many calendar days after an event.
    CalendarDays {
        /// How many.
        days: u16,
        /// The event, or the latest of several.
        from: Events,
        /// Events that start the count anew where they happened.
        #[serde(default)]
        restarts: Vec<String>,
        /// Whether a rest day at the end moves to the next working day (民法典 203).
        #[serde(default = "yes")]
        roll: bool,
    },
    /// So many months after an event.
    Months {
        /// How many.
        months: u16,
        /// The event, or the latest of several.
        from: Events,
        /// Events that start the count anew where they happened.
        #[serde(default)]
        restarts: Vec<String>,
        /// Whether a rest day at the end moves to the next working day (民法典 203).
        #[serde(default = "yes")]
        roll: bool,
    },
    /// So many years after an event.
    Years {
        /// How many.
        years: u16,
        /// The event, or the latest of several.
        from: Events,
        /// Events that start the count anew where they happened.
        #[serde(default)]
        restarts: Vec<String>,
        /// Whether a rest day at the end moves to the next working day (民法典 203).
        #[serde(default = "yes")]
        roll: bool,
    },
    /// Within the round's quarter.
    Quarter {},
    /// Within the round's year.
    Year {},
    /// On the day that a person set.
    Set {
        /// The event that bears the day.
        event: String,
    },
}

fn yes() -> bool {
    true
}

/// A day of a month: its number, or `"last"`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOf {
    /// The n-th, from 1.
    Nth(i8),
    /// The month's last, whatever its number.
    Last,
}

impl<'de> Deserialize<'de> for DayOf {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = DayOf;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day from 1 to 31 or \"last\"")
            }

            fn visit_i64<E: serde::de::Error>(self, day: i64) -> Result<DayOf, E> {
                match i8::try_from(day) {
                    Ok(day @ 1..=31) => Ok(DayOf::Nth(day)),
                    Ok(_) | Err(_) => {
                        Err(E::invalid_value(serde::de::Unexpected::Signed(day), &self))
                    }
                }
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<DayOf, E> {
                match word {
                    "last" => Ok(DayOf::Last),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)),
                }
            }
        }
        value.deserialize_any(Reader)
    }
}

/// The ids of one event or of several, of which the latest counts; never none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Events(Vec<String>);

impl Events {
    /// The ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Events;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of an event or a list of such ids")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<Events, E> {
                Ok(Events(vec![id.to_string()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Events, A::Error> {
                let mut ids = Vec::new();
                while let Some(id) = list.next_element::<String>()? {
                    ids.push(id);
                }
                if ids.is_empty() {
                    Err(A::Error::invalid_length(0, &self))
                } else {
                    Ok(Events(ids))
                }
            }
        }
        value.deserialize_any(Reader)
    }
}

/// What a due day is reckoned from in a case.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The round of the case, where it has one.
    pub round: Option<Round>,
    /// The days of what has happened, by the event's id.
    pub events: &'a BTreeMap<String, Day>,
    /// The working days.
    pub calendar: &'a Calendar,
}

/// Why a due day is not known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unknown {
    /// Events that have not happened yet, or whose day nobody wrote down.
    #[error("not yet known: {}", .0.join(", "))]
    Events(Vec<String>),
    /// A year on the way has no calendar.
    #[error(transparent)]
    Year(#[from] YearMissing),
    /// The case's round is not of the shape that the due day is taken from, or it has none.
    #[error("the round `{round}` is not like {}", needs.example())]
    Round {
        /// The shape that is needed.
        needs: Shape,
        /// The round as it is written, empty where there is none.
        round: String,
    },
    /// There is no such day: 30 February, or beyond the years that can be written.
    #[error("there is no such day")]
    NoDay,
}

impl Explain for Unknown {
    fn id(&self) -> &'static str {
        match self {
            Self::Events(_) => "profile-event-unknown",
            Self::Year(missing) => missing.id(),
            Self::Round { .. } => "profile-round-unfit",
            Self::NoDay => "profile-no-day",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Events(ids) => vec![("events", ids.join(", "))],
            Self::Year(missing) => missing.facts(),
            Self::Round { needs, round } => {
                vec![("round", round.clone()), ("example", needs.example().to_string())]
            }
            Self::NoDay => Facts::new(),
        }
    }
}

/// The day on which something is due in a case, and how it was counted.
///
/// # Errors
/// What is missing to know it.
pub fn on(due: &Due, context: &Context<'_>) -> Result<Account, Unknown> {
    let calendar = context.calendar;
    let start = |from: &Events, restarts: &[String]| start(from, restarts, context.events);
    match due {
        Due::QuarterDay { month, day, inclusive } => {
            let quarter = round(context.round, Shape::Quarter)?;
            let named = quarter_day(quarter, *month, *day).ok_or(Unknown::NoDay)?;
            count::fixed(Rule::QuarterDay, named, *inclusive, calendar)
        }
        Due::MonthDay { month, day, year, inclusive } => {
            let of_round = || context.round.map(Round::year);
            let Some(year) = year.or_else(of_round) else {
                return Err(Unknown::Round { needs: Shape::Year, round: String::new() });
            };
            let named = count::day_of(year, *month, *day).ok_or(Unknown::NoDay)?;
            count::fixed(Rule::MonthDay, named, *inclusive, calendar)
        }
        Due::DayOfMonth { day, inclusive } => {
            let month = round(context.round, Shape::Month)?;
            let named = count::day_of(month.year(), month.first_month(), *day);
            count::fixed(Rule::DayOfMonth, named.ok_or(Unknown::NoDay)?, *inclusive, calendar)
        }
        Due::WorkingDays { days, from, restarts } => {
            count::working_days(start(from, restarts)?, *days, calendar)
        }
        Due::CalendarDays { days, from, restarts, roll } => {
            count::calendar_days(start(from, restarts)?, *days, *roll, calendar)
        }
        Due::Months { months, from, restarts, roll } => {
            count::months(start(from, restarts)?, *months, *roll, calendar)
        }
        Due::Years { years, from, restarts, roll } => {
            count::years(start(from, restarts)?, *years, *roll, calendar)
        }
        Due::Quarter {} => {
            let quarter = round(context.round, Shape::Quarter)?;
            count::fixed(Rule::Quarter, quarter.last(), true, calendar)
        }
        Due::Year {} => {
            let of_case = context.round.ok_or_else(|| unfit(None, Shape::Year))?;
            let last = count::day_of(of_case.year(), 12, DayOf::Last).ok_or(Unknown::NoDay)?;
            count::fixed(Rule::Year, last, true, calendar)
        }
        Due::Set { event } => {
            let day = context.events.get(event);
            let day = day.ok_or_else(|| Unknown::Events(vec![event.clone()]))?;
            count::fixed(Rule::Set, *day, true, calendar)
        }
    }
}

/// The round that something received on a day joins: the first whose cut-off `due` has not passed
/// (`rules.md` Q1, Q23). Also the next of a day that comes back every year, quarter or month.
///
/// # Errors
/// `due` is a period or a set day, so no round follows from it; or all its days have passed.
pub fn joins(due: &Due, received: Day, calendar: &Calendar) -> Result<(Round, Account), Unknown> {
    let shape = due.shape().ok_or(Unknown::NoDay)?;
    let now = Round::holding(shape, received).ok_or(Unknown::NoDay)?;
    // The cut-off of a round may lie in the round before it, never farther away.
    let mut next = Some(now.previous().unwrap_or(now));
    let events = BTreeMap::new();
    for _ in 0..4 {
        let Some(round) = next else { break };
        let account = on(due, &Context { round: Some(round), events: &events, calendar })?;
        if account.day >= received {
            return Ok((round, account));
        }
        next = round.next();
    }
    Err(Unknown::NoDay)
}

/// The days on which what is received joins a round by its cut-off `due`, from the day after the
/// cut-off before it (`rules.md` Q1).
///
/// # Errors
/// As [`on`].
pub fn intake(due: &Due, round: Round, calendar: &Calendar) -> Result<Span, Unknown> {
    let events = BTreeMap::new();
    let cut = |round| on(due, &Context { round: Some(round), events: &events, calendar });
    let before = cut(round.previous().ok_or(Unknown::NoDay)?)?;
    Ok(Span { first: count::after(before.day)?, last: cut(round)?.day })
}

impl Due {
    /// What cannot be meant, in English: a day that never comes, a period of nothing.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let months = |wanted: std::ops::RangeInclusive<i8>, month: i8| {
            let (first, last) = (wanted.start(), wanted.end());
            (!wanted.contains(&month)).then(|| format!("month {month} is not {first} to {last}"))
        };
        // A day that some of the months lack would be due in no time in those.
        let at_most = |most: i8, day: DayOf| match day {
            DayOf::Nth(day) if !(1..=most).contains(&day) => {
                Some(format!("there is not always a day {day}; \"last\" is the month's last"))
            }
            DayOf::Nth(_) | DayOf::Last => None,
        };
        let none = |number: u16| (number == 0).then(|| "a period of 0 is none".to_string());
        match self {
            Self::QuarterDay { month, day, .. } => {
                let shortest = if *month == 2 { 28 } else { 30 };
                months(0..=3, *month).or_else(|| at_most(shortest, *day))
            }
            Self::MonthDay { month, day, year, .. } => months(1..=12, *month).or_else(|| {
                // Every year has as many days in a month as the common year 2001.
                let last = count::day_of(year.unwrap_or(2001), *month, DayOf::Last);
                match last {
                    Some(last) => at_most(last.0.day(), *day),
                    None => Some(format!("there is no year {}", year.unwrap_or_default())),
                }
            }),
            Self::DayOfMonth { day, .. } => at_most(28, *day),
            Self::WorkingDays { days: number, .. }
            | Self::CalendarDays { days: number, .. }
            | Self::Months { months: number, .. }
            | Self::Years { years: number, .. } => none(*number),
            Self::Quarter {} | Self::Year {} | Self::Set { .. } => None,
        }
    }

    /// The ids of all events that it names.
    #[must_use]
    pub fn events(&self) -> Vec<&str> {
        match self {
            Self::WorkingDays { from, restarts, .. }
            | Self::CalendarDays { from, restarts, .. }
            | Self::Months { from, restarts, .. }
            | Self::Years { from, restarts, .. } => {
                from.ids().chain(restarts.iter().map(String::as_str)).collect()
            }
            Self::Set { event } => vec![event],
            Self::QuarterDay { .. }
            | Self::MonthDay { .. }
            | Self::DayOfMonth { .. }
            | Self::Quarter {}
            | Self::Year {} => Vec::new(),
        }
    }

    /// The shape of the rounds in each of which it falls once; `None` for periods and set days.
    #[must_use]
    pub fn shape(&self) -> Option<Shape> {
        match self {
            Self::QuarterDay { .. } | Self::Quarter {} => Some(Shape::Quarter),
            Self::DayOfMonth { .. } => Some(Shape::Month),
            Self::MonthDay { .. } | Self::Year {} => Some(Shape::Year),
            Self::WorkingDays { .. }
            | Self::CalendarDays { .. }
            | Self::Months { .. }
            | Self::Years { .. }
            | Self::Set { .. } => None,
        }
    }

    /// The other reading of "日" in a period of days: working days for calendar days and the other
    /// way round (`rules.md` Q7), so that both can be reported.
    #[must_use]
    pub fn read_otherwise(&self) -> Option<Self> {
        match self.clone() {
            Self::WorkingDays { days, from, restarts } => {
                Some(Self::CalendarDays { days, from, restarts, roll: true })
            }
            Self::CalendarDays { days, from, restarts, .. } => {
                Some(Self::WorkingDays { days, from, restarts })
            }
            Self::QuarterDay { .. }
            | Self::MonthDay { .. }
            | Self::DayOfMonth { .. }
            | Self::Months { .. }
            | Self::Years { .. }
            | Self::Quarter {}
            | Self::Year {}
            | Self::Set { .. } => None,
        }
    }
}

/// Day 0 of a period.
fn start(
    from: &Events,
    restarts: &[String],
    events: &BTreeMap<String, Day>,
) -> Result<Day, Unknown> {
    let missing: Vec<String> =
        from.ids().filter(|id| !events.contains_key(*id)).map(str::to_owned).collect();
    let ids = from.ids().chain(restarts.iter().map(String::as_str));
    match ids.filter_map(|id| events.get(id)).max() {
        Some(latest) if missing.is_empty() => Ok(*latest),
        Some(_) | None => Err(Unknown::Events(missing)),
    }
}

fn quarter_day(quarter: Round, month: i8, day: DayOf) -> Option<Day> {
    match month {
        0 => {
            let before = quarter.previous()?;
            count::day_of(before.year(), before.last_month(), day)
        }
        1..=3 => count::day_of(quarter.year(), quarter.first_month() + month - 1, day),
        _ => None,
    }
}

fn round(of_case: Option<Round>, needs: Shape) -> Result<Round, Unknown> {
    of_case.filter(|round| round.shape() == needs).ok_or_else(|| unfit(of_case, needs))
}

fn unfit(of_case: Option<Round>, needs: Shape) -> Unknown {
    Unknown::Round { needs, round: of_case.map(|r| r.to_string()).unwrap_or_default() }
}
