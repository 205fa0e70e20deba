//! SHA-256 (FIPS 180-4) and SM3 (GB/T 32905) of files and bytes, both in one read.

use std::fmt;
use std::io::{self, Read};

use serde::Serialize;
use sha2::Digest as _;

/// Bytes read at a time: 64 to 128 KiB keeps the block in the cache; larger blocks are slower.
pub const BLOCK: usize = 128 * 1024;

/// Octets that SHA-256 takes in one step.
pub const STEP: usize = 64;

/// A digest of 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// SHA-256 of bytes in memory.
    #[must_use]
    pub fn sha256(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// SM3 of bytes in memory.
    #[must_use]
    pub fn sm3(bytes: &[u8]) -> Self {
        Self(sm3::Sm3::digest(bytes).into())
    }

    /// Reads exactly 64 lower-case hexadecimal digits; anything else is `None`.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        if hex.len() != 64 || !rest.is_empty() {
            return None;
        }
        let mut out = [0; 32];
        for (octet, [high, low]) in out.iter_mut().zip(pairs) {
            *octet = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(out))
    }
}

/// The value of a lower-case hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// What one read of a file gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FileDigest {
    /// Octets read.
    pub size: u64,
    /// SHA-256, always.
    pub sha256: Digest,
    /// SM3, where it was asked for.
    pub sm3: Option<Digest>,
}

/// Hashes a stream block by block.
pub struct Hasher {
    size: u64,
    sha256: sha2::Sha256,
    sm3: Option<sm3::Sm3>,
}

impl Hasher {
    /// A fresh hasher; `sm3` asks for the second digest.
    #[must_use]
    pub fn new(sm3: bool) -> Self {
        Self { size: 0, sha256: sha2::Sha256::new(), sm3: sm3.then(sm3::Sm3::new) }
    }

    /// Takes the next bytes of the stream.
    pub fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.sha256.update(bytes);
        if let Some(sm3) = &mut self.sm3 {
            sm3.update(bytes);
        }
    }

    /// The digests of everything taken.
    #[must_use]
    pub fn finish(self) -> FileDigest {
        FileDigest {
            size: self.size,
            sha256: Digest(self.sha256.finalize().into()),
            sm3: self.sm3.map(|h| Digest(h.finalize().into())),
        }
    }
}

/// Takes the next bytes of two streams, by turns, block by block of SHA-256.
///
/// The instructions for SHA-256 wait for each other within one stream; a second stream fills the
/// gaps, and both together take two thirds of the time they take one after the other. That holds as
/// long as each stream is given a multiple of [`STEP`] octets until its end.
pub fn update_both(one: (&mut Hasher, &[u8]), other: (&mut Hasher, &[u8])) {
    let (a, b) = (one.0, other.0);
    let ((whole, rest), (other_whole, other_rest)) =
        (one.1.as_chunks::<STEP>(), other.1.as_chunks::<STEP>());
    let common = whole.len().min(other_whole.len());
    for (x, y) in whole.iter().zip(other_whole) {
        a.sha256.update(x);
        b.sha256.update(y);
    }
    for (hasher, bytes, whole, rest) in
        [(a, one.1, whole, rest), (b, other.1, other_whole, other_rest)]
    {
        hasher.size += bytes.len() as u64;
        hasher.sha256.update(whole.get(common..).unwrap_or_default().as_flattened());
        hasher.sha256.update(rest);
        if let Some(sm3) = &mut hasher.sm3 {
            sm3.update(bytes);
        }
    }
}

/// Digests of bytes in memory.
#[must_use]
pub fn of_bytes(bytes: &[u8], sm3: bool) -> FileDigest {
    let mut hasher = Hasher::new(sm3);
    hasher.update(bytes);
    hasher.finish()
}

/// Digests of everything a reader gives.
///
/// # Errors
/// Whatever the reader fails with.
pub fn of_reader(mut reader: impl Read, sm3: bool) -> io::Result<FileDigest> {
    let mut hasher = Hasher::new(sm3);
    let mut block = vec![0; BLOCK];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(n) => hasher.update(block.get(..n).unwrap_or_default()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors_of_both_digests() {
        let both = of_bytes(b"abc", true);
        assert_eq!(
            both.sha256.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            both.sm3.unwrap().to_string(),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        assert_eq!(both.size, 3);
    }

    #[test]
    fn two_streams_by_turns_have_the_digests_that_each_has_alone() {
        let bytes: Vec<u8> = (0..1000u32).map(|n| (n * n % 251) as u8).collect();
        for (a, b) in [(0, 0), (0, 1000), (64, 63), (1000, 129), (128, 128), (77, 1000)] {
            for sm3 in [false, true] {
                let (mut one, mut other) = (Hasher::new(sm3), Hasher::new(sm3));
                // In pieces that are no whole blocks: slower, but the same.
                for (x, y) in [(0, 0), (a / 3, b / 2), (a, b)].windows(2).map(|w| (w[0], w[1])) {
                    update_both((&mut one, &bytes[x.0..y.0]), (&mut other, &bytes[x.1..y.1]));
                }
                assert_eq!(one.finish(), of_bytes(&bytes[..a], sm3), "{a} beside {b}");
                assert_eq!(other.finish(), of_bytes(&bytes[..b], sm3), "{b} beside {a}");
            }
        }
    }

    #[test]
    fn only_lower_case_hex_of_the_right_length_is_a_digest() {
        let good = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::parse(good).unwrap().to_string(), good);
        assert!(Digest::parse(&good.to_uppercase()).is_none());
        assert!(Digest::parse(good.trim_start_matches('b')).is_none());
        assert!(Digest::parse(&good.replace('b', "g")).is_none());
    }
}
