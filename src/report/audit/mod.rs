//! An audit in words: damage first, then the totals and how far the round has come; the same for
//! machines, on paper and as a workbook.

mod paper;
mod sheet;

pub use paper::audit_paper;
pub use sheet::audit_sheet;

use super::table::{Align, Table};
use super::text::text;
use super::{Lang, Style, Texts, json};
use crate::audit::{Audit, Class, Coverage, Item, Sample, Totals};
use crate::base::json::Value;
use crate::base::time::{Day, Moment};
use crate::draw::Stratum;

/// The whole audit as a person reads it, every line ended.
#[must_use]
pub fn audit_text(audit: &Audit, texts: &Texts, style: Style) -> String {
    let mut out = totals(audit, texts).render(style.width);
    out.push('\n');
    for line in told(audit, texts) {
        out += &line;
        out.push('\n');
    }
    let days = progress(&audit.coverage, texts);
    if !days.is_empty() {
        out.push('\n');
        out += &days.render(style.width);
    }
    out.push('\n');
    // What is wrong stands last, where a terminal ends.
    out + &text(&audit.report, texts, style)
}

/// The word of a class.
fn class(class: Class, texts: &Texts) -> String {
    texts.say(&format!("audit-class-{}", class.word()))
}

/// The totals of each class.
fn totals(audit: &Audit, texts: &Texts) -> Table {
    let heads = [("class", Align::Left), ("packages", Align::Right), ("octets", Align::Right)];
    let heads = heads.map(|(id, align)| (texts.say(&format!("audit-col-{id}")), align));
    let mut table = Table::headed(heads);
    let mut row = |word: String, t: Totals| {
        table.row([word, t.packages.to_string(), t.octets.to_string()]);
    };
    for (which, total) in audit.totals {
        row(class(which, texts), total);
    }
    row(texts.say("audit-total"), sum(audit));
    table
}

fn sum(audit: &Audit) -> Totals {
    audit.totals.iter().fold(Totals::default(), |sum, (_, t)| Totals {
        packages: sum.packages + t.packages,
        octets: sum.octets + t.octets,
    })
}

/// A moment as a person of the language reads it.
fn moment(at: Moment, texts: &Texts) -> String {
    match texts.lang() {
        Lang::ZhCn => at.chinese(),
        Lang::EnUs => at.to_string(),
    }
}

/// Share of octets, or of packages where there are none, in hundredths of a percent, rounded down:
/// what is not complete is never shown as 100%.
fn share(read: Totals, all: Totals) -> u64 {
    let (part, whole) = match all.octets {
        0 => (read.packages, all.packages),
        octets => (read.octets, octets),
    };
    let share = u128::from(part) * 10_000 / u128::from(whole.max(1));
    u64::try_from(share).unwrap_or(10_000)
}

fn percent(read: Totals, all: Totals) -> String {
    let share = share(read, all);
    format!("{}.{:02}", share / 100, share % 100)
}

/// Most days whose coverage a terminal shows.
const DAYS: usize = 10;
/// The longest bar, in squares.
const BAR: u64 = 20;

/// Squares of a bar: at least one for something, all of them for everything and for nothing less.
fn squares(read: Totals, all: Totals) -> usize {
    let share = share(read, all);
    let squares = (share * BAR / 10_000).min(BAR).max(u64::from(share > 0));
    usize::try_from(squares).unwrap_or_default()
}

/// So many days at most, evenly chosen, the first and the last among them.
fn some_days(days: &[(Day, Totals)], most: usize) -> Vec<(Day, Totals)> {
    let (count, gaps) = (days.len(), most.max(2) - 1);
    if count <= most {
        return days.to_vec();
    }
    (0..=gaps).filter_map(|n| days.get(n * (count - 1) / gaps).copied()).collect()
}

