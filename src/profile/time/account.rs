//! A day that was reckoned, with how it was counted: so that a person can check it by hand.

use std::collections::BTreeSet;

use super::calendar::{Calendar, Footing, Kind, Why, YearMissing};
use super::count::days_between;
use crate::base::time::Day;
use crate::verdict::Facts;

/// By which rule a day was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// So many working days after a day.
    WorkingDays,
    /// So many calendar days after a day.
    CalendarDays,
    /// So many months after a day.
    Months,
    /// So many years after a day.
    Years,
    /// A day of the n-th month of a quarter, or of the month before it.
    QuarterDay,
    /// A day of a year.
    MonthDay,
    /// A day of a month.
    DayOfMonth,
    /// Any day of a quarter: its last.
    Quarter,
    /// Any day of a year: its last.
    Year,
    /// A day that a person set.
    Set,
}

/// A day and how it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The last day that is in time.
    pub day: Day,
    /// The rule it was found by.
    pub rule: Rule,
    /// Of a period: day 0, which is not counted (民法典 201).
    pub start: Option<Day>,
    /// Of a period: how many days, months or years; else 0.
    pub number: u16,
    /// Rest days that were passed over, in order.
    pub skipped: Vec<Day>,
    /// Saturdays and Sundays that counted as working days (调休上班), in order.
    pub made_up: Vec<Day>,
    /// The rest day on which the period ended before it was moved to `day` (民法典 203).
    pub rolled_from: Option<Day>,
    /// Why `day` is a rest day, where it is one and stays one: a warning (`rules.md` Q5).
    pub rest: Option<Why>,
    /// The day that the text names, where "前" is read as "before that day" (`rules.md` Q4).
    pub before: Option<Day>,
    /// Years whose days were taken by weekends alone, because the caller asked for it.
    pub assumed: Vec<i16>,
    /// Years whose notice is not at hand and may still adjust late December.
    pub awaiting: Vec<i16>,
    /// Years without calendar that did not change `day`: whether it is a rest day is not known.
    pub unknown: Vec<i16>,
}

impl Account {
    /// Days from `at` to the last day in time; negative when that has passed.
    #[must_use]
    pub fn left(&self, at: Day) -> i32 {
        days_between(at, self.day)
    }

    /// Whether it rests on anything but notices: assumed or missing years.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.assumed.is_empty() && self.awaiting.is_empty() && self.unknown.is_empty()
    }

    /// How it was counted, as messages with their facts, to be told one after another. The first
    /// says the rule, the others what is to be known about it.
    #[must_use]
    pub fn told(&self) -> Vec<(&'static str, Facts)> {
        let mut said = vec![(self.rule_message(), self.rule_facts())];
        let mut say = |id, facts: Facts| said.push((id, facts));
        if let Some(before) = self.before {
            say("due-before", vec![("before", before.to_string())]);
        }
        if !self.skipped.is_empty() {
            say("due-skipped", vec![("days", runs(&self.skipped))]);
        }
        if !self.made_up.is_empty() {
            say("due-made-up", vec![("days", runs(&self.made_up))]);
        }
        if let Some(from) = self.rolled_from {
            say("due-rolled", vec![("from", from.to_string()), ("day", self.day.to_string())]);
        }
        match &self.rest {
            None | Some(Why::Weekday | Why::MadeUp(_)) => {}
            Some(Why::Weekend) => say("due-rest-weekend", vec![("day", self.day.to_string())]),
            Some(Why::Holiday(name)) => {
                say(
                    "due-rest-holiday",
                    vec![("day", self.day.to_string()), ("name", name.clone())],
                );
            }
        }
        for (id, years) in [
            ("due-assumed", &self.assumed),
            ("due-awaiting", &self.awaiting),
            ("due-unknown", &self.unknown),
        ] {
            for year in years {
                let file = YearMissing { year: *year }.file();
                say(id, vec![("year", year.to_string()), ("file", file)]);
            }
        }
        said
    }

    fn rule_message(&self) -> &'static str {
        match self.rule {
            Rule::WorkingDays => "due-working-days",
            Rule::CalendarDays => "due-calendar-days",
            Rule::Months => "due-months",
            Rule::Years => "due-years",
            Rule::QuarterDay => "due-quarter-day",
            Rule::MonthDay => "due-month-day",
            Rule::DayOfMonth => "due-day-of-month",
            Rule::Quarter => "due-quarter",
            Rule::Year => "due-year",
            Rule::Set => "due-set",
        }
    }

    fn rule_facts(&self) -> Facts {
        // Before it was moved, so that rule and number can be recounted.
        let ended = self.rolled_from.or(self.before).unwrap_or(self.day);
        let mut facts = vec![("day", ended.to_string())];
        if let Some(start) = self.start {
            facts.push(("start", start.to_string()));
            facts.push(("number", self.number.to_string()));
        }
        facts
    }
}

/// Days in order, runs of them as `first–last`, separated by spaces: the same in every language.
fn runs(days: &[Day]) -> String {
    let mut runs: Vec<(Day, Day)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if days_between(*last, *day) == 1 => *last = *day,
            Some(_) | None => runs.push((*day, *day)),
        }
    }
    let told: Vec<String> = runs
        .iter()
        .map(
            |(first, last)| {
                if first == last { first.to_string() } else { format!("{first}–{last}") }
            },
        )
        .collect();
    told.join(" ")
}

/// What was looked up in a calendar on the way to a day.
pub(super) struct Tally<'a> {
    calendar: &'a Calendar,
    skipped: Vec<Day>,
    made_up: Vec<Day>,
    assumed: BTreeSet<i16>,
    awaiting: BTreeSet<i16>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(calendar: &'a Calendar) -> Self {
        Self {
            calendar,
            skipped: Vec::new(),
            made_up: Vec::new(),
            assumed: BTreeSet::new(),
            awaiting: BTreeSet::new(),
        }
    }

    /// Whether a day is a working day; it is then counted, else passed over.
    pub(super) fn counts(&mut self, day: Day) -> Result<bool, YearMissing> {
        let kind = self.look(day)?;
        match (kind.working, kind.why) {
            (true, Why::MadeUp(_)) => self.made_up.push(day),
            (true, _) => {}
            (false, _) => self.skipped.push(day),
        }
        Ok(kind.working)
    }

    fn look(&mut self, day: Day) -> Result<Kind, YearMissing> {
        let kind = self.calendar.day(day)?;
        match kind.footing {
            Footing::Known => {}
            Footing::Awaiting(year) => drop(self.awaiting.insert(year)),
            Footing::Assumed(year) => drop(self.assumed.insert(year)),
        }
        Ok(kind)
    }

    /// Closes the account of a period that was counted or rolled day by day.
    pub(super) fn period(self, rule: Rule, start: Day, number: u16, day: Day) -> Account {
        Account {
            day,
            rule,
            start: Some(start),
            number,
            skipped: self.skipped,
            made_up: self.made_up,
            rolled_from: None,
            rest: None,
            before: None,
            assumed: self.assumed.into_iter().collect(),
            awaiting: self.awaiting.into_iter().collect(),
            unknown: Vec::new(),
        }
    }

    /// The account of a day that stands whatever it is: a rest day is said, an unknown one too.
    pub(super) fn fixed(mut self, rule: Rule, day: Day) -> Account {
        let (rest, unknown) = match self.look(day) {
            Ok(kind) => ((!kind.working).then_some(kind.why), Vec::new()),
            Err(missing) => (None, vec![missing.year]),
        };
        Account { start: None, rest, unknown, ..self.period(rule, day, 0, day) }
    }
}
