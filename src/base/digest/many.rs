//! Reads and hashes many streams side by side on one thread: all that are under way take a step
//! together ([`super::update_all`]), and a stream that ends makes room for the next.

use std::ops::Range;

use super::wide::{LANES, Wide};
use super::{FileDigest, Hasher, STEP, update_all};

/// Octets of content that are read at a time from each stream: those of all streams stay in the cache.
pub const PIECE: usize = 16 << 10;

/// Something that is read to its end, piece by piece, and hashed.
pub trait Reading {
    /// Why it cannot be read.
    type Error;

    /// Most octets that are read beside a piece of content: what is read but not hashed.
    const BESIDE: usize = 0;

    /// Reads the next `wanted` octets of content, a multiple of [`STEP`], and says where in the room
    /// they lie. Fewer than wanted are given at the end alone, none when nothing is left.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&mut self, room: &mut [u8], wanted: usize) -> Result<Range<usize>, Self::Error>;

    /// How many others may be under way beside it. Each alone is faster than side by side: one that
    /// all others would wait for in the end is best left alone.
    fn company(&self) -> usize {
        usize::MAX
    }
}

/// How many streams one thread reads at once with the most use.
#[must_use]
pub fn most_at_once() -> usize {
    if worth().is_some() { LANES } else { 2 }
}

/// How many streams go side by side, where a few threads share all of them.
#[derive(Clone, Copy, Debug)]
pub struct Company {
    /// Octets of all streams.
    pub octets: u64,
    /// Threads that share them.
    pub threads: usize,
    /// Most streams of one thread at once.
    pub most: usize,
    /// Whether the second digest is taken too: that one gains much even from little company.
    pub sm3: bool,
}

impl Company {
    /// How many others may go beside a stream of this size. Beside others it takes longer by itself,
    /// and beyond these sizes it would end later than all others together.
    #[must_use]
    pub fn beside(self, size: u64) -> usize {
        let greater_than = |part: usize| size > self.octets / (part * self.threads).max(1) as u64;
        if greater_than(2) {
            0
        } else if greater_than(if self.sm3 { 5 } else { self.most }) {
            1
        } else {
            usize::MAX
        }
    }
}

/// Sixteen at once, where that is faster: unoptimised it is not.
fn worth() -> Option<Wide> {
    if cfg!(debug_assertions) { None } else { Wide::find() }
}

/// A stream under way.
struct Lane<R> {
    reading: R,
    hasher: Hasher,
    room: Vec<u8>,
    /// Content in the room that is not hashed yet.
    ready: Range<usize>,
}

impl<R> Lane<R> {
    /// The next octets, which count as hashed from now on.
    fn next(&mut self, octets: usize) -> (&mut Hasher, &[u8]) {
        let start = self.ready.start;
        self.ready.start += octets;
        (&mut self.hasher, self.room.get(start..start + octets).unwrap_or_default())
    }
}

/// Hashes streams until `take` gives none any more, at most `most` at once; `sm3` asks for the second
/// digest. `put` is told of each when it ends.
///
/// # Errors
/// A stream cannot be read; the others are given up.
pub fn hash_many<R: Reading>(
    most: usize,
    sm3: bool,
    take: &mut dyn FnMut() -> Result<Option<R>, R::Error>,
    put: &mut dyn FnMut(R, FileDigest),
) -> Result<(), R::Error> {
    hash_with(worth(), most, sm3, take, put)
}

fn hash_with<R: Reading>(
    wide: Option<Wide>,
    most: usize,
    sm3: bool,
    take: &mut dyn FnMut() -> Result<Option<R>, R::Error>,
    put: &mut dyn FnMut(R, FileDigest),
) -> Result<(), R::Error> {
    let mut lanes: Vec<Lane<R>> = Vec::new();
    let mut rooms: Vec<Vec<u8>> = Vec::new();
    let mut more = true;
    loop {
        while more && lanes.len() < most.max(1) && may_begin(&lanes) {
            let Some(reading) = take()? else {
                more = false;
                break;
            };
            let room = rooms.pop().unwrap_or_else(|| vec![0; PIECE + R::BESIDE]);
            lanes.push(Lane { reading, hasher: Hasher::new(sm3), room, ready: 0..0 });
        }
        // Who comes in between reads as much as the others have left, so that all end together.
        let left = lanes.iter().map(|lane| lane.ready.len()).max().unwrap_or_default();
        let wanted = if left == 0 { PIECE } else { left.next_multiple_of(STEP) };
        let before = lanes.len();
        let mut at = 0;
        while let Some(lane) = lanes.get_mut(at) {
            if lane.ready.is_empty() {
                lane.ready = lane.reading.read(&mut lane.room, wanted)?;
            }
            if lane.ready.is_empty() {
                let Lane { reading, hasher, room, .. } = lanes.swap_remove(at);
                rooms.push(room);
                put(reading, hasher.finish());
            } else {
                at += 1;
            }
        }
        if lanes.is_empty() && !more {
            return Ok(());
        }
        if lanes.len() == before || !more {
            step(wide, &mut lanes);
        }
    }
}

