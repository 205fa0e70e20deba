//! What a check looks with: the day it asks as of, the calendar, the stages that are sealed; and
//! what was typed, read once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Case, Facts};
use crate::base::time::Day;
use crate::form::{Filled, Row, Value};
use crate::profile::indicators::Readings;
use crate::profile::time::Calendar;
use crate::profile::{Setting, Under, When, binds};

/// What a check is given from outside the case.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    /// The day it asks as of.
    pub at: Day,
    /// The State Council's days.
    pub calendar: &'a Calendar,
    /// How grades of different ladders may be read against each other (Q11).
    pub readings: &'a Readings,
    /// Stages that are sealed, with the day of the seal.
    pub sealed: BTreeMap<String, Day>,
}

/// How something that the text leaves open was read (`rules.md` A8).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The setting.
    pub id: String,
    /// What is open, as a question.
    pub title: String,
    /// The reading, in words.
    pub words: String,
    /// Whether the case chose it, not the profile.
    pub own: bool,
    /// Why.
    pub note: String,
    /// The article that leaves it open.
    pub cite: String,
}

/// A case seen with what a check is given: readings, typed values, days of events.
pub(super) struct Sight<'a> {
    pub(super) case: &'a Case,
    pub(super) look: &'a Look<'a>,
    typed: RefCell<BTreeMap<String, Rc<Filled>>>,
    /// Settings that something rested on so far.
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(case: &'a Case, look: &'a Look<'a>) -> Self {
        Self { case, look, typed: RefCell::default(), read: RefCell::default() }
    }

    /// Whether an entry that names grades concerns this case.
    pub(super) fn binds(&self, grades: &[String]) -> bool {
        binds(grades, &self.case.facts.grade)
    }

    /// How a setting is read: by the case, else by the profile.
    pub(super) fn reading(&self, setting: &Setting) -> &'a str {
        self.read.borrow_mut().insert(setting.id.clone());
        let case: &'a Case = self.case;
        let own = case.facts.settings.get(&setting.id);
        let default = || case.profile.settings.iter().find(|s| s.id == setting.id);
        own.map(String::as_str).or_else(|| default().map(|s| s.default.as_str())).unwrap_or("")
    }

    /// Whether an entry holds under the readings of this case.
    pub(super) fn under(&self, under: Option<&Under>) -> bool {
        under.is_none_or(|u| self.is_read(&u.setting, &u.is))
    }

    fn is_read(&self, setting: &str, is: &[String]) -> bool {
        let setting = self.case.profile.settings.iter().find(|s| s.id == setting);
        setting.is_some_and(|s| is.iter().any(|word| word == self.reading(s)))
    }

    /// The readings that something rested on so far, by id.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let read = self.read.borrow();
        let profile = &self.case.profile;
        let rested = profile.settings.iter().filter(|s| read.contains(&s.id));
        rested
            .map(|s| {
                let own = self.case.facts.settings.get(&s.id);
                let reading = own.unwrap_or(&s.default);
                Reading {
                    id: s.id.clone(),
                    title: s.title.clone(),
                    words: s.options.get(reading).unwrap_or(reading).clone(),
                    own: own.is_some_and(|own| *own != s.default),
                    note: s.note.clone(),
                    cite: format!("{} {}", profile.short, s.cite),
                }
            })
            .collect()
    }

    /// What was typed for a slot; nothing where it is no form slot or nothing was typed.
    pub(super) fn typed(&self, slot: &str) -> Result<Rc<Filled>, super::Error> {
        if let Some(known) = self.typed.borrow().get(slot) {
            return Ok(Rc::clone(known));
        }
        let found = self.case.profile.slot(slot).filter(|s| self.case.is_typed(s));
        let filled = match found.and_then(|s| s.form.as_deref()) {
            Some(form) => self.case.read_typed(slot, form)?.0,
            None => Filled::default(),
        };
        let filled = Rc::new(filled);
        self.typed.borrow_mut().insert(slot.to_string(), Rc::clone(&filled));
        Ok(filled)
    }

    /// Whether a paper lacks the rows that its form demands: that is told there, as missing.
    pub(super) fn lacks_rows(&self, slot: &str, table: &str) -> Result<bool, super::Error> {
        let form = self.case.profile.slot(slot).and_then(|s| s.form.as_deref());
        let form = form.and_then(|id| self.case.library.form(id));
        let demanded = form.and_then(|f| f.field(table)).is_some_and(|f| f.required);
        Ok(demanded && self.typed(slot)?.rows(table).is_empty())
    }

    /// Whether a condition holds; `None` where it cannot be said yet: a trait not stated, a paper
    /// not filled.
    pub(super) fn holds(&self, when: &When) -> Result<Option<bool>, super::Error> {
        let read = |setting: &str, is: &[String]| self.is_read(setting, is);
        holds(when, &self.case.facts, |slot| self.typed(slot), read)
    }

    /// The day of an event of the profile: on its paper, typed in the facts, or of a seal.
    pub(super) fn day(&self, event: &str) -> Result<Option<Day>, super::Error> {
        let known = self.case.profile.events.iter().find(|e| e.id == event);
        let paper = known.and_then(|e| e.field.as_deref()).and_then(|f| f.split_once(':'));
        if let Some((slot, field)) = paper
            && let Some(day) = self.typed(slot)?.date(field)
        {
            return Ok(Some(day));
        }
        let sealed = || self.look.sealed.get(known?.stage.as_deref()?).copied();
        Ok(self.case.facts.day(event).or_else(sealed))
    }

    /// The days of all events that are known.
    pub(super) fn days(&self) -> Result<BTreeMap<String, Day>, super::Error> {
        let mut days = BTreeMap::new();
        let own = self.case.profile.events.iter().map(|e| e.id.as_str());
        for event in own.chain([super::APPLIED]) {
            if let Some(day) = self.day(event)? {
                days.insert(event.to_string(), day);
            }
        }
        Ok(days)
    }
}

