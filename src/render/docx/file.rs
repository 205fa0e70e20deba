//! The parts as an OPC package (ISO/IEC 29500-2) in a zip: deflated, fixed times, fixed order.

use std::io::{Cursor, Write};

use docx_rs::Docx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::form::document::Document;
use crate::render::Error;

/// Writes the archive. `headers` says for each table row whether it is repeated on every page,
/// which docx-rs cannot say.
pub(super) fn write(document: &Document, docx: Docx, headers: &[bool]) -> Result<Vec<u8>, Error> {
    let fault = |message: String| Error::Docx { document: document.title.clone(), message };
    let parts = docx.build();
    let body = String::from_utf8(parts.document).map_err(|e| fault(e.to_string()))?;
    let mut all: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), parts.content_type),
        ("_rels/.rels".into(), parts.rels),
        ("docProps/app.xml".into(), parts.doc_props.app),
        ("docProps/core.xml".into(), core(document).into_bytes()),
        ("docProps/custom.xml".into(), parts.doc_props.custom),
        ("word/_rels/document.xml.rels".into(), parts.document_rels),
        ("word/document.xml".into(), repeated(&body, headers).into_bytes()),
        ("word/styles.xml".into(), parts.styles),
        ("word/settings.xml".into(), parts.settings),
        ("word/fontTable.xml".into(), parts.font_table),
        ("word/comments.xml".into(), parts.comments),
        ("word/numbering.xml".into(), parts.numberings),
        ("word/commentsExtended.xml".into(), parts.comments_extended),
        ("word/footnotes.xml".into(), parts.footnotes),
    ];
    for (n, footer) in parts.footers.into_iter().enumerate() {
        all.push((format!("word/footer{}.xml", n + 1), footer));
    }
    for (n, rels) in parts.footer_rels.into_iter().enumerate() {
        all.push((format!("word/_rels/footer{}.xml.rels", n + 1), rels));
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        zip.start_file(name, options).map_err(|e| fault(e.to_string()))?;
        zip.write_all(&bytes).map_err(|e| fault(e.to_string()))?;
    }
    Ok(zip.finish().map_err(|e| fault(e.to_string()))?.into_inner())
}

/// Marks the rows that are repeated at the top of every page (17.4.78 tblHeader).
fn repeated(body: &str, headers: &[bool]) -> String {
    const ROW: &str = "<w:trPr>";
    let mut pieces = body.split(ROW);
    let mut out = pieces.next().unwrap_or_default().to_string();
    // Every row has properties and no table stands in another, so the order is the same. Typed
    // text cannot hold the mark: its angle brackets are escaped.
    for (n, piece) in pieces.enumerate() {
        out.push_str(ROW);
        if headers.get(n).copied().unwrap_or(false) {
            out.push_str("<w:tblHeader />");
        }
        out.push_str(piece);
    }
    out
}

/// The core properties: the document's own title, issuer and day.
fn core(document: &Document) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
    );
    let mut element = |name: &str, text: &str| {
        out.push_str(&format!("<{name}>{}</{name}>", escaped(text)));
    };
    element("dc:title", &document.title);
    element("dc:creator", &document.issuer);
    element("cp:lastModifiedBy", &document.issuer);
    element("dc:language", "zh-CN");
    if let Some(day) = document.date {
        for name in ["dcterms:created", "dcterms:modified"] {
            out.push_str(&format!(
                "<{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00+08:00</{name}>"
            ));
        }
    }
    out.push_str("</cp:coreProperties>");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
