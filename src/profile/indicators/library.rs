//! The indicator tables at hand, by id: the built-in ones, a bureau's folder, or those a case pinned.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::super::Error;
use super::readings::Readings;
use super::table::{Dimension, Table, fits, twice};
use crate::base::{disk, toml};

/// Id and text of each built-in table, sorted by id.
pub const BUILT_IN: &[(&str, &str)] = include!("../../../profiles/indicators/built_in.rs");

/// File of the dimensions, beside the tables.
const DIMENSIONS: &str = "dimensions.toml";

/// File of the readings, beside the tables.
const READINGS: &str = "readings.toml";

const BUILT_IN_DIMENSIONS: &str = include_str!("../../../profiles/indicators/dimensions.toml");

const BUILT_IN_READINGS: &str = include_str!("../../../profiles/indicators/readings.toml");

/// Most tables of a folder.
const MOST_TABLES: usize = 1_000;

/// Most dimensions.
const MOST_DIMENSIONS: usize = 100;

/// Most characters of a dimension's name.
const LONGEST_NAME: usize = 30;

/// Indicator tables by id, with the dimensions they name and the readings across ladders.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Library {
    dimensions: Vec<Dimension>,
    readings: Readings,
    tables: BTreeMap<String, (Table, String)>,
    /// Names and texts of the two other files, to be pinned with tables.
    common: [(&'static str, String); 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dimensions {
    dimension: Vec<Dimension>,
}

impl Library {
    /// What is built in.
    ///
    /// # Errors
    /// A file is faulty; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Error> {
        let texts = [BUILT_IN_DIMENSIONS, BUILT_IN_READINGS].map(String::from);
        let mut library = Self::of(Path::new(""), texts)?;
        for (id, text) in BUILT_IN {
            library.add(Path::new(&format!("{id}.toml")), (*text).to_string())?;
        }
        Ok(library)
    }

    /// What lies in a folder: `dimensions.toml`, `readings.toml`, and every other `<id>.toml`.
    ///
    /// # Errors
    /// The folder or a file is unreadable, one of the two is missing, or a table is faulty or not
    /// named by its id.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let read = |name: &str| disk::read_text(&folder.join(name), toml::LARGEST).map_err(refused);
        let mut library = Self::of(folder, [read(DIMENSIONS)?, read(READINGS)?])?;
        for entry in disk::list(folder).map_err(refused)? {
            if entry.name.ends_with(".toml") && ![DIMENSIONS, READINGS].contains(&&*entry.name) {
                library.add(&folder.join(&entry.name), read(&entry.name)?)?;
            }
        }
        Ok(library)
    }

    /// The same with the tables of a folder before them, and its dimensions and readings where it
    /// has any.
    ///
    /// # Errors
    /// The folder or a file is unreadable, or a table is faulty or not named by its id.
    pub fn with(self, folder: &Path) -> Result<Self, Error> {
        let [(_, dimensions), (_, readings)] = self.common;
        let text = |name: &str, known: String| {
            let path = folder.join(name);
            if !disk::exists(&path) {
                return Ok(known);
            }
            disk::read_text(&path, toml::LARGEST).map_err(refused)
        };
        let common = [text(DIMENSIONS, dimensions)?, text(READINGS, readings)?];
        let mut library = Self::of(folder, common)?;
        library.tables = self.tables;
        for entry in disk::list(folder).map_err(refused)? {
            if entry.name.ends_with(".toml") && ![DIMENSIONS, READINGS].contains(&&*entry.name) {
                let text = disk::read_text(&entry.path, toml::LARGEST).map_err(refused)?;
                library.add(&entry.path, text)?;
            }
        }
        Ok(library)
    }

    fn of(folder: &Path, [dimensions, readings]: [String; 2]) -> Result<Self, Error> {
        let file = folder.join(DIMENSIONS);
        let Dimensions { dimension: list } = toml::parse(&file, &dimensions)?;
        if let Some(problem) = dimensions_problem(&list) {
            return Err(Error::Inconsistent { file: file.display().to_string(), problem });
        }
        Ok(Self {
            dimensions: list,
            readings: Readings::parse(&folder.join(READINGS), &readings)?,
            tables: BTreeMap::new(),
            common: [(DIMENSIONS, dimensions), (READINGS, readings)],
        })
    }

    /// Adds a table from its text; the file's name must be its id.
    ///
    /// # Errors
    /// The table is faulty, not named by its id, or one too many.
    pub fn add(&mut self, file: &Path, text: String) -> Result<(), Error> {
        let table = Table::parse(file, &text, &self.dimensions)?;
        let problem = if file.file_stem().is_none_or(|stem| stem != table.id.as_str()) {
            format!("the table's id is `{}`, its file is named otherwise", table.id)
        } else if self.tables.len() >= MOST_TABLES {
            format!("there are more than {MOST_TABLES} tables")
        } else {
            self.tables.insert(table.id.clone(), (table, text));
            return Ok(());
        };
        Err(Error::Inconsistent { file: file.display().to_string(), problem })
    }

    /// A table by its id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.get(id).map(|(table, _)| table)
    }

    /// The tables of a key industry; several where a bureau has its own beside an example.
    pub fn of_industry<'a>(&'a self, industry: &'a str) -> impl Iterator<Item = &'a Table> {
        self.tables.values().map(|(table, _)| table).filter(move |t| t.industry == industry)
    }

    /// The ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// The files that a case pins for some tables: name and text of each, and of the two files
    /// without which [`Library::load`] would not read them again. Unknown ids are passed over.
    #[must_use]
    pub fn files(&self, ids: &[&str]) -> Vec<(String, &str)> {
        let common = self.common.iter().map(|(name, text)| ((*name).to_string(), text.as_str()));
        let wanted = self.tables.iter().filter(|(id, _)| ids.contains(&id.as_str()));
        let tables = wanted.map(|(id, (_, text))| (format!("{id}.toml"), text.as_str()));
        common.chain(tables).collect()
    }

    /// The dimensions, in order.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The Chinese name of a dimension; its id where there is none.
    #[must_use]
    pub fn dimension_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.dimensions.iter().find(|d| d.id == id).map_or(id, |d| d.name.as_str())
    }

    /// How grades of different ladders may be read together.
    #[must_use]
    pub fn readings(&self) -> &Readings {
        &self.readings
    }
}

