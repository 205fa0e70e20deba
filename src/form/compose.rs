//! Form and typed values become a document. Total: what is not typed stays a ruled blank.

use super::document::{Align, Block, Cell, Document, Para, Row as PaperRow, Run, SignLine, Table};
use super::field::{Field, Kind, OPINIONS, Rows, When, option};
use super::filled::{Filled, Given, Row, Value, text};
use super::layout::{GridCell, GridRow, Layout, Placed, SignPlace};
use super::schema::Form;
use super::template::{Piece, Template};
use crate::base::time::Day;

/// Stands between several words of one line.
const COMMA: &str = "、";

/// Stands where words are set in one piece and something is not typed yet.
const GAP: &str = "　　";

impl Form {
    /// The document that this form gives with these values and case facts; incomplete data leaves
    /// ruled blanks.
    #[must_use]
    pub fn document(&self, filled: &Filled, given: &Given) -> Document {
        let setter = Setter { form: self, typed: &filled.0, given };
        let holds = |p: &&Placed| p.when.as_ref().is_none_or(|w| w.holds(&Row::new(), &filled.0));
        let mut blocks = Vec::new();
        for placed in self.layout.iter().filter(holds) {
            setter.part(&placed.layout, &mut blocks);
        }
        Document {
            form: self.id.clone(),
            title: self.title.clone(),
            issuer: setter.words(&self.issuer),
            style: self.style,
            landscape: self.landscape,
            date: self.date.as_ref().and_then(|id| setter.day(id)),
            blocks,
        }
    }
}

/// In what surroundings a value is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a line of prose: a blank where nothing is typed.
    Prose,
    /// In a box of a grid: words to choose from are shown as boxes to tick.
    Box,
    /// In a box of a table, or in a narrow box: the chosen word alone.
    Cell,
}

/// Which rows of a table a piece of prose is about.
#[derive(Clone, Copy)]
enum Scope<'a> {
    /// The form, with the rows of its tables that the condition picks.
    Form(Option<&'a When>),
    /// One row: its table, the number of the row in it, the number on paper, its values.
    Row(&'a str, &'a Rows, usize, usize, &'a Row),
}

struct Setter<'a> {
    form: &'a Form,
    typed: &'a Row,
    given: &'a Given,
}

impl<'a> Setter<'a> {
    fn part(&self, layout: &'a Layout, blocks: &mut Vec<Block>) {
        match layout {
            Layout::Title(text) => blocks.push(Block::Title { text: self.words(text) }),
            Layout::Heading { level, text } => {
                blocks.push(Block::Heading { level: *level, text: self.words(text) });
            }
            Layout::Para { lead, text, align, indent, only, none } => {
                let mut runs = match self.only_columns(text) {
                    Some(table) => self.row_by_row(table, text, only.as_ref(), none),
                    None => self.runs(text, Scope::Form(only.as_ref()), Place::Prose),
                };
                if !lead.is_empty() {
                    runs.insert(0, Run::strong(lead.clone()));
                }
                blocks.extend(paragraphs(runs, *align, *indent).into_iter().map(Block::Para));
            }
            Layout::Grid { widths, rows } => {
                let rows = rows.iter().map(|row| self.grid_row(row)).collect();
                blocks.push(Block::Table(Table {
                    widths: widths.clone(),
                    header: 0,
                    groups: Vec::new(),
                    rows,
                }));
            }
            Layout::Table { field, blank_rows } => {
                if let Some(table) = self.form.table(field) {
                    blocks.push(Block::Table(self.table(field, table, *blank_rows)));
                }
            }
            Layout::Each { field, text, indent, only } => {
                let Some(table) = self.form.table(field) else { return };
                for ((n, row), shown) in self.picked(field, only.as_ref()).zip(1..) {
                    let scope = Scope::Row(field, table, n, shown, row);
                    let runs = self.runs(text, scope, Place::Prose);
                    let paras = paragraphs(runs, Align::Left, *indent);
                    blocks.extend(paras.into_iter().map(Block::Para));
                }
            }
            Layout::Sign(lines) => {
                let lines = lines.iter().flat_map(|line| self.sign_lines(line)).collect();
                blocks.push(Block::Sign { lines });
            }
            Layout::RedHead { mark, number, left, right } => blocks.push(Block::RedHead {
                mark: self.words(mark),
                number: self.words(number),
                left: self.words(left),
                right: self.words(right),
            }),
            Layout::Imprint(lines) => {
                let told = lines.iter().filter(|line| !self.is_spared(line));
                let lines = told.map(|line| self.words(line)).collect();
                blocks.push(Block::Imprint { lines });
            }
            Layout::PageBreak => blocks.push(Block::PageBreak),
        }
    }

