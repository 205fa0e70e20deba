//! The opening: does it name these rules, do the rules apply to this case, and has nobody changed
//! the case's facts since (`formats.md` §3, §4).

use unicode_normalization::UnicodeNormalization as _;

use crate::profile::Status;
use crate::verdict::{Code, Finding, Place};

use super::super::chain;
use super::Judge;
use crate::case::layout;

impl Judge<'_, '_> {
    pub(super) fn opening(&mut self) {
        let Some(entry) = chain::links(self.dossier).remove(&self.chain.opening) else { return };
        let (open, profile) = (self.open, self.profile);
        let place = entry.place();
        let mut found = Vec::new();
        let mut find = |code| found.push(Finding::new(code, place.clone()).with("id", &profile.id));
        if open.seat != profile.opens {
            find(Code::SealWrongSeat);
        }
        if self.is_policy_changed() {
            find(Code::SealPolicyChanged);
        }
        let listed = self.newest.accepts(self.rules.digest);
        let known = self.rules.is_accepted(self.ask.accepted);
        if !listed.unwrap_or(known) {
            find(Code::SealPolicyUnknown);
        }
        match profile.status {
            Status::InForce | Status::Historic => {}
            Status::Draft => find(Code::SealPolicyDraft),
        }
        let day = open.signed_at.day();
        if day < profile.valid.from || profile.valid.until.is_some_and(|until| day > until) {
            find(Code::SealPolicyDate);
        }
        if !profile.scope.covers(&open.division) || !profile.scope.grades.contains(&open.grade) {
            find(Code::SealPolicyScope);
        }
        self.findings.extend(found);
        self.facts();
    }

    /// Whether the rules are not those that the opening names. Which of their files differ is then
    /// not told again file by file.
    pub(super) fn is_policy_changed(&self) -> bool {
        self.open.profile != self.profile.id || self.open.policy != self.rules.digest
    }

    fn facts(&mut self) {
        let (Some(facts), open) = (&self.dossier.facts, self.open) else { return };
        let pairs = [
            ("case", &facts.case, &open.case),
            ("enterprise.division", &facts.enterprise.division, &open.division),
            ("enterprise.code", &facts.enterprise.code, &open.code),
            ("enterprise.plant", &facts.enterprise.plant, &open.plant),
            ("grade", &facts.grade, &open.grade),
            ("round", &facts.round, &open.round),
            ("profile", &facts.profile, &open.profile),
        ];
        // What is signed is in NFC; how a person's editor composes letters is no change.
        let differs = |(_, typed, signed): &(_, &String, &String)| !typed.nfc().eq(signed.chars());
        for (field, typed, signed) in pairs.into_iter().filter(differs) {
            let place = Place::field(layout::FACTS, 0, field);
            let finding = Finding::new(Code::SealFactsDiffer, place);
            self.findings.push(finding.with("typed", typed).with("signed", signed));
        }
    }
}
