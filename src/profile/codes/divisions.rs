//! Division codes (GB/T 2260) and from when to when each of them held.

use std::path::Path;

use serde::Deserialize;

use super::super::Error;
use super::{LONGEST, MOST, inconsistent, is_name};
use crate::base::time::Day;
use crate::base::toml;

const BUILT_IN: &str = include_str!("../../../profiles/codes/divisions.toml");

/// A table of division codes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divisions {
    /// Where it comes from.
    pub source: String,
    /// The year of its source.
    pub year: i16,
    /// Divisions below which every code is listed.
    #[serde(default)]
    pub complete: Vec<String>,
    /// The divisions; one code may stand several times, for different times.
    #[serde(rename = "division")]
    pub list: Vec<Division>,
}

/// A province, a city or a county, while its code held.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Six digits.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// The first day of the code; none where it held as long as anybody asks.
    #[serde(default, deserialize_with = "some_day")]
    pub from: Option<Day>,
    /// The last day of the code, if it ended.
    #[serde(default, deserialize_with = "some_day")]
    pub until: Option<Day>,
    /// The code that took its place.
    pub now: Option<String>,
    /// The act that made or ended it.
    #[serde(default)]
    pub cite: String,
}

fn some_day<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Day>, D::Error> {
    let date = ::toml::value::Datetime::deserialize(d)?;
    let day = Day::parse(&date.to_string());
    day.map(Some).ok_or_else(|| serde::de::Error::custom("expected a date YYYY-MM-DD"))
}

/// How a code stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// It holds.
    Holds(&'a Division),
    /// It held once; the second is what took its place and holds on that day.
    Ended(&'a Division, Option<&'a Division>),
    /// It holds only later.
    NotYet(&'a Division),
    /// There is no such code: all of the area's are listed.
    Unknown,
    /// The table does not list the area, so it cannot tell.
    Unlisted,
}

impl Division {
    fn holds(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}

impl Divisions {
    /// The table that is built in.
    ///
    /// # Errors
    /// It is faulty; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Error> {
        Self::parse(Path::new("divisions.toml"), BUILT_IN)
    }

    /// Reads a table from a file.
    ///
    /// # Errors
    /// The file cannot be read, or as for [`Divisions::parse`].
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

    /// How a code stands on a day.
    #[must_use]
    pub fn standing(&self, code: &str, on: Day) -> Standing<'_> {
        if let Some(holds) = self.all(code).find(|d| d.holds(on)) {
            return Standing::Holds(holds);
        }
        // The latest that had begun by then; what begins later was not there yet.
        let begun = self.all(code).filter(|d| d.from.is_none_or(|from| from <= on));
        if let Some(ended) = begun.max_by_key(|d| d.until) {
            return Standing::Ended(ended, self.follower(ended, on));
        }
        if let Some(later) = self.all(code).min_by_key(|d| d.from) {
            return Standing::NotYet(later);
        }
        if self.complete.iter().any(|area| code != area && lies_in(code, area)) {
            Standing::Unknown
        } else {
            Standing::Unlisted
        }
    }

    /// The name of a code on a day; none where it did not hold or is not listed.
    #[must_use]
    pub fn name(&self, code: &str, on: Day) -> Option<&str> {
        match self.standing(code, on) {
            Standing::Holds(division) => Some(&division.name),
            Standing::Ended(..) | Standing::NotYet(_) | Standing::Unknown | Standing::Unlisted => {
                None
            }
        }
    }

    /// Whether a code stands in the table at all, for whatever time.
    #[must_use]
    pub fn is_known(&self, code: &str) -> bool {
        self.all(code).next().is_some()
    }

    /// What a code lies in on a day, nearest first: the city, then the province; those that the
    /// table lists.
    #[must_use]
    pub fn parents(&self, code: &str, on: Day) -> Vec<&Division> {
        let above = [4, 2].into_iter().filter(|_| is_code(code)).filter_map(|kept| {
            let stem = code.get(..kept)?;
            Some(format!("{stem:0<6}"))
        });
        above
            .filter(|parent| parent != code)
            .filter_map(|parent| self.all(&parent).find(|d| d.holds(on)))
            .collect()
    }

    /// The name with those of its parents before it: 省、市、县 without gaps. None where the code did
    /// not hold on that day.
    #[must_use]
    pub fn full_name(&self, code: &str, on: Day) -> Option<String> {
        let own = self.name(code, on)?;
        let above: String = self.parents(code, on).iter().rev().map(|d| d.name.as_str()).collect();
        Some(above + own)
    }

    fn all<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Division> {
        let code = code.to_string();
        self.list.iter().filter(move |d| d.code == code)
    }

    /// What took the place of an ended code, through further changes if need be.
    fn follower(&self, ended: &Division, on: Day) -> Option<&Division> {
        let mut next = ended.now.clone();
        for _ in 0..self.list.len() {
            let code = next?;
            if let Some(holds) = self.all(&code).find(|d| d.holds(on)) {
                return Some(holds);
            }
            next = self.all(&code).find_map(|d| d.now.clone());
        }
        None
    }

    fn problem(&self) -> Option<String> {
        if self.source.trim().is_empty() {
            return Some("the table names no source".to_string());
        }
        if self.list.is_empty() || self.list.len() > MOST {
            return Some(format!("{} divisions; 1 to {MOST} are possible", self.list.len()));
        }
        if let Some(area) = self.complete.iter().find(|a| !a.ends_with("00") || !self.is_known(a)) {
            return Some(format!("the complete area `{area}` is no listed province or city"));
        }
        let mut sorted: Vec<&Division> = self.list.iter().collect();
        sorted.sort_by_key(|d| (&d.code, d.from));
        let clash = sorted.windows(2).find_map(|pair| {
            let [a, b] = pair else { return None };
            let apart = a.until.zip(b.from).is_some_and(|(until, from)| until < from);
            (a.code == b.code && !apart)
                .then(|| format!("division `{}` holds twice at one time", a.code))
        });
        clash.or_else(|| self.list.iter().find_map(|d| self.division_problem(d)))
    }

    fn division_problem(&self, d: &Division) -> Option<String> {
        let code = &d.code;
        if !is_code(code) {
            return Some(format!("division `{code}` is not of six digits"));
        }
        if !is_name(&d.name) {
            return Some(format!("division `{code}` has no name of 1 to {LONGEST} characters"));
        }
        if d.from.zip(d.until).is_some_and(|(from, until)| from > until) {
            return Some(format!("division `{code}` ends before it begins"));
        }
        if let Some(now) = &d.now {
            if d.until.is_none() {
                return Some(format!("division `{code}` has a follower but no end"));
            }
            if now == code || !self.is_known(now) {
                return Some(format!("division `{code}` is followed by the unlisted `{now}`"));
            }
        }
        None
    }
}

