//! The check of a bag whose carrier is sound: declaration, lists, digests, what is derived and what
//! does not belong (RFC 8493 §3; `formats.md` §6).
//!
//! A finding whose cause is already reported at the same place is folded under it.

use std::collections::BTreeSet;
use std::path::Path;

use super::bag;
use super::contents::Contents;
use super::layout::{self, Algorithm, Part};
use super::open::{Opened, open};
use super::sums::Flaw;
use super::{Error, Progress};
use crate::base::digest::Digest;
use crate::base::toml;
use crate::case;
use crate::profile::Profile;
use crate::seal::keyring::{self, Ring};
use crate::seal::{Memory, Predicate, Statement, statement};
use crate::verdict::{Code, Finding, Place, Report};

/// A package after the check of carrier and bag.
pub struct Checked {
    /// Its contents; `None` where the carrier is too unsound to read them.
    pub contents: Option<Contents>,
    /// What was found.
    pub report: Report,
    /// Entries with a finding that fails: what else is wrong with them follows from that.
    pub bad: BTreeSet<String>,
    /// The filing seal, where it stands and is not altered.
    pub filing: Option<Statement>,
}

impl Checked {
    /// Adds a finding unless its place has one already.
    fn add(&mut self, finding: Finding) {
        let file = &finding.place.file;
        if file.is_empty() || self.bad.insert(file.clone()) {
            self.report.add(finding);
        }
    }

    fn is_bad(&self, name: &str) -> bool {
        self.bad.contains(name)
    }
}

/// Checks carrier and bag of a zip or an unpacked folder; signatures are not looked at.
///
/// # Errors
/// The target cannot be read, or changes meanwhile.
pub fn check(target: &Path, threads: usize, progress: &dyn Progress) -> Result<Checked, Error> {
    check_but(target, (false, None), threads, progress)
}

/// Checks carrier and bag, `fast` without the digests of SM3 manifests, which is said.
///
/// # Errors
/// As [`check`].
pub(super) fn check_but(
    target: &Path,
    (fast, memory): (bool, Option<&Memory>),
    threads: usize,
    progress: &dyn Progress,
) -> Result<Checked, Error> {
    check_opened(target, open(target, fast.then_some(false), threads, progress)?, (fast, memory))
}

/// Checks the bag of a package that was opened, `fast` without the digests of SM3 manifests.
///
/// # Errors
/// As [`check`].
pub(super) fn check_opened(
    target: &Path,
    Opened { contents, findings }: Opened,
    (fast, memory): (bool, Option<&Memory>),
) -> Result<Checked, Error> {
    let report = Report::on(target.display().to_string());
    let mut checked = Checked { contents: None, report, bad: BTreeSet::new(), filing: None };
    findings.into_iter().for_each(|f| checked.add(f));
    let Some(contents) = contents else {
        checked.report.skip("package-contents");
        return Ok(checked);
    };
    let index = contents.index();
    checked.report.count("entries", index.len() as u64);
    checked.report.count("octets", index.octets());
    if fast && contents.has(Algorithm::Sm3.manifest()) {
        checked.report.skip("package-sm3");
    }
    Bag { contents: &contents, checked: &mut checked, memory }.check()?;
    checked.contents = Some(contents);
    Ok(checked)
}

/// The bag under check.
struct Bag<'a> {
    contents: &'a Contents,
    checked: &'a mut Checked,
    memory: Option<&'a Memory>,
}

/// What one comparison of a manifest with the entries is about.
struct Listing {
    manifest: &'static str,
    algorithm: Algorithm,
    mismatch: Code,
    missing: Code,
}

