//! One regulation as data: which papers a dossier needs, which stages it goes through, who must
//! be heard and who seals.
//!
//! A profile is one TOML file (`profiles/<id>.toml`); every entry bears the article it rests on
//! and says whether the text orders it or practice suggests it. A case pins the profile it was
//! opened under.

pub mod codes;
pub mod indicators;
pub mod time;

mod archive;
mod grade;
mod intake;
mod library;
mod lint;
mod lint_rules;
mod lookback;
mod model;
mod notice;
mod reads;
mod rules;

use std::path::Path;

pub use archive::{Archive, CELLS, Cell, Pattern};
pub use grade::{Ladder, LadderGrade};
pub use intake::IntakeRules;
pub use library::{BUILT_IN, Shelf};
pub use lookback::{After, Came, FOUND, Lookback, Source};
pub use model::{
    Basis, Conflict, Decision, Need, Paper, Profile, Quorum, Roster, Scope, Seat, SeatNeed, Slot,
    Stage, Status, Time, Unrelated, Validity, VolumeForms,
};
pub use notice::{Notice, ROLES};
pub use rules::{
    Across, Actor, Consequence, CrowdRule, DayOf, Deadline, Effect, Event, Experts, Gate, Grading,
    Late, List, Reach, RecordKind, Retention, RoundKind, RoundRule, Rows, Rule, Sample, Setting,
    Topic, Trait, Under, When, binds,
};

use crate::base::{disk, toml};
use crate::form::{self, Fit};
use crate::verdict::{Explain, Facts};

