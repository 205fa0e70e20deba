//! A form file that contradicts itself is refused with its line.

use std::path::Path;

use crate::form::{Error, Form};

const SMALL: &str = r#"id = "small"
title = "小表"
title_en = "Small"
style = "form"
maker = "nobody"
note = "test"
date = "day"
facts = ["case.id"]
[[section]]
title = "栏"
title_en = "Fields"
fields = [
  { id = "day", label = "日期", label_en = "Day", type = "date" },
  { id = "pick", label = "选择", label_en = "Pick", type = "choice", options = [
    { id = "yes", label = "是", label_en = "yes" }, { id = "no", label = "否", label_en = "no" } ] },
  { id = "rows", label = "表", label_en = "Rows", type = "table", columns = [
    { id = "item", label = "项目", label_en = "Item", type = "text" } ] },
]
[[block]]
kind = "grid"
widths = [1, 2, 1, 2]
rows = [["day", "pick"], [{ label = "案件", rows = 2 }, { text = "{case.id}" }], [{ text = "甲" }]]
[[block]]
kind = "table"
field = "rows"
"#;

#[test]
fn a_faulty_form_is_refused_with_the_line_of_its_fault() {
    Form::parse(Path::new("small.toml"), SMALL).unwrap();
    for (from, to, line, says) in [
        ("id = \"small\"", "id = \"Small\"", 1, "kebab"),
        ("date = \"day\"", "date = \"pick\"", 1, "no date field"),
        ("[\"case.id\"]", "[\"case.id\", \"case.id\"]", 1, "stands twice"),
        ("{ id = \"item\"", "{ id = \"Item\"", 16, "no id"),
        ("{ id = \"no\", label = \"否\"", "{ id = \"yes\", label = \"否\"", 14, "two options"),
        ("type = \"date\"", "type = \"dat\"", 13, "unknown type"),
        ("type = \"date\"", "type = \"date\", unit = \"t\"", 13, "no use for `unit`"),
        ("type = \"date\"", "type = \"date\", requird = true", 13, "unknown field"),
        ("type = \"date\"", "type = \"date\", exclusive = true", 13, "without `when`"),
        (
            "type = \"date\"",
            "type = \"date\", when = { field = \"pick\", is = \"perhaps\" }",
            13,
            "never",
        ),
        (
            "type = \"date\"",
            "type = \"date\", when = { field = \"x\", is = true }",
            13,
            "unknown field",
        ),
        ("type = \"text\"", "type = \"table\", columns = []", 17, "table"),
        ("style = \"form\"", "style = \"text\"\nlandscape = true", 1, "long side"),
        ("type = \"text\"", "type = \"serial\"", 16, "no column to fill"),
        ("[\"day\", \"pick\"]", "[\"day\"]", 14, "never printed"),
        ("[\"day\", \"pick\"]", "[\"day\", \"pik\"]", 22, "unknown field `pik`"),
        ("[\"day\", \"pick\"]", "[\"day\", \"pick\", \"day\"]", 22, "too many"),
        ("[{ text = \"甲\" }]]", "[{ text = \"甲\", cols = 2 }]]", 22, "too few"),
        ("rows = 2 }", "rows = 3 }", 22, "more rows"),
        ("{case.id}", "{case.i}", 19, "no field"),
        ("{case.id}", "{case.id", 22, "brace"),
        ("field = \"rows\"", "field = \"day\"", 23, "no table"),
        ("kind = \"table\"", "kind = \"tabel\"", 24, "unknown part"),
        ("kind = \"table\"", "kind = \"table\"\nlevel = 1", 24, "no use for `level`"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let text = SMALL.replacen(from, to, 1);
        let error = Form::parse(Path::new("small.toml"), &text).unwrap_err();
        let Error::File { line: found, problem, .. } = &error else { panic!("{error}") };
        assert!(problem.contains(says), "{to}: {problem}");
        let near = found.abs_diff(line) <= 1;
        assert!(near, "{to}: line {found} instead of {line}: {problem}");
    }
}