/// Whether text has the shape of a division code.
fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0')
}

/// Whether a code lies in a province or city.
fn lies_in(code: &str, area: &str) -> bool {
    let stem = area.strip_suffix("0000").or_else(|| area.strip_suffix("00")).unwrap_or(area);
    is_code(code) && code.starts_with(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn table() -> Divisions {
        Divisions::built_in().unwrap()
    }

    #[test]
    fn a_code_that_changed_is_known_by_the_day() {
        let table = table();
        assert_eq!(table.name("130223", on("2018-12-31")), Some("滦县"));
        assert_eq!(table.name("130223", on("2019-01-01")), None);
        assert_eq!(table.name("130284", on("2017-12-31")), None);
        assert_eq!(table.name("130284", on("2018-01-01")), Some("滦州市"));
        let Standing::Ended(old, Some(new)) = table.standing("130223", on("2026-03-02")) else {
            panic!("it ended")
        };
        assert_eq!((old.name.as_str(), new.code.as_str()), ("滦县", "130284"));
        let Standing::NotYet(later) = table.standing("130284", on("2010-01-01")) else {
            panic!("it had not begun")
        };
        assert_eq!(later.name, "滦州市");
    }

    #[test]
    fn all_that_the_standards_page_lists_is_there() {
        let today = on("2026-03-02");
        for (code, name) in [
            ("130000", "河北省"),
            ("130200", "唐山市"),
            ("130283", "迁安市"),
            ("411200", "三门峡市"),
            ("411203", "陕州区"),
            ("411282", "灵宝市"),
            ("330600", "绍兴市"),
            ("330683", "嵊州市"),
            ("650100", "乌鲁木齐市"),
            ("650109", "米东区"),
            ("131100", "衡水市"),
        ] {
            assert_eq!(table().name(code, today), Some(name));
        }
        let count = |stem: &str| {
            let held = |d: &&Division| d.holds(today) && !d.code.ends_with("00");
            table().list.iter().filter(held).filter(|d| d.code.starts_with(stem)).count()
        };
        assert_eq!(["1302", "3306", "4112", "6501"].map(count), [14, 6, 6, 8]);
    }

    #[test]
    fn a_code_nobody_gave_is_told_from_an_area_nobody_listed() {
        let table = table();
        let today = on("2026-03-02");
        assert_eq!(table.standing("130299", today), Standing::Unknown);
        assert_eq!(table.standing("130199", today), Standing::Unlisted);
        assert_eq!(table.standing("990100", today), Standing::Unlisted);
        for odd in ["", "13", "1302xx", "130283 ", "一三〇二八三"] {
            assert_eq!(table.standing(odd, today), Standing::Unlisted, "{odd}");
            assert!(table.parents(odd, today).is_empty(), "{odd}");
        }
        assert!(table.is_known("130223") && !table.is_known("130299"));
    }

    #[test]
    fn parents_stand_nearest_first_and_make_the_full_name() {
        let table = table();
        let today = on("2026-03-02");
        let parents: Vec<&str> =
            table.parents("130283", today).iter().map(|d| d.code.as_str()).collect();
        assert_eq!(parents, ["130200", "130000"]);
        assert_eq!(table.full_name("130283", today).as_deref(), Some("河北省唐山市迁安市"));
        assert_eq!(table.full_name("130200", today).as_deref(), Some("河北省唐山市"));
        assert_eq!(table.full_name("130000", today).as_deref(), Some("河北省"));
        assert!(table.parents("130000", today).is_empty());
        assert_eq!(table.full_name("130223", today), None);
    }

    const TWO: &str = "source = 's'\nyear = 2020\n[[division]]\ncode = '120000'\nname = '甲'\n";

    #[test]
    fn one_code_may_name_different_places_at_different_times() {
        let again = "until = 2000-12-31\nnow = '120100'\n\
                     [[division]]\ncode = '120100'\nname = '乙'\nuntil = 2010-12-31\nnow = '120200'\n\
                     [[division]]\ncode = '120200'\nname = '丙'\n\
                     [[division]]\ncode = '120000'\nname = '丁'\nfrom = 2020-01-01\n";
        let table = Divisions::parse(Path::new("x"), &format!("{TWO}{again}")).unwrap();
        assert_eq!(table.name("120000", on("2000-12-31")), Some("甲"));
        assert_eq!(table.name("120000", on("2020-01-01")), Some("丁"));
        // Between the two, the followers are followed.
        let Standing::Ended(old, Some(new)) = table.standing("120000", on("2015-06-01")) else {
            panic!("it ended")
        };
        assert_eq!((old.name.as_str(), new.name.as_str()), ("甲", "丙"));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let parse = |more: &str| Divisions::parse(Path::new("x"), &format!("{TWO}{more}"));
        assert!(parse("").is_ok());
        for bad in [
            "nmae = '乙'",
            "until = 2000-01-01\nfrom = 2000-01-02",
            "now = '120100'",
            "until = 2000-01-01\nnow = '120100'",
            "until = 2000-01-01\nnow = '120000'",
            "[[division]]\ncode = '120000'\nname = '乙'",
            "[[division]]\ncode = '12000'\nname = '乙'",
            "[[division]]\ncode = '020000'\nname = '乙'",
            "[[division]]\ncode = '130000'\nname = ' '",
            "[[division]]\ncode = '130000'\nname = '乙\u{202e}'",
            "until = 2000-01-01\n[[division]]\ncode = '120000'\nname = '乙'\nfrom = 2000-01-01",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        for (from, to) in [("'s'", "''"), ("year = 2020", "year = 2020\ncomplete = ['120100']")] {
            assert!(Divisions::parse(Path::new("x"), &TWO.replace(from, to)).is_err(), "{to}");
        }
        assert!(Divisions::parse(Path::new("x"), "source = 's'\nyear = 1\ndivision = []").is_err());
    }

    #[test]
    fn two_changes_that_lead_to_each_other_end() {
        let round = "until = 2000-12-31\nnow = '120100'\n[[division]]\ncode = '120100'\n\
                     name = '乙'\nuntil = 2010-12-31\nnow = '120000'\n";
        let table = Divisions::parse(Path::new("x"), &format!("{TWO}{round}")).unwrap();
        let standing = table.standing("120000", on("2020-01-01"));
        assert!(matches!(standing, Standing::Ended(_, None)));
    }
}
