//! Which days are working days: the State Council's yearly notice of holidays and adjusted days
//! (调休), one file `calendar/<year>.toml` per year.
//!
//! A file belongs to the year of its notice, but a notice may set days of the December before and
//! of the January after, so a day is looked up in every file at hand before its own year decides.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use jiff::civil::Weekday;
use serde::Deserialize;

use crate::base::time::Day;
use crate::base::{disk, toml};
use crate::verdict::{Explain, Facts};

/// Year and text of each built-in calendar, sorted by year.
const BUILT_IN: &[(&str, &str)] = include!("../../../profiles/calendar/built_in.rs");

/// Most days of one holiday; the longest since 2004 had 10. More is a slip of the pen in a month.
const LONGEST: i32 = 16;

/// Farthest that an adjusted day lies from its holiday, in days; the farthest since 2004 was 11.
const FARTHEST: i32 = 21;

/// From this day of December the notice of the year after may still adjust days; the earliest that
/// one did since 2004 was the 29th.
const LATE_DECEMBER: i8 = 25;

/// The working days of the years whose notices are known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    assume: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Year {
    /// The file it came from, for errors.
    file: String,
    text: String,
    days: BTreeMap<Day, Why>,
}

/// What a day is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kind {
    /// Whether it is a working day.
    pub working: bool,
    /// Why.
    pub why: Why,
    /// How sure that is.
    pub footing: Footing,
}

/// Why a day is a working day or a rest day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// Monday to Friday, without a holiday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A rest day of the holiday named.
    Holiday(String),
    /// A Saturday or Sunday worked for the holiday named (调休上班).
    MadeUp(String),
}

/// How sure a day's kind is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Footing {
    /// A notice says so.
    Known,
    /// By its own year's notice, but the notice of the year named is not at hand and may still
    /// adjust the last days of December.
    Awaiting(i16),
    /// By weekends alone, because the caller asked to assume them; the year named has no calendar.
    Assumed(i16),
}

/// A year has no calendar, so what its days are is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, thiserror::Error)]
#[error("no calendar of the year {year}; the file calendar/{year}.toml is to be added")]
pub struct YearMissing {
    /// The year.
    pub year: i16,
}

impl YearMissing {
    /// The file to add, beside the profiles: `calendar/2027.toml`.
    #[must_use]
    pub fn file(self) -> String {
        format!("calendar/{}.toml", self.year)
    }
}

impl Explain for YearMissing {
    fn id(&self) -> &'static str {
        "profile-year-missing"
    }

    fn facts(&self) -> Facts {
        vec![("year", self.year.to_string()), ("file", self.file())]
    }
}

/// Why a calendar could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or is not of a calendar's shape.
    #[error(transparent)]
    Toml(#[from] toml::Error),
    /// A file has the shape but cannot be true.
    #[error("{file}: {flaw} {what}")]
    Flawed {
        /// The file.
        file: String,
        /// What is wrong.
        flaw: Flaw,
        /// The day, name or other file that shows it.
        what: String,
    },
}

impl From<disk::Error> for Error {
    fn from(error: disk::Error) -> Self {
        Self::Toml(error.into())
    }
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Toml(e) => e.id(),
            Self::Flawed { .. } => "profile-calendar",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Toml(e) => e.facts(),
            Self::Flawed { file, flaw, what } => {
                vec![("file", file.clone()), ("flaw", flaw.to_string()), ("what", what.clone())]
            }
        }
    }
}

/// What is wrong with a calendar's file; printed as a lower-kebab word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// The file is not named by its year.
    Name,
    /// It names no source.
    Source,
    /// It sets no day.
    Empty,
    /// A holiday ends before it begins.
    Order,
    /// A holiday is longer than any ever was.
    Long,
    /// A day lies neither in the year nor in the December before or the January after.
    Outside,
    /// An adjusted working day is no Saturday or Sunday.
    NoWeekend,
    /// An adjusted working day lies far from its holiday.
    Distant,
    /// A day is set twice.
    Twice,
    /// A day is set otherwise in the file of another year.
    Contradicts,
}

impl Flaw {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Source,
        Self::Empty,
        Self::Order,
        Self::Long,
        Self::Outside,
        Self::NoWeekend,
        Self::Distant,
        Self::Twice,
        Self::Contradicts,
    ];
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "name",
            Self::Source => "source",
            Self::Empty => "empty",
            Self::Order => "order",
            Self::Long => "long",
            Self::Outside => "outside",
            Self::NoWeekend => "no-weekend",
            Self::Distant => "distant",
            Self::Twice => "twice",
            Self::Contradicts => "contradicts",
        })
    }
}

/// The shape of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i16,
    source: String,
    /// The notice's number; kept for readers of the file.
    #[serde(default, rename = "number")]
    _number: String,
    #[serde(default, rename = "holiday")]
    holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    #[serde(deserialize_with = "toml::day")]
    from: Day,
    #[serde(deserialize_with = "toml::day")]
    to: Day,
    #[serde(default, deserialize_with = "toml::days")]
    work: Vec<Day>,
}

