//! C. Rosters, votes, series, and the order of stages.

use juanzong::base::digest::Digest;
use juanzong::seal::keyring::RingKey;
use juanzong::seal::predicate::{Member, Opinion, Outcome};

use crate::collection::{Attack, attack, told};
use crate::forge::{Change, Forge, Hand, Honest, Sheet};
use crate::people::{Every, silent_minutes};
use crate::workshop::{
    CHAIR, DESK, HEAD, MEETING, MEMBER, Making, NO, SECOND, TEAM, before, done, said,
};
use crate::world::{mandate, moment, person, secret};

pub const ATTACKS: &[Attack] = &[
    attack(
        "080-no-roster",
        &["seal.roster-missing"],
        "trust.md C40; formats.md §4",
        "The members give their opinions without a signed list of who had to; whoever was left out is not \
         missed. Nobody signs as a member here, so that nothing else is wrong.",
        || {
            let nobody = Every(|s: &mut Sheet| {
                if s.stem.contains("/meeting.member.") || s.stem.contains("roster.meeting") {
                    s.made = false;
                }
            });
            let minutes = |f: &mut Forge| {
                f.bytes("forms/minutes.toml").clear();
                f.bytes("forms/minutes.toml").extend(b"attendance = []\n");
            };
            Making { prepare: &minutes, hand: &nobody, ..Making::default() }.given()
        },
    ),
    attack(
        "081-two-rosters",
        &["seal.roster-twice"],
        "trust.md C44; formats.md §4",
        "Two persons with the clerk's mandate each sign a list of members; either can be held up later.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(6, &["meeting.clerk"], &["third"], from)).unwrap();
            };
            let other = |f: &mut Forge| {
                let of = [6, 7];
                f.roster(&Honest, 3, "third", "meeting.member", ("meeting.clerk", 6), of);
            };
            let hand = crate::forge::After(MEETING, other);
            Making { ring: &post, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "082-opinions-under-an-older-roster",
        &["seal.roster-other"],
        "trust.md C44; formats.md §4",
        "After the members signed, a new list replaced the one they signed under; nobody signed again.",
        || {
            done(NO, |f| {
                let first = Digest::sha256(&f.files.0[&format!("{MEETING}.json")]);
                let hand = Change(MEETING, move |s: &mut Sheet| {
                    (s.roster().k, s.roster().supersedes) = (2, Some(first));
                    s.stem = MEETING.replace("0005.1", "0005.2");
                });
                f.roster(&hand, 3, "third", "meeting.member", ("meeting.clerk", 5), [6, 7]);
            })
        },
    ),
    attack(
        "083-member-left-off-the-roster",
        &["seal.roster-incomplete"],
        "trust.md C44; formats.md §4",
        "A holder of the seat is not on the list, neither as present nor as absent: with three holders the \
         two who agree would be a majority.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(8, &["meeting.member"], &["third"], from)).unwrap();
            };
            Making { ring: &post, ..Making::default() }.given()
        },
    ),
    attack(
        "084-stranger-on-the-roster",
        &["seal.roster-stranger"],
        "trust.md C44; formats.md §4",
        "The list names a person without mandate as an absent member, to move the number that makes a \
         quorum.",
        || {
            said(MEETING, |s| {
                let mut member = s.roster().members[0].clone();
                (member.person, member.present) = (person(1), false);
                s.roster().members.push(member);
            })
        },
    ),
    attack(
        "085-opinion-of-somebody-not-on-the-roster",
        &["seal.not-on-roster", "seal.roster-incomplete"],
        "trust.md C44; formats.md §4",
        "A member is taken off the list, and votes.",
        || said(MEETING, |s| drop(s.roster().members.pop())),
    ),
    attack(
        "086-vote-of-a-person-who-was-never-listed",
        &["seal.not-on-roster"],
        "trust.md C44; formats.md §4",
        "The visit's panel is the one that its paper names; a third holder of the seat, not in the panel, \
         signs with it.",
        || {
            let post = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(6, &["visit.member"], &["second"], from)).unwrap();
            };
            let third = |f: &mut Forge| {
                let said = (Opinion::Agree, "");
                f.opinion(&Honest, 2, "second", "visit.member", 6, said, &["2"]);
            };
            let hand = crate::forge::After(MEMBER, third);
            Making { ring: &post, hand: &hand, ..Making::default() }.given()
        },
    ),
    attack(
        "087-vote-of-an-absent-member",
        &["seal.absent-opinion"],
        "trust.md C44; formats.md §4",
        "The list says that a member was absent; the member's vote is there all the same. Two of three \
         others make the quorum without it.",
        || {
            let posts = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(mandate(8, &["meeting.member"], &["third"], from)).unwrap();
                d.add_key(RingKey {
                    key: secret(58).public(),
                    person: person(8),
                    uses: juanzong::seal::keyring::Use::Sign(vec![
                        juanzong::seal::Namespace::Review,
                    ]),
                    valid_from: from,
                    valid_until: moment("2028-01-01T00:00:00"),
                    status: None,
                })
                .unwrap();
            };
            let minutes = |f: &mut Forge| {
                f.edit(
                    "forms/minutes.toml",
                    "attendance = [",
                    "attendance = [{ person = \"p-0008\", view = { opinion = \"agree\" } }, ",
                );
            };
            struct Third;
            impl Hand for Third {
                fn sheet(&self, sheet: &mut Sheet) {
                    if sheet.stem == MEETING {
                        let reason = Some("出差".to_owned());
                        let eight =
                            Member { person: person(8), present: false, reason, recused: false };
                        sheet.roster().members.push(eight);
                    }
                }
                fn after(&self, stem: &str, forge: &mut Forge) {
                    if stem == NO {
                        let hand = Every(|s: &mut Sheet| s.key = 58);
                        forge.review(&hand, 3, "third", "meeting.member", 8);
                    }
                }
            }
            Making { ring: &posts, prepare: &minutes, hand: &Third, ..Making::default() }.given()
        },
    ),
    attack(
        "088-quorum-made-by-editing-the-list",
        &["seal.no-quorum"],
        "trust.md C44",
        "One of two members was absent, which is no quorum; the meeting's opinions are sealed as if it were \
         one.",
        || {
            let absent = Every(|s: &mut Sheet| match s.stem.as_str() {
                MEETING => s.roster().members[1].present = false,
                NO => s.made = false,
                _ => {}
            });
            Making { prepare: &silent_minutes, hand: &absent, ..Making::default() }.given()
        },
    ),
    attack(
        "089-too-few-agree",
        &["seal.too-few-agree"],
        "trust.md policy m of n; formats.md §4",
        "All members of the visit abstain; the rules ask for one who agrees.",
        || {
            let abstain = Every(|s: &mut Sheet| {
                if s.stem.contains("/visit.member.") {
                    s.review().opinion = Opinion::Abstain;
                }
            });
            Making { hand: &abstain, ..Making::default() }.given()
        },
    ),
    attack(
        "090-series-with-a-gap",
        &["seal.gap"],
        "trust.md C40; formats.md §3",
        "The chair's second statement was taken away; the third is there.",
        || {
            done(CHAIR, |f| {
                let first = Digest::sha256(&f.files.0[&format!("{CHAIR}.json")]);
                let hand = Change(CHAIR, move |s: &mut Sheet| {
                    (s.review().k, s.review().supersedes) = (3, Some(first));
                    s.stem = CHAIR.replace("0005.1", "0005.3");
                });
                f.review(&hand, 3, "third", "meeting.chair", 5);
            })
        },
    ),
    attack(
        "091-supersedes-something-else",
        &["seal.supersedes"],
        "trust.md C40; formats.md §3",
        "The chair's second statement names a first one that is not the one there: that one was exchanged.",
        || {
            done(CHAIR, |f| {
                let hand = Change(CHAIR, |s: &mut Sheet| {
                    (s.review().k, s.review().supersedes) = (2, Some(Digest([3; 32])));
                    s.stem = CHAIR.replace("0005.1", "0005.2");
                });
                f.review(&hand, 3, "third", "meeting.chair", 5);
            })
        },
    ),
    attack(
        "092-shown-but-not-signed",
        &["seal.shown-unknown"],
        "formats.md §3",
        "The review says that a document was shown which it does not cover.",
        || said(DESK, |s| s.review().shown[0].name = "data/x".into()),
    ),
    attack(
        "093-stages-exchanged",
        &["seal.stage-order"],
        "trust.md C41",
        "The seal says that it closes a stage for which it is not time yet.",
        || {
            let skipped = Every(|s: &mut Sheet| match s.stem.as_str() {
                SECOND => {
                    s.seal().stage = "third".into();
                    s.stem = "seals/02-third".into();
                }
                HEAD | TEAM => s.made = false,
                _ if s.stem.contains("/visit.member.") => s.made = false,
                _ => {}
            });
            Making { hand: &skipped, ..Making::default() }.given()
        },
    ),
    attack(
        "094-return-to-a-later-stage",
        &["seal.return-forward"],
        "formats.md §3",
        "A seal sends the case back to a stage that has not been: the stages between would be left out.",
        || {
            let back = |s: &mut Sheet| s.seal().outcome = Outcome::Return { to: "third".into() };
            said(SECOND, back)
        },
    ),
    attack(
        "095-seal-that-follows-something-else",
        &["seal.chain-broken"],
        "trust.md C41",
        "The seal of the second stage names a seal before it that is not the one there, as if it came from \
         another dossier.",
        || said(SECOND, |s| s.seal().prev_seal = Digest([5; 32])),
    ),
    attack(
        "096-review-that-follows-something-else",
        &["seal.chain-broken"],
        "trust.md C41",
        "The chair's review builds on another seal than the one there: it was given under other facts.",
        || said(CHAIR, |s| s.review().prev_seal = Digest([5; 32])),
    ),
    attack(
        "097-wrong-words-in-an-invented-form",
        &["form.syntax"],
        "own",
        "What was typed for the application is spoilt before anybody signs; everybody signs it. What cannot \
         be read cannot be compared with what was signed.",
        || before(|f| f.edit("forms/ask.toml", "what = ", "what ")),
    ),
    told(
        "098-superseded-version-that-is-gone",
        &["seal.subject-gone"],
        "formats.md §3",
        "No attack: the chair signed, the minutes were corrected before the stage was sealed, and everybody \
         signed again. That the first version is nowhere any more is told, because it was signed once.",
        || {
            struct Again;
            impl Hand for Again {
                fn after(&self, stem: &str, forge: &mut Forge) {
                    if stem == CHAIR {
                        forge.bytes(crate::workshop::MINUTES).extend(b"% corrected\n");
                        let first = Digest::sha256(&forge.files.0[&format!("{CHAIR}.json")]);
                        let hand = Change(CHAIR, move |s: &mut Sheet| {
                            (s.review().k, s.review().supersedes) = (2, Some(first));
                            s.stem = CHAIR.replace("0005.1", "0005.2");
                        });
                        forge.review(&hand, 3, "third", "meeting.chair", 5);
                    }
                }
            }
            Making { hand: &Again, ..Making::default() }.given()
        },
    ),
    attack(
        "099-stage-sealed-without-its-papers",
        &["seal.slot-empty"],
        "formats.md §3",
        "The application, which the rules require, is missing; everybody signs what is there.",
        || {
            struct Bare;
            impl Hand for Bare {
                fn sheet(&self, sheet: &mut Sheet) {
                    if sheet.stem == DESK {
                        sheet.review().shown.clear();
                    }
                }
            }
            let bare = |f: &mut Forge| {
                for name in ["forms/ask.toml", crate::workshop::APPLICATION] {
                    f.files.0.remove(name).unwrap();
                }
            };
            Making { prepare: &bare, hand: &Bare, ..Making::default() }.given()
        },
    ),
];
