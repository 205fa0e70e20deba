//! `docs/rules-tests.md` says which test holds which rule; it must not lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of the tests in the sources of a folder.
fn tests_in(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0].trim() == "#[test]") {
            let name = pair[1].trim().strip_prefix("fn ").unwrap().split('(').next().unwrap();
            names.insert(name.to_string());
        }
    }
    names
}

#[test]
fn the_page_of_rules_names_tests_that_there_are_and_leaves_none_out() {
    let rules = tests_in("tests/rules");
    let mut all = rules.clone();
    for folder in ["src/profile/time/tests", "tests/examples", "tests/seal_dossier"] {
        all.extend(tests_in(folder));
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules-tests.md");
    let page = fs::read_to_string(page).unwrap();
    let mut named = BTreeSet::new();
    let mut rows = 0;
    let table = page.lines().filter(|line| line.starts_with("| ") && !line.contains("rule |"));
    for line in table {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [rule, article, tests] = cells[..] else { panic!("{line}") };
        assert!(!rule.is_empty() && !article.is_empty(), "{line}");
        let tests: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "{line}");
        for test in tests {
            assert!(all.contains(test), "no test `{test}`");
            named.insert(test.to_string());
        }
        rows += 1;
    }
    assert!(rows > 90, "{rows}");
    // What holds a rule is named after its article; this test and those of the engine are not.
    let articles = ["ts_", "smx_", "hb_", "sx_", "uq_"];
    let of_a_rule = rules.iter().filter(|name| articles.iter().any(|a| name.starts_with(a)));
    let left_out: Vec<&String> = of_a_rule.filter(|name| !named.contains(*name)).collect();
    assert!(left_out.is_empty(), "{left_out:?}");
}
