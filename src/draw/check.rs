//! Whether a draw is what its list and value give, and whether nobody could have steered it.

use std::collections::BTreeSet;

use crate::profile::Profile;
use crate::seal::Trust;
use crate::seal::loose::{self, Signer};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

use super::{Drawn, Error, Frozen, Size};

/// Most ids that a finding names.
const NAMED: usize = 20;

/// A list, its draw, and what signs them; names are for findings.
#[derive(Clone, Copy, Debug)]
pub struct Papers<'a> {
    /// Name and bytes of the list.
    pub list: (&'a str, &'a [u8]),
    /// Its side-car.
    pub list_signature: Option<&'a [u8]>,
    /// Name and bytes of the draw's record, once there is one.
    pub record: Option<(&'a str, &'a [u8])>,
    /// Its side-car.
    pub record_signature: Option<&'a [u8]>,
}

/// Reads a list and its record, checks their signatures and times, and draws again.
#[must_use]
pub fn check(papers: &Papers<'_>, trust: Option<&Trust>) -> Report {
    let (name, bytes) = papers.list;
    let mut report = Report::on(name);
    let list = match Frozen::parse(bytes) {
        Ok(list) => list,
        Err(error) => {
            report.count("draw-entries", 1);
            report.add(syntax(&error, name));
            return report;
        }
    };
    report.count("draw-entries", list.entries.len() as u64);
    let signer = list.signer();
    report.extend(signed(name, bytes, papers.list_signature, &signer, trust));
    report.extend(check_time(&list, name));
    report.add(
        Finding::new(Code::DrawTimeClaimed, Place::file(name))
            .with("time", list.frozen_at)
            .with("digest", list.digest()),
    );
    let Some((name, bytes)) = papers.record else { return report };
    let record = match Drawn::parse(bytes) {
        Ok(record) => record,
        Err(error) => {
            report.add(syntax(&error, name));
            return report;
        }
    };
    report.extend(redraw(&list, &record, name));
    match record.signer() {
        None => report.add(Finding::new(Code::DrawRehearsal, Place::file(name))),
        Some(signer) => {
            let found = signed(name, bytes, papers.record_signature, &signer, trust);
            // That nobody said whom to trust is said once.
            let told = report.has(Code::KeyringUntrusted);
            report.extend(found.into_iter().filter(|f| !told || f.code != Code::KeyringUntrusted));
            if record.drawn_at.day() < list.value_on {
                report.add(
                    Finding::new(Code::DrawTooEarly, Place::file(name))
                        .with("time", record.drawn_at)
                        .with("day", list.value_on),
                );
            }
            if !list.spells(&record.value) {
                report.add(
                    Finding::new(Code::DrawValueSpelling, Place::file(name))
                        .with("value", &record.value)
                        .with("example", &list.example),
                );
            }
        }
    }
    report
}

/// What is wrong with the signature of a list or a record.
fn signed(
    name: &str,
    bytes: &[u8],
    side_car: Option<&[u8]>,
    signer: &Signer,
    trust: Option<&Trust>,
) -> Vec<Finding> {
    match side_car {
        Some(side_car) => loose::check(name, bytes, side_car, signer, trust),
        None => vec![Finding::new(Code::DrawUnsigned, Place::file(name))],
    }
}

/// What differs between a record and the draw that its list and value give.
fn redraw(list: &Frozen, record: &Drawn, name: &str) -> Vec<Finding> {
    let find = |code| Finding::new(code, Place::file(name));
    let digest = list.digest();
    if record.list != digest {
        // Of another list nothing else can be said.
        let found = find(Code::DrawOtherList).with("named", record.list).with("found", digest);
        return vec![found];
    }
    let mut found = Vec::new();
    let seed = super::seed(digest, &record.value);
    if record.seed != seed {
        found.push(find(Code::DrawSeedDiffers).with("named", record.seed).with("found", seed));
    }
    let picked = list.pick(&record.value);
    if record.drawn != picked.ids || record.strata != picked.strata {
        let (there, right): (BTreeSet<&String>, BTreeSet<&String>) =
            (record.drawn.iter().collect(), picked.ids.iter().collect());
        found.push(
            find(Code::DrawSelectionDiffers)
                .with("missing", named(right.difference(&there).copied()))
                .with("extra", named(there.difference(&right).copied())),
        );
    }
    found
}

/// The first ids of many, `-` for none.
fn named<'a>(ids: impl Iterator<Item = &'a String>) -> String {
    let all: Vec<&str> = ids.map(String::as_str).collect();
    let first = all.get(..NAMED.min(all.len())).unwrap_or_default().join(", ");
    match all.len() {
        0 => "-".to_owned(),
        n if n > NAMED => format!("{first} … ({n})"),
        _ => first,
    }
}

/// Whether the public value could have been known when the list was frozen: it must come to exist on
/// a later day.
#[must_use]
pub fn check_time(list: &Frozen, name: &str) -> Vec<Finding> {
    let frozen = list.frozen_at.day();
    if list.value_on > frozen {
        return Vec::new();
    }
    let found = Finding::new(Code::DrawValueNotLater, Place::file(name));
    vec![found.with("day", list.value_on).with("frozen", frozen)]
}

/// Whether a list draws as many as the article asks for that it names; nothing where its rules are
/// not these, or the article states no rate.
#[must_use]
pub fn check_rules(list: &Frozen, profile: &Profile, name: &str) -> Vec<Finding> {
    let sample = list.sample.as_ref().filter(|_| list.profile.as_ref() == Some(&profile.id));
    let Some(sample) = sample.and_then(|id| profile.samples.iter().find(|s| s.id == *id)) else {
        return Vec::new();
    };
    let Some(ordered) = sample.percent.and_then(super::Rate::percent) else { return Vec::new() };
    let all = list.entries.len() as u64;
    let drawn: u64 = list.pick("").strata.iter().map(|s| s.take).sum();
    let enough = match list.size {
        Size::Rate(rate) => rate >= ordered,
        Size::Count(_) => drawn >= ordered.of(all),
    };
    if enough {
        return Vec::new();
    }
    let clause = format!("{} {}", profile.short, sample.cite);
    let found = Finding::new(Code::DrawBelowRate, Place::file(name)).under(clause);
    vec![
        found
            .with("ordered", ordered)
            .with("needed", ordered.of(all))
            .with("drawn", drawn)
            .with("title", &sample.title),
    ]
}

fn syntax(error: &Error, name: &str) -> Finding {
    let mut finding = Finding::new(Code::DrawSyntax, Place::file(name)).bearing(Bearing::Fails);
    finding.facts = error.facts();
    finding
}
