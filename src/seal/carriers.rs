//! The two files beside a statement that carry its signatures: the DSSE envelope and the SSHSIG
//! side-car, both by the same key (`formats.md` §3).

use crate::verdict::{Code, Finding, Place};

use super::envelope::{self, PayloadType, Signature};
use super::sshsig::SideCar;
use super::{Error, KeyId, Namespace, PublicKey, SecretKey, Statement, names};

/// What the name of a statement ends in.
pub const STATEMENT: &str = ".json";
/// What the name of its envelope ends in, in place of [`STATEMENT`].
pub const ENVELOPE: &str = ".dsse.json";
/// What the name of its side-car ends in, in place of [`STATEMENT`].
pub const SIDE_CAR: &str = ".json.sig";

/// The bytes of both carriers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carriers {
    /// The `.dsse.json`.
    pub envelope: Vec<u8>,
    /// The `.json.sig`.
    pub side_car: Vec<u8>,
}

impl Carriers {
    /// Signs a statement twice, once for each carrier.
    #[must_use]
    pub fn sign(statement: &Statement, key: &SecretKey) -> Self {
        Self::sign_bytes(&statement.write(), statement.predicate().namespace(), key)
    }

    /// Signs the bytes of a statement for a namespace.
    fn sign_bytes(bytes: &[u8], namespace: Namespace, key: &SecretKey) -> Self {
        let signature = Signature::sign(PayloadType::Statement, bytes, key);
        let envelope = envelope::write(PayloadType::Statement, bytes, &[signature]);
        let side_car = SideCar::sign(bytes, namespace, key).write(namespace).into_bytes();
        Self { envelope, side_car }
    }
}

/// What is wrong with the carriers of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fault {
    /// The envelope is not the one of these bytes, or not in its one form.
    Envelope,
    /// The side-car is not the one of this namespace, or not in its one form.
    SideCar,
    /// The two were made by different keys.
    TwoKeys,
    /// The key's signature in the envelope does not hold.
    EnvelopeSignature,
    /// The key's signature in the side-car does not hold.
    SideCarSignature,
}

impl Fault {
    /// The finding on the carrier that is at fault, beside the statement of this name.
    #[must_use]
    pub fn finding(self, statement: &str) -> Finding {
        let [_, envelope, side_car] = names::files(names::stem(statement).unwrap_or(statement));
        let (code, name) = match self {
            Self::Envelope => (Code::SealEnvelopeMismatch, envelope),
            Self::SideCar | Self::TwoKeys => (Code::SealSidecarMismatch, side_car),
            Self::EnvelopeSignature => (Code::SealSignatureInvalid, envelope),
            Self::SideCarSignature => (Code::SealSignatureInvalid, side_car),
        };
        Finding::new(code, Place::file(name))
    }
}

/// Signatures that were read from both carriers of one statement; not verified yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    namespace: Namespace,
    envelope: Signature,
    side_car: SideCar,
}

impl Signed {
    /// Takes both carriers apart. The bytes are those of the statement, which must have been
    /// parsed before.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn read(
        bytes: &[u8],
        namespace: Namespace,
        envelope: &[u8],
        side_car: &[u8],
    ) -> Result<Self, Fault> {
        let envelope = envelope::read(PayloadType::Statement, bytes, envelope);
        let envelope = envelope.map_err(|_: Error| Fault::Envelope)?;
        let [envelope] = <[Signature; 1]>::try_from(envelope).map_err(|_| Fault::Envelope)?;
        let side_car = SideCar::read(side_car, namespace).map_err(|_| Fault::SideCar)?;
        if side_car.key.id() != envelope.keyid {
            return Err(Fault::TwoKeys);
        }
        Ok(Self { namespace, envelope, side_car })
    }

    /// The key that both name; the key ring says whose it is.
    #[must_use]
    pub fn keyid(&self) -> KeyId {
        self.envelope.keyid
    }

    /// Verifies both signatures over the statement's bytes with the ring's key.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn verify(&self, bytes: &[u8], key: &PublicKey) -> Result<(), Fault> {
        if !self.envelope.verifies(PayloadType::Statement, bytes, key) {
            return Err(Fault::EnvelopeSignature);
        }
        if self.side_car.key != *key || !self.side_car.verifies(bytes, self.namespace) {
            return Err(Fault::SideCarSignature);
        }
        Ok(())
    }
}

