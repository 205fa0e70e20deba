//! Whether a foreign PDF's pages may stand in a PDF/A-2b volume (ISO 19005-2).
//!
//! Nobody can prove that without a full validator, so the answer leans to no: the file must claim
//! PDF/A-2 or PDF/A-3 itself, and nothing that can be seen from its structure or its content may speak
//! against it. Claims are often false: many programs write them and few keep them.

use hayro_syntax::content::UntypedIter;
use lopdf::{Dictionary, Document, Object, Stream};

use super::source::{Reading, Source};

/// Most octets of metadata that are read.
const METADATA: usize = 1 << 20;
/// Most octets of content that are read of one file; more cannot be vouched for.
const CONTENT: usize = 256 << 20;
/// Deepest nesting of saved states (ISO 19005-2 §6.1.13: 28), less the one that the volume adds.
const DEEPEST: i64 = 27;
/// Shortest and longest side of a page, in units (§6.1.13).
const SIDES: (f32, f32) = (3.0, 14_400.0);

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
    /// Its pages use what PDF/A does not know or forbids.
    Content,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NoClaim, Self::Altered, Self::Font, Self::Stream, Self::Colour, Self::Content];

    /// Its word in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoClaim => "no-claim",
            Self::Altered => "altered",
            Self::Font => "font",
            Self::Stream => "stream",
            Self::Colour => "colour",
            Self::Content => "content",
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
    let objects = document.objects.values().find_map(|object| match object {
        Object::Dictionary(dict) => font(document, dict).or_else(|| within(dict, 0)),
        Object::Stream(stream) => unfit(stream).or_else(|| within(&stream.dict, 0)),
        Object::Array(items) => cmyk_space(items),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => None,
    });
    objects.or_else(|| contents(source))
}

/// What the content of pages, forms and glyphs says against it.
fn contents(source: &Source) -> Option<Doubt> {
    let document = &source.document;
    let mut left = CONTENT;
    for page in &source.pages {
        if let Some(doubt) = sides(document, page) {
            return Some(doubt);
        }
        let streams: Vec<&Stream> = match page.get_deref(b"Contents", document) {
            Ok(Object::Stream(stream)) => vec![stream],
            Ok(Object::Array(items)) => {
                let item = |item| document.dereference(item).ok()?.1.as_stream().ok();
                items.iter().filter_map(item).collect()
            }
            Ok(_) | Err(_) => Vec::new(),
        };
        // An instruction may reach from one stream into the next.
        let mut all = Vec::new();
        for stream in streams {
            let Ok(plain) = stream.get_plain_content_with_limit(left) else {
                return Some(Doubt::Content);
            };
            left = left.saturating_sub(plain.len());
            all.extend(plain);
            all.push(b'\n');
        }
        if let Some(doubt) = operators(&all) {
            return Some(doubt);
        }
    }
    let is_form = |s: &&Stream| {
        s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
            || s.dict.get(b"PatternType").and_then(Object::as_i64).is_ok_and(|kind| kind == 1)
    };
    for form in document.objects.values().filter_map(|o| o.as_stream().ok()).filter(is_form) {
        let Ok(plain) = form.get_plain_content_with_limit(left) else {
            return Some(Doubt::Content);
        };
        left = left.saturating_sub(plain.len());
        if let Some(doubt) = operators(&plain) {
            return Some(doubt);
        }
    }
    None
}

/// Operators that are not of ISO 32000-1 (§6.2.2), colours of ink (§6.2.4.3), states saved too deeply.
fn operators(content: &[u8]) -> Option<Doubt> {
    const KNOWN: &[u8] = b" b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g \
        gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr \
        Ts Tw Tz v w W W* y ' \" ";
    let mut depth = 0;
    let mut instructions = UntypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        let operator: &[u8] = instruction.operator;
        match operator {
            b"q" => depth += 1,
            b"Q" => depth -= 1,
            b"k" | b"K" => return Some(Doubt::Colour),
            _ => {
                let word = [b" ", operator, b" "].concat();
                if !KNOWN.windows(word.len()).any(|known| known == word) {
                    return Some(Doubt::Content);
                }
            }
        }
        if depth > DEEPEST {
            return Some(Doubt::Content);
        }
    }
    // States closed too often or left open are put right in the volume, but were wrong in the file.
    (depth != 0).then_some(Doubt::Content)
}

/// Sides of a page that PDF/A does not allow.
fn sides(document: &Document, page: &Dictionary) -> Option<Doubt> {
    let media = page.get_deref(b"MediaBox", document).and_then(Object::as_array).ok()?;
    let number = |at: usize| {
        let (_, number) = document.dereference(media.get(at)?).ok()?;
        number.as_float().ok()
    };
    let (width, height) = (number(2)? - number(0)?, number(3)? - number(1)?);
    let allowed = |side: f32| (SIDES.0..=SIDES.1).contains(&side.abs());
    (!allowed(width) || !allowed(height)).then_some(Doubt::Content)
}

