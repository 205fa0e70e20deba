//! Checks of many packages: years of them in folders, on slow disks and network drives, checked
//! again and again, with evidence that it was done.
//!
//! | file | holds |
//! |---|---|
//! | `find` | packages among folders: zips and unpacked bags |
//! | `card` | what a package says it is, from what was read anyway |
//! | `look` | one package verified in place, and the class it falls into |
//! | `state` | what was read when: a set and no cursor, in a file that its own digest protects |
//! | `plan` | what is due, oldest first, under a budget |
//! | `run` | the reading, by several readers or by one in the order of the disk |
//! | `register` | what was received, signed, each entry naming the one before |
//! | `receive` | packages taken into the register |
//! | `items` | the packages and what is known of each, packed |
//! | `texts` | names by the hundred thousand |
//! | `expect` | what should be there, by the register and by earlier audits |
//! | `sample` | what was drawn, and how likely damage is missed |
//! | `outcome` | totals, and how far a round has come |
//! | `across` | packages of one case compared with each other |
//! | `natures` | the four-nature check (四性检测) of DA/T 70-2018 |
//! | `people` | everybody who signed, over many dossiers |
//! | `who` | who answers for one row |
//! | `lookback` | filed dossiers checked again (回头看), and both compared |
//!
//! Nothing is unpacked, nothing is written but the state, and a reading error is never damage:
//! whoever audits a failing drive must be able to tell a bad sector from a bad package.

mod across;
mod card;
mod expect;
mod find;
mod items;
mod look;
pub mod lookback;
pub mod natures;
mod outcome;
pub mod people;
mod plan;
mod receive;
pub mod register;
mod run;
pub mod sample;
mod state;
mod texts;
pub mod who;

use std::path::PathBuf;

pub use card::{Card, Opened};
pub use find::{Found, Packages, Tree, find};
pub use items::{Item, Items, Known, Mark};
pub use look::{Class, Disk, Looked, Reader};
pub use outcome::{Audit, Coverage, Totals};
pub use plan::{Budget, Order};
pub use receive::{Receipt, receive};
pub use run::{Ask, audit};
pub use sample::Sample;
pub use state::SCHEMA as STATE_SCHEMA;

use crate::base::disk;
use crate::package;
use crate::verdict::{Explain, Facts};

/// Why packages could not be audited.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// A package cannot be looked at for another reason than the disk.
    #[error(transparent)]
    Package(#[from] package::Error),
    /// Statements or keys cannot be handled.
    #[error(transparent)]
    Seal(#[from] crate::seal::Error),
    /// There is no folder to audit.
    #[error("{} is no folder", path.display())]
    NoFolder {
        /// What was named.
        path: PathBuf,
    },
    /// A state file that is not as it was written.
    #[error("the state {} is refused at line {line}: {flaw}", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// A word: `cut`, `digest`, `syntax`, `order`, `schema`.
        flaw: &'static str,
    },
    /// A state file of another folder.
    #[error("the state {} belongs to the folder {folder}", path.display())]
    StateElsewhere {
        /// The file.
        path: PathBuf,
        /// The folder that it was written for.
        folder: String,
    },
    /// The work was asked to stop; what was read so far is in the state, where there is one.
    #[error("the audit was interrupted after {read} of {due} packages")]
    Interrupted {
        /// Packages read in this run.
        read: u64,
        /// Packages that were due.
        due: u64,
    },
    /// A register that cannot be continued.
    #[error("the register {} cannot be continued", path.display())]
    Register {
        /// Its folder.
        path: PathBuf,
    },
    /// A key that may not sign entries of a register.
    #[error("{person} may not sign a register with this key")]
    NoClerk {
        /// Who holds the key; empty where the ring does not know it.
        person: String,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::Package(e) => e.id(),
            Self::Seal(e) => e.id(),
            Self::NoFolder { .. } => "audit-no-folder",
            Self::State { .. } => "audit-state",
            Self::StateElsewhere { .. } => "audit-state-elsewhere",
            Self::Interrupted { .. } => "audit-interrupted",
            Self::Register { .. } => "audit-register",
            Self::NoClerk { .. } => "audit-no-clerk",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::Package(e) => e.facts(),
            Self::Seal(e) => e.facts(),
            Self::NoFolder { path } | Self::Register { path } => {
                vec![("path", path.display().to_string())]
            }
            Self::State { path, line, flaw } => vec![
                ("path", path.display().to_string()),
                ("line", line.to_string()),
                ("flaw", (*flaw).to_string()),
            ],
            Self::StateElsewhere { path, folder } => {
                vec![("path", path.display().to_string()), ("folder", folder.clone())]
            }
            Self::Interrupted { read, due } => {
                vec![("read", read.to_string()), ("due", due.to_string())]
            }
            Self::NoClerk { person } => {
                let known = if person.is_empty() { "none" } else { person.as_str() };
                vec![("person", known.to_string())]
            }
        }
    }
}
