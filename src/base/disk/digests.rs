//! Digests of many files, each in one read.

use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Error, failed, open};
use crate::base::digest::{self, Company, FileDigest, Reading};

/// Digests of files, given with their sizes in the order in which they are begun, on a few threads
/// that have many under way each. `told` hears the number of each file that is read, in no order,
/// and says whether to go on.
///
/// # Errors
/// A file is missing or unreadable; the others are given up.
pub fn digests(
    files: &[(u64, PathBuf)],
    sm3: bool,
    threads: usize,
    told: &(dyn Fn(usize, FileDigest) -> bool + Sync),
) -> Result<(), Error> {
    let octets = files.iter().map(|(size, _)| size).sum();
    let company = Company { octets, threads, most: digest::most_at_once(), sm3 };
    let (next, halt) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let mut take = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((size, path)) = files.get(at).filter(|_| !halt.load(Ordering::Relaxed)) else {
                return Ok(None);
            };
            Ok(Some(Reader { at, path, file: open(path)?, company: company.beside(*size) }))
        };
        let mut put = |reader: Reader<'_>, digest| {
            if !told(reader.at, digest) {
                halt.store(true, Ordering::Relaxed);
            }
        };
        let done = digest::hash_many(company.most, sm3, &mut take, &mut put);
        done.inspect_err(|_| halt.store(true, Ordering::Relaxed))
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(files.len())).map(|_| scope.spawn(work)).collect();
        let mine = work();
        let lost = || Error::Io {
            act: "read",
            path: files.first().map(|(_, path)| path.clone()).unwrap_or_default(),
            source: io::ErrorKind::Other.into(),
        };
        others.into_iter().map(|t| t.join().unwrap_or_else(|_| Err(lost()))).fold(mine, Result::and)
    })
}

/// A file that is read to its end.
struct Reader<'a> {
    at: usize,
    path: &'a Path,
    file: File,
    company: usize,
}

impl Reading for Reader<'_> {
    type Error = Error;

    fn read(&mut self, room: &mut [u8], wanted: usize) -> Result<Range<usize>, Error> {
        let mut done = 0;
        while let Some(rest) = room.get_mut(done..wanted).filter(|rest| !rest.is_empty()) {
            match self.file.read(rest) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(failed("read", self.path)(e)),
            }
        }
        Ok(0..done)
    }

    fn company(&self) -> usize {
        self.company
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk;
    use std::sync::Mutex;

    #[test]
    fn each_file_has_its_own_digest_and_one_that_is_missing_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for n in 0..40_usize {
            let path = folder.path().join(n.to_string());
            disk::write_new(&path, &vec![7; n * 1_001]).unwrap();
            files.push((n as u64 * 1_001, path));
        }
        for threads in [1, 2, 3] {
            let found = Mutex::new(Vec::new());
            let told = |at, digest| {
                found.lock().unwrap().push((at, digest));
                true
            };
            digests(&files, true, threads, &told).unwrap();
            let mut found = found.into_inner().unwrap();
            found.sort_by_key(|(at, _)| *at);
            assert_eq!(found.len(), files.len());
            for ((_, digest), (_, path)) in found.iter().zip(&files) {
                assert_eq!(*digest, disk::digest(path, true).unwrap());
            }
        }
        files.push((1, folder.path().join("nowhere")));
        assert!(digests(&files, false, 2, &|_, _| true).unwrap_err().is_missing());
        files.pop();
        let heard = AtomicUsize::new(0);
        let told = |_, _| {
            heard.fetch_add(1, Ordering::Relaxed);
            false
        };
        digests(&files, false, 1, &told).unwrap();
        assert!(heard.into_inner() < files.len());
    }
}
