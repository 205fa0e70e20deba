//! The commented data file that a clerk fills in without a manual, Chinese first, English beside it.

use std::fmt::Write;

use super::field::{Choice, Field, Is, Kind, OPINIONS, Range, Rows, When};
use super::filled::{Filled, Given, Value};
use super::schema::Form;
use crate::base::json::quote;
use crate::base::text::visible;

/// How to fill a data file, at the top of each.
const MANUAL: [&str; 4] = [
    "在等号右边填写；文字写在英文双引号里，没有的留空。# 开头的是说明，不会打印。",
    "Fill in right of the equals signs, text between straight double quotes. Lines with # are notes.",
    "不要改动等号左边的英文名；写好后保存为 UTF-8。",
    "Leave the names left of the equals signs alone; save as UTF-8.",
];

/// What is known of a paper before anybody fills it in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prefill {
    /// Values, as if they had been typed: they stand in the data file and may be changed there.
    pub filled: Filled,
    /// Where they come from, for the head of the data file; may be empty.
    pub note: String,
}

impl Form {
    /// The data file of this form with nothing typed: every field with its label, whether it is
    /// required, type, unit, range and an example. Fields that a case fact fills are shown in a
    /// comment. Read back unchanged it gives exactly the missing required fields.
    #[must_use]
    pub fn skeleton(&self, given: &Given) -> String {
        self.skeleton_with(given, &Prefill::default())
    }

    /// The same with some values typed already: a row of a table stands as often as there are rows,
    /// with what is known of it, and what is not known is left empty.
    #[must_use]
    pub fn skeleton_with(&self, given: &Given, known: &Prefill) -> String {
        let mut out = String::new();
        let cite =
            if self.cite.is_empty() { String::new() } else { format!("（{}）", self.cite) };
        note(&mut out, &format!("{}{cite} | {}", self.title, self.title_en));
        note(&mut out, &self.note);
        MANUAL.iter().for_each(|line| note(&mut out, line));
        note(&mut out, &known.note);
        // A key below a table would belong to its last row, so tables come last.
        let tables = |f: &&Field| matches!(f.kind, Kind::Table(_));
        for section in &self.sections {
            if section.fields.iter().any(|f| !tables(&f)) {
                let _ = write!(out, "\n# ──── {} | {} ────\n", section.title, section.title_en);
            }
            for field in section.fields.iter().filter(|f| !tables(f)) {
                self.field_lines(&mut out, field, given, known.filled.get(&field.id));
            }
        }
        for field in self.fields().filter(tables) {
            self.table_lines(&mut out, field, &known.filled);
        }
        out
    }

    fn field_lines(&self, out: &mut String, field: &Field, given: &Given, known: Option<&Value>) {
        out.push('\n');
        note(out, &format!("{} | {}", field.label, field.label_en));
        self.rules(out, field, &[]);
        if let Some(value) = known.and_then(literal) {
            let _ = writeln!(out, "{} = {value}", field.id);
            return;
        }
        let Some(fact) = &field.default_from else { return empty(out, field) };
        note(
            out,
            &format!("  留空则自动填入 case.toml 的 {fact} | if empty, filled from case.toml"),
        );
        if let Some(value) = given.get(fact) {
            let value = visible(value).replace('"', "");
            note(out, &format!("{} = \"{value}\"", field.id));
        } else {
            empty(out, field);
        }
    }

    fn table_lines(&self, out: &mut String, field: &Field, known: &Filled) {
        let Kind::Table(rows) = &field.kind else { return };
        let _ = write!(out, "\n# ──── {} | {} ────\n", field.label, field.label_en);
        self.rules(out, field, &[]);
        let id = &field.id;
        note(out, &format!("  每一行写一段，从 [[{id}]] 起整段复制即增加一行；空段不算"));
        note(
            out,
            &format!("  one block per row: copy it from [[{id}]] on; an empty block is no row"),
        );
        let known = known.rows(id);
        for at in 0..known.len().max(1) {
            let row = known.get(at);
            let gap = if at == 0 { "" } else { "\n" };
            let _ = writeln!(out, "{gap}[[{id}]]");
            for column in rows.columns.iter().filter(|c| c.field.kind != Kind::Serial) {
                // What may stand in a column is said once.
                if at == 0 {
                    note(out, &format!("{} | {}", column.field.label, column.field.label_en));
                    self.rules(out, &column.field, &siblings(rows));
                }
                match row.and_then(|row| literal(row.get(&column.field.id)?)) {
                    Some(value) => {
                        let _ = writeln!(out, "{} = {value}", column.field.id);
                    }
                    None => empty(out, &column.field),
                }
            }
        }
    }

