//! The four-nature check (四性检测: 真实性, 完整性, 可用性, 安全性) of DA/T 70-2018 as a coded checklist.
//!
//! Which finding fails which item is data. An item is passed only when what it rests on was done and
//! showed nothing; what a program cannot see waits for a person.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::assemble::{HEAD, Kind};
use crate::base::{disk, toml};
use crate::package::{Contents, Verification};
use crate::seal::{Dossier, Memory};
use crate::verdict::{Bearing, Code};

const BUILT_IN: &str = include_str!("../../profiles/natures/da-t-70-2018-gd.toml");

/// Octets at the end of a PDF in which the word that it is encrypted stands.
const TAIL: usize = 4096;
/// Codes of what content shows, beside the codes of findings.
const CONTENT: [&str; 5] = [
    "content.unknown",
    "content.named-otherwise",
    "content.short-lived",
    "content.compressed",
    "content.encrypted",
];

/// What an item can rest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The carrier was read whole, every octet of it.
    Carrier,
    /// Signatures, seats and chain were looked at, against trusted keys.
    Signatures,
    /// Typed data was read by its forms.
    Typed,
    /// The kind of every file was told by its content.
    Content,
    /// Another source was compared.
    OtherSources,
}

/// Who can tell of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The program, by the codes of what it found.
    Codes,
    /// The program, of several packages together.
    Batch,
    /// A person.
    Manual,
    /// Nobody: it does not apply to a package.
    None,
}

/// Which of the four natures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// 真实性.
    Authenticity,
    /// 完整性.
    Completeness,
    /// 可用性.
    Usability,
    /// 安全性.
    Security,
}

impl Nature {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Authenticity => "authenticity",
            Self::Completeness => "completeness",
            Self::Usability => "usability",
            Self::Security => "security",
        }
    }
}

/// One item of the checklist.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number in the standard.
    pub id: String,
    /// Its nature.
    pub nature: Nature,
    /// What it is called.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Who can tell.
    pub how: How,
    /// What must have been done before it can be passed.
    #[serde(default)]
    pub needs: Vec<Basis>,
    /// Codes of findings that fail it.
    #[serde(default)]
    pub fails: Vec<String>,
    /// What was looked at.
    pub looked: String,
    /// The same in English.
    pub looked_en: String,
}

/// A checklist.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// The standard it rests on.
    pub basis: String,
    /// Kinds of files that are fit for long keeping.
    pub lasting: BTreeSet<String>,
    /// Its items.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// What is to be said of an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// 通过.
    Passed,
    /// 不通过.
    Failed,
    /// 待人工: not checked, or not to be settled by a program.
    Manual,
    /// 不适用.
    NotApplicable,
}

impl Mark {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Manual => "manual",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// An item answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What is to be said.
    pub mark: Mark,
    /// Codes that decided it, with how often; empty where nothing was found.
    pub because: BTreeMap<String, usize>,
    /// What would have been needed and was not done.
    pub undone: Vec<Basis>,
}

impl Checklist {
    /// The built-in checklist: DA/T 70-2018 at filing.
    ///
    /// # Errors
    /// It is faulty.
    pub fn built_in() -> Result<Self, toml::Error> {
        toml::parse(Path::new("da-t-70-2018-gd.toml"), BUILT_IN)
    }

