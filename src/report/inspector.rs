//! The inspector's table: who signed what, in which capacity, when, about which files and rows, and
//! what is to be said of it. On a terminal of 80 columns each statement has a line of its own and
//! below it what the line has no room for.

use std::collections::BTreeMap;

use super::table::{Align, Table};
use super::text::folded;
use super::{Style, Texts};
use crate::base::json::Value;
use crate::base::text::visible;
use crate::base::time::Moment;
use crate::package::Verification;
use crate::seal::predicate::Outcome;
use crate::seal::verify::{Decision, Kind, Signing};
use crate::verdict::{Judgement, Verdict};

/// What begins a line of who answers for which rows.
const BULLET: &str = "· ";
/// How far the lines below a statement are indented.
const BELOW: usize = 4;

/// What a verification found, every line ended: what was signed after filing, the table, the votes,
/// the findings, and the verdict as known on the day of filing and today (or at `at`).
#[must_use]
pub fn verification(
    found: &Verification,
    at: Option<Moment>,
    texts: &Texts,
    style: Style,
) -> String {
    let mut out = String::new();
    let mut line = |id: &str, facts: &[(&str, String)]| {
        out += &folded("", "", &texts.message(id, facts), style.width);
    };
    let after = found.signings.iter().filter(|s| s.after).count();
    if after > 0 {
        line("report-after-first", &[("count", after.to_string())]);
    }
    if !found.signings.is_empty() {
        line("report-times", &[]);
        out += &signings(&found.signings, Worth::Explained, texts, style);
    }
    for vote in &found.decisions {
        out += &folded("", "", &self::vote(vote, &found.signings, texts), style.width);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out += &super::text(&found.report, texts, style);
    if !found.signings.is_empty() {
        let (filed, today) = found.judgements();
        let today_word = match at {
            Some(at) => texts.message("report-at", &[("time", at.to_string())]),
            None => texts.say("report-today"),
        };
        for (word, judgement) in [(texts.say("report-filed"), filed), (today_word, today)] {
            out += &folded(&word, &word, &judged(judgement, texts), style.width);
        }
    }
    out
}

/// A verdict in words and as EN 319 102-1 has it; once where both are the same word.
pub(super) fn judged(judgement: Judgement, texts: &Texts) -> String {
    let word = super::verdict(judgement.verdict, texts);
    texts.message("paper-judged", &[("word", word), ("indication", indication(judgement))])
}

/// The result of a vote in words.
#[must_use]
pub fn vote(vote: &Decision, signings: &[Signing], texts: &Texts) -> String {
    let of = signings.iter().find(|s| s.stage == vote.stage);
    let seat = signings.iter().find(|s| s.seat == vote.seat && s.stage == vote.stage);
    let facts = [
        ("stage", of.map_or(vote.stage.clone(), |s| s.stage_title.clone())),
        ("seat", seat.map_or(vote.seat.clone(), |s| s.seat_title.clone())),
        ("whole", vote.tally.members.to_string()),
        ("agree", vote.tally.agree.to_string()),
        ("disagree", vote.tally.disagree.to_string()),
        ("abstain", vote.tally.abstain.to_string()),
        ("adopted", vote.adopted.to_string()),
    ];
    texts.message("report-votes", &facts)
}

/// What a table of statements says of their worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Worth {
    /// The verdict; the findings below explain it.
    Explained,
    /// The verdict with the code that decides; nothing below explains it.
    Alone,
    /// Nothing was to be verified: only what fails is told.
    Untold,
}

/// The statements as a table, every line ended; empty where there is none.
#[must_use]
pub fn signings(signings: &[Signing], worth: Worth, texts: &Texts, style: Style) -> String {
    if signings.is_empty() {
        return String::new();
    }
    let heads = ["seat", "person", "opinion", "time", "verdict"];
    let heads = heads.map(|id| (texts.say(&format!("report-col-{id}")), Align::Left));
    let mut table = Table::headed(heads);
    let mut last = None;
    for s in signings {
        let group = (s.after, s.nn);
        if last != Some(group) {
            table.across(0, &heading(s, signings, texts));
            last = Some(group);
        }
        table.row([
            s.seat_title.clone(),
            format!("{} {}", s.person, s.name),
            opinion(s, texts),
            moment(s),
            match worth {
                Worth::Untold if s.today.verdict != Verdict::Failed => {
                    texts.say("report-unverified")
                }
                Worth::Untold | Worth::Explained | Worth::Alone => {
                    super::verdict(s.today.verdict, texts)
                }
            },
        ]);
        for line in below(s, worth, texts) {
            table.across(BELOW, &line);
        }
    }
    let answers: String = answerable(signings, texts)
        .iter()
        .map(|line| folded(BULLET, BULLET, &visible(line), style.width))
        .collect();
    table.render(style.width) + &answers
}

