//! A font folder: which of its files play which role.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use typst::foundations::Bytes;
use typst::text::Font;

use super::Error;
use super::faces::{Face, Origin, Role};
use crate::base::{disk, toml};

/// The largest font file read: a whole CJK collection is 60 MB.
const LARGEST: u64 = 256 << 20;

/// The file of a font folder that names files by role.
const NAMING: &str = "juanzong.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Naming {
    #[serde(default)]
    fonts: BTreeMap<Role, String>,
}

/// One role of `fonts/roles.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The name that DOCX files bear.
    pub word: String,
    /// Families that play the role unasked, best first.
    families: Vec<String>,
}

/// `fonts/roles.toml`.
///
/// # Errors
/// Only where the built-in table itself is misspelt.
pub(super) fn roles() -> Result<BTreeMap<Role, Known>, Error> {
    let text = include_str!("../../fonts/roles.toml");
    Ok(toml::parse(Path::new("fonts/roles.toml"), text)?)
}

/// The faces a folder offers, one per role at most.
pub(super) fn faces(folder: &Path) -> Result<Vec<(Role, Face)>, Error> {
    let naming = folder.join(NAMING);
    let named = match toml::load::<Naming>(&naming) {
        Err(toml::Error::Disk(e)) if e.is_missing() && disk::is_folder(folder) => BTreeMap::new(),
        other => other?.fonts,
    };
    let mut chosen: BTreeMap<Role, Face> = BTreeMap::new();
    for (role, name) in &named {
        let (file, index) = match name.rsplit_once('#') {
            Some((file, number)) => (file, number.parse().unwrap_or(0)),
            None => (name.as_str(), 0),
        };
        let path = folder.join(file);
        // A face of the folder, not of another place.
        if Path::new(file).file_name() != Some(file.as_ref()) {
            return Err(Error::Face { path });
        }
        let bytes = Bytes::new(disk::read(&path, LARGEST)?);
        let face = embeddable(&path, file, bytes, index)?;
        chosen.insert(*role, face);
    }
    let roles = roles()?;
    let mut best: BTreeMap<Role, (usize, PathBuf, u32)> = BTreeMap::new();
    for entry in disk::list(folder)? {
        let ending = entry.path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let is_face = ["ttf", "otf", "ttc", "otc"].iter().any(|e| ending.eq_ignore_ascii_case(e));
        if entry.kind != disk::Kind::File || !is_face {
            continue;
        }
        let bytes = disk::read(&entry.path, LARGEST)?;
        for index in 0..ttf_parser::fonts_in_collection(&bytes).unwrap_or(1) {
            let names = names(&bytes, index);
            for (role, known) in roles.iter().filter(|(r, _)| !chosen.contains_key(r)) {
                let rank = known.families.iter().position(|f| names.contains(f));
                if let Some(rank) = rank
                    && best.get(role).is_none_or(|(other, ..)| rank < *other)
                {
                    best.insert(*role, (rank, entry.path.clone(), index));
                }
            }
        }
    }
    for (role, (_, path, index)) in best {
        let bytes = Bytes::new(disk::read(&path, LARGEST)?);
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_string();
        chosen.insert(role, embeddable(&path, &file, bytes, index)?);
    }
    Ok(chosen.into_iter().collect())
}

/// A face that may be embedded.
fn embeddable(path: &Path, file: &str, bytes: Bytes, index: u32) -> Result<Face, Error> {
    let unusable = || Error::Face { path: path.to_path_buf() };
    let face = ttf_parser::Face::parse(&bytes, index).map_err(|_| unusable())?;
    let permissions = face.permissions();
    let family = names(&bytes, index).into_iter().next().unwrap_or_default();
    let preview_only = match permissions {
        Some(ttf_parser::Permissions::Restricted) => {
            return Err(Error::Embedding { path: path.to_path_buf(), family });
        }
        Some(ttf_parser::Permissions::PreviewAndPrint) => true,
        Some(ttf_parser::Permissions::Installable | ttf_parser::Permissions::Editable) | None => {
            false
        }
    };
    let font = Font::new(bytes.clone(), index).ok_or_else(unusable)?;
    Ok(Face::new(font, family, Origin::Folder(file.to_string()), preview_only))
}

/// The family and full names of a face in all languages, in the file's order.
fn names(bytes: &[u8], index: u32) -> Vec<String> {
    use ttf_parser::name_id::{FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY};
    let Ok(face) = ttf_parser::Face::parse(bytes, index) else {
        return Vec::new();
    };
    let wanted = [FAMILY, TYPOGRAPHIC_FAMILY, FULL_NAME];
    let names = wanted.iter().flat_map(|id| {
        face.names().into_iter().filter(|n| n.name_id == *id).filter_map(|n| n.to_string())
    });
    names.collect()
}
