//! SHA-256 (FIPS 180-4) and SM3 (GB/T 32905) of files and bytes, both in one read, and of many streams
//! at once.

mod many;
mod wide;

use std::fmt;
use std::io::{self, Read};

use serde::Serialize;
use sha2::Digest as _;
use sha2::digest::common::hazmat::SerializableState;

pub use many::{Company, PIECE, Reading, hash_many, most_at_once};
use wide::{LANES, Wide};

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

    fn sha256(&mut self) -> Option<&mut sha2::Sha256> {
        Some(&mut self.sha256)
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

/// From this number of streams on all of them at once take less time than two by two: SHA-256 has
/// instructions of its own, SM3 has none.
const WORTH_SHA256: usize = 11;
const WORTH_SM3: usize = 3;

/// Takes the next bytes of several streams: two by two, or sixteen at once where the processor can.
/// Together they take far less time than one after the other, as long as each stream is given the
/// same multiple of [`STEP`] octets until its end.
fn update_all(wide: Option<Wide>, streams: &mut [(&mut Hasher, &[u8])]) {
    for streams in streams.chunks_mut(LANES) {
        // A stream that is out of step goes on by itself.
        let whole = |(hasher, bytes): &(&mut Hasher, &[u8])| {
            if hasher.size.is_multiple_of(STEP as u64) { bytes.len() / STEP } else { 0 }
        };
        let common = streams.iter().map(whole).min().unwrap_or_default();
        match wide.filter(|_| streams.len() >= WORTH_SHA256 && common > 0) {
            Some(wide) => at_once(streams, common, Hasher::sha256, |s, b| wide.sha256(s, b)),
            None => {
                for two in streams.chunks_mut(2) {
                    match two {
                        [(one, x), (other, y)] => {
                            by_turns((one, blocks(x, common)), (other, blocks(y, common)))
                        }
                        [(one, x)] => one.sha256.update(blocks(x, common).as_flattened()),
                        _ => {}
                    }
                }
            }
        }
        let both = streams.iter().all(|(hasher, _)| hasher.sm3.is_some());
        match wide.filter(|_| both && streams.len() >= WORTH_SM3 && common > 0) {
            Some(wide) => at_once(streams, common, |h| h.sm3.as_mut(), |s, b| wide.sm3(s, b)),
            None => {
                for (hasher, bytes) in &mut *streams {
                    if let Some(sm3) = &mut hasher.sm3 {
                        sm3.update(blocks(bytes, common).as_flattened());
                    }
                }
            }
        }
        for (hasher, bytes) in streams {
            hasher.size += (common * STEP) as u64;
            hasher.update(bytes.get(common * STEP..).unwrap_or_default());
        }
    }
}

/// The first blocks of bytes that have so many.
fn blocks(bytes: &[u8], count: usize) -> &[[u8; STEP]] {
    bytes.as_chunks().0.get(..count).unwrap_or_default()
}

/// Takes the same number of whole blocks of two streams into their SHA-256, by turns: the
/// instructions wait for each other within one stream, and a second one fills the gaps.
fn by_turns(one: (&mut Hasher, &[[u8; STEP]]), other: (&mut Hasher, &[[u8; STEP]])) {
    for (x, y) in one.1.iter().zip(other.1) {
        one.0.sha256.update(x);
        other.0.sha256.update(y);
    }
}

/// Takes as many whole blocks of each stream into one of its digests, all at once; a lane without a
/// stream goes with the first one and is forgotten.
fn at_once<H: SerializableState>(
    streams: &mut [(&mut Hasher, &[u8])],
    count: usize,
    digest: impl Fn(&mut Hasher) -> Option<&mut H>,
    take: impl Fn(&mut [[u32; 8]; LANES], &[&[[u8; STEP]]; LANES]),
) {
    let mut states = [[0; 8]; LANES];
    let mut blocks: [&[[u8; STEP]]; LANES] = [&[]; LANES];
    let first = streams.first().map_or(&[][..], |(_, bytes)| bytes);
    let bytes = streams.iter().map(|(_, bytes)| *bytes).chain(std::iter::repeat(first));
    for (blocks, bytes) in blocks.iter_mut().zip(bytes) {
        *blocks = self::blocks(bytes, count);
    }
    for (state, (hasher, _)) in states.iter_mut().zip(&mut *streams) {
        if let Some(digest) = digest(hasher) {
            // Eight words and the number of blocks, little-endian, then what waits for its block:
            // nothing, for the stream is in step.
            let kept = digest.serialize();
            let words = kept.as_chunks::<4>().0;
            state.iter_mut().zip(words).for_each(|(to, word)| *to = u32::from_le_bytes(*word));
        }
    }
    take(&mut states, &blocks);
    for (state, (hasher, _)) in states.iter().zip(streams) {
        if let Some(digest) = digest(hasher) {
            let mut kept = digest.serialize();
            let words = kept.as_chunks_mut::<4>().0;
            words.iter_mut().zip(state).for_each(|(to, word)| *to = word.to_le_bytes());
            if let Some(number) = kept.get_mut(32..).and_then(|rest| rest.first_chunk_mut::<8>()) {
                *number = (u64::from_le_bytes(*number) + count as u64).to_le_bytes();
            }
            // The same form comes back that was given out.
            if let Ok(next) = H::deserialize(&kept) {
                *digest = next;
            }
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
    fn streams_side_by_side_have_the_digests_that_each_has_alone() {
        let bytes: Vec<u8> = (0..1000u32).map(|n| (n * n % 251) as u8).collect();
        let lengths: Vec<usize> = (0..40).map(|n| (n * n * 37) % 1000).collect();
        let steady = [640; 40];
        for wide in [None, Wide::find()] {
            for (count, sm3) in (0..=40).zip([false, true, true].into_iter().cycle()) {
                for lengths in [&lengths[..count], &steady[..count]] {
                    // In pieces that are no whole blocks: slower, but the same.
                    for cuts in [[0, 1000, 1000], [0, 320, 1000], [0, 333, 1000]] {
                        let mut hashers: Vec<Hasher> =
                            lengths.iter().map(|_| Hasher::new(sm3)).collect();
                        for cut in cuts.windows(2) {
                            let mut streams: Vec<(&mut Hasher, &[u8])> = hashers
                                .iter_mut()
                                .zip(lengths)
                                .map(|(h, n)| (h, &bytes[cut[0].min(*n)..cut[1].min(*n)]))
                                .collect();
                            update_all(wide, &mut streams);
                        }
                        for (hasher, length) in hashers.into_iter().zip(lengths) {
                            assert_eq!(hasher.finish(), of_bytes(&bytes[..*length], sm3));
                        }
                    }
                }
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
