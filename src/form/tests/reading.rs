//! What may be typed, on both sides of every boundary.

use std::path::Path;

use crate::form::{Filled, Form, Given, LONGEST, MOST_ROWS, Prefill, Value};
use crate::verdict::{Code, Finding};

const ALL: &str = r#"
id = "all"
title = "样表"
title_en = "Sample"
style = "form"
maker = "nobody"
cite = "X 1"
note = "test"
facts = ["case.id"]

[[section]]
title = "栏"
title_en = "Fields"
fields = [
  { id = "line", label = "一行", label_en = "Line", type = "text", most = 5 },
  { id = "prose", label = "正文", label_en = "Prose", type = "paragraph" },
  { id = "who", label = "姓名", label_en = "Who", type = "person" },
  { id = "number", label = "编号", label_en = "Number", type = "person-id" },
  { id = "phone", label = "电话", label_en = "Phone", type = "phone" },
  { id = "code", label = "代码", label_en = "Code", type = "credit-code" },
  { id = "place", label = "区划", label_en = "Place", type = "division" },
  { id = "day", label = "日期", label_en = "Day", type = "date" },
  { id = "year", label = "年份", label_en = "Year", type = "year" },
  { id = "whole", label = "整数", label_en = "Whole", type = "integer", min = -2, max = 3, unit = "个" },
  { id = "part", label = "小数", label_en = "Part", type = "decimal", min = 0, max = 1.5, places = 2, unit = "t" },
  { id = "pick", label = "选择", label_en = "Pick", type = "choice", options = [
    { id = "yes", label = "是", label_en = "yes" }, { id = "no", label = "否", label_en = "no" } ] },
  { id = "many", label = "多选", label_en = "Many", type = "ticks", options = [
    { id = "x", label = "甲", label_en = "x" }, { id = "y", label = "乙", label_en = "y" } ] },
  { id = "nil", label = "无", label_en = "Nothing", type = "tick" },
  { id = "view", label = "意见", label_en = "View", type = "opinion", opinion_of = "a.seat" },
  { id = "why", label = "理由", label_en = "Why", type = "text", required = true, exclusive = true, when = { field = "pick", is = "no" } },
  { id = "rows", label = "表", label_en = "Rows", type = "table", exclusive = true, when = { field = "nil", is = false }, min_rows = 0, max_rows = 3, columns = [
    { id = "n", label = "序号", label_en = "No.", type = "serial" },
    { id = "item", label = "项目", label_en = "Item", type = "text", required = true },
    { id = "amount", label = "数量", label_en = "Amount", type = "decimal", min = 0 } ] },
]

[[block]]
kind = "para"
text = "{line}{prose}{who}{number}{phone}{code}{place}{day}{year}{whole}{part}{pick}{many}{nil}{view}{why}{case.id}"

[[block]]
kind = "table"
field = "rows"
"#;

fn form() -> Form {
    Form::parse(Path::new("all.toml"), ALL).unwrap()
}

fn read(text: &str) -> (Filled, Vec<Finding>) {
    form().read("forms/all.toml", text)
}

fn codes(text: &str) -> Vec<(Code, String)> {
    read(text).1.into_iter().map(|f| (f.code, f.place.field)).collect()
}

