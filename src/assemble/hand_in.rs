//! Files that are handed in: gathered, copied aside with their digests, looked at, judged, and
//! filed into slots all at once or not at all.
//!
//! Until the last moment everything lies in a folder of its own beside the evidence. Then the list
//! is written and the files move; a file that is listed and does not lie there counts as never
//! received, so an end in between loses nothing that a second run would not bring.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Error;
use super::intake::Intake;
use super::outputs::Progress;
use super::probe::Prober;
use super::receive::{facts, judge, of_name, place, take_in};
use super::record::{Seen, fails};
use super::unpack;
use crate::base::digest::{Digest, FileDigest};
use crate::base::{disk, name};
use crate::case::evidence::{self, Item};
use crate::case::{Case, layout};
use crate::verdict::{Code, Finding, Place, Report};

/// What the caller is told while files are copied and read. It may be told from several threads.
pub trait Octets: Sync {
    /// So many octets are to be done.
    fn begin(&self, octets: u64);
    /// So many more are done. `false` asks the work to stop.
    fn advance(&self, octets: u64) -> bool;
}

impl Octets for () {
    fn begin(&self, _: u64) {}

    fn advance(&self, _: u64) -> bool {
        true
    }
}

/// A file that was filed.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its entry in the list.
    pub item: Item,
    /// What was found.
    pub intake: Intake,
}

/// What came of files that were handed in.
#[derive(Clone, Debug)]
pub struct HandedIn {
    /// What was found, in the files of this time and in those that lay there already.
    pub report: Report,
    /// What was filed this time.
    pub filed: Vec<Filed>,
    /// Files that had been filed before, under the same name and with the same octets.
    pub known: usize,
    /// Files that were refused.
    pub refused: usize,
}

/// Where files are handed in, and who looks at them.
pub struct Counter<'a> {
    /// The case.
    pub case: &'a Case,
    /// The slot that everything goes to; else the folders that files come in name it.
    pub slot: Option<&'a str>,
    /// Slots that take nothing more, by id, with the title of the stage whose seal closed them.
    pub closed: &'a BTreeMap<String, String>,
    /// Who looks at what strangers sent.
    pub prober: &'a dyn Prober,
    /// Who is told how far it is.
    pub octets: &'a dyn Octets,
}

/// A file on its way.
struct Offer {
    /// Where it lies: where it came from, or already aside.
    path: PathBuf,
    /// How it is called in findings.
    place: String,
    /// The path it is received under, below its slot.
    received: String,
    slot: Option<String>,
    /// Its digests, where it lies aside already.
    digest: Option<FileDigest>,
}

/// A file that lies aside and was looked at.
struct Looked {
    aside: Option<PathBuf>,
    intake: Intake,
}