/// How a round that took several days went on; empty where it did not.
fn progress(c: &Coverage, texts: &Texts) -> Table {
    let heads = [
        ("audit-paper-day", Align::Left),
        ("audit-col-packages", Align::Right),
        ("audit-paper-share", Align::Left),
    ];
    let mut table = Table::headed(heads.map(|(id, align)| (texts.say(id), align)));
    if c.days.len() < 2 {
        return table;
    }
    for (day, total) in some_days(&c.days, DAYS) {
        // Plain signs: terminals do not agree how wide a square is.
        let bar = "#".repeat(squares(total, c.all));
        let told = format!("{bar} {}%", percent(total, c.all));
        table.row([day.to_string(), total.packages.to_string(), told]);
    }
    table
}

/// How far the round has come, what this run read, what was not read for long, the register's head.
fn told(audit: &Audit, texts: &Texts) -> Vec<String> {
    let Coverage { round, begun, all, read, refused, runs_left, oldest, never, .. } =
        &audit.coverage;
    let left = runs_left.map_or_else(|| "unknown".to_string(), |n| n.to_string());
    let mut lines = vec![texts.message(
        "audit-coverage",
        &[
            ("round", round.to_string()),
            ("begun", moment(*begun, texts)),
            ("read", read.packages.to_string()),
            ("refused", refused.packages.to_string()),
            ("all", all.packages.to_string()),
            ("percent", percent(*read, *all)),
            ("left", left),
        ],
    )];
    let run =
        [("packages", audit.run.packages.to_string()), ("octets", audit.run.octets.to_string())];
    lines.push(texts.message("audit-this-run", &run));
    let never = ("never", never.to_string());
    lines.push(match oldest {
        Some(at) => texts.message("audit-oldest", &[("oldest", moment(*at, texts)), never]),
        None => texts.message("audit-never", &[never]),
    });
    if let Some((number, at, digest)) = audit.register {
        let facts = [
            ("number", number.to_string()),
            ("at", moment(at, texts)),
            ("digest", digest.to_string()),
        ];
        lines.push(texts.message("audit-register-head", &facts));
    }
    if let Some(sample) = &audit.sample {
        lines.extend(sampled(sample, texts));
    }
    lines
}

/// The audit as one JSON object: a report with totals, coverage and every package that is not
/// simply intact or waiting.
#[must_use]
pub fn audit_json(audit: &Audit) -> String {
    let classes = audit.totals.iter().map(|(c, t)| (c.word().to_string(), value(*t)));
    let items = audit
        .items
        .iter()
        .filter(|i| !matches!(i.class, Class::Intact | Class::Unchecked))
        .map(item);
    let mut extra = vec![
        ("now", text_value(audit.now)),
        ("totals", Value::Map(classes.collect())),
        ("coverage", coverage(&audit.coverage)),
        ("run", value(audit.run)),
        ("packages", Value::List(items.collect())),
    ];
    if let Some((number, at, digest)) = audit.register {
        let head = [
            ("entry", Value::Number(number)),
            ("at", text_value(at)),
            ("digest", text_value(digest)),
        ];
        extra.push(("register", map(head)));
    }
    if let Some(drawn) = &audit.sample {
        extra.push(("sample", sample(drawn)));
    }
    if let Some(trusted) = audit.trusted {
        extra.push(("trust", text_value(trusted)));
    }
    json(&audit.report, &extra)
}

fn sample(s: &Sample) -> Value {
    let strata = s.strata.iter().map(|s| {
        map([
            ("name", text_value(&s.name)),
            ("of", Value::Number(s.of)),
            ("take", Value::Number(s.take)),
        ])
    });
    let missed = s.missed().into_iter().map(|(damaged, chance)| {
        map([("damaged", Value::Number(damaged)), ("probability", text_value(share_of(chance)))])
    });
    map([
        ("mode", text_value(s.mode.as_str())),
        ("value", text_value(&s.value)),
        ("list", text_value(s.list)),
        ("seed", text_value(s.seed)),
        ("strata", Value::List(strata.collect())),
        ("missed", Value::List(missed.collect())),
        ("drawn", Value::List(s.names.iter().map(text_value).collect())),
    ])
}

