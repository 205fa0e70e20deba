//! The whole verification of a package: carrier, bag, and the statements in it, each over what the
//! one before found sound.

use std::path::{Path, PathBuf};

use super::check::{self, Checked, is_filing_subject};
use super::contents::Contents;
use super::{Error, Progress};
use crate::base::digest::FileDigest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::seal::chain::Chain;
use crate::seal::files::Files;
use crate::seal::policy::Accepted;
use crate::seal::verify::{self as statements, Ask, Decision, Reach, Signing};
use crate::seal::{Subject, Trust};
use crate::verdict::{Finding, Report};

/// What a package is verified against, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The key rings that are trusted, from outside the package.
    pub trust: Option<&'a Trust>,
    /// The policies that are accepted where the newest key ring lists none.
    pub accepted: &'a [Accepted],
    /// The verifier's clock.
    pub now: Moment,
    /// Whether signatures are left out.
    pub bag_only: bool,
    /// How many threads read and hash; at least one does.
    pub threads: usize,
}

/// What verification concluded.
pub struct Verification {
    /// Findings and counts.
    pub report: Report,
    /// Every statement, in the order of the chain; empty where they were not looked at.
    pub signings: Vec<Signing>,
    /// What the plural seats with a rule of decision decided.
    pub decisions: Vec<Decision>,
    /// The chain of seals, where it could be followed to its end.
    pub chain: Option<Chain>,
    /// The contents; `None` where the carrier is too unsound to read them.
    pub contents: Option<Contents>,
}

/// Verifies a package, zip or unpacked folder.
///
/// # Errors
/// The target cannot be read, or changes meanwhile.
pub fn verify(
    target: &Path,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Verification, Error> {
    let Checked { contents, mut report, bad } = check::check(target, options.threads, progress)?;
    let looked = contents.as_ref().filter(|_| !options.bag_only);
    let Some(files) = looked else {
        report.skip(if options.bag_only { "package-signatures" } else { "seal-statements" });
        let (signings, decisions) = (Vec::new(), Vec::new());
        return Ok(Verification { report, signings, decisions, chain: None, contents });
    };
    let subjects = filing_subjects(files);
    let (trust, accepted, now) = (options.trust, options.accepted, options.now);
    let ask = Ask { trust, accepted, now, reach: Reach::Filed(&subjects) };
    let mut judged = statements::verify(files, &ask)?;
    // What the bag has been found to lack or to alter explains what statements miss.
    let explained = |f: &Finding| {
        let named = f.facts.iter().find(|(fact, _)| *fact == "name").map(|(_, name)| name);
        bad.contains(&f.place.file) || named.is_some_and(|name| bad.contains(name))
    };
    judged.report.retain(|f| !explained(f));
    report.merge(judged.report);
    let (signings, decisions, chain) = (judged.signings, judged.decisions, judged.chain);
    Ok(Verification { report, signings, decisions, chain, contents })
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