impl Counter<'_> {
    /// Takes in files, folders and ZIP archives, checks them with everything that lies in the case
    /// already, and lists what is received. Without any, only the latter.
    ///
    /// # Errors
    /// A path cannot be read or holds the case itself, the disk refuses, or the caller stops it; nothing
    /// was filed then.
    pub fn take(&self, paths: &[PathBuf], progress: &mut dyn Progress) -> Result<HandedIn, Error> {
        let case = self.case;
        let own = disk::real(&case.dir);
        // A case in itself, or all cases in one, is nobody's wish.
        if let Some(path) = paths.iter().find(|path| own.starts_with(disk::real(path))) {
            return Err(Error::Itself { path: path.clone() });
        }
        let mut seen = Seen::load(&case.dir);
        let (mut items, intakes) = take_in(case, &mut seen, self.prober, progress)?;
        let mut handed = HandedIn {
            report: Report::on(case.facts.case.clone()),
            filed: Vec::new(),
            known: 0,
            refused: 0,
        };
        handed.report.count("files", intakes.len() as u64);
        handed.report.extend(intakes.into_values().flat_map(|i| i.findings));
        if !paths.is_empty() {
            // A place is told before anything is made.
            for path in paths {
                if !disk::is_folder(path) {
                    drop(disk::open(path)?);
                }
            }
            let aside = disk::Staged::beside(&case.dir.join("intake"))?;
            let offers = self.gather(paths, aside.path(), &mut handed)?;
            let looked = self.look(&offers, aside.path(), &items)?;
            let filing = Filing::new(case, self.closed, &items);
            let moves = filing.judge(offers, looked, &mut handed);
            items.extend(handed.filed.iter().map(|f| f.item.clone()));
            sort(case, &mut items);
            list(case, &items)?;
            for (from, item) in moves {
                disk::move_new(&from, &case.dir.join(place(&item)))?;
            }
            for filed in &handed.filed {
                let intake = Some(&filed.intake);
                seen.note(&case.dir, &place(&filed.item), &filed.intake.digest, intake)?;
            }
        } else {
            list(case, &items)?;
        }
        seen.save(&case.dir)?;
        Ok(handed)
    }

    /// What was handed in, folders and archives opened.
    fn gather(
        &self,
        paths: &[PathBuf],
        aside: &Path,
        handed: &mut HandedIn,
    ) -> Result<Vec<Offer>, Error> {
        let mut files: Vec<(PathBuf, String, String)> = Vec::new();
        for path in paths {
            let own = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            if !disk::is_folder(path) {
                files.push((path.clone(), own.clone(), own));
                continue;
            }
            for entry in disk::walk(path)? {
                let shown = format!("{own}/{}", entry.name);
                match entry.kind {
                    disk::Kind::File => files.push((entry.path, shown, entry.name)),
                    disk::Kind::Folder => {}
                    disk::Kind::Other => {
                        handed.refuse(vec![
                            Finding::new(Code::AssembleRefused, Place::file(shown))
                                .with("reason", "link"),
                        ]);
                    }
                }
            }
        }
        let mut total = 0;
        for (path, ..) in &files {
            total += disk::size(path)?.unwrap_or(0);
        }
        self.octets.begin(total);
        let mut offers = Vec::new();
        for (at, (path, shown, received)) in files.into_iter().enumerate() {
            if !unpack::is_archive(&path)? {
                offers.push(self.offer(path, shown, &received, None));
                continue;
            }
            let folder = aside.join(format!("unpacked-{at}"));
            let (whole, mut told) = (disk::size(&path)?.unwrap_or(0), 0);
            // An archive counts by its own octets, whatever comes out of it.
            let mut step = |octets: u64| {
                let more = octets.min(whole.saturating_sub(told));
                told += more;
                self.octets.advance(more)
            };
            let sm3 = self.case.profile.sm3;
            let contents = unpack::unpack(&path, &shown, &folder, sm3, &mut step)?;
            handed.refuse(contents.findings);
            for file in contents.files {
                let shown = format!("{shown}/{}", file.received);
                offers.push(self.offer(file.path, shown, &file.received, Some(file.digest)));
            }
        }
        Ok(offers)
    }

    fn offer(
        &self,
        path: PathBuf,
        place: String,
        received: &str,
        digest: Option<FileDigest>,
    ) -> Offer {
        let (slot, received) = match self.slot {
            Some(slot) => (Some(slot.to_string()), received.to_string()),
            None => self.slot_of(received),
        };
        Offer { path, place, received, slot, digest }
    }

    /// The slot that a folder on the way to a file names, by id, by title, or as packages name it;
    /// and the rest of the way.
    fn slot_of(&self, received: &str) -> (Option<String>, String) {
        let parts: Vec<&str> = received.split('/').collect();
        let folders = parts.len().saturating_sub(1);
        for (at, part) in parts.iter().enumerate().take(folders) {
            let key = name::clash_key(part);
            let named = self.case.slots().find(|(number, slot)| {
                let folder = layout::slot_folder(*number, slot);
                let folder = folder.rsplit('/').next().unwrap_or_default();
                [slot.id.as_str(), slot.title.as_str(), folder]
                    .iter()
                    .any(|n| name::clash_key(n) == key)
            });
            if let Some((_, slot)) = named {
                let rest = parts.get(at + 1..).unwrap_or_default().join("/");
                return (Some(slot.id.clone()), rest);
            }
        }
        (None, received.to_string())
    }

    /// Copies aside what does not lie there yet, and looks at everything, several at a time.
    fn look(
        &self,
        offers: &[Offer],
        aside: &Path,
        items: &[Item],
    ) -> Result<Vec<Option<Looked>>, Error> {
        let next = AtomicUsize::new(0);
        let failed = AtomicBool::new(false);
        let work = || -> Result<Vec<(usize, Looked)>, Error> {
            let mut done = Vec::new();
            while !failed.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(offer) = offers.get(at) else { break };
                match self.look_at(offer, &aside.join(format!("{at}")), items) {
                    Ok(looked) => done.push((at, looked)),
                    Err(e) => {
                        failed.store(true, Ordering::Relaxed);
                        return Err(e);
                    }
                }
            }
            Ok(done)
        };
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let found = std::thread::scope(|scope| {
            let others: Vec<_> = (1..at_once).map(|_| scope.spawn(work)).collect();
            let mut found = work();
            for other in others {
                let other = other.join().unwrap_or(Err(Error::Stopped));
                found = match (found, other) {
                    (Ok(mut all), Ok(more)) => {
                        all.extend(more);
                        Ok(all)
                    }
                    (Err(e), _) | (_, Err(e)) => Err(e),
                };
            }
            found
        })?;
        let mut looked: Vec<Option<Looked>> = offers.iter().map(|_| None).collect();
        for (at, one) in found {
            if let Some(slot) = looked.get_mut(at) {
                *slot = Some(one);
            }
        }
        Ok(looked)
    }

    fn look_at(&self, offer: &Offer, aside: &Path, items: &[Item]) -> Result<Looked, Error> {
        let sm3 = self.case.profile.sm3;
        let probe = |path: &Path| self.prober.probe(path);
        if let Some(digest) = offer.digest {
            let intake = Intake::new(digest, probe(&offer.path)?, &offer.place);
            return Ok(Looked { aside: Some(offer.path.clone()), intake });
        }
        let size = disk::size(&offer.path)?.unwrap_or(0);
        // A file that was filed before is read, but not copied again.
        if items.iter().any(|i| i.facts.as_ref().is_some_and(|f| f.size == size)) {
            let digest = disk::digest(&offer.path, sm3)?;
            if items.iter().any(|item| is_known(item, offer, digest.sha256)) {
                if !self.octets.advance(size) {
                    return Err(Error::Stopped);
                }
                let probe = super::probe::Probe::of(super::Kind::Other("unknown"));
                return Ok(Looked { aside: None, intake: Intake::new(digest, probe, "") });
            }
        }
        let mut reader = disk::open(&offer.path)?;
        let mut step = |octets| self.octets.advance(octets);
        let digest =
            disk::receive(&mut reader, &offer.path, aside, (sm3, u64::MAX - 1), &mut step)?;
        let digest = digest.ok_or(Error::Stopped)?;
        let intake = Intake::new(digest, probe(aside)?, &offer.place);
        Ok(Looked { aside: Some(aside.to_path_buf()), intake })
    }
}

