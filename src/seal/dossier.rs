//! A dossier as its statements tell it: the chain of openings and seals, the reviews of each stage,
//! the pinned rules. Read strictly from [`Files`]; nothing is believed yet.
//!
//! What cannot be read is a finding and leaves its place marked, so that one broken file does not
//! look like ten missing ones.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::digest::{Digest, FileDigest};
use crate::base::{disk, toml};
use crate::case::{self, layout};
use crate::verdict::{Code, Finding, Place};

use super::KeyId;
use super::carriers::{self, Proven, Signed};
use super::files::Files;
use super::keyring::{self, History};
use super::memory::Memory;
use super::names::{self, ReviewName};
use super::policy::{self, Rules};
use super::predicate::{Open, Opinion, Predicate, Review, Roster, Seal};
use super::statement::{self, LARGEST, Statement};

/// Largest carrier that is read, in octets: the payload in base64 and its frame.
const LARGEST_CARRIER: u64 = (LARGEST as u64) / 3 * 4 + 4096;

/// A statement where it stands.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of its file without `.json`.
    pub stem: String,
    /// SHA-256 of its bytes: how other statements name it.
    pub digest: Digest,
    /// What it says.
    pub statement: Statement,
    /// What shows who signed it.
    pub proof: Proof,
}

/// What shows who signed a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Nothing that can be read; a finding says why.
    Missing,
    /// The signatures of both carriers.
    Carriers(Box<Proven>),
    /// Nothing yet: it is about to be signed with this key.
    Planned(KeyId),
}

impl Entry {
    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}{}", self.stem, carriers::STATEMENT)
    }

    /// Its place, for findings.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::file(self.file())
    }

    /// What it says, as a review.
    #[must_use]
    pub fn review(&self) -> Option<&Review> {
        if let Predicate::Review(p) = self.statement.predicate() { Some(p) } else { None }
    }

    /// Whether it takes back what its signer said before.
    #[must_use]
    pub fn is_withdrawal(&self) -> bool {
        self.review().is_some_and(|r| r.opinion == Opinion::Withdraw)
    }

    /// What it says, as a roster.
    #[must_use]
    pub fn roster(&self) -> Option<&Roster> {
        if let Predicate::Roster(p) = self.statement.predicate() { Some(p) } else { None }
    }

    /// What it says, as a seal.
    #[must_use]
    pub fn seal(&self) -> Option<&Seal> {
        if let Predicate::Seal(p) = self.statement.predicate() { Some(p) } else { None }
    }

    /// What it says, as an opening.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        if let Predicate::Open(p) = self.statement.predicate() { Some(p) } else { None }
    }
}

/// The statements of the stage that one seal closes, or will close.
#[derive(Clone, Debug)]
pub struct Round {
    /// Number of that seal.
    pub nn: u64,
    /// The stage, as the folder names it.
    pub stage: String,
    /// Its folder, without `/` at the end.
    pub folder: String,
    /// Every file in the folder.
    pub files: BTreeSet<String>,
    /// Its statements by name.
    pub entries: BTreeMap<ReviewName, Entry>,
    /// Names under which something stands that cannot be read.
    pub broken: BTreeSet<ReviewName>,
}

impl Round {
    /// A round in which nobody has signed yet.
    #[must_use]
    pub fn empty(nn: u64, stage: &str) -> Self {
        Self {
            nn,
            stage: stage.to_string(),
            folder: names::reviews_folder(nn, stage),
            files: BTreeSet::new(),
            entries: BTreeMap::new(),
            broken: BTreeSet::new(),
        }
    }

    /// The statements in force in a seat, of a kind: the greatest of each person, none withdrawn.
    pub fn in_force<'a>(&'a self, roster: bool, seat: &'a str) -> impl Iterator<Item = &'a Entry> {
        let mut latest: BTreeMap<&super::Person, &Entry> = BTreeMap::new();
        for (name, entry) in &self.entries {
            if name.roster == roster && name.seat == seat {
                // Names sort by person, then by k.
                latest.insert(&name.person, entry);
            }
        }
        latest.into_values().filter(|e| !e.is_withdrawal())
    }

