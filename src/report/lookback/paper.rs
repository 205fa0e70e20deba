//! A comparison as a paper to be printed, signed and filed: what it came to and what follows, the rows
//! side by side, who checked again, the findings, and what was not checked.

use super::super::print::{self, Spared, cell, findings, plain};
use super::super::{Texts, ranges, verdict};
use super::{answer, change, conclusions, details, item, judged, moment, names, say};
use crate::audit::lookback::{Comparison, Line};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::form::document::{
    Align, Block, Cell, Document, Para, Row, Run, SignLine, Style as Layout, Table,
};
use crate::render::{self, Faces, Pdf};
use crate::seal::verify::Signing;
use crate::verdict::Verdict;

/// Sets the paper.
///
/// # Errors
/// The theme or a face is at fault.
pub fn lookback_paper(
    found: &Comparison,
    now: Moment,
    trust: Option<Digest>,
    texts: &Texts,
    faces: &Faces,
) -> Result<Pdf, render::Error> {
    print::set(|spared| Paper { found, now, trust, texts, spared }.document(), faces)
}

struct Paper<'a> {
    found: &'a Comparison,
    now: Moment,
    trust: Option<Digest>,
    texts: &'a Texts,
    spared: &'a Spared,
}

impl Paper<'_> {
    fn say(&self, id: &str) -> String {
        say(id, self.texts)
    }

    fn document(&self) -> Document {
        let mut blocks = vec![Block::Title { text: self.say("title") }, self.facts()];
        let mut section = |id: &str, more: Vec<Block>| {
            blocks.push(Block::Heading { level: 1, text: self.say(id) });
            blocks.extend(more);
        };
        section("first-part", self.conclusion());
        section("second-part", self.rows());
        section("third-part", findings(&self.found.report, self.texts, self.spared));
        section("fourth-part", self.recorded());
        section("fifth-part", self.unchecked());
        let line = |id| SignLine {
            label: self.say(id),
            name: String::new(),
            field: None,
            date: String::new(),
        };
        blocks.push(Block::Sign { lines: vec![line("compared-by"), line("reviewed-by")] });
        Document {
            form: "lookback-report".to_string(),
            title: self.say("title"),
            issuer: String::new(),
            style: Layout::Form,
            landscape: true,
            date: Some(self.now.day()),
            blocks,
        }
    }

    /// Both dossiers beside each other.
    fn facts(&self) -> Block {
        let (original, recheck) = (&self.found.original, &self.found.recheck);
        let digest = |d: Option<Digest>| d.map_or_else(|| self.say("none"), |d| d.to_string());
        let both = [original, recheck];
        let mut rows = vec![Row {
            cells: ["which", "original", "recheck"].map(|id| Cell::label(self.say(id))).to_vec(),
            height: 0,
        }];
        let lines = [
            ("case", both.map(|p| p.case.clone())),
            ("enterprise", both.map(|p| p.enterprise.clone())),
            ("rules", both.map(|p| p.rules.clone())),
            ("opened", both.map(|p| moment(p.opened, self.texts))),
            ("filed", both.map(|p| moment(p.filed, self.texts))),
            ("digest", both.map(|p| digest(p.digest))),
            ("judged", both.map(|p| judged(p, self.texts))),
        ];
        for (id, [one, other]) in lines {
            let cells = [one, other].map(|words| cell(&self.spared.safe(&words)));
            let cells = [Cell::label(self.say(id))].into_iter().chain(cells).collect();
            rows.push(Row { cells, height: 0 });
        }
        let trust = cell(&digest(self.trust)).across(2);
        rows.push(Row { cells: vec![Cell::label(self.say("trust")), trust], height: 0 });
        let now = cell(&moment(Some(self.now), self.texts)).across(2);
        rows.push(Row { cells: vec![Cell::label(self.say("now")), now], height: 0 });
        Block::Table(Table { widths: vec![5, 14, 14], header: 1, groups: Vec::new(), rows })
    }

    fn conclusion(&self) -> Vec<Block> {
        let report = &self.found.report;
        let id = match report.verdict() {
            Verdict::Passed => "verdict-passed",
            Verdict::Failed => "verdict-failed",
            Verdict::Indeterminate => "verdict-indeterminate",
        };
        let runs = vec![Run::strong(verdict(report.verdict(), self.texts) + &self.say(id))];
        let mut blocks = vec![Block::Para(Para { runs, indent: true, align: Align::Left })];
        let told = conclusions(self.found, self.texts);
        blocks.extend(told.iter().map(|line| plain(&self.spared.safe(line))));
        blocks
    }

    fn rows(&self) -> Vec<Block> {
        if self.found.lines.is_empty() {
            return vec![plain(&self.say("no-rows"))];
        }
        let heads = ["row", "item", "then", "signed-then", "now", "signed-now", "change"];
        let heads = heads.map(|id| Cell::label(self.say(&format!("col-{id}"))));
        let mut rows = vec![Row { cells: heads.to_vec(), height: 0 }];
        rows.extend(self.found.lines.iter().map(|line| self.row(line)));
        let rows =
            Table { widths: vec![3, 11, 21, 10, 21, 9, 6], header: 1, groups: Vec::new(), rows };
        vec![Block::Table(rows), plain(&self.say("answerable")), self.answerable()]
    }

    fn row(&self, line: &Line) -> Row {
        let [then, now, remark, evidence] = details(line).map(|(_, words)| words);
        let told = |id: &str, words: String| match words.is_empty() {
            true => words,
            false => {
                let facts = [("what", id.to_string()), ("words", words)];
                self.texts.message("lookback-detail", &facts)
            }
        };
        let results = (
            line.then.as_ref().map(answer).unwrap_or_default(),
            line.now.as_ref().map(|a| answer(&a.item)).unwrap_or_default(),
        );
        let cells = [
            vec![line.number.to_string()],
            vec![item(line)],
            vec![then, results.0],
            vec![names(&line.signed_then)],
            vec![now, results.1, told("remark", remark), told("evidence", evidence)],
            vec![names(&line.signed_now)],
            vec![change(line.change, self.texts)],
        ];
        let cell = |lines: Vec<String>| {
            let lines = lines.iter().filter(|l| !l.is_empty());
            Cell::of(lines.map(|l| Para::plain(self.spared.safe(l))).collect())
        };
        Row { cells: cells.into_iter().map(cell).collect(), height: 0 }
    }

    /// Who answers for which rows, then and now: each statement once.
    fn answerable(&self) -> Block {
        let heads = ["which", "person", "seat", "time", "verdict", "rows"];
        let heads = heads.map(|id| Cell::label(self.say(&format!("sign-{id}"))));
        let mut rows = vec![Row { cells: heads.to_vec(), height: 0 }];
        type Signed = fn(&Line) -> &[Signing];
        let sides: [(&str, Signed); 2] =
            [("original", |l| &l.signed_then), ("recheck", |l| &l.signed_now)];
        for (side, signed) in sides {
            let mut by: Vec<(&Signing, Vec<String>)> = Vec::new();
            for line in &self.found.lines {
                for s in signed(line) {
                    let row = line.number.to_string();
                    match by.iter_mut().find(|(known, _)| known.file == s.file) {
                        Some((_, rows)) => rows.push(row),
                        None => by.push((s, vec![row])),
                    }
                }
            }
            rows.extend(by.into_iter().map(|(s, of)| {
                let cells = [
                    self.say(side),
                    format!("{} {}", s.name, s.person),
                    s.seat_title.clone(),
                    super::super::inspector::moment(s),
                    verdict(s.today.verdict, self.texts),
                    ranges(&of),
                ];
                let cells = cells.iter().map(|words| cell(&self.spared.safe(words))).collect();
                Row { cells, height: 0 }
            }));
        }
        Block::Table(Table {
            widths: vec![10, 14, 16, 14, 8, 20],
            header: 1,
            groups: Vec::new(),
            rows,
        })
    }

    /// What the record says of package and draw.
    fn recorded(&self) -> Vec<Block> {
        if self.found.recorded.is_empty() {
            return vec![plain(&self.say("no-record"))];
        }
        let row = |(label, words): &(String, String)| Row {
            cells: vec![Cell::label(self.spared.safe(label)), cell(&self.spared.safe(words))],
            height: 0,
        };
        let rows = self.found.recorded.iter().map(row).collect();
        vec![Block::Table(Table { widths: vec![8, 25], header: 0, groups: Vec::new(), rows })]
    }

    fn unchecked(&self) -> Vec<Block> {
        let report = &self.found.report;
        let skipped = report.unchecked.iter().map(|what| format!("unchecked-{what}"));
        let mut ids: Vec<String> = skipped.collect();
        if self.trust.is_none() {
            ids.push("paper-unchecked-trust".to_string());
        }
        ids.push("paper-unchecked-times".to_string());
        ids.extend(
            ["truth", "person", "decision", "again"].map(|id| format!("lookback-note-{id}")),
        );
        let line = |(n, id): (usize, &String)| {
            let facts = [("n", n.to_string()), ("line", self.texts.say(id))];
            plain(&self.texts.message("paper-line", &facts))
        };
        (1..).zip(&ids).map(line).collect()
    }
}
