//! A round's lists over many cases: 《提请升级企业名单》, 绩效分级清单. What a list holds, and where
//! each column comes from, stands in the profile.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::look::{Look, Sight};
use super::{Case, codes};
use crate::base::time::Day;
use crate::form::{Filled, Form, Kind, Row, Value};
use crate::profile::{List, Profile};

impl Case {
    /// What the division was called on the day of the application; its code where no table knows it.
    #[must_use]
    pub fn county(&self) -> String {
        let code = &self.facts.enterprise.division;
        codes::division_name(code, self.facts.applied()).unwrap_or_else(|| code.clone())
    }

    /// The row of this case in a list; `None` where the list does not hold it: another grade, or
    /// what must lie behind it does not.
    ///
    /// # Errors
    /// A typed file cannot be read.
    pub fn listed(
        &self,
        list: &List,
        form: &Form,
        look: &Look<'_>,
    ) -> Result<Option<Row>, super::Error> {
        let sight = Sight::new(self, look);
        if !sight.binds(&list.grades) {
            return Ok(None);
        }
        if let Some(events) = &list.after {
            let days = events.split(' ').map(|e| sight.day(e)).collect::<Result<Vec<_>, _>>()?;
            if !days.into_iter().flatten().any(|day| day <= look.at) {
                return Ok(None);
            }
        }
        let Some(table) = form.table(&list.table) else { return Ok(Some(Row::new())) };
        let mut row = Row::new();
        for (column, source) in &list.columns {
            let Some(field) = table.column(column).map(|c| &c.field.kind) else { continue };
            if let Some(value) = value(&sight, source)?.and_then(|v| fit(v, field)) {
                row.insert(column.clone(), value);
            }
        }
        Ok(Some(row))
    }
}