    /// Whether something unreadable stands in a seat, so that nothing can be said about it.
    #[must_use]
    pub fn is_broken(&self, roster: bool, seat: &str) -> bool {
        self.broken.iter().any(|n| n.roster == roster && n.seat == seat)
    }
}

/// A dossier, read but not judged.
pub struct Dossier<'f> {
    files: &'f dyn Files,
    /// All names.
    pub names: BTreeSet<String>,
    /// The pinned rules, if they can be used.
    pub rules: Option<Rules>,
    /// The versions of the key ring that it carries.
    pub history: Arc<History>,
    /// `case.toml`, if it can be read.
    pub facts: Option<case::Facts>,
    /// Openings and seals by their place in the chain; `None` where it cannot be read.
    pub links: BTreeMap<u64, Option<Entry>>,
    /// The stages' statements by the number of their seal.
    pub rounds: BTreeMap<u64, Round>,
    /// What was found while reading.
    pub findings: Vec<Finding>,
}

impl<'f> Dossier<'f> {
    /// Reads everything that is signed or says who may sign, but no documents.
    ///
    /// # Errors
    /// A file cannot be read for another reason than its content.
    pub fn read(files: &'f dyn Files) -> Result<Self, disk::Error> {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::read_with(files, threads, None)
    }

    /// As [`Dossier::read`], with so many threads (at least one reads), and rules and key rings
    /// recalled where they were read before.
    ///
    /// # Errors
    /// A file cannot be read for another reason than its content.
    pub fn read_with(
        files: &'f dyn Files,
        threads: usize,
        memory: Option<&Memory>,
    ) -> Result<Self, disk::Error> {
        let names: BTreeSet<String> = files.names().into_iter().collect();
        let (rules, findings) = Rules::read_among(files, &names, memory)?;
        let mut ahead = Ahead::read(files, &names, threads);
        let mut dossier = Self {
            files,
            names,
            rules,
            history: Arc::default(),
            facts: None,
            links: BTreeMap::new(),
            rounds: BTreeMap::new(),
            findings,
        };
        dossier.read_facts()?;
        dossier.read_rings(memory)?;
        dossier.read_seals(&mut ahead)?;
        dossier.narrow(memory);
        dossier.read_reviews(&mut ahead)?;
        Ok(dossier)
    }

    /// Keeps of the rules the stages and seats of the grade that the opening in force names, or
    /// that the facts name before there is one.
    fn narrow(&mut self, memory: Option<&Memory>) {
        let opened = self.links.values().rev().flatten().find_map(|e| e.open().map(|o| &o.grade));
        let grade = opened.or(self.facts.as_ref().map(|f| &f.grade));
        if let (Some(rules), Some(grade)) = (self.rules.as_mut(), grade) {
            rules.narrow(grade, memory);
        }
    }

