//! What ends: keys that retire or turn out to be in strange hands, mandates that run out early.

use std::path::PathBuf;

use juanzong::base::time::Moment;
use juanzong::seal::keyring::{Mandate, RingKey, State, Status, Use};
use juanzong::seal::{Person, Ring};

use super::{Which, changed, person};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;

#[derive(clap::Args)]
pub(super) struct Retire {
    ringdir: PathBuf,
    #[command(flatten)]
    key: Which,
    /// A person: all their keys and mandates, or with `--act` the mandates of that act alone.
    #[arg(long, value_name = "ID", conflicts_with_all = ["public", "key_id"])]
    #[arg(required_unless_present_any = ["public", "key_id"])]
    person: Option<String>,
    /// The act whose mandates end.
    #[arg(long, value_name = "TEXT", requires = "person")]
    act: Option<String>,
    /// Since when, now without it; this moment is the first that is no longer good.
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    since: Option<Moment>,
    /// Why.
    #[arg(long, value_name = "TEXT", required_unless_present = "act")]
    reason: Option<String>,
}

#[derive(clap::Args)]
pub(super) struct Revoke {
    ringdir: PathBuf,
    #[command(flatten)]
    key: Which,
    /// Since when the key was in strange hands.
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    #[arg(conflicts_with = "never_valid", required_unless_present = "never_valid")]
    compromised_since: Option<Moment>,
    /// The key was enrolled in error; no signature of it counts.
    #[arg(long)]
    never_valid: bool,
    /// When that was learnt, now without it.
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    known_at: Option<Moment>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(super) fn retire(args: &Retire, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let ring = &dir.newest()?.1.ring;
    let since = args.since.unwrap_or(context.now);
    let (keys, mandates) = match (args.key.find(ring)?, &args.person, &args.act) {
        (Some(key), _, _) => (vec![key], Vec::new()),
        (None, Some(id), Some(act)) => (Vec::new(), mandates(ring, &person(id)?, Some(act), since)),
        (None, Some(id), None) => {
            let person = person(id)?;
            (keys_of(ring, &person, since), mandates(ring, &person, None, since))
        }
        (None, None, _) => (Vec::new(), Vec::new()),
    };
    if keys.is_empty() && mandates.is_empty() {
        let id = args.act.clone().or(args.person.clone()).unwrap_or_default();
        return Err(juanzong::seal::Error::RingLacks { id }.into());
    }
    let status = Status {
        state: State::Retired,
        since,
        known_at: context.now,
        reason: args.reason.clone().unwrap_or_default(),
    };
    let ids: Vec<_> = keys.iter().map(|k| k.key.id()).collect();
    let mandates: Vec<Mandate> = mandates.into_iter().cloned().collect();
    changed(&dir, &args.ringdir, context, |draft| {
        ids.iter().try_for_each(|id| draft.set_status(*id, status.clone()))?;
        mandates.iter().try_for_each(|m| draft.end_mandate(m, since))
    })
}

/// The keys of a person that are still good then. A root key leaves with `roots`: without it the
/// ring might lack approvals.
fn keys_of<'a>(ring: &'a Ring, person: &Person, since: Moment) -> Vec<&'a RingKey> {
    let good = |k: &&RingKey| {
        k.person == *person && k.status.is_none() && k.valid_until > since && k.uses != Use::Root
    };
    ring.keys().iter().filter(good).collect()
}

/// The mandates of a person that still run then.
fn mandates<'a>(
    ring: &'a Ring,
    person: &Person,
    act: Option<&String>,
    since: Moment,
) -> Vec<&'a Mandate> {
    let runs = |m: &&Mandate| {
        m.person == *person && m.until > since && act.is_none_or(|act| m.act == *act)
    };
    ring.mandates().iter().filter(runs).collect()
}

pub(super) fn revoke(args: &Revoke, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let ring = &dir.newest()?.1.ring;
    let Some(key) = args.key.find(ring)? else {
        return Err(Error::Word { value: String::new(), expected: "key-id" }.into());
    };
    let known_at = args.known_at.unwrap_or(context.now);
    let (state, since) = match args.compromised_since {
        Some(since) => (State::Compromised, since),
        None => (State::NeverValid, key.valid_from),
    };
    // Nobody learns today what happens tomorrow.
    if since > known_at && state == State::Compromised || known_at > context.now {
        let (since, known) = (since.to_string(), known_at.to_string());
        return Err(Error::KnownBefore { since, known }.into());
    }
    let status = Status { state, since, known_at, reason: args.reason.clone() };
    let id = key.key.id();
    changed(&dir, &args.ringdir, context, |draft| draft.set_status(id, status))
}
