//! The desk at which a person signs: the case as it is, the key rings, the key, the time.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::{Digest, FileDigest};
use crate::base::disk;
use crate::base::time::Moment;
use crate::case::{Case, Facts, SlotFile};
use crate::profile::{Seat, Stage};
use crate::verdict::{Bearing, Code, Finding, Place};

use super::super::chain::Chain;
use super::super::dossier::{Dossier, Entry, Proof};
use super::super::files::{CaseFiles, Files};
use super::super::keyring::{History, Ring};
use super::super::names::{self, ReviewName};
use super::super::policy::Rules;
use super::super::predicate::{Predicate, RingRef};
use super::super::statement::Subject;
use super::super::verify::{Ask, Reach, judge};
use super::super::{Error, KeyId, Person, Statement};
use super::{Covered, Plan, Refusal};

/// What a person signs from. It sees the case as it was when the desk was set up.
pub struct Desk<'a> {
    pub(super) facts: Option<&'a Facts>,
    pub(super) files: &'a dyn Files,
    /// The files that should fill the slots; those that do not stand yet have to be built.
    documents: Vec<SlotFile>,
    pub(super) rings: &'a History,
    pub(super) key: KeyId,
    pub(super) at: Moment,
    pub(super) copies: &'a [Statement],
}

/// What every statement of an open stage begins with.
pub(super) struct Ground<'d> {
    pub rules: &'d Rules,
    pub chain: Chain,
    pub stage: &'d Stage,
    pub grade: &'d str,
    pub case: &'d str,
    pub person: Person,
    pub ring: RingRef,
}

/// A refusal with one finding.
pub(super) fn refuse(finding: Finding) -> Refusal {
    Refusal { findings: vec![finding] }
}

impl<'a> Desk<'a> {
    /// Sets up a desk.
    ///
    /// `rings` is the ring folder's history, whose newest version the statement will name; `copies`
    /// are the statements kept beside the key ([`super::store::copies`]); `at` is the time that the
    /// statement will bear.
    #[must_use]
    pub fn new(
        case: &'a Case,
        files: &'a CaseFiles,
        rings: &'a History,
        key: KeyId,
        at: Moment,
        copies: &'a [Statement],
    ) -> Self {
        let (facts, documents) = (Some(&case.facts), case.files());
        Self { facts, files, documents, rings, key, at, copies }
    }

    /// Sets up a desk away from the case, over the files of a request ([`super::requested`]): what
    /// the request does not hold is judged where the response is taken in.
    #[must_use]
    pub fn elsewhere(
        files: &'a dyn Files,
        rings: &'a History,
        key: KeyId,
        at: Moment,
        copies: &'a [Statement],
    ) -> Self {
        Self { facts: None, files, documents: Vec::new(), rings, key, at, copies }
    }

