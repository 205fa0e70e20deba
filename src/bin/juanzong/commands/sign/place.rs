//! Where somebody signs: a case folder, or a request that came from one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::assemble;
use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::case::{Case, layout};
use juanzong::package::{Contents, parcel};
use juanzong::profile::Profile;
use juanzong::seal::keyring::History;
use juanzong::seal::policy::Rules;
use juanzong::seal::predicate::Shown;
use juanzong::seal::sign::state::held;
use juanzong::seal::sign::{Absence, Desk, Late, Plan, Planned, Refusal, Wish, state, store};
use juanzong::seal::verify::{Ask, Reach};
use juanzong::seal::{CaseFiles, Dossier, Files, KeyId, Person, Statement, names};
use juanzong::verdict::{Bearing, Code, Finding, Place as At, Report};

use super::super::build::THREADS;
use crate::context::Context;
use crate::desk::{Bench, Pen};
use crate::exit::Failure;
use crate::shell;

/// Largest document of a request whose pages are counted, in octets.
const LARGEST: u64 = 1 << 30;
/// What the folder of statements made after filing ends in; it is called like the case before.
const AFTER: &str = ".after";

/// Where somebody signs.
pub(in super::super) trait Place {
    /// The case id.
    fn id(&self) -> &str;
    /// The folder or file that was named.
    fn path(&self) -> &Path;
    /// The rules of the case.
    fn profile(&self) -> &Profile;
    /// The key rings under which one signs there.
    fn rings(&self) -> &History;
    /// The seats in which the holder of a key is awaited, by id.
    fn seats(&self, key: KeyId, at: Moment) -> Result<Vec<String>, Failure>;
    /// Plans a review.
    fn review(&self, key: KeyId, wish: &Wish, context: &Context) -> Result<Planned, Failure>;
    /// Plans a roster.
    fn roster(
        &self,
        key: KeyId,
        seat: &str,
        absent: &BTreeMap<Person, Absence>,
        context: &Context,
    ) -> Result<Planned, Failure>;
    /// The documents of a seat and its stage that no longer stand as the typed data says: whoever
    /// signed them would sign words that are not on paper.
    fn stale(&self, seat: &str) -> Result<Option<Report>, Failure>;
    /// The documents of a seat as they are shown: name, pages, moment.
    fn shown(&self, seat: &str, context: &Context) -> Result<Vec<Shown>, Failure>;
    /// Signs a plan, puts the statement where it belongs, keeps a copy beside the key; gives the
    /// file that was written.
    fn sign(&self, plan: Plan, signer: &Pen, context: &Context) -> Result<String, Failure>;
    /// Tells what comes next.
    fn tell(&self, context: &Context) -> Result<(), Failure>;
}

/// The seats of the open stage that the holder of a key holds and has not been heard in.
fn awaited(
    files: &dyn Files,
    rings: &History,
    key: KeyId,
    at: Moment,
) -> Result<Vec<String>, Failure> {
    let dossier = Dossier::read(files)?;
    let ask = Ask { trust: None, accepted: &[], now: at, reach: Reach::UnderWay };
    let state = state::of(&dossier, &ask)?;
    let Some(ring) = rings.newest() else { return Ok(Vec::new()) };
    let Some(person) = ring.key(key).map(|k| &k.person) else { return Ok(Vec::new()) };
    let stage = state.stage.as_deref().unwrap_or_default();
    let own = state.hearings.iter().filter(|h| {
        ring.holders_of(&h.seat, stage, at).contains(&person)
            && !h.heard.iter().any(|(p, _)| p == person)
    });
    Ok(own.map(|h| h.seat.clone()).collect())
}

/// A case folder.
pub(super) struct CasePlace {
    path: PathBuf,
    bench: Bench,
    rings: History,
    pages: RefCell<BTreeMap<String, u64>>,
}

/// Lays out a case folder.
pub(super) fn case(path: &Path, rings: History, copies: &Path) -> Result<CasePlace, Failure> {
    let bench = Bench::lay(path, copies)?;
    Ok(CasePlace { path: path.to_path_buf(), bench, rings, pages: RefCell::default() })
}

impl CasePlace {
    /// Whoever declares on paper to have an interest in the enterprise does not review it.
    fn barred(&self, key: KeyId, context: &Context) -> Result<Option<Refusal>, Failure> {
        let case = &self.bench.case;
        let holder = self.rings.newest().and_then(|r| r.holder(&r.key(key)?.person));
        let Some(holder) = holder.filter(|_| case.profile.experts.is_some()) else {
            return Ok(None);
        };
        let report = super::super::check::examine(case, context.now.day(), context)?.report;
        let own = |f: &&Finding| {
            let named = f.facts.iter().any(|(fact, name)| *fact == "name" && *name == holder.name);
            f.code == Code::CaseExpertConflict && named
        };
        let findings: Vec<Finding> = report.findings().into_iter().filter(own).cloned().collect();
        Ok((!findings.is_empty()).then_some(Refusal { findings }))
    }
}

