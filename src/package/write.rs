//! Writes a package tree as the one zip: streaming, whole or not at all.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::tree::{Source, Tree};
use super::{Error, Progress, zip};
use crate::base::digest::{BLOCK, FileDigest, Hasher};
use crate::base::disk::{self, Pending};

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed {
    /// Entries in the zip.
    pub entries: u64,
    /// Size and digests of the zip itself: the same tree gives the same.
    pub digest: FileDigest,
}

/// Writes a tree to a new file; `replace` allows another to stand there.
///
/// # Errors
/// Something stands there already, the disk refuses, or a file changed since the tree was taken.
pub fn pack(
    tree: &Tree,
    out: &Path,
    replace: bool,
    progress: &dyn Progress,
) -> Result<Packed, Error> {
    progress.begin(tree.octets());
    let mut sink = Sink {
        pending: Pending::begin(out, replace)?,
        path: out.to_path_buf(),
        hasher: Hasher::new(false),
        at: 0,
    };
    let mut central = Vec::new();
    let mut offsets = Vec::new();
    let mut block = vec![0; BLOCK];
    for entry in tree.entries() {
        let name = format!("{}/{}", tree.folder(), entry.name);
        let header = zip::Entry { name: &name, size: entry.size, crc: entry.crc, offset: sink.at };
        offsets.push(sink.at);
        sink.write(&header.local())?;
        match &entry.source {
            Source::Bytes(bytes) => sink.write(bytes)?,
            Source::Disk(path) => sink.copy(path, entry, &mut block, progress)?,
        }
    }
    let start = sink.at;
    for (entry, offset) in tree.entries().iter().zip(offsets) {
        let name = format!("{}/{}", tree.folder(), entry.name);
        let header = zip::Entry { name: &name, size: entry.size, crc: entry.crc, offset };
        central.extend(header.central());
        if central.len() >= BLOCK {
            sink.write(&central)?;
            central.clear();
        }
    }
    sink.write(&central)?;
    let entries = tree.entries().len() as u64;
    sink.write(&zip::end(entries, sink.at - start, start))?;
    let digest = sink.hasher.finish();
    sink.pending.commit()?;
    Ok(Packed { entries, digest })
}

struct Sink {
    pending: Pending,
    path: PathBuf,
    hasher: Hasher,
    at: u64,
}

impl Sink {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hasher.update(bytes);
        self.at += bytes.len() as u64;
        self.pending.write_all(bytes).map_err(|source| {
            Error::Disk(disk::Error::Io { act: "write", path: self.path.clone(), source })
        })
    }

    /// Copies a file whose size and digests are already promised by headers and manifests.
    fn copy(
        &mut self,
        path: &Path,
        entry: &super::tree::Entry,
        block: &mut [u8],
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        let changed = || Error::Changed { path: path.to_path_buf() };
        let file: File = disk::open(path)?;
        let mut hasher = Hasher::new(false);
        let mut from = 0;
        loop {
            let read = disk::read_at(&file, path, from, block)?;
            let bytes = block.get(..read).filter(|b| !b.is_empty());
            let Some(bytes) = bytes else { break };
            from += read as u64;
            if from > entry.size {
                return Err(changed());
            }
            hasher.update(bytes);
            self.write(bytes)?;
            if !progress.advance(read as u64) {
                return Err(Error::Interrupted);
            }
        }
        let digest = hasher.finish();
        if digest.size == entry.size && digest.sha256 == entry.sha256 {
            Ok(())
        } else {
            Err(changed())
        }
    }
}
