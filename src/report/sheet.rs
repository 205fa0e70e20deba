//! A table of a filled form as an XLSX workbook: one sheet, a heading, every cell typed, so that no
//! name is ever taken for a formula.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::form::{Form, Kind, Row, Value};

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made: {0}")]
pub struct Error(String);

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

impl crate::verdict::Explain for Error {
    fn id(&self) -> &'static str {
        "report-workbook"
    }

    fn facts(&self) -> crate::verdict::Facts {
        vec![("cause", self.0.clone())]
    }
}

/// The rows of a table field as a workbook. Same rows, same bytes. However many rows there are, only
/// one at a time is held: the sheet grows in a nameless file in the folder `scratch`.
///
/// # Errors
/// More rows or longer texts than XLSX holds; nothing can be written in `scratch`.
pub fn sheet(
    form: &Form,
    table: &str,
    rows: impl IntoIterator<Item = Row>,
    scratch: &Path,
) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_tempdir(scratch)?;
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&form.title).set_creation_datetime(&made));
    let head = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap();
    let page = book.add_worksheet_with_constant_memory()?;
    page.set_freeze_panes(1, 0)?;
    let Some(described) = form.table(table) else { return Ok(book.save_to_buffer()?) };
    // Widths first, then row by row: what is written cannot be gone back to.
    for (x, column) in (0u16..).zip(&described.columns) {
        page.set_column_width(x, f64::from(column.width).max(6.0) / 1.8)?;
    }
    for (x, column) in (0u16..).zip(&described.columns) {
        page.write_string_with_format(0, x, &column.field.label, &head)?;
    }
    for (y, row) in (1u32..).zip(rows) {
        for (x, column) in (0u16..).zip(&described.columns) {
            match (&column.field.kind, row.get(&column.field.id)) {
                (Kind::Serial, _) => {
                    page.write_number_with_format(y, x, f64::from(y), &body)?;
                }
                (kind, Some(value)) => {
                    page.write_string_with_format(y, x, words(kind, value), &body)?;
                }
                (_, None) => {}
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// A value in words: a choice by what it is called.
pub(super) fn words(kind: &Kind, value: &Value) -> String {
    match value {
        Value::Choice(id) => {
            let options =
                if let Kind::Choice { options } = kind { options.as_slice() } else { &[] };
            options.iter().find(|o| o.id == *id).map_or_else(|| id.clone(), |o| o.label.clone())
        }
        Value::Text(text) | Value::Decimal(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Ticks(words) => words.join("、"),
        Value::Tick(on) => if *on { "√" } else { "" }.to_string(),
        Value::Opinion { text, .. } => text.clone(),
        Value::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Shelf;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name_and_the_same_rows_give_the_same_bytes() {
        let shelf = Shelf::built_in().unwrap();
        let (profile, _) = shelf.profile("tangshan-2025").unwrap();
        let list = &profile.lists[0];
        let form = shelf.forms.form(&list.form).unwrap();
        let cells = [("enterprise", Value::from("=cmd|'/c calc'!A1")), ("county", "某县".into())];
        let row: Row = cells.map(|(id, value)| (id.to_string(), value)).into();
        let scratch = tempfile::tempdir().unwrap();
        let bytes = sheet(form, &list.table, [row.clone()], scratch.path()).unwrap();
        assert_eq!(bytes, sheet(form, &list.table, [row], scratch.path()).unwrap());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        let mut part = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        assert!(!text.contains("<f>"), "{text}");
        assert!(text.contains("t=\"inlineStr\""), "{text}");
        assert!(text.contains("'/c calc'!A1"), "{text}");
    }
}
