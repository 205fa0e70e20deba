//! A form as one slot of a regulation uses it: whose opinions stand in its boxes, which facts fill
//! its fields, which article asks for it.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, Kind};
use super::schema::Form;

/// What a slot says about its form, so that one form serves several papers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fit {
    /// The article that asks for the paper in this slot: `TS 三(四)`.
    pub cite: String,
    /// Seats of the form's opinion boxes, each with the seat it is in this regulation.
    pub seats: BTreeMap<String, String>,
    /// Facts that the form's fields are filled from, each with the fact that fills them here.
    pub facts: BTreeMap<String, String>,
    /// The seats that the regulation hears.
    pub heard: BTreeSet<String>,
}

impl Form {
    /// The same form as a slot uses it. An opinion is called for exactly where its seat is heard:
    /// nobody signs in a seat that the regulation does not know, and a seat that it hears finds
    /// its box filled.
    #[must_use]
    pub fn fitted(&self, fit: &Fit) -> Self {
        let mut form = self.clone();
        form.cite.clone_from(&fit.cite);
        for field in form.sections.iter_mut().flat_map(|s| &mut s.fields) {
            field.fit(fit);
            if let Kind::Table(rows) = &mut field.kind {
                rows.columns.iter_mut().for_each(|column| column.field.fit(fit));
            }
        }
        form
    }

    /// A seat or a fact that the slot puts into another's place and that the form does not have.
    #[must_use]
    pub fn misfit<'a>(&self, fit: &'a Fit) -> Option<&'a str> {
        let columns = self.fields().filter_map(|f| self.table(&f.id)).flat_map(|t| &t.columns);
        let all: Vec<&Field> = self.fields().chain(columns.map(|c| &c.field)).collect();
        let seat = |seat: &str| {
            all.iter().any(|f| matches!(&f.kind, Kind::Opinion { seat: s } if s == seat))
        };
        let fact = |fact: &str| all.iter().any(|f| f.default_from.as_deref() == Some(fact));
        let seats = fit.seats.keys().find(|s| !seat(s));
        seats.or_else(|| fit.facts.keys().find(|f| !fact(f))).map(String::as_str)
    }
}

impl Field {
    fn fit(&mut self, fit: &Fit) {
        if let Kind::Opinion { seat } = &mut self.kind {
            if let Some(other) = fit.seats.get(seat) {
                seat.clone_from(other);
            }
            self.required = fit.heard.contains(seat);
        }
        if let Some(other) = self.default_from.as_ref().and_then(|fact| fit.facts.get(fact)) {
            self.default_from = Some(other.clone());
        }
    }
}
