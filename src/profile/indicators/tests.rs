//! Grades from answered rows, on both sides of every rule, and rows for the papers they are
//! answered on.

use std::path::Path;

use super::*;
use crate::form::{self, Form, Given, Kind, Rows, Value};
use crate::verdict::Code;

fn scale(ladder: &str, grades: &str) -> Scale {
    Scale::new(ladder, grades.split(' ')).unwrap()
}

fn abcd() -> Scale {
    scale("abcd", "a b b-minus c d")
}

fn leading() -> Scale {
    scale("leading", "leading other")
}

fn row(row: usize, outcome: Outcome, reach: &str) -> Judged {
    let reach = (!reach.is_empty()).then(|| reach.to_string());
    Judged { row, industry: String::new(), process: String::new(), outcome: Some(outcome), reach }
}

fn grade(grade: &str, held_by: &[usize]) -> Reached {
    Reached::Grade { grade: grade.to_string(), held_by: held_by.to_vec() }
}

use Outcome::{Met, NotApplicable, Unmet};

// ── one industry ──────────────────────────────────────────────────────────────────────────────

#[test]
fn the_shortest_plank_decides_and_is_named() {
    let rows = [row(1, Met, "a"), row(2, Met, "b"), row(3, NotApplicable, ""), row(4, Met, "b")];
    assert_eq!(reached(&abcd(), None, &rows), grade("b", &[2, 4]));
    assert_eq!(reached(&abcd(), None, &rows[..1]), grade("a", &[1]));
    let worse = [rows[0].clone(), row(5, Unmet, "b-minus")];
    assert_eq!(reached(&abcd(), Some("b"), &worse), grade("b-minus", &[5]));
}

#[test]
fn the_order_of_grades_is_the_ladders_alone() {
    let rows = [row(1, Met, "x"), row(2, Met, "y")];
    assert_eq!(reached(&scale("l", "x y"), None, &rows), grade("y", &[2]));
    assert_eq!(reached(&scale("l", "y x"), None, &rows), grade("x", &[1]));
}

#[test]
fn nothing_answered_is_no_grade() {
    assert_eq!(reached(&abcd(), None, &[]), Reached::Nothing);
    // A row that does not apply does not count, whatever grade stands beside it.
    assert_eq!(reached(&abcd(), None, &[row(1, NotApplicable, "d")]), Reached::Nothing);
    let mut open = row(1, Met, "a");
    open.outcome = None;
    assert_eq!(reached(&abcd(), None, &[open]), Reached::Open(vec![(1, Flaw::Unanswered)]));
}

#[test]
fn rows_that_cannot_be_counted_are_named_and_give_no_grade() {
    let rows = [row(1, Met, "a"), row(2, Met, ""), row(3, Unmet, "leading")];
    let flaws = vec![(2, Flaw::NoGrade), (3, Flaw::OtherLadder("leading".to_string()))];
    assert_eq!(reached(&abcd(), None, &rows), Reached::Open(flaws));
    assert_eq!(reached(&abcd(), None, &rows[..1]), grade("a", &[1]));
}

#[test]
fn an_answer_that_contradicts_its_grade_is_not_counted() {
    let one = |applied, outcome, reach| reached(&abcd(), applied, &[row(1, outcome, reach)]);
    let contradicts = |reach: &str| Reached::Open(vec![(1, Flaw::Contradicts(reach.to_string()))]);
    // Applied for B: met at B and better, not met below it.
    assert_eq!(one(Some("b"), Met, "b"), grade("b", &[1]));
    assert_eq!(one(Some("b"), Met, "a"), grade("a", &[1]));
    assert_eq!(one(Some("b"), Met, "b-minus"), contradicts("b-minus"));
    assert_eq!(one(Some("b"), Unmet, "b-minus"), grade("b-minus", &[1]));
    assert_eq!(one(Some("b"), Unmet, "b"), contradicts("b"));
    // Not knowing what was applied for, only the best contradicts a no.
    assert_eq!(one(None, Unmet, "b"), grade("b", &[1]));
    assert_eq!(one(None, Unmet, "a"), contradicts("a"));
    assert_eq!(one(Some("leading"), Unmet, "b"), grade("b", &[1]));
}