impl Calendar {
    /// The calendars that are built in.
    ///
    /// # Errors
    /// A built-in calendar is faulty; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Error> {
        let mut calendar = Self::default();
        for (year, text) in BUILT_IN {
            calendar.add(Path::new(&format!("{year}.toml")), (*text).to_string())?;
        }
        Ok(calendar)
    }

    /// The calendars of a folder: every `<year>.toml` in it.
    ///
    /// # Errors
    /// The folder or a file is unreadable, or a file is faulty.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let mut calendar = Self::default();
        for entry in disk::list(folder)? {
            if entry.name.ends_with(".toml") {
                let path = folder.join(&entry.name);
                let text = disk::read_text(&path, toml::LARGEST)?;
                calendar.add(&path, text)?;
            }
        }
        Ok(calendar)
    }

    /// Adds a year from its text, in the place of the same year where that is known; the file must
    /// be named `<year>.toml`.
    ///
    /// # Errors
    /// The text is not of a calendar's shape, cannot be true, or contradicts another year's file.
    pub fn add(&mut self, file: &Path, text: String) -> Result<(), Error> {
        let read: File = toml::parse(file, &text)?;
        let shown = file.display().to_string();
        let flawed = |(flaw, what)| Error::Flawed { file: shown.clone(), flaw, what };
        if file.file_stem().is_none_or(|stem| *stem != *read.year.to_string()) {
            return Err(flawed((Flaw::Name, read.year.to_string())));
        }
        let days = days_of(&read).map_err(flawed)?;
        for (day, why) in &days {
            let other = self.others(read.year, *day).find(|(_, known)| *known != why);
            if let Some((other, _)) = other {
                return Err(flawed((Flaw::Contradicts, format!("{day} {}", other.file))));
            }
        }
        self.years.insert(read.year, Year { file: shown, text, days });
        Ok(())
    }

    /// Completes it with the years of another calendar that it lacks itself.
    ///
    /// # Errors
    /// The other calendar contradicts it on a day at the turn of a year.
    pub fn or(mut self, other: &Self) -> Result<Self, Error> {
        for (year, known) in &other.years {
            if !self.years.contains_key(year) {
                self.add(Path::new(&known.file), known.text.clone())?;
            }
        }
        Ok(self)
    }

    /// Takes days of years without calendar by their weekday, and marks every result of it.
    #[must_use]
    pub fn assuming_weekends(mut self) -> Self {
        self.assume = true;
        self
    }

    /// The years it knows, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.keys().copied()
    }

    /// The text of a year's file, to be pinned in a case.
    #[must_use]
    pub fn source(&self, year: i16) -> Option<&str> {
        self.years.get(&year).map(|y| y.text.as_str())
    }

    /// What a day is.
    ///
    /// # Errors
    /// No file at hand tells of the day, and weekends are not to be assumed.
    pub fn day(&self, day: Day) -> Result<Kind, YearMissing> {
        let year = day.0.year();
        if let Some(why) =
            [0, 1, -1].iter().find_map(|by| self.years.get(&(year + by))?.days.get(&day))
        {
            let working = matches!(why, Why::MadeUp(_));
            return Ok(Kind { working, why: why.clone(), footing: Footing::Known });
        }
        let footing = if self.years.contains_key(&year) {
            let late = day.0.month() == 12 && day.0.day() >= LATE_DECEMBER;
            match year + 1 {
                next if late && !self.years.contains_key(&next) => Footing::Awaiting(next),
                _ => Footing::Known,
            }
        } else if self.assume {
            Footing::Assumed(year)
        } else {
            return Err(YearMissing { year });
        };
        let weekend = is_weekend(day);
        let why = if weekend { Why::Weekend } else { Why::Weekday };
        Ok(Kind { working: !weekend, why, footing })
    }

    /// What the files of other years say of a day.
    fn others(&self, year: i16, day: Day) -> impl Iterator<Item = (&Year, &Why)> {
        let others = self.years.iter().filter(move |(other, _)| **other != year);
        others.filter_map(move |(_, known)| Some((known, known.days.get(&day)?)))
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.0.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The days that a file sets, or its first flaw and what shows it.
fn days_of(file: &File) -> Result<BTreeMap<Day, Why>, (Flaw, String)> {
    if file.source.trim().is_empty() {
        return Err((Flaw::Source, String::new()));
    }
    if file.holidays.is_empty() {
        return Err((Flaw::Empty, String::new()));
    }
    let mut days = BTreeMap::new();
    let mut set = |day: Day, why: Why| {
        let (year, month) = (day.0.year(), day.0.month());
        let december = year == file.year.saturating_sub(1) && month == 12;
        let january = year == file.year.saturating_add(1) && month == 1;
        if year != file.year && !december && !january {
            return Err((Flaw::Outside, day.to_string()));
        }
        match days.insert(day, why) {
            None => Ok(()),
            Some(_) => Err((Flaw::Twice, day.to_string())),
        }
    };
    for holiday in &file.holidays {
        let (from, to, name) = (holiday.from, holiday.to, &holiday.name);
        if from > to {
            return Err((Flaw::Order, format!("{from} {to}")));
        }
        if apart(from, to) >= LONGEST {
            return Err((Flaw::Long, format!("{from} {to}")));
        }
        for day in from.0.series(jiff::Span::new().days(1)).take_while(|d| *d <= to.0) {
            set(Day(day), Why::Holiday(name.clone()))?;
        }
        for day in &holiday.work {
            if !is_weekend(*day) {
                return Err((Flaw::NoWeekend, day.to_string()));
            }
            if apart(*day, from) > FARTHEST || apart(to, *day) > FARTHEST {
                return Err((Flaw::Distant, day.to_string()));
            }
            set(*day, Why::MadeUp(name.clone()))?;
        }
    }
    Ok(days)
}

/// Days from one day to another, negative backwards.
fn apart(from: Day, to: Day) -> i32 {
    super::count::days_between(from, to)
}
