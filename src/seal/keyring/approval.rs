//! Who approved a version: distinct persons with root keys of the version and of the one before
//! it, each threshold met (`formats.md` §5).

use std::collections::BTreeSet;

use super::super::envelope::{PayloadType, Signature};
use super::super::{KeyId, Person};
use super::ring::{Ring, Standing, State};

/// How many persons approved, and how many are needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Approvals {
    /// Persons with root keys of the version itself.
    pub own: u64,
    /// Its threshold.
    pub own_needed: u64,
    /// Persons with root keys of the version before it.
    pub before: u64,
    /// That version's threshold; 0 for the first version.
    pub before_needed: u64,
}

impl Approvals {
    /// Whether both thresholds are met.
    #[must_use]
    pub fn suffice(self) -> bool {
        self.own >= self.own_needed && self.before >= self.before_needed
    }
}

/// Why an approval counts nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Its key is no root key of this version or the one before, or does not hold when it is
    /// issued.
    NotARoot(KeyId),
    /// Its signature does not hold.
    Signature(KeyId),
}

impl Refusal {
    /// The key that it names.
    #[must_use]
    pub fn key(self) -> KeyId {
        match self {
            Self::NotARoot(key) | Self::Signature(key) => key,
        }
    }
}

/// Counts the approvals of a version that follows `before`.
///
/// # Errors
/// The first approval that counts nowhere: a good envelope has none.
pub fn approvals(
    before: Option<&Ring>,
    ring: &Ring,
    signatures: &[Signature],
) -> Result<Approvals, Refusal> {
    let bytes = ring.write();
    let (mut own, mut prior) = (BTreeSet::new(), BTreeSet::new());
    for approval in signatures {
        let by_own = counts(ring, ring, approval.keyid);
        let by_prior = before.and_then(|b| counts(b, ring, approval.keyid));
        let Some((_, key)) = by_own.or(by_prior) else {
            return Err(Refusal::NotARoot(approval.keyid));
        };
        if !approval.verifies(PayloadType::Ring, &bytes, &key) {
            return Err(Refusal::Signature(approval.keyid));
        }
        own.extend(by_own.map(|(person, _)| person));
        prior.extend(by_prior.map(|(person, _)| person));
    }
    Ok(Approvals {
        own: own.len() as u64,
        own_needed: ring.roots().threshold,
        before: prior.len() as u64,
        before_needed: before.map_or(0, |b| b.roots().threshold),
    })
}

/// The person and key of a root of `of`, if it holds by that version when `ring` is issued and
/// `ring` itself does not disown it.
fn counts<'a>(
    of: &'a Ring,
    ring: &Ring,
    id: KeyId,
) -> Option<(&'a Person, super::super::PublicKey)> {
    let root = of.key(id).filter(|_| of.roots().keys.contains(&id))?;
    let disowned = ring.key(id).and_then(|k| k.status.as_ref()).is_some_and(|s| match s.state {
        State::Compromised | State::NeverValid => true,
        State::Retired => false,
    });
    (root.at(ring.issued()) == Standing::Holds && !disowned).then_some((&root.person, root.key))
}
