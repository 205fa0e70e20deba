//! The four-nature check of one package or of many: on a terminal, as JSON, as XLSX and as a paper in
//! official layout.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::print::{self, Spared, cell, plain};
use super::sheet::Error;
use super::table::{Align, Table};
use super::text::folded;
use super::{Lang, Style, Texts};
use crate::audit::natures::{Answer, Basis, Checklist, Item, Mark};
use crate::base::json::Value;
use crate::base::text::visible;
use crate::base::time::Moment;
use crate::form::document::{
    Block, Cell, Document, Row, SignLine, Style as Layout, Table as Ruled,
};
use crate::render::{self, Faces, Pdf};
use crate::verdict::Code;

/// One package answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The package, as it was named.
    pub target: String,
    /// The case's number; empty where it cannot be read.
    pub case: String,
    /// Its answers, in the order of the checklist.
    pub answers: Vec<Answer>,
}

/// All marks, in the order in which they are counted.
const MARKS: [Mark; 4] = [Mark::Passed, Mark::Failed, Mark::Manual, Mark::NotApplicable];

fn count(answers: &[Answer], mark: Mark) -> usize {
    answers.iter().filter(|a| a.mark == mark).count()
}

fn title<'a>(item: &'a Item, texts: &Texts) -> &'a str {
    if texts.lang() == Lang::ZhCn { &item.title } else { &item.title_en }
}

fn looked<'a>(item: &'a Item, texts: &Texts) -> &'a str {
    if texts.lang() == Lang::ZhCn { &item.looked } else { &item.looked_en }
}

fn mark(mark: Mark, texts: &Texts) -> String {
    texts.message("report-nature-mark", &[("mark", mark.id().to_string())])
}

/// What decided, or why nothing did.
fn remark(answer: &Answer, texts: &Texts) -> String {
    // That no trust file was given is said in words below.
    let said = |code: &str| {
        code == Code::KeyringUntrusted.id() && answer.undone.contains(&Basis::Signatures)
    };
    let because = answer.because.iter().filter(|(code, _)| !said(code));
    let mut parts: Vec<String> = because.map(|(code, n)| format!("{code} ×{n}")).collect();
    for undone in &answer.undone {
        let word = match undone {
            Basis::Carrier => "carrier",
            Basis::Signatures => "signatures",
            Basis::Typed => "typed",
            Basis::Content => "content",
            Basis::OtherSources => "other-sources",
        };
        parts.push(texts.message("report-nature-undone", &[("basis", word.to_string())]));
    }
    parts.join(&texts.say("report-beside-comma"))
}

/// The sum of one package, as a sentence.
fn sum(one: &Answered, texts: &Texts) -> String {
    let mut facts = vec![("target", one.target.clone()), ("case", one.case.clone())];
    facts.extend(MARKS.map(|mark| (mark.id(), count(&one.answers, mark).to_string())));
    texts.message("report-nature-sum", &facts)
}

/// For one package every item, for several the sum of each and every item that fails; every line
/// ended.
#[must_use]
pub fn natures(list: &Checklist, all: &[Answered], texts: &Texts, style: Style) -> String {
    let mut out = String::new();
    for one in all {
        out += &folded("", "", &visible(&sum(one, texts)), style.width);
        let heads = ["item", "name", "mark-head", "remark"];
        let mut table =
            Table::headed(heads.map(|id| (texts.say(&format!("report-nature-{id}")), Align::Left)));
        let mut nature = None;
        let wanted = |(_, answer): &(&Item, &Answer)| all.len() == 1 || answer.mark == Mark::Failed;
        for (item, answer) in list.items.iter().zip(&one.answers).filter(wanted) {
            if nature != Some(item.nature) {
                nature = Some(item.nature);
                let facts = [("nature", item.nature.id().to_string())];
                table.across(0, &texts.message("report-nature", &facts));
            }
            table.row([
                item.id.clone(),
                title(item, texts).to_string(),
                mark(answer.mark, texts),
                remark(answer, texts),
            ]);
        }
        if !table.is_empty() {
            out += &table.render(style.width);
            out.push('\n');
        }
    }
    out
}

/// The same for programs.
#[must_use]
pub fn natures_value(list: &Checklist, all: &[Answered]) -> Value {
    let answer = |(item, answer): (&Item, &Answer)| {
        let because = answer.because.iter().map(|(code, n)| {
            Value::Map(vec![member("code", text(code)), member("count", Value::Number(*n as u64))])
        });
        Value::Map(vec![
            member("item", text(&item.id)),
            member("mark", text(answer.mark.id())),
            member("because", Value::List(because.collect())),
        ])
    };
    let one = |one: &Answered| {
        let answers = list.items.iter().zip(&one.answers).map(answer).collect();
        Value::Map(vec![
            member("target", text(&one.target)),
            member("case", text(&one.case)),
            member("answers", Value::List(answers)),
        ])
    };
    Value::Map(vec![
        member("schema", text("juanzong.natures/1")),
        member("checklist", text(&list.id)),
        member("packages", Value::List(all.iter().map(one).collect())),
    ])
}

