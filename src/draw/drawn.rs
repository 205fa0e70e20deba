//! The record of a draw: which list, which value, what was drawn. Everything in it but value, mode,
//! time and person follows from the list.
//!
//! `person` and `keyring` are left out of a rehearsal, which nobody signs.
//!
//! ```text
//! {"schema":"juanzong.draw/1","list":{"sha256":…},"mode":"formal","value":…,"seed":…,
//! "strata":[
//! {"name":…,"of":17,"take":6}
//! ],
//! "drawn":[
//! "SX-330604-2026-0004"
//! ],
//! "drawnAt":…,"person":…,"keyring":{"version":1,"sha256":…}}
//! ```

use std::str::FromStr;

use crate::base::digest::Digest;
use crate::base::json;
use crate::base::time::Moment;
use crate::seal::Person;
use crate::seal::canonical::{Error, Map, Object, Sink, put_text, same};
use crate::seal::loose::Signer;
use crate::seal::predicate::{NoSuchWord, RingRef, put_ring, read_ring};

use super::{Frozen, LARGEST, Stratum, seed};

const SCHEMA: &str = "juanzong.draw/1";

/// What a draw is worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// By the public value that the signed list names.
    Formal,
    /// By a seed that somebody chose: 可操控，不得作正式抽样.
    Rehearsal,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Formal, Self::Rehearsal];

    /// The written word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Rehearsal => "rehearsal",
        }
    }
}

impl FromStr for Mode {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Self::ALL.into_iter().find(|m| m.as_str() == text).ok_or(NoSuchWord)
    }
}

/// The record of a draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// SHA-256 of the list.
    pub list: Digest,
    /// What it is worth.
    pub mode: Mode,
    /// The public value, or the seed that somebody chose.
    pub value: String,
    /// The seed that list and value give.
    pub seed: Digest,
    /// How many of each stratum, by name.
    pub strata: Vec<Stratum>,
    /// What was drawn, sorted bytewise.
    pub drawn: Vec<String>,
    /// When, as the person claims.
    pub drawn_at: Moment,
    /// Who drew, and the ring that they are enrolled in; nobody stands for a rehearsal.
    pub by: Option<(Person, RingRef)>,
}

impl Drawn {
    /// Draws.
    ///
    /// # Errors
    /// A value that the format refuses: empty, of several lines, not in NFC.
    pub fn draw(
        list: &Frozen,
        mode: Mode,
        value: &str,
        by: Option<(Person, RingRef)>,
        at: Moment,
    ) -> Result<Self, Error> {
        let picked = list.pick(value);
        let digest = list.digest();
        let record = Self {
            list: digest,
            mode,
            value: value.to_owned(),
            seed: seed(digest, value),
            strata: picked.strata,
            drawn: picked.ids,
            drawn_at: at,
            by,
        };
        Self::parse(&record.write())
    }

    /// The exact bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = String::new();
        self.put(&mut out);
        out.into_bytes()
    }

    fn put<S: Sink>(&self, sink: &mut S) {
        let map = Map::on(&mut *sink)
            .text("schema", SCHEMA)
            .digest("list", self.list)
            .text("mode", self.mode.as_str())
            .text("value", &self.value)
            .shown("seed", self.seed)
            .lines("strata", &self.strata, |sink, s| {
                Map::on(sink).text("name", &s.name).number("of", s.of).number("take", s.take).end();
            })
            .lines("drawn", &self.drawn, |sink, id| put_text(sink, id))
            .row("drawnAt", |sink| put_text(sink, &self.drawn_at.to_string()));
        map.maybe(self.by.as_ref(), |map, (person, ring)| {
            put_ring(map.shown("person", person), *ring)
        })
        .end();
        sink.put("\n");
    }

    /// Reads a record that is spelled exactly as [`Drawn::write`] spells it.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::read(bytes)?;
        let known = [
            "schema", "list", "mode", "value", "seed", "strata", "drawn", "drawnAt", "person",
            "keyring",
        ];
        let o = Object::open(&value, "", None, &known)?;
        let found = o.text("schema")?;
        if found != SCHEMA {
            return Err(Error::Type { found });
        }
        let mut strata = Vec::new();
        for (i, item) in o.list("strata")?.iter().enumerate() {
            let s = Object::open(item, "strata", Some(i), &["name", "of", "take"])?;
            let (of, take) = (s.number("of", 0)?, s.number("take", 0)?);
            strata.push(Stratum { name: s.text("name")?, of, take });
        }
        let mode = o.word("mode")?;
        let by = match mode {
            Mode::Formal => Some((o.person("person")?, read_ring(o)?)),
            // That somebody stands for it would make a rehearsal look like more.
            Mode::Rehearsal => None,
        };
        let record = Self {
            list: o.digest("list")?,
            mode,
            value: o.line("value")?,
            seed: o.hex("seed")?,
            strata,
            drawn: o.sorted_texts("drawn")?,
            drawn_at: o.moment("drawnAt")?,
            by,
        };
        if record.value.trim() != record.value {
            return Err(o.invalid("value", "a value without spaces around it"));
        }
        same(bytes, |came| record.put(came))?;
        Ok(record)
    }

    /// Who says that they drew, and when; `None` for a rehearsal.
    #[must_use]
    pub fn signer(&self) -> Option<Signer> {
        let (person, keyring) = self.by.clone()?;
        Some(Signer { person, at: self.drawn_at, keyring })
    }
}
