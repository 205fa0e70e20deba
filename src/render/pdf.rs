//! A document as PDF/A-2a (ISO 19005-2), tagged.

use std::sync::Arc;

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::{Job, told};
use super::{Error, Faces, glyphs};
use crate::base::digest::Digest;
use crate::form::document::Document;

/// How many later documents a cached piece of layout survives unused: without a bound memory grows
/// with every document.
const KEEP: usize = 2;

/// What the PDF names as its maker.
const CREATOR: &str = "juanzong";

/// A set document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Sets a document. The same document, faces and theme give the same bytes, on any thread.
///
/// # Errors
/// [`Error::Glyphs`] if a character cannot be printed; [`Error::Theme`] if the theme is at fault.
pub fn pdf(document: &Document, faces: &Faces) -> Result<Pdf, Error> {
    glyphs::check(document, faces)?;
    let (job, paged) = set(document, faces)?;
    let fault = |list: &[SourceDiagnostic]| theme_fault(document, &job, list);
    let standards = PdfStandards::new(&[PdfStandard::A_2a])
        .map_err(|e| plain_fault(document, e.message().as_str()))?;
    let options = PdfOptions {
        ident: Smart::Custom(Digest::sha256(&job.data).to_string()),
        creator: Smart::Custom(Some(CREATOR.to_string())),
        timestamp: job.today.and_then(|day| Timestamp::new_local(day, 8 * 60)),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    let bytes = typst_pdf::pdf(&paged, &options).map_err(|list| fault(&list))?;
    let pages = paged.pages().len();
    typst::comemo::evict(KEEP);
    Ok(Pdf { bytes, pages })
}

/// The pages before they are written as a file.
fn set(document: &Document, faces: &Faces) -> Result<(Job, PagedDocument), Error> {
    let data = serde_json::to_vec(document).map_err(|e| plain_fault(document, &e.to_string()))?;
    let today = document.date.and_then(|day| {
        let (month, number) = (day.0.month().unsigned_abs(), day.0.day().unsigned_abs());
        Datetime::from_ymd_hms(day.0.year().into(), month, number, 0, 0, 0)
    });
    let job = Job { shared: Arc::clone(&faces.0), data: Bytes::new(data), today };
    let compiled = typst::compile::<PagedDocument>(&job);
    let paged = compiled.output.map_err(|list| theme_fault(document, &job, &list))?;
    // A warning is a face that is missing or a layout that did not settle.
    if !compiled.warnings.is_empty() {
        return Err(theme_fault(document, &job, &compiled.warnings));
    }
    Ok((job, paged))
}

fn theme_fault(document: &Document, job: &Job, list: &[SourceDiagnostic]) -> Error {
    let told: Vec<_> = list.iter().map(|d| told(job, d)).collect();
    let place = told.first().map(|(_, place)| place.clone()).unwrap_or_default();
    let message = told.into_iter().map(|(message, _)| message).collect::<Vec<_>>().join(" | ");
    Error::Theme { document: document.title.clone(), message, place }
}

fn plain_fault(document: &Document, message: &str) -> Error {
    let (document, message) = (document.title.clone(), message.to_string());
    Error::Theme { document, message, place: String::from("-") }
}