    /// A value of the form's own fields, typed or from the case, and where it comes from.
    fn value(&self, field: &'a Field) -> (Option<Value>, &'a str) {
        if let Some(value) = self.typed.get(&field.id) {
            return (Some(value.clone()), &field.id);
        }
        let fact = field.default_from.as_deref();
        match fact.and_then(|fact| Some((fact, self.given.get(fact)?))) {
            Some((fact, text)) => (Some(given(&field.kind, text)), fact),
            None => (None, &field.id),
        }
    }

    fn day(&self, id: &str) -> Option<Day> {
        match self.value(self.form.field(id)?).0 {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        }
    }

    /// The rows of a table that a condition picks, with their numbers from 1.
    fn picked(
        &self,
        table: &str,
        only: Option<&'a When>,
    ) -> impl Iterator<Item = (usize, &'a Row)> {
        let rows = match self.typed.get(table) {
            Some(Value::Table(rows)) => rows.as_slice(),
            _ => &[],
        };
        let typed = self.typed;
        let rows = (1..).zip(rows);
        rows.filter(move |(_, row)| only.is_none_or(|when| when.holds(row, typed)))
    }

    /// Prose as runs.
    fn runs(&self, template: &Template, scope: Scope<'a>, place: Place) -> Vec<Run> {
        let mut runs = Vec::new();
        for piece in &template.0 {
            match piece {
                Piece::Words(words) => runs.push(Run::text(words.clone())),
                Piece::Place(name) => self.named(name, scope, place, &mut runs),
            }
        }
        runs
    }

