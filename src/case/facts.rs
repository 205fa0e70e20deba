//! `case.toml`: what is true of a case, typed by a person; never a log.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::base::time::Day;
use crate::base::toml;
use crate::profile::DayOf;

/// The facts of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Case id: `<short>-<division>-<round>-<number>`.
    pub case: String,
    /// Id of the profile it was opened under.
    pub profile: String,
    /// The round it belongs to: `2026Q2`.
    pub round: String,
    /// The grade that is applied for.
    pub grade: String,
    /// The branch that handles it.
    pub branch: Branch,
    /// The city bureau, where the regulation was not issued by it.
    pub city: Option<City>,
    /// The enterprise and plant.
    pub enterprise: Enterprise,
    /// Days of the case, by event of the profile; `applied` is the application.
    #[serde(default)]
    pub dates: BTreeMap<String, ::toml::value::Datetime>,
    /// What is special about single slots.
    #[serde(default)]
    pub slot: BTreeMap<String, SlotFacts>,
    /// What is true of the enterprise, by trait of the profile.
    #[serde(default)]
    pub traits: BTreeMap<String, bool>,
    /// Readings that this case takes otherwise than the profile, by setting.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// The enterprise's record: violations, frauds, downgrades, titles.
    #[serde(default, rename = "record")]
    pub records: Vec<Record>,
    /// Earlier applications of this plant.
    #[serde(default, rename = "earlier")]
    pub earlier: Vec<Earlier>,
}

/// The event of the application: the day that eligibility is judged at.
pub const APPLIED: &str = "applied";

/// The branch bureau (生态环境分局) that handles a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its full name.
    pub name: String,
}

/// The city bureau (市级生态环境主管部门) above the branch.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Its full name.
    pub name: String,
}

/// The enterprise that applies, with the plant that is graded (一厂一册).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Registered name.
    pub name: String,
    /// 统一社会信用代码 (GB 32100).
    pub code: String,
    /// Division code (GB/T 2260).
    pub division: String,
    /// Name of the plant.
    pub plant: String,
    /// Industry codes (GB/T 4754 or names of key industries).
    #[serde(default)]
    pub industries: Vec<String>,
    /// Organisations in its service, or with an interest in it, as the key ring calls them: none of
    /// theirs may review the case where the rules say so.
    #[serde(default)]
    pub related: Vec<String>,
}

impl Enterprise {
    /// Whether an organisation is the enterprise itself or stands in its service; one without a name
    /// is nobody's.
    #[must_use]
    pub fn is_related(&self, organisation: &str) -> bool {
        let is = |name: &String| !name.is_empty() && name == organisation;
        is(&self.name) || self.related.iter().any(is)
    }
}

/// An entry of the enterprise's record, with the days that are known (Q30).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its kind: an id of the profile.
    pub kind: String,
    /// When it was done.
    pub act: Option<::toml::value::Datetime>,
    /// When a continuing act ended.
    pub end: Option<::toml::value::Datetime>,
    /// When it was found.
    pub finding: Option<::toml::value::Datetime>,
    /// When it was punished.
    pub penalty: Option<::toml::value::Datetime>,
    /// When a downgrade was decided.
    pub decision: Option<::toml::value::Datetime>,
    /// The paper that says so, and what a person should know.
    #[serde(default)]
    pub note: String,
}

/// An earlier application of the same plant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// When.
    pub applied: ::toml::value::Datetime,
    /// For which grade.
    pub grade: String,
}

/// What is special about a slot.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotFacts {
    /// The ink-signed scan that is the slot's document: `evidence/<slot>/<file>`.
    pub original: Option<String>,
    /// Received PDF files whose pages stand in the volume as pictures, because they cannot stand there
    /// in PDF/A as they are: `evidence/<slot>/<file>`.
    #[serde(default)]
    pub rasterise: Vec<String>,
}

impl Facts {
    /// Reads facts from text; `path` only names it in errors.
    ///
    /// # Errors
    /// Not TOML or of another shape.
    pub fn parse(path: &Path, text: &str) -> Result<Self, toml::Error> {
        toml::parse(path, text)
    }

    /// The day of application in machine form, where it is given and a day.
    #[must_use]
    pub fn applied(&self) -> Option<Day> {
        self.day(APPLIED)
    }

    /// The day typed for an event, where it is given and a day.
    #[must_use]
    pub fn day(&self, event: &str) -> Option<Day> {
        self.dates.get(event).and_then(day)
    }
}

/// A TOML date that is a day and nothing more.
pub(super) fn day(date: &::toml::value::Datetime) -> Option<Day> {
    Day::parse(&date.to_string())
}

impl Record {
    /// The day of a kind, where it is given.
    #[must_use]
    pub fn day(&self, of: DayOf) -> Option<Day> {
        let date = match of {
            DayOf::Act => &self.act,
            DayOf::End => &self.end,
            DayOf::Finding => &self.finding,
            DayOf::Penalty => &self.penalty,
            DayOf::Decision => &self.decision,
        };
        date.as_ref().and_then(day)
    }
}

impl Earlier {
    /// The day of the application.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        day(&self.applied)
    }
}
