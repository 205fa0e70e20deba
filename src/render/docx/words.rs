//! Paragraphs and runs: sizes, faces, indents, as GB/T 9704-2012 has them.

use std::collections::BTreeMap;

use docx_rs::{
    AlignmentType, BorderType, BreakType, Footer, LineSpacing, LineSpacingType, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run as WordRun, RunFonts,
    SpecialIndentType,
};

use super::{PITCH, WIDTH, twips};
use crate::form::document::{Align, Para, Run, SignLine, Style};
use crate::render::{Error, Role, folder};

/// Half points.
const TWO: usize = 44; // 二号
const THREE: usize = 32; // 三号
const FOUR: usize = 28; // 四号
const SMALL_FOUR: usize = 24; // 小四

/// 28 characters of 16 pt are wider than 156 mm: each gives way by a quarter point (twentieths).
const TRACKING: i32 = -5;

/// What a blank to be written on is made of, underlined: unlike U+3000 it is not cut off at the end
/// of a line. Four of them are as wide as a character.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

const RED: &str = "E60012";

/// The boxes of ticked and unticked choices, and the face Windows draws them with.
const BOXES: [&str; 2] = ["☐", "☑"];
const BOX_FACE: &str = "Segoe UI Symbol";

/// What follows a box before its words, in twips.
const BOX_SPACE: i32 = 50;

/// How a paragraph of a cell is set: face, size in half points, space before it in twips, whether
/// the cell is narrow.
pub(super) struct Setting {
    pub role: &'static str,
    pub size: usize,
    pub before: u32,
    pub narrow: bool,
}

/// How the words of one style are set.
pub(super) struct Words {
    style: Style,
    faces: BTreeMap<&'static str, String>,
}

impl Words {
    /// # Errors
    /// Only where the built-in table of roles is misspelt.
    pub fn of(style: Style) -> Result<Self, Error> {
        let known = folder::roles()?;
        let name = |role: &Role| known.get(role).map(|k| k.word.clone()).unwrap_or_default();
        let faces = Role::ALL.iter().map(|role| (role.id(), name(role))).collect();
        Ok(Self { style, faces })
    }

    /// The size of running text in half points.
    pub fn size(&self) -> usize {
        match self.style {
            Style::Form => SMALL_FOUR,
            Style::Text | Style::Minutes | Style::Letter | Style::Cover => THREE,
        }
    }

    /// The face of a role for Han characters, with Latin letters in their own.
    pub fn fonts(&self, role: &str) -> RunFonts {
        let name = |role: &str| self.faces.get(role).map(String::as_str).unwrap_or_default();
        let latin = name("latin");
        RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(name(role))
    }

    fn set(&self, run: WordRun, role: &str, size: usize) -> WordRun {
        let run = run.fonts(self.fonts(role)).size(size);
        if size == THREE { run.character_spacing(TRACKING) } else { run }
    }

    fn words(&self, text: &str, role: &str, size: usize) -> WordRun {
        let mut run = WordRun::new();
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        self.set(run, role, size)
    }

    /// A paragraph on the line grid.
    fn line(&self) -> Paragraph {
        let pitch = if self.style == Style::Form { 400 } else { PITCH };
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(pitch);
        Paragraph::new().line_spacing(spacing.before(0).after(0))
    }

    /// An almost invisible paragraph: between tables and at the end.
    pub fn gap(&self) -> Paragraph {
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(20);
        Paragraph::new().line_spacing(spacing).add_run(WordRun::new().size(2))
    }

    fn runs(&self, mut paragraph: Paragraph, runs: &[Run], role: &str, size: usize) -> Paragraph {
        for run in runs {
            let run = match run {
                Run::Text { text, strong, .. } => {
                    self.words(text, if *strong { "hei" } else { role }, size)
                }
                Run::Tick { on } => {
                    let [off, ticked] = BOXES;
                    let fonts = RunFonts::new().ascii(BOX_FACE).hi_ansi(BOX_FACE);
                    let text = if *on { ticked } else { off };
                    WordRun::new()
                        .add_text(text)
                        .fonts(fonts.east_asia(BOX_FACE))
                        .size(size)
                        .character_spacing(BOX_SPACE)
                }
                Run::Blank { chars } => {
                    self.words(&BLANK.repeat(usize::from(*chars)), role, size).underline("single")
                }
            };
            paragraph = paragraph.add_run(run);
        }
        paragraph
    }