/// Whether those under way let another one begin beside them.
fn may_begin<R: Reading>(lanes: &[Lane<R>]) -> bool {
    lanes.iter().all(|lane| lane.reading.company() >= lanes.len())
}

/// Hashes as much as all have ready; where that is no whole block, the rest of those that end.
fn step<R>(wide: Option<Wide>, lanes: &mut [Lane<R>]) {
    let least = lanes.iter().map(|lane| lane.ready.len()).min().unwrap_or_default();
    // The end of one must not bring the others out of step.
    let octets = least - least % STEP;
    if octets > 0 {
        let mut streams: Vec<_> = lanes.iter_mut().map(|lane| lane.next(octets)).collect();
        update_all(wide, &mut streams);
        return;
    }
    for lane in lanes.iter_mut().filter(|lane| lane.ready.len() < STEP) {
        let (hasher, bytes) = lane.next(lane.ready.len());
        hasher.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_bytes;
    use super::*;

    /// Bytes that come with something before them.
    struct Bytes<'a>(usize, &'a [u8], usize);

    impl Reading for Bytes<'_> {
        type Error = ();
        const BESIDE: usize = 3;

        fn read(&mut self, room: &mut [u8], wanted: usize) -> Result<Range<usize>, ()> {
            assert!(wanted > 0 && wanted.is_multiple_of(STEP) && wanted <= PIECE);
            let (now, later) = self.1.split_at(wanted.min(self.1.len()));
            self.1 = later;
            room[3..3 + now.len()].copy_from_slice(now);
            Ok(3..3 + now.len())
        }

        fn company(&self) -> usize {
            self.2
        }
    }

    #[test]
    fn every_stream_has_its_own_digest_whatever_goes_beside_it() {
        let bytes: Vec<u8> = (0..200_000u32).map(|n| (n % 1009 * (n % 241) % 251) as u8).collect();
        let lengths: Vec<usize> =
            (0..60).map(|n: usize| n.pow(3) % 70_001).chain([200_000, 0, 1, 64, 16_384]).collect();
        for wide in [None, Wide::find()] {
            for (most, sm3) in [(1, false), (2, true), (16, false), (16, true), (40, true)] {
                for company in [0, 1, 7, usize::MAX] {
                    let mut waiting = lengths.iter().enumerate();
                    let mut seen = vec![None; lengths.len()];
                    let mut take = || {
                        let next = waiting.next();
                        let company = |at| if at % 5 == 0 { company } else { usize::MAX };
                        Ok(next.map(|(at, n)| Bytes(at, &bytes[..*n], company(at))))
                    };
                    let mut put = |read: Bytes<'_>, digest| seen[read.0] = Some(digest);
                    hash_with(wide, most, sm3, &mut take, &mut put).unwrap();
                    for (length, digest) in lengths.iter().zip(seen) {
                        assert_eq!(digest, Some(of_bytes(&bytes[..*length], sm3)), "{length}");
                    }
                }
            }
        }
    }

    /// A stream that cannot be read.
    struct Unreadable;

    impl Reading for Unreadable {
        type Error = &'static str;

        fn read(&mut self, _: &mut [u8], _: usize) -> Result<Range<usize>, Self::Error> {
            Err("no")
        }
    }

    #[test]
    fn a_stream_that_cannot_be_read_ends_the_work() {
        let ended = hash_many(16, false, &mut || Ok(Some(Unreadable)), &mut |_, _| {});
        assert_eq!(ended, Err("no"));
    }
}
