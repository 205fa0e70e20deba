//! The one spelling of signed JSON (`formats.md` §3): fields in a fixed order, no white space but
//! the line feeds that the format names, strings in NFC with three escapes.
//!
//! Reading never normalises: what was read is written again and must equal what came, piece by piece
//! and without being put together ([`same`]). Nothing that comes in is trusted.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::base::digest::Digest;
use crate::base::json::{self, Read, Value};
use crate::base::time::Moment;
use crate::base::{name, text};
use crate::verdict::Facts;

use super::person::Person;

/// Why bytes are not a canonical statement, key ring or trust file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// More octets or entries than are read.
    #[error("more than {limit} {what}")]
    Large {
        /// `octets` or `subjects`.
        what: &'static str,
        /// The most that is read.
        limit: usize,
    },
    /// Not strict JSON.
    #[error("not strict JSON: {0}")]
    Json(#[from] json::Error),
    /// A statement, key ring or trust file of a type or version that is not known.
    #[error("unknown type {found:?}")]
    Type {
        /// What the file says it is.
        found: String,
    },
    /// A statement whose predicate is not known.
    #[error("unknown predicate type {found:?}")]
    PredicateType {
        /// What the statement says.
        found: String,
    },
    /// A field that the type does not have.
    #[error("unknown field {field}")]
    Unknown {
        /// Path of the field, as `predicate.shown[2].at`.
        field: String,
    },
    /// A field that the type needs.
    #[error("missing field {field}")]
    Missing {
        /// Path of the field.
        field: String,
    },
    /// A field whose value is not of its kind: a word for a number, a bad date, id or digest.
    #[error("{field} is not {wanted}")]
    Invalid {
        /// Path of the field.
        field: String,
        /// What belongs there.
        wanted: &'static str,
    },
    /// A list that is not sorted bytewise or names something twice.
    #[error("{field} is not sorted or names something twice")]
    Order {
        /// Path of the list.
        field: String,
    },
    /// Right in substance, but not spelled in the one form.
    #[error("not in canonical form from octet {at}")]
    NotCanonical {
        /// First octet that differs.
        at: usize,
    },
}

impl Error {
    /// The word by which a sentence is chosen.
    #[must_use]
    pub fn fault(&self) -> &'static str {
        match self {
            Self::Large { .. } => "large",
            Self::Json(_) => "json",
            Self::Type { .. } => "type",
            Self::PredicateType { .. } => "predicate-type",
            Self::Unknown { .. } => "unknown",
            Self::Missing { .. } => "missing",
            Self::Invalid { .. } => "invalid",
            Self::Order { .. } => "order",
            Self::NotCanonical { .. } => "not-canonical",
        }
    }

    /// `fault`, the word; `field`, the path of the field or the type that was found; `at`, the
    /// octet or the limit. All three are always there.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let (field, at) = match self {
            Self::Large { what, limit } => (String::from(*what), limit.to_string()),
            Self::Json(e) => (String::new(), e.at.to_string()),
            Self::Type { found } | Self::PredicateType { found } => (found.clone(), String::new()),
            Self::Unknown { field }
            | Self::Missing { field }
            | Self::Invalid { field, .. }
            | Self::Order { field } => (field.clone(), String::new()),
            Self::NotCanonical { at } => (String::new(), at.to_string()),
        };
        vec![("fault", self.fault().to_owned()), ("field", field), ("at", at)]
    }
}

/// Where canonical bytes go.
pub(crate) trait Sink {
    /// Takes the next piece.
    fn put(&mut self, piece: &str);
}

impl Sink for String {
    fn put(&mut self, piece: &str) {
        self.push_str(piece);
    }
}

impl<S: Sink> Sink for &mut S {
    fn put(&mut self, piece: &str) {
        (**self).put(piece);
    }
}

/// Compares what is written with the bytes that came, instead of keeping it.
pub(crate) struct Came<'a> {
    /// What is still to be compared.
    rest: &'a [u8],
    /// What was written differs already; it does so where `rest` begins.
    differs: bool,
}