    /// The files it was read from.
    #[must_use]
    pub fn files(&self) -> &'f dyn Files {
        self.files
    }

    /// Digests of a file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        self.files.digest(name)
    }

    /// Adds a statement that is about to be signed; `at` is the place of an opening or seal.
    pub fn insert(&mut self, entry: Entry, at: u64) {
        self.names.extend(names::files(&entry.stem));
        let (nn, stage) = match entry.statement.predicate() {
            Predicate::Open(_) | Predicate::Seal(_) => {
                self.links.insert(at, Some(entry));
                return;
            }
            Predicate::Review(p) => (p.nn, p.stage.clone()),
            Predicate::Roster(p) => (p.nn, p.stage.clone()),
        };
        let round = self.rounds.entry(nn).or_insert_with(|| Round::empty(nn, &stage));
        let name = entry.stem.rsplit('/').next().and_then(ReviewName::parse);
        round.files.extend(names::files(&entry.stem));
        if let Some(name) = name {
            round.entries.insert(name, entry);
        }
    }

    /// The files below a folder; `folder` ends in `/`.
    pub fn in_folder<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a str> {
        self.names
            .range::<str, _>((Bound::Included(folder), Bound::Unbounded))
            .map(String::as_str)
            .take_while(move |name| name.starts_with(folder))
    }

    fn find(&mut self, code: Code, name: &str) {
        self.findings.push(Finding::new(code, Place::file(name)));
    }

    /// A file of bounded size; one that is larger is a finding.
    fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        bounded(self.files.read(name, limit), name, &mut self.findings)
    }

    fn read_facts(&mut self) -> Result<(), disk::Error> {
        if !self.names.contains(layout::FACTS) {
            self.find(Code::SealFactsMissing, layout::FACTS);
            return Ok(());
        }
        let Some(bytes) = self.bytes(layout::FACTS, toml::LARGEST)? else { return Ok(()) };
        let parsed = match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                case::Facts::parse(Path::new(layout::FACTS), text).map_err(|e| e.to_string())
            }
            Err(e) => Err(e.to_string()),
        };
        match parsed {
            Ok(facts) => self.facts = Some(facts),
            Err(problem) => {
                let place = Place::file(layout::FACTS);
                let finding = Finding::new(Code::SealFactsUnreadable, place);
                self.findings.push(finding.with("problem", problem));
            }
        }
        Ok(())
    }

    fn read_rings(&mut self, memory: Option<&Memory>) -> Result<(), disk::Error> {
        let folder = format!("{}/", keyring::FOLDER);
        let names: Vec<String> = self.in_folder(&folder).map(String::from).collect();
        let mut known = None;
        if let Some(memory) = memory {
            let mut digests = Vec::new();
            for name in &names {
                if let Some(d) = self.files.digest(name)? {
                    digests.push((name.as_str(), d.sha256));
                }
            }
            // A file without digest would be missing from the key.
            if digests.len() == names.len() {
                known = Some((memory, policy::digest(digests)));
            }
        }
        if let Some((history, findings)) = known.as_ref().and_then(|(m, key)| m.rings.get(key)) {
            self.history = history;
            self.findings.extend(findings);
            return Ok(());
        }
        let mut files = BTreeMap::new();
        for name in &names {
            let limit = keyring::LARGEST as u64 * 2;
            if let (Some(file), Some(bytes)) =
                (name.strip_prefix(&folder), self.bytes(name, limit)?)
            {
                files.insert(file.to_string(), bytes);
            }
        }
        let (history, findings) = History::check(keyring::FOLDER, &files);
        self.history = Arc::new(history);
        // What is too large to be read is told apart from what the others hold.
        if let Some((memory, key)) = known.filter(|_| files.len() == names.len()) {
            let weight: usize = files.values().map(Vec::len).sum();
            memory.rings.keep(key, (Arc::clone(&self.history), findings.clone()), weight as u64);
        }
        self.findings.extend(findings);
        Ok(())
    }

    fn read_seals(&mut self, ahead: &mut Ahead) -> Result<(), disk::Error> {
        let folder = format!("{}/", names::SEALS);
        for stem in self.stems(&folder) {
            let number = stem.strip_prefix(&folder).and_then(names::numbered);
            let Some((nn, _)) = number.filter(|(_, rest)| crate::base::name::is_id(rest)) else {
                self.unknown(&stem);
                continue;
            };
            if self.links.contains_key(&nn) {
                // Two seals on one place of the chain: the second never counts.
                self.find(Code::SealFork, &format!("{stem}{}", carriers::STATEMENT));
                continue;
            }
            let entry = self.entry(&stem, ahead)?;
            let entry = self.named_right(&stem, nn, entry);
            self.links.insert(nn, entry);
        }
        Ok(())
    }

    fn read_reviews(&mut self, ahead: &mut Ahead) -> Result<(), disk::Error> {
        let top = format!("{}/", names::REVIEWS);
        let mut folders: BTreeSet<String> = BTreeSet::new();
        let names: Vec<String> = self.in_folder(&top).map(String::from).collect();
        for name in &names {
            match name.strip_prefix(&top).and_then(|n| n.split_once('/')) {
                Some((folder, file)) if !file.contains('/') => {
                    folders.insert(folder.to_string());
                }
                Some(_) | None => self.find(Code::SealUnknownFile, name),
            }
        }
        for name in folders {
            let folder = format!("{top}{name}");
            let numbered = names::numbered(&name).filter(|(nn, _)| *nn > 0);
            let Some((nn, stage)) = numbered.filter(|(nn, _)| !self.rounds.contains_key(nn)) else {
                self.find(Code::SealUnknownFile, &folder);
                continue;
            };
            self.read_round(nn, stage, &folder, ahead)?;
        }
        Ok(())
    }

    fn read_round(
        &mut self,
        nn: u64,
        stage: &str,
        folder: &str,
        ahead: &mut Ahead,
    ) -> Result<(), disk::Error> {
        let top = format!("{folder}/");
        let mut round = Round {
            nn,
            stage: stage.to_string(),
            folder: folder.to_string(),
            files: self.in_folder(&top).map(String::from).collect(),
            entries: BTreeMap::new(),
            broken: BTreeSet::new(),
        };
        for stem in self.stems(&top) {
            let Some(name) = stem.strip_prefix(&top).and_then(ReviewName::parse) else {
                self.unknown(&stem);
                continue;
            };
            let entry = self.entry(&stem, ahead)?;
            match self.named_right(&stem, nn, entry) {
                Some(entry) if entry.roster().is_some() == name.roster => {
                    round.entries.insert(name, entry);
                }
                Some(entry) => {
                    // A seat whose id begins like a roster's name could be taken for one.
                    self.find(Code::SealNameDiffers, &entry.file());
                    round.broken.insert(name);
                }
                None => {
                    round.broken.insert(name);
                }
            }
        }
        self.rounds.insert(nn, round);
        Ok(())
    }

    /// The stems of the statements in a folder, sorted; files that are neither statement nor
    /// carrier are findings.
    fn stems(&mut self, folder: &str) -> BTreeSet<String> {
        let files: Vec<String> = self.in_folder(folder).map(String::from).collect();
        let mut stems = BTreeSet::new();
        for file in files.iter().filter(|f| !f.trim_start_matches(folder).contains('/')) {
            match names::stem(file) {
                Some(stem) => {
                    stems.insert(stem.to_string());
                }
                None => self.find(Code::SealUnknownFile, file),
            }
        }
        stems
    }

    /// All files of a stem that is no statement's.
    fn unknown(&mut self, stem: &str) {
        for file in names::files(stem) {
            if self.names.contains(&file) {
                self.find(Code::SealUnknownFile, &file);
            }
        }
    }

    /// The statement of a stem with its carriers.
    fn entry(&mut self, stem: &str, ahead: &mut Ahead) -> Result<Option<Entry>, disk::Error> {
        let (entry, findings) = match ahead.0.remove(stem) {
            Some(read) => read?,
            None => read(self.files, &self.names, stem)?,
        };
        self.findings.extend(findings);
        Ok(entry)
    }

    /// The entry, if its name follows from what it says.
    fn named_right(&mut self, stem: &str, at: u64, entry: Option<Entry>) -> Option<Entry> {
        let entry = entry?;
        let wanted = names::stem_of(entry.statement.predicate(), at);
        if wanted == stem {
            return Some(entry);
        }
        let finding = Finding::new(Code::SealNameDiffers, entry.place());
        self.findings.push(finding.with("wanted", format!("{wanted}{}", carriers::STATEMENT)));
        None
    }
}

