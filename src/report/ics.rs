//! Due days as an iCalendar file (RFC 5545, `.ics`) that any calendar program imports.
//!
//! Every due day is an event of a whole day. Its UID comes from what it is about and DTSTAMP from
//! the day the file answers for, never from the clock: the same cases give the same bytes, and a
//! later file replaces the events of an earlier one instead of doubling them.

use std::collections::BTreeMap;

use crate::base::text::visible;
use crate::base::time::Day;

/// Most octets of a line without its end (RFC 5545 §3.1).
const LONGEST: usize = 75;

/// Where UIDs are made unique; the name is reserved and belongs to nobody (RFC 2606).
const DOMAIN: &str = "juanzong.example";

/// A due day to be shown in a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// One line: what is due, of whom.
    pub summary: String,
    /// What else is to be known, in lines; nothing where it is empty.
    pub description: String,
}

/// Writes events as one calendar.
///
/// The key of an event says what it is about (case and stage, for example) and stays the same when
/// its day changes. `name` is the calendar's name, `at` the day as of which the events were
/// reckoned; control and invisible characters of all texts are written visibly.
#[must_use]
pub fn ics(name: &str, at: Day, events: &BTreeMap<String, Event>) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:", "VCALENDAR");
    line(&mut out, "VERSION:", "2.0");
    line(&mut out, "PRODID:", &format!("-//{DOMAIN}//juanzong//ZH"));
    line(&mut out, "CALSCALE:", "GREGORIAN");
    line(&mut out, "NAME:", &text(name));
    // What was in use before RFC 7986 had a word for it, and is read more widely.
    line(&mut out, "X-WR-CALNAME:", &text(name));
    let stamp = stamp(at);
    for (about, event) in events {
        line(&mut out, "BEGIN:", "VEVENT");
        line(&mut out, "UID:", &text(&format!("{about}@{DOMAIN}")));
        line(&mut out, "DTSTAMP:", &stamp);
        line(&mut out, "DTSTART;VALUE=DATE:", &event.day.archive());
        line(&mut out, "SUMMARY:", &text(&event.summary));
        if !event.description.is_empty() {
            line(&mut out, "DESCRIPTION:", &text(&event.description));
        }
        // A due day does not make its reader busy.
        line(&mut out, "TRANSP:", "TRANSPARENT");
        line(&mut out, "END:", "VEVENT");
    }
    line(&mut out, "END:", "VCALENDAR");
    out
}

/// The beginning of a day at +08:00 as UTC (RFC 5545 §3.3.5, form 2).
fn stamp(at: Day) -> String {
    // 00:00 at +08:00 is 16:00 of the day before; before the first day that can be written, none.
    let before = at.0.yesterday().map_or(at, Day);
    format!("{}T160000Z", before.archive())
}

