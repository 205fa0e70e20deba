//! The key ring: who holds which public key and which mandate, from when to when (`formats.md`
//! §5). Each version names the one before it, only grows, and is approved by root keys.
//!
//! A [`Ring`] that exists is well formed and canonical; whether it was approved and follows the
//! version before it is what [`History`] finds out.

mod approval;
mod changes;
mod edit;
mod history;
mod ring;
mod signers;
mod succession;
#[cfg(test)]
mod tests;

pub use approval::{Approvals, Refusal, approvals};
pub use changes::{Change, changes};
pub use edit::Draft;
pub use history::{FOLDER, History, Version, envelope_name, ring_name, version_of};
pub use ring::{
    Holder, LARGEST, Mandate, Policy, Ring, RingKey, Roots, Standing, State, Status, Use,
};
pub use signers::allowed_signers;
pub use succession::{Breach, breaches};
