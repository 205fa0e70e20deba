//! The forms at hand, by id: the built-in ones, or those that a case pinned.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Error, Form};
use crate::base::disk;
use crate::base::toml::LARGEST;

/// Id and text of each built-in form, sorted by id.
const BUILT_IN: &[(&str, &str)] = include!("../../templates/forms/built_in.rs");

/// Forms by id.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Library {
    forms: BTreeMap<String, (Form, String)>,
}

impl Library {
    /// The forms that are built in.
    ///
    /// # Errors
    /// A built-in form is faulty; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Error> {
        let mut library = Self::default();
        for (id, text) in BUILT_IN {
            library.add(Path::new(&format!("{id}.toml")), (*text).to_string())?;
        }
        Ok(library)
    }

    /// The forms of a folder: every `<id>.toml` in it, and nothing else of it.
    ///
    /// # Errors
    /// The folder or a file is unreadable, or a form is faulty or not named by its id.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let mut library = Self::default();
        for entry in disk::list(folder)? {
            if entry.name.ends_with(".toml") {
                let path = folder.join(&entry.name);
                let text = disk::read_text(&path, LARGEST)?;
                library.add(&path, text)?;
            }
        }
        Ok(library)
    }

    /// Adds a form from its text; the file's name must be its id.
    ///
    /// # Errors
    /// The form is faulty or not named by its id.
    pub fn add(&mut self, file: &Path, text: String) -> Result<(), Error> {
        let form = Form::parse(file, &text)?;
        if file.file_stem().is_none_or(|stem| stem != form.id.as_str()) {
            let problem = format!("the form's id is `{}`, its file is named otherwise", form.id);
            return Err(Error::File { file: file.to_path_buf(), line: 1, problem });
        }
        self.forms.insert(form.id.clone(), (form, text));
        Ok(())
    }

    /// The same with other forms, which go before those of the same id.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.forms.extend(other.forms);
        self
    }

    /// A form by its id.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.get(id).map(|(form, _)| form)
    }

    /// The text of a form's file, to be pinned in a case.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&str> {
        self.forms.get(id).map(|(_, text)| text.as_str())
    }

    /// The ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_forms_are_read_back_as_they_were_and_only_under_their_own_names() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = Library::built_in().unwrap();
        for id in built_in.ids() {
            let text = built_in.source(id).unwrap();
            disk::write_new(&folder.path().join(format!("{id}.toml")), text.as_bytes()).unwrap();
        }
        disk::write_new(&folder.path().join("README.txt"), b"no form").unwrap();
        assert_eq!(Library::load(folder.path()).unwrap(), built_in);

        let (id, text) = BUILT_IN[0];
        let other = folder.path().join(format!("{id}-2.toml"));
        disk::write_new(&other, text.as_bytes()).unwrap();
        let error = Library::load(folder.path()).unwrap_err();
        assert!(matches!(error, Error::File { file, .. } if file == other));
    }
}
