//! Findings alike, told together: one heading with their number and one hint, below it each with its
//! place. Nothing is left out; JSON keeps them one by one.

use super::Texts;
use super::clause;
use super::text::place;
use crate::base::text::visible;
use crate::verdict::{Bearing, Finding, Place};

/// From so many alike on they are told together; fewer keep their code and place on one line.
const MANY: usize = 12;

/// Findings in the order in which they are told: single ones, and such as are alike.
#[derive(Debug)]
pub(super) enum Told<'a> {
    /// One by itself.
    One(&'a Finding),
    /// Many of one code and bearing.
    Many(Group<'a>),
}

/// Findings of one code and bearing.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The first of them.
    pub(super) first: &'a Finding,
    /// What is to be said of all of them: the sentence where it is the same for all.
    pub(super) shared: Option<String>,
    /// What all of them rest on, in brackets; empty where the sentence says it or they differ.
    pub(super) clause: String,
    /// What to do: each hint once, with whether it is an example for others that differ from it
    /// only in the names of their places.
    pub(super) hints: Vec<(String, bool)>,
    /// The findings, those of one file together.
    pub(super) parts: Vec<Part>,
}

impl Group<'_> {
    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.parts.iter().map(|part| part.each.len()).sum()
    }

    /// Their places, where nothing else is to be told of each: one beside the other is enough.
    pub(super) fn places(&self) -> Option<Vec<&str>> {
        let alone = self.parts.iter().all(|part| part.head.is_empty()) && self.shared.is_some();
        let all = self.parts.iter().flat_map(|part| &part.each);
        alone.then(|| all.map(|e| e.place.as_str()).filter(|p| !p.is_empty()).collect())
    }
}

/// Findings in one file, or a single one.
#[derive(Debug)]
pub(super) struct Part {
    /// The file and what all of them rest on; empty for a single one.
    pub(super) head: String,
    /// The findings.
    pub(super) each: Vec<Each>,
}

/// One of many.
#[derive(Debug)]
pub(super) struct Each {
    /// Where it was found; may be empty.
    pub(super) place: String,
    /// Its own sentence; empty where it is that of all.
    pub(super) said: String,
}

/// Puts findings alike together, each group where its first stood.
pub(super) fn told<'a>(findings: &[&'a Finding], texts: &Texts) -> Vec<Told<'a>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for found in findings {
        let alike = |group: &&mut Vec<&Finding>| {
            let first = group.first();
            first.is_some_and(|f| f.code == found.code && f.bearing == found.bearing)
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    // Few alike stand where they stood.
    let (many, few): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| g.len() >= MANY);
    let mut few: Vec<&Finding> = few.into_iter().flatten().collect();
    let at = |found: &Finding| findings.iter().position(|f| std::ptr::eq(*f, found));
    few.sort_by_key(|f| at(f));
    let ones = few.into_iter().map(|f| (at(f), Told::One(f)));
    let groups = many.into_iter().filter_map(|group| {
        let first = *group.first()?;
        Some((at(first), Told::Many(grouped(first, &group, texts))))
    });
    let mut all: Vec<(Option<usize>, Told<'_>)> = ones.chain(groups).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, told)| told).collect()
}

