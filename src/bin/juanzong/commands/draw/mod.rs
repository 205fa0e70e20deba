//! `juanzong draw`: a sample that nobody could steer, and that anyone can draw again.

mod check;
mod freeze;
mod pull;
mod tell;

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::draw::{LARGEST, Papers};
use juanzong::seal::keyring::History;
use juanzong::seal::{PublicKey, SecretKey, Trust, loose};
use juanzong::verdict::{Code, Finding, Place, Report};

use crate::context::Context;
use crate::exit::{Error, Exit, Failure};

/// Arguments of `draw`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Freezes and signs the list, before the public value exists.
    Freeze(freeze::Args),
    /// Draws, once the value exists.
    Draw(pull::Args),
    /// Draws again and says what differs.
    Check(check::Args),
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::Freeze(args) => freeze::run(args, context),
        Act::Draw(args) => pull::run(args, context),
        Act::Check(args) => check::run(&args, context),
    }
}

/// A file and the side-car beside it, as they came.
pub(super) struct Signed {
    /// Its own name, for findings.
    pub(super) name: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// The side-car, where there is one.
    pub(super) signature: Option<Vec<u8>>,
}

impl Signed {
    /// Reads a file; a side-car that is not there is none.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = disk::read(path, LARGEST as u64)?;
        let signature = match disk::read(&beside(path), loose::LARGEST) {
            Ok(signature) => Some(signature),
            Err(e) if e.is_missing() => None,
            Err(e) => return Err(e.into()),
        };
        Ok(Self { name: name(path), bytes, signature })
    }

    /// The file as a list, its record still to come.
    pub(super) fn papers(&self) -> Papers<'_> {
        Papers {
            list: (&self.name, &self.bytes),
            list_signature: self.signature.as_deref(),
            record: None,
            record_signature: None,
        }
    }
}

/// A file's own name, for findings.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into())
}

/// Where the side-car of a file lies.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(loose::SIDE_CAR);
    name.into()
}

/// Writes a file and its side-car.
fn place(path: &Path, bytes: &[u8], key: &SecretKey, context: &Context) -> Result<(), Failure> {
    context.place(path, bytes)?;
    context.place(&beside(path), loose::sign(bytes, key).as_bytes())
}

/// Trust in the ring that lies at hand, for what is signed here and now.
fn trust(rings: &History) -> Result<Trust, Failure> {
    let none = || Error::RingNone { path: PathBuf::new() };
    Ok(Trust::of(rings).ok_or_else(none)?)
}

/// Refuses what is worth nothing: a report that fails, told with exit code 1.
fn refused(findings: Vec<Finding>, target: &str, context: &Context) -> Result<Exit, Failure> {
    let mut report = Report::on(target);
    report.count("acts", 1);
    report.extend(findings);
    context.report(&report, &[])
}

/// The person whom the ring says that the key is of.
fn holder(rings: &History, key: &PublicKey) -> Result<juanzong::seal::Person, Box<Finding>> {
    let known = rings.newest().and_then(|ring| ring.key(key.id()));
    let unknown = || Finding::new(Code::SealKeyUnknown, Place::default()).with("key", key.id());
    known.map(|k| k.person.clone()).ok_or_else(|| Box::new(unknown()))
}
