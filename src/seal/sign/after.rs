//! What a reviewer may still say after filing (`formats.md` §6 "After filing"): another opinion in
//! the seat where they were heard, or that they take theirs back. The statement goes on with the
//! series in the package, builds on the filing seal and lies beside the package; nothing in the
//! package changes.

use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::verdict::{Code, Finding, Place};

use super::super::chain::{Chain, Standing};
use super::super::dossier::{Dossier, Entry, Proof};
use super::super::keyring::History;
use super::super::names;
use super::super::predicate::{Opinion, Predicate, Review};
use super::super::statement::Statement;
use super::super::verify::signer;
use super::super::{Error, KeyId, Person};
use super::acts::{Planned, nfc};
use super::desk::refuse;
use super::{Covered, Plan, Refusal, Wish, since};

/// Somebody who speaks after filing: with which key, when, and what they said beside the package
/// before.
#[derive(Clone, Copy, Debug)]
pub struct Late<'a> {
    /// The key ring's versions.
    pub rings: &'a History,
    /// The signer's key.
    pub key: KeyId,
    /// The time that the statement will bear.
    pub at: Moment,
    /// Statements beside the package and copies beside the key.
    pub said: &'a [Statement],
}

/// What a reviewer said last in a seat of a filed dossier, in the package or after it.
struct Word<'d> {
    statement: &'d Statement,
    review: &'d Review,
}

