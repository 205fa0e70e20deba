//! The whole verification of a package: carrier, bag, and the statements in it, each over what the
//! one before found sound.

use std::path::{Path, PathBuf};

use super::check::{self, Checked, is_filing_subject};
use super::contents::Contents;
use super::open::open_all;
use super::outside::Outside;
use super::{Error, Progress, plain};
use crate::base::digest::{Digest, FileDigest};
use crate::base::disk;
use crate::base::time::Moment;
use crate::seal::chain::Chain;
use crate::seal::files::Files;
use crate::seal::policy::Accepted;
use crate::seal::verify::{Ask, Decision, Known, Reach, Signing, Source, judge_known};
use crate::seal::{Dossier, Memory, Statement, Subject, Trust};
use crate::verdict::{Finding, Judgement, Report};

/// What a package is verified against, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The key rings that are trusted, from outside the package.
    pub trust: Option<&'a Trust>,
    /// The policies that are accepted where the newest key ring lists none.
    pub accepted: &'a [Accepted],
    /// The verifier's clock.
    pub now: Moment,
    /// By what was known at this moment, and not by all that is known today.
    pub at: Option<Moment>,
    /// Other sources to compare with: packages, case folders, folders of statements.
    pub also: &'a [PathBuf],
    /// Whether signatures are left out.
    pub bag_only: bool,
    /// Whether the second digests are left out where a package has SM3 manifests.
    pub fast: bool,
    /// How many threads read, hash and verify; 0 is one that reads all files as they lie, for disks
    /// that must read forward.
    pub threads: usize,
    /// What was read of other packages; it changes nothing but the time that reading takes.
    pub memory: Option<&'a Memory>,
}

impl<'a> Options<'a> {
    /// A verification by somebody whose clock says `now`, without trust and other sources, with one
    /// thread.
    #[must_use]
    pub fn at(now: Moment, accepted: &'a [Accepted]) -> Self {
        let (trust, at, also, memory) = (None, None, &[][..], None);
        let (bag_only, fast, threads) = (false, false, 1);
        Self { trust, accepted, now, at, also, bag_only, fast, threads, memory }
    }
}

/// What a dossier says that it is about: as it was opened, and as the rules are called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// The case's number.
    pub case: String,
    /// The enterprise's name, code and plant.
    pub enterprise: String,
    /// The title of the rules, with their id.
    pub rules: String,
}

/// What verification concluded.
pub struct Verification {
    /// Findings and counts, by what is known today.
    pub report: Report,
    /// The same by what was known on the day of filing.
    pub filed: Report,
    /// Every statement, in the order of the chain; empty where they were not looked at.
    pub signings: Vec<Signing>,
    /// What the plural seats with a rule of decision decided.
    pub decisions: Vec<Decision>,
    /// The chain of seals, where it could be followed to its end.
    pub chain: Option<Chain>,
    /// What the dossier says that it is about; `None` where it cannot be read.
    pub about: Option<About>,
    /// The contents; `None` where the carrier is too unsound to read them.
    pub contents: Option<Contents>,
    /// The filing seal, where it stands and is read on the way.
    pub filing: Option<Statement>,
}

impl Verification {
    /// Where no signature was looked at: the report is the same for both days, and that is all.
    fn unsigned(report: Report) -> Self {
        Self {
            filed: report.clone(),
            report,
            signings: Vec::new(),
            decisions: Vec::new(),
            chain: None,
            about: None,
            contents: None,
            filing: None,
        }
    }

    /// What is to be said of the whole, by what was known on the day of filing and today.
    #[must_use]
    pub fn judgements(&self) -> (Judgement, Judgement) {
        (Judgement::of_report(&self.filed), Judgement::of_report(&self.report))
    }
}

