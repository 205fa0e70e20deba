//! A package against what lies outside it: copies of signers, other packages, newer key rings, what
//! was signed after filing. And the two times of which a verdict speaks.

use std::fs;
use std::path::{Path, PathBuf};

use juanzong::base::digest::Digest;
use juanzong::base::time::Moment;
use juanzong::package::{self, Options, Verification};
use juanzong::seal::keyring::{Draft, History, State, Status};
use juanzong::seal::policy::{self, Accepted};
use juanzong::seal::predicate::{Opinion, Review};
use juanzong::seal::{Carriers, Files as _, Predicate, Ring, Statement, Subject, Trust, names};
use juanzong::verdict::{Bearing, SubIndication, Verdict};

use crate::office::{self, Office, draft, history, hour, moment, person, secret};
use crate::whole::{filed, tree};

/// A package on disk with what is needed to verify it.
struct Filed {
    folder: tempfile::TempDir,
    zip: PathBuf,
    office: Office,
    accepted: Vec<Accepted>,
}

impl Filed {
    fn new() -> Self {
        let office = filed();
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("卷包.zip");
        package::pack(&tree(&office).unwrap(), &zip, false, &()).unwrap();
        let files = office.files();
        let rules = files.0.iter().filter(|(name, _)| name.starts_with("rules/"));
        let sha256 =
            policy::digest(rules.map(|(name, bytes)| (name.as_str(), Digest::sha256(bytes))));
        let accepted = vec![Accepted { id: "lin-2026".into(), sha256 }];
        Self { folder, zip, office, accepted }
    }

    fn verify(&self, rings: &History, at: Option<Moment>, also: &[PathBuf]) -> Verification {
        let trust = Trust::of(rings).unwrap();
        let base = Options::at(at.unwrap_or(hour(1000)), &self.accepted);
        let options = Options { trust: Some(&trust), at, also, threads: 2, ..base };
        package::verify(&self.zip, &options, &()).unwrap()
    }

    fn file(&self, name: &str) -> Vec<u8> {
        self.office.files().read(name, 1 << 20).unwrap().unwrap()
    }

    /// The three files of a statement that person 7 makes after filing, below a folder.
    fn later(&self, folder: &Path, k: u64, change: impl Fn(&mut Review), key: u8) {
        let filing = Digest::sha256(&self.file("seals/04-filing.json"));
        let mut review = Review {
            case: "LZ-990100-2026Q2-0001".into(),
            nn: 5,
            stage: "third".into(),
            seat: "meeting.member".into(),
            person: person(7),
            k,
            opinion: Opinion::Agree,
            text: "台账已补齐。".into(),
            rows: vec![],
            shown: vec![],
            roster: None,
            supersedes: (k > 1).then_some(filing),
            signed_at: hour(200),
            prev_seal: filing,
            keyring: self.office.rings.newest().unwrap().reference(),
        };
        change(&mut review);
        let paper = self.file("data/06-会议记录/会议记录.pdf");
        let subject = Subject {
            name: "data/06-会议记录/会议记录.pdf".into(),
            sha256: Digest::sha256(&paper),
            sm3: None,
        };
        let statement = Statement::new(vec![subject], Predicate::Review(review)).unwrap();
        let carriers = Carriers::sign(&statement, &secret(key));
        let files = names::files(&format!("meeting.member.p-0007.{k}"));
        let bytes = [statement.write(), carriers.envelope, carriers.side_car];
        for (name, bytes) in files.iter().zip(bytes) {
            office::write(&folder.join(name), &bytes);
        }
    }

    fn after(&self) -> PathBuf {
        self.folder.path().join("LZ-990100-2026Q2-0001.after")
    }
}

fn codes(v: &Verification, bearing: Bearing) -> Vec<String> {
    let found = v.report.findings().into_iter().filter(|f| f.bearing == bearing);
    let usual = ["seal.time-claimed", "seal.dissent", "seal.not-adopted"];
    found
        .filter(|f| !usual.contains(&f.code.id()))
        .map(|f| {
            let why = f.facts.iter().find(|(k, _)| *k == "why").map(|(_, v)| format!(" {v}"));
            format!("{}{}", f.code.id(), why.unwrap_or_default())
        })
        .collect()
}