    /// The table that prose is about, if it names columns of one table and nothing else.
    fn only_columns(&self, template: &'a Template) -> Option<&'a str> {
        let mut tables = template.places().map(|place| {
            let (table, column) = place.split_once('.')?;
            self.form.table(table)?.column(column).map(|_| table)
        });
        let first = tables.next()??;
        tables.all(|table| table == Some(first)).then_some(first)
    }

    /// Prose about the columns of one table, once for each row: `张某（出差）、李某（病假）`.
    fn row_by_row(
        &self,
        id: &str,
        template: &Template,
        only: Option<&'a When>,
        none: &str,
    ) -> Vec<Run> {
        let mut runs = Vec::new();
        let Some(table) = self.form.table(id) else { return runs };
        for (n, row) in self.picked(id, only) {
            if !runs.is_empty() {
                runs.push(Run::text(COMMA));
            }
            for piece in &template.0 {
                match piece {
                    Piece::Words(words) => runs.push(Run::text(words.clone())),
                    Piece::Place(place) => {
                        let column = place.split_once('.').and_then(|(_, c)| table.column(c));
                        let field = column.map(|c| &c.field);
                        runs.extend(
                            field
                                .map(|f| self.in_row(f, id, n, n, row, Place::Prose))
                                .into_iter()
                                .flatten(),
                        );
                    }
                }
            }
        }
        if runs.is_empty() {
            let said = self.typed.contains_key(id) && !none.is_empty();
            runs.push(if said { Run::text(none) } else { Run::Blank { chars: 8 } });
        }
        runs
    }

    fn named(&self, name: &str, scope: Scope<'a>, place: Place, runs: &mut Vec<Run>) {
        if let Scope::Row(id, table, n, shown, row) = scope
            && let Some(column) = table.column(name)
        {
            return runs.extend(self.in_row(&column.field, id, n, shown, row, place));
        }
        let column = name
            .split_once('.')
            .and_then(|(table, column)| Some((table, self.form.table(table)?.column(column)?)));
        if let Some((table, column)) = column {
            let only = if let Scope::Form(only) = scope { only } else { None };
            let mut rows = self.picked(table, only).peekable();
            if rows.peek().is_none() {
                runs.extend(blank(&column.field.kind));
            }
            for ((n, row), i) in rows.zip(0..) {
                if i > 0 {
                    runs.push(Run::text(COMMA));
                }
                runs.extend(self.in_row(&column.field, table, n, n, row, place));
            }
        } else if let Some(field) = self.form.field(name) {
            let (value, path) = self.value(field);
            runs.extend(set(field, value.as_ref(), path, place));
        } else {
            match self.given.get(name) {
                Some(text) => runs.push(Run::typed(text, name)),
                None => runs.push(Run::Blank { chars: 8 }),
            }
        }
    }

    /// Whether prose names only values that may be left out and were, such as who gets a copy.
    fn is_spared(&self, template: &Template) -> bool {
        let left_out = |name: &str| {
            let field = self.form.field(name);
            field.is_some_and(|f| !f.required && self.value(f).0.is_none())
        };
        let mut places = template.places().peekable();
        places.peek().is_some() && places.all(left_out)
    }

    /// Prose in one piece, for titles, heads and imprints.
    fn words(&self, template: &Template) -> String {
        let mut words = String::new();
        for run in self.runs(template, Scope::Form(None), Place::Prose) {
            match run {
                Run::Text { text, .. } => words.push_str(&text),
                Run::Blank { .. } => words.push_str(GAP),
                Run::Tick { .. } => {}
            }
        }
        words
    }

    fn grid_row(&self, row: &GridRow) -> PaperRow {
        let cells = row.cells.iter().map(|cell| self.grid_cell(cell)).collect();
        PaperRow { cells, height: row.height }
    }

    fn grid_cell(&self, cell: &GridCell) -> Cell {
        let place = if cell.word { Place::Cell } else { Place::Box };
        let align = if cell.label { Align::Center } else { Align::Left };
        let mut paras = match self.opinion_in(&cell.text) {
            Some((field, value)) => opinion_box(field, value.as_ref()),
            None => {
                let runs = self.runs(&cell.text, Scope::Form(None), place);
                paragraphs(runs, align, false)
            }
        };
        if let Some(sign) = &cell.sign {
            let date = sign.date.as_deref().unwrap_or_default();
            paras.extend(self.sign_lines(sign).into_iter().map(|line| sign_para(line, date)));
        }
        let (cols, rows) = (cell.across.cols, cell.across.rows);
        Cell { paras, cols, rows, label: cell.label }
    }

    /// The opinion field that a cell is the box of.
    fn opinion_in(&self, template: &Template) -> Option<(&'a Field, Option<Value>)> {
        let [Piece::Place(name)] = template.0.as_slice() else { return None };
        let field = self.form.field(name).filter(|f| matches!(f.kind, Kind::Opinion { .. }))?;
        Some((field, self.value(field).0))
    }

    fn table(&self, id: &str, table: &Rows, blank_rows: usize) -> Table {
        let header = table.columns.iter().map(|column| {
            let (label, unit) = (&column.field.label, column.field.kind.unit());
            Cell::label(if unit.is_empty() {
                label.clone()
            } else {
                format!("{label}（{unit}）")
            })
        });
        let mut rows = vec![PaperRow { cells: header.collect(), height: 0 }];
        let empty = Row::new();
        let typed: Vec<(usize, &Row)> = self.picked(id, None).collect();
        let blanks = if typed.is_empty() { blank_rows } else { 0 };
        for (n, row) in typed.into_iter().chain((0..blanks).map(|_| (0, &empty))) {
            let cells = table.columns.iter().map(|column| {
                let field = &column.field;
                let runs =
                    if n > 0 { self.in_row(field, id, n, n, row, Place::Cell) } else { Vec::new() };
                Cell::of(paragraphs(runs, column.align, false))
            });
            rows.push(PaperRow { cells: cells.collect(), height: 8 });
        }
        let widths = table.columns.iter().map(|c| c.width).collect();
        Table { widths, header: 1, groups: Vec::new(), rows }
    }

    /// The value of a column in one row.
    fn in_row(
        &self,
        field: &Field,
        table: &str,
        n: usize,
        shown: usize,
        row: &Row,
        place: Place,
    ) -> Vec<Run> {
        let path = format!("{table}[{n}].{}", field.id);
        if field.kind == Kind::Serial {
            return vec![Run::typed(shown.to_string(), path)];
        }
        let named =
            (field.kind == Kind::PersonId).then(|| self.name_of(table, text(row, &field.id)?));
        match named.flatten() {
            Some(name) => vec![Run::typed(name, path)],
            None => set(field, row.get(&field.id), &path, place),
        }
    }

    /// The name of a person who is only numbered in one table, from another one that lists names.
    fn name_of(&self, table: &str, number: &str) -> Option<&'a str> {
        let listed = |field: &'a Field| {
            let Kind::Table(rows) = &field.kind else { return None };
            let column = |kind| rows.columns.iter().find(|c| c.field.kind == kind);
            Some((&field.id, &column(Kind::PersonId)?.field.id, &column(Kind::Person)?.field.id))
        };
        let lists: Vec<_> = self.form.fields().filter_map(listed).collect();
        if lists.iter().any(|(id, ..)| *id == table) {
            return None;
        }
        lists.iter().find_map(|(id, person, name)| {
            let mut rows = self.picked(id, None);
            let (_, row) = rows.find(|(_, row)| text(row, person) == Some(number))?;
            text(row, name)
        })
    }

    fn sign_lines(&self, sign: &SignPlace) -> Vec<SignLine> {
        let date = sign.date.as_ref().and_then(|id| self.day(id));
        let date = date.map_or(String::new(), Day::chinese);
        let line = |name: &str, field: Option<String>| SignLine {
            label: sign.label.clone(),
            name: name.to_string(),
            field,
            date: date.clone(),
        };
        let Some(id) = &sign.name else { return vec![line("", None)] };
        let Some(table) = &sign.each else {
            let named = self.form.field(id).map(|field| self.value(field));
            return vec![match named {
                Some((Some(Value::Text(name)), path)) => line(&name, Some(path.to_string())),
                _ => line("", None),
            }];
        };
        let lines: Vec<SignLine> = self
            .picked(table, None)
            .filter_map(|(n, row)| Some(line(text(row, id)?, Some(format!("{table}[{n}].{id}")))))
            .collect();
        if lines.is_empty() { vec![line("", None)] } else { lines }
    }
}

