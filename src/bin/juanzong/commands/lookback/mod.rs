//! `juanzong lookback`: filed dossiers checked again (回头看): the case of the re-check made from the
//! package, and both set side by side.

mod compare;
mod new;

use std::path::PathBuf;

use juanzong::profile::{Profile, Shelf};
use juanzong::verdict::{Explain, Facts};

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Arguments of `lookback`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(clap::Subcommand)]
enum Act {
    /// Makes the case of the re-check from a filed package.
    New(new::Args),
    /// Sets a re-check beside the filed dossier.
    Compare(compare::Args),
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.act {
        Act::New(args) => new::run(&args, context),
        Act::Compare(args) => compare::run(&args, context),
    }
}

/// Why a look-back could not be begun.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// No rules look back on these dossiers.
    #[error("no rules look back on dossiers of {of}; those that look back: {known}")]
    None {
        /// The rules of the filed dossier.
        of: String,
        /// The rules that look back on any.
        known: String,
    },
    /// The rules that were named do not.
    #[error("{profile} does not look back on dossiers of {of}; these do: {known}")]
    Other {
        /// The rules that were named.
        profile: String,
        /// The rules of the filed dossier.
        of: String,
        /// Those that do.
        known: String,
    },
    /// Several do.
    #[error("several rules look back on dossiers of {of}: {known}")]
    Several {
        /// The rules of the filed dossier.
        of: String,
        /// Those that do.
        known: String,
    },
    /// The form of the record is not at hand.
    #[error("{profile} lacks the form {form} of its record")]
    Form {
        /// The rules.
        profile: String,
        /// The form.
        form: String,
    },
    /// Something else where a re-check is compared.
    #[error("{} is no re-check", path.display())]
    Recheck {
        /// The case or package.
        path: PathBuf,
    },
    /// A look-back where a filed dossier is looked back on.
    #[error("{} is a re-check itself", path.display())]
    Original {
        /// The package.
        path: PathBuf,
    },
}

impl Explain for Error {
    fn id(&self) -> &'static str {
        match self {
            Self::None { .. } => "lookback-none",
            Self::Other { .. } => "lookback-other",
            Self::Several { .. } => "lookback-several",
            Self::Form { .. } => "lookback-form",
            Self::Recheck { .. } => "lookback-recheck",
            Self::Original { .. } => "lookback-original",
        }
    }

    fn facts(&self) -> Facts {
        let text = |name, value: &String| (name, value.clone());
        match self {
            Self::None { of, known } | Self::Several { of, known } => {
                vec![text("of", of), text("known", known)]
            }
            Self::Other { profile, of, known } => {
                vec![text("profile", profile), text("of", of), text("known", known)]
            }
            Self::Form { profile, form } => vec![text("profile", profile), text("form", form)],
            Self::Recheck { path } | Self::Original { path } => {
                vec![("path", path.display().to_string())]
            }
        }
    }
}

/// The rules that look back on dossiers of a profile: those named, else the only ones.
fn rules<'s>(
    shelf: &'s Shelf,
    of: &Profile,
    named: Option<&str>,
) -> Result<(&'s Profile, &'s str), Failure> {
    let looks = |id: &&str, on: Option<&str>| {
        let rule = shelf.profile(id).ok().and_then(|(p, _)| p.lookback.as_ref());
        rule.is_some_and(|rule| on.is_none_or(|of| rule.of.iter().any(|o| o == of)))
    };
    let fitting: Vec<&str> = shelf.ids().filter(|id| looks(id, Some(&of.id))).collect();
    let any = || shelf.ids().filter(|id| looks(id, None)).collect::<Vec<_>>().join(" / ");
    let (id, known) = (of.id.clone(), fitting.join(" / "));
    let chosen = match (named, fitting.as_slice()) {
        (Some(named), _) => {
            // A name that stands for nothing is told as everywhere.
            let found = shelf.profile(named)?;
            if fitting.contains(&named) {
                return Ok(found);
            }
            let known = if known.is_empty() { any() } else { known };
            return Err(Error::Other { profile: named.to_string(), of: id, known }.into());
        }
        (None, [one]) => one,
        (None, []) => return Err(Error::None { of: id, known: any() }.into()),
        (None, _) => return Err(Error::Several { of: id, known }.into()),
    };
    Ok(shelf.profile(chosen)?)
}
