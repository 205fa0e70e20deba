//! Whether a dossier's statements hold, belong together and cover everything (`formats.md` §2–§5).
//!
//! What can be derived is derived anew and compared; what cannot must be a subject of a signature.
//! Nothing in the dossier is trusted: whose keys these are comes from the trust file, which rules
//! are accepted from the newest key ring or from what is built in.
//!
//! A filed dossier is judged twice: by the key ring that its last seal names, as it was known on the
//! day of filing, and by the newest ring that is known, as it is known today.

mod after;
mod also;
mod hearing;
mod listed;
mod opening;
mod paper;
mod rounds;
mod row;
pub(super) mod signer;
mod subjects;

use std::collections::BTreeMap;

use crate::base::digest::FileDigest;
use crate::base::disk;
use crate::base::time::Moment;
use crate::profile::{Profile, Stage};
use crate::verdict::{Code, Finding, Judgement, Place, Report};

use super::chain::{self, Chain, Standing};
use super::dossier::{Dossier, Entry, Proof, Round};
use super::files::Files;
use super::keyring::{History, Ring};
use super::policy::{Accepted, Rules};
use super::predicate::{Open, Opinion};
use super::statement::Subject;
use super::trust::{self, Trust};

pub use also::{Comparison, Source, compare, rings};
pub use hearing::{Hearing, Tally};
pub use paper::{OpinionBox, Paper};
pub use row::{Kind, Signing};
pub(in crate::seal) use signer::holder;

/// How far a dossier is expected to have come.
#[derive(Clone, Copy, Debug)]
pub enum Reach<'a> {
    /// A case under way: open stages are no fault, trust is not asked for.
    UnderWay,
    /// A filed dossier: every stage sealed, the last over exactly these files.
    Filed(&'a [Subject]),
}

/// What a dossier is verified against.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The key rings that are trusted, from outside the dossier.
    pub trust: Option<&'a Trust>,
    /// The policies that are accepted where the newest key ring lists none.
    pub accepted: &'a [Accepted],
    /// The verifier's clock.
    pub now: Moment,
    /// How far the dossier should have come.
    pub reach: Reach<'a>,
}

/// What is known beside the dossier and the trust file.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// By what was known at this moment: key rings issued later are left out.
    pub at: Option<Moment>,
    /// Other sources of statements and key rings: copies that signers keep, other packages.
    pub others: &'a [Source<'a>],
    /// What was signed after filing.
    pub after: Option<Source<'a>>,
}

/// The decision that a plural seat's opinions make, apart from whether they are genuine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Stage id.
    pub stage: String,
    /// Seat id.
    pub seat: String,
    /// The votes.
    pub tally: Tally,
    /// Whether the profile's rule calls this a yes.
    pub adopted: bool,
}

/// What verification concluded.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Findings and counts, by what is known today.
    pub report: Report,
    /// The same by what was known on the day of filing; that of today for a case under way.
    pub filed: Report,
    /// Every statement, in the order of the chain.
    pub signings: Vec<Signing>,
    /// What the plural seats with a rule of decision decided.
    pub decisions: Vec<Decision>,
    /// The chain, where it could be followed to its end.
    pub chain: Option<Chain>,
}

/// Verifies the statements of a dossier.
///
/// # Errors
/// A file cannot be read; what is wrong with its content is a finding.
pub fn verify(files: &dyn Files, ask: &Ask<'_>) -> Result<Verified, disk::Error> {
    judge(&Dossier::read(files)?, ask)
}

/// Verifies a dossier that was read.
///
/// # Errors
/// A file cannot be read.
pub fn judge(dossier: &Dossier<'_>, ask: &Ask<'_>) -> Result<Verified, disk::Error> {
    judge_known(dossier, ask, &Known::default())
}

