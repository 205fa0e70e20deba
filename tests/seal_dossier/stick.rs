//! A stick that carries requests to other machines and responses back.

use std::collections::BTreeMap;
use std::fs;

use juanzong::case::Case;
use juanzong::seal::files::{CaseFiles, Files as _};
use juanzong::seal::predicate::Opinion;
use juanzong::seal::sign::{Asked, Desk, Done, Plan, Refusal, Taken, Wish, receive, store};
use juanzong::seal::{Dossier, Error};

use crate::world::{Memory, Office, agree, hour, secret};

/// What a request asks somebody, as files.
pub fn request(
    office: &Office,
    number: u8,
    at: i64,
    asked: &Asked,
) -> Result<Memory, Vec<&'static str>> {
    let case = Case::load(&office.case).unwrap();
    let files = CaseFiles::of(&case).unwrap();
    let desk = Desk::new(&case, &files, &office.rings, secret(number).id(), hour(at), &[]);
    let names = desk.request(asked).unwrap().map_err(|refusal| codes(&refusal))?;
    let bytes = |name: String| {
        let bytes = files.read(&name, 1 << 20).unwrap().unwrap();
        (name, bytes)
    };
    let mut carried: BTreeMap<String, Vec<u8>> = names.into_iter().map(bytes).collect();
    let rings = office.files().0.into_iter().filter(|(name, _)| name.starts_with("keyring/"));
    carried.extend(rings);
    Ok(Memory(carried))
}

fn codes(refusal: &Refusal) -> Vec<&'static str> {
    let mut codes: Vec<_> = refusal.findings.iter().map(|f| f.code.id()).collect();
    codes.dedup();
    codes
}

/// Lets somebody plan an act over a request alone.
pub fn away(
    office: &Office,
    request: &Memory,
    number: u8,
    at: i64,
    act: impl FnOnce(&Desk<'_>) -> Result<Result<Plan, Refusal>, Error>,
) -> Result<Plan, Vec<&'static str>> {
    let rings = Dossier::read(request).unwrap().history;
    assert_eq!(rings.versions(), office.rings.versions());
    let copies = store::copies(&office.copies(number), "LZ-990100-2026Q2-0001").unwrap();
    let desk = Desk::elsewhere(request, &rings, secret(number).id(), hour(at), &copies);
    act(&desk).unwrap().map_err(|refusal| codes(&refusal))
}

/// A response as it comes back: its three files, read again.
pub fn answer(office: &Office, number: u8, plan: Plan) -> Done {
    let done = plan.sign(&secret(number)).unwrap();
    store::keep(&office.copies(number), &done).unwrap();
    let [statement, envelope, side_car] = done.files();
    let read = receive(&statement.1, &envelope.1, &side_car.1).unwrap();
    assert_eq!(read, done);
    read
}

pub fn take(office: &Office, number: u8, at: i64, done: &Done) -> Result<Taken, Vec<&'static str>> {
    let case = Case::load(&office.case).unwrap();
    let files = CaseFiles::of(&case).unwrap();
    let desk = Desk::new(&case, &files, &office.rings, secret(number).id(), hour(at), &[]);
    let taken = desk.take_in(done).unwrap().map_err(|refusal| codes(&refusal))?;
    if taken == Taken::New {
        store::write(&office.case, done, &office.rings).unwrap();
    }
    Ok(taken)
}

/// The desk of the first stage, answered away from the case.
fn desk(office: &Office, wish: &Wish) -> Done {
    let asked = request(office, 1, 1, &Asked::Review("desk".to_owned())).unwrap();
    answer(office, 1, away(office, &asked, 1, 1, |d| d.review(wish)).unwrap())
}

fn no() -> Wish {
    Wish { opinion: Opinion::Disagree, text: Some("不齐。".to_owned()), ..agree("desk") }
}

/// What is found where a response comes after its stage was sealed.
pub fn late() -> Vec<&'static str> {
    let office = Office::new();
    office.open();
    let done = desk(&office, &no());
    fs::remove_dir_all(office.copies(1)).unwrap();
    office.sign(1, office.review(1, 1, &agree("desk")));
    office.sign(1, office.seal(1, 2, "first"));
    take(&office, 1, 3, &done).unwrap_err()
}

/// What is found where another statement took a response's number.
pub fn twice() -> Vec<&'static str> {
    let office = Office::new();
    office.open();
    let done = desk(&office, &no());
    fs::remove_dir_all(office.copies(1)).unwrap();
    office.sign(1, office.review(1, 1, &agree("desk")));
    take(&office, 1, 2, &done).unwrap_err()
}
