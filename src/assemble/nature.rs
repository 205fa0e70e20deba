//! What a PDF says about itself: who made it, which version it is written in, which standards it
//! claims to keep. Claims, never checked here.

use lopdf::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

use super::probe::cut;

/// Most octets of metadata that are read.
const METADATA: usize = 1 << 20;

/// What a file says about itself; empty where it says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Nature {
    /// The program that wrote it, and the one that made its content where that is another.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub producer: String,
    /// The version of the format: `1.7`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Standards it claims to meet: `PDF/A-2b`, `PDF/UA-1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// Width and height of a picture in pixels; of the first of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
}

impl Nature {
    /// What a PDF says about itself.
    pub(crate) fn of(document: &Document, bytes: &[u8]) -> Self {
        let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok();
        let said = |key: &[u8]| info.map(|i| text(i, key, document)).unwrap_or_default();
        let (producer, creator) = (said(b"Producer"), said(b"Creator"));
        let producer = match (producer.is_empty(), creator.is_empty()) {
            (true, _) => creator,
            (_, true) => producer,
            _ if producer == creator => producer,
            _ => format!("{producer} / {creator}"),
        };
        let producer = cut(&producer);
        Self { producer, version: version(document, bytes), claims: claims(document), pixels: None }
    }
}

fn text(info: &Dictionary, key: &[u8], document: &Document) -> String {
    let Ok(value) = info.get_deref(key, document) else { return String::new() };
    let text = lopdf::decode_text_string(value).unwrap_or_else(|_| {
        value.as_str().map(|s| String::from_utf8_lossy(s).into_owned()).unwrap_or_default()
    });
    let mut words = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty())
    {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The version of the header, or of the catalogue where that is later (ISO 32000-1 §7.2.2).
fn version(document: &Document, bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let mark = head.windows(5).position(|w| w == b"%PDF-").map(|at| at + 5);
    let tail = mark.and_then(|at| head.get(at..)).unwrap_or_default();
    let number: Vec<u8> =
        tail.iter().copied().take_while(|b| b.is_ascii_digit() || *b == b'.').take(4).collect();
    let header = String::from_utf8_lossy(&number).into_owned();
    let catalog = document.catalog().ok();
    let later = catalog.and_then(|c| c.get_deref(b"Version", document).ok());
    let later = later.and_then(|v| v.as_name().ok()).map(String::from_utf8_lossy);
    match later {
        Some(later) if later.len() <= 4 && *later > *header => later.into_owned(),
        Some(_) | None => header,
    }
}

/// The standards that the metadata name (ISO 19005 §6.6.4, ISO 14289-1 §5).
fn claims(document: &Document) -> Vec<String> {
    let metadata = document
        .catalog()
        .and_then(|c| c.get_deref(b"Metadata", document))
        .and_then(Object::as_stream);
    let Ok(plain) = metadata.and_then(|m| m.get_plain_content_with_limit(METADATA)) else {
        return Vec::new();
    };
    let xmp = String::from_utf8_lossy(&plain);
    let mut claims = Vec::new();
    if let Some(part) = value(&xmp, "pdfaid:part") {
        let level = value(&xmp, "pdfaid:conformance").unwrap_or_default().to_lowercase();
        claims.push(format!("PDF/A-{part}{level}"));
    }
    if let Some(part) = value(&xmp, "pdfuaid:part") {
        claims.push(format!("PDF/UA-{part}"));
    }
    claims
}

/// A short value of XMP, as an element or as an attribute.
fn value(xmp: &str, name: &str) -> Option<String> {
    let after = xmp.split(name).nth(1)?;
    let value = after.trim_start_matches(['=', '>', '"', '\'', ' ']);
    let value: String = value.chars().take_while(char::is_ascii_alphanumeric).take(4).collect();
    (!value.is_empty()).then_some(value)
}
