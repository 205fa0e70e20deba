//! Signing on another machine: what a request holds, and what a response must be to come in.

use std::collections::BTreeMap;
use std::fs;

use juanzong::seal::predicate::{Opinion, Outcome};
use juanzong::seal::sign::{Asked, Since, Taken, Wish};

use crate::stick::{answer, away, late, request, take, twice};
use crate::world::{DOCUMENTS, Office, agree, hour, person, secret};

fn review(seat: &str) -> Asked {
    Asked::Review(seat.to_owned())
}

#[test]
fn a_request_holds_what_the_signer_needs_and_nothing_else() {
    let office = Office::new();
    office.first();
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    office.sign(2, office.roster(2, 4, "visit.member"));
    office.sign(3, office.review(3, 5, &agree("visit.member")));
    let names = |number, seat: &str| {
        let request = request(&office, number, 6, &review(seat)).unwrap();
        let folders = ["rules/", "keyring/", "seals/"];
        let own = |name: &String| !folders.iter().any(|f| name.starts_with(f));
        request.0.into_keys().filter(own).collect::<Vec<_>>()
    };
    let subjects = [DOCUMENTS[0], DOCUMENTS[2], "forms/ask.toml", "forms/visit.toml"];
    let statement = |stem: &str| juanzong::seal::names::files(stem);
    let mut wanted: Vec<String> = subjects.map(String::from).to_vec();
    wanted.extend(statement("reviews/02-second/roster.visit.member.p-0002.1"));
    let mut own = wanted.clone();
    own.extend(statement("reviews/02-second/visit.member.p-0003.1"));
    wanted.sort();
    own.sort();
    assert_eq!(names(3, "visit.member"), own, "with the person's own earlier statement");
    assert_eq!(names(4, "visit.member"), wanted, "and nobody else's");
    // Nobody carries a stick to somebody who may not sign, or about a stage that is not open.
    let refused = |number, seat: &str| request(&office, number, 6, &review(seat)).unwrap_err();
    assert_eq!(refused(5, "visit.member"), ["seal.key-no-mandate"]);
    assert_eq!(refused(6, "meeting.member"), ["seal.not-this-stage"]);
    fs::remove_file(office.case.join(format!("out/{}", DOCUMENTS[2]))).unwrap();
    assert_eq!(refused(3, "visit.member"), ["seal.not-built"]);
}

#[test]
fn a_response_is_what_would_have_been_signed_at_the_case() {
    let office = Office::new();
    office.open();
    let asked = request(&office, 1, 1, &review("desk")).unwrap();
    let plan = away(&office, &asked, 1, 2, |d| d.review(&agree("desk"))).unwrap();
    assert_eq!(plan.statement, office.review(1, 2, &agree("desk")).unwrap().statement);
    let done = answer(&office, 1, plan);
    assert_eq!(take(&office, 1, 3, &done), Ok(Taken::New));
    assert_eq!(take(&office, 1, 3, &done), Ok(Taken::Known));
    // A seal, too, can be made away from the case.
    let asked = request(&office, 1, 3, &Asked::Seal).unwrap();
    let plan = away(&office, &asked, 1, 4, |d| d.seal("first", Outcome::Done)).unwrap();
    let seal = answer(&office, 1, plan);
    assert_eq!(take(&office, 1, 5, &seal), Ok(Taken::New));
    // And a roster, whose subject is a paper.
    let asked = request(&office, 2, 5, &Asked::Roster("visit.member".to_owned())).unwrap();
    let plan = away(&office, &asked, 2, 6, |d| d.roster("visit.member", &BTreeMap::new())).unwrap();
    let roster = answer(&office, 2, plan);
    assert_eq!(take(&office, 2, 7, &roster), Ok(Taken::New));
}

#[test]
fn whoever_signs_elsewhere_is_held_to_the_same_rules() {
    let office = Office::new();
    office.open();
    let asked = request(&office, 1, 1, &review("desk")).unwrap();
    let plan = |number, wish: &Wish| away(&office, &asked, number, 2, |d| d.review(wish)).map(drop);
    assert_eq!(plan(1, &agree("desk")), Ok(()));
    assert_eq!(plan(2, &agree("desk")), Err(vec!["seal.key-no-mandate"]));
    assert_eq!(plan(99, &agree("desk")), Err(vec!["seal.key-unknown"]));
    assert_eq!(plan(2, &agree("visit.head")), Err(vec!["seal.not-this-stage"]));
    let early = away(&office, &asked, 1, -1, |d| d.review(&agree("desk")));
    assert_eq!(early.map(drop), Err(vec!["seal.order"]));
    let mut cut = asked.clone();
    cut.0.retain(|name, _| !name.starts_with("data/") && !name.starts_with("forms/"));
    let none = away(&office, &cut, 1, 2, |d| d.review(&agree("desk")));
    assert_eq!(none.map(drop), Err(vec!["seal.no-subjects"]));
    assert_eq!(
        away(&office, &asked, 1, 2, |d| d.open([1; 16])).map(drop),
        Err(vec!["seal.no-opening"])
    );
}

