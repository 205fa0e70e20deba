//! What this room could not do.

use crate::base::disk;
use crate::verdict::{Explain, Facts};

use super::{KeyId, canonical};

/// Why something could not be signed, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the case cannot be read or written.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// The key is not the one that the statement was planned for.
    #[error("the statement was planned for the key {wanted}")]
    OtherKey {
        /// The key that it was planned for.
        wanted: KeyId,
    },
    /// A public key that is not Ed25519, or a file that holds none.
    #[error("not an Ed25519 key")]
    KeyNotEd25519,
    /// A public key that is not on the curve, not canonical or of small order.
    #[error("the public key is weak or not canonical")]
    KeyWeak,
    /// A key file that is not encrypted PKCS#8 in PEM.
    #[error("not an encrypted PKCS#8 key file")]
    KeyFileSyntax,
    /// A key file without a passphrase.
    #[error("the key file is not encrypted")]
    KeyFilePlain,
    /// A key file whose opening would take too much time or memory.
    #[error("the key file asks for too much work to open")]
    KeyFileCost,
    /// The passphrase does not open the key file.
    #[error("wrong passphrase")]
    PassphraseWrong,
    /// An OpenSSH private key file that is not in the form that is read.
    #[error("not an OpenSSH private key file that can be read")]
    OpenSshSyntax,
    /// An OpenSSH private key file under a cipher that is not read.
    #[error("the OpenSSH key file is encrypted with {name}")]
    OpenSshCipher {
        /// The cipher's name, as the file has it.
        name: String,
    },
    /// A new key file needs a passphrase.
    #[error("the passphrase is empty")]
    PassphraseEmpty,
    /// An envelope that is not the one of its payload.
    #[error("the envelope is not in its one form")]
    Envelope,
    /// A side-car that is not in its one form.
    #[error("the side-car is not in its one form")]
    SideCar,
    /// A statement that the format refuses.
    #[error("the statement is refused: {0}")]
    Statement(canonical::Error),
    /// A key ring that the format refuses.
    #[error("the key ring is refused: {0}")]
    Ring(canonical::Error),
    /// A trust file that the format refuses.
    #[error("the trust file is refused: {0}")]
    Trust(canonical::Error),
    /// An entry of a register that the format refuses.
    #[error("the entry of the register is refused: {0}")]
    Register(canonical::Error),
    /// A person, key or mandate that the ring has already.
    #[error("the key ring has {id} already")]
    RingHas {
        /// What is there already.
        id: String,
    },
    /// A person, key or mandate that the ring does not have.
    #[error("the key ring does not have {id}")]
    RingLacks {
        /// What is missing.
        id: String,
    },
    /// A change of the ring that the rule of succession refuses.
    #[error("the key ring may not change {field} like that")]
    RingChange {
        /// What may not change so.
        field: String,
    },
    /// A second approval by the same key.
    #[error("{key} has approved already")]
    ApprovedAlready {
        /// The key.
        key: KeyId,
    },
    /// An approval by a key that is no root of the ring or of the one before it.
    #[error("{key} is no root key of the ring")]
    NotARoot {
        /// The key.
        key: KeyId,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::OtherKey { .. } => "seal-other-key",
            Self::KeyNotEd25519 => "seal-key-not-ed25519",
            Self::KeyWeak => "seal-key-weak",
            Self::KeyFileSyntax => "seal-key-file-syntax",
            Self::KeyFilePlain => "seal-key-file-plain",
            Self::KeyFileCost => "seal-key-file-cost",
            Self::PassphraseWrong => "seal-passphrase-wrong",
            Self::OpenSshSyntax => "seal-openssh-syntax",
            Self::OpenSshCipher { .. } => "seal-openssh-cipher",
            Self::PassphraseEmpty => "seal-passphrase-empty",
            Self::Envelope => "seal-envelope",
            Self::SideCar => "seal-side-car",
            Self::Statement(_) => "seal-statement",
            Self::Ring(_) => "seal-ring",
            Self::Trust(_) => "seal-trust",
            Self::Register(_) => "seal-register",
            Self::RingHas { .. } => "seal-ring-has",
            Self::RingLacks { .. } => "seal-ring-lacks",
            Self::RingChange { .. } => "seal-ring-change",
            Self::ApprovedAlready { .. } => "seal-approved-already",
            Self::NotARoot { .. } => "seal-not-a-root",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::OpenSshCipher { name } => vec![("name", name.clone())],
            Self::OtherKey { wanted } => vec![("key", wanted.to_string())],
            Self::Statement(why) | Self::Ring(why) | Self::Trust(why) | Self::Register(why) => {
                why.facts()
            }
            Self::RingHas { id } | Self::RingLacks { id } => vec![("id", id.clone())],
            Self::RingChange { field } => vec![("field", field.clone())],
            Self::ApprovedAlready { key } | Self::NotARoot { key } => {
                vec![("key", key.to_string())]
            }
            Self::KeyNotEd25519
            | Self::KeyWeak
            | Self::KeyFileSyntax
            | Self::KeyFilePlain
            | Self::KeyFileCost
            | Self::PassphraseWrong
            | Self::OpenSshSyntax
            | Self::PassphraseEmpty
            | Self::Envelope
            | Self::SideCar => Facts::new(),
        }
    }
}
