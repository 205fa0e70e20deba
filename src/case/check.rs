//! What is missing or wrong in a case folder: facts, slots, fields, files nobody asked for; and
//! what is late, barred or in conflict as of a day.

use super::look::{Look, Reading, Sight};
use super::{Case, Hit, Standing, eligibility, facts_check, grading, layout, panel, timetable};
use crate::base::{disk, name};
use crate::form::{Filled, Form};
use crate::profile::time::Round;
use crate::profile::{Basis, Need, Rule, Slot, Topic, When};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// Largest file of typed data.
const LARGEST_TYPED: u64 = 16 << 20;

/// What a check as of a day came to.
#[derive(Clone, Debug)]
pub struct Examination {
    /// The findings.
    pub report: Report,
    /// Every deadline that binds the case.
    pub timetable: Vec<Standing>,
    /// What follows from the enterprise's record.
    pub hits: Vec<Hit>,
    /// How what the text leaves open was read, where something rested on it.
    pub readings: Vec<Reading>,
    /// Who answers for what, as far as it binds the case.
    pub duties: Vec<Rule>,
}

impl Case {
    /// Checks facts, slots, fields and files against the profile.
    ///
    /// # Errors
    /// A folder of the case cannot be listed; what is wrong with its content is a finding.
    pub fn check(&self) -> Result<Report, super::Error> {
        let mut report = Report::on(self.facts.case.clone());
        let facts = self.facts.check(&self.profile, &self.facts_text);
        report.count("facts", 1);
        if !self.has_grade() {
            report.extend(facts);
            report.skip("case-papers");
            return Ok(report);
        }
        let mut papers = Vec::new();
        for (_, slot) in self.slots() {
            report.count("slots", 1);
            papers.extend(self.check_slot(slot)?);
        }
        let cover = (layout::VOLUME_DATA[0], self.profile.volume.cover.as_str());
        let closing = (layout::VOLUME_DATA[1], self.profile.volume.closing.as_str());
        for (data, form) in [cover, closing] {
            papers.extend(self.read_typed(data, form)?.1);
        }
        report.extend(self.each_fact_once(facts, papers));
        report.extend(self.unknown_files()?);
        Ok(report)
    }

    /// Whether the grade applied for is one of the profile's: nobody knows otherwise which papers
    /// and days are to be checked.
    fn has_grade(&self) -> bool {
        self.profile.scope.grades.contains(&self.facts.grade)
    }

    /// The findings of facts and papers, with a fact that is missing on many papers told once, where
    /// it belongs.
    fn each_fact_once(&self, facts: Vec<Finding>, papers: Vec<Finding>) -> Vec<Finding> {
        let mut out = facts;
        for finding in papers {
            let lacking = finding.code == Code::FormFieldMissing;
            let fact = finding.facts.iter().find(|(name, _)| *name == "fact" && lacking);
            let Some(field) = fact.and_then(|(_, fact)| facts_check::field_of(fact)) else {
                out.push(finding);
                continue;
            };
            let told = |f: &Finding| f.place.file == layout::FACTS && f.place.field == field;
            if !out.iter().any(told) {
                out.push(facts_check::empty(&self.facts_text, field));
            }
        }
        out
    }

    /// Checks a case as of a day: what is missing or wrong, what is late, who may not apply, which
    /// expert may not take part, what must be so before the procedure goes on.
    ///
    /// # Errors
    /// A folder of the case cannot be listed; what is wrong with its content is a finding.
    pub fn examine(&self, look: &Look<'_>) -> Result<Examination, super::Error> {
        let mut report = self.check()?;
        if !self.has_grade() {
            let (timetable, hits) = (Vec::new(), Vec::new());
            let (readings, duties) = (Vec::new(), Vec::new());
            return Ok(Examination { report, timetable, hits, readings, duties });
        }
        let sight = Sight::new(self, look);
        report.extend(self.round());
        let wanted = self.wanted(&sight)?;
        report.extend(self.undecided(&sight, &wanted));
        report.extend(wanted);
        let timetable = timetable::standings(&sight)?;
        report.count("deadlines", timetable.len() as u64);
        report.extend(timetable::findings(&sight, &timetable));
        let hits = eligibility::hits(&sight);
        report.count("consequences", self.profile.consequences.len() as u64);
        report.extend(eligibility::findings(&sight, &hits));
        report.extend(grading::findings(&sight)?);
        report.extend(panel::experts(&sight)?);
        report.extend(panel::gates(&sight)?);
        report.extend(panel::crowds(&sight)?);
        let duties = self.profile.rules.iter().filter(|rule| {
            let binds = rule.topic == Topic::Responsibility && sight.binds(&rule.grades);
            binds && sight.under(rule.under.as_ref())
        });
        let duties = duties.cloned().collect();
        Ok(Examination { report, timetable, hits, readings: sight.readings(), duties })
    }

