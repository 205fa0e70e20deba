//! Days and moments, always at +08:00, and their three written forms.
//!
//! 公文 "2026年3月6日" (GB/T 9704: no padding), archive "20260306" (DA/T 22), machine ISO 8601
//! (GB/T 7408). The clock is never read here: moments come from arguments.

use std::fmt;

use jiff::{Timestamp, civil, tz};

/// A calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub civil::Date);

impl Day {
    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 10 || b.get(4) != Some(&b'-') || b.get(7) != Some(&b'-') {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// Days from this day to another; negative where that one is earlier.
    #[must_use]
    pub fn until(self, other: Self) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// The form of official documents: `2026年3月6日`.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.0.year(), self.0.month(), self.0.day())
    }

    /// The form of archive catalogues: `20260306`.
    #[must_use]
    pub fn archive(self) -> String {
        format!("{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// A moment to the second at +08:00, written `2026-03-06T09:30:00+08:00` (`formats.md` §3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment(civil::DateTime);

impl Moment {
    /// Reads exactly `YYYY-MM-DDThh:mm:ss+08:00`: no fraction, no second 60, no other offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_suffix("+08:00")?.as_bytes().first_chunk::<19>()?;
        if text.len() != 25 {
            return None;
        }
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', rest @ ..] = digits else {
            return None;
        };
        let [h0, h1, b':', n0, n1, b':', s0, s1] = rest else { return None };
        let two = |tens: &u8, ones: &u8| {
            let both = [*tens, *ones].map(|digit| digit.wrapping_sub(b'0'));
            let [tens, ones] = both.map(|digit| i8::try_from(digit).ok().filter(|d| *d < 10));
            Some(tens? * 10 + ones?)
        };
        let year = i16::from(two(y0, y1)?) * 100 + i16::from(two(y2, y3)?);
        let (month, day) = (two(m0, m1)?, two(d0, d1)?);
        let (hour, minute, second) = (two(h0, h1)?, two(n0, n1)?, two(s0, s1)?);
        civil::DateTime::new(year, month, day, hour, minute, second, 0).ok().map(Self)
    }

    /// The moment of a count of seconds since 1970-01-01T00:00:00Z, fractions dropped.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let stamp = Timestamp::from_second(seconds).ok()?;
        Some(Self(tz::offset(8).to_datetime(stamp)))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        tz::offset(8).to_timestamp(self.0).map_or(i64::MAX, Timestamp::as_second)
    }

    /// Midnight at the start of a day.
    #[must_use]
    pub fn start_of(day: Day) -> Self {
        Self(day.0.at(0, 0, 0, 0))
    }

    /// The day it falls on.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// The form a person reads: `2026年3月6日 09:30`.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{} {:02}:{:02}", self.day().chinese(), self.0.hour(), self.0.minute())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (d, t) = (self.day(), self.0.time());
        let mut out = *b"0000-00-00T00:00:00+08:00";
        let fields = [
            (0, d.0.year() / 100),
            (2, d.0.year() % 100),
            (5, d.0.month().into()),
            (8, d.0.day().into()),
            (11, t.hour().into()),
            (14, t.minute().into()),
            (17, t.second().into()),
        ];
        for (at, value) in fields {
            let Some([tens, ones]) = out.get_mut(at..at + 2) else { continue };
            let Ok(value @ 0..100) = u8::try_from(value) else {
                // Years before the first and after 9999 are no business of ours, but have digits.
                return write!(f, "{d}T{:02}:{:02}:{:02}+08:00", t.hour(), t.minute(), t.second());
            };
            (*tens, *ones) = (b'0' + value / 10, b'0' + value % 10);
        }
        f.write_str(std::str::from_utf8(&out).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_has_three_forms() {
        let day = Day::parse("2026-03-06").unwrap();
        assert_eq!(day.chinese(), "2026年3月6日");
        assert_eq!(day.archive(), "20260306");
        assert_eq!(day.to_string(), "2026-03-06");
        assert_eq!(day.until(Day::parse("2027-03-06").unwrap()), 365);
        assert_eq!(day.until(Day::parse("2026-03-05").unwrap()), -1);
        for bad in ["2026-3-6", "2026-02-29", "20260306", "2026-03-06T00", "+026-03-06"] {
            assert!(Day::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_moment_has_one_spelling() {
        let text = "2026-03-02T09:30:00+08:00";
        let moment = Moment::parse(text).unwrap();
        assert_eq!(moment.to_string(), text);
        assert_eq!(Moment::from_unix(moment.unix()).unwrap(), moment);
        assert_eq!(moment.unix(), 1_772_415_000);
        for bad in [
            "2026-03-02T09:30:00Z",
            "2026-03-02T09:30:00.0+08:00",
            "2026-03-02T09:30:60+08:00",
            "2026-03-02 09:30:00+08:00",
            "2026-03-02t09:30:00+08:00",
            "2026-03-02T09:30+08:00",
            "2026-03-02T01:30:00+00:00",
        ] {
            assert!(Moment::parse(bad).is_none(), "{bad}");
        }
    }
}
