//! Opens the parts of a volume one after another, a little ahead of the hand that binds them, so that
//! reading and writing go on at once. What lies opened is bounded in octets: a large file waits until
//! everything before it is bound.

use std::sync::mpsc::SyncSender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::balance::Balance;
use super::source::{Flaw, Source, caught};
use super::volume::{Error, LARGEST, Material, Part};
use super::{page, picture};
use crate::base::disk;

/// Octets of files that may lie opened at once, beside the one that is being bound.
const AHEAD: u64 = 12 << 20;
/// Parts that may lie opened at once.
pub(crate) const PARTS: usize = 8;

/// A part that is ready to be bound.
pub(crate) struct Opened {
    pub(crate) source: Source,
    /// What each page's content leaves behind.
    pub(crate) balances: Vec<Balance>,
    /// What it takes of the room for opened parts.
    pub(crate) octets: u64,
}

/// The room for opened parts.
pub(crate) struct Room {
    /// Octets that lie opened; `None` once nobody takes parts any more.
    used: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Room {
    /// Room with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { used: Mutex::new(Some(0)), changed: Condvar::new() }
    }

    fn used(&self) -> MutexGuard<'_, Option<u64>> {
        // A count is whole whatever happened to who held it.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for a part; `false` where nobody takes parts any more.
    fn take(&self, octets: u64) -> bool {
        let mut used = self.used();
        loop {
            match *used {
                None => return false,
                // A part too large for any room comes in alone.
                Some(n) if n == 0 || n.saturating_add(octets) <= AHEAD => {
                    *used = Some(n.saturating_add(octets));
                    return true;
                }
                Some(_) => {
                    used = self.changed.wait(used).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// Gives back what a bound part took.
    pub(crate) fn give(&self, octets: u64) {
        let mut used = self.used();
        *used = used.map(|n| n.saturating_sub(octets));
        drop(used);
        self.changed.notify_all();
    }

    /// Says that nobody takes parts any more.
    pub(crate) fn close(&self) {
        *self.used() = None;
        self.changed.notify_all();
    }
}

/// Opens the parts in order and hands them over, until one cannot be opened or nobody takes them.
pub(crate) fn feed(parts: &[Part], room: &Room, to: &SyncSender<Result<Opened, Error>>) {
    for part in parts {
        let octets = match &part.material {
            Material::Made(bytes) => Ok(Some(bytes.len() as u64)),
            Material::File(path) | Material::Known(path, _) | Material::Picture(path) => {
                disk::size(path)
            }
        };
        let octets = match octets {
            Ok(octets) => octets.unwrap_or(0),
            Err(e) => {
                let _ = to.send(Err(e.into()));
                return;
            }
        };
        if !room.take(octets) {
            return;
        }
        let opened = caught(|| open(part, octets)).unwrap_or_else(|| Err(changed(part)));
        let failed = opened.is_err();
        if to.send(opened).is_err() || failed {
            return;
        }
    }
}

fn open(part: &Part, octets: u64) -> Result<Opened, Error> {
    let read;
    let bytes = match &part.material {
        Material::Made(bytes) => bytes,
        Material::File(path) | Material::Known(path, _) => {
            read = disk::read(path, LARGEST)?;
            &read
        }
        Material::Picture(path) => {
            let picture = disk::read(path, picture::LARGEST)?;
            read = picture::pages(&picture).map_err(|_| changed(part))?;
            &read
        }
    };
    let source = Source::reopen(bytes, part.pages).map_err(|_: Flaw| changed(part))?;
    if source.pages.len() != part.pages {
        return Err(changed(part));
    }
    let balances = match &part.material {
        Material::Known(_, known) => known.each(part.pages),
        Material::Made(_) | Material::File(_) | Material::Picture(_) => {
            source.pages.iter().map(|p| page::balance(&source.document, p)).collect()
        }
    };
    Ok(Opened { source, balances, octets })
}

/// The error about a part that is not as it was counted.
pub(crate) fn changed(part: &Part) -> Error {
    Error::Changed { name: part.name.clone() }
}