    /// The dossier as the desk sees it: the case's files and the key rings of the ring folder.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn dossier(&self) -> Result<Dossier<'a>, disk::Error> {
        let mut dossier = Dossier::read(self.files)?;
        let carried = dossier.history.versions().len();
        // The versions that the case lacks will be copied into it together with the statement.
        if dossier.history.fork(self.rings).is_none() && self.rings.versions().len() >= carried {
            dossier.findings.retain(|f| carried > 0 || !f.code.id().starts_with("keyring."));
            dossier.history = std::sync::Arc::new(self.rings.clone());
        }
        if self.facts.is_none() {
            self.remember(&mut dossier);
        }
        Ok(dossier)
    }

    /// Away from the case, what was signed on the same request before lies beside the key alone.
    fn remember(&self, dossier: &mut Dossier<'_>) {
        let Some(Some(tip)) = dossier.links.last_key_value().map(|(_, tip)| tip.as_ref()) else {
            return;
        };
        let (tip, case) = (tip.digest, tip.statement.predicate().case().to_string());
        for copy in self.copies {
            let said = copy.predicate();
            let stem = names::stem_of(said, 0);
            let [file, ..] = names::files(&stem);
            let here = said.case() == case && prev_seal(said) == Some(tip);
            let series = matches!(said, Predicate::Review(_) | Predicate::Roster(_));
            if here && series && !dossier.names.contains(&file) {
                let digest = Digest::sha256(&copy.write());
                let proof = Proof::Missing;
                dossier.insert(Entry { stem, digest, statement: copy.clone(), proof }, 0);
            }
        }
    }

    /// The newest ring of the ring folder.
    pub(super) fn ring(&self) -> Result<&'a Ring, Refusal> {
        let missing = || refuse(Finding::new(Code::KeyringMissing, Place::default()));
        self.rings.newest().ok_or_else(missing)
    }

    /// Who holds the key.
    ///
    /// # Errors
    /// The ring does not have the key.
    pub fn person(&self) -> Result<Person, Refusal> {
        let unknown = || {
            let finding = Finding::new(Code::SealKeyUnknown, Place::default());
            refuse(finding.with("key", self.key))
        };
        Ok(self.ring()?.key(self.key).ok_or_else(unknown)?.person.clone())
    }

    /// What a statement of the open stage is built on.
    pub(super) fn ground<'d>(&self, dossier: &'d Dossier<'_>) -> Result<Ground<'d>, Refusal> {
        if let Some(version) = dossier.history.fork(self.rings) {
            let finding = Finding::new(Code::KeyringFork, Place::default());
            return Err(refuse(finding.with("version", version)));
        }
        let (ring, person) = (self.ring()?.reference(), self.person()?);
        let Some(rules) = &dossier.rules else {
            return Err(Refusal { findings: dossier.findings.clone() });
        };
        let (chain, findings) = Chain::follow(dossier, &rules.profile);
        let Some(chain) = chain else {
            let mut all = dossier.findings.clone();
            all.extend(findings);
            return Err(Refusal { findings: all });
        };
        let opening = dossier.links.get(&chain.opening).and_then(Option::as_ref);
        let open = opening.and_then(Entry::open);
        let stage = chain.open.and_then(|open| rules.profile.stages.get(open));
        match (open, stage) {
            (Some(open), Some(stage)) => {
                let (grade, case) = (open.grade.as_str(), open.case.as_str());
                Ok(Ground { rules, chain, stage, grade, case, person, ring })
            }
            _ => Err(refuse(Finding::new(Code::SealAfterFiling, Place::file(names::SEALS)))),
        }
    }

    /// The file that the seal of the open stage will have: `seals/08-filing.json`.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn next_seal(&self) -> Result<Result<String, Refusal>, disk::Error> {
        let dossier = self.dossier()?;
        Ok(self.ground(&dossier).map(|ground| {
            let stem =
                format!("{}/{:02}-{}", names::SEALS, ground.chain.tip.at + 1, ground.stage.id);
            let [statement, ..] = names::files(&stem);
            statement
        }))
    }

    /// The seat of the open stage.
    pub(super) fn seat<'d>(ground: &Ground<'d>, id: &str) -> Result<&'d Seat, Refusal> {
        ground.stage.seats.iter().find(|s| s.id == id).ok_or_else(|| {
            let finding = Finding::new(Code::SealNotThisStage, Place::default());
            refuse(finding.with("id", id).with("stage", &ground.stage.title))
        })
    }

    /// k and the digest of the statement before it, over the case and the kept copies.
    pub(super) fn next_k(
        &self,
        dossier: &Dossier<'_>,
        ground: &Ground<'_>,
        roster: bool,
        seat: &str,
    ) -> (u64, Option<Digest>) {
        let nn = ground.chain.tip.at + 1;
        let round = dossier.rounds.get(&nn);
        let own =
            |n: &&ReviewName| n.roster == roster && n.seat == seat && n.person == ground.person;
        let entries = round.map(|r| &r.entries);
        let in_case =
            entries.into_iter().flatten().filter(|(n, _)| own(n)).map(|(n, e)| (n.k, e.digest));
        let copied = self.copies.iter().filter_map(|s| {
            let (case, round, k, is_roster, of, person) = match s.predicate() {
                Predicate::Review(p) => (&p.case, p.nn, p.k, false, &p.seat, &p.person),
                Predicate::Roster(p) => (&p.case, p.nn, p.k, true, &p.seat, &p.person),
                Predicate::Open(_) | Predicate::Seal(_) => return None,
            };
            let here = prev_seal(s.predicate()) == Some(ground.chain.tip.digest) && round == nn;
            let mine = case == ground.case && is_roster == roster && of == seat;
            (here && mine && *person == ground.person).then(|| (k, Digest::sha256(&s.write())))
        });
        match in_case.chain(copied).max_by_key(|(k, _)| *k) {
            Some((k, digest)) => (k + 1, Some(digest)),
            None => (1, None),
        }
    }

    /// The subjects of these names; files that are named but not there are refused.
    pub(super) fn cover(
        &self,
        dossier: &Dossier<'_>,
        names: &BTreeSet<String>,
    ) -> Result<Result<BTreeMap<String, FileDigest>, Refusal>, disk::Error> {
        let mut covered = BTreeMap::new();
        let sm3 = dossier.rules.as_ref().is_some_and(|r| r.profile.sm3);
        for name in names {
            let Some(d) = dossier.digest(name)? else {
                let finding = Finding::new(Code::SealSubjectAbsent, Place::file(name));
                return Ok(Err(refuse(finding.with("name", name))));
            };
            covered.insert(name.clone(), FileDigest { sm3: d.sm3.filter(|_| sm3), ..d });
        }
        Ok(Ok(covered))
    }

    /// Documents of these slots that were typed but not built.
    pub(super) fn not_built(&self, slots: &[String]) -> Vec<Finding> {
        let names: BTreeSet<String> = self.files.names().into_iter().collect();
        let own = self.documents.iter().filter(|f| slots.contains(&f.slot));
        own.filter(|f| !names.contains(&f.name))
            .map(|f| Finding::new(Code::SealNotBuilt, Place::file(&f.name)))
            .collect()
    }

    /// Judges a statement as if it were signed, and makes a plan of it.
    pub(super) fn plan(
        &self,
        mut dossier: Dossier<'_>,
        covered: BTreeMap<String, FileDigest>,
        predicate: Predicate,
        at: u64,
        strict: bool,
    ) -> Result<Result<Plan, Refusal>, Error> {
        let subjects = covered
            .iter()
            .map(|(name, c)| Subject { name: name.clone(), sha256: c.sha256, sm3: c.sm3 })
            .collect();
        let statement = Statement::new(subjects, predicate).map_err(Error::Statement)?;
        let stem = names::stem_of(statement.predicate(), at);
        let entry = Entry {
            stem: stem.clone(),
            digest: Digest::sha256(&statement.write()),
            statement: statement.clone(),
            proof: Proof::Planned(self.key),
        };
        // Away from the case much is missing that is not this signer's to answer for.
        let strict = strict && self.facts.is_some();
        if let Some(refusal) = self.judge(&mut dossier, entry, at, strict)? {
            return Ok(Err(refusal));
        }
        let covers = covered
            .into_iter()
            .map(|(name, c)| Covered { name, size: c.size, sha256: c.sha256, since: None })
            .collect();
        let person = statement.predicate().person().clone();
        Ok(Ok(Plan { statement, stem, covers, person, key: self.key, last: None }))
    }

    /// Judges a dossier with one more statement in it: what that brings up refuses it. `strict`
    /// says whether what was wrong before does so too.
    pub(super) fn judge(
        &self,
        dossier: &mut Dossier<'_>,
        entry: Entry,
        at: u64,
        strict: bool,
    ) -> Result<Option<Refusal>, disk::Error> {
        let ask = Ask { trust: None, accepted: &[], now: self.at, reach: Reach::UnderWay };
        let before: Vec<Finding> = if strict {
            Vec::new()
        } else {
            judge(dossier, &ask)?.report.findings().into_iter().cloned().collect()
        };
        dossier.insert(entry, at);
        let report = judge(dossier, &ask)?.report;
        let findings: Vec<Finding> = report
            .findings()
            .into_iter()
            .filter(|f| f.bearing == Bearing::Fails && !before.contains(f))
            .cloned()
            .collect();
        Ok((!findings.is_empty()).then_some(Refusal { findings }))
    }
}

/// The seal that a statement builds on.
pub(super) fn prev_seal(predicate: &Predicate) -> Option<Digest> {
    match predicate {
        Predicate::Open(_) => None,
        Predicate::Review(p) => Some(p.prev_seal),
        Predicate::Roster(p) => Some(p.prev_seal),
        Predicate::Seal(p) => Some(p.prev_seal),
    }
}
