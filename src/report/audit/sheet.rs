//! An audit as a workbook: a sheet of totals, a sheet of findings, a sheet of all packages; every
//! cell typed, so that no name is ever taken for a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::super::Texts;
use super::super::sheet::Error;
use super::{class, sum, told};
use crate::audit::Audit;
use crate::base::text::visible;
use crate::verdict::Bearing;

/// Most rows that a sheet of XLSX holds below its heading.
const MOST: usize = 1_048_575;
/// Most characters that a cell of XLSX holds.
const LONGEST: usize = 32_767;

/// The workbook. Same audit, same bytes.
///
/// # Errors
/// The workbook cannot be made.
pub fn audit_sheet(audit: &Audit, texts: &Texts) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = texts.say("audit-paper-title");
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    totals(book.add_worksheet(), audit, texts)?;
    findings(book.add_worksheet(), audit, texts)?;
    packages(book.add_worksheet(), audit, texts)?;
    Ok(book.save_to_buffer()?)
}

fn head(page: &mut Worksheet, name: &str, columns: &[(&str, f64)], t: &Texts) -> Result<(), Error> {
    let bold = Format::new().set_bold().set_text_wrap();
    page.set_name(t.say(name))?;
    page.set_freeze_panes(1, 0)?;
    for (x, (id, width)) in (0u16..).zip(columns) {
        page.set_column_width(x, *width)?;
        page.write_string_with_format(0, x, t.say(id), &bold)?;
    }
    Ok(())
}

/// A cell of words from outside.
fn put(page: &mut Worksheet, y: u32, x: u16, text: &str) -> Result<(), XlsxError> {
    let shown: String = visible(text).chars().take(LONGEST).collect();
    page.write_string_with_format(y, x, shown, &Format::new().set_text_wrap())?;
    Ok(())
}

fn totals(page: &mut Worksheet, audit: &Audit, texts: &Texts) -> Result<(), Error> {
    let columns =
        [("audit-col-class", 24.0), ("audit-col-packages", 14.0), ("audit-col-octets", 24.0)];
    head(page, "audit-sheet-totals", &columns, texts)?;
    let rows = audit.totals.iter().map(|(c, t)| (class(*c, texts), *t));
    let rows = rows.chain([(texts.say("audit-total"), sum(audit))]);
    let mut next = 1;
    for (word, total) in rows {
        put(page, next, 0, &word)?;
        page.write_number(next, 1, number(total.packages))?;
        page.write_number(next, 2, number(total.octets))?;
        next += 1;
    }
    for (y, line) in (next + 1..).zip(told(audit, texts)) {
        page.write_string(y, 0, visible(&line))?;
    }
    Ok(())
}

/// XLSX counts in doubles; octets of an archive stay far below 2^53.
fn number(n: u64) -> f64 {
    n as f64
}

fn findings(page: &mut Worksheet, audit: &Audit, texts: &Texts) -> Result<(), Error> {
    let columns = [
        ("paper-col-bearing", 12.0),
        ("paper-col-code", 26.0),
        ("paper-col-place", 44.0),
        ("paper-col-said", 90.0),
    ];
    head(page, "audit-sheet-findings", &columns, texts)?;
    for (y, found) in (1u32..).zip(audit.report.findings()) {
        let word = texts.say(match found.bearing {
            Bearing::Fails => "report-failed",
            Bearing::Unsettled => "report-indeterminate",
            Bearing::Note => "report-note",
        });
        let id = format!("code-{}", found.code.id().replace('.', "-"));
        put(page, y, 0, &word)?;
        put(page, y, 1, found.code.id())?;
        put(page, y, 2, &found.place.to_string())?;
        put(page, y, 3, &texts.message(&id, &found.facts))?;
    }
    Ok(())
}

fn packages(page: &mut Worksheet, audit: &Audit, texts: &Texts) -> Result<(), Error> {
    let columns = [
        ("audit-col-name", 44.0),
        ("audit-col-class", 14.0),
        ("audit-col-octets", 16.0),
        ("audit-col-read", 27.0),
        ("audit-col-case", 26.0),
        ("audit-col-undecided", 24.0),
        ("audit-col-digest", 70.0),
    ];
    head(page, "audit-sheet-packages", &columns, texts)?;
    for (y, item) in (1u32..).zip(audit.items.iter().take(MOST)) {
        put(page, y, 0, item.name)?;
        put(page, y, 1, &class(item.class, texts))?;
        page.write_number(y, 2, number(item.size))?;
        let Some(known) = item.known else { continue };
        put(page, y, 3, &known.read.to_string())?;
        if let Some(mark) = known.mark {
            put(page, y, 4, mark.case)?;
            put(page, y, 6, &mark.bag.to_string())?;
        }
        if let Some(code) = known.undecided {
            put(page, y, 5, code.id())?;
        }
    }
    Ok(())
}
