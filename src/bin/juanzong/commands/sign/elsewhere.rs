//! Signing on another machine: the request that leaves a case, and the response that comes back
//! (`formats.md` §3 "Signing elsewhere"). Neither needs a key here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use juanzong::base::disk;
use juanzong::case::Case;
use juanzong::package::{Contents, parcel};
use juanzong::seal::carriers::{ENVELOPE, SIDE_CAR, STATEMENT};
use juanzong::seal::keyring::{FOLDER, History, Standing, envelope_name, ring_name};
use juanzong::seal::predicate::Predicate;
use juanzong::seal::sign::{Asked, Desk, Done, Taken, receive, store};
use juanzong::seal::{CaseFiles, Dossier, KeyId, Namespace, names, statement};
use juanzong::verdict::{Code, Finding, Place, Report};

use super::super::build::THREADS;
use super::super::status;
use super::{Args, known_seat, place, refused};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;
use crate::shell;

/// What stands for the ending of a request's name in the name of its response.
const ANSWER: &str = "response.zip";

/// Makes a request, or takes a response in.
pub(super) fn run(args: &Args, context: &Context) -> Result<Exit, Failure> {
    let [case] = args.case.as_slice() else {
        let value = args.case.len().to_string();
        return Err(Error::Word { value, expected: "one-case" }.into());
    };
    match (&args.request, &args.response) {
        (Some(out), _) => asked(args, case, out, context),
        (None, Some(response)) if disk::is_folder(case) => {
            take(case, args.signer.keyring(), response, context)
        }
        (None, _) => Err(Error::Missing { what: "--key <FILE>" }.into()),
    }
}

/// A request for an opinion or a roster.
fn asked(args: &Args, dir: &Path, out: &Path, context: &Context) -> Result<Exit, Failure> {
    let case = Case::load(dir)?;
    let (asked, seat) = match (&args.roster, &args.seat) {
        (Some(seat), _) => (Asked::Roster(seat.clone()), seat),
        (None, Some(seat)) => (Asked::Review(seat.clone()), seat),
        (None, None) => return Err(Error::Missing { what: "--seat <SEAT>" }.into()),
    };
    known_seat(&case.profile, seat)?;
    if let Some(report) = place::stale(&case, seat)? {
        return context.report(&report, &[]);
    }
    let person = args.person.as_deref().unwrap_or_default();
    ask(&case, args.signer.keyring(), person, &asked, out, context)
}

/// Where the response to a request goes unless told otherwise: `x.request.zip` is answered by
/// `x.response.zip`.
pub(in super::super) fn answer_path(request: &Path) -> PathBuf {
    let stem = request.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".request").unwrap_or(&stem);
    request.with_file_name(format!("{stem}.{ANSWER}"))
}

/// Writes a request to somebody.
pub(in super::super) fn ask(
    case: &Case,
    keyring: Option<&Path>,
    person: &str,
    asked: &Asked,
    out: &Path,
    context: &Context,
) -> Result<Exit, Failure> {
    let Some(ringdir) = keyring else {
        return Err(Error::Missing { what: "--keyring <RINGDIR>" }.into());
    };
    let rings = RingDir::approved(ringdir)?.history;
    let (namespace, kind, seat) = match asked {
        Asked::Review(seat) => (Namespace::Review, "review", seat.as_str()),
        Asked::Roster(seat) => (Namespace::Review, "roster", seat.as_str()),
        Asked::Seal => (Namespace::Seal, "seal", ""),
    };
    let key = key_of(&rings, person, namespace, context)?;
    let files = CaseFiles::of(case)?;
    let wanted = match Desk::new(case, &files, &rings, key, context.now, &[]).request(asked)? {
        Ok(wanted) => wanted,
        Err(refusal) => return context.report(&refused(refusal, &case.facts.case), &[]),
    };
    let mut parcel = parcel::Parcel { files: BTreeMap::new(), made: carried(&rings) };
    for name in wanted {
        if let Some(place) = files.place(&name) {
            parcel.files.insert(name, place.clone());
        }
    }
    parcel::send(&case.facts.case, parcel, out, THREADS, &context.progress("hash"))?;
    let stage = status::state(case, context.now)?.stage.unwrap_or_default();
    let holder = rings.newest().and_then(|r| r.key(key).and_then(|k| r.holder(&k.person)));
    let facts = [
        ("file", shell::word(out)),
        ("person", person.to_string()),
        ("name", holder.map(|h| h.name.clone()).unwrap_or_default()),
        ("kind", kind.to_string()),
        ("seat", seat.to_string()),
        ("stage", stage),
    ];
    context.say("cli-requested", &facts);
    Ok(Exit::Done)
}

/// The key with which a person can sign for a purpose now.
fn key_of(
    rings: &History,
    person: &str,
    namespace: Namespace,
    context: &Context,
) -> Result<KeyId, Failure> {
    let wrong = || Error::Word { value: person.to_string(), expected: "person" };
    let id = juanzong::seal::Person::parse(person).ok_or_else(wrong)?;
    let keys = rings.newest().map(|r| r.keys()).unwrap_or_default();
    let good = keys
        .iter()
        .find(|k| k.person == id && k.signs(namespace) && k.at(context.now) == Standing::Holds);
    let lacks = || juanzong::seal::Error::RingLacks { id: person.to_string() };
    Ok(good.ok_or_else(lacks)?.key.id())
}

