//! A field of a form: what may be typed in it, and how it is called.

use serde::Deserialize;

use super::document::Align;

/// A place of a form where something is typed.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// The key in the data file: ASCII lower case, digits, `_`.
    pub id: String,
    /// What it is called in Chinese; printed.
    pub label: String,
    /// What it is called in English; never printed.
    pub label_en: String,
    /// What may be typed.
    pub kind: Kind,
    /// Whether it must be filled (where `when` holds).
    pub required: bool,
    /// The case fact that fills it when nothing is typed.
    pub default_from: Option<String>,
    /// Advice for the skeleton, in Chinese; may be empty.
    pub hint: String,
    /// The same in English; may be empty.
    pub hint_en: String,
    /// A value as one might type it; may be empty.
    pub example: String,
    /// It is called for only where this holds.
    pub when: Option<When>,
    /// Whether it must be empty where `when` does not hold.
    pub exclusive: bool,
    /// Line in the form file, from 1.
    pub line: usize,
}

/// A field as the column of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    /// The field of one row.
    pub field: Field,
    /// Relative width on paper.
    pub width: u16,
    /// How its cells stand.
    pub align: Align,
}

/// What may be typed in a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// One line of at most so many characters.
    Text {
        /// Most characters.
        most: usize,
    },
    /// Free text of at most so many characters; a line feed begins a new paragraph.
    Paragraph {
        /// Most characters.
        most: usize,
    },
    /// The name of a person.
    Person,
    /// A person's number in the key ring, `p-0001`.
    PersonId,
    /// A telephone number.
    Phone,
    /// 统一社会信用代码 (GB 32100-2015).
    CreditCode,
    /// 行政区划代码 (GB/T 2260), six digits.
    Division,
    /// A day.
    Date {
        /// Whether it is printed as `20260306` (DA/T 22) instead of `2026年3月6日`.
        archive: bool,
    },
    /// A year.
    Year,
    /// A whole number.
    Integer {
        /// Its bounds.
        range: Range,
        /// Its unit; may be empty.
        unit: String,
    },
    /// A decimal number, kept as it was typed.
    Decimal {
        /// Its bounds.
        range: Range,
        /// Its unit; may be empty.
        unit: String,
        /// Most digits after the point.
        places: usize,
    },
    /// One of several words.
    Choice {
        /// The words.
        options: Vec<Choice>,
    },
    /// Any of several words.
    Ticks {
        /// The words.
        options: Vec<Choice>,
    },
    /// One box: true or false. Its label is the statement.
    Tick,
    /// The opinion of a seat: agree, disagree or abstain, and a text.
    Opinion {
        /// The seat whose signed opinion it must equal (`formats.md` §2).
        seat: String,
    },
    /// The running number of a row; never typed.
    Serial,
    /// Rows of typed columns.
    Table(Rows),
}

/// The rows of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Rows {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// Least number of rows where the table is called for.
    pub least: usize,
    /// Greatest number of rows.
    pub most: usize,
}

impl Rows {
    /// A column by its id.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.field.id == id)
    }
}

/// One word of a choice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is typed; ASCII.
    pub id: String,
    /// What is printed; may be typed too.
    pub label: String,
    /// The same in English; never printed.
    pub label_en: String,
}

/// Bounds of a number, both included, as written in the form file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Range {
    /// The least value.
    pub min: Option<f64>,
    /// The greatest value.
    pub max: Option<f64>,
}

impl Range {
    /// Whether a number lies in it.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

/// A condition on another field: of the same row, or of the form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The other field: a choice, ticks, a tick or an opinion.
    pub field: String,
    /// What it must be.
    pub is: Is,
}

/// What a field must be for a condition to hold.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Is {
    /// A tick is set, or is not (an empty tick is not set).
    Set(bool),
    /// A choice or an opinion is this word; ticks contain it.
    Word(String),
    /// A choice or an opinion is one of these words; ticks contain one of them.
    OneOf(Vec<String>),
}

impl Is {
    /// The words it names.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Set(_) => Vec::new(),
            Self::Word(word) => vec![word.as_str()],
            Self::OneOf(words) => words.iter().map(String::as_str).collect(),
        }
    }
}

/// The three opinions of a seat: what is typed, printed, and told in English.
pub(super) const OPINIONS: [(&str, &str, &str); 3] = [
    ("agree", "同意", "agree"),
    ("disagree", "不同意", "disagree"),
    ("abstain", "弃权", "abstain"),
];

impl Kind {
    /// The word that findings use for it, an id of the texts.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Paragraph { .. } => "paragraph",
            Self::Person => "person",
            Self::PersonId => "person-id",
            Self::Phone => "phone",
            Self::CreditCode => "credit-code",
            Self::Division => "division",
            Self::Date { .. } => "date",
            Self::Year => "year",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Choice { .. } => "choice",
            Self::Ticks { .. } => "ticks",
            Self::Tick => "tick",
            Self::Opinion { .. } => "opinion",
            Self::Serial => "serial",
            Self::Table(_) => "table",
        }
    }

    /// The words to choose from; empty for other kinds.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        if let Self::Choice { options } | Self::Ticks { options } = self { options } else { &[] }
    }

    /// The ids of the words that it can be: of a choice, of ticks, of an opinion.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        if let Self::Opinion { .. } = self {
            return OPINIONS.iter().map(|(id, _, _)| *id).collect();
        }
        self.options().iter().map(|o| o.id.as_str()).collect()
    }

    /// Its unit; empty where it has none.
    #[must_use]
    pub fn unit(&self) -> &str {
        if let Self::Integer { unit, .. } | Self::Decimal { unit, .. } = self { unit } else { "" }
    }
}

/// The option that was meant by an id or by a printed word.
pub(super) fn option<'a>(options: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    options.iter().find(|o| o.id == typed || o.label == typed)
}
