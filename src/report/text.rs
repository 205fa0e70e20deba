//! A report as a person reads it: each finding with its verdict word, code and place, then why,
//! then what to do; at the end what was checked, what was not, and the verdict.

use super::group::{self, Group, Told};
use super::width::{width, wrap};
use super::{Style, Texts};
use crate::base::text::visible;
use crate::verdict::{Bearing, Finding, Place, Report, Verdict};

/// The whole report, every line ended.
#[must_use]
pub fn text(report: &Report, texts: &Texts, style: Style) -> String {
    let ink = Ink { color: style.color };
    let mut out = String::new();
    for told in group::told(&report.findings(), texts) {
        match told {
            Told::One(found) => finding(&mut out, found, texts, style, ink),
            Told::Many(group) => many(&mut out, &group, texts, style, ink),
        }
    }
    if report.unlisted() > 0 {
        out += &texts.message("report-unlisted", &[("count", report.unlisted().to_string())]);
        out.push('\n');
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out + &ended(report, texts, style)
}

/// The end of a report alone: target, what was checked and what was not, the verdict.
#[must_use]
pub fn ended(report: &Report, texts: &Texts, style: Style) -> String {
    let ink = Ink { color: style.color };
    let mut out = String::new();
    let mut line = |id: &str, told: &str| {
        let word = texts.say(id);
        out += &folded(&word, &word, told, style.width);
    };
    if !report.target.is_empty() {
        line("report-target", &visible(&report.target));
    }
    let comma = texts.say("report-comma");
    let counted: Vec<String> = report
        .checked
        .iter()
        .filter(|(_, n)| **n > 0)
        .map(|(kind, n)| texts.message(&format!("checked-{kind}"), &[("count", n.to_string())]))
        .collect();
    if counted.is_empty() {
        line("report-checked", &texts.say("report-nothing"));
    } else {
        line("report-checked", &counted.join(&comma));
    }
    for what in &report.unchecked {
        line("report-unchecked", &texts.say(&format!("unchecked-{what}")));
    }
    let word = texts.say("report-verdict");
    let verdict_word = verdict(report.verdict(), texts);
    let told = match report.verdict() {
        Verdict::Passed => ink.good(&verdict_word),
        Verdict::Failed => ink.bad(&verdict_word),
        Verdict::Indeterminate => ink.unsure(&verdict_word),
    };
    let listed = report.findings();
    let of = |bearing: Bearing| listed.iter().filter(|f| f.bearing == bearing).count();
    let facts = [
        ("fails", of(Bearing::Fails).to_string()),
        ("unsettled", of(Bearing::Unsettled).to_string()),
        ("notes", of(Bearing::Note).to_string()),
    ];
    let numbers =
        if listed.is_empty() { String::new() } else { texts.message("report-numbers", &facts) };
    let bare = format!("{word}{verdict_word}");
    out + &folded(&format!("{word}{told}"), &bare, &numbers, style.width)
}

/// The word of a verdict.
#[must_use]
pub fn verdict(verdict: Verdict, texts: &Texts) -> String {
    texts.say(match verdict {
        Verdict::Passed => "report-passed",
        Verdict::Failed => "report-failed",
        Verdict::Indeterminate => "report-indeterminate",
    })
}

fn finding(out: &mut String, found: &Finding, texts: &Texts, style: Style, ink: Ink) {
    // Code and place stay on one line, whole: they are copied, searched for and clicked.
    let code = ink.strong(found.code.id());
    let head =
        format!("{} {code} {}", bearing(found.bearing, texts, ink), place(&found.place, texts));
    out.push_str(head.trim_end());
    out.push('\n');
    *out += &folded("  └─ ", "  └─ ", &group::sentence(found, texts), style.width);
    let hint = group::hint(found, texts);
    if !hint.is_empty() {
        let word = format!("  {}", texts.say("report-hint"));
        *out += &folded(&ink.advice(&word), &word, &hint, style.width);
    }
}

/// Findings alike: their number, what is to be said of all, then each with its place.
fn many(out: &mut String, group: &Group<'_>, texts: &Texts, style: Style, ink: Ink) {
    let code = ink.strong(group.first.code.id());
    let count = texts.message("report-many", &[("count", group.count().to_string())]);
    let word = bearing(group.first.bearing, texts, ink);
    let head = format!("{} {} ", group::word(group.first.bearing, texts), group.first.code.id());
    let rest = format!("{count}{}", group.clause);
    *out += &folded(&format!("{word} {code} "), &head, &rest, style.width);
    if let Some(said) = &group.shared {
        *out += &folded("  └─ ", "  └─ ", said, style.width);
    }
    for (hint, alike) in &group.hints {
        let word = if *alike { "report-hint-alike" } else { "report-hint" };
        let word = format!("  {}", texts.say(word));
        *out += &folded(&ink.advice(&word), &word, hint, style.width);
    }
    if let Some(places) = group.places() {
        let list = places.join(&texts.say("report-beside-comma"));
        *out += &folded("  · ", "  · ", &list, style.width);
        return;
    }
    for part in &group.parts {
        let mark = if part.head.is_empty() { "  · " } else { "    · " };
        if !part.head.is_empty() {
            *out += &folded("  ", "  ", &part.head, style.width);
        }
        for each in &part.each {
            let told = match (each.place.is_empty(), each.said.is_empty()) {
                (true, _) => each.said.clone(),
                (false, true) => each.place.clone(),
                (false, false) => texts.message(
                    "report-of-many",
                    &[("place", each.place.clone()), ("said", each.said.clone())],
                ),
            };
            *out += &folded(mark, mark, &told, style.width);
        }
    }
}

fn bearing(bearing: Bearing, texts: &Texts, ink: Ink) -> String {
    let word = group::word(bearing, texts);
    match bearing {
        Bearing::Fails => ink.bad(&word),
        Bearing::Unsettled => ink.unsure(&word),
        Bearing::Note => ink.advice(&word),
    }
}

/// Where something was found, in words.
pub(super) fn place(place: &Place, texts: &Texts) -> String {
    let mut parts = Vec::new();
    if !place.file.is_empty() {
        parts.push(visible(&place.file));
    }
    if place.line > 0 {
        parts.push(texts.message("report-line", &[("line", place.line.to_string())]));
    }
    if !place.field.is_empty() {
        parts.push(format!("[{}]", visible(&place.field)));
    }
    parts.join(" ")
}

/// A word and what follows it, broken into lines that hang under its end. `bare` is the word
/// without colour.
pub(super) fn folded(word: &str, bare: &str, told: &str, limit: Option<usize>) -> String {
    let indent = width(bare);
    let lines = match limit {
        Some(limit) if limit > indent + 16 => wrap(told, limit - indent),
        Some(_) | None => vec![told.to_string()],
    };
    let joint = format!("\n{}", " ".repeat(indent));
    format!("{word}{}\n", lines.join(&joint))
}

/// Colours, or none.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub(super) color: bool,
}