/// A case fact as a value of a field's kind; text where it is none.
fn given(kind: &Kind, text: &str) -> Value {
    let day = Day::parse(text).filter(|_| matches!(kind, Kind::Date { .. }));
    let word = option(kind.options(), text).filter(|_| matches!(kind, Kind::Choice { .. }));
    day.map(Value::Date)
        .or_else(|| word.map(|o| Value::Choice(o.id.clone())))
        .unwrap_or_else(|| Value::Text(text.to_string()))
}

/// A value as runs; `path` is the field that a missing character is told by.
fn set(field: &Field, value: Option<&Value>, path: &str, place: Place) -> Vec<Run> {
    let kind = &field.kind;
    let typed = |text: &str| Run::typed(text, path);
    if let (Kind::Choice { .. } | Kind::Ticks { .. }, Place::Box) = (kind, place) {
        return options(kind, value, path);
    }
    if let Kind::Tick = kind {
        let mut runs = vec![Run::Tick { on: value == Some(&Value::Tick(true)) }];
        if place != Place::Cell {
            runs.push(Run::text(field.label.clone()));
        }
        return runs;
    }
    let Some(value) = value else {
        let shown =
            place == Place::Prose || (place == Place::Box && matches!(kind, Kind::Date { .. }));
        return if shown { blank(kind) } else { Vec::new() };
    };
    let words = kind.options();
    let label = |id: &String| option(words, id).map_or(id.clone(), |o| o.label.clone());
    let mut runs = match value {
        Value::Text(text) => vec![typed(text)],
        Value::Decimal(number) => vec![typed(number)],
        Value::Integer(number) => vec![typed(&number.to_string())],
        Value::Date(day) if matches!(kind, Kind::Date { archive: true }) => {
            vec![typed(&day.archive())]
        }
        Value::Date(day) => vec![typed(&day.chinese())],
        Value::Choice(id) => vec![typed(&label(id))],
        Value::Ticks(ids) => {
            vec![typed(&ids.iter().map(label).collect::<Vec<_>>().join(COMMA))]
        }
        Value::Opinion { opinion, text } => {
            let word = opinion.as_ref().map(|id| typed(opinion_word(id)));
            let gap = (word.is_some() && !text.is_empty()).then(|| Run::text("\n"));
            let text = (!text.is_empty()).then(|| typed(text));
            [word, gap, text].into_iter().flatten().collect()
        }
        Value::Tick(_) | Value::Table(_) => Vec::new(),
    };
    // In a table the unit stands in the header.
    if place != Place::Cell && !kind.unit().is_empty() {
        runs.push(Run::text(format!(" {}", kind.unit())));
    }
    runs
}

