//! `juanzong draw freeze`: the list, signed before the public value exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::base::time::Day;
use juanzong::draw::{self, Frozen, Item, Rate, Size};
use juanzong::profile::Sample;
use juanzong::seal::loose;
use juanzong::verdict::Verdict;

use super::{holder, name, place, refused, tell, trust};
use crate::commands::{day, round};
use crate::context::Context;
use crate::desk::SignerArgs;
use crate::exit::{Error, Exit, Failure};

/// Largest file of entries that is read, in octets.
const LARGEST: u64 = 64 << 20;

/// Arguments of `draw freeze`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder of cases.
    #[arg(required_unless_present = "entries")]
    folder: Option<PathBuf>,
    /// A file of entries instead of cases: id, stratum and name, with tabs between.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["folder", "sample"])]
    entries: Option<PathBuf>,
    /// The profile's rule of sampling.
    #[arg(long, value_name = "ID")]
    sample: Option<String>,
    /// The profile, where the folder holds cases of several.
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// The round; all rounds without it.
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// How much of each stratum, where the rule says nothing.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    rate: Option<Rate>,
    /// How many of each stratum, in place of a rate.
    #[arg(long, value_name = "N", conflicts_with = "rate", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// What parts the list into strata.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    by: Vec<By>,
    /// What the sample is for; the rule's title without it.
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// The public value that will decide.
    #[arg(long, value_name = "TEXT")]
    source: String,
    /// The day on which it comes to exist.
    #[arg(long, value_name = "DAY", value_parser = day)]
    value_on: Day,
    /// A value of that kind, spelled as it will be.
    #[arg(long, value_name = "TEXT")]
    example: String,
    /// Where the list goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    signer: SignerArgs,
}

/// What parts a list into strata.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// The grade applied for.
    Grade,
    /// The county.
    County,
}

fn rate(text: &str) -> Result<Rate, String> {
    text.parse().map_err(|e: draw::NotARate| e.to_string())
}

/// A case that may be drawn, with its rules and its round.
struct Listed {
    profile: String,
    round: String,
    item: Item,
}

/// What is listed, and by which rule.
struct Listing {
    entries: Vec<Item>,
    profile: Option<String>,
    round: Option<String>,
    rule: Option<Sample>,
}

/// Does it.
pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let listing = match (&args.entries, &args.folder) {
        (Some(file), _) => typed(file)?,
        (None, Some(folder)) => cases(folder, &args, context)?,
        (None, None) => return Err(Error::Missing { what: "FOLDER" }.into()),
    };
    let rule = listing.rule.as_ref();
    let ordered = rule.and_then(|s| s.percent).and_then(Rate::percent).map(Size::Rate);
    let asked = args.rate.map(Size::Rate).or(args.count.map(Size::Count));
    let size = asked.or(ordered).ok_or(Error::Missing { what: "--rate / --count" })?;
    let purpose = args.purpose.clone().or_else(|| rule.map(|s| s.title.clone()));
    let purpose = purpose.ok_or(Error::Missing { what: "--purpose" })?;

    let signer = args.signer.open(context)?;
    let person = match holder(&signer.rings, &signer.key.public()) {
        Ok(person) => person,
        Err(finding) => return refused(vec![*finding], &name(&args.out), context),
    };
    let trust = trust(&signer.rings)?;
    let list = Frozen {
        purpose,
        profile: listing.profile.clone(),
        round: listing.round,
        sample: rule.map(|s| s.id.clone()),
        cite: rule.map(|s| s.cite.clone()),
        size,
        source: args.source.trim().to_owned(),
        example: args.example.trim().to_owned(),
        value_on: args.value_on,
        frozen_at: context.now,
        person,
        keyring: trust.newest().reference(),
        entries: listing.entries,
    };
    let list = list.checked().map_err(|e| Failure::from(juanzong::seal::Error::Statement(e)))?;
    let bytes = list.write();
    let target = name(&args.out);
    // Everything that `draw check` will say of the list is said before it is written.
    let signature = loose::sign(&bytes, &signer.key).into_bytes();
    let papers = draw::Papers {
        list: (&target, &bytes),
        list_signature: Some(&signature),
        record: None,
        record_signature: None,
    };
    let mut report = draw::check(&papers, Some(&trust));
    if let Some(id) = &listing.profile {
        let shelf = context.shelf()?;
        report.extend(draw::check_rules(&list, shelf.profile(id)?.0, &target));
    }
    if report.verdict() != Verdict::Passed {
        return context.report(&report, &[]);
    }
    let facts = [
        ("count", list.entries.len().to_string()),
        ("day", list.value_on.to_string()),
        ("source", list.source.clone()),
        ("example", list.example.clone()),
        ("person", list.person.to_string()),
    ];
    context.console.talk(&tell::strata(&list.pick("").strata, context));
    context.say("cli-draw-freeze-summary", &facts);
    if !context.ask("cli-sign-ask", &facts)? {
        context.say("cli-not-signed", &[]);
        return Ok(Exit::Failed);
    }
    place(&args.out, &bytes, &signer.key, context)?;
    let facts = [
        ("path", args.out.display().to_string()),
        ("digest", list.digest().to_string()),
        ("day", list.value_on.to_string()),
    ];
    context.say("cli-draw-frozen", &facts);
    let digest = ("digest".to_owned(), Value::Text(list.digest().to_string()));
    match context.format {
        crate::args::Format::Text => context.console.data(&format!("{}\n", list.digest()))?,
        crate::args::Format::Json => {
            context.console.data(&juanzong::report::print(&Value::Map(vec![digest])))?;
        }
    }
    Ok(Exit::Done)
}

