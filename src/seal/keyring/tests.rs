//! The rules of the key ring, each on both sides of its boundary.

use std::collections::BTreeMap;

use super::super::trust::Trust;
use super::super::{Error, KeyId, Namespace, Person, SecretKey};
use super::*;
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::verdict::{Code, Finding};

type Files = BTreeMap<String, Vec<u8>>;

fn secret(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

fn id(number: u8) -> KeyId {
    secret(number).id()
}

fn person(number: u8) -> Person {
    Person::parse(&format!("p-{number:04}")).unwrap()
}

fn day(text: &str) -> Moment {
    Moment::parse(&format!("{text}T00:00:00+08:00")).unwrap()
}

fn holder(number: u8) -> Holder {
    Holder { id: person(number), name: format!("王{number}"), org: "大气科".to_owned() }
}

fn key(number: u8, of: u8, uses: Use) -> RingKey {
    RingKey {
        key: secret(number).public(),
        person: person(of),
        uses,
        valid_from: day("2026-01-01"),
        valid_until: day("2028-01-01"),
        status: None,
    }
}

fn reviewer(number: u8, of: u8) -> RingKey {
    key(number, of, Use::Sign(vec![Namespace::Review, Namespace::Seal]))
}

fn mandate(of: u8) -> Mandate {
    Mandate {
        person: person(of),
        actor: "section".to_owned(),
        seats: vec!["water".to_owned(), "air".to_owned()],
        stages: vec!["second".to_owned()],
        from: day("2026-01-01"),
        until: day("2027-01-01"),
        act: "环党组〔2026〕3号".to_owned(),
    }
}

/// Three people with root keys 1 to 3, of whom two approve.
fn first() -> Ring {
    let mut draft = Draft::first(day("2026-01-01"), 2);
    for number in [3, 1, 2] {
        draft.enrol(holder(number)).unwrap();
        draft.add_key(key(number, number, Use::Root)).unwrap();
    }
    draft.set_roots(2, vec![id(1), id(2), id(3)]);
    draft.finish().unwrap()
}

fn next(prev: &Ring) -> Draft {
    Draft::after(prev, day(&format!("2026-02-{:02}", prev.version())))
}

/// The first ring and one more with a reviewer 9 who has a mandate.
fn two() -> [Ring; 2] {
    let first = first();
    let mut draft = next(&first);
    draft.enrol(holder(9)).unwrap();
    draft.add_key(reviewer(9, 9)).unwrap();
    draft.mandate(mandate(9)).unwrap();
    draft.accept(Policy { id: "rules".to_owned(), sha256: Digest::sha256(b"rules") }).unwrap();
    let second = draft.finish().unwrap();
    [first, second]
}

/// The files of a ring folder, each version approved by these keys.
fn files(rings: &[Ring], approvers: &[u8]) -> Files {
    let mut files = BTreeMap::new();
    for (at, ring) in rings.iter().enumerate() {
        let before = at.checked_sub(1).map(|b| &rings[b]);
        let mut version = Version::unapproved(ring.clone());
        for approver in approvers {
            version.approve(before, &secret(*approver)).unwrap();
        }
        files.insert(ring_name(ring.version()), ring.write());
        files.insert(envelope_name(ring.version()), version.envelope());
    }
    files
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn a_ring_is_read_as_it_was_written() {
    let [first, second] = two();
    for ring in [&first, &second] {
        assert_eq!(Ring::parse(&ring.write()).unwrap(), *ring);
    }
    let text = String::from_utf8(second.write()).unwrap();
    let head = format!(
        "{{\"schema\":\"juanzong.keyring/1\",\"version\":2,\"prev\":{{\"sha256\":\"{}\"}},\
         \"issued\":\"2026-02-01T00:00:00+08:00\",\"roots\":{{\"threshold\":2,\"keys\":[",
        first.digest()
    );
    assert!(text.starts_with(&head), "{text}");
    assert!(text.contains(
        "\"mandates\":[\n{\"person\":\"p-0009\",\"actor\":\"section\",\"seats\":[\"air\",\"water\"],\
         \"stages\":[\"second\"],\"from\":\"2026-01-01T00:00:00+08:00\",\
         \"until\":\"2027-01-01T00:00:00+08:00\",\"act\":\"环党组〔2026〕3号\"}\n],\n\"policies\":[\n"
    ));
    assert!(text.ends_with("\"}\n]}\n"));
}

#[test]
fn a_ring_that_does_not_hang_together_is_refused_by_kind() {
    let text = String::from_utf8(two()[1].write()).unwrap();
    let (one, other) = (id(9).to_string(), id(1).to_string());
    let cases = [
        ("keyring/1", "keyring/2", "type"),
        ("\"version\":2", "\"version\":1", "unknown"),
        ("\"threshold\":2", "\"threshold\":4", "invalid"),
        ("\"threshold\":2", "\"threshold\":0", "invalid"),
        ("\"alg\":\"ed25519\"", "\"alg\":\"sm2\"", "invalid"),
        (one.as_str(), &"0".repeat(64), "invalid"),
        ("[\"review\",\"seal\"]", "[\"review\",\"root\"]", "invalid"),
        ("[\"review\",\"seal\"]", "[\"seal\",\"review\"]", "order"),
        ("[\"review\",\"seal\"]", "[]", "invalid"),
        ("[\"air\",\"water\"]", "[\"water\",\"air\"]", "order"),
        ("\"stages\":[\"second\"]", "\"stages\":[]", "invalid"),
        ("{\"id\":\"p-0009\",\"name\":\"王9\"", "{\"id\":\"p-0008\",\"name\":\"王9\"", "invalid"),
        ("\"until\":\"2027", "\"until\":\"2025", "invalid"),
        ("\"validUntil\":\"2028", "\"validUntil\":\"2025", "invalid"),
        ("\"policies\"", "\"x\":[],\"policies\"", "unknown"),
        ("},\n", "},\n\n", "not-canonical"),
    ];
    for (from, to, fault) in cases {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let refused = Ring::parse(changed.as_bytes()).unwrap_err();
        assert_eq!(refused.fault(), fault, "{from} -> {to}: {refused}");
    }
    assert!(text.contains(&other));
}

#[test]
fn one_person_with_two_root_keys_is_not_two_roots() {
    let mut draft = Draft::first(day("2026-01-01"), 2);
    draft.enrol(holder(1)).unwrap();
    for number in [1, 2] {
        draft.add_key(key(number, 1, Use::Root)).unwrap();
    }
    draft.set_roots(2, vec![id(1), id(2)]);
    assert!(matches!(draft.finish(), Err(Error::Ring(_))));
}

#[test]
fn a_key_and_a_person_are_enrolled_once() {
    let mut draft = next(&first());
    assert!(matches!(draft.enrol(holder(1)), Err(Error::RingHas { .. })));
    assert!(matches!(draft.add_key(reviewer(1, 2)), Err(Error::RingHas { .. })));
    assert!(matches!(draft.add_key(reviewer(9, 9)), Err(Error::RingLacks { .. })));
    assert!(matches!(draft.mandate(mandate(9)), Err(Error::RingLacks { .. })));
    draft.mandate(mandate(1)).unwrap();
    assert!(matches!(draft.mandate(mandate(1)), Err(Error::RingHas { .. })));
}

#[test]
fn a_key_holds_from_its_first_second_to_the_one_before_its_end() {
    let root = key(1, 1, Use::Root);
    let mut key = reviewer(9, 9);
    let before = |moment: Moment| Moment::from_unix(moment.unix() - 1).unwrap();
    assert_eq!(key.at(before(key.valid_from)), Standing::NotYet);
    assert_eq!(key.at(key.valid_from), Standing::Holds);
    assert_eq!(key.at(before(key.valid_until)), Standing::Holds);
    assert_eq!(key.at(key.valid_until), Standing::Ended);
    let since = day("2026-06-01");
    for (state, early, late) in [
        (State::Retired, Standing::Holds, Standing::Retired),
        (State::Compromised, Standing::Compromised, Standing::Compromised),
        (State::NeverValid, Standing::NeverValid, Standing::NeverValid),
    ] {
        key.status = Some(Status { state, since, known_at: since, reason: "丢失".to_owned() });
        assert_eq!((key.at(before(since)), key.at(since)), (early, late), "{state:?}");
    }
    assert!(key.signs(Namespace::Seal) && !key.signs(Namespace::Register));
    assert!(!root.signs(Namespace::Seal));
}

#[test]
fn a_mandate_gives_its_seats_in_its_stages_in_its_time() {
    let [_, ring] = two();
    let (who, noon) = (person(9), day("2026-06-01"));
    assert!(ring.mandate(&who, "air", "second", noon).is_some());
    assert!(ring.mandate(&who, "air", "second", day("2026-01-01")).is_some());
    assert!(ring.mandate(&who, "air", "second", day("2027-01-01")).is_none());
    assert!(ring.mandate(&who, "soil", "second", noon).is_none());
    assert!(ring.mandate(&who, "air", "other", noon).is_none());
    assert!(ring.mandate(&person(1), "air", "second", noon).is_none());
    assert_eq!(ring.holders_of("water", "second", noon), [&who]);
    assert_eq!(ring.accepts(Digest::sha256(b"rules")), Some(true));
    assert_eq!(ring.accepts(Digest::sha256(b"other")), Some(false));
    assert_eq!(two()[0].accepts(Digest::sha256(b"rules")), None);
}

#[test]
fn a_ring_only_grows() {
    let [first, second] = two();
    assert!(breaches(&first, &second).is_empty());
    let fields = |change: fn(&mut Ring)| {
        let mut third = next(&second).finish().unwrap();
        assert!(breaches(&second, &third).is_empty());
        change(&mut third);
        let fields: Vec<String> = breaches(&second, &third).into_iter().map(|b| b.field).collect();
        fields.join(" ")
    };
    assert_eq!(fields(|r| r.version = 4), "version");
    assert_eq!(fields(|r| r.prev = Some(Digest::sha256(b""))), "prev");
    assert_eq!(fields(|r| r.issued = day("2026-02-01")), "issued");
    assert_eq!(fields(|r| r.people[0].name.push('x')), "people[p-0001]");
    assert_eq!(fields(|r| drop(r.people.pop())), "people[p-0009]");
    assert!(fields(|r| drop(r.keys.pop())).starts_with("keys["));
    assert!(fields(|r| r.keys[0].valid_from = day("2025-01-01")).ends_with("validFrom"));
    assert!(fields(|r| r.keys[0].valid_until = day("2029-01-01")).ends_with("validUntil"));
    assert!(fields(|r| r.keys[0].valid_until = day("2026-01-31")).ends_with("validUntil"));
    assert_eq!(fields(|r| r.keys[0].valid_until = day("2026-02-01")), "");
    assert!(fields(|r| r.mandates.clear()).starts_with("mandates[p-0009"));
    assert!(fields(|r| r.mandates[0].until = day("2028-01-01")).starts_with("mandates["));
    assert!(fields(|r| r.mandates[0].until = day("2026-01-31")).starts_with("mandates["));
    assert_eq!(fields(|r| r.mandates[0].until = day("2026-02-01")), "");
    assert_eq!(fields(|r| r.policies.clear()), "policies[rules]");
}

#[test]
fn a_status_is_set_once_and_a_retirement_does_not_reach_back() {
    let [_, second] = two();
    let status = |state, since| Status {
        state,
        since: day(since),
        known_at: day(since),
        reason: "遗失".to_owned(),
    };
    let set = |state, since| {
        let mut draft = next(&second);
        draft.set_status(id(9), status(state, since)).unwrap();
        draft.finish()
    };
    assert!(set(State::Retired, "2026-02-01").is_ok());
    assert!(matches!(set(State::Retired, "2026-01-31"), Err(Error::RingChange { .. })));
    let third = set(State::Compromised, "2026-01-15").unwrap();
    let mut draft = next(&third);
    let again = draft.set_status(id(9), status(State::Retired, "2026-05-01"));
    assert!(matches!(again, Err(Error::RingChange { .. })));
    let mut fourth = next(&third).finish().unwrap();
    for key in &mut fourth.keys {
        key.status = None;
    }
    assert_eq!(breaches(&third, &fourth).len(), 1);
}

#[test]
fn an_end_comes_forward_only() {
    let [_, second] = two();
    let mut draft = next(&second);
    let mandate = second.mandates()[0].clone();
    assert!(draft.end_key(id(9), day("2028-01-01")).is_err());
    assert!(draft.end_mandate(&mandate, day("2027-01-01")).is_err());
    draft.end_key(id(9), day("2026-07-01")).unwrap();
    draft.end_mandate(&mandate, day("2026-07-01")).unwrap();
    let third = draft.finish().unwrap();
    assert_eq!(third.key(id(9)).unwrap().at(day("2026-07-01")), Standing::Ended);
    assert!(third.mandate(&person(9), "air", "second", day("2026-07-01")).is_none());
}

#[test]
fn a_folder_of_approved_rings_has_no_findings() {
    let rings = two();
    let (history, findings) = History::check(FOLDER, &files(&rings, &[1, 2]));
    assert_eq!(codes(&findings), []);
    assert_eq!(history.newest(), Some(&rings[1]));
    assert_eq!(history.resolve(rings[0].reference()), Some(&rings[0]));
    let mut wrong = rings[0].reference();
    wrong.version = 2;
    assert_eq!(history.resolve(wrong), None);
    assert_eq!(history.version(0), None);
    assert_eq!(history.version(3), None);
}

#[test]
fn too_few_approvals_are_found() {
    let (_, findings) = History::check(FOLDER, &files(&two()[..1], &[1]));
    assert_eq!(codes(&findings), [Code::KeyringApprovals]);
    let (_, findings) = History::check(FOLDER, &files(&two()[..1], &[]));
    assert_eq!(codes(&findings), [Code::KeyringApprovals]);
}

#[test]
fn a_change_of_roots_needs_the_old_ones_and_the_new_ones() {
    let first = first();
    let mut draft = next(&first);
    for number in [4, 5] {
        draft.enrol(holder(number)).unwrap();
        draft.add_key(key(number, number, Use::Root)).unwrap();
    }
    draft.set_roots(2, vec![id(4), id(5)]);
    let second = draft.finish().unwrap();
    for (approvers, enough) in [
        (vec![4, 5], false),
        (vec![1, 2], false),
        (vec![1, 4, 5], false),
        (vec![1, 2, 4], false),
        (vec![1, 2, 4, 5], true),
    ] {
        let mut version = Version::unapproved(second.clone());
        let counts =
            approvers.iter().map(|a| version.approve(Some(&first), &secret(*a)).unwrap().suffice());
        assert_eq!(counts.last(), Some(enough), "{approvers:?}");
    }
}

#[test]
fn an_approval_by_a_key_that_is_no_root_or_is_disowned_counts_nowhere() {
    let [first, second] = two();
    let mut version = Version::unapproved(second.clone());
    let refused = version.approve(Some(&first), &secret(9));
    assert!(matches!(refused, Err(Error::NotARoot { .. })));
    version.approve(Some(&first), &secret(1)).unwrap();
    assert!(matches!(
        version.approve(Some(&first), &secret(1)),
        Err(Error::ApprovedAlready { .. })
    ));

    let mut draft = next(&first);
    let (since, known_at) = (day("2026-01-15"), day("2026-01-20"));
    let reason = "遗失".to_owned();
    let status = Status { state: State::Compromised, since, known_at, reason };
    draft.set_status(id(1), status).unwrap();
    let disowning = draft.finish().unwrap();
    let mut version = Version::unapproved(disowning);
    assert!(version.approve(Some(&first), &secret(1)).is_err());
    version.approve(Some(&first), &secret(2)).unwrap();
    assert!(version.approve(Some(&first), &secret(3)).unwrap().suffice());
}

#[test]
fn approvals_of_another_version_do_not_carry_over() {
    let rings = two();
    let mut files = files(&rings, &[1, 2]);
    let mut version = Version::unapproved(rings[0].clone());
    for number in [1, 2] {
        version.approve(None, &secret(number)).unwrap();
    }
    let moved = Version { ring: rings[1].clone(), ..version };
    files.insert(envelope_name(2), moved.envelope());
    let (_, findings) = History::check(FOLDER, &files);
    assert_eq!(codes(&findings), [Code::KeyringApprovalRefused]);
}

#[test]
fn what_is_missing_or_strange_in_a_ring_folder_is_found() {
    let rings = two();
    let good = files(&rings, &[1, 2]);
    let check = |change: &dyn Fn(&mut Files)| {
        let mut files = good.clone();
        change(&mut files);
        codes(&History::check(FOLDER, &files).1)
    };
    assert_eq!(check(&|f| drop(f.remove("0001.json"))), [Code::KeyringMissing]);
    assert_eq!(check(&|f| drop(f.remove("0002.json"))), [Code::KeyringMissing]);
    assert_eq!(check(&|f| drop(f.remove("0002.dsse.json"))), [Code::KeyringMissing]);
    assert_eq!(check(&|f| f.clear()), [Code::KeyringMissing]);
    for name in ["2.json", "0000.json", "0003.json.sig", "x", "0001.JSON", "00001.json"] {
        let found = check(&|f| drop(f.insert(name.to_owned(), Vec::new())));
        assert_eq!(found, [Code::KeyringUnknownFile], "{name}");
    }
    let space = |f: &mut Files, name: &str| {
        f.get_mut(name).unwrap().push(b' ');
    };
    assert_eq!(check(&|f| space(f, "0002.json")), [Code::KeyringNotCanonical]);
    assert_eq!(check(&|f| space(f, "0002.dsse.json")), [Code::SealEnvelopeMismatch]);
    assert_eq!(check(&|f| f.get_mut("0002.json").unwrap().clear()), [Code::KeyringSyntax]);
    let copy = good["0001.json"].clone();
    let found = check(&|f| drop(f.insert("0002.json".to_owned(), copy.clone())));
    assert_eq!(found, [Code::KeyringSuccession]);
}

#[test]
fn no_single_octet_of_a_ring_folder_can_change_unseen() {
    // One root and one reviewer: every octet costs a check of the whole folder.
    let mut draft = Draft::first(day("2026-01-01"), 1);
    draft.enrol(holder(1)).unwrap();
    draft.add_key(key(1, 1, Use::Root)).unwrap();
    draft.set_roots(1, vec![id(1)]);
    let first = draft.finish().unwrap();
    let mut draft = next(&first);
    draft.mandate(mandate(1)).unwrap();
    let files = files(&[first, draft.finish().unwrap()], &[1]);
    for (name, bytes) in &files {
        for at in 0..bytes.len() {
            let mut other = files.clone();
            other.get_mut(name).unwrap()[at] ^= 1;
            assert!(!History::check(FOLDER, &other).1.is_empty(), "{name} octet {at}");
        }
    }
}

#[test]
fn allowed_signers_has_a_line_for_every_key_that_may_be_believed() {
    let [_, second] = two();
    let ssh = secret(9).public().ssh();
    let line =
        format!("p-0009 namespaces=\"review@juanzong.example,seal@juanzong.example\" {ssh}\n");
    assert_eq!(allowed_signers(&second), line);
    let with = |state| {
        let mut draft = next(&second);
        let (since, known_at) = (day("2026-02-02"), day("2026-02-03"));
        let reason = "遗失".to_owned();
        draft.set_status(id(9), Status { state, since, known_at, reason }).unwrap();
        allowed_signers(&draft.finish().unwrap())
    };
    assert_eq!(with(State::Retired), line);
    assert_eq!(with(State::Compromised), "");
    assert_eq!(with(State::NeverValid), "");
}

#[test]
fn a_trust_file_finds_a_fork_and_lets_the_ring_grow() {
    let rings = two();
    let (short, _) = History::check(FOLDER, &files(&rings[..1], &[1, 2]));
    let (long, _) = History::check(FOLDER, &files(&rings, &[1, 2]));
    let trust = Trust::of(&short).unwrap();
    assert_eq!(Trust::parse(trust.write().as_bytes()).unwrap(), trust);
    assert_eq!(codes(&trust.check(&long)), []);
    assert_eq!(trust.newest_of(&long).version(), 2);
    assert_eq!(Trust::of(&long).unwrap().newest_of(&short).version(), 2);

    let mut draft = next(&rings[0]);
    draft.enrol(holder(8)).unwrap();
    let other = [rings[0].clone(), draft.finish().unwrap()];
    let (fork, findings) = History::check(FOLDER, &files(&other, &[1, 2]));
    assert_eq!(codes(&findings), [], "a fork is perfect in itself");
    assert_eq!(codes(&Trust::of(&long).unwrap().check(&fork)), [Code::KeyringFork]);
    assert_eq!(codes(&trust.check(&fork)), []);
    assert_eq!(long.fork(&fork), Some(2));
    assert_eq!(long.fork(&short), None);
}

#[test]
fn a_trust_file_that_contradicts_itself_is_refused() {
    let (long, _) = History::check(FOLDER, &files(&two(), &[1, 2]));
    let text = Trust::of(&long).unwrap().write();
    let digest = long.version(2).unwrap().digest.to_string();
    for (from, to) in [
        ("trust/1", "trust/2"),
        (digest.as_str(), &"0".repeat(64)),
        ("\"rings\":[", "\"rings\":[\"\","),
        ("\n", "\n\n"),
        ("\"newest\":\"", "\"newest\":\"!"),
    ] {
        let other = text.replacen(from, to, 1);
        assert!(matches!(Trust::parse(other.as_bytes()), Err(Error::Trust(_))), "{from}");
    }
}

#[test]
fn a_version_tells_what_it_changes() {
    let mut first = Draft::first(day("2026-01-01"), 1);
    first.enrol(holder(1)).unwrap();
    first.enrol(holder(2)).unwrap();
    first.add_key(key(1, 1, Use::Root)).unwrap();
    first.add_key(reviewer(2, 2)).unwrap();
    first.mandate(mandate(2)).unwrap();
    first.set_roots(1, vec![id(1)]);
    let first = first.finish().unwrap();
    let names = |before, after| {
        let name = |c: &Change<'_>| match c {
            Change::Person(p) => format!("person {}", p.id),
            Change::Key(k) => format!("key of {}", k.person),
            Change::KeyEnd(k) => format!("end of {}", k.person),
            Change::KeyStatus(k) => format!("status of {}", k.person),
            Change::Mandate(m) => format!("mandate of {}", m.person),
            Change::MandateEnd(m) => format!("mandate end of {}", m.person),
            Change::Policy(p) => format!("policy {}", p.id),
            Change::Root(k) => format!("root {}", k.person),
            Change::RootLeft(k) => format!("root left {}", k.person),
            Change::Threshold(n) => format!("threshold {n}"),
        };
        changes(before, after).iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(Some(&first), &first), Vec::<String>::new());
    let mut all = names(None, &first);
    all.sort();
    assert_eq!(
        all,
        [
            "key of p-0001",
            "key of p-0002",
            "mandate of p-0002",
            "person p-0001",
            "person p-0002",
            "threshold 1"
        ]
    );
    let mut next = Draft::after(&first, day("2026-02-01"));
    next.enrol(holder(3)).unwrap();
    next.add_key(key(3, 3, Use::Root)).unwrap();
    next.add_key(key(4, 2, Use::Root)).unwrap();
    next.end_key(id(1), day("2027-01-01")).unwrap();
    let (since, reason) = (day("2026-02-01"), "换发".to_owned());
    let retired = Status { state: State::Retired, since, known_at: since, reason };
    next.set_status(id(2), retired).unwrap();
    next.end_mandate(&first.mandates()[0], day("2026-02-01")).unwrap();
    let other = Mandate { act: "另一文".to_owned(), ..mandate(3) };
    next.mandate(other).unwrap();
    next.accept(Policy { id: "some".to_owned(), sha256: Digest([1; 32]) }).unwrap();
    next.set_roots(2, vec![id(3), id(4)]);
    let next = next.finish().unwrap();
    let mut found = names(Some(&first), &next);
    found.sort();
    assert_eq!(
        found,
        [
            "end of p-0001",
            "key of p-0002",
            "key of p-0003",
            "mandate end of p-0002",
            "mandate of p-0003",
            "person p-0003",
            "policy some",
            "root left p-0001",
            "root p-0002",
            "root p-0003",
            "status of p-0002",
            "threshold 2",
        ]
    );
}