impl Place for CasePlace {
    fn id(&self) -> &str {
        &self.bench.case.facts.case
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn profile(&self) -> &Profile {
        &self.bench.case.profile
    }

    fn rings(&self) -> &History {
        &self.rings
    }

    fn seats(&self, key: KeyId, at: Moment) -> Result<Vec<String>, Failure> {
        awaited(&self.bench.files, &self.rings, key, at)
    }

    fn review(&self, key: KeyId, wish: &Wish, context: &Context) -> Result<Planned, Failure> {
        if let Some(refusal) = self.barred(key, context)? {
            return Ok(Err(refusal));
        }
        Ok(self.bench.desk(&self.rings, key, context.now).review(wish)?)
    }

    fn roster(
        &self,
        key: KeyId,
        seat: &str,
        absent: &BTreeMap<Person, Absence>,
        context: &Context,
    ) -> Result<Planned, Failure> {
        Ok(self.bench.desk(&self.rings, key, context.now).roster(seat, absent)?)
    }

    fn stale(&self, seat: &str) -> Result<Option<Report>, Failure> {
        stale(&self.bench.case, seat)
    }

    fn shown(&self, seat: &str, context: &Context) -> Result<Vec<Shown>, Failure> {
        shown(&self.bench.case, seat, context.now, &mut self.pages.borrow_mut(), context)
    }

    fn sign(&self, plan: Plan, signer: &Pen, context: &Context) -> Result<String, Failure> {
        let done = self.bench.sign(plan, &signer.key, &self.rings, &signer.copies)?;
        let file = format!("{}.json", done.stem);
        context.say("cli-signed", &[("file", file.clone())]);
        Ok(file)
    }

    fn tell(&self, context: &Context) -> Result<(), Failure> {
        super::super::status::tell(&self.path, context)
    }
}

/// The documents of a seat, and of its stage, that nobody has signed yet and that no longer stand
/// as the typed data says.
pub(super) fn stale(case: &Case, seat: &str) -> Result<Option<Report>, Failure> {
    let Some((stage, seat)) = case.profile.seat(seat) else { return Ok(None) };
    let files = CaseFiles::of(case)?;
    let held = held(&Dossier::read(&files)?);
    let stale = assemble::stale(case)?;
    let mut report = Report::on(case.facts.case.clone());
    for (number, slot) in case.slots() {
        let name = layout::document(number, slot);
        let own = slot.stage == stage.id || seat.slots.contains(&slot.id);
        if own && stale.contains(&name) && !held.contains_key(&name) {
            report.add(Finding::new(Code::SealNotBuilt, At::file(name)));
        }
    }
    report.count("acts", 1);
    Ok((!report.findings().is_empty()).then_some(report))
}

/// The documents of a seat as they are shown: name, pages, moment.
pub(in super::super) fn shown(
    case: &Case,
    seat: &str,
    at: Moment,
    known: &mut BTreeMap<String, u64>,
    context: &Context,
) -> Result<Vec<Shown>, Failure> {
    let slots = case.profile.seat(seat).map(|(_, s)| s.slots.clone()).unwrap_or_default();
    let mut shown = Vec::new();
    for file in case.files().into_iter().filter(|f| slots.contains(&f.slot)) {
        context.go_on()?;
        if !disk::exists(&file.disk) {
            continue;
        }
        let pages = match known.get(&file.name) {
            Some(pages) => *pages,
            None => {
                let seen = assemble::inspect(&file.disk, &file.name, false, &context.readers)?;
                *known.entry(file.name.clone()).or_insert(seen.pages.unwrap_or_default() as u64)
            }
        };
        shown.push(Shown { name: file.name, pages, at });
    }
    shown.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(shown)
}

/// A request that came from a case.
pub(in super::super) struct RequestPlace {
    path: PathBuf,
    contents: Contents,
    rules: Rules,
    case: String,
    grade: String,
    rings: History,
    copies: Vec<Statement>,
    /// Where the response goes.
    out: PathBuf,
}

/// Opens a request; a report where it is none. `rings` goes before the ring that it carries.
pub(in super::super) fn request(
    path: &Path,
    rings: Option<History>,
    copies: &Path,
    out: PathBuf,
    context: &Context,
) -> Result<Result<RequestPlace, Report>, Failure> {
    if disk::exists(&out) {
        return Err(disk::Error::Exists { path: out }.into());
    }
    let mut report = Report::on(path.display().to_string());
    report.count("acts", 1);
    let contents = match parcel::receive(path, THREADS, &context.progress("hash"))? {
        Ok(contents) => contents,
        Err(finding) => {
            report.add(finding);
            return Ok(Err(report));
        }
    };
    let dossier = Dossier::read(&contents)?;
    let opened = dossier.links.values().rev().flatten().find_map(|e| e.open());
    let opened = opened.map(|open| (open.case.clone(), open.grade.clone()));
    let carried = (*dossier.history).clone();
    let own =
        |f: &&Finding| f.code.id().starts_with("keyring.") || f.code.id().starts_with("profile.");
    let found: Vec<Finding> = dossier.findings.iter().filter(own).cloned().collect();
    let rules = dossier.rules.clone();
    drop(dossier);
    let (Some(rules), Some((case, grade))) = (rules, opened) else {
        let finding = Finding::new(Code::PackageNotAParcel, At::default());
        report.add(finding.with("why", Code::SealNoOpening.id()));
        return Ok(Err(report));
    };
    // With a ring of the signer's own, the carried one is only looked at for a fork, by the desk.
    let needed = found.into_iter().filter(|f| rings.is_none() && f.bearing == Bearing::Fails);
    report.extend(needed);
    if !report.findings().is_empty() {
        return Ok(Err(report));
    }
    let rings = rings.unwrap_or(carried);
    let copies = store::copies(copies, &case)?;
    let path = path.to_path_buf();
    Ok(Ok(RequestPlace { path, contents, rules, case, grade, rings, copies, out }))
}

impl RequestPlace {
    /// The desk of a key at a moment.
    pub(in super::super) fn desk(&self, key: KeyId, at: Moment) -> Desk<'_> {
        Desk::elsewhere(&self.contents, &self.rings, key, at, &self.copies)
    }
}

