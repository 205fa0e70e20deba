//! The layout as Typst files: built in from `templates/theme/`, or replaced by a folder's.

use std::collections::BTreeMap;
use std::path::Path;

use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use super::Error;
use crate::base::digest::Digest;
use crate::base::disk;

/// The largest theme file read, and the most files of a theme folder. Typst never frees a file id,
/// so their number must be bounded.
const LARGEST: u64 = 1 << 20;
const MOST: usize = 64;

/// The file a document begins with.
const MAIN: &str = "main.typ";

const BUILT_IN: &[(&str, &str)] = &[
    (MAIN, include_str!("../../templates/theme/main.typ")),
    ("heads.typ", include_str!("../../templates/theme/heads.typ")),
    ("page.typ", include_str!("../../templates/theme/page.typ")),
    ("runs.typ", include_str!("../../templates/theme/runs.typ")),
    ("table.typ", include_str!("../../templates/theme/table.typ")),
];

/// The theme's files.
pub(super) struct Theme {
    sources: Vec<(FileId, Source)>,
    /// The file that is compiled.
    pub main: FileId,
    /// The file that holds the document as JSON; its content is each job's own.
    pub data: FileId,
    /// SHA-256 over names and contents.
    pub digest: Digest,
}

impl Theme {
    pub fn built_in() -> Result<Self, Error> {
        Self::of(BUILT_IN.iter().map(|(n, t)| ((*n).to_string(), (*t).to_string())).collect())
    }

    /// The built-in theme with files of a folder in place of those of the same name.
    pub fn with_folder(folder: &Path) -> Result<Self, Error> {
        let mut files: BTreeMap<String, String> =
            BUILT_IN.iter().map(|(n, t)| ((*n).to_string(), (*t).to_string())).collect();
        for entry in disk::list(folder)? {
            if entry.kind == disk::Kind::File && entry.name.ends_with(".typ") && files.len() < MOST
            {
                files.insert(entry.name, disk::read_text(&entry.path, LARGEST)?);
            }
        }
        Self::of(files)
    }

    fn of(files: BTreeMap<String, String>) -> Result<Self, Error> {
        let mut all = Vec::new();
        let mut sources = Vec::new();
        for (name, text) in files {
            all.extend_from_slice(format!("{name}\0{}\0{text}", text.len()).as_bytes());
            let id = file(&format!("/theme/{name}"))?;
            sources.push((id, Source::new(id, text)));
        }
        let digest = Digest::sha256(&all);
        let main = file(&format!("/theme/{MAIN}"))?;
        Ok(Self { sources, main, data: file("/data.json")?, digest })
    }

    pub fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|(i, _)| *i == id).map(|(_, s)| s)
    }
}

/// Typst's id of a virtual file.
fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|e| Error::Theme {
        document: String::new(),
        message: e.to_string(),
        place: name.to_string(),
    })?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}