/// Whether a condition holds, by the facts of a case, what was typed for its slots, and how settings
/// are read; `None` where it cannot be said yet.
///
/// # Errors
/// What was typed cannot be read.
pub fn holds<E>(
    when: &When,
    facts: &Facts,
    typed: impl Fn(&str) -> Result<Rc<Filled>, E>,
    read: impl Fn(&str, &[String]) -> bool,
) -> Result<Option<bool>, E> {
    Ok(match when {
        When::Trait { r#trait, is } => facts.traits.get(r#trait).map(|stated| stated == is),
        When::Setting { setting, is } => Some(read(setting, is)),
        When::Field { slot, field, is } => {
            typed(slot)?.get(field).map(|value| is_one_of(value, is))
        }
        When::Row { slot, table, column, is, own } => {
            let filled = typed(slot)?;
            let rows: &[Row] = filled.rows(table);
            let name = facts.enterprise.name.trim();
            let mine = |row: &&Row| match own.as_ref().map(|own| row.get(own)) {
                None => true,
                Some(Some(Value::Text(words))) => words.contains(name),
                Some(_) => false,
            };
            let has = |row: &Row| row.get(column).is_some_and(|v| is_one_of(v, is));
            // A table without rows is told as missing where it is missing.
            (!rows.is_empty()).then(|| rows.iter().filter(mine).any(has))
        }
        When::NoRow { slot, table, column, none } => {
            let filled = typed(slot)?;
            let has = |row: &Row| row.get(column).is_some_and(|v| is_one_of(v, none));
            (!filled.0.is_empty()).then(|| !filled.rows(table).iter().any(has))
        }
    })
}

/// Whether a typed value is one of some words: ids of choices, `true`, `false`.
pub(super) fn is_one_of(value: &Value, words: &[String]) -> bool {
    let is = |text: &str| words.iter().any(|w| w == text);
    match value {
        Value::Choice(word) | Value::Text(word) | Value::Decimal(word) => is(word),
        Value::Tick(on) => is(if *on { "true" } else { "false" }),
        Value::Ticks(ticked) => ticked.iter().any(|t| is(t)),
        Value::Integer(number) => is(&number.to_string()),
        Value::Opinion { opinion, .. } => opinion.as_deref().is_some_and(is),
        Value::Date(day) => is(&day.to_string()),
        Value::Table(_) => false,
    }
}
