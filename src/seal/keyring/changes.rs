//! In what a version differs from the one before it: what a root key holder has to see before
//! approving.

use super::ring::{Holder, Mandate, Policy, Ring, RingKey};

/// One difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change<'a> {
    /// A person was added.
    Person(&'a Holder),
    /// A key was added.
    Key(&'a RingKey),
    /// The end of a key was brought forward.
    KeyEnd(&'a RingKey),
    /// It is said what became of a key.
    KeyStatus(&'a RingKey),
    /// A mandate was given.
    Mandate(&'a Mandate),
    /// The end of a mandate was brought forward.
    MandateEnd(&'a Mandate),
    /// Rules were accepted.
    Policy(&'a Policy),
    /// A key approves from now on.
    Root(&'a RingKey),
    /// A key approves no longer.
    RootLeft(&'a RingKey),
    /// So many persons must approve from now on.
    Threshold(u64),
}

/// Everything in which `after` differs from `before`; for a first version everything in it.
/// Differences that succession forbids are [`super::breaches`]' to find.
#[must_use]
pub fn changes<'a>(before: Option<&Ring>, after: &'a Ring) -> Vec<Change<'a>> {
    let mut found = Vec::new();
    let known = |id| before.and_then(|b| b.key(id));
    for person in &after.people {
        if before.is_none_or(|b| b.holder(&person.id).is_none()) {
            found.push(Change::Person(person));
        }
    }
    for key in &after.keys {
        match known(key.key.id()) {
            None => found.push(Change::Key(key)),
            Some(was) => {
                if was.valid_until != key.valid_until {
                    found.push(Change::KeyEnd(key));
                }
                if was.status != key.status {
                    found.push(Change::KeyStatus(key));
                }
            }
        }
    }
    let mandates = before.map(|b| b.mandates.as_slice()).unwrap_or_default();
    for mandate in after.mandates.iter().filter(|m| !mandates.contains(m)) {
        let same = |was: &&Mandate| Mandate { until: mandate.until, ..(*was).clone() } == *mandate;
        found.push(match mandates.iter().find(same) {
            Some(_) => Change::MandateEnd(mandate),
            None => Change::Mandate(mandate),
        });
    }
    let policies = before.map(|b| b.policies.as_slice()).unwrap_or_default();
    found.extend(after.policies.iter().filter(|p| !policies.contains(p)).map(Change::Policy));
    // The roots of a first version are told as its keys.
    let roots = before.map_or(after.roots.keys.as_slice(), |b| b.roots.keys.as_slice());
    let key = |id| after.keys.iter().find(|k| k.key.id() == id);
    let come = after.roots.keys.iter().filter(|id| !roots.contains(id));
    found.extend(come.filter_map(|id| key(*id)).map(Change::Root));
    let left = roots.iter().filter(|id| !after.roots.keys.contains(id));
    found.extend(left.filter_map(|id| key(*id)).map(Change::RootLeft));
    if before.is_none_or(|b| b.roots.threshold != after.roots.threshold) {
        found.push(Change::Threshold(after.roots.threshold));
    }
    found
}
