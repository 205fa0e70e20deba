//! Packages of one case compared with each other (`formats.md` §6): two openings, two seals on one,
//! statements that one has and the other lacks. The comparison is that of `verify --also`.

use std::path::{Path, PathBuf};

use super::Error;
use super::items::{Item, Items};
use super::look::{Class, Reader, look};
use crate::package::{Options, Progress};

/// The places of whole packages that share a case and are not the same, case by case.
fn cases(items: &Items) -> Vec<Vec<usize>> {
    let mark = |at: &usize| items.get(*at).and_then(|item| item.mark());
    let case = |at: &usize| mark(at).map(|m| m.case);
    let bag = |at: &usize| mark(at).map(|m| m.bag);
    let whole = |item: &Item<'_>| item.is_whole() && item.mark().is_some();
    let mut places: Vec<usize> =
        items.iter().enumerate().filter(|(_, i)| whole(i)).map(|(at, _)| at).collect();
    // Equal packages stand together, so that one of each is left.
    places.sort_by(|a, b| (case(a), bag(a), *a).cmp(&(case(b), bag(b), *b)));
    places.dedup_by(|a, b| (case(a), bag(a)) == (case(b), bag(b)));
    let groups = places.chunk_by(|a, b| case(a) == case(b));
    groups.filter(|group| group.len() > 1).map(<[usize]>::to_vec).collect()
}

/// Compares packages of one case with each other; what fails is `Changed`. `false` where the work
/// was asked to stop.
///
/// # Errors
/// Anything but a reading error.
pub fn compare(
    items: &mut Items,
    folder: &Path,
    options: &Options<'_>,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    for group in cases(items) {
        let path = |at: &usize| items.get(*at).map(|i| folder.join(i.name));
        let paths: Vec<PathBuf> = group.iter().filter_map(path).collect();
        let mut seen = Vec::new();
        for (one, at) in paths.iter().zip(&group) {
            let also: Vec<PathBuf> = paths.iter().filter(|p| *p != one).cloned().collect();
            let options = Options { also: &also, ..*options };
            match look(reader, one, &options, progress)? {
                Some(looked) => seen.push((*at, looked)),
                None => return Ok(false),
            }
        }
        for (at, looked) in seen {
            if looked.class != Class::Intact {
                items.unsettle(at, looked.class, looked.why);
            }
        }
    }
    Ok(true)
}
