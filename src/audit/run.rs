//! An audit: what is due is read by several readers, or by one in the order of the disk; the state is
//! saved every few seconds; then everything that is known of the round is settled and told.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use super::expect::Expected;
use super::find::{Tree, find};
use super::items::{Fault, Item, Items, Known, Mark};
use super::look::{Class, Looked, Reader, look_all};
use super::outcome::{Audit, Coverage, Totals, coverage, is_read, told_of_tree, undecided};
use super::plan::{Budget, Order, Plan};
use super::register::{Register, Row};
use super::sample::Sample;
use super::state::{self, Head};
use super::{Error, across};
use crate::base::digest::Digest;
use crate::base::disk;
use crate::package::{Options, Progress};
use crate::seal::Memory;
use crate::verdict::{Code, Finding, Place, Report};

/// Most packages that one thread reads side by side: together they fill all lanes of the hashing.
const TOGETHER: usize = 8;
/// Most octets of them, unless one alone has more: as much is read again at most after an interruption.
const TOGETHER_OCTETS: u64 = 12 << 20;

/// What is asked of an audit.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// What packages are verified against; threads and other sources are the audit's own.
    pub options: Options<'a>,
    /// Digest of the trust file.
    pub trusted: Option<Digest>,
    /// The state file: read where it stands, kept where one is named.
    pub state: Option<&'a Path>,
    /// The register with what was found in it; the register is `None` where it does not hold.
    pub register: Option<(Option<&'a Register>, &'a [Finding])>,
    /// The packages that were drawn; all without it.
    pub sample: Option<&'a Sample>,
    /// How much this run may begin.
    pub budget: Budget,
    /// In which order packages are read.
    pub order: Order,
    /// How many packages are read at a time.
    pub jobs: usize,
    /// Milliseconds between two savings of the state; 0 saves after each package.
    pub save_every: u64,
    /// Milliseconds since any moment that stays the same.
    pub clock: &'a (dyn Fn() -> u64 + Sync),
    /// Paths below the folder that are passed over: state, register, reports.
    pub own: &'a [PathBuf],
}

/// Audits a folder of packages.
///
/// # Errors
/// The folder is none, a state is refused, the disk refuses the state, or the work was asked to
/// stop: then what was read is in the state.
pub fn audit(
    folder: &Path,
    ask: &Ask<'_>,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<Audit, Error> {
    if !disk::is_folder(folder) {
        return Err(Error::NoFolder { path: folder.to_path_buf() });
    }
    let memory = Memory::default();
    let memory = Some(ask.options.memory.unwrap_or(&memory));
    let ask = &Ask { options: Options { memory, ..ask.options }, ..*ask };
    // A spinning disk is asked one thing at a time.
    let tree = find(folder, ask.own, ask.order.threads(ask.jobs));
    let register = ask.register.and_then(|(register, _)| register);
    // A report lists some thousands: there may be as many findings as packages.
    let mut findings = Report::default();
    told_of_tree(&tree, folder, &mut findings);
    let (items, head, stands) = begin(folder, ask, tree, register, &mut findings)?;
    let run = Run { folder, ask, reader, progress, register };
    let (items, head, read) = run.read(items, head, stands)?;
    run.finish(items, head, read, findings)
}

