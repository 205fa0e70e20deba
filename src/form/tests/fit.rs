//! One form in several slots: whose boxes, which facts, which article.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::form::{Filled, Fit, Form, Given};

const SHARED: &str = r#"
id = "shared"
title = "意见表"
title_en = "Opinion"
style = "form"
maker = "nobody"
cite = "X 1；Y 2"
note = "test"
[[section]]
title = "栏"
title_en = "Fields"
fields = [
  { id = "unit", label = "单位", label_en = "Unit", type = "text", required = true, default_from = "branch.name" },
  { id = "view", label = "意见", label_en = "View", type = "opinion", required = true, opinion_of = "one.head" },
  { id = "signer", label = "签字人", label_en = "Signer", type = "person", required = true, when = { field = "view", is = ["agree", "disagree"] } },
  { id = "rows", label = "各组", label_en = "Groups", type = "table", columns = [
    { id = "group", label = "组", label_en = "Group", type = "text" },
    { id = "said", label = "意见", label_en = "View", type = "opinion", opinion_of = "group.head" } ] },
]
[[block]]
kind = "grid"
widths = [1, 2]
rows = [["unit"], ["view"], ["signer"]]
[[block]]
kind = "table"
field = "rows"
"#;

fn fit(seats: &[(&str, &str)], facts: &[(&str, &str)], heard: &[&str]) -> Fit {
    let pairs = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
        list.iter().map(|(a, b)| ((*a).to_string(), (*b).to_string())).collect()
    };
    let heard: BTreeSet<String> = heard.iter().map(ToString::to_string).collect();
    Fit { cite: "X 三".into(), seats: pairs(seats), facts: pairs(facts), heard }
}

fn form() -> Form {
    Form::parse(Path::new("shared.toml"), SHARED).unwrap()
}

/// The fields that are missing in a data file, with the article of each.
fn missing(form: &Form, text: &str) -> Vec<(String, String)> {
    let (_, findings) = form.read("f", text);
    findings.into_iter().map(|f| (f.place.field, f.clause.unwrap_or_default())).collect()
}

#[test]
fn a_box_is_asked_for_exactly_where_its_seat_is_heard() {
    let rows = "[[rows]]\ngroup = \"一组\"\n";
    let heard = |seats: &[&str]| form().fitted(&fit(&[], &[], seats));
    assert_eq!(missing(&heard(&[]), rows), []);
    let article = |field: &str| (field.to_string(), "X 三".to_string());
    assert_eq!(missing(&heard(&["one.head"]), rows), [article("view.opinion")]);
    assert_eq!(missing(&heard(&["group.head"]), rows), [article("rows[1].said.opinion")]);
    // Unfitted, the form's own word counts.
    assert_eq!(missing(&form(), rows).len(), 1);
}

#[test]
fn the_box_belongs_to_the_seat_that_the_slot_names() {
    let fitted = form().fitted(&fit(&[("one.head", "air.head")], &[], &["air.head"]));
    let seats = |form: &Form| -> Vec<String> {
        let opinions = form.opinions(&Filled::default());
        opinions.into_iter().map(|o| o.seat).collect()
    };
    assert_eq!(seats(&fitted), ["air.head"]);
    assert_eq!(missing(&fitted, ""), [("view.opinion".to_string(), "X 三".to_string())]);
    assert_eq!(seats(&form()), ["one.head"]);
}

#[test]
fn another_fact_fills_the_field_and_is_the_one_that_is_missed() {
    let fitted = form().fitted(&fit(&[], &[("branch.name", "city.name")], &[]));
    let mut given = Given::default();
    given.set("branch.name", "某分局");
    let facts = |given: &Given| -> Vec<String> {
        let lacking = fitted.lacking("f", &Filled::default(), given);
        let facts = lacking.into_iter().flat_map(|f| f.facts);
        facts.filter(|(name, _)| *name == "fact").map(|(_, fact)| fact).collect()
    };
    assert_eq!(facts(&given), ["city.name"]);
    given.set("city.name", "某市局");
    assert_eq!(facts(&given), Vec::<String>::new());
    assert!(fitted.skeleton(&given).contains("# unit = \"某市局\""));
}

#[test]
fn what_goes_with_an_opinion_is_asked_for_once_it_is_given() {
    let form = form().fitted(&Fit::default());
    let said = |word: &str| format!("view = {{ opinion = \"{word}\", text = \"因故。\" }}\n");
    let fields = |text: &str| -> Vec<String> {
        missing(&form, text).into_iter().map(|(field, _)| field).collect()
    };
    assert_eq!(fields(""), Vec::<String>::new());
    assert_eq!(fields(&said("agree")), ["signer"]);
    assert_eq!(fields(&said("abstain")), Vec::<String>::new());
    assert!(form.skeleton(&Given::default()).contains("agree（同意, agree）"));
}

#[test]
fn a_seat_or_a_fact_that_the_form_does_not_have_is_named() {
    let good = fit(&[("one.head", "a"), ("group.head", "b")], &[("branch.name", "c")], &[]);
    assert_eq!(form().misfit(&good), None);
    assert_eq!(form().misfit(&fit(&[("two.head", "a")], &[], &[])), Some("two.head"));
    assert_eq!(form().misfit(&fit(&[], &[("unit", "c")], &[])), Some("unit"));
}