impl HandedIn {
    /// Something was not taken in.
    fn refuse(&mut self, findings: Vec<Finding>) {
        self.refused += findings.iter().filter(|f| fails(std::slice::from_ref(f))).count();
        self.report.count("files", findings.len() as u64);
        self.report.extend(findings);
    }
}

/// Whether an offer is a file of the list that came before under the same name.
fn is_known(item: &Item, offer: &Offer, sha256: Digest) -> bool {
    offer.slot.as_deref() == Some(item.slot.as_str())
        && item.received == offer.received
        && item.facts.as_ref().is_some_and(|f| f.sha256 == sha256)
}

/// What is filed where.
struct Filing<'a> {
    case: &'a Case,
    closed: &'a BTreeMap<String, String>,
    /// Clash keys of the names that are taken, by slot.
    used: BTreeMap<String, BTreeSet<String>>,
    /// Where octets lie already.
    places: BTreeMap<Digest, String>,
    items: Vec<Item>,
}

impl<'a> Filing<'a> {
    fn new(case: &'a Case, closed: &'a BTreeMap<String, String>, items: &[Item]) -> Self {
        let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (number, slot) in case.slots().filter(|(_, s)| s.form.is_some()) {
            let document = layout::document(number, slot);
            let document = document.rsplit('/').next().unwrap_or_default();
            used.entry(slot.id.clone()).or_default().insert(name::clash_key(document));
        }
        let mut places = BTreeMap::new();
        for item in items {
            let used = used.entry(item.slot.clone()).or_default();
            used.insert(name::clash_key(&item.name));
            // Whatever lies there by hand keeps its place too.
            used.insert(name::clash_key(&item.disk));
            if let Some(facts) = &item.facts {
                places.entry(facts.sha256).or_insert_with(|| place(item));
            }
        }
        Self { case, closed, used, places, items: items.to_vec() }
    }

