//! The register of a folder of packages: entries `0001.json` with their side-cars, read as a whole
//! before any of it is believed, and continued.
//!
//! What a chain of signatures cannot show is that its end was cut off. Two things do: the state of an
//! audit remembers the last entry that it saw, and every report prints its digest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::items::Mark;
use crate::base::digest::Digest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::seal::keyring::{History, Standing};
use crate::seal::register::{Entry, LARGEST, MOST, Received};
use crate::seal::sshsig::SideCar;
use crate::seal::{Namespace, SecretKey, Trust, trust};
use crate::verdict::{Code, Finding, Place};

/// What the name of an entry ends in.
const ENTRY: &str = ".json";
/// What the name of its side-car ends in.
const SIDE_CAR: &str = ".json.sig";
/// Octets of a side-car are fewer than these.
const SIDE_CAR_LARGEST: u64 = 4 << 10;

/// A package as the register has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The case's number.
    pub case: String,
    /// Digest of its list of tag files.
    pub bag: Digest,
    /// When it claims to have been sealed for filing.
    pub filed: Moment,
    /// The division it was opened in.
    pub division: String,
    /// The grade it was opened for.
    pub grade: String,
    /// When it was received.
    pub at: Moment,
}

impl Row {
    /// What identifies it.
    #[must_use]
    pub fn mark(&self) -> Mark<'_> {
        Mark { case: &self.case, bag: self.bag, filed: self.filed }
    }
}

/// A register that holds together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Register {
    rows: BTreeMap<String, Row>,
    heads: Vec<(Moment, Digest)>,
}

impl Register {
    /// What was received, by path below the folder of packages.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<String, Row> {
        &self.rows
    }

    /// Number, moment and digest of the last entry.
    #[must_use]
    pub fn head(&self) -> Option<(u64, Moment, Digest)> {
        self.heads.last().map(|(at, digest)| (self.heads.len() as u64, *at, *digest))
    }

    /// Whether it has an entry of this number and digest: a register that once had it and has it no
    /// more was cut or exchanged.
    #[must_use]
    pub fn has(&self, number: u64, digest: Digest) -> bool {
        let at = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        at.and_then(|at| self.heads.get(at)).is_some_and(|(_, d)| *d == digest)
    }

    fn take(&mut self, entry: Entry, digest: Digest) {
        for p in entry.packages {
            let (case, bag, filed) = (p.case, p.bag, p.filed);
            let (division, grade, at) = (p.division, p.grade, entry.at);
            let row = Row { case, bag, filed, division, grade, at };
            self.rows.insert(p.path, row);
        }
        self.heads.push((entry.at, digest));
    }

    /// Reads a register and checks its chain, its signatures and whose they are. `None` beside the
    /// findings where it does not hold together: nothing in it is believed then.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(
        folder: &Path,
        trusted: Option<&Trust>,
    ) -> Result<(Option<Self>, Vec<Finding>), Error> {
        let mut register = Self::default();
        let mut findings = Vec::new();
        let mut broken = |name: &str, flaw: &'static str| {
            let finding = Finding::new(Code::AuditRegisterBroken, Place::file(name));
            findings.push(finding.with("flaw", flaw));
        };
        let files = disk::list(folder)?;
        let last = files.iter().filter_map(|f| number(&f.name, ENTRY)).max().unwrap_or_default();
        for file in &files {
            let entry = number(&file.name, ENTRY).is_some();
            // A side-car is written first: one alone is what a crash leaves behind.
            let car = number(&file.name, SIDE_CAR).is_some_and(|n| n <= last + 1);
            if !(entry || car) || file.kind != disk::Kind::File {
                broken(&file.name, "stranger");
            }
        }
        let mut before: Option<(Moment, Digest)> = None;
        for n in 1..=last {
            let (name, car) = (entry_name(n), side_car_name(n));
            match read(folder, n, before, trusted)? {
                Ok((entry, digest)) => {
                    before = Some((entry.at, digest));
                    register.take(entry, digest);
                }
                Err(flaw) => {
                    let signature = ["signature", "key", "holder", "use", "standing"];
                    broken(if signature.contains(&flaw) { &car } else { &name }, flaw);
                    return Ok((None, findings));
                }
            }
        }
        if !findings.is_empty() {
            return Ok((None, findings));
        }
        if trusted.is_none() && last > 0 {
            findings.push(trust::untrusted());
        }
        Ok((Some(register), findings))
    }

    /// Signs entries that list what was received and puts them into the folder, each as a whole;
    /// gives their number.
    ///
    /// # Errors
    /// The key may not sign a register at that moment, or the disk refuses.
    pub fn append(
        &mut self,
        folder: &Path,
        mut received: Vec<Received>,
        at: Moment,
        key: &SecretKey,
        rings: &History,
    ) -> Result<u64, Error> {
        let ring = rings.newest();
        let held = ring.and_then(|ring| ring.key(key.id()));
        let may = |k: &&crate::seal::keyring::RingKey| {
            k.signs(Namespace::Register) && k.at(at) == Standing::Holds
        };
        let (Some(ring), Some(held)) = (ring, held.filter(may)) else {
            let person = held.map(|k| k.person.to_string()).unwrap_or_default();
            return Err(Error::NoClerk { person });
        };
        if self.head().is_some_and(|(_, last, _)| last > at) {
            return Err(Error::Register { path: folder.to_path_buf() });
        }
        received.sort();
        let mut written = 0;
        for packages in received.chunks(MOST) {
            let number = self.heads.len() as u64 + 1;
            let entry = Entry {
                number,
                prev: self.head().map(|(_, _, digest)| digest),
                at,
                person: held.person.clone(),
                keyring: ring.reference(),
                packages: packages.to_vec(),
            };
            // What would not be read again must not be signed.
            let bytes = entry.write();
            let entry = Entry::parse(&bytes)?;
            disk::replace(&folder.join(side_car_name(number)), entry.sign(key).as_bytes())?;
            disk::write_new(&folder.join(entry_name(number)), &bytes)?;
            self.take(entry, Digest::sha256(&bytes));
            written += 1;
        }
        Ok(written)
    }
}

