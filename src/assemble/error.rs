//! Why a case could not be built.

use super::volume;
use crate::base::{disk, toml};
use crate::verdict::{Explain, Facts};
use crate::{case, render};

/// Why a case could not be built.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The case cannot be read.
    #[error(transparent)]
    Case(#[from] case::Error),
    /// A document cannot be set.
    #[error(transparent)]
    Render(#[from] render::Error),
    /// The volume cannot be written.
    #[error(transparent)]
    Volume(volume::Error),
    /// A sheet or label cannot be drawn with the faces at hand.
    #[error("the sheet {name} cannot be drawn")]
    Sheet {
        /// Which sheet.
        name: String,
    },
    /// The case itself was handed in as evidence, or a folder that it lies in.
    #[error("{} holds the case", path.display())]
    Itself {
        /// What was handed in.
        path: std::path::PathBuf,
    },
    /// The caller wished to stop; what was made so far stays, and the next build goes on from it.
    #[error("stopped on request")]
    Stopped,
    /// A data file cannot be read.
    #[error(transparent)]
    Toml(#[from] toml::Error),
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl From<volume::Error> for Error {
    fn from(e: volume::Error) -> Self {
        if let volume::Error::Stopped = e { Self::Stopped } else { Self::Volume(e) }
    }
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Case(e) => e.id(),
            Self::Render(e) => e.id(),
            Self::Volume(e) => e.id(),
            Self::Sheet { .. } => "assemble-sheet",
            Self::Itself { .. } => "assemble-itself",
            Self::Stopped => "assemble-stopped",
            Self::Toml(e) => e.id(),
            Self::Disk(e) => e.id(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Case(e) => e.facts(),
            Self::Render(e) => e.facts(),
            Self::Volume(e) => e.facts(),
            Self::Sheet { name } => vec![("name", name.clone())],
            Self::Itself { path } => vec![("path", path.display().to_string())],
            Self::Stopped => Facts::new(),
            Self::Toml(e) => e.facts(),
            Self::Disk(e) => e.facts(),
        }
    }
}
