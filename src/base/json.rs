//! Strict JSON (RFC 8259 with I-JSON's rules): one meaning, no surprises.
//!
//! Refused: duplicate keys, depth over [`DEPTH`], numbers that are not unsigned integers below
//! 2^53, a byte order mark, invalid UTF-8, lone surrogates, anything after the value. Used for
//! statements, envelopes, key rings and trust files, which come from strangers.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Deepest nesting that is read.
pub const DEPTH: usize = 32;
/// First integer that is refused: 2^53.
pub const TOO_LARGE: u64 = 1 << 53;
/// Objects of so many members look a key up instead of comparing it with each of the others.
const MANY: usize = 16;

/// A JSON value with its object members in written order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value<T = String> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An unsigned integer below 2^53.
    Number(u64),
    /// A string.
    Text(T),
    /// An array.
    List(Vec<Value<T>>),
    /// An object; keys are unique.
    Map(Vec<(T, Value<T>)>),
}

/// A value that was read: its strings are those of the text wherever nothing is escaped.
pub type Read<'a> = Value<Cow<'a, str>>;

impl<T: AsRef<str>> Value<T> {
    /// The member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => members.iter().find(|(k, _)| k.as_ref() == key).map(|(_, v)| v),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The string it is.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_ref()),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The number it is.
    #[must_use]
    pub fn as_number(&self) -> Option<u64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The elements it has.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Map(_) => None,
        }
    }

    /// The members it has.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(T, Self)]> {
        match self {
            Self::Map(members) => Some(members),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }
}

/// Why a text is not strict JSON, with the octet offset of the fault.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{fault} at octet {at}")]
pub struct Error {
    /// What is wrong.
    pub fault: Fault,
    /// Where, in octets from the start.
    pub at: usize,
}

/// The ways in which a text fails to be strict JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Not UTF-8.
    #[error("invalid UTF-8")]
    Encoding,
    /// A byte order mark.
    #[error("byte order mark")]
    Mark,
    /// The text ends too early.
    #[error("unexpected end")]
    End,
    /// A character that does not fit here.
    #[error("unexpected character")]
    Character,
    /// An escape that does not exist or a lone surrogate.
    #[error("invalid escape")]
    Escape,
    /// A number that is not an unsigned integer below 2^53 without leading zeros.
    #[error("number outside the unsigned integers below 2^53")]
    Number,
    /// A key twice in one object.
    #[error("duplicate key")]
    Duplicate,
    /// Nesting deeper than [`DEPTH`].
    #[error("nesting too deep")]
    Depth,
    /// Something after the value.
    #[error("trailing data")]
    Trailing,
}

impl Read<'_> {
    /// The same value with strings of its own.
    #[must_use]
    pub fn into_owned(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(b) => Value::Bool(b),
            Self::Number(n) => Value::Number(n),
            Self::Text(text) => Value::Text(text.into_owned()),
            Self::List(items) => Value::List(items.into_iter().map(Self::into_owned).collect()),
            Self::Map(members) => {
                let owned =
                    |(key, value): (Cow<'_, str>, Self)| (key.into_owned(), value.into_owned());
                Value::Map(members.into_iter().map(owned).collect())
            }
        }
    }
}

/// Reads one strict JSON value from all of `bytes`; it may outlive them.
///
/// # Errors
/// The first fault and its place.
pub fn parse(bytes: &[u8]) -> Result<Value, Error> {
    read(bytes).map(Read::into_owned)
}

/// Reads one strict JSON value from all of `bytes` without copying what need not be copied: large
/// statements are read so.
///
/// # Errors
/// The first fault and its place.
pub fn read(bytes: &[u8]) -> Result<Read<'_>, Error> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Error { fault: Fault::Encoding, at: e.valid_up_to() })?;
    if text.starts_with('\u{feff}') {
        return Err(Error { fault: Fault::Mark, at: 0 });
    }
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault(Fault::Trailing)),
    }
}