/// A TEXT value (RFC 5545 §3.3.11).
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (at, row) in value.replace("\r\n", "\n").split('\n').enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        for c in visible(row).chars() {
            if matches!(c, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// A content line, folded between characters, each part ended by CRLF (RFC 5545 §3.1).
fn line(out: &mut String, name: &str, value: &str) {
    let mut used = 0;
    for c in name.chars().chain(value.chars()) {
        if used + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn event(on: &str, summary: &str, description: &str) -> Event {
        Event { day: day(on), summary: summary.to_string(), description: description.to_string() }
    }

    /// Content lines, unfolded; panics at whatever RFC 5545 §3.1 does not allow.
    fn unfolded(file: &str) -> Vec<(String, String)> {
        let body = file.strip_suffix("\r\n").expect("the last line ends");
        let mut lines: Vec<String> = Vec::new();
        for part in body.split("\r\n") {
            assert!(part.len() <= LONGEST, "{} octets: {part}", part.len());
            assert!(!part.chars().any(char::is_control), "{part:?}");
            match part.strip_prefix(' ') {
                Some(rest) => {
                    assert!(!rest.is_empty());
                    lines.last_mut().unwrap().push_str(rest);
                }
                None => lines.push(part.to_string()),
            }
        }
        let split = |line: &String| {
            let (name, value) = line.split_once(':').expect("a name and a value");
            (name.to_string(), value.to_string())
        };
        lines.iter().map(split).collect()
    }

    /// A TEXT value read back; panics at an escape that there is not.
    fn plain(value: &str) -> String {
        let mut out = String::new();
        let mut letters = value.chars();
        while let Some(c) = letters.next() {
            assert!(!matches!(c, ';' | ','), "{value} is not escaped");
            match c {
                '\\' => match letters.next().expect("something is escaped") {
                    c @ ('\\' | ';' | ',') => out.push(c),
                    'n' => out.push('\n'),
                    other => panic!("\\{other} is no escape"),
                },
                c => out.push(c),
            }
        }
        out
    }

    /// Reads a calendar as strictly as it was written.
    fn read(file: &str) -> (String, Vec<(String, String, Event)>) {
        let mut lines = unfolded(file).into_iter().peekable();
        let expect = |lines: &mut dyn Iterator<Item = (String, String)>, name: &str| {
            let (found, value) = lines.next().expect("one more line");
            assert_eq!(found, name);
            value
        };
        assert_eq!(expect(&mut lines, "BEGIN"), "VCALENDAR");
        assert_eq!(expect(&mut lines, "VERSION"), "2.0");
        assert!(!expect(&mut lines, "PRODID").is_empty());
        assert_eq!(expect(&mut lines, "CALSCALE"), "GREGORIAN");
        let name = plain(&expect(&mut lines, "NAME"));
        assert_eq!(plain(&expect(&mut lines, "X-WR-CALNAME")), name);
        let mut events = Vec::new();
        while lines.next_if(|(name, _)| name == "BEGIN").is_some() {
            let uid = plain(&expect(&mut lines, "UID"));
            let stamp = expect(&mut lines, "DTSTAMP");
            let on = expect(&mut lines, "DTSTART;VALUE=DATE");
            let (year, rest) = on.split_at(4);
            let (month, of) = rest.split_at(2);
            let summary = plain(&expect(&mut lines, "SUMMARY"));
            let description = lines.next_if(|(name, _)| name == "DESCRIPTION");
            let description = description.map(|(_, value)| plain(&value)).unwrap_or_default();
            assert_eq!(expect(&mut lines, "TRANSP"), "TRANSPARENT");
            assert_eq!(expect(&mut lines, "END"), "VEVENT");
            let day = day(&format!("{year}-{month}-{of}"));
            events.push((uid, stamp, Event { day, summary, description }));
        }
        assert_eq!(expect(&mut lines, "END"), "VCALENDAR");
        assert_eq!(lines.next(), None);
        (name, events)
    }

    fn shown(text: &str) -> String {
        let rows = text.replace("\r\n", "\n");
        rows.split('\n').map(visible).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_calendar_is_written_to_the_letter() {
        let events = BTreeMap::from([
            (
                "XX-000000-2026Q2-0002/site".to_string(),
                event("2026-04-30", "现场审核：示例水泥制品有限公司一厂区", ""),
            ),
            (
                "XX-000000-2026Q2-0001/joint".to_string(),
                event("2026-05-20", "联审; 甲, 乙\\丙", "按季度固定的日期 2026-05-20\n还有 8 天"),
            ),
        ]);
        let written = ics("案件期限", day("2026-05-12"), &events);
        assert_eq!(
            written,
            "BEGIN:VCALENDAR\r\n\
             VERSION:2.0\r\n\
             PRODID:-//juanzong.example//juanzong//ZH\r\n\
             CALSCALE:GREGORIAN\r\n\
             NAME:案件期限\r\n\
             X-WR-CALNAME:案件期限\r\n\
             BEGIN:VEVENT\r\n\
             UID:XX-000000-2026Q2-0001/joint@juanzong.example\r\n\
             DTSTAMP:20260511T160000Z\r\n\
             DTSTART;VALUE=DATE:20260520\r\n\
             SUMMARY:联审\\; 甲\\, 乙\\\\丙\r\n\
             DESCRIPTION:按季度固定的日期 2026-05-20\\n还有 8 天\r\n\
             TRANSP:TRANSPARENT\r\n\
             END:VEVENT\r\n\
             BEGIN:VEVENT\r\n\
             UID:XX-000000-2026Q2-0002/site@juanzong.example\r\n\
             DTSTAMP:20260511T160000Z\r\n\
             DTSTART;VALUE=DATE:20260430\r\n\
             SUMMARY:现场审核：示例水泥制品有限公司一厂区\r\n\
             TRANSP:TRANSPARENT\r\n\
             END:VEVENT\r\n\
             END:VCALENDAR\r\n"
        );
    }

    #[test]
    fn a_line_of_75_octets_is_whole_and_of_76_is_folded() {
        for (length, parts) in [(67, 1), (68, 2), (141, 2), (142, 3)] {
            let events =
                BTreeMap::from([("a".to_string(), event("2026-05-20", &"x".repeat(length), ""))]);
            let written = ics("", day("2026-05-12"), &events);
            let from = written.find("SUMMARY").unwrap();
            let (_, after) = written.split_at(from);
            let (line, _) = after.split_once("\r\nTRANSP").unwrap();
            assert_eq!(line.split("\r\n ").count(), parts, "SUMMARY: and {length}");
        }
    }

    #[test]
    fn no_character_is_cut_wherever_the_fold_falls() {
        for lead in 0..8 {
            for letter in ["绩", "é", "𠀀"] {
                let summary = "x".repeat(lead) + &letter.repeat(60);
                let events = BTreeMap::from([("a".to_string(), event("2026-05-20", &summary, ""))]);
                let (_, read) = read(&ics("", day("2026-05-12"), &events));
                assert_eq!(read[0].2.summary, summary);
            }
        }
    }

    #[test]
    fn the_stamp_is_the_beginning_of_the_day_that_was_asked_for() {
        for (at, stamp) in [
            ("2026-05-12", "20260511T160000Z"),
            ("2026-03-01", "20260228T160000Z"),
            ("2026-01-01", "20251231T160000Z"),
        ] {
            let events = BTreeMap::from([("a".to_string(), event("9999-12-31", "x", ""))]);
            let (_, read) = read(&ics("", day(at), &events));
            assert_eq!(read[0].1, stamp);
            assert_eq!(read[0].0, "a@juanzong.example");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            name in any::<String>(),
            texts in prop::collection::btree_map(
                any::<String>(), (any::<String>(), "[绩级,;:\\\\n\r\n\t\u{202e}x𠀀]{0,200}", 1..28i8), 0..5
            ),
        ) {
            let events: BTreeMap<String, Event> = texts
                .into_iter()
                .map(|(about, (summary, description, of))| {
                    (about, event(&format!("2026-02-{of:02}"), &summary, &description))
                })
                .collect();
            let written = ics(&name, day("2026-05-12"), &events);
            let (read_name, read_events) = read(&written);
            prop_assert_eq!(read_name, shown(&name));
            prop_assert_eq!(read_events.len(), events.len());
            for ((about, event), (uid, stamp, read)) in events.iter().zip(read_events) {
                prop_assert_eq!(uid, shown(&format!("{about}@juanzong.example")));
                prop_assert_eq!(stamp, "20260511T160000Z");
                prop_assert_eq!(read.day, event.day);
                prop_assert_eq!(read.summary, shown(&event.summary));
                prop_assert_eq!(read.description, shown(&event.description));
            }
        }
    }
}
