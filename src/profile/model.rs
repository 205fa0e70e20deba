//! The shape of a profile file. Unknown keys are refused, so that a misspelt rule is never ignored.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::archive::Archive;
use super::grade::Ladder;
use super::indicators::Which;
use super::lookback::Lookback;
use super::notice::Notice;
use super::rules::{
    Actor, Consequence, CrowdRule, Deadline, Event, Experts, Gate, Grading, List, RecordKind,
    Retention, RoundRule, Rule, Sample, Setting, Trait, When, binds,
};
use crate::base::time::Day;
use crate::base::toml;

/// A regulation as data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// ASCII id, also the file's name.
    pub id: String,
    /// Short form that begins case ids, ASCII capitals.
    pub short: String,
    /// Title of the regulation.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number, or empty where none is known.
    #[serde(default)]
    pub number: String,
    /// Whether it is in force, past, or a draft.
    pub status: Status,
    /// How the time of a signature is known.
    pub time: Time,
    /// Whether every digest is written as SM3 beside SHA-256.
    #[serde(default)]
    pub sm3: bool,
    /// Whether the volume travels in the package.
    #[serde(default = "yes")]
    pub volume_in_package: bool,
    /// The seat that opens a case.
    pub opens: String,
    /// From when to when cases may be opened under it.
    pub valid: Validity,
    /// Where and for which grades it applies.
    pub scope: Scope,
    /// The forms of the volume's own pages.
    pub volume: VolumeForms,
    /// What is not taken in.
    #[serde(default)]
    pub intake: super::IntakeRules,
    /// How the archive counts and stamps the items; without it they bear no archive numbers.
    pub archive: Option<Archive>,
    /// The places of a dossier, in order; the order numbers the folders.
    #[serde(rename = "slot")]
    pub slots: Vec<Slot>,
    /// The steps of the procedure, in order; the last is filing.
    #[serde(rename = "stage")]
    pub stages: Vec<Stage>,
    /// Seats that one person may not hold together.
    #[serde(default, rename = "conflict")]
    pub conflicts: Vec<Conflict>,
    /// Whom nobody who reviews may belong to.
    pub unrelated: Option<Unrelated>,
    /// Who acts.
    #[serde(default, rename = "actor")]
    pub actors: Vec<Actor>,
    /// What the text leaves open, and how it is read.
    #[serde(default, rename = "setting")]
    pub settings: Vec<Setting>,
    /// How applications are gathered; cases of the first months pinned profiles that do not say.
    pub round: Option<RoundRule>,
    /// The grades, per kind of industry.
    #[serde(default, rename = "ladder")]
    pub ladders: Vec<Ladder>,
    /// Indicator tables it comes with, by id.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// What about an enterprise decides on conditional papers.
    #[serde(default, rename = "trait")]
    pub traits: Vec<Trait>,
    /// The days that deadlines know.
    #[serde(default, rename = "event")]
    pub events: Vec<Event>,
    /// What must be done by when.
    #[serde(default, rename = "deadline")]
    pub deadlines: Vec<Deadline>,
    /// How much must have come in at once for limits to be relaxed.
    #[serde(default, rename = "crowd")]
    pub crowds: Vec<CrowdRule>,
    /// Kinds of entries in an enterprise's record.
    #[serde(default, rename = "record")]
    pub records: Vec<RecordKind>,
    /// What follows from entries of the record.
    #[serde(default, rename = "consequence")]
    pub consequences: Vec<Consequence>,
    /// How the grade is computed.
    pub grading: Option<Grading>,
    /// Who may be an expert.
    pub experts: Option<Experts>,
    /// How many of a batch are looked at.
    #[serde(default, rename = "sample")]
    pub samples: Vec<Sample>,
    /// How applicants are told what to put right; the first that is for a grade counts.
    #[serde(default, rename = "notice")]
    pub notices: Vec<Notice>,
    /// Typed values without which the procedure does not go on.
    #[serde(default, rename = "gate")]
    pub gates: Vec<Gate>,
    /// Lists made of a round's cases.
    #[serde(default, rename = "list")]
    pub lists: Vec<List>,
    /// How long dossiers are kept.
    #[serde(default, rename = "retention")]
    pub retention: Vec<Retention>,
    /// What else its articles order.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// How it looks back on filed dossiers of other rules, where it is made for that.
    pub lookback: Option<Lookback>,
}

fn yes() -> bool {
    true
}

/// Whether a regulation binds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It binds today.
    InForce,
    /// It bound once; its dossiers are still checked by it.
    Historic,
    /// It was never issued; a dossier under it never passes.
    Draft,
}

/// How the time of a signature is known (`formats.md` §4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Time {
    /// As the signer states it; the report says so.
    Claimed,
}

/// From when to when a profile may be used; both days belong to it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// The first day.
    #[serde(deserialize_with = "toml::day")]
    pub from: Day,
    /// The last day, if one is known.
    #[serde(default, deserialize_with = "some_day")]
    pub until: Option<Day>,
}

fn some_day<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Day>, D::Error> {
    toml::day(d).map(Some)
}

/// Where a profile applies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Division codes (GB/T 2260); one ending in `00` covers all below it.
    pub divisions: Vec<String>,
    /// Grades that may be applied for.
    pub grades: Vec<String>,
}

impl Scope {
    /// Whether a division lies in it.
    #[must_use]
    pub fn covers(&self, division: &str) -> bool {
        self.divisions.iter().any(|d| {
            let stem = d.strip_suffix("0000").or_else(|| d.strip_suffix("00")).unwrap_or(d);
            division.len() == d.len() && division.starts_with(stem)
        })
    }
}