/// Reads octet by octet: everything that JSON looks for is ASCII, so that `at` always stands at the
/// beginning of a character.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, fault: Fault) -> Error {
        Error { fault, at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Error> {
        match self.peek() {
            Some(b) if b == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.fault(Fault::Character)),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Read<'a>, Error> {
        if depth > DEPTH {
            return Err(self.fault(Fault::Depth));
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.text().map(Value::Text),
            Some(b'0'..=b'9' | b'-') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.fault(Fault::Character)),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn word(&mut self, word: &str, value: Read<'a>) -> Result<Read<'a>, Error> {
        word.bytes().try_for_each(|b| self.expect(b))?;
        Ok(value)
    }

    fn number(&mut self) -> Result<Read<'a>, Error> {
        let fault = self.fault(Fault::Number);
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
            if self.at - start > 16 {
                return Err(fault);
            }
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        let padded = digits.len() > 1 && digits.starts_with('0');
        match digits.parse::<u64>() {
            Ok(n) if n < TOO_LARGE && !padded && !digits.starts_with('+') => Ok(Value::Number(n)),
            Ok(_) | Err(_) => Err(fault),
        }
    }

    fn text(&mut self) -> Result<Cow<'a, str>, Error> {
        self.expect(b'"')?;
        let first = self.plain()?;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(first));
        }
        let mut out = first.to_string();
        // What ends a plain run is a quote or a backslash.
        while self.peek() != Some(b'"') {
            self.at += 1;
            out.push(self.escape()?);
            out.push_str(self.plain()?);
        }
        self.at += 1;
        Ok(Cow::Owned(out))
    }

    /// What stands before the next quote or backslash.
    fn plain(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let ends = |b: &u8| matches!(b, b'"' | b'\\' | 0..0x20);
        self.at = start + rest.iter().position(ends).unwrap_or(rest.len());
        match self.peek() {
            Some(b'"' | b'\\') => Ok(self.text.get(start..self.at).unwrap_or_default()),
            Some(_) => Err(self.fault(Fault::Character)),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let place = self.fault(Fault::Escape);
        let Some(letter) = self.peek() else { return Err(self.fault(Fault::End)) };
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.unit()?;
                if let 0xD800..=0xDBFF = high {
                    self.expect(b'\\').map_err(|_| place.clone())?;
                    self.expect(b'u').map_err(|_| place.clone())?;
                    let low = self.unit()?;
                    char::decode_utf16([high, low]).next().and_then(Result::ok).ok_or(place)?
                } else {
                    char::from_u32(u32::from(high)).ok_or(place)?
                }
            }
            _ => return Err(place),
        })
    }

    fn unit(&mut self) -> Result<u16, Error> {
        let mut unit = 0u16;
        for _ in 0..4 {
            let Some(letter) = self.peek() else { return Err(self.fault(Fault::End)) };
            let digit = char::from(letter).to_digit(16);
            let digit = digit.ok_or_else(|| self.fault(Fault::Escape))?;
            unit = unit << 4 | u16::try_from(digit).unwrap_or_default();
            self.at += 1;
        }
        Ok(unit)
    }

    fn list(&mut self, depth: usize) -> Result<Read<'a>, Error> {
        self.expect(b'[')?;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                self.expect(b']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Read<'a>, Error> {
        self.expect(b'{')?;
        let mut members: Vec<(Cow<'a, str>, Read<'a>)> = Vec::new();
        let mut seen: BTreeSet<Cow<'a, str>> = BTreeSet::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Map(members));
        }
        loop {
            self.space();
            let place = self.fault(Fault::Duplicate);
            let key = self.text()?;
            if members.len() == MANY {
                seen.extend(members.iter().map(|(key, _)| key.clone()));
            }
            let fresh = match members.len() {
                0..MANY => members.iter().all(|(known, _)| *known != key),
                _ => seen.insert(key.clone()),
            };
            if !fresh {
                return Err(place);
            }
            self.space();
            self.expect(b':')?;
            members.push((key, self.value(depth + 1)?));
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                self.expect(b'}')?;
                return Ok(Value::Map(members));
            }
        }
    }
}

/// Writes a value without white space, strings as [`quote`] does.
#[must_use]
pub fn write<T: AsRef<str>>(value: &Value<T>) -> String {
    let mut out = String::new();
    write_into(&mut out, value);
    out
}

