//! The list of received files against the files (`formats.md` §1): `evidence.toml` keeps what intake
//! found, and a digest that stands anywhere in a package is checked wherever it stands.

use std::path::Path;

use crate::base::disk;
use crate::case::{evidence, layout};
use crate::verdict::{Code, Finding, Place};

use super::{Judge, Reach};

/// Largest list that is read, in octets.
const LARGEST: u64 = 64 << 20;

impl Judge<'_, '_> {
    /// While a case is under way the list is renewed by every build; in a filed dossier it stands.
    pub(super) fn evidence(&mut self) -> Result<(), disk::Error> {
        if !matches!(self.ask.reach, Reach::Filed(_)) {
            return Ok(());
        }
        let place = Place::file(layout::EVIDENCE_LIST);
        let unread = |problem: String| {
            let finding = Finding::new(Code::SealEvidenceDiffers, place.clone());
            finding.with("what", "unreadable").with("name", problem)
        };
        let bytes = match self.dossier.files().read(layout::EVIDENCE_LIST, LARGEST) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(()),
            Err(disk::Error::Large { limit, .. }) => {
                self.findings.push(unread(format!("more than {limit} octets")));
                return Ok(());
            }
            Err(e) => return Err(e),
        };
        let text = String::from_utf8(bytes).map_err(|e| e.to_string());
        let items = text.and_then(|text| {
            evidence::parse(Path::new(layout::EVIDENCE_LIST), &text).map_err(|e| e.to_string())
        });
        let items = match items {
            Ok(items) => items,
            Err(problem) => {
                self.findings.push(unread(problem));
                return Ok(());
            }
        };
        let grade = self.grade().to_string();
        for item in items {
            let Some(facts) = item.facts else { continue };
            let folder = self.rules.folder(&item.slot, &grade);
            let name = folder.map(|folder| format!("{folder}{}", item.name));
            let found = match &name {
                Some(name) => self.digest(name)?,
                None => None,
            };
            let what = match found {
                None => Some("missing"),
                Some(file) if file.size != facts.size => Some("size"),
                Some(file) if file.sha256 != facts.sha256 => Some("sha256"),
                // The second digest stands there exactly where the profile asks for it.
                Some(_) if facts.sm3.is_some() != self.profile.sm3 => Some("sm3"),
                Some(file) if facts.sm3.zip(file.sm3).is_some_and(|(a, b)| a != b) => Some("sm3"),
                Some(_) => None,
            };
            if let Some(what) = what {
                let finding = Finding::new(Code::SealEvidenceDiffers, place.clone());
                let name = name.unwrap_or(item.name);
                self.findings.push(finding.with("what", what).with("name", name));
            }
        }
        Ok(())
    }
}
