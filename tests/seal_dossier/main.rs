//! A whole dossier under an invented regulation: every act, then every way in which somebody might
//! tamper with it, each found under its own code.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod acts;
mod attacks;
mod elsewhere;
mod forge;
mod keys;
mod late;
mod stick;
mod world;
