//! What should be there, by the register and by earlier audits, against what is: exchanged, missing,
//! unregistered, doubled, moved and back-dated packages.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Item, Items, Mark};
use super::look::{Class, kind};
use super::register::{Register, Row};
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
    pub fn mark<'i>(&'i self, item: &Item<'i>) -> Option<Mark<'i>> {
        let row = self.register.and_then(|r| r.rows().get(item.name));
        row.map(Row::mark).or_else(|| item.mark())
    }

    /// Settles the class of every item and tells what is not as it should be.
    pub fn settle(&self, items: &mut Items, findings: &mut Report) {
        for at in 0..items.len() {
            let Some(item) = items.get(at) else { continue };
            let class = self.class(&item);
            match class {
                Class::Changed => findings.add(self.changed(&item)),
                Class::Unreadable => {
                    let finding = Finding::new(Code::AuditUnreadable, Place::file(item.name));
                    findings.add(finding.with("why", item.why()));
                }
                Class::Missing | Class::Extra | Class::Unchecked | Class::Intact => {}
            }
            items.settle(at, class);
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

    fn class(&self, item: &Item<'_>) -> Class {
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

    fn changed(&self, item: &Item<'_>) -> Finding {
        let place = Place::file(item.name);
        let Some((found, wanted)) = item.other().zip(self.mark(item)) else {
            let finding = Finding::new(Code::AuditChanged, place).with("why", item.why());
            return finding.with("kind", kind(item.why()));
        };
        let row = self.register.and_then(|r| r.rows().get(item.name));
        let since = row.map(|r| r.at).or(item.known.as_ref().map(|k| k.read));
        let since = since.map(|at| at.to_string()).unwrap_or_default();
        swapped(place, source(row.is_some()), since, wanted, found)
    }

    /// The same package twice: the one in its registered place is the one, else the first.
    fn doubles(&self, items: &mut Items, places: &Places, findings: &mut Report) {
        for group in places.doubled(items) {
            let registered = |at: &&usize| {
                self.register.is_some_and(|r| r.rows().contains_key(items.name(**at)))
            };
            let Some(one) = group.iter().find(registered).or(group.first()).copied() else {
                continue;
            };
            for at in group.into_iter().filter(|at| *at != one) {
                let finding = Finding::new(Code::AuditDuplicate, Place::file(items.name(at)));
                findings.add(finding.with("other", items.name(one)));
                items.settle(at, Class::Extra);
            }
        }
    }

    /// Whole packages that nobody registered in their place.
    fn strangers(
        register: &Register,
        items: &mut Items,
        accounted: &mut BTreeSet<String>,
        findings: &mut Report,
    ) {
        let at = |path: &str| items.find(path).and_then(|at| items.get(at));
        let present = |path: &str| at(path).is_some_and(|item| !item.gone);
        // Only what is registered and not there can have gone elsewhere.
        let lost: Vec<(&String, Mark<'_>)> = register
            .rows()
            .iter()
            .filter(|(path, _)| !present(path))
            .map(|(path, row)| (path, row.mark()))
            .collect();
        let by_bag: BTreeMap<Digest, &String> = lost.iter().map(|(p, m)| (m.bag, *p)).collect();
        let by_case: BTreeMap<&str, (&String, Mark<'_>)> =
            lost.iter().map(|(p, m)| (m.case, (*p, *m))).collect();
        let last = register.head().map(|(_, at, _)| at);
        for at in 0..items.len() {
            let Some(item) = items.get(at) else { continue };
            let whole = item.class == Class::Intact && !register.rows().contains_key(item.name);
            let Some(mark) = item.mark().filter(|_| whole) else { continue };
            let place = Place::file(item.name);
            let (class, finding) = if let Some(from) = by_bag.get(&mark.bag) {
                accounted.insert((*from).clone());
                (Class::Extra, Finding::new(Code::AuditMoved, place).with("from", from))
            } else if let Some((from, wanted)) = by_case.get(mark.case) {
                accounted.insert((*from).clone());
                let since = register.rows().get(*from).map_or(mark.filed, |r| r.at);
                (Class::Changed, swapped(place, "register", since.to_string(), *wanted, mark))
            } else if let Some(last) = last.filter(|last| mark.filed < *last) {
                let finding = Finding::new(Code::AuditBackDated, place);
                let finding = finding.with("case", mark.case).with("filed", mark.filed);
                (Class::Extra, finding.with("last", last))
            } else {
                let finding = Finding::new(Code::AuditStranger, place);
                (Class::Extra, finding.with("case", mark.case).with("filed", mark.filed))
            };
            findings.add(finding);
            items.settle(at, class);
        }
        items.forget(|name| accounted.contains(name));
    }

    /// Without a register: what stood elsewhere when it was last read is told and then forgotten.
    fn moved(
        items: &mut Items,
        places: &Places,
        accounted: &mut BTreeSet<String>,
        findings: &mut Report,
    ) {
        for from in items.iter().filter(|i| i.gone) {
            let Some(mark) = from.mark() else { continue };
            if let Some(to) = places.find(items, mark.bag) {
                let finding = Finding::new(Code::AuditMoved, Place::file(items.name(to)));
                findings.add(finding.bearing(Bearing::Note).with("from", from.name));
                accounted.insert(from.name.to_string());
            }
        }
        items.forget(|name| accounted.contains(name));
    }

    fn missing(&self, items: &Items, accounted: &BTreeSet<String>, findings: &mut Report) {
        let rows = self.register.map(Register::rows);
        // As long as something unregistered was not read, it may be what is missed.
        let unread = items.iter().filter(|i| i.class == Class::Unchecked);
        let unread = unread.filter(|i| rows.is_none_or(|r| !r.contains_key(i.name))).count();
        let tell = |name: &str, source: &str, case: &str, since: String| {
            let finding = Finding::new(Code::AuditMissing, Place::file(name));
            let finding = finding.with("source", source).with("case", case);
            let finding = finding.with("since", since).with("unread", unread);
            if unread > 0 && rows.is_some() { finding.bearing(Bearing::Unsettled) } else { finding }
        };
        let gone = items.iter().filter(|i| i.gone && !accounted.contains(i.name));
        for item in gone {
            let row = rows.and_then(|r| r.get(item.name));
            let known = item.known;
            let mark = row.map(Row::mark).or_else(|| item.mark());
            let case = mark.map(|m| m.case).unwrap_or_default();
            let since = row.map(|r| r.at).or(known.map(|k| k.read));
            let since = since.map(|at| at.to_string()).unwrap_or_default();
            let source = match (row, known) {
                (Some(_), _) => "register",
                (None, Some(_)) => "state",
                (None, None) => "list",
            };
            findings.add(tell(item.name, source, case, since));
        }
    }
}

fn source(register: bool) -> &'static str {
    if register { "register" } else { "state" }
}

fn swapped(
    place: Place,
    source: &str,
    since: String,
    wanted: Mark<'_>,
    found: Mark<'_>,
) -> Finding {
    Finding::new(Code::AuditSwapped, place)
        .with("source", source)
        .with("since", since)
        .with("case", wanted.case)
        .with("bag", wanted.bag)
        .with("filed", wanted.filed)
        .with("found-case", found.case)
        .with("found-bag", found.bag)
        .with("found-filed", found.filed)
}

/// The places of whole packages in the list of items, sorted by what tells packages apart; nothing
/// but places, because there may be hundreds of thousands.
struct Places(Vec<u32>);

/// What tells the package of an item from others.
fn bag(items: &Items, at: u32) -> Option<Digest> {
    items.get(at as usize)?.mark().map(|mark| mark.bag)
}

impl Places {
    /// The whole packages among items.
    fn of(items: &Items) -> Self {
        let whole = (0u32..).zip(items.iter()).filter(|(_, i)| i.class == Class::Intact);
        let whole = whole.map(|(at, _)| at).filter(|at| bag(items, *at).is_some());
        let mut places: Vec<u32> = whole.collect();
        places.sort_unstable_by_key(|at| (bag(items, *at), *at));
        Self(places)
    }

    /// Places that hold the same package, package by package, where there are several.
    fn doubled(&self, items: &Items) -> Vec<Vec<usize>> {
        let groups = self.0.chunk_by(|a, b| bag(items, *a) == bag(items, *b));
        let several = groups.filter(|group| group.len() > 1);
        several.map(|group| group.iter().map(|at| *at as usize).collect()).collect()
    }

    /// The first place that holds a package.
    fn find(&self, items: &Items, wanted: Digest) -> Option<usize> {
        let first = self.0.partition_point(|at| bag(items, *at) < Some(wanted));
        let at = self.0.get(first).filter(|at| bag(items, **at) == Some(wanted))?;
        Some(*at as usize)
    }
}
