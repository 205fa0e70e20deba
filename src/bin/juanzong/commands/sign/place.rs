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
use juanzong::seal::sign::{Desk, Plan, store};
use juanzong::seal::{CaseFiles, Dossier, Files, KeyId, Statement};
use juanzong::verdict::{Bearing, Code, Finding, Place as At, Report};

use super::super::build::THREADS;
use super::Pen;
use crate::context::Context;
use crate::desk::Bench;
use crate::exit::Failure;

/// Largest document of a request whose pages are counted, in octets.
const LARGEST: u64 = 1 << 30;

/// Where somebody signs.
pub(super) trait Place {
    /// The case id.
    fn id(&self) -> &str;
    /// The folder or file that was named.
    fn path(&self) -> &Path;
    /// The rules of the case.
    fn profile(&self) -> &Profile;
    /// What can be read there.
    fn files(&self) -> &dyn Files;
    /// The key rings under which one signs there.
    fn rings(&self) -> &History;
    /// The desk of a key at a moment.
    fn desk(&self, key: KeyId, at: Moment) -> Desk<'_>;
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

    fn files(&self) -> &dyn Files {
        &self.bench.files
    }

    fn rings(&self) -> &History {
        &self.rings
    }

    fn desk(&self, key: KeyId, at: Moment) -> Desk<'_> {
        self.bench.desk(&self.rings, key, at)
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
pub(super) struct RequestPlace {
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
pub(super) fn request(
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
    let carried = dossier.history.clone();
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

    fn files(&self) -> &dyn Files {
        &self.contents
    }

    fn rings(&self) -> &History {
        &self.rings
    }

    fn desk(&self, key: KeyId, at: Moment) -> Desk<'_> {
        Desk::elsewhere(&self.contents, &self.rings, key, at, &self.copies)
    }

    /// What was typed and not built yet is for the case to know.
    fn stale(&self, _seat: &str) -> Result<Option<Report>, Failure> {
        Ok(None)
    }

    fn shown(&self, seat: &str, context: &Context) -> Result<Vec<Shown>, Failure> {
        let seat = self.rules.profile.seat(seat).map(|(_, s)| s.slots.clone());
        let folders: Vec<String> = seat
            .into_iter()
            .flatten()
            .filter_map(|slot| self.rules.folder(&slot, &self.grade))
            .collect();
        let scratch = tempfile::tempdir().map_err(crate::exit::Error::Output)?;
        let mut shown = Vec::new();
        for name in self.contents.names() {
            if !folders.iter().any(|folder| name.starts_with(folder)) {
                continue;
            }
            context.go_on()?;
            let Some(bytes) = self.contents.content(name, LARGEST)? else { continue };
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
        let file = self.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        context.say("cli-answer-next", &[("case", self.case.clone()), ("file", file)]);
        Ok(())
    }
}
