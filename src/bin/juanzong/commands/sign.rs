//! `juanzong sign`: an opinion in a seat over exactly the files that were shown, or a roster.

use std::collections::BTreeMap;
use std::path::PathBuf;

use juanzong::assemble;
use juanzong::base::time::Moment;
use juanzong::case::{Case, layout};
use juanzong::seal::predicate::{Opinion, Predicate, Shown};
use juanzong::seal::sign::state::held;
use juanzong::seal::sign::{Absence, Plan, Wish};
use juanzong::seal::{CaseFiles, Dossier, Person};
use juanzong::verdict::{Code, Finding, Place, Report};

use crate::context::Context;
use crate::desk::{self, Bench, Signer, SignerArgs};
use crate::exit::{Error, Exit, Failure};

/// Arguments of `sign`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The case folder.
    case: PathBuf,
    #[command(flatten)]
    signer: SignerArgs,
    /// The seat; may be left out where the signer holds one seat of the open stage.
    #[arg(long, value_name = "SEAT", conflicts_with = "roster")]
    seat: Option<String>,
    /// The opinion.
    #[arg(long, value_name = "OPINION", required_unless_present_any = ["roster", "withdraw"])]
    opinion: Option<String>,
    /// Its words; without them those that stand in the seat's box on paper.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The rows the signer answers for; all rows without it.
    #[arg(long, value_name = "ROWS", value_delimiter = ',')]
    rows: Option<Vec<String>>,
    /// Withdraws the opinion in force.
    #[arg(long, conflicts_with_all = ["opinion", "roster"])]
    withdraw: bool,
    /// Signs the roster of a plural seat instead.
    #[arg(long, value_name = "SEAT", conflicts_with = "opinion")]
    roster: Option<String>,
    /// A member who is absent: `p-0004=reason`.
    #[arg(long, value_name = "WHO", requires = "roster")]
    absent: Vec<String>,
    /// A member who stepped back: `p-0004=reason`.
    #[arg(long, value_name = "WHO", requires = "roster")]
    recused: Vec<String>,
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let signer = args.signer.open(context)?;
    let bench = Bench::lay(&args.case, &signer)?;
    let desk = bench.desk(&signer.rings, signer.key.id(), context.now);
    let planned = match &args.roster {
        Some(seat) => {
            known_seat(&bench.case, seat)?;
            if let Some(report) = stale(&bench.case, seat)? {
                return context.report(&report, &[]);
            }
            desk.roster(seat, &absences(&args)?)?
        }
        None => {
            let opinion = match (&args.opinion, args.withdraw) {
                (_, true) => Opinion::Withdraw,
                (Some(word), false) => opinion(word)?,
                (None, false) => return Err(Error::NoAnswer.into()),
            };
            let seat = match &args.seat {
                Some(seat) => seat.clone(),
                None => match own_seat(&bench.case, &signer, context)? {
                    Some(seat) => seat,
                    None => return Err(Error::SeatNeeded.into()),
                },
            };
            known_seat(&bench.case, &seat)?;
            if let Some(report) = stale(&bench.case, &seat)?.filter(|_| !args.withdraw) {
                return context.report(&report, &[]);
            }
            let shown = shown(&bench.case, &seat, context.now, &mut BTreeMap::new(), context)?;
            desk.review(&Wish { seat, opinion, text: args.text.clone(), rows: args.rows, shown })?
        }
    };
    match planned {
        Err(refusal) => desk::refused(refusal, &bench.case.facts.case, context),
        Ok(plan) => confirm(plan, &bench, &signer, context),
    }
}