/// What stands above the statements of a stage.
pub(super) fn heading(s: &Signing, all: &[Signing], texts: &Texts) -> String {
    if s.after {
        return texts.say("report-stage-after");
    }
    let titled = all.iter().find(|o| o.nn == s.nn && !o.stage_title.is_empty());
    let title = titled.map(|o| o.stage_title.clone()).unwrap_or_default();
    let back =
        all.iter().any(|o| o.nn == s.nn && matches!(o.outcome, Some(Outcome::Return { .. })));
    let kind = match (s.kind, back) {
        (Kind::Open, _) => "open",
        (Kind::Roster | Kind::Review | Kind::Seal, true) => "return",
        (Kind::Roster | Kind::Review | Kind::Seal, false) => "stage",
    };
    let facts = [("kind", kind.to_string()), ("nn", s.nn.to_string()), ("stage", title)];
    texts.message("report-stage", &facts)
}

/// The word for what a statement says.
#[must_use]
pub fn opinion(s: &Signing, texts: &Texts) -> String {
    let word = match (&s.outcome, s.opinion) {
        (Some(Outcome::Return { .. }), _) => "return",
        (_, Some(opinion)) => opinion.as_str(),
        (Some(Outcome::Done) | None, None) => s.kind.id(),
    };
    texts.message("report-opinion", &[("opinion", word.to_string())])
}

/// The claimed time to the minute; seconds and the offset, always the same, are in the JSON.
pub(super) fn moment(s: &Signing) -> String {
    s.signed_at.to_string().chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

/// A judgement in the words of the standard, with the code that decides.
#[must_use]
pub fn indication(judgement: Judgement) -> String {
    let word = match judgement.verdict {
        Verdict::Passed => "PASSED",
        Verdict::Failed => "FAILED",
        Verdict::Indeterminate => "INDETERMINATE",
    };
    let sub = judgement.sub.map(|s| format!("/{}", s.word())).unwrap_or_default();
    let code = judgement.reason.map(|c| format!(" {}", c.id())).unwrap_or_default();
    format!("{word}{sub}{code}")
}

/// What a line of the table has no room for.
fn below(s: &Signing, worth: Worth, texts: &Texts) -> Vec<String> {
    let facts = [
        ("org", s.org.clone()),
        ("has-org", (!s.org.is_empty()).to_string()),
        ("act", s.act.clone()),
        ("has-act", (!s.act.is_empty()).to_string()),
        ("files", s.files.to_string()),
        ("rows", ranges(&s.rows)),
        ("paper", s.rows_of.clone()),
        ("has-rows", (!s.rows.is_empty()).to_string()),
    ];
    let mut lines = vec![texts.message("report-capacity", &facts)];
    if !s.text.is_empty() {
        lines.push(texts.message("report-words", &[("text", s.text.clone())]));
    }
    if !s.in_force && !s.after {
        lines.push(texts.say("report-not-in-force"));
    }
    if worth == Worth::Untold && s.today.verdict != Verdict::Failed {
        return lines;
    }
    if s.today.reason.is_some() {
        let explained = (worth == Worth::Explained).to_string();
        let facts = [("indication", indication(s.today)), ("explained", explained)];
        lines.push(texts.message("report-reason", &facts));
    }
    if s.filed != s.today && !s.after {
        let told = judged(s.filed, texts);
        lines.push(texts.message("report-when-filed", &[("judged", told)]));
    }
    lines
}

/// Who answers for which rows of which paper, one line for each part that the same persons answer
/// for. Only what is in force counts.
#[must_use]
pub fn answerable(signings: &[Signing], texts: &Texts) -> Vec<String> {
    let mut papers: BTreeMap<&str, BTreeMap<&str, Vec<&Signing>>> = BTreeMap::new();
    for s in signings.iter().filter(|s| s.in_force && !s.after && s.opinion.is_some()) {
        for row in &s.rows {
            papers.entry(&s.rows_of).or_default().entry(row).or_default().push(s);
        }
    }
    let mut lines = Vec::new();
    for (paper, rows) in papers {
        // Rows of the same persons stand together, in the order of their first.
        let mut parts: Vec<(Vec<&Signing>, Vec<String>)> = Vec::new();
        let mut sorted: Vec<(&str, Vec<&Signing>)> = rows.into_iter().collect();
        sorted.sort_by_key(|(row, _)| (row.parse::<u64>().unwrap_or(u64::MAX), *row));
        for (row, by) in sorted {
            match parts.iter_mut().find(|(same, _)| *same == by) {
                Some((_, rows)) => rows.push(row.to_string()),
                None => parts.push((by, vec![row.to_string()])),
            }
        }
        for (by, rows) in parts {
            let by = by.iter().map(|s| {
                let said = opinion(s, texts);
                let facts = [
                    ("name", s.name.clone()),
                    ("person", s.person.to_string()),
                    ("seat", s.seat_title.clone()),
                    ("said", said),
                ];
                texts.message("report-answers-one", &facts)
            });
            let by: Vec<String> = by.collect();
            let facts = [
                ("paper", paper.to_string()),
                ("rows", ranges(&rows)),
                ("by", by.join(&texts.say("report-answers-and"))),
            ];
            lines.push(texts.message("report-answers", &facts));
        }
    }
    lines
}

/// Numbers of rows, neighbours joined: `1–12、15`. Rows that are no numbers stand behind them.
#[must_use]
pub fn ranges(rows: &[String]) -> String {
    let mut numbers: Vec<u64> = rows.iter().filter_map(|r| r.parse().ok()).collect();
    numbers.sort_unstable();
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for n in numbers {
        match spans.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(n) => *end = n,
            Some(_) | None => spans.push((n, n)),
        }
    }
    let span = |(a, b): (u64, u64)| match b - a {
        0 => a.to_string(),
        1 => format!("{a}、{b}"),
        _ => format!("{a}–{b}"),
    };
    let words = rows.iter().filter(|r| r.parse::<u64>().is_err()).cloned();
    spans.into_iter().map(span).chain(words).collect::<Vec<_>>().join("、")
}

