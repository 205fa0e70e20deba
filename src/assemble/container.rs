//! The volume as a container: cover and catalogue as pages, every file of the dossier inside as it is
//! (PDF/A-3b, ISO 19005-3 §6.8), for a reader who wants one file to keep.

use std::io::{self, Read, Write};

use lopdf::{Object, ObjectId, dictionary};

use super::copies::Copies;
use super::volume::{Error, Folio, Held, Part};
use super::writer::{Writer, integer, text};
use crate::base::digest::Hasher;
use crate::base::disk;
use crate::base::time::Day;
use crate::case::layout;

/// The pages of the container and the files that it holds.
pub(crate) fn of(copies: &Copies<'_>) -> (Vec<Part>, Vec<Held>) {
    let pages = copies.body.parts.iter();
    let parts = pages
        .filter(|p| p.name == layout::COVER || p.name == layout::CATALOGUE)
        // They show the numbers of the volume, which are not those of this file.
        .map(|p| Part { folio: Folio::Uncounted, ..p.clone() })
        .collect();
    (parts, copies.body.held.clone())
}

/// Writes a file whole and gives its file specification.
///
/// # Errors
/// The output refuses; the file is not the one that was looked at (`InvalidData`).
pub(crate) fn hold<W: Write>(
    writer: &mut Writer<W>,
    held: &Held,
    day: Option<Day>,
) -> Result<ObjectId, Error> {
    let changed = || Error::Changed { name: held.note.clone() };
    let dict = dictionary! {
        "Type" => "EmbeddedFile", "Subtype" => media_type(held.kind),
        "Params" => dictionary! {
            "Size" => integer(held.size),
            // When a file was last written is the machine's memory; the day of the case is the paper's.
            "ModDate" => Object::string_literal(date(day)),
        },
    };
    let mut digest = Digested { input: disk::open(&held.path)?, hasher: Hasher::new(false) };
    let other_length = [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof];
    let file = writer
        .add_stream_from(&dict, held.size, &mut digest)
        .map_err(|e| if other_length.contains(&e.kind()) { changed() } else { e.into() })?;
    if digest.hasher.finish().sha256.to_string() != held.sha256 {
        return Err(changed());
    }
    let name = || text(&held.name);
    Ok(writer.add(&Object::Dictionary(dictionary! {
        "Type" => "Filespec", "F" => name(), "UF" => name(), "Desc" => text(&held.note),
        "AFRelationship" => "Source", "EF" => dictionary! { "F" => file, "UF" => file },
    }))?)
}

/// The day as PDF writes it (ISO 32000-1 §7.9.4); computers' first day where there is none.
fn date(day: Option<Day>) -> String {
    let day = day.map_or_else(|| "1970-01-01".to_string(), |day| day.to_string());
    format!("D:{}000000+08'00'", day.replace('-', ""))
}

/// The media type of a kind of file, by the kind's short name (RFC 6838).
fn media_type(kind: &str) -> &'static str {
    const TYPES: [(&str, &str); 15] = [
        ("pdf", "application/pdf"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("tiff", "image/tiff"),
        ("bmp", "image/bmp"),
        ("webp", "image/webp"),
        ("gif", "image/gif"),
        ("heic", "image/heic"),
        ("avif", "image/avif"),
        ("mp4", "video/mp4"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("ofd", "application/ofd"),
        ("zip", "application/zip"),
    ];
    let known = TYPES.iter().find(|(name, _)| *name == kind);
    known.map_or("application/octet-stream", |(_, media)| media)
}

/// An input whose octets are hashed as they are read.
struct Digested<R> {
    input: R,
    hasher: Hasher,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        self.hasher.update(into.get(..n).unwrap_or_default());
        Ok(n)
    }
}
