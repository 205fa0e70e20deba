//! Who was heard in a seat, who should have been, and whether that suffices (`formats.md` §4).

use std::collections::{BTreeMap, BTreeSet};

use crate::base::disk;
use crate::profile::{Decision as Rule, Roster as Source, Seat, SeatNeed, Stage};
use crate::verdict::{Code, Finding, Place};

use super::super::Person;
use super::super::chain::Standing;
use super::super::dossier::{Entry, Round};
use super::super::predicate::{Opinion, Roster};
use super::{Decision, Judge};

/// The opinions of a seat, counted by person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Persons who agree.
    pub agree: u64,
    /// Persons who do not.
    pub disagree: u64,
    /// Persons who abstain.
    pub abstain: u64,
    /// Members of the roster, present or not; for a single seat one.
    pub members: u64,
}

/// What is known about a seat of a stage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hearing {
    /// Seat id.
    pub seat: String,
    /// Who was heard, with the opinion in force.
    pub heard: Vec<(Person, Opinion)>,
    /// Members who still have to be heard.
    pub missing: Vec<Person>,
    /// Whether a plural seat still lacks its roster.
    pub lacks_roster: bool,
    /// The votes.
    pub tally: Tally,
    /// What is wrong whether or not the stage is sealed.
    pub wrong: Vec<Finding>,
    /// What must not be lacking when the stage is sealed.
    pub lacking: Vec<Finding>,
}

impl Hearing {
    /// Whether nobody is left to be heard.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lacking.is_empty() && self.missing.is_empty() && !self.lacks_roster
    }
}

impl Judge<'_, '_> {
    /// Hears every seat of every stage that is sealed or open.
    pub(super) fn hearings(&mut self) -> Result<(), disk::Error> {
        for (index, stage) in self.profile.stages.iter().enumerate() {
            let sealed = self.chain.in_force.get(index).copied().flatten();
            let open = (self.chain.open == Some(index)).then_some(self.chain.tip.at + 1);
            let Some(nn) = sealed.or(open) else { continue };
            for seat in &stage.seats {
                let hearing = self.hear(nn, stage, seat)?;
                self.findings.extend(hearing.wrong);
                if sealed.is_none() || open.is_some() {
                    continue;
                }
                self.findings.extend(hearing.lacking);
                if let Some(rule) = seat.decision {
                    let adopted = match rule {
                        Rule::Majority => 2 * hearing.tally.agree > hearing.tally.members,
                    };
                    self.decisions.push(Decision {
                        stage: stage.id.clone(),
                        seat: seat.id.clone(),
                        tally: hearing.tally,
                        adopted,
                    });
                }
            }
        }
        Ok(())
    }

    /// What is known about one seat in the round that seal `nn` closes.
    pub(super) fn hear(&self, nn: u64, stage: &Stage, seat: &Seat) -> Result<Hearing, disk::Error> {
        let empty;
        let round = match self.dossier.rounds.get(&nn) {
            Some(round) => round,
            None => {
                empty = Round::empty(nn, &stage.id);
                &empty
            }
        };
        let mut hearing = Hearing { seat: seat.id.clone(), ..Hearing::default() };
        let heard: Vec<&Entry> = round.in_force(false, &seat.id).collect();
        for review in heard.iter().filter_map(|e| e.review()) {
            hearing.heard.push((review.person.clone(), review.opinion));
            match review.opinion {
                Opinion::Agree => hearing.tally.agree += 1,
                Opinion::Disagree => hearing.tally.disagree += 1,
                Opinion::Abstain => hearing.tally.abstain += 1,
                Opinion::Withdraw => {}
            }
        }
        let place = Place::field(&round.folder, 0, &seat.id);
        let find = |code| {
            Finding::new(code, place.clone())
                .with("seat", &seat.title)
                .under(self.profile.clause(&seat.cite))
        };
        match seat.roster {
            None => {
                hearing.tally.members = 1;
                if heard.len() > 1 {
                    hearing.wrong.push(find(Code::SealSeatCrowded));
                }
                if heard.is_empty() {
                    hearing.lacking.push(find(Code::SealSeatEmpty));
                }
            }
            Some(source) => {
                let rosters: Vec<&Entry> = round.in_force(true, &seat.id).collect();
                match rosters.as_slice() {
                    [] => {
                        hearing.lacks_roster = true;
                        hearing.lacking.push(find(Code::SealRosterMissing));
                    }
                    [roster] => {
                        self.plural(&mut hearing, roster, &heard, (source, stage, seat), &find)?;
                    }
                    _ => hearing.wrong.push(find(Code::SealRosterTwice)),
                }
            }
        }
        if !self.is_wanted(seat) {
            hearing.lacks_roster = false;
            hearing.missing.clear();
            hearing.lacking.clear();
        }
        if round.is_broken(false, &seat.id) || round.is_broken(true, &seat.id) {
            // What stands there cannot be read; that is told at its file.
            hearing.lacking.clear();
        }
        Ok(hearing)
    }

