//! A dossier against other sources (`formats.md` §6): copies that signers keep, other packages.
//! Alone, a dossier cannot show what was left out of it; one outside copy can.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::base::disk;
use crate::verdict::{Code, Finding, Place};

use super::super::carriers::{ENVELOPE, Proven, STATEMENT, Signed};
use super::super::dossier::{Dossier, Entry, Proof};
use super::super::files::Files;
use super::super::keyring::{self, History, Ring, Standing};
use super::super::names;
use super::super::statement::{LARGEST, Statement};
use super::super::trust::Trust;

/// Another source of statements: what it is called, and its files.
pub type Source<'a> = (&'a str, &'a dyn Files);

/// What a comparison gave.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    /// How many statements of the other sources the dossier holds as well.
    pub agreed: u64,
    /// What the dossier lacks or contradicts.
    pub findings: Vec<Finding>,
}

/// Compares a dossier with other sources. Statements of other cases, and such as nobody in the key
/// ring `newest` signed, say nothing and are passed over.
///
/// # Errors
/// A file cannot be read.
pub fn compare(
    dossier: &Dossier<'_>,
    newest: &Ring,
    sources: &[Source<'_>],
) -> Result<Comparison, disk::Error> {
    let mut comparison = Comparison::default();
    let openings: Vec<&Entry> =
        dossier.links.values().flatten().filter(|e| e.open().is_some()).collect();
    let Some(first) = openings.first() else { return Ok(comparison) };
    let case = first.statement.predicate().case();
    for (source, files) in sources {
        if let Some(version) = dossier.history.fork(&history(*files)?.0) {
            let finding = Finding::new(Code::KeyringFork, Place::file(keyring::FOLDER));
            let found = finding.with("version", version).with("source", source);
            comparison.findings.push(found);
        }
        let found: Vec<Entry> = loose(*files)?.into_iter().filter_map(Result::ok).collect();
        let own: Vec<&Entry> = found
            .iter()
            .filter(|e| e.statement.predicate().case() == case && is_genuine(e, newest))
            .collect();
        if own.is_empty() {
            // A comparison that was asked for and compared nothing must not look like a good one.
            let finding = Finding::new(Code::SealNothingToCompare, Place::default());
            comparison.findings.push(finding.with("source", source).with("case", case));
        }
        of_source(dossier, &openings, source, &own, &mut comparison);
    }
    Ok(comparison)
}

/// The key rings of other sources that may be believed: sound in themselves, and no fork of those
/// that are trusted or carried.
///
/// # Errors
/// A file cannot be read.
pub fn rings(
    sources: &[Source<'_>],
    trust: Option<&Trust>,
    carried: &History,
) -> Result<Vec<History>, disk::Error> {
    let mut sound = Vec::new();
    for (_, files) in sources {
        let (history, findings) = history(*files)?;
        let trusted = trust.is_none_or(|trust| trust.check(&history).is_empty());
        if findings.is_empty() && trusted && carried.fork(&history).is_none() {
            sound.push(history);
        }
    }
    Ok(sound)
}

/// The key rings that files carry in the place where a package has them.
fn history(files: &dyn Files) -> Result<(History, Vec<Finding>), disk::Error> {
    let folder = format!("{}/", keyring::FOLDER);
    let mut carried = BTreeMap::new();
    for name in files.names() {
        let Some(file) = name.strip_prefix(&folder) else { continue };
        match files.read(&name, keyring::LARGEST as u64 * 2) {
            Ok(Some(bytes)) => drop(carried.insert(file.to_string(), bytes)),
            Ok(None) | Err(disk::Error::Large { .. }) => {}
            Err(e) => return Err(e),
        }
    }
    if carried.is_empty() {
        return Ok((History::default(), Vec::new()));
    }
    Ok(History::check(keyring::FOLDER, &carried))
}

/// Every statement among files, under whatever name, that has both its carriers; the name of every
/// file that is called like a statement and is none.
pub(super) fn loose(files: &dyn Files) -> Result<Vec<Result<Entry, String>>, disk::Error> {
    let mut found = Vec::new();
    for name in files.names() {
        let Some(stem) = name.strip_suffix(STATEMENT).filter(|_| !name.ends_with(ENVELOPE)) else {
            continue;
        };
        let mut read = [const { Vec::new() }; 3];
        for (bytes, name) in read.iter_mut().zip(names::files(stem)) {
            // What is too large to be a statement is none.
            match files.read(&name, LARGEST as u64 * 2) {
                Ok(Some(content)) => *bytes = content,
                Ok(None) | Err(disk::Error::Large { .. }) => {}
                Err(e) => return Err(e),
            }
        }
        let one = entry(stem, &read);
        // Whoever signs lays the key ring beside the statement; that is no statement gone wrong.
        if one.is_some() || !is_ring(&name, &read[0]) {
            found.push(one.ok_or_else(|| name.clone()));
        }
    }
    Ok(found)
}

/// Whether a file is a version of a key ring, in its place.
fn is_ring(name: &str, bytes: &[u8]) -> bool {
    let file = name.strip_prefix(keyring::FOLDER).and_then(|rest| rest.strip_prefix('/'));
    file.and_then(keyring::version_of).is_some() && Ring::parse(bytes).is_ok()
}

/// The statement of a stem's three files.
fn entry(stem: &str, [bytes, envelope, side_car]: &[Vec<u8>; 3]) -> Option<Entry> {
    let statement = Statement::parse(bytes).ok()?;
    let namespace = statement.predicate().namespace();
    let signed = Signed::read(bytes, namespace, envelope, side_car).ok()?;
    let proof = Proof::Carriers(Box::new(Proven::of(bytes, &signed)));
    let digest = Digest::sha256(bytes);
    Some(Entry { stem: stem.to_string(), digest, statement, proof })
}

/// Whether the person whom it names signed it, as far as the key ring can tell.
pub(super) fn is_genuine(entry: &Entry, newest: &Ring) -> bool {
    let Proof::Carriers(proven) = &entry.proof else { return false };
    let predicate = entry.statement.predicate();
    newest.key(proven.keyid()).is_some_and(|key| {
        key.person == *predicate.person()
            && key.signs(predicate.namespace())
            && key.at(predicate.signed_at()) == Standing::Holds
            && proven.by(&key.key).is_ok()
    })
}

fn of_source(
    dossier: &Dossier<'_>,
    openings: &[&Entry],
    source: &str,
    found: &[&Entry],
    comparison: &mut Comparison,
) {
    let known: BTreeSet<Digest> = dossier.entries().map(|e| e.digest).collect();
    let finding = |code, entry: &Entry| {
        Finding::new(code, Place::file(entry.file()))
            .with("source", source)
            .with("person", entry.statement.predicate().person())
            .with("time", entry.statement.predicate().signed_at())
    };
    let strange = found.iter().filter(|e| !known.contains(&e.digest));
    if let Some(opening) = strange.clone().find(|e| e.open().is_some()) {
        let replaces = |later: &Entry, former: &Entry| {
            later.open().is_some_and(|o| o.replaces == Some(former.digest))
        };
        let linked = openings.iter().any(|own| replaces(own, opening) || replaces(opening, own));
        if !linked {
            comparison.findings.push(finding(Code::ArchiveTwoPackages, opening));
        }
        // What was signed under the other opening belongs to the other dossier.
        return;
    }
    comparison.agreed += (found.len() - strange.clone().count()) as u64;
    let last = dossier.links.values().flatten().last();
    let filing = dossier.rules.as_ref().and_then(|r| r.profile.filing());
    let is_filing =
        |e: &Entry| e.seal().zip(filing).is_some_and(|(seal, filing)| seal.stage == filing.id);
    let filed = last.filter(|e| is_filing(e)).map(|e| e.statement.predicate().signed_at());
    for entry in strange {
        let same_place = entry.seal().and_then(|seal| {
            let mut own = dossier.links.values().flatten().filter_map(Entry::seal);
            own.find(|s| s.prev_seal == seal.prev_seal)
        });
        let before = filed.is_none_or(|filed| entry.statement.predicate().signed_at() < filed);
        if same_place.is_some() && is_filing(entry) {
            comparison.findings.push(finding(Code::ArchiveTwoPackages, entry));
        } else if same_place.is_some() {
            comparison.findings.push(finding(Code::SealFork, entry));
        } else if before {
            comparison.findings.push(finding(Code::SealSuppressed, entry));
        }
    }
}
