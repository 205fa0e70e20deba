//! What an audit found: totals of each class, how far the round has come, and what is told beside the
//! packages themselves.

use std::path::{Path, PathBuf};

use super::Error;
use super::find::Tree;
use super::items::{Item, Items};
use super::look::Class;
use super::plan::{self, Budget};
use super::run::known;
use super::sample::Sample;
use super::state::{self, Head};
use crate::base::digest::Digest;
use crate::base::time::{Day, Moment};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// Most files that are no packages and are named in a finding.
const NAMED: usize = 5;

/// Packages and their octets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// How many packages.
    pub packages: u64,
    /// How many octets they have.
    pub octets: u64,
}

impl Totals {
    pub(super) fn add(&mut self, size: u64) {
        self.packages += 1;
        self.octets += size;
    }
}

/// How far the round has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// Number of the round.
    pub round: u64,
    /// When it began.
    pub begun: Moment,
    /// What was to be read in it.
    pub all: Totals,
    /// What was read in it so far.
    pub read: Totals,
    /// What was tried in it and could not be read; it is tried again in every run.
    pub refused: Totals,
    /// What was read in it up to each day on which something was, this day included.
    pub days: Vec<(Day, Totals)>,
    /// After how many more runs like this one everything has been read for certain; `None` where
    /// only time limits a run.
    pub runs_left: Option<u64>,
    /// When the package was last read that was so longest ago; `None` where none ever was.
    pub oldest: Option<Moment>,
    /// How many packages were never read.
    pub never: u64,
}

impl Coverage {
    /// Whether the round has come to its end: everything was read, or tried in vain.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.read.packages + self.refused.packages >= self.all.packages
    }
}

/// What an audit found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Findings and counts.
    pub report: Report,
    /// Every package, and every place where one is missing, sorted by name.
    pub items: Items,
    /// Packages and octets of each class, in the order of [`Class::ALL`].
    pub totals: [(Class, Totals); 6],
    /// How far the round has come.
    pub coverage: Coverage,
    /// What this run read.
    pub run: Totals,
    /// When it was run.
    pub now: Moment,
    /// Number, moment and digest of the last entry of the register.
    pub register: Option<(u64, Moment, Digest)>,
    /// Digest of the trust file.
    pub trusted: Option<Digest>,
    /// What was drawn, where only a sample was asked for.
    pub sample: Option<Sample>,
    /// The state and its head.
    pub(super) state: Option<(PathBuf, Head)>,
}

impl Audit {
    /// Ends a round that was read to its end, now that its report was given: the next run begins
    /// another. Whoever dies before this is given the same report again.
    ///
    /// # Errors
    /// The disk refuses the state.
    pub fn close(&self) -> Result<(), Error> {
        let Some((path, head)) = &self.state else { return Ok(()) };
        if !self.coverage.is_whole() {
            return Ok(());
        }
        state::save(path, &Head { told: true, ..head.clone() }, known(&self.items))
    }
}

/// What stands among the packages and is none.
pub(super) fn told_of_tree(tree: &Tree, folder: &Path, findings: &mut Report) {
    for error in &tree.unlisted {
        let place = error.path().strip_prefix(folder).unwrap_or(error.path());
        let why = std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
        let place = Place::file(place.display().to_string());
        findings.add(Finding::new(Code::AuditUnreadable, place).with("why", why));
    }
    for name in &tree.special {
        findings.add(Finding::new(Code::AuditSpecialFile, Place::file(name)));
    }
    if tree.other > 0 {
        let names = tree.others.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>();
        let finding = Finding::new(Code::AuditOtherFiles, Place::default());
        findings.add(finding.with("count", tree.other).with("names", names.join("、")));
    }
}

/// Whether an item was read in a round, to its end.
pub(super) fn is_read(item: &Item<'_>, round: u64) -> bool {
    let whole = !matches!(item.class, Class::Missing | Class::Unreadable | Class::Unchecked);
    whole && item.known.as_ref().is_some_and(|k| k.round == round)
}

/// How far a round has come.
pub(super) fn coverage(
    items: &Items,
    head: &Head,
    budget: Budget,
    wanted: &dyn Fn(&Item<'_>) -> bool,
) -> Coverage {
    let (mut all, mut never) = (Totals::default(), 0);
    let (mut read, mut refused) = (Totals::default(), Totals::default());
    let mut days: Vec<(Day, Totals)> = Vec::new();
    let mut oldest: Option<Moment> = None;
    for item in items.iter().filter(|i| !i.gone) {
        match &item.known {
            // When it was last read, if ever, an attempt in vain does not say.
            Some(known) if known.class == Class::Unreadable => {
                never += u64::from(known.mark.is_none());
            }
            Some(known) => oldest = Some(oldest.map_or(known.read, |o| o.min(known.read))),
            None => never += 1,
        }
        if !wanted(&item) {
            continue;
        }
        all.add(item.size);
        if let Some(known) = item.known.as_ref().filter(|k| k.round == head.round) {
            if known.class == Class::Unreadable {
                refused.add(item.size);
                continue;
            }
            read.add(item.size);
            let day = known.read.day();
            match days.iter_mut().find(|(d, _)| *d == day) {
                Some((_, total)) => total.add(item.size),
                None => {
                    let mut total = Totals::default();
                    total.add(item.size);
                    days.push((day, total));
                }
            }
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let mut sum = Totals::default();
    for (_, total) in &mut days {
        sum.packages += total.packages;
        sum.octets += total.octets;
        *total = sum;
    }
    let octets = all.octets - read.octets - refused.octets;
    let packages = all.packages - read.packages - refused.packages;
    let runs_left = if packages == 0 { Some(0) } else { plan::runs(octets, packages, budget) };
    let (round, begun) = (head.round, head.begun);
    Coverage { round, begun, all, read, refused, days, runs_left, oldest, never }
}

/// Why whole packages are not passed, each reason once.
pub(super) fn undecided(items: &Items) -> Vec<Finding> {
    let mut counts: Vec<(Code, u64)> = Vec::new();
    for item in items.iter().filter(|i| i.class == Class::Intact) {
        if let Some(code) = item.known.as_ref().and_then(|k| k.undecided) {
            match counts.iter_mut().find(|(c, _)| *c == code) {
                Some((_, n)) => *n += 1,
                None => counts.push((code, 1)),
            }
        }
    }
    counts.sort();
    let finding = |(code, count): (Code, u64)| {
        let finding = Finding::new(Code::AuditUndecided, Place::default());
        finding
            .bearing(Bearing::Unsettled)
            .with("code", code.id())
            .with("count", count)
            .with("id", code.id().replace('.', "-"))
    };
    counts.into_iter().map(finding).collect()
}
