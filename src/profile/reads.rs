//! What a profile reads of its forms: the days of events, conditions, the papers that name members,
//! the rows of grades and experts, the columns of lists. A name that leads nowhere would make a
//! check silent, so it is found before the profile is used.

use super::lookback::FOUND;
use super::model::Profile;
use super::rules::{Rows, When};
use crate::form::{Field, Form, Kind, Library};

impl Profile {
    /// The first thing the profile reads of a form that the form does not have, in English.
    #[must_use]
    pub fn misread(&self, forms: &Library) -> Option<String> {
        let reader = Reader { profile: self, forms };
        reader
            .events()
            .or_else(|| reader.conditions())
            .or_else(|| reader.seats())
            .or_else(|| reader.rows())
            .or_else(|| reader.lists())
            .or_else(|| reader.papers())
            .or_else(|| reader.lookback())
    }
}

struct Reader<'a> {
    profile: &'a Profile,
    forms: &'a Library,
}

impl Reader<'_> {
    fn form(&self, slot: &str) -> Option<&Form> {
        self.forms.form(self.profile.slot(slot)?.form.as_deref()?)
    }

    fn field(&self, slot: &str, field: &str) -> Option<&Field> {
        self.form(slot)?.field(field)
    }

    fn column(&self, slot: &str, table: &str, column: &str) -> Option<&Field> {
        Some(&self.form(slot)?.table(table)?.column(column)?.field)
    }

    fn events(&self) -> Option<String> {
        self.profile.events.iter().find_map(|event| {
            let (slot, field) = event.field.as_deref()?.split_once(':')?;
            let day = self.field(slot, field).is_some_and(|f| matches!(f.kind, Kind::Date { .. }));
            (!day).then(|| format!("event `{}`: `{slot}` has no day `{field}`", event.id))
        })
    }

    fn conditions(&self) -> Option<String> {
        let mut all = self.profile.conditions();
        all.find_map(|(id, when)| self.when(when).map(|flaw| format!("`{id}` hangs on {flaw}")))
    }

    fn when(&self, when: &When) -> Option<String> {
        let (field, name, words) = match when {
            When::Trait { .. } | When::Setting { .. } => return None,
            When::Field { slot, field, is } => {
                (self.field(slot, field), format!("{slot}:{field}"), is)
            }
            When::Row { slot, table, column, is, own } => {
                if let Some(own) = own
                    && self.column(slot, table, own).is_none()
                {
                    return Some(format!("`{slot}:{table}.{own}`, which no form has"));
                }
                (self.column(slot, table, column), format!("{slot}:{table}.{column}"), is)
            }
            When::NoRow { slot, table, column, none } => {
                (self.column(slot, table, column), format!("{slot}:{table}.{column}"), none)
            }
        };
        let Some(field) = field else { return Some(format!("`{name}`, which no form has")) };
        let word = words.iter().find(|word| !can_say(field, word))?;
        Some(format!("`{name}`, which never says `{word}`"))
    }

    fn seats(&self) -> Option<String> {
        self.profile.stages.iter().flat_map(|s| &s.seats).find_map(|seat| {
            let wrong = |what: &str| Some(format!("seat `{}`: {what}", seat.id));
            if let Some(paper) = &seat.paper {
                let column = |id: &str| self.column(&paper.slot, &paper.table, id);
                if column(&paper.person).is_none_or(|f| f.kind != Kind::PersonId) {
                    return wrong("its paper names no persons");
                }
                if let Some((id, word)) = &paper.only
                    && column(id).is_none_or(|f| !can_say(f, word))
                {
                    return wrong("its paper never marks a member");
                }
            }
            let (slot, table) = seat.rows.as_deref()?.rsplit_once('.')?;
            let there = self.form(slot).is_some_and(|form| form.table(table).is_some());
            if there { None } else { wrong("it answers for rows that no form has") }
        })
    }

    fn rows(&self) -> Option<String> {
        let missing = |slot: &String, rows: &Rows| {
            let mut columns = rows.columns.values();
            let column = columns.find(|id| self.column(slot, &rows.table, id).is_none())?;
            Some(format!("rows are read from `{slot}:{}.{column}`, which no form has", rows.table))
        };
        let p = self.profile;
        let grading = p.grading.iter().flat_map(|g| &g.rows).map(|r| (&r.slot, r));
        let experts = p.experts.iter();
        let experts =
            experts.flat_map(|e| e.also.iter().chain([&e.rows.slot]).map(|s| (s, &e.rows)));
        grading.chain(experts).find_map(|(slot, rows)| missing(slot, rows)).or_else(|| {
            p.crowds.iter().find_map(|c| {
                let column = self.column(&c.slot, &c.table, &c.column);
                let day = column.is_some_and(|f| matches!(f.kind, Kind::Date { .. }));
                (!day).then(|| format!("crowd `{}`: its column holds no days", c.id))
            })
        })
    }

    /// The forms of notices and of records of draws.
    fn papers(&self) -> Option<String> {
        let notice = self.profile.notices.iter().find_map(|notice| {
            let table = self.forms.form(&notice.form).and_then(|form| form.table(&notice.table));
            let Some(table) = table else {
                return Some(format!("the notice is set in no table `{}`", notice.table));
            };
            let mut columns = notice.columns.values();
            let column = columns.find(|id| table.column(id).is_none())?;
            Some(format!("the notice fills the unknown column `{column}`"))
        });
        notice.or_else(|| {
            self.profile.samples.iter().find_map(|sample| {
                let id = sample.form.as_ref()?;
                let there = self.forms.form(id).is_some();
                (!there).then(|| format!("sample `{}` names the unknown form `{id}`", sample.id))
            })
        })
    }

    /// The record of a look-back; what it reads of the filed dossiers stands in their own rules.
    fn lookback(&self) -> Option<String> {
        let rule = self.profile.lookback.as_ref()?;
        let slot = &rule.record.slot;
        for rows in rule.signers.iter().chain([&rule.record]) {
            let mut columns = rows.columns.values();
            let missing = |id: &&String| self.column(slot, &rows.table, id).is_none();
            if let Some(column) = columns.find(missing) {
                return Some(format!("the look-back fills the unknown column `{column}`"));
            }
        }
        let fields = rule.fill.keys().chain(&rule.proposal);
        if let Some(field) = fields.into_iter().find(|id| self.field(slot, id).is_none()) {
            return Some(format!("the look-back fills the unknown field `{field}`"));
        }
        // Facts and papers of the filed dossiers are theirs; what is found now has these names alone.
        let own = ["lookback.", "package.", "draw."];
        let mut words = rule.fill.values().flat_map(|words| words.split(' '));
        let unknown = words.find(|w| own.iter().any(|o| w.starts_with(o)) && !FOUND.contains(w));
        if let Some(word) = unknown {
            return Some(format!("the look-back fills in the unknown `{word}`"));
        }
        let field = self.field(slot, rule.proposal.as_ref()?)?;
        let mut proposed = rule.consequences.iter().filter_map(|c| c.proposal.as_ref());
        let word = proposed.find(|word| !can_say(field, word))?;
        Some(format!("the look-back proposes in `{}`, which never says `{word}`", field.id))
    }

    fn lists(&self) -> Option<String> {
        self.profile.lists.iter().find_map(|list| {
            let table = self.forms.form(&list.form).and_then(|form| form.table(&list.table));
            let Some(table) = table else {
                return Some(format!("list `{}` is set in no form's table", list.kind));
            };
            let mut columns = list.columns.keys();
            let column = columns.find(|id| table.column(id).is_none())?;
            Some(format!("list `{}` fills the unknown column `{column}`", list.kind))
        })
    }
}

