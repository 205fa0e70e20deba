//! Key industries (重点行业) and the industry codes (GB/T 4754-2017) that belong to them, N to M.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::super::Error;
use super::{Certainty, LONGEST, MOST, inconsistent, is_name};
use crate::base::{name, toml};

const BUILT_IN: &str = include_str!("../../../profiles/codes/industries.toml");

/// A table of key industries and industry codes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industries {
    /// The edition of the codes.
    pub edition: String,
    /// Where it comes from.
    pub source: String,
    /// The year of its source.
    pub year: i16,
    /// Who lists which industries.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
    /// The industries.
    #[serde(rename = "industry")]
    pub all: Vec<Industry>,
    /// Names of the classes (小类) behind the codes, and of some that belong to no key industry.
    #[serde(default)]
    pub classes: BTreeMap<String, String>,
}

/// A list of key industries: the state's, or a province's own.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// ASCII id.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// How many industries it has.
    pub count: usize,
    /// Whether they are named in this table; a text may give their number alone.
    #[serde(default = "yes")]
    pub named: bool,
    /// The provinces or cities where it binds; empty for everywhere.
    #[serde(default)]
    pub divisions: Vec<String>,
    /// The text that makes it.
    pub cite: String,
}

fn yes() -> bool {
    true
}

/// A key industry.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    /// ASCII id.
    pub id: String,
    /// Chinese name, as the list has it.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The list that names it.
    pub list: String,
    /// Whether it is a process found in many industries, so that no code can stand for it.
    #[serde(default)]
    pub across: bool,
    /// The codes that belong to it; none where none is known here.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// The ladder of its grades, where a source says which; a case states it otherwise.
    pub ladder: Option<LadderOf>,
}

/// The ladder of an industry's grades.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderOf {
    /// Id of the ladder in a profile.
    pub id: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// A code that belongs to a key industry.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Section letter and four digits: `C3021`.
    pub code: String,
    /// How sure it is that it belongs there.
    pub certainty: Certainty,
    /// Who says so, where somebody does.
    #[serde(default)]
    pub source: String,
}

/// What a typed industry may mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found<'a> {
    /// One key industry, or several: then a person must say which.
    Industries(Vec<Match<'a>>),
    /// A code of GB/T 4754 for which no key industry is listed here, with its name where known.
    Unmapped {
        /// The code, `C3023`.
        code: String,
        /// The name of its class.
        class: Option<&'a str>,
    },
    /// Neither an id, a name nor a code.
    Unknown,
}

/// A key industry that was found, and how sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Match<'a> {
    /// The industry.
    pub industry: &'a Industry,
    /// How sure the code is that led to it; none where it was named itself.
    pub certainty: Option<Certainty>,
}

