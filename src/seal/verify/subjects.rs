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
        owned(self.in_slot(slot, grade))
    }

    /// What a review of a seat must cover: the files of its slots and what was typed for them.
    #[must_use]
    pub fn review_subjects(&self, seat: &Seat, grade: &str) -> BTreeSet<String> {
        owned(self.for_review(seat, grade))
    }

    /// What a roster of a seat must cover: the paper that names its members; nothing for a seat
    /// without paper, whose roster covers the previous seal.
    #[must_use]
    pub fn roster_subjects(&self, seat: &Seat, grade: &str) -> BTreeSet<String> {
        owned(self.for_roster(seat, grade))
    }

    /// What the seal of a stage must cover: the files of its slots and every file of its round.
    #[must_use]
    pub fn seal_subjects(&self, stage: &str, nn: u64, grade: &str) -> BTreeSet<String> {
        owned(self.for_seal(stage, nn, grade))
    }

    fn in_slot(&self, slot: &str, grade: &str) -> BTreeSet<&str> {
        let folder = self.rules.as_ref().and_then(|r| r.folder(slot, grade));
        folder.map(|f| self.in_folder(&f).collect()).unwrap_or_default()
    }

    fn for_slot(&self, slot: &str, grade: &str) -> BTreeSet<&str> {
        let mut files = self.in_slot(slot, grade);
        let of_form = self
            .rules
            .as_ref()
            .and_then(|r| r.profile.slot(slot))
            .is_some_and(|s| s.form.is_some() && s.concerns(grade));
        if of_form {
            files.extend(self.own_name(&layout::typed(slot)));
        }
        files
    }

    fn for_review(&self, seat: &Seat, grade: &str) -> BTreeSet<&str> {
        seat.slots.iter().flat_map(|slot| self.for_slot(slot, grade)).collect()
    }

    fn for_roster(&self, seat: &Seat, grade: &str) -> BTreeSet<&str> {
        seat.paper.as_ref().map(|p| self.for_slot(&p.slot, grade)).unwrap_or_default()
    }

    fn for_seal(&self, stage: &str, nn: u64, grade: &str) -> BTreeSet<&str> {
        let slots = self.rules.iter().flat_map(|r| &r.profile.slots).filter(|s| s.stage == stage);
        let round = self.rounds.get(&nn).into_iter().flat_map(|r| &r.files);
        let files = slots.flat_map(|s| self.in_slot(&s.id, grade));
        files.chain(round.map(String::as_str)).collect()
    }

    /// A name as the dossier itself holds it, if it does.
    fn own_name(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }
}

fn owned(names: BTreeSet<&str>) -> BTreeSet<String> {
    names.into_iter().map(String::from).collect()
}

/// Whether two subjects are one file; SM3 counts where both have it.
fn is_one(a: &Subject, b: &Subject) -> bool {
    a.sha256 == b.sha256 && a.sm3.zip(b.sm3).is_none_or(|(a, b)| a == b)
}

/// Whether a file is the one that a subject names; SM3 counts where both have it.
fn is_same(subject: &Subject, file: FileDigest) -> bool {
    let sm3 = subject.sm3.zip(file.sm3).is_none_or(|(a, b)| a == b);
    subject.sha256 == file.sha256 && sm3
}

/// Files that were replaced, where they are kept.
struct Kept<'d> {
    /// Package names by the name of the file that they are a version of, without `data/`.
    versions: BTreeMap<&'d str, Vec<&'d str>>,
    /// Those that some statement names.
    used: BTreeSet<&'d str>,
}

impl<'d> Kept<'d> {
    fn of(dossier: &'d Dossier<'_>) -> Self {
        let top = format!("{}/", layout::SUPERSEDED);
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in dossier.in_folder(&top) {
            let below = name.strip_prefix(&top).and_then(|kept| kept.split_once('/'));
            let numbered = |(nn, _): &(&str, &str)| names::numbered(&format!("{nn}-")).is_some();
            if let Some((_, rest)) = below.filter(numbered) {
                versions.entry(rest).or_default().push(name);
            }
        }
        Self { versions, used: BTreeSet::new() }
    }