/// Puts together what was found and what is known, and begins or goes on with a round. Says whether the
/// state that stands says the same: a round that was begun and in which nothing was read is begun again.
fn begin(
    folder: &Path,
    ask: &Ask<'_>,
    tree: Tree,
    register: Option<&Register>,
    findings: &mut Report,
) -> Result<(Items, Head, bool), Error> {
    let mut items = Items::of(tree.packages);
    let real = disk::real(folder).to_string_lossy().into_owned();
    let mut head = None;
    if let Some(path) = ask.state.filter(|path| disk::exists(path)) {
        let mut gone = Items::default();
        let mut at = 0;
        let read = state::load(path, &real, &mut |name, known| {
            // Both are sorted, so they are walked side by side.
            while at < items.len() && items.name(at) < name {
                at += 1;
            }
            if items.name(at) == name && at < items.len() {
                items.know(at, known);
            } else {
                gone.lose_last(name, known);
            }
        })?;
        items.lose(gone.iter().map(|lost| (lost.name, lost.known)));
        head = Some(read);
    }
    if let Some(register) = register {
        let lost = register.rows().keys().filter(|name| items.find(name).is_none());
        let lost: Vec<&str> = lost.map(String::as_str).collect();
        items.lose(lost.into_iter().map(|name| (name, None)));
    }
    if let Some(sample) = ask.sample {
        let lost = sample.names.iter().filter(|name| items.find(name).is_none());
        let lost: Vec<&str> = lost.map(String::as_str).collect();
        items.lose(lost.into_iter().map(|name| (name, None)));
    }
    let basis = basis(ask);
    let seen = head.as_ref().and_then(|h| h.register);
    if let Some((number, digest)) = seen
        && let Some((_, told)) = ask.register
        && !register.is_some_and(|r| r.has(number, digest))
        && !told.iter().any(|f| f.code == Code::AuditRegisterBroken)
    {
        let finding = Finding::new(Code::AuditRegisterCut, Place::default());
        let has = register.and_then(Register::head).map_or(0, |(n, ..)| n);
        let finding = finding.with("number", number).with("digest", digest).with("has", has);
        findings.add(finding);
    }
    let now = ask.options.now;
    let next = register.and_then(Register::head).map(|(n, _, d)| (n, d));
    let stood = head.is_some();
    let mut head = match head {
        Some(head) if head.basis == basis => head,
        // Against other trust or rules nothing has been read yet in this round.
        Some(head) => Head { basis, told: true, ..head },
        None => Head { folder: real, basis, round: 0, begun: now, told: true, register: None },
    };
    if head.told {
        head.round += 1;
        head.begun = now;
        head.told = false;
    }
    // The greatest entry ever seen stays known, so that a cut one is missed.
    head.register = match (seen, next) {
        (Some(seen), Some(next)) if seen.0 > next.0 => Some(seen),
        (seen, next) => next.or(seen),
    };
    let stands = stood && head.register == seen;
    Ok((items, head, stands))
}

impl Ask<'_> {
    /// Whether an item is asked for.
    fn wanted(&self) -> impl Fn(&Item<'_>) -> bool + '_ {
        |item| match self.sample {
            Some(sample) => sample.names.binary_search_by(|n| n.as_str().cmp(item.name)).is_ok(),
            None => true,
        }
    }
}

/// Digest of everything that packages are verified against.
fn basis(ask: &Ask<'_>) -> Digest {
    let mut text = format!("{}\n", state::SCHEMA);
    let mut line = |line: String| {
        text += &line;
        text.push('\n');
    };
    line(ask.trusted.map(|d| d.to_string()).unwrap_or_default());
    ask.options.accepted.iter().for_each(|a| line(format!("{} {}", a.id, a.sha256)));
    line(format!("{} {}", ask.options.bag_only, ask.options.fast));
    line(ask.options.at.map(|at| at.to_string()).unwrap_or_default());
    ask.sample.into_iter().flat_map(|s| &s.names).for_each(|name| line(name.clone()));
    Digest::sha256(text.as_bytes())
}

/// What a run holds together.
struct Run<'a> {
    folder: &'a Path,
    ask: &'a Ask<'a>,
    reader: &'a dyn Reader,
    progress: &'a dyn Progress,
    register: Option<&'a Register>,
}

/// What readers share.
struct Shared {
    items: Items,
    saved: u64,
    read: Totals,
    failed: Option<Error>,
}

