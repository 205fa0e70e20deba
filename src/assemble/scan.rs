//! What a foreign PDF does beside showing pages: things that stay behind in the volume and that a
//! reviewer should know of. One pass over its objects.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

/// Deepest nesting of direct objects that is looked at.
const DEEPEST: usize = 100;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scan {
    /// Things that act or point outside: `JavaScript`, `Launch`, `SubmitForm`, `EmbeddedFile`…
    pub active: BTreeSet<&'static str>,
    /// Signature fields that hold a signature.
    pub signatures: usize,
}

const KEYS: [&str; 4] = ["JavaScript", "JS", "XFA", "AA"];
const ACTIONS: [&str; 8] =
    ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "URI"];
const TYPES: [&str; 1] = ["EmbeddedFile"];
const ANNOTATIONS: [&str; 6] = ["FileAttachment", "Screen", "Movie", "Sound", "3D", "RichMedia"];

/// Looks through all objects of a document.
#[must_use]
pub(crate) fn of(document: &Document) -> Scan {
    let mut scan = Scan::default();
    for object in document.objects.values() {
        look(object, &mut scan, 0);
    }
    // One word for one thing.
    if scan.active.remove("JS") {
        scan.active.insert("JavaScript");
    }
    scan
}

fn look(object: &Object, scan: &mut Scan, depth: usize) {
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &stream.dict,
        Object::Array(items) if depth < DEEPEST => {
            items.iter().for_each(|item| look(item, scan, depth + 1));
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
    note(dict, scan);
    if depth < DEEPEST {
        dict.iter().for_each(|(_, value)| look(value, scan, depth + 1));
    }
}

fn note(dict: &Dictionary, scan: &mut Scan) {
    let name = |key: &[u8]| dict.get(key).and_then(Object::as_name).unwrap_or_default();
    let mut add = |words: &[&'static str], found: &[u8]| {
        scan.active.extend(words.iter().find(|w| w.as_bytes() == found));
    };
    KEYS.iter().filter(|k| dict.has(k.as_bytes())).for_each(|k| add(&KEYS, k.as_bytes()));
    add(&ACTIONS, name(b"S"));
    add(&TYPES, name(b"Type"));
    add(&ANNOTATIONS, name(b"Subtype"));
    if name(b"FT") == b"Sig" && dict.has(b"V") {
        scan.signatures += 1;
    }
}