impl Bag<'_> {
    fn check(mut self) -> Result<(), Error> {
        let sm3 = self.contents.has(Algorithm::Sm3.manifest());
        let algorithms = Algorithm::ALL.iter().filter(|a| **a == Algorithm::Sha256 || sm3);
        self.names(self.wants_sm3()?.unwrap_or(sm3));
        self.constants()?;
        // Which lists can be believed is known before they are used; told is it after the causes.
        let mut tags = Vec::new();
        for algorithm in algorithms.clone() {
            self.tag_manifest(*algorithm, &mut tags)?;
        }
        let altered: BTreeSet<String> = tags.iter().map(|f| f.place.file.clone()).collect();
        for algorithm in algorithms {
            if !altered.contains(algorithm.manifest()) {
                self.payload_manifest(*algorithm)?;
            }
        }
        self.derived(&altered)?;
        self.signers(&altered)?;
        tags.into_iter().for_each(|f| self.checked.add(f));
        for (at, flaw) in &self.contents.sums().flaws {
            if let Flaw::Crc(stored, actual) = flaw {
                let place = Place::file(self.contents.index().name(*at));
                let finding = Finding::new(Code::PackageCrcMismatch, place);
                let finding = finding.with("stored", format_args!("{stored:08x}"));
                self.checked.add(finding.with("actual", format_args!("{actual:08x}")));
            }
        }
        Ok(())
    }

    /// Whether the profile asks for SM3 manifests; `None` where it cannot be read, which is told
    /// where rules are checked.
    fn wants_sm3(&self) -> Result<Option<bool>, Error> {
        let file = case::layout::PROFILE;
        let asks = || -> Result<Option<bool>, Error> {
            let bytes = self.contents.content(file, toml::LARGEST)?;
            let text = bytes.and_then(|b| String::from_utf8(b).ok());
            let profile = text.and_then(|t| Profile::parse(Path::new(file), &t).ok());
            Ok(profile.map(|p| p.sm3))
        };
        match (self.memory, self.contents.sha256(file)) {
            (Some(memory), Some(digest)) => memory.sm3.or_make(digest, Memory::WORD, asks),
            (Some(_) | None, _) => asks(),
        }
    }

    /// Files that do not belong, and lists that must be there.
    fn names(&mut self, sm3: bool) {
        let index = self.contents.index();
        for name in (0..index.first_payload()).map(|at| index.name(at)) {
            let code = match layout::part(name) {
                Part::Unknown => Code::PackageUnknownTagFile,
                Part::UnknownManifest => Code::PackageUnknownAlgorithm,
                Part::Manifest(Algorithm::Sm3) | Part::TagManifest(Algorithm::Sm3) if !sm3 => {
                    Code::PackageUnknownTagFile
                }
                Part::Payload
                | Part::Manifest(_)
                | Part::TagManifest(_)
                | Part::Determined
                | Part::Tag => continue,
            };
            self.checked.add(Finding::new(code, Place::file(name)));
        }
        let missing = |name| Finding::new(Code::PackageTagMissing, Place::file(name));
        for algorithm in Algorithm::ALL.into_iter().filter(|a| *a == Algorithm::Sha256 || sm3) {
            for name in [algorithm.manifest(), algorithm.tag_manifest()] {
                if !self.contents.has(name) {
                    self.checked.add(missing(name));
                }
            }
        }
    }

    /// `bagit.txt` and the files that are the same in every package.
    fn constants(&mut self) -> Result<(), Error> {
        let declaration = (layout::DECLARATION, bag::DECLARATION.as_bytes());
        for (name, wanted) in std::iter::once(declaration).chain(bag::CONSTANT) {
            let code = match name {
                layout::DECLARATION => Code::PackageBagDeclaration,
                _ => Code::PackageDeterminedDiffers,
            };
            self.determined(code, name, wanted);
        }
        Ok(())
    }

    /// Compares an entry with the bytes that follow from the rest of the package.
    fn determined(&mut self, code: Code, name: &str, wanted: &[u8]) {
        self.is(code, name, Digest::sha256(wanted));
    }

    /// The same by the digest of these bytes.
    fn is(&mut self, code: Code, name: &str, expected: Digest) {
        match self.contents.sha256(name) {
            Some(actual) if actual == expected => {}
            Some(actual) => {
                let finding = Finding::new(code, Place::file(name));
                self.checked.add(finding.with("expected", expected).with("actual", actual));
            }
            None => {
                self.checked.add(Finding::new(Code::PackageTagMissing, Place::file(name)));
            }
        }
    }

    fn tag_manifest(
        &mut self,
        algorithm: Algorithm,
        found: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let index = self.contents.index();
        let is_listed = |at: &usize| !matches!(layout::part(index.name(*at)), Part::TagManifest(_));
        let mut tags: Vec<usize> = (0..index.first_payload()).filter(is_listed).collect();
        tags.sort_by_key(|at| index.name(*at));
        let listing = Listing {
            manifest: algorithm.tag_manifest(),
            algorithm,
            mismatch: Code::PackageTagMismatch,
            missing: Code::PackageTagMissing,
        };
        self.compare(&listing, &mut tags.into_iter(), found)
    }

    fn payload_manifest(&mut self, algorithm: Algorithm) -> Result<(), Error> {
        let index = self.contents.index();
        let listing = Listing {
            manifest: algorithm.manifest(),
            algorithm,
            mismatch: Code::PackagePayloadMismatch,
            missing: Code::PackagePayloadMissing,
        };
        let mut found = Vec::new();
        self.compare(&listing, &mut (index.first_payload()..index.len()), &mut found)?;
        found.into_iter().for_each(|f| self.checked.add(f));
        Ok(())
    }

    /// Walks a manifest and the entries it must list side by side; both are sorted bytewise.
    fn compare(
        &mut self,
        listing: &Listing,
        entries: &mut dyn Iterator<Item = usize>,
        found: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let name = listing.manifest;
        let Some(mut lines) = self.contents.lines(name) else { return Ok(()) };
        let index = self.contents.index();
        // A list that the carrier holds wrongly is reported as such, not believed.
        if index.find(name).is_some_and(|at| self.contents.sums().flaws.contains_key(&at)) {
            return Ok(());
        }
        let unlisted = |at: usize| {
            let finding = Finding::new(Code::PackageUnlistedFile, Place::file(index.name(at)));
            finding.with("manifest", name)
        };
        let mut entries = entries.peekable();
        let mut last = String::new();
        let mut count = 0;
        let before = found.len();
        while let Some(line) = lines.next()? {
            let Some((digest, listed)) = line.filter(|(_, listed)| *listed > last) else {
                // What a list in disorder seems to say about files follows from the disorder.
                found.truncate(before);
                found.push(malformed(name, lines.number));
                return Ok(());
            };
            while let Some(at) = entries.next_if(|at| index.name(*at) < listed.as_str()) {
                found.push(unlisted(at));
            }
            count += 1;
            if let Some(at) = entries.next_if(|at| index.name(*at) == listed) {
                let actual = match listing.algorithm {
                    Algorithm::Sha256 => self.contents.sums().sha256(at),
                    Algorithm::Sm3 => self.contents.sums().sm3(at),
                };
                if let Some(actual) = actual.filter(|a| *a != digest) {
                    let finding = Finding::new(listing.mismatch, Place::file(&listed));
                    let finding = finding.with("algorithm", listing.algorithm.word());
                    found.push(finding.with("expected", digest).with("actual", actual));
                }
            } else {
                let finding = Finding::new(listing.missing, Place::file(&listed));
                found.push(finding.with("manifest", name));
            }
            last = listed;
        }
        if count == 0 && entries.peek().is_some() {
            found.push(malformed(name, 1));
            return Ok(());
        }
        found.extend(entries.map(unlisted));
        self.checked.report.count("manifest-lines", count);
        Ok(())
    }

    /// `bag-info.txt`, which follows from the filing seal and the payload, and the leading folder.
    /// `altered` are tag files that differ from their list: what follows from them is not told.
    fn derived(&mut self, altered: &BTreeSet<String>) -> Result<(), Error> {
        let Some(name) = filing_seal(self.contents.names()) else {
            let finding = Finding::new(Code::PackageFilingSealMissing, Place::file("seals/"));
            self.checked.add(finding);
            return Ok(());
        };
        if altered.contains(name) || self.checked.is_bad(name) {
            return Ok(());
        }
        let limit = statement::LARGEST as u64;
        let bytes = self.contents.content(name, limit)?.unwrap_or_default();
        let Ok(seal) = Statement::parse(&bytes) else {
            let finding = Finding::new(Code::PackageFilingSealMissing, Place::file(name));
            self.checked.add(finding);
            return Ok(());
        };
        let Predicate::Seal(facts) = seal.predicate() else {
            let finding = Finding::new(Code::PackageFilingSealMissing, Place::file(name));
            self.checked.add(finding);
            return Ok(());
        };
        let index = self.contents.index();
        let first = index.first_payload();
        let octets = (first..index.len()).map(|at| index.place(at).size).sum();
        let (case, day) = (&facts.case, facts.signed_at.day());
        let wanted = bag::info(case, day, octets, (index.len() - first) as u64);
        let carried = self.contents.content(layout::INFO, 4096)?.unwrap_or_default();
        // With payload missing or added the sizes differ too; that has been told.
        let lists = Algorithm::ALL.iter().any(|a| altered.contains(a.manifest()));
        let payload = lists || self.checked.bad.iter().any(|n| n.starts_with(layout::PAYLOAD));
        if !(payload && without_oxum(&carried) == without_oxum(wanted.as_bytes())) {
            self.determined(Code::PackageDeterminedDiffers, layout::INFO, wanted.as_bytes());
        }
        if self.contents.folder().is_some_and(|folder| folder != case) {
            let folder = self.contents.folder().unwrap_or_default();
            let finding = Finding::new(Code::PackageFolderName, Place::file(format!("{folder}/")));
            self.checked.add(finding.with("expected", case).with("actual", folder));
        }
        self.unsealed(name, &seal);
        self.checked.filing = Some(seal);
        Ok(())
    }

    /// `allowed_signers`, which follows from the newest key ring that travels.
    fn signers(&mut self, altered: &BTreeSet<String>) -> Result<(), Error> {
        let rings = self.contents.names().filter_map(|name| {
            let version = keyring::version_of(name.strip_prefix("keyring/")?)?;
            Some((version, name))
        });
        let Some((_, name)) = rings.max() else {
            let first = format!("keyring/{}", keyring::ring_name(1));
            self.checked.add(Finding::new(Code::PackageTagMissing, Place::file(first)));
            return Ok(());
        };
        if altered.contains(name) || self.checked.is_bad(name) {
            return Ok(());
        }
        // A ring that cannot be read is told of where rings are checked.
        let contents = self.contents;
        let follows = || -> Result<Option<Digest>, Error> {
            let bytes = contents.content(name, keyring::LARGEST as u64)?.unwrap_or_default();
            let ring = Ring::parse(&bytes).ok();
            Ok(ring.map(|r| Digest::sha256(keyring::allowed_signers(&r).as_bytes())))
        };
        let wanted = match (self.memory, contents.sha256(name)) {
            (Some(memory), Some(digest)) => {
                memory.signers.or_make(digest, Memory::WORD, follows)?
            }
            (Some(_) | None, _) => follows()?,
        };
        if let Some(wanted) = wanted {
            self.is(Code::PackageDeterminedDiffers, layout::SIGNERS, wanted);
        }
        Ok(())
    }

    /// The filing seal names every tag file but its own three and the tag manifests.
    fn unsealed(&mut self, name: &str, seal: &Statement) {
        let index = self.contents.index();
        for tag in (0..index.first_payload()).map(|at| index.name(at)) {
            if is_filing_subject(tag, Some(name)) && seal.subject(tag).is_none() {
                let finding = Finding::new(Code::PackageUnsealedFile, Place::file(tag));
                self.checked.add(finding.with("seal", name));
            }
        }
    }
}