/// Verifies a dossier that was read, with more than the dossier to go by.
///
/// # Errors
/// A file cannot be read, of the dossier or of another source.
pub fn judge_known(
    dossier: &Dossier<'_>,
    ask: &Ask<'_>,
    known: &Known<'_>,
) -> Result<Verified, disk::Error> {
    let mut report = Report::default();
    report.extend(dossier.findings.iter().cloned());
    let rings = rings(known.others, ask.trust, &dossier.history)?;
    let newest = newest(dossier, ask, known.at, &rings, &mut report);
    let none = |mut report: Report, skipped, signings| {
        report.skip(skipped);
        let (filed, decisions) = (report.clone(), Vec::new());
        Ok(Verified { report, filed, signings, decisions, chain: None })
    };
    let (Some(rules), Some(newest)) = (&dossier.rules, newest) else {
        return none(report, "seal-statements", Vec::new());
    };
    let (chain, findings) = Chain::follow(dossier, &rules.profile);
    report.extend(findings);
    let open = chain.as_ref().and_then(|c| dossier.links.get(&c.opening)?.as_ref()?.open());
    let (Some(followed), Some(open)) = (&chain, open) else {
        // Who signed can still be said, what it covers cannot.
        let signings = row::signings(dossier, rules, newest, None, (&report, &report));
        return none(report, "seal-coverage", signings);
    };
    let by = |ring| {
        let mut judge = Judge::new(dossier, rules, followed, open, ring, ask);
        judge.run()?;
        let mut judged = report.clone();
        judged.extend(judge.findings);
        Ok((judged, judge.decisions))
    };
    let (mut today, decisions) = by(newest)?;
    let then = match ask.reach {
        Reach::Filed(_) => dossier.history.resolve(followed.tip.keyring),
        Reach::UnderWay => None,
    };
    let mut filed = match then.filter(|ring| ring.version() != newest.version()) {
        Some(ring) => by(ring)?.0,
        None => today.clone(),
    };
    let mut signings = row::signings(dossier, rules, newest, chain.as_ref(), (&filed, &today));
    let signed = dossier.entries().filter(|e| e.proof != Proof::Missing).count();
    for report in [&mut today, &mut filed] {
        report.count("statements", signings.len() as u64);
        report.count("signatures", 2 * signed as u64);
    }
    // What other sources show is known today; on the day of filing nobody had asked.
    filed.skip("other-sources");
    if known.others.is_empty() {
        today.skip("other-sources");
    } else {
        let compared = compare(dossier, newest, known.others)?;
        today.count("other-sources", compared.agreed);
        today.extend(compared.findings);
    }
    if let Some(source) = known.after {
        let later = after::read(dossier, rules, followed, newest, source, known.at)?;
        today.extend(later.findings);
        today.count("statements-after", later.signings.len() as u64);
        signings.extend(later.signings);
    }
    Ok(Verified { report: today, filed, signings, decisions, chain })
}

impl Verified {
    /// What is to be said of the whole, by what was known on the day of filing and today.
    #[must_use]
    pub fn judgements(&self) -> (Judgement, Judgement) {
        (Judgement::of_report(&self.filed), Judgement::of_report(&self.report))
    }
}

/// What is known about each seat of the open stage.
///
/// # Errors
/// A paper cannot be read.
pub fn hearings(
    dossier: &Dossier<'_>,
    ask: &Ask<'_>,
    chain: &Chain,
    stage: &Stage,
) -> Result<Vec<Hearing>, disk::Error> {
    let open = dossier.links.get(&chain.opening).and_then(|e| e.as_ref()?.open());
    let newest = newest(dossier, ask, None, &[], &mut Report::default());
    let (Some(rules), Some(newest), Some(open)) = (&dossier.rules, newest, open) else {
        return Ok(Vec::new());
    };
    let judge = Judge::new(dossier, rules, chain, open, newest, ask);
    stage.seats.iter().map(|seat| judge.hear(chain.tip.at + 1, stage, seat)).collect()
}

/// The newest ring that is known, and whether it is trusted. `others` are the rings of other
/// sources, sound and no fork of those that are trusted.
fn newest<'a>(
    dossier: &'a Dossier<'_>,
    ask: &'a Ask<'_>,
    at: Option<Moment>,
    others: &'a [History],
    report: &mut Report,
) -> Option<&'a Ring> {
    match (ask.trust, ask.reach) {
        (Some(trust), _) => report.extend(trust.check(&dossier.history)),
        (None, Reach::Filed(_)) => report.add(trust::untrusted()),
        (None, Reach::UnderWay) => {}
    }
    let carried = dossier.history.versions().iter();
    let other = others.iter().flat_map(History::versions);
    let all = carried.chain(other).map(|v| &v.ring).chain(ask.trust.map(Trust::newest));
    let known = all.clone().filter(|ring| at.is_none_or(|at| ring.issued() <= at));
    // Before the first ring was issued nothing was known: then the first one must do.
    let least = all.min_by_key(|ring| ring.version());
    known.max_by_key(|ring| ring.version()).or(least)
}

