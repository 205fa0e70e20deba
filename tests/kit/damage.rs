//! Seeded damage to other people's files: octets changed, cut off, doubled, exchanged; numbers made
//! huge or negative. The same run always gives the same octets.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "tests use plain files, and each its part of the kit"
)]

use std::path::{Path, PathBuf};

/// A file of the corpus and its octets.
pub struct Original {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The smallest `count` files of the shared corpus, pictures among them, in order of names.
pub fn smallest(root: &Path, count: usize) -> Vec<Original> {
    let mut paths: Vec<(u64, PathBuf)> = Vec::new();
    for folder in ["pdf", "images"] {
        for entry in std::fs::read_dir(root.join("corpus").join(folder)).unwrap() {
            let entry = entry.unwrap();
            paths.push((entry.metadata().unwrap().len(), entry.path()));
        }
    }
    // pictures are few and have parsers of their own
    paths.sort_by_key(|(size, path)| (path.extension().is_some_and(|e| e == "pdf"), *size));
    paths.truncate(count);
    paths.sort_by(|(_, one), (_, other)| one.cmp(other));
    let read = |(_, path): (u64, PathBuf)| Original {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        bytes: std::fs::read(path).unwrap(),
    };
    paths.into_iter().map(read).collect()
}

/// The damage of a run: which file, and what became of it.
pub fn damaged(files: &[Original], run: u64) -> (&str, Vec<u8>) {
    let mut random = Random(run.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let original = &files[random.below(files.len())];
    let mut bytes = original.bytes.clone();
    for _ in 0..=random.below(12) {
        if bytes.len() < 20 {
            break;
        }
        random.harm(&mut bytes);
    }
    (&original.name, bytes)
}

/// Numbers that are seldom meant.
const STRANGE: [&str; 8] =
    ["-1", "0", "65536", "2147483647", "2147483648", "4294967295", "-9223372036854775808", "1e38"];

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    /// A stretch of at most so many octets.
    fn stretch(&mut self, bytes: &[u8], longest: usize) -> std::ops::Range<usize> {
        let at = self.below(bytes.len());
        at..(at + self.below(longest)).min(bytes.len())
    }

    fn harm(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(9) {
            0 => bytes.truncate(at.max(20)),
            1 => {
                let piece = bytes[self.stretch(bytes, 400)].to_vec();
                bytes.splice(at..at, piece);
            }
            2 => drop(bytes.drain(self.stretch(bytes, 200))),
            3 => bytes[at] = b'0' + u8::try_from(self.below(10)).unwrap(),
            4 => {
                let other = self.below(bytes.len());
                bytes.swap(at, other);
            }
            5 | 6 => {
                // the next number after the place, if one is near
                let near = &bytes[at..(at + 4_000).min(bytes.len())];
                let Some(begin) = near.iter().position(u8::is_ascii_digit) else { return };
                let length = near[begin..].iter().take_while(|b| b.is_ascii_digit()).count();
                let number = STRANGE[self.below(STRANGE.len())].bytes();
                bytes.splice(at + begin..at + begin + length, number);
            }
            _ => bytes[at] = u8::try_from(self.below(256)).unwrap(),
        }
    }
}
