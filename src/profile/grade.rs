//! Grade ladders: which grades there are per kind of industry, best first. The order of a
//! regulation's grades stands here and nowhere in code.

use serde::Deserialize;

use super::model::Basis;

/// The grades of one kind of industry, best first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// ASCII id.
    pub id: String,
    /// What it is called: "A、B（含 B-）、C、D 级".
    pub title: String,
    /// Its grades, best first.
    pub grades: Vec<LadderGrade>,
    /// Whether the text orders it.
    pub basis: Basis,
    /// The article.
    pub cite: String,
}

/// One grade of a ladder.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderGrade {
    /// ASCII id, as choices in forms write it: `b-minus`.
    pub id: String,
    /// Its name, as cases and slots write it: `B-`.
    pub name: String,
}

impl Ladder {
    /// The place of a grade, 0 for the best; by id or by name.
    #[must_use]
    pub fn place(&self, grade: &str) -> Option<usize> {
        self.grades.iter().position(|g| g.id == grade || g.name == grade)
    }

    /// The grade nobody falls below.
    #[must_use]
    pub fn lowest(&self) -> Option<&LadderGrade> {
        self.grades.last()
    }
}
