//! Keys, mandates and rings: as they stood when somebody signed, and as they are known today. And
//! what other sources show that the dossier alone does not.

use juanzong::seal::dossier::Dossier;
use juanzong::seal::files::Files;
use juanzong::seal::keyring::{Draft, State, Status};
use juanzong::seal::predicate::{Opinion, RingRef};
use juanzong::seal::verify::compare;
use juanzong::seal::{Predicate, Ring, Trust};

use crate::acts::{check, codes, trust};
use crate::attacks::done;
use crate::forge::{Change, Forge, Hand, Honest, Sheet, forged};
use crate::world::{Memory, draft, history, hour, mandate, moment, secret};

const HEAD: &str = "reviews/02-second/visit.head.p-0002.1";
const YES: &str = "reviews/03-third/meeting.member.p-0006.1";
const NO: &str = "reviews/03-third/meeting.member.p-0007.1";

/// The first ring and a second, changed.
fn second_ring(change: impl Fn(&mut Draft)) -> Vec<Ring> {
    let first = draft().finish().unwrap();
    let mut next = Draft::after(&first, moment("2026-02-01T00:00:00"));
    change(&mut next);
    vec![first, next.finish().unwrap()]
}

fn status(state: State, since: &str) -> Status {
    let since = moment(since);
    Status { state, since, known_at: since, reason: "测试".into() }
}

#[test]
fn keys_and_mandates_hold_at_the_time_of_signing_as_known_today() {
    let known = |change: &dyn Fn(&mut Draft)| {
        let files = forged(&Honest);
        let trust = Trust::of(&history(&second_ring(change))).unwrap();
        codes(&check(&files, Some(&trust)))
    };
    let retire = |state, since: &'static str| {
        move |d: &mut Draft| d.set_status(secret(7).id(), status(state, since)).unwrap()
    };
    // Person 7 signs at 20:00, eleven hours after the opening.
    assert_eq!(known(&retire(State::Retired, "2026-03-02T20:00:01")), Vec::<&str>::new());
    assert_eq!(known(&retire(State::Retired, "2026-03-02T20:00:00")), ["seal.key-not-valid"]);
    assert_eq!(known(&retire(State::NeverValid, "2026-06-01T00:00:00")), ["seal.key-not-valid"]);
    assert_eq!(known(&retire(State::Compromised, "2026-06-01T00:00:00")), ["seal.key-compromised"]);
    let end =
        |at: &'static str| move |d: &mut Draft| d.end_key(secret(5).id(), moment(at)).unwrap();
    assert_eq!(known(&end("2026-03-03T00:00:00")), Vec::<&str>::new());
    assert_eq!(known(&end("2026-03-02T10:00:00")), ["seal.key-not-valid"]);
    let dismissed = |d: &mut Draft| {
        let post = mandate(7, &["meeting.member"], &["third"], moment("2026-01-01T00:00:00"));
        d.end_mandate(&post, moment("2026-03-01T00:00:00")).unwrap();
    };
    assert_eq!(known(&dismissed), ["seal.key-no-mandate"]);
}

