//! Which of a list are drawn: a pure function of the list, the public value and the rate.
//!
//! * seed = SHA-256 of `juanzong-draw/v1`, the list's SHA-256 as 64 lower-case hexadecimal digits
//!   and the public value, one after the other (UTF-8).
//! * The ticket of an entry = SHA-256 of the seed as 64 lower-case hexadecimal digits, one space and
//!   the entry's id (UTF-8).
//! * Of each stratum as many entries are drawn as the rate asks for, those with the smallest tickets
//!   (as numbers, which is their order as hexadecimal text).
//!
//! Every subset of that size is equally likely, as far as SHA-256 cannot be told from chance: there
//! is no remainder of a division and no order of the list that could favour anyone.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::base::digest::Digest;

/// What the seed's digest begins with.
const DOMAIN: &str = "juanzong-draw/v1";

/// Hundredths of a per cent in the whole.
const WHOLE: u64 = 10_000;

/// A rate in hundredths of a per cent, from 0.01 % to 100 %.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Rate(u32);

impl Rate {
    /// A rate of whole per cents, from 1 to 100.
    #[must_use]
    pub fn percent(percent: u32) -> Option<Self> {
        (1..=100).contains(&percent).then_some(Self(percent * 100))
    }

    /// The rate in hundredths of a per cent.
    #[must_use]
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// That part of a number, rounded up: at least one of at least one.
    #[must_use]
    pub fn of(self, number: u64) -> u64 {
        let part = u128::from(number) * u128::from(self.0);
        u64::try_from(part.div_ceil(u128::from(WHOLE))).unwrap_or(number)
    }
}

/// Why a text is no rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a rate such as 30%")]
pub struct NotARate;

impl FromStr for Rate {
    type Err = NotARate;

    /// Reads `30%`, `12.5%` or `0.25%`, the sign optional; at most two decimals.
    fn from_str(text: &str) -> Result<Self, NotARate> {
        let number = text.strip_suffix('%').unwrap_or(text);
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |t: &str, most: usize| {
            (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())
        };
        if !digits(whole, 3) || !digits(part, 2) {
            return Err(NotARate);
        }
        let tens = if part.len() == 1 { 10 } else { 1 };
        let number = |t: &str| t.parse::<u32>().map_err(|_| NotARate);
        let all = number(whole)? * 100 + number(part)? * tens;
        if (1..=10_000).contains(&all) { Ok(Self(all)) } else { Err(NotARate) }
    }
}

impl fmt::Display for Rate {
    /// The one spelling: `30%`, `12.5%`, `0.25%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}%"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}%"),
        }
    }
}

/// How many of each stratum are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// A part of it, rounded up, at least one.
    Rate(Rate),
    /// So many, or all where there are fewer.
    Count(u64),
}

impl Size {
    /// How many of a stratum with so many entries.
    #[must_use]
    pub fn of(self, number: u64) -> u64 {
        match self {
            Self::Rate(rate) => rate.of(number),
            Self::Count(count) => count.min(number),
        }
    }
}

/// A part of the list that is drawn from by itself, such as a county or a grade.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stratum {
    /// Its name; empty where the list has one stratum only.
    pub name: String,
    /// How many entries it has.
    pub of: u64,
    /// How many are drawn.
    pub take: u64,
}

/// What a draw gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picked {
    /// The strata, by name.
    pub strata: Vec<Stratum>,
    /// The ids that are drawn, sorted bytewise.
    pub ids: Vec<String>,
}

/// The seed of a list, given by its digest, and a public value.
#[must_use]
pub fn seed(list: Digest, value: &str) -> Digest {
    Digest::sha256(format!("{DOMAIN}{list}{value}").as_bytes())
}

/// The ticket of an entry.
#[must_use]
pub fn ticket(seed: Digest, id: &str) -> Digest {
    Digest::sha256(format!("{seed} {id}").as_bytes())
}

