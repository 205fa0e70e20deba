//! All versions of a key ring, as a ring folder or a package carries them: `0001.json` and
//! `0001.dsse.json` upward without gap.

use std::collections::BTreeMap;

use crate::base::digest::Digest;
use crate::verdict::{Code, Finding, Place};

use super::super::envelope::{self, PayloadType, Signature};
use super::super::predicate::RingRef;
use super::super::{Error, SecretKey, canonical};
use super::approval::{Approvals, approvals};
use super::ring::Ring;
use super::succession::breaches;

/// Where a case folder and a package keep the versions.
pub const FOLDER: &str = "keyring";

/// The name of a version's file: `0001.json`.
#[must_use]
pub fn ring_name(version: u64) -> String {
    format!("{version:04}.json")
}

/// The name of its envelope: `0001.dsse.json`.
#[must_use]
pub fn envelope_name(version: u64) -> String {
    format!("{version:04}.dsse.json")
}

/// The version whose file or envelope has this name; `None` for any other name.
#[must_use]
pub fn version_of(name: &str) -> Option<u64> {
    let version = name.split('.').next()?.parse().ok().filter(|v| *v > 0)?;
    (name == ring_name(version) || name == envelope_name(version)).then_some(version)
}

/// One version with what approves it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The ring.
    pub ring: Ring,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its approvals, sorted by key.
    pub approvals: Vec<Signature>,
}

impl Version {
    /// A ring that nobody approved yet.
    #[must_use]
    pub fn unapproved(ring: Ring) -> Self {
        Self { digest: ring.digest(), ring, approvals: Vec::new() }
    }

    /// The bytes of its envelope.
    #[must_use]
    pub fn envelope(&self) -> Vec<u8> {
        envelope::write(PayloadType::Ring, &self.ring.write(), &self.approvals)
    }

    /// Adds an approval and counts.
    ///
    /// # Errors
    /// [`Error::NotARoot`] for a key that may not approve; [`Error::ApprovedAlready`].
    pub fn approve(&mut self, before: Option<&Ring>, key: &SecretKey) -> Result<Approvals, Error> {
        let id = key.id();
        if self.approvals.iter().any(|a| a.keyid == id) {
            return Err(Error::ApprovedAlready { key: id });
        }
        let mut all = self.approvals.clone();
        all.push(Signature::sign(PayloadType::Ring, &self.ring.write(), key));
        all.sort();
        let count = approvals(before, &self.ring, &all)
            .map_err(|refusal| Error::NotARoot { key: refusal.key() })?;
        self.approvals = all;
        Ok(count)
    }
}

/// The versions that could be read, from 1 without gap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    versions: Vec<Version>,
}

impl History {
    /// Reads and checks the files of a ring folder, given by name and bytes. Reading stops at the
    /// first version that is missing or cannot be read; what approvals or succession lack is
    /// found, and such a ring must not be believed.
    #[must_use]
    pub fn check(folder: &str, files: &BTreeMap<String, Vec<u8>>) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut history = Self::default();
        let place = |name: &str| Place::file(format!("{folder}/{name}"));
        for name in files.keys().filter(|name| version_of(name).is_none()) {
            findings.push(Finding::new(Code::KeyringUnknownFile, place(name)));
        }
        let last = files.keys().filter_map(|name| version_of(name)).max().unwrap_or(1);
        for number in 1..=last {
            let name = ring_name(number);
            let Some(bytes) = files.get(&name) else {
                findings.push(Finding::new(Code::KeyringMissing, place(&name)));
                break;
            };
            let ring = match Ring::parse(bytes) {
                Ok(ring) => ring,
                Err(error) => {
                    findings.push(finding(&error, place(&name)));
                    break;
                }
            };
            let before = history.newest();
            if ring.version() != number {
                let found = Finding::new(Code::KeyringSuccession, place(&name));
                findings.push(found.with("field", "version"));
                break;
            }
            for breach in before.map(|b| breaches(b, &ring)).unwrap_or_default() {
                let found = Finding::new(Code::KeyringSuccession, place(&name));
                findings.push(found.with("field", breach.field));
            }
            let name = envelope_name(number);
            let (approvals, found) =
                check_envelope(before, &ring, bytes, files.get(&name), place(&name));
            findings.extend(found);
            let digest = Digest::sha256(bytes);
            history.versions.push(Version { ring, digest, approvals });
        }
        (history, findings)
    }

    /// All versions, from 1.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The version of a number.
    #[must_use]
    pub fn version(&self, number: u64) -> Option<&Version> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.versions.get(index)
    }

    /// The ring that a statement names, if number and digest both fit.
    #[must_use]
    pub fn resolve(&self, named: RingRef) -> Option<&Ring> {
        let version = self.version(named.version)?;
        (version.digest == named.sha256).then_some(&version.ring)
    }

    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&Ring> {
        self.versions.last().map(|v| &v.ring)
    }

    /// The first version that another history has with another digest: a fork.
    #[must_use]
    pub fn fork(&self, other: &Self) -> Option<u64> {
        let pairs = self.versions.iter().zip(&other.versions);
        pairs.filter(|(a, b)| a.digest != b.digest).map(|(a, _)| a.ring.version()).next()
    }
}

/// The approvals of a version's envelope, and what is wrong with them.
fn check_envelope(
    before: Option<&Ring>,
    ring: &Ring,
    bytes: &[u8],
    envelope: Option<&Vec<u8>>,
    place: Place,
) -> (Vec<Signature>, Option<Finding>) {
    let Some(envelope) = envelope else {
        return (Vec::new(), Some(Finding::new(Code::KeyringMissing, place)));
    };
    let Ok(signatures) = envelope::read(PayloadType::Ring, bytes, envelope) else {
        return (Vec::new(), Some(Finding::new(Code::SealEnvelopeMismatch, place)));
    };
    let found = match approvals(before, ring, &signatures) {
        Ok(count) if count.suffice() => None,
        Ok(count) => Some(
            Finding::new(Code::KeyringApprovals, place)
                .with("have", count.own)
                .with("need", count.own_needed)
                .with("before-have", count.before)
                .with("before-need", count.before_needed),
        ),
        Err(refusal) => {
            Some(Finding::new(Code::KeyringApprovalRefused, place).with("key", refusal.key()))
        }
    };
    (signatures, found)
}

/// The finding that a file is no ring.
fn finding(error: &canonical::Error, place: Place) -> Finding {
    let code = match error {
        canonical::Error::NotCanonical { .. } | canonical::Error::Order { .. } => {
            Code::KeyringNotCanonical
        }
        canonical::Error::Large { .. }
        | canonical::Error::Json(_)
        | canonical::Error::Type { .. }
        | canonical::Error::PredicateType { .. }
        | canonical::Error::Unknown { .. }
        | canonical::Error::Missing { .. }
        | canonical::Error::Invalid { .. } => Code::KeyringSyntax,
    };
    let mut finding = Finding::new(code, place);
    finding.facts = error.facts();
    finding
}