/// A judgement for programs.
#[must_use]
pub fn judgement_value(judgement: Judgement) -> Value {
    let verdict = match judgement.verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Indeterminate => "indeterminate",
    };
    let maybe = |word: Option<&str>| word.map_or(Value::Null, text);
    Value::Map(vec![
        member("verdict", text(verdict)),
        member("subIndication", maybe(judgement.sub.map(crate::verdict::SubIndication::word))),
        member("code", maybe(judgement.reason.map(crate::verdict::Code::id))),
    ])
}

/// A statement for programs: the table complete, and what the table shortens.
#[must_use]
pub fn signing_value(s: &Signing) -> Value {
    let opinion = s.opinion.map_or(Value::Null, |o| text(o.as_str()));
    let (outcome, to) = match &s.outcome {
        Some(Outcome::Done) => (text("done"), Value::Null),
        Some(Outcome::Return { to }) => (text("return"), text(to)),
        None => (Value::Null, Value::Null),
    };
    let rows = s.rows.iter().map(|r| text(r)).collect();
    Value::Map(vec![
        member("file", text(&s.file)),
        member("kind", text(s.kind.id())),
        member("nn", Value::Number(s.nn)),
        member("k", Value::Number(s.k)),
        member("stage", text(&s.stage)),
        member("stageTitle", text(&s.stage_title)),
        member("seat", text(&s.seat)),
        member("seatTitle", text(&s.seat_title)),
        member("person", text(s.person.as_str())),
        member("name", text(&s.name)),
        member("org", text(&s.org)),
        member("actor", text(&s.actor)),
        member("act", text(&s.act)),
        member("opinion", opinion),
        member("outcome", outcome),
        member("to", to),
        member("text", text(&s.text)),
        member("rows", Value::List(rows)),
        member("files", Value::Number(s.files as u64)),
        member("signedAt", text(&s.signed_at.to_string())),
        // Nothing proves a time until there is a filing log or a time-stamp (formats.md §4).
        member("provenAt", Value::Null),
        member("inForce", Value::Bool(s.in_force)),
        member("afterFiling", Value::Bool(s.after)),
        member("filed", judgement_value(s.filed)),
        member("today", judgement_value(s.today)),
    ])
}

