//! What a signature is for: the SSHSIG namespace and the word in a key's `use` (`formats.md` §3).

use std::fmt;
use std::str::FromStr;

use super::predicate::NoSuchWord;

/// What comes after the word in every namespace.
const DOMAIN: &str = "@juanzong.example";

/// What a key signs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Namespace {
    /// Entries of a register.
    Register,
    /// Reviews and rosters.
    Review,
    /// Openings and seals.
    Seal,
}

impl Namespace {
    /// All namespaces, in bytewise order of their words.
    pub const ALL: [Self; 3] = [Self::Register, Self::Review, Self::Seal];

    /// The word in a key's `use`: `review`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Review => "review",
            Self::Seal => "seal",
        }
    }
}

impl fmt::Display for Namespace {
    /// The namespace as SSHSIG has it: `review@juanzong.example`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{DOMAIN}", self.word())
    }
}

impl FromStr for Namespace {
    type Err = NoSuchWord;

    /// Reads the word.
    fn from_str(word: &str) -> Result<Self, NoSuchWord> {
        Self::ALL.into_iter().find(|n| n.word() == word).ok_or(NoSuchWord)
    }
}
