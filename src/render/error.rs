//! Why a document could not be set.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::base::{disk, toml};
use crate::verdict::{Explain, Facts};

/// A character that no face has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Missing {
    /// The field it was typed in; empty for fixed words of the form.
    pub field: String,
    /// The character.
    pub character: char,
}

/// Why a document could not be set or a face could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// `juanzong.toml` of a font folder, or a built-in table, is misspelt.
    #[error(transparent)]
    Toml(#[from] toml::Error),
    /// A file that a font folder names is no face.
    #[error("{} is not an OpenType face", path.display())]
    Face {
        /// The file.
        path: PathBuf,
    },
    /// The face's own permissions (OS/2 fsType) forbid embedding; PDF/A (ISO 19005-2 6.2.11.4)
    /// demands it.
    #[error("{} ({family}) may not be embedded in documents", path.display())]
    Embedding {
        /// The file.
        path: PathBuf,
        /// The face's family name.
        family: String,
    },
    /// Characters that neither the face of their role nor the last fallback has.
    #[error("no face has these characters of {document}: {}", listed(missing))]
    Glyphs {
        /// The document's title.
        document: String,
        /// Each character once for each field.
        missing: Vec<Missing>,
    },
    /// The theme could not be set: a fault in `templates/theme` or in a theme folder.
    #[error("cannot set {document}: {message} ({place})")]
    Theme {
        /// The document's title.
        document: String,
        /// What Typst says, with its hints.
        message: String,
        /// File, line and column.
        place: String,
    },
    /// A DOCX part could not be written.
    #[error("cannot write {document} as DOCX: {message}")]
    Docx {
        /// The document's title.
        document: String,
        /// What went wrong.
        message: String,
    },
}

/// `"㐂" (U+3402) in name, …`.
fn listed(missing: &[Missing]) -> String {
    let mut out = String::new();
    for Missing { field, character } in missing {
        if !out.is_empty() {
            out.push_str(", ");
        }
        // Control characters would spoil the line.
        if !character.is_control() {
            let _ = write!(out, "{character} ");
        }
        let _ = write!(out, "U+{:04X}", u32::from(*character));
        if !field.is_empty() {
            let _ = write!(out, " [{field}]");
        }
    }
    out
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::Toml(e) => e.id(),
            Self::Face { .. } => "render-face",
            Self::Embedding { .. } => "render-embedding",
            Self::Glyphs { .. } => "render-glyphs",
            Self::Theme { .. } => "render-theme",
            Self::Docx { .. } => "render-docx",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::Toml(e) => e.facts(),
            Self::Face { path } => vec![("path", path.display().to_string())],
            Self::Embedding { path, family } => {
                vec![("path", path.display().to_string()), ("family", family.clone())]
            }
            Self::Glyphs { document, missing } => {
                vec![("document", document.clone()), ("characters", listed(missing))]
            }
            Self::Theme { document, message, place } => vec![
                ("document", document.clone()),
                ("message", message.clone()),
                ("place", place.clone()),
            ],
            Self::Docx { document, message } => {
                vec![("document", document.clone()), ("message", message.clone())]
            }
        }
    }
}
