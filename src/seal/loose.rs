//! A file that is signed by itself, outside any case: its bytes and the SSHSIG side-car beside it
//! (`formats.md` §3, namespace `register@juanzong.example`). Registers and lists for draws are
//! signed so; each names its type in its first field, so that none can be taken for another.

use crate::base::time::Moment;
use crate::verdict::{Bearing, Code, Finding, Place};

use super::predicate::RingRef;
use super::sshsig::SideCar;
use super::verify::holder;
use super::{Namespace, Person, SecretKey, Trust, trust};

/// What a side-car's name adds to the name of its file.
pub const SIDE_CAR: &str = ".sig";

/// Largest side-car that is read, in octets.
pub const LARGEST: u64 = 4096;

const NAMESPACE: Namespace = Namespace::Register;

/// Who says in the file that they signed it, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// The person.
    pub person: Person,
    /// The moment that they claim.
    pub at: Moment,
    /// The ring that they were enrolled in.
    pub keyring: RingRef,
}

/// The text of the side-car of these bytes.
#[must_use]
pub fn sign(bytes: &[u8], key: &SecretKey) -> String {
    SideCar::sign(bytes, NAMESPACE, key).write(NAMESPACE)
}

/// What is wrong with the signature of a file: not in its one form, not of these bytes, not by a key that the
/// trusted ring gives to this person, for this use, at this moment. Without trust the signature is
/// checked with the key that it names, and whose that is stays open.
#[must_use]
pub fn check(
    file: &str,
    bytes: &[u8],
    side_car: &[u8],
    signer: &Signer,
    trust: Option<&Trust>,
) -> Vec<Finding> {
    let find = |code| Finding::new(code, Place::file(file));
    let beside = |code| Finding::new(code, Place::file(format!("{file}{SIDE_CAR}")));
    let Ok(car) = SideCar::read(side_car, NAMESPACE) else {
        return vec![beside(Code::SealSidecarMismatch)];
    };
    if !car.verifies(bytes, NAMESPACE) {
        return vec![beside(Code::SealSignatureInvalid)];
    }
    let Some(trust) = trust else { return vec![trust::untrusted()] };
    let version = signer.keyring.version;
    let mut found = match trust.knows(signer.keyring) {
        Some(true) => Vec::new(),
        Some(false) => return vec![find(Code::SealRingUnknown).with("version", version)],
        None => {
            let later = find(Code::SealRingUnknown).with("version", version);
            vec![later.bearing(Bearing::Unsettled)]
        }
    };
    match trust.newest().key(car.key.id()) {
        Some(key) => found.extend(holder(key, &signer.person, NAMESPACE, signer.at, &find)),
        None => found.push(find(Code::SealKeyUnknown).with("key", car.key.id())),
    }
    found
}