#[test]
fn a_ladder_has_grades_and_each_once() {
    assert!(Scale::new("abc", ["a", "b", "c"]).is_some());
    assert!(Scale::new("abc", Vec::<String>::new()).is_none());
    assert!(Scale::new("abc", ["a", "b", "a"]).is_none());
    assert!(Scale::new("abc", ["a", ""]).is_none());
    assert!(Scale::new("", ["a"]).is_none());
    let many = |n: usize| Scale::new("l", (0..n).map(|i| format!("g{i}")));
    assert!(many(20).is_some() && many(21).is_none());
    // Endless ladders end.
    assert!(Scale::new("l", (0u64..).map(|i| format!("g{i}"))).is_none());
    assert_eq!((abcd().lowest(), abcd().grade(4), abcd().grade(5)), (4, Some("d"), None));
}

// ── one enterprise ────────────────────────────────────────────────────────────────────────────

fn part(name: &str, scale: Scale, reached: Reached) -> Part {
    Part { name: name.to_string(), scale, reached }
}

fn readings() -> Readings {
    Library::built_in().unwrap().readings().clone()
}

#[test]
fn the_worst_industry_decides_on_one_ladder() {
    let parts = [
        part("水泥", abcd(), grade("a", &[1])),
        part("涂装", abcd(), grade("c", &[2])),
        part("铸造", abcd(), grade("c", &[3])),
        part("熔炼", abcd(), Reached::Nothing),
    ];
    let Overall::Grade(of) = enterprise(&parts, &readings()) else { panic!("one ladder") };
    assert_eq!((of.grade.as_str(), of.held_by.join(" ")), ("c", "涂装 铸造".to_string()));
    let Overall::Grade(of) = enterprise(&parts[..1], &readings()) else { panic!("one ladder") };
    assert_eq!((of.grade.as_str(), of.held_by.join(" ")), ("a", "水泥".to_string()));
    assert_eq!(enterprise(&parts[3..], &readings()), Overall::Nothing);
    assert_eq!(enterprise(&[], &readings()), Overall::Nothing);
}

#[test]
fn one_industry_that_is_not_settled_leaves_the_enterprise_open() {
    let open = Reached::Open(vec![(1, Flaw::NoGrade)]);
    let parts = [part("水泥", abcd(), grade("d", &[1])), part("涂装", abcd(), open)];
    assert_eq!(enterprise(&parts, &readings()), Overall::Open(vec!["涂装".to_string()]));
    let foreign = [part("涂装", abcd(), grade("leading", &[1]))];
    assert_eq!(enterprise(&foreign, &readings()), Overall::Open(vec!["涂装".to_string()]));
}

/// What the readings make of two ladders: purpose, grade, and whether it is only a bound.
fn suggested(abcd_grade: &str, other: Scale, other_grade: &str) -> Vec<(String, String, bool)> {
    let parts = [
        part("水泥", abcd(), grade(abcd_grade, &[1])),
        part("涂装", other, grade(other_grade, &[2])),
    ];
    let Overall::Mixed { ladders, suggested } = enterprise(&parts, &readings()) else {
        panic!("mixed ladders are merged")
    };
    let grades: Vec<&str> = ladders.iter().map(|l| l.grade.as_str()).collect();
    assert_eq!(grades, [abcd_grade, other_grade]);
    assert_eq!(ladders[1].held_by, ["涂装"]);
    assert!(suggested.iter().all(|s| !s.cite.is_empty() && s.ladder == "abcd"));
    suggested.into_iter().map(|s| (s.reading, s.grade, s.at_least)).collect()
}

