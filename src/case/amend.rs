//! Changes that a command makes to `case.toml` for a clerk: a line more, nothing else touched.

use std::path::Path;

use ::toml::{Table, Value};

use super::Facts;
use crate::base::{json, toml};

/// The key of a slot's files that stand in the volume as pictures.
const KEY: &str = "rasterise";

/// `case.toml` with one more file that is to stand in the volume as pictures: `evidence/<slot>/<file>`.
/// The same text where it is named already; `None` where the text is laid out in a way that is better
/// changed by hand.
#[must_use]
pub fn with_drawing(text: &str, slot: &str, path: &str) -> Option<String> {
    let place = Path::new(super::layout::FACTS);
    let facts = Facts::parse(place, text).ok()?;
    if facts.slot.get(slot).is_some_and(|s| s.rasterise.iter().any(|p| p == path)) {
        return Some(text.to_string());
    }
    let quoted = json::quote(path);
    let changed = match header(text, slot) {
        Some(end) => match list(text, end) {
            Some(close) => {
                let (before, after) = text.split_at_checked(close)?;
                let empty = before.trim_end().ends_with('[');
                let comma = if empty || before.trim_end().ends_with(',') { "" } else { ", " };
                format!("{before}{comma}{quoted}{after}")
            }
            None => {
                let (before, after) = text.split_at_checked(end)?;
                format!("{before}{KEY} = [{quoted}]\n{after}")
            }
        },
        None => {
            let line = if text.ends_with('\n') { "" } else { "\n" };
            format!("{text}{line}\n[slot.{}]\n{KEY} = [{quoted}]\n", json::quote(slot))
        }
    };
    // What was written is read again: it says what it said before and the new line, nothing else.
    let mut expected: Table = toml::parse(place, text).ok()?;
    let slots = expected.entry("slot").or_insert_with(|| Value::Table(Table::new()));
    let own = slots.as_table_mut()?.entry(slot).or_insert_with(|| Value::Table(Table::new()));
    let files = own.as_table_mut()?.entry(KEY).or_insert_with(|| Value::Array(Vec::new()));
    files.as_array_mut()?.push(Value::from(path));
    let found: Table = toml::parse(place, &changed).ok()?;
    (found == expected).then_some(changed)
}

/// Where the line after a slot's header begins.
fn header(text: &str, slot: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let head = line.trim().strip_prefix('[').and_then(|l| l.split_once(']'));
        let Some((head, _)) = head else { continue };
        let name = head.trim().strip_prefix("slot.").unwrap_or_default().trim();
        if name == json::quote(slot) || name == format!("'{slot}'") {
            return line.ends_with('\n').then_some(at);
        }
    }
    None
}

/// Where the list of files in the table that begins at a place ends: its closing bracket, on the line
/// of its key.
fn list(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            return None;
        }
        let key = line.trim_start().strip_prefix(KEY).map(str::trim_start);
        if key.is_some_and(|rest| rest.starts_with('=')) {
            return line.rfind(']').map(|bracket| at + bracket);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "\
case = \"IN-130283-2026Q2-0001\"
profile = \"invented-1\"
round = \"2026Q2\"
grade = \"C\"
[branch]
name = \"示例分局\"
[enterprise] # 企业
name = \"示例水泥制品有限公司\"
code = \"91130200MA0TEAT01J\"
division = \"130283\"
plant = \"一厂区\"
";

    fn added(text: &str) -> Option<String> {
        with_drawing(text, "app.evid", "evidence/app.evid/报告 1.pdf")
    }

    #[test]
    fn a_slot_gets_its_table_its_list_and_its_next_file() {
        let once = added(CASE).unwrap();
        let line = "rasterise = [\"evidence/app.evid/报告 1.pdf\"]\n";
        assert_eq!(once, format!("{CASE}\n[slot.\"app.evid\"]\n{line}"));
        assert_eq!(added(&once).unwrap(), once, "named already");
        let twice = with_drawing(&once, "app.evid", "evidence/app.evid/2.pdf").unwrap();
        assert!(
            twice.ends_with("[\"evidence/app.evid/报告 1.pdf\", \"evidence/app.evid/2.pdf\"]\n")
        );
    }

    #[test]
    fn what_stands_there_stays_with_its_remarks() {
        let slot = "[slot.\"app.evid\"] # 原件\noriginal = \"evidence/app.evid/x.pdf\" # 扫描\n";
        let after = "[slot.\"app.form\"]\noriginal = \"evidence/app.form/y.pdf\"\n";
        let text = format!("{CASE}{slot}{after}");
        let changed = added(&text).unwrap();
        for part in [CASE, "# 原件", "# 扫描", after] {
            assert!(changed.contains(part), "{part}");
        }
        let empty = format!("{CASE}[slot.\"app.evid\"]\nrasterise = [] # 无\n");
        assert!(
            added(&empty)
                .unwrap()
                .ends_with("rasterise = [\"evidence/app.evid/报告 1.pdf\"] # 无\n")
        );
    }

    #[test]
    fn a_layout_that_is_not_understood_is_left_to_its_author() {
        for slots in [
            "[slot]\n\"app.evid\" = { original = \"evidence/app.evid/x.pdf\" }\n",
            "[slot.\"app.evid\"]\nrasterise = [\n  \"evidence/app.evid/x.pdf\",\n]\n",
            "[slot.\"app.evid\"]\nrasterise = [] # ]\n",
        ] {
            assert_eq!(added(&format!("{CASE}{slots}")), None, "{slots}");
        }
    }
}
