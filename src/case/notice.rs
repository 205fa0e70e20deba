//! What an applicant must put right, all of it at once (一次性告知): the gaps of a check that lie in
//! papers which the applicant makes or hands in. Which those are stands in the profile.

use std::collections::BTreeMap;

use super::{Case, Examination, State};
use crate::profile::{Notice, Slot};
use crate::verdict::{Bearing, Code, Finding};

/// Something that an applicant must put right: one kind of flaw of one paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The paper, or what was to be done by a day.
    pub title: String,
    /// The kind of flaw.
    pub code: Code,
    /// The findings of that kind, in the order of the paper.
    pub findings: Vec<Finding>,
    /// The article of the regulation: `三B(一)`.
    pub clause: String,
}

impl Case {
    /// Everything in a check that the applicant must put right: failures alone, in the order of the
    /// dossier; overdue duties after the papers.
    #[must_use]
    pub fn gaps(&self, notice: &Notice, examined: &Examination) -> Vec<Gap> {
        let mut gaps: BTreeMap<(usize, &'static str), Gap> = BTreeMap::new();
        let mut found = examined.report.findings();
        found.retain(|f| f.bearing == Bearing::Fails);
        found.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
        for finding in found {
            let Some((number, slot)) = self.slots().find(|(_, slot)| lies_in(slot, finding)) else {
                continue;
            };
            if !self.is_theirs(notice, slot) {
                continue;
            }
            let gap = gaps.entry((number, finding.code.id())).or_insert_with(|| Gap {
                title: slot.title.clone(),
                code: finding.code,
                findings: Vec::new(),
                clause: slot.cite.clone(),
            });
            gap.findings.push(finding.clone());
        }
        gaps.into_values().chain(self.overdue(notice, examined)).collect()
    }

    /// Whether a paper is the applicant's: received files, or a form that the applicant makes.
    fn is_theirs(&self, notice: &Notice, slot: &Slot) -> bool {
        if !notice.stages.contains(&slot.stage) {
            return false;
        }
        match slot.form.as_deref().and_then(|id| self.library.form(id)) {
            Some(form) => notice.makers.contains(&form.maker),
            None => slot.form.is_none(),
        }
    }

    /// What the applicant has not done in time.
    fn overdue(&self, notice: &Notice, examined: &Examination) -> Vec<Gap> {
        let late = |s: &&super::Standing| matches!(s.state, State::Overdue(_));
        let theirs = examined.timetable.iter().filter(late);
        let theirs = theirs.filter(|s| notice.makers.contains(&s.deadline.actor));
        theirs
            .filter_map(|standing| {
                let deadline = &standing.deadline;
                let told = examined
                    .report
                    .findings()
                    .into_iter()
                    .find(|f| f.code == Code::CaseOverdue && f.place.field == deadline.id)?;
                Some(Gap {
                    title: deadline.title.clone(),
                    code: Code::CaseOverdue,
                    findings: vec![told.clone()],
                    clause: deadline.cite.clone(),
                })
            })
            .collect()
    }
}

/// Whether a finding is about a slot: its typed data, its received files, or what the facts say of it.
fn lies_in(slot: &Slot, finding: &Finding) -> bool {
    let (file, field) = (finding.place.file.as_str(), finding.place.field.as_str());
    let inside = |folder: &str| {
        let rest = file.strip_prefix(folder).and_then(|rest| rest.strip_prefix(slot.id.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest == ".toml")
    };
    inside("forms/") || inside("evidence/") || field.starts_with(&format!("slot.\"{}\"", slot.id))
}
