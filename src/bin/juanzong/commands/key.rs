//! `juanzong key`: a person's key file, made and shown.

use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::seal::keyfile::{IV, SALT};
use juanzong::seal::{PublicKey, SecretKey};

use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::passphrase::{PassphraseArgs, entropy};

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

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::New(args) => new(&args, context),
        Act::Show(args) => show(&args, context),
    }
}

fn new(args: &New, context: &Context) -> Result<Exit, Failure> {
    let path = &args.file;
    refuse_in_case(path)?;
    let public = public_path(path);
    if let Some(path) = [path, &public].into_iter().find(|p| disk::exists(p)) {
        return Err(disk::Error::Exists { path: path.clone() }.into());
    }
    let name = path.display().to_string();
    let passphrase = args.passphrase.fresh(&name, context)?;
    let key = SecretKey::from_seed(&zeroize::Zeroizing::new(entropy()?));
    write(&key, path, &passphrase)?;
    context.say("cli-key-made", &[("path", name), ("public", public.display().to_string())]);
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
    let text = zeroize::Zeroizing::new(disk::read_text(path, LARGEST)?);
    if disk::is_open_to_others(path) {
        let facts = [("path", path.display().to_string())];
        context.console.alarm(&(context.texts.message("cli-key-open", &facts) + "\n"));
    }
    let typed = passphrase.known(&path.display().to_string(), context)?;
    Ok(SecretKey::from_pem(&text, &typed)?)
}

/// Reads a public key in any of its written forms.
pub(crate) fn public(path: &Path) -> Result<PublicKey, Failure> {
    Ok(PublicKey::parse(&disk::read_text(path, LARGEST)?)?)
}

fn show(args: &Show, context: &Context) -> Result<Exit, Failure> {
    let key = match public(&args.file) {
        Ok(key) => key,
        Err(_) => open(&args.file, &args.passphrase, context)?.public(),
    };
    print(&key, context)
}

fn print(key: &PublicKey, context: &Context) -> Result<Exit, Failure> {
    let id = context.texts.say("cli-key-id");
    context.console.data(&format!("{id}{}\n{}\n{}", key.id(), key.ssh(), key.pem()))?;
    Ok(Exit::Done)
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
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    match absolute.ancestors().any(|a| disk::exists(&a.join("case.toml"))) {
        true => Err(Error::KeyInCase { path: path.to_path_buf() }.into()),
        false => Ok(()),
    }
}
