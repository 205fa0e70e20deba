//! Findings alike, told together: one heading with their number and one hint, below it each with its
//! place. Nothing is left out; JSON keeps them one by one.

use super::Texts;
use super::text::place;
use crate::verdict::{Bearing, Finding};

/// From so many alike on they are told together.
const MANY: usize = 6;

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
    /// The hint where it is the same for all.
    pub(super) hint: Option<String>,
    /// Each with its place, and with its own sentence and hint where they are not the same for all.
    pub(super) each: Vec<Each>,
}

/// One of many.
#[derive(Debug)]
pub(super) struct Each {
    /// Where it was found; may be empty.
    pub(super) place: String,
    /// Its own sentence; empty where it is that of all.
    pub(super) said: String,
    /// Its own hint; empty where it has none or that of all.
    pub(super) hint: String,
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
    let said: Vec<String> = group.iter().map(|f| sentence(f, texts)).collect();
    let hints: Vec<String> = group.iter().map(|f| hint(f, texts)).collect();
    let same = |all: &[String]| {
        let first = all.first()?;
        (all.iter().all(|one| one == first) && !first.is_empty()).then(|| first.clone())
    };
    let (shared, shared_hint) = (same(&said), same(&hints));
    let own = |all: &Option<String>, one: String| if all.is_some() { String::new() } else { one };
    let each = group.iter().zip(said).zip(hints).map(|((found, said), hint)| Each {
        place: place(found, texts),
        said: own(&shared, said),
        hint: own(&shared_hint, hint),
    });
    let each = each.collect();
    Group { first, shared, hint: shared_hint, each }
}

/// What a finding says, with what it rests on.
pub(super) fn sentence(found: &Finding, texts: &Texts) -> String {
    let clause = found.clause.as_deref().unwrap_or_else(|| found.code.clause());
    let mut told = texts.message(&id(found), &found.facts);
    if !clause.is_empty() {
        told += &texts.message("report-clause", &[("clause", clause.to_string())]);
    }
    told
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
            assert_eq!(told.matches("juanzong verify").count(), 1, "one hint for all: {told}");
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
            report.add(Finding::new(Code::AuditSpecialFile, Place::file(n.to_string())));
        }
        let texts = Texts::new(Lang::ZhCn);
        let findings = report.findings();
        let told = told(&findings, &texts);
        let [Told::Many(group)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(group.shared, Some(sentence(findings[0], &texts)));
        assert_eq!(group.hint, Some(hint(findings[0], &texts)));
        let each: Vec<_> = group.each.iter().map(|e| (e.place.as_str(), e.said.as_str())).collect();
        assert_eq!(each, [("0", ""), ("1", ""), ("2", ""), ("3", ""), ("4", ""), ("5", "")]);
    }
}
