//! What makes a profile contradict itself: names that lead nowhere, ids twice, stages without an
//! end. Found before the profile is used.

use std::collections::BTreeSet;

use super::archive::Archive;
use super::model::{Profile, Seat, SeatNeed};
use crate::base::name;

/// Most slots of a profile: folders 01 to 97 (`formats.md` §1).
const MOST_SLOTS: usize = 97;

/// The first contradiction, in English, or `None`.
pub fn first_problem(profile: &Profile) -> Option<String> {
    let p = profile;
    if !name::is_id(&p.id) {
        return Some(format!("id `{}` is not an ASCII id", p.id));
    }
    if p.short.is_empty() || !p.short.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    {
        return Some(format!("short `{}` is not of ASCII capitals and digits", p.short));
    }
    if p.slots.is_empty() || p.slots.len() > MOST_SLOTS {
        return Some(format!("{} slots; 1 to {MOST_SLOTS} are possible", p.slots.len()));
    }
    twice(p.slots.iter().map(|s| s.id.as_str()), "slot")
        .or_else(|| twice(p.stages.iter().map(|s| s.id.as_str()), "stage"))
        .or_else(|| twice(p.stages.iter().flat_map(|s| &s.seats).map(|s| s.id.as_str()), "seat"))
        .or_else(|| p.slots.iter().find_map(|s| slot_problem(p, s)))
        .or_else(|| {
            let unknown = p.intake.unknown();
            unknown.map(|id| format!("[intake] forbids `{id}`, which is no finding of intake"))
        })
        .or_else(|| p.archive.as_ref().and_then(Archive::problem))
        .or_else(|| stages_problem(p))
        .or_else(|| seats_problem(p))
        .or_else(|| super::lint_rules::first_problem(p))
}

pub(super) fn twice<'a>(ids: impl Iterator<Item = &'a str>, what: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !name::is_id(id) {
            return Some(format!("{what} `{id}` is not an ASCII id"));
        }
        if !seen.insert(id) {
            return Some(format!("{what} `{id}` stands twice"));
        }
    }
    None
}

fn slot_problem(p: &Profile, slot: &super::Slot) -> Option<String> {
    let id = &slot.id;
    if p.stage(&slot.stage).is_none() {
        return Some(format!("slot `{id}` names the unknown stage `{}`", slot.stage));
    }
    if let Err(flaw) = name::check(&slot.title) {
        return Some(format!("slot `{id}` has a title that cannot name a folder: {flaw}"));
    }
    if let Some(grade) = slot.grades.iter().find(|g| !p.scope.grades.contains(g)) {
        return Some(format!("slot `{id}` names the unknown grade `{grade}`"));
    }
    if slot.cite.is_empty() {
        return Some(format!("slot `{id}` names no article"));
    }
    if let Some(seat) = slot.seats.values().find(|seat| p.seat(seat).is_none()) {
        return Some(format!("slot `{id}` puts the unknown seat `{seat}` into its form"));
    }
    if slot.form.is_none() && !(slot.seats.is_empty() && slot.facts.is_empty()) {
        return Some(format!("slot `{id}` has `seats` or `facts` but no form to fit"));
    }
    None
}

fn stages_problem(p: &Profile) -> Option<String> {
    let Some(filing) = p.filing() else {
        return Some("no stages".to_string());
    };
    if !filing.seats.is_empty() || p.slots.iter().any(|s| s.stage == filing.id) {
        return Some(format!("the last stage `{}` files: it has no seats and no slots", filing.id));
    }
    for stage in &p.stages {
        let late = format!("{}.late", stage.id);
        if stage.id != filing.id && p.slot(&late).is_none_or(|s| s.stage != stage.id) {
            return Some(format!("stage `{}` lacks its slot `{late}` for late evidence", stage.id));
        }
        if !name::is_id(&stage.seals) || stage.cite.is_empty() {
            return Some(format!("stage `{}` lacks a sealing seat or an article", stage.id));
        }
    }
    None
}

fn seats_problem(p: &Profile) -> Option<String> {
    for (at, stage) in p.stages.iter().enumerate() {
        // A stage in which nobody is heard would be sealed over nothing.
        if !stage.seats.is_empty() && stage.seats.iter().all(|s| s.only_with.is_some()) {
            return Some(format!("stage `{}` has no seat that is always heard", stage.id));
        }
        for seat in &stage.seats {
            let id = &seat.id;
            // `roster` names the files of rosters, so no seat may be called so.
            if id == "roster" {
                return Some("`roster` is no seat id".to_string());
            }
            for slot in &seat.slots {
                let Some(place) = p.slot(slot).and_then(|s| p.stage_number(&s.stage)) else {
                    return Some(format!("seat `{id}` reviews the unknown slot `{slot}`"));
                };
                if place > at {
                    return Some(format!("seat `{id}` reviews the slot `{slot}` of a later stage"));
                }
            }
            if seat.only_with.as_ref().is_some_and(|slot| !seat.slots.contains(slot)) {
                return Some(format!("seat `{id}` hangs on a slot that it does not review"));
            }
            if seat.slots.is_empty() || seat.cite.is_empty() {
                return Some(format!("seat `{id}` lacks slots or an article"));
            }
            if let Some(problem) = plural_problem(p, seat) {
                return Some(format!("seat `{id}` {problem}"));
            }
        }
    }
    if p.unrelated.as_ref().is_some_and(|u| u.cite.is_empty()) {
        return Some("`unrelated` lacks an article".to_string());
    }
    let unrelated = p.unrelated.iter().flat_map(|u| &u.seats);
    p.conflicts.iter().flat_map(|c| &c.seats).chain(unrelated).find_map(|id| {
        let known = p.seat(id).is_some() || p.stages.iter().any(|s| s.seals == *id);
        (!known).then(|| format!("a conflict names the unknown seat `{id}`"))
    })
}

fn plural_problem(p: &Profile, seat: &Seat) -> Option<&'static str> {
    let plural = seat.roster.is_some();
    if plural != (seat.paper.is_some() && seat.listed_by.is_some()) {
        return Some("needs `roster`, `paper` and `listed_by` together or none of them");
    }
    if plural == (seat.need == SeatNeed::One) {
        return Some("has `need = \"one\"` with a roster, or another need without one");
    }
    if seat.distinct_orgs && !plural {
        return Some("asks for distinct organisations of one person");
    }
    if (seat.need == SeatNeed::Quorum) != seat.quorum.is_some() {
        return Some("needs `quorum` exactly where `need = \"quorum\"`");
    }
    if seat.quorum.is_some_and(|q| q.more_than.1 == 0) {
        return Some("has a quorum over nothing");
    }
    if seat.paper.as_ref().is_some_and(|paper| p.slot(&paper.slot).is_none_or(|s| s.form.is_none()))
    {
        return Some("names a paper that is no form slot");
    }
    if seat.rows.as_ref().is_some_and(|rows| {
        rows.rsplit_once('.').and_then(|(slot, _)| p.slot(slot)).is_none_or(|s| s.form.is_none())
    }) {
        return Some("answers for rows of no form slot");
    }
    None
}
