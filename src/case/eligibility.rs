//! Who may apply: what follows from the enterprise's record on the day of the application.

use super::Case;
use super::facts::Record;
use super::look::{Look, Sight};
use crate::base::time::Day;
use crate::profile::time::window::{self, LookBack};
use crate::profile::time::{Round, Shape};
use crate::profile::{Consequence, Effect, Reach};
use crate::verdict::{Bearing, Code, Finding, Place};

/// A consequence that touches a case.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The consequence.
    pub consequence: Consequence,
    /// The entries of the record that bring it about: their places in the list, from 1.
    pub entries: Vec<usize>,
    /// The last day on which it holds, where it ends.
    pub until: Option<Day>,
    /// The first day on which an application is free of it, where that can be said.
    pub free: Option<Day>,
}

impl Case {
    /// What follows from the record for this application, in the profile's order. Nothing where
    /// the day of the application is not known.
    #[must_use]
    pub fn consequences(&self, look: &Look<'_>) -> Vec<Hit> {
        hits(&Sight::new(self, look))
    }
}

pub(super) fn hits(sight: &Sight<'_>) -> Vec<Hit> {
    let Some(applied) = sight.case.facts.applied() else { return Vec::new() };
    let bound = |c: &&Consequence| sight.binds(&c.grades) && sight.under(c.under.as_ref());
    let all = sight.case.profile.consequences.iter().filter(bound);
    all.filter_map(|c| hit(sight, c, applied)).collect()
}

/// The day of an entry that counts for a consequence: the first kind that is known.
fn counted(record: &Record, consequence: &Consequence) -> Option<Day> {
    consequence.counts.iter().find_map(|of| record.day(*of))
}

fn hit(sight: &Sight<'_>, consequence: &Consequence, applied: Day) -> Option<Hit> {
    let records = (1..).zip(&sight.case.facts.records);
    let entries: Vec<(usize, Day)> = records
        .filter(|(_, r)| consequence.records.contains(&r.kind))
        .filter_map(|(n, r)| Some((n, counted(r, consequence)?)))
        .collect();
    let found = match consequence.reach {
        Reach::LookBack { years, year } => {
            let rule = LookBack { years, year_bar: year };
            return look_back(sight, consequence, &entries, rule, applied);
        }
        Reach::CalendarYear => within(&entries, year, applied),
        Reach::After { years } => within(&entries, |day| window::ban(day, years), applied),
        Reach::InCourse => standing(entries.into_iter().filter(|(_, day)| *day >= applied)),
        Reach::Always => standing(entries.into_iter()),
    };
    let (entries, span) = found?;
    Some(Hit {
        consequence: consequence.clone(),
        entries,
        until: span.map(|s: window::Span| s.last),
        free: span.and_then(|s| s.free()),
    })
}

/// Entries that hit for as long as they stand.
fn standing(
    entries: impl Iterator<Item = (usize, Day)>,
) -> Option<(Vec<usize>, Option<window::Span>)> {
    let entries: Vec<usize> = entries.map(|(n, _)| n).collect();
    (!entries.is_empty()).then_some((entries, None))
}

/// The calendar year of a day (当年).
fn year(day: Day) -> Option<window::Span> {
    let year = Round::holding(Shape::Year, day)?;
    Some(window::Span { first: year.first(), last: year.last() })
}

/// The entries whose span holds the application, with the span that ends last.
fn within(
    entries: &[(usize, Day)],
    span: impl Fn(Day) -> Option<window::Span>,
    applied: Day,
) -> Option<(Vec<usize>, Option<window::Span>)> {
    let spans = entries.iter().filter_map(|(n, day)| Some((*n, span(*day)?)));
    let hits: Vec<(usize, window::Span)> = spans.filter(|(_, s)| s.contains(applied)).collect();
    let last = hits.iter().map(|(_, s)| *s).max_by_key(|s| s.last)?;
    Some((hits.into_iter().map(|(n, _)| n).collect(), Some(last)))
}

fn look_back(
    sight: &Sight<'_>,
    consequence: &Consequence,
    entries: &[(usize, Day)],
    rule: LookBack,
    applied: Day,
) -> Option<Hit> {
    let days: Vec<Day> = entries.iter().map(|(_, day)| *day).collect();
    let earlier = sight.case.facts.earlier.iter();
    // Only an earlier application for a grade that this rule touches was refused by it.
    let earlier: Vec<Day> = earlier
        .filter(|e| crate::profile::binds(&consequence.grades, &e.grade))
        .filter_map(super::facts::Earlier::day)
        .collect();
    let earlier = if sight.under(consequence.path.as_ref()) { earlier } else { Vec::new() };
    let bar = window::look_back(rule, &days, &earlier, applied)?;
    let hit = |day: &Day| bar.hits.iter().any(|s| s.first == *day);
    let entries = entries.iter().filter(|(_, day)| hit(day)).map(|(n, _)| *n).collect();
    let until = bar.year_end.max(bar.hits.iter().map(|s| s.last).max());
    Some(Hit { consequence: consequence.clone(), entries, until, free: bar.next })
}

/// What is to be said of the consequences.
pub(super) fn findings(sight: &Sight<'_>, hits: &[Hit]) -> Vec<Finding> {
    let facts = &sight.case.facts;
    hits.iter()
        .map(|hit| {
            let c = &hit.consequence;
            let (code, bearing) = match c.effect {
                Effect::Bar => (Code::CaseBarred, Bearing::Fails),
                Effect::Lowest => (Code::CaseLowest, Bearing::Fails),
                Effect::Remove => (Code::CaseRemoved, Bearing::Fails),
                Effect::Downgrade | Effect::Opinion | Effect::Priority => {
                    (Code::CaseRecordWeighs, Bearing::Note)
                }
            };
            let kinds = &sight.case.profile.records;
            let told: Vec<String> = hit
                .entries
                .iter()
                .filter_map(|n| {
                    let record = facts.records.get(n.checked_sub(1)?)?;
                    let title = &kinds.iter().find(|k| k.id == record.kind)?.title;
                    let day = counted(record, c)?;
                    Some(format!("{title}（{}）", day.chinese()))
                })
                .collect();
            let place = Place::field(super::layout::FACTS, 0, first_entry(hit));
            let day = |day: Option<Day>| day.map_or_else(|| "none".to_string(), |d| d.to_string());
            Finding::new(code, place)
                .with("title", &c.title)
                .with("entries", told.join("、"))
                .with("until", day(hit.until))
                .with("free", day(hit.free))
                .bearing(bearing)
                .under(format!("{} {}", sight.case.profile.short, c.cite))
        })
        .collect()
}

fn first_entry(hit: &Hit) -> String {
    hit.entries.first().map_or_else(String::new, |n| format!("record.{n}"))
}
