//! C. The rules, the facts, the chain and the filing; and other sources that know better.

use juanzong::base::digest::Digest;
use juanzong::seal::predicate::{Opinion, Outcome, Review};
use juanzong::seal::{Carriers, Predicate, Statement, Subject, names};

use crate::collection::{Attack, attack, told};
use crate::forge::{After, Change, Forge, Honest, Sheet};
use crate::workshop::{
    APPLICATION, CASE, CHAIR, DESK, FILING, FIRST, Files, Given, MINUTES, Made, Making, NO, OPEN,
    PHOTO, SECOND, THIRD, before, clean, done, edit, packed, policy_of, ring_folder, said,
};
use crate::world::{hour, moment, person, secret};

/// The rules as their makers wish them, accepted by the ring or not.
fn ruled(from: &str, to: &str, accepted: bool) -> Given {
    let prepare = |f: &mut Forge| f.edit("rules/profile.toml", from, to);
    Making { prepare: &prepare, accepted, ..Making::default() }.given()
}

/// The clean package, compared with files that somebody else has.
fn compared(other: &Files) -> Given {
    let made = clean();
    Given::trusting(packed(&made), &made.rings).beside("other", other).asked(&["--also", "other"])
}

/// Three files of a statement among others.
fn only(made: &Made, stem: &str) -> Files {
    let named = names::files(stem);
    let files = made.files.iter().filter(|(name, _)| named.contains(name));
    files.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// The clean package with a statement that person 7 made after filing, beside it.
fn later(key: u8, change: impl Fn(&mut Review)) -> Given {
    let made = clean();
    let filing = Digest::sha256(&made.files[&format!("{FILING}.json")]);
    let mut review = Review {
        case: CASE.into(),
        nn: 5,
        stage: "third".into(),
        seat: "meeting.member".into(),
        person: person(7),
        k: 1,
        opinion: Opinion::Agree,
        text: "台账已补齐。".into(),
        rows: vec![],
        shown: vec![],
        roster: None,
        supersedes: None,
        signed_at: moment("2026-05-04T09:00:00"),
        prev_seal: filing,
        keyring: made.rings[0].reference(),
    };
    change(&mut review);
    let subject =
        Subject { name: MINUTES.into(), sha256: Digest::sha256(&made.files[MINUTES]), sm3: None };
    let statement = Statement::new(vec![subject], Predicate::Review(review)).unwrap();
    let carriers = Carriers::sign(&statement, &secret(key));
    let bytes = [statement.write(), carriers.envelope, carriers.side_car];
    let files = names::files("meeting.member.p-0007.1").into_iter().zip(bytes).collect();
    Given::trusting(packed(&made), &made.rings).beside(&format!("{CASE}.after"), &files)
}

pub const ATTACKS: &[Attack] = &[
    attack(
        "129-opened-from-the-wrong-seat",
        &["seal.wrong-seat"],
        "trust.md C37",
        "The case is opened from a seat that the rules do not let open cases.",
        || said(OPEN, |s| s.open().seat = "archivist".into()),
    ),
    attack(
        "130-rules-exchanged-after-the-opening",
        &["seal.policy-changed"],
        "trust.md C42",
        "A word of the rules is changed after the case was opened under them. Here it is a comment, which \
         changes nothing, and the ring accepts both: no change is small enough.",
        || {
            let change = |f: &mut Forge| f.edit("rules/profile.toml", "# 虚构", "# 改过");
            let both = |d: &mut juanzong::seal::keyring::Draft| {
                let mut files = clean().files;
                edit(&mut files, "rules/profile.toml", "# 虚构", "# 改过");
                let sha256 = policy_of(&files);
                let policy = juanzong::seal::keyring::Policy { id: "lin-2026".into(), sha256 };
                d.accept(policy).unwrap();
            };
            Making { ring: &both, hand: &After(OPEN, change), ..Making::default() }.given()
        },
    ),
    attack(
        "131-rules-of-ones-own",
        &["seal.policy-unknown"],
        "trust.md C42",
        "The rules that the case was opened under ask for nobody's agreement. They are sealed in and whole; \
         the trusted ring lists others.",
        || ruled("need = 1", "need = \"all\"", false),
    ),
    attack(
        "132-draft-rules",
        &["seal.policy-draft"],
        "formats.md §4",
        "The rules say that they are a draft. Even where a ring accepts them nothing passes by them.",
        || ruled("\"in-force\"", "\"draft\"", true),
    ),
    attack(
        "133-rules-that-had-ended",
        &["seal.policy-date"],
        "formats.md §4",
        "The case was opened the day after the rules ended.",
        || ruled("until = 2027-12-31", "until = 2026-03-01", true),
    ),
    attack(
        "134-rules-of-another-place",
        &["seal.policy-scope"],
        "formats.md §4",
        "The rules are those of another district.",
        || ruled("divisions = [\"990100\"]", "divisions = [\"990200\"]", true),
    ),
    attack(
        "135-rules-that-cannot-be-read",
        &["profile.invalid"],
        "trust.md B24",
        "The rules are spoilt before filing, so that nothing can be held against them.",
        || done(FILING, |f| f.edit("rules/profile.toml", "id = \"lin-2026\"", "id = 2026")),
    ),
    attack(
        "136-facts-changed-after-the-opening",
        &["seal.facts-differ"],
        "formats.md §3",
        "The plant of the case is another one than that for which it was opened.",
        || done(OPEN, |f| f.edit("case.toml", "一厂区", "二厂区")),
    ),
    attack(
        "137-facts-taken-away",
        &["seal.facts-missing"],
        "formats.md §6",
        "The facts of the case are gone; the documents alone say which firm it is about.",
        || done(OPEN, |f| drop(f.files.0.remove("case.toml"))),
    ),
    attack(
        "138-facts-that-cannot-be-read",
        &["seal.facts-unreadable"],
        "trust.md B24; RFC 3629",
        "The facts hold an octet that is no UTF-8, in a comment: a lenient reader would read something \
         near it.",
        || done(OPEN, |f| f.bytes("case.toml").extend(b"# \xff\n")),
    ),
    attack(
        "139-no-opening",
        &["seal.no-opening"],
        "trust.md C41",
        "The opening is gone: nothing says under which rules the seals were made.",
        || done(FIRST, |f| f.remove(OPEN)),
    ),
    attack(
        "140-seal-left-out",
        &["seal.chain-gap"],
        "trust.md C41",
        "The seal of the second stage is gone; the third follows the first.",
        || done(THIRD, |f| f.remove(SECOND)),
    ),
    attack(
        "141-two-seals-in-one-place",
        &["seal.fork"],
        "trust.md C41; formats.md §6",
        "Two seals stand in one place of the chain; the second closes the same stage otherwise.",
        || {
            done(SECOND, |f| {
                let text = f.files.0[&format!("{SECOND}.json")].clone();
                let statement = Statement::parse(&text).unwrap();
                let mut predicate = f.seal_of(2, "zweite", "visit.head", 2);
                if let (Predicate::Seal(a), Predicate::Seal(b)) =
                    (&mut predicate, statement.predicate())
                {
                    a.prev_seal = b.prev_seal;
                }
                let other = Statement::new(statement.subjects().to_vec(), predicate).unwrap();
                f.write("seals/02-zweite", &other, 2);
            })
        },
    ),
    attack(
        "142-sent-back-and-filed",
        &["seal.stage-unsealed"],
        "formats.md §3",
        "The filing seal says that the case goes back to the meeting, and the package is sent as if it were \
         filed.",
        || said(FILING, |s| s.seal().outcome = Outcome::Return { to: "third".into() }),
    ),
    attack(
        "143-sealed-after-filing",
        &["seal.after-filing"],
        "formats.md §3",
        "Another seal of filing follows the first, over what was changed in between.",
        || {
            let more = |f: &mut Forge| {
                let own = f.seal_of(5, "filing", "archivist", 1);
                let before = Statement::parse(&f.files.0[&format!("{FILING}.json")]).unwrap();
                let mut subjects = before.subjects().to_vec();
                for name in names::files(FILING) {
                    let sha256 = Digest::sha256(&f.files.0[&name]);
                    subjects.push(Subject { name, sha256, sm3: None });
                }
                let again = Statement::new(subjects, own).unwrap();
                f.write("seals/05-filing", &again, 1);
            };
            Making { hand: &After(FILING, more), ..Making::default() }.given()
        },
    ),
    attack(
        "144-document-added-after-the-seal",
        &["seal.subject-missing"],
        "trust.md D55; formats.md §3",
        "A document is put into a stage after its seal, before filing; the filing seal covers it, the \
         stage's does not.",
        || {
            done(THIRD, |f| {
                let name = "data/07-末环补充材料/补充说明.pdf".to_owned();
                f.files.0.insert(name, b"x".to_vec());
            })
        },
    ),
    attack(
        "145-document-taken-away-after-the-seal",
        &["seal.subject-absent"],
        "trust.md D55",
        "A photograph is gone after its stage was sealed; all lists are written without it.",
        || done(FIRST, |f| drop(f.files.0.remove(PHOTO))),
    ),
    attack(
        "146-document-replaced-after-the-seal",
        &["seal.subject-changed"],
        "trust.md E61",
        "The minutes are replaced after their stage was sealed; the filing seal is over the new ones.",
        || done(THIRD, |f| f.bytes(MINUTES).extend(b"% replaced\n")),
    ),
    attack(
        "147-two-documents-exchanged",
        &["seal.subject-changed"],
        "trust.md B15",
        "Two documents have exchanged their names after their stage was sealed; every digest is still \
         somewhere.",
        || {
            done(FIRST, |f| {
                let (one, other) = (f.files.0[APPLICATION].clone(), f.files.0[PHOTO].clone());
                f.files.0.insert(APPLICATION.into(), other);
                f.files.0.insert(PHOTO.into(), one);
            })
        },
    ),
    attack(
        "148-document-that-belongs-nowhere",
        &["seal.uncovered-file"],
        "trust.md D55; open-eid/SiVa#18",
        "A document lies in a folder that the rules do not know. Nobody reviewed it; the filing seal covers \
         it, so every digest is right.",
        || {
            before(|f| {
                f.files.0.insert("data/17-别的材料/说明.pdf".into(), b"x".to_vec());
            })
        },
    ),
    attack(
        "149-superseded-file-that-never-was",
        &["seal.uncovered-file"],
        "formats.md §3",
        "A file lies among those that were replaced; no statement ever named it.",
        || {
            before(|f| {
                let name = "data/98-已替代材料/01/01-申请书/申请书.pdf".to_owned();
                f.files.0.insert(name, b"x".to_vec());
            })
        },
    ),
    attack(
        "150-typed-data-for-no-form",
        &["seal.unknown-file"],
        "formats.md §6",
        "Typed data lies there for an item that has no form; a list drawn from typed data would read it.",
        || before(|f| drop(f.files.0.insert("forms/proof.toml".into(), b"x = 1\n".to_vec()))),
    ),
    attack(
        "151-filing-seal-that-names-more",
        &["seal.subject-extra"],
        "formats.md §6",
        "The filing seal names a file that the package does not have: it could be added later as sealed.",
        || {
            said(FILING, |s| {
                let sha256 = Digest([1; 32]);
                s.subjects.push(Subject { name: "x.txt".into(), sha256, sm3: None });
            })
        },
    ),
    attack(
        "152-sealed-without-the-dissent",
        &["seal.subject-missing"],
        "trust.md C41; C40",
        "The seal of the stage covers every opinion but one, which can be taken away later.",
        || said(THIRD, |s| s.subjects.retain(|s| !s.name.contains("p-0007"))),
    ),
    attack(
        "153-signed-copy-that-the-dossier-lacks",
        &["seal.statement-suppressed"],
        "trust.md C40; formats.md §6",
        "The clerk kept an own copy of a disagreement; later everything was made anew without it. Alone the \
         package is perfect; the copy tells.",
        || {
            let no = |s: &mut Sheet| s.review().opinion = Opinion::Disagree;
            let dissent = Making { hand: &Change(DESK, no), ..Making::default() }.make();
            compared(&only(&dissent, DESK))
        },
    ),
    attack(
        "154-seal-that-another-source-has",
        &["seal.fork"],
        "trust.md C41; formats.md §6",
        "Somebody has another seal of the first stage, which follows the same opening.",
        || {
            let late = |s: &mut Sheet| s.seal().signed_at = hour(3);
            let other = Making { hand: &Change(FIRST, late), ..Making::default() }.make();
            compared(&only(&other, FIRST))
        },
    ),
    attack(
        "155-two-packages-of-one-case",
        &["archive.two-packages"],
        "formats.md §6",
        "The municipal archive received another package of the same case, opened separately.",
        || {
            let nonce = |s: &mut Sheet| s.open().nonce = "08".repeat(16);
            let other = Making { hand: &Change(OPEN, nonce), ..Making::default() }.make();
            compared(&other.files)
        },
    ),
    attack(
        "156-ring-that-another-source-has",
        &["keyring.fork"],
        "trust.md C42; formats.md §5",
        "Another source carries a first ring of another digest, and the clean opening with it.",
        || {
            let strange = |d: &mut juanzong::seal::keyring::Draft| {
                let from = moment("2026-01-01T00:00:00");
                d.mandate(crate::world::mandate(8, &["desk"], &["first"], from)).unwrap();
            };
            let other = Making { ring: &strange, ..Making::default() }.make();
            let mut files = only(&clean(), OPEN);
            files.extend(ring_folder(&other.rings));
            compared(&files)
        },
    ),
    attack(
        "157-comparison-with-nothing",
        &["seal.nothing-to-compare"],
        "trust.md: vacuous success (filepack)",
        "The verifier asks for a comparison with a folder in which there is nothing of this case. Nothing \
         was found to differ, because nothing was compared.",
        || compared(&Files::from([("说明.txt".to_owned(), b"-".to_vec())])),
    ),
    attack(
        "158-comparison-with-half-a-package",
        &["package.other-unsound"],
        "trust.md D49",
        "The other source is a package that is cut in half.",
        || {
            let made = clean();
            let zip = packed(&made);
            let half = Files::from([("half.zip".to_owned(), zip[..zip.len() / 2].to_vec())]);
            Given::trusting(zip, &made.rings)
                .beside("other", &half)
                .asked(&["--also", "other/half.zip"])
        },
    ),
    told(
        "159-signed-after-filing",
        &["seal.signed-after-filing"],
        "formats.md §6",
        "No attack: a member signed once more after filing, and the statement lies beside the package. It \
         is named; the verdict of the day of filing stands.",
        || later(7, |_| {}),
    ),
    attack(
        "160-withdrawn-after-filing",
        &["seal.withdrawn-after-filing"],
        "formats.md §6",
        "A member took the opinion back after filing. Whether before or after, only a claimed time says; \
         today nobody can rely on it without asking.",
        || later(7, |r| r.opinion = Opinion::Withdraw),
    ),
    told(
        "161-laid-beside-the-package",
        &["seal.after-refused"],
        "formats.md §6",
        "Somebody else signed a withdrawal in the member's name and laid it beside the package. It is \
         named, and changes nothing: else anybody could spoil any package.",
        || later(6, |r| r.opinion = Opinion::Withdraw),
    ),
];

#[test]
fn the_chair_and_the_dissenter_are_heard_in_the_clean_dossier() {
    let made = Making { hand: &Honest, ..Making::default() }.make();
    assert_eq!(only(&made, CHAIR).len() + only(&made, NO).len(), 6);
}
