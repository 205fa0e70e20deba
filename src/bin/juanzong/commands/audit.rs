//! `juanzong audit`: years of packages checked, again and again.

use std::path::{Path, PathBuf};

use juanzong::audit::register::Register;
use juanzong::audit::sample::Listed;
use juanzong::audit::{self, Ask, Audit, Budget, Order, Sample, sample};
use juanzong::base::disk;
use juanzong::draw::{self, Drawn, Frozen, Rate};
use juanzong::package::Options;
use juanzong::report;
use juanzong::seal::{Trust, loose, policy};

use super::build::{self, THREADS};
use super::verify::trust;
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::shell;

/// Arguments of `audit`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of packages.
    folder: PathBuf,
    /// The trust file, from outside the packages.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The folder of the register.
    #[arg(long, value_name = "DIR")]
    register: Option<PathBuf>,
    /// A rehearsal: only so much of each stratum, by a seed.
    #[arg(long, value_name = "RATE", requires = "seed", value_parser = rate)]
    sample: Option<Rate>,
    /// The seed of a rehearsal.
    #[arg(long, value_name = "TEXT", requires = "sample")]
    seed: Option<String>,
    /// The frozen list of a formal sample.
    #[arg(long, value_name = "FILE", requires = "drawn", conflicts_with = "sample")]
    list: Option<PathBuf>,
    /// The record of its draw: only what was drawn is read.
    #[arg(long, value_name = "FILE", requires = "list")]
    drawn: Option<PathBuf>,
    /// Writes what may be drawn, and audits nothing.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sample", "list"])]
    entries: Option<PathBuf>,
    /// The state file.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// How many octets this run may begin.
    #[arg(long, value_name = "N", value_parser = octets)]
    max_bytes: Option<u64>,
    /// How long this run may go on.
    #[arg(long, value_name = "T", value_parser = milliseconds)]
    max_duration: Option<u64>,
    /// How many packages are read at a time.
    #[arg(long, value_name = "N", default_value_t = THREADS, value_parser = jobs)]
    jobs: usize,
    /// One reader, in the order of the disk.
    #[arg(long, conflicts_with = "jobs")]
    hdd: bool,
    /// Leaves out SM3 manifests.
    #[arg(long)]
    fast: bool,
    /// Checks carrier and bag alone.
    #[arg(long)]
    bag_only: bool,
    /// Seconds between two savings of the state.
    #[arg(long, value_name = "SECONDS", default_value_t = 3)]
    save_every: u64,
    /// Writes what was found as `.pdf`, `.xlsx` or `.json`.
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
}

impl Args {
    /// How many packages are read, and files asked for, at a time.
    fn jobs(&self) -> usize {
        if self.hdd { 1 } else { self.jobs }
    }
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    for path in &args.report {
        kind(path)?;
    }
    let (trust, trusted) = trust(args.trust.as_deref())?;
    let register = match &args.register {
        Some(path) => Some(Register::open(path, trust.as_ref())?),
        None => None,
    };
    let accepted = policy::of(&context.shelf()?)?;
    let options = Options {
        trust: trust.as_ref(),
        bag_only: args.bag_only,
        fast: args.fast,
        ..Options::at(context.now, &accepted)
    };
    let named = args.register.iter().chain(&args.state).chain(&args.report).chain(&args.entries);
    let named = named.chain(&args.list).chain(&args.drawn);
    let own = own(&args.folder, named.chain(&args.trust));
    let held = register.as_ref().and_then(|(register, _)| register.as_ref());
    if let Some(path) = &args.entries {
        let (mut lines, mut count) = (String::new(), 0);
        let tree = audit::find(&args.folder, &own, args.jobs());
        sample::entries(&args.folder, &tree, held, &mut |entry| {
            lines += &entry.to_string();
            count += 1;
        });
        context.place(path, lines.as_bytes())?;
        let facts = [("path", shell::word(path)), ("count", count.to_string())];
        context.say("cli-audit-entries", &facts);
        return Ok(Exit::Done);
    }
    let sample = sampled(&args, &own, held, trust.as_ref())?;
    let clock = clock();
    let ask = Ask {
        options,
        trusted,
        state: args.state.as_deref(),
        register: register.as_ref().map(|(r, told)| (r.as_ref(), told.as_slice())),
        sample: sample.as_ref(),
        budget: Budget { octets: args.max_bytes, milliseconds: args.max_duration },
        order: if args.hdd { Order::Disk } else { Order::Oldest },
        jobs: args.jobs(),
        save_every: args.save_every.saturating_mul(1000),
        clock: &clock,
        own: &own,
    };
    let found = audit::audit(&args.folder, &ask, &audit::Disk, &context.progress("audit"))?;
    match context.format {
        Format::Text => {
            let style = context.console.data_style();
            context.console.data(&report::audit_text(&found, &context.texts, style))?;
        }
        Format::Json => context.console.data(&report::audit_json(&found))?,
    }
    for path in &args.report {
        context.place(path, &written(&found, path, context)?)?;
        context.say("cli-audit-report", &[("path", path.display().to_string())]);
    }
    found.close()?;
    Ok(found.report.verdict().into())
}

