//! What a verification found, as a paper to be printed and filed: the inspector's table, the
//! findings, and in plain words what was not checked and what this paper is not.
//!
//! Made of the same facts as the text and the JSON. Words that come out of a package are made
//! visible; a character that no face has is written as its number, because a report must not fail
//! on what it reports.

use super::inspector::{answerable, heading, indication, moment, opinion, ranges, vote};
use super::print::{self, Spared, cell, findings, plain};
use super::{Lang, Texts, verdict};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::form::document::{
    Align, Block, Cell, Document, Para, Row, Run, SignLine, Style as Layout, Table,
};
use crate::package::Verification;
use crate::render::{self, Faces, Pdf};
use crate::seal::verify::Signing;
use crate::verdict::{Judgement, Verdict};

/// Most statements that are printed; the rest are counted.
const MOST: usize = 1_000;

/// What the paper says about the act of verifying.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// When it was done.
    pub now: Moment,
    /// By what was known then, where that was asked for.
    pub at: Option<Moment>,
    /// Digest of the package, where it is one file.
    pub package: Option<Digest>,
    /// Digest of the trust file; none where none was given.
    pub trust: Option<Digest>,
}

/// Sets the paper.
///
/// # Errors
/// The theme or a face is at fault.
pub fn paper(
    found: &Verification,
    act: Act,
    texts: &Texts,
    faces: &Faces,
) -> Result<Pdf, render::Error> {
    print::set(|spared| Paper { found, act, texts, spared }.document(), faces)
}

/// A paper about a verification.
pub(super) struct Paper<'a> {
    pub(super) found: &'a Verification,
    pub(super) act: Act,
    pub(super) texts: &'a Texts,
    pub(super) spared: &'a Spared,
}

