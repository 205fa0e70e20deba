//! A case, a key and a key ring laid out for signing; what is planned, shown, asked, signed, kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::seal::keyring::History;
use juanzong::seal::sign::{Desk, Done, Plan, Refusal, Since, store};
use juanzong::seal::{CaseFiles, KeyId, SecretKey, Statement};
use juanzong::verdict::Report;

use crate::commands::key;
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::PassphraseArgs;
use crate::ringdir::RingDir;

/// The arguments of a command that signs.
#[derive(clap::Args)]
pub(crate) struct SignerArgs {
    /// The signer's key file.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The folder of the key ring.
    #[arg(long, value_name = "RINGDIR")]
    keyring: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// A key, and where copies of what it signs are kept.
pub(crate) struct Pen {
    /// The key.
    pub(crate) key: Arc<SecretKey>,
    /// The folder of copies beside the key.
    pub(crate) copies: PathBuf,
}

/// Someone who signs: an opened key, the approved ring, and where copies are kept.
pub(crate) struct Signer {
    /// The key.
    pub(crate) key: Arc<SecretKey>,
    /// The ring's versions.
    pub(crate) rings: History,
    /// The folder of copies beside the key.
    pub(crate) copies: PathBuf,
}

impl SignerArgs {
    /// The folder of the key ring, if one was named.
    pub(crate) fn keyring(&self) -> Option<&Path> {
        self.keyring.as_deref()
    }

    /// Whether a key was named.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    fn key(&self) -> Result<&Path, Error> {
        self.key.as_deref().ok_or(Error::Missing { what: "--key <FILE>" })
    }

    /// The folder of copies beside the key.
    pub(crate) fn copies(&self) -> Result<PathBuf, Failure> {
        Ok(store::copies_folder(self.key()?))
    }

    /// Opens the key.
    pub(crate) fn pen(&self, context: &Context) -> Result<Pen, Failure> {
        let key = key::open(self.key()?, &self.passphrase, context)?;
        Ok(Pen { key: Arc::new(key), copies: self.copies()? })
    }

    /// Opens ring and key; the ring first, so that nobody types a passphrase for nothing.
    pub(crate) fn open(&self, context: &Context) -> Result<Signer, Failure> {
        self.key()?;
        let Some(ringdir) = &self.keyring else {
            return Err(Error::Missing { what: "--keyring <RINGDIR>" }.into());
        };
        let rings = RingDir::approved(ringdir)?.history;
        let Pen { key, copies } = self.pen(context)?;
        Ok(Signer { key, rings, copies })
    }
}

/// What a case looks like to someone who signs in it.
pub(crate) struct Bench {
    /// The case.
    pub(crate) case: Case,
    /// Its files.
    pub(crate) files: CaseFiles,
    copies: Vec<Statement>,
}

impl Bench {
    /// Lays a case out, with the copies that are kept beside the signer's key.
    pub(crate) fn lay(dir: &Path, copies: &Path) -> Result<Self, Failure> {
        let case = Case::load(dir)?;
        let files = CaseFiles::of(&case)?;
        let copies = store::copies(copies, &case.facts.case)?;
        Ok(Self { case, files, copies })
    }

    /// The desk at a moment.
    pub(crate) fn desk<'a>(&'a self, rings: &'a History, key: KeyId, at: Moment) -> Desk<'a> {
        Desk::new(&self.case, &self.files, rings, key, at, &self.copies)
    }

    /// Signs a plan, puts it into the case and keeps a copy beside the key.
    pub(crate) fn sign(
        &self,
        plan: Plan,
        key: &SecretKey,
        rings: &History,
        copies: &Path,
    ) -> Result<Done, Failure> {
        let done = plan.sign(key)?;
        store::write(&self.case.dir, &done, rings)?;
        store::keep(copies, &done)?;
        Ok(done)
    }
}

/// Tells why an act is refused; exit code 1.
pub(crate) fn refused(refusal: Refusal, target: &str, context: &Context) -> Result<Exit, Failure> {
    let mut report = Report::on(target);
    report.count("acts", 1);
    report.extend(refusal.findings);
    context.report(&report, &[])
}

/// Shows what a plan covers, file by file, as it will be signed, and what is new in it for whoever
/// signed before.
pub(crate) fn show(plan: &Plan, pages: impl Fn(&str) -> Option<u64>, context: &Context) {
    use juanzong::report::{Align, Table};
    let mut heads = vec![
        ("cli-col-file", Align::Left),
        ("cli-col-pages", Align::Right),
        ("cli-col-size", Align::Right),
        ("cli-col-digest", Align::Left),
    ];
    if let Some(last) = &plan.last {
        heads.push(("cli-col-since", Align::Left));
        let word = [("opinion", last.opinion.as_str().to_string())];
        let facts = [
            ("opinion", context.texts.message("cli-opinion", &word)),
            ("time", last.signed_at.chinese()),
            ("replaced", if last.replaced { "yes" } else { "no" }.to_string()),
        ];
        context.say("cli-sign-last", &facts);
    }
    let heads = heads.into_iter().map(|(id, align)| (context.texts.say(id), align));
    let mut table = Table::headed(heads);
    for file in &plan.covers {
        let since = file.since.map(|since| {
            let word = match since {
                Since::New => "new",
                Since::Same => "same",
                Since::Changed => "changed",
            };
            context.texts.message("cli-since", &[("since", word.to_string())])
        });
        let cells = [
            file.name.clone(),
            pages(&file.name).map(|p| p.to_string()).unwrap_or_default(),
            file.size.to_string(),
            file.sha256.to_string().chars().take(16).collect(),
        ];
        table.row(cells.into_iter().chain(since));
    }
    context.console.talk(&table.render(context.console.talk_style().width));
    if let Some(last) = plan.last.as_ref().filter(|last| !last.gone.is_empty()) {
        let comma = context.texts.say("report-comma");
        context.say("cli-sign-gone", &[("files", last.gone.join(&comma))]);
    }
}
