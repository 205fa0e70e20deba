//! An audit as a paper to be printed and filed: the conclusion, the damage first, totals and coverage
//! with plain bars, what was not checked, and what this paper is not.

use super::super::print::{self, Spared, cell, plain};
use super::super::{Texts, verdict};
use super::{class, moment, percent, some_days, squares, sum, told};
use crate::audit::{Audit, Totals};
use crate::base::digest::Digest;
use crate::form::document::{
    Align, Block, Cell, Document, Para, Row, Run, SignLine, Style as Layout, Table,
};
use crate::render::{self, Faces, Pdf};
use crate::verdict::Verdict;

/// Most findings that are printed; the rest are counted.
const MOST: usize = 1_000;
/// Most days whose coverage is drawn: what fits on a page.
const DAYS: usize = 20;

/// Sets the paper.
///
/// # Errors
/// The theme or a face is at fault.
pub fn audit_paper(audit: &Audit, texts: &Texts, faces: &Faces) -> Result<Pdf, render::Error> {
    print::set(|spared| Paper { audit, texts, spared }.document(), faces)
}

struct Paper<'a> {
    audit: &'a Audit,
    texts: &'a Texts,
    spared: &'a Spared,
}

impl Paper<'_> {
    fn say(&self, id: &str) -> String {
        self.texts.say(&format!("audit-paper-{id}"))
    }

    /// Words from outside, fit to be printed.
    fn safe(&self, text: &str) -> String {
        self.spared.safe(text)
    }

    fn document(&self) -> Document {
        let mut blocks = vec![Block::Title { text: self.say("title") }, self.facts()];
        let mut section = |id: &str, more: Vec<Block>| {
            blocks.push(Block::Heading { level: 1, text: self.say(&format!("{id}-part")) });
            blocks.extend(more);
        };
        section("first", self.conclusion());
        section("second", self.findings());
        section("third", self.totals());
        section("fourth", self.coverage());
        section("fifth", self.unchecked());
        let label = self.say("signs");
        let line = SignLine { label, name: String::new(), field: None, date: String::new() };
        blocks.push(Block::Sign { lines: vec![line] });
        Document {
            form: "audit-report".to_string(),
            title: self.say("title"),
            issuer: String::new(),
            style: Layout::Form,
            landscape: true,
            date: Some(self.audit.now.day()),
            blocks,
        }
    }

    fn facts(&self) -> Block {
        let audit = self.audit;
        let digest =
            |d: Option<Digest>| d.map_or_else(|| self.texts.say("paper-none"), |d| d.to_string());
        let name = audit.report.target.trim_end_matches(['/', '\\']);
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let register = match audit.register {
            Some((number, at, digest)) => {
                let facts = [
                    ("number", number.to_string()),
                    ("at", moment(at, self.texts)),
                    ("digest", digest.to_string()),
                ];
                self.texts.message("audit-register-head", &facts)
            }
            None => self.texts.say("paper-none"),
        };
        let rows = [
            ("folder", self.safe(name)),
            ("now", moment(audit.now, self.texts)),
            ("trust", digest(audit.trusted)),
            ("register", register),
        ];
        let row = |(id, value): (&str, String)| Row {
            cells: vec![Cell::label(self.say(id)), cell(&value)],
            height: 0,
        };
        Block::Table(Table {
            widths: vec![5, 23],
            header: 0,
            groups: Vec::new(),
            rows: rows.into_iter().map(row).collect(),
        })
    }

    fn conclusion(&self) -> Vec<Block> {
        let report = &self.audit.report;
        let id = match report.verdict() {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Indeterminate => "indeterminate",
        };
        let mut words = verdict(report.verdict(), self.texts);
        words += &self.say(&format!("verdict-{id}"));
        let runs = vec![Run::strong(words)];
        let mut blocks = vec![Block::Para(Para { runs, indent: true, align: Align::Left })];
        blocks.extend(told(self.audit, self.texts).iter().map(|line| plain(line)));
        blocks
    }

    /// What is damaged or not as it should be, the worst first.
    fn findings(&self) -> Vec<Block> {
        let findings = self.audit.report.findings();
        if findings.is_empty() {
            return vec![plain(&self.say("no-findings"))];
        }
        let heads = ["bearing", "code", "place", "said"];
        let head = heads.map(|id| Cell::label(self.texts.say(&format!("paper-col-{id}"))));
        let mut rows = vec![Row { cells: head.to_vec(), height: 0 }];
        rows.extend(print::rows(&findings, MOST, self.texts, self.spared));
        let table = Table { widths: vec![5, 11, 14, 25], header: 1, groups: Vec::new(), rows };
        let mut blocks = vec![Block::Table(table)];
        let more = findings.len().saturating_sub(MOST) as u64 + self.audit.report.unlisted();
        if more > 0 {
            let facts = [("count", more.to_string())];
            blocks.push(plain(&self.texts.message("report-unlisted", &facts)));
        }
        blocks
    }

    fn totals(&self) -> Vec<Block> {
        let all = sum(self.audit);
        let rows = self.audit.totals.iter().map(|(which, t)| (class(*which, self.texts), *t));
        let rows = rows.chain([(self.texts.say("audit-total"), all)]);
        let rows = rows.map(|(word, total)| (word, total, Totals { octets: 0, ..all }));
        vec![self.chart("audit-col-class", rows.collect())]
    }

    fn coverage(&self) -> Vec<Block> {
        let c = &self.audit.coverage;
        if c.days.is_empty() {
            return vec![plain(&self.say("no-coverage"))];
        }
        let shown = some_days(&c.days, DAYS);
        let mut blocks = Vec::new();
        if shown.len() < c.days.len() {
            let facts = [("days", c.days.len().to_string()), ("shown", shown.len().to_string())];
            blocks.push(plain(&self.texts.message("audit-some-days", &facts)));
        }
        let days = shown.into_iter().map(|(day, t)| (day.to_string(), t, c.all));
        blocks.push(self.chart("audit-paper-day", days.collect()));
        blocks
    }

    /// Rows with their packages, octets and a bar of squares beside the number that it shows.
    fn chart(&self, first: &str, rows: Vec<(String, Totals, Totals)>) -> Block {
        let heads = [first, "audit-col-packages", "audit-col-octets", "audit-paper-share"];
        let heads = heads.map(|id| Cell::label(self.texts.say(id)));
        let mut table = vec![Row { cells: heads.to_vec(), height: 0 }];
        for (word, total, all) in rows {
            let bar = "■".repeat(squares(total, all));
            let told = format!("{bar} {}%", percent(total, all)).trim_start().to_string();
            let number = |n: u64| {
                let para = Para { align: Align::Right, ..Para::plain(n.to_string()) };
                Cell::of(vec![para])
            };
            let numbers = [number(total.packages), number(total.octets)];
            let cells = [cell(&word)].into_iter().chain(numbers).chain([cell(&told)]);
            table.push(Row { cells: cells.collect(), height: 0 });
        }
        Block::Table(Table {
            widths: vec![9, 6, 11, 26],
            header: 1,
            groups: Vec::new(),
            rows: table,
        })
    }

    fn unchecked(&self) -> Vec<Block> {
        let mut lines: Vec<String> = self
            .audit
            .report
            .unchecked
            .iter()
            .map(|what| self.texts.say(&format!("unchecked-{what}")))
            .collect();
        lines.push(self.say("state"));
        lines.push(self.say("nature"));
        (1..)
            .zip(lines)
            .map(|(n, line)| {
                let facts = [("n", n.to_string()), ("line", line)];
                plain(&self.texts.message("paper-line", &facts))
            })
            .collect()
    }
}