/// What was drawn, where only a sample is asked for.
fn sampled(
    args: &Args,
    own: &[PathBuf],
    register: Option<&Register>,
    trust: Option<&Trust>,
) -> Result<Option<Sample>, Failure> {
    if let (Some(rate), Some(seed)) = (args.sample, &args.seed) {
        let tree = audit::find(&args.folder, own, args.jobs());
        let mut listed = Listed::default();
        sample::entries(&args.folder, &tree, register, &mut |entry| listed.push(entry));
        return Ok(Some(Sample::rehearsed(&listed, rate, seed)));
    }
    let (Some(list), Some(record)) = (&args.list, &args.drawn) else { return Ok(None) };
    let read = |path: &Path| disk::read(path, draw::LARGEST as u64);
    let side_car = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push(loose::SIDE_CAR);
        match disk::read(Path::new(&name), loose::LARGEST) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.is_missing() => Ok(None),
            Err(e) => Err(e),
        }
    };
    let (bytes, record_bytes) = (read(list)?, read(record)?);
    let (signature, record_signature) = (side_car(list)?, side_car(record)?);
    let name = |path: &Path| path.display().to_string();
    let papers = draw::Papers {
        list: (&name(list), &bytes),
        list_signature: signature.as_deref(),
        record: Some((&name(record), &record_bytes)),
        record_signature: record_signature.as_deref(),
    };
    let found = draw::check(&papers, trust);
    let refused = juanzong::seal::Error::Statement;
    let frozen = Frozen::parse(&bytes).map_err(refused)?;
    let drawn = Drawn::parse(&record_bytes).map_err(refused)?;
    let findings = found.findings().into_iter().cloned().collect();
    let tree = audit::find(&args.folder, own, args.jobs());
    Ok(Some(Sample::drawn(&frozen, &drawn, findings, &tree, register)))
}

fn rate(text: &str) -> Result<Rate, String> {
    text.parse().map_err(|e: draw::NotARate| e.to_string())
}

/// What kind of report a path asks for.
pub(super) fn kind(path: &Path) -> Result<&str, Failure> {
    match path.extension().and_then(|e| e.to_str()) {
        Some(known @ ("pdf" | "xlsx" | "json")) => Ok(known),
        Some(_) | None => {
            let value = path.display().to_string();
            Err(Error::Word { value, expected: "audit-file" }.into())
        }
    }
}

fn written(found: &Audit, path: &Path, context: &Context) -> Result<Vec<u8>, Failure> {
    Ok(match kind(path)? {
        "pdf" => report::audit_paper(found, &context.texts, &build::faces(context)?)?.bytes,
        "xlsx" => report::audit_sheet(found, &context.texts)?,
        _ => report::audit_json(found).into_bytes(),
    })
}

/// Paths as the walk over a folder shows them, for what lies below it.
pub(super) fn own<'a>(folder: &Path, named: impl Iterator<Item = &'a PathBuf>) -> Vec<PathBuf> {
    let real = disk::real(folder);
    let below = |path: &PathBuf| Some(folder.join(disk::real(path).strip_prefix(&real).ok()?));
    named.filter_map(below).collect()
}

#[expect(clippy::disallowed_methods, reason = "how long work lasts is the binary's business")]
fn clock() -> impl Fn() -> u64 + Sync {
    let begun = std::time::Instant::now();
    move || u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn jobs(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| (1..=64).contains(n));
    number.ok_or_else(|| "not a number from 1 to 64".to_string())
}

/// `500`, `500M`, `200G`, `1T`: thousands of thousands.
fn octets(text: &str) -> Result<u64, String> {
    let units = [("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000)];
    let text = text.trim().to_uppercase();
    let text = text.strip_suffix('B').unwrap_or(&text);
    scaled(text, &units).ok_or_else(|| "not a number of octets like 500M or 200G".to_string())
}

/// `90`, `90s`, `30m`, `8h`.
fn milliseconds(text: &str) -> Result<u64, String> {
    let units = [("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
    let text = text.trim().to_lowercase();
    let whole = if text.ends_with(|c: char| c.is_ascii_digit()) { text + "s" } else { text };
    scaled(&whole, &units).ok_or_else(|| "not a time like 90s, 30m or 8h".to_string())
}

fn scaled(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let unit = units.iter().find_map(|(unit, by)| Some((text.strip_suffix(unit)?, *by)));
    let (digits, by) = unit.unwrap_or((text, 1));
    digits.trim().parse::<u64>().ok()?.checked_mul(by).filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_typed_as_people_type_them() {
        assert_eq!(octets("500"), Ok(500));
        assert_eq!(octets("2g"), Ok(2_000_000_000));
        assert_eq!(octets("1 TB"), Ok(1_000_000_000_000));
        assert_eq!(milliseconds("90"), Ok(90_000));
        assert_eq!(milliseconds("8h"), Ok(28_800_000));
        for bad in ["", "0", "-1", "1.5G", "99999999999999999999", "8d", "G"] {
            assert!(octets(bad).is_err(), "{bad}");
            assert!(milliseconds(bad).is_err(), "{bad}");
        }
        assert!(jobs("0").is_err() && jobs("2") == Ok(2));
    }
}
