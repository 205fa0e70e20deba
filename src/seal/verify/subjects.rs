//! Whether statements cover exactly the files they must cover, byte for byte (`formats.md` §3
//! "Sets", "Going back").

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::FileDigest;
use crate::base::disk;
use crate::case::layout;
use crate::profile::{Need, Seat};
use crate::verdict::{Code, Finding, Place};

use super::super::chain::{self, Standing};
use super::super::dossier::{Dossier, Entry};
use super::super::names::{self, ReviewName};
use super::super::policy;
use super::super::statement::Subject;
use super::{Judge, Reach};

impl Dossier<'_> {
    /// The files of a slot, if it concerns the grade.
    #[must_use]
    pub fn slot_files(&self, slot: &str, grade: &str) -> BTreeSet<String> {
        let folder = self.rules.as_ref().and_then(|r| r.folder(slot, grade));
        folder.map(|f| self.in_folder(&f).map(String::from).collect()).unwrap_or_default()
    }

    /// What a review of a seat must cover: the files of its slots and what was typed for them.
    #[must_use]
    pub fn review_subjects(&self, seat: &Seat, grade: &str) -> BTreeSet<String> {
        seat.slots.iter().flat_map(|slot| self.slot_subjects(slot, grade)).collect()
    }

    /// What a roster of a seat must cover: the paper that names its members; nothing for a seat
    /// without paper, whose roster covers the previous seal.
    #[must_use]
    pub fn roster_subjects(&self, seat: &Seat, grade: &str) -> BTreeSet<String> {
        seat.paper.as_ref().map(|p| self.slot_subjects(&p.slot, grade)).unwrap_or_default()
    }

    fn slot_subjects(&self, slot: &str, grade: &str) -> BTreeSet<String> {
        let mut files = self.slot_files(slot, grade);
        let typed = layout::typed(slot);
        let of_form = self
            .rules
            .as_ref()
            .and_then(|r| r.profile.slot(slot))
            .is_some_and(|s| s.form.is_some() && s.concerns(grade));
        if of_form && self.names.contains(&typed) {
            files.insert(typed);
        }
        files
    }

    /// What the seal of a stage must cover: the files of its slots and every file of its round.
    #[must_use]
    pub fn seal_subjects(&self, stage: &str, nn: u64, grade: &str) -> BTreeSet<String> {
        let slots = self.rules.iter().flat_map(|r| &r.profile.slots).filter(|s| s.stage == stage);
        let mut files: BTreeSet<String> =
            slots.flat_map(|s| self.slot_files(&s.id, grade)).collect();
        files.extend(self.rounds.get(&nn).into_iter().flat_map(|r| r.files.iter().cloned()));
        files
    }
}

/// Whether a file is the one that a subject names; SM3 counts where both have it.
fn is_same(subject: &Subject, file: FileDigest) -> bool {
    let sm3 = subject.sm3.zip(file.sm3).is_none_or(|(a, b)| a == b);
    subject.sha256 == file.sha256 && sm3
}

impl Judge<'_, '_> {
    pub(super) fn subjects(&mut self) -> Result<(), disk::Error> {
        let mut kept = BTreeSet::new();
        let grade = self.grade().to_string();
        let links = chain::links(self.dossier);
        for round in self.dossier.rounds.values().filter(|r| r.nn > self.chain.opening) {
            let standing = self.chain.standing(round.nn);
            let in_force: BTreeSet<&str> = round.all_in_force().map(|e| e.stem.as_str()).collect();
            for (name, entry) in &round.entries {
                let stage = self.profile.stage(&round.stage);
                let seat = stage.and_then(|s| s.seats.iter().find(|x| x.id == name.seat));
                let Some(seat) = seat else { continue };
                self.digests_of(entry);
                let counts = in_force.contains(entry.stem.as_str());
                if standing == Standing::Past {
                    self.past(entry, counts, &mut kept)?;
                } else if counts {
                    let wanted = self.wanted(name, seat, round.nn, &grade);
                    self.exactly(entry, &wanted, Code::SealSubjectMissing)?;
                } else {
                    self.past(entry, false, &mut kept)?;
                }
            }
        }
        for (at, link) in &links {
            if *at == self.chain.opening {
                if !self.is_policy_changed() {
                    let wanted = self.dossier.in_folder(policy::FOLDER).map(String::from).collect();
                    self.exactly(link, &wanted, Code::SealSubjectMissing)?;
                }
            } else if *at > self.chain.opening {
                self.seal(*at, link, &grade, &mut kept)?;
            }
        }
        self.strays(&grade, &kept);
        Ok(())
    }