/// Signatures of both carriers, verified over the statement's bytes with the key that both name.
/// That is done while the bytes are at hand; whose key it is, the key ring says later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proven {
    key: PublicKey,
    holds: Result<(), Fault>,
}

impl Proven {
    /// Verifies what was read from the carriers of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8], signed: &Signed) -> Self {
        let key = signed.side_car.key;
        Self { key, holds: signed.verify(bytes, &key) }
    }

    /// The key that both carriers name.
    #[must_use]
    pub fn keyid(&self) -> KeyId {
        self.key.id()
    }

    /// Whether both signatures hold and are the ring's key's.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn by(&self, key: &PublicKey) -> Result<(), Fault> {
        if self.key == *key { self.holds } else { Err(Fault::EnvelopeSignature) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: Namespace = Namespace::Review;

    #[test]
    fn carriers_hold_for_their_statement_and_key_only() {
        let (key, other) = (SecretKey::from_seed(&[1; 32]), SecretKey::from_seed(&[2; 32]));
        let carriers = Carriers::sign_bytes(b"{}\n", NS, &key);
        let read = |bytes: &[u8]| Signed::read(bytes, NS, &carriers.envelope, &carriers.side_car);
        let signed = read(b"{}\n").unwrap();
        assert_eq!(signed.keyid(), key.id());
        assert_eq!(signed.verify(b"{}\n", &key.public()), Ok(()));
        assert_eq!(signed.verify(b"{}\n", &other.public()), Err(Fault::EnvelopeSignature));
        assert_eq!(signed.verify(b"{} \n", &key.public()), Err(Fault::EnvelopeSignature));
        let proven = Proven::of(b"{}\n", &signed);
        assert_eq!((proven.keyid(), proven.by(&key.public())), (key.id(), Ok(())));
        assert_eq!(proven.by(&other.public()), Err(Fault::EnvelopeSignature));
        let elsewhere = Proven::of(b"{} \n", &signed);
        assert_eq!(elsewhere.by(&key.public()), Err(Fault::EnvelopeSignature));
        assert_eq!(read(b"{} \n"), Err(Fault::Envelope));
        let mixed = Carriers::sign_bytes(b"{}\n", NS, &other);
        let mixed = Signed::read(b"{}\n", NS, &carriers.envelope, &mixed.side_car);
        assert_eq!(mixed, Err(Fault::TwoKeys));
    }

    #[test]
    fn a_side_car_over_other_bytes_is_refused_though_the_envelope_holds() {
        let key = SecretKey::from_seed(&[1; 32]);
        let (a, b) = (Carriers::sign_bytes(b"a", NS, &key), Carriers::sign_bytes(b"b", NS, &key));
        let signed = Signed::read(b"a", NS, &a.envelope, &b.side_car).unwrap();
        assert_eq!(signed.verify(b"a", &key.public()), Err(Fault::SideCarSignature));
        let proven = Proven::of(b"a", &signed);
        assert_eq!(proven.by(&key.public()), Err(Fault::SideCarSignature));
        let twice = Signature::sign(PayloadType::Statement, b"a", &key);
        let other = Signature::sign(PayloadType::Statement, b"a", &SecretKey::from_seed(&[2; 32]));
        let two = envelope::write(PayloadType::Statement, b"a", &[twice, other]);
        assert_eq!(Signed::read(b"a", NS, &two, &a.side_car), Err(Fault::Envelope));
    }

    #[test]
    fn a_finding_names_the_carrier_that_is_at_fault() {
        let at = |fault: Fault| fault.finding("reviews/01-x/a.json").place.file;
        assert_eq!(at(Fault::EnvelopeSignature), "reviews/01-x/a.dsse.json");
        assert_eq!(at(Fault::TwoKeys), "reviews/01-x/a.json.sig");
    }
}
