//! How one version follows another: it only grows; an end may be brought forward, a status set
//! once (`formats.md` §5).

use super::ring::{Mandate, Ring, RingKey, State};

/// A field in which a version does not follow the one before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// Path of the field, with the id of its element: `keys[<id>].validUntil`.
    pub field: String,
}

/// Everything in which `next` does not follow `prev`; approvals are counted elsewhere.
#[must_use]
pub fn breaches(prev: &Ring, next: &Ring) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut breach = |field: String| found.push(Breach { field });
    if prev.version.checked_add(1) != Some(next.version) {
        breach("version".to_owned());
    }
    if next.prev != Some(prev.digest()) {
        breach("prev".to_owned());
    }
    if next.issued <= prev.issued {
        breach("issued".to_owned());
    }
    for person in &prev.people {
        if !next.people.contains(person) {
            breach(format!("people[{}]", person.id));
        }
    }
    for key in &prev.keys {
        let id = key.key.id();
        match next.key(id) {
            None => breach(format!("keys[{id}]")),
            Some(after) => {
                if let Some(field) = key_breach(prev, key, after) {
                    breach(format!("keys[{id}].{field}"));
                }
            }
        }
    }
    for mandate in &prev.mandates {
        if !next.mandates.iter().any(|after| follows(prev, mandate, after)) {
            breach(format!("mandates[{} {}]", mandate.person, mandate.act));
        }
    }
    for policy in &prev.policies {
        if !next.policies.contains(policy) {
            breach(format!("policies[{}]", policy.id));
        }
    }
    found
}

/// The field of a key that changed as it may not.
fn key_breach(prev: &Ring, before: &RingKey, after: &RingKey) -> Option<&'static str> {
    if after.person != before.person {
        return Some("person");
    }
    if after.uses != before.uses {
        return Some("use");
    }
    if after.valid_from != before.valid_from {
        return Some("validFrom");
    }
    let brought_forward =
        after.valid_until < before.valid_until && after.valid_until >= prev.issued;
    if after.valid_until != before.valid_until && !brought_forward {
        return Some("validUntil");
    }
    match (&before.status, &after.status) {
        (None, None) => None,
        // Retirement, unlike compromise, must not reach back over what was signed in good faith.
        (None, Some(s)) if s.state == State::Retired && s.since < prev.issued => Some("status"),
        (None, Some(_)) => None,
        (before, after) => (before != after).then_some("status"),
    }
}

/// Whether a mandate is the same one, its end perhaps brought forward.
fn follows(prev: &Ring, before: &Mandate, after: &Mandate) -> bool {
    let until = after.until;
    let brought_forward = until < before.until && until >= prev.issued;
    (until == before.until || brought_forward) && Mandate { until, ..before.clone() } == *after
}
