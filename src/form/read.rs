//! Reads what was typed into a form, strictly: everything that is wrong is a finding with file,
//! line and field; what is right is kept.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use super::check::{self, Number};
use super::field::{Field, Kind, OPINIONS, Rows, option};
use super::filled::{Filled, Given, Row, Value};
use super::schema::Form;
use super::{LONGEST, MOST_ROWS};
use crate::base::credit::{self, CreditCode};
use crate::base::toml::Cause;
use crate::verdict::{Code, Finding, Place};

/// Most syntax errors that are told of one file.
const SYNTAX_ERRORS: usize = 20;

/// Characters of a typed value that a finding repeats.
const SHOWN: usize = 60;

impl Form {
    /// Reads a data file of this form; `place` names it in findings. A field that a case fact fills
    /// may be absent or empty here; [`Form::lacking`] then asks whether the fact is there.
    #[must_use]
    pub fn read(&self, place: &str, text: &str) -> (Filled, Vec<Finding>) {
        let mut reader = Reader::new(self, place, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            let filled = reader.form(table.get_ref());
            return (filled, reader.findings);
        }
        for error in errors.iter().take(SYNTAX_ERRORS) {
            let offset = error.span().map_or(0, |s| s.start);
            let at = Place::field(place, reader.line(offset), "");
            let cause = Cause::of(text, offset, error.message());
            reader.findings.push(Finding::new(Code::FormSyntax, at).with_all(cause.facts()));
        }
        (Filled::default(), reader.findings)
    }

    /// The required fields that neither a typed value nor a case fact fills, of those that a fact
    /// may fill.
    #[must_use]
    pub fn lacking(&self, place: &str, filled: &Filled, given: &Given) -> Vec<Finding> {
        let reader = Reader::new(self, place, "");
        let lacks = |f: &&Field| {
            let fact = f.default_from.as_deref();
            f.required
                && fact.is_some_and(|fact| given.get(fact).is_none())
                && filled.get(&f.id).is_none()
                && called_for(f, &filled.0, &filled.0)
        };
        self.fields().filter(lacks).map(|f| reader.missing(f, &f.id, 0)).collect()
    }
}

/// Whether a field is called for, given the values of its row and of the form.
fn called_for(field: &Field, row: &Row, all: &Row) -> bool {
    field.when.as_ref().is_none_or(|when| when.holds(row, all))
}

struct Reader<'a> {
    form: &'a Form,
    place: &'a str,
    /// Offset of the first octet of each line.
    lines: Vec<usize>,
    findings: Vec<Finding>,
    /// Fields that a misspelt or misplaced name most likely meant: they are not missing as well.
    meant: BTreeSet<String>,
}

/// Where a value stands: its line and the name that findings give it.
#[derive(Clone, Copy)]
struct At<'a> {
    line: usize,
    path: &'a str,
}

