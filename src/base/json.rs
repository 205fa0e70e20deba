//! Strict JSON (RFC 8259 with I-JSON's rules): one meaning, no surprises.
//!
//! Refused: duplicate keys, depth over [`DEPTH`], numbers that are not unsigned integers below
//! 2^53, a byte order mark, invalid UTF-8, lone surrogates, anything after the value. Used for
//! statements, envelopes, key rings and trust files, which come from strangers.

use std::iter::Peekable;
use std::str::CharIndices;

/// Deepest nesting that is read.
pub const DEPTH: usize = 32;
/// First integer that is refused: 2^53.
pub const TOO_LARGE: u64 = 1 << 53;

/// A JSON value with its object members in written order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An unsigned integer below 2^53.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object; keys are unique.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(members) => members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The string it is.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
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
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Map(_) => None,
        }
    }

    /// The members it has.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(String, Value)]> {
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

/// Reads one strict JSON value from all of `bytes`.
///
/// # Errors
/// The first fault and its place.
pub fn parse(bytes: &[u8]) -> Result<Value, Error> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Error { fault: Fault::Encoding, at: e.valid_up_to() })?;
    if text.starts_with('\u{feff}') {
        return Err(Error { fault: Fault::Mark, at: 0 });
    }
    let mut reader = Reader { chars: text.char_indices().peekable(), length: text.len() };
    let value = reader.value(0)?;
    reader.space();
    match reader.chars.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault(Fault::Trailing)),
    }
}

struct Reader<'a> {
    chars: Peekable<CharIndices<'a>>,
    length: usize,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Fault) -> Error {
        let at = self.chars.peek().map_or(self.length, |(i, _)| *i);
        Error { fault, at }
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn next(&mut self) -> Result<char, Error> {
        match self.chars.next() {
            Some((_, c)) => Ok(c),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), Error> {
        match self.peek() {
            Some(c) if c == wanted => self.next().map(drop),
            Some(_) => Err(self.fault(Fault::Character)),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.chars.next();
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        if depth > DEPTH {
            return Err(self.fault(Fault::Depth));
        }
        self.space();
        match self.peek() {
            Some('{') => self.map(depth),
            Some('[') => self.list(depth),
            Some('"') => self.text().map(Value::Text),
            Some('0'..='9' | '-') => self.number(),
            Some('t') => self.word("true", Value::Bool(true)),
            Some('f') => self.word("false", Value::Bool(false)),
            Some('n') => self.word("null", Value::Null),
            Some(_) => Err(self.fault(Fault::Character)),
            None => Err(self.fault(Fault::End)),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        word.chars().try_for_each(|c| self.expect(c))?;
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Error> {
        let mut digits = String::new();
        let start = self.fault(Fault::Number);
        while let Some(c @ ('0'..='9' | '-' | '+' | '.' | 'e' | 'E')) = self.peek() {
            digits.push(c);
            if digits.len() > 16 {
                return Err(start);
            }
            self.next()?;
        }
        let padded = digits.len() > 1 && digits.starts_with('0');
        match digits.parse::<u64>() {
            Ok(n) if n < TOO_LARGE && !padded && !digits.starts_with('+') => Ok(Value::Number(n)),
            Ok(_) | Err(_) => Err(start),
        }
    }

    fn text(&mut self) -> Result<String, Error> {
        self.expect('"')?;
        let mut out = String::new();
        loop {
            match self.peek() {
                None => return Err(self.fault(Fault::End)),
                Some('\0'..='\u{1f}') => return Err(self.fault(Fault::Character)),
                Some(_) => {}
            }
            match self.next()? {
                '"' => return Ok(out),
                '\\' => out.push(self.escape()?),
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let place = self.fault(Fault::Escape);
        Ok(match self.next()? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.unit()?;
                if let 0xD800..=0xDBFF = high {
                    self.expect('\\').map_err(|_| place.clone())?;
                    self.expect('u').map_err(|_| place.clone())?;
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
            let place = self.fault(Fault::Escape);
            let digit = self.next()?.to_digit(16).ok_or(place)?;
            unit = unit << 4 | u16::try_from(digit).unwrap_or_default();
        }
        Ok(unit)
    }

    fn list(&mut self, depth: usize) -> Result<Value, Error> {
        self.expect('[')?;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(']') {
            self.next()?;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.peek() == Some(',') {
                self.next()?;
            } else {
                self.expect(']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Error> {
        self.expect('{')?;
        let mut members = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        self.space();
        if self.peek() == Some('}') {
            self.next()?;
            return Ok(Value::Map(members));
        }
        loop {
            self.space();
            let place = self.fault(Fault::Duplicate);
            let key = self.text()?;
            if !seen.insert(key.clone()) {
                return Err(place);
            }
            self.space();
            self.expect(':')?;
            members.push((key, self.value(depth + 1)?));
            self.space();
            if self.peek() == Some(',') {
                self.next()?;
            } else {
                self.expect('}')?;
                return Ok(Value::Map(members));
            }
        }
    }
}

/// Writes a value without white space, strings as [`quote`] does.
#[must_use]
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(&mut out, value);
    out
}

fn write_into(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => out.push_str(&n.to_string()),
        Value::Text(text) => out.push_str(&quote(text)),
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
                out.push_str(&quote(key));
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
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
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
    fn what_is_written_is_read_again() {
        let text = "{\"a\":[1,true,null,\"甲\\\"\\\\\\n\"],\"b\":{}}";
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(write(&value), text);
    }
}