/// Bytes of bounded size; more of them are a finding.
fn bounded<T>(
    read: Result<Option<T>, disk::Error>,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Result<Option<T>, disk::Error> {
    match read {
        Err(disk::Error::Large { limit, .. }) => {
            let finding = Finding::new(Code::SealTooLarge, Place::file(name));
            findings.push(finding.with("limit", limit));
            Ok(None)
        }
        other => other,
    }
}

/// What stands under one stem, and what is wrong with it.
type Read = Result<(Option<Entry>, Vec<Finding>), disk::Error>;

/// Statements that were read, by stem, before their turn comes: large ones take long, and they do
/// not depend on each other. Findings wait with them, so that their order does not show who read
/// what when.
struct Ahead(BTreeMap<String, Read>);

impl Ahead {
    fn read(files: &dyn Files, names: &BTreeSet<String>, threads: usize) -> Self {
        let folders = [names::SEALS, names::REVIEWS].map(|folder| format!("{folder}/"));
        let is_statement = |name: &&String| folders.iter().any(|f| name.starts_with(f));
        let stems: BTreeSet<&str> =
            names.iter().filter(is_statement).filter_map(|name| names::stem(name)).collect();
        let stems: Vec<&str> = stems.into_iter().collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(stem) = stems.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push(((*stem).to_string(), read(files, names, stem)));
            }
            done
        };
        // Threads of their own, none of rayon's: whoever calls may be a worker of rayon, and one
        // that waits here for others of its kind could wait for ever.
        let done = std::thread::scope(|scope| {
            let most = threads.min(stems.len());
            let others: Vec<_> = (1..most).map(|_| scope.spawn(work)).collect();
            let mut done = work();
            // What a thread lost is read when its turn comes.
            done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
            done
        });
        Self(done.into_iter().collect())
    }
}