#[test]
fn every_type_is_taken_within_its_bounds_and_refused_beyond() {
    let long = |n: usize| format!("\"{}\"", "长".repeat(n));
    let invalid = Some(Code::FormFieldInvalid);
    let range = Some(Code::FormFieldRange);
    let cases: Vec<(&str, String, Option<Code>)> = vec![
        ("line", long(5), None),
        ("line", long(6), Some(Code::FormFieldLong)),
        ("line", "\"a\\nb\"".into(), invalid),
        ("line", "12".into(), invalid),
        ("line", "\"甲\\u200b\"".into(), Some(Code::FormCharacter)),
        ("prose", long(LONGEST), None),
        ("prose", long(LONGEST + 1), Some(Code::FormFieldLong)),
        ("prose", "\"\"\"\n甲\n乙\n\"\"\"".into(), None),
        ("prose", "true".into(), invalid),
        ("who", "\"张某某\"".into(), None),
        ("who", "\"张三、李四\"".into(), invalid),
        ("number", "\"p-0001\"".into(), None),
        ("number", "\"p-001\"".into(), invalid),
        ("phone", "\"0315-1234567\"".into(), None),
        ("phone", "3151234567".into(), invalid),
        ("code", "\"91130200MA0TEAT01J\"".into(), None),
        ("code", "\"91130200MA0TEAT01K\"".into(), Some(Code::FormCreditCode)),
        ("code", "\"91130200MA0TEAT02M\"".into(), Some(Code::FormCreditCode)),
        ("code", "\"91130200MA0TEAT01\"".into(), invalid),
        ("place", "\"130283\"".into(), None),
        ("place", "130283".into(), invalid),
        ("place", "\"930283\"".into(), invalid),
        ("day", "2024-02-29".into(), None),
        ("day", "\"2024-02-29\"".into(), None),
        ("day", "\"2026-02-29\"".into(), invalid),
        ("day", "2026-03-06T09:30:00".into(), invalid),
        ("day", "\"2026年3月6日\"".into(), invalid),
        ("year", "1900".into(), None),
        ("year", "1899".into(), range),
        ("year", "2100".into(), None),
        ("year", "2101".into(), range),
        ("whole", "-2".into(), None),
        ("whole", "-3".into(), range),
        ("whole", "\"3\"".into(), None),
        ("whole", "4".into(), range),
        ("whole", "1.0".into(), invalid),
        ("whole", "0x1".into(), invalid),
        ("part", "1.50".into(), None),
        ("part", "1".into(), None),
        ("part", "1.51".into(), range),
        ("part", "0.001".into(), invalid),
        ("part", "1e0".into(), invalid),
        ("part", "inf".into(), invalid),
        ("pick", "\"yes\"".into(), None),
        ("pick", "\"是\"".into(), None),
        ("pick", "\"maybe\"".into(), invalid),
        ("pick", "true".into(), invalid),
        ("many", "[\"y\", \"甲\"]".into(), None),
        ("many", "[\"z\"]".into(), invalid),
        ("many", "\"x\"".into(), invalid),
        ("nil", "true".into(), None),
        ("nil", "\"yes\"".into(), invalid),
        ("view", "{ opinion = \"agree\" }".into(), None),
        ("view", "{ opinion = \"同意\", text = \"甲\" }".into(), None),
        ("view", "{ opinion = \"perhaps\" }".into(), invalid),
        ("view", "{ opinion = \"disagree\" }".into(), Some(Code::FormFieldMissing)),
        ("view", "{ text = \"甲\" }".into(), Some(Code::FormFieldMissing)),
        ("view", "\"agree\"".into(), invalid),
        ("rows", "[{ item = \"甲\", amount = 0 }]".into(), None),
        ("rows", "[{ item = \"甲\", amount = -0.1 }]".into(), range),
        ("rows", "[{ amount = 1 }]".into(), Some(Code::FormFieldMissing)),
        ("rows", "[{ item = \"1\" }, { item = \"2\" }, { item = \"3\" }]".into(), None),
        (
            "rows",
            "[{item=\"1\"},{item=\"2\"},{item=\"3\"},{item=\"4\"}]".into(),
            Some(Code::FormRows),
        ),
        ("rows", "[1]".into(), invalid),
        ("rows", "{ item = \"甲\" }".into(), invalid),
    ];
    for (field, typed, expected) in cases {
        let shown: String = typed.chars().take(40).collect();
        let (filled, findings) = read(&format!("{field} = {typed}"));
        let found: Vec<Code> = findings.iter().map(|f| f.code).collect();
        assert_eq!(found, Vec::from_iter(expected), "{field} = {shown}");
        if expected.is_none() {
            assert!(filled.get(field).is_some(), "{field} = {shown}");
        }
    }
    for field in form().fields() {
        let empty = read(&format!("{} = \"\"", field.id));
        assert_eq!(empty, (Filled::default(), Vec::new()), "{}", field.id);
    }
}

#[test]
fn a_number_is_kept_as_it_was_typed() {
    let (filled, _) = read("part = 1.50\nwhole = \"+3\"");
    assert_eq!(filled.get("part"), Some(&Value::Decimal("1.50".into())));
    assert_eq!(filled.get("whole"), Some(&Value::Integer(3)));
}

