//! `juanzong draw check`: draws again from list and value, and says what differs.

use std::path::PathBuf;

use juanzong::draw::{self, Drawn, Frozen};

use super::super::verify;
use super::{Signed, tell};
use crate::args::Format;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `draw check`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The frozen list.
    list: PathBuf,
    /// The record of the draw; without it the list alone is checked.
    record: Option<PathBuf>,
    /// The trust file, from outside.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
}

/// Does it.
pub(super) fn run(args: &Args, context: &Context) -> Result<Exit, Failure> {
    let (trust, _) = verify::trust(args.trust.as_deref())?;
    let list = Signed::read(&args.list)?;
    let record = args.record.as_deref().map(Signed::read).transpose()?;
    let papers = draw::Papers {
        record: record.as_ref().map(|r| (r.name.as_str(), r.bytes.as_slice())),
        record_signature: record.as_ref().and_then(|r| r.signature.as_deref()),
        ..list.papers()
    };
    let mut report = draw::check(&papers, trust.as_ref());
    let Ok(frozen) = Frozen::parse(&list.bytes) else { return context.report(&report, &[]) };
    let shelf = context.shelf()?;
    match frozen.profile.as_ref().map(|id| shelf.profile(id)) {
        Some(Ok((profile, _))) => report.extend(draw::check_rules(&frozen, profile, &list.name)),
        // Rules that are not at hand cannot say how many they ask for.
        Some(Err(_)) => report.skip("draw-rules"),
        None => {}
    }
    if context.format == Format::Text
        && let Some(record) = record.as_ref().and_then(|r| Drawn::parse(&r.bytes).ok())
    {
        tell::drawn(&frozen, &record, context)?;
    }
    context.report(&report, &[])
}
