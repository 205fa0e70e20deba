//! The calendar in the eyes of other people's libraries: the built-in days and every count over
//! them against `chinesecalendar`, an `.ics` file against `icalendar` (`tests/oracles/days.py`).
//!
//! Without python3 or the two libraries the tests are skipped; with `JUANZONG_ORACLES=1` they fail.
#![expect(clippy::disallowed_methods, reason = "tests use plain files and the environment")]
#![expect(clippy::print_stderr, reason = "a skipped test must say so")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use juanzong::base::json;
use juanzong::base::time::Day;
use juanzong::profile::time::Calendar;
use juanzong::profile::time::count::{calendar_days, working_days};
use juanzong::report::{Event, ics};

/// Whether python3 has a library; where it must, its absence fails.
fn has(library: &str) -> bool {
    let asked = Command::new("python3").args(["-c", &format!("import {library}")]).output();
    let there = asked.is_ok_and(|out| out.status.success());
    if !there {
        assert!(std::env::var_os("JUANZONG_ORACLES").is_none(), "{library} is missing");
        eprintln!("skipped: {library} is missing");
    }
    there
}

fn ask(args: &[&Path]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/days.py");
    let out = Command::new("python3").arg(script).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("agree"), "{said}");
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn chinesecalendar_counts_every_day_of_the_built_in_years_as_we_do() {
    if !has("chinese_calendar") {
        return;
    }
    let calendar = Calendar::built_in().unwrap();
    let mut table = String::new();
    for year in calendar.years() {
        let mut start = day(&format!("{year}-01-01"));
        while start.0.year() == year {
            let kind = if calendar.day(start).unwrap().working { "work" } else { "rest" };
            writeln!(table, "day {start} {kind}").unwrap();
            for number in [1, 2, 5, 7, 15, 30] {
                // The last weeks of a year may run into one that nobody has days of.
                if let Ok(account) = working_days(start, number, &calendar) {
                    writeln!(table, "working {start} {number} {}", account.day).unwrap();
                }
                if let Ok(account) = calendar_days(start, number, true, &calendar) {
                    writeln!(table, "rolled {start} {number} {}", account.day).unwrap();
                }
            }
            start = Day(start.0.tomorrow().unwrap());
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("days.txt");
    fs::write(&path, table).unwrap();
    ask(&[Path::new("days"), &path]);
}

#[test]
fn icalendar_reads_every_event_as_it_was_meant() {
    if !has("icalendar") {
        return;
    }
    let mut events = BTreeMap::new();
    let texts = [
        "现场审核：示例水泥制品有限公司一厂区",
        "semicolon; comma, backslash\\ colon: \"quotes\" \\n is no break",
        "",
        "=;:,",
        "𠀀𠀁𠀂 绩效分级",
    ];
    for (at, text) in texts.iter().enumerate() {
        for repeated in [1, 2, 7, 40] {
            let summary = text.repeat(repeated);
            let description = [summary.as_str(), "", " 第二行 ", text].join("\n");
            let on = day(&format!("2026-{:02}-{:02}", at + 1, repeated.min(28)));
            events.insert(
                format!("XX-000000-2026Q2-{at:04}/{repeated}"),
                Event { day: on, summary, description },
            );
        }
    }
    let mut meant = String::new();
    for (about, event) in &events {
        let texts = [about, &event.day.to_string(), &event.summary, &event.description];
        writeln!(meant, "[{}]", texts.map(|text| json::quote(text)).join(",")).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let (file, expected) = (folder.path().join("due.ics"), folder.path().join("meant.jsonl"));
    fs::write(&file, ics("案件期限", day("2026-05-12"), &events)).unwrap();
    fs::write(&expected, meant).unwrap();
    ask(&[Path::new("ics"), &file, &expected]);
}