    fn wanted(&self, name: &ReviewName, seat: &Seat, nn: u64, grade: &str) -> BTreeSet<String> {
        if !name.roster {
            return self.dossier.review_subjects(seat, grade);
        }
        let mut wanted = self.dossier.roster_subjects(seat, grade);
        if seat.paper.is_none()
            && let Some(Some(before)) = nn.checked_sub(1).and_then(|n| self.dossier.links.get(&n))
        {
            wanted.insert(before.file());
        }
        wanted
    }

    fn seal(
        &mut self,
        at: u64,
        link: &Entry,
        grade: &str,
        kept: &mut BTreeSet<String>,
    ) -> Result<(), disk::Error> {
        let Some(seal) = link.seal() else { return Ok(()) };
        self.digests_of(link);
        let filing = self.profile.filing().is_some_and(|f| f.id == seal.stage);
        if !self.chain.in_force.contains(&Some(at)) {
            self.past(link, true, kept)?;
            let round = self.dossier.rounds.get(&at);
            for file in round.iter().flat_map(|r| &r.files) {
                if link.statement.subject(file).is_none() {
                    let finding = Finding::new(Code::SealSubjectMissing, link.place());
                    self.findings.push(finding.with("name", file));
                }
            }
        } else if !filing {
            let wanted = self.dossier.seal_subjects(&seal.stage, at, grade);
            self.exactly(link, &wanted, Code::SealSubjectMissing)?;
            self.slots_filled(&seal.stage, grade);
        } else if let Reach::Filed(derived) = self.ask.reach {
            self.filed(link, derived);
        }
        Ok(())
    }

    /// The seal of filing covers exactly what the package's own files come to.
    fn filed(&mut self, link: &Entry, derived: &[Subject]) {
        let derived: BTreeMap<&str, &Subject> =
            derived.iter().map(|s| (s.name.as_str(), s)).collect();
        let place = link.place();
        let mut found = Vec::new();
        let mut find = |code, name: &str| {
            found.push(Finding::new(code, place.clone()).with("name", name));
        };
        for (name, wanted) in &derived {
            match link.statement.subject(name) {
                None => find(Code::SealSubjectMissing, name),
                Some(s) if s.sha256 != wanted.sha256 => find(Code::SealSubjectChanged, name),
                Some(_) => {}
            }
        }
        for s in link.statement.subjects().iter().filter(|s| !derived.contains_key(s.name.as_str()))
        {
            find(Code::SealSubjectExtra, &s.name);
        }
        self.findings.extend(found);
    }

    /// SM3 stands beside SHA-256 exactly where the profile asks for it.
    fn digests_of(&mut self, entry: &Entry) {
        let wrong = entry.statement.subjects().iter().any(|s| s.sm3.is_some() != self.profile.sm3);
        if wrong {
            self.find(Code::SealSubjectDigest, entry.place());
        }
    }

    /// The subjects are exactly these files as they are now.
    fn exactly(
        &mut self,
        entry: &Entry,
        wanted: &BTreeSet<String>,
        missing: Code,
    ) -> Result<(), disk::Error> {
        let mut find = |code, name: &str| {
            let finding = Finding::new(code, entry.place()).with("name", name);
            self.findings.push(finding);
        };
        let mut changed = Vec::new();
        for subject in entry.statement.subjects() {
            if !self.dossier.names.contains(&subject.name) {
                find(Code::SealSubjectAbsent, &subject.name);
            } else if !wanted.contains(&subject.name) {
                find(Code::SealSubjectExtra, &subject.name);
            } else {
                changed.push(subject);
            }
        }
        for name in wanted.iter().filter(|n| entry.statement.subject(n).is_none()) {
            find(missing, name);
        }
        for subject in changed {
            let same = self.digest(&subject.name)?.is_some_and(|d| is_same(subject, d));
            if !same {
                let finding = Finding::new(Code::SealSubjectChanged, Place::file(&subject.name));
                let person = entry.statement.predicate().person();
                let name = super::row::name(self.newest, person);
                self.findings.push(
                    finding
                        .with("statement", entry.file())
                        .with("person", person)
                        .with("name", name),
                );
            }
        }
        Ok(())
    }

