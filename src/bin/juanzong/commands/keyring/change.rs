//! What makes a ring grow: its beginning, people, keys, roots.

use std::path::PathBuf;

use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::seal::keyring::{Draft, Holder, RingKey, Use, Version};
use juanzong::seal::{KeyId, Namespace};

use super::{TypedRoot, by_id, changed, key, person, told_draft, view};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;

#[derive(clap::Args)]
pub(super) struct Init {
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
pub(super) struct Enrol {
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
pub(super) struct RootsArgs {
    ringdir: PathBuf,
    /// How many root keys must approve each version; as before without it.
    #[arg(long, value_name = "N")]
    threshold: Option<u64>,
    /// A root key that comes: as for `init`, or `p-0001,public key file` of a person in the ring.
    #[arg(long, value_name = "ROOT", requires = "until")]
    add: Vec<String>,
    /// A root key that goes: its id, or the first digits of it.
    #[arg(long, value_name = "ID")]
    drop: Vec<String>,
    /// Until when the root keys that come hold.
    #[arg(long, value_name = "TIME", value_parser = crate::args::moment)]
    until: Option<Moment>,
}

pub(super) fn init(args: &Init, context: &Context) -> Result<Exit, Failure> {
    let count = args.root.len() as u64;
    if args.threshold == 0 || args.threshold > count {
        return Err(Error::Threshold { threshold: args.threshold, count }.into());
    }
    let mut draft = Draft::first(context.now, args.threshold);
    let mut roots = Vec::new();
    for root in &args.root {
        let typed = TypedRoot::parse(root)?;
        if typed.holder.is_none() {
            return Err(Error::Word { value: root.clone(), expected: "root" }.into());
        }
        roots.push(add_root(&mut draft, typed, context.now, args.until)?);
    }
    draft.set_roots(args.threshold, roots);
    let version = Version::unapproved(draft.finish()?);
    view::tell_changes(None, &version.ring, context);
    disk::create_new_folder(&args.ringdir)?;
    RingDir::open(&args.ringdir)?.write(&version)?;
    told_draft(&args.ringdir, 1, context)
}

fn add_root(
    draft: &mut Draft,
    typed: TypedRoot,
    from: Moment,
    until: Moment,
) -> Result<KeyId, juanzong::seal::Error> {
    let TypedRoot { person, holder, key } = typed;
    if let Some((name, org)) = holder {
        draft.enrol(Holder { id: person.clone(), name, org })?;
    }
    draft.add_key(RingKey {
        key,
        person,
        uses: Use::Root,
        valid_from: from,
        valid_until: until,
        status: None,
    })?;
    Ok(key.id())
}

pub(super) fn enrol(args: Enrol, context: &Context) -> Result<Exit, Failure> {
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
    changed(&RingDir::open(&args.ringdir)?, &args.ringdir, context, |draft| {
        holder.map_or(Ok(()), |holder| draft.enrol(holder))?;
        draft.add_key(entry)
    })
}

pub(super) fn roots(args: &RootsArgs, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(&args.ringdir)?;
    let ring = &dir.newest()?.1.ring;
    let mut keys = ring.roots().keys.clone();
    for start in &args.drop {
        let id = by_id(ring, start)?.key.id();
        let before = keys.len();
        keys.retain(|k| *k != id);
        if keys.len() == before {
            return Err(juanzong::seal::Error::NotARoot { key: id }.into());
        }
    }
    let mut come = Vec::new();
    for root in &args.add {
        come.push(TypedRoot::parse(root)?);
    }
    let threshold = args.threshold.unwrap_or(ring.roots().threshold);
    let count = (keys.len() + come.len()) as u64;
    if threshold == 0 || threshold > count {
        return Err(Error::Threshold { threshold, count }.into());
    }
    let until = args.until.unwrap_or(context.now);
    changed(&dir, &args.ringdir, context, |draft| {
        for typed in come {
            keys.push(add_root(draft, typed, context.now, until)?);
        }
        draft.set_roots(threshold, keys);
        Ok(())
    })
}
