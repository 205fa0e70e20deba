//! How a form is laid out on paper, as its file says it.

use super::document::Align;
use super::field::When;
use super::template::Template;

/// A part of the layout with its condition.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// The part.
    pub layout: Layout,
    /// It is printed only where this holds.
    pub when: Option<When>,
    /// Line in the form file, from 1.
    pub line: usize,
}

/// A part of the layout.
#[derive(Clone, PartialEq, Debug)]
pub enum Layout {
    /// The title line.
    Title(Template),
    /// A heading of level 1 or 2.
    Heading {
        /// 1 or 2.
        level: u8,
        /// The words.
        text: Template,
    },
    /// A paragraph.
    Para {
        /// Words in 黑体 before it; may be empty.
        lead: String,
        /// The words.
        text: Template,
        /// How it stands.
        align: Align,
        /// Whether its first line begins two characters in.
        indent: bool,
        /// Which rows of a table its places name; all rows without it.
        only: Option<When>,
        /// What stands for a table's values where no row is named; may be empty.
        none: String,
    },
    /// A ruled grid of labels and values.
    Grid {
        /// Relative widths of the columns.
        widths: Vec<u16>,
        /// The rows.
        rows: Vec<GridRow>,
    },
    /// A table field as a ruled table with a header that repeats.
    Table {
        /// The table field.
        field: String,
        /// Empty ruled rows where nothing was typed.
        blank_rows: usize,
    },
    /// A paragraph for each row of a table field.
    Each {
        /// The table field.
        field: String,
        /// The words; columns are named without the table, `{serial}` counts the rows.
        text: Template,
        /// Whether the first line begins two characters in.
        indent: bool,
        /// Which rows have one; all rows without it.
        only: Option<When>,
    },
    /// Lines for ink.
    Sign(Vec<SignPlace>),
    /// 版头.
    RedHead {
        /// 发文机关标志 or 纪要标志.
        mark: Template,
        /// 发文字号 or 期数.
        number: Template,
        /// At the left of the line below the number.
        left: Template,
        /// At the right of that line, or of the number's.
        right: Template,
    },
    /// 版记.
    Imprint(Vec<Template>),
    /// A new page.
    PageBreak,
}

/// A row of a grid.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GridRow {
    /// Its cells.
    pub cells: Vec<GridCell>,
    /// Least height in mm.
    pub height: u16,
}

/// A cell of a grid.
#[derive(Clone, PartialEq, Debug)]
pub struct GridCell {
    /// What it covers.
    pub across: Across,
    /// Whether it is a label.
    pub label: bool,
    /// The words; a single place for a field's value.
    pub text: Template,
    /// Whether a choice is printed as its word only, not as boxes.
    pub word: bool,
    /// A line for ink at its foot.
    pub sign: Option<SignPlace>,
}

/// The columns and rows that a cell covers, each at least 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Across {
    /// Columns.
    pub cols: usize,
    /// Rows.
    pub rows: usize,
}

/// A line for ink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignPlace {
    /// Who signs.
    pub label: String,
    /// The table for each of whose rows there is a line; `name` is then its column.
    pub each: Option<String>,
    /// The field (or column) with the name printed beside the line.
    pub name: Option<String>,
    /// The date field printed beside it.
    pub date: Option<String>,
}
