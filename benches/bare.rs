//! The bare loops that juanzong is measured against: two threads read every file of a folder, hash it
//! (SHA-256) and compute its CRC-32, as `verify` has to, or hash it twice (SHA-256 and SM3), as `intake`
//! has to; and nothing else.
//!
//! `cargo bench --bench bare -- FOLDER [--sm3]`; called by `benches/verify.sh` and `benches/intake.sh`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of its own")]
#![expect(clippy::disallowed_methods, reason = "a bare loop uses plain files")]

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest as _, Sha256};

const THREADS: usize = 2;
const BUFFER: usize = 64 << 10;

fn main() -> ExitCode {
    // cargo adds `--bench`
    let words: Vec<_> = std::env::args_os().skip(1).filter(|word| word != "--bench").collect();
    let Some(folder) = words.iter().find(|word| *word != "--sm3") else {
        return ExitCode::SUCCESS;
    };
    match all(Path::new(&folder), words.iter().any(|word| word == "--sm3")) {
        Ok(octets) => {
            println!("{octets} octets");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", Path::new(folder).display());
            ExitCode::FAILURE
        }
    }
}

/// Reads everything, greatest files first so that no thread ends long after the other.
fn all(folder: &Path, sm3: bool) -> io::Result<u64> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push((entry.metadata()?.len(), entry.into_path()));
        }
    }
    files.sort_by(|one, other| other.cmp(one));
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..THREADS).map(|_| scope.spawn(|| some(&files, &next, sm3))).collect();
        threads.into_iter().try_fold(0, |sum, thread| {
            let read = thread.join().map_err(|_| io::Error::other("a thread ended early"))?;
            Ok(sum + read?)
        })
    })
}

/// Takes one file after the other until none is left.
fn some(files: &[(u64, PathBuf)], next: &AtomicUsize, sm3: bool) -> io::Result<u64> {
    let mut buffer = vec![0; BUFFER];
    let mut octets = 0;
    while let Some((_, path)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        let mut file = File::open(path)?;
        let (mut sha256, mut crc32) = (Sha256::new(), crc32fast::Hasher::new());
        let mut other = sm3::Sm3::new();
        loop {
            let length = file.read(&mut buffer)?;
            let Some(block) = buffer.get(..length).filter(|block| !block.is_empty()) else { break };
            sha256.update(block);
            if sm3 {
                other.update(block);
            } else {
                crc32.update(block);
            }
            octets += length as u64;
        }
        std::hint::black_box((sha256.finalize(), crc32.finalize(), other.finalize()));
    }
    Ok(octets)
}