#[test]
fn a_finding_says_file_line_field_and_what_is_expected_in_both_languages() {
    let (_, findings) = read("line = \"甲\"\n\nday = \"6 March\"\n");
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.place.to_string(), "forms/all.toml:3 [day]");
    for fact in [("label", "日期"), ("label-en", "Day"), ("expected", "date"), ("found", "6 March")]
    {
        assert!(finding.facts.contains(&(fact.0, fact.1.to_string())), "{fact:?}");
    }
}

#[test]
fn a_finding_in_a_row_names_the_row_and_its_own_line() {
    let text =
        "[[rows]]\nitem = \"\"\n[[rows]]\nitem = \"甲\"\n[[rows]]\nitem = \"乙\"\namount = \"x\"";
    let (filled, findings) = read(text);
    // The first block is empty and no row.
    assert_eq!(filled.rows("rows").len(), 2);
    assert_eq!(findings[0].place.to_string(), "forms/all.toml:7 [rows[2].amount]");
    let (_, findings) = read("[[rows]]\nitem = \"甲\"\n[[rows]]\namount = 1");
    assert_eq!(findings[0].place.to_string(), "forms/all.toml:3 [rows[2].item]");
}

#[test]
fn an_unknown_name_is_found_with_the_nearest_known_one() {
    let nearest = |text: &str| {
        let (_, findings) = read(text);
        assert_eq!(findings[0].code, Code::FormUnknownField, "{text}");
        findings[0].facts.iter().find(|f| f.0 == "nearest").unwrap().1.clone()
    };
    assert_eq!(nearest("phoen = \"1\""), "phone");
    assert_eq!(nearest("\"电话\" = \"1\""), "phone");
    assert_eq!(nearest("something = 1"), "none");
    assert_eq!(nearest("[[rows]]\nitme = \"甲\"\nitem = \"乙\""), "item");
    assert_eq!(nearest("[[rows]]\nn = 1\nitem = \"乙\""), "none");
    assert_eq!(nearest("view.txt = \"甲\""), "view.text");
    // What was most likely meant is not told as missing too.
    assert_eq!(codes("[[rows]]\nitme = \"甲\"\namount = 1").len(), 1);
    assert_eq!(codes("pick = \"no\"\nwhyy = \"甲\"").len(), 1);
}

#[test]
fn a_field_below_a_table_is_told_to_move_up() {
    let found = codes("[[rows]]\nitem = \"甲\"\nphone = \"0315-1234567\"");
    assert_eq!(found, [(Code::FormFieldMisplaced, "rows[1].phone".to_string())]);
    let found = codes("pick = \"no\"\n[[rows]]\nitem = \"甲\"\nwhy = \"乙\"");
    assert_eq!(found, [(Code::FormFieldMisplaced, "rows[1].why".to_string())]);
}

#[test]
fn a_condition_calls_for_a_field_and_forbids_it_otherwise() {
    let missing = vec![(Code::FormFieldMissing, "why".to_string())];
    let contradicts = |field: &str| vec![(Code::FormFieldContradicts, field.to_string())];
    assert_eq!(codes("pick = \"no\""), missing);
    assert_eq!(codes("pick = \"no\"\nwhy = \"甲\""), []);
    assert_eq!(codes("pick = \"yes\""), []);
    assert_eq!(codes("pick = \"yes\"\nwhy = \"甲\""), contradicts("why"));
    // Before the choice is made nothing contradicts it.
    assert_eq!(codes("why = \"甲\""), []);
    assert_eq!(codes("nil = true\n[[rows]]\nitem = \"甲\""), contradicts("rows"));
    assert_eq!(codes("nil = false\n[[rows]]\nitem = \"甲\""), []);
    assert_eq!(codes("[[rows]]\nitem = \"甲\""), []);
}

#[test]
fn text_is_read_in_nfc_with_one_kind_of_line_end() {
    let (filled, _) = read("line = \" e\u{301} \"\nprose = \"a\\r\\nb\"");
    assert_eq!((filled.text("line"), filled.text("prose")), (Some("é"), Some("a\nb")));
}

