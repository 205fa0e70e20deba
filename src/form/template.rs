//! Fixed prose with places for values: `经{branch}核实，{enterprise.name}…`.

/// Words and places, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template(pub Vec<Piece>);

/// A piece of prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Fixed words.
    Words(String),
    /// A value: a field, a column as `table.column`, or a declared case fact.
    Place(String),
}

impl Template {
    /// Reads prose; `None` where a brace has no partner.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (place, tail) = after.split_once('}')?;
            if words.contains('}') || place.contains('{') {
                return None;
            }
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_string()));
            }
            pieces.push(Piece::Place(place.to_string()));
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
            Piece::Place(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_words_and_places() {
        let t = Template::parse("经{branch}核实：{a.b}").unwrap();
        assert_eq!(t.places().collect::<Vec<_>>(), ["branch", "a.b"]);
        assert_eq!(t.0.len(), 4);
        for bad in ["a{b", "a}b", "{a{b}}", "}{"] {
            assert!(Template::parse(bad).is_none(), "{bad}");
        }
    }
}
