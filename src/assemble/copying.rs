//! Takes pages of a foreign PDF over into the volume: what they show, and nothing that acts.
//!
//! Only what a page's content, resources and visible annotations reach is copied. Actions,
//! scripts, links, form fields, embedded and external files, structure and metadata stay behind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::writer::Writer;

/// Types of objects that are no part of what a page shows. Pages are among them: only a page's own
/// dictionary is copied, so a pointer back to one must not drag the whole file along.
const LEFT_BEHIND: [&[u8]; 13] = [
    b"Page",
    b"Pages",
    b"Catalog",
    b"Annot",
    b"Action",
    b"StructTreeRoot",
    b"StructElem",
    b"Filespec",
    b"EmbeddedFile",
    b"Sig",
    b"Metadata",
    b"MCR",
    b"OBJR",
];

/// Kinds of actions (ISO 32000-1 table 198).
const ACTIONS: [&[u8]; 18] = [
    b"GoTo",
    b"GoToR",
    b"GoToE",
    b"Launch",
    b"Thread",
    b"URI",
    b"Sound",
    b"Movie",
    b"Hide",
    b"Named",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"JavaScript",
    b"SetOCGState",
    b"Rendition",
    b"GoTo3DView",
    b"RichMediaExecute",
];

/// Keys of a stream that point outside the file or to what is not shown.
const STREAM_KEYS: [&[u8]; 14] = [
    b"Length",
    b"F",
    b"FFilter",
    b"FDecodeParms",
    b"DL",
    b"Metadata",
    b"PieceInfo",
    b"StructParent",
    b"StructParents",
    b"OPI",
    b"Ref",
    b"AF",
    b"Alternates",
    b"LastModified",
];

/// Deepest nesting of direct objects that is copied: nothing that a page shows nests so deep.
const DEEPEST: usize = 200;

/// One source being copied into a volume.
pub(crate) struct Copying<'w, W> {
    /// Where the copies go.
    pub(crate) writer: &'w mut Writer<W>,
    taken: BTreeMap<ObjectId, ObjectId>,
    waiting: Vec<ObjectId>,
    /// Streams that are drawn although they do not call themselves forms.
    forms: BTreeSet<ObjectId>,
    /// How deep in nested direct objects the copying is.
    depth: usize,
}

impl<'w, W: Write> Copying<'w, W> {
    /// Begins with a source of which nothing is copied yet.
    pub(crate) fn new(writer: &'w mut Writer<W>) -> Self {
        let (taken, waiting, forms) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
        Self { writer, taken, waiting, forms, depth: 0 }
    }

    /// A value as it stands in the volume; what it refers to is copied by [`Copying::drain`].
    pub(crate) fn value(&mut self, document: &Document, value: &Object) -> Object {
        match value {
            Object::Reference(id) => self.reference(document, *id),
            Object::Array(_) | Object::Dictionary(_) if self.depth >= DEEPEST => Object::Null,
            Object::Array(items) => {
                self.depth += 1;
                let items = items.iter().map(|item| self.value(document, item)).collect();
                self.depth -= 1;
                Object::Array(items)
            }
            Object::Dictionary(dict) if is_left_behind(dict) => Object::Null,
            Object::Dictionary(dict) => {
                self.depth += 1;
                let dict = self.dictionary(document, dict);
                self.depth -= 1;
                Object::Dictionary(dict)
            }
            Object::Real(number) if !number.is_finite() => Object::Integer(0),
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => value.clone(),
            // A stream is never a direct object.
            Object::Stream(_) => Object::Null,
        }
    }

    /// A dictionary as it stands in the volume.
    pub(crate) fn dictionary(&mut self, document: &Document, dict: &Dictionary) -> Dictionary {
        let mut out = Dictionary::new();
        for (key, value) in dict {
            out.set(key.clone(), self.value(document, value));
        }
        out
    }

