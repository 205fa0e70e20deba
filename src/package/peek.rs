//! A look at the opening of a package without reading the rest: which case it is, of which division
//! and grade. Nothing is checked by it; it serves to part a list into strata.

use std::path::Path;

use super::Error;
use super::open::bag_folder;
use super::structure::{self, Stop};
use super::sums::Carrier;
use crate::base::disk;
use crate::seal::predicate::Open;
use crate::seal::{Predicate, Statement, statement};

/// The first statement of every dossier.
const OPENING: &str = "seals/00-open.json";

/// What a package says that it was opened for; `None` where it cannot be read.
///
/// # Errors
/// The disk refuses.
pub fn peek(target: &Path) -> Result<Option<Open>, Error> {
    let limit = statement::LARGEST as u64;
    let bytes = if disk::is_folder(target) {
        match disk::read(&bag_folder(target)?.join(OPENING), limit) {
            Ok(bytes) => bytes,
            Err(disk::Error::Large { .. }) => return Ok(None),
            Err(e) if e.is_missing() => return Ok(None),
            Err(e) => return Err(e.into()),
        }
    } else {
        let file = disk::open(target)?;
        let sound = match structure::check(&file, target) {
            Ok(sound) => sound,
            Err(Stop::Found(_)) => return Ok(None),
            Err(Stop::Unread(e)) => return Err(e),
        };
        let carrier = Carrier::Zip { path: target.to_path_buf(), file, folder: sound.folder };
        let Some(at) = sound.index.find(OPENING) else { return Ok(None) };
        let size = sound.index.place(at).size;
        let Some(length) = usize::try_from(size).ok().filter(|_| size <= limit) else {
            return Ok(None);
        };
        let mut bytes = vec![0; length];
        carrier.read(&sound.index, at, 0, &mut bytes)?;
        bytes
    };
    let opening = Statement::parse(&bytes).ok();
    Ok(opening.and_then(|s| match s.predicate() {
        Predicate::Open(open) => Some(open.clone()),
        Predicate::Review(_) | Predicate::Roster(_) | Predicate::Seal(_) => None,
    }))
}
