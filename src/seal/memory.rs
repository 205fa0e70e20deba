//! What many dossiers have in common and what reading it once gave: pinned rules, key rings. Kept by
//! the digest of all bytes that it follows from, so that a dossier is judged the same with it and
//! without.
//!
//! The packages of an archive were filed under a few regulations and a few versions of a key ring, and
//! reading these takes longer than the rest of a small package.

use std::sync::Arc;

use super::keyring::History;
use super::policy::Rules;
use crate::base::digest::Digest;
use crate::base::recall::Recall;
use crate::profile::Profile;
use crate::verdict::Finding;

/// Octets of text whose rules are kept, and whose key rings are. What is kept of them takes some
/// times as much.
const ROOM: u64 = 2 << 20;

/// Rules and key rings that were read before. Several threads share it.
#[derive(Debug)]
pub struct Memory {
    /// Rules without a fault, by the digest of all their files.
    pub(super) rules: Recall<Digest, Rules>,
    /// Their profiles as one grade sees them.
    pub(super) narrowed: Recall<(Digest, String), Arc<Profile>>,
    /// Key rings with what was found in them, by the names and digests of all their files.
    pub(super) rings: Recall<Digest, (Arc<History>, Vec<Finding>)>,
    /// Whether a profile asks for SM3, by the digest of its file; `None` where it cannot be read.
    pub(crate) sm3: Recall<Digest, Option<bool>>,
    /// Digest of the `allowed_signers` that follow from a ring, by its digest; `None` where it
    /// cannot be read.
    pub(crate) signers: Recall<Digest, Option<Digest>>,
}

impl Memory {
    /// What a digest or an answer of one word counts.
    pub(crate) const WORD: u64 = 512;
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            rules: Recall::new(ROOM),
            narrowed: Recall::new(ROOM),
            rings: Recall::new(ROOM),
            sm3: Recall::new(ROOM / 8),
            signers: Recall::new(ROOM / 8),
        }
    }
}