    /// The subjects of a statement that is not in force: as they are now, or kept among the
    /// superseded files. `strict` says whether one that is nowhere any more is a fault; inside a
    /// stage that was never sealed with it, it is only told.
    fn past(
        &mut self,
        entry: &Entry,
        strict: bool,
        kept: &mut BTreeSet<String>,
    ) -> Result<(), disk::Error> {
        for subject in entry.statement.subjects() {
            let now = self.digest(&subject.name)?;
            let mut found = now.is_some_and(|d| is_same(subject, d));
            for name in self.superseded(&subject.name) {
                if self.digest(&name)?.is_some_and(|d| is_same(subject, d)) {
                    kept.insert(name);
                    found = true;
                }
            }
            if !found {
                let code = if strict { Code::SealSubjectAbsent } else { Code::SealSubjectGone };
                let finding = Finding::new(code, entry.place());
                self.findings.push(finding.with("name", &subject.name));
            }
        }
        Ok(())
    }

    /// Where versions of a file that were replaced may be kept.
    fn superseded(&self, name: &str) -> Vec<String> {
        let rest = name.strip_prefix("data/").unwrap_or(name);
        let top = format!("{}/", layout::SUPERSEDED);
        let kept = self.dossier.in_folder(&top).filter(|kept| {
            let below = kept.strip_prefix(&top).and_then(|k| k.split_once('/'));
            below.is_some_and(|(nn, tail)| {
                tail == rest && names::numbered(&format!("{nn}-")).is_some()
            })
        });
        kept.map(String::from).collect()
    }

    /// The required slots of a sealed stage have files.
    fn slots_filled(&mut self, stage: &str, grade: &str) {
        let slots = self.profile.slots_for(grade);
        for slot in slots.filter(|s| s.stage == stage && s.need == Need::Required) {
            if self.dossier.slot_files(&slot.id, grade).is_empty() {
                let place = Place::field("data", 0, &slot.id);
                let finding = Finding::new(Code::SealSlotEmpty, place).with("slot", &slot.title);
                self.findings.push(finding.under(&slot.cite));
            }
        }
    }

    /// Files that nobody can have signed: in no slot, in no place that the format knows.
    fn strays(&mut self, grade: &str, kept: &BTreeSet<String>) {
        let folders: BTreeSet<String> =
            self.profile.slots_for(grade).filter_map(|s| self.rules.folder(&s.id, grade)).collect();
        let typed: BTreeSet<String> = self
            .profile
            .slots_for(grade)
            .filter(|s| s.form.is_some())
            .map(|s| layout::typed(&s.id))
            .chain(layout::VOLUME_DATA.map(layout::typed))
            .collect();
        let volume =
            [layout::COVER, layout::CATALOGUE, layout::SIGNINGS, layout::CLOSING, layout::VOLUME];
        let superseded = format!("{}/", layout::SUPERSEDED);
        let mut found = Vec::new();
        for name in &self.dossier.names {
            let code = if let Some(rest) = name.strip_prefix("data/") {
                let flat = rest.matches('/').count() == 1;
                let folder = rest.split_once('/').map(|(f, _)| format!("data/{f}/"));
                let known = if name.starts_with(&superseded) {
                    kept.contains(name)
                } else {
                    volume.contains(&name.as_str())
                        || flat && folder.is_some_and(|f| folders.contains(&f))
                };
                (!known).then_some(Code::SealUncoveredFile)
            } else if name.starts_with("forms/") {
                (!typed.contains(name)).then_some(Code::SealUnknownFile)
            } else {
                None
            };
            found.extend(code.map(|code| Finding::new(code, Place::file(name))));
        }
        self.findings.extend(found);
    }
}
