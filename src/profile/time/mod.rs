//! The kinds of time that regulations count in: working days by the State Council's yearly notice,
//! calendar days, fixed days of a year, a quarter or a month, and windows of a year. Every result
//! says how it was counted; a year without a calendar is said, never guessed.
//!
//! Periods follow 民法典 201–203: the first day is not counted; months and years end on the same
//! day, else on the month's last; a period that ends on a rest day ends on the next working day.
//! Fixed days do not move; where one is a rest day, the account says so (`rules.md` Q5).

pub mod account;
pub mod calendar;
pub mod count;
pub mod due;
pub mod round;
pub mod window;

#[cfg(test)]
mod tests;

pub use account::{Account, Rule};
pub use calendar::{Calendar, Kind, Why, YearMissing};
pub use due::{Context, DayOf, Due, Unknown};
pub use round::{Round, Shape};
