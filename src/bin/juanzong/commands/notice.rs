//! `juanzong check --notice`: everything that the applicant must put right, told once.

use std::path::PathBuf;

use juanzong::base::time::Day;
use juanzong::case::{Case, Examination};
use juanzong::form::{Filled, Value};
use juanzong::report::{Lang, Texts, notice_rows};
use juanzong::verdict::Code;

use super::paper;
use crate::context::Context;
use crate::exit::{Error, Failure};

/// Writes the notice of a check; none where there is nothing to be put right.
pub(super) fn write(
    case: &Case,
    examined: &Examination,
    at: Day,
    paths: &[PathBuf],
    context: &Context,
) -> Result<(), Failure> {
    let none = || Error::NoticeNone {
        profile: case.profile.title.clone(),
        grade: case.facts.grade.clone(),
    };
    let notice = case.profile.notice(&case.facts.grade).ok_or_else(none)?;
    let gaps = case.gaps(notice, examined);
    unstated(examined, context);
    if gaps.is_empty() {
        context.say("cli-notice-nothing", &[]);
        return Ok(());
    }
    // Where the dossier has a place for the notice, what was typed for it stands in it.
    let place = case.slots().map(|(_, s)| s).find(|s| s.form.as_ref() == Some(&notice.form));
    let shelf = context.shelf()?;
    let (form, typed) = match place {
        Some(slot) => {
            let form = case.fitted(&slot.id, &notice.form)?;
            let typed = match case.is_typed(slot) {
                true => case.read_typed(&slot.id, &notice.form)?.0,
                false => Filled::default(),
            };
            (form, typed)
        }
        None => (shelf.forms.form(&notice.form).ok_or_else(none)?.clone(), Filled::default()),
    };
    // An official paper is written in Chinese, whatever language its clerk reads.
    let rows = notice_rows(&gaps, notice, &Texts::new(Lang::ZhCn));
    let count = rows.len();
    let mut filled = typed.with(notice.table.clone(), Value::Table(rows));
    if let Some(field) = form.date.as_ref().filter(|f| filled.date(f).is_none()) {
        filled = filled.with(field.clone(), at);
    }
    paper::place(paths, &form, &filled, &case.given(), context)?;
    context.say("cli-notice-made", &[("count", count.to_string())]);
    Ok(())
}

/// A notice that is issued once must not hang on what nobody has said yet: which papers are asked for
/// may depend on it.
fn unstated(examined: &Examination, context: &Context) {
    let found = examined.report.findings().into_iter();
    let unstated = found.filter(|f| f.code == Code::CaseTraitUnstated);
    let named = unstated.filter_map(|f| f.facts.iter().find(|(name, _)| *name == "trait"));
    let traits: Vec<&str> = named.map(|(_, title)| title.as_str()).collect();
    if !traits.is_empty() {
        context.say("cli-notice-unstated", &[("traits", traits.join("；"))]);
    }
}
