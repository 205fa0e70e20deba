//! A round of grading: a quarter `2026Q2`, a month `2026M05` or a year `2026` (also of regulations
//! that grade whenever someone applies).

use std::fmt;

use jiff::civil::Date;

use super::count::day_of;
use super::due::DayOf;
use crate::base::time::Day;

/// A round, named after the time in which it is decided (`rules.md` Q1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Round {
    shape: Shape,
    year: i16,
    /// Which quarter or month of the year, from 1; 1 for a year.
    part: i8,
}

/// How long a round is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shape {
    /// A quarter.
    Quarter,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Shape {
    /// How many of them make a year.
    #[must_use]
    pub fn per_year(self) -> i8 {
        match self {
            Self::Quarter => 4,
            Self::Month => 12,
            Self::Year => 1,
        }
    }

    /// A round of this shape as it is written.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Quarter => "2026Q2",
            Self::Month => "2026M05",
            Self::Year => "2026",
        }
    }
}

impl Round {
    /// The round of a shape, by year and its number in the year from 1.
    #[must_use]
    pub fn new(shape: Shape, year: i16, part: i8) -> Option<Self> {
        let fits = (1000..=9999).contains(&year) && (1..=shape.per_year()).contains(&part);
        fits.then_some(Self { shape, year, part })
    }

    /// Reads `2026Q2`, `2026M05` or `2026`; no other spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text.split_at_checked(4)?;
        let (shape, part) = match part.strip_prefix('Q') {
            Some(quarter) => (Shape::Quarter, quarter),
            None => match part.strip_prefix('M') {
                Some(month) => (Shape::Month, month),
                None if part.is_empty() => (Shape::Year, "1"),
                None => return None,
            },
        };
        let round = Self::new(shape, year.parse().ok()?, part.parse().ok()?)?;
        // Signs and missing or superfluous zeros are other spellings.
        (round.to_string() == text).then_some(round)
    }

    /// The round of a shape in which a day lies.
    #[must_use]
    pub fn holding(shape: Shape, day: Day) -> Option<Self> {
        let part = match shape {
            Shape::Quarter => (day.0.month() + 2) / 3,
            Shape::Month => day.0.month(),
            Shape::Year => 1,
        };
        Self::new(shape, day.0.year(), part)
    }

    /// The round in words, as a paper names it: `2026年第二季度`, `2026年5月`, `2026年`.
    #[must_use]
    pub fn title(self) -> String {
        let (year, part) = (self.year, self.part);
        match self.shape {
            Shape::Quarter => {
                let part = match part {
                    1 => "一",
                    2 => "二",
                    3 => "三",
                    _ => "四",
                };
                format!("{year}年第{part}季度")
            }
            Shape::Month => format!("{year}年{part}月"),
            Shape::Year => format!("{year}年"),
        }
    }

    /// Its shape.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.shape
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its first month, from 1.
    #[must_use]
    pub fn first_month(self) -> i8 {
        match self.shape {
            Shape::Quarter => self.part * 3 - 2,
            Shape::Month => self.part,
            Shape::Year => 1,
        }
    }

    /// Its last month, from 1.
    #[must_use]
    pub fn last_month(self) -> i8 {
        match self.shape {
            Shape::Quarter => self.part * 3,
            Shape::Month => self.part,
            Shape::Year => 12,
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        // A round is only made of months that exist.
        day_of(self.year, self.first_month(), DayOf::Nth(1)).unwrap_or(Day(Date::MIN))
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        day_of(self.year, self.last_month(), DayOf::Last).unwrap_or(Day(Date::MAX))
    }

    /// The round after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match Self::new(self.shape, self.year, self.part + 1) {
            None => Self::new(self.shape, self.year + 1, 1),
            next => next,
        }
    }

    /// The round before it.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        match Self::new(self.shape, self.year, self.part - 1) {
            None => Self::new(self.shape, self.year - 1, self.shape.per_year()),
            previous => previous,
        }
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shape, year, part } = self;
        match shape {
            Shape::Quarter => write!(f, "{year:04}Q{part}"),
            Shape::Month => write!(f, "{year:04}M{part:02}"),
            Shape::Year => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_names_a_round_in_words() {
        for (text, words) in [
            ("2026Q1", "2026年第一季度"),
            ("2026Q4", "2026年第四季度"),
            ("2022M08", "2022年8月"),
            ("2020", "2020年"),
        ] {
            assert_eq!(Round::parse(text).unwrap().title(), words);
        }
    }

    #[test]
    fn a_round_has_one_spelling() {
        for (text, first, last) in [
            ("2026Q1", "2026-01-01", "2026-03-31"),
            ("2026Q2", "2026-04-01", "2026-06-30"),
            ("2026Q4", "2026-10-01", "2026-12-31"),
            ("2026M05", "2026-05-01", "2026-05-31"),
            ("2024M02", "2024-02-01", "2024-02-29"),
            ("2026", "2026-01-01", "2026-12-31"),
        ] {
            let round = Round::parse(text).unwrap();
            assert_eq!(round.to_string(), text);
            assert_eq!(
                (round.first().to_string(), round.last().to_string()),
                (first.into(), last.into())
            );
            assert_eq!(Round::holding(round.shape(), round.first()), Some(round));
            assert_eq!(Round::holding(round.shape(), round.last()), Some(round));
            assert_eq!(
                Round::parse(round.shape().example()).map(Round::shape),
                Some(round.shape())
            );
        }
        for bad in [
            "",
            "2026Q0",
            "2026Q5",
            "2026Q02",
            "2026q2",
            "2026M5",
            "2026M00",
            "2026M13",
            "2026M005",
            "26Q2",
            "0026Q2",
            "2026-Q2",
            "2026Q",
            "2026M",
            "2026Q+2",
            "+026Q2",
            "2026 ",
            " 2026",
            "２０２６Q2",
            "2026年",
            "20261",
            "2026M0５",
        ] {
            assert_eq!(Round::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn rounds_follow_one_another_without_a_gap() {
        for text in ["2025Q3", "2025M11", "2025"] {
            let mut round = Round::parse(text).unwrap();
            for _ in 0..30 {
                let next = round.next().unwrap();
                assert_eq!(next.previous(), Some(round));
                assert_eq!(round.last().0.tomorrow().unwrap(), next.first().0);
                round = next;
            }
        }
        assert_eq!(Round::parse("9999Q4").unwrap().next(), None);
        assert_eq!(Round::parse("1000M01").unwrap().previous(), None);
    }
}