/// What a source names: words in a row are tried in turn, the first that is known counts.
fn value(sight: &Sight<'_>, source: &str) -> Result<Option<Value>, super::Error> {
    for word in source.split(' ') {
        let found = if let Some(event) = word.strip_prefix("event:") {
            sight.day(event)?.map(Value::Date)
        } else if let Some((slot, field)) = word.split_once(':') {
            let typed = sight.typed(slot)?.get(field).cloned();
            typed.map(|value| called(sight.case, slot, field, value))
        } else if word == "enterprise.division.name" {
            Some(sight.case.county().into())
        } else {
            sight.case.given().get(word).map(|text| Value::Text(text.to_string()))
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// A choice of a paper by what it is called there; anything else as it is.
fn called(case: &Case, slot: &str, field: &str, value: Value) -> Value {
    let form = case.profile.slot(slot).and_then(|s| case.library.form(s.form.as_deref()?));
    in_words(form, field, value)
}

/// A choice of a form by what it is called there; anything else as it is.
pub(crate) fn in_words(form: Option<&Form>, field: &str, value: Value) -> Value {
    let Value::Choice(id) = &value else { return value };
    let label = form.and_then(|f| {
        let Kind::Choice { options } = &f.field(field)?.kind else { return None };
        options.iter().find(|o| o.id == *id).map(|o| o.label.clone())
    });
    label.map_or(value, Value::Text)
}

/// A value as a column of a kind takes it; choices are found by id or by what they are called.
pub(crate) fn fit(value: Value, kind: &Kind) -> Option<Value> {
    match (kind, value) {
        (Kind::Choice { options }, Value::Text(text) | Value::Choice(text)) => {
            let text = text.as_str();
            let known = |o: &&crate::form::Choice| {
                o.id == text || o.label == text || o.label.replace(" 级", "") == text
            };
            options.iter().find(known).map(|o| Value::Choice(o.id.clone()))
        }
        (Kind::Date { .. }, Value::Date(day)) => Some(Value::Date(day)),
        (Kind::Date { .. }, Value::Text(text)) => Day::parse(&text).map(Value::Date),
        (Kind::Date { .. }, _) => None,
        (_, Value::Choice(word)) => Some(Value::Text(word)),
        (_, Value::Date(day)) => Some(Value::Text(day.to_string())),
        (_, Value::Opinion { text, .. }) => Some(Value::Text(text)),
        (_, Value::Ticks(_) | Value::Tick(_) | Value::Table(_)) => None,
        (_, value @ (Value::Text(_) | Value::Integer(_) | Value::Decimal(_))) => Some(value),
    }
}

/// A case's row in little room: of ten thousand cases each keeps one, until they stand in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept(Box<[u8]>);

impl Kept {
    /// Keeps a row of a list.
    #[must_use]
    pub fn new(list: &List, row: &Row) -> Self {
        let cells: Vec<Option<(char, Cow<'_, str>)>> =
            list.columns.keys().map(|column| row.get(column).and_then(told)).collect();
        Self(serde_json::to_vec(&cells).unwrap_or_default().into())
    }

    /// The row as it was.
    #[must_use]
    pub fn row(&self, list: &List) -> Row {
        let cells: Vec<Option<(char, String)>> =
            serde_json::from_slice(&self.0).unwrap_or_default();
        let cells = list.columns.keys().zip(cells);
        cells.filter_map(|(column, cell)| Some((column.clone(), untold(cell?)?))).collect()
    }
}

/// A value that may stand in a list, as its kind and text; lists hold no tables.
fn told(value: &Value) -> Option<(char, Cow<'_, str>)> {
    match value {
        Value::Text(text) => Some(('t', text.into())),
        Value::Date(day) => Some(('d', day.to_string().into())),
        Value::Integer(number) => Some(('i', number.to_string().into())),
        Value::Decimal(text) => Some(('n', text.into())),
        Value::Choice(id) => Some(('c', id.into())),
        Value::Ticks(_) | Value::Tick(_) | Value::Opinion { .. } | Value::Table(_) => None,
    }
}

fn untold((kind, text): (char, String)) -> Option<Value> {
    match kind {
        't' => Some(Value::Text(text)),
        'd' => Day::parse(&text).map(Value::Date),
        'i' => text.parse().ok().map(Value::Integer),
        'n' => Some(Value::Decimal(text)),
        'c' => Some(Value::Choice(text)),
        _ => None,
    }
}

/// The slots whose papers a list reads.
#[must_use]
pub fn read_by(list: &List, profile: &Profile) -> BTreeSet<String> {
    let words = list.columns.values().flat_map(|source| source.split(' '));
    let pairs = words.filter_map(|word| word.split_once(':'));
    let typed = pairs.filter(|(head, _)| *head != "event").map(|(slot, _)| slot.to_string());
    typed.chain(super::many::dated(profile)).collect()
}

/// A list's paper: the rows in its table, and the facts of the round.
#[must_use]
pub fn paper(list: &List, rows: Vec<Row>, made_on: Option<(&str, Day)>) -> Filled {
    let mut filled = Filled::default().with(list.table.clone(), Value::Table(rows));
    if let Some((field, day)) = made_on {
        filled = filled.with(field, day);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Shelf;

    #[test]
    fn a_kept_row_comes_back_as_it_was() {
        let shelf = Shelf::built_in().unwrap();
        let (profile, _) = shelf.profile("tangshan-2025").unwrap();
        let list = &profile.lists[0];
        let day = Day::parse("2026-05-28").unwrap();
        let values = [
            Value::from("某厂\u{0}\"，\n"),
            Value::Date(day),
            Value::Integer(-7),
            Value::Decimal("3.50".into()),
            Value::Choice("b-minus".into()),
        ];
        for turn in 0..values.len() {
            let turned = values.iter().cycle().skip(turn).cloned();
            // the last column stays empty
            let columns = list.columns.keys().take(list.columns.len() - 1).cloned();
            let row: Row = columns.zip(turned).collect();
            assert!(row.len() >= 3);
            assert_eq!(Kept::new(list, &row).row(list), row);
        }
    }
}