    /// What may stand in a field.
    fn rules(&self, out: &mut String, field: &Field, near: &[&Field]) {
        let need = match (field.required, &field.when) {
            (true, Some(_)) => "条件必填 required if",
            (true, None) => "必填 required",
            (false, _) => "选填 optional",
        };
        let example = if field.example.is_empty() {
            String::new()
        } else if matches!(field.kind, Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Year) {
            format!("，例 e.g. {}", field.example)
        } else {
            format!("，例 e.g. \"{}\"", field.example)
        };
        note(out, &format!("  {need} · {}{example}", what(&field.kind)));
        if let Some(when) = &field.when {
            let other = near.iter().copied().find(|f| f.id == when.field);
            if let Some(other) = other.or_else(|| self.field(&when.field)) {
                note(out, &format!("  {}", condition(when, other)));
            }
        }
        for hint in [&field.hint, &field.hint_en].into_iter().filter(|h| !h.is_empty()) {
            note(out, &format!("  {hint}"));
        }
    }
}

fn siblings(rows: &Rows) -> Vec<&Field> {
    rows.columns.iter().map(|c| &c.field).collect()
}

fn note(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "# {}", visible(line));
    }
}

/// The key with an empty value of its kind.
fn empty(out: &mut String, field: &Field) {
    let id = &field.id;
    let text = "\"\"\"\n\"\"\"";
    let _ = if matches!(field.kind, Kind::Paragraph { .. }) {
        writeln!(out, "{id} = {text}")
    } else if matches!(field.kind, Kind::Opinion { .. }) {
        writeln!(out, "{id}.opinion = \"\"\n{id}.text = {text}")
    } else if matches!(field.kind, Kind::Ticks { .. }) {
        writeln!(out, "{id} = []")
    } else {
        writeln!(out, "{id} = \"\"")
    };
}

/// A value as it is typed; none for what stands in several lines.
fn literal(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Decimal(text) => Some(quote(text)),
        Value::Date(day) => Some(day.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Tick(on) => Some(on.to_string()),
        Value::Ticks(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| quote(id)).collect();
            Some(format!("[{}]", ids.join(", ")))
        }
        Value::Opinion { .. } | Value::Table(_) => None,
    }
}

/// What may be typed, in both languages.
fn what(kind: &Kind) -> String {
    match kind {
        Kind::Text { most } => {
            format!("一行文字，至多 {most} 字 one line, at most {most} characters")
        }
        Kind::Paragraph { .. } => {
            "文字，可分段，写在三个双引号之间 text of any length, between the triple quotes"
                .to_string()
        }
        Kind::Person => "一个人的姓名 one person's name".to_string(),
        Kind::PersonId => "人员编号 person's number in the key ring，p-0001".to_string(),
        Kind::Phone => "电话 telephone".to_string(),
        Kind::CreditCode => "18 位统一社会信用代码 18-character credit code".to_string(),
        Kind::Division => "6 位行政区划代码 6-digit division code".to_string(),
        Kind::Date { .. } => "日期 date，写作 2026-03-06".to_string(),
        Kind::Year => "年份 year，写作 2026".to_string(),
        Kind::Integer { range, unit } => {
            format!("整数 whole number{}{}", unit_of(unit), bounds(range))
        }
        Kind::Decimal { range, unit, places } => format!(
            "数字 number，小数至多 {places} 位 at most {places} decimals{}{}",
            unit_of(unit),
            bounds(range)
        ),
        Kind::Choice { options } => format!("选一项 one of：{}", words(options)),
        Kind::Ticks { options } => {
            format!("可选多项 any of：{}，写作 [\"…\", \"…\"]", words(options))
        }
        Kind::Tick => "true 为勾选 ticked，false 为不勾选 not ticked".to_string(),
        Kind::Opinion { .. } => {
            let words = OPINIONS.map(|(id, zh, _)| format!("{id}（{zh}）")).join(" / ");
            format!("意见 opinion：{words}；不同意须写明理由 say why if you disagree")
        }
        Kind::Serial => String::new(),
        Kind::Table(rows) => format!("表格 table，至多 {0} 行 at most {0} rows", rows.most),
    }
}

fn words(options: &[Choice]) -> String {
    let word = |o: &Choice| format!("{}（{}, {}）", o.id, o.label, o.label_en);
    options.iter().map(word).collect::<Vec<_>>().join(" / ")
}

fn unit_of(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!("，单位 unit {unit}") }
}

fn bounds(range: &Range) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("，{min} – {max}"),
        (Some(min), None) => format!("，≥ {min}"),
        (None, Some(max)) => format!("，≤ {max}"),
        (None, None) => String::new(),
    }
}

fn condition(when: &When, other: &Field) -> String {
    let is = match &when.is {
        Is::Set(true) => "勾选 ticked".to_string(),
        Is::Set(false) => "未勾选 not ticked".to_string(),
        Is::Word(_) | Is::OneOf(_) => {
            let named = when.is.words();
            let opinion = matches!(other.kind, Kind::Opinion { .. });
            let opinions = OPINIONS.iter().filter(|_| opinion).map(|(id, zh, en)| Choice {
                id: (*id).to_string(),
                label: (*zh).to_string(),
                label_en: (*en).to_string(),
            });
            let options = other.kind.options().iter().cloned().chain(opinions);
            words(&options.filter(|o| named.contains(&o.id.as_str())).collect::<Vec<_>>())
        }
    };
    format!("当“{}”为 {is} 时填写 | if “{}” is so", other.label, other.label_en)
}