impl Run<'_> {
    /// Reads what is due, as far as the budget goes.
    fn read(&self, items: Items, head: Head, stands: bool) -> Result<(Items, Head, Totals), Error> {
        let wanted = self.ask.wanted();
        let plan = Plan::of(&items, head.round, self.ask.order, &wanted);
        self.progress.begin(plan.octets(&items, self.ask.budget));
        let targets: Vec<(u32, u64)> = plan
            .again
            .iter()
            .chain(&plan.due)
            .map(|at| (*at, items.get(*at as usize).map_or(0, |i| i.size)))
            .collect();
        let again = plan.again.len();
        let jobs = self.ask.jobs.clamp(1, targets.len().max(1));
        // One package alone may have all threads.
        let threads = self.ask.order.threads(self.ask.jobs / jobs);
        let start = (self.ask.clock)();
        let shared = Shared { items, saved: start, read: Totals::default(), failed: None };
        let shared = Mutex::new(shared);
        // The state stands before anything is read, so that a first run that dies is not one that
        // never was, and a place that takes none is told of at once.
        match self.ask.state {
            Some(path) if stands => drop(disk::Pending::begin(path, true)?),
            Some(_) | None => self.save(&lock(&shared).items, &head)?,
        }
        let next = Mutex::new((0usize, 0u64));
        let stopped = AtomicBool::new(false);
        let one = |next: &mut (usize, u64)| {
            let (at, size) = *targets.get(next.0)?;
            if next.0 >= again {
                let late = |most: u64| (self.ask.clock)().saturating_sub(start) >= most;
                // Each run goes on by one package at least.
                let begun = next.0 > again;
                let spent = self.ask.budget.octets.is_some_and(|most| next.1 >= most);
                if begun && (spent || self.ask.budget.milliseconds.is_some_and(late)) {
                    return None;
                }
                next.1 += size;
            }
            next.0 += 1;
            Some((at as usize, size))
        };
        // One thread reads a few small packages side by side, where it need not read forward.
        let together = if threads == 1 { TOGETHER } else { 1 };
        let take = || {
            let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that are left are shared by all.
            let share = (targets.len() - next.0) / (2 * jobs);
            let (mut some, mut octets) = (Vec::new(), 0);
            while some.len() < together.min(share.max(1))
                && targets
                    .get(next.0)
                    .is_some_and(|(_, size)| some.is_empty() || octets + size <= TOGETHER_OCTETS)
                && let Some((at, size)) = one(&mut next)
            {
                some.push(at);
                octets += size;
            }
            some
        };
        let work = || {
            while !stopped.load(Relaxed) {
                let some = take();
                if some.is_empty() {
                    break;
                }
                match self.some(&some, head.round, &shared, threads) {
                    Ok(true) => {}
                    Ok(false) => stopped.store(true, Relaxed),
                    Err(e) => {
                        stopped.store(true, Relaxed);
                        lock(&shared).failed.get_or_insert(e);
                    }
                }
                if let Err(e) = self.save_in_time(&shared, &head) {
                    stopped.store(true, Relaxed);
                    lock(&shared).failed.get_or_insert(e);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..jobs {
                scope.spawn(work);
            }
            work();
        });
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(e) = shared.failed {
            return Err(e);
        }
        if stopped.load(Relaxed) {
            self.save(&shared.items, &head)?;
            return Err(self.interrupted(shared.read, targets.len()));
        }
        Ok((shared.items, head, shared.read))
    }

    fn interrupted(&self, read: Totals, due: usize) -> Error {
        Error::Interrupted { read: read.packages, due: due as u64 }
    }

    /// Reads some packages in a round; `false` where the work was asked to stop.
    fn some(
        &self,
        some: &[usize],
        round: u64,
        shared: &Mutex<Shared>,
        threads: usize,
    ) -> Result<bool, Error> {
        let path = |items: &Items, at: usize| {
            items.get(at).map(|item| (at, self.folder.join(item.name), item.size))
        };
        let known = lock(shared);
        let packages: Vec<_> = some.iter().filter_map(|at| path(&known.items, *at)).collect();
        drop(known);
        let paths: Vec<&Path> = packages.iter().map(|(_, path, _)| path.as_path()).collect();
        let options = Options { also: &[], threads, ..self.ask.options };
        let steps = Steps { progress: self.progress, done: AtomicU64::new(0) };
        let looked = look_all(self.reader, &paths, &options, &steps);
        let (mut on, mut octets) = (true, 0);
        for ((at, path, size), looked) in packages.into_iter().zip(looked) {
            let Some(looked) = looked? else {
                on = false;
                continue;
            };
            octets += size;
            let vanished = looked.class == Class::Unreadable && !disk::exists(&path);
            let mut shared = lock(shared);
            shared.read.add(size);
            self.record(&mut shared.items, at, (looked, vanished), round);
        }
        // Headers and what was found damaged before its end count as read too.
        let done = steps.done.load(Relaxed);
        Ok(self.progress.advance(octets.saturating_sub(done)) && on)
    }

    /// Writes down what a look at a package gave, and whether it has vanished.
    fn record(&self, items: &mut Items, at: usize, (looked, gone): (Looked, bool), round: u64) {
        let Looked { class, why, undecided, card, opened: _ } = looked;
        let mark = card.as_ref().map(|c| Mark { case: &c.case, bag: c.bag, filed: c.filed });
        let Some(item) = items.get(at) else { return };
        let row = self.register.and_then(|r| r.rows().get(item.name)).map(Row::mark);
        // The register has the last word on what should stand here, then what stood here first.
        let wanted = row.or(item.mark());
        let own = |mark: Mark<'_>| (mark.case.to_string(), mark.bag, mark.filed);
        let mut other = None;
        let (class, mark) = match (class, mark, wanted) {
            (Class::Intact, Some(mark), Some(wanted)) if mark.bag != wanted.bag => {
                other = Some(own(mark));
                (Class::Changed, Some(wanted))
            }
            (Class::Intact, mark, _) => (Class::Intact, mark),
            (class, _, wanted) => (class, wanted),
        };
        let faulty = !why.is_empty() || other.is_some();
        let read = self.ask.options.now;
        let mark = mark.map(own);
        let mark = mark.as_ref().map(|(case, bag, filed)| Mark { case, bag: *bag, filed: *filed });
        items.know(at, Known { class, read, round, undecided, mark });
        items.looked(at, gone, faulty.then_some(Fault { why, other }));
    }

    fn save_in_time(&self, shared: &Mutex<Shared>, head: &Head) -> Result<(), Error> {
        if self.ask.state.is_none() {
            return Ok(());
        }
        let mut shared = lock(shared);
        let begun = (self.ask.clock)();
        if begun.saturating_sub(shared.saved) < self.ask.save_every {
            return Ok(());
        }
        self.save(&shared.items, head)?;
        // A state that takes long to write is written less often: at most a twentieth of the time.
        let took = (self.ask.clock)().saturating_sub(begun);
        shared.saved = begun + took.saturating_mul(20).saturating_sub(self.ask.save_every);
        Ok(())
    }

    fn save(&self, items: &Items, head: &Head) -> Result<(), Error> {
        let Some(path) = self.ask.state else { return Ok(()) };
        state::save(path, head, known(items))
    }

    /// Settles the round so far and tells it.
    fn finish(
        &self,
        mut items: Items,
        head: Head,
        run: Totals,
        mut findings: Report,
    ) -> Result<Audit, Error> {
        let threads = self.ask.order.threads(self.ask.jobs);
        let options = Options { threads, ..self.ask.options };
        if !options.bag_only
            && !across::compare(&mut items, self.folder, &options, self.reader, self.progress)?
        {
            self.save(&items, &head)?;
            return Err(self.interrupted(run, items.len()));
        }
        let expected = Expected { register: self.register, round: head.round };
        expected.settle(&mut items, &mut findings);
        self.save(&items, &head)?;
        items.leave_forgotten();
        let wanted = self.ask.wanted();
        let coverage = coverage(&items, &head, self.ask.budget, &wanted);
        let mut totals = Class::ALL.map(|class| (class, Totals::default()));
        for item in items.iter() {
            for (_, total) in totals.iter_mut().filter(|(class, _)| *class == item.class) {
                total.add(item.size);
            }
        }
        let mut report = Report::on(self.folder.display().to_string());
        let read = items.iter().filter(|i| is_read(i, head.round));
        let (count, octets) = read.fold((0, 0), |(n, o), i| (n + 1, o + i.size));
        report.count("packages", count);
        report.count("package-octets", octets);
        if let Some((_, told)) = self.ask.register {
            report.extend(told.iter().cloned());
        }
        report.merge(findings);
        report.extend(self.ask.sample.into_iter().flat_map(|s| s.findings.iter().cloned()));
        report.extend(undecided(&items));
        self.skipped(&mut report, &coverage);
        Ok(Audit {
            report,
            totals,
            coverage,
            run,
            now: self.ask.options.now,
            register: self.register.and_then(Register::head),
            trusted: self.ask.trusted,
            sample: self.ask.sample.cloned(),
            state: self.ask.state.map(|path| (path.to_path_buf(), head)),
            items,
        })
    }

    /// What was not checked although one might expect it.
    fn skipped(&self, report: &mut Report, coverage: &Coverage) {
        if !coverage.is_whole() {
            report.skip("audit-budget");
        }
        if self.ask.sample.is_some() {
            report.skip("audit-sample");
        }
        match self.ask.register {
            None => report.skip("audit-no-register"),
            Some((None, _)) => report.skip("audit-register-broken"),
            Some((Some(_), _)) => {}
        }
        if self.ask.options.bag_only {
            report.skip("package-signatures");
            report.skip("audit-across");
        }
        if self.ask.options.fast {
            report.skip("package-sm3");
        }
    }
}

/// What is kept of items from one run to the next.
pub(super) fn known(items: &Items) -> impl Iterator<Item = (&str, Known<'_>)> {
    let kept = items.iter().filter(|i| !i.forgotten);
    kept.filter_map(|i| Some((i.name, i.known?)))
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passes on the octets of one package; the whole was announced already.
struct Steps<'a> {
    progress: &'a dyn Progress,
    done: AtomicU64,
}

impl Progress for Steps<'_> {
    fn begin(&self, _: u64) {}

    fn advance(&self, octets: u64) -> bool {
        self.done.fetch_add(octets, Relaxed);
        self.progress.advance(octets)
    }
}