    /// A paragraph of the document, and the one below it.
    pub fn para(&self, para: &Para, below: Option<&Para>) -> Paragraph {
        let mut line = self.line();
        if para.indent {
            line = self.indented(line);
        }
        line = line.align(alignment(para.align));
        let signed = matches!(self.style, Style::Text | Style::Minutes | Style::Letter);
        if para.align == Align::Right && signed {
            // Dates end four characters before the edge, and who signs stands centred above the
            // date, as far as the edge lets it (7.3.5.1).
            let date = below.filter(|b| b.align == Align::Right);
            let over = date.map_or(0, |date| (long(para) - long(date)) / 2);
            line = line.indent(None, None, Some((4 * 320 - over).max(0)), None);
        }
        self.runs(line, &para.runs, "fangsong", self.size())
    }

    /// A paragraph of a table cell, with space before it in twips. Few characters to a line cannot
    /// be justified without holes.
    pub fn cell(&self, para: &Para, set: &Setting) -> Paragraph {
        let Setting { role, size, before, narrow } = *set;
        let ragged = narrow && para.align == Align::Left;
        let align = if ragged { AlignmentType::Left } else { alignment(para.align) };
        let mut line = Paragraph::new().align(align);
        if before > 0 {
            line = line.line_spacing(LineSpacing::new().before(before));
        }
        if para.indent {
            let two = i32::try_from(size).unwrap_or_default() * 20;
            line = line.indent(None, Some(SpecialIndentType::FirstLine(two)), None, None);
        }
        self.runs(line, &para.runs, role, size)
    }

    fn indented(&self, paragraph: Paragraph) -> Paragraph {
        // Two characters; a half point is ten twips.
        let two = i32::try_from(self.size()).unwrap_or_default() * 20;
        paragraph.indent(None, Some(SpecialIndentType::FirstLine(two)), None, None)
    }

    /// The title, 二号小标宋; large on a cover. A line of space follows it in running documents.
    pub fn title(&self, text: &str, first: bool) -> Vec<Paragraph> {
        let centred = |p: Paragraph| p.align(AlignmentType::Center);
        match self.style {
            Style::Cover => {
                let (size, before, after) =
                    if first { (72, twips(350), twips(150)) } else { (TWO, 0, twips(150)) };
                let spacing =
                    LineSpacing::new().before(before.unsigned_abs()).after(after.unsigned_abs());
                let line = centred(Paragraph::new()).line_spacing(spacing);
                vec![line.add_run(self.words(text, "biaosong", size))]
            }
            Style::Form => {
                let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(PITCH);
                let line = centred(Paragraph::new()).line_spacing(spacing.after(160));
                vec![line.add_run(self.words(text, "biaosong", TWO))]
            }
            Style::Text | Style::Minutes | Style::Letter => {
                vec![centred(self.line()).add_run(self.words(text, "biaosong", TWO)), self.line()]
            }
        }
    }

    /// A heading: level 1 黑体, below it 楷体.
    pub fn heading(&self, level: u8, text: &str) -> Paragraph {
        let (style, role) = if level > 1 { ("Heading2", "kai") } else { ("Heading1", "hei") };
        let mut line = self.line().style(style).keep_next(true);
        // 7.3.8: 附件 stands flush.
        if self.style != Style::Form && !text.starts_with("附件") {
            line = self.indented(line);
        }
        line.add_run(self.words(text, role, self.size()))
    }

