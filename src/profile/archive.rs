//! How the archive counts and stamps what is filed: archive numbers (档号, DA/T 13) by a template per
//! fonds, and the stamp of filing (归档章, DA/T 22). Data of the profile, since every archive has its
//! own.

use serde::Deserialize;

use super::model::Basis;

/// Cells of the stamp of filing: two rows of three.
pub const CELLS: usize = 6;

/// The place of a pattern that counts the items; a number without it would be everyone's.
const ITEM: &str = "item";

/// How items are counted and stamped.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// An item's archive number: `{fonds}-{cat}·{year}-{term}-{org}-{item:04}`.
    pub number: Pattern,
    /// Label and value of each cell of the stamp on an item's first page, row by row; without them
    /// nothing is stamped.
    #[serde(default)]
    pub stamp: Vec<Cell>,
    /// Whether the text of the regulation orders it.
    pub basis: Basis,
    /// The article or standard.
    pub cite: String,
}

/// A cell of the stamp of filing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What it is about.
    pub label: String,
    /// What stands in it.
    pub value: Pattern,
}

/// Words with places for values: `{name}`, or `{name:04}` for a number of at least four digits.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Words(String),
    Place { name: String, digits: usize },
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no pattern of words and {{places}}"))
    }
}

impl Pattern {
    /// Reads a pattern; `None` where a brace has no partner or a place has no name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (place, tail) = after.split_once('}')?;
            let (name, digits) = match place.split_once(':') {
                Some((name, width)) => (name, width.strip_prefix('0')?.parse().ok()?),
                None => (place, 0),
            };
            if words.contains('}') || name.is_empty() || name.contains('{') || digits > 20 {
                return None;
            }
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_string()));
            }
            pieces.push(Piece::Place { name: name.to_string(), digits });
            rest = tail;
        }
        if rest.contains('}') {
            return None;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_string()));
        }
        Some(Self(pieces))
    }

    /// The places it names.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Place { name, .. } => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// The words with values in their places.
    ///
    /// # Errors
    /// The first place that has no value.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, &str> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Place { name, digits } => {
                    let value = value(name).ok_or(name.as_str())?;
                    let short = digits.saturating_sub(value.chars().count());
                    out.extend(std::iter::repeat_n('0', short));
                    out.push_str(&value);
                }
            }
        }
        Ok(out)
    }
}

impl Archive {
    /// What is wrong with it, in English, or `None`.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        if !self.number.places().any(|place| place == ITEM) {
            return Some("the archive number does not name `{item}`".to_string());
        }
        if !self.stamp.is_empty() && self.stamp.len() != CELLS {
            return Some(format!("the stamp has {} cells, not {CELLS}", self.stamp.len()));
        }
        self.cite.is_empty().then(|| "archive numbers rest on no article or standard".to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> Option<String> {
        let value = match name {
            "fonds" => "0123",
            "cat" => "WS",
            "year" => "2026",
            "term" => "D10",
            "org" => "DQ",
            "item" => "7",
            _ => return None,
        };
        Some(value.to_string())
    }

    #[test]
    fn an_archive_number_has_its_values_in_their_places() {
        let text = "{fonds}-{cat}·{year}-{term}-{org}-{item:04}";
        let pattern = Pattern::parse(text).unwrap();
        assert_eq!(pattern.fill(value).unwrap(), "0123-WS·2026-D10-DQ-0007");
        assert_eq!(Pattern::parse("{item}/{pages}").unwrap().fill(value), Err("pages"));
    }

    #[test]
    fn a_number_longer_than_its_place_is_kept_whole() {
        assert_eq!(
            Pattern::parse("{item:02}").unwrap().fill(|_| Some("1234".into())).unwrap(),
            "1234"
        );
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["{item", "item}", "{}", "{item:4}", "{item:0x}", "{a{b}}", "{item:099}"] {
            assert!(Pattern::parse(text).is_none(), "{text}");
        }
    }

    fn archive(number: &str, cells: usize) -> Archive {
        let cell = Cell { label: "件号".into(), value: Pattern::parse("{item}").unwrap() };
        Archive {
            number: Pattern::parse(number).unwrap(),
            stamp: vec![cell; cells],
            basis: Basis::Practice,
            cite: "DA/T 13".into(),
        }
    }

    #[test]
    fn a_number_without_its_item_and_a_stamp_of_other_than_six_cells_are_found() {
        assert_eq!(archive("{item}", 0).problem(), None);
        assert_eq!(archive("{item}", 6).problem(), None);
        assert!(archive("{fonds}", 0).problem().is_some());
        assert!(archive("{item}", 5).problem().is_some());
    }
}
