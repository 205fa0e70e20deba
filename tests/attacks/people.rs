//! C. Who signs, in which seat, when: people, seats, times, rosters.

use juanzong::seal::Predicate;
use juanzong::seal::keyring::RingKey;
use juanzong::seal::predicate::{Member, Opinion};

use crate::collection::{Attack, attack};
use crate::forge::{Change, Forge, Hand, Honest, Sheet};
use crate::workshop::{CHAIR, DESK, FILING, HEAD, MEETING, Making, NO, THIRD, YES, done, said};
use crate::world::{hour, mandate, moment, person, secret};

const MANDATE: &[&str] = &["seal.key-no-mandate"];
const ORDER: &[&str] = &["seal.order"];

/// The chair's review made by another person in the chair's seat.
fn by(sheet: &mut Sheet, number: u8) {
    sheet.key = number;
    sheet.review().person = person(number);
    sheet.stem = format!("reviews/03-third/meeting.chair.p-{number:04}.1");
}

/// A hand that changes every statement.
pub struct Every<F: Fn(&mut Sheet)>(pub F);

impl<F: Fn(&mut Sheet)> Hand for Every<F> {
    fn sheet(&self, sheet: &mut Sheet) {
        (self.0)(sheet);
    }
}

/// Puts another person in place of person 2 in everything.
fn in_place_of_two(sheet: &mut Sheet, number: u8) {
    let slot = match &mut sheet.predicate {
        Predicate::Review(p) => &mut p.person,
        Predicate::Roster(p) => &mut p.person,
        Predicate::Seal(p) => &mut p.person,
        Predicate::Open(_) => return,
    };
    if *slot == person(2) {
        *slot = person(number);
        sheet.stem = sheet.stem.replace("p-0002", &format!("p-{number:04}"));
        sheet.key = number;
    }
}

