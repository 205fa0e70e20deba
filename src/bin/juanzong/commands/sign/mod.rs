//! `juanzong sign`: an opinion in a seat over exactly the files that were shown, or a roster; in one
//! case or in many, here or on another machine.

pub(super) mod elsewhere;
pub(super) mod place;
mod talk;

use std::collections::BTreeMap;
use std::path::PathBuf;

use juanzong::base::disk;
use juanzong::base::json::Value;
use juanzong::package;
use juanzong::profile::Profile;
use juanzong::seal::Person;
use juanzong::seal::predicate::Opinion;
use juanzong::seal::sign::{Absence, Plan, Refusal, Wish};
use juanzong::verdict::Report;

use self::place::Place;
use crate::args::Format;
use crate::context::{Answer, Context};
use crate::desk::{Pen, SignerArgs};
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;

pub(super) use self::place::shown;

/// Arguments of `sign`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Case folders, or requests from other machines.
    #[arg(required = true)]
    case: Vec<PathBuf>,
    #[command(flatten)]
    signer: SignerArgs,
    /// The seat; may be left out where the signer holds one seat of the open stage.
    #[arg(long, value_name = "SEAT", conflicts_with = "roster")]
    seat: Option<String>,
    /// The opinion.
    #[arg(long, value_name = "OPINION")]
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
    /// Writes a request to sign elsewhere, instead of signing.
    #[arg(long, value_name = "FILE", requires = "person")]
    #[arg(conflicts_with_all = ["key", "opinion", "withdraw", "response"])]
    request: Option<PathBuf>,
    /// Whom the request is for.
    #[arg(long, value_name = "ID", requires = "request")]
    person: Option<String>,
    /// A case takes this response in; a request is answered into it.
    #[arg(long, value_name = "FILE")]
    response: Option<PathBuf>,
}

/// What was typed about the statement itself.
struct Typed {
    seat: Option<String>,
    opinion: Opinion,
    text: Option<String>,
    rows: Option<Vec<String>>,
    roster: Option<(String, BTreeMap<Person, Absence>)>,
}

/// How it went at one place.
enum Outcome {
    Signed(String),
    Declined,
    Refused(Vec<String>),
}

/// Does it.
pub(crate) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    if args.request.is_some() || (args.response.is_some() && !args.signer.has_key()) {
        return elsewhere::run(&args, context);
    }
    let copies = args.signer.copies()?;
    let rings = args.signer.keyring().map(RingDir::approved).transpose()?.map(|dir| dir.history);
    let typed = args.typed()?;
    // Every place is looked at before anybody types a passphrase or signs anything.
    let mut places: Vec<Box<dyn Place>> = Vec::new();
    for path in &args.case {
        context.go_on()?;
        if package::carries_bag(path)? {
            match place::package(path, rings.clone(), &copies, context)? {
                Ok(place) => places.push(Box::new(place)),
                Err(report) => return context.report(&report, &[]),
            }
            continue;
        }
        if !disk::is_folder(path) && disk::exists(path) {
            let out = args.response.clone().unwrap_or_else(|| elsewhere::answer_path(path));
            match place::request(path, rings.clone(), &copies, out, context)? {
                Ok(place) => places.push(Box::new(place)),
                Err(report) => return context.report(&report, &[]),
            }
            continue;
        }
        if args.response.is_some() {
            return Err(Error::Missing { what: "--request <FILE>" }.into());
        }
        let Some(rings) = rings.clone() else {
            return Err(Error::Missing { what: "--keyring <RINGDIR>" }.into());
        };
        places.push(Box::new(place::case(path, rings, &copies)?));
    }
    if args.response.is_some() && places.len() > 1 {
        return Err(Error::Missing { what: "--response <FILE>" }.into());
    }
    let signer = args.signer.pen(context)?;
    match places.as_slice() {
        [place] => one(place.as_ref(), &typed, &signer, context),
        places => many(places, &typed, &signer, context),
    }
}

impl Args {
    fn typed(&self) -> Result<Typed, Failure> {
        let opinion = match (&self.opinion, self.withdraw) {
            (_, true) => Opinion::Withdraw,
            (Some(word), false) => opinion(word)?,
            // A roster has none.
            (None, false) if self.roster.is_some() => Opinion::Agree,
            (None, false) => return Err(Error::Missing { what: "--opinion <OPINION>" }.into()),
        };
        let roster = match &self.roster {
            Some(seat) => Some((seat.clone(), absences(self)?)),
            None => None,
        };
        let (seat, text, rows) = (self.seat.clone(), self.text.clone(), self.rows.clone());
        Ok(Typed { seat, opinion, text, rows, roster })
    }
}

fn one(place: &dyn Place, typed: &Typed, signer: &Pen, context: &Context) -> Result<Exit, Failure> {
    let plan = match plan(place, typed, signer, context)? {
        Ok(plan) => plan,
        Err(report) => return context.report(&report, &[]),
    };
    let facts = talk::summary(&plan, place, context);
    if !context.ask("cli-sign-ask", &facts)? {
        context.say("cli-not-signed", &[]);
        return Ok(Exit::Failed);
    }
    place.sign(plan, signer, context)?;
    place.tell(context)?;
    Ok(Exit::Done)
}

