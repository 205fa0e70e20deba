//! `juanzong key`: a person's key file, made, shown, put under another passphrase, handed out and
//! taken over from other programs.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::seal::keyfile::{self, IV, SALT};
use juanzong::seal::openssh::{self, OpenSsh};
use juanzong::seal::{PublicKey, SecretKey};
use zeroize::Zeroizing;

use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::{NewPassphraseArgs, PassphraseArgs, entropy};

/// Largest key file that is read, in octets.
const LARGEST: u64 = 64 * 1024;

/// Arguments of `key`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Makes a key.
    New(New),
    /// Shows the public side of a key.
    Show(Show),
    /// Changes the passphrase of a key file.
    Passphrase(Passphrase),
    /// Writes the public key, or on demand the key itself, for other programs.
    Export(Export),
    /// Takes over a key of OpenSSH or OpenSSL.
    Import(Import),
}

#[derive(clap::Args)]
struct New {
    /// Where the key file goes; its public key goes beside it: `mine.pub` for `mine.pem`.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(clap::Args)]
struct Show {
    /// A key file or a public key.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(clap::Args)]
struct Passphrase {
    /// The key file.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    new: NewPassphraseArgs,
}

#[derive(clap::Args)]
struct Export {
    /// A key file, or for public forms a public key.
    file: PathBuf,
    /// In which form.
    #[arg(long, value_name = "FORM", default_value = "pem")]
    form: Form,
    /// Where it goes; public forms go to standard output without it.
    #[arg(long, value_name = "FILE", required_if_eq("form", "openssh-private"))]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    new: NewPassphraseArgs,
}

/// The forms of `key export`. PKCS#8, which OpenSSL reads, is what the key file is already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Form {
    /// The public key as SPKI in PEM.
    Pem,
    /// The public key as a line of OpenSSH.
    Ssh,
    /// The private key for `ssh-keygen`, under a passphrase of its own.
    OpensshPrivate,
}

#[derive(clap::Args)]
struct Import {
    /// A private key of OpenSSH, or PKCS#8 in PEM.
    source: PathBuf,
    /// Where the key file goes; its public key goes beside it.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    new: NewPassphraseArgs,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::New(args) => new(&args, context),
        Act::Show(args) => show(&args, context),
        Act::Passphrase(args) => passphrase(&args, context),
        Act::Export(args) => export(&args, context),
        Act::Import(args) => import(&args, context),
    }
}

fn new(args: &New, context: &Context) -> Result<Exit, Failure> {
    free(&args.file)?;
    let name = args.file.display().to_string();
    let passphrase = args.passphrase.fresh(&name, context)?;
    let key = SecretKey::from_seed(&Zeroizing::new(entropy()?));
    made(&key, &args.file, &passphrase, context)
}

/// Refuses a place in a case folder, and one where a key or public key stands already: before
/// anybody types a passphrase for nothing.
fn free(path: &Path) -> Result<(), Failure> {
    refuse_in_case(path)?;
    let public = public_path(path);
    match [path, &public].into_iter().find(|p| disk::exists(p)) {
        Some(path) => Err(disk::Error::Exists { path: path.to_path_buf() }.into()),
        None => Ok(()),
    }
}

fn made(
    key: &SecretKey,
    path: &Path,
    passphrase: &str,
    context: &Context,
) -> Result<Exit, Failure> {
    write(key, path, passphrase)?;
    let (name, public) = (path.display().to_string(), public_path(path).display().to_string());
    context.say("cli-key-made", &[("path", name), ("public", public)]);
    print(&key.public(), context)
}

/// Writes a key file and its public key beside it; where one stands, nothing is written.
pub(crate) fn write(key: &SecretKey, path: &Path, passphrase: &str) -> Result<(), Failure> {
    let pem = key.to_pem(passphrase, entropy::<SALT>()?, entropy::<IV>()?)?;
    disk::write_secret(path, pem.as_bytes())?;
    Ok(disk::write_new(&public_path(path), key.public().pem().as_bytes())?)
}

/// Opens a key file with its passphrase.
pub(crate) fn open(
    path: &Path,
    passphrase: &PassphraseArgs,
    context: &Context,
) -> Result<SecretKey, Failure> {
    let text = secret(path, context)?;
    SecretKey::is_file(&text)?;
    let typed = passphrase.known(&path.display().to_string(), context)?;
    Ok(SecretKey::from_pem(&text, &typed)?)
}

/// The text of a key file; whoever lets others read it is told so.
fn secret(path: &Path, context: &Context) -> Result<Zeroizing<String>, Failure> {
    let text = Zeroizing::new(disk::read_text(path, LARGEST)?);
    if disk::is_open_to_others(path) {
        let facts = [("path", path.display().to_string())];
        context.console.alarm(&(context.texts.message("cli-key-open", &facts) + "\n"));
    }
    Ok(text)
}