fn grouped<'a>(first: &'a Finding, group: &[&'a Finding], texts: &Texts) -> Group<'a> {
    let said = sentence(first, texts);
    let shared = group.iter().all(|f| sentence(f, texts) == said).then_some(said);
    let mut hints: Vec<(String, String, bool)> = Vec::new();
    for found in group {
        let hint = hint(found, texts);
        let pattern = pattern(found, &hint);
        // A fact may be a number that stands in the hint for another reason.
        match hints.iter_mut().find(|(known, own, _)| *known == pattern || *own == hint) {
            Some((_, example, alike)) => *alike |= *example != hint,
            None if hint.is_empty() => {}
            None => hints.push((pattern, hint, false)),
        }
    }
    let rest = rests(first, texts);
    let same = shared.is_none() && group.iter().all(|f| rests(f, texts) == rest);
    let clause = if same { rest } else { String::new() };
    let parts = group.chunk_by(|a, b| a.place.file == b.place.file);
    let told = match (&shared, same) {
        (Some(_), _) => Own::Nothing,
        (None, true) => Own::Sentence,
        (None, false) => Own::SentenceAndClause,
    };
    let parts = parts.flat_map(|part| parted(part, told, texts)).collect();
    let hints = hints.into_iter().map(|(_, hint, alike)| (hint, alike)).collect();
    Group { first, shared, clause, hints, parts }
}

/// A hint without what only this finding has in it.
fn pattern(found: &Finding, hint: &str) -> String {
    let place = &found.place;
    let facts = found.facts.iter().map(|(_, value)| value.as_str());
    let mut names: Vec<&str> = facts.chain([place.file.as_str(), place.field.as_str()]).collect();
    names.retain(|name| !name.is_empty());
    // The longest first: a short one may be part of it.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.iter().fold(hint.to_string(), |hint, name| hint.replace(name, "…"))
}

/// What each of many has to tell for itself beside its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Own {
    Nothing,
    Sentence,
    SentenceAndClause,
}

/// The findings in one file under its name; each by itself where the file has only one, or none.
fn parted(part: &[&Finding], own: Own, texts: &Texts) -> Vec<Part> {
    let said = |found: &Finding, own: Own| match own {
        Own::Nothing => String::new(),
        Own::Sentence => bare_sentence(found, texts),
        Own::SentenceAndClause => sentence(found, texts),
    };
    match part {
        [first, _, ..] if !first.place.file.is_empty() => {
            let clause = rests(first, texts);
            let same =
                own == Own::SentenceAndClause && part.iter().all(|f| rests(f, texts) == clause);
            let own = if same { Own::Sentence } else { own };
            let file = visible(&first.place.file);
            let count = texts.message("report-many", &[("count", part.len().to_string())]);
            let clause = if same { clause } else { String::new() };
            let head = format!("{file}{clause} {count}");
            let inside = |f: &&Finding| {
                let bare = Place { file: String::new(), ..f.place.clone() };
                let place = place(&bare, texts);
                Each { place, said: said(f, own) }
            };
            vec![Part { head, each: part.iter().map(inside).collect() }]
        }
        _ => {
            let alone = |f: &&Finding| Each { place: place(&f.place, texts), said: said(f, own) };
            let alone = part.iter().map(|f| Part { head: String::new(), each: vec![alone(f)] });
            alone.collect()
        }
    }
}

/// What a finding says, with what it rests on.
pub(super) fn sentence(found: &Finding, texts: &Texts) -> String {
    bare_sentence(found, texts) + &rests(found, texts)
}

fn bare_sentence(found: &Finding, texts: &Texts) -> String {
    texts.message(&id(found), &found.facts)
}

/// What a finding rests on, in brackets; empty where it rests on nothing.
fn rests(found: &Finding, texts: &Texts) -> String {
    let clause = found.clause.as_deref().unwrap_or_else(|| found.code.clause());
    match clause.is_empty() {
        true => String::new(),
        false => texts.message("report-clause", &[("clause", clause::told(clause, texts))]),
    }
}

/// What to do about a finding; empty where there is nothing to say.
pub(super) fn hint(found: &Finding, texts: &Texts) -> String {
    texts.hint(&id(found), &found.facts).unwrap_or_default()
}

/// The word of a bearing.
pub(super) fn word(bearing: Bearing, texts: &Texts) -> String {
    texts.say(match bearing {
        Bearing::Fails => "report-failed",
        Bearing::Unsettled => "report-indeterminate",
        Bearing::Note => "report-note",
    })
}

