//! What should be there, by the register and by earlier audits, against what is: exchanged, missing,
//! unregistered, doubled, moved and back-dated packages.

use std::collections::{BTreeMap, BTreeSet};

use super::look::Class;
use super::register::Register;
use super::run::Item;
use super::state::Mark;
use crate::base::digest::Digest;
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// What is compared.
pub struct Expected<'a> {
    /// The register, where one was named and holds together.
    pub register: Option<&'a Register>,
    /// The round under way.
    pub round: u64,
}

impl Expected<'_> {
    /// What should stand at the place of an item.
    #[must_use]
    pub fn mark<'i>(&'i self, item: &'i Item) -> Option<&'i Mark> {
        let row = self.register.and_then(|r| r.rows().get(&item.name));
        row.map(|row| &row.mark).or_else(|| item.known.as_ref()?.mark.as_ref())
    }

    /// Settles the class of every item and tells what is not as it should be.
    pub fn settle(&self, items: &mut [Item], findings: &mut Report) {
        for item in &mut *items {
            item.class = self.class(item);
            match item.class {
                Class::Changed => findings.add(self.changed(item)),
                Class::Unreadable => {
                    let finding = Finding::new(Code::AuditUnreadable, Place::file(&item.name));
                    findings.add(finding.with("why", item.why()));
                }
                Class::Missing | Class::Extra | Class::Unchecked | Class::Intact => {}
            }
        }
        let places = Places::of(items);
        let mut accounted = BTreeSet::new();
        self.doubles(items, &places, findings);
        if let Some(register) = self.register {
            Self::strangers(register, items, &mut accounted, findings);
        } else {
            Self::moved(items, &places, &mut accounted, findings);
        }
        self.missing(items, &accounted, findings);
    }

    fn class(&self, item: &Item) -> Class {
        if item.gone {
            return Class::Missing;
        }
        match &item.known {
            Some(known) if item.other().is_some() || known.class == Class::Changed => {
                if item.looked { Class::Changed } else { Class::Unchecked }
            }
            Some(known) if known.class == Class::Unreadable => {
                if item.looked {
                    Class::Unreadable
                } else {
                    Class::Unchecked
                }
            }
            Some(known) if known.round == self.round => Class::Intact,
            Some(_) | None => Class::Unchecked,
        }
    }

    fn changed(&self, item: &Item) -> Finding {
        let place = Place::file(&item.name);
        let Some((found, wanted)) = item.other().zip(self.mark(item)) else {
            return Finding::new(Code::AuditChanged, place).with("why", item.why());
        };
        let row = self.register.and_then(|r| r.rows().get(&item.name));
        let since = row.map(|r| r.at).or(item.known.as_ref().map(|k| k.read));
        let since = since.map(|at| at.to_string()).unwrap_or_default();
        swapped(place, source(row.is_some()), since, wanted, found)
    }

    /// The same package twice: the one in its registered place is the one, else the first.
    fn doubles(&self, items: &mut [Item], places: &Places, findings: &mut Report) {
        for group in places.doubled(items) {
            let registered = |at: &&usize| {
                items
                    .get(**at)
                    .is_some_and(|i| self.register.is_some_and(|r| r.rows().contains_key(&i.name)))
            };
            let Some(one) = group.iter().find(registered).or(group.first()).copied() else {
                continue;
            };
            let other = items.get(one).map(|i| i.name.clone()).unwrap_or_default();
            for at in group.into_iter().filter(|at| *at != one) {
                if let Some(item) = items.get_mut(at) {
                    item.class = Class::Extra;
                    let finding = Finding::new(Code::AuditDuplicate, Place::file(&item.name));
                    findings.add(finding.with("other", &other));
                }
            }
        }
    }

    /// Whole packages that nobody registered in their place.
    fn strangers(
        register: &Register,
        items: &mut [Item],
        accounted: &mut BTreeSet<String>,
        findings: &mut Report,
    ) {
        let present: BTreeSet<&str> =
            items.iter().filter(|i| !i.gone).map(|i| i.name.as_str()).collect();
        // Only what is registered and not there can have gone elsewhere.
        let lost: Vec<(&String, &Mark)> = register
            .rows()
            .iter()
            .filter(|(path, _)| !present.contains(path.as_str()))
            .map(|(path, row)| (path, &row.mark))
            .collect();
        let by_bag: BTreeMap<Digest, &String> = lost.iter().map(|(p, m)| (m.bag, *p)).collect();
        let by_case: BTreeMap<&str, (&String, &Mark)> =
            lost.iter().map(|(p, m)| (m.case.as_str(), (*p, *m))).collect();
        let last = register.head().map(|(_, at, _)| at);
        for item in items.iter_mut() {
            let whole = item.class == Class::Intact && !register.rows().contains_key(&item.name);
            let mark = item.known.as_ref().and_then(|k| k.mark.as_ref()).filter(|_| whole);
            let Some(mark) = mark else { continue };
            let place = Place::file(&item.name);
            let (class, finding) = if let Some(from) = by_bag.get(&mark.bag) {
                accounted.insert((*from).clone());
                (Class::Extra, Finding::new(Code::AuditMoved, place).with("from", from))
            } else if let Some((from, wanted)) = by_case.get(mark.case.as_str()) {
                accounted.insert((*from).clone());
                let since = register.rows().get(*from).map_or(mark.filed, |r| r.at);
                (Class::Changed, swapped(place, "register", since.to_string(), wanted, mark))
            } else if let Some(last) = last.filter(|last| mark.filed < *last) {
                let finding = Finding::new(Code::AuditBackDated, place);
                let finding = finding.with("case", &mark.case).with("filed", mark.filed);
                (Class::Extra, finding.with("last", last))
            } else {
                let finding = Finding::new(Code::AuditStranger, place);
                (Class::Extra, finding.with("case", &mark.case).with("filed", mark.filed))
            };
            item.class = class;
            findings.add(finding);
        }
        for item in items.iter_mut().filter(|i| i.gone && accounted.contains(&i.name)) {
            item.forgotten = true;
        }
    }

    /// Without a register: what stood elsewhere when it was last read is told and then forgotten.
    fn moved(
        items: &mut [Item],
        places: &Places,
        accounted: &mut BTreeSet<String>,
        findings: &mut Report,
    ) {
        for from in items.iter().filter(|i| i.gone) {
            let Some(mark) = from.known.as_ref().and_then(|k| k.mark.as_ref()) else { continue };
            if let Some(to) = places.find(items, mark.bag).and_then(|at| items.get(at)) {
                let finding = Finding::new(Code::AuditMoved, Place::file(&to.name));
                findings.add(finding.bearing(Bearing::Note).with("from", &from.name));
                accounted.insert(from.name.clone());
            }
        }
        for item in items.iter_mut().filter(|i| i.gone && accounted.contains(&i.name)) {
            item.forgotten = true;
        }
    }

    fn missing(&self, items: &[Item], accounted: &BTreeSet<String>, findings: &mut Report) {
        let rows = self.register.map(Register::rows);
        // As long as something unregistered was not read, it may be what is missed.
        let unread = items.iter().filter(|i| i.class == Class::Unchecked);
        let unread = unread.filter(|i| rows.is_none_or(|r| !r.contains_key(&i.name))).count();
        let tell = |name: &str, source: &str, case: &str, since: String| {
            let finding = Finding::new(Code::AuditMissing, Place::file(name));
            let finding = finding.with("source", source).with("case", case);
            let finding = finding.with("since", since).with("unread", unread);
            if unread > 0 && rows.is_some() { finding.bearing(Bearing::Unsettled) } else { finding }
        };
        let gone = items.iter().filter(|i| i.gone && !accounted.contains(&i.name));
        for item in gone {
            let row = rows.and_then(|r| r.get(&item.name));
            let known = item.known.as_ref();
            let mark = row.map(|r| &r.mark).or_else(|| known?.mark.as_ref());
            let case = mark.map(|m| m.case.as_str()).unwrap_or_default();
            let since = row.map(|r| r.at).or(known.map(|k| k.read));
            let since = since.map(|at| at.to_string()).unwrap_or_default();
            let source = match (row, known) {
                (Some(_), _) => "register",
                (None, Some(_)) => "state",
                (None, None) => "list",
            };
            findings.add(tell(&item.name, source, case, since));
        }
    }
}

