//! `evidence.toml`: the received files of a case, as they came and under which name they travel.
//!
//! Files in `evidence/<slot>/` are never renamed or altered once they lie there. The list gives each
//! a package name that is portable and unique in its slot's folder (`formats.md` §1), keeps the name
//! it was received under, and what intake found. A file lies under the one name or the other: whoever
//! puts files there by hand keeps the received name, `juanzong intake` files them under the portable
//! one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use super::layout;
use crate::base::digest::Digest;
use crate::base::{disk, json, name, toml};

/// Most received files of one case.
pub const MOST: usize = 100_000;

/// One received file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its slot.
    pub slot: String,
    /// Its name in the slot's package folder.
    pub name: String,
    /// The path or name it was received under.
    pub received: String,
    /// Its path below `evidence/<slot>/`: `received` or `name`. Not stored: [`assign`] looks.
    pub disk: String,
    /// What intake found; `None` until it has looked.
    pub facts: Option<ItemFacts>,
}

/// What intake found out about a received file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemFacts {
    /// Its kind by content: `pdf`, `jpeg`, `png`, `tiff`…
    pub kind: String,
    /// Octets.
    pub size: u64,
    /// Pages or pictures; `None` for files without pages.
    pub pages: Option<u64>,
    /// SHA-256.
    pub sha256: Digest,
    /// SM3, where the profile asks for it.
    pub sm3: Option<Digest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    file: Vec<StoredItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredItem {
    slot: String,
    name: String,
    received: Option<String>,
    kind: String,
    size: u64,
    pages: Option<u64>,
    sha256: String,
    sm3: Option<String>,
}

/// Reads a list from text; `path` only names it in errors.
///
/// # Errors
/// Not TOML, another shape, a digest that is none, or a name that is not portable.
pub fn parse(path: &Path, text: &str) -> Result<Vec<Item>, toml::Error> {
    let stored: Stored = toml::parse(path, text)?;
    let wrong = |message: String| toml::Error::Shape {
        path: path.to_path_buf(),
        line: 1,
        column: 1,
        cause: Box::new(toml::Cause::other(message)),
    };
    let digest =
        |hex: &str| Digest::parse(hex).ok_or_else(|| wrong(format!("`{hex}` is no digest")));
    let mut items = Vec::new();
    for s in stored.file {
        name::check(&s.name).map_err(|flaw| wrong(format!("file `{}`: {flaw}", s.name)))?;
        let facts = ItemFacts {
            kind: s.kind,
            size: s.size,
            pages: s.pages,
            sha256: digest(&s.sha256)?,
            sm3: s.sm3.as_deref().map(digest).transpose()?,
        };
        let received = s.received.unwrap_or_else(|| s.name.clone());
        let disk = received.clone();
        items.push(Item { slot: s.slot, name: s.name, received, disk, facts: Some(facts) });
    }
    Ok(items)
}

/// Reads the list of a case; a case without one has no listed files.
///
/// # Errors
/// As [`parse`], or the file cannot be read.
pub fn load(case: &Path) -> Result<Vec<Item>, toml::Error> {
    let path = case.join(layout::EVIDENCE_LIST);
    match disk::read_text(&path, 64 << 20) {
        Ok(text) => parse(&path, &text),
        Err(e) if e.is_missing() => Ok(Vec::new()),
        Err(e) => Err(e.into()),
    }
}

/// The list as text: same items, same bytes. Items that intake has not looked at are left out.
#[must_use]
pub fn write(items: &[Item]) -> String {
    let mut out = String::from(
        "# 收到的佐证材料清单，由 juanzong 生成，请勿手工修改。\n\
         # Received files, written by juanzong; do not edit.\n",
    );
    for item in items {
        let Some(facts) = &item.facts else { continue };
        let _ = write!(
            out,
            "\n[[file]]\nslot = {}\nname = {}\n",
            quoted(&item.slot),
            quoted(&item.name)
        );
        if item.received != item.name {
            let _ = writeln!(out, "received = {}", quoted(&item.received));
        }
        let _ = writeln!(out, "kind = {}\nsize = {}", quoted(&facts.kind), facts.size);
        if let Some(pages) = facts.pages {
            let _ = writeln!(out, "pages = {pages}");
        }
        let _ = writeln!(out, "sha256 = \"{}\"", facts.sha256);
        if let Some(sm3) = facts.sm3 {
            let _ = writeln!(out, "sm3 = \"{sm3}\"");
        }
    }
    out
}