    /// Codes of `fails` that no room knows.
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        let known = |pattern: &&String| {
            CONTENT.contains(&pattern.as_str()) || Code::ALL.iter().any(|c| is(pattern, c.id()))
        };
        self.items.iter().flat_map(|i| &i.fails).filter(|p| !known(p)).cloned().collect()
    }

    /// Answers every item, in order, by what a verification found. `memory` is that of the
    /// verification, where it had one.
    ///
    /// # Errors
    /// The package cannot be read any more.
    pub fn answer(
        &self,
        found: &Verification,
        memory: Option<&Memory>,
    ) -> Result<Vec<Answer>, disk::Error> {
        let mut seen = Seen::default();
        for finding in found.report.findings() {
            seen.add(finding.code.id(), finding.bearing);
        }
        let done = |kind: &str| found.report.checked.get(kind).is_some_and(|n| *n > 0);
        if let Some(contents) = &found.contents {
            seen.done.insert(Basis::Carrier);
            let trusted = !found.report.has(Code::KeyringUntrusted);
            if done("signatures") && trusted {
                seen.done.insert(Basis::Signatures);
            }
            if done("other-sources") {
                seen.done.insert(Basis::OtherSources);
            }
            self.content(contents, &mut seen)?;
            typed(&Dossier::read_with(contents, 1, memory)?, &mut seen)?;
        }
        Ok(self.items.iter().map(|item| seen.answer(item)).collect())
    }

    /// What kind every payload file is.
    fn content(&self, contents: &Contents, seen: &mut Seen) -> Result<(), disk::Error> {
        let index = contents.index();
        for at in index.first_payload()..index.len() {
            seen.done.insert(Basis::Content);
            let name = index.name(at);
            let head = contents.piece(at, 0, HEAD)?;
            let kind = Kind::of(&head);
            let extension =
                name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
            let text = std::str::from_utf8(&head).is_ok() || head.len() == HEAD;
            // A text has no mark: by its name and by being text it is told.
            let plain = kind == Kind::Other("unknown") && text && self.lasting.contains(&extension);
            let called = if plain { extension.as_str() } else { kind.name() };
            if kind == Kind::Other("unknown") && !plain {
                seen.add("content.unknown", Bearing::Fails);
            } else if !self.lasting.contains(called) {
                seen.add("content.short-lived", Bearing::Fails);
            }
            let by_name = match extension.as_str() {
                "jpg" => Some(Kind::Jpeg),
                "tif" => Some(Kind::Tiff),
                other => Kind::named(other),
            };
            if by_name.is_some_and(|by_name| by_name != kind) {
                seen.add("content.named-otherwise", Bearing::Fails);
            }
            if kind.is_archive() {
                seen.add("content.compressed", Bearing::Fails);
            }
            if kind == Kind::Pdf {
                let size = index.place(at).size;
                let tail = contents.piece(at, size.saturating_sub(TAIL as u64), TAIL)?;
                if tail.windows(8).any(|w| w == b"/Encrypt") {
                    seen.add("content.encrypted", Bearing::Fails);
                }
            }
        }
        Ok(())
    }
}

/// Reads every typed paper by its form.
fn typed(dossier: &Dossier<'_>, seen: &mut Seen) -> Result<(), disk::Error> {
    let Some(rules) = &dossier.rules else { return Ok(()) };
    for slot in rules.profile.slots.iter().filter(|s| s.form.is_some()) {
        if let Some(paper) = dossier.typed(&slot.id)? {
            seen.done.insert(Basis::Typed);
            for finding in paper.findings {
                seen.add(finding.code.id(), finding.bearing);
            }
        }
    }
    Ok(())
}

/// What was done and what it showed.
#[derive(Default)]
struct Seen {
    done: BTreeSet<Basis>,
    /// By code: how often it fails, and how often it leaves open.
    found: BTreeMap<String, (usize, usize)>,
}

impl Seen {
    fn add(&mut self, code: &str, bearing: Bearing) {
        let (fails, open) = self.found.entry(code.to_string()).or_default();
        match bearing {
            Bearing::Fails => *fails += 1,
            Bearing::Unsettled => *open += 1,
            Bearing::Note => {}
        }
    }

    fn answer(&self, item: &Item) -> Answer {
        let plain = |mark| Answer { mark, because: BTreeMap::new(), undone: Vec::new() };
        match item.how {
            How::None => return plain(Mark::NotApplicable),
            How::Manual | How::Batch => return plain(Mark::Manual),
            How::Codes => {}
        }
        let of = self.found.iter().filter(|(code, _)| item.fails.iter().any(|p| is(p, code)));
        let weighing: Vec<_> = of.filter(|(_, (fails, open))| fails + open > 0).collect();
        let because =
            weighing.iter().map(|(code, (fails, open))| ((*code).clone(), fails + open)).collect();
        let undone: Vec<Basis> =
            item.needs.iter().filter(|need| !self.done.contains(need)).copied().collect();
        let mark = if weighing.iter().any(|(_, (fails, _))| *fails > 0) {
            Mark::Failed
        } else if !weighing.is_empty() || !undone.is_empty() {
            Mark::Manual
        } else {
            Mark::Passed
        };
        Answer { mark, because, undone }
    }
}

