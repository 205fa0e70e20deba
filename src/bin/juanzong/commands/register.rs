//! `juanzong register`: what was received, each entry naming the one before.

use std::path::PathBuf;

use juanzong::audit::register::Register;
use juanzong::audit::{self, Disk};
use juanzong::base::disk;
use juanzong::package::Options;
use juanzong::seal::{Trust, policy};
use juanzong::verdict::{Report, Verdict};

use super::audit::own;
use super::build::THREADS;
use crate::context::Context;
use crate::desk::SignerArgs;
use crate::exit::{Exit, Failure};

/// What the register in a folder of packages is called.
const FOLDER: &str = "登记簿";

/// Arguments of `register`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of packages.
    folder: PathBuf,
    #[command(flatten)]
    signer: SignerArgs,
    /// The folder of the register.
    #[arg(long, value_name = "DIR")]
    register: Option<PathBuf>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let place = args.register.unwrap_or_else(|| args.folder.join(FOLDER));
    let signer = args.signer.open(context)?;
    let trust = Trust::of(&signer.rings);
    let (register, told) = match disk::is_folder(&place) {
        true => Register::open(&place, trust.as_ref())?,
        false => (Some(Register::default()), Vec::new()),
    };
    let Some(mut register) = register else {
        let mut report = Report::on(place.display().to_string());
        report.extend(told);
        return context.report(&report, &[]);
    };
    let accepted = policy::of(&context.shelf()?)?;
    let base = Options::at(context.now, &accepted);
    let options = Options { trust: trust.as_ref(), threads: THREADS, ..base };
    let own = own(&args.folder, std::iter::once(&place));
    let progress = context.progress("register");
    let got = audit::receive(&args.folder, &register, &own, &options, &Disk, &progress)?;
    drop(progress);
    let count = got.received.len();
    let known = ("known", got.known.to_string());
    if count > 0 {
        register.append(&place, got.received, context.now, &signer.key, &signer.rings)?;
    }
    match register.head().filter(|_| count > 0) {
        Some((number, _, digest)) => context.say(
            "cli-register-done",
            &[
                ("count", count.to_string()),
                ("path", place.display().to_string()),
                ("number", number.to_string()),
                ("digest", digest.to_string()),
                known,
            ],
        ),
        None => context.say("cli-register-nothing", &[known]),
    }
    let exit = context.report(&got.report, &[])?;
    // What was refused is told by the exit code; that nothing was there to register is no fault.
    let done = got.report.verdict() == Verdict::Indeterminate && got.report.findings().is_empty();
    Ok(if done { Exit::Done } else { exit })
}
