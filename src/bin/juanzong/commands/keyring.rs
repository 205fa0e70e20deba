//! `juanzong keyring`: who holds which key in which seats, as versions that root keys approve.

use std::path::PathBuf;

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::report::{Align, Table};
use juanzong::seal::keyring::{Draft, Holder, Mandate, RingKey, Use, Version, allowed_signers};
use juanzong::seal::{Namespace, Person, Ring, Trust};
use juanzong::verdict::Report;

use super::key;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::PassphraseArgs;
use crate::ringdir::RingDir;

/// Arguments of `keyring`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Begins a ring with its root keys.
    Init(Init),
    /// Adds a person or a key.
    Enrol(Enrol),
    /// Gives a person seats.
    Mandate(MandateArgs),
    /// Approves the newest version with a root key.
    Approve(Approve),
    /// Prints people, keys and mandates.
    Show(Folder),
    /// Checks all versions.
    Check(Folder),
    /// Writes the trust file for verifiers.
    Trust(TrustArgs),
    /// Writes the list of signers for `ssh-keygen` and `verify.sh`.
    Signers(TrustArgs),
}

#[derive(clap::Args)]
struct Init {
    ringdir: PathBuf,
    /// How many root keys must approve each version.
    #[arg(long, value_name = "N", default_value_t = 2)]
    threshold: u64,
    /// A root key: `p-0001,name,organisation,public key file`.
    #[arg(long, value_name = "ROOT", required = true)]
    root: Vec<String>,
    /// Until when the root keys hold.
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    until: Moment,
}

#[derive(clap::Args)]
struct Enrol {
    ringdir: PathBuf,
    #[arg(long, value_name = "ID")]
    person: String,
    /// For a person who is not in the ring yet.
    #[arg(long)]
    name: Option<String>,
    #[arg(long)]
    org: Option<String>,
    /// The person's public key.
    #[arg(long, value_name = "FILE")]
    public: PathBuf,
    /// What the key may sign.
    #[arg(long = "use", value_name = "USE", value_delimiter = ',', default_value = "review,seal")]
    uses: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    from: Option<Moment>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    until: Moment,
}

#[derive(clap::Args)]
struct MandateArgs {
    ringdir: PathBuf,
    #[arg(long, value_name = "ID")]
    person: String,
    #[arg(long, value_name = "ACTOR", default_value = "branch")]
    actor: String,
    #[arg(long, value_name = "SEATS", value_delimiter = ',', required = true)]
    seats: Vec<String>,
    #[arg(long, value_name = "STAGES", value_delimiter = ',', required = true)]
    stages: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    from: Option<Moment>,
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    until: Moment,
    /// The act that gives it.
    #[arg(long, value_name = "TEXT")]
    act: String,
}

#[derive(clap::Args)]
struct Approve {
    ringdir: PathBuf,
    /// A root key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(clap::Args)]
struct Folder {
    ringdir: PathBuf,
}

#[derive(clap::Args)]
struct TrustArgs {
    ringdir: PathBuf,
    /// Where the file goes.
    out: PathBuf,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::Init(args) => init(&args, context),
        Act::Enrol(args) => enrol(args, context),
        Act::Mandate(args) => mandate(args, context),
        Act::Approve(args) => approve(&args, context),
        Act::Show(args) => show(&args, context),
        Act::Check(args) => check(&args, context),
        Act::Trust(args) => trust(&args, context),
        Act::Signers(args) => signers(&args, context),
    }
}

fn init(args: &Init, context: &Context) -> Result<Exit, Failure> {
    let count = args.root.len() as u64;
    if args.threshold == 0 || args.threshold > count {
        return Err(Error::Threshold { threshold: args.threshold, count }.into());
    }
    let mut draft = Draft::first(context.now, args.threshold);
    let mut roots = Vec::new();
    for root in &args.root {
        let words: Vec<&str> = root.split([',', '，']).map(str::trim).collect();
        let [id, name, org, file] = words.as_slice() else {
            return Err(Error::Word { value: root.clone(), expected: "root" }.into());
        };
        let person = person(id)?;
        let key = key::public(file.as_ref())?;
        roots.push(key.id());
        let (name, org) = ((*name).to_string(), (*org).to_string());
        draft.enrol(Holder { id: person.clone(), name, org })?;
        draft.add_key(RingKey {
            key,
            person,
            uses: Use::Root,
            valid_from: context.now,
            valid_until: args.until,
            status: None,
        })?;
    }
    draft.set_roots(args.threshold, roots);
    let version = Version::unapproved(draft.finish()?);
    disk::create_new_folder(&args.ringdir)?;
    RingDir::open(&args.ringdir)?.write(&version)?;
    told_draft(&args.ringdir, 1, context)
}

