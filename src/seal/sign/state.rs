//! Where a case stands: which stage is open, who was heard, who is missing, what comes next; and
//! which files signatures hold fast.

use std::collections::BTreeMap;

use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Day;
use crate::case::layout;
use crate::profile::Profile;

use super::super::Person;
use super::super::chain::{Chain, Standing};
use super::super::dossier::{Dossier, Entry};
use super::super::verify::{self, Ask, Hearing};

/// The next act that a case waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// It has to be opened.
    Open,
    /// A plural seat lacks its roster.
    Roster {
        /// The plural seat.
        seat: String,
        /// The seat from which the roster is signed.
        by: String,
    },
    /// Seats have to be heard.
    Review {
        /// The seats that are not heard completely.
        seats: Vec<String>,
    },
    /// Everyone was heard: the stage can be sealed.
    Seal {
        /// The stage.
        stage: String,
        /// The seat that seals it.
        seat: String,
    },
    /// Everything is sealed but filing.
    File {
        /// The seat that seals it.
        seat: String,
    },
    /// Filed: the package can be made.
    Pack,
    /// The statements have to be put right first: the chain cannot be followed.
    Repair,
}

/// Where a case stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// The open stage, if one is.
    pub stage: Option<String>,
    /// The number of the seal that will close it.
    pub nn: u64,
    /// What is known about each of its seats.
    pub hearings: Vec<Hearing>,
    /// What comes next.
    pub next: Next,
    /// Stages whose seal is in force, with the day it was signed.
    pub sealed: BTreeMap<String, Day>,
}

/// Where a case stands. No documents are read.
///
/// # Errors
/// A file cannot be read.
pub fn of(dossier: &Dossier<'_>, ask: &Ask<'_>) -> Result<State, disk::Error> {
    let bare =
        |next| State { stage: None, nn: 0, hearings: Vec::new(), next, sealed: BTreeMap::new() };
    let Some(rules) = &dossier.rules else { return Ok(bare(Next::Repair)) };
    if dossier.links.is_empty() {
        return Ok(bare(Next::Open));
    }
    let (Some(chain), _) = Chain::follow(dossier, &rules.profile) else {
        return Ok(bare(Next::Repair));
    };
    let nn = chain.tip.at + 1;
    let sealed = sealed(dossier, &rules.profile, &chain);
    let stage = chain.open.and_then(|open| rules.profile.stages.get(open));
    let Some(stage) = stage else { return Ok(State { nn, sealed, ..bare(Next::Pack) }) };
    let hearings = verify::hearings(dossier, ask, &chain, stage)?;
    let roster = hearings.iter().find(|h| h.lacks_roster);
    let by = |seat: &str| {
        let seat = stage.seats.iter().find(|s| s.id == seat);
        seat.and_then(|s| s.listed_by.clone()).unwrap_or_default()
    };
    let unheard: Vec<String> = hearings
        .iter()
        .filter(|h| !h.is_complete() && !h.lacks_roster)
        .map(|h| h.seat.clone())
        .collect();
    let next = match roster {
        _ if stage.seats.is_empty() => Next::File { seat: stage.seals.clone() },
        // First who is to be heard at all; whoever comes late then knows that they are awaited.
        Some(h) => Next::Roster { seat: h.seat.clone(), by: by(&h.seat) },
        None if !unheard.is_empty() => Next::Review { seats: unheard },
        None => Next::Seal { stage: stage.id.clone(), seat: stage.seals.clone() },
    };
    Ok(State { stage: Some(stage.id.clone()), nn, hearings, next, sealed })
}

/// The days on which the seals in force were signed, by stage.
fn sealed(dossier: &Dossier<'_>, profile: &Profile, chain: &Chain) -> BTreeMap<String, Day> {
    let links = super::super::chain::links(dossier);
    let stages = profile.stages.iter().zip(&chain.in_force);
    let day = |at: &u64| Some(links.get(at)?.statement.predicate().signed_at().day());
    stages.filter_map(|(s, at)| Some((s.id.clone(), day(at.as_ref()?)?))).collect()
}

/// A file that statements in force hold fast.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The digest that they name.
    pub sha256: Digest,
    /// Who signed it.
    pub persons: Vec<Person>,
    /// The statements, by file name.
    pub statements: Vec<String>,
}

/// The files that statements in force name, with who signed them: `build` leaves them alone.
#[must_use]
pub fn held(dossier: &Dossier<'_>) -> BTreeMap<String, Held> {
    let mut files: BTreeMap<String, Held> = BTreeMap::new();
    let chain = dossier.rules.as_ref().and_then(|r| Chain::follow(dossier, &r.profile).0);
    let counts = |nn: u64| chain.as_ref().is_none_or(|c| c.standing(nn) != Standing::Past);
    let linked =
        |at: u64| chain.as_ref().is_none_or(|c| c.opening == at || c.in_force.contains(&Some(at)));
    let mut hold = |entry: &Entry| {
        for subject in entry.statement.subjects() {
            let held = files.entry(subject.name.clone()).or_insert_with(|| Held {
                sha256: subject.sha256,
                persons: Vec::new(),
                statements: Vec::new(),
            });
            let person = entry.statement.predicate().person();
            if !held.persons.contains(person) {
                held.persons.push(person.clone());
            }
            held.statements.push(entry.file());
        }
    };
    for (at, link) in super::super::chain::links(dossier) {
        if linked(at) {
            hold(link);
        }
    }
    for round in dossier.rounds.values().filter(|r| counts(r.nn)) {
        round.all_in_force().for_each(&mut hold);
    }
    files
}

/// Where a file that is about to be replaced must be kept (`formats.md` §3 "Going back"), if a
/// statement names it: under the number of the last seal that names it, else of the last stage in
/// which somebody reviewed it.
#[must_use]
pub fn keep_as(dossier: &Dossier<'_>, name: &str) -> Option<String> {
    let names = |e: &Entry| e.statement.subject(name).is_some();
    let seals = dossier.links.iter().filter(|(_, e)| e.as_ref().is_some_and(names));
    let reviews = dossier.rounds.values().filter(|r| r.entries.values().any(names));
    let nn = seals.map(|(at, _)| *at).max().or_else(|| reviews.map(|r| r.nn).max())?;
    let rest = name.strip_prefix("data/").unwrap_or(name);
    Some(format!("{}/{nn:02}/{rest}", layout::SUPERSEDED))
}

/// Files that only statements no longer in force name, as they were signed: name, the digests that
/// were signed, and where the file is to be kept before it may be replaced.
#[must_use]
pub fn past(dossier: &Dossier<'_>) -> Vec<(String, Vec<Digest>, String)> {
    let held = held(dossier);
    let links = dossier.links.values().flatten();
    let entries = links.chain(dossier.rounds.values().flat_map(|r| r.entries.values()));
    let mut signed: BTreeMap<String, Vec<Digest>> = BTreeMap::new();
    for subject in entries.flat_map(|e| e.statement.subjects()) {
        let inside = subject.name.starts_with("data/") || subject.name.starts_with("forms/");
        if inside && !held.contains_key(&subject.name) {
            signed.entry(subject.name.clone()).or_default().push(subject.sha256);
        }
    }
    let kept = signed.into_iter().filter_map(|(name, digests)| {
        let place = keep_as(dossier, &name)?;
        Some((name, digests, place))
    });
    kept.collect()
}
