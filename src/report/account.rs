//! How a due day was counted, in words.

use super::Texts;
use crate::profile::time::Account;

/// The sentences of an account, one after another: the rule first, then what is to be known about
/// it (rest days passed over, an end that was moved, a year without calendar).
#[must_use]
pub fn counted(account: &Account, texts: &Texts) -> Vec<String> {
    account.told().iter().map(|(id, facts)| texts.message(id, facts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::profile::time::calendar::{Error, Flaw};
    use crate::profile::time::count::{calendar_days, fixed, months, working_days, years};
    use crate::profile::time::{Calendar, Rule};
    use crate::report::Lang;
    use crate::verdict::Explain;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn told(account: &Account, lang: Lang) -> Vec<String> {
        counted(account, &Texts::new(lang))
    }

    #[test]
    fn a_person_reads_what_was_skipped_worked_and_moved() {
        let calendar = Calendar::built_in().unwrap();
        let account = working_days(day("2026-02-12"), 5, &calendar).unwrap();
        assert_eq!(
            told(&account, Lang::ZhCn),
            [
                "自 2026-02-12 起第 5 个工作日（当日不计）为 2026-02-26",
                "不计休息日 2026-02-15–2026-02-23",
                "计入调休上班日 2026-02-14",
            ]
        );
        let account = calendar_days(day("2025-01-31"), 15, true, &calendar).unwrap();
        assert_eq!(
            told(&account, Lang::EnUs),
            [
                "day 15 after 2025-01-31 (not counting that day) is 2025-02-15",
                "rest days not counted: 2025-02-15–2025-02-16",
                "2025-02-15 is a rest day, so the end moves to 2025-02-17",
            ]
        );
        let account = fixed(Rule::QuarterDay, day("2026-02-20"), true, &calendar).unwrap();
        assert_eq!(
            told(&account, Lang::ZhCn),
            ["按季度固定的日期 2026-02-20", "当日是春节假日，固定日期不顺延",]
        );
    }

    #[test]
    fn every_sentence_of_every_account_stands_in_both_languages() {
        let calendar = Calendar::built_in().unwrap();
        let guessing = calendar.clone().assuming_weekends();
        let mut accounts = vec![
            working_days(day("2026-02-12"), 5, &calendar).unwrap(),
            working_days(day("2026-12-28"), 5, &guessing).unwrap(),
            calendar_days(day("2025-01-31"), 15, true, &calendar).unwrap(),
            months(day("2025-01-31"), 1, true, &calendar).unwrap(),
            months(day("2025-01-31"), 2, true, &calendar).unwrap(),
            years(day("2025-01-31"), 1, true, &calendar).unwrap(),
        ];
        let fixed_by = [
            Rule::QuarterDay,
            Rule::MonthDay,
            Rule::DayOfMonth,
            Rule::Quarter,
            Rule::Year,
            Rule::Set,
        ];
        for on in ["2025-09-20", "2026-10-01", "2027-03-01", "2026-12-31", "2026-05-20"] {
            accounts.extend(fixed_by.map(|rule| fixed(rule, day(on), false, &calendar).unwrap()));
            accounts.extend(fixed_by.map(|rule| fixed(rule, day(on), true, &calendar).unwrap()));
        }
        let mut said = std::collections::BTreeSet::new();
        for account in &accounts {
            for lang in Lang::ALL {
                let texts = Texts::new(lang);
                for (id, facts) in account.told() {
                    let told = texts.find(id, &facts).unwrap_or_else(|| panic!("{lang}: {id}"));
                    assert!(!told.contains('{'), "{lang}: {id}: {told}");
                    said.insert(id);
                }
            }
        }
        let file = include_str!("../../texts/zh-CN/profile.ftl");
        let written = file.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id);
        let written = written.filter(|id| id.starts_with("due-")).collect();
        assert_eq!(said, written, "no sentence is missing and none is idle");
    }

    #[test]
    fn every_flaw_of_a_calendar_is_told_in_its_own_words() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for flaw in Flaw::ALL {
                let (file, what) = ("2027.toml".to_string(), "2027-01-08".to_string());
                let error = Error::Flawed { file, flaw, what };
                let told = texts.message("err-profile-calendar", &error.facts());
                assert!(!told.contains(&format!("{flaw} 2027-01-08")), "{lang} {flaw}: {told}");
                assert!(told.contains("2027.toml"), "{lang} {flaw}: {told}");
            }
        }
    }
}