impl Ink {
    fn paint(self, text: &str, codes: &str) -> String {
        if self.color { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.paint(text, "1;31")
    }

    fn good(self, text: &str) -> String {
        self.paint(text, "1;32")
    }

    fn unsure(self, text: &str) -> String {
        self.paint(text, "1;33")
    }

    fn strong(self, text: &str) -> String {
        self.paint(text, "1")
    }

    pub(super) fn advice(self, text: &str) -> String {
        self.paint(text, "36")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;
    use crate::verdict::Code;

    fn sample() -> Report {
        let mut report = Report::on("TS-1\u{1b}[2J.zip");
        report.count("files", 12);
        report.add(
            Finding::new(Code::ProfileInvalid, Place::field("rules/profile.toml", 3, "stage"))
                .with("problem", "x\u{202e}y")
                .under("三(四)"),
        );
        report
    }

    #[test]
    fn a_finding_reads_word_code_place_cause_hint_and_the_report_ends_with_its_verdict() {
        let told = text(&sample(), &Texts::new(Lang::ZhCn), Style::default());
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "不通过 profile.invalid rules/profile.toml 第 3 行 [stage]");
        assert_eq!(lines[1], "  └─ 规则无法使用：x\\u{202e}y（依据：三(四)）");
        assert!(lines[2].starts_with("  提示："), "{told}");
        assert_eq!(lines[4], "对象：TS-1\\u{1b}[2J.zip");
        assert_eq!(lines[5], "已查：12 个文件");
        assert_eq!(lines[6], "结论：不通过（不通过 1 项，无法确定 0 项，提醒 0 项）");
        assert_eq!(lines.len(), 7);
    }

    #[test]
    fn the_same_report_reads_in_english() {
        let told = text(&sample(), &Texts::new(Lang::EnUs), Style::default());
        assert!(told.starts_with("FAILED profile.invalid rules/profile.toml line 3 [stage]\n"));
        assert!(told.contains("\nchecked: 12 files\n"), "{told}");
        assert!(told.contains("\nverdict: FAILED (1 failed, 0 indeterminate, 0 notes)\n"));
        assert!(
            !told.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '三' && c != '四')
        );
    }

    #[test]
    fn a_report_that_checked_nothing_says_so() {
        let told = text(&Report::on(""), &Texts::new(Lang::ZhCn), Style::default());
        assert_eq!(told, "已查：无\n结论：无法确定\n");
    }

    #[test]
    fn colour_adds_nothing_but_colour_and_long_lines_hang() {
        let texts = Texts::new(Lang::ZhCn);
        let plain = text(&sample(), &texts, Style::default());
        let colored = text(&sample(), &texts, Style { color: true, width: None });
        assert!(colored.contains("\u{1b}["));
        let stripped = anstream::adapter::strip_str(&colored).to_string();
        assert_eq!(stripped, plain);
        let narrow = text(&sample(), &texts, Style { color: false, width: Some(40) });
        let head = narrow.lines().next().unwrap();
        assert!(narrow.lines().all(|l| width(l) <= 40 || l == head), "{narrow}");
        assert!(narrow.lines().count() > plain.lines().count());
    }
}
