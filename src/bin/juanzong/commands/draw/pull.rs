//! `juanzong draw draw`: what list and value draw, as a record, on paper and as data.

use std::path::{Path, PathBuf};

use juanzong::draw::{self, Drawn, Frozen, Mode};
use juanzong::form::{Form, Given};
use juanzong::profile::{Profile, Shelf};
use juanzong::seal::predicate::RingRef;
use juanzong::seal::{Person, SecretKey, loose};
use juanzong::verdict::{Code, Verdict};

use super::{Signed, holder, name, refused, tell, trust};
use crate::commands::{key, paper};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::PassphraseArgs;
use crate::ringdir::RingDir;

/// Arguments of `draw draw`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The frozen list.
    list: PathBuf,
    /// The public value.
    #[arg(long, value_name = "TEXT", required_unless_present = "seed")]
    value: Option<String>,
    /// A seed of one's own: a rehearsal.
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["value", "key", "keyring"])]
    seed: Option<String>,
    /// Where the record goes.
    #[arg(long, value_name = "FILE", required_unless_present = "seed")]
    out: Option<PathBuf>,
    /// The record on paper, or as the data of its form: `.pdf`, `.docx`, `.toml`.
    #[arg(long, value_name = "FILE")]
    paper: Vec<PathBuf>,
    /// The form of that paper, where the rule of sampling names none.
    #[arg(long, value_name = "ID")]
    form: Option<String>,
    /// The key file of who draws.
    #[arg(long, value_name = "FILE", required_unless_present = "seed")]
    key: Option<PathBuf>,
    /// The folder of the key ring.
    #[arg(long, value_name = "RINGDIR", required_unless_present = "seed")]
    keyring: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Does it.
pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    paper::known(&args.paper)?;
    let signed = Signed::read(&args.list)?;
    let Ok(list) = Frozen::parse(&signed.bytes) else {
        return context.report(&draw::check(&signed.papers(), None), &[]);
    };
    // Nothing is drawn that could not be put on paper afterwards.
    if !args.paper.is_empty() {
        form(&args, &list, &context.shelf()?)?;
    }
    match (&args.seed, &args.value, &args.key, &args.keyring) {
        (Some(seed), ..) => rehearse(&args, &list, seed.trim(), context),
        (None, Some(value), Some(key), Some(ring)) => {
            formal(&args, &list, &signed, value.trim(), (key, ring), context)
        }
        (None, ..) => Err(Error::Missing { what: "--value" }.into()),
    }
}

/// A rehearsal is signed by nobody, and says what it is.
fn rehearse(args: &Args, list: &Frozen, seed: &str, context: &Context) -> Result<Exit, Failure> {
    let record = drawn(list, Mode::Rehearsal, seed, None, context)?;
    if let Some(out) = &args.out {
        context.place(out, &record.write())?;
    }
    finish(args, list, &record, context)
}

fn formal(
    args: &Args,
    list: &Frozen,
    signed: &Signed,
    value: &str,
    (key, ring): (&Path, &Path),
    context: &Context,
) -> Result<Exit, Failure> {
    let rings = RingDir::approved(ring)?.history;
    let key: SecretKey = key::open(key, &args.passphrase, context)?;
    let person = match holder(&rings, &key.public()) {
        Ok(person) => person,
        Err(finding) => return refused(vec![*finding], &signed.name, context),
    };
    let trust = trust(&rings)?;
    let by = (person, trust.newest().reference());
    let record = drawn(list, Mode::Formal, value, Some(by), context)?;
    let bytes = record.write();
    let signature = loose::sign(&bytes, &key);
    let target = args.out.as_deref().map(name).unwrap_or_default();
    let papers = draw::Papers {
        record: Some((&target, &bytes)),
        record_signature: Some(signature.as_bytes()),
        ..signed.papers()
    };
    let mut report = draw::check(&papers, Some(&trust));
    if let Some(id) = &list.profile {
        let shelf = context.shelf()?;
        if let Ok((profile, _)) = shelf.profile(id) {
            report.extend(draw::check_rules(list, profile, &signed.name));
        }
    }
    if report.verdict() != Verdict::Passed {
        let spelling = report.has(Code::DrawValueSpelling);
        if report.verdict() == Verdict::Failed || !spelling {
            return context.report(&report, &[]);
        }
        // A value that cannot be spelled as the example is a matter for the witness.
        context.talk_report(&report);
        if !context.ask("cli-draw-spelling-ask", &[("value", value.to_owned())])? {
            context.say("cli-not-signed", &[]);
            return Ok(Exit::Failed);
        }
    }
    if let Some(out) = &args.out {
        super::place(out, &bytes, &key, context)?;
        context.say("cli-draw-made", &[("path", out.display().to_string())]);
    }
    finish(args, list, &record, context)
}

fn drawn(
    list: &Frozen,
    mode: Mode,
    value: &str,
    by: Option<(Person, RingRef)>,
    context: &Context,
) -> Result<Drawn, Failure> {
    let refused = |e| Failure::from(juanzong::seal::Error::Statement(e));
    Drawn::draw(list, mode, value, by, context.now).map_err(refused)
}

/// Prints what was drawn, and puts it on paper.
fn finish(args: &Args, list: &Frozen, record: &Drawn, context: &Context) -> Result<Exit, Failure> {
    tell::drawn(list, record, context)?;
    if args.paper.is_empty() {
        return Ok(Exit::Done);
    }
    let shelf = context.shelf()?;
    let profile = match &list.profile {
        Some(id) => Some(shelf.profile(id)?.0),
        None => None,
    };
    let form = form(args, list, &shelf)?;
    let none = || Error::Missing { what: "--form" };
    let filled = draw::paper(list, record, form).ok_or_else(none)?;
    let mut given = Given::default();
    if let Some(city) = profile.and_then(Profile::city) {
        given.set("city.name", city);
    }
    paper::place(&args.paper, form, &filled, &given, context)?;
    Ok(Exit::Done)
}

/// The form of the paper: the one asked for, else that of the rule, else the only one that can hold
/// a draw.
fn form<'s>(args: &Args, list: &Frozen, shelf: &'s Shelf) -> Result<&'s Form, Failure> {
    let fit: Vec<&str> =
        shelf.forms.ids().filter(|id| shelf.forms.form(id).is_some_and(draw::holds)).collect();
    let rule = match &list.profile {
        Some(id) => {
            let mut samples = shelf.profile(id)?.0.samples.iter();
            samples.find(|s| Some(&s.id) == list.sample.as_ref()).and_then(|s| s.form.clone())
        }
        None => None,
    };
    let only = || match fit.as_slice() {
        [only] => Some((*only).to_string()),
        _ => None,
    };
    let id = args.form.clone().or(rule).or_else(only);
    let id = id.ok_or(Error::Missing { what: "--form" })?;
    let form = shelf.forms.form(&id).filter(|form| draw::holds(form));
    let unknown = || Error::Choice { what: "form", value: id.clone(), known: fit.join(" / ") };
    Ok(form.ok_or_else(unknown)?)
}
