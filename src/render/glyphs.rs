//! Whether every character of a document can be printed. A box instead of a character would be a
//! forged name; so what no face has is an error that names the character and its field.

use std::collections::BTreeSet;

use super::{Error, Faces, Missing, Role};
use crate::form::document::{Block, Document, Para, Run};

/// Looks for characters that no face has.
///
/// # Errors
/// [`Error::Glyphs`] with all of them.
pub(super) fn check(document: &Document, faces: &Faces) -> Result<(), Error> {
    let mut pieces = Vec::new();
    collect(document, &mut |role, text, field| pieces.push((role, text, field)));
    let mut seen = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for (role, text, field) in pieces {
        for character in text.chars().filter(|c| *c != '\n') {
            if !seen.insert((role, character, field)) {
                continue;
            }
            if is_private(character) || !faces.has(role, character) {
                missing.insert(Missing { field: field.to_string(), character });
            }
        }
    }
    told(document, missing)
}

fn told(document: &Document, missing: BTreeSet<Missing>) -> Result<(), Error> {
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.into_iter().collect();
    Err(Error::Glyphs { document: document.title.clone(), missing })
}

/// Looks for control characters, which XML 1.0 cannot hold.
///
/// # Errors
/// [`Error::Glyphs`] with all of them.
pub(super) fn check_controls(document: &Document) -> Result<(), Error> {
    let mut missing = BTreeSet::new();
    collect(document, &mut |_, text, field| {
        for character in text.chars().filter(|c| c.is_control() && *c != '\n') {
            missing.insert(Missing { field: field.to_string(), character });
        }
    });
    told(document, missing)
}

/// A character of the private use areas means something else in every face (ISO 19005-2 6.2.11.7.3
/// refuses it).
fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Hands on every piece of text with the role it is set in and its field.
fn collect<'a>(document: &'a Document, found: &mut dyn FnMut(Role, &'a str, &'a str)) {
    for block in &document.blocks {
        match block {
            Block::RedHead { mark, number, left, right } => {
                found(Role::Biaosong, mark, "");
                found(Role::Fangsong, number, "");
                found(Role::Fangsong, left, "");
                found(Role::Fangsong, right, "");
            }
            Block::Title { text } => found(Role::Biaosong, text, ""),
            Block::Heading { level, text } => {
                found(if *level > 1 { Role::Kai } else { Role::Hei }, text, "");
            }
            Block::Para(para) => runs(para, found),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.paras).for_each(|para| runs(para, found));
            }
            Block::Sign { lines } => {
                for line in lines {
                    found(Role::Fangsong, &line.label, "");
                    found(Role::Fangsong, &line.name, line.field.as_deref().unwrap_or_default());
                    found(Role::Fangsong, &line.date, "");
                }
            }
            Block::Imprint { lines } => lines.iter().for_each(|l| found(Role::Fangsong, l, "")),
            Block::PageBreak => {}
        }
    }
}

fn runs<'a>(para: &'a Para, found: &mut dyn FnMut(Role, &'a str, &'a str)) {
    for run in &para.runs {
        match run {
            Run::Text { text, strong, field } => {
                let role = if *strong { Role::Hei } else { Role::Fangsong };
                found(role, text, field.as_deref().unwrap_or_default());
            }
            Run::Tick { .. } | Run::Blank { .. } => {}
        }
    }
}