/// The first ring, and a second one with a change.
fn second_ring(change: impl Fn(&mut Draft)) -> Vec<Ring> {
    let first = draft().finish().unwrap();
    let mut next = Draft::after(&first, moment("2026-06-01T00:00:00"));
    change(&mut next);
    vec![first, next.finish().unwrap()]
}

fn compromised(d: &mut Draft) {
    let since = moment("2026-05-01T00:00:00");
    let status =
        Status { state: State::Compromised, since, known_at: since, reason: "遗失".into() };
    d.set_status(secret(7).id(), status).unwrap();
}

#[test]
fn a_key_that_was_lost_later_changes_today_and_not_the_day_of_filing() {
    let package = Filed::new();
    let rings = history(&second_ring(compromised));
    let now = package.verify(&rings, None, &[]);
    assert_eq!(codes(&now, Bearing::Unsettled), ["seal.key-compromised"]);
    let (then, today) = now.judgements();
    assert_eq!((then.verdict, then.sub), (Verdict::Passed, None));
    assert_eq!(today.verdict, Verdict::Indeterminate);
    assert_eq!(today.sub, Some(SubIndication::RevokedNoPoe));
    let theirs = now.signings.iter().filter(|s| s.person == person(7));
    assert!(theirs.clone().count() > 0 && theirs.clone().all(|s| s.filed != s.today));
    let others = now.signings.iter().filter(|s| s.person != person(7));
    assert!(others.clone().all(|s| s.today.verdict == Verdict::Passed && s.filed == s.today));
    // Asked as of a day before the ring that says so was issued, nobody knew.
    let before = package.verify(&rings, Some(moment("2026-05-31T23:59:59")), &[]);
    assert_eq!(before.report.verdict(), Verdict::Passed);
    let since = package.verify(&rings, Some(moment("2026-06-01T00:00:00")), &[]);
    assert_eq!(since.report.verdict(), Verdict::Indeterminate);
    // Before it was signed, it was not there.
    let early = package.verify(&rings, Some(hour(-48)), &[]);
    assert_eq!(early.judgements().1.sub, Some(SubIndication::TimestampOrderFailure));
}

#[test]
fn without_trust_no_signature_is_said_to_pass() {
    let package = Filed::new();
    let options = Options::at(hour(100), &package.accepted);
    let v = package::verify(&package.zip, &options, &()).unwrap();
    for s in &v.signings {
        assert_eq!(s.today.verdict, Verdict::Indeterminate, "{}", s.file);
        assert_eq!(s.today.sub, Some(SubIndication::NoKeyFound));
    }
    assert_eq!(v.judgements().0.sub, Some(SubIndication::NoKeyFound));
}

#[test]
fn a_newer_ring_in_another_source_is_known_today_if_it_follows_the_trusted_one() {
    let package = Filed::new();
    let rings = second_ring(compromised);
    let other = package.folder.path().join("another");
    for (name, bytes) in office::ring_files(&rings) {
        office::write(&other.join("keyring").join(name), &bytes);
    }
    for stem in ["seals/00-open"] {
        for name in names::files(stem) {
            office::write(&other.join(&name), &package.file(&name));
        }
    }
    let trusted = history(&rings[..1]);
    let v = package.verify(&trusted, None, std::slice::from_ref(&other));
    assert_eq!(codes(&v, Bearing::Unsettled), ["seal.key-compromised"]);
    assert_eq!(v.report.checked["other-sources"], 1);
    // Not approved by the roots of the first: it says nothing.
    let mut stripped = office::ring_files(&rings);
    let own = stripped["0001.dsse.json"].clone();
    stripped.insert("0002.dsse.json".into(), own);
    for (name, bytes) in stripped {
        office::write(&other.join("keyring").join(name), &bytes);
    }
    let v = package.verify(&trusted, None, std::slice::from_ref(&other));
    assert_eq!(v.report.verdict(), Verdict::Passed);
    // Another second version than the carried one would be a fork; here it is the first.
    let mut strange = draft();
    strange.mandate(office::mandate(8, &["desk"], &["first"], hour(0))).unwrap();
    for (name, bytes) in office::ring_files(&[strange.finish().unwrap()]) {
        office::write(&other.join("keyring").join(name), &bytes);
    }
    fs::remove_file(other.join("keyring/0002.json")).unwrap();
    fs::remove_file(other.join("keyring/0002.dsse.json")).unwrap();
    let v = package.verify(&trusted, None, std::slice::from_ref(&other));
    assert_eq!(codes(&v, Bearing::Fails), ["keyring.fork"]);
}

