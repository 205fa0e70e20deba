//! Whether the statements of each stage hang together: right place, right order, none missing in a
//! series, none earlier than what it builds on (`formats.md` §3 "In force", §4 "Order").

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::verdict::{Code, Finding, Place};

use super::super::chain::{self, Standing};
use super::super::dossier::{Entry, Round};
use super::super::names::ReviewName;
use super::{Judge, Reach};

impl Judge<'_, '_> {
    pub(super) fn rounds(&mut self) {
        let links = chain::links(self.dossier);
        for round in self.dossier.rounds.values() {
            let closing = links.get(&round.nn).copied();
            let Some(before) = round.nn.checked_sub(1).and_then(|n| links.get(&n)) else {
                self.find(Code::SealUnknownFile, Place::file(&round.folder));
                continue;
            };
            if !self.is_in_place(round, closing) {
                self.find(Code::SealUnknownFile, Place::file(&round.folder));
                continue;
            }
            let rosters: BTreeMap<Digest, &Entry> = round
                .entries
                .values()
                .filter(|e| e.roster().is_some())
                .map(|e| (e.digest, e))
                .collect();
            for entry in round.entries.values() {
                self.follows(entry, before);
                if round.nn > self.chain.opening {
                    self.sits(entry, round);
                }
                self.links_to_roster(entry, round, &rosters);
                self.shown(entry);
            }
            self.series(round);
            if let Some(seal) = closing {
                self.closes(seal, round);
            }
        }
        for (at, link) in &links {
            let before = at.checked_sub(1).and_then(|n| links.get(&n));
            if let Some(before) = before {
                self.ring_grows(link, before);
            }
            if let Some(seal) = link.seal().filter(|_| *at > self.chain.opening)
                && let Some(stage) = self.profile.stage(&seal.stage)
                && seal.seat != stage.seals
            {
                let finding = Finding::new(Code::SealWrongSeat, link.place());
                self.findings.push(finding.with("id", &seal.seat));
            }
        }
    }

    /// Whether a folder of statements belongs to a seal of the chain, or to the open stage.
    fn is_in_place(&self, round: &Round, closing: Option<&Entry>) -> bool {
        if let Some(seal) = closing.and_then(Entry::seal) {
            return seal.stage == round.stage;
        }
        let open = self.chain.open.and_then(|open| self.profile.stages.get(open));
        self.chain.standing(round.nn) == Standing::Open
            && matches!(self.ask.reach, Reach::UnderWay)
            && open.is_some_and(|stage| stage.id == round.stage && !stage.seats.is_empty())
    }

    /// A statement builds on the seal before its stage.
    fn follows(&mut self, entry: &Entry, before: &Entry) {
        let prev = entry.review().map(|r| r.prev_seal).or(entry.roster().map(|r| r.prev_seal));
        if prev.is_some_and(|prev| prev != before.digest) {
            self.find(Code::SealChainBroken, entry.place());
            return;
        }
        self.not_before(entry, before);
        self.ring_grows(entry, before);
    }

    fn not_before(&mut self, entry: &Entry, named: &Entry) {
        let (at, least) =
            (entry.statement.predicate().signed_at(), named.statement.predicate().signed_at());
        if at < least {
            let finding = Finding::new(Code::SealOrder, entry.place());
            self.findings
                .push(finding.with("time", at).with("earlier", named.file()).with("least", least));
        }
    }

    fn ring_grows(&mut self, entry: &Entry, before: &Entry) {
        let version = entry.statement.predicate().keyring().version;
        let least = before.statement.predicate().keyring().version;
        if version < least {
            let finding = Finding::new(Code::SealRingFell, entry.place());
            self.findings.push(finding.with("version", version).with("least", least));
        }
    }

