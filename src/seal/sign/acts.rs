//! The acts: to open a case, to list those present, to give or withdraw an opinion, to seal.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::base::digest::{Digest, FileDigest};
use crate::profile::Roster as Source;
use crate::verdict::{Code, Finding, Place};

use super::super::chain::Chain;
use super::super::dossier::Entry;
use super::super::names;
use super::super::policy;
use super::super::predicate::{
    Member, Open, Opinion, Outcome, Predicate, Review, Roster, Seal, Shown,
};
use super::super::statement::Subject;
use super::super::{Error, Person};
use super::desk::{Desk, Ground, prev_seal, refuse};
use super::{Plan, Refusal, since};

/// Why a member of a plural seat is not heard.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Absence {
    /// Whether the person is there all the same (and stepped back).
    pub present: bool,
    /// Whether the person stepped back (回避).
    pub recused: bool,
    /// Why.
    pub reason: Option<String>,
}

/// What a reviewer wants to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The seat.
    pub seat: String,
    /// The opinion.
    pub opinion: Opinion,
    /// Its words; without them those that stand in the seat's box on paper.
    pub text: Option<String>,
    /// The rows the reviewer answers for; without them all rows of the seat's table.
    pub rows: Option<Vec<String>>,
    /// What was shown before signing.
    pub shown: Vec<Shown>,
}

/// An act that was planned, or refused.
pub type Planned = Result<Plan, Refusal>;

/// Gives the refusal back where there is one, inside a function that may also fail.
macro_rules! granted {
    ($planned:expr) => {
        match $planned {
            Ok(value) => value,
            Err(refusal) => return Ok(Err(refusal)),
        }
    };
}