/// The result of a vote for programs.
#[must_use]
pub fn decision_value(vote: &Decision) -> Value {
    Value::Map(vec![
        member("stage", text(&vote.stage)),
        member("seat", text(&vote.seat)),
        member("members", Value::Number(vote.tally.members)),
        member("agree", Value::Number(vote.tally.agree)),
        member("disagree", Value::Number(vote.tally.disagree)),
        member("abstain", Value::Number(vote.tally.abstain)),
        member("adopted", Value::Bool(vote.adopted)),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn member(name: &str, value: Value) -> (String, Value) {
    (name.to_string(), value)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::report::{Lang, width};
    use crate::seal::Person;
    use crate::seal::predicate::Opinion;
    use crate::verdict::{Code, SubIndication};

    pub(in crate::report) fn signing() -> Signing {
        Signing {
            file: "reviews/03-site/site.member.p-0005.1.json".into(),
            kind: Kind::Review,
            nn: 3,
            stage: "site".into(),
            stage_title: "现场核查".into(),
            seat: "site.member".into(),
            seat_title: "现场核查组成员".into(),
            person: Person::parse("p-0005").unwrap(),
            name: "何川".into(),
            org: "环境\u{202e}监察大队".into(),
            actor: "branch".into(),
            act: "分局〔2026〕1号".into(),
            opinion: Some(Opinion::Disagree),
            text: "第 12 行的台账不全。".into(),
            outcome: None,
            rows_of: "某表".into(),
            rows: ["2", "1", "10", "11", "12", "9", "末"].map(String::from).to_vec(),
            files: 4,
            k: 1,
            signed_at: Moment::parse("2026-03-06T09:30:00+08:00").unwrap(),
            in_force: true,
            after: false,
            filed: Judgement::PASSED,
            today: Judgement {
                verdict: Verdict::Indeterminate,
                sub: Some(SubIndication::RevokedNoPoe),
                reason: Some(Code::SealKeyCompromised),
            },
        }
    }

    #[test]
    fn neighbouring_rows_are_joined() {
        assert_eq!(ranges(&signing().rows), "1、2、9–12、末");
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&["18446744073709551615".into()]), "18446744073709551615");
    }

    #[test]
    fn each_row_is_told_with_all_who_answer_for_it_and_only_them() {
        let by = |name: &str, person: &str, rows: &[&str]| {
            let rows = rows.iter().map(ToString::to_string).collect();
            let person = Person::parse(person).unwrap();
            Signing { name: name.into(), person, rows, ..signing() }
        };
        let past = Signing { in_force: false, ..by("冯薇", "p-0004", &["12"]) };
        let all =
            [by("何川", "p-0005", &["1", "2", "12"]), by("陈立", "p-0006", &["2", "12"]), past];
        let told = answerable(&all, &Texts::new(Lang::ZhCn));
        assert_eq!(
            told,
            [
                "某表第 1 行由谁负责：何川（p-0005，现场核查组成员，不同意）",
                "某表第 2、12 行由谁负责：何川（p-0005，现场核查组成员，不同意）、\
                 陈立（p-0006，现场核查组成员，不同意）",
            ]
        );
        assert!(answerable(&[], &Texts::new(Lang::EnUs)).is_empty());
    }

    #[test]
    fn a_stranger_finds_who_answers_for_row_12_within_80_columns() {
        let all = [signing()];
        for lang in Lang::ALL {
            let told = signings(
                &all,
                Worth::Explained,
                &Texts::new(lang),
                Style { color: false, width: Some(80) },
            );
            assert!(told.lines().all(|l| width(l) <= 80), "{told}");
            for part in
                ["p-0005", "9–12", "2026-03-06 09:30", "REVOKED_NO_POE", "台账不全", "现场核查"]
            {
                assert!(told.contains(part), "{part} in {told}");
            }
            assert!(told.contains("环境\\u{202e}监察大队"), "{told}");
        }
    }

    #[test]
    fn what_programs_get_is_complete_and_conforms_to_the_schema() {
        use crate::report::json::tests::{conforms, schema};
        let votes = Decision {
            stage: "party".into(),
            seat: "party.member".into(),
            tally: crate::seal::verify::Tally { agree: 1, disagree: 1, abstain: 0, members: 3 },
            adopted: false,
        };
        let extra = [
            ("filed", judgement_value(Judgement::PASSED)),
            ("today", judgement_value(signing().today)),
            ("signings", Value::List(vec![signing_value(&signing())])),
            ("decisions", Value::List(vec![decision_value(&votes)])),
        ];
        let told = crate::report::json(&crate::verdict::Report::on("x"), &extra);
        let value: serde_json::Value = serde_json::from_str(&told).unwrap();
        conforms(&value, &schema(), "$").unwrap();
        let row = &value["signings"][0];
        assert_eq!(row["today"]["subIndication"], "REVOKED_NO_POE");
        assert_eq!(row["today"]["code"], "seal.key-compromised");
        assert_eq!(row["filed"]["subIndication"], serde_json::Value::Null);
        assert_eq!(row["provenAt"], serde_json::Value::Null);
        let words = schema()["$defs"]["judgement"]["properties"]["subIndication"]["enum"].clone();
        for sub in SubIndication::ALL {
            assert!(words.as_array().unwrap().contains(&sub.word().into()), "{sub:?}");
        }
        // A member that the schema does not know, or a wrong word, is seen.
        for bad in [told.replace("provenAt", "provedAt"), told.replace("REVOKED_NO_POE", "NO")] {
            let value: serde_json::Value = serde_json::from_str(&bad).unwrap();
            assert!(conforms(&value, &schema(), "$").is_err());
        }
    }

    #[test]
    fn the_words_of_the_standard_are_the_same_in_every_language() {
        assert_eq!(indication(Judgement::PASSED), "PASSED");
        assert_eq!(
            indication(signing().today),
            "INDETERMINATE/REVOKED_NO_POE seal.key-compromised"
        );
    }
}
