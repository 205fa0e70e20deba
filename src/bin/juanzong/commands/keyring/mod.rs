//! `juanzong keyring`: who holds which key in which seats, as versions that root keys approve.

mod change;
mod end;
mod post;
mod view;

use std::path::{Path, PathBuf};

use juanzong::base::time::Moment;
use juanzong::seal::keyring::{Draft, RingKey, allowed_signers};
use juanzong::seal::{KeyId, Person, Ring, Trust};

use super::key;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::PassphraseArgs;
use crate::ringdir::RingDir;
use crate::shell;

/// Arguments of `keyring`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Begins a ring with its root keys.
    Init(change::Init),
    /// Adds a person or a key.
    Enrol(change::Enrol),
    /// Gives a person seats.
    Mandate(post::Args),
    /// Ends a key, or a person's mandates, in good order.
    Retire(end::Retire),
    /// Says that a key was compromised or never valid.
    Revoke(end::Revoke),
    /// Changes who approves from now on.
    Roots(change::RootsArgs),
    /// Accepts the rules of a regulation.
    Accept(post::Accept),
    /// Throws away a draft that nobody approved.
    Discard(Folder),
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
        Act::Init(args) => change::init(&args, context),
        Act::Enrol(args) => change::enrol(args, context),
        Act::Mandate(args) => post::mandate(args, context),
        Act::Retire(args) => end::retire(&args, context),
        Act::Revoke(args) => end::revoke(&args, context),
        Act::Roots(args) => change::roots(&args, context),
        Act::Accept(args) => post::accept(&args, context),
        Act::Discard(args) => discard(&args, context),
        Act::Approve(args) => approve(&args, context),
        Act::Show(args) => view::show(&args.ringdir, context),
        Act::Check(args) => view::check(&args.ringdir, context),
        Act::Trust(args) => trust(&args, context),
        Act::Signers(args) => signers(&args, context),
    }
}

/// Shows what the version changes before anybody types a passphrase for it.
fn approve(args: &Approve, context: &Context) -> Result<Exit, Failure> {
    let ring = RingDir::open(&args.ringdir)?;
    let (before, newest) = ring.newest()?;
    view::tell_changes(before, &newest.ring, context);
    let key = key::open(&args.key, &args.passphrase, context)?;
    let missing = ring.approve(&key)?;
    context.say("cli-ring-approved", &[("missing", missing.to_string())]);
    Ok(Exit::Done)
}

fn discard(args: &Folder, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let (before, newest) = dir.newest()?;
    view::tell_changes(before, &newest.ring, context);
    let path = args.ringdir.display().to_string();
    let facts = [("path", path.clone()), ("version", newest.ring.version().to_string())];
    if newest.approvals.is_empty() && !context.ask("cli-ring-discard-ask", &facts)? {
        return Err(Error::Kept { path: args.ringdir.clone() }.into());
    }
    dir.discard()?;
    context.say("cli-ring-discarded", &facts);
    Ok(Exit::Done)
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

/// Changes a ring, says what changed, and that the draft has to be approved.
fn changed(
    dir: &RingDir,
    ringdir: &Path,
    context: &Context,
    change: impl FnOnce(&mut Draft) -> Result<(), juanzong::seal::Error>,
) -> Result<Exit, Failure> {
    let ring = dir.change(context.now, change)?;
    view::tell_changes(dir.history.newest(), &ring, context);
    told_draft(ringdir, ring.version(), context)
}

fn told_draft(ringdir: &Path, version: u64, context: &Context) -> Result<Exit, Failure> {
    let facts = [("path", shell::word(ringdir)), ("version", version.to_string())];
    context.say("cli-ring-draft", &facts);
    Ok(Exit::Done)
}

/// How a key of the ring is named: by its public key file, or by the beginning of its id.
#[derive(clap::Args)]
struct Which {
    /// A public key file.
    #[arg(long, value_name = "FILE", conflicts_with = "key_id")]
    public: Option<PathBuf>,
    /// The key's id, or at least its first eight digits.
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
}

/// Fewest digits by which a key may be named.
const SHORTEST_ID: usize = 8;

impl Which {
    /// The key that is meant; `None` where none was named.
    fn find<'a>(&self, ring: &'a Ring) -> Result<Option<&'a RingKey>, Failure> {
        let lacks = |id: String| Failure::from(juanzong::seal::Error::RingLacks { id });
        if let Some(path) = &self.public {
            let id = key::public(path)?.id();
            return ring.key(id).map(Some).ok_or_else(|| lacks(id.to_string()));
        }
        let Some(start) = &self.key_id else { return Ok(None) };
        by_id(ring, start).map(Some)
    }
}

/// The one key whose id begins with these digits.
fn by_id<'a>(ring: &'a Ring, start: &str) -> Result<&'a RingKey, Failure> {
    let wrong = || Error::Word { value: start.to_string(), expected: "key-id" };
    if start.len() < SHORTEST_ID {
        return Err(wrong().into());
    }
    let fits = |k: &&RingKey| k.key.id().to_string().starts_with(start);
    let mut found = ring.keys().iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(key), None) => Ok(key),
        (None, _) => Err(juanzong::seal::Error::RingLacks { id: start.to_string() }.into()),
        (Some(_), Some(_)) => Err(wrong().into()),
    }
}

/// A root key as it is typed: `p-0001,name,organisation,public key file`; of somebody who is in the
/// ring, `p-0001,public key file`.
struct TypedRoot {
    person: Person,
    holder: Option<(String, String)>,
    key: juanzong::seal::PublicKey,
}

impl TypedRoot {
    fn parse(text: &str) -> Result<Self, Failure> {
        let words: Vec<&str> = text.split([',', '，']).map(str::trim).collect();
        let (id, holder, file) = match words.as_slice() {
            [id, name, org, file] => (id, Some(((*name).to_string(), (*org).to_string())), file),
            [id, file] => (id, None, file),
            _ => {
                return Err(Error::Word { value: text.to_string(), expected: "root" }.into());
            }
        };
        Ok(Self { person: person(id)?, holder, key: key::public(file.as_ref())? })
    }
}

/// The first eight digits of a key's id are enough for people.
fn short(id: KeyId) -> String {
    id.to_string().chars().take(16).collect()
}

/// A moment as a day where it is the day's beginning.
fn moment(at: Moment) -> String {
    if Moment::start_of(at.day()) == at { at.day().to_string() } else { at.to_string() }
}
