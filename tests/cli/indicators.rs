//! `new --indicators`: the papers hold their rows, the case keeps the tables.

use std::fs;
use std::path::Path;

use crate::builder::{Cli, Done};

fn new(root: &Path, dir: &str, grade: &str, indicators: &str) -> Done {
    let line = format!("new {dir} --profile tangshan-2025 --division 130283 --round 2026Q2");
    Cli::new().words(&line).args(["--grade", grade, "--indicators", indicators]).in_dir(root).run()
}

fn rows(root: &Path, file: &str) -> Vec<toml::Table> {
    let text = fs::read_to_string(root.join(file)).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let rows = table.get("rows").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    rows.into_iter().filter_map(|row| row.as_table().cloned()).collect()
}

#[test]
fn self_assessment_and_site_form_hold_the_rows_of_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    new(root, "a", "A", "cement,coating").exit(0);
    let own = rows(root, "a/forms/app.self.toml");
    let site = rows(root, "a/forms/city.form.toml");
    // 三(二)：资格审查时核查的指标（Q24）不再列入现场核查表。
    assert!(own.len() > site.len() && site.len() > 3, "{} and {}", own.len(), site.len());
    let has = |row: &toml::Table, column: &str, part: &str| {
        row.get(column).and_then(toml::Value::as_str).is_some_and(|text| text.contains(part))
    };
    assert!(own.iter().any(|r| has(r, "item", "窑尾颗粒物浓度") && has(r, "demand", "10 mg/m³")));
    // What is an example says so on paper.
    assert!(own.iter().all(|r| !r.contains_key("demand")
        || has(r, "demand", "（示例）")
        || has(r, "demand", "")));
    let kept: Vec<String> = {
        let mut names: Vec<String> = fs::read_dir(root.join("a/rules/indicators"))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(kept, ["cement.toml", "coating.toml", "dimensions.toml", "readings.toml"]);
    // A check asks for what nobody knows and finds no file it does not know.
    let done = Cli::new().words("check a").in_dir(root).run().exit(1);
    assert!(!done.stdout.contains("case.unknown-file"), "{done}");
    // An empty form is made from the same tables, though the shelf may have changed by then.
    fs::remove_file(root.join("a/forms/app.self.toml")).unwrap();
    Cli::new().words("form skeleton a app.self").in_dir(root).run().exit(0);
    assert_eq!(rows(root, "a/forms/app.self.toml"), own);
}

#[test]
fn a_grade_is_asked_for_by_the_name_that_tables_give_it() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), "b", "B-", "cement").exit(0);
    let own = rows(folder.path(), "b/forms/app.self.toml");
    assert!(!own.is_empty());
    // The example knows demands of grade A alone: nothing is guessed for another.
    let text = fs::read_to_string(folder.path().join("b/forms/app.self.toml")).unwrap();
    assert!(!text.contains("10 mg/m³"), "{text}");
}

#[test]
fn a_table_that_is_not_there_is_told_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path(), "c", "A", "glass").exit(2).stderr_has("cement / coating").stdout_is("");
    assert!(!folder.path().join("c").exists());
}

#[test]
fn a_folder_of_rules_brings_tables_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let tables = root.join("own/indicators");
    fs::create_dir_all(&tables).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles/indicators/cement.toml");
    let text = fs::read_to_string(built_in).unwrap();
    let text =
        text.replace("id = \"cement\"\n", "id = \"own-cement\"\n").replace("10 mg/m³", "5 mg/m³");
    fs::write(tables.join("own-cement.toml"), text).unwrap();
    Cli::new()
        .words("new d --profile tangshan-2025 --division 130283 --round 2026Q2 --grade A")
        .words("--indicators own-cement --profiles own")
        .in_dir(root)
        .run()
        .exit(0);
    let own = fs::read_to_string(root.join("d/forms/app.self.toml")).unwrap();
    assert!(own.contains("5 mg/m³") && !own.contains("不高于 10 mg/m³"));
}
