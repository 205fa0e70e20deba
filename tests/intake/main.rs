//! Strangers' files, taken in: what each of them is, what is said of it, and how little it can do.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod command;
mod damage;
mod findings;
#[path = "../kit/damage.rs"]
mod originals;
mod process;
mod samples;
