//! The frozen list: what may be drawn, how many, and by which public value.
//!
//! In the manner of statements, one entry a line; fields in this order, absent ones left out:
//!
//! ```text
//! {"schema":"juanzong.draw-list/1","purpose":…,"profile":…,"round":…,"sample":…,"cite":…,"rate":"30%","source":…,"example":…,"valueOn":"2026-05-14","frozenAt":…,"person":…,"keyring":{"version":1,"sha256":…},
//! "entries":[
//! {"id":…,"stratum":…,"name":…,"county":…,"plant":…,"grade":…,"sha256":…}
//! ]}
//! ```
//!
//! `"count":5` stands in place of `"rate"` where a number is asked for. Entries are sorted bytewise
//! by id; nothing stands twice.

use crate::base::digest::Digest;
use crate::base::json;
use crate::base::time::{Day, Moment};
use crate::seal::Person;
use crate::seal::canonical::{Error, Map, Object, Sink, same};
use crate::seal::loose::Signer;
use crate::seal::predicate::{RingRef, put_ring, read_ring};

use super::{LARGEST, Picked, Rate, Size, pick, seed};

const SCHEMA: &str = "juanzong.draw-list/1";

/// Something that may be drawn.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Item {
    /// The case, or the path of a package: what is drawn.
    pub id: String,
    /// The stratum it belongs to; empty where there is one only.
    pub stratum: String,
    /// The enterprise; empty where it is not known.
    pub name: String,
    /// The county, for people; may be empty.
    pub county: String,
    /// The plant; may be empty.
    pub plant: String,
    /// The grade, for people; may be empty.
    pub grade: String,
    /// What exactly is meant: the digest of the package, where there is one.
    pub sha256: Option<Digest>,
}

/// A frozen list. What [`Frozen::checked`] or [`Frozen::parse`] gave is well formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frozen {
    /// What the sample is for.
    pub purpose: String,
    /// The rules that order it.
    pub profile: Option<String>,
    /// The round whose cases are listed.
    pub round: Option<String>,
    /// The profile's rule of sampling that is followed.
    pub sample: Option<String>,
    /// The article that it stands in.
    pub cite: Option<String>,
    /// How many of each stratum.
    pub size: Size,
    /// Which public value decides, so that nobody can mistake it.
    pub source: String,
    /// A value of that kind, spelled as it will be: of two spellings of one value nobody may choose.
    pub example: String,
    /// The day on which the value comes to exist.
    pub value_on: Day,
    /// When the list was frozen, as its signer claims.
    pub frozen_at: Moment,
    /// Who signs it.
    pub person: Person,
    /// The ring that they are enrolled in.
    pub keyring: RingRef,
    /// What may be drawn, sorted bytewise by id.
    pub entries: Vec<Item>,
}

impl Frozen {
    /// Puts the entries in order; whatever the reader would refuse must not be signed.
    ///
    /// # Errors
    /// A field that the format refuses; two entries of one id; no entry.
    pub fn checked(mut self) -> Result<Self, Error> {
        self.entries.sort();
        Self::parse(&self.write())
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
            .text("purpose", &self.purpose)
            .maybe(self.profile.as_ref(), |m, t| m.text("profile", t))
            .maybe(self.round.as_ref(), |m, t| m.text("round", t))
            .maybe(self.sample.as_ref(), |m, t| m.text("sample", t))
            .maybe(self.cite.as_ref(), |m, t| m.text("cite", t));
        let map = match self.size {
            Size::Rate(rate) => map.shown("rate", rate),
            Size::Count(count) => map.number("count", count),
        };
        let map = map
            .text("source", &self.source)
            .text("example", &self.example)
            .shown("valueOn", self.value_on)
            .shown("frozenAt", self.frozen_at)
            .shown("person", &self.person);
        put_ring(map, self.keyring)
            .lines("entries", &self.entries, |sink, item| item.put(sink))
            .end();
        sink.put("\n");
    }

