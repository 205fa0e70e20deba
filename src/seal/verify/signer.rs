//! Who signed a statement: signature, key, holder, use, validity and mandate at the time that the
//! statement names (`formats.md` §5).

use crate::base::time::Moment;
use crate::verdict::{Code, Finding};

use super::super::dossier::{Entry, Proof};
use super::super::keyring::{History, Ring, RingKey, Standing};
use super::super::{Namespace, Person};

/// How far in the future of the verifier's clock a statement may lie, in seconds.
pub const AHEAD: i64 = 24 * 60 * 60;

/// What is wrong with the signer of a statement made in a stage. Stops at the first thing that
/// makes the rest meaningless.
pub fn check(entry: &Entry, stage: &str, history: &History, newest: &Ring) -> Vec<Finding> {
    let predicate = entry.statement.predicate();
    let (person, seat, at) = (predicate.person(), predicate.seat(), predicate.signed_at());
    let find = |code| Finding::new(code, entry.place());
    let id = match &entry.proof {
        Proof::Missing => return Vec::new(),
        Proof::Carriers(proven) => proven.keyid(),
        Proof::Planned(id) => *id,
    };
    let named = predicate.keyring();
    let Some(ring) = history.resolve(named) else {
        return vec![find(Code::SealRingUnknown).with("version", named.version)];
    };
    let (Some(then), Some(key)) = (ring.key(id), newest.key(id)) else {
        return vec![find(Code::SealKeyUnknown).with("key", id)];
    };
    if let Proof::Carriers(proven) = &entry.proof
        && let Err(fault) = proven.by(&then.key)
    {
        return vec![fault.finding(&entry.file())];
    }
    let mut found = Vec::new();
    if ring.issued() > at {
        found.push(find(Code::SealRingLater).with("issued", ring.issued()).with("time", at));
    }
    let wrong = holder(key, person, predicate.namespace(), at, &find);
    let stranger = wrong.iter().any(|f| f.code == Code::SealKeyHolder);
    found.extend(wrong);
    if stranger {
        return found;
    }
    // Both rings: the named one must have given it then, the newest must not have taken it back.
    if [ring, newest].iter().any(|r| r.mandate(person, seat, stage, at).is_none()) {
        found.push(
            find(Code::SealNoMandate)
                .with("person", person)
                .with("seat", seat)
                .with("stage", stage)
                .with("time", at),
        );
    }
    found
}

/// What is wrong with a key of the ring as that of a person who signed in a namespace at a moment.
/// Where it is another's, nothing else means anything.
pub fn holder(
    key: &RingKey,
    person: &Person,
    namespace: Namespace,
    at: Moment,
    find: &impl Fn(Code) -> Finding,
) -> Vec<Finding> {
    let id = key.key.id();
    if key.person != *person {
        return vec![find(Code::SealKeyHolder).with("person", person).with("holder", &key.person)];
    }
    let mut found = Vec::new();
    if !key.signs(namespace) {
        found.push(find(Code::SealKeyUse).with("key", id).with("use", namespace.word()));
    }
    let invalid =
        |why: &str| find(Code::SealKeyNotValid).with("key", id).with("at", at).with("why", why);
    match key.at(at) {
        Standing::Holds => {}
        Standing::NotYet => found.push(invalid("not-yet")),
        Standing::Ended => found.push(invalid("ended")),
        Standing::Retired => found.push(invalid("retired")),
        Standing::NeverValid => found.push(invalid("never-valid")),
        Standing::Compromised => {
            let since = key.status.as_ref().map(|s| s.since.to_string()).unwrap_or_default();
            found.push(find(Code::SealKeyCompromised).with("key", id).with("since", since));
        }
    }
    found
}