    /// Where versions of a file may be kept.
    fn versions(&self, name: &str) -> Vec<&'d str> {
        let rest = name.strip_prefix("data/").unwrap_or(name);
        self.versions.get(rest).cloned().unwrap_or_default()
    }
}

impl<'d> Judge<'d, '_> {
    pub(super) fn subjects(&mut self) -> Result<(), disk::Error> {
        let mut kept = Kept::of(self.dossier);
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
                    let wanted = self.dossier.in_folder(policy::FOLDER).collect();
                    self.exactly(link, &wanted, Code::SealSubjectMissing)?;
                }
            } else if *at > self.chain.opening {
                self.seal(*at, link, &grade, &mut kept)?;
            }
        }
        self.strays(&grade, &kept.used);
        Ok(())
    }

    fn wanted(&self, name: &ReviewName, seat: &Seat, nn: u64, grade: &str) -> BTreeSet<&'d str> {
        if !name.roster {
            return self.dossier.for_review(seat, grade);
        }
        let mut wanted = self.dossier.for_roster(seat, grade);
        if seat.paper.is_none()
            && let Some(Some(before)) = nn.checked_sub(1).and_then(|n| self.dossier.links.get(&n))
        {
            wanted.extend(self.dossier.own_name(&before.file()));
        }
        wanted
    }

    fn seal(
        &mut self,
        at: u64,
        link: &Entry,
        grade: &str,
        kept: &mut Kept<'_>,
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
            let wanted = self.dossier.for_seal(&seal.stage, at, grade);
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
                Some(s) if !is_one(s, wanted) => find(Code::SealSubjectChanged, name),
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

    /// The subjects are exactly these files as they are now; all of them are files of the dossier.
    fn exactly(
        &mut self,
        entry: &Entry,
        wanted: &BTreeSet<&str>,
        missing: Code,
    ) -> Result<(), disk::Error> {
        let mut find = |code, name: &str| {
            let finding = Finding::new(code, entry.place()).with("name", name);
            self.findings.push(finding);
        };
        // Both are sorted bytewise, so they are walked side by side.
        let mut rest = wanted.iter().copied().peekable();
        let (mut changed, mut lacking) = (Vec::new(), Vec::new());
        for subject in entry.statement.subjects() {
            let name = subject.name.as_str();
            lacking.extend(std::iter::from_fn(|| rest.next_if(|wanted| *wanted < name)));
            if rest.next_if_eq(&name).is_some() {
                changed.push(subject);
            } else if self.dossier.names.contains(name) {
                find(Code::SealSubjectExtra, name);
            } else {
                find(Code::SealSubjectAbsent, name);
            }
        }
        for name in lacking.into_iter().chain(rest) {
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
        kept: &mut Kept<'_>,
    ) -> Result<(), disk::Error> {
        for subject in entry.statement.subjects() {
            let now = self.digest(&subject.name)?;
            let mut found = now.is_some_and(|d| is_same(subject, d));
            for name in kept.versions(&subject.name) {
                if self.digest(name)?.is_some_and(|d| is_same(subject, d)) {
                    kept.used.insert(name);
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

    /// The required slots of a sealed stage have files.
    fn slots_filled(&mut self, stage: &str, grade: &str) {
        let slots = self.profile.slots_for(grade);
        let none = BTreeMap::new();
        let traits = self.dossier.facts.as_ref().map_or(&none, |f| &f.traits);
        let wanted = |s: &&crate::profile::Slot| {
            s.need_for(grade) == Need::Required && !s.warns(grade, traits)
        };
        for slot in slots.filter(|s| s.stage == stage).filter(wanted) {
            if self.dossier.in_slot(&slot.id, grade).is_empty() {
                let place = Place::field("data", 0, &slot.id);
                let finding = Finding::new(Code::SealSlotEmpty, place).with("slot", &slot.title);
                self.findings.push(finding.under(self.profile.clause(&slot.cite)));
            }
        }
    }

    /// Files that nobody can have signed: in no slot, in no place that the format knows.
    fn strays(&mut self, grade: &str, kept: &BTreeSet<&str>) {
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
                    kept.contains(name.as_str())
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