impl Industries {
    /// The table that is built in.
    ///
    /// # Errors
    /// It is faulty; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Error> {
        Self::parse(Path::new("industries.toml"), BUILT_IN)
    }

    /// Reads a table from a file.
    ///
    /// # Errors
    /// The file cannot be read, or as for [`Industries::parse`].
    pub fn load(file: &Path) -> Result<Self, Error> {
        Self::checked(file, toml::load(file)?)
    }

    /// Reads a table from text; `file` only names it in errors.
    ///
    /// # Errors
    /// Not of a table's shape, or contradicting itself.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Error> {
        Self::checked(file, toml::parse(file, text)?)
    }

    fn checked(file: &Path, table: Self) -> Result<Self, Error> {
        match table.problem() {
            None => Ok(table),
            Some(problem) => Err(inconsistent(file, problem)),
        }
    }

    /// A key industry by its id.
    #[must_use]
    pub fn industry(&self, id: &str) -> Option<&Industry> {
        self.all.iter().find(|i| i.id == id)
    }

    /// A key industry by its Chinese name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Industry> {
        let name: String = name.trim().nfc().collect();
        self.all.iter().find(|i| i.name == name)
    }

    /// The key industries to which a code belongs, in the table's order; the section's letter may be
    /// left out or small.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Vec<Match<'_>> {
        let Some(code) = full_code(code) else { return Vec::new() };
        let mut matches = Vec::new();
        for industry in &self.all {
            let own = industry.codes.iter().find(|c| c.code == code);
            matches.extend(own.map(|c| Match { industry, certainty: Some(c.certainty) }));
        }
        matches
    }

    /// The name of a code's class, where the table has it.
    #[must_use]
    pub fn class(&self, code: &str) -> Option<&str> {
        self.classes.get(&full_code(code)?).map(String::as_str)
    }

    /// What a typed id, name or code means. Several meanings are all handed on.
    #[must_use]
    pub fn find(&self, typed: &str) -> Found<'_> {
        let typed = typed.trim();
        if let Some(industry) = self.industry(typed).or_else(|| self.named(typed)) {
            return Found::Industries(vec![Match { industry, certainty: None }]);
        }
        let Some(code) = full_code(typed) else { return Found::Unknown };
        let matches = self.of_code(&code);
        if matches.is_empty() {
            let class = self.class(&code);
            return Found::Unmapped { code, class };
        }
        Found::Industries(matches)
    }

    /// The lists that bind in a division, the state's among them.
    pub fn lists_for<'a>(&'a self, division: &'a str) -> impl Iterator<Item = &'a List> {
        let within = |area: &str| {
            let stem = area.strip_suffix("0000").or_else(|| area.strip_suffix("00"));
            division.len() == area.len() && division.starts_with(stem.unwrap_or(area))
        };
        self.lists
            .iter()
            .filter(move |l| l.divisions.is_empty() || l.divisions.iter().any(|area| within(area)))
    }

    /// Whether a key industry is one in a division: a list that binds there names it.
    #[must_use]
    pub fn binds(&self, industry: &Industry, division: &str) -> bool {
        self.lists_for(division).any(|l| l.id == industry.list)
    }

    fn problem(&self) -> Option<String> {
        if self.source.trim().is_empty() || self.edition.trim().is_empty() {
            return Some("the table names no source or no edition".to_string());
        }
        if self.all.is_empty() || self.all.len() > MOST || self.classes.len() > MOST {
            return Some(format!("1 to {MOST} industries and at most as many classes can be"));
        }
        let ids = self.all.iter().map(|i| &i.id).chain(self.lists.iter().map(|l| &l.id));
        twice(ids, "id")
            .or_else(|| twice(self.all.iter().map(|i| &i.name), "name"))
            .or_else(|| self.lists.iter().find_map(|l| self.list_problem(l)))
            .or_else(|| self.all.iter().find_map(|i| self.industry_problem(i)))
            .or_else(|| {
                let (code, _) = self.classes.iter().find(|(c, n)| !is_code(c) || !is_name(n))?;
                Some(format!("class `{code}` is no code with a name"))
            })
    }

    fn list_problem(&self, list: &List) -> Option<String> {
        let named = self.all.iter().filter(|i| i.list == list.id).count();
        let right = if list.named { named == list.count } else { named == 0 };
        if !right {
            return Some(format!("list `{}` has {named} industries here", list.id));
        }
        if !name::is_id(&list.id) || !is_name(&list.name) || list.cite.is_empty() {
            return Some(format!("list `{}` has no id, name or text", list.id));
        }
        None
    }

    fn industry_problem(&self, industry: &Industry) -> Option<String> {
        let id = &industry.id;
        if !name::is_id(id) || full_code(id).is_some() {
            return Some(format!("industry `{id}` is not an ASCII id, or looks like a code"));
        }
        if !is_name(&industry.name) || industry.name_en.is_empty() {
            return Some(format!("industry `{id}` has no name of 1 to {LONGEST} characters"));
        }
        if !self.lists.iter().any(|l| l.id == industry.list) {
            return Some(format!("industry `{id}` stands in the unknown list `{}`", industry.list));
        }
        if industry.across && !industry.codes.is_empty() {
            return Some(format!("industry `{id}` lies across all codes and has some"));
        }
        if industry.ladder.as_ref().is_some_and(|l| !name::is_id(&l.id)) {
            return Some(format!("industry `{id}` has a ladder without an id"));
        }
        if let Some(code) = industry.codes.iter().find(|c| !self.classes.contains_key(&c.code)) {
            return Some(format!("industry `{id}` has the code `{}` without a class", code.code));
        }
        twice(industry.codes.iter().map(|c| &c.code), "code")
    }
}

/// A code with its section's capital. Four bare digits are taken for a class of manufacturing
/// (section C, divisions 13 to 43), where all codes of the table lie; others are no code.
fn full_code(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_uppercase();
    if is_code(&typed) {
        return Some(typed);
    }
    let digits = typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit());
    let division: u32 = typed.get(..2).filter(|_| digits)?.parse().ok()?;
    (13..=43).contains(&division).then(|| format!("C{typed}"))
}

/// Whether text is a code of GB/T 4754: a section and a class.
fn is_code(text: &str) -> bool {
    let digits = text.strip_prefix(|c: char| matches!(c, 'A'..='T'));
    digits.is_some_and(|d| d.len() == 4 && d.bytes().all(|b| b.is_ascii_digit()))
}