#[test]
fn mixed_ladders_are_never_merged_and_a_person_gets_the_readings_of_q11() {
    let told = |controls: &str, eligibility: &str, at_least| {
        vec![
            ("controls".to_string(), controls.to_string(), false),
            ("eligibility".to_string(), eligibility.to_string(), at_least),
        ]
    };
    // Leading is like A for controls and at least B for eligibility.
    assert_eq!(suggested("a", leading(), "leading"), told("a", "b", true));
    // An exact B settles what is at least B.
    assert_eq!(suggested("b", leading(), "leading"), told("b", "b", false));
    assert_eq!(suggested("c", leading(), "leading"), told("c", "c", false));
    // Non-leading is the floor.
    assert_eq!(suggested("a", leading(), "other"), told("d", "d", false));
}

#[test]
fn ladders_that_no_reading_knows_are_refused_without_a_suggestion() {
    assert_eq!(suggested("a", scale("abc", "a b c"), "b"), []);
    // A ladder of the same name with other grades is another ladder.
    assert_eq!(suggested("a", scale("abcd", "a b c"), "b"), []);
    // Grades that the reading does not name, or that its target has not.
    assert_eq!(suggested("a", scale("leading", "leading other none"), "none"), []);
    let parts = [
        part("甲", scale("abcd", "x y"), grade("x", &[1])),
        part("乙", leading(), grade("leading", &[2])),
    ];
    let Overall::Mixed { suggested, .. } = enterprise(&parts, &readings()) else {
        panic!("mixed ladders are merged")
    };
    assert_eq!(suggested, []);
}

#[test]
fn a_reading_that_says_nothing_or_two_things_is_refused() {
    let text = "[[reading]]\nid = 'r'\nname = '名'\nname_en = 'n'\nto = 'x'\ncite = 'c'\n\
        note = '注'\nnote_en = 'n'\n[[reading.from]]\nladder = 'y'\n\
        grades = [{ grade = 'g', as = 'a' }]\n";
    let parse = |text: &str| Readings::parse(Path::new("r.toml"), text);
    assert_eq!(parse(text).unwrap().list.len(), 1);
    assert_eq!(parse("").unwrap(), Readings::default());
    for (from, to) in [
        ("id = 'r'", "id = ''"),
        ("'名'", "''"),
        ("'注'", "'注\u{200b}'"),
        ("to = 'x'", "to = 'y'"),
        ("to = 'x'", "to = ''"),
        ("ladder = 'y'", "ladder = ''"),
        (", as = 'a'", ""),
        (", as = 'a'", ", as = 'a', lowest = true"),
        (", as = 'a'", ", as = 'a', at_least = 'b'"),
        ("{ grade = 'g', as = 'a' }", ""),
        ("as = 'a' }", "as = 'a' }, { grade = 'g', as = 'b' }"),
        ("[[reading.from]]", "[[reading.form]]"),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(parse(&text.replacen(from, to, 1)).is_err(), "{to}");
    }
    assert!(parse(&format!("{text}{text}")).is_err());
}

// ── papers ────────────────────────────────────────────────────────────────────────────────────

fn forms() -> form::Library {
    form::Library::built_in().unwrap()
}

/// The rows of a form's indicators that a library's tables fill.
fn filled(form: &Form, ids: &[&str], grade: &str, which: Which) -> Vec<form::Row> {
    let library = Library::built_in().unwrap();
    let tables: Vec<&Table> = ids.iter().map(|id| library.table(id).unwrap()).collect();
    prefill(&library, &tables, form, grade, which).filled.rows("rows").to_vec()
}

fn cell<'a>(row: &'a form::Row, column: &str) -> &'a str {
    match row.get(column) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

