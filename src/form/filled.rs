//! What was typed into a form, and the case facts that fill the rest.

use std::collections::BTreeMap;

use super::field::{Field, Is, Kind, When};
use super::schema::Form;
use crate::base::time::Day;

/// Facts of a case under dotted names (`enterprise.name`), as text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given(pub BTreeMap<String, String>);

impl Given {
    /// A fact; an empty one counts as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Sets a fact.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }
}

/// A row of a table: what stands in its columns.
pub type Row = BTreeMap<String, Value>;

/// One typed value. There are no empty values: an empty field has none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Text of any of the text kinds, NFC, without white space at its ends.
    Text(String),
    /// A day.
    Date(Day),
    /// A whole number or a year.
    Integer(i64),
    /// A decimal number as typed.
    Decimal(String),
    /// The id of the chosen word.
    Choice(String),
    /// The ids of the ticked words, in the form's order.
    Ticks(Vec<String>),
    /// Whether a box is ticked.
    Tick(bool),
    /// A seat's opinion.
    Opinion {
        /// `agree`, `disagree` or `abstain`.
        opinion: Option<String>,
        /// Its text; may be empty.
        text: String,
    },
    /// Rows that are not empty.
    Table(Vec<Row>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// Everything that was typed into one form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled(pub BTreeMap<String, Value>);

impl Filled {
    /// A value by its field's id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.0.get(id)
    }

    /// The text of a text field.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        text(&self.0, id)
    }

    /// The day of a date field.
    #[must_use]
    pub fn date(&self, id: &str) -> Option<Day> {
        if let Some(Value::Date(day)) = self.0.get(id) { Some(*day) } else { None }
    }

    /// The rows of a table; none where nothing was typed.
    #[must_use]
    pub fn rows(&self, id: &str) -> &[Row] {
        if let Some(Value::Table(rows)) = self.0.get(id) { rows } else { &[] }
    }

    /// The same with a value set: pages that the program fills itself.
    #[must_use]
    pub fn with(mut self, id: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(id.into(), value.into());
        self
    }

    /// The same with one more row in a table.
    #[must_use]
    pub fn with_row<I: Into<String>>(
        mut self,
        id: impl Into<String>,
        cells: impl IntoIterator<Item = (I, Value)>,
    ) -> Self {
        let row = cells.into_iter().map(|(id, value)| (id.into(), value)).collect();
        let table = self.0.entry(id.into()).or_insert_with(|| Value::Table(Vec::new()));
        if let Value::Table(rows) = table {
            rows.push(row);
        }
        self
    }
}

/// The text under a key of a row, or of a whole form.
#[must_use]
pub(super) fn text<'a>(values: &'a Row, id: &str) -> Option<&'a str> {
    match values.get(id) {
        Some(Value::Text(text) | Value::Choice(text) | Value::Decimal(text)) => Some(text),
        _ => None,
    }
}

/// An opinion as it stands on paper, to be compared with the one signed (`formats.md` §2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedOpinion {
    /// The seat.
    pub seat: String,
    /// The person's number in the key ring, for a row of a plural seat.
    pub person: Option<String>,
    /// `agree`, `disagree`, `abstain`; `None` where nothing is ticked yet.
    pub opinion: Option<String>,
    /// Its text, NFC; may be empty.
    pub text: String,
    /// The field: `examined` or `opinions[2].view`.
    pub field: String,
}

impl Form {
    /// The opinions on the paper, ticked or not: every opinion field and, in tables, one per row.
    #[must_use]
    pub fn opinions(&self, filled: &Filled) -> Vec<TypedOpinion> {
        let mut found = Vec::new();
        for field in self.fields() {
            found.extend(opinion(field, &filled.0, &field.id, None));
            let Kind::Table(table) = &field.kind else { continue };
            let person = table.columns.iter().find(|c| c.field.kind == Kind::PersonId);
            for (row, n) in filled.rows(&field.id).iter().zip(1_usize..) {
                for column in &table.columns {
                    let path = format!("{}[{n}].{}", field.id, column.field.id);
                    let person = person.and_then(|p| text(row, &p.field.id));
                    found.extend(opinion(&column.field, row, &path, person));
                }
            }
        }
        found
    }
}

fn opinion(field: &Field, row: &Row, path: &str, person: Option<&str>) -> Option<TypedOpinion> {
    let Kind::Opinion { seat } = &field.kind else { return None };
    let (opinion, text) = match row.get(&field.id) {
        Some(Value::Opinion { opinion, text }) => (opinion.clone(), text.clone()),
        _ => (None, String::new()),
    };
    let (seat, person, field) = (seat.clone(), person.map(String::from), path.to_string());
    Some(TypedOpinion { seat, person, opinion, text, field })
}

impl When {
    /// Whether the condition holds among values (of the row, else of the form).
    #[must_use]
    pub fn holds(&self, row: &Row, all: &Row) -> bool {
        let value = row.get(&self.field).or_else(|| all.get(&self.field));
        match (&self.is, value) {
            (Is::Set(set), Some(Value::Tick(on))) => set == on,
            (Is::Set(set), None) => !set,
            (is, Some(Value::Choice(word) | Value::Opinion { opinion: Some(word), .. })) => {
                is.words().contains(&word.as_str())
            }
            (is, Some(Value::Ticks(ticked))) => {
                is.words().iter().any(|word| ticked.iter().any(|t| t == word))
            }
            _ => false,
        }
    }
}