/// Whether a field can hold a word of a condition.
fn can_say(field: &Field, word: &str) -> bool {
    match &field.kind {
        Kind::Choice { options } | Kind::Ticks { options } => options.iter().any(|o| o.id == word),
        Kind::Tick => ["true", "false"].contains(&word),
        Kind::Opinion { .. } => ["agree", "disagree", "abstain"].contains(&word),
        Kind::Table(_) | Kind::Serial => false,
        Kind::Text { .. }
        | Kind::Paragraph { .. }
        | Kind::Person
        | Kind::PersonId
        | Kind::Phone
        | Kind::CreditCode
        | Kind::Division
        | Kind::Date { .. }
        | Kind::Year
        | Kind::Integer { .. }
        | Kind::Decimal { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::profile::{BUILT_IN, Shelf};

    #[test]
    fn every_built_in_profile_reads_only_what_its_forms_hold() {
        let shelf = Shelf::built_in().unwrap();
        for id in shelf.ids() {
            assert_eq!(shelf.profile(id).unwrap().0.misread(&shelf.forms), None, "{id}");
        }
    }

    #[test]
    fn a_name_that_leads_nowhere_is_found_wherever_it_stands() {
        let forms = Library::built_in().unwrap();
        let (_, text) = BUILT_IN.iter().find(|(id, _)| id.starts_with("sanmenxia")).unwrap();
        for (from, to, told) in [
            (":ended_on\"", ":began\"", "has no day `began`"),
            (":ended_on\"", ":deputy\"", "has no day `deputy`"),
            ("column = \"decision\"", "column = \"decided_by\"", "which no form has"),
            ("is = [\"submit\"]", "is = [\"submitted\"]", "never says `submitted`"),
            ("own = \"enterprise\"", "own = \"firm\"", "`group.decision:cases.firm`, which no"),
            ("none = [\"open\"]", "none = [\"opened\"]", "never says `opened`"),
            ("person = \"person\"", "person = \"name\"", "names no persons"),
            ("[\"role\", \"checker\"]", "[\"role\", \"watcher\"]", "never marks a member"),
            (
                "rows = \"county.form.rows\"",
                "rows = \"county.form.lines\"",
                "rows that no form has",
            ),
            ("barred = \"barred\"", "barred = \"banned\"", "`expert.panel:experts.banned`"),
            ("county = \"enterprise", "parish = \"enterprise", "unknown column `parish`"),
        ] {
            assert!(text.contains(from), "{from}");
            let bent = text.replacen(from, to, 1);
            let profile = Profile::parse(Path::new("x"), &bent).unwrap();
            let said = profile.misread(&forms).unwrap_or_default();
            assert!(said.contains(told), "{to}: {said}");
        }
    }
}
