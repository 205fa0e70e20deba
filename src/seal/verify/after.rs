//! What was signed after filing (`formats.md` §6): statements that name the filing seal and lie
//! beside the package. They change nothing in it; whoever asks today is told of them.

use crate::base::disk;
use crate::base::time::Moment;
use crate::verdict::{Code, Finding, Place};

use super::super::chain::Chain;
use super::super::dossier::{Dossier, Entry};
use super::super::keyring::Ring;
use super::super::policy::Rules;
use super::super::predicate::Opinion;
use super::also::{self, Source};
use super::row::{self, Signing};

/// What was found beside a package.
#[derive(Default)]
pub struct Later {
    /// The statements that count, as rows.
    pub signings: Vec<Signing>,
    /// What is to be said of them, and of files that are none.
    pub findings: Vec<Finding>,
}

/// Reads what was signed after filing. Anybody can lay files beside a package: what no person of
/// the key ring signed about this filing seal is named, and counts for nothing. Where `at` is given,
/// what was signed later is left out.
///
/// # Errors
/// A file cannot be read.
pub fn read(
    dossier: &Dossier<'_>,
    rules: &Rules,
    chain: &Chain,
    newest: &Ring,
    (source, files): Source<'_>,
    at: Option<Moment>,
) -> Result<Later, disk::Error> {
    let mut later = Later::default();
    let filed = dossier.links.get(&chain.tip.at).and_then(Option::as_ref);
    for found in also::loose(files)? {
        let entry = match found {
            Ok(entry) => entry,
            Err(name) => {
                later.findings.push(refused(source, &name, "unreadable"));
                continue;
            }
        };
        if let Some(why) = fault(&entry, filed, newest) {
            later.findings.push(refused(source, &entry.file(), why));
            continue;
        }
        let said = entry.statement.predicate();
        if at.is_some_and(|at| said.signed_at() > at) {
            continue;
        }
        let opinion = entry.review().map(|r| r.opinion);
        let text = entry.review().map_or("", |r| r.text.as_str());
        let code = match opinion {
            Some(Opinion::Withdraw) => Code::SealWithdrawnAfter,
            Some(Opinion::Agree | Opinion::Disagree | Opinion::Abstain) | None => {
                Code::SealSignedAfter
            }
        };
        let file = format!("{source}/{}", entry.file());
        let finding = Finding::new(code, Place::file(&file))
            .with("person", said.person())
            .with("name", row::name(newest, said.person()))
            .with("seat", rules.profile.seat_title(said.seat()))
            .with("opinion", opinion.map_or("", Opinion::as_str))
            .with("text", text)
            .with("has-text", !text.is_empty())
            .with("time", said.signed_at());
        let row = row::row(&entry, chain.tip.at + 1, rules, newest);
        let today = crate::verdict::Judgement::of([&finding]);
        later.signings.push(Signing { file, after: true, today, ..row });
        later.findings.push(finding);
    }
    later.signings.sort_by(|a, b| (a.signed_at, &a.file).cmp(&(b.signed_at, &b.file)));
    Ok(later)
}

/// Why a statement does not count as one that was signed after filing.
fn fault(entry: &Entry, filed: Option<&Entry>, newest: &Ring) -> Option<&'static str> {
    let filed = filed?;
    let before = entry.review().map(|r| r.prev_seal).or(entry.roster().map(|r| r.prev_seal));
    let (said, last) = (entry.statement.predicate(), filed.statement.predicate());
    if said.case() != last.case() {
        Some("other-case")
    } else if before != Some(filed.digest) || said.signed_at() < last.signed_at() {
        Some("not-after")
    } else if !also::is_genuine(entry, newest) {
        Some("not-genuine")
    } else {
        None
    }
}

fn refused(source: &str, name: &str, why: &str) -> Finding {
    Finding::new(Code::SealAfterRefused, Place::file(format!("{source}/{name}"))).with("why", why)
}
