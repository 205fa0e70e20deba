//! The register: continued, spoiled in every way, cut at its end.

use std::fs;

use juanzong::audit::register::Register;
use juanzong::audit::{self, Class};
use juanzong::base::digest::Digest;
use juanzong::seal::register::{Entry, Received};
use juanzong::verdict::{Finding, Verdict};

use super::archive::{Archive, FILED, Wish, case, count, dossier, now, place, put, told};
use crate::kit::moment;
use crate::office;

/// An archive whose packages were registered in three entries.
fn three() -> Archive {
    let archive = Archive::of(2);
    archive.register(now());
    for (n, at) in [(2, "2026-06-02T09:00:00"), (3, "2026-06-03T09:00:00")] {
        put(&archive.path(&place(n)), &dossier(&case(n), &case(n), FILED));
        archive.register(moment(at));
    }
    archive
}

/// What is said of a register that is broken.
fn flaw(archive: &Archive) -> (String, String) {
    let (register, found) = Register::open(&archive.book(), Some(&archive.trust())).unwrap();
    assert!(register.is_none(), "nothing in it is believed");
    assert_eq!(found[0].code.id(), "audit.register-broken");
    (found[0].place.file.clone(), found[0].facts[0].1.clone())
}

#[test]
fn entries_name_the_one_before_and_list_what_was_received() {
    let archive = three();
    let register = archive.opened().unwrap();
    assert_eq!(register.rows().len(), 4);
    let (number, at, digest) = register.head().unwrap();
    assert_eq!((number, at), (3, moment("2026-06-03T09:00:00")));
    let bytes = fs::read(archive.book().join("0003.json")).unwrap();
    assert_eq!(digest, Digest::sha256(&bytes));
    let entry = Entry::parse(&bytes).unwrap();
    let before = fs::read(archive.book().join("0002.json")).unwrap();
    assert_eq!(entry.prev, Some(Digest::sha256(&before)));
    let package = &entry.packages[0];
    let zip = fs::read(archive.path(&package.path)).unwrap();
    assert_eq!(package.package, Some(Digest::sha256(&zip)));
    assert_eq!((package.case.as_str(), package.grade.as_str()), (case(3).as_str(), "C"));
    assert_eq!(package.seals.len(), 3);
    // Once more: nothing is left to be registered.
    let report = archive.register(moment("2026-06-04T09:00:00"));
    assert_eq!(report.verdict(), Verdict::Passed);
    assert_eq!(archive.opened().unwrap().head().unwrap().0, 3);
}

#[test]
fn a_register_that_was_cut_edited_or_exchanged_is_refused_with_the_reason() {
    let archive = three();
    let other = three();
    let path = |name: &str| archive.book().join(name);
    let (second, second_sig) = (path("0002.json"), path("0002.json.sig"));
    let good = [fs::read(&second).unwrap(), fs::read(&second_sig).unwrap()];
    let restore = || {
        fs::write(&second, &good[0]).unwrap();
        fs::write(&second_sig, &good[1]).unwrap();
        assert!(archive.opened().is_some());
    };
    let text = String::from_utf8(good[0].clone()).unwrap();
    for (bad, name, why) in [
        (text.replacen("\"C\"", "\"A\"", 1), "0002.json.sig", "signature"),
        (text.replacen("\"number\":2", "\"number\":4", 1), "0002.json", "number"),
        (text.replacen("06-02", "05-02", 1), "0002.json", "time"),
        (text.replacen("\"C\"", "\"C\" ", 1), "0002.json", "syntax"),
        (text.lines().next().unwrap().to_string(), "0002.json", "syntax"),
    ] {
        fs::write(&second, bad).unwrap();
        assert_eq!(flaw(&archive), (name.to_string(), why.to_string()));
        restore();
    }
    fs::remove_file(&second).unwrap();
    assert_eq!(flaw(&archive), ("0002.json".into(), "gap".into()));
    restore();
    fs::remove_file(&second_sig).unwrap();
    assert_eq!(flaw(&archive), ("0002.json.sig".into(), "signature".into()));
    restore();
    // A valid entry of another time in the place of this one.
    let mut entry = Entry::parse(&good[0]).unwrap();
    entry.packages[0].grade = "A".into();
    let sign = |entry: &Entry, seed: u8| {
        fs::write(&second, entry.write()).unwrap();
        fs::write(&second_sig, entry.sign(&office::secret(seed))).unwrap();
    };
    sign(&entry, 8);
    assert_eq!(flaw(&archive), ("0003.json".into(), "chain".into()));
    restore();
    let entry = Entry::parse(&good[0]).unwrap();
    for (seed, why) in [(8, ""), (77, "key"), (1, "holder")] {
        sign(&entry, seed);
        if !why.is_empty() {
            assert_eq!(flaw(&archive), ("0002.json.sig".into(), why.into()));
        }
    }
    let mut own = entry.clone();
    own.person = office::person(1);
    sign(&own, 1);
    assert_eq!(flaw(&archive), ("0002.json.sig".into(), "use".into()));
    restore();
    fs::write(path("note.txt"), "x").unwrap();
    assert_eq!(flaw(&archive), ("note.txt".into(), "stranger".into()));
    fs::remove_file(path("note.txt")).unwrap();
    drop(other);
}