impl Sink for Came<'_> {
    fn put(&mut self, piece: &str) {
        if self.differs {
            return;
        }
        if let Some(rest) = self.rest.strip_prefix(piece.as_bytes()) {
            self.rest = rest;
        } else {
            let like = self.rest.iter().zip(piece.as_bytes()).take_while(|(a, b)| a == b).count();
            self.rest = self.rest.get(like..).unwrap_or_default();
            self.differs = true;
        }
    }
}

/// Formats into a sink.
struct Formatted<'a, S>(&'a mut S);

impl<S: Sink> fmt::Write for Formatted<'_, S> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.put(piece);
        Ok(())
    }
}

fn put_shown(sink: &mut impl Sink, value: impl fmt::Display) {
    // A sink takes everything.
    let _ = write!(Formatted(sink), "{value}");
}

/// Demands that `write` writes exactly the bytes that came.
pub(crate) fn same<'a>(came: &'a [u8], write: impl FnOnce(&mut Came<'a>)) -> Result<(), Error> {
    let mut compared = Came { rest: came, differs: false };
    write(&mut compared);
    if !compared.differs && compared.rest.is_empty() {
        return Ok(());
    }
    Err(Error::NotCanonical { at: came.len() - compared.rest.len() })
}

/// Whether a string may stand in a signed file: NFC, and no control characters but line feed.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    text::is_nfc(text) && !text.chars().any(|c| c.is_control() && c != '\n')
}

/// An object being written, field by field in the order of the calls.
pub(crate) struct Map<S = String> {
    sink: S,
    empty: bool,
}

impl Map {
    /// An object on its own.
    pub fn new() -> Self {
        Self::on(String::new())
    }
}

impl<S: Sink> Map<S> {
    /// An object that goes where other things went before.
    pub fn on(mut sink: S) -> Self {
        sink.put("{");
        Self { sink, empty: true }
    }

    /// A field whose value `write` writes.
    pub fn field(mut self, key: &str, write: impl FnOnce(&mut S)) -> Self {
        self.key(",", key);
        write(&mut self.sink);
        self
    }

    /// A field that begins a new line.
    pub fn row(mut self, key: &str, write: impl FnOnce(&mut S)) -> Self {
        self.key(",\n", key);
        write(&mut self.sink);
        self
    }

    fn key(&mut self, comma: &str, key: &str) {
        if !std::mem::take(&mut self.empty) {
            self.sink.put(comma);
        }
        put_text(&mut self.sink, key);
        self.sink.put(":");
    }

    pub fn text(self, key: &str, value: &str) -> Self {
        self.field(key, |sink| put_text(sink, value))
    }

    pub fn number(self, key: &str, value: u64) -> Self {
        self.field(key, |sink| put_shown(sink, value))
    }

    pub fn flag(self, key: &str, value: bool) -> Self {
        self.field(key, |sink| sink.put(if value { "true" } else { "false" }))
    }

    /// A value whose written form needs no escapes.
    pub fn shown(self, key: &str, value: impl fmt::Display) -> Self {
        self.field(key, |sink| {
            sink.put("\"");
            put_shown(sink, value);
            sink.put("\"");
        })
    }

    /// `{"sha256":"…"}` under a key.
    pub fn digest(self, key: &str, value: Digest) -> Self {
        self.digests(key, value, None)
    }

    /// A digest set of in-toto: `{"sha256":"…"}`, or with `"sm3"` after it.
    pub fn digests(self, key: &str, sha256: Digest, sm3: Option<Digest>) -> Self {
        self.field(key, |sink| {
            Map::on(sink).shown("sha256", sha256).maybe(sm3, |m, d| m.shown("sm3", d)).end();
        })
    }

