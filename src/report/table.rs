//! Rows in aligned columns for a terminal; Chinese and Latin may be mixed.

use super::width::{pad, width, wrap};
use crate::base::text::visible;

/// Columns between two cells.
const GAP: usize = 2;
/// Narrowest column that a fitting table makes.
const NARROWEST: usize = 8;

/// Where a cell's text stands in its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Align {
    /// At the left, for words.
    #[default]
    Left,
    /// At the right, for numbers.
    Right,
}

/// A table: a heading row, and rows below it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Align>,
    rows: Vec<Row>,
    headed: bool,
}

/// A line of a table, or what stands across all its columns.
#[derive(Clone, Debug)]
enum Row {
    Cells(Vec<String>),
    Across { indent: usize, text: String },
}

impl Row {
    fn cells(&self) -> &[String] {
        match self {
            Self::Cells(cells) => cells,
            Self::Across { .. } => &[],
        }
    }
}

impl Table {
    /// A table without a heading; columns are as many as its longest row, all at the left.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A table with a heading, and each column's alignment.
    #[must_use]
    pub fn headed(heading: impl IntoIterator<Item = (String, Align)>) -> Self {
        let (row, columns): (Vec<String>, Vec<Align>) =
            heading.into_iter().map(|(text, align)| (visible(&text), align)).unzip();
        Self { columns, rows: vec![Row::Cells(row)], headed: true }
    }

    /// Adds a row; what it holds is made visible.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row::Cells(cells.into_iter().map(|c| visible(&c)).collect()));
    }

    /// Adds words across all columns, so many columns from the left: a heading between rows, or
    /// what no cell has room for. They widen no column.
    pub fn across(&mut self, indent: usize, text: &str) {
        self.rows.push(Row::Across { indent, text: visible(text) });
    }

    /// Whether it has no row below its heading.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.len() <= usize::from(self.headed)
    }

    /// The table as lines. Where it is wider than `limit`, its widest columns are broken into
    /// several lines; with `None` nothing is broken.
    #[must_use]
    pub fn render(&self, limit: Option<usize>) -> String {
        let widths = self.widths(limit);
        let mut out = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let row = match row {
                Row::Cells(cells) => cells,
                Row::Across { indent, text } => {
                    let room =
                        limit.map_or(usize::MAX, |l| l.saturating_sub(*indent).max(NARROWEST));
                    for line in wrap(text, room) {
                        out.push_str(format!("{}{line}", " ".repeat(*indent)).trim_end());
                        out.push('\n');
                    }
                    continue;
                }
            };
            let cells: Vec<Vec<String>> =
                widths.iter().zip(padded(row)).map(|(w, cell)| wrap(cell, *w)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for at in 0..height {
                let mut line = String::new();
                for (column, (cell, to)) in cells.iter().zip(&widths).enumerate() {
                    let text = cell.get(at).map_or("", String::as_str);
                    if column > 0 {
                        line.push_str(&" ".repeat(GAP));
                    }
                    match self.columns.get(column).copied().unwrap_or_default() {
                        Align::Left => line.push_str(&pad(text, *to)),
                        Align::Right => {
                            line.push_str(&" ".repeat(to.saturating_sub(width(text))));
                            line.push_str(text);
                        }
                    }
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
            if index == 0 && self.headed {
                let rule: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
                out.push_str(&rule.join(&" ".repeat(GAP)));
                out.push('\n');
            }
        }
        out
    }

    fn widths(&self, limit: Option<usize>) -> Vec<usize> {
        let count = self.rows.iter().map(|row| row.cells().len()).max().unwrap_or(0);
        let mut widths = vec![1; count];
        for row in &self.rows {
            for (to, cell) in widths.iter_mut().zip(row.cells()) {
                *to = (*to).max(width(cell));
            }
        }
        let Some(limit) = limit else { return widths };
        let gaps = GAP * count.saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > limit {
            let Some(widest) = widths.iter_mut().max().filter(|w| **w > NARROWEST) else {
                break;
            };
            *widest -= 1;
        }
        widths
    }
}

/// A row's cells, then empty ones without end.
fn padded(row: &[String]) -> impl Iterator<Item = &str> {
    row.iter().map(String::as_str).chain(std::iter::repeat(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::headed([
            ("材料".to_string(), Align::Left),
            ("页".to_string(), Align::Right),
            ("state".to_string(), Align::Left),
        ]);
        table.row(["申请表".to_string(), "12".to_string(), "ok".to_string()]);
        table.row(["a\u{1b}b".to_string(), "3".to_string()]);
        table
    }

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let told = sample().render(None);
        let expected = "材料      页  state\n--------  --  -----\n申请表    12  ok\n\
                        a\\u{1b}b   3\n";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_table_too_wide_breaks_its_widest_column() {
        let mut table = Table::new();
        table.row(["名称很长很长很长很长很长".to_string(), "x".to_string()]);
        let told = table.render(Some(15));
        assert_eq!(told, "名称很长很长  x\n很长很长很长\n");
        assert!(told.lines().all(|l| width(l) <= 15));
        assert!(table.render(None).lines().count() == 1);
    }

    #[test]
    fn what_stands_across_widens_no_column_and_is_broken_under_itself() {
        let mut table = Table::new();
        table.row(["甲".to_string(), "乙".to_string()]);
        table.across(2, "一段 很长的\u{1b}说明");
        table.row(["丙".to_string(), "丁".to_string()]);
        assert_eq!(table.render(None), "甲  乙\n  一段 很长的\\u{1b}说明\n丙  丁\n");
        assert_eq!(table.render(Some(12)), "甲  乙\n  一段 很长\n  的\\u{1b}说\n  明\n丙  丁\n");
    }

    #[test]
    fn a_table_without_rows_is_empty_even_with_a_heading() {
        assert!(Table::new().is_empty());
        assert!(Table::headed([("a".to_string(), Align::Left)]).is_empty());
        assert!(!sample().is_empty());
    }
}