#[test]
fn rings_never_fall_and_never_fork() {
    let rings = second_ring(|_| {});
    let trust = Trust::of(&history(&rings)).unwrap();
    let first = rings[0].reference();
    let fell = Change(YES, move |s: &mut Sheet| s.review().keyring = first);
    let files = Forge::new(rings.clone()).run(&fell).files;
    assert_eq!(codes(&check(&files, Some(&trust))), ["seal.ring-fell"]);
    let files = Forge::new(rings).run(&Honest).files;
    assert_eq!(codes(&check(&files, Some(&trust))), Vec::<&str>::new());
    let other = second_ring(|d| {
        d.mandate(mandate(8, &["desk"], &["first"], moment("2026-01-01T00:00:00"))).unwrap();
    });
    let other = Trust::of(&history(&other)).unwrap();
    assert_eq!(codes(&check(&files, Some(&other))), ["keyring.fork"]);
    let late = |change: &dyn Fn(&mut Sheet)| {
        let first = draft().finish().unwrap();
        let next = Draft::after(&first, hour(3)).finish().unwrap();
        let trust = Trust::of(&history(&[first.clone(), next.clone()])).unwrap();
        struct Early<'a>(RingRef, &'a dyn Fn(&mut Sheet));
        impl Hand for Early<'_> {
            fn sheet(&self, sheet: &mut Sheet) {
                // Until the seal of the first stage the first ring is in use.
                match &mut sheet.predicate {
                    Predicate::Open(p) => p.keyring = self.0,
                    Predicate::Review(p) if p.nn == 1 => p.keyring = self.0,
                    Predicate::Seal(p) if p.nn == 1 => p.keyring = self.0,
                    Predicate::Review(_) | Predicate::Roster(_) | Predicate::Seal(_) => {}
                }
                (self.1)(sheet);
            }
        }
        let hand = Early(first.reference(), change);
        let files = Forge::new(vec![first, next]).run(&hand).files;
        codes(&check(&files, Some(&trust)))
    };
    assert_eq!(late(&|_| {}), Vec::<&str>::new());
    let early = |s: &mut Sheet| {
        if s.stem == HEAD {
            s.review().signed_at = hour(2);
        }
    };
    assert_eq!(late(&early), ["seal.ring-later"]);
    assert_eq!(
        done("seals/03-third", |f| drop(f.files.0.remove("keyring/0001.json"))).first(),
        Some(&"keyring.missing")
    );
}

fn compared(dossier: &Memory, other: &Memory) -> (u64, Vec<&'static str>) {
    let trust = trust();
    let source: &dyn Files = other;
    let dossier = Dossier::read(dossier).unwrap();
    let found = compare(&dossier, trust.newest(), &[("别处", source)]).unwrap();
    (found.agreed, found.findings.iter().map(|f| f.code.id()).collect())
}

#[test]
fn an_outside_copy_shows_what_was_left_out() {
    let good = forged(&Honest);
    assert_eq!(compared(&good, &good), (14, vec![]));
    // Somebody signed a dissent, later everything was made anew without it.
    let mut dissent = Forge::new(vec![draft().finish().unwrap()]);
    dissent.open(&Honest);
    let no = |s: &mut Sheet| s.review().opinion = Opinion::Disagree;
    let desk = "reviews/01-first/desk.p-0001.1";
    dissent.first(&Change(desk, no), 1);
    let mut copy = dissent.files.clone();
    copy.0.retain(|name, _| name.starts_with(&format!("{desk}.")));
    assert_eq!(compared(&good, &copy), (0, vec!["seal.statement-suppressed"]));
    assert_eq!(
        compared(&good, &dissent.files),
        (1, vec!["seal.statement-suppressed", "seal.fork"])
    );
    // A copy that nobody in the ring signed says nothing.
    let foreign = forged(&Change(NO, |s| s.key = 50));
    assert!(compared(&good, &foreign).1.iter().all(|c| *c != "seal.statement-suppressed"));
}

#[test]
fn one_case_has_one_dossier() {
    let good = forged(&Honest);
    let nonce = |s: &mut Sheet| s.open().nonce = "08".repeat(16);
    let other = forged(&Change("seals/00-open", nonce));
    assert_eq!(compared(&good, &other), (0, vec!["archive.two-packages"]));
    let late = forged(&Change("seals/04-filing", |s| s.seal().signed_at = hour(20)));
    assert_eq!(compared(&good, &late), (13, vec!["archive.two-packages"]));
    let opening = Dossier::read(&good).unwrap().links[&0].as_ref().unwrap().digest;
    let replaces = move |s: &mut Sheet| s.open().replaces = Some(opening);
    let follower = forged(&Change("seals/00-open", replaces));
    assert_eq!(compared(&follower, &good), (0, vec![]));
    assert_eq!(compared(&good, &follower), (0, vec![]));
}
