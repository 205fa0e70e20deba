//! Other people's bags (RFC 8493, drafts 0.93 to 0.97): `verify --bag-only` on a folder that is no
//! package of ours. A package of ours is never read here: it has one form and no tolerance.
//!
//! What is read: manifests in any order with MD5, SHA-224 to SHA-512 or SM3, tag files in UTF-8,
//! UTF-16 or ISO-8859-1. A manifest with another algorithm leaves the bag undecided. Nothing is
//! fetched. Tag files of more than [`LARGEST`] octets are not read.

mod algorithm;
mod lists;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use self::algorithm::Algorithm;
use self::lists::{Declaration, Listed, RFC, Reach};
use super::open::bag_folder;
use super::{Error, Progress, layout};
use crate::base::{disk, name, text};
use crate::verdict::{Bearing, Code, Finding, Place, Report};

/// Largest tag file that is read, in octets.
pub const LARGEST: u64 = 256 << 20;

/// What only a package of ours has: where one of these stands, the strict check applies.
const OURS: [&str; 5] = ["case.toml", "rules", "keyring", "seals", "reviews"];
/// Files that systems leave behind, and that do not survive a journey.
const SYSTEM: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether a target is somebody else's bag.
///
/// # Errors
/// The folder cannot be listed.
pub fn is_plain(target: &Path) -> Result<bool, Error> {
    if !disk::is_folder(target) {
        return Ok(false);
    }
    let root = bag_folder(target)?;
    let info = root.join(layout::INFO);
    let says_ours = disk::exists(&info)
        && String::from_utf8_lossy(&disk::read(&info, LARGEST)?)
            .contains("juanzong.example/bagit/");
    Ok(!says_ours && !OURS.iter().any(|n| disk::exists(&root.join(n))))
}

/// Checks a bag of somebody else.
///
/// # Errors
/// The target cannot be read.
pub fn check(target: &Path, progress: &dyn Progress) -> Result<Report, Error> {
    let root = bag_folder(target)?;
    let mut bag = Bag { report: Report::on(target.display().to_string()), ..Bag::default() };
    for entry in disk::walk(&root)? {
        match entry.kind {
            disk::Kind::File => drop(bag.files.insert(entry.name, entry.path)),
            disk::Kind::Folder => bag.has_data |= entry.name == "data",
            disk::Kind::Other => bag.find(Code::PackageSpecialFile, &entry.name),
        }
    }
    bag.check(progress)?;
    Ok(bag.report)
}

/// A manifest that was read.
struct Manifest {
    /// Its file.
    file: String,
    /// Its algorithm; `None` for one that is not read.
    algorithm: Option<Algorithm>,
    /// Whether it lists payload.
    payload: bool,
    /// Digests by the name of the file on disk, or by the name as written where there is none.
    digests: BTreeMap<String, String>,
}

#[derive(Default)]
struct Bag {
    report: Report,
    files: BTreeMap<String, PathBuf>,
    has_data: bool,
    /// Names on disk by their normalised form.
    alike: BTreeMap<String, String>,
}

impl Bag {
    fn add(&mut self, finding: Finding) {
        self.report.add(finding);
    }

    fn find(&mut self, code: Code, file: &str) {
        self.add(Finding::new(code, Place::file(text::visible(file))));
    }

    /// Something that a careful reader would rather not see, but that leaves the bag valid.
    fn warn(&mut self, what: &str, file: &str) {
        let place = Place::file(text::visible(file));
        self.add(Finding::new(Code::PackageBagWarning, place).with("what", what));
    }

    fn tag(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.files.get(name);
        Ok(path.map(|path| disk::read(path, LARGEST)).transpose()?)
    }

    fn check(&mut self, progress: &dyn Progress) -> Result<(), Error> {
        let Some(bytes) = self.tag(layout::DECLARATION)? else {
            self.find(Code::PackageTagMissing, layout::DECLARATION);
            return Ok(());
        };
        let Some(declared) = Declaration::parse(&bytes) else {
            self.find(Code::PackageBagDeclaration, layout::DECLARATION);
            return Ok(());
        };
        let (major, minor) = declared.version;
        let plain = Finding::new(Code::PackagePlainBag, Place::default());
        self.add(plain.with("version", format_args!("{major}.{minor}")));
        if !self.has_data {
            self.find(Code::PackageTagMissing, "data/");
        }
        self.alike = self.files.keys().map(|n| (n.nfc().collect(), n.clone())).collect();
        let manifests = self.manifests(declared)?;
        if !manifests.iter().any(|m| m.payload) {
            self.find(Code::PackageTagMissing, "manifest-….txt");
        }
        self.listed(declared, &manifests);
        self.fetch(declared, &manifests)?;
        self.info(declared)?;
        self.digests(&manifests, progress)
    }

