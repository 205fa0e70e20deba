//! A parcel: some files of a dossier under their package names in one zip of the package's form,
//! to travel on a stick: a request to sign on another machine, or the response to one
//! (`formats.md` §3 "Signing elsewhere"). Any zip program opens it.
//!
//! It is no package: nothing in it is listed or sealed. What it holds is judged where it arrives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::open::{Opened, open_zip};
use super::tree::{Entry, Tree, measure};
use super::write::{Packed, pack};
use super::{Error, Progress, layout};
use crate::seal::sign::travels;
use crate::verdict::{Code, Finding, Place};

/// Most files of one parcel: a stage's files and statements, not a dossier's.
pub const MOST_FILES: u64 = 20_000;

/// What goes into a parcel, by package name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parcel {
    /// Files that lie on disk.
    pub files: BTreeMap<String, PathBuf>,
    /// Files made here.
    pub made: BTreeMap<String, Vec<u8>>,
}

/// Writes a parcel of a case to a new file.
///
/// # Errors
/// Something stands there already, a name is not portable, there are too many files, or the disk
/// refuses.
pub fn send(
    case: &str,
    parcel: Parcel,
    out: &Path,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Packed, Error> {
    let names = || parcel.files.keys().chain(parcel.made.keys());
    let count = names().count() as u64;
    if count > MOST_FILES {
        return Err(Error::Large { count, limit: MOST_FILES });
    }
    for name in names() {
        let flaw = layout::flaw(name);
        let flaw = flaw.or_else(|| (!travels(name)).then(|| "does not travel".to_string()));
        if let Some(flaw) = flaw {
            return Err(Error::Name { name: name.clone(), flaw });
        }
    }
    let mut entries = measure(parcel.files, false, threads, progress)?;
    entries.extend(parcel.made.iter().map(|(name, bytes)| Entry::of_bytes(name, bytes, false)));
    entries.sort_by(|a, b| layout::rank(&a.name).cmp(&layout::rank(&b.name)));
    let tree = Tree::plain(case.to_string(), entries);
    pack(&tree, out, false, progress)
}

/// Opens a parcel: a stranger's file until its octets are those of the one form. SM3 is taken of
/// everything, because whether it is asked for stands inside. A finding where it is no parcel.
///
/// # Errors
/// It cannot be read, or changes meanwhile.
pub fn receive(
    path: &Path,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Result<Contents, Finding>, Error> {
    let refused = |place: &str, why: &str| {
        let place = Place::file(place);
        Ok(Err(Finding::new(Code::PackageNotAParcel, place).with("why", why)))
    };
    let Opened { contents, findings } = open_zip(path, Some(true), threads, progress)?;
    if let Some(finding) = findings.first() {
        return refused(&finding.place.file, finding.code.id());
    }
    let Some(contents) = contents else { return refused("", Code::PackageNotAZip.id()) };
    let case = contents.folder().unwrap_or_default();
    if !crate::case::is_case_id(case) {
        return refused(case, Code::PackageFolderName.id());
    }
    let index = contents.index();
    if index.len() as u64 > MOST_FILES {
        return refused("", Code::PackageTooLarge.id());
    }
    if let Some(at) = contents.sums().flaws.keys().next() {
        return refused(index.name(*at), Code::PackageCrcMismatch.id());
    }
    if let Some(stray) = contents.names().find(|n| !travels(n)) {
        return refused(stray, Code::PackageUnknownTagFile.id());
    }
    Ok(Ok(contents))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests damage files")]
mod tests {
    use super::*;
    use crate::seal::Files as _;

    const CASE: &str = "LZ-990100-2026Q2-0001";

    fn made(names: &[&str]) -> Parcel {
        let made = names.iter().map(|n| ((*n).to_string(), n.as_bytes().to_vec())).collect();
        Parcel { files: BTreeMap::new(), made }
    }

    fn why(path: &Path) -> Option<String> {
        let refused = receive(path, 1, &()).unwrap().err()?;
        assert_eq!(refused.code, Code::PackageNotAParcel);
        let why = refused.facts.iter().find(|(fact, _)| *fact == "why");
        why.map(|(_, why)| why.clone())
    }

    #[test]
    fn what_was_sent_arrives_and_no_changed_octet_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let names = ["seals/00-open.json", "rules/profile.toml", "data/01-申请书/申请书.pdf"];
        send(CASE, made(&names), &path, 1, &()).unwrap();
        let contents = receive(&path, 1, &()).unwrap().unwrap();
        assert_eq!(contents.folder(), Some(CASE));
        assert_eq!(contents.names().count(), 3);
        for name in names {
            assert_eq!(contents.content(name, 100).unwrap().unwrap(), name.as_bytes());
            let digest = contents.digest(name).unwrap().unwrap();
            assert!(digest.sm3.is_some(), "SM3 is taken whether or not it will be asked for");
        }
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            assert!(why(&path).is_some(), "octet {at}");
        }
        for cut in 0..good.len() {
            std::fs::write(&path, &good[..cut]).unwrap();
            assert!(why(&path).is_some(), "cut at {cut}");
        }
    }

    #[test]
    fn only_what_statements_are_about_travels() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        for name in ["case.toml", "bagit.txt", "seals", "../seals/a", "data/a%20b", "evidence.toml"]
        {
            let refused = send(CASE, made(&[name]), &path, 1, &());
            assert!(matches!(refused, Err(Error::Name { .. })), "{name}");
        }
        assert!(!path.exists());
        // A package, or anything else in the right form, is no parcel.
        let entry = |name: &str| Entry::of_bytes(name, b"x", false);
        for (folder, name, code) in [
            (CASE, "case.toml", "package.unknown-tag-file"),
            (CASE, "bagit.txt", "package.unknown-tag-file"),
            ("x", "seals/a", "package.folder-name"),
        ] {
            let tree = Tree::plain(folder.to_string(), vec![entry(name)]);
            pack(&tree, &path, true, &()).unwrap();
            assert_eq!(why(&path).as_deref(), Some(code), "{name}");
        }
    }

    #[test]
    fn more_files_than_a_stage_has_do_not_travel() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        let many = (0..=MOST_FILES).map(|n| (format!("data/{n}"), Vec::new())).collect();
        let parcel = Parcel { files: BTreeMap::new(), made: many };
        assert!(matches!(send(CASE, parcel, &path, 1, &()), Err(Error::Large { .. })));
        let mut entries: Vec<Entry> =
            (0..=MOST_FILES).map(|n| Entry::of_bytes(&format!("data/{n}"), b"", false)).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        pack(&Tree::plain(CASE.to_string(), entries), &path, true, &()).unwrap();
        assert_eq!(why(&path).as_deref(), Some("package.too-large"));
    }
}
