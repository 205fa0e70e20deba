//! Files that were signed and are about to be replaced: kept in the case under the number of the
//! seal that names them (`formats.md` §3 "Going back"), so that every statement stays checkable.

use std::collections::BTreeMap;
use std::path::PathBuf;

use juanzong::base::disk;
use juanzong::case::{Case, layout};
use juanzong::seal::sign::state;
use juanzong::seal::{CaseFiles, Dossier, Files as _};

use crate::exit::Failure;

/// After a case was sent back: copies what the statements that no longer count were about, typed
/// data and received files too, before anybody can change it.
pub(crate) fn keep(case: &Case) -> Result<(), Failure> {
    let files = CaseFiles::of(case)?;
    let dossier = Dossier::read(&files)?;
    for (name, signed, place) in state::past(&dossier) {
        let (Some(from), Some(found)) = (files.place(&name), files.digest(&name)?) else {
            continue;
        };
        let to = case.dir.join(place);
        if signed.contains(&found.sha256) && !disk::exists(&to) {
            if let Some(folder) = to.parent() {
                disk::create_folder(folder)?;
            }
            disk::copy_new(from, &to)?;
        }
    }
    Ok(())
}

/// Before filing: removes the copies of files that were not replaced after all.
pub(crate) fn prune(case: &Case) -> Result<(), Failure> {
    let files = CaseFiles::of(case)?;
    let top = format!("{}/", layout::SUPERSEDED);
    let mut same: BTreeMap<String, PathBuf> = BTreeMap::new();
    for name in files.names() {
        let Some((_, rest)) = name.strip_prefix(&top).and_then(|k| k.split_once('/')) else {
            continue;
        };
        let original = match rest.starts_with("forms/") {
            true => rest.to_string(),
            false => format!("data/{rest}"),
        };
        let Some(now) = files.digest(&original)? else { continue };
        let kept = files.digest(&name)?;
        if let Some(path) = files.place(&name).filter(|_| kept.is_some_and(|k| k == now)) {
            same.insert(name, path.clone());
        }
    }
    for path in same.values() {
        disk::remove(path)?;
    }
    let folder = case.dir.join(layout::SUPERSEDED);
    if disk::is_folder(&folder) {
        for entry in disk::walk(&folder)?.into_iter().rev() {
            if entry.kind == disk::Kind::Folder && disk::list(&entry.path)?.is_empty() {
                disk::remove_folder(&entry.path)?;
            }
        }
    }
    Ok(())
}
