//! Packages of one case beside each other, with their signatures.

use std::fs;

use juanzong::audit::{self, Ask, Budget, Class, Disk, Order};
use juanzong::base::digest::Digest;
use juanzong::case::{Case, layout};
use juanzong::package::{self, Options, Tree};
use juanzong::seal::Trust;
use juanzong::seal::policy::{self, Accepted};
use juanzong::verdict::Verdict;

use super::archive::{classes, told};
use crate::office::{Office, hour, write};
use crate::whole;

/// The same case, filed an hour later by the same people: as valid, and another package.
fn filed_later() -> Office {
    let office = Office::new();
    for name in
        [layout::COVER, layout::CATALOGUE, layout::SIGNINGS, layout::CLOSING, layout::VOLUME]
    {
        write(&layout::generated(&office.case, name), name.as_bytes());
    }
    office.first();
    office.second();
    office.third();
    let case = Case::load(&office.case).unwrap();
    let subjects = Tree::of(&case, hour(14), 2, &()).unwrap().filing_subjects(None);
    office.sign(1, office.plan(1, 14, |d| d.file(&subjects)));
    office
}

#[test]
fn two_packages_of_one_case_are_both_doubted_and_one_alone_passes() {
    let (first, second) = (whole::filed(), filed_later());
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("档案");
    fs::create_dir_all(&folder).unwrap();
    let pack = |office: &Office, name: &str| {
        package::pack(&whole::tree(office).unwrap(), &folder.join(name), false, &()).unwrap();
    };
    pack(&first, "a.zip");
    let files = first.files();
    let rules = files.0.iter().filter(|(name, _)| name.starts_with("rules/"));
    let sha256 = policy::digest(rules.map(|(name, bytes)| (name.as_str(), Digest::sha256(bytes))));
    let accepted = [Accepted { id: "lin-2026".into(), sha256 }];
    let trust = Trust::of(&first.rings).unwrap();
    let state = temporary.path().join("state");
    let options = Options { trust: Some(&trust), ..Options::at(hour(100), &accepted) };
    let ask = Ask {
        options,
        trusted: None,
        state: Some(&state),
        register: None,
        sample: None,
        budget: Budget::default(),
        order: Order::Oldest,
        jobs: 2,
        save_every: 0,
        clock: &|| 0,
        own: &[],
    };
    let audit = || {
        let found = audit::audit(&folder, &ask, &Disk, &()).unwrap();
        found.close().unwrap();
        found
    };
    let found = audit();
    assert_eq!(found.report.verdict(), Verdict::Passed, "{:?}", found.report.findings());
    // The same beside it is one too many, but no contradiction.
    fs::copy(folder.join("a.zip"), folder.join("b.zip")).unwrap();
    assert_eq!(told(&audit()), [("b.zip".to_string(), "audit.duplicate")]);
    fs::remove_file(folder.join("b.zip")).unwrap();
    fs::remove_file(&state).unwrap();
    pack(&second, "z.zip");
    for _ in 0..2 {
        let found = audit();
        assert_eq!(
            classes(&found),
            [("a.zip".to_string(), Class::Changed), ("z.zip".to_string(), Class::Changed)]
        );
        let why = &found.report.findings()[0].facts[0].1;
        assert!(why.contains("archive.two-packages"), "{why}");
    }
    // Taken away, the other is whole again.
    fs::remove_file(folder.join("z.zip")).unwrap();
    assert_eq!(told(&audit()), [("z.zip".to_string(), "audit.missing")]);
    assert_eq!(classes(&audit()), [("z.zip".to_string(), Class::Missing)]);
}
