//! Word tables: fixed columns, spans in both directions, rows that grow.

use docx_rs::{
    BorderType, HeightRule, Paragraph, Table as WordTable, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellBorder, TableCellBorderPosition,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::words::{Setting, Words};
use super::{LONG, WIDTH, twips};
use crate::form::document::{Align, Cell, Document, Para, Run, Style, Table};

/// From this height on (mm) a cell is written from the top.
const TALL: u16 = 20;

/// A list of so many columns is set in 五号.
const MANY: usize = 7;

/// A cell that reaches into rows below: how many rows are left, and how many columns it covers.
#[derive(Clone, Copy)]
struct Reach {
    rows: usize,
    cols: usize,
    label: bool,
}

/// The table, and for each row whether it is repeated on every page.
pub(super) fn table(words: &Words, document: &Document, table: &Table) -> (WordTable, Vec<bool>) {
    let cover = document.style == Style::Cover;
    let whole = if document.landscape { LONG } else { WIDTH };
    let grid = columns(&table.widths, if cover { twips(1300) } else { whole });
    let size = match (cover, table.widths.len() >= MANY && table.header > 0) {
        (true, _) => 32,
        (false, true) => 21,
        (false, false) => 24,
    };
    let mut open: Vec<Option<Reach>> = vec![None; grid.len()];
    let mut rows = Vec::new();
    let mut headers = Vec::new();
    for (n, row) in table.rows.iter().enumerate() {
        let header = n < table.header;
        let set = Set { words, cover, header, size, height: row.height };
        let mut cells = Vec::new();
        let mut typed = row.cells.iter();
        let mut at = 0;
        while at < grid.len() {
            let width = |cols: usize| grid.iter().skip(at).take(cols).sum::<usize>();
            if let Some(reach) = open.get_mut(at).and_then(Option::as_mut) {
                reach.rows -= 1;
                let (reach, cols) = (*reach, reach.cols);
                cells.push(set.continued(reach, width(cols)));
                if reach.rows == 0
                    && let Some(place) = open.get_mut(at)
                {
                    *place = None;
                }
                at += cols.max(1);
                continue;
            }
            let Some(cell) = typed.next() else {
                // A short row: Word wants every column.
                cells.push(set.empty(width(1)));
                at += 1;
                continue;
            };
            let cols = cell.cols.clamp(1, grid.len() - at);
            if cell.rows > 1
                && let Some(place) = open.get_mut(at)
            {
                *place = Some(Reach { rows: cell.rows - 1, cols, label: cell.label });
            }
            cells.push(set.cell(cell, cols, width(cols)));
            at += cols;
        }
        let mut line = TableRow::new(cells).cant_split();
        if row.height > 0 {
            let height = twips(i32::from(row.height) * 10);
            let height = u16::try_from(height).unwrap_or(u16::MAX);
            line = line.row_height(f32::from(height)).height_rule(HeightRule::AtLeast);
        }
        rows.push(line);
        headers.push(header);
    }
    let width = grid.iter().sum();
    let side = if size < 24 { 50 } else { 80 };
    let margins = TableCellMargins::new().margin(40, side, 40, side);
    let table = WordTable::new(rows)
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .width(width, WidthType::Dxa)
        .margins(margins);
    (if cover { table.clear_all_border() } else { table.set_borders(rules()) }, headers)
}

/// How the cells of a row are set.
struct Set<'a> {
    words: &'a Words,
    cover: bool,
    header: bool,
    size: usize,
    height: u16,
}

