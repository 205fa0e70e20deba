//! What was read when: one line of JSON per package, sorted by name, between a head and the digest
//! of everything before it. A file that is not as it was written is refused, never half believed:
//! a wrong "read already" would leave damage unseen.
//!
//! It is a set and not a place to go on from: what came meanwhile is due, wherever it stands. It
//! only says what is due and what was there; that a package is whole, it never says for longer than
//! the round in which that was read.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Error;
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

/// What identifies a package that was whole when it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The case's number.
    pub case: String,
    /// Digest of its list of tag files.
    pub bag: Digest,
    /// When it claims to have been sealed for filing.
    pub filed: Moment,
}

/// What is known of a package from before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// What was found; `Missing` where it had been there and was gone.
    pub class: Class,
    /// When it was last read.
    pub read: Moment,
    /// The round in which that was.
    pub round: u64,
    /// What left it undecided.
    pub undecided: Option<Code>,
    /// What it was when it was first found whole.
    pub mark: Option<Mark>,
}

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
pub fn load(path: &Path, folder: &str, take: &mut dyn FnMut(String, Known)) -> Result<Head, Error> {
    let refuse = |line, flaw| Error::State { path: path.to_path_buf(), line, flaw };
    let mut lines = Lines::open(path)?;
    let first = lines.next()?.ok_or_else(|| refuse(1, "cut"))?;
    let head = read_head(&first).ok_or_else(|| refuse(1, "schema"))?;
    let mut last = String::new();
    loop {
        let before = lines.digest();
        let Some(line) = lines.next()? else { return Err(refuse(lines.number + 1, "cut")) };
        let value = json::read(&line).map_err(|_| refuse(lines.number, "syntax"))?;
        if let Some(end) = value.get("sha256").and_then(Value::as_text) {
            if Digest::parse(end) != Some(before) {
                return Err(refuse(lines.number, "digest"));
            }
            if lines.next()?.is_some() {
                return Err(refuse(lines.number, "syntax"));
            }
            break;
        }
        let item = read_item(&value).ok_or_else(|| refuse(lines.number, "syntax"))?;
        if item.0 <= last {
            return Err(refuse(lines.number, "order"));
        }
        last.clone_from(&item.0);
        take(item.0, item.1);
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

    /// The next line without its end; `None` where there is none, or none that ends.
    fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        read.map_err(|source| {
            let path = self.path.clone();
            disk::Error::Io { act: "read", path, source }
        })?;
        if line.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        self.sha256.update(&line);
        if line.pop() != Some(b'\n') {
            // Cut in a line, or longer than any line is.
            return Ok(None);
        }
        Ok(Some(line))
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

fn read_item(value: &json::Read<'_>) -> Option<(String, Known)> {
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    let undecided = match text("undecided") {
        Some(id) => Some(Code::ALL.iter().copied().find(|code| code.id() == id)?),
        None => None,
    };
    let mark = match (text("case"), text("bag"), text("filed")) {
        (Some(case), Some(bag), Some(filed)) => Some(Mark {
            case: case.to_string(),
            bag: Digest::parse(bag)?,
            filed: Moment::parse(filed)?,
        }),
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
    Some((text("name")?.to_string(), known))
}

/// Writes a state, in one step: it replaces the one before or does not.
///
/// # Errors
/// The disk refuses; the state before then still stands.
pub fn save<'a>(
    path: &Path,
    head: &Head,
    items: impl Iterator<Item = (&'a str, &'a Known)>,
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
        member(&mut line, ',', "read", &known.read.to_string());
        line += &format!(",\"round\":{}", known.round);
        if let Some(code) = known.undecided {
            member(&mut line, ',', "undecided", code.id());
        }
        if let Some(mark) = &known.mark {
            member(&mut line, ',', "case", &mark.case);
            member(&mut line, ',', "bag", &mark.bag.to_string());
            member(&mut line, ',', "filed", &mark.filed.to_string());
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

/// Names come from disks and may hold anything.
fn quote(line: &mut String, text: &str) {
    line.push('"');
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

    fn items() -> Vec<(String, Known)> {
        let known = |class, mark| Known { class, read: moment(), round: 3, undecided: None, mark };
        let mark = Mark { case: "TS-1".into(), bag: Digest([1; 32]), filed: moment() };
        let undecided = Some(Code::KeyringUntrusted);
        vec![
            ("a\n\u{7}.zip".into(), known(Class::Unreadable, None)),
            ("b.zip".into(), Known { undecided, ..known(Class::Intact, Some(mark)) }),
            ("甲/c.zip".into(), known(Class::Missing, None)),
        ]
    }

    fn saved(folder: &Path) -> PathBuf {
        let path = folder.join("state");
        let items = items();
        save(&path, &head(), items.iter().map(|(n, k)| (n.as_str(), k))).unwrap();
        path
    }

    fn read(path: &Path) -> Result<(Head, Vec<(String, Known)>), Error> {
        let mut found = Vec::new();
        let head = load(path, &head().folder, &mut |name, known| found.push((name, known)))?;
        Ok((head, found))
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = saved(folder.path());
        assert_eq!(read(&path).unwrap(), (head(), items()));
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
        assert_eq!(read(&path).unwrap(), (next, vec![]));
        assert_eq!(disk::list(folder.path()).unwrap().len(), 1);
    }
}
