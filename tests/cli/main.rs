//! The real binary, run as its users run it: both streams and the exit code are looked at.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod back;
mod builder;
mod draw;
mod help;
mod indicators;
mod journey;
mod keys;
mod lookback;
mod notice;
mod pages;
mod signing;
mod sixth;
mod usage;
