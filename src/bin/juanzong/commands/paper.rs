//! A filled form as the file that its name asks for: PDF, DOCX, or the data to go on filling in.

use std::path::{Path, PathBuf};

use juanzong::form::{Filled, Form, Given, Prefill};
use juanzong::render::{docx, pdf};

use super::build;
use crate::context::Context;
use crate::exit::{Error, Failure};

/// Refuses names that ask for something else, before any work is done.
pub(super) fn known(paths: &[PathBuf]) -> Result<(), Failure> {
    let strange = paths.iter().find(|path| {
        !matches!(path.extension().and_then(|e| e.to_str()), Some("pdf" | "docx" | "toml"))
    });
    match strange {
        None => Ok(()),
        Some(path) => {
            let value = path.display().to_string();
            Err(Error::Word { value, expected: "paper-file" }.into())
        }
    }
}

/// Writes a paper to each of the files, and says so.
pub(super) fn place(
    paths: &[PathBuf],
    form: &Form,
    filled: &Filled,
    given: &Given,
    context: &Context,
) -> Result<(), Failure> {
    for path in paths {
        context.place(path, &bytes(path, form, filled, given, context)?)?;
        context.say("cli-paper-made", &[("path", path.display().to_string())]);
    }
    Ok(())
}

fn bytes(
    path: &Path,
    form: &Form,
    filled: &Filled,
    given: &Given,
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    Ok(match path.extension().and_then(|e| e.to_str()) {
        Some("pdf") => pdf(&form.document(filled, given), &build::faces(context)?)?.bytes,
        Some("docx") => docx(&form.document(filled, given))?,
        _ => {
            let known = Prefill { filled: filled.clone(), note: String::new() };
            form.skeleton_with(given, &known).into_bytes()
        }
    })
}
