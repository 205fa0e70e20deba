//! What changed since the signer last spoke in a seat: whoever signs again must see what is new.

use std::collections::BTreeMap;

use crate::base::digest::Digest;
use crate::base::time::Moment;

use super::super::dossier::{Dossier, Entry};
use super::super::predicate::{Opinion, Predicate, Review};
use super::super::{Person, Statement};
use super::{Covered, Plan};

/// How a file stands to the signer's last opinion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    /// It was not among the files then.
    New,
    /// It is the same.
    Same,
    /// It had other bytes.
    Changed,
}

/// The signer's last opinion in a seat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Last {
    /// What it was.
    pub opinion: Opinion,
    /// When, as claimed.
    pub signed_at: Moment,
    /// Whether the new statement stands in its place: same round, next number.
    pub replaced: bool,
    /// Files that it was about and the new one is not.
    pub gone: Vec<String>,
}

/// The last review of a person in a seat, in the case or among the copies beside the key.
pub(super) fn last<'a>(
    dossier: &'a Dossier<'_>,
    copies: &'a [Statement],
    case: &str,
    seat: &str,
    person: &Person,
) -> Option<&'a Statement> {
    let rounds = dossier.rounds.values().flat_map(|r| r.entries.values());
    let all = rounds.map(|e: &Entry| &e.statement).chain(copies);
    let own = all.filter_map(|s| {
        let Predicate::Review(p) = s.predicate() else { return None };
        (p.case == case && p.seat == seat && p.person == *person).then_some((place(p), s))
    });
    own.max_by_key(|(place, _)| *place).map(|(_, statement)| statement)
}

fn place(review: &Review) -> (u64, u64, Moment) {
    (review.nn, review.k, review.signed_at)
}

/// Marks what a plan covers against an earlier statement.
pub(super) fn mark(plan: &mut Plan, last: &Statement) {
    let Predicate::Review(review) = last.predicate() else { return };
    let digest = Digest::sha256(&last.write());
    let replaced = match plan.statement.predicate() {
        Predicate::Review(new) => new.supersedes == Some(digest),
        Predicate::Open(_) | Predicate::Roster(_) | Predicate::Seal(_) => false,
    };
    let mut before: BTreeMap<&str, Digest> =
        last.subjects().iter().map(|s| (s.name.as_str(), s.sha256)).collect();
    for Covered { name, sha256, since, .. } in &mut plan.covers {
        *since = Some(match before.remove(name.as_str()) {
            None => Since::New,
            Some(was) if was == *sha256 => Since::Same,
            Some(_) => Since::Changed,
        });
    }
    let gone = before.into_keys().map(String::from).collect();
    let (opinion, signed_at) = (review.opinion, review.signed_at);
    plan.last = Some(Last { opinion, signed_at, replaced, gone });
}