    /// The round must be named as the regulation gathers applications.
    fn round(&self) -> Option<Finding> {
        let shape = self.profile.round.as_ref()?.kind.shape();
        // What is no name of a round at all is told with the other facts.
        if !name::is_id(&self.facts.round) {
            return None;
        }
        let fits = Round::parse(&self.facts.round).is_some_and(|round| round.shape() == shape);
        let finding = Finding::new(Code::CaseFactInvalid, Place::field(layout::FACTS, 0, "round"));
        let finding = finding.with("problem", "form").with("value", &self.facts.round);
        (!fits).then(|| finding.with("expected", shape.example()))
    }

    /// Conditional papers whose condition holds, and those that only warn.
    fn wanted(&self, sight: &Sight<'_>) -> Result<Vec<Finding>, super::Error> {
        let mut out = Vec::new();
        let mut asked: Vec<Finding> = Vec::new();
        // Each trait is asked for once, though several papers hang on it.
        let mut ask = |finding: Finding| {
            if !asked.iter().any(|known| known.place == finding.place) {
                asked.push(finding);
            }
        };
        for (_, slot) in self.slots() {
            let filled = self.is_typed(slot) || self.evidence.iter().any(|i| i.slot == slot.id);
            let need = slot.need_for(&self.facts.grade);
            let needed = match (need, &slot.when) {
                _ if filled => continue,
                (Need::Required, _) => Some(true),
                (Need::Conditional, Some(when)) => sight.holds(when)?,
                (Need::Conditional, None) | (Need::Optional, _) => Some(false),
            };
            let warns = slot.warns(&self.facts.grade, &self.facts.traits);
            match needed {
                Some(true) if warns => out.push(empty(&self.profile.short, slot, Bearing::Note)),
                Some(true) if need == Need::Conditional => {
                    out.push(empty(&self.profile.short, slot, Bearing::Fails));
                }
                Some(true) => {
                    let id = slot.warn_trait.clone();
                    let when = id.map(|r#trait| When::Trait { r#trait, is: true });
                    when.and_then(|w| self.unstated(&w, &slot.title, &slot.cite)).map(&mut ask);
                }
                Some(false) => {}
                None => {
                    let when = slot.when.as_ref();
                    when.and_then(|w| self.unstated(w, &slot.title, &slot.cite)).map(&mut ask);
                }
            }
        }
        out.extend(asked);
        Ok(out)
    }

    /// A trait on which a paper or a deadline hangs and of which the case says nothing.
    fn unstated(&self, when: &When, title: &str, cite: &str) -> Option<Finding> {
        let When::Trait { r#trait, .. } = when else { return None };
        if self.facts.traits.contains_key(r#trait) {
            return None;
        }
        let known = self.profile.traits.iter().find(|t| t.id == *r#trait)?;
        let place = Place::field(layout::FACTS, 0, format!("traits.{trait}"));
        let finding = Finding::new(Code::CaseTraitUnstated, place).with("trait", &known.title);
        let finding = finding.with("id", r#trait).with("title", title);
        Some(finding.under(format!("{} {cite}", self.profile.short)))
    }

    /// The traits of which the case says nothing and on which a deadline hangs, each once.
    fn undecided(&self, sight: &Sight<'_>, told: &[Finding]) -> Vec<Finding> {
        let mut out: Vec<Finding> = Vec::new();
        for d in self.profile.deadlines.iter().filter(|d| sight.binds(&d.grades)) {
            let finding = d.when.as_ref().and_then(|w| self.unstated(w, &d.title, &d.cite));
            let known = |f: &Finding| told.iter().chain(&out).any(|t| t.place == f.place);
            out.extend(finding.filter(|f| !known(f)));
        }
        out
    }

    /// What was typed for a slot or for the volume, with everything wrong in it.
    ///
    /// # Errors
    /// The file cannot be read; a missing one gives empty data and a finding.
    pub fn read_typed(
        &self,
        data: &str,
        form: &str,
    ) -> Result<(Filled, Vec<Finding>), super::Error> {
        let place = layout::typed(data);
        let form = self.fitted(data, form)?;
        match disk::read_text(&self.dir.join(&place), LARGEST_TYPED) {
            Ok(text) => {
                let (filled, mut findings) = form.read(&place, &text);
                findings.extend(form.lacking(&place, &filled, &self.given()));
                Ok((filled, findings))
            }
            Err(e) if e.is_missing() => {
                let finding = Finding::new(Code::CaseTypedMissing, Place::file(place));
                Ok((Filled::default(), vec![finding.with("title", &form.title)]))
            }
            Err(disk::Error::Encoding { at, .. }) => {
                let finding = Finding::new(Code::CaseTypedUnreadable, Place::file(place));
                Ok((Filled::default(), vec![finding.with("at", at)]))
            }
            Err(e) => Err(e.into()),
        }
    }

    /// A pinned form.
    ///
    /// # Errors
    /// The case does not hold it.
    pub fn form(&self, id: &str) -> Result<&Form, super::Error> {
        self.library.form(id).ok_or_else(|| super::Error::FormMissing {
            profile: self.profile.id.clone(),
            form: id.to_string(),
        })
    }

    /// A pinned form as a slot uses it; as it is for the volume's own pages.
    ///
    /// # Errors
    /// The case does not hold it.
    pub fn fitted(&self, data: &str, id: &str) -> Result<Form, super::Error> {
        let form = self.form(id)?;
        let fit = self.profile.slot(data).map(|slot| self.profile.fit(slot));
        Ok(fit.map_or_else(|| form.clone(), |fit| form.fitted(&fit)))
    }

    fn check_slot(&self, slot: &Slot) -> Result<Vec<Finding>, super::Error> {
        let mut out = Vec::new();
        let files = self.evidence.iter().filter(|i| i.slot == slot.id).count();
        if self.is_typed(slot) {
            if let Some(form) = &slot.form {
                out.extend(self.read_typed(&slot.id, form)?.1);
            }
        } else if files == 0
            && slot.need_for(&self.facts.grade) == Need::Required
            && !slot.warns(&self.facts.grade, &self.facts.traits)
        {
            out.push(empty(&self.profile.short, slot, Bearing::Fails));
        }
        let named = self.facts.slot.get(&slot.id).and_then(|s| s.original.as_deref());
        if let Some(path) = named {
            let scan = self.original(&slot.id);
            if !self.evidence.iter().any(|i| i.slot == slot.id && Some(i.disk.as_str()) == scan) {
                let place =
                    Place::field(layout::FACTS, 0, format!("slot.\"{}\".original", slot.id));
                out.push(
                    Finding::new(Code::CaseOriginalMissing, place)
                        .with("path", path)
                        .with("slot", &slot.id),
                );
            }
        }
        let drawn = self.facts.slot.get(&slot.id).map(|s| s.rasterise.as_slice());
        for path in drawn.unwrap_or_default() {
            let folder = format!("evidence/{}/", slot.id);
            let disk = path.strip_prefix(&folder).unwrap_or_default();
            if !self.evidence.iter().any(|i| i.slot == slot.id && i.disk == disk) {
                let field = format!("slot.\"{}\".rasterise", slot.id);
                let place = Place::field(layout::FACTS, 0, field);
                out.push(
                    Finding::new(Code::CaseDrawingMissing, place)
                        .with("path", path)
                        .with("slot", &slot.id),
                );
            }
        }
        Ok(out)
    }

    /// Files where no slot is, links, and empty files: they would be left behind unseen.
    fn unknown_files(&self) -> Result<Vec<Finding>, super::Error> {
        let mut out = Vec::new();
        for folder in ["evidence", "forms"] {
            let path = self.dir.join(folder);
            if !disk::is_folder(&path) {
                continue;
            }
            for entry in disk::walk(&path)? {
                let name = format!("{folder}/{}", entry.name);
                if let Some(reason) = self.why_unknown(folder, &entry)? {
                    let finding = Finding::new(Code::CaseUnknownFile, Place::file(name));
                    out.push(finding.with("reason", reason));
                }
            }
        }
        Ok(out)
    }

    fn why_unknown(
        &self,
        folder: &str,
        entry: &disk::Entry,
    ) -> Result<Option<&'static str>, super::Error> {
        let top = entry.name.split('/').next().unwrap_or_default();
        let concerns = |id: &str| self.slots().any(|(_, s)| s.id == id);
        if entry.kind == disk::Kind::Other {
            return Ok(Some("link"));
        }
        if folder == "forms" {
            let id = entry.name.strip_suffix(".toml").unwrap_or_default();
            let slot = self.profile.slot(id).filter(|s| s.form.is_some() && concerns(&s.id));
            let known = slot.is_some() || layout::VOLUME_DATA.contains(&id);
            return Ok((!known || !name::is_id(id)).then_some("no-slot"));
        }
        if !concerns(top) {
            return Ok(Some("no-slot"));
        }
        if entry.kind == disk::Kind::File && !entry.name.contains('/') {
            return Ok(Some("no-slot"));
        }
        if entry.kind == disk::Kind::File && disk::size(&entry.path)? == Some(0) {
            return Ok(Some("empty"));
        }
        Ok(None)
    }
}

/// A paper that is needed and not there.
fn empty(short: &str, slot: &Slot, bearing: Bearing) -> Finding {
    let place = match &slot.form {
        Some(_) => Place::field(layout::typed(&slot.id), 0, slot.id.clone()),
        None => Place::field(format!("evidence/{}", slot.id), 0, slot.id.clone()),
    };
    let basis = match slot.basis {
        Basis::Text => "text",
        Basis::Practice => "practice",
    };
    Finding::new(Code::CaseSlotEmpty, place)
        .with("title", &slot.title)
        .with("slot", &slot.id)
        .with("basis", basis)
        .bearing(bearing)
        .under(format!("{short} {}", slot.cite))
}
