//! What all papers of reports share: they are set whatever they report, and words from outside are
//! made fit to be printed.

use std::collections::BTreeSet;

use crate::base::text::visible;
use crate::form::document::{Block, Cell, Document, Para};
use crate::render::{self, Faces, Pdf};

/// Most characters of one cell that come from outside.
const LONGEST: usize = 600;

/// Characters that no face has: they are written as their numbers.
#[derive(Debug, Default)]
pub(super) struct Spared(BTreeSet<char>);

impl Spared {
    /// Words from outside, fit to be printed.
    pub(super) fn safe(&self, text: &str) -> String {
        let mut out = String::new();
        let whole = text.chars().count() <= LONGEST;
        for c in visible(text).chars().take(LONGEST) {
            if self.0.contains(&c) {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
        }
        if whole { out } else { out + "……" }
    }
}

/// Sets a paper. It must not fail on a character that it reports: what no face has is spared the
/// second time.
///
/// # Errors
/// The theme or a face is at fault.
pub(super) fn set(make: impl Fn(&Spared) -> Document, faces: &Faces) -> Result<Pdf, render::Error> {
    match render::pdf(&make(&Spared::default()), faces) {
        Err(render::Error::Glyphs { missing, .. }) => {
            let spared = Spared(missing.into_iter().map(|m| m.character).collect());
            render::pdf(&make(&spared), faces)
        }
        done => done,
    }
}

/// A cell of plain words.
pub(super) fn cell(text: &str) -> Cell {
    Cell::of(vec![Para::plain(text)])
}

/// A paragraph of plain words.
pub(super) fn plain(text: &str) -> Block {
    Block::Para(Para { indent: true, ..Para::plain(text) })
}