#[test]
fn a_self_assessment_is_filled_with_every_indicator_and_its_demand() {
    let forms = forms();
    let form = forms.form("app-self").unwrap();
    let rows = filled(form, &["coating"], "b", Which::All);
    let library = Library::built_in().unwrap();
    let table = library.table("coating").unwrap();
    assert_eq!(rows.len(), table.rows.len());
    let tech = rows.iter().find(|r| cell(r, "item") == "废气治理工艺与效率").unwrap();
    assert_eq!(cell(tech, "aspect"), "污染治理技术");
    assert_eq!(cell(tech, "unit"), "喷涂与烘干");
    let demand = &table.row("tech.treatment").unwrap().demand["b"];
    assert_eq!(cell(tech, "demand"), format!("（示例）{demand}"));
    // What the table does not say of B is left to be read up.
    let gate = rows.iter().find(|r| cell(r, "aspect") == "运输管控").unwrap();
    assert!(!gate.contains_key("demand") && !gate.contains_key("result"));
    let at_a = filled(form, &["coating"], "a", Which::All);
    assert!(at_a.iter().all(|r| r.contains_key("demand")));
}

#[test]
fn a_site_form_takes_what_is_seen_on_site_and_a_desk_form_the_rest() {
    let forms = forms();
    let form = forms.form("site-form").unwrap();
    let count = |which| filled(form, &["cement"], "a", which).len();
    let library = Library::built_in().unwrap();
    let mode = |mode| {
        library.table("cement").unwrap().rows.iter().filter(|r| r.check_mode == mode).count()
    };
    let [desk, site, both] = [CheckMode::Desk, CheckMode::Site, CheckMode::Both].map(mode);
    assert!(desk > 0 && site > 0 && both > 0);
    assert_eq!(count(Which::All), desk + site + both);
    assert_eq!(count(Which::Desk), desk + both);
    assert_eq!(count(Which::Site), site + both);
    // This form has no columns for dimension and process, so the item says them.
    let rows = filled(form, &["cement"], "a", Which::Site);
    assert_eq!(cell(&rows[0], "item"), "排放限值：窑尾颗粒物浓度（熟料煅烧）");
}

#[test]
fn rows_of_several_industries_say_which_they_belong_to() {
    let forms = forms();
    let rows = filled(forms.form("app-self").unwrap(), &["cement", "coating"], "a", Which::All);
    assert_eq!(cell(&rows[0], "unit"), "水泥／熟料煅烧");
    assert_eq!(cell(rows.last().unwrap(), "unit"), "工业涂装");
    let rows = filled(forms.form("site-form").unwrap(), &["cement", "coating"], "a", Which::All);
    assert!(cell(&rows[0], "item").starts_with("水泥　排放限值："));
    assert!(cell(rows.last().unwrap(), "item").starts_with("工业涂装　"));
}

#[test]
fn only_a_table_that_is_an_example_marks_its_demands_so() {
    let library = Library::built_in().unwrap();
    let mut table = library.table("coating").unwrap().clone();
    table.example = false;
    let forms = forms();
    let form = forms.form("app-self").unwrap();
    let known = prefill(&library, &[&table], form, "a", Which::All);
    assert!(
        !format!("{:?}", known.filled).contains("示例") && !known.note.contains("no regulation")
    );
    assert_eq!(known.filled.text("source"), Some(table.source.as_str()));
}

#[test]
fn a_form_without_indicators_is_filled_with_nothing() {
    let (forms, library) = (forms(), Library::built_in().unwrap());
    let table = library.table("cement").unwrap();
    let mut with = 0;
    for id in forms.ids() {
        let form = forms.form(id).unwrap();
        let known = prefill(&library, &[table], form, "a", Which::All);
        // A record of what was found before has no demands of its own: its rows come from there.
        let of_indicators = form.fields().any(|f| {
            let has = |rows: &Rows| ["demand", "reach"].iter().all(|c| rows.column(c).is_some());
            matches!(&f.kind, Kind::Table(rows) if has(rows))
        });
        assert_eq!(known != form::Prefill::default(), of_indicators, "{id}");
        with += usize::from(of_indicators);
    }
    assert!(with >= 2);
    let form = forms.form("app-self").unwrap();
    assert_eq!(prefill(&library, &[], form, "a", Which::All), form::Prefill::default());
}

