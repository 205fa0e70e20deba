//! By when something must be done, as a rule in words: what a regulation says before there is a case.

use super::Texts;
use crate::profile::time::{DayOf, Due};

/// A due rule in words; `title` names an event.
#[must_use]
pub fn due(due: &Due, texts: &Texts, title: impl Fn(&str) -> String) -> String {
    let say = |id: &str, facts: &[(&str, String)]| texts.message(id, facts);
    let day = |day: &DayOf| match day {
        DayOf::Nth(n) => n.to_string(),
        DayOf::Last => "last".to_string(),
    };
    let with = |inclusive: bool| if inclusive { "yes" } else { "no" }.to_string();
    let all = |events: Vec<&str>| events.into_iter().map(&title).collect::<Vec<_>>().join("、");
    let period = |unit: &str, number: u16, restarts: &[String]| {
        let from: Vec<&str> =
            due.events().into_iter().filter(|e| !restarts.iter().any(|r| r == e)).collect();
        let again: Vec<&str> = restarts.iter().map(String::as_str).collect();
        let again = if again.is_empty() { "none".to_string() } else { all(again) };
        let facts = [
            ("unit", unit.to_string()),
            ("number", number.to_string()),
            ("from", all(from)),
            ("again", again),
        ];
        say("rule-period", &facts)
    };
    match due {
        Due::QuarterDay { month, day: d, inclusive } => say(
            "rule-quarter-day",
            &[("month", month.to_string()), ("day", day(d)), ("inclusive", with(*inclusive))],
        ),
        Due::MonthDay { month, day: d, year, inclusive } => say(
            "rule-month-day",
            &[
                ("month", month.to_string()),
                ("day", day(d)),
                ("year", year.map_or_else(|| "every".to_string(), |y| y.to_string())),
                ("inclusive", with(*inclusive)),
            ],
        ),
        Due::DayOfMonth { day: d, inclusive } => {
            say("rule-day-of-month", &[("day", day(d)), ("inclusive", with(*inclusive))])
        }
        Due::WorkingDays { days, restarts, .. } => period("working", *days, restarts),
        Due::CalendarDays { days, restarts, .. } => period("calendar", *days, restarts),
        Due::Months { months, restarts, .. } => period("months", *months, restarts),
        Due::Years { years, restarts, .. } => period("years", *years, restarts),
        Due::Quarter {} => say("rule-quarter", &[]),
        Due::Year {} => say("rule-year", &[]),
        Due::Set { event } => say("rule-set", &[("event", title(event))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Shelf;
    use crate::report::Lang;

    #[test]
    fn every_deadline_of_every_profile_is_told_in_both_languages() {
        let shelf = Shelf::built_in().unwrap();
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            let mut told = 0;
            for id in shelf.ids() {
                for deadline in &shelf.profile(id).unwrap().0.deadlines {
                    let words = due(&deadline.due, &texts, str::to_string);
                    assert!(!words.contains("rule-") && !words.contains('{'), "{words}");
                    told += 1;
                }
            }
            assert!(told > 5);
        }
    }

    #[test]
    fn a_rule_says_whether_its_day_is_in_time() {
        let texts = Texts::new(Lang::default());
        let rule = |inclusive| {
            let day = DayOf::Nth(20);
            due(&Due::QuarterDay { month: 2, day, inclusive }, &texts, str::to_string)
        };
        assert_eq!(rule(true), "本季度第 2 个月 20 日（含）前");
        assert_eq!(rule(false), "本季度第 2 个月 20 日前（不含当日）");
    }
}