/// Everything that the single checks look at.
struct Judge<'a, 'f> {
    dossier: &'a Dossier<'f>,
    rules: &'a Rules,
    profile: &'a Profile,
    chain: &'a Chain,
    open: &'a Open,
    newest: &'a Ring,
    ask: &'a Ask<'a>,
    findings: Vec<Finding>,
    decisions: Vec<Decision>,
}

impl<'a, 'f> Judge<'a, 'f> {
    fn new(
        dossier: &'a Dossier<'f>,
        rules: &'a Rules,
        chain: &'a Chain,
        open: &'a Open,
        newest: &'a Ring,
        ask: &'a Ask<'a>,
    ) -> Self {
        let (findings, decisions) = (Vec::new(), Vec::new());
        let profile = &rules.profile;
        Self { dossier, rules, profile, chain, open, newest, ask, findings, decisions }
    }
}

impl Judge<'_, '_> {
    fn run(&mut self) -> Result<(), disk::Error> {
        self.opening();
        self.signers();
        self.rounds();
        self.hearings()?;
        self.conflicts();
        self.papers()?;
        self.subjects()?;
        self.evidence()?;
        self.reach();
        self.notes();
        Ok(())
    }

    fn find(&mut self, code: Code, place: Place) {
        self.findings.push(Finding::new(code, place));
    }