fn source(register: bool) -> &'static str {
    if register { "register" } else { "state" }
}

fn swapped(place: Place, source: &str, since: String, wanted: &Mark, found: &Mark) -> Finding {
    Finding::new(Code::AuditSwapped, place)
        .with("source", source)
        .with("since", since)
        .with("case", &wanted.case)
        .with("bag", wanted.bag)
        .with("filed", wanted.filed)
        .with("found-case", &found.case)
        .with("found-bag", found.bag)
        .with("found-filed", found.filed)
}

/// The places of whole packages in the list of items, sorted by what tells packages apart; nothing
/// but places, because there may be hundreds of thousands.
struct Places(Vec<u32>);

/// What tells the package of an item from others.
fn bag(items: &[Item], at: u32) -> Option<Digest> {
    Some(items.get(at as usize)?.known.as_ref()?.mark.as_ref()?.bag)
}

impl Places {
    /// The whole packages among items.
    fn of(items: &[Item]) -> Self {
        let whole = (0u32..).zip(items).filter(|(_, i)| i.class == Class::Intact);
        let whole = whole.map(|(at, _)| at).filter(|at| bag(items, *at).is_some());
        let mut places: Vec<u32> = whole.collect();
        places.sort_unstable_by_key(|at| (bag(items, *at), *at));
        Self(places)
    }

    /// Places that hold the same package, package by package, where there are several.
    fn doubled(&self, items: &[Item]) -> Vec<Vec<usize>> {
        let groups = self.0.chunk_by(|a, b| bag(items, *a) == bag(items, *b));
        let several = groups.filter(|group| group.len() > 1);
        several.map(|group| group.iter().map(|at| *at as usize).collect()).collect()
    }

    /// The first place that holds a package.
    fn find(&self, items: &[Item], wanted: Digest) -> Option<usize> {
        let first = self.0.partition_point(|at| bag(items, *at) < Some(wanted));
        let at = self.0.get(first).filter(|at| bag(items, **at) == Some(wanted))?;
        Some(*at as usize)
    }
}