fn enrol(args: Enrol, context: &Context) -> Result<Exit, Failure> {
    let person = person(&args.person)?;
    let key = key::public(&args.public)?;
    let mut uses = Vec::new();
    for word in &args.uses {
        let namespace = Namespace::ALL.into_iter().find(|n| n.word() == word);
        let wrong = || Error::Word { value: word.clone(), expected: "use" };
        uses.push(namespace.ok_or_else(wrong)?);
    }
    uses.sort();
    uses.dedup();
    let holder = match (args.name, args.org) {
        (Some(name), Some(org)) => Some(Holder { id: person.clone(), name, org }),
        (None, None) => None,
        (Some(value), None) | (None, Some(value)) => {
            return Err(Error::Word { value, expected: "name-and-org" }.into());
        }
    };
    let entry = RingKey {
        key,
        person,
        uses: Use::Sign(uses),
        valid_from: args.from.unwrap_or(context.now),
        valid_until: args.until,
        status: None,
    };
    let ring = RingDir::open(&args.ringdir)?.change(context.now, |draft| {
        holder.map_or(Ok(()), |holder| draft.enrol(holder))?;
        draft.add_key(entry)
    })?;
    told_draft(&args.ringdir, ring.version(), context)
}

fn mandate(args: MandateArgs, context: &Context) -> Result<Exit, Failure> {
    let mandate = Mandate {
        person: person(&args.person)?,
        actor: args.actor,
        seats: args.seats,
        stages: args.stages,
        from: args.from.unwrap_or(context.now),
        until: args.until,
        act: args.act,
    };
    let ring = RingDir::open(&args.ringdir)?.change(context.now, |draft| draft.mandate(mandate))?;
    told_draft(&args.ringdir, ring.version(), context)
}

fn approve(args: &Approve, context: &Context) -> Result<Exit, Failure> {
    let ring = RingDir::open(&args.ringdir)?;
    let key = key::open(&args.key, &args.passphrase, context)?;
    let missing = ring.approve(&key)?;
    context.say("cli-ring-approved", &[("missing", missing.to_string())]);
    Ok(Exit::Done)
}

fn show(args: &Folder, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let Some(ring) = dir.history.newest() else {
        return Err(Error::RingNone { path: args.ringdir.clone() }.into());
    };
    let facts = [
        ("version", ring.version().to_string()),
        ("issued", ring.issued().chinese()),
        ("threshold", ring.roots().threshold.to_string()),
        ("state", if dir.findings.is_empty() { "approved" } else { "draft" }.to_string()),
    ];
    context.console.data(&(context.texts.message("cli-ring-head", &facts) + "\n\n"))?;
    context.console.data(&(keys(ring, context) + "\n" + &mandates(ring, context)))?;
    Ok(Exit::Done)
}

fn headed(heads: &[&str], context: &Context) -> Table {
    Table::headed(heads.iter().map(|id| (context.texts.say(id), Align::Left)))
}

fn keys(ring: &Ring, context: &Context) -> String {
    let heads = [
        "cli-col-person",
        "cli-col-name",
        "cli-col-org",
        "cli-col-use",
        "cli-col-until",
        "cli-col-key",
    ];
    let mut table = headed(&heads, context);
    for key in ring.keys() {
        let holder = ring.holder(&key.person);
        let uses = match &key.uses {
            Use::Root => context.texts.say("cli-use-root"),
            Use::Sign(uses) => {
                let word = |n: &Namespace| {
                    context.texts.message("cli-use", &[("use", n.word().to_string())])
                };
                uses.iter().map(word).collect::<Vec<_>>().join(" ")
            }
        };
        table.row([
            key.person.to_string(),
            holder.map(|h| h.name.clone()).unwrap_or_default(),
            holder.map(|h| h.org.clone()).unwrap_or_default(),
            uses,
            key.valid_until.day().to_string(),
            key.key.id().to_string().chars().take(16).collect(),
        ]);
    }
    table.render(context.console.data_style().width)
}

fn mandates(ring: &Ring, context: &Context) -> String {
    let heads = ["cli-col-person", "cli-col-seats", "cli-col-from", "cli-col-until", "cli-col-act"];
    let mut table = headed(&heads, context);
    for m in ring.mandates() {
        table.row([
            m.person.to_string(),
            m.seats.join(" "),
            m.from.day().to_string(),
            m.until.day().to_string(),
            m.act.clone(),
        ]);
    }
    table.render(context.console.data_style().width)
}

fn check(args: &Folder, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let mut report = Report::on(args.ringdir.display().to_string());
    report.count("rings", dir.history.versions().len() as u64);
    report.extend(dir.findings);
    context.report(&report, &[])
}

fn trust(args: &TrustArgs, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::approved(&args.ringdir)?;
    if let Some(trust) = Trust::of(&dir.history) {
        context.place(&args.out, trust.write().as_bytes())?;
        context.say("cli-trust-written", &[("path", args.out.display().to_string())]);
    }
    Ok(Exit::Done)
}

fn signers(args: &TrustArgs, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::approved(&args.ringdir)?;
    if let Some(ring) = dir.history.newest() {
        context.place(&args.out, allowed_signers(ring).as_bytes())?;
        context.say("cli-signers-written", &[("path", args.out.display().to_string())]);
    }
    Ok(Exit::Done)
}

fn person(text: &str) -> Result<Person, Failure> {
    let wrong = || Error::Word { value: text.to_string(), expected: "person" };
    Ok(Person::parse(text).ok_or_else(wrong)?)
}

fn told_draft(ringdir: &std::path::Path, version: u64, context: &Context) -> Result<Exit, Failure> {
    let facts = [("path", ringdir.display().to_string()), ("version", version.to_string())];
    context.say("cli-ring-draft", &facts);
    Ok(Exit::Done)
}
