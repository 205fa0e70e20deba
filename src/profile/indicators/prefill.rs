//! Rows of indicators for the papers on which they are answered: the self-assessment, the desk and
//! the site review. What a table does not know is left empty, never guessed.

use serde::Deserialize;

use super::library::Library;
use super::table::{CheckMode, Indicator, Table};
use crate::form::{Filled, Form, Kind, Prefill, Rows, Value};

/// Which indicators a paper asks for (Q24).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// All of them: the self-assessment, or a site form that takes everything.
    All,
    /// Those looked at in the papers.
    Desk,
    /// Those looked at on site.
    Site,
}

impl Which {
    fn takes(self, mode: CheckMode) -> bool {
        match (self, mode) {
            (Self::All, _) | (_, CheckMode::Both) => true,
            (Self::Desk, mode) => mode == CheckMode::Desk,
            (Self::Site, mode) => mode == CheckMode::Site,
        }
    }
}

/// The columns that make a table of a form one of indicators.
const COLUMNS: [&str; 4] = ["item", "demand", "result", "reach"];

/// What begins a demand of a table that is no regulation.
const EXAMPLE: &str = "（示例）";

/// What indicator tables fill in a form: the rows of each of its tables that has the columns `item`,
/// `demand`, `result` and `reach`, with what the grade applied for demands, and its fields `industry`
/// and `source`. Columns `aspect`, `unit` and `industry` are filled where a form has them; where it
/// has not, the item says it. A demand that a table does not know is left empty.
#[must_use]
pub fn prefill(
    library: &Library,
    tables: &[&Table],
    form: &Form,
    grade: &str,
    which: Which,
) -> Prefill {
    let mut known = Prefill::default();
    for field in form.fields() {
        let Kind::Table(rows) = &field.kind else { continue };
        if !COLUMNS.iter().all(|column| rows.column(column).is_some()) {
            continue;
        }
        for table in tables {
            let several = tables.len() > 1;
            for row in table.rows.iter().filter(|r| which.takes(r.check_mode)) {
                let cells = cells(library, table, row, rows, grade, several);
                known.filled = known.filled.with_row(&field.id, cells);
            }
        }
    }
    if known.filled == Filled::default() {
        return known;
    }
    let names = join(tables, "、", |t| t.industry_name.clone());
    let sources = join(tables, "；", |t| {
        let mark = if t.example { "示例，不是规定原文：" } else { "" };
        format!("{mark}{}", t.source)
    });
    for (id, text) in [("industry", names), ("source", sources)] {
        let takes = form
            .field(id)
            .is_some_and(|f| matches!(f.kind, Kind::Text { most } if text.chars().count() <= most));
        if takes {
            known.filled = known.filled.with(id, text);
        }
    }
    known.note = note(tables);
    known
}

fn join(tables: &[&Table], gap: &str, word: impl Fn(&Table) -> String) -> String {
    tables.iter().map(|t| word(t)).collect::<Vec<_>>().join(gap)
}

fn cells(
    library: &Library,
    table: &Table,
    row: &Indicator,
    rows: &Rows,
    grade: &str,
    several: bool,
) -> Vec<(&'static str, Value)> {
    let has = |column: &str| rows.column(column).is_some();
    let dimension = library.dimension_name(&row.dimension);
    let mut item = row.item.clone();
    if !has("unit") && !row.process.is_empty() {
        item = format!("{item}（{}）", row.process);
    }
    if !has("aspect") {
        item = format!("{dimension}：{item}");
    }
    let mut process = row.process.clone();
    if several && !has("industry") {
        let name = &table.industry_name;
        if !has("unit") {
            item = format!("{name}　{item}");
        } else if process.is_empty() {
            process.clone_from(name);
        } else {
            process = format!("{name}／{process}");
        }
    }
    let mut demand = row.demand.get(grade).cloned().unwrap_or_default();
    if table.example && !demand.is_empty() {
        // On paper too: whoever compares it with the text takes the mark away.
        demand.insert_str(0, EXAMPLE);
    }
    let cells = [
        ("industry", table.industry_name.as_str()),
        ("aspect", dimension),
        ("unit", &process),
        ("item", &item),
        ("demand", &demand),
    ];
    cells
        .into_iter()
        .filter(|(column, text)| has(column) && !text.is_empty())
        .map(|(column, text)| (column, Value::from(text)))
        .collect()
}

/// Where the rows come from, and what a person must do with them, in both languages.
fn note(tables: &[&Table]) -> String {
    let mut lines = Vec::new();
    for table in tables {
        lines.push(format!("指标各行取自：{} | rows from: {}", table.title, table.title_en));
        if table.example {
            lines.push(
                "  这是示例，不是规定原文：请照原文逐行核对、增删，核对过的去掉“（示例）” | an example \
                 and no regulation: compare every row with the text, then take its mark away"
                    .to_string(),
            );
        }
    }
    lines.push(
        "“要求”空着的，是指标表里没有这一等级的要求，请照原文填写 | an empty demand is not in the \
         table: fill it in from the text"
            .to_string(),
    );
    lines.join("\n")
}