fn id(found: &Finding) -> String {
    format!("code-{}", found.code.id().replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Lang, Style, text, width};
    use crate::verdict::{Code, Place, Report};

    fn report(count: usize) -> Report {
        let mut report = Report::on("x");
        report.count("files", 1);
        for n in 0..count {
            let place = Place::file(format!("{n:03}.zip"));
            report.add(Finding::new(Code::AuditChanged, place).with("why", format!("原因 {n}")));
        }
        report.add(Finding::new(Code::AuditSpecialFile, Place::file("050.link")));
        report
    }

    #[test]
    fn many_alike_are_told_under_one_heading_with_their_number_and_none_is_left_out() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let told = text(&report(200), &texts, Style { color: false, width: Some(80) });
            for n in 0..200 {
                assert!(told.contains(&format!("{n:03}.zip")), "{n} in {told}");
                assert!(told.contains(&format!("原因 {n}")), "{n} in {told}");
            }
            assert_eq!(told.matches("audit.changed").count(), 1, "{told}");
            let wide = text(&report(200), &texts, Style::default());
            let hint = hint(report(1).findings()[0], &texts);
            assert_eq!(wide.matches(&hint).count(), 1, "one hint for all: {wide}");
            let head = told.lines().next().unwrap();
            assert!(head.contains("200"), "{head}");
            assert!(told.lines().all(|line| width(line) <= 80), "{told}");
            assert!(told.lines().count() < 220, "{told}");
            assert!(told.contains("audit.special-file 050.link"), "{told}");
        }
    }

    #[test]
    fn few_alike_are_told_one_by_one_in_their_order() {
        let texts = Texts::new(Lang::ZhCn);
        let report = report(MANY - 1);
        let findings = report.findings();
        let told = told(&findings, &texts);
        assert_eq!(told.len(), MANY);
        for (told, found) in told.iter().zip(&findings) {
            assert!(matches!(told, Told::One(one) if std::ptr::eq(*one, *found)));
        }
    }

    #[test]
    fn what_all_say_is_said_once() {
        let mut report = Report::on("x");
        for n in 0..MANY {
            report.add(Finding::new(Code::AuditSpecialFile, Place::file(format!("{n:02}"))));
        }
        let texts = Texts::new(Lang::ZhCn);
        let findings = report.findings();
        let told = told(&findings, &texts);
        let [Told::Many(group)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(group.shared, Some(sentence(findings[0], &texts)));
        assert_eq!(group.hints, [(hint(findings[0], &texts), false)]);
        let each: Vec<_> = group.parts.iter().flat_map(|p| &p.each).collect();
        assert!(each.iter().all(|e| e.said.is_empty()), "{each:?}");
        let places: Vec<_> = each.iter().map(|e| e.place.as_str()).collect();
        assert_eq!(places, (0..MANY).map(|n| format!("{n:02}")).collect::<Vec<_>>());
    }

    #[test]
    fn what_stands_in_one_file_stands_under_its_name_and_hints_that_differ_in_names_are_one() {
        let mut report = Report::on("x");
        for file in ["甲.toml", "乙.toml"] {
            for n in 1..=100 {
                let place = Place::field(file, n, format!("栏{n}"));
                let finding = Finding::new(Code::FormFieldMissing, place);
                let finding = finding.with("field", format!("栏{n}")).with("label", n);
                report.add(finding.with("fact", "none").with("expected", "text").under("第 1 条"));
            }
        }
        let texts = Texts::new(Lang::ZhCn);
        let told = text(&report, &texts, Style::default());
        assert_eq!(told.matches(".toml").count(), 2, "{told}");
        assert_eq!(told.matches("依据：第 1 条").count(), 1, "{told}");
        assert_eq!(told.matches("提示").count(), 1, "{told}");
        assert!(told.lines().count() < 215, "{told}");
        for n in 1..=100 {
            assert_eq!(told.matches(&format!("第 {n} 行 [栏{n}]")).count(), 2, "{n}: {told}");
        }
    }
}
