//! The rows of a notice: each gap told to an applicant, in official Chinese. What a clerk reads on the
//! screen names files and keys; an applicant is told papers and their columns.

use super::Texts;
use crate::case::Gap;
use crate::form::{Row, Value};
use crate::profile::{Notice, ROLES};
use crate::verdict::Finding;

/// Most columns of a paper that one row names; the rest are counted.
const NAMED: usize = 40;

/// Most characters of a cell.
const MOST: usize = 1_500;

/// The rows of a notice's table.
#[must_use]
pub fn notice_rows(gaps: &[Gap], notice: &Notice, texts: &Texts) -> Vec<Row> {
    gaps.iter().map(|gap| row(gap, notice, texts)).collect()
}

fn row(gap: &Gap, notice: &Notice, texts: &Texts) -> Row {
    let id = format!("notice-{}", gap.code.id().replace('.', "-"));
    let facts = [("fields", fields(gap, texts)), ("count", gap.findings.len().to_string())];
    let problem = match texts.find(&id, &facts) {
        Some(told) => told,
        // The sentences of the check say it as they stand.
        None => sentences(gap, texts),
    };
    let demand = texts.attribute(&id, "demand").unwrap_or_else(|| texts.say("notice-demand"));
    let cells = [gap.title.clone(), problem, demand, gap.clause.clone()];
    ROLES
        .into_iter()
        .zip(cells)
        .filter_map(|(role, cell)| {
            let cell = cell.chars().take(MOST).collect::<String>();
            Some((notice.columns.get(role)?.clone(), Value::Text(cell)))
        })
        .collect()
}

/// The columns that the findings of a gap name, each once: “法定代表人”、“污染因子”（第 2 行）.
fn fields(gap: &Gap, texts: &Texts) -> String {
    let mut named: Vec<String> = Vec::new();
    for finding in &gap.findings {
        let Some(label) = fact(finding, "label") else { continue };
        let facts = [("label", label.to_owned()), ("row", row_of(finding))];
        let told = texts.message("notice-field", &facts);
        if !named.contains(&told) {
            named.push(told);
        }
    }
    let rest = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    let comma = texts.say("notice-comma");
    let mut told = named.join(&comma);
    if rest > 0 {
        told += &texts.message("notice-rest", &[("count", rest.to_string())]);
    }
    told
}

/// The row of a table that a finding is about; `0` where it is about none: `rows[3].demand`.
fn row_of(finding: &Finding) -> String {
    let number = finding.place.field.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    number.map_or_else(|| "0".to_owned(), |(n, _)| n.to_owned())
}

fn sentences(gap: &Gap, texts: &Texts) -> String {
    let id = format!("code-{}", gap.code.id().replace('.', "-"));
    let mut told: Vec<String> = gap.findings.iter().map(|f| texts.message(&id, &f.facts)).collect();
    told.dedup();
    told.join("\n")
}

fn fact<'a>(finding: &'a Finding, name: &str) -> Option<&'a str> {
    finding.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}