/// Draws from entries given by stratum and id, each id once, in any order.
#[must_use]
pub fn pick<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a str)>,
    size: Size,
    seed: Digest,
) -> Picked {
    let mut strata: BTreeMap<&str, Vec<(Digest, &str)>> = BTreeMap::new();
    for (stratum, id) in entries {
        strata.entry(stratum).or_default().push((ticket(seed, id), id));
    }
    let mut picked = Picked { strata: Vec::new(), ids: Vec::new() };
    for (name, mut tickets) in strata {
        tickets.sort_unstable();
        let of = tickets.len() as u64;
        let take = size.of(of);
        let drawn = tickets.iter().take(usize::try_from(take).unwrap_or(usize::MAX));
        picked.ids.extend(drawn.map(|(_, id)| (*id).to_owned()));
        picked.strata.push(Stratum { name: name.to_owned(), of, take });
    }
    picked.ids.sort_unstable();
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_rounded_up_and_takes_at_least_one() {
        let of = |rate: &str, n| rate.parse::<Rate>().unwrap().of(n);
        // 三B(三)：不低于 30%。
        let cases = [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (11, 4), (17, 6), (100, 30)];
        for (n, drawn) in cases {
            assert_eq!(of("30%", n), drawn, "30 % of {n}");
        }
        assert_eq!(of("100%", 7), 7);
        assert_eq!(of("0.01%", 9_999), 1);
        assert_eq!(of("0.01%", 10_001), 2);
        assert_eq!(of("100", u64::MAX), u64::MAX);
        assert_eq!(Size::Count(5).of(3), 3);
        assert_eq!(Size::Count(5).of(30), 5);
    }

    #[test]
    fn a_rate_has_one_spelling() {
        for (typed, written) in
            [("30", "30%"), ("30%", "30%"), ("12.50%", "12.5%"), ("0.05", "0.05%"), ("100", "100%")]
        {
            assert_eq!(typed.parse::<Rate>().unwrap().to_string(), written);
        }
        for bad in ["", "%", "0", "0%", "101%", "-1%", "30 %", "30.", ".5", "1.234", "1e1", "３０"]
        {
            assert!(bad.parse::<Rate>().is_err(), "{bad:?}");
        }
        assert_eq!(Rate::percent(30).unwrap().to_string(), "30%");
        assert!(Rate::percent(0).is_none() && Rate::percent(101).is_none());
    }

    #[test]
    fn each_stratum_is_drawn_from_by_itself() {
        let ids: Vec<String> = (0..40).map(|n| format!("X-{n:02}")).collect();
        let entries = ids.iter().enumerate().map(|(n, id)| {
            let stratum = if n < 3 { "130281" } else { "130283" };
            (stratum, id.as_str())
        });
        let size = Size::Rate(Rate::percent(30).unwrap());
        let picked = pick(entries.clone(), size, seed(Digest([7; 32]), "03 08"));
        let stratum = |name: &str, of, take| Stratum { name: name.to_owned(), of, take };
        assert_eq!(picked.strata, [stratum("130281", 3, 1), stratum("130283", 37, 12)]);
        assert_eq!(picked.ids.len(), 13);
        let small = picked.ids.iter().filter(|id| ids[..3].contains(id)).count();
        assert_eq!(small, 1);
        // Another order of the list, the same draw; another value, another draw.
        let mut back: Vec<_> = entries.clone().collect();
        back.reverse();
        assert_eq!(pick(back, size, seed(Digest([7; 32]), "03 08")), picked);
        assert_ne!(pick(entries, size, seed(Digest([7; 32]), "03 09")).ids, picked.ids);
    }

    #[test]
    fn no_entry_is_favoured() {
        let ids: Vec<String> = (0..10).map(|n| format!("TS-130283-2026Q2-{n:04}")).collect();
        let mut drawn = BTreeMap::<String, u32>::new();
        let rounds = 20_000;
        for round in 0..rounds {
            let entries = ids.iter().map(|id| ("", id.as_str()));
            let size = Size::Rate(Rate::percent(30).unwrap());
            for id in pick(entries, size, seed(Digest([0; 32]), &round.to_string())).ids {
                *drawn.entry(id).or_default() += 1;
            }
        }
        // 3 of 10, 20,000 times: 6,000 each; five standard deviations are 324.
        for (id, times) in drawn {
            assert!(times.abs_diff(6_000) < 325, "{id} was drawn {times} times");
        }
    }
}