#[test]
fn an_audit_says_that_the_register_is_broken_and_does_not_use_it() {
    let archive = three();
    fs::remove_file(archive.book().join("0001.json")).unwrap();
    fs::remove_file(archive.path(&place(0))).unwrap();
    let found = archive.audit(Wish { register: true, ..Wish::default() }).unwrap();
    assert_eq!(told(&found), [("0001.json".to_string(), "audit.register-broken")]);
    assert!(found.report.unchecked.contains(&"audit-register-broken"));
    assert_eq!(found.report.verdict(), Verdict::Failed);
}

#[test]
fn a_register_whose_end_was_cut_off_is_missed_by_whoever_saw_it() {
    let archive = three();
    let wish = Wish { register: true, state: true, ..Wish::default() };
    assert_eq!(archive.audit(wish).unwrap().report.verdict(), Verdict::Passed);
    for name in ["0003.json", "0003.json.sig"] {
        fs::remove_file(archive.book().join(name)).unwrap();
    }
    for _ in 0..2 {
        let found = archive.audit(wish).unwrap();
        let codes: Vec<_> = told(&found).into_iter().map(|(_, code)| code).collect();
        assert!(codes.contains(&"audit.register-cut"), "{codes:?}");
    }
}

#[test]
fn what_contradicts_the_register_is_not_registered() {
    let archive = three();
    put(&archive.path("copy.zip"), &dossier(&case(1), &case(1), FILED));
    put(&archive.path("other.zip"), &dossier(&case(2), "other", FILED));
    fs::write(archive.path("half.zip"), b"PK").unwrap();
    let report = archive.register(moment("2026-06-05T09:00:00"));
    assert_eq!(report.verdict(), Verdict::Failed);
    let told: Vec<_> = report.findings().iter().map(|f| f.place.file.clone()).collect();
    assert_eq!(told, ["copy.zip", "half.zip", "other.zip"]);
    assert!(report.findings().iter().all(|f| f.code.id() == "audit.not-registered"));
    // Why not is said in words: a cause is known by its code.
    let kind = |f: &&Finding| f.facts.iter().any(|(k, v)| *k == "kind" && v.contains('-'));
    assert!(report.findings().iter().all(kind), "{:?}", report.findings());
    assert_eq!(archive.opened().unwrap().rows().len(), 4);
}

#[test]
fn a_package_that_may_have_moved_is_not_called_missing_for_certain_before_all_is_read() {
    let archive = three();
    fs::rename(archive.path(&place(0)), archive.path("z.zip")).unwrap();
    let budget = audit::Budget { octets: Some(1), milliseconds: None };
    let wish = Wish { register: true, state: true, jobs: 1, budget, ..Wish::default() };
    let mut verdicts = Vec::new();
    let last = loop {
        let found = archive.audit(wish).unwrap();
        if found.coverage.runs_left == Some(0) {
            break found;
        }
        verdicts.push(found.report.verdict());
    };
    assert!(verdicts.iter().all(|v| *v == Verdict::Indeterminate), "{verdicts:?}");
    assert_eq!(told(&last), [("z.zip".to_string(), "audit.moved")]);
    assert_eq!(count(&last, Class::Missing), 0);
}

#[test]
fn only_a_key_that_may_signs_a_register_and_never_before_the_last_entry() {
    let archive = three();
    let mut register = archive.opened().unwrap();
    let package = |path: &str| Received {
        path: path.into(),
        case: case(9),
        division: "130283".into(),
        grade: "C".into(),
        filed: now(),
        package: None,
        bag: Digest([1; 32]),
        seals: vec![],
    };
    let mut append = |seed: u8, at: &str| {
        let packages = vec![package("x")];
        let key = office::secret(seed);
        register.append(&archive.book(), packages, moment(at), &key, &archive.rings)
    };
    let late = "2026-06-09T09:00:00";
    assert!(matches!(append(1, late), Err(audit::Error::NoClerk { person }) if person == "p-0001"));
    assert!(matches!(append(77, late), Err(audit::Error::NoClerk { person }) if person.is_empty()));
    assert!(matches!(append(8, "2029-01-01T00:00:00"), Err(audit::Error::NoClerk { .. })));
    assert!(matches!(append(8, "2026-06-02T09:00:00"), Err(audit::Error::Register { .. })));
    assert_eq!(append(8, late).unwrap(), 1);
}
