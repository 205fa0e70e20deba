//! What Typst may see while it sets one document: the theme, the faces, the document as
//! `/data.json`. No disk, no packages, no clock.

use std::sync::Arc;

use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};

use super::faces::Shared;

/// One document's view of the world.
pub(super) struct Job {
    pub shared: Arc<Shared>,
    pub data: Bytes,
    pub today: Option<Datetime>,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.shared.theme.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.theme.source(id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.theme.data {
            return Ok(self.data.clone());
        }
        Err(not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// What a diagnostic says and where, for a maintainer of the theme.
pub(super) fn told(job: &Job, diagnostic: &SourceDiagnostic) -> (String, String) {
    let mut message = match diagnostic.severity {
        Severity::Error => String::new(),
        Severity::Warning => String::from("warning: "),
    };
    message.push_str(&diagnostic.message);
    for hint in &diagnostic.hints {
        message.push_str("; ");
        message.push_str(&hint.v);
    }
    let place = diagnostic.span.id().and_then(|id| {
        let range = job.range(diagnostic.span)?;
        let (line, column) = job.source(id).ok()?.lines().byte_to_line_column(range.start)?;
        Some(format!("{}:{}:{}", id.vpath().get_without_slash(), line + 1, column + 1))
    });
    (message, place.unwrap_or_else(|| String::from("-")))
}