impl Place for RequestPlace {
    fn id(&self) -> &str {
        &self.case
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn profile(&self) -> &Profile {
        &self.rules.profile
    }

    fn rings(&self) -> &History {
        &self.rings
    }

    fn seats(&self, key: KeyId, at: Moment) -> Result<Vec<String>, Failure> {
        awaited(&self.contents, &self.rings, key, at)
    }

    fn review(&self, key: KeyId, wish: &Wish, context: &Context) -> Result<Planned, Failure> {
        Ok(self.desk(key, context.now).review(wish)?)
    }

    fn roster(
        &self,
        key: KeyId,
        seat: &str,
        absent: &BTreeMap<Person, Absence>,
        context: &Context,
    ) -> Result<Planned, Failure> {
        Ok(self.desk(key, context.now).roster(seat, absent)?)
    }

    /// What was typed and not built yet is for the case to know.
    fn stale(&self, _seat: &str) -> Result<Option<Report>, Failure> {
        Ok(None)
    }

    fn shown(&self, seat: &str, context: &Context) -> Result<Vec<Shown>, Failure> {
        packed(&self.contents, &self.rules, &self.grade, seat, context)
    }

    fn sign(&self, plan: Plan, signer: &Pen, context: &Context) -> Result<String, Failure> {
        let done = plan.sign(&signer.key)?;
        let made = done.files().into_iter().collect();
        let answer = parcel::Parcel { files: BTreeMap::new(), made };
        parcel::send(&self.case, answer, &self.out, 1, &())?;
        store::keep(&signer.copies, &done)?;
        let file = self.out.display().to_string();
        context.say("cli-answered", &[("file", file.clone())]);
        Ok(file)
    }

    fn tell(&self, context: &Context) -> Result<(), Failure> {
        let file = shell::word(Path::new(self.out.file_name().unwrap_or_default()));
        context.say("cli-answer-next", &[("case", self.case.clone()), ("file", file)]);
        Ok(())
    }
}

/// The documents of a seat in a container, as they are shown: each is laid out for its reader alone.
fn packed(
    contents: &Contents,
    rules: &Rules,
    grade: &str,
    seat: &str,
    context: &Context,
) -> Result<Vec<Shown>, Failure> {
    let slots = rules.profile.seat(seat).map(|(_, s)| s.slots.clone()).unwrap_or_default();
    let folders: Vec<String> =
        slots.into_iter().filter_map(|slot| rules.folder(&slot, grade)).collect();
    let scratch = tempfile::tempdir().map_err(crate::exit::Error::Output)?;
    let mut shown = Vec::new();
    for name in contents.names() {
        if !folders.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        context.go_on()?;
        let Some(bytes) = contents.content(name, LARGEST)? else { continue };
        let place = scratch.path().join(shown.len().to_string());
        disk::write_new(&place, &bytes)?;
        let seen = assemble::inspect(&place, name, false, &context.readers)?;
        disk::remove(&place)?;
        let pages = seen.pages.unwrap_or_default() as u64;
        shown.push(Shown { name: name.to_string(), pages, at: context.now });
    }
    shown.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(shown)
}

/// A package: what is signed there lies beside it, in a folder of its own.
pub(super) struct PackagePlace {
    path: PathBuf,
    contents: Contents,
    rules: Rules,
    case: String,
    grade: String,
    rings: History,
    /// What was said before, beside the package and beside the key.
    said: Vec<Statement>,
    /// The folder beside the package.
    after: PathBuf,
}

/// Opens a package; a report where its carrier or bag is unsound. `rings` goes before the ring that
/// it carries.
pub(super) fn package(
    path: &Path,
    rings: Option<History>,
    copies: &Path,
    context: &Context,
) -> Result<Result<PackagePlace, Report>, Failure> {
    let checked = juanzong::package::check(path, THREADS, &context.progress("hash"))?;
    let Some(contents) = checked.contents.filter(|_| checked.bad.is_empty()) else {
        return Ok(Err(checked.report));
    };
    let dossier = Dossier::read(&contents)?;
    let opened = dossier.links.values().rev().flatten().find_map(|e| e.open());
    let opened = opened.map(|open| (open.case.clone(), open.grade.clone()));
    let (rules, carried) = (dossier.rules.clone(), (*dossier.history).clone());
    let mut report = Report::on(path.display().to_string());
    report.count("acts", 1);
    report.extend(dossier.findings.clone());
    drop(dossier);
    let (Some(rules), Some((case, grade))) = (rules, opened) else { return Ok(Err(report)) };
    let after = contents.beside().join(format!("{case}{AFTER}"));
    let mut said = store::copies(copies, &case)?;
    said.extend(store::statements(&after)?);
    let (path, rings) = (path.to_path_buf(), rings.unwrap_or(carried));
    Ok(Ok(PackagePlace { path, contents, rules, case, grade, rings, said, after }))
}

impl PackagePlace {
    fn late(&self, key: KeyId, at: Moment) -> Late<'_> {
        Late { rings: &self.rings, key, at, said: &self.said }
    }
}