fn opinion_word(id: &str) -> &str {
    OPINIONS.iter().find(|(known, _, _)| *known == id).map_or(id, |(_, word, _)| *word)
}

/// A ruled blank where nothing is typed.
fn blank(kind: &Kind) -> Vec<Run> {
    let rule = |chars| Run::Blank { chars };
    if matches!(kind, Kind::Date { archive: false }) {
        let [year, month, day] = ["年", "月", "日"].map(Run::text);
        return vec![rule(4), year, rule(2), month, rule(2), day];
    }
    let number = matches!(kind, Kind::Year | Kind::Integer { .. } | Kind::Decimal { .. });
    let long = matches!(kind, Kind::Paragraph { .. });
    let mut runs = vec![rule(if number {
        4
    } else if long {
        20
    } else {
        8
    })];
    if !kind.unit().is_empty() {
        runs.push(Run::text(format!(" {}", kind.unit())));
    }
    runs
}

/// All words of a choice, each with its box.
fn options(kind: &Kind, value: Option<&Value>, path: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut other = value;
    for word in kind.options() {
        let on = match value {
            Some(Value::Choice(id)) => *id == word.id,
            Some(Value::Ticks(ids)) => ids.contains(&word.id),
            _ => false,
        };
        if on {
            other = None;
        }
        box_and_word(&mut runs, on, &word.label, path);
    }
    // A case fact that is none of the words still has to be seen.
    if let Some(Value::Text(text)) = other {
        runs.push(Run::typed(text.clone(), path));
    }
    runs
}

fn box_and_word(runs: &mut Vec<Run>, on: bool, word: &str, path: &str) {
    if !runs.is_empty() {
        runs.push(Run::text(GAP));
    }
    runs.push(Run::Tick { on });
    runs.push(if on { Run::typed(word, path) } else { Run::text(word) });
}

/// The box of a seat's opinion: three boxes to tick, and the text below.
fn opinion_box(field: &Field, value: Option<&Value>) -> Vec<Para> {
    let (chosen, text) = match value {
        Some(Value::Opinion { opinion, text }) => (opinion.as_deref(), text.as_str()),
        _ => (None, ""),
    };
    let mut runs = Vec::new();
    for (id, word, _) in OPINIONS {
        box_and_word(&mut runs, chosen == Some(id), word, &field.id);
    }
    let mut paras = vec![Para { runs, ..Para::default() }];
    if !text.is_empty() {
        paras.extend(paragraphs(vec![Run::typed(text, &field.id)], Align::Left, true));
    }
    paras
}

/// A line for ink at the foot of a box; `date` is the field of its date.
fn sign_para(line: SignLine, date: &str) -> Para {
    let mut runs = vec![Run::text(format!("{}：", line.label)), Run::Blank { chars: 6 }];
    if !line.name.is_empty() {
        let field = line.field.unwrap_or_default();
        runs.extend([Run::text("（"), Run::typed(line.name, field), Run::text("）")]);
    }
    runs.push(Run::text("　"));
    if line.date.is_empty() {
        runs.extend(blank(&Kind::Date { archive: false }));
    } else {
        runs.push(Run::typed(line.date, date));
    }
    Para { runs, align: Align::Right, indent: false }
}

/// Runs as paragraphs: a line feed begins a new one, empty ones are left out.
fn paragraphs(runs: Vec<Run>, align: Align, indent: bool) -> Vec<Para> {
    let mut paras = vec![Para { runs: Vec::new(), align, indent }];
    for run in runs {
        let Run::Text { text, strong, field } = run else {
            if let Some(para) = paras.last_mut() {
                para.runs.push(run);
            }
            continue;
        };
        for (line, n) in text.split('\n').zip(0..) {
            if n > 0 {
                paras.push(Para { runs: Vec::new(), align, indent });
            }
            if let Some(para) = paras.last_mut().filter(|_| !line.is_empty()) {
                let text = line.to_string();
                para.runs.push(Run::Text { text, strong, field: field.clone() });
            }
        }
    }
    let first = paras.first().cloned().into_iter();
    let filled: Vec<Para> = paras.into_iter().filter(|p| !p.runs.is_empty()).collect();
    if filled.is_empty() { first.collect() } else { filled }
}
