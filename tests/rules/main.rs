//! The rules of the regulations, row by row of `rules.md` A2 to A6, each on both sides of its
//! boundary: small cases built from data, examined through the library. `docs/rules-tests.md` says
//! which test holds which row.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod engine;
mod hb;
mod kit;
mod smx;
mod sx;
mod table;
mod ts;
mod uq_firm;
mod uq_way;
