//! A forger with every key: makes the same dossier as the office does, but says at each step
//! whatever a test wants, without being refused.

use std::collections::BTreeSet;

use juanzong::base::digest::Digest;
use juanzong::profile::Seat;
use juanzong::seal::dossier::Dossier;
use juanzong::seal::files::Files as _;
use juanzong::seal::predicate::{
    Member, Open, Opinion, Outcome, Review, RingRef, Roster, Seal, Shown,
};
use juanzong::seal::{Carriers, Predicate, Ring, Statement, Subject, names, policy};

use crate::world::{DOCUMENTS, Memory, derived, draft, hour, person, ring_files, secret, unsigned};

/// A statement about to be signed by the forger.
pub struct Sheet {
    /// The name of its files, without their endings.
    pub stem: String,
    /// What it covers.
    pub subjects: Vec<Subject>,
    /// What it says.
    pub predicate: Predicate,
    /// Whose key signs.
    pub key: u8,
    /// Whether it is made at all.
    pub made: bool,
}

impl Sheet {
    pub fn review(&mut self) -> &mut Review {
        let Predicate::Review(review) = &mut self.predicate else { panic!("no review") };
        review
    }

    pub fn roster(&mut self) -> &mut Roster {
        let Predicate::Roster(roster) = &mut self.predicate else { panic!("no roster") };
        roster
    }

    pub fn seal(&mut self) -> &mut Seal {
        let Predicate::Seal(seal) = &mut self.predicate else { panic!("no seal") };
        seal
    }

    pub fn open(&mut self) -> &mut Open {
        let Predicate::Open(open) = &mut self.predicate else { panic!("no opening") };
        open
    }
}

/// What a test does at each step: before a statement is signed, and to the files after it.
pub trait Hand {
    /// Changes a statement.
    fn sheet(&self, _sheet: &mut Sheet) {}
    /// Changes the files after the statement of this stem stands among them.
    fn after(&self, _stem: &str, _forge: &mut Forge) {}
}