    /// The seat belongs to the stage, and a roster is signed from the seat that lists it.
    fn sits(&mut self, entry: &Entry, round: &Round) {
        let predicate = entry.statement.predicate();
        let plural = entry.roster().map(|r| r.seat.as_str());
        let wanted = plural.unwrap_or(predicate.seat());
        let stage = self.profile.stage(&round.stage);
        let seat = stage.and_then(|s| s.seats.iter().find(|seat| seat.id == wanted));
        let right = match (seat, entry.roster()) {
            (None, _) => false,
            (Some(seat), Some(roster)) => {
                seat.roster.is_some() && seat.listed_by.as_ref() == Some(&roster.by)
            }
            (Some(_), None) => true,
        };
        if !right {
            let finding = Finding::new(Code::SealWrongSeat, entry.place());
            self.findings.push(finding.with("id", predicate.seat()));
            return;
        }
        let Some((seat, review)) = seat.zip(entry.review()) else { return };
        if seat.roster.is_none() && review.roster.is_some() {
            self.find(Code::SealRosterOther, entry.place());
        }
    }

    /// A review of a plural seat names a roster of its round, not a later one.
    fn links_to_roster(
        &mut self,
        entry: &Entry,
        round: &Round,
        rosters: &BTreeMap<Digest, &Entry>,
    ) {
        let Some(review) = entry.review() else { return };
        let Some(named) = review.roster else { return };
        let roster = rosters.get(&named).copied();
        let right = roster.and_then(Entry::roster).is_some_and(|r| r.seat == review.seat);
        match roster.filter(|_| right) {
            Some(roster) => {
                self.not_before(entry, roster);
                self.ring_grows(entry, roster);
            }
            None if round.is_broken(true, &review.seat) => {}
            None => self.find(Code::SealRosterOther, entry.place()),
        }
    }

    /// What was shown is among what is signed, and was shown before.
    fn shown(&mut self, entry: &Entry) {
        for shown in entry.review().iter().flat_map(|r| &r.shown) {
            if entry.statement.subject(&shown.name).is_none() {
                let finding = Finding::new(Code::SealShownUnknown, entry.place());
                self.findings.push(finding.with("name", &shown.name));
            }
            let at = entry.statement.predicate().signed_at();
            if shown.at > at {
                let finding = Finding::new(Code::SealOrder, entry.place()).with("time", at);
                self.findings.push(finding.with("earlier", &shown.name).with("least", shown.at));
            }
        }
    }

    /// k runs from 1 without gap, each naming the one before.
    fn series(&mut self, round: &Round) {
        let mut series: BTreeMap<(bool, &str, &super::super::Person), Vec<&ReviewName>> =
            BTreeMap::new();
        let all: BTreeSet<&ReviewName> = round.entries.keys().chain(&round.broken).collect();
        for name in all {
            series.entry((name.roster, &name.seat, &name.person)).or_default().push(name);
        }
        for names in series.values() {
            for (name, wanted) in names.iter().zip(1u64..) {
                if name.k != wanted {
                    let entry = round.entries.get(*name);
                    let place = entry.map_or_else(|| Place::file(&round.folder), Entry::place);
                    let finding = Finding::new(Code::SealSeriesGap, place);
                    self.findings.push(finding.with("k", name.k).with("wanted", wanted));
                    break;
                }
            }
            for pair in names.windows(2) {
                let [before, after] = pair else { continue };
                let both = round.entries.get(*before).zip(round.entries.get(*after));
                let Some((before, after)) = both else { continue };
                let named = after
                    .review()
                    .map(|r| r.supersedes)
                    .or(after.roster().map(|r| r.supersedes))
                    .flatten();
                // A gap in the series is told as a gap.
                let next = before.k() + 1 == after.k();
                if next && named != Some(before.digest) {
                    self.find(Code::SealSupersedes, after.place());
                }
                self.not_before(after, before);
            }
        }
    }

    /// The seal is not earlier than anything in its folder, nor under an older ring.
    fn closes(&mut self, seal: &Entry, round: &Round) {
        let latest = round.entries.values().max_by_key(|e| e.statement.predicate().signed_at());
        if let Some(latest) = latest {
            self.not_before(seal, latest);
        }
        let newest =
            round.entries.values().max_by_key(|e| e.statement.predicate().keyring().version);
        if let Some(newest) = newest {
            self.ring_grows(seal, newest);
        }
    }
}

impl Entry {
    /// The how-manieth statement of its series it is; 1 for those that have no series.
    fn k(&self) -> u64 {
        self.review().map(|r| r.k).or(self.roster().map(|r| r.k)).unwrap_or(1)
    }
}