/// One case after the other, each shown and asked for. Whoever stops keeps what was signed so far;
/// the list at the end says how far that was.
fn many(
    places: &[Box<dyn Place>],
    typed: &Typed,
    signer: &Pen,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut outcomes = Vec::new();
    let mut stopped = None;
    for (at, place) in places.iter().enumerate() {
        let facts = [
            ("at", (at + 1).to_string()),
            ("count", places.len().to_string()),
            ("case", place.id().to_string()),
            ("path", place.path().display().to_string()),
        ];
        context.say("cli-sign-each", &facts);
        match step(place.as_ref(), typed, signer, context) {
            Ok(Some(outcome)) => outcomes.push(outcome),
            Ok(None) => break,
            Err(failure) => {
                stopped = Some(failure);
                break;
            }
        }
    }
    told(places, &outcomes, context)?;
    if let Some(failure) = stopped {
        return Err(failure);
    }
    let all =
        outcomes.len() == places.len() && outcomes.iter().all(|o| matches!(o, Outcome::Signed(_)));
    Ok(if all { Exit::Done } else { Exit::Failed })
}

/// One case of many; `None` where the signer stops.
fn step(
    place: &dyn Place,
    typed: &Typed,
    signer: &Pen,
    context: &Context,
) -> Result<Option<Outcome>, Failure> {
    context.go_on()?;
    let plan = match plan(place, typed, signer, context)? {
        Ok(plan) => plan,
        Err(report) => {
            context.talk_report(&report);
            let codes = report.findings().iter().map(|f| f.code.id().to_string()).collect();
            return Ok(Some(Outcome::Refused(codes)));
        }
    };
    let facts = talk::summary(&plan, place, context);
    Ok(match context.choose("cli-sign-ask", &facts)? {
        Answer::Yes => Some(Outcome::Signed(place.sign(plan, signer, context)?)),
        Answer::No => {
            context.say("cli-not-signed", &[]);
            Some(Outcome::Declined)
        }
        Answer::Stop => None,
    })
}

/// The list of a batch: what was signed, refused, left out, not reached.
fn told(places: &[Box<dyn Place>], outcomes: &[Outcome], context: &Context) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let (word, what) = match outcomes.get(at) {
            Some(Outcome::Signed(file)) => ("signed", file.clone()),
            Some(Outcome::Declined) => ("declined", String::new()),
            Some(Outcome::Refused(codes)) => ("refused", codes.join(" ")),
            None => ("not-reached", String::new()),
        };
        rows.push((place.id().to_string(), place.path().display().to_string(), word, what));
    }
    if context.format == Format::Json {
        let text = |t: &str| Value::Text(t.to_string());
        let row = |(case, path, outcome, what): &(String, String, &str, String)| {
            Value::Map(vec![
                ("case".to_string(), text(case)),
                ("path".to_string(), text(path)),
                ("outcome".to_string(), text(outcome)),
                ("what".to_string(), text(what)),
            ])
        };
        let whole = Value::Map(vec![
            ("schema".to_string(), text("juanzong.sign/1")),
            ("cases".to_string(), Value::List(rows.iter().map(row).collect())),
        ]);
        return context.console.data(&juanzong::report::print(&whole));
    }
    context.console.data(&talk::outcomes(&rows, context))
}

/// Works out what would be signed; a report where that is refused.
fn plan(
    place: &dyn Place,
    typed: &Typed,
    signer: &Pen,
    context: &Context,
) -> Result<Result<Plan, Report>, Failure> {
    let key = signer.key.id();
    let planned = match &typed.roster {
        Some((seat, absent)) => {
            known_seat(place.profile(), seat)?;
            if let Some(report) = place.stale(seat)? {
                return Ok(Err(report));
            }
            place.roster(key, seat, absent, context)?
        }
        None => {
            let seat = match &typed.seat {
                Some(seat) => seat.clone(),
                None => match place.seats(key, context.now)?.as_slice() {
                    [seat] => seat.clone(),
                    _ => return Err(Error::SeatNeeded.into()),
                },
            };
            known_seat(place.profile(), &seat)?;
            let withdraws = typed.opinion == Opinion::Withdraw;
            if let Some(report) = place.stale(&seat)?.filter(|_| !withdraws) {
                return Ok(Err(report));
            }
            let shown = place.shown(&seat, context)?;
            let (opinion, text, rows) = (typed.opinion, typed.text.clone(), typed.rows.clone());
            place.review(key, &Wish { seat, opinion, text, rows, shown }, context)?
        }
    };
    Ok(planned.map_err(|refusal| refused(refusal, place.id())))
}

fn refused(refusal: Refusal, target: &str) -> Report {
    let mut report = Report::on(target);
    report.count("acts", 1);
    report.extend(refusal.findings);
    report
}

/// A seat that no stage has is a slip of the hand, not a refusal.
fn known_seat(profile: &Profile, seat: &str) -> Result<(), Failure> {
    if profile.seat(seat).is_some() {
        return Ok(());
    }
    let seats = profile.stages.iter().flat_map(|stage| &stage.seats);
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