fn confirm(plan: Plan, bench: &Bench, signer: &Signer, context: &Context) -> Result<Exit, Failure> {
    let counted: BTreeMap<String, u64> = match plan.statement.predicate() {
        Predicate::Review(review) => {
            review.shown.iter().map(|s| (s.name.clone(), s.pages)).collect()
        }
        Predicate::Open(_) | Predicate::Roster(_) | Predicate::Seal(_) => BTreeMap::new(),
    };
    desk::show(&plan, |name| counted.get(name).copied(), context);
    let holder = signer.rings.newest().and_then(|r| r.holder(&plan.person));
    let name = holder.map(|h| h.name.clone()).unwrap_or_default();
    let facts = match plan.statement.predicate() {
        Predicate::Review(r) => vec![
            ("kind", "review".to_string()),
            ("seat", bench.case.profile.seat_title(&r.seat)),
            ("opinion", r.opinion.as_str().to_string()),
            ("said", if r.text.is_empty() { "no" } else { "yes" }.to_string()),
            ("text", r.text.clone()),
            ("rows", r.rows.len().to_string()),
        ],
        Predicate::Roster(r) => vec![
            ("kind", "roster".to_string()),
            ("seat", bench.case.profile.seat_title(&r.seat)),
            ("opinion", String::new()),
            ("text", r.members.iter().map(|m| m.person.to_string()).collect::<Vec<_>>().join(" ")),
            ("rows", r.members.len().to_string()),
        ],
        Predicate::Open(_) | Predicate::Seal(_) => Vec::new(),
    };
    let mut all =
        vec![("person", plan.person.to_string()), ("name", name), ("time", context.now.chinese())];
    all.extend(facts);
    all.push(("files", plan.covers.len().to_string()));
    context.say("cli-sign-summary", &all);
    if !context.ask("cli-sign-ask", &all)? {
        context.say("cli-not-signed", &[]);
        return Ok(Exit::Failed);
    }
    let done = bench.sign(plan, signer)?;
    context.say("cli-signed", &[("file", format!("{}.json", done.stem))]);
    super::status::tell(&bench.case.dir, context)?;
    Ok(Exit::Done)
}

/// The documents of a seat, and of its stage, that nobody has signed yet and that no longer stand
/// as the typed data says: whoever signed them would sign words that are not on paper.
fn stale(case: &Case, seat: &str) -> Result<Option<Report>, Failure> {
    let Some((stage, seat)) = case.profile.seat(seat) else { return Ok(None) };
    let files = CaseFiles::of(case)?;
    let held = held(&Dossier::read(&files)?);
    let stale = assemble::stale(case)?;
    let mut report = Report::on(case.facts.case.clone());
    for (number, slot) in case.slots() {
        let name = layout::document(number, slot);
        let own = slot.stage == stage.id || seat.slots.contains(&slot.id);
        if own && stale.contains(&name) && !held.contains_key(&name) {
            report.add(Finding::new(Code::SealNotBuilt, Place::file(name)));
        }
    }
    report.count("acts", 1);
    Ok((!report.findings().is_empty()).then_some(report))
}

/// A seat that no stage has is a slip of the hand, not a refusal.
fn known_seat(case: &Case, seat: &str) -> Result<(), Failure> {
    if case.profile.seat(seat).is_some() {
        return Ok(());
    }
    let seats = case.profile.stages.iter().flat_map(|stage| &stage.seats);
    let known = seats.map(|s| s.id.as_str()).collect::<Vec<_>>().join(" / ");
    Err(Error::Choice { what: "seat", value: seat.to_string(), known }.into())
}

fn opinion(word: &str) -> Result<Opinion, Failure> {
    let known = [Opinion::Agree, Opinion::Disagree, Opinion::Abstain];
    let wrong = || Error::Word { value: word.to_string(), expected: "opinion" };
    Ok(known.into_iter().find(|o| o.as_str() == word).ok_or_else(wrong)?)
}

fn absences(args: &Args) -> Result<BTreeMap<Person, Absence>, Failure> {
    let mut out: BTreeMap<Person, Absence> = BTreeMap::new();
    for (list, recused) in [(&args.absent, false), (&args.recused, true)] {
        for word in list {
            let (id, reason) = word.split_once('=').unwrap_or((word, ""));
            let wrong = || Error::Word { value: word.clone(), expected: "person" };
            let person = Person::parse(id).ok_or_else(wrong)?;
            let reason = (!reason.is_empty()).then(|| reason.to_string());
            out.insert(person, Absence { present: recused, recused, reason });
        }
    }
    Ok(out)
}

/// The one seat of the open stage that the signer holds and has not been heard in, if there is
/// exactly one.
fn own_seat(case: &Case, signer: &Signer, context: &Context) -> Result<Option<String>, Failure> {
    let state = super::status::state(case, context.now)?;
    let Some(ring) = signer.rings.newest() else { return Ok(None) };
    let Some(person) = ring.key(signer.key.id()).map(|k| &k.person) else { return Ok(None) };
    let stage = state.stage.as_deref().unwrap_or_default();
    let mut own = state.hearings.iter().filter(|h| {
        ring.holders_of(&h.seat, stage, context.now).contains(&person)
            && !h.heard.iter().any(|(p, _)| p == person)
    });
    let first = own.next().map(|h| h.seat.clone());
    Ok(first.filter(|_| own.next().is_none()))
}

/// The documents of a seat as they are shown: name, pages, moment.
pub(super) fn shown(
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
        if !juanzong::base::disk::exists(&file.disk) {
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