impl Paper<'_> {
    /// Fixed words, which every face has.
    pub(super) fn say(&self, id: &str) -> String {
        self.texts.say(&format!("paper-{id}"))
    }

    fn told(&self, id: &str, facts: &[(&str, String)]) -> String {
        self.safe(&self.texts.message(&format!("paper-{id}"), facts))
    }

    /// Words from outside, fit to be printed.
    pub(super) fn safe(&self, text: &str) -> String {
        self.spared.safe(text)
    }

    fn document(&self) -> Document {
        let mut blocks = vec![Block::Title { text: self.say("title") }];
        blocks.push(self.facts(&[]));
        self.section(&mut blocks, "first", |paper, blocks| paper.conclusion(blocks));
        self.section(&mut blocks, "second", |paper, blocks| paper.signings(blocks));
        self.section(&mut blocks, "third", |paper, blocks| {
            blocks.extend(findings(&paper.found.report, paper.texts, paper.spared));
        });
        self.section(&mut blocks, "fourth", |paper, blocks| paper.unchecked(blocks));
        self.section(&mut blocks, "fifth", |paper, blocks| paper.nature(blocks));
        let line = |id| SignLine {
            label: self.say(id),
            name: String::new(),
            field: None,
            date: String::new(),
        };
        blocks.push(Block::Sign { lines: vec![line("signs")] });
        Document {
            form: "verify-report".to_string(),
            title: self.say("title"),
            issuer: String::new(),
            style: Layout::Form,
            landscape: true,
            date: Some(self.act.now.day()),
            blocks,
        }
    }

    fn section(
        &self,
        blocks: &mut Vec<Block>,
        id: &str,
        fill: impl FnOnce(&Self, &mut Vec<Block>),
    ) {
        blocks.push(Block::Heading { level: 1, text: self.say(&format!("{id}-part")) });
        fill(self, blocks);
    }

    /// What was verified, by whom it was opened, against what; and `more`, label and words.
    pub(super) fn facts(&self, more: &[(String, String)]) -> Block {
        let report = &self.found.report;
        let digest = |d: Option<Digest>| d.map_or_else(|| self.say("none"), |d| d.to_string());
        let name = report.target.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut rows = vec![("target", self.safe(name))];
        rows.push(("digest", digest(self.act.package)));
        if let Some(about) = &self.found.about {
            rows.push(("case", self.safe(&about.case)));
            rows.push(("enterprise", self.safe(&about.enterprise)));
            rows.push(("rules", self.safe(&about.rules)));
        }
        rows.push(("trust", digest(self.act.trust)));
        let told = |moment: Moment| match self.texts.lang() {
            Lang::ZhCn => moment.chinese(),
            Lang::EnUs => moment.to_string(),
        };
        let mut now = told(self.act.now);
        if let Some(at) = self.act.at {
            now = self.told("as-of", &[("now", now), ("at", told(at))]);
        }
        rows.push(("now", now));
        let rows = rows.into_iter().map(|(id, value)| (self.say(id), value));
        let rows = rows.chain(more.iter().map(|(label, value)| (label.clone(), self.safe(value))));
        let row = |(label, value): (String, String)| Row {
            cells: vec![Cell::label(label), cell(&value)],
            height: 0,
        };
        Block::Table(Table {
            widths: vec![5, 23],
            header: 0,
            groups: Vec::new(),
            rows: rows.map(row).collect(),
        })
    }

    fn conclusion(&self, blocks: &mut Vec<Block>) {
        let (filed, today) = self.found.judgements();
        let id = match today.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Indeterminate => "indeterminate",
        };
        blocks.push(strong(&self.say(&format!("verdict-{id}"))));
        let after = self.found.signings.iter().filter(|s| s.after).count();
        if after > 0 {
            let told = self.texts.message("report-after-first", &[("count", after.to_string())]);
            blocks.push(strong(&told));
        }
        let today_word = match self.act.at {
            Some(at) => self.texts.message("report-at", &[("time", at.to_string())]),
            None => self.texts.say("report-today"),
        };
        for (word, judgement) in [(self.texts.say("report-filed"), filed), (today_word, today)] {
            blocks.push(plain(&format!("{word}{}", self.judged(judgement))));
        }
        for decision in &self.found.decisions {
            let told = vote(decision, &self.found.signings, self.texts);
            blocks.push(plain(&self.safe(&told)));
        }
    }

    pub(super) fn judged(&self, judgement: Judgement) -> String {
        super::inspector::judged(judgement, self.texts)
    }

    fn signings(&self, blocks: &mut Vec<Block>) {
        let all = &self.found.signings;
        if all.is_empty() {
            blocks.push(plain(&self.say("no-signings")));
            return;
        }
        blocks.push(self.table(all));
        self.more(blocks, all.len());
        let answers = answerable(all, self.texts);
        blocks.extend(answers.iter().take(MOST).map(|line| plain(&self.safe(line))));
        blocks.push(plain(&self.texts.say("report-times")));
    }

    /// The inspector's table of statements.
    pub(super) fn table(&self, all: &[Signing]) -> Block {
        let heads = ["seat", "person", "opinion", "claimed", "proven", "covers", "judged"];
        let head = heads.map(|id| Cell::label(self.say(&format!("col-{id}"))));
        let mut rows = vec![Row { cells: head.to_vec(), height: 0 }];
        let (mut last, mut groups) = (None, Vec::new());
        for s in all.iter().take(MOST) {
            let group = (s.after, s.nn);
            if last != Some(group) {
                let words = self.safe(&heading(s, all, self.texts));
                let para = Para { runs: vec![Run::strong(words)], ..Para::default() };
                let cells = vec![Cell::of(vec![para]).across(heads.len())];
                groups.push(rows.len());
                rows.push(Row { cells, height: 0 });
                last = Some(group);
            }
            rows.push(self.signing(s));
        }
        let widths = vec![10, 19, 17, 13, 7, 9, 12];
        Block::Table(Table { widths, header: 1, groups, rows })
    }

    fn signing(&self, s: &Signing) -> Row {
        let mut who = vec![format!("{} {} {}", s.name, s.person, s.org)];
        who.push(match s.act.is_empty() {
            true => self.say("no-mandate"),
            false => self.told("by-act", &[("act", s.act.clone())]),
        });
        let mut said = vec![opinion(s, self.texts), s.text.clone()];
        if !s.in_force && !s.after {
            said.push(self.say("past"));
        }
        let mut covers = vec![self.told("files", &[("count", s.files.to_string())])];
        if !s.rows.is_empty() {
            covers.push(
                self.told("rows", &[("rows", ranges(&s.rows)), ("paper", s.rows_of.clone())]),
            );
        }
        let mut judged = vec![verdict(s.today.verdict, self.texts)];
        if s.today.reason.is_some() {
            judged.push(indication(s.today));
        }
        if s.filed != s.today && !s.after {
            let facts = [("judged", self.judged(s.filed))];
            judged.push(self.texts.message("report-when-filed", &facts));
        }
        let seat = vec![s.seat_title.clone()];
        let time = vec![moment(s)];
        let cells = [seat, who, said, time, vec![self.say("none")], covers, judged];
        let cell = |lines: Vec<String>| {
            let lines = lines.iter().filter(|l| !l.is_empty());
            Cell::of(lines.map(|line| Para::plain(self.safe(line))).collect())
        };
        Row { cells: cells.into_iter().map(cell).collect(), height: 0 }
    }

    /// That there are more than are printed.
    fn more(&self, blocks: &mut Vec<Block>, all: usize) {
        if all > MOST {
            let count = (all - MOST).to_string();
            blocks.push(plain(&self.texts.message("report-unlisted", &[("count", count)])));
        }
    }

    fn unchecked(&self, blocks: &mut Vec<Block>) {
        let report = &self.found.report;
        let comma = self.texts.say("report-comma");
        let counted = report.checked.iter().filter(|(_, n)| **n > 0);
        let counted: Vec<String> = counted
            .map(|(kind, n)| {
                self.texts.message(&format!("checked-{kind}"), &[("count", n.to_string())])
            })
            .collect();
        if !counted.is_empty() {
            let words = self.texts.say("report-checked") + &counted.join(&comma);
            blocks.push(plain(&words));
        }
        let mut lines: Vec<String> =
            report.unchecked.iter().map(|w| self.texts.say(&format!("unchecked-{w}"))).collect();
        if self.act.trust.is_none() {
            lines.push(self.say("unchecked-trust"));
        }
        for id in ["times", "content", "scans", "reading", "law"] {
            lines.push(self.say(&format!("unchecked-{id}")));
        }
        for (number, line) in (1..).zip(lines) {
            blocks.push(plain(&self.told("line", &[("n", number.to_string()), ("line", line)])));
        }
    }

    fn nature(&self, blocks: &mut Vec<Block>) {
        for id in ["no-seal", "words", "again"] {
            blocks.push(plain(&self.say(id)));
        }
    }
}