/// A hand that changes one statement.
pub struct Change<F: Fn(&mut Sheet)>(pub &'static str, pub F);

impl<F: Fn(&mut Sheet)> Hand for Change<F> {
    fn sheet(&self, sheet: &mut Sheet) {
        if sheet.stem == self.0 {
            self.1(sheet);
        }
    }
}

/// A hand that changes the files after one statement.
pub struct After<F: Fn(&mut Forge)>(pub &'static str, pub F);

impl<F: Fn(&mut Forge)> Hand for After<F> {
    fn after(&self, stem: &str, forge: &mut Forge) {
        if stem == self.0 {
            self.1(forge);
        }
    }
}

/// A hand that does nothing.
pub struct Honest;

impl Hand for Honest {}

/// A dossier being made.
pub struct Forge {
    pub files: Memory,
    pub rings: Vec<Ring>,
    pub tip: Digest,
    pub hour: i64,
}

impl Forge {
    pub fn new(rings: Vec<Ring>) -> Self {
        let mut files = unsigned();
        for (name, bytes) in ring_files(&rings) {
            files.0.insert(format!("keyring/{name}"), bytes);
        }
        Self { files, rings, tip: Digest([0; 32]), hour: 0 }
    }

    pub fn ring(&self) -> RingRef {
        self.rings.last().unwrap().reference()
    }

    /// Signs a statement about these files with a key, and puts it among the files.
    pub fn put(
        &mut self,
        hand: &dyn Hand,
        at: u64,
        names: BTreeSet<String>,
        predicate: Predicate,
        key: u8,
    ) {
        let subjects = names
            .into_iter()
            .map(|name| {
                let found = self.files.digest(&name).unwrap().unwrap();
                Subject { name, sha256: found.sha256, sm3: found.sm3 }
            })
            .collect();
        self.put_sheet(hand, at, subjects, predicate, key);
    }

    pub fn put_sheet(
        &mut self,
        hand: &dyn Hand,
        at: u64,
        subjects: Vec<Subject>,
        predicate: Predicate,
        key: u8,
    ) {
        let stem = names::stem_of(&predicate, at);
        let mut sheet = Sheet { stem: stem.clone(), subjects, predicate, key, made: true };
        hand.sheet(&mut sheet);
        if sheet.made {
            let statement = Statement::new(sheet.subjects, sheet.predicate).unwrap();
            let digest = self.write(&sheet.stem, &statement, sheet.key);
            if matches!(statement.predicate(), Predicate::Open(_) | Predicate::Seal(_)) {
                self.tip = digest;
            }
        }
        hand.after(&stem, self);
        self.hour += 1;
    }

    /// Puts a signed statement under any name.
    pub fn write(&mut self, stem: &str, statement: &Statement, key: u8) -> Digest {
        let carriers = Carriers::sign(statement, &secret(key));
        let bytes = statement.write();
        let digest = Digest::sha256(&bytes);
        let files = names::files(stem);
        for (name, bytes) in files.into_iter().zip([bytes, carriers.envelope, carriers.side_car]) {
            self.files.0.insert(name, bytes);
        }
        digest
    }

    pub fn remove(&mut self, stem: &str) {
        for name in names::files(stem) {
            self.files.0.remove(&name).unwrap();
        }
    }

    pub fn bytes(&mut self, name: &str) -> &mut Vec<u8> {
        self.files.0.get_mut(name).unwrap()
    }

    /// Replaces text in a file.
    pub fn edit(&mut self, name: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.bytes(name).clone()).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        *self.bytes(name) = text.replace(from, to).into_bytes();
    }

    pub fn open(&mut self, hand: &dyn Hand) {
        let rules: Vec<String> =
            self.files.names().into_iter().filter(|n| n.starts_with("rules/")).collect();
        let digests: Vec<_> =
            rules.iter().map(|n| (n.as_str(), Digest::sha256(&self.files.0[n]))).collect();
        let policy = policy::digest(digests);
        let open = Predicate::Open(Open {
            case: "LZ-990100-2026Q2-0001".to_owned(),
            division: "990100".to_owned(),
            code: "91990100MA0TEAT01J".to_owned(),
            plant: "一厂区".to_owned(),
            grade: "C".to_owned(),
            round: "2026Q2".to_owned(),
            profile: "lin-2026".to_owned(),
            nonce: "07".repeat(16),
            replaces: None,
            person: person(1),
            seat: "desk".to_owned(),
            signed_at: hour(self.hour),
            keyring: self.ring(),
            policy,
        });
        self.put(hand, 0, rules.into_iter().collect(), open, 1);
    }

    /// A review as an honest person would give it.
    pub fn review(&mut self, hand: &dyn Hand, nn: u64, stage: &str, seat: &str, number: u8) {
        self.opinion(hand, nn, stage, seat, number, (Opinion::Agree, ""), &[]);
    }

    #[expect(clippy::too_many_arguments, reason = "a review says many things")]
    pub fn opinion(
        &mut self,
        hand: &dyn Hand,
        nn: u64,
        stage: &str,
        seat: &str,
        number: u8,
        (opinion, text): (Opinion, &str),
        rows: &[&str],
    ) {
        let dossier = Dossier::read(&self.files).unwrap();
        let names = dossier.review_subjects(seat_of(&dossier, seat), "C");
        let roster =
            dossier.rounds.get(&nn).and_then(|r| r.in_force(true, seat).next().map(|e| e.digest));
        let shown = match seat {
            "desk" => {
                vec![Shown { name: DOCUMENTS[0].to_owned(), pages: 1, at: hour(self.hour) }]
            }
            _ => Vec::new(),
        };
        let review = Predicate::Review(Review {
            case: "LZ-990100-2026Q2-0001".to_owned(),
            nn,
            stage: stage.to_owned(),
            seat: seat.to_owned(),
            person: person(number),
            k: 1,
            opinion,
            text: text.to_owned(),
            rows: rows.iter().map(ToString::to_string).collect(),
            shown,
            roster,
            supersedes: None,
            signed_at: hour(self.hour),
            prev_seal: self.tip,
            keyring: self.ring(),
        });
        self.put(hand, nn, names, review, number);
    }

    pub fn roster(
        &mut self,
        hand: &dyn Hand,
        nn: u64,
        stage: &str,
        seat: &str,
        by: (&str, u8),
        of: [u8; 2],
    ) {
        let dossier = Dossier::read(&self.files).unwrap();
        let names = dossier.roster_subjects(seat_of(&dossier, seat), "C");
        drop(dossier);
        let member = |n| Member { person: person(n), present: true, reason: None, recused: false };
        let roster = Predicate::Roster(Roster {
            case: "LZ-990100-2026Q2-0001".to_owned(),
            nn,
            stage: stage.to_owned(),
            seat: seat.to_owned(),
            members: of.map(member).to_vec(),
            person: person(by.1),
            by: by.0.to_owned(),
            k: 1,
            supersedes: None,
            signed_at: hour(self.hour),
            prev_seal: self.tip,
            keyring: self.ring(),
        });
        self.put(hand, nn, names, roster, by.1);
    }

    pub fn seal(&mut self, hand: &dyn Hand, nn: u64, stage: &str, seat: &str, number: u8) {
        let names = Dossier::read(&self.files).unwrap().seal_subjects(stage, nn, "C");
        let seal = self.seal_of(nn, stage, seat, number);
        self.put(hand, nn, names, seal, number);
    }

    pub fn seal_of(&self, nn: u64, stage: &str, seat: &str, number: u8) -> Predicate {
        Predicate::Seal(Seal {
            case: "LZ-990100-2026Q2-0001".to_owned(),
            nn,
            stage: stage.to_owned(),
            outcome: Outcome::Done,
            person: person(number),
            seat: seat.to_owned(),
            signed_at: hour(self.hour),
            prev_seal: self.tip,
            keyring: self.ring(),
        })
    }

    pub fn filing(&mut self, hand: &dyn Hand, nn: u64) {
        let subjects = derived(&self.files, &format!("seals/{nn:02}-filing"));
        let seal = self.seal_of(nn, "filing", "archivist", 1);
        self.put_sheet(hand, nn, subjects, seal, 1);
    }

    /// The whole way, with a hand in it.
    pub fn run(mut self, hand: &dyn Hand) -> Self {
        self.open(hand);
        self.first(hand, 1);
        self.second(hand);
        self.third(hand);
        self.filing(hand, 4);
        self
    }

    pub fn first(&mut self, hand: &dyn Hand, nn: u64) {
        self.review(hand, nn, "first", "desk", 1);
        self.seal(hand, nn, "first", "desk", 1);
    }

    pub fn second(&mut self, hand: &dyn Hand) {
        let said = (Opinion::Agree, "符合要求。");
        self.opinion(hand, 2, "second", "visit.head", 2, said, &["1", "2"]);
        self.roster(hand, 2, "second", "visit.member", ("visit.head", 2), [3, 4]);
        for number in [3, 4] {
            self.opinion(hand, 2, "second", "visit.member", number, (Opinion::Agree, ""), &["2"]);
        }
        self.seal(hand, 2, "second", "visit.head", 2);
    }

    pub fn third(&mut self, hand: &dyn Hand) {
        self.review(hand, 3, "third", "meeting.chair", 5);
        self.roster(hand, 3, "third", "meeting.member", ("meeting.clerk", 5), [6, 7]);
        self.review(hand, 3, "third", "meeting.member", 6);
        let no = (Opinion::Disagree, "台账不全。");
        self.opinion(hand, 3, "third", "meeting.member", 7, no, &[]);
        self.seal(hand, 3, "third", "meeting.clerk", 5);
    }
}

/// The dossier that a hand makes, under the first ring.
pub fn forged(hand: &dyn Hand) -> Memory {
    Forge::new(vec![draft().finish().unwrap()]).run(hand).files
}

fn seat_of<'a>(dossier: &'a Dossier<'_>, seat: &str) -> &'a Seat {
    dossier.rules.as_ref().unwrap().profile.seat(seat).unwrap().1
}
