//! Every form filled as a clerk would: the form's own examples, words that fit their field, rows
//! that differ, conditions met.

use std::collections::BTreeMap;
use std::fmt::Write;

use juanzong::form::{Field, Form, Is, Kind, When};

const FIRMS: [&str; 4] = [
    "示例水泥制品有限公司",
    "示例市北辰精密铸造有限责任公司",
    "示例集团第二耐火材料股份有限公司高新区分公司",
    "示例涂料厂",
];
const PERSONS: [&str; 5] = ["周明", "欧阳文瑾", "吴江", "阿依古丽·买买提", "何岩"];
const CODES: [&str; 4] =
    ["91130200MA0TEAT01J", "91411200MA4DEMA141", "916501007777777758", "91330600MA2CQAA98E"];
const LONG: &str = "经逐项核对资料并查看现场，主要治理设施与生产设备同步运行，台账记录连续完整，\
                    排放浓度低于执行限值，未发现与申报情况不一致之处。";

/// What was chosen so far: field → words.
type Chosen = BTreeMap<String, String>;

/// The data file of a form with everything filled and so many rows in each table.
pub fn typed(form: &Form, rows: usize) -> String {
    let fields: Vec<&Field> = form.fields().collect();
    let mut text = String::new();
    let above = values(&fields, 0, &Chosen::new(), &mut text);
    for field in &fields {
        let Kind::Table(table) = &field.kind else { continue };
        if !called(field, &above) {
            continue;
        }
        let columns: Vec<&Field> = table.columns.iter().map(|c| &c.field).collect();
        for n in 0..rows.clamp(table.least, table.most) {
            let _ = writeln!(text, "[[{}]]", field.id);
            values(&columns, n, &above, &mut text);
        }
    }
    text
}

fn called(field: &Field, chosen: &Chosen) -> bool {
    let Some(When { field, is }) = &field.when else { return true };
    let word = chosen.get(field).map(String::as_str);
    match is {
        Is::Set(set) => (word == Some("true")) == *set,
        Is::Word(_) | Is::OneOf(_) => word.is_some_and(|w| is.words().contains(&w)),
    }
}

/// Writes the fields that are called for and tells what was chosen in them.
fn values(fields: &[&Field], n: usize, above: &Chosen, text: &mut String) -> Chosen {
    let mut chosen = above.clone();
    for field in fields {
        // What a fact fills is left empty.
        if called(field, &chosen)
            && field.default_from.is_none()
            && let Some(word) = value(field, fields, n, text)
        {
            chosen.insert(field.id.clone(), word);
        }
    }
    chosen
}

fn pick<'a>(list: &[&'a str], n: usize) -> &'a str {
    list[n % list.len()]
}

fn value(field: &Field, near: &[&Field], n: usize, text: &mut String) -> Option<String> {
    let id = &field.id;
    let example = (!field.example.is_empty()).then_some(field.example.as_str());
    let mut string = |value: &str| {
        let _ = writeln!(text, "{id} = \"{value}\"");
    };
    match &field.kind {
        Kind::Text { most } => {
            let firm = id == "enterprise";
            let value = if firm { pick(&FIRMS, n) } else { example.unwrap_or(&field.label) };
            string(&value.chars().take(*most).collect::<String>());
        }
        Kind::Paragraph { .. } if n % 4 == 1 => string(LONG),
        Kind::Paragraph { .. } => string(example.unwrap_or(LONG)),
        Kind::Person => string(pick(&PERSONS, n + id.len())),
        Kind::PersonId => string(&format!("p-{:04}", n + 2)),
        Kind::Phone => string("0000-1234567"),
        Kind::CreditCode => string(pick(&CODES, n)),
        Kind::Division => string("130283"),
        Kind::Date { .. } => {
            let _ = writeln!(text, "{id} = {}", example.unwrap_or("2026-03-06"));
        }
        Kind::Year => {
            let _ = writeln!(text, "{id} = 2026");
        }
        Kind::Integer { range, .. } | Kind::Decimal { range, .. } => {
            let least = range.min.unwrap_or(1.0).to_string();
            let _ = writeln!(text, "{id} = {}", example.unwrap_or(&least));
        }
        Kind::Choice { .. } => {
            // By turns the word that calls for another field and the others.
            let asked = near.iter().filter_map(|f| f.when.as_ref()).find(|w| w.field == *id);
            let words = field.kind.words();
            let meant = asked.and_then(|w| w.is.words().first().map(|w| w.to_string()));
            let word = meant
                .filter(|_| n.is_multiple_of(3))
                .unwrap_or_else(|| pick(&words, n).to_string());
            string(&word);
            return Some(word);
        }
        Kind::Ticks { .. } => {
            let words = field.kind.words();
            let _ = writeln!(text, "{id} = [\"{}\", \"{}\"]", words[0], words[1]);
            return Some(words[0].to_string());
        }
        Kind::Tick => {
            // A tick that lets other fields fall away stays unset.
            let away = near
                .iter()
                .any(|f| f.when.as_ref().is_some_and(|w| w.field == *id && w.is == Is::Set(false)));
            let _ = writeln!(text, "{id} = {}", !away);
            return Some((!away).to_string());
        }
        Kind::Opinion { .. } => {
            let word = if n % 5 == 4 { "disagree" } else { "agree" };
            let said = if n.is_multiple_of(2) {
                "核查属实，同意评定为申报等级。"
            } else {
                "情况属实。"
            };
            let _ = writeln!(text, "{id}.opinion = \"{word}\"\n{id}.text = \"{said}\"");
            return Some(word.to_string());
        }
        Kind::Serial | Kind::Table(_) => {}
    }
    None
}