pub(super) fn strong(text: &str) -> Block {
    let runs = vec![Run::strong(text)];
    Block::Para(Para { runs, indent: true, align: Align::Left })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::About;
    use crate::verdict::{Code, Finding, Place, Report};

    fn found(name: &str) -> Verification {
        let mut report = Report::on(format!("/某处/{name}.zip"));
        report.count("statements", 1);
        report.skip("other-sources");
        let place = Place::file("reviews/03-site/site.member.p-0005.1.json");
        report.add(Finding::new(Code::SealKeyCompromised, place).with("key", name));
        let signing = crate::report::inspector::tests::signing();
        Verification {
            filed: Report::on("x"),
            report,
            signings: vec![Signing { text: name.to_string(), ..signing }],
            decisions: Vec::new(),
            chain: None,
            about: Some(About {
                case: "TS-1".into(),
                enterprise: "示例厂".into(),
                rules: "办法".into(),
            }),
            contents: None,
            filing: None,
        }
    }

    fn act() -> Act {
        let now = Moment::parse("2026-06-01T09:00:00+08:00").unwrap();
        Act { now, at: None, package: Some(Digest::sha256(b"x")), trust: None }
    }

    #[test]
    fn the_paper_says_who_answers_for_which_rows_what_was_not_checked_and_what_it_is_not() {
        let found = found("甲");
        let texts = Texts::new(Lang::ZhCn);
        let paper = Paper { found: &found, act: act(), texts: &texts, spared: &Spared::default() };
        let words = serde_json::to_string(&paper.document()).unwrap();
        for part in [
            "卷包核验报告",
            "甲.zip",
            &Digest::sha256(b"x").to_string(),
            "2026年6月1日 09:00",
            "何川 p-0005",
            "某表第 1、2、9–12、末 行",
            "某表第 1、2、9–12、末 行由谁负责：何川（p-0005，现场核查组成员，不同意）",
            "INDETERMINATE/REVOKED_NO_POE seal.key-compromised",
            "时间为自报",
            "未与其他来源比对",
            "没有给出信任文件",
            "不是电子印章",
            "证实时间",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        assert!(!words.contains("/某处"), "where it lay is nobody's business");
    }

    #[test]
    fn a_report_is_set_whatever_stands_in_the_package() {
        // No face has the first; the others change how their neighbours are read.
        let hostile = "\u{e123}\u{202e}\u{7}甲\u{1F600}".repeat(300);
        let faces = Faces::built_in().unwrap();
        for lang in Lang::ALL {
            let set = paper(&found(&hostile), act(), &Texts::new(lang), &faces).unwrap();
            assert!(set.bytes.starts_with(b"%PDF-1.7") && set.pages > 1);
            let again = paper(&found(&hostile), act(), &Texts::new(lang), &faces).unwrap();
            assert_eq!(set, again);
        }
    }
}
