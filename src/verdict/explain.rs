//! How an error of any room tells a person what happened: an id and facts, turned into sentences
//! by `report`.

use crate::base::{disk, toml};

/// Named facts of a finding or an error, in the order in which a person should read them.
pub type Facts = Vec<(&'static str, String)>;

/// An error that can be told in the reader's language.
pub trait Explain: std::error::Error {
    /// The id of its sentence, lower kebab, beginning with the room: `case-exists`. The texts hold
    /// `err-<id>` and its `.hint`.
    fn id(&self) -> &'static str;
    /// The values its sentence names.
    fn facts(&self) -> Facts;
}

impl Explain for disk::Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Io { .. } if self.is_missing() => "base-missing",
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                "base-full"
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
                "base-denied"
            }
            Self::Io { .. } => "base-io",
            Self::Exists { .. } => "base-exists",
            Self::Large { .. } => "base-large",
            Self::Encoding { .. } => "base-encoding",
        }
    }

    fn facts(&self) -> Facts {
        let mut facts = vec![("path", self.path().display().to_string())];
        match self {
            Self::Io { act, source, .. } => {
                facts.push(("act", (*act).to_string()));
                facts.push(("cause", source.to_string()));
            }
            Self::Exists { .. } => {}
            Self::Large { limit, .. } => facts.push(("limit", limit.to_string())),
            Self::Encoding { at, .. } => facts.push(("at", at.to_string())),
        }
        facts
    }
}

impl Explain for toml::Error {
    fn id(&self) -> &'static str {
        match self {
            Self::Disk(e) => e.id(),
            Self::Shape { .. } => "base-toml",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Disk(e) => e.facts(),
            Self::Shape { path, line, column, cause } => {
                let mut facts = cause.as_ref().clone().facts();
                facts.extend([
                    ("path", path.display().to_string()),
                    ("line", line.to_string()),
                    ("column", column.to_string()),
                ]);
                facts
            }
        }
    }
}