/// The cases of a folder that a rule of sampling concerns.
fn cases(folder: &Path, args: &Args, context: &Context) -> Result<Listing, Failure> {
    let at = context.now.day();
    let told = round::each(
        folder,
        at,
        context,
        |_| BTreeSet::new(),
        |case, _| {
            let facts = &case.facts;
            let rule = args.sample.as_ref().map(|id| {
                case.profile.samples.iter().find(|s| s.id == *id).map(|s| s.grades.clone())
            });
            let wanted = args.profile.as_ref().is_none_or(|id| case.profile.id == *id)
                && args.round.as_ref().is_none_or(|round| facts.round == *round)
                // A rule that this profile lacks is told below; it must not silently list nothing.
                && rule.flatten().is_none_or(|grades| grades.contains(&facts.grade));
            Ok(wanted.then(|| Listed {
                profile: case.profile.id.clone(),
                round: facts.round.clone(),
                item: Item {
                    id: facts.case.clone(),
                    stratum: stratum(&args.by, &facts.grade, &facts.enterprise.division),
                    name: facts.enterprise.name.clone(),
                    county: case.county(),
                    plant: facts.enterprise.plant.clone(),
                    grade: facts.grade.clone(),
                    sha256: None,
                },
            }))
        },
    )?;
    // A list that lacks cases because they could not be read would be steered by whoever spoiled them.
    if let Some((path, _)) = told.broken.first() {
        let path = path.clone();
        round::complain(&told, context);
        return Err(Error::Unread { path }.into());
    }
    let listed: Vec<Listed> = told.found.into_iter().flatten().collect();
    let only = |words: BTreeSet<&String>| -> Vec<String> { words.into_iter().cloned().collect() };
    let profiles = only(listed.iter().map(|l| &l.profile).collect());
    let profile = match profiles.as_slice() {
        [] => return Err(Error::NothingDrawn { path: folder.to_path_buf() }.into()),
        [id] => id.clone(),
        several => {
            let (value, known) = (folder.display().to_string(), several.join(" / "));
            return Err(Error::Choice { what: "profile", value, known }.into());
        }
    };
    let shelf = context.shelf()?;
    let rules = shelf.profile(&profile)?.0;
    let rule = match &args.sample {
        None => None,
        Some(id) => match rules.samples.iter().find(|s| s.id == *id) {
            Some(rule) => Some(rule.clone()),
            None => {
                let ids: Vec<&str> = rules.samples.iter().map(|s| s.id.as_str()).collect();
                let (value, known) = (id.clone(), ids.join(" / "));
                return Err(Error::Choice { what: "sample", value, known }.into());
            }
        },
    };
    let rounds = only(listed.iter().map(|l| &l.round).collect());
    let round = match rounds.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let entries = listed.into_iter().map(|l| l.item).collect();
    Ok(Listing { entries, profile: Some(profile), round, rule })
}

fn stratum(by: &[By], grade: &str, division: &str) -> String {
    let words = by.iter().map(|by| match by {
        By::Grade => grade,
        By::County => division,
    });
    words.collect::<Vec<_>>().join("/")
}

/// Entries typed into a file, one a line: id, and after tabs stratum and name.
fn typed(file: &Path) -> Result<Listing, Failure> {
    let text = disk::read_text(file, LARGEST)?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let entries: Vec<Item> = lines
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut words = line.split('\t').map(|word| word.trim().to_owned());
            let mut next = || words.next().unwrap_or_default();
            Item { id: next(), stratum: next(), name: next(), ..Item::default() }
        })
        .collect();
    if entries.is_empty() {
        return Err(Error::NothingDrawn { path: file.to_path_buf() }.into());
    }
    Ok(Listing { entries, profile: None, round: None, rule: None })
}