    /// Reads every manifest.
    fn manifests(&mut self, declared: Declaration) -> Result<Vec<Manifest>, Error> {
        let mut manifests = Vec::new();
        let names: Vec<String> = self.files.keys().filter(|n| !n.contains('/')).cloned().collect();
        for file in names {
            let rest = file.strip_prefix("tag").unwrap_or(&file);
            let word = rest.strip_prefix("manifest-").and_then(|n| n.strip_suffix(".txt"));
            let Some(word) = word else { continue };
            let (payload, algorithm) = (rest == file, Algorithm::of(word));
            if algorithm.is_none() {
                let finding = Finding::new(Code::PackageUnknownAlgorithm, Place::file(&file));
                self.add(finding.bearing(Bearing::Unsettled));
            }
            let bytes = self.tag(&file)?.unwrap_or_default();
            let Some(words) = declared.encoding.decode(&bytes) else {
                self.find(Code::PackageManifestMalformed, &file);
                continue;
            };
            let mut manifest = Manifest { file, algorithm, payload, digests: BTreeMap::new() };
            for (number, line) in (1..).zip(lists::lines(&words)) {
                if !line.trim().is_empty() {
                    self.line(declared, &mut manifest, number, line);
                }
            }
            self.report.count("manifest-lines", manifest.digests.len() as u64);
            manifests.push(manifest);
        }
        Ok(manifests)
    }

    fn line(&mut self, declared: Declaration, manifest: &mut Manifest, number: usize, line: &str) {
        let place = Place { file: manifest.file.clone(), line: number, field: String::new() };
        let digits = manifest.algorithm.map(Algorithm::digits);
        let listed = Listed::parse(line).filter(|l| digits.is_none_or(|d| d == l.digest.len()));
        let Some(listed) = listed else {
            self.add(Finding::new(Code::PackageManifestMalformed, place));
            return;
        };
        if listed.star {
            self.warn("star", &manifest.file);
        }
        if listed.relative {
            self.warn("relative", &manifest.file);
        }
        let inside = listed.path.starts_with(layout::PAYLOAD) == manifest.payload;
        if !self.leads_inside(&listed.path) || !inside {
            self.refuse(&listed.path, if inside { "outside the bag" } else { "not in its place" });
            return;
        }
        let name = self.on_disk(&listed.path, &manifest.file);
        match manifest.digests.insert(name.clone(), listed.digest.clone()) {
            Some(before) if before == listed.digest && declared.version < RFC => {
                self.warn("twice", &name);
            }
            Some(_) => self.add(Finding::new(Code::PackageManifestMalformed, place)),
            None => {}
        }
    }

    fn refuse(&mut self, path: &str, flaw: &str) {
        let place = Place::file(text::visible(path));
        self.add(Finding::new(Code::PackageNameRefused, place).with("flaw", flaw));
    }

    /// Whether a path stays in the bag; a name that would leave it on Windows is told, no more.
    fn leads_inside(&mut self, path: &str) -> bool {
        match lists::reach(path) {
            Some(Reach::Outside) => false,
            Some(Reach::OutsideOnWindows) => {
                self.warn("windows", path);
                true
            }
            None => true,
        }
    }

    /// The name on disk that a written path means: decoded, as it stands, or in another
    /// normalisation form.
    fn on_disk(&mut self, path: &str, manifest: &str) -> String {
        let decoded = lists::decoded(path);
        for name in [decoded.as_str(), path] {
            if self.files.contains_key(name) {
                return name.to_string();
            }
        }
        let form: String = decoded.nfc().collect();
        match self.alike.get(&form).cloned() {
            Some(name) => {
                self.warn("normalisation", manifest);
                name
            }
            None => decoded,
        }
    }

