//! What a foreign PDF does beside showing pages: things that stay behind in the volume and that a
//! reviewer should know of. One pass over its objects.

use std::collections::BTreeSet;
use std::io::Read as _;

use lopdf::{Dictionary, Document, Object, Stream};

use super::kind::{self, Kind};
use super::page;
use crate::verdict::Code;

/// Deepest nesting of direct objects that is looked at.
const DEEPEST: usize = 100;
/// Most names of one kind that are told.
const MOST_NAMES: usize = 8;

/// A code with its facts.
pub(crate) type Found = (Code, Vec<(&'static str, String)>);

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Scan {
    /// Whether a script stands anywhere.
    script: bool,
    /// Actions that start something or send something: `Launch`, `SubmitForm`, `ImportData`.
    actions: BTreeSet<&'static str>,
    /// What points outside the file: `URI`, `GoToR`, `GoToE`, `F` (a stream's own octets).
    outside: BTreeSet<&'static str>,
    /// Other things that act: `XFA`, `Movie`, `Rendition`…
    active: BTreeSet<&'static str>,
    /// Files inside.
    embedded: usize,
    /// Kinds of archives among them.
    archives: BTreeSet<&'static str>,
    /// Signature fields that hold a signature.
    fields: usize,
    /// Where the signed octets of each signature end.
    signed: Vec<u64>,
    /// Revisions written after a signature that no later signature accounts for.
    revised: usize,
    /// Names of fonts that are not embedded.
    fonts: BTreeSet<String>,
    /// Filled fields, notes and stamps whose look the file leaves to the program that shows it.
    lookless: usize,
    /// Their kinds.
    look: BTreeSet<&'static str>,
}

const ACTIONS: [&str; 3] = ["Launch", "SubmitForm", "ImportData"];
const OUTSIDE: [&str; 3] = ["GoToR", "GoToE", "URI"];
const ACTIVE: [&str; 3] = ["Rendition", "RichMediaExecute", "GoTo3DView"];
/// Annotations that say something on the page and have no shape by which they could be drawn.
const LOOKS: [&str; 3] = ["FreeText", "Stamp", "Widget"];
const ANNOTATIONS: [&str; 5] = ["Screen", "Movie", "Sound", "3D", "RichMedia"];

/// Looks through all objects of a document; `bytes` are its file.
#[must_use]
pub(crate) fn of(document: &Document, bytes: &[u8]) -> Scan {
    let mut scan = Scan::default();
    for object in document.objects.values() {
        look(document, object, &mut scan, 0);
    }
    scan.revised = revised(&scan.signed, bytes);
    scan
}

impl Scan {
    /// What is to be said of it.
    pub(crate) fn findings(&self) -> Vec<Found> {
        let list = |words: &BTreeSet<&'static str>| {
            vec![("what", words.iter().copied().collect::<Vec<_>>().join(", "))]
        };
        let mut out = Vec::new();
        if self.script {
            out.push((Code::AssembleJavaScript, Vec::new()));
        }
        for (words, code) in [
            (&self.actions, Code::AssembleActions),
            (&self.outside, Code::AssembleOutside),
            (&self.active, Code::AssembleActive),
        ] {
            if !words.is_empty() {
                out.push((code, list(words)));
            }
        }
        if self.embedded > 0 {
            let number = vec![("number", self.embedded.to_string())];
            out.push((Code::AssembleEmbedded, number));
        }
        if !self.archives.is_empty() {
            out.push((Code::AssembleArchive, list(&self.archives)));
        }
        let signatures = self.signed.len().max(self.fields);
        if signatures > 0 {
            out.push((Code::AssembleSigned, vec![("number", signatures.to_string())]));
        }
        if self.revised > 0 {
            out.push((Code::AssembleRevised, vec![("number", self.revised.to_string())]));
        }
        if !self.fonts.is_empty() {
            let mut names: Vec<&str> =
                self.fonts.iter().take(MOST_NAMES).map(String::as_str).collect();
            if self.fonts.len() > MOST_NAMES {
                names.push("…");
            }
            let number = ("number", self.fonts.len().to_string());
            out.push((Code::AssembleFont, vec![("fonts", names.join(", ")), number]));
        }
        if self.lookless > 0 {
            let mut facts = list(&self.look);
            facts.push(("number", self.lookless.to_string()));
            out.push((Code::AssembleLook, facts));
        }
        out
    }
}

fn look(document: &Document, object: &Object, scan: &mut Scan, depth: usize) {
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => {
            embedded(stream, scan);
            &stream.dict
        }
        Object::Array(items) if depth < DEEPEST => {
            items.iter().for_each(|item| look(document, item, scan, depth + 1));
            return;
        }
        Object::Array(_)
        | Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => return,
    };
    note(document, dict, scan);
    if depth < DEEPEST {
        dict.iter().for_each(|(_, value)| look(document, value, scan, depth + 1));
    }
}

fn note(document: &Document, dict: &Dictionary, scan: &mut Scan) {
    let name = |key: &[u8]| dict.get(key).and_then(Object::as_name).unwrap_or_default();
    let (action, subtype) = (name(b"S"), name(b"Subtype"));
    let word = |words: &[&'static str], found: &[u8]| {
        words.iter().copied().find(|w| w.as_bytes() == found)
    };
    scan.script |= action == b"JavaScript" || dict.has(b"JS") || dict.has(b"JavaScript");
    scan.actions.extend(word(&ACTIONS, action));
    scan.outside.extend(word(&OUTSIDE, action));
    scan.active.extend(word(&ACTIVE, action));
    scan.active.extend(word(&ANNOTATIONS, subtype));
    if dict.has(b"XFA") {
        scan.active.insert("XFA");
    }
    if name(b"FT") == b"Sig" && dict.has(b"V") {
        scan.fields += 1;
    }
    if let Some(end) = signed(dict) {
        scan.signed.push(end);
    }
    if let Some(kind) = word(&LOOKS, subtype)
        && lacks_look(document, dict)
    {
        scan.lookless += 1;
        scan.look.insert(kind);
    }
    if lacks_file(document, dict) {
        let font = name_of_font(name(b"BaseFont"));
        scan.fonts.insert(if font.is_empty() { "?".to_string() } else { font });
    }
}