/// Verifies a package, zip or unpacked folder.
///
/// # Errors
/// The target or another source cannot be read, or changes meanwhile.
pub fn verify(
    target: &Path,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Verification, Error> {
    if let Some(plain) = plain(target, options, progress)? {
        return Ok(plain);
    }
    let how = (options.fast, options.memory);
    verify_checked(check::check_but(target, how, options.threads, progress)?, options, progress)
}

/// Verifies several packages, whose content is read and hashed side by side: many small ones together
/// take far less time than one after the other. What is found in each is what [`verify`] finds.
///
/// # Errors
/// For each of them as [`verify`]; one that cannot be read does not concern the others.
pub fn verify_all(
    targets: &[&Path],
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Vec<Result<Verification, Error>> {
    let plain: Vec<_> = targets.iter().map(|target| plain(target, options, progress)).collect();
    let ours = targets.iter().zip(&plain).filter(|(_, plain)| matches!(plain, Ok(None)));
    let ours: Vec<&Path> = ours.map(|(target, _)| *target).collect();
    let sm3 = options.fast.then_some(false);
    let mut opened = open_all(&ours, sm3, options.threads, progress).into_iter();
    let mut conclude = |(target, plain): (&&Path, Result<Option<Verification>, Error>)| {
        if let Some(plain) = plain? {
            return Ok(plain);
        }
        let opened = opened.next().unwrap_or(Err(Error::Interrupted))?;
        let checked = check::check_opened(target, opened, (options.fast, options.memory))?;
        verify_checked(checked, options, progress)
    };
    targets.iter().zip(plain).map(&mut conclude).collect()
}

/// The check of somebody else's bag, where the target is one and no signature is asked for.
fn plain(
    target: &Path,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Option<Verification>, Error> {
    if !options.bag_only || !plain::is_plain(target)? {
        return Ok(None);
    }
    let mut report = plain::check(target, progress)?;
    report.skip("package-signatures");
    Ok(Some(Verification::unsigned(report)))
}

/// Looks at the statements of a package whose bag was checked.
fn verify_checked(
    checked: Checked,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Verification, Error> {
    let Checked { contents, mut report, bad, filing } = checked;
    let looked = contents.as_ref().filter(|_| !options.bag_only);
    let Some(files) = looked else {
        report.skip(if options.bag_only { "package-signatures" } else { "seal-statements" });
        return Ok(Verification { contents, filing, ..Verification::unsigned(report) });
    };
    let subjects = filing_subjects(files);
    let (trust, accepted, now) = (options.trust, options.accepted, options.now);
    let ask = Ask { trust, accepted, now, reach: Reach::Filed(&subjects) };
    let dossier = Dossier::read_with(files, options.threads, options.memory)?;
    let mut unsound = Vec::new();
    let mut opened = Vec::new();
    for path in options.also {
        match Outside::open(path, options.threads, progress)? {
            Ok(source) => opened.push((path.display().to_string(), source)),
            Err(finding) => unsound.push(finding),
        }
    }
    let others: Vec<Source<'_>> =
        opened.iter().map(|(name, files)| (name.as_str(), files as &dyn Files)).collect();
    let after = match case_of(&dossier) {
        Some(case) => Outside::after(&files.beside(), case)?,
        None => None,
    };
    let known = Known {
        at: options.at,
        others: &others,
        after: after.as_ref().map(|(name, files)| (name.as_str(), files as &dyn Files)),
    };
    let mut judged = judge_known(&dossier, &ask, &known)?;
    judged.report.extend(unsound);
    // What the bag has been found to lack or to alter explains what statements miss.
    let explained = |f: &Finding| {
        let named = f.facts.iter().find(|(fact, _)| *fact == "name").map(|(_, name)| name);
        bad.contains(&f.place.file) || named.is_some_and(|name| bad.contains(name))
    };
    let mut filed = report.clone();
    for (whole, mut part) in [(&mut report, judged.report), (&mut filed, judged.filed)] {
        part.retain(|f| !explained(f));
        whole.merge(part);
    }
    let (signings, decisions, chain) = (judged.signings, judged.decisions, judged.chain);
    let about = about(&dossier);
    Ok(Verification { report, filed, signings, decisions, chain, about, contents, filing })
}

fn about(dossier: &Dossier<'_>) -> Option<About> {
    let (facts, rules) = (dossier.facts.as_ref()?, dossier.rules.as_ref()?);
    let firm = &facts.enterprise;
    let enterprise = [&firm.name, &firm.code, &firm.plant].map(String::as_str).join(" ");
    let rules = format!("{} ({})", rules.profile.title, rules.profile.id);
    Some(About { case: facts.case.clone(), enterprise, rules })
}

/// The case that a dossier was opened for.
fn case_of<'a>(dossier: &'a Dossier<'_>) -> Option<&'a str> {
    let openings = dossier.links.values().flatten().filter(|e| e.open().is_some());
    openings.map(|e| e.statement.predicate().case()).next()
}

/// What the filing seal must name, from the package as it is.
fn filing_subjects(contents: &Contents) -> Vec<Subject> {
    let seal = check::filing_seal(contents.names());
    let index = contents.index();
    let tags = (0..index.first_payload()).map(|at| (at, index.name(at)));
    let named = tags.filter(|(_, name)| is_filing_subject(name, seal));
    let subject = |(at, name): (usize, &str)| {
        let sha256 = contents.sums().sha256(at)?;
        Some(Subject { name: name.to_string(), sha256, sm3: contents.sums().sm3(at) })
    };
    let mut subjects: Vec<Subject> = named.filter_map(subject).collect();
    subjects.sort();
    subjects
}

impl Files for Contents {
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.index().names().map(String::from).collect();
        names.sort_unstable();
        names
    }

    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        let Some(at) = self.index().find(name) else { return Ok(None) };
        if self.index().place(at).size > limit {
            return Err(disk::Error::Large { path: PathBuf::from(name), limit });
        }
        self.content(name, limit)
    }

    fn load(&self, name: &str, limit: u64) -> Result<Option<(Vec<u8>, Digest)>, disk::Error> {
        // Whatever is read here has the digest that was taken before.
        Ok(self.read(name, limit)?.zip(self.sha256(name)))
    }

    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        let Some(at) = self.index().find(name) else { return Ok(None) };
        let digest = self.sums().sha256(at).map(|sha256| FileDigest {
            size: self.index().place(at).size,
            sha256,
            sm3: self.sums().sm3(at),
        });
        Ok(digest)
    }
}
