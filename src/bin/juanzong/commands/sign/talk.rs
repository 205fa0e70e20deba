//! What a signer sees before signing: every file, what changed, the seat, the opinion.

use std::collections::BTreeMap;

use juanzong::report::{Align, Table, ranges};
use juanzong::seal::predicate::Predicate;
use juanzong::seal::sign::Plan;

use super::place::Place;
use crate::context::Context;
use crate::desk;

/// Shows a plan; gives the facts of the question.
pub(super) fn summary(
    plan: &Plan,
    place: &dyn Place,
    context: &Context,
) -> Vec<(&'static str, String)> {
    let counted: BTreeMap<String, u64> = match plan.statement.predicate() {
        Predicate::Review(review) => {
            review.shown.iter().map(|s| (s.name.clone(), s.pages)).collect()
        }
        Predicate::Open(_) | Predicate::Roster(_) | Predicate::Seal(_) => BTreeMap::new(),
    };
    desk::show(plan, |name| counted.get(name).copied(), context);
    let holder = place.rings().newest().and_then(|r| r.holder(&plan.person));
    let name = holder.map(|h| h.name.clone()).unwrap_or_default();
    let facts = match plan.statement.predicate() {
        Predicate::Review(r) => vec![
            ("kind", "review".to_string()),
            ("seat", place.profile().seat_title(&r.seat)),
            ("opinion", r.opinion.as_str().to_string()),
            ("said", if r.text.is_empty() { "no" } else { "yes" }.to_string()),
            ("text", r.text.clone()),
            ("rows", if r.rows.is_empty() { "none".to_string() } else { r.rows.len().to_string() }),
            ("ids", ranges(&r.rows)),
        ],
        Predicate::Roster(r) => vec![
            ("kind", "roster".to_string()),
            ("seat", place.profile().seat_title(&r.seat)),
            ("opinion", String::new()),
            ("text", r.members.iter().map(|m| m.person.to_string()).collect::<Vec<_>>().join(" ")),
            ("rows", r.members.len().to_string()),
        ],
        Predicate::Open(_) | Predicate::Seal(_) => Vec::new(),
    };
    let time = context.now.chinese();
    let mut all = vec![("person", plan.person.to_string()), ("name", name), ("time", time)];
    all.extend(facts);
    all.push(("files", plan.covers.len().to_string()));
    context.say("cli-sign-summary", &all);
    all
}

/// The list at the end of a batch.
pub(super) fn outcomes(rows: &[(String, String, &str, String)], context: &Context) -> String {
    let heads = ["cli-col-case", "cli-col-folder", "cli-col-outcome", "cli-col-result"];
    let mut table = Table::headed(heads.map(|id| (context.texts.say(id), Align::Left)));
    for (case, path, outcome, what) in rows {
        let outcome = context.texts.message("cli-outcome", &[("outcome", (*outcome).to_string())]);
        table.row([case.clone(), path.clone(), outcome, what.clone()]);
    }
    table.render(context.console.data_style().width)
}