#[test]
fn too_many_rows_are_refused_and_not_kept() {
    let rows = "[[rows]]\nitem = \"甲\"\n".repeat(MOST_ROWS + 1);
    let (filled, findings) = read(&rows);
    assert_eq!(filled.rows("rows").len(), MOST_ROWS);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, Code::FormRows);
    assert!(findings[0].facts.contains(&("found", (MOST_ROWS + 1).to_string())));
}

#[test]
fn broken_toml_is_told_with_its_line_and_nothing_is_taken_from_it() {
    for (text, line) in [
        ("line = \"甲", 1),
        ("line = \"甲\"\nprose = \n", 2),
        ("line = \"甲\"\nline = \"乙\"", 2),
        ("line = 甲", 1),
        ("[rows", 1),
    ] {
        let (filled, findings) = read(text);
        assert_eq!(filled, Filled::default(), "{text}");
        assert!(
            !findings.is_empty() && findings.iter().all(|f| f.code == Code::FormSyntax),
            "{text}"
        );
        assert_eq!(findings[0].place.line, line, "{text}");
    }
    // Hostile nesting comes back as an error, not as a crash.
    let deep = format!("rows = {}", "[".repeat(100_000));
    assert!(read(&deep).1.iter().all(|f| f.code == Code::FormSyntax));
}

#[test]
fn an_opinion_is_handed_on_with_its_seat() {
    let (filled, _) = read("view.opinion = \"disagree\"\nview.text = \"甲\"");
    let [opinion] = form().opinions(&filled).try_into().unwrap();
    assert_eq!((opinion.seat.as_str(), opinion.field.as_str()), ("a.seat", "view"));
    assert_eq!((opinion.opinion.as_deref(), opinion.text.as_str()), (Some("disagree"), "甲"));
    let [blank] = form().opinions(&Filled::default()).try_into().unwrap();
    assert_eq!((blank.opinion, blank.text.as_str(), blank.person), (None, "", None));
}

#[test]
fn a_fact_fills_a_field_and_its_lack_is_told() {
    let text = ALL.replace(
        "type = \"text\", most = 5",
        "type = \"text\", required = true, default_from = \"f.x\"",
    );
    let form = Form::parse(Path::new("all.toml"), &text).unwrap();
    let (filled, findings) = form.read("f", "");
    assert_eq!(findings, []);
    let mut given = Given::default();
    let lacking = form.lacking("f", &filled, &given);
    assert_eq!(lacking[0].place.field, "line");
    given.set("f.x", "甲");
    assert_eq!(form.lacking("f", &filled, &given), []);
    let printed = format!("{:?}", form.document(&filled, &given));
    assert!(printed.contains("\"甲\"") && printed.contains("Some(\"f.x\")"));
    assert_eq!(form.read("f", "line = \"\"").1, []);
}

#[test]
fn what_is_known_beforehand_stands_in_the_skeleton_as_if_typed() {
    let day = crate::base::time::Day::parse("2026-03-06").unwrap();
    let pick = |id: &str| Value::Choice(id.to_string());
    let filled = Filled::default()
        .with("line", "甲\"\\乙")
        .with("prose", "一\n二")
        .with("day", day)
        .with("whole", 3)
        .with("part", Value::Decimal("1.50".to_string()))
        .with("pick", pick("yes"))
        .with("many", Value::Ticks(vec!["x".to_string(), "y".to_string()]))
        .with("nil", Value::Tick(false))
        .with_row("rows", [("item", Value::from("甲"))])
        .with_row("rows", [("item", Value::from("乙")), ("amount", Value::Decimal("2".into()))]);
    let known =
        Prefill { filled: filled.clone(), note: "来自某处\nfrom somewhere".to_string() };
    let text = form().skeleton_with(&Given::default(), &known);
    assert!(text.contains("# 来自某处\n# from somewhere\n"));
    // What may stand in a column is said in the first row only.
    assert_eq!(text.matches("\n[[rows]]\n").count(), 2);
    assert_eq!(text.matches("项目").count(), 1);
    assert_eq!(read(&text), (filled, Vec::new()));
    let nothing = form().skeleton_with(&Given::default(), &Prefill::default());
    assert_eq!(nothing, form().skeleton(&Given::default()));
}
