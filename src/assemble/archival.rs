//! Whether a foreign PDF's pages may stand in a PDF/A-2b volume (ISO 19005-2).
//!
//! Nobody can prove that without a full validator, so the answer leans to no: the file must claim
//! PDF/A-2 or PDF/A-3 itself, and nothing that can be seen from its structure may speak against it.

use lopdf::{Dictionary, Document, Object, Stream};

use super::source::{Reading, Source};

/// Most octets of metadata that are read.
const METADATA: usize = 1 << 20;

/// What speaks against a file, in the words of its finding's `reason`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Doubt {
    /// It does not claim PDF/A-2 or PDF/A-3.
    NoClaim,
    /// It was encrypted or had to be repaired.
    Altered,
    /// A font is not embedded.
    Font,
    /// A stream is packed or drawn in a way that PDF/A forbids.
    Stream,
    /// Its device colours mean another profile than sRGB.
    Colour,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NoClaim, Self::Altered, Self::Font, Self::Stream, Self::Colour];

    /// Its word in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoClaim => "no-claim",
            Self::Altered => "altered",
            Self::Font => "font",
            Self::Stream => "stream",
            Self::Colour => "colour",
        }
    }
}

/// The first thing that speaks against a source.
pub(crate) fn doubt(source: &Source) -> Option<Doubt> {
    let document = &source.document;
    if source.encrypted || source.reading != Reading::AsWritten {
        return Some(Doubt::Altered);
    }
    if !claims(document) {
        return Some(Doubt::NoClaim);
    }
    if !same_colours(document) {
        return Some(Doubt::Colour);
    }
    document.objects.values().find_map(|object| match object {
        Object::Dictionary(dict) => font(document, dict),
        Object::Stream(stream) => unfit(stream),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Reference(_) => None,
    })
}

fn claims(document: &Document) -> bool {
    let metadata = document
        .catalog()
        .and_then(|c| c.get_deref(b"Metadata", document))
        .and_then(Object::as_stream);
    let Ok(plain) = metadata.and_then(|m| m.get_plain_content_with_limit(METADATA)) else {
        return false;
    };
    let text = String::from_utf8_lossy(&plain);
    // As an element or as an attribute.
    let part = text.split("pdfaid:part").nth(1).unwrap_or_default();
    let value = part.trim_start_matches(['=', '>', '"', '\'', ' ']);
    value.starts_with(['2', '3'])
}

/// Device colours are read through the volume's sRGB profile, so the source must mean that too.
fn same_colours(document: &Document) -> bool {
    let Ok(intents) = document
        .catalog()
        .and_then(|c| c.get_deref(b"OutputIntents", document))
        .and_then(Object::as_array)
    else {
        // Without an intent PDF/A allows no device colours at all.
        return true;
    };
    intents.iter().all(|intent| {
        let intent = document.dereference(intent).ok().and_then(|(_, i)| i.as_dict().ok());
        let profile = intent.and_then(|i| i.get_deref(b"DestOutputProfile", document).ok());
        let profile = profile.and_then(|p| p.as_stream().ok());
        let Some(profile) = profile else { return false };
        let srgb = profile.get_plain_content_with_limit(METADATA).is_ok_and(|plain| {
            let wide: Vec<u8> = "sRGB".encode_utf16().flat_map(u16::to_be_bytes).collect();
            plain.windows(4).any(|w| w == b"sRGB") || plain.windows(8).any(|w| w == wide)
        });
        srgb && profile.dict.get(b"N").and_then(Object::as_i64).is_ok_and(|n| n == 3)
    })
}

fn font(document: &Document, dict: &Dictionary) -> Option<Doubt> {
    let subtype = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    let needs_file = [&b"Type1"[..], b"MMType1", b"TrueType", b"CIDFontType0", b"CIDFontType2"];
    if !dict.has_type(b"Font") || !needs_file.contains(&subtype) {
        return None;
    }
    let descriptor = dict.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
    let embedded = descriptor
        .is_ok_and(|d| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key)));
    (!embedded).then_some(Doubt::Font)
}

fn unfit(stream: &Stream) -> Option<Doubt> {
    let filters = stream.filters().unwrap_or_default();
    let packed = filters.iter().any(|f| matches!(*f, b"LZWDecode" | b"LZW" | b"Crypt"));
    let outside = stream.dict.has(b"F") || stream.dict.has(b"OPI") || stream.dict.has(b"Ref");
    let image = stream.dict.get(b"Interpolate").and_then(Object::as_bool).unwrap_or(false)
        || stream.dict.has(b"Alternates");
    let postscript =
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"PS");
    (packed || outside || image || postscript).then_some(Doubt::Stream)
}