fn refused(error: disk::Error) -> Error {
    Error::Toml(error.into())
}

fn dimensions_problem(list: &[Dimension]) -> Option<String> {
    if list.is_empty() || list.len() > MOST_DIMENSIONS {
        return Some(format!("{} dimensions; 1 to {MOST_DIMENSIONS} are possible", list.len()));
    }
    let named = |d: &&Dimension| {
        fits(&d.name, 1, LONGEST_NAME) && !d.name_en.is_empty() && !d.cite.is_empty()
    };
    let nameless = list.iter().find(|d| !named(d));
    nameless
        .map(|d| format!("dimension `{}` has no name or no text", d.id))
        .or_else(|| twice(list.iter().map(|d| &d.id), "dimension"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::codes::{Certainty, Industries};

    #[test]
    fn every_built_in_table_is_an_example_of_a_listed_industry_and_says_so() {
        let library = Library::built_in().unwrap();
        let industries = Industries::built_in().unwrap();
        assert_eq!(library.ids().count(), BUILT_IN.len());
        for (id, _) in BUILT_IN {
            let table = library.table(id).unwrap();
            assert!(table.example && table.title.contains("示例"), "{id}");
            let industry = industries.industry(&table.industry).unwrap();
            assert_eq!(industry.name, table.industry_name, "{id}");
            assert!(table.rows.iter().any(|r| r.demand.contains_key("a")), "{id}");
        }
        // What is known from memory alone is never passed off as read.
        let coating = library.table("coating").unwrap();
        assert!(coating.rows.iter().all(|r| r.certainty == Certainty::Memory));
        assert_eq!(library.of_industry("cement").count(), 1);
        assert_eq!(library.of_industry("glass").count(), 0);
    }

    #[test]
    fn the_dimensions_of_the_regulations_are_there_with_their_names() {
        let library = Library::built_in().unwrap();
        let ids: Vec<&str> = library.dimensions().iter().map(|d| d.id.as_str()).collect();
        assert_eq!(
            ids.join(" "),
            "energy equip tech limit fugitive organized material monitor manage ledger trans trans_ctl"
        );
        assert_eq!(library.dimension_name("trans_ctl"), "运输管控");
        assert_eq!(library.dimension_name("none"), "none");
    }

    #[test]
    fn pinned_tables_are_read_back_as_they_were_and_only_under_their_own_names() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = Library::built_in().unwrap();
        let ids: Vec<&str> = built_in.ids().collect();
        for (name, text) in built_in.files(&ids) {
            disk::write_new(&folder.path().join(name), text.as_bytes()).unwrap();
        }
        disk::write_new(&folder.path().join("README.txt"), b"no table").unwrap();
        assert_eq!(Library::load(folder.path()).unwrap(), built_in);
        // One alone takes the two common files with it.
        let names: Vec<String> =
            built_in.files(&["cement", "none"]).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [DIMENSIONS, READINGS, "cement.toml"]);

        let other = folder.path().join("other.toml");
        disk::write_new(&other, BUILT_IN[0].1.as_bytes()).unwrap();
        let error = Library::load(folder.path()).unwrap_err();
        assert!(matches!(error, Error::Inconsistent { file, .. } if file.contains("other")));
        disk::remove(&other).unwrap();
        disk::remove(&folder.path().join(DIMENSIONS)).unwrap();
        assert!(matches!(Library::load(folder.path()), Err(Error::Toml(_))));
    }

    #[test]
    fn dimensions_without_names_or_twice_are_refused() {
        let one = "[[dimension]]\nid = 'd'\nname = '维'\nname_en = 'd'\ncite = 'c'\n";
        let read = |text: &str| Library::of(Path::new(""), [text.into(), "reading = []".into()]);
        assert!(read(one).is_ok());
        for bad in [
            "dimension = []".to_string(),
            format!("{one}{one}"),
            one.replace("'d'\nname ", "''\nname "),
            one.replace("'维'", "''"),
            one.replace("'c'", "''"),
            one.replace("name_en = 'd'\n", ""),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }
}
