//! Samples of packages that nobody can steer (`formats.md` §8): drawn by a signed list and a public
//! value, or, for rehearsal only, by a seed that somebody chose.
//!
//! The list is what the register has, else what lies in the folder; its strata are grade and division
//! as the cases were opened. Nothing but openings is read for it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::find::Tree;
use super::items::stem;
use super::register::Register;
use super::texts::{Text, Texts};
use crate::base::digest::Digest;
use crate::draw::{self, Drawn, Frozen, Mode, Rate, Size, Stratum};
use crate::package;
use crate::verdict::{Code, Finding, Place};

/// A package that may be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Its path below the folder, with `/`.
    pub path: &'a str,
    /// Grade and division; empty where neither can be read.
    pub stratum: &'a str,
    /// The case's number, for people; empty where it cannot be read.
    pub case: &'a str,
}

impl fmt::Display for Entry<'_> {
    /// One line: path, stratum and case with tabs between, as `draw freeze --entries` reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\t{}\t{}", self.path, self.stratum, self.case)
    }
}

/// Tells the packages that may be drawn, sorted by path: those of the register, else those of the
/// folder, one after the other, for there may be hundreds of thousands.
pub fn entries(
    folder: &Path,
    tree: &Tree,
    register: Option<&Register>,
    tell: &mut dyn FnMut(Entry<'_>),
) {
    let stratum = |grade: &str, division: &str| format!("{grade} {division}").trim().to_string();
    if let Some(register) = register {
        for (path, row) in register.rows() {
            let stratum = stratum(&row.grade, &row.division);
            tell(Entry { path, stratum: &stratum, case: &row.case });
        }
        return;
    }
    for found in tree.packages.iter() {
        // What cannot be read may be drawn like all others: else damage would choose.
        let opening = package::peek(&folder.join(found.name)).unwrap_or_default();
        let (stratum, case) = match opening {
            Some(open) => (stratum(&open.grade, &open.division), open.case),
            None => Default::default(),
        };
        tell(Entry { path: found.name, stratum: &stratum, case: &case });
    }
}

/// What may be drawn, packed.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    texts: Texts,
    /// Where the path stands, and the stratum.
    rows: Vec<(Text, u32)>,
    strata: Vec<String>,
    places: BTreeMap<String, u32>,
    list: Sha256,
}

impl Listed {
    /// Adds an entry; the order is that of the list.
    pub fn push(&mut self, entry: Entry<'_>) {
        self.list.update(entry.to_string());
        let next = u32::try_from(self.strata.len()).unwrap_or(u32::MAX);
        let stratum = match self.places.get(entry.stratum) {
            Some(place) => *place,
            None => {
                self.strata.push(entry.stratum.to_string());
                self.places.insert(entry.stratum.to_string(), next);
                next
            }
        };
        self.rows.push((self.texts.keep(entry.path), stratum));
    }

    /// Stratum and path of each.
    fn ids(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(path, stratum)| {
            let stratum = self.strata.get(*stratum as usize).map_or("", String::as_str);
            (stratum, self.texts.get(*path))
        })
    }
}

/// A sample: what was drawn, and how it can be drawn again.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    /// The paths that were drawn, sorted.
    pub names: Vec<String>,
    /// How many of each stratum.
    pub strata: Vec<Stratum>,
    /// Whether it is worth anything.
    pub mode: Mode,
    /// The public value, or the seed that somebody chose.
    pub value: String,
    /// Digest of the list.
    pub list: Digest,
    /// The seed that both give.
    pub seed: Digest,
    /// What was found in list and record.
    pub findings: Vec<Finding>,
}

impl Sample {
    /// A rehearsal: a rate of each stratum by a seed that somebody chose. The list is written one
    /// entry a line, path, stratum and case with tabs between, and its digest taken.
    #[must_use]
    pub fn rehearsed(listed: &Listed, rate: Rate, value: &str) -> Self {
        let list = Digest(listed.list.clone().finalize().into());
        let seed = draw::seed(list, value);
        let picked = draw::pick(listed.ids(), Size::Rate(rate), seed);
        Self {
            names: picked.ids,
            strata: picked.strata,
            mode: Mode::Rehearsal,
            value: value.to_string(),
            list,
            seed,
            findings: vec![Finding::new(Code::DrawRehearsal, Place::default())],
        }
    }

