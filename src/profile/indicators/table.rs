//! One table of indicators: what is looked at, how, and what each grade demands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::super::Error;
use super::super::codes::Certainty;
use crate::base::text::is_invisible;
use crate::base::{name, toml};

/// Most rows of a table.
pub(super) const MOST_ROWS: usize = 500;

/// Most grades of a table, and of a ladder.
pub(super) const MOST_GRADES: usize = 20;

/// Most characters of an item. It fits into a line of a form with everything that is written
/// before it where a form has no columns for these.
const LONGEST_ITEM: usize = 80;

/// Most characters of a process, and of an industry's name: both fit into one column.
const LONGEST_PROCESS: usize = 28;

/// Most characters of a demand, a title or a source.
const LONGEST: usize = 2_000;

/// A dimension of indicators: 排放限值, 运输方式…
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// ASCII id.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The texts that list it.
    pub cite: String,
}

/// The indicators of one industry.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// ASCII id, also the file's name.
    pub id: String,
    /// Chinese title.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// The key industry: its id in the table of industries.
    pub industry: String,
    /// Its Chinese name, as papers show it.
    pub industry_name: String,
    /// Whether it is an example and no regulation.
    pub example: bool,
    /// The text it is taken from.
    pub source: String,
    /// The year of that text.
    pub year: i16,
    /// Ids of the grades its rows speak of, as choices in forms write them: `a`, `b-minus`,
    /// `leading`. Their order means nothing; that is the ladder's.
    pub grades: Vec<String>,
    /// The indicators, in order.
    #[serde(rename = "row")]
    pub rows: Vec<Indicator>,
}

/// One indicator.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// ASCII id, the same for as long as the indicator lives.
    pub id: String,
    /// Its dimension.
    pub dimension: String,
    /// The process or facility it looks at; may be empty.
    #[serde(default)]
    pub process: String,
    /// What is looked at.
    pub item: String,
    /// Where it is looked at (Q24).
    pub check_mode: CheckMode,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// What each grade demands. A grade that is not here was not found in the source.
    #[serde(default)]
    pub demand: BTreeMap<String, String>,
}

/// Where an indicator is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckMode {
    /// In the papers.
    Desk,
    /// On site.
    Site,
    /// In the papers and on site.
    Both,
}

impl Table {
    /// Reads a table from text; `file` only names it in errors.
    ///
    /// # Errors
    /// Not of a table's shape, or contradicting itself or the dimensions.
    pub fn parse(file: &Path, text: &str, dimensions: &[Dimension]) -> Result<Self, Error> {
        let table: Self = toml::parse(file, text)?;
        match table.problem(dimensions) {
            None => Ok(table),
            Some(problem) => Err(Error::Inconsistent { file: file.display().to_string(), problem }),
        }
    }

    /// An indicator by its id.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&Indicator> {
        self.rows.iter().find(|r| r.id == id)
    }

    fn problem(&self, dimensions: &[Dimension]) -> Option<String> {
        if !name::is_id(&self.id) || !name::is_id(&self.industry) {
            return Some(format!("table `{}` or its industry is not an ASCII id", self.id));
        }
        let words = [&self.title, &self.title_en, &self.source];
        if !words.iter().all(|w| fits(w, 1, LONGEST))
            || !fits(&self.industry_name, 1, LONGEST_PROCESS)
        {
            return Some(format!("table `{}` lacks a title, a name or a source", self.id));
        }
        if self.rows.is_empty() || self.rows.len() > MOST_ROWS {
            return Some(format!("{} rows; 1 to {MOST_ROWS} are possible", self.rows.len()));
        }
        if self.grades.is_empty() || self.grades.len() > MOST_GRADES {
            return Some(format!("{} grades; 1 to {MOST_GRADES} are possible", self.grades.len()));
        }
        twice(&self.grades, "grade")
            .or_else(|| twice(self.rows.iter().map(|r| &r.id), "row"))
            .or_else(|| self.rows.iter().find_map(|r| self.row_problem(r, dimensions)))
    }

    fn row_problem(&self, row: &Indicator, dimensions: &[Dimension]) -> Option<String> {
        let id = &row.id;
        if !dimensions.iter().any(|d| d.id == row.dimension) {
            return Some(format!("row `{id}` has the unknown dimension `{}`", row.dimension));
        }
        if !fits(&row.item, 1, LONGEST_ITEM) || !fits(&row.process, 0, LONGEST_PROCESS) {
            return Some(format!("row `{id}` has no item, or one or a process that is too long"));
        }
        if !fits(&row.source, 1, LONGEST) {
            return Some(format!("row `{id}` names no source"));
        }
        if let Some(grade) = row.demand.keys().find(|g| !self.grades.contains(g)) {
            return Some(format!("row `{id}` speaks of the unknown grade `{grade}`"));
        }
        if let Some((grade, _)) = row.demand.iter().find(|(_, text)| !fits(text, 1, LONGEST)) {
            return Some(format!("row `{id}` demands nothing of `{grade}`, or too much"));
        }
        None
    }
}