    /// Reads a list that is spelled exactly as [`Frozen::write`] spells it.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Large { what: "octets", limit: LARGEST });
        }
        let value = json::read(bytes)?;
        let known = [
            "schema", "purpose", "profile", "round", "sample", "cite", "rate", "count", "source",
            "example", "valueOn", "frozenAt", "person", "keyring", "entries",
        ];
        let o = Object::open(&value, "", None, &known)?;
        let found = o.text("schema")?;
        if found != SCHEMA {
            return Err(Error::Type { found });
        }
        let size = match o.maybe("count", |o, key| o.number(key, 1))? {
            Some(count) => Size::Count(count),
            None => Size::Rate(o.word::<Rate>("rate")?),
        };
        let mut entries: Vec<Item> = Vec::new();
        for (i, item) in o.list("entries")?.iter().enumerate() {
            let item = Item::read(item, i)?;
            if entries.last().is_some_and(|last| last.id >= item.id) {
                return Err(o.order("entries"));
            }
            entries.push(item);
        }
        if entries.is_empty() {
            return Err(o.invalid("entries", "at least one entry"));
        }
        let list = Self {
            purpose: o.line("purpose")?,
            profile: o.maybe("profile", Object::id)?,
            round: o.maybe("round", Object::line)?,
            sample: o.maybe("sample", Object::id)?,
            cite: o.maybe("cite", Object::line)?,
            size,
            source: o.line("source")?,
            example: o.line("example")?,
            value_on: o.read("valueOn", Day::parse, "a day")?,
            frozen_at: o.moment("frozenAt")?,
            person: o.person("person")?,
            keyring: read_ring(o)?,
            entries,
        };
        same(bytes, |came| list.put(came))?;
        Ok(list)
    }

    /// SHA-256 of the list's bytes, as `sha256sum` prints it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.write())
    }

    /// Who says that they signed it, and when.
    #[must_use]
    pub fn signer(&self) -> Signer {
        Signer { person: self.person.clone(), at: self.frozen_at, keyring: self.keyring }
    }

    /// What a public value draws.
    #[must_use]
    pub fn pick(&self, value: &str) -> Picked {
        let entries = self.entries.iter().map(|e| (e.stratum.as_str(), e.id.as_str()));
        pick(entries, self.size, seed(self.digest(), value))
    }

    /// Whether a value is spelled as the example is: digits for digits, letters for letters, all
    /// else as it stands.
    #[must_use]
    pub fn spells(&self, value: &str) -> bool {
        let shape = |text: &str| -> Vec<char> {
            text.chars()
                .map(|c| match c {
                    '0'..='9' => '0',
                    'a'..='z' => 'a',
                    'A'..='Z' => 'A',
                    other => other,
                })
                .collect()
        };
        shape(value) == shape(&self.example)
    }
}

impl Item {
    fn put(&self, sink: &mut impl Sink) {
        let some = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        Map::on(sink)
            .text("id", &self.id)
            .maybe(some(&self.stratum), |m, t| m.text("stratum", &t))
            .maybe(some(&self.name), |m, t| m.text("name", &t))
            .maybe(some(&self.county), |m, t| m.text("county", &t))
            .maybe(some(&self.plant), |m, t| m.text("plant", &t))
            .maybe(some(&self.grade), |m, t| m.text("grade", &t))
            .maybe(self.sha256, |m, d| m.shown("sha256", d))
            .end();
    }

    fn read(item: &json::Read<'_>, index: usize) -> Result<Self, Error> {
        let known = ["id", "stratum", "name", "county", "plant", "grade", "sha256"];
        let o = Object::open(item, "entries", Some(index), &known)?;
        let line = |key| Ok::<_, Error>(o.maybe(key, Object::line)?.unwrap_or_default());
        Ok(Self {
            id: o.line("id")?,
            stratum: line("stratum")?,
            name: line("name")?,
            county: line("county")?,
            plant: line("plant")?,
            grade: line("grade")?,
            sha256: o.maybe("sha256", Object::hex)?,
        })
    }
}