    /// A draw that was made from a frozen list; `found` is what [`draw::check`] says of both. Ids are
    /// paths or numbers of cases.
    #[must_use]
    pub fn drawn(
        list: &Frozen,
        record: &Drawn,
        found: Vec<Finding>,
        tree: &Tree,
        register: Option<&Register>,
    ) -> Self {
        let mut places: BTreeMap<&str, &str> = BTreeMap::new();
        for found in tree.packages.iter() {
            places.insert(stem(found.name), found.name);
        }
        for (path, row) in register.into_iter().flat_map(|r| r.rows()) {
            places.insert(&row.case, path);
            places.insert(path, path);
        }
        for found in tree.packages.iter() {
            places.insert(found.name, found.name);
        }
        // What is drawn and nowhere is missing under the name it was drawn by.
        let place = |id: &String| {
            let id = id.as_str();
            (*places.get(id).unwrap_or(&id)).to_string()
        };
        let mut names: Vec<String> = record.drawn.iter().map(place).collect();
        names.sort();
        names.dedup();
        Self {
            names,
            strata: record.strata.clone(),
            mode: record.mode,
            value: record.value.clone(),
            list: list.digest(),
            seed: record.seed,
            findings: found,
        }
    }

    /// How many packages the list has.
    #[must_use]
    pub fn of(&self) -> u64 {
        self.strata.iter().map(|s| s.of).sum()
    }

    /// Numbers of damaged packages with the probability that the sample has none of them, at worst.
    #[must_use]
    pub fn missed(&self) -> Vec<(u64, f64)> {
        let all = self.of();
        let mut damaged = vec![1, 2, 5, 10, all.div_ceil(100), all.div_ceil(20), all.div_ceil(10)];
        damaged.retain(|n| (1..=all).contains(n));
        damaged.sort_unstable();
        damaged.dedup();
        damaged.into_iter().map(|n| (n, draw::missed(&self.strata, n))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(count: usize) -> Listed {
        let mut listed = Listed::default();
        for n in 0..count {
            let stratum = if n < 10 { "A 130283" } else { "C 130283" };
            listed.push(Entry { path: &format!("{n:03}.zip"), stratum, case: "" });
        }
        listed
    }

    #[test]
    fn the_list_is_that_which_is_written() {
        let mut lines = String::new();
        for n in 0..31 {
            lines += &format!("{n:03}.zip\t{} 130283\t\n", if n < 10 { "A" } else { "C" });
        }
        let sample = Sample::rehearsed(&listed(31), "30%".parse().unwrap(), "7");
        assert_eq!(sample.list, Digest::sha256(lines.as_bytes()));
    }

    #[test]
    fn a_rehearsal_draws_of_each_stratum_and_says_that_it_is_none() {
        let rate: Rate = "30%".parse().unwrap();
        let sample = Sample::rehearsed(&listed(31), rate, "7");
        let takes: Vec<_> = sample.strata.iter().map(|s| (s.of, s.take)).collect();
        assert_eq!(takes, [(10, 3), (21, 7)]);
        assert_eq!(sample.names.len(), 10);
        assert_eq!(sample.findings[0].code, Code::DrawRehearsal);
        assert_eq!(sample, Sample::rehearsed(&listed(31), rate, "7"));
        assert_ne!(sample.names, Sample::rehearsed(&listed(31), rate, "8").names);
        assert_ne!(sample.seed, Sample::rehearsed(&listed(32), rate, "7").seed);
    }

    #[test]
    fn the_chance_of_missing_damage_falls_with_the_damage() {
        let sample = Sample::rehearsed(&listed(31), "30%".parse().unwrap(), "7");
        let missed = sample.missed();
        // One damaged package is missed as often as it is not drawn, at worst.
        assert!((missed[0].1 - 0.7).abs() < 1e-9, "{missed:?}");
        assert!(missed.windows(2).all(|w| w[1].1 < w[0].1), "{missed:?}");
        let all = Sample::rehearsed(&listed(31), "100%".parse().unwrap(), "7");
        assert_eq!(all.missed()[0], (1, 0.0));
        assert_eq!(Sample::rehearsed(&Listed::default(), "30%".parse().unwrap(), "7").missed(), []);
    }
}
