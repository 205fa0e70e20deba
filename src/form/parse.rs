//! Reads a form file (TOML 1.0) into a [`Form`]. Unknown keys and keys that a type or a part of the
//! layout has no use for are refused, so that a misspelt rule is never silently without effect.

use std::fmt;
use std::path::Path;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::document::{Align, Style};
use super::field::{Choice, Column, Field, Kind, Range, Rows, When};
use super::layout::{Across, GridCell, GridRow, Layout, Placed, SignPlace};
use super::schema::{Form, Section};
use super::template::Template;
use super::{Error, LONGEST, MOST_ROWS, lint};
use crate::base::toml::position;

/// Characters of a line of text where the form says nothing.
const LINE: usize = 200;

/// Digits after the point where the form says nothing.
const PLACES: usize = 6;

/// Empty ruled rows of a table without rows where the form says nothing.
const BLANK_ROWS: usize = 3;

/// A line of the form file and what is wrong there.
pub(super) type Problem = (usize, String);

impl Form {
    /// Reads a form file; `file` only names it in errors.
    ///
    /// # Errors
    /// Not TOML, an unknown key, or a contradiction: an id that stands twice, a layout that names
    /// an unknown field or leaves one out, a grid row that does not fill its columns …
    pub fn parse(file: &Path, text: &str) -> Result<Self, Error> {
        let fail = |line, problem: String| Error::File { file: file.to_path_buf(), line, problem };
        let raw: RawForm = toml::from_str(text).map_err(|e| {
            let (line, _) = position(text, e.span().map_or(0, |s| s.start));
            fail(line, e.message().to_string())
        })?;
        let form = Reader { text }.form(raw).map_err(|(line, problem)| fail(line, problem))?;
        match lint::first_problem(&form) {
            Some((line, problem)) => Err(fail(line, problem)),
            None => Ok(form),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    id: String,
    title: String,
    title_en: String,
    style: Style,
    #[serde(default)]
    landscape: bool,
    maker: String,
    #[serde(default)]
    cite: String,
    note: String,
    #[serde(default)]
    issuer: String,
    date: Option<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    section: Vec<RawSection>,
    block: Vec<RawBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    title: String,
    title_en: String,
    fields: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: Spanned<String>,
    label: String,
    label_en: String,
    r#type: String,
    #[serde(default)]
    required: bool,
    default_from: Option<String>,
    #[serde(default)]
    hint: String,
    #[serde(default)]
    hint_en: String,
    #[serde(default)]
    example: String,
    when: Option<When>,
    #[serde(default)]
    exclusive: bool,
    most: Option<usize>,
    min: Option<f64>,
    max: Option<f64>,
    unit: Option<String>,
    places: Option<usize>,
    archive: Option<bool>,
    options: Option<Vec<Choice>>,
    opinion_of: Option<String>,
    columns: Option<Vec<RawField>>,
    min_rows: Option<usize>,
    max_rows: Option<usize>,
    width: Option<u16>,
    align: Option<Align>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    kind: Spanned<String>,
    when: Option<When>,
    text: Option<String>,
    level: Option<u8>,
    lead: Option<String>,
    align: Option<Align>,
    indent: Option<bool>,
    only: Option<When>,
    none: Option<String>,
    widths: Option<Vec<u16>>,
    rows: Option<Vec<RawRow>>,
    height: Option<u16>,
    field: Option<String>,
    blank_rows: Option<usize>,
    lines: Option<Vec<RawLine>>,
    mark: Option<String>,
    number: Option<String>,
    left: Option<String>,
    right: Option<String>,
}

type RawRow = Vec<Spanned<RawCell>>;

/// A cell of a grid: the id of a field (its label and its value), or a table that says more.
struct RawCell(CellSpec);

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CellSpec {
    field: Option<String>,
    label: Option<String>,
    text: Option<String>,
    cols: Option<usize>,
    rows: Option<usize>,
    height: u16,
    word: bool,
    sign: Option<RawSign>,
}

impl<'de> Deserialize<'de> for RawCell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = CellSpec;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a field, or a table")
            }
            fn visit_str<E: de::Error>(self, id: &str) -> Result<CellSpec, E> {
                Ok(CellSpec { field: Some(id.to_string()), ..CellSpec::default() })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<CellSpec, A::Error> {
                CellSpec::deserialize(de::value::MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(Either).map(Self)
    }
}

/// A line of an imprint (words) or of a signature block.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawLine {
    Words(String),
    Sign(RawSign),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSign {
    label: String,
    each: Option<String>,
    name: Option<String>,
    date: Option<String>,
}

impl From<RawSign> for SignPlace {
    fn from(raw: RawSign) -> Self {
        Self { label: raw.label, each: raw.each, name: raw.name, date: raw.date }
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn form(&self, raw: RawForm) -> Result<Form, Problem> {
        let mut sections = Vec::new();
        for section in raw.section {
            let fields = section.fields.into_iter().map(|f| self.field(f));
            let fields = fields.collect::<Result<_, _>>()?;
            let (title, title_en) = (section.title, section.title_en);
            sections.push(Section { title, title_en, fields });
        }
        let layout = raw.block.into_iter().map(|b| self.placed(b, &sections));
        let layout = layout.collect::<Result<_, _>>()?;
        Ok(Form {
            issuer: template(1, &raw.issuer)?,
            id: raw.id,
            title: raw.title,
            title_en: raw.title_en,
            style: raw.style,
            landscape: raw.landscape,
            maker: raw.maker,
            cite: raw.cite,
            note: raw.note,
            date: raw.date,
            facts: raw.facts,
            sections,
            layout,
        })
    }

    fn line<T>(&self, spanned: &Spanned<T>) -> usize {
        position(self.text, spanned.span().start).0
    }

    fn field(&self, mut raw: RawField) -> Result<Field, Problem> {
        let line = self.line(&raw.id);
        let kind = self.kind(line, &mut raw)?;
        let unused = [
            ("most", raw.most.is_some()),
            ("min", raw.min.is_some()),
            ("max", raw.max.is_some()),
            ("unit", raw.unit.is_some()),
            ("places", raw.places.is_some()),
            ("archive", raw.archive.is_some()),
            ("options", raw.options.is_some()),
            ("opinion_of", raw.opinion_of.is_some()),
            ("columns", raw.columns.is_some()),
            ("min_rows", raw.min_rows.is_some()),
            ("max_rows", raw.max_rows.is_some()),
            ("width", raw.width.is_some()),
            ("align", raw.align.is_some()),
        ];
        let id = raw.id.into_inner();
        if let Some((key, _)) = unused.iter().find(|(_, set)| *set) {
            return Err((line, format!("`{id}` of type {} has no use for `{key}`", raw.r#type)));
        }
        Ok(Field {
            id,
            label: raw.label,
            label_en: raw.label_en,
            kind,
            required: raw.required,
            default_from: raw.default_from,
            hint: raw.hint,
            hint_en: raw.hint_en,
            example: raw.example,
            when: raw.when,
            exclusive: raw.exclusive,
            line,
        })
    }

    fn kind(&self, line: usize, raw: &mut RawField) -> Result<Kind, Problem> {
        let range = |raw: &mut RawField| Range { min: raw.min.take(), max: raw.max.take() };
        let id = raw.id.get_ref().clone();
        let lacks = |key: &str| (line, format!("`{id}` lacks `{key}`"));
        Ok(match raw.r#type.as_str() {
            "text" => Kind::Text { most: raw.most.take().unwrap_or(LINE) },
            "paragraph" => Kind::Paragraph { most: raw.most.take().unwrap_or(LONGEST) },
            "person" => Kind::Person,
            "person-id" => Kind::PersonId,
            "phone" => Kind::Phone,
            "credit-code" => Kind::CreditCode,
            "division" => Kind::Division,
            "date" => Kind::Date { archive: raw.archive.take().unwrap_or_default() },
            "year" => Kind::Year,
            "integer" => {
                Kind::Integer { range: range(raw), unit: raw.unit.take().unwrap_or_default() }
            }
            "decimal" => Kind::Decimal {
                range: range(raw),
                unit: raw.unit.take().unwrap_or_default(),
                places: raw.places.take().unwrap_or(PLACES),
            },
            "choice" => {
                Kind::Choice { options: raw.options.take().ok_or_else(|| lacks("options"))? }
            }
            "ticks" => Kind::Ticks { options: raw.options.take().ok_or_else(|| lacks("options"))? },
            "tick" => Kind::Tick,
            "opinion" => {
                Kind::Opinion { seat: raw.opinion_of.take().ok_or_else(|| lacks("opinion_of"))? }
            }
            "serial" => Kind::Serial,
            "table" => {
                let columns = raw.columns.take().ok_or_else(|| lacks("columns"))?;
                let columns = columns.into_iter().map(|c| self.column(c)).collect::<Result<_, _>>();
                let least = raw.min_rows.take().unwrap_or_default();
                let most = raw.max_rows.take().unwrap_or(MOST_ROWS);
                Kind::Table(Rows { columns: columns?, least, most })
            }
            other => return Err((line, format!("`{id}` has the unknown type `{other}`"))),
        })
    }

    fn column(&self, mut raw: RawField) -> Result<Column, Problem> {
        let (width, align) = (raw.width.take().unwrap_or(10), raw.align.take());
        let field = self.field(raw)?;
        let align = align.unwrap_or(match field.kind {
            Kind::Text { .. }
            | Kind::Paragraph { .. }
            | Kind::Opinion { .. }
            | Kind::Ticks { .. } => Align::Left,
            Kind::Person
            | Kind::PersonId
            | Kind::Phone
            | Kind::CreditCode
            | Kind::Division
            | Kind::Date { .. }
            | Kind::Year
            | Kind::Integer { .. }
            | Kind::Decimal { .. }
            | Kind::Choice { .. }
            | Kind::Tick
            | Kind::Serial
            | Kind::Table(_) => Align::Center,
        });
        Ok(Column { field, width, align })
    }

    fn placed(&self, mut raw: RawBlock, sections: &[Section]) -> Result<Placed, Problem> {
        let line = self.line(&raw.kind);
        let kind = raw.kind.get_ref().clone();
        let lacks = |key: &str| (line, format!("a part `{kind}` lacks `{key}`"));
        let text = |raw: &mut RawBlock| match raw.text.take() {
            Some(text) => template(line, &text),
            None => Err(lacks("text")),
        };
        let layout = match kind.as_str() {
            "title" => Layout::Title(text(&mut raw)?),
            "heading" => {
                Layout::Heading { level: raw.level.take().unwrap_or(1), text: text(&mut raw)? }
            }
            "para" => Layout::Para {
                lead: raw.lead.take().unwrap_or_default(),
                text: text(&mut raw)?,
                align: raw.align.take().unwrap_or_default(),
                indent: raw.indent.take().unwrap_or_default(),
                only: raw.only.take(),
                none: raw.none.take().unwrap_or_default(),
            },
            "grid" => {
                let widths = raw.widths.take().ok_or_else(|| lacks("widths"))?;
                let height = raw.height.take().unwrap_or_default();
                let rows = raw.rows.take().ok_or_else(|| lacks("rows"))?;
                let rows = self.grid(&widths, rows, height, sections)?;
                Layout::Grid { widths, rows }
            }
            "table" => Layout::Table {
                field: raw.field.take().ok_or_else(|| lacks("field"))?,
                blank_rows: raw.blank_rows.take().unwrap_or(BLANK_ROWS),
            },
            "each" => Layout::Each {
                field: raw.field.take().ok_or_else(|| lacks("field"))?,
                text: text(&mut raw)?,
                indent: raw.indent.take().unwrap_or_default(),
                only: raw.only.take(),
            },
            "sign" => {
                let mut lines = Vec::new();
                for sign in raw.lines.take().ok_or_else(|| lacks("lines"))? {
                    let RawLine::Sign(sign) = sign else { return Err(lacks("label")) };
                    lines.push(sign.into());
                }
                Layout::Sign(lines)
            }
            "red-head" => Layout::RedHead {
                mark: template(line, &raw.mark.take().ok_or_else(|| lacks("mark"))?)?,
                number: template(line, &raw.number.take().unwrap_or_default())?,
                left: template(line, &raw.left.take().unwrap_or_default())?,
                right: template(line, &raw.right.take().unwrap_or_default())?,
            },
            "imprint" => {
                let mut lines = Vec::new();
                for words in raw.lines.take().ok_or_else(|| lacks("lines"))? {
                    let RawLine::Words(words) = words else { return Err(lacks("lines")) };
                    lines.push(template(line, &words)?);
                }
                Layout::Imprint(lines)
            }
            "page-break" => Layout::PageBreak,
            other => return Err((line, format!("unknown part of a layout `{other}`"))),
        };
        let unused = [
            ("text", raw.text.is_some()),
            ("level", raw.level.is_some()),
            ("lead", raw.lead.is_some()),
            ("align", raw.align.is_some()),
            ("indent", raw.indent.is_some()),
            ("only", raw.only.is_some()),
            ("none", raw.none.is_some()),
            ("widths", raw.widths.is_some()),
            ("rows", raw.rows.is_some()),
            ("height", raw.height.is_some()),
            ("field", raw.field.is_some()),
            ("blank_rows", raw.blank_rows.is_some()),
            ("lines", raw.lines.is_some()),
            ("mark", raw.mark.is_some()),
            ("number", raw.number.is_some()),
            ("left", raw.left.is_some()),
            ("right", raw.right.is_some()),
        ];
        if let Some((key, _)) = unused.iter().find(|(_, set)| *set) {
            return Err((line, format!("a part `{kind}` has no use for `{key}`")));
        }
        Ok(Placed { layout, when: raw.when, line })
    }

    /// The rows of a grid; the last cell of a row takes the columns that the others leave.
    fn grid(
        &self,
        widths: &[u16],
        raw: Vec<RawRow>,
        height: u16,
        sections: &[Section],
    ) -> Result<Vec<GridRow>, Problem> {
        let mut rows = Vec::new();
        // A cell over several rows stands first in its row: columns it takes, rows still to come.
        let (mut covered, mut still, mut first) = (0, 0, 0);
        for cells in raw {
            let line = cells.first().map_or(0, |cell| self.line(cell));
            let full = |what: &str| (line, format!("a row of the grid has {what} columns"));
            let free = widths.len().checked_sub(if still > 0 { covered } else { 0 });
            let mut free = free.ok_or_else(|| full("too many"))?;
            still = usize::saturating_sub(still, 1);
            let mut row = GridRow { cells: Vec::new(), height };
            let last = cells.len().saturating_sub(1);
            for (i, cell) in cells.into_iter().enumerate() {
                let line = self.line(&cell);
                let spec = cell.into_inner().0;
                row.height = row.height.max(spec.height);
                let (label, value) = split(line, spec, sections)?;
                if let Some(label) = label {
                    free = free.checked_sub(label.across.cols).ok_or_else(|| full("too many"))?;
                    row.cells.push(label);
                }
                if let Some((mut value, cols)) = value {
                    value.across.cols = cols.unwrap_or(if i == last { free } else { 1 });
                    free = free.checked_sub(value.across.cols).ok_or_else(|| full("too many"))?;
                    row.cells.push(value);
                }
            }
            if free > 0 || row.cells.iter().any(|c| c.across.cols == 0) {
                return Err(full("too few"));
            }
            for (i, cell) in row.cells.iter().enumerate().filter(|(_, c)| c.across.rows > 1) {
                if i > 0 || still > 0 {
                    return Err((line, "only the first cell may cover several rows".to_string()));
                }
                (covered, still, first) = (cell.across.cols, cell.across.rows - 1, line);
            }
            rows.push(row);
        }
        if still > 0 {
            return Err((first, "a cell covers more rows than the grid has".to_string()));
        }
        Ok(rows)
    }
}

type Cells = (Option<GridCell>, Option<(GridCell, Option<usize>)>);

/// The label and the value that one entry of a grid row stands for.
fn split(line: usize, spec: CellSpec, sections: &[Section]) -> Result<Cells, Problem> {
    let cell = |label, text, across| GridCell { across, label, text, word: false, sign: None };
    let one = Across { cols: 1, rows: 1 };
    let words = match (&spec.field, &spec.text) {
        (Some(id), None) => format!("{{{id}}}"),
        (None, Some(text)) => text.clone(),
        (None, None) if spec.label.is_some() && spec.sign.is_none() => {
            let across = Across { cols: spec.cols.unwrap_or(1), rows: spec.rows.unwrap_or(1) };
            let label = template(line, &spec.label.unwrap_or_default())?;
            return Ok((Some(cell(true, label, across)), None));
        }
        (None, None) => String::new(),
        (Some(_), Some(_)) => {
            return Err((line, "a cell has either `field` or `text`".to_string()));
        }
    };
    if spec.rows.is_some() {
        return Err((line, "only a label may cover several rows".to_string()));
    }
    let label = match (&spec.label, &spec.field) {
        (Some(label), _) if label.is_empty() => None,
        (Some(label), _) => Some(template(line, label)?),
        (None, Some(id)) => {
            let field = sections.iter().flat_map(|s| &s.fields).find(|f| f.id == *id);
            let field = field.ok_or_else(|| (line, format!("unknown field `{id}`")))?;
            Some(template(line, &field.label)?)
        }
        (None, None) => None,
    };
    let mut value = cell(false, template(line, &words)?, one);
    value.word = spec.word;
    value.sign = spec.sign.map(SignPlace::from);
    Ok((label.map(|text| cell(true, text, one)), Some((value, spec.cols))))
}

fn template(line: usize, text: &str) -> Result<Template, Problem> {
    Template::parse(text).ok_or_else(|| (line, format!("a brace without partner in `{text}`")))
}
