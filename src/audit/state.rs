//! What was read when: one line of JSON per package, sorted by name, between a head and the digest
//! of everything before it. A file that is not as it was written is refused, never half believed:
//! a wrong "read already" would leave damage unseen.
//!
//! It is a set and not a place to go on from: what came meanwhile is due, wherever it stands. It
//! only says what is due and what was there; that a package is whole, it never says for longer than
//! the round in which that was read.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Error;
use super::items::{Known, Mark};
use super::look::Class;
use crate::base::digest::{BLOCK, Digest};
use crate::base::disk::{self, Pending};
use crate::base::json::{self, Value};
use crate::base::time::Moment;
use crate::verdict::Code;

/// What a state file says it is.
pub const SCHEMA: &str = "juanzong.audit-state/1";
/// Longest line that is read, in octets: a path of the longest names and the facts beside it.
const LONGEST: u64 = 32 << 10;

/// The head of a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The folder, as the system sees it.
    pub folder: String,
    /// Digest of what packages are verified against: with another one all are due again.
    pub basis: Digest,
    /// Number of the round, from 1.
    pub round: u64,
    /// When the round began.
    pub begun: Moment,
    /// Whether the round was read to its end and its report given: the next run begins another.
    pub told: bool,
    /// Number and digest of the last entry of the register that was seen.
    pub register: Option<(u64, Digest)>,
}

/// Reads a state: the head, then every package through `take`, in bytewise order of their names.
/// Nothing may be done with them before this returns.
///
/// # Errors
/// It cannot be read, is not as it was written, or belongs to another folder.
pub fn load(
    path: &Path,
    folder: &str,
    take: &mut dyn FnMut(&str, Known<'_>),
) -> Result<Head, Error> {
    let refuse = |line, flaw| Error::State { path: path.to_path_buf(), line, flaw };
    let mut lines = Lines::open(path)?;
    let mut first = Vec::new();
    if !lines.read(&mut first)? {
        return Err(refuse(1, "cut"));
    }
    let head = read_head(&first).ok_or_else(|| refuse(1, "schema"))?;
    lines.hash(&first);
    let mut last = String::new();
    let mut pass = |name: &str, known: Known<'_>| {
        let after = name > last.as_str();
        last.clear();
        last.push_str(name);
        take(name, known);
        after
    };
    let mut line = Vec::new();
    loop {
        if !lines.read(&mut line)? {
            return Err(refuse(lines.number + 1, "cut"));
        }
        // As it is written here; whatever else may stand there is read by the book.
        let (after, end) = match line::item(&line) {
            Some((name, known)) => (Some(pass(name, known)), None),
            None => {
                let value = json::read(&line).map_err(|_| refuse(lines.number, "syntax"))?;
                let end = value.get("sha256").and_then(Value::as_text).map(Digest::parse);
                let item = if end.is_none() { read_item(&value) } else { None };
                (item.map(|(name, known)| pass(name, known)), end)
            }
        };
        match (after, end) {
            (_, Some(end)) => {
                if end != Some(lines.digest()) {
                    return Err(refuse(lines.number, "digest"));
                }
                let last = lines.number;
                // A line that does not end counts as well: nobody wrote it here.
                if lines.read(&mut line)? || lines.number > last {
                    return Err(refuse(lines.number, "syntax"));
                }
                break;
            }
            (None, None) => return Err(refuse(lines.number, "syntax")),
            (Some(false), None) => return Err(refuse(lines.number, "order")),
            (Some(true), None) => lines.hash(&line),
        }
    }
    if head.folder != folder {
        return Err(Error::StateElsewhere { path: path.to_path_buf(), folder: head.folder });
    }
    Ok(head)
}

/// Reads lines of bounded length and hashes them.
struct Lines {
    path: PathBuf,
    reader: BufReader<std::fs::File>,
    sha256: Sha256,
    number: usize,
}

impl Lines {
    fn open(path: &Path) -> Result<Self, Error> {
        let reader = BufReader::with_capacity(BLOCK, disk::open(path)?);
        Ok(Self { path: path.to_path_buf(), reader, sha256: Sha256::new(), number: 0 })
    }

    /// The digest of all lines so far.
    fn digest(&self) -> Digest {
        Digest(self.sha256.clone().finalize().into())
    }

    /// Takes a line into the digest.
    fn hash(&mut self, line: &[u8]) {
        self.sha256.update(line);
        self.sha256.update(b"\n");
    }