fn embedded(stream: &Stream, scan: &mut Scan) {
    // A stream whose octets lie in another file (§7.3.8.1).
    let elsewhere =
        |f: &Object| matches!(f, Object::String(..) | Object::Dictionary(_) | Object::Reference(_));
    if stream.dict.get(b"F").is_ok_and(elsewhere) {
        scan.outside.insert("F");
    }
    if !stream.dict.has_type(b"EmbeddedFile") {
        return;
    }
    scan.embedded += 1;
    let kind = Kind::of(&head(stream));
    if kind.is_archive() {
        scan.archives.insert(kind.name());
    }
}

/// The first octets of an embedded file: enough to see what it is.
fn head(stream: &Stream) -> Vec<u8> {
    let mut head = Vec::new();
    let most = kind::HEAD as u64;
    match stream.filters().unwrap_or_default().as_slice() {
        [] => head.extend(stream.content.iter().take(kind::HEAD)),
        // What comes before a fault in the packing is good.
        [b"FlateDecode"] => {
            let unpacking = flate2::read::ZlibDecoder::new(stream.content.as_slice());
            let _ = unpacking.take(most).read_to_end(&mut head);
        }
        _ => {}
    }
    head
}

/// Where the octets that a signature covers end (§12.8.1), if this is one.
fn signed(dict: &Dictionary) -> Option<u64> {
    let range = dict.get(b"ByteRange").and_then(Object::as_array).ok()?;
    if !dict.has(b"Contents") || range.len() < 4 {
        return None;
    }
    let number = |at: usize| range.get(at)?.as_i64().ok().and_then(|n| u64::try_from(n).ok());
    let (start, length) = (number(range.len() - 2)?, number(range.len() - 1)?);
    start.checked_add(length)
}

/// How many revisions of a file were written after its first signature, less those that a later
/// signature brought with it.
fn revised(signed: &[u64], bytes: &[u8]) -> usize {
    let Some(first) = signed.iter().min() else { return 0 };
    let tail = usize::try_from(*first).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    if tail.iter().all(u8::is_ascii_whitespace) {
        return 0;
    }
    let written = tail.windows(5).filter(|w| *w == b"%%EOF").count().max(1);
    let last = signed.iter().max().copied().unwrap_or(0);
    let covered = usize::try_from(last).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let open = !covered.iter().all(u8::is_ascii_whitespace);
    // Each later signature is a revision of its own.
    let rest = written.saturating_sub(signed.len() - 1);
    if open { rest.max(1) } else { rest }
}

/// A font's name: Unicode, or as programs of Chinese Windows write it.
fn name_of_font(octets: &[u8]) -> String {
    match std::str::from_utf8(octets) {
        Ok(name) => name.to_string(),
        Err(_) => encoding_rs::GB18030.decode(octets).0.into_owned(),
    }
}

/// Whether an annotation is meant to be seen and does not say how it looks (§12.5.5). A field that
/// nobody filled looks like nothing.
fn lacks_look(document: &Document, dict: &Dictionary) -> bool {
    if dict.has(b"AP") || !dict.has(b"Rect") || !page::is_shown(document, dict) {
        return false;
    }
    if dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s != b"Widget") {
        return true;
    }
    // A field's kind and value may stand with the field above.
    let above = dict.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    let own = |key: &[u8]| {
        let value = dict.get_deref(key, document).ok();
        value.or_else(|| above.and_then(|above| above.get_deref(key, document).ok()))
    };
    let written = own(b"FT").and_then(|kind| kind.as_name().ok());
    let filled = match own(b"V") {
        Some(Object::String(text, _)) => text.iter().any(|octet| octet.is_ascii_graphic()),
        Some(Object::Array(choices)) => !choices.is_empty(),
        Some(_) | None => false,
    };
    written.is_some_and(|kind| [&b"Tx"[..], b"Ch"].contains(&kind)) && filled
}

/// Whether this is a font that needs a file in the document and has none (§9.9).
fn lacks_file(document: &Document, dict: &Dictionary) -> bool {
    let subtype = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    let needs_file = [&b"Type1"[..], b"MMType1", b"TrueType", b"CIDFontType0", b"CIDFontType2"];
    if !dict.has_type(b"Font") || !needs_file.contains(&subtype) {
        return false;
    }
    let descriptor = dict.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
    !descriptor
        .is_ok_and(|d| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_later_signature_accounts_for_is_a_revision_after_signing() {
        let one = b"body%%EOF\n";
        assert_eq!(revised(&[10], one), 0);
        assert_eq!(revised(&[], b"body%%EOF\nmore%%EOF\n"), 0);
        assert_eq!(revised(&[10], b"body%%EOF\nmore%%EOF\n"), 1);
        // the second signature is a revision itself
        assert_eq!(revised(&[10, 20], b"body%%EOF\nsign%%EOF\n"), 0);
        assert_eq!(revised(&[10, 30], b"body%%EOF\nedit%%EOF\nsign%%EOF\n"), 1);
        assert_eq!(revised(&[10, 20], b"body%%EOF\nsign%%EOF\nedit"), 1);
    }
}