    /// The number of an appearance stream that is drawn as a form.
    pub(crate) fn form(&mut self, document: &Document, id: ObjectId) -> Object {
        self.forms.insert(id);
        self.reference(document, id)
    }

    fn reference(&mut self, document: &Document, id: ObjectId) -> Object {
        if let Some(taken) = self.taken.get(&id) {
            return Object::Reference(*taken);
        }
        let left = match document.objects.get(&id) {
            None | Some(Object::Null) => true,
            Some(Object::Dictionary(dict)) => is_left_behind(dict),
            Some(Object::Stream(stream)) => {
                is_left_behind(&stream.dict) || stream.dict.get(b"Subtype").is_ok_and(is_postscript)
            }
            Some(_) => false,
        };
        if left {
            return Object::Null;
        }
        let new = self.writer.reserve();
        self.taken.insert(id, new);
        self.waiting.push(id);
        Object::Reference(new)
    }

    /// Writes everything that was referred to, and what that refers to.
    ///
    /// # Errors
    /// The output refuses.
    pub(crate) fn drain(&mut self, document: &Document) -> io::Result<()> {
        while let Some(id) = self.waiting.pop() {
            let (Some(new), Some(object)) = (self.taken.get(&id), document.objects.get(&id)) else {
                continue;
            };
            let new = *new;
            let Object::Stream(stream) = object else {
                let object = self.value(document, object);
                self.writer.put(new, &object)?;
                continue;
            };
            let mut dict = Dictionary::new();
            for (key, value) in &stream.dict {
                if !STREAM_KEYS.contains(&key.as_slice()) {
                    dict.set(key.clone(), self.value(document, value));
                }
            }
            if self.forms.contains(&id) {
                dict.set("Type", "XObject");
                dict.set("Subtype", "Form");
            }
            self.writer.put_stream(new, &dict, &stream.content)?;
        }
        Ok(())
    }

    /// The layers (optional content groups) that were copied, with whether the source shows them.
    pub(crate) fn layers(&self, document: &Document) -> Vec<(ObjectId, bool)> {
        let hidden = hidden_layers(document);
        self.taken
            .iter()
            .filter(|(id, _)| document.get_dictionary(**id).is_ok_and(|d| d.has_type(b"OCG")))
            .map(|(id, new)| (*new, !hidden.contains(id)))
            .collect()
    }
}

fn is_postscript(subtype: &Object) -> bool {
    subtype.as_name().is_ok_and(|n| n == b"PS")
}

fn is_left_behind(dict: &Dictionary) -> bool {
    let typed = dict.get(b"Type").and_then(Object::as_name);
    let action = dict.get(b"S").and_then(Object::as_name);
    typed.is_ok_and(|t| LEFT_BEHIND.contains(&t)) || action.is_ok_and(|s| ACTIONS.contains(&s))
}

/// Layers that the source's default configuration hides (§8.11.4.3).
fn hidden_layers(document: &Document) -> BTreeSet<ObjectId> {
    let Ok(properties) = document
        .catalog()
        .and_then(|c| c.get_deref(b"OCProperties", document))
        .and_then(Object::as_dict)
    else {
        return BTreeSet::new();
    };
    let list = |dict: &Dictionary, key: &[u8]| -> BTreeSet<ObjectId> {
        let items = dict.get_deref(key, document).and_then(Object::as_array);
        items.map_or_else(
            |_| BTreeSet::new(),
            |items| items.iter().filter_map(|i| i.as_reference().ok()).collect(),
        )
    };
    let Ok(config) = properties.get_deref(b"D", document).and_then(Object::as_dict) else {
        return BTreeSet::new();
    };
    let base_off = config.get(b"BaseState").and_then(Object::as_name).is_ok_and(|n| n == b"OFF");
    if base_off {
        let on = list(config, b"ON");
        return list(properties, b"OCGs").difference(&on).copied().collect();
    }
    list(config, b"OFF")
}