/// A workbook: a sheet with the sum of each package, a sheet with every item of every package. Same
/// answers, same bytes.
///
/// # Errors
/// More rows or longer texts than XLSX holds.
pub fn natures_sheet(list: &Checklist, all: &[Answered], texts: &Texts) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let called = if texts.lang() == Lang::ZhCn { &list.title } else { &list.title_en };
    book.set_properties(&DocProperties::new().set_title(called).set_creation_datetime(&made));
    let head = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap();
    let word = |id: &str| texts.say(&format!("report-nature-{id}"));

    let page = book.add_worksheet().set_name(word("sums"))?;
    page.set_freeze_panes(1, 0)?;
    page.set_column_width(0, 48)?;
    page.set_column_width(1, 26)?;
    let mut heads = vec![word("target"), texts.say("report-col-case")];
    heads.extend(MARKS.map(|m| mark(m, texts)));
    for (x, word) in (0u16..).zip(&heads) {
        page.write_string_with_format(0, x, word, &head)?;
    }
    for (y, one) in (1u32..).zip(all) {
        page.write_string_with_format(y, 0, visible(&one.target), &body)?;
        page.write_string_with_format(y, 1, visible(&one.case), &body)?;
        for (x, m) in (2u16..).zip(MARKS) {
            let number = u32::try_from(count(&one.answers, m)).unwrap_or(u32::MAX);
            page.write_number_with_format(y, x, f64::from(number), &body)?;
        }
    }

    let page = book.add_worksheet().set_name(word("items"))?;
    page.set_freeze_panes(1, 0)?;
    let columns = ["target", "item", "kind", "name", "looked", "mark-head", "remark"];
    for (x, (id, width)) in (0u16..).zip(columns.iter().zip([36, 10, 10, 28, 44, 10, 40])) {
        page.set_column_width(x, f64::from(width))?;
        page.write_string_with_format(0, x, word(id), &head)?;
    }
    let rows = all.iter().flat_map(|one| {
        list.items.iter().zip(&one.answers).map(move |(item, answer)| (one, item, answer))
    });
    for (y, (one, item, answer)) in (1u32..).zip(rows) {
        let nature = [("nature", item.nature.id().to_string())];
        let cells = [
            visible(&one.target).to_string(),
            item.id.clone(),
            texts.message("report-nature", &nature),
            title(item, texts).to_string(),
            looked(item, texts).to_string(),
            mark(answer.mark, texts),
            remark(answer, texts),
        ];
        for (x, cell) in (0u16..).zip(cells) {
            page.write_string_with_format(y, x, cell, &body)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The record as a paper to be signed and filed: for one package every item, for several the sum of
/// each and every item that fails.
///
/// # Errors
/// The theme or a face is at fault.
pub fn natures_paper(
    list: &Checklist,
    all: &[Answered],
    now: Moment,
    texts: &Texts,
    faces: &Faces,
) -> Result<Pdf, render::Error> {
    print::set(|spared| document(list, all, now, texts, spared), faces)
}

fn document(
    list: &Checklist,
    all: &[Answered],
    now: Moment,
    texts: &Texts,
    spared: &Spared,
) -> Document {
    let word = |id: &str| texts.say(&format!("report-nature-{id}"));
    let zh = texts.lang() == Lang::ZhCn;
    let called = if zh { &list.title } else { &list.title_en };
    let mut blocks = vec![Block::Title { text: called.clone() }];
    let facts = [
        ("basis", list.basis.clone()),
        ("count", all.len().to_string()),
        ("now", if zh { now.chinese() } else { now.to_string() }),
    ];
    blocks.push(plain(&texts.message("report-nature-lead", &facts)));
    let mut items = Items { rows: Vec::new(), groups: Vec::new(), texts };
    match all {
        [one] => {
            blocks.push(plain(&spared.safe(&sum(one, texts))));
            list.items.iter().zip(&one.answers).for_each(|(item, answer)| items.add(item, answer));
        }
        many => {
            blocks.push(Block::Heading { level: 1, text: word("sums") });
            blocks.push(sums(many, texts, spared));
            blocks.push(Block::Heading { level: 1, text: word("failed") });
            for one in many {
                let fails = |(_, answer): &(&Item, &Answer)| answer.mark == Mark::Failed;
                let mut failed = list.items.iter().zip(&one.answers).filter(fails).peekable();
                if failed.peek().is_some() {
                    items.head(&spared.safe(&one.target));
                }
                failed.for_each(|(item, answer)| items.add(item, answer));
            }
        }
    }
    blocks.push(items.block());
    blocks.push(plain(&word("closing")));
    let line =
        |id| SignLine { label: word(id), name: String::new(), field: None, date: String::new() };
    blocks.push(Block::Sign { lines: vec![line("checked-by"), line("reviewed-by")] });
    Document {
        form: "four-nature-check".to_string(),
        title: called.clone(),
        issuer: String::new(),
        style: Layout::Form,
        landscape: true,
        date: Some(now.day()),
        blocks,
    }
}

/// The sum of each package, as a table.
fn sums(all: &[Answered], texts: &Texts, spared: &Spared) -> Block {
    let heads = [texts.say("report-nature-target"), texts.say("report-col-case")];
    let heads = heads.into_iter().chain(MARKS.map(|m| mark(m, texts)));
    let mut rows = vec![Row { cells: heads.map(Cell::label).collect(), height: 0 }];
    for one in all {
        let numbers = MARKS.map(|m| count(&one.answers, m).to_string());
        let words = [spared.safe(&one.target), spared.safe(&one.case)].into_iter().chain(numbers);
        rows.push(Row { cells: words.map(|w| cell(&w)).collect(), height: 0 });
    }
    Block::Table(Ruled { widths: vec![17, 12, 3, 4, 4, 4], header: 1, groups: Vec::new(), rows })
}

/// The table of items, by package where there are several.
struct Items<'t> {
    rows: Vec<Row>,
    groups: Vec<usize>,
    texts: &'t Texts,
}

/// The columns of the table of items.
const HEADS: [&str; 6] = ["item", "kind", "name", "looked", "mark-head", "remark"];

impl Items<'_> {
    fn head(&mut self, target: &str) {
        // The row of column names stands above all.
        self.groups.push(self.rows.len() + 1);
        self.rows.push(Row { cells: vec![cell(target).across(HEADS.len())], height: 0 });
    }

    fn add(&mut self, item: &Item, answer: &Answer) {
        let nature = [("nature", item.nature.id().to_string())];
        let cells = [
            item.id.clone(),
            self.texts.message("report-nature", &nature),
            title(item, self.texts).to_string(),
            looked(item, self.texts).to_string(),
            mark(answer.mark, self.texts),
            remark(answer, self.texts),
        ];
        self.rows.push(Row { cells: cells.iter().map(|c| cell(c)).collect(), height: 0 });
    }

    fn block(self) -> Block {
        if self.rows.is_empty() {
            return plain(&self.texts.say("report-nature-none"));
        }
        let heads = HEADS.map(|id| Cell::label(self.texts.say(&format!("report-nature-{id}"))));
        let mut rows = vec![Row { cells: heads.to_vec(), height: 0 }];
        rows.extend(self.rows);
        let widths = vec![4, 6, 8, 11, 5, 8];
        Block::Table(Ruled { widths, header: 1, groups: self.groups, rows })
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn member(name: &str, value: Value) -> (String, Value) {
    (name.to_string(), value)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn answered(list: &Checklist, target: &str, failed: usize) -> Answered {
        let answer = |at| Answer {
            mark: if at < failed { Mark::Failed } else { Mark::Passed },
            because: BTreeMap::new(),
            undone: Vec::new(),
        };
        let answers = (0..list.items.len()).map(answer).collect();
        Answered { target: target.to_string(), case: String::new(), answers }
    }

    fn tables(all: &[Answered]) -> Vec<Ruled> {
        let list = Checklist::built_in().unwrap();
        let now = Moment::parse("2026-06-01T09:00:00+08:00").unwrap();
        let texts = Texts::new(Lang::ZhCn);
        let blocks = document(&list, all, now, &texts, &Spared::default()).blocks;
        let mut tables = Vec::new();
        for block in blocks {
            if let Block::Table(table) = block {
                tables.push(table);
            }
        }
        tables
    }

    #[test]
    fn a_batch_has_a_sum_of_each_package_and_its_failures_under_its_name() {
        let list = Checklist::built_in().unwrap();
        let all = [("a.zip", 2), ("b.zip", 0), ("c.zip", 1)];
        let all = all.map(|(target, failed)| answered(&list, target, failed));
        let tables = tables(&all);
        let [sums, failed] = tables.as_slice() else { panic!("{tables:?}") };
        assert_eq!(sums.rows.len(), 1 + all.len());
        // The heads, two names, three items; the names head their rows.
        assert_eq!((failed.rows.len(), failed.groups.as_slice()), (1 + 2 + 3, &[1, 4][..]));
        assert!(failed.groups.iter().all(|at| failed.rows[*at].cells.len() == 1));
    }

    #[test]
    fn one_package_has_every_item_and_a_batch_without_failures_no_table_of_them() {
        let list = Checklist::built_in().unwrap();
        let [one] = tables(&[answered(&list, "a.zip", 0)]).try_into().unwrap();
        assert_eq!((one.rows.len(), one.groups.len()), (1 + list.items.len(), 0));
        let both = ["a.zip", "b.zip"].map(|target| answered(&list, target, 0));
        assert_eq!(tables(&both).len(), 1);
    }
}
