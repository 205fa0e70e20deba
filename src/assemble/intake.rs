//! What a received file is, how many pages it gives to the volume, and what is odd about it.

use std::io::Read as _;
use std::path::Path;

use super::archival::{self, Doubt};
use super::kind::{self, Kind};
use super::picture;
use super::scan;
use super::source::{self, Reading, Source};
use super::volume;
use crate::base::digest::{self, FileDigest};
use crate::base::disk;
use crate::verdict::{Code, Finding, Place};

/// What intake found out about a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Intake {
    /// Its kind by content.
    pub kind: Kind,
    /// Its size and digests.
    pub digest: FileDigest,
    /// Pages it gives to the volume; `None` where a sheet stands for it.
    pub pages: Option<usize>,
    /// What speaks against its pages in a PDF/A volume; `None` where nothing does.
    pub doubt: Option<Doubt>,
    /// What is wrong or worth knowing.
    pub findings: Vec<Finding>,
}

/// Looks at a file: kind, digests, pages. `place` names it in findings.
///
/// Never fails because the file is bad: that is a finding.
///
/// # Errors
/// The file cannot be read from disk.
pub fn inspect(path: &Path, place: &str, sm3: bool) -> Result<Intake, disk::Error> {
    let mut head = Vec::new();
    let failed = |source| disk::Error::Io { act: "read", path: path.to_path_buf(), source };
    disk::open(path)?.take(kind::HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    let kind = Kind::of(&head);
    let size = disk::size(path)?.unwrap_or(0);
    let limit = if kind == Kind::Pdf { volume::LARGEST } else { picture::LARGEST };
    let has_pages = kind == Kind::Pdf || kind.is_picture();
    let mut intake = Intake {
        kind,
        digest: digest::of_bytes(b"", false),
        pages: None,
        doubt: None,
        findings: Vec::new(),
    };
    if !has_pages || size > limit {
        intake.digest = disk::digest(path, sm3)?;
        let code = if intake.digest.size == 0 {
            Code::AssembleEmptyFile
        } else if kind == Kind::Other("heic") {
            Code::AssembleHeic
        } else if has_pages {
            Code::AssembleTooLarge
        } else {
            Code::AssembleNoPages
        };
        intake.find(code, place);
        return Ok(intake);
    }
    let bytes = disk::read(path, limit)?;
    intake.digest = digest::of_bytes(&bytes, sm3);
    if kind == Kind::Pdf {
        intake.pdf(&bytes, place);
    } else {
        intake.picture(&bytes, place);
    }
    Ok(intake)
}

impl Intake {
    fn find(&mut self, code: Code, place: &str) {
        let finding = Finding::new(code, Place::file(place));
        self.findings.push(finding.with("kind", self.kind.name()));
    }

    fn picture(&mut self, bytes: &[u8], place: &str) {
        // Setting the pages is the only proof that they can be set.
        let pages = picture::pages(bytes).and_then(|pdf| {
            Source::reopen(&pdf, 0).map(|s| s.pages.len()).map_err(|_| picture::Flaw::Damaged)
        });
        match pages {
            Ok(pages) => self.pages = Some(pages),
            Err(picture::Flaw::TooLarge) => self.find(Code::AssembleTooLarge, place),
            Err(picture::Flaw::Damaged) => self.find(Code::AssembleDamaged, place),
        }
    }

    fn pdf(&mut self, bytes: &[u8], place: &str) {
        let source = match Source::examine(bytes) {
            Ok(source) => source,
            Err(flaw) => return self.refuse(flaw, place),
        };
        self.pages = Some(source.pages.len());
        self.doubt = archival::doubt(&source);
        if source.encrypted {
            self.find(Code::AssembleDecrypted, place);
        }
        if source.reading == Reading::Repaired || source.dispute.is_some() {
            self.find(Code::AssembleRepaired, place);
        }
        let scan = source::guarded(|| scan::of(&source.document)).unwrap_or_default();
        if !scan.active.is_empty() {
            let what = scan.active.iter().copied().collect::<Vec<_>>().join(", ");
            let finding = Finding::new(Code::AssembleActive, Place::file(place));
            self.findings.push(finding.with("what", what));
        }
        if scan.signatures > 0 {
            let finding = Finding::new(Code::AssembleSigned, Place::file(place));
            self.findings.push(finding.with("number", scan.signatures));
        }
    }

    fn refuse(&mut self, flaw: source::Flaw, place: &str) {
        match flaw {
            source::Flaw::Password => self.find(Code::AssemblePassword, place),
            source::Flaw::Damaged | source::Flaw::NoPages => {
                self.find(Code::AssembleDamaged, place);
            }
            source::Flaw::TooManyPages => self.find(Code::AssembleTooLarge, place),
            source::Flaw::Disputed { first, second, declared } => {
                let finding = Finding::new(Code::AssemblePagesDisputed, Place::file(place));
                self.findings.push(
                    finding.with("first", first).with("second", second).with("declared", declared),
                );
            }
        }
    }
}
