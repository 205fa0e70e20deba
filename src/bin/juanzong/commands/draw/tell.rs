//! What was drawn, told: strata, the drawn, and how likely damage is missed.

use std::collections::BTreeSet;

use juanzong::base::json::Value;
use juanzong::draw::{self, Drawn, Frozen, Mode, Stratum};
use juanzong::report::{self, Align, Table};

use crate::args::Format;
use crate::context::Context;
use crate::exit::Failure;

/// For how many damaged entries the probability of missing all of them is told.
const DAMAGED: [u64; 4] = [1, 2, 5, 10];

/// The strata, and how many of each.
pub(super) fn strata(strata: &[Stratum], context: &Context) -> String {
    let heads = [
        ("cli-col-stratum", Align::Left),
        ("cli-col-of", Align::Right),
        ("cli-col-take", Align::Right),
    ];
    let mut table = Table::headed(heads.map(|(id, align)| (context.texts.say(id), align)));
    for s in strata {
        let name =
            if s.name.is_empty() { context.texts.say("cli-draw-whole") } else { s.name.clone() };
        table.row([name, s.of.to_string(), s.take.to_string()]);
    }
    table.render(context.console.data_style().width)
}

/// The draw, on standard output.
pub(super) fn drawn(list: &Frozen, record: &Drawn, context: &Context) -> Result<(), Failure> {
    match context.format {
        Format::Json => {
            context.console.data(&report::print(&json(list, record)))?;
            return Ok(());
        }
        Format::Text => {}
    }
    let mut out = String::new();
    if record.mode == Mode::Rehearsal {
        out += &format!("{}\n\n", context.texts.say("cli-draw-rehearsal"));
    }
    let facts = [
        ("list", record.list.to_string()),
        ("value", record.value.clone()),
        ("seed", record.seed.to_string()),
    ];
    out += &format!("{}\n\n", context.texts.message("cli-draw-head", &facts));
    out += &strata(&record.strata, context);
    let heads = ["cli-col-place", "cli-col-case", "cli-col-enterprise", "cli-col-stratum"];
    let heads = heads.map(|id| (context.texts.say(id), Align::Left));
    let mut table = Table::headed(heads);
    let ids: BTreeSet<&str> = record.drawn.iter().map(String::as_str).collect();
    for (n, item) in (1..).zip(&list.entries).filter(|(_, e)| ids.contains(e.id.as_str())) {
        let place: u64 = n;
        let name = format!("{} {}", item.name, item.plant);
        let cells =
            [place.to_string(), item.id.clone(), name.trim().to_owned(), item.stratum.clone()];
        table.row(cells);
    }
    out += &format!("\n{}", table.render(context.console.data_style().width));
    let all: u64 = record.strata.iter().map(|s| s.of).sum();
    out += &format!("\n{}\n", context.texts.say("cli-draw-missed-head"));
    for damaged in DAMAGED.into_iter().filter(|d| *d <= all) {
        let chance = draw::missed(&record.strata, damaged) * 100.0;
        let facts = [("damaged", damaged.to_string()), ("chance", format!("{chance:.2}"))];
        out += &format!("  {}\n", context.texts.message("cli-draw-missed", &facts));
    }
    context.console.data(&(out + "\n"))?;
    Ok(())
}

fn json(list: &Frozen, record: &Drawn) -> Value {
    let text = |t: &str| Value::Text(t.to_owned());
    let drawn = record.drawn.iter().map(|id| text(id)).collect();
    let strata = record.strata.iter().map(|s| {
        Value::Map(vec![
            ("name".to_owned(), text(&s.name)),
            ("of".to_owned(), Value::Number(s.of)),
            ("take".to_owned(), Value::Number(s.take)),
        ])
    });
    let missed = DAMAGED.into_iter().map(|damaged| {
        let chance = draw::missed(&record.strata, damaged);
        Value::Map(vec![
            ("damaged".to_owned(), Value::Number(damaged)),
            ("chance".to_owned(), text(&format!("{chance:.6}"))),
        ])
    });
    Value::Map(vec![
        ("mode".to_owned(), text(record.mode.as_str())),
        ("steerable".to_owned(), Value::Bool(record.mode == Mode::Rehearsal)),
        ("list".to_owned(), text(&record.list.to_string())),
        ("entries".to_owned(), Value::Number(list.entries.len() as u64)),
        ("value".to_owned(), text(&record.value)),
        ("seed".to_owned(), text(&record.seed.to_string())),
        ("strata".to_owned(), Value::List(strata.collect())),
        ("drawn".to_owned(), Value::List(drawn)),
        ("missed".to_owned(), Value::List(missed.collect())),
    ])
}
