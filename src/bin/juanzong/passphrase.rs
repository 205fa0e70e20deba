//! Passphrases: from the terminal or the first line of a file, never from an argument or the
//! environment; wiped from memory after use. Also the system's entropy.

use std::io;
use std::path::{Path, PathBuf};

use juanzong::base::disk;
use zeroize::Zeroizing;

use crate::context::Context;
use crate::exit::{Error, Failure};

/// Fewest characters of a new passphrase.
const SHORTEST: usize = 8;
/// Most octets of a passphrase file.
const LARGEST: u64 = 4096;

/// The option that every command with a key takes (`#[command(flatten)]`). Its help is
/// `cmd-juanzong.passphrase_file`.
#[derive(clap::Args)]
pub(crate) struct PassphraseArgs {
    /// A file whose first line is the passphrase.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseArgs {
    /// The passphrase of an existing key; `key` names it in the prompt.
    pub(crate) fn known(&self, key: &str, context: &Context) -> Result<Zeroizing<String>, Failure> {
        match &self.passphrase_file {
            Some(path) => from_file(path, context),
            None => prompt("cli-passphrase", key, context),
        }
    }

    /// The passphrase for a new key: long enough, and typed twice alike.
    pub(crate) fn fresh(&self, key: &str, context: &Context) -> Result<Zeroizing<String>, Failure> {
        fresh(self.passphrase_file.as_deref(), key, context)
    }
}

/// The option of commands that open one key file and write another. Its help is
/// `cmd-juanzong.new_passphrase_file`.
#[derive(clap::Args)]
pub(crate) struct NewPassphraseArgs {
    /// A file whose first line is the new passphrase.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphraseArgs {
    /// The passphrase for the file that is written: long enough, and typed twice alike.
    pub(crate) fn fresh(&self, key: &str, context: &Context) -> Result<Zeroizing<String>, Failure> {
        fresh(self.new_passphrase_file.as_deref(), key, context)
    }
}

fn fresh(file: Option<&Path>, key: &str, context: &Context) -> Result<Zeroizing<String>, Failure> {
    let typed = match file {
        Some(path) => from_file(path, context)?,
        None => prompt("cli-passphrase-new", key, context)?,
    };
    if typed.chars().count() < SHORTEST {
        return Err(Error::PassphraseShort { least: SHORTEST }.into());
    }
    if file.is_none() && *prompt("cli-passphrase-again", key, context)? != *typed {
        return Err(Error::PassphraseDiffers.into());
    }
    Ok(typed)
}

fn prompt(id: &str, key: &str, context: &Context) -> Result<Zeroizing<String>, Failure> {
    let asked = context.texts.message(id, &[("key", key.to_string())]);
    match rpassword::prompt_password(asked) {
        Ok(typed) => {
            let typed = Zeroizing::new(typed);
            context.go_on()?;
            Ok(typed)
        }
        Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(Error::Interrupted.into()),
        Err(e) => Err(Error::NoTerminal(e).into()),
    }
}

fn from_file(path: &Path, context: &Context) -> Result<Zeroizing<String>, Failure> {
    let bytes = Zeroizing::new(disk::read(path, LARGEST)?);
    if disk::is_open_to_others(path) {
        let facts = [("path", path.display().to_string())];
        context.console.alarm(&(context.texts.message("cli-passphrase-open", &facts) + "\n"));
    }
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_string())),
        Ok(_) | Err(_) => Err(Error::PassphraseFile { path: path.to_path_buf() }.into()),
    }
}

/// Octets that nobody can foresee.
pub(crate) fn entropy<const N: usize>() -> Result<[u8; N], Failure> {
    let mut octets = [0; N];
    getrandom::fill(&mut octets).map_err(Error::Entropy)?;
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;
    use juanzong::report::{Lang, Texts};

    fn typed(first: &[u8]) -> (Result<String, String>, Result<String, String>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("passphrase");
        disk::write_secret(&path, first).unwrap();
        let all = crate::args::Arguments::try_parse_from(["juanzong"]).unwrap();
        let Ok(context) = Context::new(&all.everywhere, Texts::new(Lang::ZhCn)) else {
            unreachable!("the clock works")
        };
        let args = PassphraseArgs { passphrase_file: Some(path) };
        let plain = |got: Result<Zeroizing<String>, Failure>| {
            got.map(|p| p.to_string()).map_err(|f| f.cause().id().to_string())
        };
        (plain(args.known("k", &context)), plain(args.fresh("k", &context)))
    }

    #[test]
    fn the_first_line_of_the_file_is_the_passphrase_and_nothing_else() {
        let eight = "一二三四五六七八";
        for text in [format!("{eight}\nsecond\n"), eight.to_string(), format!("{eight}\r\n")] {
            let (known, fresh) = typed(text.as_bytes());
            assert_eq!((known.unwrap().as_str(), fresh.unwrap().as_str()), (eight, eight));
        }
        let (known, _) = typed(b" two words \n");
        assert_eq!(known.unwrap(), " two words ");
    }

    #[test]
    fn a_short_passphrase_opens_an_old_key_but_makes_no_new_one() {
        let (known, fresh) = typed(b"seven77\n");
        assert_eq!(known.unwrap(), "seven77");
        assert_eq!(fresh.unwrap_err(), "cli-passphrase-short");
    }

    #[test]
    fn a_file_without_a_readable_first_line_is_refused() {
        for bytes in [b"".as_slice(), b"\nsecond", b"\xff\xfe12345678"] {
            let (known, fresh) = typed(bytes);
            assert_eq!(known.unwrap_err(), "cli-passphrase-file");
            assert_eq!(fresh.unwrap_err(), "cli-passphrase-file");
        }
        let (known, _) = typed(&[b'x'; 5000]);
        assert_eq!(known.unwrap_err(), "base-large");
    }

    #[test]
    fn entropy_differs_each_time() {
        assert_ne!(entropy::<32>().unwrap(), entropy::<32>().unwrap());
    }
}
