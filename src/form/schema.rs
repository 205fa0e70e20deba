//! A form: one kind of paper, its fields and its layout.

use super::document::Style;
use super::field::{Field, Kind, Rows};
use super::layout::Placed;
use super::template::Template;

/// One kind of paper: its fields and its layout.
#[derive(Clone, PartialEq, Debug)]
pub struct Form {
    /// Its id, the name of its file.
    pub id: String,
    /// What the paper is called, in Chinese.
    pub title: String,
    /// The same in English; never printed.
    pub title_en: String,
    /// The layout of the theme it is set in.
    pub style: Style,
    /// Whether its pages lie on their long side.
    pub landscape: bool,
    /// Who makes the paper: the enterprise, the branch, the program…
    pub maker: String,
    /// The article that asks for it, `TS 三(四)`; empty where none does.
    pub cite: String,
    /// Where its fields come from.
    pub note: String,
    /// Who issues it; the PDF's author.
    pub issuer: Template,
    /// The field whose day the document bears.
    pub date: Option<String>,
    /// The case facts that its prose may name.
    pub facts: Vec<String>,
    /// Its fields, in groups.
    pub sections: Vec<Section>,
    /// Its layout, from top to bottom.
    pub layout: Vec<Placed>,
}

/// A group of fields, as the skeleton shows them.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    /// Its heading in Chinese.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Form {
    /// All fields, in the form's order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|s| &s.fields)
    }

    /// A field by its id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|f| f.id == id)
    }

    /// The rows of a table field.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Rows> {
        match self.field(id) {
            Some(Field { kind: Kind::Table(rows), .. }) => Some(rows),
            _ => None,
        }
    }
}
