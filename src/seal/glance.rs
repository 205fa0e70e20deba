//! Which stages of a case are sealed, and when, at a glance: names and times of the statements in
//! `seals/`, nothing of them verified. For overviews of thousands of cases, where each case is
//! verified by its own commands; what looks wrong is passed over.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::disk;
use crate::base::json::{self, Value};
use crate::base::time::{Day, Moment};
use crate::profile::Profile;

use super::carriers::{ENVELOPE, STATEMENT};
use super::names::{SEALS, numbered};
use super::predicate::Outcome;
use super::statement::LARGEST;

/// What stands before the predicate of a statement; nothing of the kind can stand in a string, whose
/// quotes are escaped.
const PREDICATE: &str = "\n\"predicate\":";

/// The stages whose last seal holds, with the day that it claims. A return takes away the seals of
/// the stage that it goes back to and of those after it; a new opening takes away all.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn sealed(dir: &Path, profile: &Profile) -> Result<BTreeMap<String, Day>, disk::Error> {
    let folder = dir.join(SEALS);
    if !disk::is_folder(&folder) {
        return Ok(BTreeMap::new());
    }
    let mut found = BTreeMap::new();
    for entry in disk::list(&folder)?.into_iter().filter(|e| e.kind == disk::Kind::File) {
        let stem = entry.name.strip_suffix(STATEMENT).filter(|_| !entry.name.ends_with(ENVELOPE));
        if let Some((number, stage)) = stem.and_then(numbered) {
            found.insert(number, (stage.to_owned(), entry.path.clone()));
        }
    }
    let mut sealed: BTreeMap<String, Day> = BTreeMap::new();
    for (stage, path) in found.into_values() {
        let Some(place) = profile.stage_number(&stage) else {
            sealed.clear();
            continue;
        };
        let bytes = disk::read(&path, LARGEST as u64)?;
        let Some((outcome, to, at)) = said(&bytes) else { continue };
        match outcome {
            Outcome::Done => drop(sealed.insert(stage, at.day())),
            Outcome::Return { .. } => {
                let back = to.and_then(|to| profile.stage_number(&to)).unwrap_or(place);
                sealed.retain(|id, _| profile.stage_number(id).is_some_and(|n| n < back));
            }
        }
    }
    Ok(sealed)
}

/// Outcome, target and time of a seal, read from its predicate alone.
fn said(bytes: &[u8]) -> Option<(Outcome, Option<String>, Moment)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, predicate) = text.rsplit_once(PREDICATE)?;
    let predicate = predicate.strip_suffix("}\n")?;
    let value = json::parse(predicate.as_bytes()).ok()?;
    let text = |key: &str| value.get(key).and_then(Value::as_text).map(str::to_owned);
    let at = Moment::parse(&text("signedAt")?)?;
    let to = text("to");
    let outcome = match (text("outcome")?.as_str(), &to) {
        ("done", _) => Outcome::Done,
        ("return", Some(to)) => Outcome::Return { to: to.clone() },
        _ => return None,
    };
    Some((outcome, to, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Shelf;

    fn seal(dir: &Path, name: &str, fields: &str) {
        let text = format!(
            "{{\"_type\":\"x\",\n\"subject\":[\n{{\"name\":\"a\"}}\n],\n\"predicateType\":\"y\",\n\"predicate\":{{{fields}}}}}\n"
        );
        disk::write_new(&dir.join("seals").join(name), text.as_bytes()).unwrap();
    }

    fn done(dir: &Path, name: &str, day: &str) {
        seal(dir, name, &format!("\"outcome\":\"done\",\"signedAt\":\"{day}T09:00:00+08:00\""));
    }

    #[test]
    fn the_last_seal_of_a_stage_counts_until_a_return_or_a_new_opening() {
        let shelf = Shelf::built_in().unwrap();
        let profile = shelf.profile("tangshan-2025").unwrap().0.narrowed("C");
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        let told = || -> Vec<String> {
            let sealed = sealed(dir, &profile).unwrap();
            sealed.into_iter().map(|(stage, day)| format!("{stage} {day}")).collect()
        };
        assert!(told().is_empty());
        let [a, b] = [&profile.stages[0].id, &profile.stages[1].id];
        seal(dir, "00-open.json", "\"signedAt\":\"2026-03-01T09:00:00+08:00\"");
        done(dir, &format!("01-{a}.json"), "2026-03-02");
        done(dir, &format!("02-{b}.json"), "2026-03-03");
        // Carriers, strange names and broken files say nothing.
        disk::write_new(&dir.join(format!("seals/02-{b}.dsse.json")), b"{}").unwrap();
        disk::write_new(&dir.join("seals/notes.json"), b"{}").unwrap();
        disk::write_new(&dir.join(format!("seals/03-{a}.json")), b"half a ").unwrap();
        assert_eq!(told(), [format!("{a} 2026-03-02"), format!("{b} 2026-03-03")]);
        let back = "\"outcome\":\"return\",\"to\":";
        let at = "\"signedAt\":\"2026-03-05T09:00:00+08:00\"";
        seal(dir, &format!("04-{b}.json"), &format!("{back}\"{b}\",{at}"));
        assert_eq!(told(), [format!("{a} 2026-03-02")]);
        done(dir, &format!("05-{b}.json"), "2026-03-06");
        assert_eq!(told(), [format!("{a} 2026-03-02"), format!("{b} 2026-03-06")]);
        seal(dir, "06-open.json", at);
        assert!(told().is_empty());
    }
}
