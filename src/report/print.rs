//! What all papers of reports share: they are set whatever they report, and words from outside are
//! made fit to be printed.

use std::collections::BTreeSet;

use super::Texts;
use super::group::{self, Each, Told};
use crate::base::text::visible;
use crate::form::document::{Block, Cell, Document, Para, Row};
use crate::render::{self, Faces, Pdf};
use crate::verdict::Finding;

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

/// Rows of a table of findings under the heads bearing, code, place and what is said; such as are
/// alike stand together under a row with their number. At most so many findings.
pub(super) fn findings(
    found: &[&Finding],
    most: usize,
    texts: &Texts,
    spared: &Spared,
) -> Vec<Row> {
    let shown: Vec<&Finding> = found.iter().take(most).copied().collect();
    let hinted = |hint: &str| spared.safe(&(texts.say("report-hint") + hint));
    let mut rows = Vec::new();
    for told in group::told(&shown, texts) {
        let (first, mut said, place) = match &told {
            Told::One(found) => {
                let said = vec![spared.safe(&group::sentence(found, texts))];
                (*found, said, spared.safe(&found.place.to_string()))
            }
            Told::Many(group) => {
                // Of those that are counted but not printed the number tells too.
                let alike =
                    |f: &&&Finding| f.code == group.first.code && f.bearing == group.first.bearing;
                let count = found.iter().filter(alike).count().to_string();
                let said = group.shared.iter().map(|said| spared.safe(said)).collect();
                (group.first, said, texts.message("report-many", &[("count", count)]))
            }
        };
        let hint = match &told {
            Told::One(found) => group::hint(found, texts),
            Told::Many(group) => group.hint.clone().unwrap_or_default(),
        };
        if !hint.is_empty() {
            said.push(hinted(&hint));
        }
        let paras = said.into_iter().map(Para::plain).collect();
        let word = group::word(first.bearing, texts);
        let cells = vec![cell(&word), cell(first.code.id()), cell(&place), Cell::of(paras)];
        rows.push(Row { cells, height: 0 });
        if let Told::Many(group) = told {
            rows.extend(group.each.iter().map(|each| of_many(each, &hinted, spared)));
        }
    }
    rows
}

/// One of many: its place has the room of what it shares with the others.
fn of_many(each: &Each, hinted: &dyn Fn(&str) -> String, spared: &Spared) -> Row {
    let mut said: Vec<String> = Vec::new();
    if !each.said.is_empty() {
        said.push(spared.safe(&each.said));
    }
    if !each.hint.is_empty() {
        said.push(hinted(&each.hint));
    }
    let place = cell(&spared.safe(&each.place));
    if said.is_empty() {
        return Row { cells: vec![place.across(4)], height: 0 };
    }
    let paras = said.into_iter().map(Para::plain).collect();
    Row { cells: vec![place.across(3), Cell::of(paras)], height: 0 }
}
