//! The inspector's table: who signed what, in which capacity, when, and what is to be said of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::time::Moment;
use crate::verdict::{Finding, Judgement, Report};

use super::super::Person;
use super::super::chain::{Chain, Standing};
use super::super::dossier::{Dossier, Entry};
use super::super::keyring::{self, Ring};
use super::super::names;
use super::super::policy::Rules;
use super::super::predicate::{Opinion, Outcome, Predicate, Review};

/// What kind of statement it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// An opening.
    Open,
    /// A roster.
    Roster,
    /// A review.
    Review,
    /// A seal.
    Seal,
}

impl Kind {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Roster => "roster",
            Self::Review => "review",
            Self::Seal => "seal",
        }
    }
}

/// One statement as a row of the inspector's table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signing {
    /// The statement's file.
    pub file: String,
    /// What kind of statement.
    pub kind: Kind,
    /// Place in the chain of the seal that closes its stage; its own place for openings and seals.
    pub nn: u64,
    /// Stage id; empty for an opening.
    pub stage: String,
    /// Stage title; empty for an opening.
    pub stage_title: String,
    /// The seat from which it was signed.
    pub seat: String,
    /// The seat's title; its id where it only seals.
    pub seat_title: String,
    /// Who signed.
    pub person: Person,
    /// The name in the key ring; empty where the ring has none.
    pub name: String,
    /// The organisation in the key ring.
    pub org: String,
    /// The capacity: the actor of the mandate; empty where there is no mandate.
    pub actor: String,
    /// The act that gave the mandate.
    pub act: String,
    /// The opinion of a review.
    pub opinion: Option<Opinion>,
    /// Its words.
    pub text: String,
    /// How a seal closed its stage.
    pub outcome: Option<Outcome>,
    /// The rows it answers for.
    pub rows: Vec<String>,
    /// The title of the paper whose rows these are; empty without rows.
    pub rows_of: String,
    /// How many files it covers.
    pub files: usize,
    /// How-manieth of its series; 0 for openings and seals.
    pub k: u64,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// Whether it counts.
    pub in_force: bool,
    /// Whether it was signed after filing and lies beside the package.
    pub after: bool,
    /// What is to be said of it by what was known when the dossier was filed.
    pub filed: Judgement,
    /// What is to be said of it by what is known today.
    pub today: Judgement,
}

/// The name of a person in the key ring; empty where it has none.
pub fn name(ring: &Ring, person: &Person) -> String {
    ring.holder(person).map(|h| h.name.clone()).unwrap_or_default()
}

/// What a report says about each statement.
pub struct Said {
    /// About those on which there is something to say, by stem: on its files, or on a file because
    /// of it.
    own: BTreeMap<String, Judgement>,
    /// About all of them, because it concerns the key ring that they all stand on.
    all: Judgement,
}

impl Said {
    /// Sorts the findings of a report by statement.
    pub fn of(report: &Report) -> Self {
        let ring = format!("{}/", keyring::FOLDER);
        let mut own: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
        let mut all = Vec::new();
        for finding in report.findings() {
            let file = &finding.place.file;
            if *file == keyring::FOLDER || file.starts_with(&ring) {
                all.push(finding);
                continue;
            }
            let because = finding.facts.iter().find(|(k, _)| *k == "statement").map(|(_, v)| v);
            for stem in [Some(file), because].into_iter().flatten() {
                if let Some(stem) = names::stem(stem) {
                    own.entry(stem.to_string()).or_default().push(finding);
                }
            }
        }
        let own = own.into_iter().map(|(stem, found)| (stem, Judgement::of(found))).collect();
        Self { own, all: Judgement::of(all) }
    }

    /// About one statement.
    pub fn about(&self, stem: &str) -> Judgement {
        self.own.get(stem).map_or(self.all, |own| self.all.or(*own))
    }
}

