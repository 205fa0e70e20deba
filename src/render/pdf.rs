//! A document as PDF/A-2a (ISO 19005-2), tagged.

use std::sync::Arc;

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::layout::{Abs, Frame, FrameItem, Point, Size};
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
        timestamp: job.today.or_else(undated).and_then(|day| Timestamp::new_local(day, 8 * 60)),
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

/// PDF/A demands a date. A document that bears none has the first day of computers' calendars: a day
/// that no paper of a case can bear, and the same in every build.
fn undated() -> Option<Datetime> {
    Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0)
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
    for (number, page) in (1..).zip(paged.pages()) {
        if let Some(words) = cut_off(&page.frame, Point::zero(), page.frame.size()) {
            let words = format!("“{words}” runs over the edge of page {number}");
            return Err(plain_fault(document, &words));
        }
    }
    Ok((job, paged))
}

/// The first words that would not be printed because they leave the paper.
fn cut_off(frame: &Frame, at: Point, paper: Size) -> Option<String> {
    // Rounding of a line that is exactly full.
    let slack = Abs::pt(1.0);
    frame.items().find_map(|(place, item)| {
        let here = at + *place;
        match item {
            FrameItem::Group(group) => cut_off(&group.frame, here, paper),
            FrameItem::Text(text) => {
                let beyond = here.x < -slack
                    || here.x + text.width() > paper.x + slack
                    || here.y < -slack
                    || here.y > paper.y + slack;
                beyond.then(|| text.text.to_string())
            }
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(..) => None,
        }
    })
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::form::document::{Align, Block, Cell, Para, Row, Run, SignLine, Style, Table};

    fn document(style: Style, blocks: Vec<Block>) -> Document {
        let (form, title, issuer) = ("x".into(), "测试".into(), "某局".into());
        Document { form, title, issuer, style, landscape: false, date: None, blocks }
    }

    /// A run of glyphs: its text, its place in pt from the page's upper left corner, its width.
    struct Piece {
        text: String,
        x: f64,
        y: f64,
        width: f64,
        glyphs: usize,
    }

    fn pieces(frame: &Frame, at: Point, out: &mut Vec<Piece>) {
        for (place, item) in frame.items() {
            let here = at + *place;
            match item {
                FrameItem::Group(group) => pieces(&group.frame, here, out),
                FrameItem::Text(text) => out.push(Piece {
                    text: text.text.to_string(),
                    x: here.x.to_pt(),
                    y: here.y.to_pt(),
                    width: text.width().to_pt(),
                    glyphs: text.glyphs.len(),
                }),
                FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Tag(..) => {}
            }
        }
    }

    fn pages(document: &Document) -> Vec<Vec<Piece>> {
        let (_, paged) = set(document, &Faces::built_in().unwrap()).unwrap();
        let page = |frame| {
            let mut out = Vec::new();
            pieces(frame, Point::zero(), &mut out);
            out
        };
        paged.pages().iter().map(|p| page(&p.frame)).collect()
    }

    #[test]
    fn a_full_page_holds_22_lines_of_28_characters() {
        let para = Para::plain("国".repeat(22 * 28 + 1));
        let pages = pages(&document(Style::Text, vec![Block::Para(para)]));
        assert_eq!(pages.len(), 2);
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for piece in pages[0].iter().filter(|p| p.text.starts_with('国')) {
            *lines.entry(format!("{:06.1}", piece.y)).or_default() += piece.glyphs;
        }
        assert_eq!(lines.values().copied().collect::<Vec<_>>(), [28; 22]);
        let mm = |pt: f64| pt * 25.4 / 72.0;
        let first = mm(lines.keys().next().unwrap().parse::<f64>().unwrap() - 0.88 * 16.0);
        assert!((first - 37.0).abs() < 0.2, "天头 {first} mm");
        let right = pages[0].iter().map(|p| mm(p.x + p.width)).fold(0.0, f64::max);
        assert!((right - 184.0).abs() < 0.2, "text ends at {right} mm");
    }

    #[test]
    fn page_numbers_stand_seven_mm_below_the_text_on_the_outer_side() {
        let para = Para::plain("国".repeat(22 * 28 + 1));
        let pages = pages(&document(Style::Text, vec![Block::Para(para)]));
        let number = |n: usize| {
            let dash = |p: &&Piece| p.text.contains('—');
            let piece = pages[n].iter().find(dash).unwrap();
            // The dash stands 0.38 em above the baseline.
            (piece.x * 25.4 / 72.0, (piece.y - 0.38 * 14.0) * 25.4 / 72.0)
        };
        let ((odd, below), (even, _)) = (number(0), number(1));
        assert!(odd > 160.0 && (even - 33.0).abs() < 0.5, "{odd} {even}");
        assert!((below - (37.0 + 225.0 + 7.0)).abs() < 0.5, "{below}");
    }

    #[test]
    fn words_that_would_leave_the_paper_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let main = "#set page(width: 90mm)\n#set text(font: \"jz-song\")\n#set document(title: \"x\")\n#box(width: 500pt)[一#h(1fr)二]";
        crate::base::disk::write_new(&folder.path().join("main.typ"), main.as_bytes()).unwrap();
        let faces = Faces::built_in().unwrap().with_theme(folder.path()).unwrap();
        let Err(Error::Theme { message, .. }) = pdf(&document(Style::Form, vec![]), &faces) else {
            panic!("must be refused");
        };
        assert!(message.contains("“二” runs over the edge of page 1"), "{message}");
    }

    fn table(widths: Vec<u16>, rows: Vec<Row>) -> Block {
        Block::Table(Table { widths, header: 0, groups: Vec::new(), rows })
    }

    fn cell(text: &str) -> Cell {
        Cell::of(vec![Para { runs: vec![Run::typed(text, "f")], ..Para::default() }])
    }

    #[test]
    fn words_without_spaces_stay_in_their_cell() {
        let code = "91130200MA0TEAT01J";
        let address = "https://example.invalid/".repeat(20);
        let cells = vec![cell(code), cell(&address), cell("国".repeat(50).as_str())];
        let rows = vec![Row { cells, height: 0 }];
        let pages = pages(&document(Style::Form, vec![table(vec![1, 2, 9], rows)]));
        let edge = |parts: f64| (28.0 + 156.0 * parts / 12.0) * 72.0 / 25.4 + 0.1;
        let mut seen = 0;
        for piece in pages.iter().flatten().filter(|p| !p.text.contains('—') && p.y < 750.0) {
            let column = [edge(1.0), edge(3.0), edge(12.0)].into_iter().find(|e| piece.x < *e);
            assert!(piece.x + piece.width <= column.unwrap(), "{} leaves its cell", piece.text);
            seen += piece.text.chars().filter(|c| *c == '国' || c.is_ascii_alphanumeric()).count();
        }
        let typed = address.chars().filter(char::is_ascii_alphanumeric).count();
        assert!(seen >= code.len() + typed + 50, "{seen}: every character is printed");
    }

    #[test]
    fn a_row_that_heads_others_is_never_the_last_on_a_page_and_is_repeated_on_the_next() {
        let (mut rows, mut groups) = (vec![Row { cells: vec![cell("栏")], height: 0 }], vec![]);
        for group in 0..24 {
            groups.push(rows.len());
            rows.push(Row { cells: vec![cell(&format!("组{group:02}"))], height: 0 });
            // As many rows as let headings come to lie anywhere on a page.
            for n in 0..=group % 7 {
                let said = format!("行{group:02}\n{n}");
                rows.push(Row { cells: vec![cell(&said)], height: 0 });
            }
        }
        let table = Block::Table(Table { widths: vec![1], header: 1, groups, rows });
        let pages = pages(&document(Style::Form, vec![table]));
        assert!(pages.len() > 3, "{}", pages.len());
        let mut seen = 0;
        for page in &pages {
            let told = |p: &&Piece| p.text.starts_with('组') || p.text.starts_with('行');
            let mut told: Vec<&Piece> = page.iter().filter(told).collect();
            told.sort_by(|a, b| a.y.total_cmp(&b.y));
            let (first, last) = (told.first().unwrap(), told.last().unwrap());
            assert!(first.text.starts_with('组'), "{} stands without its heading", first.text);
            assert!(last.text.starts_with('行'), "{} heads nothing on its page", last.text);
            for pair in told.windows(2).filter(|pair| pair[1].text.starts_with('行')) {
                let of = |piece: &Piece| piece.text.chars().skip(1).take(2).collect::<String>();
                assert_eq!(of(pair[0]), of(pair[1]), "a row under another group's heading");
            }
            seen += told.iter().filter(|p| p.text.starts_with('行')).count();
        }
        assert_eq!(seen, (0..24).map(|group| group % 7 + 1).sum::<usize>());
    }

    #[test]
    fn signatures_of_many_run_on_over_pages_and_never_over_each_other() {
        let line = |n: usize| SignLine {
            label: "某人（签字）".into(),
            name: format!("署{}", "甲".repeat(n % 3 + 1)),
            field: None,
            date: "2026年3月6日".into(),
        };
        let lines: Vec<SignLine> = (0..60).map(line).collect();
        let blocks = vec![Block::Sign { lines }, Block::Para(Para::plain("某局"))];
        let pages = pages(&document(Style::Form, blocks));
        let mut seen = 0;
        for page in &pages {
            let mut heights: Vec<f64> =
                page.iter().filter(|p| p.text.contains('署')).map(|p| p.y).collect();
            heights.sort_by(f64::total_cmp);
            assert!(heights.windows(2).all(|pair| pair[1] - pair[0] > 10.0), "{heights:?}");
            seen += heights.len();
        }
        assert_eq!(seen, 60);
        assert!(pages.len() > 1);
    }

    #[test]
    fn a_unit_is_not_parted_at_the_end_of_a_line() {
        for before in 18..28 {
            let text = format!("{}10 mg/m³，合格", "国".repeat(before));
            let pages = pages(&document(Style::Text, vec![Block::Para(Para::plain(text))]));
            let y = |end: &str| pages[0].iter().find(|p| p.text.contains(end)).unwrap().y;
            assert!((y("mg") - y("³")).abs() < 0.1, "{before}");
        }
    }

    #[test]
    fn a_row_has_its_least_height_and_grows_with_its_text() {
        let mark = |text: &str| {
            let cells = vec![cell(text)];
            let rows = vec![Row { cells, height: 60 }, Row { cells: vec![cell("末")], height: 0 }];
            let pages = pages(&document(Style::Form, vec![table(vec![1], rows)]));
            let mut found = Vec::new();
            for (n, page) in pages.iter().enumerate() {
                for piece in page.iter().filter(|p| p.text.contains('末')) {
                    found.push((n, piece.y * 25.4 / 72.0));
                }
            }
            assert_eq!(found.len(), 1);
            found[0]
        };
        let (page, short) = mark("短");
        assert!(page == 0 && (short - 37.0 - 60.0 - 5.2).abs() < 1.5, "{short}");
        let (page, _) = mark(&"长".repeat(4000));
        assert!(page >= 1, "4,000 characters of 小四 do not fit one page");
    }

    #[test]
    fn a_signature_stands_at_the_foot_of_its_cell() {
        let right = Para { align: Align::Right, ..Para::plain("签") };
        let cells = vec![Cell::of(vec![Para::plain("意"), right])];
        let rows = vec![Row { cells, height: 80 }];
        let pages = pages(&document(Style::Form, vec![table(vec![1], rows)]));
        let y = |text: &str| {
            pages[0].iter().find(|p| p.text == text).map(|p| p.y * 25.4 / 72.0).unwrap()
        };
        assert!(y("意") < 45.0 && y("签") > 37.0 + 80.0 - 5.0, "{} {}", y("意"), y("签"));
    }

    #[test]
    fn a_document_without_a_day_is_dated_by_rule_and_not_by_the_clock() {
        let mut document = document(Style::Text, vec![]);
        let faces = Faces::built_in().unwrap();
        let made = |document: &Document| {
            let bytes = pdf(document, &faces).unwrap().bytes;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (_, after) = text.split_once("/CreationDate").unwrap();
            after.chars().take(24).filter(|c| c.is_ascii_digit()).collect::<String>()
        };
        assert!(made(&document).starts_with("19700101000000"));
        document.date = crate::base::time::Day::parse("2026-03-06");
        assert!(made(&document).starts_with("20260306000000"));
    }
}