    /// The next line, without its end; `false` where there is none, or none that ends.
    fn read(&mut self, line: &mut Vec<u8>) -> Result<bool, Error> {
        line.clear();
        let read = self.reader.by_ref().take(LONGEST).read_until(b'\n', line);
        read.map_err(|source| {
            let path = self.path.clone();
            disk::Error::Io { act: "read", path, source }
        })?;
        if line.is_empty() {
            return Ok(false);
        }
        self.number += 1;
        // Cut in a line, or longer than any line is.
        Ok(line.pop() == Some(b'\n'))
    }
}

fn read_head(line: &[u8]) -> Option<Head> {
    let value = json::read(line).ok()?;
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    if text("schema")? != SCHEMA {
        return None;
    }
    let register = match (value.get("entries").and_then(Value::as_number), text("entry")) {
        (Some(number), Some(digest)) => Some((number, Digest::parse(digest)?)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return None,
    };
    Some(Head {
        folder: text("folder")?.to_string(),
        basis: Digest::parse(text("basis")?)?,
        round: value.get("round").and_then(Value::as_number)?,
        begun: Moment::parse(text("begun")?)?,
        told: value.get("told") == Some(&Value::Bool(true)),
        register,
    })
}

fn read_item<'a>(value: &'a json::Read<'_>) -> Option<(&'a str, Known<'a>)> {
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    let undecided = match text("undecided") {
        Some(id) => Some(code(id)?),
        None => None,
    };
    let mark = match (text("case"), text("bag"), text("filed")) {
        (Some(case), Some(bag), Some(filed)) => {
            Some(Mark { case, bag: Digest::parse(bag)?, filed: Moment::parse(filed)? })
        }
        (None, None, None) => None,
        (_, _, _) => return None,
    };
    let known = Known {
        class: Class::of(text("class")?)?,
        read: Moment::parse(text("read")?)?,
        round: value.get("round").and_then(Value::as_number)?,
        undecided,
        mark,
    };
    Some((text("name")?, known))
}

fn code(id: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.id() == id)
}

/// Lines in the one form in which they are written: that of a hundred thousand is read in a blink.
mod line {
    use super::{Class, Code, Digest, Known, Mark, Moment, code};

    /// What a line says of a package; `None` where it is another line, or has another form.
    pub fn item(line: &[u8]) -> Option<(&str, Known<'_>)> {
        let mut rest = std::str::from_utf8(line).ok()?;
        let name = member(&mut rest, "{\"name\":\"")?;
        let class = Class::of(member(&mut rest, ",\"class\":\"")?)?;
        let read = Moment::parse(member(&mut rest, ",\"read\":\"")?)?;
        after(&mut rest, ",\"round\":")?;
        let round = number(&mut rest)?;
        let mut undecided: Option<Code> = None;
        if after(&mut rest, ",\"undecided\":\"").is_some() {
            undecided = Some(code(text(&mut rest)?)?);
        }
        let mut mark = None;
        if after(&mut rest, ",\"case\":\"").is_some() {
            let case = text(&mut rest)?;
            let bag = Digest::parse(member(&mut rest, ",\"bag\":\"")?)?;
            let filed = Moment::parse(member(&mut rest, ",\"filed\":\"")?)?;
            mark = Some(Mark { case, bag, filed });
        }
        (rest == "}").then_some((name, Known { class, read, round, undecided, mark }))
    }

    /// Goes over what must stand there.
    fn after(rest: &mut &str, wanted: &str) -> Option<()> {
        *rest = rest.strip_prefix(wanted)?;
        Some(())
    }

    /// A text in which nothing is escaped, to the quotation mark behind it.
    fn text<'a>(rest: &mut &'a str) -> Option<&'a str> {
        let end = rest.bytes().position(|b| matches!(b, b'"' | b'\\' | 0..0x20))?;
        let (text, behind) = rest.split_at_checked(end)?;
        *rest = behind.strip_prefix('"')?;
        Some(text)
    }

    /// The text behind what must stand before it.
    fn member<'a>(rest: &mut &'a str, before: &str) -> Option<&'a str> {
        after(rest, before)?;
        text(rest)
    }

    /// A number as it is written: small enough for JSON, no zero before it.
    fn number(rest: &mut &str) -> Option<u64> {
        let end = rest.bytes().position(|b| !b.is_ascii_digit())?;
        let (digits, behind) = rest.split_at_checked(end)?;
        let written = digits.len() <= 15 && (digits == "0" || !digits.starts_with('0'));
        *rest = behind;
        digits.parse().ok().filter(|_| written)
    }
}

