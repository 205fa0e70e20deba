//! The sentences of one language, compiled in from `texts/<language>/<room>.ftl` (Project Fluent).
//!
//! A message is named by an id; the facts of a finding or an error become its variables, made
//! visible first. A language that lacks a message fails the tests; at run time its id and facts
//! stand for it, so that nothing is ever left unsaid.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::base::text::visible;

/// A language that people read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    EnUs,
}

impl Lang {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::EnUs];

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::EnUs => "en-US",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

macro_rules! rooms {
    ($($room:literal)*) => {
        /// Name, Chinese and English of each file of texts.
        const ROOMS: &[(&str, &str, &str)] = &[$((
            $room,
            include_str!(concat!("../../texts/zh-CN/", $room, ".ftl")),
            include_str!(concat!("../../texts/en-US/", $room, ".ftl")),
        ),)*];
    };
}

// A room that gets its first texts adds its name here.
rooms! { "base" "form" "profile" "case" "render" "assemble" "seal" "draw" "package" "audit" "lookback" "report" "cli" "keys" "signing" "volume" }

/// The sentences of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Reads the compiled-in texts of a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let id = match lang {
            Lang::ZhCn => langid!("zh-CN"),
            Lang::EnUs => langid!("en-US"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolating marks are invisible characters that would be copied along with a path.
        bundle.set_use_isolating(false);
        for (_, zh, en) in ROOMS {
            let source = match lang {
                Lang::ZhCn => zh,
                Lang::EnUs => en,
            };
            // What parses is kept; a test sees to it that everything does.
            let resource = match FluentResource::try_new((*source).to_string()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle }
    }

    /// Which language this is.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A message with its facts filled in; where the language lacks it, id and facts.
    #[must_use]
    pub fn message(&self, id: &str, facts: &[(&str, String)]) -> String {
        self.find(id, facts).unwrap_or_else(|| {
            let facts: Vec<String> =
                facts.iter().map(|(name, value)| format!("{name}={}", visible(value))).collect();
            format!("{id} {}", facts.join(" ")).trim_end().to_string()
        })
    }

    /// A message without facts.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.message(id, &[])
    }

    /// A message, or `None` where the language lacks it.
    #[must_use]
    pub fn find(&self, id: &str, facts: &[(&str, String)]) -> Option<String> {
        self.told(id, None, facts)
    }

    /// The advice that belongs to a message (its attribute `.hint`).
    #[must_use]
    pub fn hint(&self, id: &str, facts: &[(&str, String)]) -> Option<String> {
        self.told(id, Some("hint"), facts)
    }

    /// Any attribute of a message, without facts: the help of a command's argument.
    #[must_use]
    pub fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.told(id, Some(name), &[])
    }

    fn told(&self, id: &str, attribute: Option<&str>, facts: &[(&str, String)]) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut args = FluentArgs::new();
        for (name, value) in facts {
            args.set(*name, fluent_value(value));
        }
        // A variable that the facts lack is printed as {$name}: worth more than silence.
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
    }
}

/// Small whole numbers as numbers, so that a language can choose its plural; all else as text.
/// Both print as they are written.
fn fluent_value(value: &str) -> FluentValue<'static> {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => FluentValue::from(number),
        Ok(_) | Err(_) => FluentValue::from(visible(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_texts_is_compiled_in_and_reads_without_error() {
        for lang in Lang::ALL {
            let folder = format!("{}/texts/{lang}", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            let mut known: Vec<String> = ROOMS.iter().map(|r| format!("{}.ftl", r.0)).collect();
            known.sort();
            assert_eq!(files, known, "{lang}: name the room in `rooms!`");
        }
        for (room, zh, en) in ROOMS {
            for source in [zh, en] {
                let read = FluentResource::try_new((*source).to_string());
                assert!(read.is_ok(), "{room}: {:?}", read.err().map(|e| e.1));
            }
        }
    }

    #[test]
    fn no_message_is_told_twice() {
        for lang in Lang::ALL {
            let mut bundle: FluentBundle<FluentResource> =
                FluentBundle::new_concurrent(vec![langid!("en-US")]);
            for (room, zh, en) in ROOMS {
                let source = if lang == Lang::ZhCn { zh } else { en };
                let resource = match FluentResource::try_new((*source).to_string()) {
                    Ok(resource) | Err((resource, _)) => resource,
                };
                let added = bundle.add_resource(resource);
                assert!(added.is_ok(), "{lang} {room}: {:?}", added.err());
            }
        }
    }

    #[test]
    fn facts_are_made_visible_and_nothing_is_added_around_them() {
        let texts = Texts::new(Lang::ZhCn);
        let facts = [("path", "a\u{1b}[31m\u{202e}b".to_string())];
        let told = texts.message("err-base-missing", &facts);
        assert_eq!(told, "找不到 a\\u{1b}[31m\\u{202e}b");
        assert!(texts.hint("err-base-missing", &facts).is_some());
    }

    #[test]
    fn a_message_that_is_missing_still_says_its_id_and_facts() {
        let texts = Texts::new(Lang::EnUs);
        assert_eq!(texts.message("no-such", &[("a", "1\n2".to_string())]), "no-such a=1\\u{a}2");
        assert_eq!(texts.hint("no-such", &[]), None);
    }

    #[test]
    fn numbers_print_as_they_were_written() {
        for written in ["0", "7", "007", "130283", "4294967296", "1.50"] {
            let texts = Texts::new(Lang::EnUs);
            let told = texts.message("err-base-missing", &[("path", written.to_string())]);
            assert_eq!(told, format!("{written} was not found"));
        }
    }
}
