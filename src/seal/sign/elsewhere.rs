//! Signing on another machine (`formats.md` §3 "Signing elsewhere"): what a request holds, and how
//! a response comes into the case.

use std::collections::BTreeSet;

use crate::base::digest::Digest;
use crate::verdict::{Code, Finding, Place};

use super::super::carriers::{Proven, STATEMENT, Signed};
use super::super::dossier::{Dossier, Entry, Proof};
use super::super::names::{self, ReviewName};
use super::super::policy;
use super::super::predicate::Predicate;
use super::super::{Error, Person};
use super::desk::{Desk, Ground, refuse};
use super::{Done, Refusal};

/// What somebody is asked to sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// An opinion in a seat.
    Review(String),
    /// The roster of a plural seat.
    Roster(String),
    /// The seal of the open stage.
    Seal,
}

/// What became of a response.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It may be stored.
    New,
    /// The case has it already.
    Known,
}

/// The files of a case that a request to this person holds, by package name: the opening and all
/// seals, the rules, the roster in force, the person's own statements of the stage, the subjects.
/// The key ring comes from the ring folder and is not among them.
fn requested(
    dossier: &Dossier<'_>,
    ground: &Ground<'_>,
    person: &Person,
    asked: &Asked,
) -> BTreeSet<String> {
    let nn = ground.chain.tip.at + 1;
    let folders = [format!("{}/", names::SEALS), policy::FOLDER.to_string()];
    let mut wanted: BTreeSet<String> =
        folders.iter().flat_map(|f| dossier.in_folder(f).map(String::from)).collect();
    let seat = |id: &str| ground.stage.seats.iter().find(|s| s.id == id);
    let mut rosters = None;
    match asked {
        Asked::Review(id) => {
            if let Some(seat) = seat(id) {
                wanted.extend(dossier.review_subjects(seat, ground.grade));
                rosters = Some(id.as_str());
            }
        }
        Asked::Roster(id) => {
            if let Some(seat) = seat(id) {
                wanted.extend(dossier.roster_subjects(seat, ground.grade));
            }
        }
        Asked::Seal => {
            wanted.extend(dossier.seal_subjects(&ground.stage.id, nn, ground.grade));
        }
    }
    if let Some(round) = dossier.rounds.get(&nn) {
        let own = |name: &&ReviewName| name.person == *person;
        let own = round.entries.iter().filter(|(name, _)| own(name)).map(|(_, e)| e);
        let rosters = rosters.into_iter().flat_map(|seat| round.in_force(true, seat));
        wanted.extend(own.chain(rosters).flat_map(|e| names::files(&e.stem)));
    }
    wanted
}