/// A manifest that has not its one form from this line on.
fn malformed(manifest: &str, line: usize) -> Finding {
    let place = Place { file: manifest.to_string(), line, ..Place::default() };
    Finding::new(Code::PackageManifestMalformed, place)
}

/// Everything of a `bag-info.txt` before its last line.
fn without_oxum(bytes: &[u8]) -> &[u8] {
    let at = bytes.windows(14).rposition(|w| w == b"\nPayload-Oxum:").unwrap_or(bytes.len());
    bytes.get(..at).unwrap_or_default()
}

/// The last seal of the chain: the one with the greatest number.
pub fn filing_seal<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let seals = names.filter(|n| !n.ends_with(".dsse.json")).filter_map(|name| {
        let stem = name.strip_prefix("seals/")?.strip_suffix(".json")?;
        let number: u64 = stem.split_once('-')?.0.parse().ok()?;
        Some((number, name))
    });
    // Number 0 is the opening.
    seals.filter(|(number, _)| *number > 0).max().map(|(_, name)| name)
}

/// Whether the filing seal `seal` (its `.json`) names a tag file: all but its own three files and
/// the tag manifests (`formats.md` §6).
#[must_use]
pub fn is_filing_subject(name: &str, seal: Option<&str>) -> bool {
    let own = seal.and_then(|s| s.strip_suffix(".json")).and_then(|stem| name.strip_prefix(stem));
    !matches!(layout::part(name), Part::Payload | Part::TagManifest(_))
        && !matches!(own, Some(".json" | ".dsse.json" | ".json.sig"))
}