#[test]
fn a_filled_skeleton_reads_back_and_asks_only_for_what_nobody_knows() {
    let (forms, library) = (forms(), Library::built_in().unwrap());
    let tables = [library.table("cement").unwrap(), library.table("coating").unwrap()];
    for (id, which) in [("app-self", Which::All), ("site-form", Which::Site)] {
        let form = forms.form(id).unwrap();
        let known = prefill(&library, &tables, form, "b", which);
        let text = form.skeleton_with(&Given::default(), &known);
        assert!(text.contains("示例") && text.contains("an example and no regulation"), "{id}");
        let (read, findings) = form.read(&format!("forms/{id}.toml"), &text);
        assert_eq!(read.rows("rows"), known.filled.rows("rows"), "{id}");
        assert!(findings.iter().all(|f| f.code == Code::FormFieldMissing), "{id}: {findings:?}");
        // Each row asks for its result, and for its demand only where the table is silent.
        let asks = |end: &str| findings.iter().filter(|f| f.place.field.ends_with(end)).count();
        let rows = read.rows("rows");
        let silent = rows.iter().filter(|r| !r.contains_key("demand")).count();
        assert_eq!((asks("].result"), asks("].demand"), asks("].item")), (rows.len(), silent, 0));
        assert_eq!(read.text("industry"), Some("水泥、工业涂装"), "{id}");
    }
    let known = prefill(&library, &tables, forms.form("app-self").unwrap(), "b", Which::All);
    assert!(known.filled.text("source").unwrap().starts_with("示例，不是规定原文："));
}

#[test]
fn what_was_typed_into_the_rows_is_graded_part_by_part() {
    let forms = forms();
    let form = forms.form("app-self").unwrap();
    let text = "[[rows]]\nunit = '窑'\nresult = 'met'\nreach = 'a'\n\
        [[rows]]\nunit = '磨'\nresult = 'unmet'\nreach = 'C 级'\n\
        [[rows]]\nunit = '窑'\nresult = '不涉及'\n\
        [[rows]]\nunit = '窑'\nresult = 'unmet'\nreach = 'b'\n\
        [[rows]]\nitem = '未答'\n";
    let rows = judged(form.read("f", text).0.rows("rows"));
    let numbers: Vec<usize> = rows.iter().map(|r| r.row).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(rows[2].outcome, Some(NotApplicable));
    assert_eq!((rows[4].outcome, rows[4].reach.as_deref()), (None, None));

    let by_industry = parts(&rows, By::Industry);
    assert_eq!(by_industry.len(), 1);
    let open = Reached::Open(vec![(5, Flaw::Unanswered)]);
    assert_eq!(reached(&abcd(), None, &by_industry[0].1), open);
    let by_process = parts(&rows[..4], By::Process);
    let grades: Vec<(&str, Reached)> = by_process
        .iter()
        .map(|(name, own)| (name.as_str(), reached(&abcd(), Some("a"), own)))
        .collect();
    assert_eq!(grades, [("窑", grade("b", &[4])), ("磨", grade("c", &[2]))]);
}

#[test]
fn parts_bear_the_names_of_industry_and_process() {
    let named = |industry: &str, process: &str| Judged {
        industry: industry.to_string(),
        process: process.to_string(),
        ..row(1, Met, "a")
    };
    let rows = [named("水泥", "窑"), named("水泥", ""), named("", "窑"), named("涂装", "窑")];
    let names = |by| parts(&rows, by).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(By::Industry), ["水泥", "", "涂装"]);
    assert_eq!(names(By::Process), ["水泥／窑", "水泥", "窑", "涂装／窑"]);
}
