//! Statements, signatures, keys and the key ring: who says what about which bytes.
//!
//! Every format here has one spelling (`formats.md` §3, §5, §6): what is read is written again and
//! must be the same, so there is nothing beside the signed meaning that could differ.

pub mod canonical;
pub mod carriers;
pub mod chain;
pub mod dossier;
pub mod envelope;
mod error;
pub mod files;
pub mod glance;
mod key;
pub mod keyfile;
pub mod keyring;
pub mod loose;
mod memory;
pub mod names;
mod namespace;
pub mod openssh;
mod person;
pub mod policy;
pub mod predicate;
pub mod register;
pub mod sign;
pub mod sshsig;
pub mod statement;
pub mod trust;
pub mod verify;

pub use carriers::Carriers;
pub use dossier::Dossier;
pub use error::Error;
pub use files::{CaseFiles, Files};
pub use key::{KeyId, PublicKey, SecretKey};
pub use keyring::Ring;
pub use memory::Memory;
pub use namespace::Namespace;
pub use person::Person;
pub use predicate::Predicate;
pub use statement::{Statement, Subject};
pub use trust::Trust;
pub use verify::{Verified, verify};
