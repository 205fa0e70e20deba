//! The package: a BagIt 1.0 bag (RFC 8493) in its one zip form, written and checked side by side
//! (`formats.md` §6).
//!
//! What can be derived is written again and compared; what cannot must be named by the filing seal;
//! anything else in a package is a finding. Nothing is trusted: neither the zip's own lists nor the
//! bag's, and nothing is unpacked.

mod bag;
mod check;
mod contents;
mod index;
mod lane;
pub mod layout;
mod open;
mod outside;
pub mod parcel;
mod peek;
mod plain;
mod structure;
mod sums;
mod tree;
mod verify;
mod write;
mod zip;

use std::path::PathBuf;

pub use check::{Checked, check, filing_seal, is_filing_subject};
pub use contents::Contents;
pub use index::{Index, Place};
pub use open::carries_bag;
pub use peek::peek;
pub use sums::{Flaw, Sums};
pub use tree::{Bag, Entry, Source, Tree, filed};
pub use verify::{About, Options, Verification, verify, verify_all};
pub use write::{Packed, pack};
pub use zip::MOST_ENTRIES;

use crate::base::disk;
use crate::verdict::{Explain, Facts};

/// Told how far a long reading or writing has come, from several threads.
pub trait Progress: Sync {
    /// A piece of work of so many octets begins.
    fn begin(&self, octets: u64);
    /// So many more octets are done; `false` asks the work to stop.
    fn advance(&self, octets: u64) -> bool;
}

/// Nobody is told.
impl Progress for () {
    fn begin(&self, _: u64) {}
    fn advance(&self, _: u64) -> bool {
        true
    }
}

/// Why a package could not be written or checked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// A file is not what it was a moment before.
    #[error("{} changed while it was read", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The work was asked to stop.
    #[error("the work was interrupted")]
    Interrupted,
    /// A generated file that belongs into the package is not there.
    #[error("{name} has not been built")]
    NotBuilt {
        /// Its package name.
        name: String,
    },
    /// A file in a folder that travels, but of a name that does not belong there.
    #[error("{} does not belong into a package", path.display())]
    Stray {
        /// The file.
        path: PathBuf,
    },
    /// A name that no package may hold.
    #[error("{name}: {flaw}")]
    Name {
        /// The package name.
        name: String,
        /// What is wrong with it.
        flaw: String,
    },
    /// More files than a package may hold.
    #[error("{count} files, at most {limit}")]
    Large {
        /// How many there are.
        count: u64,
        /// How many there may be.
        limit: u64,
    },
    /// The newest key ring of the case cannot be read.
    #[error("{name} is no key ring")]
    Ring {
        /// Its file.
        name: String,
    },
    /// The case has no filing seal.
    #[error("the case has no filing seal")]
    Unsealed,
    /// Files are not what the filing seal names.
    #[error("changed since the filing seal: {}", names.join(", "))]
    FilingDiffers {
        /// Their names.
        names: Vec<String>,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::Changed { .. } => "package-changed",
            Self::Interrupted => "package-interrupted",
            Self::NotBuilt { .. } => "package-not-built",
            Self::Stray { .. } => "package-stray",
            Self::Name { .. } => "package-name",
            Self::Large { .. } => "package-large",
            Self::Ring { .. } => "package-ring",
            Self::Unsealed => "package-unsealed",
            Self::FilingDiffers { .. } => "package-filing-differs",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::Changed { path } | Self::Stray { path } => {
                vec![("path", path.display().to_string())]
            }
            Self::Interrupted | Self::Unsealed => Facts::new(),
            Self::NotBuilt { name } | Self::Ring { name } => vec![("name", name.clone())],
            Self::Name { name, flaw } => vec![("name", name.clone()), ("flaw", flaw.clone())],
            Self::Large { count, limit } => {
                vec![("count", count.to_string()), ("limit", limit.to_string())]
            }
            Self::FilingDiffers { names } => vec![("names", names.join("、"))],
        }
    }
}
