//! What a received file is, learned from its content alone: kind, pages, findings.
//!
//! The parsers that say so were written by others and read what strangers sent. The library calls
//! them through a [`Prober`], so that a program can put them into a process of its own, with
//! limits, and lose that instead of itself; the library never starts a process unasked.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::archival::Doubt;
use super::balance::Balances;
use super::kind::{self, Kind};
use super::nature::Nature;
use super::raster::{self, Undrawn};
use super::{leaf, office, page, photo, picture, scan, source};
use crate::base::disk;
use crate::verdict::{Code, Finding, Place};

/// Largest PDF whose pages are looked for, in octets: reading one takes up to its size again, and
/// must not take more than the half gigabyte that a reading process is given.
pub const LARGEST_PDF: u64 = 320 << 20;
/// From this size on the bodies of pictures and fonts are left unread in memory.
const HEAVY: usize = 48 << 20;
/// Most octets that the contents of a file's pages unpack to while they are looked at for what they
/// leave behind; beyond, the volume looks for itself.
const UNPACKED: usize = 96 << 20;
/// Most characters of a fact that comes out of a file.
const LONGEST_FACT: usize = 200;

/// What was learned about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Probe {
    /// Its kind by content.
    pub kind: Kind,
    /// Pages it gives to the volume; `None` where a sheet stands for it.
    pub pages: Option<usize>,
    /// What speaks against its pages in a PDF/A volume; `None` where nothing does.
    pub doubt: Option<Doubt>,
    /// What its pages leave behind of saved graphics states, where that was looked at.
    pub balances: Option<Balances>,
    /// What it says about itself.
    pub nature: Nature,
    /// What is wrong or worth knowing; the places are empty. Where it gives no pages the first one
    /// says why.
    pub findings: Vec<Finding>,
}

/// Looks at files that strangers sent.
pub trait Prober: Sync {
    /// What a file is. A file that defeats the parsers gives a probe that says so.
    ///
    /// # Errors
    /// The file cannot be read from disk.
    fn probe(&self, path: &Path) -> Result<Probe, disk::Error>;

    /// The pages of a PDF as pictures: a PDF/A-2b of as many pages.
    ///
    /// # Errors
    /// The file cannot be read from disk. What cannot be drawn is told why.
    fn draw(&self, path: &Path, pages: usize) -> Result<Result<Vec<u8>, Undrawn>, disk::Error> {
        drop(disk::open(path)?);
        Ok(source::guarded(|| raster::draw(path, pages)).unwrap_or(Err(Undrawn::Crash)))
    }
}

/// Looks at files in this very process, on a thread with room for deep nesting. A panic is a
/// finding; an endless loop or a lack of memory is not caught.
#[derive(Clone, Copy, Debug)]
pub struct InProcess;

impl Prober for InProcess {
    fn probe(&self, path: &Path) -> Result<Probe, disk::Error> {
        match source::guarded(|| probe(path)) {
            Some(found) => found,
            None => defeated(path, Defeat::Crash),
        }
    }
}

/// How a file defeated the parsers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Defeat {
    /// It was read for too long.
    Time,
    /// Reading it asked for too much memory, or ended the reader otherwise.
    Crash,
}

impl Defeat {
    /// Its word in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Crash => "crash",
        }
    }
}

/// What is to be said of a file that defeated the parsers: nothing but its kind.
///
/// # Errors
/// The file cannot be read from disk.
pub fn defeated(path: &Path, how: Defeat) -> Result<Probe, disk::Error> {
    let mut probe = Probe::of(Kind::of(&head(path)?));
    probe.say(Code::AssembleDefeated, &[("reason", how.name().to_string())]);
    Ok(probe)
}

/// Looks at a file on this thread. To be called with a large stack (64 MiB or more) or in a process
/// that may be lost.
///
/// # Errors
/// The file cannot be read from disk.
pub fn probe(path: &Path) -> Result<Probe, disk::Error> {
    let kind = Kind::of(&head(path)?);
    let size = disk::size(path)?.unwrap_or(0);
    let mut probe = Probe::of(kind);
    if size == 0 {
        probe.say(Code::AssembleEmptyFile, &[]);
        return Ok(probe);
    }
    match kind {
        Kind::Pdf if size > LARGEST_PDF => probe.say(Code::AssembleTooLarge, &[]),
        Kind::Pdf => probe.pdf(Arc::new(disk::read(path, LARGEST_PDF)?)),
        Kind::Jpeg | Kind::Png | Kind::Tiff | Kind::Bmp | Kind::Webp => {
            if size > picture::LARGEST {
                probe.say(Code::AssembleTooLarge, &[]);
            } else {
                photo::look(&disk::read(path, picture::LARGEST)?, &mut probe);
            }
        }
        Kind::Other("heic") => probe.say(Code::AssembleHeic, &[]),
        Kind::Other(_) => office::look(path, &mut probe)?,
    }
    Ok(probe)
}