    /// What `field` adds where there is a value; nothing where there is none.
    pub fn maybe<T>(self, value: Option<T>, field: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => field(self, value),
            None => self,
        }
    }

    /// A list on one line.
    pub fn list<T>(
        self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut S, T),
    ) -> Self {
        self.field(key, |sink| {
            sink.put("[");
            put_joined(sink, ",", items, write);
            sink.put("]");
        })
    }

    /// A list that begins a new line, with one element per line: `[` LF, elements joined by `,` LF,
    /// LF `]`.
    pub fn lines<T>(
        self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut S, T),
    ) -> Self {
        self.row(key, |sink| {
            sink.put("[\n");
            put_joined(sink, ",\n", items, write);
            sink.put("\n]");
        })
    }

    pub fn end(mut self) -> S {
        self.sink.put("}");
        self.sink
    }
}

/// A string in its one form.
pub(crate) fn put_text(sink: &mut impl Sink, text: &str) {
    json::quoted(text, |piece| sink.put(piece));
}

fn put_joined<S: Sink, T>(
    sink: &mut S,
    comma: &str,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut S, T),
) {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            sink.put(comma);
        }
        write(sink, item);
    }
}

/// An object being read: it knows where it stands, so that errors can say it.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    members: &'a [(Cow<'a, str>, Read<'a>)],
    path: &'a str,
    index: Option<usize>,
    /// The field of `path` that it is.
    within: Option<&'a str>,
}

impl<'a> Object<'a> {
    /// Reads a value as an object that has no other fields than `known`.
    pub fn open(
        value: &'a Read<'a>,
        path: &'a str,
        index: Option<usize>,
        known: &[&str],
    ) -> Result<Self, Error> {
        Self { members: &[], path, index, within: None }.fill(value, known)
    }

    fn fill(self, value: &'a Read<'a>, known: &[&str]) -> Result<Self, Error> {
        let Some(members) = value.as_map() else {
            return Err(Error::Invalid { field: self.own_path(), wanted: "an object" });
        };
        match members.iter().find(|(key, _)| !known.contains(&key.as_ref())) {
            Some((key, _)) => Err(Error::Unknown { field: self.path_of(key) }),
            None => Ok(Self { members, ..self }),
        }
    }

    fn own_path(self) -> String {
        let own = match self.index {
            Some(i) => format!("{}[{i}]", self.path),
            None => self.path.to_owned(),
        };
        match self.within {
            Some(key) if own.is_empty() => key.to_owned(),
            Some(key) => format!("{own}.{key}"),
            None => own,
        }
    }

    /// An object in one of its fields; no deeper than that.
    pub fn object(self, key: &'a str, known: &[&str]) -> Result<Self, Error> {
        debug_assert!(self.within.is_none(), "paths have two steps");
        Self { members: &[], within: Some(key), ..self }.fill(self.value(key)?, known)
    }

    /// The path of one of its fields.
    pub fn path_of(self, key: &str) -> String {
        match (self.own_path(), key) {
            (own, key) if own.is_empty() => key.to_owned(),
            (own, key) => format!("{own}.{key}"),
        }
    }

    /// The error that a field is not what belongs there.
    pub fn invalid(self, key: &str, wanted: &'static str) -> Error {
        Error::Invalid { field: self.path_of(key), wanted }
    }

    /// The error that a list is out of order.
    pub fn order(self, key: &str) -> Error {
        Error::Order { field: self.path_of(key) }
    }

    pub fn has(self, key: &str) -> bool {
        self.find(key).is_some()
    }