/// Writes a state, in one step: it replaces the one before or does not.
///
/// # Errors
/// The disk refuses; the state before then still stands.
pub fn save<'a>(
    path: &Path,
    head: &Head,
    items: impl Iterator<Item = (&'a str, Known<'a>)>,
) -> Result<(), Error> {
    let mut out = Out { path, pending: Pending::begin(path, true)?, sha256: Sha256::new() };
    let mut line = String::new();
    member(&mut line, '{', "schema", SCHEMA);
    member(&mut line, ',', "folder", &head.folder);
    member(&mut line, ',', "basis", &head.basis.to_string());
    line += &format!(",\"round\":{}", head.round);
    member(&mut line, ',', "begun", &head.begun.to_string());
    if head.told {
        line += ",\"told\":true";
    }
    if let Some((number, digest)) = head.register {
        line += &format!(",\"entries\":{number}");
        member(&mut line, ',', "entry", &digest.to_string());
    }
    out.line(&mut line)?;
    for (name, known) in items {
        member(&mut line, '{', "name", name);
        member(&mut line, ',', "class", known.class.word());
        plain(&mut line, "read", known.read);
        let _ = write!(line, ",\"round\":{}", known.round);
        if let Some(code) = known.undecided {
            member(&mut line, ',', "undecided", code.id());
        }
        if let Some(mark) = known.mark {
            member(&mut line, ',', "case", mark.case);
            plain(&mut line, "bag", mark.bag);
            plain(&mut line, "filed", mark.filed);
        }
        out.line(&mut line)?;
    }
    let digest = Digest(out.sha256.clone().finalize().into());
    member(&mut line, '{', "sha256", &digest.to_string());
    out.line(&mut line)?;
    Ok(out.pending.commit()?)
}

struct Out<'a> {
    path: &'a Path,
    pending: Pending,
    sha256: Sha256,
}

impl Out<'_> {
    /// Ends a line, writes and empties it.
    fn line(&mut self, line: &mut String) -> Result<(), Error> {
        line.push_str("}\n");
        self.sha256.update(line.as_bytes());
        self.pending.write_all(line.as_bytes()).map_err(|source| {
            let path = self.path.to_path_buf();
            disk::Error::Io { act: "write", path, source }
        })?;
        line.clear();
        Ok(())
    }
}

fn member(line: &mut String, before: char, key: &str, value: &str) {
    line.push(before);
    quote(line, key);
    line.push(':');
    quote(line, value);
}

/// What is written in letters, digits and signs that need no escape.
fn plain(line: &mut String, key: &str, value: impl std::fmt::Display) {
    let _ = write!(line, ",\"{key}\":\"{value}\"");
}

/// Names come from disks and may hold anything.
fn quote(line: &mut String, text: &str) {
    line.push('"');
    if !text.bytes().any(|b| matches!(b, b'"' | b'\\' | 0..0x20)) {
        line.push_str(text);
        line.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            c if u32::from(c) < 0x20 => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => line.push(c),
        }
    }
    line.push('"');
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests spoil plain files")]
mod tests {
    use super::*;

    fn moment() -> Moment {
        Moment::parse("2026-06-01T09:00:00+08:00").unwrap()
    }

    fn head() -> Head {
        Head {
            folder: "/档案/\"2026\"".into(),
            basis: Digest([7; 32]),
            round: 3,
            begun: moment(),
            told: true,
            register: Some((2, Digest([9; 32]))),
        }
    }

    fn items() -> Vec<(&'static str, Known<'static>)> {
        let known = |class, mark| Known { class, read: moment(), round: 3, undecided: None, mark };
        let mark = |case| Some(Mark { case, bag: Digest([1; 32]), filed: moment() });
        let undecided = Some(Code::KeyringUntrusted);
        vec![
            ("a\n\u{7}.zip", known(Class::Unreadable, None)),
            ("b.zip", Known { undecided, ..known(Class::Intact, mark("TS-1")) }),
            ("c.zip", Known { round: (1 << 53) - 1, ..known(Class::Changed, mark("a\"\\")) }),
            ("d\".zip", Known { round: 0, ..known(Class::Intact, mark("甲\t")) }),
            ("甲/c.zip", known(Class::Missing, None)),
        ]
    }

    fn saved(folder: &Path) -> PathBuf {
        let path = folder.join("state");
        save(&path, &head(), items().into_iter()).unwrap();
        path
    }