#[test]
fn a_comparison_that_compared_nothing_does_not_pass() {
    let package = Filed::new();
    let empty = package.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let v = package.verify(&package.office.rings, None, &[empty]);
    assert_eq!(codes(&v, Bearing::Unsettled), ["seal.nothing-to-compare"]);
    assert!(!v.report.unchecked.contains(&"other-sources"));
    // A copy of itself agrees in everything, as a zip and as a case folder.
    for other in [&package.zip, &package.office.case] {
        let v = package.verify(&package.office.rings, None, std::slice::from_ref(other));
        assert_eq!(v.report.verdict(), Verdict::Passed);
        assert_eq!(v.report.checked["other-sources"], 14);
    }
    let half = package.folder.path().join("half.zip");
    let whole = fs::read(&package.zip).unwrap();
    fs::write(&half, &whole[..whole.len() / 2]).unwrap();
    let v = package.verify(&package.office.rings, None, &[half]);
    assert_eq!(codes(&v, Bearing::Unsettled), ["package.other-unsound"]);
    let absent = [package.folder.path().join("absent")];
    let trust = Trust::of(&package.office.rings).unwrap();
    let base = Options::at(hour(100), &package.accepted);
    let options = Options { trust: Some(&trust), also: &absent, ..base };
    assert!(package::verify(&package.zip, &options, &()).is_err());
}

#[test]
fn what_is_signed_after_filing_is_named_and_only_a_withdrawal_unsettles_today() {
    let package = Filed::new();
    let rings = package.office.rings.clone();
    let after = package.after();
    package.later(&after.join("reviews/05-third"), 1, |_| {}, 7);
    let v = package.verify(&rings, None, &[]);
    assert_eq!(codes(&v, Bearing::Note), ["seal.signed-after-filing"]);
    assert_eq!(v.report.verdict(), Verdict::Passed);
    let rows: Vec<_> = v.signings.iter().filter(|s| s.after).collect();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].file.starts_with("LZ-990100-2026Q2-0001.after/"), "{}", rows[0].file);
    package.later(&after, 2, |r| r.opinion = Opinion::Withdraw, 7);
    let v = package.verify(&rings, None, &[]);
    assert_eq!(codes(&v, Bearing::Unsettled), ["seal.withdrawn-after-filing"]);
    let (then, today) = v.judgements();
    assert_eq!(then.verdict, Verdict::Passed);
    assert_eq!((today.verdict, today.sub), (Verdict::Indeterminate, Some(SubIndication::NoPoe)));
    // As known before it was signed it is not there.
    let v = package.verify(&rings, Some(hour(199)), &[]);
    assert_eq!(v.report.verdict(), Verdict::Passed);
    assert!(v.signings.iter().all(|s| !s.after));
}

#[test]
fn files_laid_beside_a_package_by_anybody_do_not_change_its_verdict() {
    type Bend = fn(&mut Review);
    let bends: [(&str, u8, Bend); 4] = [
        ("other-case", 7, |r| r.case = "LZ-990100-2026Q2-0002".into()),
        ("not-after", 7, |r| r.prev_seal = Digest([3; 32])),
        ("not-after", 7, |r| r.signed_at = hour(12)),
        ("not-genuine", 6, |_| {}),
    ];
    for (why, key, bend) in bends {
        let package = Filed::new();
        package.later(&package.after(), 1, bend, key);
        let v = package.verify(&package.office.rings, None, &[]);
        assert_eq!(codes(&v, Bearing::Note), [format!("seal.after-refused {why}")]);
        assert_eq!(v.report.verdict(), Verdict::Passed);
        assert!(v.signings.iter().all(|s| !s.after));
    }
    let package = Filed::new();
    office::write(&package.after().join("x.json"), b"{}");
    office::write(&package.after().join("notes.txt"), b"-");
    let v = package.verify(&package.office.rings, None, &[]);
    assert_eq!(codes(&v, Bearing::Note), ["seal.after-refused unreadable"]);
}