/// Whether text has so many characters, all of which paper can show, on one line.
pub(super) fn fits(text: &str, least: usize, most: usize) -> bool {
    let plain = |c: char| !c.is_control() && !is_invisible(c);
    (least..=most).contains(&text.trim().chars().count())
        && text.chars().count() <= most
        && text.chars().all(plain)
}

/// The first id that is none or stands twice.
pub(super) fn twice<'a>(ids: impl IntoIterator<Item = &'a String>, what: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    ids.into_iter()
        .find(|id| !name::is_id(id) || !seen.insert(*id))
        .map(|id| format!("{what} `{id}` is not an ASCII id, or stands twice"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "id = 't'\ntitle = '表'\ntitle_en = 'table'\nindustry = 'i'\nindustry_name = '业'\n\
        example = true\nsource = 's'\nyear = 2024\ngrades = ['a', 'b']\n\
        [[row]]\nid = 'x.1'\ndimension = 'd'\nitem = '项'\ncheck_mode = 'both'\nsource = 's'\n\
        certainty = 'memory'\ndemand.a = '高'\n";

    fn parse(text: &str) -> Result<Table, Error> {
        let [id, name, name_en, cite] = ["d", "维", "d", "c"].map(String::from);
        Table::parse(Path::new("t.toml"), text, &[Dimension { id, name, name_en, cite }])
    }

    #[test]
    fn a_table_is_read_with_everything_it_says() {
        let table = parse(TABLE).unwrap();
        let row = table.row("x.1").unwrap();
        assert_eq!(row.demand.get("a").map(String::as_str), Some("高"));
        assert_eq!((row.check_mode, row.certainty), (CheckMode::Both, Certainty::Memory));
        assert!(table.row("x.2").is_none() && table.example);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        for (from, to) in [
            ("id = 't'", "id = '表'"),
            ("title = '表'", "title = ''"),
            ("title = '表'", "title = '表\u{202e}'"),
            ("example = true\n", ""),
            ("industry = 'i'", "industry = ''"),
            ("industry_name = '业'", "industry_name = ''"),
            ("source = 's'\nyear", "source = ' '\nyear"),
            ("['a', 'b']", "[]"),
            ("['a', 'b']", "['a', 'a']"),
            ("['a', 'b']", "['甲', 'a']"),
            ("['a', 'b']", "['b']"),
            ("id = 'x.1'", "id = ''"),
            ("'d'", "'e'"),
            ("item = '项'", "item = ''"),
            ("item = '项'", "item = \"项\\n目\""),
            ("'both'", "'there'"),
            ("source = 's'\ncertainty", "source = ''\ncertainty"),
            ("'高'", "''"),
            ("demand.a", "demands.a"),
        ] {
            assert!(TABLE.contains(from), "{from}");
            assert!(parse(&TABLE.replacen(from, to, 1)).is_err(), "{to}");
        }
        let twice = TABLE.split_once("[[row]]").unwrap().1;
        assert!(parse(&format!("{TABLE}[[row]]{twice}")).is_err());
    }

    #[test]
    fn sizes_are_bounded_on_both_sides() {
        let item = |n: usize| TABLE.replace("'项'", &format!("'{}'", "项".repeat(n)));
        assert!(parse(&item(LONGEST_ITEM)).is_ok() && parse(&item(LONGEST_ITEM + 1)).is_err());
        let process =
            |n: usize| TABLE.replace("item =", &format!("process = '{}'\nitem =", "序".repeat(n)));
        assert!(parse(&process(LONGEST_PROCESS)).is_ok());
        assert!(parse(&process(LONGEST_PROCESS + 1)).is_err());
        let demand = |n: usize| TABLE.replace("'高'", &format!("'{}'", "高".repeat(n)));
        assert!(parse(&demand(LONGEST)).is_ok() && parse(&demand(LONGEST + 1)).is_err());
        let (head, row) = TABLE.split_once("[[row]]").unwrap();
        let rows = |n: usize| {
            let rows: String = (0..n)
                .map(|i| format!("[[row]]{}", row.replace("x.1", &format!("x.{i}"))))
                .collect();
            parse(&format!("{head}{rows}"))
        };
        assert!(rows(MOST_ROWS).is_ok() && rows(MOST_ROWS + 1).is_err() && rows(0).is_err());
        let grades = |n: usize| {
            let grades: String = (1..n).map(|i| format!(", 'g{i}'")).collect();
            parse(&TABLE.replace(", 'b'", &grades))
        };
        assert!(grades(MOST_GRADES).is_ok() && grades(MOST_GRADES + 1).is_err());
    }
}