    /// What is listed and missing, what is there and not listed, and names that are nearly the same.
    fn listed(&mut self, declared: Declaration, manifests: &[Manifest]) {
        let mut all: BTreeSet<&str> = BTreeSet::new();
        for manifest in manifests {
            let missing = match manifest.payload {
                true => Code::PackagePayloadMissing,
                false => Code::PackageTagMissing,
            };
            for name in manifest.digests.keys() {
                if !self.files.contains_key(name) && all.insert(name) {
                    let finding = Finding::new(missing, Place::file(text::visible(name)));
                    self.add(finding.with("manifest", &manifest.file));
                }
                all.insert(name);
            }
        }
        let payload: Vec<String> =
            self.files.keys().filter(|n| n.starts_with(layout::PAYLOAD)).cloned().collect();
        for name in &payload {
            let lists = manifests.iter().filter(|m| m.payload);
            let without: Vec<&Manifest> =
                lists.clone().filter(|m| !m.digests.contains_key(name)).collect();
            // Before the RFC one list was enough.
            let everywhere = declared.version >= RFC || without.len() == lists.count();
            if let Some(manifest) = without.first().filter(|_| everywhere) {
                let finding =
                    Finding::new(Code::PackageUnlistedFile, Place::file(text::visible(name)));
                self.add(finding.with("manifest", &manifest.file));
            }
            let last = name.rsplit('/').next().unwrap_or_default();
            if SYSTEM.contains(&last) || last.starts_with("._") {
                self.warn("system", name);
            }
        }
        let mut keys: BTreeMap<String, &str> = BTreeMap::new();
        for name in all {
            if let Some(other) = keys.insert(name::clash_key(name), name) {
                let what = match other.nfc().eq(name.nfc()) {
                    true => "normalisation",
                    false => "alike",
                };
                self.warn(what, name);
            }
        }
    }

    fn fetch(&mut self, declared: Declaration, manifests: &[Manifest]) -> Result<(), Error> {
        const FETCH: &str = "fetch.txt";
        let Some(bytes) = self.tag(FETCH)? else { return Ok(()) };
        let words = declared.encoding.decode(&bytes).unwrap_or_default();
        for (number, line) in (1..).zip(lists::lines(&words)) {
            if line.trim().is_empty() {
                continue;
            }
            let Some(path) = lists::fetched(line) else {
                let place = Place { file: FETCH.into(), line: number, field: String::new() };
                self.add(Finding::new(Code::PackageManifestMalformed, place));
                continue;
            };
            if !self.leads_inside(path) {
                self.refuse(path, "outside the bag");
                continue;
            }
            let name = lists::decoded(path);
            let lists = manifests.iter().filter(|m| m.payload);
            if lists.clone().any(|m| !m.digests.contains_key(&name)) {
                match declared.version >= RFC {
                    true => {
                        let place = Place::file(text::visible(path));
                        let finding = Finding::new(Code::PackageUnlistedFile, place);
                        self.add(finding.with("manifest", FETCH));
                    }
                    false => self.warn("fetch", path),
                }
            }
        }
        Ok(())
    }

    /// `Payload-Oxum` is only a hint; where it is wrong the digests say what is true.
    fn info(&mut self, declared: Declaration) -> Result<(), Error> {
        for file in [layout::INFO, "package-info.txt"] {
            let Some(bytes) = self.tag(file)? else { continue };
            let words = declared.encoding.decode(&bytes).unwrap_or_default();
            let Some(said) = lists::oxum(&words) else { continue };
            let (mut octets, mut count) = (0, 0);
            for (_, path) in self.files.iter().filter(|(n, _)| n.starts_with(layout::PAYLOAD)) {
                octets += disk::size(path)?.unwrap_or_default();
                count += 1;
            }
            if said != (octets, count) {
                self.warn("oxum", file);
            }
        }
        Ok(())
    }

    fn digests(&mut self, manifests: &[Manifest], progress: &dyn Progress) -> Result<(), Error> {
        let mut octets = 0;
        for path in self.files.values() {
            octets += disk::size(path)?.unwrap_or_default();
        }
        progress.begin(octets);
        self.report.count("entries", self.files.len() as u64);
        self.report.count("octets", octets);
        let files = std::mem::take(&mut self.files);
        for (name, path) in &files {
            let lists: Vec<(&Manifest, Algorithm, &String)> = manifests
                .iter()
                .filter_map(|m| Some((m, m.algorithm?, m.digests.get(name)?)))
                .collect();
            let algorithms: Vec<Algorithm> = lists.iter().map(|(_, a, _)| *a).collect();
            let read = |source| {
                let path = path.clone();
                Error::Disk(disk::Error::Io { act: "read", path, source })
            };
            let file = disk::open(path)?;
            let digests = algorithm::digests(file, &algorithms, |n| progress.advance(n));
            let digests = digests.map_err(read)?.ok_or(Error::Interrupted)?;
            for ((manifest, algorithm, wanted), actual) in lists.iter().zip(digests) {
                if **wanted != actual {
                    let code = match manifest.payload {
                        true => Code::PackagePayloadMismatch,
                        false => Code::PackageTagMismatch,
                    };
                    let finding = Finding::new(code, Place::file(text::visible(name)));
                    let finding = finding.with("algorithm", algorithm.word());
                    self.add(finding.with("expected", wanted).with("actual", actual));
                }
            }
        }
        Ok(())
    }
}
