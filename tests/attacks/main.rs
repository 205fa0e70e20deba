//! The attack collection: one clean package, and every way in which somebody might bend it, each
//! refused for its own reason. `README.md` beside this file says how other verifiers can use it.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]
#![expect(clippy::cast_possible_truncation, reason = "small zips are written field by field")]

mod bytes;
mod collection;
mod envelopes;
#[path = "../seal_dossier/forge.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod forge;
mod insiders;
#[path = "../package/kit.rs"]
#[expect(dead_code, reason = "shared with the tests of packages, which use all of it")]
mod kit;
mod lists;
mod outsiders;
mod papers;
mod people;
mod refusals;
mod rings;
mod rosters;
mod signatures;
#[path = "../seal_dossier/stick.rs"]
mod stick;
mod sweep;
mod workshop;
#[path = "../seal_dossier/world.rs"]
#[expect(dead_code, reason = "shared with the tests of the seals, which use all of it")]
mod world;
mod zips;