impl<'a> Reader<'a> {
    fn new(form: &'a Form, place: &'a str, text: &str) -> Self {
        let starts = text.bytes().zip(1..).filter(|(b, _)| *b == b'\n').map(|(_, next)| next);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { form, place, lines, findings: Vec::new(), meant: BTreeSet::new() }
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    fn finding(&self, code: Code, field: &Field, at: At) -> Finding {
        // The name as it stands in the file; the place says in which row.
        let name = at.path.rsplit_once("].").map_or(at.path, |(_, name)| name);
        Finding::new(code, Place::field(self.place, at.line, at.path))
            .with("field", name)
            .with("label", &field.label)
            .with("label-en", &field.label_en)
    }

    fn missing(&self, field: &Field, path: &str, line: usize) -> Finding {
        let fact = field.default_from.as_deref().unwrap_or("none");
        let finding = self.finding(Code::FormFieldMissing, field, At { line, path });
        let finding = finding.with("fact", fact).with("expected", field.kind.id());
        if self.form.cite.is_empty() { finding } else { finding.under(&self.form.cite) }
    }

    fn form(&mut self, table: &DeTable) -> Filled {
        let fields: Vec<&Field> = self.form.fields().collect();
        let values = self.values(&fields, table, "", 0, None);
        Filled(values)
    }

    /// The values of one table of the file: the whole of it, or one row.
    fn values(
        &mut self,
        fields: &[&Field],
        table: &DeTable,
        prefix: &str,
        line: usize,
        all: Option<&Row>,
    ) -> Row {
        let mut values = Row::new();
        let mut lines = BTreeMap::new();
        // Tables come last, so that conditions in their rows can look at the form's other fields.
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for (key, value) in table {
            let line = self.line(key.span().start);
            let name: String = key.get_ref().nfc().collect();
            match fields.iter().find(|f| f.id == name && f.kind != Kind::Serial) {
                Some(field) if matches!(field.kind, Kind::Table(_)) => {
                    later.push((*field, line, value))
                }
                Some(field) => first.push((*field, line, value)),
                None => self.unknown(fields, &name, prefix, line),
            }
        }
        for (field, line, value) in first.into_iter().chain(later) {
            lines.insert(field.id.as_str(), line);
            let path = format!("{prefix}{}", field.id);
            let at = At { line, path: &path };
            let before = self.findings.len();
            match self.value(field, value, at, &values) {
                Some(value) => {
                    values.insert(field.id.clone(), value);
                }
                // What is wrong is not missing too.
                None if self.findings.len() > before => {
                    lines.insert(field.id.as_str(), usize::MAX);
                }
                None => {}
            }
        }
        // A row that was left empty counts as no row.
        if all.is_some() && values.is_empty() && !lines.values().any(|line| *line == usize::MAX) {
            return values;
        }
        for field in fields.iter().filter(|f| f.kind != Kind::Serial) {
            let at = lines.get(field.id.as_str()).copied();
            let path = format!("{prefix}{}", field.id);
            if at != Some(usize::MAX) && !self.meant.contains(&path) {
                let whole = all.unwrap_or(&values);
                let finding = self.need(field, &path, at, line, (&values, whole));
                self.findings.extend(finding);
            }
        }
        values
    }

    /// What is wrong with a field being empty, or with its being filled.
    fn need(
        &self,
        field: &Field,
        path: &str,
        at: Option<usize>,
        line: usize,
        (values, all): (&Row, &Row),
    ) -> Option<Finding> {
        let value = values.get(&field.id);
        if !called_for(field, values, all) {
            let when = field.when.as_ref().filter(|_| field.exclusive && value.is_some())?;
            // A choice that is not made yet contradicts nothing.
            let made = values.contains_key(&when.field) || all.contains_key(&when.field);
            if !made {
                return None;
            }
            let at = At { line: at.unwrap_or(line), path };
            let other = self.form.field(&when.field);
            let (label, label_en) = other.map_or(("", ""), |o| (&o.label, &o.label_en));
            return Some(
                self.finding(Code::FormFieldContradicts, field, at)
                    .with("other", label)
                    .with("other-en", label_en),
            );
        }
        let line = at.unwrap_or(line);
        match (&field.kind, value) {
            (Kind::Opinion { .. }, None) if field.required => {
                Some(self.missing(field, &format!("{path}.opinion"), line))
            }
            (Kind::Opinion { .. }, Some(Value::Opinion { opinion: None, .. })) => {
                Some(self.missing(field, &format!("{path}.opinion"), line))
            }
            (Kind::Opinion { .. }, Some(Value::Opinion { opinion: Some(word), text })) => {
                // A dissent without a reason cannot be answered.
                let silent = word == "disagree" && text.is_empty();
                silent.then(|| self.missing(field, &format!("{path}.text"), line))
            }
            // The number of rows is told with the rows.
            (Kind::Table(_), Some(_)) => None,
            (Kind::Table(rows), None) if field.required || rows.least > 0 => {
                Some(self.missing(field, path, line))
            }
            // A required tick is a statement that must be made.
            (Kind::Tick, Some(Value::Tick(false))) if field.required => {
                Some(self.missing(field, path, line))
            }
            (_, None) if field.required && field.default_from.is_none() => {
                Some(self.missing(field, path, line))
            }
            _ => None,
        }
    }

    fn unknown(&mut self, fields: &[&Field], name: &str, prefix: &str, line: usize) {
        let path = format!("{prefix}{name}");
        let at = Place::field(self.place, line, &path);
        let above = !prefix.is_empty() && self.form.field(name).is_some();
        if above {
            self.meant.insert(name.to_string());
            let finding = Finding::new(Code::FormFieldMisplaced, at).with("field", name);
            self.findings.push(finding);
            return;
        }
        let near = fields
            .iter()
            .filter(|f| f.kind != Kind::Serial)
            .map(|f| (if f.label == name { 0 } else { check::distance(name, &f.id) }, f))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, f)| *distance <= f.id.len().div_ceil(3));
        let nearest = near.map_or("none", |(_, f)| f.id.as_str());
        self.meant.insert(format!("{prefix}{nearest}"));
        let finding = Finding::new(Code::FormUnknownField, at)
            .with("field", clip(name))
            .with("nearest", nearest);
        self.findings.push(finding);
    }

    /// One value; `None` where it is empty, or wrong (then a finding says so).
    fn value(
        &mut self,
        field: &Field,
        value: &Spanned<DeValue>,
        at: At,
        all: &Row,
    ) -> Option<Value> {
        match (&field.kind, value.get_ref()) {
            (Kind::Table(rows), DeValue::Array(array)) => self.table(field, rows, array, at, all),
            (Kind::Table(_), DeValue::String(text)) if text.trim().is_empty() => None,
            (Kind::Opinion { .. }, DeValue::Table(table)) => self.opinion(field, table, at),
            (Kind::Ticks { options }, DeValue::Array(array)) => {
                let mut ticked = Vec::new();
                for item in array {
                    let word = item.get_ref().as_str().and_then(|w| option(options, w.trim()));
                    match word {
                        Some(word) => ticked.push(&word.id),
                        None => return self.wrong(field, item.get_ref(), at),
                    }
                }
                let ids = options.iter().map(|o| &o.id).filter(|id| ticked.contains(id));
                let ids: Vec<String> = ids.cloned().collect();
                (!ids.is_empty()).then_some(Value::Ticks(ids))
            }
            (Kind::Tick, DeValue::Boolean(on)) => Some(Value::Tick(*on)),
            (_, DeValue::String(text)) => self.string(field, text, at),
            (Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Year, DeValue::Integer(n))
                if n.radix() == 10 =>
            {
                self.number(field, n.as_str(), at)
            }
            (Kind::Decimal { .. }, DeValue::Float(n)) => self.number(field, n.as_str(), at),
            (Kind::Date { .. }, DeValue::Datetime(moment)) => {
                self.day(field, &moment.to_string(), at)
            }
            (_, other) => self.wrong(field, other, at),
        }
    }

    /// A finding that the typed value is not of the field's kind.
    fn wrong(&mut self, field: &Field, value: &DeValue, at: At) -> Option<Value> {
        let found = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(n) => n.to_string(),
            DeValue::Float(n) => n.to_string(),
            DeValue::Boolean(on) => on.to_string(),
            DeValue::Datetime(moment) => moment.to_string(),
            DeValue::Array(_) => "[…]".to_string(),
            DeValue::Table(_) => "{…}".to_string(),
        };
        self.invalid(field, &found, at)
    }

    fn invalid(&mut self, field: &Field, found: &str, at: At) -> Option<Value> {
        let list = |words: Vec<String>| words.join(" / ");
        let words = field.kind.options().iter();
        let words = words.map(|o| (o.id.as_str(), o.label.as_str(), o.label_en.as_str()));
        let opinion = matches!(field.kind, Kind::Opinion { .. });
        let seats = OPINIONS.into_iter().filter(|_| opinion);
        let (zh, en): (Vec<String>, Vec<String>) = words
            .chain(seats)
            .map(|(id, zh, en)| (format!("{id}（{zh}）"), format!("{id} ({en})")))
            .unzip();
        let finding = self
            .finding(Code::FormFieldInvalid, field, at)
            .with("expected", field.kind.id())
            .with("found", clip(found))
            .with("options", list(zh))
            .with("options-en", list(en));
        self.findings.push(finding);
        None
    }

    /// Text that paper can show; `None` where it is empty or refused.
    fn plain(&mut self, field: &Field, typed: &str, most: usize, at: At) -> Option<String> {
        let text = match check::plain(typed) {
            Ok(text) => text,
            Err(c) => {
                let name = format!("U+{:04X}", u32::from(c));
                let finding = self.finding(Code::FormCharacter, field, at).with("character", name);
                self.findings.push(finding);
                return None;
            }
        };
        let found = text.chars().count();
        if found > most {
            let finding = self
                .finding(Code::FormFieldLong, field, at)
                .with("most", most)
                .with("found", found);
            self.findings.push(finding);
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    fn string(&mut self, field: &Field, typed: &str, at: At) -> Option<Value> {
        let most = if let Kind::Text { most } | Kind::Paragraph { most } = field.kind {
            most
        } else {
            LONGEST
        };
        let text = self.plain(field, typed, most, at)?;
        let fits = match &field.kind {
            Kind::Paragraph { .. } => true,
            Kind::Text { .. } => !text.contains('\n'),
            Kind::Person => check::is_name(&text),
            Kind::PersonId => check::is_person_id(&text),
            Kind::Phone => check::is_phone(&text),
            Kind::Division => check::is_division(&text),
            Kind::CreditCode => match credit::check(&text) {
                CreditCode::Right => true,
                CreditCode::CheckWrong(part) => {
                    let finding = self
                        .finding(Code::FormCreditCode, field, at)
                        .with("found", &text)
                        .with("part", part.id())
                        .under(part.clause());
                    self.findings.push(finding);
                    true
                }
                CreditCode::Misshapen => false,
            },
            Kind::Date { .. } => return self.day(field, &text, at),
            Kind::Year | Kind::Integer { .. } | Kind::Decimal { .. } => {
                return self.number(field, &text, at);
            }
            Kind::Choice { options } => {
                if let Some(word) = option(options, &text) {
                    return Some(Value::Choice(word.id.clone()));
                }
                false
            }
            Kind::Ticks { .. }
            | Kind::Tick
            | Kind::Opinion { .. }
            | Kind::Serial
            | Kind::Table(_) => false,
        };
        if fits { Some(Value::Text(text)) } else { self.invalid(field, &text, at) }
    }

    fn day(&mut self, field: &Field, text: &str, at: At) -> Option<Value> {
        match crate::base::time::Day::parse(text) {
            Some(day) => Some(Value::Date(day)),
            None => self.invalid(field, text, at),
        }
    }

    fn number(&mut self, field: &Field, text: &str, at: At) -> Option<Value> {
        let places = if let Kind::Decimal { places, .. } = field.kind { places } else { 0 };
        let range = if let Kind::Integer { range, .. } | Kind::Decimal { range, .. } = &field.kind {
            range
        } else {
            &check::YEARS
        };
        match check::decimal(text, range, places) {
            Number::Right => {}
            Number::OutOfRange => {
                let bound = |b: Option<f64>| b.map_or("none".to_string(), |b| b.to_string());
                let unit = field.kind.unit();
                let finding = self
                    .finding(Code::FormFieldRange, field, at)
                    .with("found", clip(text))
                    .with("min", bound(range.min))
                    .with("max", bound(range.max))
                    .with("unit", unit);
                self.findings.push(finding);
                return None;
            }
            Number::Misshapen => return self.invalid(field, text, at),
        }
        if matches!(field.kind, Kind::Decimal { .. }) {
            return Some(Value::Decimal(text.to_string()));
        }
        match text.parse() {
            Ok(number) => Some(Value::Integer(number)),
            Err(_) => self.invalid(field, text, at),
        }
    }

    fn opinion(&mut self, field: &Field, table: &DeTable, at: At) -> Option<Value> {
        let (mut opinion, mut text) = (None, String::new());
        for (key, value) in table {
            let name: &str = key.get_ref();
            let path = format!("{}.{}", at.path, clip(name));
            let at = At { line: self.line(key.span().start), path: &path };
            match (name, value.get_ref()) {
                ("opinion", DeValue::String(word)) if word.trim().is_empty() => {}
                ("opinion", DeValue::String(word)) => {
                    let typed = word.trim();
                    match OPINIONS.iter().find(|(id, zh, _)| *id == typed || *zh == typed) {
                        Some((id, _, _)) => opinion = Some((*id).to_string()),
                        None => return self.invalid(field, typed, at),
                    }
                }
                ("text", DeValue::String(typed)) => {
                    text = self.plain(field, typed, LONGEST, at).unwrap_or_default();
                }
                ("opinion" | "text", other) => return self.wrong(field, other, at),
                (other, _) => {
                    let near = if check::distance(other, "text") < 3 { "text" } else { "opinion" };
                    let finding = Finding::new(
                        Code::FormUnknownField,
                        Place::field(self.place, at.line, &path),
                    )
                    .with("field", clip(&path))
                    .with("nearest", format!("{}.{near}", field.id));
                    self.findings.push(finding);
                }
            }
        }
        let empty = opinion.is_none() && text.is_empty();
        (!empty).then_some(Value::Opinion { opinion, text })
    }

    fn table(
        &mut self,
        field: &Field,
        rows: &Rows,
        array: &[Spanned<DeValue>],
        at: At,
        all: &Row,
    ) -> Option<Value> {
        let columns: Vec<&Field> = rows.columns.iter().map(|c| &c.field).collect();
        let mut kept = Vec::new();
        for item in array.iter().take(MOST_ROWS) {
            let DeValue::Table(cells) = item.get_ref() else {
                return self.wrong(field, item.get_ref(), at);
            };
            // Rows are counted as they are printed: an empty one is none.
            let prefix = format!("{}[{}].", field.id, kept.len() + 1);
            let line = self.line(item.span().start);
            let before = self.findings.len();
            let row = self.values(&columns, cells, &prefix, line, Some(all));
            if !row.is_empty() || self.findings.len() > before {
                kept.push(row);
            }
        }
        let found = if array.len() > MOST_ROWS { array.len() } else { kept.len() };
        if found > rows.most || (found > 0 && found < rows.least) {
            let finding = self
                .finding(Code::FormRows, field, at)
                .with("least", rows.least)
                .with("most", rows.most)
                .with("found", found);
            self.findings.push(finding);
        }
        (!kept.is_empty()).then_some(Value::Table(kept))
    }
}

/// A typed value as a finding repeats it.
fn clip(text: &str) -> String {
    let short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
