//! The one document model that every writer turns into pages.
//!
//! Values are data, never markup. Each piece of typed text keeps the field it came from, so that a
//! character no face has can be reported with its field.

use serde::Serialize;

use crate::base::time::Day;

/// A document ready to be set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Document {
    /// Id of the form it was made with.
    pub form: String,
    /// Its title, also the PDF's and the DOCX's.
    pub title: String,
    /// Who issues it; the PDF's author.
    pub issuer: String,
    /// The layout it is set in.
    pub style: Style,
    /// Whether its pages lie on their long side; lists of many columns do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub landscape: bool,
    /// The day the document bears, never the clock's; `None` for documents without a date.
    #[serde(skip)]
    pub date: Option<Day>,
    /// Its content from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Its number (发文字号 or 期数) where it bears one in a red heading.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| match block {
            Block::RedHead { number, .. } => Some(number.as_str()).filter(|n| !n.is_empty()),
            Block::Title { .. }
            | Block::Heading { .. }
            | Block::Para(_)
            | Block::Table(_)
            | Block::Sign { .. }
            | Block::Imprint { .. }
            | Block::PageBreak => None,
        })
    }
}

/// The layouts of the theme (GB/T 9704-2012 page in all of them).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Ruled forms: 小四 or 五号 in tables under a 二号 title.
    Form,
    /// Running text of official documents: 三号仿宋, 22 lines × 28 characters.
    Text,
    /// 纪要: red heading, number and date, attendance in 黑体.
    Minutes,
    /// 信函 or 报送函: red heading, 主送, 附件.
    Letter,
    /// A cover: title large and centred, facts below.
    Cover,
}

/// A part of a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// 版头: the red heading with number and date line and the red rule.
    RedHead {
        /// 发文机关标志 or 纪要标志.
        mark: String,
        /// 发文字号 or 期数; empty where none.
        number: String,
        /// What stands at the left of the line below the number: the issuer of minutes; or empty.
        left: String,
        /// What stands at the right of that line, or of the number's where nothing stands at the
        /// left: the date of minutes; or empty.
        right: String,
    },
    /// The document's title as a line of its own (二号).
    Title {
        /// The words.
        text: String,
    },
    /// A heading inside the document; level 1 is 黑体 `一、`, level 2 楷体 `（一）`.
    Heading {
        /// 1 or 2.
        level: u8,
        /// The words.
        text: String,
    },
    /// A paragraph.
    Para(Para),
    /// A ruled table.
    Table(Table),
    /// Signature lines for ink: one per signer.
    Sign {
        /// The lines, in order.
        lines: Vec<SignLine>,
    },
    /// 版记: lines between rules at the end (抄送, 印发).
    Imprint {
        /// The lines, in order.
        lines: Vec<String>,
    },
    /// A new page.
    PageBreak,
}

/// A paragraph of runs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Para {
    /// The runs, in order.
    pub runs: Vec<Run>,
    /// How it stands between the margins.
    pub align: Align,
    /// Whether the first line begins two characters in.
    pub indent: bool,
}

impl Para {
    /// A left-aligned paragraph of fixed words, not indented.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { runs: vec![Run::text(text)], ..Self::default() }
    }
}

/// How a paragraph or column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the left, justified where it is running text.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Run {
    /// Words. A line feed in them begins a new line.
    Text {
        /// The words.
        text: String,
        /// Whether they are set in 黑体.
        strong: bool,
        /// The field they were typed in; `None` for fixed words of the form.
        field: Option<String>,
    },
    /// A box, ticked or not, drawn (no face has to own ☑).
    Tick {
        /// Whether it is ticked.
        on: bool,
    },
    /// A ruled blank to be written on by hand.
    Blank {
        /// Its width in characters.
        chars: u8,
    },
}

impl Run {
    /// Fixed words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Text { text, strong: false, field: None }
    }

    /// Words that were typed in a field.
    #[must_use]
    pub fn typed(text: impl Into<String>, field: impl Into<String>) -> Self {
        let (text, field) = (text.into(), Some(field.into()));
        Self::Text { text, strong: false, field }
    }

    /// Fixed words in 黑体.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Text { text, strong: true, field: None }
    }
}

/// A ruled table, as wide as the text block.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Table {
    /// Relative widths of the columns.
    pub widths: Vec<u16>,
    /// How many rows at the top are repeated on every page.
    pub header: usize,
    /// Rows that head those below them up to the next such row: never the last on a page, and
    /// repeated where their rows go on.
    pub groups: Vec<usize>,
    /// All rows, header rows first.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Row {
    /// Its cells; a place covered by a span from the left or from above has no cell here.
    pub cells: Vec<Cell>,
    /// Least height in mm; it grows with its content.
    pub height: u16,
}

/// A cell of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cell {
    /// Its paragraphs.
    pub paras: Vec<Para>,
    /// Columns it covers, at least 1.
    pub cols: usize,
    /// Rows it covers, at least 1.
    pub rows: usize,
    /// Whether it is a label: centred, and a header cell for screen readers.
    pub label: bool,
}

impl Cell {
    /// A label of fixed words.
    #[must_use]
    pub fn label(text: impl Into<String>) -> Self {
        let mut para = Para::plain(text);
        para.align = Align::Center;
        Self { paras: vec![para], cols: 1, rows: 1, label: true }
    }

    /// A cell of paragraphs.
    #[must_use]
    pub fn of(paras: Vec<Para>) -> Self {
        Self { paras, cols: 1, rows: 1, label: false }
    }

    /// The same cell over several columns.
    #[must_use]
    pub fn across(mut self, cols: usize) -> Self {
        self.cols = cols;
        self
    }
}

/// One line to sign on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SignLine {
    /// Who signs: `核查组组长（签字）`.
    pub label: String,
    /// A typed name printed beside the line, or empty.
    pub name: String,
    /// The field the name was typed in; names are where rare characters stand.
    pub field: Option<String>,
    /// The date printed beside it in its Chinese form, or empty for a blank 年 月 日.
    pub date: String,
}
