//! An error told to a person: what happened, why, and what to do next.

use super::text::{Ink, folded};
use super::{Style, Texts};
use crate::base::text::visible;
use crate::verdict::{Explain, Facts};

/// The sentence of an error and its hint, each ending its line.
///
/// An error whose sentence is missing is told in its own English words.
#[must_use]
pub fn explain(error: &dyn Explain, texts: &Texts, style: Style) -> String {
    let ink = Ink { color: style.color };
    let id = format!("err-{}", error.id());
    let facts: Facts = error.facts();
    let told = texts.find(&id, &facts).unwrap_or_else(|| visible(&error.to_string()));
    let word = texts.say("report-error");
    let mut out = folded(&ink.bad(&word), &word, &told, style.width);
    if let Some(hint) = texts.hint(&id, &facts) {
        let word = texts.say("report-hint");
        out += &folded(&ink.advice(&word), &word, &hint, style.width);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk;
    use crate::report::Lang;
    use std::path::Path;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot do \u{1b}[2J it")]
    struct Untold;

    impl Explain for Untold {
        fn id(&self) -> &'static str {
            "report-untold"
        }
        fn facts(&self) -> Facts {
            Facts::new()
        }
    }

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let error = disk::read(Path::new("/nowhere/案件.toml"), 1).unwrap_err();
        let told = explain(&error, &Texts::new(Lang::ZhCn), Style::default());
        assert!(told.starts_with("错误：找不到 /nowhere/案件.toml\n提示："), "{told}");
        let told = explain(&error, &Texts::new(Lang::EnUs), Style::default());
        assert!(told.starts_with("error: /nowhere/案件.toml was not found\nhint: "), "{told}");
    }

    #[test]
    fn an_error_without_a_sentence_speaks_for_itself() {
        let told = explain(&Untold, &Texts::new(Lang::ZhCn), Style::default());
        assert_eq!(told, "错误：cannot do \\u{1b}[2J it\n");
    }
}