/// A probability with four digits, never rounded to nothing or to certainty.
fn share_of(chance: f64) -> String {
    let shown = format!("{chance:.4}");
    match shown.as_str() {
        "0.0000" if chance > 0.0 => "<0.0001".to_string(),
        "1.0000" if chance < 1.0 => ">0.9999".to_string(),
        _ => shown,
    }
}

/// What a sample is, of what, and what it may have missed.
fn sampled(s: &Sample, texts: &Texts) -> Vec<String> {
    let facts = [
        ("mode", s.mode.as_str().to_string()),
        ("take", s.names.len().to_string()),
        ("of", s.of().to_string()),
        ("value", s.value.clone()),
        ("list", s.list.to_string()),
        ("seed", s.seed.to_string()),
    ];
    let mut lines = vec![texts.message("audit-sample", &facts)];
    let comma = texts.say("report-comma");
    let stratum = |s: &Stratum| {
        let whole = || texts.say("cli-draw-whole");
        let name = if s.name.is_empty() { whole() } else { s.name.clone() };
        let facts = [("name", name), ("of", s.of.to_string()), ("take", s.take.to_string())];
        texts.message("audit-stratum", &facts)
    };
    let strata: Vec<String> = s.strata.iter().map(stratum).collect();
    lines.push(texts.message("audit-strata", &[("strata", strata.join(&comma))]));
    let chance = |(damaged, chance): (u64, f64)| {
        let facts = [("damaged", damaged.to_string()), ("chance", share_of(chance))];
        texts.message("audit-missed-one", &facts)
    };
    let chances: Vec<String> = s.missed().into_iter().map(chance).collect();
    lines.push(texts.message("audit-missed", &[("chances", chances.join(&comma))]));
    lines
}

fn coverage(c: &Coverage) -> Value {
    let days = c.days.iter().map(|(day, total)| {
        map([
            ("day", text_value(day)),
            ("packages", Value::Number(total.packages)),
            ("octets", Value::Number(total.octets)),
        ])
    });
    let mut members = vec![
        ("round", Value::Number(c.round)),
        ("begun", text_value(c.begun)),
        ("all", value(c.all)),
        ("read", value(c.read)),
        ("refused", value(c.refused)),
        ("never", Value::Number(c.never)),
        ("days", Value::List(days.collect())),
    ];
    if let Some(left) = c.runs_left {
        members.push(("runsLeft", Value::Number(left)));
    }
    if let Some(oldest) = c.oldest {
        members.push(("oldest", text_value(oldest)));
    }
    map(members)
}

fn item(item: Item<'_>) -> Value {
    let mut members = vec![
        ("name", text_value(item.name)),
        ("class", text_value(item.class.word())),
        ("octets", Value::Number(item.size)),
    ];
    if let Some(known) = item.known {
        members.push(("read", text_value(known.read)));
        if let Some(mark) = known.mark {
            members.push(("case", text_value(mark.case)));
            members.push(("bag", text_value(mark.bag)));
        }
    }
    map(members)
}

fn value(total: Totals) -> Value {
    map([("packages", Value::Number(total.packages)), ("octets", Value::Number(total.octets))])
}

fn text_value(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

fn map<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(octets: u64) -> Totals {
        Totals { packages: 1, octets }
    }

    #[test]
    fn a_bar_is_full_for_everything_only_and_never_empty_for_something() {
        let of = |octets| squares(total(octets), total(1_000_000));
        assert_eq!([of(0), of(1), of(49_999), of(999_999), of(1_000_000)], [0, 0, 1, 19, 20]);
        assert_eq!(of(100), 1, "a hundredth of a percent is shown");
    }

    #[test]
    fn of_many_days_some_are_shown_from_the_first_to_the_last() {
        let day = |n: i64| Moment::from_unix(n * 86_400).unwrap().day();
        let days: Vec<_> = (0..62u32).map(|n| (day(n.into()), total(n.into()))).collect();
        let shown = some_days(&days, 20);
        assert_eq!(shown.len(), 20);
        assert_eq!((shown[0], shown[19]), (days[0], days[61]));
        assert!(shown.windows(2).all(|w| w[0].0 < w[1].0));
        assert_eq!(some_days(&days[..20], 20), days[..20]);
    }
}