impl Set<'_> {
    fn cell(&self, cell: &Cell, cols: usize, width: usize) -> TableCell {
        let role = if self.header { "hei" } else { "fangsong" };
        let mut out = self.bare(cell.label, width);
        if cols > 1 {
            out = out.grid_span(cols);
        }
        if cell.rows > 1 {
            out = out.vertical_merge(VMergeType::Restart);
        }
        if cell.paras.is_empty() {
            return out.add_paragraph(Paragraph::new());
        }
        let tail = tail(&cell.paras);
        for (n, para) in cell.paras.iter().enumerate() {
            let before = if n == tail { self.room(cell, width) } else { 0 };
            // Twenty characters to a line.
            let narrow = width < 20 * 10 * self.size;
            let set = Setting { role, size: self.size, before, narrow };
            out = out.add_paragraph(self.words.cell(para, &set));
        }
        out
    }

    /// How far the signature at the foot of a tall cell stands below the text, in twips: what the
    /// text leaves of the row, by a cautious estimate, since Word alone knows where lines break.
    fn room(&self, cell: &Cell, width: usize) -> u32 {
        if self.height < TALL || cell.rows > 1 {
            return 0;
        }
        let line = self.size * 10;
        let per_line = (width / line).max(1);
        let lines: usize = cell.paras.iter().map(|p| length(p) / per_line + 1).sum();
        let height = twips(i32::from(self.height) * 10);
        let height = usize::try_from(height).unwrap_or_default();
        let left = height.saturating_sub(lines * line * 7 / 5 + 160);
        u32::try_from(left).unwrap_or_default()
    }

    fn continued(&self, reach: Reach, width: usize) -> TableCell {
        let mut out = self.bare(reach.label, width).vertical_merge(VMergeType::Continue);
        if reach.cols > 1 {
            out = out.grid_span(reach.cols);
        }
        out.add_paragraph(Paragraph::new())
    }

    fn empty(&self, width: usize) -> TableCell {
        self.bare(false, width).add_paragraph(Paragraph::new())
    }

    fn bare(&self, label: bool, width: usize) -> TableCell {
        let top = self.height >= TALL && !label && !self.header;
        let align = if top { VAlignType::Top } else { VAlignType::Center };
        let out = TableCell::new().width(width, WidthType::Dxa).vertical_align(align);
        if !self.cover {
            return out;
        }
        let out = out.clear_all_border();
        if label {
            return out;
        }
        let rule = TableCellBorder::new(TableCellBorderPosition::Bottom);
        out.set_border(rule.border_type(BorderType::Single).size(4).color("000000"))
    }
}

/// Where the last right-aligned paragraphs of a cell begin: signature and date stand at its foot.
fn tail(paras: &[Para]) -> usize {
    let right = paras.iter().rev().take_while(|p| p.align == Align::Right).count();
    if right == paras.len() { paras.len() } else { paras.len() - right }
}

/// About how many characters a paragraph is long.
fn length(para: &Para) -> usize {
    let of = |run: &Run| match run {
        Run::Text { text, .. } => text.chars().count(),
        Run::Tick { .. } => 1,
        Run::Blank { chars } => usize::from(*chars),
    };
    para.runs.iter().map(of).sum()
}

/// Thin rules inside, heavier ones around.
fn rules() -> TableBorders {
    let rule = |position, size| {
        TableBorder::new(position).border_type(BorderType::Single).size(size).color("000000")
    };
    TableBorders::with_empty()
        .set(rule(TableBorderPosition::Top, 8))
        .set(rule(TableBorderPosition::Bottom, 8))
        .set(rule(TableBorderPosition::Left, 8))
        .set(rule(TableBorderPosition::Right, 8))
        .set(rule(TableBorderPosition::InsideH, 4))
        .set(rule(TableBorderPosition::InsideV, 4))
}

/// The columns in twips; together exactly `total`.
fn columns(widths: &[u16], total: i32) -> Vec<usize> {
    let whole: i64 = widths.iter().map(|w| i64::from(*w)).sum::<i64>().max(1);
    let mut before = 0;
    let mut sum: i64 = 0;
    let mut out = Vec::new();
    for width in widths {
        sum += i64::from(*width);
        let edge = i64::from(total) * sum / whole;
        out.push(usize::try_from(edge - before).unwrap_or_default());
        before = edge;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_text_block_exactly() {
        for widths in [vec![1, 1, 1], vec![3, 4, 3, 4], vec![7], vec![1; 13]] {
            assert_eq!(columns(&widths, WIDTH).iter().sum::<usize>(), 8844, "{widths:?}");
        }
        assert!(columns(&[], WIDTH).is_empty());
    }
}
