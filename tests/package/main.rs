//! The package as others meet it: written in one form, read by other tools, refused when anything
//! in it differs.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]
#![expect(clippy::cast_possible_truncation, reason = "small zips are written field by field")]

mod audit;
mod conformance;
mod form;
mod kit;
#[path = "../seal_dossier/world.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod office;
mod outside;
mod scripts;
mod traps;
mod whole;