impl Desk<'_> {
    /// The files that a request to the holder of the desk's key holds ([`requested`]).
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn request(&self, asked: &Asked) -> Result<Result<BTreeSet<String>, Refusal>, Error> {
        let dossier = self.dossier()?;
        let ground = match self.ground(&dossier) {
            Ok(ground) => ground,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (slots, seat): (Vec<String>, &str) = match asked {
            Asked::Review(id) => match Self::seat(&ground, id) {
                Ok(seat) => (seat.slots.clone(), id),
                Err(refusal) => return Ok(Err(refusal)),
            },
            Asked::Roster(id) => match Self::seat(&ground, id) {
                Ok(seat) => {
                    let by = seat.listed_by.as_deref().unwrap_or(id);
                    (seat.paper.iter().map(|p| p.slot.clone()).collect(), by)
                }
                Err(refusal) => return Ok(Err(refusal)),
            },
            Asked::Seal => {
                let slots = ground.rules.profile.slots_for(ground.grade);
                let own = slots.filter(|s| s.stage == ground.stage.id).map(|s| s.id.clone());
                (own.collect(), &ground.stage.seals)
            }
        };
        let missing = self.not_built(&slots);
        if !missing.is_empty() {
            return Ok(Err(Refusal { findings: missing }));
        }
        // Nobody carries a stick to somebody who may not sign.
        let ring = match self.ring() {
            Ok(ring) => ring,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if ring.mandate(&ground.person, seat, &ground.stage.id, self.at).is_none() {
            let finding = Finding::new(Code::SealNoMandate, Place::default());
            return Ok(Err(refuse(
                finding
                    .with("person", &ground.person)
                    .with("seat", seat)
                    .with("stage", &ground.stage.id)
                    .with("time", self.at),
            )));
        }
        let wanted = requested(&dossier, &ground, &ground.person, asked);
        let names = wanted.into_iter().filter(|name| dossier.names.contains(name)).collect();
        Ok(Ok(names))
    }

    /// Judges a response as what it would be in the case. The desk's key is the one that signed it.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn take_in(&self, done: &Done) -> Result<Result<Taken, Refusal>, Error> {
        let mut dossier = self.dossier()?;
        let said = done.statement.predicate();
        let bytes = done.statement.write();
        let digest = Digest::sha256(&bytes);
        if dossier.entries().any(|e| e.digest == digest) {
            return Ok(Ok(Taken::Known));
        }
        let at = match self.current(&dossier, done) {
            Ok(at) => at,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let namespace = said.namespace();
        let carriers = &done.carriers;
        let signed = Signed::read(&bytes, namespace, &carriers.envelope, &carriers.side_car);
        let signed = signed.map_err(|_| Error::Envelope)?;
        let strict = matches!(said, Predicate::Seal(_));
        let entry = Entry {
            stem: done.stem.clone(),
            digest,
            statement: done.statement.clone(),
            proof: Proof::Carriers(Box::new(Proven::of(&bytes, &signed))),
        };
        Ok(match self.judge(&mut dossier, entry, at, strict)? {
            Some(refusal) => Err(refusal),
            None => Ok(Taken::New),
        })
    }

    /// The place in the chain of a response, if it is about the case as it is now.
    fn current(&self, dossier: &Dossier<'_>, done: &Done) -> Result<u64, Refusal> {
        let ground = self.ground(dossier)?;
        let (said, place) =
            (done.statement.predicate(), Place::file(format!("{}{STATEMENT}", done.stem)));
        let find = |code| Finding::new(code, place.clone());
        if said.case() != ground.case {
            return Err(refuse(find(Code::SealOtherCase).with("case", said.case())));
        }
        let nn = match said {
            Predicate::Open(_) => None,
            Predicate::Review(p) => Some(p.nn),
            Predicate::Roster(p) => Some(p.nn),
            Predicate::Seal(p) => Some(p.nn),
        };
        let next = ground.chain.tip.at + 1;
        let prev = said.prev_seal();
        if nn != Some(next) || prev != Some(ground.chain.tip.digest) {
            let sealed = dossier.links.values().flatten().filter_map(Entry::seal);
            let is_seal = matches!(said, Predicate::Seal(_));
            let fork = is_seal && sealed.into_iter().any(|seal| Some(seal.prev_seal) == prev);
            if fork {
                return Err(refuse(find(Code::SealFork)));
            }
            return Err(refuse(find(Code::SealResponseStale).with("stage", &ground.stage.title)));
        }
        if said.stage() != Some(ground.stage.id.as_str()) {
            let finding = find(Code::SealNotThisStage).with("id", said.seat());
            return Err(refuse(finding.with("stage", &ground.stage.title)));
        }
        let name = done.stem.rsplit('/').next().and_then(ReviewName::parse);
        let round = dossier.rounds.get(&next);
        let taken = round.zip(name).is_some_and(|(round, name)| {
            round.entries.contains_key(&name) || round.broken.contains(&name)
        });
        if taken && !matches!(said, Predicate::Seal(_)) {
            return Err(refuse(find(Code::SealResponseTwice)));
        }
        Ok(next)
    }
}

/// Whether a name may stand in a request or response: what statements are made of and about, and
/// nothing else of a dossier.
#[must_use]
pub fn travels(name: &str) -> bool {
    let folders = ["data/", "forms/", "keyring/", "reviews/", "rules/", "seals/"];
    folders.iter().any(|folder| name.starts_with(folder))
}