impl Late<'_> {
    /// Plans a withdrawal, or another opinion in place of the last.
    ///
    /// # Errors
    /// A file cannot be read, or a text does not fit into a statement.
    pub fn review(&self, dossier: &Dossier<'_>, wish: &Wish) -> Result<Planned, Error> {
        let (tip, person) = match self.ground(dossier) {
            Ok(ground) => ground,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let tip_said = tip.statement.predicate();
        let words = self.words(dossier, &person, tip_said.case());
        let last = words.iter().filter(|w| w.review.seat == wish.seat).max_by_key(|w| w.review.k);
        let title = dossier.rules.as_ref().map(|r| r.profile.seat_title(&wish.seat));
        let heard = last
            .filter(|w| wish.opinion != Opinion::Withdraw || w.review.opinion != Opinion::Withdraw);
        let Some(last) = heard else {
            let finding = Finding::new(Code::SealNothingToWithdraw, Place::default());
            return Ok(Err(refuse(finding.with("seat", title.unwrap_or_default()))));
        };
        let least = tip_said.signed_at().max(last.review.signed_at);
        if self.at < least {
            let finding = Finding::new(Code::SealOrder, Place::default()).with("time", self.at);
            let finding = finding.with("earlier", tip.file()).with("least", least);
            return Ok(Err(refuse(finding)));
        }
        let Some(ring) = self.rings.newest() else {
            return Ok(Err(refuse(Finding::new(Code::KeyringMissing, Place::default()))));
        };
        let named = tip_said.keyring().version;
        if ring.version() < named {
            let finding = Finding::new(Code::SealRingFell, Place::default());
            let finding = finding.with("version", ring.version()).with("least", named);
            return Ok(Err(refuse(finding)));
        }
        let predicate = Predicate::Review(Review {
            k: last.review.k.saturating_add(1),
            opinion: wish.opinion,
            text: wish.text.as_deref().map(|text| nfc(text.trim())).unwrap_or_default(),
            rows: wish.rows.clone().unwrap_or_else(|| last.review.rows.clone()),
            shown: wish.shown.clone(),
            supersedes: Some(Digest::sha256(&last.statement.write())),
            signed_at: self.at,
            prev_seal: tip.digest,
            keyring: ring.reference(),
            ..last.review.clone()
        });
        let subjects = last.statement.subjects().to_vec();
        let statement = Statement::new(subjects, predicate).map_err(Error::Statement)?;
        let stem = names::stem_of(statement.predicate(), 0);
        let entry = Entry {
            stem: stem.clone(),
            digest: Digest::sha256(&statement.write()),
            statement: statement.clone(),
            proof: Proof::Planned(self.key),
        };
        let stage = last.review.stage.as_str();
        let found = signer::check(&entry, stage, self.rings, ring);
        if !found.is_empty() {
            return Ok(Err(Refusal { findings: found }));
        }
        let covers = covers(dossier, &statement)?;
        let mut plan = Plan { statement, stem, covers, person, key: self.key, last: None };
        since::mark(&mut plan, last.statement);
        Ok(Ok(plan))
    }

    /// The seats in which the signer was heard, by id.
    ///
    /// # Errors
    /// The refusal of somebody who cannot speak here at all.
    pub fn seats(&self, dossier: &Dossier<'_>) -> Result<Vec<String>, Refusal> {
        let (tip, person) = self.ground(dossier)?;
        let words = self.words(dossier, &person, tip.statement.predicate().case());
        let mut seats: Vec<String> = words.iter().map(|w| w.review.seat.clone()).collect();
        seats.sort();
        seats.dedup();
        Ok(seats)
    }

    /// The filing seal and the signer, where the dossier is filed and the rings agree.
    fn ground<'d>(&self, dossier: &'d Dossier<'_>) -> Result<(&'d Entry, Person), Refusal> {
        if let Some(version) = dossier.history.fork(self.rings) {
            let finding = Finding::new(Code::KeyringFork, Place::default());
            return Err(refuse(finding.with("version", version)));
        }
        let unknown = || {
            let finding = Finding::new(Code::SealKeyUnknown, Place::default());
            refuse(finding.with("key", self.key))
        };
        let key = self.rings.newest().and_then(|ring| ring.key(self.key));
        let person = key.ok_or_else(unknown)?.person.clone();
        let Some(rules) = &dossier.rules else {
            return Err(Refusal { findings: dossier.findings.clone() });
        };
        let (chain, findings) = Chain::follow(dossier, &rules.profile);
        let Some(chain) = chain else { return Err(Refusal { findings }) };
        let stage = chain.open.and_then(|open| rules.profile.stages.get(open));
        if let Some(stage) = stage {
            let place = Place::field(names::SEALS, 0, &stage.id);
            let finding = Finding::new(Code::SealStageUnsealed, place);
            return Err(refuse(
                finding.with("stage", &stage.title).under(rules.profile.clause(&stage.cite)),
            ));
        }
        let tip = dossier.links.get(&chain.tip.at).and_then(Option::as_ref);
        let tip = tip.ok_or_else(|| Refusal { findings: dossier.findings.clone() })?;
        Ok((tip, person))
    }

    /// Everything that the signer said in rounds whose seal is in force, and after filing.
    fn words<'d>(&'d self, dossier: &'d Dossier<'_>, person: &Person, case: &str) -> Vec<Word<'d>> {
        let chain = dossier.rules.as_ref().and_then(|r| Chain::follow(dossier, &r.profile).0);
        let sealed = |nn: u64| chain.as_ref().is_some_and(|c| c.standing(nn) == Standing::Sealed);
        let rounds = dossier.rounds.values().filter(|r| sealed(r.nn));
        let inside = rounds.flat_map(|r| r.entries.values()).map(|e| &e.statement);
        let filed = chain.as_ref().map(|c| c.tip.digest);
        let outside = self.said.iter().filter(|s| s.predicate().prev_seal() == filed);
        let all = inside.chain(outside).filter_map(|statement| match statement.predicate() {
            Predicate::Review(review) => Some(Word { statement, review }),
            Predicate::Open(_) | Predicate::Roster(_) | Predicate::Seal(_) => None,
        });
        all.filter(|w| w.review.person == *person && w.review.case == case).collect()
    }
}

/// The subjects as the package has them; one that it lacks keeps the digest that was signed.
fn covers(dossier: &Dossier<'_>, statement: &Statement) -> Result<Vec<Covered>, disk::Error> {
    let mut covers = Vec::new();
    for subject in statement.subjects() {
        let size = dossier.digest(&subject.name)?.map(|file| file.size).unwrap_or_default();
        let (name, sha256) = (subject.name.clone(), subject.sha256);
        covers.push(Covered { name, size, sha256, since: None });
    }
    Ok(covers)
}