/// Why a profile could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read or is not of a profile's shape.
    #[error(transparent)]
    Toml(#[from] toml::Error),
    /// A folder of rules cannot be read.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// A form beside the profile cannot be used.
    #[error(transparent)]
    Form(#[from] form::Error),
    /// A calendar beside the profile cannot be used.
    #[error(transparent)]
    Calendar(#[from] time::calendar::Error),
    /// The file has the shape but contradicts itself.
    #[error("{file}: {problem}")]
    Inconsistent {
        /// The file or id.
        file: String,
        /// The first contradiction, in English.
        problem: String,
    },
    /// No profile has this id.
    #[error("no profile has the id {id}; there are: {known}")]
    Unknown {
        /// The id that was asked for.
        id: String,
        /// The ids there are.
        known: String,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Toml(e) => e.id(),
            Self::Disk(e) => e.id(),
            Self::Form(e) => e.id(),
            Self::Calendar(e) => e.id(),
            Self::Inconsistent { .. } => "profile-inconsistent",
            Self::Unknown { .. } => "profile-unknown",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Toml(e) => e.facts(),
            Self::Disk(e) => e.facts(),
            Self::Form(e) => e.facts(),
            Self::Calendar(e) => e.facts(),
            Self::Inconsistent { file, problem } => {
                vec![("file", file.clone()), ("problem", problem.clone())]
            }
            Self::Unknown { id, known } => vec![("id", id.clone()), ("known", known.clone())],
        }
    }
}

impl Profile {
    /// Reads a profile from text; `file` only names it in errors.
    ///
    /// # Errors
    /// Not TOML, not of a profile's shape, or contradicting itself.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Error> {
        let profile: Self = toml::parse(file, text)?;
        match lint::first_problem(&profile) {
            None => Ok(profile),
            Some(problem) => {
                let file = file.display().to_string();
                Err(Error::Inconsistent { file, problem })
            }
        }
    }

    /// The slot of this id.
    #[must_use]
    pub fn slot(&self, id: &str) -> Option<&Slot> {
        self.slots.iter().find(|s| s.id == id)
    }

    /// The place of a slot in the profile, from 1: the `nn` of its folder (`formats.md` §1).
    #[must_use]
    pub fn slot_number(&self, id: &str) -> Option<usize> {
        self.slots.iter().position(|s| s.id == id).map(|i| i + 1)
    }

    /// The slots that concern a grade, in order.
    pub fn slots_for<'a>(&'a self, grade: &'a str) -> impl Iterator<Item = &'a Slot> {
        self.slots.iter().filter(move |s| s.concerns(grade))
    }

    /// The same profile with the stages and seats that a grade goes through, and no others. Slots
    /// keep their places, because these number the folders of a dossier.
    #[must_use]
    pub fn narrowed(&self, grade: &str) -> Self {
        let mut narrow = self.clone();
        narrow.stages.retain(|s| binds(&s.grades, grade));
        for stage in &mut narrow.stages {
            stage.seats.retain(|s| binds(&s.grades, grade));
        }
        narrow
    }

    /// Whether an entry holds where every setting is read as the profile proposes.
    #[must_use]
    pub fn by_default(&self, under: Option<&Under>) -> bool {
        under.is_none_or(|under| {
            let setting = self.settings.iter().find(|s| s.id == under.setting);
            setting.is_some_and(|s| under.is.contains(&s.default))
        })
    }

    /// The ladder on which a grade stands, by id or name.
    #[must_use]
    pub fn ladder_of(&self, grade: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|l| l.place(grade).is_some())
    }

    /// Who acts, in Chinese; the id where the profile names nobody so.
    #[must_use]
    pub fn actor_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.actors.iter().find(|a| a.id == id).map_or(id, |a| a.title.as_str())
    }

    /// The stage of this id.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|s| s.id == id)
    }

    /// The place of a stage in the procedure, from 0.
    #[must_use]
    pub fn stage_number(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|s| s.id == id)
    }

    /// The last stage: filing. It has a seal and no reviews.
    #[must_use]
    pub fn filing(&self) -> Option<&Stage> {
        self.stages.last()
    }

    /// The stage and seat of a seat's id.
    #[must_use]
    pub fn seat(&self, id: &str) -> Option<(&Stage, &Seat)> {
        self.stages
            .iter()
            .find_map(|stage| stage.seats.iter().find(|s| s.id == id).map(|s| (stage, s)))
    }

    /// Ids of all seats for which a mandate in a stage is good: those that are heard, the one that
    /// seals, and in the first stage the one that opens; each once, sorted.
    #[must_use]
    pub fn posts<'a>(&'a self, stage: &'a Stage) -> Vec<&'a str> {
        let heard = stage.seats.iter().map(|s| s.id.as_str());
        let first = self.stages.first().is_some_and(|s| s.id == stage.id);
        let opens = first.then_some(self.opens.as_str());
        let mut ids: Vec<&str> = heard.chain([stage.seals.as_str()]).chain(opens).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The title of a seat, one that only seals included; its id where the profile gives none.
    #[must_use]
    pub fn seat_title(&self, id: &str) -> String {
        let sealer = || self.stages.iter().find(|s| s.seals == id && !s.sealer.is_empty());
        let title = match self.seat(id) {
            Some((_, seat)) => Some(&seat.title),
            None => sealer().map(|s| &s.sealer),
        };
        title.map_or_else(|| id.to_string(), Clone::clone)
    }

    /// An article as findings name it; empty where there is none.
    #[must_use]
    pub fn clause(&self, cite: &str) -> String {
        if cite.is_empty() { String::new() } else { format!("{} {cite}", self.short) }
    }

    /// How a slot uses its form. The seats are those of this profile: narrowed to a grade, it hears
    /// only the seats of that grade.
    #[must_use]
    pub fn fit(&self, slot: &Slot) -> Fit {
        Fit {
            cite: format!("{} {}", self.short, slot.cite),
            seats: slot.seats.clone(),
            facts: slot.facts.clone(),
            heard: self.stages.iter().flat_map(|s| &s.seats).map(|s| s.id.clone()).collect(),
        }
    }

    /// Every condition that something of the profile hangs on, with the id of what hangs on it.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (&str, &When)> {
        let slots = self.slots.iter().filter_map(|s| Some((s.id.as_str(), s.when.as_ref()?)));
        let gates = self.gates.iter().map(|g| (g.id.as_str(), &g.holds));
        let deadlines = self.deadlines.iter().flat_map(|d| {
            [&d.when, &d.unless].into_iter().flatten().map(|when| (d.id.as_str(), when))
        });
        let cured =
            self.grading.iter().flat_map(|g| g.rows.iter().map(|r| &r.cured).chain([&g.cured]));
        let cured = cured.flatten().map(|when| (self.id.as_str(), when));
        slots.chain(gates).chain(deadlines).chain(cured)
    }

    /// The city bureau under whose procedure the papers are made: the issuer, unless the
    /// regulation is in force beyond one city (a division `…0000` is a province).
    #[must_use]
    pub fn city(&self) -> Option<&str> {
        let beyond = self.scope.divisions.iter().any(|d| d.ends_with("0000"));
        (!beyond).then_some(self.issuer.as_str())
    }

    /// Ids of all forms that the profile's slots and volume name, sorted.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        let volume = &self.volume;
        let mut ids: Vec<&str> = self
            .slots
            .iter()
            .filter_map(|s| s.form.as_deref())
            .chain(
                [&volume.cover, &volume.catalogue, &volume.signings, &volume.closing]
                    .map(String::as_str),
            )
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
