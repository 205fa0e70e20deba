//! The one spelling of signed JSON (`formats.md` §3): fields in a fixed order, no white space but
//! the line feeds that the format names, strings in NFC with three escapes.
//!
//! Reading never normalises: what was read is written again and must equal what came. Nothing that
//! comes in is trusted.

use unicode_normalization::is_nfc;

use crate::base::digest::Digest;
use crate::base::json::{self, Value};
use crate::base::name;
use crate::base::time::Moment;
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

/// Demands that what was parsed is written with exactly the bytes that came.
pub(super) fn same(came: &[u8], written: &[u8]) -> Result<(), Error> {
    if came == written {
        return Ok(());
    }
    let at = came.iter().zip(written).take_while(|(a, b)| a == b).count();
    Err(Error::NotCanonical { at })
}

/// Whether a string may stand in a signed file: NFC, and no control characters but line feed.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    is_nfc(text) && !text.chars().any(|c| c.is_control() && c != '\n')
}

/// An object being written, field by field in the order of the calls.
pub(super) struct Map(String);

impl Map {
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    /// A field that begins a new line.
    pub fn row(mut self, key: &str, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push_str(",\n");
        }
        self.0.push_str(&json::quote(key));
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// A field with a value that is JSON already.
    pub fn raw(mut self, key: &str, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&json::quote(key));
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    pub fn text(self, key: &str, value: &str) -> Self {
        self.raw(key, &json::quote(value))
    }

    pub fn number(self, key: &str, value: u64) -> Self {
        self.raw(key, &value.to_string())
    }

    pub fn flag(self, key: &str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    pub fn shown(self, key: &str, value: impl std::fmt::Display) -> Self {
        self.text(key, &value.to_string())
    }

    /// `{"sha256":"…"}` under a key.
    pub fn digest(self, key: &str, value: Digest) -> Self {
        self.raw(key, &digest_object(value, None))
    }

    /// What `field` adds where there is a value; nothing where there is none.
    pub fn maybe<T>(self, value: Option<T>, field: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => field(self, value),
            None => self,
        }
    }

    /// A list on one line.
    pub fn list(self, key: &str, items: impl IntoIterator<Item = String>) -> Self {
        let items: Vec<String> = items.into_iter().collect();
        self.raw(key, &format!("[{}]", items.join(",")))
    }

    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A list with one element per line: `[` LF, elements joined by `,` LF, LF `]`.
pub(super) fn lines(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[\n{}\n]", items.join(",\n"))
}

/// A digest set of in-toto: `{"sha256":"…"}`, or with `"sm3"` after it.
pub(super) fn digest_object(sha256: Digest, sm3: Option<Digest>) -> String {
    Map::new().shown("sha256", sha256).maybe(sm3, |m, d| m.shown("sm3", d)).end()
}

/// An object being read: it knows where it stands, so that errors can say it.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    members: &'a [(String, Value)],
    path: &'a str,
    index: Option<usize>,
}

impl<'a> Object<'a> {
    /// Reads a value as an object that has no other fields than `known`.
    pub fn open(
        value: &'a Value,
        path: &'a str,
        index: Option<usize>,
        known: &[&str],
    ) -> Result<Self, Error> {
        let Some(members) = value.as_map() else {
            let field = Object { members: &[], path, index }.own_path();
            return Err(Error::Invalid { field, wanted: "an object" });
        };
        let object = Self { members, path, index };
        match members.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            Some((key, _)) => Err(Error::Unknown { field: object.path_of(key) }),
            None => Ok(object),
        }
    }

    fn own_path(self) -> String {
        match self.index {
            Some(i) => format!("{}[{i}]", self.path),
            None => self.path.to_owned(),
        }
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

    fn find(self, key: &str) -> Option<&'a Value> {
        self.members.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    pub fn value(self, key: &str) -> Result<&'a Value, Error> {
        self.find(key).ok_or_else(|| Error::Missing { field: self.path_of(key) })
    }

    /// A value that `read` makes of a field that may be absent.
    pub fn maybe<T>(
        self,
        key: &str,
        read: impl FnOnce(Self, &str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if self.has(key) { read(self, key).map(Some) } else { Ok(None) }
    }

    /// A string in NFC without control characters.
    pub fn text(self, key: &str) -> Result<String, Error> {
        match self.value(key)?.as_text() {
            Some(text) if is_clean(text) => Ok(text.to_owned()),
            Some(_) => Err(self.invalid(key, "text in NFC without control characters")),
            None => Err(self.invalid(key, "text")),
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
        let text = self.text(key)?;
        if name::is_id(&text) { Ok(text) } else { Err(self.invalid(key, "an id")) }
    }

    /// A relative path of portable names.
    pub fn path(self, key: &str) -> Result<String, Error> {
        let text = self.text(key)?;
        match name::check_path(&text) {
            Ok(()) => Ok(text),
            Err(_) => Err(self.invalid(key, "a portable relative path")),
        }
    }

    pub fn person(self, key: &str) -> Result<Person, Error> {
        let text = self.text(key)?;
        Person::parse(&text).ok_or_else(|| self.invalid(key, "a person of the key ring"))
    }

    pub fn moment(self, key: &str) -> Result<Moment, Error> {
        let text = self.text(key)?;
        Moment::parse(&text).ok_or_else(|| self.invalid(key, "a moment at +08:00"))
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
        let text = self.text(key)?;
        T::from_str(&text).map_err(|_| self.invalid(key, "a known word"))
    }

    /// 64 lower-case hexadecimal digits.
    pub fn hex(self, key: &str) -> Result<Digest, Error> {
        let text = self.text(key)?;
        Digest::parse(&text).ok_or_else(|| self.invalid(key, "a digest"))
    }

    /// `{"sha256":"…"}`.
    pub fn digest(self, key: &str) -> Result<Digest, Error> {
        self.digests(key, &["sha256"]).map(|(sha256, _)| sha256)
    }

    /// `{"sha256":"…"}`, perhaps with `"sm3"`.
    pub fn digests(self, key: &str, known: &[&str]) -> Result<(Digest, Option<Digest>), Error> {
        let path = self.path_of(key);
        let set = Object::open(self.value(key)?, &path, None, known)?;
        Ok((set.hex("sha256")?, set.maybe("sm3", Object::hex)?))
    }

    pub fn list(self, key: &str) -> Result<&'a [Value], Error> {
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
