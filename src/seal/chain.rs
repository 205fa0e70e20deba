//! The chain of an opening and seals, and what follows from it: which seals are in force, which
//! stage is open (`formats.md` §3, "Going back").

use std::collections::BTreeMap;

use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::profile::Profile;
use crate::verdict::{Code, Finding, Place};

use super::dossier::{Dossier, Entry};
use super::names;
use super::predicate::{Outcome, RingRef};

/// What a round of statements is good for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Its stage was left by a return or opened anew since; it is kept, not counted.
    Past,
    /// Its stage is sealed and the seal is in force.
    Sealed,
    /// Its stage is open.
    Open,
}

/// The last link of a chain: what the next statement builds on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tip {
    /// Its place in the chain.
    pub at: u64,
    /// Its digest.
    pub digest: Digest,
    /// When it was signed.
    pub signed_at: Moment,
    /// Under which key ring.
    pub keyring: RingRef,
}

/// What the chain of a dossier says.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The place of the opening in force.
    pub opening: u64,
    /// The last link.
    pub tip: Tip,
    /// The index of the open stage in the profile; `None` after filing.
    pub open: Option<usize>,
    /// For each stage of the profile the place of its seal in force.
    pub in_force: Vec<Option<u64>>,
}

impl Chain {
    /// What the round closed by seal `nn` is good for.
    #[must_use]
    pub fn standing(&self, nn: u64) -> Standing {
        if self.open.is_some() && nn == self.tip.at + 1 {
            Standing::Open
        } else if self.in_force.contains(&Some(nn)) {
            Standing::Sealed
        } else {
            Standing::Past
        }
    }

    /// Follows the chain. `None` where it cannot be followed to its end.
    #[must_use]
    pub fn follow(dossier: &Dossier<'_>, profile: &Profile) -> (Option<Self>, Vec<Finding>) {
        let mut findings = Vec::new();
        let chain = Walk { dossier, profile, findings: &mut findings }.run();
        (chain, findings)
    }
}

struct Walk<'a, 'f> {
    dossier: &'a Dossier<'f>,
    profile: &'a Profile,
    findings: &'a mut Vec<Finding>,
}

impl Walk<'_, '_> {
    fn find(&mut self, code: Code, entry: &Entry) {
        self.findings.push(Finding::new(code, entry.place()));
    }

    fn run(mut self) -> Option<Chain> {
        let links = &self.dossier.links;
        let start = format!("{}/00-open.json", names::SEALS);
        let Some(first) = links.get(&0) else {
            self.findings.push(Finding::new(Code::SealNoOpening, Place::file(start)));
            return None;
        };
        let first = first.as_ref()?;
        if first.open().is_none() {
            self.find(Code::SealNoOpening, first);
            return None;
        }
        // Where an opening stands later, what came before it is past.
        let opens = |e: &Option<Entry>| e.as_ref().is_some_and(|e| e.open().is_some());
        let opening = links.iter().filter(|(_, e)| opens(e)).map(|(at, _)| *at).max()?;
        let mut chain = Chain {
            opening,
            tip: tip(0, first),
            open: Some(0),
            in_force: vec![None; self.profile.stages.len()],
        };
        let mut last_open = first.digest;
        for (at, link) in links.iter().skip(1) {
            if *at != chain.tip.at + 1 {
                let place = Place::file(format!("{}/{:02}-…", names::SEALS, chain.tip.at + 1));
                self.findings.push(Finding::new(Code::SealChainGap, place));
                return None;
            }
            let entry = link.as_ref()?;
            let at_time = entry.statement.predicate().signed_at();
            if at_time < chain.tip.signed_at {
                let before = links.get(&chain.tip.at).and_then(Option::as_ref);
                let finding = Finding::new(Code::SealOrder, entry.place()).with("time", at_time);
                let finding = finding.with("earlier", before.map(Entry::file).unwrap_or_default());
                self.findings.push(finding.with("least", chain.tip.signed_at));
            }
            if let Some(open) = entry.open() {
                if open.replaces != Some(last_open) {
                    self.find(Code::SealChainBroken, entry);
                }
                last_open = entry.digest;
                chain.open = Some(0);
            } else {
                self.seal(&mut chain, *at, entry)?;
            }
            chain.tip = tip(*at, entry);
        }
        Some(chain)
    }

    /// Takes one seal; `None` where what follows has no meaning any more.
    fn seal(&mut self, chain: &mut Chain, at: u64, entry: &Entry) -> Option<()> {
        let seal = entry.seal()?;
        if seal.prev_seal != chain.tip.digest {
            self.find(Code::SealChainBroken, entry);
            return None;
        }
        if at < chain.opening {
            // Sealed under rules that are not in force any more: only the links are checked.
            return Some(());
        }
        let Some(open) = chain.open else {
            self.find(Code::SealAfterFiling, entry);
            return None;
        };
        let stage = self.profile.stages.get(open)?;
        if stage.id != seal.stage {
            let finding = Finding::new(Code::SealStageOrder, entry.place());
            self.findings.push(finding.with("wanted", &stage.title));
            return None;
        }
        match &seal.outcome {
            Outcome::Done => {
                if let Some(slot) = chain.in_force.get_mut(open) {
                    *slot = Some(at);
                }
                chain.open = (open + 1 < self.profile.stages.len()).then_some(open + 1);
            }
            Outcome::Return { to } => {
                let Some(to) = self.profile.stage_number(to).filter(|to| *to < open) else {
                    self.find(Code::SealReturnForward, entry);
                    return None;
                };
                chain.in_force.iter_mut().skip(to).for_each(|seal| *seal = None);
                chain.open = Some(to);
            }
        }
        Some(())
    }
}

fn tip(at: u64, entry: &Entry) -> Tip {
    let predicate = entry.statement.predicate();
    let (signed_at, keyring) = (predicate.signed_at(), predicate.keyring());
    Tip { at, digest: entry.digest, signed_at, keyring }
}

/// The links of a chain in order.
#[must_use]
pub fn links<'a>(dossier: &'a Dossier<'_>) -> BTreeMap<u64, &'a Entry> {
    let read = |(at, link): (&u64, &'a Option<Entry>)| Some((*at, link.as_ref()?));
    dossier.links.iter().filter_map(read).collect()
}