#[test]
fn a_response_about_an_earlier_state_of_the_case_stays_out() {
    let away_from = |office: &Office, number: u8, seat: &str, at| {
        let asked = request(office, number, at, &review(seat)).unwrap();
        let plan = away(office, &asked, number, at, |d| d.review(&agree(seat))).unwrap();
        answer(office, number, plan)
    };
    // The stage was sealed meanwhile.
    let office = Office::new();
    office.open();
    let done = away_from(&office, 1, "desk", 1);
    fs::remove_dir_all(office.copies(1)).unwrap();
    office.sign(1, office.review(1, 1, &agree("desk")).map_err(|e| panic!("{e:?}")));
    let again = take(&office, 1, 2, &done);
    assert_eq!(again, Ok(Taken::Known), "the same words at the same time are the same statement");
    office.sign(1, office.seal(1, 2, "first"));
    assert_eq!(late(), ["seal.response-stale"]);

    // Another statement took the number.
    assert_eq!(twice(), ["seal.response-twice"]);

    // A document changed.
    let office = Office::new();
    office.open();
    let done = away_from(&office, 1, "desk", 1);
    let document = office.case.join(format!("out/{}", DOCUMENTS[0]));
    fs::write(&document, b"%PDF corrected").unwrap();
    assert_eq!(take(&office, 1, 2, &done), Err(vec!["seal.subject-changed"]));

    // The roster is another one now.
    let office = Office::new();
    office.first();
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    office.sign(2, office.roster(2, 4, "visit.member"));
    let done = away_from(&office, 3, "visit.member", 5);
    office.sign(2, office.roster(2, 6, "visit.member"));
    assert_eq!(take(&office, 3, 7, &done), Err(vec!["seal.roster-other"]));

    // The future, and somebody whose key is not in this ring.
    let office = Office::new();
    office.open();
    let done = away_from(&office, 1, "desk", 40);
    assert_eq!(take(&office, 1, 2, &done), Err(vec!["seal.future"]));
    assert_eq!(take(&office, 99, 41, &done), Err(vec!["seal.key-unknown"]));
}

#[test]
fn a_second_seal_on_one_seal_is_a_fork() {
    let office = Office::new();
    office.open();
    office.sign(1, office.review(1, 1, &agree("desk")));
    let asked = request(&office, 1, 1, &Asked::Seal).unwrap();
    let plan = away(&office, &asked, 1, 2, |d| d.seal("first", Outcome::Done)).unwrap();
    let away_seal = plan.sign(&secret(1)).unwrap();
    office.sign(1, office.seal(1, 3, "first"));
    assert_eq!(take(&office, 1, 4, &away_seal), Err(vec!["seal.fork"]));
    // A seal that would close a stage in which somebody is missing is refused as it is at the case.
    let office = Office::new();
    office.open();
    let asked = request(&office, 1, 1, &Asked::Seal).unwrap();
    let early = away(&office, &asked, 1, 2, |d| d.seal("first", Outcome::Done));
    assert_eq!(early.map(drop), Err(vec!["seal.seat-empty"]));
}

#[test]
fn a_series_goes_on_from_request_and_copies() {
    let office = Office::new();
    office.open();
    let asked = request(&office, 1, 1, &review("desk")).unwrap();
    let first =
        answer(&office, 1, away(&office, &asked, 1, 1, |d| d.review(&agree("desk"))).unwrap());
    // The same old request, signed once more: the copy beside the key knows better.
    let second = away(&office, &asked, 1, 2, |d| d.review(&agree("desk"))).unwrap();
    assert_eq!(second.stem, "reviews/01-first/desk.p-0001.2");
    let last = second.last.clone().unwrap();
    assert!(last.replaced && last.signed_at == hour(1) && last.gone.is_empty());
    assert!(second.covers.iter().all(|c| c.since == Some(Since::Same)));
    let second = answer(&office, 1, second);
    assert_eq!(take(&office, 1, 3, &second), Err(vec!["seal.gap"]), "k 1 comes before k 2");
    assert_eq!(take(&office, 1, 3, &first), Ok(Taken::New));
    assert_eq!(take(&office, 1, 3, &second), Ok(Taken::New));
}

#[test]
fn what_is_new_since_the_last_opinion_is_told() {
    let office = Office::new();
    office.open();
    assert_eq!(office.review(1, 1, &agree("desk")).unwrap().last, None);
    office.sign(1, office.review(1, 1, &agree("desk")));
    fs::write(office.case.join(format!("out/{}", DOCUMENTS[0])), b"%PDF corrected").unwrap();
    fs::remove_file(office.case.join("evidence/proof/照片.jpg")).unwrap();
    fs::write(office.case.join("evidence/proof/新照片.jpg"), b"new").unwrap();
    let plan = office.review(1, 2, &agree("desk")).unwrap();
    let since: Vec<_> = plan.covers.iter().map(|c| (c.name.as_str(), c.since.unwrap())).collect();
    assert_eq!(
        since,
        [
            (DOCUMENTS[0], Since::Changed),
            ("data/02-证明材料/新照片.jpg", Since::New),
            ("forms/ask.toml", Since::Same)
        ]
    );
    let last = plan.last.unwrap();
    assert_eq!((last.opinion, last.replaced), (Opinion::Agree, true));
    assert_eq!(last.gone, [DOCUMENTS[1]]);
    // In another round the last word is still the last word, but nothing is replaced.
    office.sign(1, office.review(1, 2, &agree("desk")));
    office.sign(1, office.seal(1, 3, "first"));
    office.sign(2, office.review(2, 4, &agree("visit.head")));
    let back = Outcome::Return { to: "first".to_owned() };
    office.sign(2, office.plan(2, 5, |d| d.seal("second", back)));
    let last = office.review(1, 6, &agree("desk")).unwrap().last.unwrap();
    assert!(!last.replaced && last.signed_at == hour(2));
    assert!(person(1).as_str() == "p-0001");
}
