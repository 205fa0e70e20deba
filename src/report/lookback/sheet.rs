//! A comparison as a workbook: the rows side by side, what it came to, the findings.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::super::Texts;
use super::super::sheet::Error;
use super::{answer, change, conclusions, details, item, say, signed};
use crate::audit::lookback::Comparison;
use crate::base::text::visible;
use crate::verdict::Bearing;

/// Most characters that a cell of XLSX holds.
const LONGEST: usize = 32_767;

/// The workbook. Same comparison, same bytes.
///
/// # Errors
/// More rows than XLSX holds.
pub fn lookback_sheet(found: &Comparison, texts: &Texts) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = say("title", texts);
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    rows(book.add_worksheet(), found, texts)?;
    let page = book.add_worksheet();
    head(page, &say("sheet-conclusion", texts), &[(say("col-conclusion", texts), 110.0)])?;
    for (y, told) in (1u32..).zip(conclusions(found, texts)) {
        put(page, y, 0, &told)?;
    }
    findings(book.add_worksheet(), found, texts)?;
    Ok(book.save_to_buffer()?)
}

fn head(page: &mut Worksheet, name: &str, columns: &[(String, f64)]) -> Result<(), Error> {
    let bold = Format::new().set_bold().set_text_wrap();
    page.set_name(name)?;
    page.set_freeze_panes(1, 0)?;
    for (x, (word, width)) in (0u16..).zip(columns) {
        page.set_column_width(x, *width)?;
        page.write_string_with_format(0, x, word, &bold)?;
    }
    Ok(())
}

/// A cell of words from outside.
fn put(page: &mut Worksheet, y: u32, x: u16, text: &str) -> Result<(), Error> {
    let shown: String = text.lines().map(visible).collect::<Vec<_>>().join("\n");
    let shown: String = shown.chars().take(LONGEST).collect();
    page.write_string_with_format(y, x, shown, &Format::new().set_text_wrap())?;
    Ok(())
}

fn rows(page: &mut Worksheet, found: &Comparison, texts: &Texts) -> Result<(), Error> {
    let columns = [
        ("row", 6.0),
        ("item", 24.0),
        ("found-then", 34.0),
        ("then", 14.0),
        ("signed-then", 40.0),
        ("found-now", 34.0),
        ("now", 14.0),
        ("signed-now", 40.0),
        ("change", 12.0),
        ("remark", 30.0),
        ("evidence", 18.0),
    ];
    let columns = columns.map(|(id, width)| (say(&format!("col-{id}"), texts), width));
    head(page, &say("sheet-rows", texts), &columns)?;
    for (y, line) in (1u32..).zip(&found.lines) {
        let [then, now, remark, evidence] = details(line).map(|(_, words)| words);
        let cells = [
            item(line),
            then,
            line.then.as_ref().map(answer).unwrap_or_default(),
            signed(&line.signed_then, texts).join("\n"),
            now,
            line.now.as_ref().map(|a| answer(&a.item)).unwrap_or_default(),
            signed(&line.signed_now, texts).join("\n"),
            change(line.change, texts),
            remark,
            evidence,
        ];
        let number = u32::try_from(line.number).unwrap_or(u32::MAX);
        page.write_number(y, 0, f64::from(number))?;
        for (x, cell) in (1u16..).zip(cells) {
            put(page, y, x, &cell)?;
        }
    }
    Ok(())
}

fn findings(page: &mut Worksheet, found: &Comparison, texts: &Texts) -> Result<(), Error> {
    let columns = [("bearing", 12.0), ("code", 30.0), ("place", 40.0), ("said", 90.0)];
    let columns = columns.map(|(id, width)| (texts.say(&format!("paper-col-{id}")), width));
    head(page, &texts.say("audit-sheet-findings"), &columns)?;
    for (y, finding) in (1u32..).zip(found.report.findings()) {
        let word = texts.say(match finding.bearing {
            Bearing::Fails => "report-failed",
            Bearing::Unsettled => "report-indeterminate",
            Bearing::Note => "report-note",
        });
        let id = format!("code-{}", finding.code.id().replace('.', "-"));
        let said = texts.message(&id, &finding.facts);
        let cells = [word, finding.code.id().to_string(), finding.place.to_string(), said];
        for (x, cell) in (0u16..).zip(cells) {
            put(page, y, x, &cell)?;
        }
    }
    Ok(())
}