/// A statement as a row that nothing has been said about yet.
pub fn row(entry: &Entry, nn: u64, rules: &Rules, newest: &Ring) -> Signing {
    let predicate = entry.statement.predicate();
    let (person, seat, at) = (predicate.person(), predicate.seat(), predicate.signed_at());
    let first = rules.profile.stages.first().map(|s| s.id.as_str());
    let stage = predicate.stage().or(first).unwrap_or_default();
    let mandate = newest.mandate(person, seat, stage, at);
    let holder = newest.holder(person);
    let (kind, k, opinion, text, outcome) = match predicate {
        Predicate::Open(_) => (Kind::Open, 0, None, "", None),
        Predicate::Review(p) => (Kind::Review, p.k, Some(p.opinion), p.text.as_str(), None),
        Predicate::Roster(p) => (Kind::Roster, p.k, None, "", None),
        Predicate::Seal(p) => (Kind::Seal, 0, None, "", Some(p.outcome.clone())),
    };
    let stage = predicate.stage().unwrap_or_default();
    let titled = rules.profile.stage(stage);
    Signing {
        file: entry.file(),
        kind,
        nn,
        stage: stage.to_string(),
        stage_title: titled.map(|s| s.title.clone()).unwrap_or_default(),
        seat: seat.to_string(),
        seat_title: rules.profile.seat_title(seat),
        person: person.clone(),
        name: holder.map(|h| h.name.clone()).unwrap_or_default(),
        org: holder.map(|h| h.org.clone()).unwrap_or_default(),
        actor: mandate.map(|m| m.actor.clone()).unwrap_or_default(),
        act: mandate.map(|m| m.act.clone()).unwrap_or_default(),
        opinion,
        text: text.to_string(),
        outcome,
        rows: entry.review().map(|r| r.rows.clone()).unwrap_or_default(),
        rows_of: entry.review().map(|r| rows_of(r, rules)).unwrap_or_default(),
        files: entry.statement.subjects().len(),
        k,
        signed_at: at,
        in_force: false,
        after: false,
        filed: Judgement::PASSED,
        today: Judgement::PASSED,
    }
}

/// The title of the paper whose rows a review answers for.
fn rows_of(review: &Review, rules: &Rules) -> String {
    let table = rules.profile.seat(&review.seat).and_then(|(_, seat)| seat.rows.as_deref());
    let slot = table.filter(|_| !review.rows.is_empty()).and_then(|t| t.rsplit_once('.'));
    let slot = slot.and_then(|(slot, _)| rules.profile.slot(slot));
    slot.map(|s| s.title.clone()).unwrap_or_default()
}

/// All statements as rows: links in the order of the chain, before each seal what it closes.
pub fn signings(
    dossier: &Dossier<'_>,
    rules: &Rules,
    newest: &Ring,
    chain: Option<&Chain>,
    (filed, today): (&Report, &Report),
) -> Vec<Signing> {
    let (filed, today) = (Said::of(filed), Said::of(today));
    let mut rows: Vec<Signing> = Vec::new();
    let mut add = |nn: u64, entry: &Entry, in_force: bool| {
        let (filed, today) = (filed.about(&entry.stem), today.about(&entry.stem));
        rows.push(Signing { in_force, filed, today, ..row(entry, nn, rules, newest) });
    };
    for (at, link) in super::chain::links(dossier) {
        let counts = chain.is_some_and(|c| c.opening == at || c.in_force.contains(&Some(at)));
        add(at, link, counts);
    }
    for round in dossier.rounds.values() {
        let counts = chain.is_some_and(|c| c.standing(round.nn) != Standing::Past);
        let latest: BTreeSet<&str> = round.all_in_force().map(|e| e.stem.as_str()).collect();
        for entry in round.entries.values() {
            add(round.nn, entry, counts && latest.contains(entry.stem.as_str()));
        }
    }
    let key = |row: &Signing| (row.nn, row.kind == Kind::Seal, row.signed_at);
    rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.file.cmp(&b.file)));
    rows
}