    fn said(name: &str, known: &Known<'_>) -> String {
        format!("{name:?} {known:?}")
    }

    fn read(path: &Path) -> Result<(Head, Vec<String>), Error> {
        let mut found = Vec::new();
        let head = load(path, &head().folder, &mut |name, known| found.push(said(name, &known)))?;
        Ok((head, found))
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        let items: Vec<_> = items().iter().map(|(name, known)| said(name, known)).collect();
        assert_eq!(read(&path).unwrap(), (head(), items));
    }

    /// Ends lines with their digest.
    fn ended(lines: &str) -> String {
        format!("{lines}{{\"sha256\":\"{}\"}}\n", Digest::sha256(lines.as_bytes()))
    }

    #[test]
    fn a_line_in_another_form_means_what_json_says_and_one_without_meaning_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        let good = std::fs::read_to_string(&path).unwrap();
        let head = good.lines().next().unwrap();
        let line = "{\"name\":\"x\",\"class\":\"intact\",\"read\":\"2026-06-01T09:00:00+08:00\",\"round\":7";
        let end = "\"case\":\"T\",\"bag\":\"BAG\",\"filed\":\"2026-06-01T09:00:00+08:00\"}";
        let end = end.replace("BAG", &Digest([5; 32]).to_string());
        let read = |item: &str| {
            std::fs::write(&path, ended(&format!("{head}\n{item}\n"))).unwrap();
            read(&path)
        };
        let wanted = read(&format!("{line},{end}")).unwrap();
        assert_eq!(wanted.1.len(), 1);
        assert_eq!(
            wanted.1,
            [said("x", &{
                let mark = Mark { case: "T", bag: Digest([5; 32]), filed: moment() };
                let (class, undecided) = (Class::Intact, None);
                Known { class, read: moment(), round: 7, undecided, mark: Some(mark) }
            })]
        );
        for other in [
            format!("{line}, {end}"),
            format!("{line},{end} "),
            format!("{line},{end}").replace("\"x\"", "\"\\u0078\""),
            format!("{{{end}").replace('}', &line.replace('{', ",")) + "}",
        ] {
            assert_eq!(read(&other).unwrap(), wanted, "{other}");
        }
        for bad in [
            line.to_string(),
            format!("{line},{end}}}"),
            format!("{line},\"undecided\":\"no.code\"}}"),
            format!("{line},\"case\":\"T\"}}"),
            format!("{line}}}").replace(":7", ":07"),
            format!("{line}}}").replace(":7", ":9007199254740992"),
            format!("{line}}}").replace(":7", ":"),
            format!("{line}}}").replace("09:00", "24:00"),
            format!("{line}}}").replace("intact", "whole"),
            format!("{line}}}").replace("\"x\"", "\"\u{1}\""),
            format!("{line}}}").replace("\"class\"", "\"name\""),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_state_that_was_cut_or_edited_anywhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            std::fs::write(&path, &good[..at]).unwrap();
            assert!(read(&path).is_err(), "cut at {at}");
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, &bad).unwrap();
            assert!(read(&path).is_err(), "octet {at}");
        }
        for more in ["x", "xx", "\n", "xx\n", " "] {
            std::fs::write(&path, [&good, more.as_bytes()].concat()).unwrap();
            assert!(read(&path).is_err(), "{more:?} behind it");
        }
        let lines: Vec<&[u8]> = good.split_inclusive(|b| *b == b'\n').collect();
        for at in 0..lines.len() {
            let mut rest = lines.clone();
            rest.remove(at);
            std::fs::write(&path, rest.concat()).unwrap();
            assert!(read(&path).is_err(), "without line {at}");
            let mut twice = lines.clone();
            twice.insert(at, lines[at]);
            std::fs::write(&path, twice.concat()).unwrap();
            assert!(read(&path).is_err(), "line {at} twice");
        }
    }

    #[test]
    fn a_state_of_another_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        let other = load(&path, "/档案/2025", &mut |_, _| {});
        assert!(matches!(other, Err(Error::StateElsewhere { .. })));
    }

    #[test]
    fn a_state_takes_the_place_of_the_one_before_or_leaves_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        let next = Head { round: 4, told: false, ..head() };
        save(&path, &next, std::iter::empty()).unwrap();
        assert_eq!(read(&path).unwrap(), (next, Vec::new()));
        assert_eq!(disk::list(folder.path()).unwrap().len(), 1);
    }
}