    /// The slot that a file goes to, or why there is none.
    fn slot(&self, offer: &Offer) -> Result<String, Finding> {
        let found = |code| Finding::new(code, Place::file(&offer.place));
        let Some(slot) = &offer.slot else { return Err(found(Code::AssembleNoSlot)) };
        match self.closed.get(slot) {
            Some(stage) => {
                Err(found(Code::AssembleSlotClosed).with("slot", slot).with("stage", stage))
            }
            None => Ok(slot.clone()),
        }
    }

    /// Judges every offer, gives the accepted ones a name, and says what moves where.
    fn judge(
        mut self,
        offers: Vec<Offer>,
        looked: Vec<Option<Looked>>,
        handed: &mut HandedIn,
    ) -> Vec<(PathBuf, Item)> {
        let mut moves = Vec::new();
        for (offer, looked) in offers.into_iter().zip(looked) {
            let Some(Looked { aside, mut intake }) = looked else { continue };
            let sha256 = intake.digest.sha256;
            let known = self.items.iter().any(|item| is_known(item, &offer, sha256));
            let Some(aside) = aside.filter(|_| !known) else {
                handed.known += 1;
                continue;
            };
            handed.report.count("files", 1);
            let slot = match self.slot(&offer) {
                Ok(slot) => slot,
                Err(finding) => {
                    handed.refused += 1;
                    handed.report.add(finding);
                    continue;
                }
            };
            let mut used = self.used.get(&slot).cloned().unwrap_or_default();
            let name = evidence::unused_name(&offer.received, &mut used);
            let (received, disk) = (offer.received.clone(), name.clone());
            let facts = Some(facts(&intake));
            let item = Item { slot: slot.clone(), name, received, disk, facts };
            let mut told = std::mem::take(&mut intake.findings);
            told.extend(of_name(&item));
            if let Some(other) = self.places.get(&sha256) {
                told.push(Finding::new(Code::AssembleTwice, Place::default()).with("other", other));
            }
            judge(&mut told, &self.case.profile);
            let refused = fails(&told);
            let at = if refused { offer.place.clone() } else { place(&item) };
            told.iter_mut().for_each(|f| f.place = Place::file(at.clone()));
            handed.report.extend(told.iter().cloned());
            if refused {
                handed.refused += 1;
                continue;
            }
            // The list remembers what is true of the file's content alone.
            intake.findings = told.into_iter().filter(|f| !is_of_neighbours(f.code)).collect();
            self.used.insert(slot, used);
            self.places.entry(sha256).or_insert_with(|| place(&item));
            self.items.push(item.clone());
            moves.push((aside, item.clone()));
            handed.filed.push(Filed { item, intake });
        }
        moves
    }
}

/// Findings that another file or name would change.
fn is_of_neighbours(code: Code) -> bool {
    matches!(code, Code::AssembleName | Code::AssembleTwice)
}

/// The order in which a case lists its files.
fn sort(case: &Case, items: &mut [Item]) {
    items.sort_by(|a, b| {
        let key = |i: &Item| case.profile.slot_number(&i.slot);
        (key(a), &a.disk).cmp(&(key(b), &b.disk))
    });
}

/// Writes the list where it says something else than before.
pub(crate) fn list(case: &Case, items: &[Item]) -> Result<(), Error> {
    let list = evidence::write(items);
    let path = case.dir.join(layout::EVIDENCE_LIST);
    let same = disk::read(&path, 64 << 20).is_ok_and(|old| old == list.as_bytes());
    if !same && (!items.is_empty() || disk::exists(&path)) {
        disk::replace(&path, list.as_bytes())?;
    }
    Ok(())
}
