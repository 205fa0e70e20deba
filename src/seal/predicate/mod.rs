//! What statements say: the predicates of `formats.md` §3, field by field in the order in which
//! they are written.

mod bytes;

use std::fmt;
use std::str::FromStr;

use crate::base::digest::Digest;
use crate::base::time::Moment;

use super::namespace::Namespace;
use super::person::Person;

pub(crate) use bytes::{put_ring, read_ring};

/// What every predicate type begins with.
pub const PREFIX: &str = "https://juanzong.example/predicate/";

/// A version of the key ring and its digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RingRef {
    /// Number of the version, from 1.
    pub version: u64,
    /// SHA-256 of the ring's bytes.
    pub sha256: Digest,
}

/// The opinion of a reviewer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Opinion {
    /// 同意.
    Agree,
    /// 不同意.
    Disagree,
    /// 弃权.
    Abstain,
    /// 撤回: the seat is empty again.
    Withdraw,
}

impl Opinion {
    /// All opinions.
    pub const ALL: [Self; 4] = [Self::Agree, Self::Disagree, Self::Abstain, Self::Withdraw];

    /// The written word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Abstain => "abstain",
            Self::Withdraw => "withdraw",
        }
    }
}

impl fmt::Display for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is none of an enum's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a known word")]
pub struct NoSuchWord;

impl FromStr for Opinion {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Self::ALL.into_iter().find(|o| o.as_str() == text).ok_or(NoSuchWord)
    }
}

/// How a seal closes its stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The stage is done.
    Done,
    /// The case goes back.
    Return {
        /// The earlier stage from which all stages follow again.
        to: String,
    },
}

/// A document that was shown to a reviewer before signing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Its name, one of the subjects.
    pub name: String,
    /// How many pages were shown.
    pub pages: u64,
    /// When.
    pub at: Moment,
}

/// One person of a roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// Whether the person was there.
    pub present: bool,
    /// Why not, or why recused.
    pub reason: Option<String>,
    /// Whether the person stepped back (回避).
    pub recused: bool,
}

/// `open/v1`: opens a case and pins its facts and rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Open {
    /// Case id.
    pub case: String,
    /// Administrative division, as in the case's facts.
    pub division: String,
    /// Unified social credit code of the enterprise.
    pub code: String,
    /// The plant.
    pub plant: String,
    /// The grade applied for.
    pub grade: String,
    /// The round.
    pub round: String,
    /// Id of the profile.
    pub profile: String,
    /// 32 lower-case hexadecimal digits that make the opening unique.
    pub nonce: String,
    /// The opening that this one replaces.
    pub replaces: Option<Digest>,
    /// Who signs.
    pub person: Person,
    /// In which seat.
    pub seat: String,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// Under which key ring.
    pub keyring: RingRef,
    /// SHA-256 of the sorted manifest lines of all files in `rules/`.
    pub policy: Digest,
}

/// `review/v1`: one person's opinion in one seat about named files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// Case id.
    pub case: String,
    /// Number of the seal that will close the stage.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// Seat id.
    pub seat: String,
    /// Who signs.
    pub person: Person,
    /// The person's how-manieth statement in this seat and stage, from 1.
    pub k: u64,
    /// The opinion.
    pub opinion: Opinion,
    /// Its words; may be empty.
    pub text: String,
    /// Rows of indicators that the opinion covers, sorted bytewise.
    pub rows: Vec<String>,
    /// What was shown before signing, sorted by name.
    pub shown: Vec<Shown>,
    /// The roster in force, for a roster seat.
    pub roster: Option<Digest>,
    /// The statement k − 1.
    pub supersedes: Option<Digest>,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// `roster/v1`: who belongs to a plural seat, and who was there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roster {
    /// Case id.
    pub case: String,
    /// Number of the seal that will close the stage.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// The plural seat.
    pub seat: String,
    /// Its members, sorted by person.
    pub members: Vec<Member>,
    /// Who signs.
    pub person: Person,
    /// The signer's own seat.
    pub by: String,
    /// The signer's how-manieth roster of this seat and stage, from 1.
    pub k: u64,
    /// The roster k − 1.
    pub supersedes: Option<Digest>,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// `seal/v1`: closes a stage over its files and statements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seal {
    /// Case id.
    pub case: String,
    /// Its number along the chain, from 1.
    pub nn: u64,
    /// Stage id.
    pub stage: String,
    /// How the stage ends.
    pub outcome: Outcome,
    /// Who signs.
    pub person: Person,
    /// The sealing seat.
    pub seat: String,
    /// When, as the signer claims.
    pub signed_at: Moment,
    /// The previous seal or the opening.
    pub prev_seal: Digest,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// What a statement says about its subjects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Predicate {
    /// `open/v1`.
    Open(Open),
    /// `review/v1`.
    Review(Review),
    /// `roster/v1`.
    Roster(Roster),
    /// `seal/v1`.
    Seal(Seal),
}

impl Predicate {
    /// The last part of the predicate type: `review/v1`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open(_) => "open/v1",
            Self::Review(_) => "review/v1",
            Self::Roster(_) => "roster/v1",
            Self::Seal(_) => "seal/v1",
        }
    }

    /// What the signature is for; the key's `use` must hold the same word.
    #[must_use]
    pub fn namespace(&self) -> Namespace {
        match self {
            Self::Review(_) | Self::Roster(_) => Namespace::Review,
            Self::Open(_) | Self::Seal(_) => Namespace::Seal,
        }
    }

    /// Case id.
    #[must_use]
    pub fn case(&self) -> &str {
        match self {
            Self::Open(p) => &p.case,
            Self::Review(p) => &p.case,
            Self::Roster(p) => &p.case,
            Self::Seal(p) => &p.case,
        }
    }

    /// Who signs.
    #[must_use]
    pub fn person(&self) -> &Person {
        match self {
            Self::Open(p) => &p.person,
            Self::Review(p) => &p.person,
            Self::Roster(p) => &p.person,
            Self::Seal(p) => &p.person,
        }
    }

    /// The seat in which the signer signs (for a roster the signer's own, not the plural one).
    #[must_use]
    pub fn seat(&self) -> &str {
        match self {
            Self::Open(p) => &p.seat,
            Self::Review(p) => &p.seat,
            Self::Roster(p) => &p.by,
            Self::Seal(p) => &p.seat,
        }
    }

    /// Stage id; an opening has none.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        match self {
            Self::Open(_) => None,
            Self::Review(p) => Some(&p.stage),
            Self::Roster(p) => Some(&p.stage),
            Self::Seal(p) => Some(&p.stage),
        }
    }

    /// When it was signed, as the signer claims.
    #[must_use]
    pub fn signed_at(&self) -> Moment {
        match self {
            Self::Open(p) => p.signed_at,
            Self::Review(p) => p.signed_at,
            Self::Roster(p) => p.signed_at,
            Self::Seal(p) => p.signed_at,
        }
    }

    /// The key ring under which it was signed.
    #[must_use]
    pub fn keyring(&self) -> RingRef {
        match self {
            Self::Open(p) => p.keyring,
            Self::Review(p) => p.keyring,
            Self::Roster(p) => p.keyring,
            Self::Seal(p) => p.keyring,
        }
    }

    /// The seal before it; an opening has none.
    #[must_use]
    pub fn prev_seal(&self) -> Option<Digest> {
        match self {
            Self::Open(_) => None,
            Self::Review(p) => Some(p.prev_seal),
            Self::Roster(p) => Some(p.prev_seal),
            Self::Seal(p) => Some(p.prev_seal),
        }
    }
}
