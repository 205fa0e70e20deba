//! The second reader of foreign PDF: hayro-syntax, which shares no code with lopdf.

use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) use hayro_syntax::Pdf;
use hayro_syntax::PdfData;
use hayro_syntax::object::stream::ImageDecodeParams;
use hayro_syntax::object::{MaybeRef, ObjRef, Object as Seen, ObjectIdentifier, Stream as Packed};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::inside;

/// Most objects that are taken over.
const MOST: usize = 2_000_000;

/// Opens a file; `None` where it cannot. Nothing is copied.
pub(crate) fn open(bytes: &Arc<Vec<u8>>) -> Option<Pdf> {
    Pdf::new(PdfData::from(Arc::clone(bytes))).ok()
}

/// The file's objects below its catalogue as it reads them, decrypted; streams stay packed.
pub(crate) fn read(pdf: &Pdf) -> Option<Document> {
    let mut taking = Taking {
        document: Document::with_version("1.7"),
        waiting: Vec::new(),
        seen: BTreeSet::new(),
    };
    let root: ObjRef = pdf.xref().root_id().into();
    taking.wait(root);
    while let Some(id) = taking.waiting.pop() {
        if taking.document.objects.len() > MOST {
            return None;
        }
        let Some(object) = pdf.xref().get::<Seen<'_>>(id.into()) else { continue };
        let object = taking.object(&object);
        if let Some(id) = own(id) {
            taking.document.objects.insert(id, object);
            taking.document.max_id = taking.document.max_id.max(id.0);
        }
    }
    let mut document = taking.document;
    document.trailer.set("Root", own(root)?);
    Some(document)
}

/// Single objects as it reads them, for those that the first reader could not make sense of.
pub(crate) fn objects(pdf: &Pdf, ids: &[ObjectId]) -> Vec<(ObjectId, Object)> {
    let document = Document::with_version("1.7");
    let mut taking = Taking { document, waiting: Vec::new(), seen: BTreeSet::new() };
    ids.iter()
        .filter_map(|id| {
            let object = pdf.xref().get::<Seen<'_>>(asked(*id))?;
            Some((*id, taking.object(&object)))
        })
        .collect()
}

/// The samples of a picture, unpacked; `None` where they cannot be, or where the packing promises more
/// pixels than the picture has.
pub(crate) fn samples(pdf: &Pdf, id: ObjectId, width: u32, height: u32) -> Option<Samples> {
    let stream = pdf.xref().get::<Packed<'_>>(asked(id))?;
    if !inside::agrees(&stream, width, height) {
        return None;
    }
    let wish = ImageDecodeParams { width, height, ..ImageDecodeParams::default() };
    let result = stream.decoded_image(&wish).ok()?;
    let bits = result.image_data.map(|d| d.bits_per_component);
    Some(Samples { octets: result.data.into_owned(), bits })
}

/// The samples of a picture.
pub(crate) struct Samples {
    /// As they are unpacked, channel beside channel.
    pub(crate) octets: Vec<u8>,
    /// Bits of one sample where the packing says so; else the picture's dictionary does.
    pub(crate) bits: Option<u8>,
}

fn asked(id: ObjectId) -> ObjectIdentifier {
    ObjRef::new(id.0, i32::from(id.1)).into()
}

fn own(id: ObjRef) -> Option<ObjectId> {
    Some((id.obj_number, u16::try_from(id.gen_number).ok()?))
}

struct Taking {
    document: Document,
    waiting: Vec<ObjRef>,
    seen: BTreeSet<(u32, i32)>,
}

impl Taking {
    fn wait(&mut self, id: ObjRef) {
        if self.seen.insert((id.obj_number, id.gen_number)) {
            self.waiting.push(id);
        }
    }

    fn object(&mut self, object: &Seen<'_>) -> Object {
        match object {
            Seen::Null(_) => Object::Null,
            Seen::Boolean(value) => Object::Boolean(*value),
            Seen::Number(number) => {
                let whole = number.as_i64();
                if whole as f64 == number.as_f64() {
                    Object::Integer(whole)
                } else {
                    Object::Real(number.as_f32())
                }
            }
            Seen::String(text) => {
                Object::String(text.as_bytes().to_vec(), StringFormat::Hexadecimal)
            }
            Seen::Name(name) => Object::Name(name.to_vec()),
            Seen::Dict(dict) => Object::Dictionary(self.dictionary(dict)),
            Seen::Array(array) => {
                Object::Array(array.raw_iter().map(|item| self.either(item)).collect())
            }
            Seen::Stream(stream) => {
                let dict = self.dictionary(stream.dict());
                Object::Stream(Stream::new(dict, stream.raw_data().into_owned()))
            }
        }
    }

    fn either(&mut self, item: MaybeRef<Seen<'_>>) -> Object {
        match item {
            MaybeRef::Ref(id) => {
                self.wait(id);
                own(id).map_or(Object::Null, Object::Reference)
            }
            MaybeRef::NotRef(object) => self.object(&object),
        }
    }

    fn dictionary(&mut self, dict: &hayro_syntax::object::Dict<'_>) -> Dictionary {
        let mut out = Dictionary::new();
        for (key, value) in dict.entries() {
            let value = self.either(value);
            out.set(key.to_vec(), value);
        }
        out
    }
}