fn twice<'a>(words: impl Iterator<Item = &'a String>, what: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut words = words;
    words.find(|word| !seen.insert(*word)).map(|word| format!("{what} `{word}` stands twice"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Industries {
        Industries::built_in().unwrap()
    }

    fn ids(matches: &[Match]) -> Vec<String> {
        matches.iter().map(|m| m.industry.id.clone()).collect()
    }

    fn found(typed: &str) -> Vec<String> {
        match table().find(typed) {
            Found::Industries(matches) => ids(&matches),
            Found::Unmapped { .. } | Found::Unknown => Vec::new(),
        }
    }

    #[test]
    fn the_state_lists_39_industries_hebei_eight_more_and_xinjiang_three() {
        let table = table();
        let counts: Vec<(usize, bool)> = table.lists.iter().map(|l| (l.count, l.named)).collect();
        assert_eq!(counts, [(39, true), (8, false), (3, true)]);
        let lists = |division| -> usize { table.lists_for(division).map(|l| l.count).sum() };
        assert_eq!(lists("130283"), 47);
        assert_eq!(lists("411202"), 39);
        assert_eq!(lists("650109"), 42);
        assert_eq!(table.all.len(), 42);
    }

    #[test]
    fn an_industry_of_one_province_binds_there_alone() {
        let table = table();
        let silicon = table.named("工业硅").unwrap();
        assert!(table.binds(silicon, "650109") && !table.binds(silicon, "130283"));
        assert!(table.binds(table.named("水泥").unwrap(), "650109"));
        // A code of another length lies nowhere.
        assert!(!table.binds(silicon, "6501090"));
    }

    #[test]
    fn an_industry_is_found_by_id_name_or_code() {
        for typed in ["cement", "水泥", " 水泥 ", "C3011", "C3021", "c3022", "3021"] {
            assert_eq!(found(typed), ["cement"], "{typed}");
        }
        let table = table();
        let Found::Industries(matches) = table.find("3021") else { panic!("it is one") };
        assert_eq!(matches[0].certainty, Some(Certainty::TwoSources));
        let Found::Industries(matches) = table.find("水泥") else { panic!("it is one") };
        assert_eq!(matches[0].certainty, None);
        assert_eq!(table.class("C3021"), Some("水泥制品制造"));
    }

    #[test]
    fn a_code_of_several_industries_shows_all_of_them() {
        assert_eq!(found("C3216"), ["alumina", "aluminium", "recycled-metal"]);
        assert_eq!(found("C3120"), ["steel-long", "steel-short"]);
        let table = table();
        let sure: Vec<_> = table.of_code("C3216").iter().map(|m| m.certainty).collect();
        assert_eq!(sure, [Certainty::Memory, Certainty::Memory, Certainty::Proposal].map(Some));
    }

    #[test]
    fn one_industry_has_several_codes_and_another_none() {
        let table = table();
        let codes = |id: &str| table.industry(id).unwrap().codes.len();
        assert_eq!((codes("cement"), codes("vehicle"), codes("coating")), (3, 2, 0));
        assert!(table.industry("coating").unwrap().across);
        assert_eq!(table.all.iter().filter(|i| i.across).count(), 1);
    }

    #[test]
    fn a_code_of_no_key_industry_is_told_from_no_code() {
        let table = table();
        let unmapped = |code: &str, class| Found::Unmapped { code: code.to_string(), class };
        assert_eq!(table.find("C3023"), unmapped("C3023", Some("石棉水泥制品制造")));
        assert_eq!(table.find("C1311"), unmapped("C1311", None));
        assert_eq!(table.find("1311"), unmapped("C1311", None));
        assert_eq!(table.find("B0610"), unmapped("B0610", None));
        for odd in ["", "水泥厂", "C30", "C30211", "U3021", "0610", "４４１１", "Ｃ3021", "3O21"]
        {
            assert_eq!(table.find(odd), Found::Unknown, "{odd}");
        }
    }

    #[test]
    fn a_ladder_is_given_only_where_a_source_says_which() {
        let with: Vec<String> =
            table().all.iter().filter(|i| i.ladder.is_some()).map(|i| i.id.clone()).collect();
        assert_eq!(with, ["steel-long"]);
    }

    const TABLE: &str = "edition = 'e'\nsource = 's'\nyear = 2020\n\
        [[list]]\nid = 'l'\nname = '表'\nname_en = 'l'\ncount = 1\ncite = 'x'\n\
        [[industry]]\nid = 'i'\nname = '业'\nname_en = 'i'\nlist = 'l'\n\
        codes = [{ code = 'C3021', certainty = 'memory' }]\n\
        [classes]\nC3021 = '甲'\n";

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let parse = |text: &str| Industries::parse(Path::new("x"), text);
        assert!(parse(TABLE).is_ok());
        for (from, to) in [
            ("'e'", "''"),
            ("'s'", "' '"),
            ("count = 1", "count = 2"),
            ("count = 1", "count = 1\nnamed = false"),
            ("cite = 'x'", "cite = ''"),
            ("id = 'i'", "id = 'l'"),
            ("id = 'i'", "id = 'C3021'"),
            ("id = 'i'", "id = '3021'"),
            ("id = 'i'", "id = '业'"),
            ("name = '业'", "name = ''"),
            ("name = '业'", "name = '业\u{200b}'"),
            ("list = 'l'", "list = 'm'"),
            ("list = 'l'", "list = 'l'\nacross = true"),
            ("list = 'l'", "list = 'l'\nladder = { id = '', certainty = 'memory' }"),
            ("'memory'", "'sure'"),
            ("code = 'C3021'", "code = 'C3022'"),
            ("}]", "}, { code = 'C3021', certainty = 'memory' }]"),
            ("C3021 = '甲'", "C3021 = '甲'\nX = '乙'"),
            ("C3021 = '甲'", "C3021 = ''"),
        ] {
            assert!(TABLE.contains(from), "{from}");
            assert!(parse(&TABLE.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