impl Desk<'_> {
    /// Plans the opening of the case, or a new opening where one stands already (after a change of
    /// facts or rules: all stages follow again). `nonce` comes from the system's entropy.
    ///
    /// # Errors
    /// A file cannot be read, or a fact of the case does not fit into a statement.
    pub fn open(&self, nonce: [u8; 16]) -> Result<Planned, Error> {
        let dossier = self.dossier()?;
        let (ring, person) = (granted!(self.ring()).reference(), granted!(self.person()));
        let Some(rules) = &dossier.rules else {
            return Ok(Err(Refusal { findings: dossier.findings.clone() }));
        };
        let (at, replaces) = match dossier.links.last_key_value() {
            None => (0, None),
            Some((last, _)) => {
                let (chain, findings) = Chain::follow(&dossier, &rules.profile);
                let Some(chain) = chain else { return Ok(Err(Refusal { findings })) };
                if chain.open.is_none() {
                    let place = Place::file(names::SEALS);
                    return Ok(Err(refuse(Finding::new(Code::SealAfterFiling, place))));
                }
                let opening = dossier.links.get(&chain.opening).and_then(Option::as_ref);
                (last + 1, opening.map(|e| e.digest))
            }
        };
        let Some(facts) = self.facts else {
            // An opening is what a request begins with: none can be asked for.
            let finding = Finding::new(Code::SealNoOpening, Place::file(names::SEALS));
            return Ok(Err(refuse(finding)));
        };
        let predicate = Predicate::Open(Open {
            case: facts.case.clone(),
            division: facts.enterprise.division.clone(),
            code: facts.enterprise.code.clone(),
            plant: nfc(&facts.enterprise.plant),
            grade: facts.grade.clone(),
            round: facts.round.clone(),
            profile: rules.profile.id.clone(),
            nonce: hex::encode(nonce),
            replaces,
            person,
            seat: rules.profile.opens.clone(),
            signed_at: self.at,
            keyring: ring,
            policy: rules.digest,
        });
        let names = dossier.in_folder(policy::FOLDER).map(String::from).collect();
        let covered = granted!(self.cover(&dossier, &names)?);
        self.plan(dossier, covered, predicate, at, true)
    }

    /// Those who belong to a plural seat now: by mandate, or by the paper that names them.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn members(&self, seat: &str) -> Result<Result<Vec<Person>, Refusal>, Error> {
        let dossier = self.dossier()?;
        let ground = granted!(self.ground(&dossier));
        let seat = granted!(Self::seat(&ground, seat));
        let persons: Vec<Person> = match seat.roster {
            None => Vec::new(),
            Some(Source::Attendance) => {
                let ring = granted!(self.ring());
                ring.holders_of(&seat.id, &ground.stage.id, self.at).into_iter().cloned().collect()
            }
            Some(Source::Panel) => dossier.panel(seat)?.into_iter().flatten().collect(),
        };
        Ok(Ok(persons))
    }

    /// Plans the roster of a plural seat: all its members, present unless `absent` says otherwise.
    ///
    /// # Errors
    /// A file cannot be read, or a reason does not fit into a statement.
    pub fn roster(&self, seat: &str, absent: &BTreeMap<Person, Absence>) -> Result<Planned, Error> {
        let persons = granted!(self.members(seat)?);
        let dossier = self.dossier()?;
        let ground = granted!(self.ground(&dossier));
        let seat = granted!(Self::seat(&ground, seat));
        let Some(by) = seat.listed_by.clone() else {
            let finding = Finding::new(Code::SealNotPlural, Place::default());
            return Ok(Err(refuse(finding.with("seat", &seat.title))));
        };
        if let Some(stranger) = absent.keys().find(|p| !persons.contains(p)) {
            let finding = Finding::new(Code::SealRosterStranger, Place::default());
            return Ok(Err(refuse(finding.with("person", stranger).with("name", ""))));
        }
        let member = |person: Person| match absent.get(&person) {
            None => Member { person, present: true, reason: None, recused: false },
            Some(a) => {
                let reason = a.reason.as_deref().map(nfc);
                Member { person, present: a.present, reason, recused: a.recused }
            }
        };
        let members = persons.into_iter().map(member).collect();
        let slots: Vec<String> = seat.paper.iter().map(|p| p.slot.clone()).collect();
        let missing = self.not_built(&slots);
        if !missing.is_empty() {
            return Ok(Err(Refusal { findings: missing }));
        }
        let mut wanted = dossier.roster_subjects(seat, ground.grade);
        if seat.paper.is_none()
            && let Some(Some(before)) = dossier.links.get(&ground.chain.tip.at)
        {
            wanted.insert(before.file());
        }
        let covered = granted!(self.cover(&dossier, &wanted)?);
        let (k, supersedes) = self.next_k(&dossier, &ground, true, &seat.id);
        let nn = ground.chain.tip.at + 1;
        let predicate = Predicate::Roster(Roster {
            case: ground.case.to_string(),
            nn,
            stage: ground.stage.id.clone(),
            seat: seat.id.clone(),
            members,
            person: ground.person.clone(),
            by,
            k,
            supersedes,
            signed_at: self.at,
            prev_seal: ground.chain.tip.digest,
            keyring: ground.ring,
        });
        self.plan(dossier, covered, predicate, nn, false)
    }

    /// Plans a review.
    ///
    /// # Errors
    /// A file cannot be read, or a text does not fit into a statement.
    pub fn review(&self, wish: &Wish) -> Result<Planned, Error> {
        let dossier = self.dossier()?;
        let ground = granted!(self.ground(&dossier));
        let seat = granted!(Self::seat(&ground, &wish.seat));
        let missing = self.not_built(&seat.slots);
        if !missing.is_empty() {
            return Ok(Err(Refusal { findings: missing }));
        }
        let wanted = dossier.review_subjects(seat, ground.grade);
        if wanted.is_empty() {
            let finding = Finding::new(Code::SealNoSubjects, Place::default());
            return Ok(Err(refuse(finding.with("seat", &seat.title))));
        }
        let nn = ground.chain.tip.at + 1;
        let round = dossier.rounds.get(&nn);
        let heard = |p: &Entry| p.statement.predicate().person() == &ground.person;
        let is_heard = round.is_some_and(|r| r.in_force(false, &seat.id).any(heard));
        if wish.opinion == Opinion::Withdraw && !is_heard {
            let finding = Finding::new(Code::SealNothingToWithdraw, Place::default());
            return Ok(Err(refuse(finding.with("seat", &seat.title))));
        }
        let rows = match (&wish.rows, &seat.rows) {
            (Some(rows), _) => rows.clone(),
            (None, Some(table)) => dossier.rows_of(table)?,
            (None, None) => Vec::new(),
        };
        let roster = match seat.roster {
            None => None,
            Some(_) => {
                let roster = round.and_then(|r| r.in_force(true, &seat.id).next());
                let Some(roster) = roster else {
                    let finding = Finding::new(Code::SealRosterMissing, Place::default());
                    let finding = finding
                        .with("seat", &seat.title)
                        .under(ground.rules.profile.clause(&seat.cite));
                    return Ok(Err(refuse(finding)));
                };
                Some(roster.digest)
            }
        };
        let text = match &wish.text {
            Some(text) => nfc(text.trim()),
            None => self.typed_text(&dossier, &ground, &seat.id)?,
        };
        let covered = granted!(self.cover(&dossier, &wanted)?);
        let (k, supersedes) = self.next_k(&dossier, &ground, false, &seat.id);
        let last = since::last(&dossier, self.copies, ground.case, &seat.id, &ground.person);
        let last = last.cloned();
        let predicate = Predicate::Review(Review {
            case: ground.case.to_string(),
            nn,
            stage: ground.stage.id.clone(),
            seat: seat.id.clone(),
            person: ground.person.clone(),
            k,
            opinion: wish.opinion,
            text,
            rows,
            shown: wish.shown.clone(),
            roster,
            supersedes,
            signed_at: self.at,
            prev_seal: ground.chain.tip.digest,
            keyring: ground.ring,
        });
        let mut plan = granted!(self.plan(dossier, covered, predicate, nn, false)?);
        if let Some(last) = &last {
            since::mark(&mut plan, last);
        }
        Ok(Ok(plan))
    }

    /// The words in the box of a seat: the person's own line where there are several.
    fn typed_text(
        &self,
        dossier: &super::super::Dossier<'_>,
        ground: &Ground<'_>,
        seat: &str,
    ) -> Result<String, Error> {
        let (boxes, _) = dossier.boxes(&ground.rules.profile, ground.grade)?;
        let own = boxes.into_iter().map(|b| b.typed).find(|typed| {
            let person = typed.person.as_deref();
            typed.seat == seat && person.is_none_or(|p| p == ground.person.as_str())
        });
        Ok(own.map(|typed| nfc(&typed.text)).unwrap_or_default())
    }

    /// Plans the seal of the open stage; for the last stage see [`Desk::file`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn seal(&self, stage: &str, outcome: Outcome) -> Result<Planned, Error> {
        let dossier = self.dossier()?;
        let ground = granted!(self.ground(&dossier));
        granted!(Self::is_open(&ground, stage));
        let nn = ground.chain.tip.at + 1;
        let slots: Vec<String> = ground
            .rules
            .profile
            .slots_for(ground.grade)
            .filter(|s| s.stage == stage)
            .map(|s| s.id.clone())
            .collect();
        let missing = self.not_built(&slots);
        if !missing.is_empty() {
            return Ok(Err(Refusal { findings: missing }));
        }
        let wanted = dossier.seal_subjects(stage, nn, ground.grade);
        let covered = granted!(self.cover(&dossier, &wanted)?);
        let predicate = granted!(self.seal_predicate(&ground, outcome));
        self.plan(dossier, covered, predicate, nn, true)
    }

    /// Plans the seal of filing over what the package's own files come to.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn file(&self, subjects: &[Subject]) -> Result<Planned, Error> {
        let dossier = self.dossier()?;
        let ground = granted!(self.ground(&dossier));
        let filing = ground.rules.profile.filing().map(|s| s.id.clone()).unwrap_or_default();
        granted!(Self::is_open(&ground, &filing));
        let nn = ground.chain.tip.at + 1;
        let covered = subjects
            .iter()
            .map(|s| (s.name.clone(), FileDigest { size: 0, sha256: s.sha256, sm3: s.sm3 }))
            .collect();
        let predicate = granted!(self.seal_predicate(&ground, Outcome::Done));
        self.plan(dossier, covered, predicate, nn, true)
    }

    fn is_open(ground: &Ground<'_>, stage: &str) -> Result<(), Refusal> {
        if ground.stage.id == stage {
            return Ok(());
        }
        let finding = Finding::new(Code::SealStageOrder, Place::default());
        Err(refuse(finding.with("wanted", &ground.stage.title)))
    }

    fn seal_predicate(&self, ground: &Ground<'_>, outcome: Outcome) -> Result<Predicate, Refusal> {
        let predicate = Predicate::Seal(Seal {
            case: ground.case.to_string(),
            nn: ground.chain.tip.at + 1,
            stage: ground.stage.id.clone(),
            outcome,
            person: ground.person.clone(),
            seat: ground.stage.seals.clone(),
            signed_at: self.at,
            prev_seal: ground.chain.tip.digest,
            keyring: ground.ring,
        });
        // A copy beside the key that seals the same stage differently: the case lost a seal.
        let fork = self.copies.iter().find(|s| {
            matches!(s.predicate(), Predicate::Seal(_))
                && s.predicate().case() == ground.case
                && prev_seal(s.predicate()) == Some(ground.chain.tip.digest)
        });
        match fork {
            None => Ok(predicate),
            Some(copy) => {
                let place = Place::file(names::stem_of(copy.predicate(), 0));
                let digest = Digest::sha256(&copy.write());
                Err(refuse(Finding::new(Code::SealFork, place).with("digest", digest)))
            }
        }
    }
}

pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}