/// Reads a public key in any of its written forms.
pub(crate) fn public(path: &Path) -> Result<PublicKey, Failure> {
    Ok(PublicKey::parse(&disk::read_text(path, LARGEST)?)?)
}

/// The public key of a public key file, or of a key file that has to be opened.
fn public_of(
    path: &Path,
    passphrase: &PassphraseArgs,
    context: &Context,
) -> Result<PublicKey, Failure> {
    match public(path) {
        Ok(key) => Ok(key),
        Err(_) => Ok(open(path, passphrase, context)?.public()),
    }
}

fn show(args: &Show, context: &Context) -> Result<Exit, Failure> {
    print(&public_of(&args.file, &args.passphrase, context)?, context)
}

fn print(key: &PublicKey, context: &Context) -> Result<Exit, Failure> {
    let facts = [("id", key.id().to_string()), ("fingerprint", key.fingerprint())];
    let head = context.texts.message("cli-key-head", &facts);
    context.console.data(&format!("{head}\n{}\n{}", key.ssh(), key.pem()))?;
    Ok(Exit::Done)
}

fn passphrase(args: &Passphrase, context: &Context) -> Result<Exit, Failure> {
    let key = open(&args.file, &args.passphrase, context)?;
    let name = args.file.display().to_string();
    let fresh = args.new.fresh(&name, context)?;
    let pem = key.to_pem(&fresh, entropy::<SALT>()?, entropy::<IV>()?)?;
    disk::replace_secret(&args.file, pem.as_bytes())?;
    context.say("cli-key-passphrase", &[("path", name)]);
    Ok(Exit::Done)
}

fn export(args: &Export, context: &Context) -> Result<Exit, Failure> {
    let text = match (args.form, &args.out) {
        (Form::OpensshPrivate, Some(out)) => return export_private(args, out, context),
        (Form::Pem | Form::OpensshPrivate, _) => {
            public_of(&args.file, &args.passphrase, context)?.pem()
        }
        (Form::Ssh, _) => public_of(&args.file, &args.passphrase, context)?.ssh() + "\n",
    };
    match &args.out {
        Some(out) => {
            context.place(out, text.as_bytes())?;
            context.say("cli-key-exported", &[("path", out.display().to_string())]);
        }
        None => context.console.data(&text)?,
    }
    Ok(Exit::Done)
}

/// The private key leaves its file only into another one that a passphrase protects, and only after
/// a question.
fn export_private(args: &Export, out: &Path, context: &Context) -> Result<Exit, Failure> {
    refuse_in_case(out)?;
    if disk::exists(out) {
        return Err(disk::Error::Exists { path: out.to_path_buf() }.into());
    }
    let key = open(&args.file, &args.passphrase, context)?;
    let name = out.display().to_string();
    if !context.ask("cli-key-export-ask", &[("path", name.clone())])? {
        return Err(Error::Kept { path: args.file.clone() }.into());
    }
    let fresh = args.new.fresh(&name, context)?;
    let (salt, check) = (entropy::<{ openssh::SALT }>()?, entropy::<{ openssh::CHECK }>()?);
    let text = key.to_openssh(&fresh, "juanzong", salt, check)?;
    disk::write_secret(out, text.as_bytes())?;
    context.say("cli-key-exported", &[("path", name)]);
    Ok(Exit::Done)
}

fn import(args: &Import, context: &Context) -> Result<Exit, Failure> {
    free(&args.file)?;
    let text = secret(&args.source, context)?;
    let source = args.source.display().to_string();
    let known = || args.passphrase.known(&source, context);
    let (key, locked) = match OpenSsh::parse(&text) {
        Some(file) => {
            let file = file?;
            let locked = file.is_locked();
            let typed = if locked { known()? } else { Zeroizing::default() };
            (file.open(&typed)?, locked)
        }
        None if keyfile::is_plain(&text) => (SecretKey::from_plain_pem(&text)?, false),
        None => (SecretKey::from_pem(&text, &known()?)?, true),
    };
    let fresh = args.new.fresh(&args.file.display().to_string(), context)?;
    let exit = made(&key, &args.file, &fresh, context)?;
    let state = if locked { "locked" } else { "open" };
    context.say("cli-key-imported", &[("path", source), ("state", state.to_string())]);
    Ok(exit)
}

fn public_path(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pem")) {
        return path.with_extension("pub");
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// A key inside a case folder would be packed and handed on.
fn refuse_in_case(path: &Path) -> Result<(), Failure> {
    match disk::real(path).ancestors().any(|a| disk::exists(&a.join("case.toml"))) {
        true => Err(Error::KeyInCase { path: path.to_path_buf() }.into()),
        false => Ok(()),
    }
}