/// Whether a code is meant: itself, or `room.*` for all of a room.
fn is(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(room) => code.starts_with(room),
        None => pattern == code,
    }
}

/// Settles what only several packages together show: that no two have one case number. `cases` are
/// their numbers, in the order of `answers`.
pub fn across(list: &Checklist, cases: &[String], answers: &mut [Vec<Answer>]) {
    if cases.len() < 2 {
        return;
    }
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases.iter().filter(|c| !c.is_empty()) {
        *times.entry(case).or_default() += 1;
    }
    for (case, answers) in cases.iter().zip(answers) {
        for (item, answer) in list.items.iter().zip(answers) {
            let Some(times) = times.get(case.as_str()).filter(|_| item.how == How::Batch) else {
                continue;
            };
            if *times > 1 {
                answer.mark = Mark::Failed;
                answer.because = BTreeMap::from([("batch.same-case".to_string(), *times)]);
            } else {
                answer.mark = Mark::Passed;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_checklist_names_only_codes_that_exist_and_every_nature() {
        let list = Checklist::built_in().unwrap();
        assert_eq!(list.unknown(), Vec::<String>::new());
        let natures: BTreeSet<Nature> = list.items.iter().map(|i| i.nature).collect();
        assert_eq!(natures.len(), 4);
        let ids: BTreeSet<&str> = list.items.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(ids.len(), list.items.len());
        for item in &list.items {
            assert_eq!(item.how == How::Codes, !item.fails.is_empty(), "{}", item.id);
            assert_eq!(item.how == How::Codes, !item.needs.is_empty(), "{}", item.id);
        }
    }

    #[test]
    fn nothing_done_is_never_passed() {
        let list = Checklist::built_in().unwrap();
        let seen = Seen::default();
        for item in &list.items {
            let mark = seen.answer(item).mark;
            assert!(matches!(mark, Mark::Manual | Mark::NotApplicable), "{}", item.id);
        }
    }

    #[test]
    fn a_finding_fails_its_items_an_open_one_leaves_them_to_a_person_and_a_note_neither() {
        let list = Checklist::built_in().unwrap();
        let item = list.items.iter().find(|i| i.id == "GD-1-1").unwrap();
        let with = |code: &str, bearing| {
            let mut seen = Seen::default();
            seen.done.insert(Basis::Signatures);
            seen.add(code, bearing);
            seen.answer(item).mark
        };
        assert_eq!(with("seal.signature-invalid", Bearing::Fails), Mark::Failed);
        assert_eq!(with("seal.key-compromised", Bearing::Unsettled), Mark::Manual);
        assert_eq!(with("seal.dissent", Bearing::Note), Mark::Passed);
        assert_eq!(with("package.crc-mismatch", Bearing::Fails), Mark::Passed);
    }

    #[test]
    fn two_packages_of_one_case_fail_where_they_are_seen_together() {
        let list = Checklist::built_in().unwrap();
        let seen = Seen::default();
        let one = || list.items.iter().map(|item| seen.answer(item)).collect::<Vec<_>>();
        let at = list.items.iter().position(|i| i.how == How::Batch).unwrap();
        let marks = |cases: &[&str]| {
            let cases: Vec<String> = cases.iter().map(|c| (*c).to_string()).collect();
            let mut answers: Vec<_> = cases.iter().map(|_| one()).collect();
            across(&list, &cases, &mut answers);
            answers.iter().map(|a| a[at].mark).collect::<Vec<_>>()
        };
        assert_eq!(marks(&["甲"]), [Mark::Manual]);
        assert_eq!(marks(&["甲", "乙"]), [Mark::Passed, Mark::Passed]);
        assert_eq!(marks(&["甲", "乙", "甲"]), [Mark::Failed, Mark::Passed, Mark::Failed]);
        assert_eq!(marks(&["", ""]), [Mark::Manual, Mark::Manual]);
    }
}