    fn find(self, key: &str) -> Option<&'a Read<'a>> {
        self.members.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    pub fn value(self, key: &str) -> Result<&'a Read<'a>, Error> {
        self.find(key).ok_or_else(|| Error::Missing { field: self.path_of(key) })
    }

    /// A value that `read` makes of a field that may be absent.
    pub fn maybe<T>(
        self,
        key: &'a str,
        read: impl FnOnce(Self, &'a str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if self.has(key) { read(self, key).map(Some) } else { Ok(None) }
    }

    /// A string in NFC without control characters.
    pub fn text(self, key: &str) -> Result<String, Error> {
        self.clean(key).map(str::to_owned)
    }

    fn clean(self, key: &str) -> Result<&'a str, Error> {
        match self.value(key)?.as_text() {
            Some(text) if is_clean(text) => Ok(text),
            Some(_) => Err(self.invalid(key, "text in NFC without control characters")),
            None => Err(self.invalid(key, "text")),
        }
    }

    /// What `read` makes of a string; it takes nothing that is not clean.
    pub fn read<T>(
        self,
        key: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
        wanted: &'static str,
    ) -> Result<T, Error> {
        match self.find(key).and_then(Value::as_text).and_then(read) {
            Some(value) => Ok(value),
            None => Err(self.clean(key).err().unwrap_or_else(|| self.invalid(key, wanted))),
        }
    }

    /// A string of one line that is not empty.
    pub fn line(self, key: &str) -> Result<String, Error> {
        let text = self.text(key)?;
        if text.is_empty() || text.contains('\n') {
            return Err(self.invalid(key, "one line of text"));
        }
        Ok(text)
    }

    /// An ASCII id of the profile.
    pub fn id(self, key: &str) -> Result<String, Error> {
        self.read(key, |text| name::is_id(text).then(|| text.to_owned()), "an id")
    }

    /// A relative path of portable names.
    pub fn path(self, key: &str) -> Result<String, Error> {
        let path = |text: &str| name::check_path(text).is_ok().then(|| text.to_owned());
        self.read(key, path, "a portable relative path")
    }

    pub fn person(self, key: &str) -> Result<Person, Error> {
        self.read(key, Person::parse, "a person of the key ring")
    }

    pub fn moment(self, key: &str) -> Result<Moment, Error> {
        self.read(key, Moment::parse, "a moment at +08:00")
    }

    pub fn flag(self, key: &str) -> Result<bool, Error> {
        match self.value(key)? {
            Value::Bool(flag) => Ok(*flag),
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
                Err(self.invalid(key, "true or false"))
            }
        }
    }

    /// An unsigned integer that is at least `least`.
    pub fn number(self, key: &str, least: u64) -> Result<u64, Error> {
        let number = self.value(key)?.as_number().filter(|n| *n >= least);
        number.ok_or_else(|| self.invalid(key, "a number in its range"))
    }

    /// A word that an enum's `FromStr` knows.
    pub fn word<T: std::str::FromStr>(self, key: &str) -> Result<T, Error> {
        self.read(key, |text| T::from_str(text).ok(), "a known word")
    }

    /// 64 lower-case hexadecimal digits.
    pub fn hex(self, key: &str) -> Result<Digest, Error> {
        self.read(key, Digest::parse, "a digest")
    }

    /// `{"sha256":"…"}`.
    pub fn digest(self, key: &'a str) -> Result<Digest, Error> {
        self.digests(key, &["sha256"]).map(|(sha256, _)| sha256)
    }

    /// `{"sha256":"…"}`, perhaps with `"sm3"`.
    pub fn digests(self, key: &'a str, known: &[&str]) -> Result<(Digest, Option<Digest>), Error> {
        let set = self.object(key, known)?;
        Ok((set.hex("sha256")?, set.maybe("sm3", Object::hex)?))
    }

    pub fn list(self, key: &str) -> Result<&'a [Read<'a>], Error> {
        let list = self.value(key)?.as_list();
        list.ok_or_else(|| self.invalid(key, "a list"))
    }

    /// A list of clean strings, sorted bytewise, each once.
    pub fn sorted_texts(self, key: &str) -> Result<Vec<String>, Error> {
        let mut texts: Vec<String> = Vec::new();
        for value in self.list(key)? {
            let text = value.as_text().filter(|t| is_clean(t));
            let text = text.ok_or_else(|| self.invalid(key, "a list of clean texts"))?;
            if texts.last().is_some_and(|last| last.as_str() >= text) {
                return Err(self.order(key));
            }
            texts.push(text.to_owned());
        }
        Ok(texts)
    }
}