/// The versions of a ring as they travel.
fn carried(rings: &History) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for version in rings.versions() {
        let number = version.ring.version();
        files.insert(format!("{FOLDER}/{}", ring_name(number)), version.ring.write());
        files.insert(format!("{FOLDER}/{}", envelope_name(number)), version.envelope());
    }
    files
}

/// Takes a response into a case: judged by the rules by which the case will be verified.
pub(in super::super) fn take(
    dir: &Path,
    keyring: Option<&Path>,
    response: &Path,
    context: &Context,
) -> Result<Exit, Failure> {
    let rings = keyring.map(RingDir::approved).transpose()?.map(|dir| dir.history);
    let case = Case::load(dir)?;
    let done = match answer(response, context)? {
        Ok(done) => done,
        Err(report) => return context.report(&report, &[]),
    };
    let files = CaseFiles::of(&case)?;
    let rings = match rings {
        Some(rings) => rings,
        None => (*Dossier::read(&files)?.history).clone(),
    };
    let key = signed_by(&done)?;
    let desk = Desk::new(&case, &files, &rings, key, context.now, &[]);
    let facts = told(&done, &case, &rings, context);
    match desk.take_in(&done)? {
        Err(refusal) => return context.report(&refused(refusal, &case.facts.case), &[]),
        Ok(Taken::Known) => {
            context.say("cli-response-known", &facts);
            return Ok(Exit::Done);
        }
        Ok(Taken::New) => store::write(&case.dir, &done, &rings)?,
    }
    context.say("cli-response-taken", &facts);
    if let Predicate::Seal(seal) = done.statement.predicate()
        && seal.outcome != juanzong::seal::predicate::Outcome::Done
    {
        crate::superseded::keep(&case)?;
    }
    status::tell(dir, context)?;
    Ok(Exit::Done)
}

fn told(
    done: &Done,
    case: &Case,
    rings: &History,
    context: &Context,
) -> Vec<(&'static str, String)> {
    let said = done.statement.predicate();
    let holder = rings.newest().and_then(|r| r.holder(said.person()));
    let (seat, word) = match said {
        Predicate::Review(r) => (r.seat.as_str(), r.opinion.as_str()),
        Predicate::Roster(r) => (r.seat.as_str(), "roster"),
        Predicate::Seal(s) => (s.seat.as_str(), "seal"),
        Predicate::Open(o) => (o.seat.as_str(), "open"),
    };
    let opinion = context.texts.message("cli-opinion", &[("opinion", word.to_string())]);
    vec![
        ("file", format!("{}{STATEMENT}", done.stem)),
        ("person", said.person().to_string()),
        ("name", holder.map(|h| h.name.clone()).unwrap_or_default()),
        ("seat", case.profile.seat_title(seat)),
        ("opinion", opinion),
        ("time", said.signed_at().chinese()),
        ("files", done.statement.subjects().len().to_string()),
    ]
}

/// The key that a response says made it.
fn signed_by(done: &Done) -> Result<KeyId, Failure> {
    let namespace = done.statement.predicate().namespace();
    let car = juanzong::seal::sshsig::SideCar::read(&done.carriers.side_car, namespace)?;
    Ok(car.key.id())
}

/// Reads a response: a parcel of three files, or a statement with its carriers beside it as other
/// programs wrote them.
fn answer(path: &Path, context: &Context) -> Result<Result<Done, Report>, Failure> {
    let loose = path.to_string_lossy().ends_with(STATEMENT);
    let read = if loose { beside(path)? } else { unpacked(path, context)? };
    let mut report = Report::on(path.display().to_string());
    report.count("acts", 1);
    match read {
        Ok([statement, envelope, side_car]) => Ok(Ok(receive(&statement, &envelope, &side_car)?)),
        Err(finding) => {
            report.add(finding);
            Ok(Err(report))
        }
    }
}

type Three = Result<[Vec<u8>; 3], Finding>;

fn beside(path: &Path) -> Result<Three, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = names::stem(&name).unwrap_or_default();
    let mut read = [const { Vec::new() }; 3];
    for (bytes, ending) in read.iter_mut().zip([STATEMENT, ENVELOPE, SIDE_CAR]) {
        let file = path.with_file_name(format!("{stem}{ending}"));
        *bytes = disk::read(&file, statement::LARGEST as u64 * 2)?;
    }
    Ok(Ok(read))
}

fn unpacked(path: &Path, context: &Context) -> Result<Three, Failure> {
    let refused =
        |why: &str| Finding::new(Code::PackageNotAParcel, Place::default()).with("why", why);
    let contents: Contents = match parcel::receive(path, 1, &context.progress("hash"))? {
        Ok(contents) => contents,
        Err(finding) => return Ok(Err(finding)),
    };
    let names: Vec<String> = contents.names().map(String::from).collect();
    let stem = names.iter().find_map(|n| names::stem(n)).unwrap_or_default();
    let mut wanted = names::files(stem);
    let mut read = [const { Vec::new() }; 3];
    for (bytes, name) in read.iter_mut().zip(&wanted) {
        let found = contents.content(name, statement::LARGEST as u64 * 2)?;
        let Some(found) = found else { return Ok(Err(refused(name))) };
        *bytes = found;
    }
    wanted.sort();
    let mut held = names;
    held.sort();
    if held != wanted {
        // A request is no response, and nothing rides along with one.
        let more = held.iter().find(|n| !wanted.contains(n));
        return Ok(Err(refused(more.map_or("", String::as_str))));
    }
    Ok(Ok(read))
}