/// A graphics state that changes how colours come out (§6.2.5) or blends in an unknown way (§6.2.10).
fn state(dict: &Dictionary) -> Option<Doubt> {
    const BLENDS: [&[u8]; 17] = [
        b"Normal",
        b"Compatible",
        b"Multiply",
        b"Screen",
        b"Overlay",
        b"Darken",
        b"Lighten",
        b"ColorDodge",
        b"ColorBurn",
        b"HardLight",
        b"SoftLight",
        b"Difference",
        b"Exclusion",
        b"Hue",
        b"Saturation",
        b"Color",
        b"Luminosity",
    ];
    if !dict.has_type(b"ExtGState") && !dict.has(b"BM") {
        return None;
    }
    let default = |key: &[u8]| match dict.get(key) {
        Ok(value) => value.as_name().is_ok_and(|name| name == b"Default"),
        Err(_) => true,
    };
    let blends = match dict.get(b"BM") {
        Ok(Object::Name(name)) => BLENDS.contains(&name.as_slice()),
        Ok(_) => false,
        Err(_) => true,
    };
    let plain = !dict.has(b"TR") && !dict.has(b"HTP") && default(b"TR2");
    (!plain || !blends).then_some(Doubt::Content)
}

/// Graphics states and colours of ink without a profile, somewhere in a dictionary.
fn within(dict: &Dictionary, depth: usize) -> Option<Doubt> {
    let inner = dict.iter().find_map(|(_, value)| match value {
        Object::Name(name) if name == b"DeviceCMYK" => Some(Doubt::Colour),
        Object::Dictionary(inner) if depth < 20 => within(inner, depth + 1),
        Object::Array(items) => cmyk_space(items),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Dictionary(_)
        | Object::Stream(_)
        | Object::Reference(_) => None,
    });
    inner.or_else(|| state(dict))
}

/// Colours of ink without a profile, in an array and those within it.
fn cmyk_space(items: &[Object]) -> Option<Doubt> {
    let is_ink = |item: &Object| item.as_name().is_ok_and(|name| name == b"DeviceCMYK");
    let inner = |item: &Object| item.as_array().is_ok_and(|inner| inner.iter().any(is_ink));
    items.iter().any(|item| is_ink(item) || inner(item)).then_some(Doubt::Colour)
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

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    /// What speaks against a PDF of one page that claims PDF/A-2b.
    fn doubted(content: &str, resources: Dictionary, side: i64) -> Option<Doubt> {
        let mut pdf = Document::with_version("1.7");
        let pages = pdf.new_object_id();
        let content = pdf.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), side.into()],
        });
        let node = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        pdf.objects.insert(pages, node.into());
        let claim = b"<pdfaid:part>2</pdfaid:part>".to_vec();
        let claim = pdf.add_object(Stream::new(dictionary! {}, claim));
        let root = dictionary! { "Type" => "Catalog", "Pages" => pages, "Metadata" => claim };
        let root = pdf.add_object(root);
        pdf.trailer.set("Root", root);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        doubt(&Source::examine(&bytes).unwrap())
    }

    #[test]
    fn a_claim_is_believed_only_where_nothing_speaks_against_it() {
        let none = Dictionary::new;
        let states =
            |state: Dictionary| dictionary! { "ExtGState" => dictionary! { "G" => state } };
        assert_eq!(doubted("q 0 0 1 rg 0 0 9 9 re f* Q", none(), 842), None);
        assert_eq!(doubted("q 0 0 0 1 k 0 0 9 9 re f Q", none(), 842), Some(Doubt::Colour));
        let inks = dictionary! { "ColorSpace" => dictionary! { "C" => "DeviceCMYK" } };
        assert_eq!(doubted("0 0 9 9 re f", inks, 842), Some(Doubt::Colour));
        assert_eq!(doubted("1 2 unheard", none(), 842), Some(Doubt::Content));
        assert_eq!(doubted("BX 1 2 unheard EX", none(), 842), Some(Doubt::Content));
        assert_eq!(doubted(&"q ".repeat(28), none(), 842), Some(Doubt::Content));
        assert_eq!(doubted("Q", none(), 842), Some(Doubt::Content));
        assert_eq!(doubted("0 0 9 9 re f", none(), 20_000), Some(Doubt::Content));
        let blends = states(dictionary! { "Type" => "ExtGState", "BM" => "Multiply" });
        assert_eq!(doubted("/G gs", blends, 842), None);
        let blends = states(dictionary! { "Type" => "ExtGState", "BM" => "Unheard" });
        assert_eq!(doubted("/G gs", blends, 842), Some(Doubt::Content));
        let curves = states(dictionary! { "Type" => "ExtGState", "TR" => "Identity" });
        assert_eq!(doubted("/G gs", curves, 842), Some(Doubt::Content));
    }
}
