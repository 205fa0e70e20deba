//! Changes octets by a seeded sequence, and keeps what a target takes in a way that is new: no
//! coverage is measured, the words of the target stand in for it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::targets::{LARGEST, Target};

/// A seeded sequence (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.roll() % end as u64).unwrap_or(0) }
    }
}

/// Words that formats are made of: a change that hits one goes deeper than one that hits nothing.
const WORDS: [&[u8]; 52] = [
    b"\0",
    b"\xff\xff",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\x01\0\0\0",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"PK\x06\x07",
    b"../",
    b"\\",
    b"/",
    b"\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"{}",
    b"[]",
    b"null",
    b"true",
    b"0",
    b"-1",
    b"9007199254740992",
    b"1e9",
    b"[[",
    b"]]",
    b" = ",
    b"''' ",
    b"1979-05-27T07:32:00Z",
    b"endobj",
    b"stream\n",
    b"/Kids",
    b"/Filter/FlateDecode",
    b"0 R",
    b"/Length 99999",
    // envelopes and rings
    b"\"},{\"keyid\":\"",
    b"\",\"sig\":\"",
    b"]}\n",
    b"SHA256:",
    b"==",
    b"AAAA",
    // data files
    b"[[file]]\n",
    b"slot = ",
    b"\nx = 1\n",
    b"2026-02-30",
    b"\"\"",
    b"[settings]\n",
];

/// Inputs of a corpus that are kept at most.
const KEPT: usize = 2000;
/// Ways that are told apart at most: hours of inputs must not fill the memory with them.
const WAYS: usize = 100_000;

/// What is known of one target.
pub struct Fuzz<'a> {
    target: &'a Target,
    dice: Dice,
    kept: Vec<Vec<u8>>,
    ways: BTreeMap<String, u64>,
    /// Inputs that were tried.
    pub tried: u64,
    /// The longest that one took.
    pub slowest: Duration,
}

impl<'a> Fuzz<'a> {
    /// Starts from seeds.
    pub fn new(target: &'a Target, seeds: Vec<Vec<u8>>, seed: u64) -> Self {
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        let (ways, slowest) = (BTreeMap::new(), Duration::ZERO);
        Self { target, dice: Dice(seed), kept: seeds, ways, tried: 0, slowest }
    }

    /// In how many ways inputs were taken.
    pub fn ways(&self) -> &BTreeMap<String, u64> {
        &self.ways
    }

    /// The next input.
    pub fn next(&mut self) -> Vec<u8> {
        let at = self.dice.below(self.kept.len());
        let mut bytes = self.kept[at].clone();
        for _ in 0..1 + self.dice.below(5) {
            self.change(&mut bytes);
        }
        bytes.truncate(LARGEST);
        bytes
    }

    /// Runs an input, and keeps it where it is taken in a new way.
    pub fn run(&mut self, bytes: &[u8]) {
        let start = Instant::now();
        let way = (self.target.run)(bytes);
        self.slowest = self.slowest.max(start.elapsed());
        self.tried += 1;
        if let Some(seen) = self.ways.get_mut(&way) {
            *seen += 1;
        } else if self.ways.len() < WAYS {
            self.ways.insert(way, 1);
            if self.kept.len() < KEPT {
                self.kept.push(bytes.to_vec());
            }
        }
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let dice = &mut self.dice;
        let at = dice.below(bytes.len() + 1);
        let most = [4, 16, 256, 4096][dice.below(4)];
        let length = 1 + dice.below(most);
        let end = (at + length).min(bytes.len());
        match dice.below(10) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << (length % 8)),
            1 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b = (length % 256) as u8),
            2 => {
                bytes.drain(at..end);
            }
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let word = WORDS[dice.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
            5 => {
                let word = WORDS[dice.below(WORDS.len())];
                let end = (at + word.len()).min(bytes.len());
                bytes.splice(at..end, word.iter().copied());
            }
            // A piece of another input, put in or put over.
            6 | 7 => {
                let other = &self.kept[dice.below(self.kept.len())];
                let from = dice.below(other.len() + 1);
                let piece = other[from..(from + length).min(other.len())].to_vec();
                let end =
                    if length.is_multiple_of(2) { at } else { (at + piece.len()).min(bytes.len()) };
                bytes.splice(at..end, piece);
            }
            // A digit, or a small step of a number.
            8 => {
                let digit = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|i| at + i);
                if let Some(digit) = digit {
                    bytes[digit] = b'0' + (length % 10) as u8;
                }
            }
            _ => {
                let step = (length % 35) as u8;
                bytes.iter_mut().skip(at).take(1).for_each(|b| *b = b.wrapping_add(step));
            }
        }
    }
}