    fn plural(
        &self,
        hearing: &mut Hearing,
        entry: &Entry,
        heard: &[&Entry],
        (source, stage, seat): (Source, &Stage, &Seat),
        find: &dyn Fn(Code) -> Finding,
    ) -> Result<(), disk::Error> {
        let Some(roster) = entry.roster() else { return Ok(()) };
        self.members(hearing, entry, roster, (source, stage, seat))?;
        hearing.tally.members = roster.members.len() as u64;
        let by_person: BTreeMap<&Person, &super::super::predicate::Member> =
            roster.members.iter().map(|m| (&m.person, m)).collect();
        let mut current = BTreeSet::new();
        for review in heard {
            let Some(said) = review.review() else { continue };
            let place = review.place();
            match by_person.get(&said.person) {
                None => hearing
                    .wrong
                    .push(Finding::new(Code::SealNotOnRoster, place).with("person", &said.person)),
                Some(m) if !m.present || m.recused => hearing.wrong.push(
                    Finding::new(Code::SealAbsentOpinion, place).with("person", &said.person),
                ),
                Some(_) if said.roster != Some(entry.digest) => {
                    hearing.wrong.push(Finding::new(Code::SealRosterOther, place));
                    hearing.missing.push(said.person.clone());
                    current.insert(&said.person);
                }
                Some(_) => {
                    current.insert(&said.person);
                }
            }
        }
        let mut present = 0u64;
        for member in roster.members.iter().filter(|m| m.present && !m.recused) {
            present += 1;
            if !current.contains(&member.person) {
                hearing.missing.push(member.person.clone());
                let finding = find(Code::SealMemberUnheard).with("person", &member.person);
                let name = super::row::name(self.newest, &member.person);
                hearing.lacking.push(finding.with("name", name));
            }
        }
        if present == 0 {
            hearing.lacking.push(find(Code::SealSeatEmpty));
        }
        if seat.distinct_orgs {
            self.organisations(hearing, entry, roster, seat);
        }
        match seat.need {
            SeatNeed::One | SeatNeed::All | SeatNeed::Quorum => {}
            SeatNeed::Agree(least) => {
                if hearing.tally.agree < u64::from(least) {
                    let finding = find(Code::SealTooFewAgree).with("least", least);
                    hearing.lacking.push(finding.with("agree", hearing.tally.agree));
                }
            }
        }
        if let Some(quorum) = seat.quorum {
            let (part, whole) = quorum.more_than;
            let members = hearing.tally.members;
            if u128::from(present) * u128::from(whole) <= u128::from(members) * u128::from(part) {
                let finding = find(Code::SealNoQuorum).with("present", present);
                hearing.lacking.push(finding.with("members", members));
            }
        }
        Ok(())
    }

    /// No two who are to be heard are of one organisation, as the key ring has them.
    fn organisations(&self, hearing: &mut Hearing, entry: &Entry, roster: &Roster, seat: &Seat) {
        let mut orgs: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        for member in roster.members.iter().filter(|m| m.present && !m.recused) {
            if let Some(holder) = self.newest.holder(&member.person) {
                orgs.entry(&holder.org).or_default().push(&holder.id);
            }
        }
        for (org, persons) in orgs.into_iter().filter(|(_, persons)| persons.len() > 1) {
            let persons: Vec<&str> = persons.into_iter().map(Person::as_str).collect();
            let finding = Finding::new(Code::SealSameOrganisation, entry.place());
            let finding = finding.with("seat", &seat.title).with("org", org);
            hearing.wrong.push(
                finding.with("persons", persons.join(" ")).under(self.profile.clause(&seat.cite)),
            );
        }
    }

    /// Whether a roster lists exactly those whom it must list.
    fn members(
        &self,
        hearing: &mut Hearing,
        entry: &Entry,
        roster: &Roster,
        (source, stage, seat): (Source, &Stage, &Seat),
    ) -> Result<(), disk::Error> {
        let by_paper = self.panel(seat)?;
        let by_mandate = match source {
            Source::Panel => None,
            // By the ring that the roster names: a mandate that a later ring dates back was
            // unknown to who made the list.
            Source::Attendance => self.dossier.history.resolve(roster.keyring).map(|ring| {
                let holders = ring.holders_of(&seat.id, &stage.id, roster.signed_at);
                holders.into_iter().cloned().collect::<BTreeSet<Person>>()
            }),
        };
        let listed: BTreeSet<Person> = roster.members.iter().map(|m| m.person.clone()).collect();
        let (mut lacking, mut strange) = (BTreeSet::new(), BTreeSet::new());
        for wanted in [by_mandate, by_paper].into_iter().flatten() {
            lacking.extend(wanted.difference(&listed).cloned());
            strange.extend(listed.difference(&wanted).cloned());
        }
        let mut find = |code, person: &Person| {
            let finding = Finding::new(code, entry.place()).with("person", person);
            let name = super::row::name(self.newest, person);
            hearing.wrong.push(finding.with("name", name));
        };
        lacking.iter().for_each(|person| find(Code::SealRosterIncomplete, person));
        strange.iter().for_each(|person| find(Code::SealRosterStranger, person));
        Ok(())
    }

    /// Whether a seat has to be heard: always, or only where the paper is there that it goes with.
    fn is_wanted(&self, seat: &Seat) -> bool {
        let paper = seat.only_with.as_deref();
        paper.is_none_or(|slot| !self.dossier.slot_files(slot, self.grade()).is_empty())
    }

    /// Whether a round counts: its stage is sealed or open.
    pub(super) fn counts(&self, nn: u64) -> bool {
        self.chain.standing(nn) != Standing::Past
    }
}
