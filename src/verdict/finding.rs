//! Findings and the reports that hold them.

use std::collections::BTreeMap;
use std::fmt;

use super::{Code, Facts};

/// Most findings that one report lists; the rest are counted.
pub const MOST: usize = 10_000;

/// What follows from a check (the words of ETSI EN 319 102-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// Everything that was asked for was checked and is right.
    Passed,
    /// Something could not be settled.
    Indeterminate,
    /// Something is wrong.
    Failed,
}

/// What a finding means for the verdict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bearing {
    /// Worth knowing; bears no verdict.
    Note,
    /// Could not be settled.
    Unsettled,
    /// Wrong.
    Fails,
}

/// Where something was found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// File or entry, with `/`; empty for the whole target.
    pub file: String,
    /// Line in it, from 1; 0 where lines mean nothing.
    pub line: usize,
    /// Field, seat, slot or row in it; empty where none.
    pub field: String,
}

impl Place {
    /// A whole file or entry.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// A field of a file at a line (0 where unknown).
    #[must_use]
    pub fn field(file: impl Into<String>, line: usize, field: impl Into<String>) -> Self {
        let (file, field) = (file.into(), field.into());
        Self { file, line, field }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            if !self.file.is_empty() {
                f.write_str(" ")?;
            }
            write!(f, "[{}]", self.field)?;
        }
        Ok(())
    }
}

/// One thing that a check found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub code: Code,
    /// What it means for the verdict.
    pub bearing: Bearing,
    /// Where.
    pub place: Place,
    /// The values its sentence names.
    pub facts: Facts,
    /// The article, section or clause it rests on, where it is not the code's own.
    pub clause: Option<String>,
}

impl Finding {
    /// A finding with its code's usual bearing.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, bearing: code.bearing(), place, facts: Facts::new(), clause: None }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// Adds facts for the sentence.
    #[must_use]
    pub fn with_all(mut self, facts: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.facts.extend(facts);
        self
    }

    /// Names the article or clause it rests on.
    #[must_use]
    pub fn under(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// Gives it another bearing than its code's usual one.
    #[must_use]
    pub fn bearing(mut self, bearing: Bearing) -> Self {
        self.bearing = bearing;
        self
    }
}

/// What a check of one target found, and how much was checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// What was checked: a path or an id.
    pub target: String,
    /// How many things of each kind were checked; no entry above 0 means nothing was.
    pub checked: BTreeMap<&'static str, u64>,
    /// What was not checked although one might expect it: ids of sentences `unchecked-<id>`.
    pub unchecked: Vec<&'static str>,
    findings: Vec<Finding>,
    unlisted: u64,
    worst: Option<Bearing>,
}

impl Report {
    /// An empty report on a target.
    #[must_use]
    pub fn on(target: impl Into<String>) -> Self {
        Self { target: target.into(), ..Self::default() }
    }

    /// Adds a finding; past [`MOST`] it is counted and its bearing kept, but not listed.
    pub fn add(&mut self, finding: Finding) {
        self.worst = self.worst.max(Some(finding.bearing));
        if self.findings.len() < MOST {
            self.findings.push(finding);
        } else {
            self.unlisted += 1;
        }
    }

    /// Adds many findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|f| self.add(f));
    }

    /// Counts things of a kind as checked (kinds are ids of sentences `checked-<kind>`).
    pub fn count(&mut self, kind: &'static str, number: u64) {
        *self.checked.entry(kind).or_default() += number;
    }

    /// Says that something was not checked.
    pub fn skip(&mut self, what: &'static str) {
        if !self.unchecked.contains(&what) {
            self.unchecked.push(what);
        }
    }

    /// Takes over everything that another report on a part of the same target says.
    pub fn merge(&mut self, other: Self) {
        other.checked.iter().for_each(|(kind, n)| self.count(kind, *n));
        other.unchecked.iter().for_each(|what| self.skip(what));
        self.unlisted += other.unlisted;
        self.worst = self.worst.max(other.worst);
        self.extend(other.findings);
    }

    /// Names the article on which findings of some codes rest where neither they nor their codes name
    /// one.
    pub fn rest(&mut self, clause: &str, on: impl Fn(Code) -> bool) {
        let bare =
            |f: &&mut Finding| f.clause.is_none() && f.code.clause().is_empty() && on(f.code);
        self.findings.iter_mut().filter(bare).for_each(|f| f.clause = Some(clause.to_string()));
    }

    /// Drops findings that another check has told better. Those beyond [`MOST`] are not asked for:
    /// they stay counted.
    pub fn retain(&mut self, keep: impl Fn(&Finding) -> bool) {
        let unlisted = if self.unlisted > 0 { self.worst } else { None };
        self.findings.retain(keep);
        self.worst = self.findings.iter().map(|f| f.bearing).max().max(unlisted);
    }

    /// The findings, worst first, then by place and code.
    #[must_use]
    pub fn findings(&self) -> Vec<&Finding> {
        let mut sorted: Vec<&Finding> = self.findings.iter().collect();
        sorted.sort_by(|a, b| {
            (b.bearing, &a.place, a.code.id()).cmp(&(a.bearing, &b.place, b.code.id()))
        });
        sorted
    }

    /// How many findings were counted but not listed.
    #[must_use]
    pub fn unlisted(&self) -> u64 {
        self.unlisted
    }

    /// Whether a finding has this code.
    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        self.findings.iter().any(|f| f.code == code)
    }

    /// Failed if anything failed, else Indeterminate if anything is unsettled or nothing was
    /// checked, else Passed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.worst {
            Some(Bearing::Fails) => Verdict::Failed,
            Some(Bearing::Unsettled) => Verdict::Indeterminate,
            Some(Bearing::Note) | None if self.checked.values().all(|n| *n == 0) => {
                Verdict::Indeterminate
            }
            Some(Bearing::Note) | None => Verdict::Passed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_checked_is_never_passed() {
        let mut report = Report::on("x");
        assert_eq!(report.verdict(), Verdict::Indeterminate);
        report.count("files", 0);
        assert_eq!(report.verdict(), Verdict::Indeterminate);
        report.count("files", 1);
        assert_eq!(report.verdict(), Verdict::Passed);
    }

    #[test]
    fn the_worst_finding_decides_even_when_it_is_not_listed() {
        let mut report = Report::on("x");
        report.count("files", 1);
        let code = Code::ALL[0];
        for _ in 0..MOST {
            report.add(Finding::new(code, Place::default()).bearing(Bearing::Note));
        }
        assert_eq!(report.verdict(), Verdict::Passed);
        report.add(Finding::new(code, Place::default()).bearing(Bearing::Unsettled));
        assert_eq!(report.verdict(), Verdict::Indeterminate);
        report.add(Finding::new(code, Place::default()).bearing(Bearing::Fails));
        assert_eq!(report.verdict(), Verdict::Failed);
        assert_eq!((report.findings().len(), report.unlisted()), (MOST, 2));
    }
}