    /// The red head: mark, number and the red rule.
    pub fn red_head(&self, mark: &str, number: &str, left: &str, right: &str) -> Vec<Paragraph> {
        let letter = self.style == Style::Letter;
        let (largest, before) = if letter { (80, 0) } else { (96, twips(350)) };
        // As large as fits one line: a character is as wide as it is high.
        let characters = i32::try_from(mark.chars().count()).unwrap_or(i32::MAX).max(1);
        let fits = usize::try_from(WIDTH / 10 / characters).unwrap_or_default().max(FOUR);
        let size = largest.min(fits);
        let run = self.words(mark, "biaosong", size).color(RED);
        let spacing = LineSpacing::new().before(before.unsigned_abs());
        let mut head = Paragraph::new().align(AlignmentType::Center).line_spacing(spacing);
        head = head.add_run(run);
        let rule = |p: &mut Paragraph, kind, size| {
            let border = ParagraphBorder::new(ParagraphBorderPosition::Bottom);
            let border = border.val(kind).size(size).space(6).color(RED);
            let only = ParagraphBorders::with_empty().set(border);
            p.property = p.property.clone().set_borders(only);
        };
        let line = |text: &str| self.line().add_run(self.words(text, "fangsong", THREE));
        if letter {
            rule(&mut head, BorderType::ThickThinSmallGap, 24);
            let below = [number, left, right].into_iter().filter(|t| !t.is_empty());
            let below = below.map(|t| line(t).align(AlignmentType::Right));
            let space = [self.line(), self.line()];
            return [head].into_iter().chain(below).chain(space).collect();
        }
        let mut all = vec![head, self.line()];
        // Minutes have the number in the middle and issuer and date below it.
        let beside = if left.is_empty() {
            number
        } else {
            if !number.is_empty() {
                all.push(line(number).align(AlignmentType::Center));
            }
            left
        };
        let together = width(beside) + width(right) + 3 * 320 <= WIDTH;
        if !beside.is_empty() && !right.is_empty() && together {
            let edge = usize::try_from(WIDTH - 320).unwrap_or_default();
            let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(edge);
            let below = line(beside).add_tab(tab).indent(Some(320), None, None, None);
            let right = self.words(right, "fangsong", THREE);
            all.push(below.add_run(WordRun::new().add_tab()).add_run(right));
        } else {
            if !beside.is_empty() {
                all.push(line(beside).align(AlignmentType::Center));
            }
            if !right.is_empty() {
                let end = line(right).align(AlignmentType::Right);
                all.push(end.indent(None, None, Some(320), None));
            }
        }
        // The red line stands 4 mm below the number.
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(20));
        let mut red = Paragraph::new().line_spacing(spacing);
        rule(&mut red, BorderType::Single, 12);
        all.extend([red, self.line(), self.line()]);
        all
    }

    /// A line for ink.
    pub fn sign(&self, line: &SignLine) -> Paragraph {
        let size = self.size();
        let colon = if line.label.is_empty() || line.label.ends_with('：') { "" } else { "：" };
        let label = format!("{}{colon}{}", line.label, line.name);
        let date = if line.date.is_empty() { "　　　年　　月　　日" } else { &line.date };
        let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(PITCH);
        Paragraph::new()
            .align(AlignmentType::Right)
            .line_spacing(spacing.before(120))
            .add_run(self.words(&label, "fangsong", size))
            .add_run(self.words(&BLANK.repeat(7), "fangsong", size).underline("single"))
            .add_run(self.words(&format!("　{date}"), "fangsong", size))
    }

    /// 版记: 四号 between rules.
    pub fn imprint(&self, lines: &[String]) -> Vec<Paragraph> {
        let last = lines.len().saturating_sub(1);
        let paragraph = |(n, text): (usize, &String)| {
            let border = |position, heavy: bool| {
                let size = if heavy { 8 } else { 6 };
                ParagraphBorder::new(position).val(BorderType::Single).size(size).color("000000")
            };
            let mut borders = ParagraphBorders::with_empty();
            borders = borders.set(border(ParagraphBorderPosition::Top, n == 0));
            if n == last {
                borders = borders.set(border(ParagraphBorderPosition::Bottom, true));
            }
            let before = if n == 0 { PITCH.unsigned_abs() } else { 0 };
            let mut line = Paragraph::new()
                .line_spacing(LineSpacing::new().before(before))
                .indent(Some(280), None, Some(280), None)
                .add_run(self.words(text, "fangsong", FOUR));
            line.property = line.property.set_borders(borders);
            line
        };
        lines.iter().enumerate().map(paragraph).collect()
    }

    /// The double line at the foot of a letter's first page (10.1).
    pub fn letter_foot(&self) -> Footer {
        let border = ParagraphBorder::new(ParagraphBorderPosition::Top)
            .val(BorderType::ThinThickSmallGap)
            .size(24)
            .color(RED);
        let mut line = Paragraph::new();
        line.property = line.property.set_borders(ParagraphBorders::with_empty().set(border));
        Footer::new().add_paragraph(line)
    }
}

/// The outer edge: left on even pages.
pub(super) fn side(even: bool) -> AlignmentType {
    if even { AlignmentType::Left } else { AlignmentType::Right }
}

/// About how wide words of 三号 are, in twips: Latin letters and digits are half a character.
fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 160 } else { 320 }).sum()
}

/// About how wide a paragraph's line is.
fn long(para: &Para) -> i32 {
    let of = |run: &Run| match run {
        Run::Text { text, .. } => width(text),
        Run::Tick { .. } => 320,
        Run::Blank { chars } => i32::from(*chars) * 320,
    };
    para.runs.iter().map(of).sum()
}

fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Both,
        Align::Center => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    }
}
