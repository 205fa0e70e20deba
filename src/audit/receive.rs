//! Taking packages into the register: each is verified, and what fails or contradicts the register
//! is refused and not listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::card::{Card, Opened};
use super::find::find;
use super::look::{Class, Reader, kind, look_inside};
use super::register::Register;
use crate::base::digest::Digest;
use crate::base::disk;
use crate::package::{Options, Progress};
use crate::seal::Memory;
use crate::seal::register::Received;
use crate::verdict::{Code, Finding, Place, Report};

/// What was received.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// What can be registered, sorted by path.
    pub received: Vec<Received>,
    /// How many packages were in the register already.
    pub known: u64,
    /// What was looked at, and what was refused.
    pub report: Report,
}

/// Looks at every package below a folder that the register does not have at its place.
///
/// # Errors
/// The folder is none, a package cannot be read for another reason than the disk's, or the work was
/// asked to stop: nothing is registered then.
pub fn receive(
    folder: &Path,
    register: &Register,
    own: &[PathBuf],
    options: &Options<'_>,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<Receipt, Error> {
    if !disk::is_folder(folder) {
        return Err(Error::NoFolder { path: folder.to_path_buf() });
    }
    let memory = Memory::default();
    let options = &Options { memory: Some(options.memory.unwrap_or(&memory)), ..*options };
    let tree = find(folder, own, options.threads);
    let mut report = Report::on(folder.display().to_string());
    for error in &tree.unlisted {
        let place = Place::file(error.path().display().to_string());
        report.add(Finding::new(Code::AuditUnreadable, place).with("why", error));
    }
    let mut cases: BTreeMap<String, (String, Digest)> = BTreeMap::new();
    for (path, row) in register.rows() {
        cases.insert(row.case.clone(), (path.clone(), row.bag));
    }
    let fresh: Vec<_> =
        tree.packages.iter().filter(|p| !register.rows().contains_key(p.name)).collect();
    let due = fresh.len() as u64;
    let known = tree.packages.len() as u64 - due;
    report.count("packages", known);
    let mut received = Vec::new();
    for (at, found) in fresh.iter().enumerate() {
        let path = folder.join(found.name);
        let Some(looked) = look_inside(reader, &path, options, progress)? else {
            return Err(Error::Interrupted { read: at as u64, due });
        };
        let refused = |code, why: String| {
            let kind = kind(&why);
            Finding::new(code, Place::file(found.name)).with("why", why).with("kind", kind)
        };
        let (card, opened) = match (looked.class, looked.card.zip(looked.opened)) {
            (Class::Intact, Some(both)) => both,
            (Class::Unreadable, _) => {
                report.add(refused(Code::AuditUnreadable, looked.why));
                continue;
            }
            (_, _) => {
                report.count("packages", 1);
                report.add(refused(Code::AuditNotRegistered, looked.why));
                continue;
            }
        };
        report.count("packages", 1);
        if let Some((other, bag)) = cases.get(&card.case) {
            let code =
                if *bag == card.bag { Code::AuditDuplicate } else { Code::ArchiveTwoPackages };
            report.add(refused(Code::AuditNotRegistered, format!("{} {other}", code.id())));
            continue;
        }
        cases.insert(card.case.clone(), (found.name.to_string(), card.bag));
        let package =
            if disk::is_folder(&path) { None } else { Some(disk::digest(&path, false)?.sha256) };
        received.push(entry(found.name, card, opened, package));
    }
    Ok(Receipt { received, known, report })
}

fn entry(path: &str, card: Card, opened: Opened, package: Option<Digest>) -> Received {
    let Card { case, bag, filed } = card;
    let Opened { division, grade, seals } = opened;
    Received { path: path.to_string(), case, division, grade, filed, package, bag, seals }
}