impl Place for PackagePlace {
    fn id(&self) -> &str {
        &self.case
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn profile(&self) -> &Profile {
        &self.rules.profile
    }

    fn rings(&self) -> &History {
        &self.rings
    }

    fn seats(&self, key: KeyId, at: Moment) -> Result<Vec<String>, Failure> {
        let dossier = Dossier::read(&self.contents)?;
        Ok(self.late(key, at).seats(&dossier).unwrap_or_default())
    }

    fn review(&self, key: KeyId, wish: &Wish, context: &Context) -> Result<Planned, Failure> {
        let dossier = Dossier::read(&self.contents)?;
        Ok(self.late(key, context.now).review(&dossier, wish)?)
    }

    fn roster(
        &self,
        _key: KeyId,
        _seat: &str,
        _absent: &BTreeMap<Person, Absence>,
        _context: &Context,
    ) -> Result<Planned, Failure> {
        let finding = Finding::new(Code::SealAfterFiling, At::file(names::SEALS));
        Ok(Err(Refusal { findings: vec![finding] }))
    }

    fn stale(&self, _seat: &str) -> Result<Option<Report>, Failure> {
        Ok(None)
    }

    fn shown(&self, seat: &str, context: &Context) -> Result<Vec<Shown>, Failure> {
        packed(&self.contents, &self.rules, &self.grade, seat, context)
    }

    fn sign(&self, plan: Plan, signer: &Pen, context: &Context) -> Result<String, Failure> {
        let done = plan.sign(&signer.key)?;
        store::write(&self.after, &done, &self.rings)?;
        store::keep(&signer.copies, &done)?;
        let file = self.after.join(format!("{}.json", done.stem)).display().to_string();
        context.say("cli-signed-after", &[("file", file.clone())]);
        Ok(file)
    }

    fn tell(&self, context: &Context) -> Result<(), Failure> {
        let facts = [
            ("folder", self.after.display().to_string()),
            ("path", self.path.display().to_string()),
        ];
        context.say("cli-after-next", &facts);
        Ok(())
    }
}