fn head(path: &Path) -> Result<Vec<u8>, disk::Error> {
    let mut head = Vec::new();
    let failed = |source| disk::Error::Io { act: "read", path: path.to_path_buf(), source };
    disk::open(path)?.take(kind::HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    Ok(head)
}

impl Probe {
    /// Nothing but a kind.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        let (nature, findings) = (Nature::default(), Vec::new());
        Self { kind, pages: None, doubt: None, balances: None, nature, findings }
    }

    /// Adds a finding. The file's kind is a fact of each; what comes out of the file is cut short.
    pub(crate) fn say(&mut self, code: Code, facts: &[(&'static str, String)]) {
        let mut finding = Finding::new(code, Place::default()).with("kind", self.kind.name());
        for (name, value) in facts {
            finding = finding.with(name, cut(value));
        }
        self.findings.push(finding);
    }

    fn pdf(&mut self, bytes: Arc<Vec<u8>>) {
        let size = bytes.len();
        let (examined, second) = source::examine(&bytes, size > HEAVY);
        let source = match examined {
            Ok(source) => source,
            Err(flaw) => return self.no_pages(flaw),
        };
        self.pages = Some(source.pages.len());
        let document = &source.document;
        self.doubt = source::caught(|| super::archival::doubt(&source)).unwrap_or(None);
        self.balances =
            source::caught(|| page::balances(document, &source.pages, UNPACKED)).flatten();
        self.nature = source::caught(|| Nature::of(document, &bytes)).unwrap_or_default();
        if source.encrypted {
            self.say(Code::AssembleDecrypted, &[]);
        }
        if source.reading == source::Reading::Repaired || source.dispute.is_some() {
            let declared = source.dispute.map_or(source.pages.len(), |(_, _, declared)| declared);
            let facts =
                [("pages", source.pages.len().to_string()), ("declared", declared.to_string())];
            self.say(Code::AssembleRepaired, &facts);
        }
        let found = source::caught(|| scan::of(document, &bytes)).unwrap_or_default();
        for (code, facts) in found.findings() {
            self.say(code, &facts);
        }
        let seen = source::caught(|| leaf::look(&source, second.as_ref())).unwrap_or_default();
        for (code, facts) in seen.findings() {
            self.say(code, &facts);
        }
    }

    fn no_pages(&mut self, flaw: source::Flaw) {
        match flaw {
            source::Flaw::Password => self.say(Code::AssemblePassword, &[]),
            source::Flaw::Damaged | source::Flaw::NoPages => self.say(Code::AssembleDamaged, &[]),
            source::Flaw::TooManyPages => self.say(Code::AssembleTooLarge, &[]),
            source::Flaw::Disputed { first, second, declared } => {
                let facts = [("first", first), ("second", second), ("declared", declared)];
                self.say(
                    Code::AssemblePagesDisputed,
                    &facts.map(|(name, count)| (name, count.to_string())),
                );
            }
        }
    }
}

/// The beginning of a text that comes out of a file.
pub(crate) fn cut(text: &str) -> String {
    let mut out: String = text.chars().take(LONGEST_FACT).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Names of the facts that findings of intake bear.
const FACTS: [&str; 10] =
    ["kind", "what", "number", "first", "second", "declared", "pages", "reason", "fonts", "dpi"];

/// A probe as it is written: between processes, and in `out/seen.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    kind: String,
    pages: Option<usize>,
    doubt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    balances: Option<Balances>,
    #[serde(default)]
    nature: Nature,
    findings: Vec<(String, Vec<(String, String)>)>,
}

impl From<&Probe> for Stored {
    fn from(probe: &Probe) -> Self {
        let facts =
            |f: &Finding| f.facts.iter().map(|(k, v)| ((*k).to_string(), v.clone())).collect();
        Self {
            kind: probe.kind.name().to_string(),
            pages: probe.pages,
            doubt: probe.doubt.map(|d| d.name().to_string()),
            balances: probe.balances.clone(),
            nature: probe.nature.clone(),
            findings: probe.findings.iter().map(|f| (f.code.id().to_string(), facts(f))).collect(),
        }
    }
}

impl Stored {
    /// The probe that was written; `None` where this program would not have written it.
    #[must_use]
    pub fn recall(&self) -> Option<Probe> {
        let mut findings = Vec::new();
        for (id, facts) in &self.findings {
            let code = Code::ALL.iter().copied().find(|c| c.id() == id)?;
            let mut finding = Finding::new(code, Place::default());
            for (key, value) in facts {
                let key = FACTS.iter().find(|k| *k == key)?;
                finding = finding.with(key, value);
            }
            findings.push(finding);
        }
        let doubt = match &self.doubt {
            Some(word) => Some(*Doubt::ALL.iter().find(|d| d.name() == word)?),
            None => None,
        };
        let (pages, balances, nature) = (self.pages, self.balances.clone(), self.nature.clone());
        Some(Probe { kind: Kind::named(&self.kind)?, pages, doubt, balances, nature, findings })
    }
}

#[cfg(test)]
mod tests {
    use super::super::balance::Balance;
    use super::*;

    #[test]
    fn what_is_written_is_recalled_and_nothing_else_is() {
        let mut probe = Probe::of(Kind::Pdf);
        probe.pages = Some(3);
        probe.doubt = Some(Doubt::Font);
        probe.balances = Some(Balances(vec![(2, Balance { below: 1, open: 0 })]));
        probe.nature.producer = "某软件".to_string();
        probe.say(Code::AssembleBlank, &[("pages", "2".to_string())]);
        let text = serde_json::to_string(&Stored::from(&probe)).unwrap();
        let stored: Stored = serde_json::from_str(&text).unwrap();
        assert_eq!(stored.recall(), Some(probe));
        let other = text.replace("assemble.blank-pages", "assemble.unheard-of");
        assert_eq!(serde_json::from_str::<Stored>(&other).unwrap().recall(), None);
    }

    #[test]
    fn what_a_file_says_is_cut_short() {
        assert_eq!(cut("短"), "短");
        assert_eq!(cut(&"长".repeat(300)).chars().count(), LONGEST_FACT + 1);
    }
}
