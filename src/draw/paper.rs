//! The record of a draw on the paper that drawer and witness sign: which fields of a form take what.

use std::collections::BTreeSet;

use crate::form::{Filled, Form, Kind, Row, Rows, Value};

use super::{Drawn, Frozen, Mode, Size};

/// Columns of the table of what was drawn; of those that a form has, these two it must have.
const COLUMNS: [&str; 2] = ["place", "case"];

/// Whether a form can hold what was drawn: a table has the columns that it takes.
#[must_use]
pub fn holds(form: &Form) -> bool {
    table(form).is_some()
}

fn table(form: &Form) -> Option<(&String, &Rows)> {
    let mut tables = form.fields().filter_map(|f| Some((&f.id, form.table(&f.id)?)));
    tables.find(|(_, rows)| COLUMNS.iter().all(|c| rows.column(c).is_some()))
}

/// What is known of a draw, typed into a form: its fields `mode`, `purpose`, `listed`, `rate`,
/// `count`, `frozen_on`, `list_digest`, `source`, `value_on`, `value`, `seed`, `drawn_on` and
/// `round`, and the rows of its table that has the columns `place` and `case`. `None` where it has no
/// such table. Opinions and names of who signs stay open.
#[must_use]
pub fn paper(list: &Frozen, record: &Drawn, form: &Form) -> Option<Filled> {
    let (table, columns) = table(form)?;
    let number = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    let taken: u64 = record.strata.iter().map(|s| s.take).sum();
    let listed = list.entries.len() as u64;
    let rate = match list.size {
        Size::Rate(rate) => rate.to_string().trim_end_matches('%').to_owned(),
        Size::Count(_) => {
            let hundredths = taken * 10_000 / listed.max(1);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        }
    };
    let mode = match record.mode {
        Mode::Formal => "formal",
        Mode::Rehearsal => "rehearsal",
    };
    let mut values = vec![
        ("mode", Value::Choice(mode.to_owned())),
        ("purpose", list.purpose.clone().into()),
        ("listed", number(listed)),
        ("rate", Value::Decimal(rate)),
        ("count", number(taken)),
        ("frozen_on", list.frozen_at.day().into()),
        ("list_digest", record.list.to_string().into()),
        ("source", list.source.clone().into()),
        ("value_on", list.value_on.into()),
        ("value", record.value.clone().into()),
        ("seed", record.seed.to_string().into()),
        ("drawn_on", record.drawn_at.day().into()),
    ];
    values.extend(list.round.clone().map(|round| ("round", round.into())));
    let mut filled = Filled::default();
    for (id, value) in values {
        if form.field(id).is_some_and(|f| takes(&f.kind, &value)) {
            filled = filled.with(id, value);
        }
    }
    let drawn: BTreeSet<&str> = record.drawn.iter().map(String::as_str).collect();
    let mut rows: Vec<Row> = Vec::new();
    for (place, item) in (1..).zip(&list.entries).filter(|(_, e)| drawn.contains(e.id.as_str())) {
        let cells = [
            ("place", number(place)),
            ("case", item.id.clone().into()),
            ("enterprise", item.name.clone().into()),
            ("county", item.county.clone().into()),
            ("plant", item.plant.clone().into()),
            ("grade", item.grade.clone().into()),
        ];
        let known = cells.into_iter().filter(|(id, value)| {
            let empty = matches!(value, Value::Text(text) if text.is_empty());
            !empty && columns.column(id).is_some_and(|c| takes(&c.field.kind, value))
        });
        rows.push(known.map(|(id, value)| (id.to_owned(), value)).collect());
    }
    Some(filled.with(table.clone(), Value::Table(rows)))
}

/// Whether a field of a kind can hold a value.
fn takes(kind: &Kind, value: &Value) -> bool {
    match value {
        Value::Text(text) => {
            matches!(kind, Kind::Text { most } | Kind::Paragraph { most } if text.chars().count() <= *most)
        }
        Value::Date(_) => matches!(kind, Kind::Date { .. }),
        Value::Integer(_) => matches!(kind, Kind::Integer { .. }),
        Value::Decimal(_) => matches!(kind, Kind::Decimal { .. }),
        Value::Choice(word) => {
            matches!(kind, Kind::Choice { options } if options.iter().any(|o| o.id == *word))
        }
        Value::Ticks(_) | Value::Tick(_) | Value::Opinion { .. } | Value::Table(_) => false,
    }
}