/// The forms of the volume's own pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeForms {
    /// The cover.
    pub cover: String,
    /// 卷内目录.
    pub catalogue: String,
    /// 审核签署一览.
    pub signings: String,
    /// 备考表.
    pub closing: String,
}

/// Whether the text of the regulation orders an entry, or practice suggests it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Ordered by the article.
    Text,
    /// Suggested by practice; the article is the nearest one.
    Practice,
}

/// How much a slot is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Missing is a failure.
    Required,
    /// Needed where its condition holds; a person judges that.
    Conditional,
    /// Welcome, never reported as missing.
    Optional,
}

/// A place in the dossier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// ASCII id.
    pub id: String,
    /// Chinese title; with its number it names the folder.
    pub title: String,
    /// The form that fills it; without one it is filled by received files alone.
    pub form: Option<String>,
    /// Seats of the form's opinion boxes, each with the seat it is here; the others keep their ids.
    #[serde(default)]
    pub seats: BTreeMap<String, String>,
    /// Facts that fill the form's fields, each with the fact that fills them here: who makes a
    /// paper that several bureaus make alike.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// Which indicators its form asks for, where it asks for any; all where nothing is said (Q24).
    pub indicators: Option<Which>,
    /// The stage whose seal covers it.
    pub stage: String,
    /// The grades it concerns.
    pub grades: Vec<String>,
    /// How much it is needed.
    pub need: Need,
    /// The grades for which a missing one only warns, whatever `need` says.
    #[serde(default)]
    pub warn: Vec<String>,
    /// For `need = "conditional"`: when it is needed; a person judges where nothing is said.
    pub when: Option<When>,
    /// For `need = "conditional"`: the grades for which it hangs on `when`; the others need it
    /// always. Empty for all.
    #[serde(default)]
    pub when_grades: Vec<String>,
    /// The trait of the enterprise under which a missing one only warns, whatever the grade.
    pub warn_trait: Option<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

impl Slot {
    /// Whether it concerns a grade.
    #[must_use]
    pub fn concerns(&self, grade: &str) -> bool {
        self.grades.iter().any(|g| g == grade)
    }

    /// How much a grade needs it.
    #[must_use]
    pub fn need_for(&self, grade: &str) -> Need {
        match self.need {
            Need::Conditional if !binds(&self.when_grades, grade) => Need::Required,
            need @ (Need::Required | Need::Conditional | Need::Optional) => need,
        }
    }

    /// Whether a missing one only warns, for a grade and what is true of the enterprise.
    #[must_use]
    pub fn warns(&self, grade: &str, traits: &BTreeMap<String, bool>) -> bool {
        let excused = self.warn_trait.as_ref().and_then(|t| traits.get(t)).copied();
        excused == Some(true) || self.warn.iter().any(|g| g == grade)
    }
}

/// A step of the procedure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// ASCII id.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// Who acts in it: an id of the actors (`rules.md` A0).
    pub actor: String,
    /// The seat that seals it.
    pub seals: String,
    /// The title of that seat where it only seals; a seat that is heard has its own.
    #[serde(default)]
    pub sealer: String,
    /// The grades that go through it; empty for all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The seats that must be heard in it.
    #[serde(default, rename = "seat")]
    pub seats: Vec<Seat>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// A named place in a stage whose opinion is needed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// ASCII id.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The grades for which it is heard; empty for all that go through its stage.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The slot without whose files nobody is heard: a paper that only some dossiers hold, with
    /// the seats that go with it.
    pub only_with: Option<String>,
    /// For a plural seat: where its members come from. Without one exactly one person holds it.
    pub roster: Option<Roster>,
    /// For a plural seat: the paper that names its members.
    pub paper: Option<Paper>,
    /// For a plural seat: the seat whose holder signs the roster.
    pub listed_by: Option<String>,
    /// How many must agree or be present.
    pub need: SeatNeed,
    /// For `need = "quorum"`: the part of the roster that must be present.
    pub quorum: Option<Quorum>,
    /// For a plural seat: whether no two who are heard may be of one organisation.
    #[serde(default)]
    pub distinct_orgs: bool,
    /// The rule by which the opinions make a decision, stated apart from verification.
    pub decision: Option<Decision>,
    /// The slots whose files its holder reviews; empty for a seat that only seals.
    #[serde(default)]
    pub slots: Vec<String>,
    /// The table (`slot-id.table`) whose rows its holders answer for.
    pub rows: Option<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// Where the members of a plural seat come from (`formats.md` §4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roster {
    /// Every holder of a mandate for the seat, present or not.
    Attendance,
    /// The persons whom the paper names.
    Panel,
}

/// The table of a form that names the members of a plural seat.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The slot of the paper.
    pub slot: String,
    /// The table in its form.
    pub table: String,
    /// The column with the person's id.
    pub person: String,
    /// The column that tells which rows count, with the value that counts; all rows without it.
    pub only: Option<(String, String)>,
}

/// How many of a seat must agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatNeed {
    /// Exactly one person is heard.
    One,
    /// Every present, not recused member is heard.
    All,
    /// The part of the roster given by `quorum` is present, and every one present is heard.
    Quorum,
    /// At least this many persons agree.
    #[serde(untagged)]
    Agree(u32),
}

/// A part of a roster: present must be more than `more_than[0] / more_than[1]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Numerator and denominator.
    pub more_than: (u32, u32),
}

/// How opinions make a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// More than half of the whole roster agree.
    Majority,
}

/// Who reviews belongs neither to the enterprise nor to an organisation that stands in its service
/// or has an interest in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unrelated {
    /// The seats that this holds for; empty for all.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// Seats that one person may not hold together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The seats.
    pub seats: Vec<String>,
}