fn write_into<T: AsRef<str>>(out: &mut String, value: &Value<T>) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => {
            let _ = write!(out, "{n}");
        }
        Value::Text(text) => quoted(text.as_ref(), |piece| out.push_str(piece)),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_into(out, item);
            }
            out.push(']');
        }
        Value::Map(members) => {
            out.push('{');
            for (i, (key, item)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                quoted(key.as_ref(), |piece| out.push_str(piece));
                out.push(':');
                write_into(out, item);
            }
            out.push('}');
        }
    }
}

/// A string in quotes with the escapes `\"` `\\` `\n` and no others (`formats.md` §3). Control
/// characters must have been refused before; here they would be written raw.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quoted(text, |piece| out.push_str(piece));
    out
}

/// Gives the pieces of [`quote`] one after the other, so that they need not be put together.
pub fn quoted(text: &str, mut put: impl FnMut(&str)) {
    put("\"");
    let mut rest = text;
    let escaped = |b: u8| matches!(b, b'"' | b'\\' | b'\n');
    while let Some((plain, after)) =
        rest.bytes().position(escaped).and_then(|at| rest.split_at_checked(at))
    {
        put(plain);
        put(match after.as_bytes().first() {
            Some(b'"') => "\\\"",
            Some(b'\\') => "\\\\",
            Some(_) | None => "\\n",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    put(rest);
    put("\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        parse(text.as_bytes()).unwrap_err().fault
    }

    #[test]
    fn what_strict_means() {
        assert_eq!(fault(r#"{"a":1,"a":2}"#), Fault::Duplicate);
        assert_eq!(fault(r#"{"a":1} x"#), Fault::Trailing);
        assert_eq!(fault("\u{feff}1"), Fault::Mark);
        assert_eq!(fault("01"), Fault::Number);
        assert_eq!(fault("-1"), Fault::Number);
        assert_eq!(fault("1.5"), Fault::Number);
        assert_eq!(fault("9007199254740992"), Fault::Number);
        assert_eq!(fault(r#""\ud800""#), Fault::Escape);
        assert_eq!(fault(&"[".repeat(100_000)), Fault::Depth);
        assert_eq!(fault("[1,]"), Fault::Character);
        assert_eq!(fault("\"a\tb\""), Fault::Character);
        assert_eq!(parse(b"\"\xff\"").unwrap_err().fault, Fault::Encoding);
        assert_eq!(parse(b"9007199254740991").unwrap(), Value::Number(TOO_LARGE - 1));
    }

    #[test]
    fn a_key_is_found_twice_in_small_objects_and_in_large_ones() {
        let object = |keys: &[usize]| {
            let members: Vec<String> = keys.iter().map(|k| format!("\"k{k}\":{k}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let keys: Vec<usize> = (0..3 * MANY).collect();
        assert!(parse(object(&keys).as_bytes()).is_ok());
        for at in [1, MANY - 1, MANY, MANY + 1, 3 * MANY - 1] {
            for earlier in [0, at / 2, at - 1] {
                let mut twice = keys.clone();
                twice[at] = earlier;
                let text = object(&twice);
                let place = text.rfind(&format!("\"k{earlier}\":")).unwrap();
                let error = Error { fault: Fault::Duplicate, at: place };
                assert_eq!(parse(text.as_bytes()), Err(error), "{earlier} again at {at}");
            }
        }
        assert_eq!(fault(r#"{"a":1,"\u0061":2}"#), Fault::Duplicate);
    }

    #[test]
    fn a_fault_is_placed_where_its_character_begins() {
        for (text, fault, at) in [
            ("\"甲\n\"", Fault::Character, 4),
            ("\"甲", Fault::End, 4),
            ("\"甲\\", Fault::End, 5),
            ("\"甲\\x\"", Fault::Escape, 5),
            ("\"\\u12甲\"", Fault::Escape, 5),
            ("\"\\u12", Fault::End, 5),
            ("\"\\ud800甲\"", Fault::Escape, 2),
            ("[1,甲]", Fault::Character, 3),
            ("{\"甲\" 1}", Fault::Character, 7),
            ("[12345678901234567]", Fault::Number, 1),
            ("tru", Fault::End, 3),
            ("{} 甲", Fault::Trailing, 3),
        ] {
            assert_eq!(parse(text.as_bytes()), Err(Error { fault, at }), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = "{\"a\":[1,true,null,\"甲\\\"\\\\\\n\"],\"b\":{}}";
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(write(&value), text);
    }
}