/// A TOML basic string. Received names may hold control characters, which TOML wants escaped.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in json::quote(text).chars() {
        if c.is_control() {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Joins the list with what lies on disk now: listed files keep their names, new ones get a
/// portable, unique name in the order of their paths, vanished ones drop out.
///
/// `taken` are the names already used in each slot's package folder (its rendered document). `same`
/// tells whether the file at a path of the item's slot has the octets of a listed item; it is asked
/// only where two files could be meant.
#[must_use]
pub fn assign(
    listed: &[Item],
    on_disk: &BTreeMap<String, Vec<String>>,
    taken: &BTreeMap<String, String>,
    same: &dyn Fn(&Item, &str) -> bool,
) -> Vec<Item> {
    let mut out = Vec::new();
    for (slot, paths) in on_disk {
        let mut free: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        let mut known: BTreeMap<&str, &Item> = BTreeMap::new();
        let of_slot = || listed.iter().filter(|i| i.slot == *slot);
        // First those that can only be meant by one path.
        for item in of_slot().filter(|i| i.name == i.received) {
            if free.remove(item.name.as_str()) {
                known.insert(&item.name, item);
            }
        }
        for item in of_slot().filter(|i| i.name != i.received) {
            let (received, name) = (item.received.as_str(), item.name.as_str());
            let path = match (free.contains(received), free.contains(name)) {
                (true, true) if !same(item, received) && same(item, name) => name,
                (true, _) => received,
                (false, true) => name,
                (false, false) => continue,
            };
            free.remove(path);
            known.insert(path, item);
        }
        let mut used: BTreeSet<String> =
            taken.get(slot).map(|n| name::clash_key(n)).into_iter().collect();
        used.extend(known.values().map(|item| name::clash_key(&item.name)));
        for path in paths {
            let (slot, disk) = (slot.clone(), path.clone());
            out.push(match known.get(path.as_str()) {
                Some(item) => Item { disk, ..(*item).clone() },
                None => {
                    let name = unused_name(path, &mut used);
                    Item { slot, name, received: path.clone(), disk, facts: None }
                }
            });
        }
    }
    out
}

/// The portable name of a received path, with ` (2)`, ` (3)`… where it is taken.
///
/// `used` are the clash keys of the names that are taken; the new one joins them.
#[must_use]
pub fn unused_name(path: &str, used: &mut BTreeSet<String>) -> String {
    let wished = name::mend(&path.replace('/', "-"));
    let (stem, ext) = match wished.rsplit_once('.') {
        Some((stem, ext)) if !stem.is_empty() => (stem, format!(".{ext}")),
        Some(_) | None => (wished.as_str(), String::new()),
    };
    let mut name = wished.clone();
    let mut k = 2;
    while !used.insert(name::clash_key(&name)) {
        let tail = format!(" ({k}){ext}");
        let mut head = stem.to_string();
        while head.len() + tail.len() > name::LONGEST {
            head.pop();
        }
        name = name::mend(&(head + &tail));
        k += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk_of(paths: &[&str]) -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([("s".to_string(), paths.iter().map(ToString::to_string).collect())])
    }

    #[test]
    fn names_become_portable_and_unique_and_stay_what_they_were() {
        let taken = BTreeMap::from([("s".to_string(), "申请表.pdf".to_string())]);
        let paths = ["A.pdf", "a.pdf", "x/100%.jpg", "申请表.pdf"];
        let first = assign(&[], &disk_of(&paths), &taken, &|_, _| false);
        let names: Vec<_> = first.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["A.pdf", "a (2).pdf", "x-100％.jpg", "申请表 (2).pdf"]);
        // A file that comes later and sorts earlier takes no name away.
        let listed: Vec<Item> = first
            .into_iter()
            .map(|mut i| {
                i.facts = Some(ItemFacts {
                    kind: "pdf".into(),
                    size: 1,
                    pages: Some(2),
                    sha256: Digest([7; 32]),
                    sm3: None,
                });
                i
            })
            .collect();
        let again = parse(Path::new("x"), &write(&listed)).unwrap();
        assert_eq!(again, listed);
        let more = ["A.pdf", "Ａ.pdf", "a.pdf"];
        let later = assign(&again, &disk_of(&more), &taken, &|_, _| false);
        let names: Vec<_> = later.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["A.pdf", "Ａ (3).pdf", "a (2).pdf"]);
    }

    #[test]
    fn a_file_is_found_under_its_portable_name_or_under_the_received_one() {
        let item = |name: &str, received: &str| Item {
            slot: "s".into(),
            name: name.into(),
            received: received.into(),
            disk: String::new(),
            facts: None,
        };
        let listed = [item("报告 (2).pdf", "甲/报告.pdf"), item("报告.pdf", "报告.pdf")];
        let found = |paths: &[&str], same: &dyn Fn(&Item, &str) -> bool| {
            let items = assign(&listed, &disk_of(paths), &BTreeMap::new(), same);
            items.into_iter().map(|i| (i.disk, i.name)).collect::<Vec<_>>()
        };
        let pair = |disk: &str, name: &str| (disk.to_string(), name.to_string());
        let never = |_: &Item, _: &str| false;
        let expected = [pair("报告 (2).pdf", "报告 (2).pdf"), pair("报告.pdf", "报告.pdf")];
        assert_eq!(found(&["报告 (2).pdf", "报告.pdf"], &never), expected);
        let expected = [pair("报告.pdf", "报告.pdf"), pair("甲/报告.pdf", "报告 (2).pdf")];
        assert_eq!(found(&["报告.pdf", "甲/报告.pdf"], &never), expected);
        // Both there: the octets decide, and the other file is a new one.
        let both = ["报告 (2).pdf", "甲/报告.pdf"];
        let filed = |_: &Item, path: &str| path == "报告 (2).pdf";
        let expected = [pair("报告 (2).pdf", "报告 (2).pdf"), pair("甲/报告.pdf", "甲-报告.pdf")];
        assert_eq!(found(&both, &filed), expected);
    }

    #[test]
    fn a_list_that_would_leave_its_folder_is_refused() {
        let text = "[[file]]\nslot='s'\nname='../x'\nkind='pdf'\nsize=1\nsha256='00'\n";
        assert!(parse(Path::new("x"), text).is_err());
    }
}
