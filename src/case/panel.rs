//! Experts and gates: who took part that may not, who is missing, and what must be so before the
//! procedure goes on.

use super::layout;
use super::look::{Sight, is_one_of};
use crate::form::{Row, Value};
use crate::profile::{Experts, Late};
use crate::verdict::{Bearing, Code, Finding, Place};

/// The declarations of an expert, as the profile's `columns` name them.
const DECLARATIONS: [&str; 3] = ["third_party", "interest", "barred"];

pub(super) fn experts(sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
    let Some(rule) = &sight.case.profile.experts else { return Ok(Vec::new()) };
    let filled = sight.typed(&rule.rows.slot)?;
    if !sight.binds(&rule.grades) || filled.0.is_empty() {
        return Ok(Vec::new());
    }
    let marked = |row: &&Row| match &rule.only {
        Some((column, word)) => {
            row.get(column).is_some_and(|v| is_one_of(v, std::slice::from_ref(word)))
        }
        None => true,
    };
    let mut out = Vec::new();
    let clause = format!("{} {}", sight.case.profile.short, rule.cite);
    // An enterprise is known by its code, an expert by the name of the industry.
    let own = super::codes::names(&sight.case.facts.enterprise.industries);
    let mut fitting = 0;
    for (n, row) in (1_usize..).zip(filled.rows(&rule.rows.table)).filter(|(_, row)| marked(row)) {
        let name = words(rule, row, "name");
        for role in DECLARATIONS {
            let Some(column) = rule.rows.columns.get(role) else { continue };
            if row.get(column).is_some_and(|v| !is_one_of(v, &rule.harmless)) {
                let field = format!("{}[{n}].{column}", rule.rows.table);
                let place = Place::field(layout::typed(&rule.rows.slot), 0, field);
                let finding = Finding::new(Code::CaseExpertConflict, place).with("name", &name);
                out.push(finding.with("why", role).under(clause.clone()));
            }
        }
        let field = words(rule, row, "industry");
        fitting += u32::from(own.iter().any(|name| field.contains(name.as_str())));
    }
    if fitting < rule.of_industry {
        let place = Place::field(layout::typed(&rule.rows.slot), 0, rule.rows.table.clone());
        let finding = Finding::new(Code::CaseExpertIndustry, place);
        let finding = finding.with("wanted", rule.of_industry).with("found", fitting);
        let industries = sight.case.facts.enterprise.industries.join("、");
        out.push(finding.with("industries", industries).under(clause));
    }
    Ok(out)
}

/// What a row says in the column of a role.
fn words(rule: &Experts, row: &Row, role: &str) -> String {
    let value = rule.rows.columns.get(role).and_then(|column| row.get(column));
    match value {
        Some(Value::Text(text) | Value::Choice(text)) => text.clone(),
        _ => String::new(),
    }
}

pub(super) fn gates(sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
    let mut out = Vec::new();
    for gate in sight.case.profile.gates.iter().filter(|g| sight.binds(&g.grades)) {
        // What is not filled yet is told as missing where it is missing.
        if sight.holds(&gate.holds)? != Some(false) {
            continue;
        }
        let bearing = match gate.late {
            Late::Fail => Bearing::Fails,
            Late::Warn => Bearing::Note,
        };
        let finding = Finding::new(Code::CaseGateClosed, Place::field("", 0, gate.id.clone()));
        let clause = format!("{} {}", sight.case.profile.short, gate.cite);
        out.push(finding.with("title", &gate.title).bearing(bearing).under(clause));
    }
    Ok(out)
}
