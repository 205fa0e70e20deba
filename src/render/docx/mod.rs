//! A document as DOCX (ISO/IEC 29500 transitional), for offices that go on editing in Word or WPS.
//!
//! Same words and order as the PDF. Faces are named as office machines know them and not embedded.
//! docx-rs renders the parts; the archive around them is written here, so that core properties bear
//! the document's own title, issuer and day, and entries are compressed with fixed times.

mod file;
mod table;
mod words;

use docx_rs::{
    DocGrid, Docx, FieldCharType, Footer, InstrPAGE, InstrText, LineSpacing, LineSpacingType,
    PageMargin, PageOrientationType, Paragraph, Run, Settings, Style as WordStyle, StyleType,
};

use self::words::Words;
use super::{Error, glyphs};
use crate::form::document::{self as form, Align, Block, Document, Para, Style};

/// Twips in a millimetre, as Word rounds them.
const fn twips(tenths_of_mm: i32) -> i32 {
    tenths_of_mm * 1440 / 254
}

/// The text block is 156 mm wide.
const WIDTH: i32 = twips(1560);

/// On a page that lies on its long side it is as wide as it is else high: 225 mm.
const LONG: i32 = twips(2250);

/// The exact pitch of 22 lines in 225 mm: 28.95 pt.
const PITCH: i32 = 579;

/// Writes a document as DOCX; the same document gives the same bytes.
///
/// # Errors
/// [`Error::Glyphs`] if it holds control characters, [`Error::Docx`] if the archive cannot be
/// written.
pub fn docx(document: &Document) -> Result<Vec<u8>, Error> {
    glyphs::check_controls(document)?;
    let words = Words::of(document.style)?;
    let mut writer = Writer { words, docx: frame(document)?, headers: Vec::new(), pending: false };
    let mut after_table = false;
    for block in &document.blocks {
        let table = matches!(block, Block::Table(_));
        // Word joins tables that touch.
        if table && (after_table || writer.pending) {
            let gap = writer.words.gap();
            writer.paragraph(gap);
        }
        writer.block(document, block);
        after_table = table;
    }
    if after_table {
        let gap = writer.words.gap();
        writer.paragraph(gap);
    }
    file::write(document, writer.docx, &writer.headers)
}

/// The document while it grows.
struct Writer {
    words: Words,
    docx: Docx,
    /// For every table row so far, whether it is repeated on each page.
    headers: Vec<bool>,
    /// Whether the next paragraph begins a page.
    pending: bool,
}

impl Writer {
    fn paragraph(&mut self, paragraph: Paragraph) {
        let begins = std::mem::take(&mut self.pending);
        let paragraph = if begins { paragraph.page_break_before(true) } else { paragraph };
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    fn block(&mut self, document: &Document, block: &Block) {
        let all = match block {
            Block::RedHead { mark, number, left, right } => {
                self.words.red_head(mark, number, left, right)
            }
            Block::Title { text } => {
                let first = !document.blocks.iter().take_while(|b| *b != block).any(is_title);
                self.words.title(text, first)
            }
            Block::Heading { level, text } => vec![self.words.heading(*level, text)],
            Block::Para(para) => {
                let mut after = document.blocks.iter().skip_while(|b| !std::ptr::eq(*b, block));
                after.next();
                let next = after.clone().next();
                let date = if let Some(Block::Para(next)) = next { Some(next) } else { None };
                vec![self.words.para(para, date).keep_next(held(para, after))]
            }
            Block::Sign { lines } => {
                // Signatures stay on one page.
                let last = lines.len().saturating_sub(1);
                let line = |(n, l)| self.words.sign(l).keep_next(n < last);
                lines.iter().enumerate().map(line).collect()
            }
            Block::Imprint { lines } => self.words.imprint(lines),
            Block::PageBreak => {
                self.pending = true;
                Vec::new()
            }
            Block::Table(table) => {
                let (table, headers) = table::table(&self.words, document, table);
                self.docx = std::mem::take(&mut self.docx).add_table(table);
                self.headers.extend(headers);
                Vec::new()
            }
        };
        all.into_iter().for_each(|p| self.paragraph(p));
    }
}

/// Whether a paragraph goes with what follows: a signature never stands alone on a page (7.3.5), and
/// a note below the date (附注) takes it along. Free lines hold nothing together.
fn held<'a>(para: &Para, mut after: impl Iterator<Item = &'a Block>) -> bool {
    let free = |b: &&Block| matches!(b, Block::Para(p) if p.runs.iter().all(is_empty));
    match after.find(|b| !free(b)) {
        Some(Block::Sign { .. }) => true,
        Some(Block::Para(next)) => next.align == Align::Right || para.align == Align::Right,
        _ => false,
    }
}

fn is_empty(run: &form::Run) -> bool {
    matches!(run, form::Run::Text { text, .. } if text.is_empty())
}

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Title { .. })
}

/// Page, styles and page numbers.
fn frame(document: &Document) -> Result<Docx, Error> {
    let words = Words::of(document.style)?;
    let style = |id: &str, name: &str, role: &str, level: usize| {
        WordStyle::new(id, StyleType::Paragraph)
            .name(name)
            .size(words.size())
            .fonts(words.fonts(role))
            .outline_lvl(level)
    };
    // Turned, the binding edge is above: 订口 28 mm at the top, 天头 37 mm at the right.
    let (size, [top, right, bottom, left]) = if document.landscape {
        ((16838, 11906), [280, 370, 260, 350])
    } else {
        ((11906, 16838), [370, 260, 350, 280])
    };
    let mut docx = Docx::new().page_size(size.0, size.1);
    if document.landscape {
        docx = docx.page_orient(PageOrientationType::Landscape);
    }
    let mut docx = docx
        .page_margin(PageMargin {
            top: twips(top),
            bottom: twips(bottom),
            left: twips(left),
            right: twips(right),
            header: twips(150),
            // The number's line ends here: 7 mm and half a line below the text block.
            footer: twips(bottom - 70) - 140,
            gutter: 0,
        })
        .default_fonts(words.fonts("fangsong"))
        .default_size(words.size())
        .settings(Settings::new().even_and_odd_headers())
        .add_style(style("Heading1", "heading 1", "hei", 0))
        .add_style(style("Heading2", "heading 2", "kai", 1));
    match document.style {
        Style::Cover => {}
        Style::Letter => {
            docx = docx
                .first_footer(words.letter_foot())
                .footer(footer(&words, false))
                .even_footer(footer(&words, true));
        }
        Style::Form | Style::Text | Style::Minutes => {
            docx = docx.footer(footer(&words, false)).even_footer(footer(&words, true));
        }
    }
    docx.document.section_property.doc_grid = Some(DocGrid::with_empty());
    Ok(docx)
}

/// `— 1 —`, 四号宋体, one character in from the outer edge.
fn footer(words: &Words, even: bool) -> Footer {
    let set = |run: Run| run.fonts(words.fonts("song")).size(28);
    let field = Run::new()
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::PAGE(InstrPAGE::new()))
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false);
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(280);
    let paragraph = Paragraph::new()
        .align(words::side(even))
        .indent(Some(280), None, Some(280), None)
        .line_spacing(spacing)
        .add_run(set(Run::new().add_text("— ")))
        .add_run(set(field))
        .add_run(set(Run::new().add_text(" —")));
    Footer::new().add_paragraph(paragraph)
}