/// Reads the statement of a stem and verifies its carriers.
fn read(files: &dyn Files, names: &BTreeSet<String>, stem: &str) -> Read {
    let mut findings = Vec::new();
    let [statement, envelope, side_car] = names::files(stem);
    if !names.contains(&statement) {
        findings.push(Finding::new(Code::SealCarrierAlone, Place::file(&statement)));
        return Ok((None, findings));
    }
    let loaded = bounded(files.load(&statement, LARGEST as u64), &statement, &mut findings)?;
    let Some((bytes, digest)) = loaded else { return Ok((None, findings)) };
    let parsed = match Statement::parse(&bytes) {
        Ok(parsed) => parsed,
        Err(e) => {
            findings.push(refused(&e, &statement));
            return Ok((None, findings));
        }
    };
    let mut both = Vec::new();
    for name in [&envelope, &side_car] {
        if !names.contains(name) {
            findings.push(Finding::new(Code::SealCarrierMissing, Place::file(name)));
        } else if let Some(carrier) =
            bounded(files.read(name, LARGEST_CARRIER), name, &mut findings)?
        {
            both.push(carrier);
        }
    }
    let mut proof = Proof::Missing;
    if let [envelope, side_car] = both.as_slice() {
        let namespace = parsed.predicate().namespace();
        match Signed::read(&bytes, namespace, envelope, side_car) {
            Ok(signed) => proof = Proof::Carriers(Box::new(Proven::of(&bytes, &signed))),
            Err(fault) => findings.push(fault.finding(&statement)),
        }
    }
    let entry = Entry { stem: stem.to_string(), digest, statement: parsed, proof };
    Ok((Some(entry), findings))
}

/// The finding that a statement is not in its one form.
fn refused(error: &statement::Error, file: &str) -> Finding {
    let code = match error {
        statement::Error::Type { .. } | statement::Error::PredicateType { .. } => {
            Code::SealStatementType
        }
        statement::Error::NotCanonical { .. } => Code::SealStatementNotCanonical,
        statement::Error::Large { .. }
        | statement::Error::Json(_)
        | statement::Error::Unknown { .. }
        | statement::Error::Missing { .. }
        | statement::Error::Invalid { .. }
        | statement::Error::Order { .. } => Code::SealStatementSyntax,
    };
    let mut finding = Finding::new(code, Place::file(file));
    finding.facts = error.facts();
    finding
}
