//! Samples that nobody could steer and anyone can draw again (`formats.md` §8).
//!
//! 1. A list is **frozen**: what may be drawn, how many of it, and which public value of which later
//!    day will decide ([`Frozen`], signed by itself, [`crate::seal::loose`]).
//! 2. On that day the value comes to exist, outside everybody's reach.
//! 3. The **draw** follows from list and value alone ([`pick()`]): `docs/draw.md` tells how to do it
//!    again with `sha256sum` and `sort`, or with a few lines of Python. [`Drawn`] records it.
//! 4. [`check`] draws again and says what differs.
//!
//! That a list was frozen before the value was known rests on the time that its signer claims, until
//! somebody else holds its digest: the record says so.

mod chance;
mod check;
mod drawn;
mod frozen;
mod paper;
mod pick;
#[cfg(test)]
mod tests;

pub use chance::missed;
pub use check::{Papers, check, check_rules, check_time};
pub use drawn::{Drawn, Mode};
pub use frozen::{Frozen, Item};
pub use paper::{holds, paper};
pub use pick::{NotARate, Picked, Rate, Size, Stratum, pick, seed, ticket};

pub use crate::seal::canonical::Error;

/// Largest list or record that is read, in octets.
pub const LARGEST: usize = 64 << 20;
