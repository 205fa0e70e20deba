//! What all papers of reports share: they are set whatever they report, and words from outside are
//! made fit to be printed.

use std::collections::BTreeSet;

use super::Texts;
use super::group::{self, Part, Told};
use crate::base::text::visible;
use crate::form::document::{Block, Cell, Document, Para, Row, Run, Table};
use crate::render::{self, Faces, Pdf};
use crate::verdict::{Finding, Report};

/// Most findings that are printed; the rest are counted.
const MOST: usize = 1_000;

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

/// The findings of a report as a table: what each means, its code, its place, and what is to be done.
pub(super) fn findings(report: &Report, texts: &Texts, spared: &Spared) -> Vec<Block> {
    let found = report.findings();
    if found.is_empty() {
        return vec![plain(&texts.say("paper-no-findings"))];
    }
    let heads = ["bearing", "code", "place", "said"];
    let head = heads.map(|id| Cell::label(texts.say(&format!("paper-col-{id}"))));
    let mut all = vec![Row { cells: head.to_vec(), height: 0 }];
    all.extend(rows(&found, MOST, texts, spared));
    let mut blocks = vec![Block::Table(Table {
        widths: vec![5, 11, 12, 27],
        header: 1,
        groups: Vec::new(),
        rows: all,
    })];
    let more = found.len().saturating_sub(MOST) as u64 + report.unlisted();
    if more > 0 {
        blocks.push(plain(&texts.message("report-unlisted", &[("count", more.to_string())])));
    }
    blocks
}

/// Rows of a table of findings under the heads bearing, code, place and what is said; such as are
/// alike stand together under a row with their number. At most so many findings.
pub(super) fn rows(found: &[&Finding], most: usize, texts: &Texts, spared: &Spared) -> Vec<Row> {
    let shown: Vec<&Finding> = found.iter().take(most).copied().collect();
    let hinted = |(hint, alike): &(String, bool)| {
        let word = if *alike { "report-hint-alike" } else { "report-hint" };
        Para::plain(spared.safe(&(texts.say(word) + hint)))
    };
    let row = |first: &Finding, place: &str, said: Vec<Para>| {
        let word = group::word(first.bearing, texts);
        let cells = vec![cell(&word), cell(first.code.id()), cell(place), Cell::of(said)];
        Row { cells, height: 0 }
    };
    let mut rows = Vec::new();
    for told in group::told(&shown, texts) {
        match told {
            Told::One(one) => {
                let mut said = vec![Para::plain(spared.safe(&group::sentence(one, texts)))];
                let hint = group::hint(one, texts);
                if !hint.is_empty() {
                    said.push(hinted(&(hint, false)));
                }
                rows.push(row(one, &spared.safe(&one.place.to_string()), said));
            }
            Told::Many(group) => {
                let shared = group.shared.iter().map(|said| Para::plain(spared.safe(said)));
                let clause = Some(Para::plain(spared.safe(&group.clause)));
                let clause = clause.filter(|_| !group.clause.is_empty());
                let said = shared.chain(clause).chain(group.hints.iter().map(hinted)).collect();
                // Those that are counted but not printed are of the number too.
                let alike =
                    |f: &&&Finding| f.code == group.first.code && f.bearing == group.first.bearing;
                let count = found.iter().filter(alike).count().to_string();
                let place = texts.message("report-many", &[("count", count)]);
                rows.push(row(group.first, &place, said));
                match group.places() {
                    Some(places) => rows.extend(beside(&places, texts, spared)),
                    None => {
                        rows.extend(group.parts.iter().flat_map(|part| of_many(part, spared)));
                    }
                }
            }
        }
    }
    rows
}

/// Places one beside the other, as many in a row as a cell takes.
fn beside(places: &[&str], texts: &Texts, spared: &Spared) -> Vec<Row> {
    let comma = texts.say("report-beside-comma");
    let mut rows: Vec<String> = Vec::new();
    for place in places {
        let place = spared.safe(place);
        match rows.last_mut() {
            Some(row) if row.chars().count() + place.chars().count() < LONGEST / 2 => {
                row.push_str(&comma);
                row.push_str(&place);
            }
            Some(_) | None => rows.push(place),
        }
    }
    rows.iter().map(|row| Row { cells: vec![cell(row).across(4)], height: 0 }).collect()
}

/// Those of many that stand in one file, under its name: the place has the room of what it shares
/// with all others.
fn of_many(part: &Part, spared: &Spared) -> Vec<Row> {
    let mut rows = Vec::new();
    if !part.head.is_empty() {
        let runs = vec![Run::strong(spared.safe(&part.head))];
        let para = Para { runs, ..Para::default() };
        rows.push(Row { cells: vec![Cell::of(vec![para]).across(4)], height: 0 });
    }
    for each in &part.each {
        let (place, said) = (spared.safe(&each.place), spared.safe(&each.said));
        let cells = match (place.is_empty(), said.is_empty()) {
            (false, true) => vec![cell(&place).across(4)],
            (true, _) => vec![cell(&said).across(4)],
            (false, false) => vec![cell(&place).across(3), cell(&said)],
        };
        rows.push(Row { cells, height: 0 });
    }
    rows
}
