//! Packages of one case compared with each other (`formats.md` §6): two openings, two seals on one,
//! statements that one has and the other lacks. The comparison is that of `verify --also`.

use std::path::{Path, PathBuf};

use super::Error;
use super::look::{Class, Reader, look};
use super::run::Item;
use crate::package::{Options, Progress};

/// The places of whole packages that share a case and are not the same, case by case.
fn cases(items: &[Item]) -> Vec<Vec<usize>> {
    let case = |at: &usize| items.get(*at).and_then(Item::mark).map(|m| m.case.as_str());
    let bag = |at: &usize| items.get(*at).and_then(Item::mark).map(|m| m.bag);
    let whole = |item: &Item| item.is_whole() && item.mark().is_some();
    let mut places: Vec<usize> =
        items.iter().enumerate().filter(|(_, i)| whole(i)).map(|(at, _)| at).collect();
    // Equal packages stand together, so that one of each is left.
    places.sort_by(|a, b| (case(a), bag(a), *a).cmp(&(case(b), bag(b), *b)));
    places.dedup_by_key(|at| (case(at).map(String::from), bag(at)));
    let groups = places.chunk_by(|a, b| case(a) == case(b));
    groups.filter(|group| group.len() > 1).map(<[usize]>::to_vec).collect()
}

/// Compares packages of one case with each other; what fails is `Changed`. `false` where the work
/// was asked to stop.
///
/// # Errors
/// Anything but a reading error.
pub fn compare(
    items: &mut [Item],
    folder: &Path,
    options: &Options<'_>,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    for group in cases(items) {
        let path = |at: &usize| items.get(*at).map(|i| folder.join(&i.name));
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
            if let Some(item) = items.get_mut(at)
                && looked.class != Class::Intact
            {
                item.unsettle(looked.class, looked.why);
            }
        }
    }
    Ok(true)
}