/// The minutes without a word about the dissent.
pub fn silent_minutes(forge: &mut Forge) {
    forge.edit(
        "forms/minutes.toml",
        "{ person = \"p-0007\", view = { opinion = \"disagree\", text = \"台账不全。\" } }",
        "{ person = \"p-0007\" }",
    );
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "057-key-of-another-person",
        &["seal.key-holder"],
        "trust.md C38; in-toto#202",
        "A member signs with an own good key, under the chair's name.",
        || said(CHAIR, |s| s.key = 6),
    ),
    attack(
        "058-key-of-a-root",
        &["seal.key-use"],
        "trust.md C37; formats.md §3",
        "The chair signs with a second key of the same person, whose only use is to approve key rings.",
        || {
            let root = |d: &mut juanzong::seal::keyring::Draft| {
                d.add_key(RingKey {
                    key: secret(55).public(),
                    person: person(5),
                    uses: juanzong::seal::keyring::Use::Root,
                    valid_from: moment("2026-01-01T00:00:00"),
                    valid_until: moment("2028-01-01T00:00:00"),
                    status: None,
                })
                .unwrap();
            };
            let hand = Change(CHAIR, |s: &mut Sheet| s.key = 55);
            Making { ring: &root, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "059-no-mandate-for-the-seat",
        MANDATE,
        "trust.md C37",
        "A member with a good key gives the chair's opinion.",
        || said(CHAIR, |s| by(s, 6)),
    ),
    attack(
        "060-mandate-for-another-stage",
        MANDATE,
        "trust.md C37",
        "A person holds the seat by mandate, but for another stage than the one it is signed in.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(6, &["meeting.chair"], &["second"], from)).unwrap();
            };
            let hand = Change(CHAIR, |s: &mut Sheet| by(s, 6));
            Making { ring: &post, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "061-mandate-that-begins-later",
        MANDATE,
        "trust.md C34",
        "The mandate begins one second after the signature.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                d.mandate(mandate(
                    6,
                    &["meeting.chair"],
                    &["third"],
                    moment("2026-03-02T17:00:01"),
                ))
                .unwrap();
            };
            let hand = Change(CHAIR, |s: &mut Sheet| by(s, 6));
            Making { ring: &post, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "062-seal-from-the-wrong-seat",
        &["seal.wrong-seat"],
        "trust.md C37",
        "The chair seals the stage from the chair's seat; the rules give the seal to the clerk, whose seat \
         the same person holds.",
        || said(THIRD, |s| s.seal().seat = "meeting.chair".into()),
    ),
    attack(
        "063-one-person-in-seats-that-exclude-each-other",
        &["seal.conflict"],
        "trust.md C39; Yuzu#4752; brigade#1405",
        "The clerk who received the application also leads the visit. Both mandates are good; the rules \
         forbid one person to hold both seats.",
        || {
            let both = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(1, &["visit.head"], &["second"], from)).unwrap();
            };
            let hand = Every(|s: &mut Sheet| in_place_of_two(s, 1));
            Making { ring: &both, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "064-statement-of-another-case",
        &["seal.other-case"],
        "trust.md B16; jdx/mise#9972",
        "The chair's review says it is of another case of the same office.",
        || said(CHAIR, |s| s.review().case = "LZ-990100-2026Q2-0002".into()),
    ),
    attack(
        "065-review-before-the-seal-it-builds-on",
        ORDER,
        "trust.md C31; isaacs/github#1099",
        "A review bears a time before the seal of the stage before it: it is dated back.",
        || said(CHAIR, |s| s.review().signed_at = hour(6)),
    ),
    attack(
        "066-seal-before-its-last-review",
        ORDER,
        "trust.md C41",
        "The seal of the stage bears a time before the last review that it includes.",
        || said(THIRD, |s| s.seal().signed_at = hour(10)),
    ),
    attack(
        "067-opinion-before-its-roster",
        ORDER,
        "trust.md C31",
        "A member's opinion is earlier than the list that calls the member.",
        || said(YES, |s| s.review().signed_at = hour(8)),
    ),
    attack(
        "068-shown-after-it-was-signed",
        ORDER,
        "trust.md C31; formats.md §3",
        "The review says that the document was shown an hour after it was signed.",
        || said(DESK, |s| s.review().shown[0].at = hour(2)),
    ),
    attack(
        "069-filing-seal-from-the-future",
        &["seal.future"],
        "trust.md C32; sigstore-conformance integrated-time-in-future_fail",
        "The filing seal bears a time of next year.",
        || said(FILING, |s| s.seal().signed_at = moment("2027-03-02T22:00:00")),
    ),
    attack(
        "070-seat-left-empty",
        &["seal.seat-empty"],
        "trust.md C40",
        "Nobody signed in the chair's seat; the stage is sealed all the same.",
        || said(CHAIR, |s| s.made = false),
    ),
    attack(
        "071-opinion-withdrawn-and-sealed",
        &["seal.seat-empty"],
        "trust.md C40",
        "The chair withdrew; the seat is empty again, and the stage is sealed as if it were not.",
        || said(CHAIR, |s| s.review().opinion = Opinion::Withdraw),
    ),
    attack(
        "072-two-persons-in-one-seat",
        &["seal.seat-crowded"],
        "trust.md C38",
        "Two persons with good mandates sign in a seat for one, so that either can be named later.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(6, &["meeting.chair"], &["third"], from)).unwrap();
            };
            let two = |f: &mut Forge| f.review(&Honest, 3, "third", "meeting.chair", 6);
            let hand = crate::forge::After(CHAIR, two);
            Making { ring: &post, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "073-dissent-left-out",
        &["seal.member-unheard"],
        "trust.md C40; in-toto attestation PR #151",
        "A member was present and would have dissented; the opinion was never asked for, and the minutes do \
         not mention it.",
        || {
            let hand = Change(NO, |s: &mut Sheet| s.made = false);
            Making { prepare: &silent_minutes, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "074-dissent-taken-away-after-the-seal",
        &["seal.member-unheard", "seal.opinion-unsigned", "seal.subject-absent"],
        "trust.md C40",
        "The files of a dissenting review are removed after the stage was sealed, and the package is filed \
         without them. The roster, the minutes and the seal each still know of it.",
        || done(THIRD, |f| f.remove(NO)),
    ),
    attack(
        "075-opinion-on-paper-that-nobody-signed",
        &["seal.opinion-unsigned"],
        "trust.md E70; formats.md §2",
        "The minutes print the agreement of a member who was absent and signed nothing.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(8, &["meeting.member"], &["third"], from)).unwrap();
            };
            let minutes = |f: &mut Forge| {
                f.edit(
                    "forms/minutes.toml",
                    "attendance = [",
                    "attendance = [{ person = \"p-0008\", view = { opinion = \"agree\" } }, ",
                );
            };
            let hand = Change(MEETING, |s: &mut Sheet| {
                let reason = Some("出差".to_owned());
                let absent = Member { person: person(8), present: false, reason, recused: false };
                s.roster().members.push(absent);
            });
            Making { ring: &post, prepare: &minutes, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "076-signed-otherwise-than-printed",
        &["seal.opinion-differs"],
        "trust.md E70; formats.md §2",
        "The paper prints that the leader agrees; the signed opinion is a disagreement.",
        || said(HEAD, |s| s.review().opinion = Opinion::Disagree),
    ),
    attack(
        "077-words-otherwise-than-printed",
        &["seal.opinion-differs"],
        "trust.md E70; formats.md §2",
        "The words of the signed opinion lack the full stop that is printed: the comparison is exact.",
        || said(HEAD, |s| s.review().text = "符合要求".into()),
    ),
    attack(
        "078-row-that-nobody-answers-for",
        &["seal.row-unsigned"],
        "trust.md C40; formats.md §3",
        "No reviewer of the visit answers for row 1, and the stage is sealed.",
        || said(HEAD, |s| s.review().rows = vec!["2".into()]),
    ),
    attack(
        "079-row-that-is-not-there",
        &["seal.row-unknown"],
        "formats.md §3",
        "A reviewer answers for row 7 of a table with two rows: a row added later would already be signed.",
        || said(HEAD, |s| s.review().rows.push("7".into())),
    ),
];
