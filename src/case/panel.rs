//! Experts, gates and crowds: who took part that may not, who is missing, what must be so before the
//! procedure goes on or a limit is relaxed.

use super::layout;
use super::look::{Sight, is_one_of};
use crate::base::time::Day;
use crate::form::{Row, Value};
use crate::profile::time::window;
use crate::profile::{Experts, Late, When};
use crate::verdict::{Bearing, Code, Finding, Place};

/// The declarations of an expert, as the profile's `columns` name them.
const DECLARATIONS: [&str; 3] = ["third_party", "interest", "barred"];

pub(super) fn experts(sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
    let Some(rule) = &sight.case.profile.experts else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    if sight.binds(&rule.grades) {
        for slot in rule.also.iter().chain([&rule.rows.slot]) {
            out.extend(panel(sight, rule, slot)?);
        }
    }
    Ok(out)
}

/// The experts that one paper names.
fn panel(sight: &Sight<'_>, rule: &Experts, slot: &str) -> Result<Vec<Finding>, super::Error> {
    let filled = sight.typed(slot)?;
    if filled.0.is_empty() {
        return Ok(Vec::new());
    }
    let marked = |row: &&Row| match &rule.only {
        Some((column, word)) => {
            row.get(column).is_some_and(|v| is_one_of(v, std::slice::from_ref(word)))
        }
        None => true,
    };
    let rows = filled.rows(&rule.rows.table);
    if sight.lacks_rows(slot, &rule.rows.table)? {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    let clause = format!("{} {}", sight.case.profile.short, rule.cite);
    let place = |field: String| Place::field(layout::typed(slot), 0, field);
    // An enterprise is known by its code, an expert by the name of the industry.
    let own = super::codes::names(&sight.case.facts.enterprise.industries);
    let mut fitting = 0;
    for (n, row) in (1_usize..).zip(rows).filter(|(_, row)| marked(row)) {
        let name = words(rule, row, "name");
        for role in DECLARATIONS {
            let Some(column) = rule.rows.columns.get(role) else { continue };
            if row.get(column).is_some_and(|v| !is_one_of(v, &rule.harmless)) {
                let field = format!("{}[{n}].{column}", rule.rows.table);
                let finding =
                    Finding::new(Code::CaseExpertConflict, place(field)).with("name", &name);
                out.push(finding.with("why", role).under(clause.clone()));
            }
        }
        let unit = words(rule, row, "unit");
        if sight.case.facts.enterprise.is_related(&unit) {
            let column = rule.rows.columns.get("unit").map_or("unit", String::as_str);
            let field = format!("{}[{n}].{column}", rule.rows.table);
            let finding = Finding::new(Code::CaseExpertConflict, place(field)).with("name", &name);
            out.push(finding.with("why", "unit").under(clause.clone()));
        }
        let field = words(rule, row, "industry");
        fitting += u32::from(own.iter().any(|name| field.contains(name.as_str())));
    }
    if fitting < rule.of_industry {
        let finding = Finding::new(Code::CaseExpertIndustry, place(rule.rows.table.clone()));
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
        if let When::Row { slot, table, .. } = &gate.holds
            && sight.lacks_rows(slot, table)?
        {
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

/// Limits that were relaxed although not so much had come in at once.
pub(super) fn crowds(sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
    let mut out = Vec::new();
    for rule in &sight.case.profile.crowds {
        let filled = sight.typed(&rule.slot)?;
        let day = |row: &Row| match row.get(&rule.column) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let days: Vec<Day> = filled.rows(&rule.table).iter().filter_map(day).collect();
        if days.is_empty() {
            continue;
        }
        let most = rule.most as usize;
        let working = rule.working.as_ref().is_some_and(|w| sight.under(Some(w)));
        let field = Place::field(layout::typed(&rule.slot), 0, rule.table.clone());
        let clause = format!("{} {}", sight.case.profile.short, rule.cite);
        let found = if working {
            window::crowded_working(&days, most, sight.look.calendar)
        } else {
            Ok(window::crowded(&days, most))
        };
        let finding = match found {
            Ok(crowds) if !crowds.is_empty() => continue,
            Ok(_) => Finding::new(Code::CaseNoCrowd, field).with("most", rule.most),
            Err(missing) => Finding::new(Code::CaseYearMissing, field).with("year", missing.year),
        };
        let finding = finding.with("title", &rule.title).under(clause);
        out.push(finding.with("listed", days.len()));
    }
    Ok(out)
}