    /// Digests of a file that the profile's subjects must have.
    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        self.dossier.digest(name)
    }

    /// The grade that the opening names: it decides which slots concern the case.
    fn grade(&self) -> &str {
        &self.open.grade
    }

    /// Every statement's key, holder, mandate, time and case.
    fn signers(&mut self) {
        let entries: Vec<&Entry> = self.dossier.entries().collect();
        for entry in entries {
            let stage = entry.statement.predicate().stage();
            let first = self.profile.stages.first().map(|s| s.id.as_str());
            let stage = stage.or(first).unwrap_or_default();
            let mut found = signer::check(entry, stage, &self.dossier.history, self.newest);
            // That a ring cannot be read is told at the ring, not at each statement that names it.
            found.retain(|f| f.code != Code::SealRingUnknown || !self.is_ring_unread(entry));
            self.findings.extend(found);
            let predicate = entry.statement.predicate();
            if predicate.signed_at().unix() > self.ask.now.unix().saturating_add(signer::AHEAD) {
                let finding = Finding::new(Code::SealFuture, entry.place());
                self.findings.push(finding.with("time", predicate.signed_at()));
            }
            if predicate.case() != self.open.case {
                let finding = Finding::new(Code::SealOtherCase, entry.place());
                self.findings.push(finding.with("case", predicate.case()));
            }
        }
    }

    /// Whether the ring that a statement names stands where reading the rings came to no end.
    fn is_ring_unread(&self, entry: &Entry) -> bool {
        let read = self.dossier.history.versions().len() as u64;
        entry.statement.predicate().keyring().version > read
            && self.dossier.findings.iter().any(|f| {
                let at_rings = f.place.file.starts_with("keyring/");
                at_rings && f.bearing == crate::verdict::Bearing::Fails
            })
    }

    /// One person in two seats that exclude each other.
    fn conflicts(&mut self) {
        let mut counted: Vec<&Entry> = Vec::new();
        for round in self.dossier.rounds.values() {
            if self.chain.standing(round.nn) != Standing::Past {
                counted.extend(round.all_in_force());
            }
        }
        counted.extend(chain::links(self.dossier).into_iter().filter_map(|(at, link)| {
            let counts = at == self.chain.opening || self.chain.in_force.contains(&Some(at));
            counts.then_some(link)
        }));
        self.related(&counted);
        let mut holders: BTreeMap<&str, BTreeMap<&super::Person, Place>> = BTreeMap::new();
        for entry in counted {
            let predicate = entry.statement.predicate();
            let seat = holders.entry(predicate.seat()).or_default();
            seat.insert(predicate.person(), entry.place());
        }
        for conflict in &self.profile.conflicts {
            for (i, a) in conflict.seats.iter().enumerate() {
                for b in conflict.seats.iter().skip(i + 1) {
                    let (Some(one), Some(other)) =
                        (holders.get(a.as_str()), holders.get(b.as_str()))
                    else {
                        continue;
                    };
                    for (person, place) in other.iter().filter(|(p, _)| one.contains_key(*p)) {
                        let finding = Finding::new(Code::SealConflict, place.clone());
                        self.findings.push(
                            finding
                                .with("person", person)
                                .with("seat", self.seat_title(a))
                                .with("other", self.seat_title(b)),
                        );
                    }
                }
            }
        }
    }

    /// Somebody who reviews and belongs to the enterprise, or to an organisation in its service.
    fn related(&mut self, counted: &[&Entry]) {
        let (Some(rule), Some(facts)) = (&self.profile.unrelated, &self.dossier.facts) else {
            return;
        };
        let clause = format!("{} {}", self.profile.short, rule.cite);
        for entry in counted {
            let predicate = entry.statement.predicate();
            let seat = predicate.seat();
            let bound = rule.seats.is_empty() || rule.seats.iter().any(|id| id == seat);
            let Some(holder) = self.newest.holder(predicate.person()).filter(|_| bound) else {
                continue;
            };
            if facts.enterprise.is_related(&holder.org) {
                let finding = Finding::new(Code::SealRelated, entry.place());
                let finding = finding.with("person", predicate.person()).with("org", &holder.org);
                let finding = finding.with("seat", self.seat_title(seat));
                self.findings.push(finding.under(clause.clone()));
            }
        }
    }

    /// The title of a seat, or its id where it only seals.
    fn seat_title(&self, id: &str) -> String {
        self.profile.seat_title(id)
    }

    /// Whether a filed dossier came to its end.
    fn reach(&mut self) {
        if let (Reach::Filed(_), Some(open)) = (self.ask.reach, self.chain.open)
            && let Some(stage) = self.profile.stages.get(open)
        {
            let place = Place::field(super::names::SEALS, 0, &stage.id);
            let finding = Finding::new(Code::SealStageUnsealed, place);
            self.findings
                .push(finding.with("stage", &stage.title).under(self.profile.clause(&stage.cite)));
        }
    }

    /// What a reader must know although it decides nothing.
    fn notes(&mut self) {
        match self.profile.time {
            crate::profile::Time::Claimed => {
                self.find(Code::SealTimeClaimed, Place::default());
            }
        }
        let mut dissents = Vec::new();
        for round in self.dossier.rounds.values() {
            for entry in round.entries.values() {
                if let Some(review) = entry.review().filter(|r| r.opinion == Opinion::Disagree) {
                    let finding = Finding::new(Code::SealDissent, entry.place());
                    dissents.push(
                        finding
                            .with("person", &review.person)
                            .with("name", row::name(self.newest, &review.person))
                            .with("seat", self.seat_title(&review.seat))
                            .with("text", &review.text),
                    );
                }
            }
        }
        self.findings.extend(dissents);
        for d in self.decisions.iter().filter(|d| !d.adopted) {
            let place = Place::field("", 0, &d.seat);
            let finding = Finding::new(Code::SealNotAdopted, place);
            self.findings.push(
                finding
                    .with("seat", self.profile.seat_title(&d.seat))
                    .with("agree", d.tally.agree)
                    .with("whole", d.tally.members),
            );
        }
    }
}

impl Dossier<'_> {
    /// Every statement: openings and seals first, then the rounds in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let links = self.links.values().flatten();
        links.chain(self.rounds.values().flat_map(|r| r.entries.values()))
    }
}

impl Round {
    /// The statements in force of every seat, reviews and rosters.
    pub fn all_in_force(&self) -> impl Iterator<Item = &Entry> {
        // Names sort by kind, seat and person, then by k: the last of each person counts.
        let mut latest: BTreeMap<(bool, &str, &super::Person), &Entry> = BTreeMap::new();
        for (name, entry) in &self.entries {
            latest.insert((name.roster, &name.seat, &name.person), entry);
        }
        latest.into_values().filter(|e| !e.is_withdrawal())
    }
}