/// Reads entry `n` and checks it against the one before; a word for what is wrong with it.
fn read(
    folder: &Path,
    n: u64,
    before: Option<(Moment, Digest)>,
    trusted: Option<&Trust>,
) -> Result<Result<(Entry, Digest), &'static str>, Error> {
    let Some(bytes) = content(folder.join(entry_name(n)), LARGEST as u64)? else {
        return Ok(Err("gap"));
    };
    let Ok(entry) = Entry::parse(&bytes) else { return Ok(Err("syntax")) };
    if entry.number != n {
        return Ok(Err("number"));
    }
    if entry.prev != before.map(|(_, digest)| digest) {
        return Ok(Err("chain"));
    }
    if before.is_some_and(|(at, _)| at > entry.at) {
        return Ok(Err("time"));
    }
    let car = content(folder.join(side_car_name(n)), SIDE_CAR_LARGEST)?;
    let car = car.and_then(|text| SideCar::read(&text, Namespace::Register).ok());
    let Some(car) = car.filter(|car| car.verifies(&bytes, Namespace::Register)) else {
        return Ok(Err("signature"));
    };
    if let Some(trusted) = trusted {
        let ring = trusted.newest();
        let Some(key) = ring.key(car.key.id()) else { return Ok(Err("key")) };
        if key.person != entry.person {
            return Ok(Err("holder"));
        }
        if !key.signs(Namespace::Register) {
            return Ok(Err("use"));
        }
        if key.at(entry.at) != Standing::Holds {
            return Ok(Err("standing"));
        }
        let named = entry.keyring;
        if named.version == ring.version() && named.sha256 != ring.digest() {
            return Ok(Err("ring"));
        }
    }
    Ok(Ok((entry, Digest::sha256(&bytes))))
}

/// A file of at most `limit` octets; `None` where it is missing or larger.
fn content(path: PathBuf, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    match disk::read(&path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(disk::Error::Large { .. }) => Ok(None),
        Err(e) if e.is_missing() => Ok(None),
        Err(e) => Err(e.into()),
    }
}

fn entry_name(number: u64) -> String {
    format!("{number:04}{ENTRY}")
}

fn side_car_name(number: u64) -> String {
    format!("{number:04}{SIDE_CAR}")
}

/// The number of a file's name, where it is spelled as it is written.
fn number(name: &str, ending: &str) -> Option<u64> {
    let number: u64 = name.strip_suffix(ending)?.parse().ok()?;
    (number > 0 && format!("{number:04}{ending}") == name).then_some(number)
}
