//! What must hold in a form file beyond its shape, so that reading and setting can be total.

use std::collections::BTreeSet;

use super::MOST_ROWS;
use super::document::Style;
use super::field::{Field, Is, Kind, Rows, When};
use super::layout::{Layout, Placed, SignPlace};
use super::parse::Problem;
use super::schema::Form;
use super::template::Template;

/// The first contradiction in a form, with its line in the file.
pub(super) fn first_problem(form: &Form) -> Option<Problem> {
    form_itself(form)
        .or_else(|| form.fields().find_map(|field| field_alone(form, field)))
        .or_else(|| Printed::of(form).problem())
}

fn form_itself(form: &Form) -> Option<Problem> {
    let kebab = |id: &str| {
        id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if !kebab(&form.id) {
        return Some((1, format!("the form's id `{}` is not lower kebab ASCII", form.id)));
    }
    if [&form.title, &form.title_en, &form.maker, &form.note].iter().any(|s| s.is_empty()) {
        return Some((1, "title, title_en, maker and note must say something".to_string()));
    }
    if form.landscape && form.style != Style::Form {
        return Some((1, "only a ruled form can lie on its long side".to_string()));
    }
    if let Some(date) = &form.date {
        let fits = form.field(date).is_some_and(|f| matches!(f.kind, Kind::Date { .. }));
        if !fits {
            return Some((1, format!("`date` names `{date}`, which is no date field")));
        }
    }
    let mut seen = BTreeSet::new();
    let names = form.facts.iter().map(|f| (1, f)).chain(form.fields().map(|f| (f.line, &f.id)));
    for (line, name) in names {
        if !seen.insert(name) {
            return Some((line, format!("`{name}` stands twice")));
        }
    }
    None
}

fn field_alone(form: &Form, field: &Field) -> Option<Problem> {
    if field.kind == Kind::Serial {
        return Some((field.line, format!("`{}` counts rows outside a table", field.id)));
    }
    let alone = named(field).or_else(|| condition(field, &[&form_fields(form)]));
    let Kind::Table(table) = &field.kind else { return alone };
    alone.or_else(|| rows(form, field, table))
}

fn form_fields(form: &Form) -> Vec<&Field> {
    form.fields().collect()
}

fn rows(form: &Form, field: &Field, table: &Rows) -> Option<Problem> {
    let id = &field.id;
    if table.most == 0 || table.most > MOST_ROWS || table.least > table.most {
        return Some((field.line, format!("`{id}` has impossible numbers of rows")));
    }
    if table.columns.iter().all(|c| c.field.kind == Kind::Serial) {
        return Some((field.line, format!("`{id}` has no column to fill")));
    }
    let siblings: Vec<&Field> = table.columns.iter().map(|c| &c.field).collect();
    let mut seen = BTreeSet::new();
    for column in &table.columns {
        let f = &column.field;
        if !seen.insert(&f.id) {
            return Some((f.line, format!("the column `{}` stands twice", f.id)));
        }
        if column.width == 0 {
            return Some((f.line, format!("the column `{}` has no width", f.id)));
        }
        if matches!(f.kind, Kind::Table(_)) {
            return Some((f.line, format!("the column `{}` is a table in a table", f.id)));
        }
        if f.default_from.is_some() {
            return Some((f.line, format!("the column `{}` cannot be filled from a fact", f.id)));
        }
        let found = named(f).or_else(|| condition(f, &[&siblings, &form_fields(form)]));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a field's own words are in order.
fn named(field: &Field) -> Option<Problem> {
    let say = |problem: &str| Some((field.line, format!("`{}` {problem}", field.id)));
    let plain = field.id.starts_with(|c: char| c.is_ascii_lowercase())
        && field.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || field.id == "none" {
        return say("is no id: lower case ASCII, digits and `_`, and not `none`");
    }
    if field.label.is_empty() || field.label_en.is_empty() {
        return say("lacks a label");
    }
    if field.exclusive && field.when.is_none() {
        return say("is exclusive without `when`");
    }
    if field.required && matches!(field.kind, Kind::Serial) {
        return say("counts rows and cannot be required");
    }
    if field.default_from.is_some() && matches!(field.kind, Kind::Table(_) | Kind::Opinion { .. }) {
        return say("cannot be filled from a fact");
    }
    if let Kind::Integer { range, .. } | Kind::Decimal { range, .. } = &field.kind
        && range.min.zip(range.max).is_some_and(|(min, max)| min > max)
    {
        return say("has its bounds the wrong way round");
    }
    if let Kind::Choice { options } | Kind::Ticks { options } = &field.kind {
        let ids: BTreeSet<_> = options.iter().flat_map(|o| [&o.id, &o.label]).collect();
        let blank = options.iter().any(|o| o.label_en.is_empty() || !o.id.is_ascii());
        if options.len() < 2 || ids.len() != 2 * options.len() || ids.iter().any(|s| s.is_empty()) {
            return say("needs two options or more, each with its own id and label");
        }
        if blank {
            return say("has an option without an ASCII id or without an English label");
        }
    }
    None
}

/// Whether a condition names a field that can meet it; the nearer fields come first.
fn condition(field: &Field, near: &[&[&Field]]) -> Option<Problem> {
    meets(field.line, field.when.as_ref()?, near)
}

fn meets(line: usize, when: &When, near: &[&[&Field]]) -> Option<Problem> {
    let Some(other) = near.iter().find_map(|fields| fields.iter().find(|f| f.id == when.field))
    else {
        return Some((line, format!("a condition names the unknown field `{}`", when.field)));
    };
    let known = other.kind.words();
    let fits = match &when.is {
        Is::Set(_) => other.kind == Kind::Tick,
        Is::Word(_) | Is::OneOf(_) => {
            !when.is.words().is_empty() && when.is.words().iter().all(|w| known.contains(w))
        }
    };
    let problem = format!("`{}` can never be what the condition says", when.field);
    (!fits).then_some((line, problem))
}

/// What the layout names and therefore prints.
struct Printed<'a> {
    form: &'a Form,
    fields: BTreeSet<&'a str>,
    columns: BTreeSet<(&'a str, &'a str)>,
    problem: Option<Problem>,
}

impl<'a> Printed<'a> {
    fn of(form: &'a Form) -> Self {
        let (fields, columns) = (BTreeSet::new(), BTreeSet::new());
        let mut printed = Self { form, fields, columns, problem: None };
        printed.words(1, &form.issuer, None);
        for placed in &form.layout {
            printed.part(placed);
        }
        printed
    }

    /// A misnamed place, else a field that is typed but never printed.
    fn problem(self) -> Option<Problem> {
        if self.problem.is_some() {
            return self.problem;
        }
        self.form.fields().find_map(|field| {
            let id = field.id.as_str();
            let missing = if let Kind::Table(table) = &field.kind {
                table.columns.iter().map(|c| &c.field).find_map(|f| {
                    // Persons' numbers serve the program; paper has their names.
                    let machine = matches!(f.kind, Kind::Serial | Kind::PersonId);
                    let seen = self.columns.contains(&(id, f.id.as_str()));
                    (!machine && !seen).then(|| format!("{id}.{}", f.id))
                })
            } else {
                (!self.fields.contains(id)).then(|| id.to_string())
            };
            missing.map(|name| (field.line, format!("`{name}` is typed but never printed")))
        })
    }

    fn say(&mut self, line: usize, problem: String) {
        self.problem.get_or_insert((line, problem));
    }

    fn part(&mut self, placed: &'a Placed) {
        let line = placed.line;
        if let Some(when) = &placed.when {
            self.problem =
                self.problem.take().or_else(|| meets(line, when, &[&form_fields(self.form)]));
            // Which of two texts stands there shows a tick as well as its box would.
            if matches!(when.is, Is::Set(_)) {
                self.fields.insert(&when.field);
            }
        }
        match &placed.layout {
            Layout::Title(text) | Layout::Heading { text, .. } => self.words(line, text, None),
            Layout::Para { text, only, .. } => {
                self.words(line, text, None);
                let table = text.places().find_map(|p| p.split_once('.')).map(|(table, _)| table);
                self.filter(line, only.as_ref(), table);
            }
            Layout::Grid { widths, rows } => {
                if widths.is_empty() || widths.contains(&0) {
                    self.say(line, "a column of the grid has no width".to_string());
                }
                for cell in rows.iter().flat_map(|r| &r.cells) {
                    self.words(line, &cell.text, None);
                    cell.sign.iter().for_each(|sign| self.sign(line, sign));
                }
            }
            Layout::Table { field, .. } => {
                for column in self.table(line, field).map_or(&[][..], |t| &t.columns) {
                    self.columns.insert((field, &column.field.id));
                }
            }
            Layout::Each { field, text, only, .. } => {
                self.table(line, field);
                self.words(line, text, Some(field));
                self.filter(line, only.as_ref(), Some(field));
            }
            Layout::Sign(lines) => lines.iter().for_each(|sign| self.sign(line, sign)),
            Layout::RedHead { mark, number, left, right } => {
                [mark, number, left, right].iter().for_each(|text| self.words(line, text, None));
            }
            Layout::Imprint(lines) => lines.iter().for_each(|text| self.words(line, text, None)),
            Layout::PageBreak => {}
        }
    }

    fn table(&mut self, line: usize, id: &str) -> Option<&'a Rows> {
        let table = self.form.table(id);
        if table.is_none() {
            self.say(line, format!("`{id}` is no table"));
        }
        table
    }

    fn words(&mut self, line: usize, text: &'a Template, row_of: Option<&'a str>) {
        for place in text.places() {
            let column = |table: &'a str, id| {
                self.form
                    .table(table)
                    .and_then(|t| t.column(id))
                    .map(|c| (table, c.field.id.as_str()))
            };
            let found = row_of
                .and_then(|table| column(table, place))
                .or_else(|| place.split_once('.').and_then(|(table, id)| column(table, id)));
            let scalar = self.form.field(place).filter(|f| !matches!(f.kind, Kind::Table(_)));
            if let Some(found) = found {
                self.columns.insert(found);
            } else if let Some(field) = scalar {
                self.fields.insert(&field.id);
            } else if !self.form.facts.iter().any(|f| f == place) {
                self.say(line, format!("`{{{place}}}` is no field, column or declared fact"));
            }
        }
    }

    fn filter(&mut self, line: usize, only: Option<&'a When>, table: Option<&'a str>) {
        let Some(only) = only else { return };
        let Some((id, rows)) = table.and_then(|id| Some((id, self.form.table(id)?))) else {
            return self.say(line, "`only` picks rows, but no table is named".to_string());
        };
        let columns: Vec<&Field> = rows.columns.iter().map(|c| &c.field).collect();
        self.problem = self.problem.take().or_else(|| meets(line, only, &[&columns]));
        self.columns.insert((id, &only.field));
    }

    fn sign(&mut self, line: usize, sign: &'a SignPlace) {
        if let Some(name) = &sign.name {
            match &sign.each {
                Some(table) if self.form.table(table).is_some_and(|t| t.column(name).is_some()) => {
                    self.columns.insert((table, name));
                }
                None if self.form.field(name).is_some() => {
                    self.fields.insert(name);
                }
                Some(_) | None => self.say(line, format!("`{name}` is no field to sign by")),
            }
        } else if sign.each.is_some() {
            self.say(line, "a line for each row needs `name`".to_string());
        }
        if let Some(date) = &sign.date {
            if self.form.field(date).is_some_and(|f| matches!(f.kind, Kind::Date { .. })) {
                self.fields.insert(date);
            } else {
                self.say(line, format!("`{date}` is no date field"));
            }
        }
    }
}
