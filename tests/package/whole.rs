//! The whole way: a case that was signed stage by stage is sealed for filing, packed, and verified
//! by somebody who has only the package and a trust file.

use std::fs;
use std::path::PathBuf;

use juanzong::case::{Case, layout};
use juanzong::package::{self, Options, Tree, Verification};
use juanzong::seal::Trust;
use juanzong::seal::files::Files;
use juanzong::seal::policy::{self, Accepted};
use juanzong::verdict::Verdict;

use crate::kit::{check, raw, unpack, zip};
use crate::office::{self, Office, hour, write};

/// A case before filing, its pages made.
fn built() -> Office {
    let office = Office::new();
    for name in
        [layout::COVER, layout::CATALOGUE, layout::SIGNINGS, layout::CLOSING, layout::VOLUME]
    {
        write(&layout::generated(&office.case, name), name.as_bytes());
    }
    office.first();
    office.second();
    office.third();
    office
}

pub fn filed() -> Office {
    let office = built();
    let case = Case::load(&office.case).unwrap();
    let subjects = Tree::of(&case, hour(13), 2, &()).unwrap().filing_subjects(None);
    office.sign(1, office.plan(1, 13, |d| d.file(&subjects)));
    office
}

pub fn tree(office: &Office) -> Result<Tree, package::Error> {
    package::filed(&Case::load(&office.case).unwrap(), 2, &())
}

fn verified(target: &std::path::Path, office: &Office, trusted: bool) -> Verification {
    let files = office.files();
    let digest = policy::digest(files.0.iter().filter_map(|(name, bytes)| {
        let sha256 = juanzong::base::digest::Digest::sha256(bytes);
        name.starts_with("rules/").then_some((name.as_str(), sha256))
    }));
    let accepted = [Accepted { id: "lin-2026".into(), sha256: digest }];
    let trust = Trust::of(&office.rings).unwrap();
    let options = Options { trust: trusted.then_some(&trust), ..Options::at(hour(100), &accepted) };
    package::verify(target, &options, &()).unwrap()
}

fn told(v: &Verification) -> Vec<String> {
    let all = v.report.findings().into_iter();
    let serious = all.filter(|f| f.bearing != juanzong::verdict::Bearing::Note);
    serious.map(|f| format!("{} {}", f.code.id(), f.place)).collect()
}

#[test]
fn a_filed_case_is_packed_and_passes_with_trust_only() {
    let office = filed();
    let tree = tree(&office).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    let packed = package::pack(&tree, &path, false, &()).unwrap();
    assert_eq!(packed.digest.sha256, juanzong::base::disk::digest(&path, false).unwrap().sha256);
    let v = verified(&path, &office, true);
    assert_eq!(told(&v), [] as [String; 0]);
    assert_eq!(v.report.verdict(), Verdict::Passed);
    assert!(v.signings.len() > 8 && v.chain.is_some());
    let v = verified(&path, &office, false);
    assert_eq!(v.report.verdict(), Verdict::Indeterminate);
    // What reads through the package reads what was packed.
    let contents = v.contents.unwrap();
    let names = contents.names().count();
    assert_eq!(Files::names(&contents).len(), names);
    let cover = Files::read(&contents, layout::COVER, 1000).unwrap().unwrap();
    assert_eq!(cover, layout::COVER.as_bytes());
    assert!(Files::read(&contents, layout::COVER, 3).is_err());
    assert!(Files::read(&contents, "none", 3).unwrap().is_none());
    // Packed once more from another place: the same octets.
    let again = folder.path().join("y.zip");
    package::pack(&self::tree(&office).unwrap(), &again, false, &()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn packing_needs_the_filing_seal_and_the_files_it_names() {
    let office = built();
    assert!(matches!(tree(&office), Err(package::Error::Unsealed)));
    let office = filed();
    let changes: [(&str, Option<&[u8]>); 4] = [
        ("case.toml", Some(b"#\n")),
        ("evidence/proof/\u{7167}\u{7247}.jpg", Some(b"other")),
        ("rules/extra.toml", Some(b"")),
        ("forms/minutes.toml", None),
    ];
    for (name, change) in changes {
        let path = office.case.join(name);
        let before = fs::read(&path).ok();
        match change {
            Some(bytes) => {
                let head = before.clone().unwrap_or_default();
                write(
                    &path,
                    &[if name == "case.toml" { head } else { vec![] }, bytes.to_vec()].concat(),
                );
            }
            None => fs::remove_file(&path).unwrap(),
        }
        let error = tree(&office).unwrap_err();
        match name {
            "rules/extra.toml" | "case.toml" | "forms/minutes.toml" => {
                assert!(error.to_string().contains(name), "{error}");
            }
            _ => assert!(error.to_string().contains("manifest-sha256.txt"), "{error}"),
        }
        match before {
            Some(bytes) => write(&path, &bytes),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    tree(&office).unwrap();
    fs::remove_file(layout::generated(&office.case, layout::COVER)).unwrap();
    assert!(matches!(tree(&office), Err(package::Error::NotBuilt { .. })));
    write(&office.case.join("forms/ask.toml~"), b"backup");
    assert!(matches!(tree(&office), Err(package::Error::Stray { .. })));
}

/// The package unpacked, changed, and verified.
fn after(change: impl Fn(&std::path::Path)) -> Vec<String> {
    let office = filed();
    let folder = tempfile::tempdir().unwrap();
    unpack(&contents(&tree(&office).unwrap()), folder.path());
    change(folder.path());
    let v = verified(folder.path(), &office, true);
    assert_eq!(v.report.verdict(), Verdict::Failed);
    told(&v)
}

pub fn contents(tree: &Tree) -> Vec<(String, Vec<u8>)> {
    let bytes = |e: &package::Entry| match &e.source {
        package::Source::Bytes(bytes) => bytes.clone(),
        package::Source::Disk(path) => fs::read(path).unwrap(),
    };
    tree.entries().iter().map(|e| (e.name.clone(), bytes(e))).collect()
}

#[test]
fn one_change_is_told_once() {
    let put = |name: &'static str, bytes: &'static [u8]| {
        move |bag: &std::path::Path| write(&bag.join(name), bytes)
    };
    let paper = "data/01-申请书/申请书.pdf";
    assert_eq!(after(put(paper, b"x")), [format!("package.payload-mismatch {paper}")]);
    assert_eq!(
        after(|bag| fs::remove_dir_all(bag.join("data/02-证明材料")).unwrap()),
        ["package.payload-missing data/02-证明材料/照片.jpg"]
    );
    assert_eq!(
        after(put("data/01-申请书/多.pdf", b"x")),
        ["package.unlisted-file data/01-申请书/多.pdf"]
    );
    assert_eq!(after(put("README.txt", b"x")), ["package.determined-differs README.txt"]);
    assert_eq!(
        after(put("forms/ask.toml", b"what = \"x\"\n")),
        ["package.tag-mismatch forms/ask.toml"]
    );
    assert_eq!(after(put("evil.txt", b"x")), ["package.unknown-tag-file evil.txt"]);
}

#[test]
fn whoever_writes_all_lists_anew_still_meets_the_seals() {
    let office = filed();
    let case = Case::load(&office.case).unwrap();
    write(&office.case.join("out/data/01-申请书/申请书.pdf"), b"forged");
    // The tree is computed anew without asking the seal.
    let forged = Tree::of(&case, hour(13), 1, &()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("x.zip");
    package::pack(&forged, &path, false, &()).unwrap();
    let v = verified(&path, &office, true);
    let told = told(&v);
    assert!(told.iter().any(|t| t == "seal.subject-changed data/01-申请书/申请书.pdf"), "{told:?}");
    assert!(told.iter().all(|t| !t.starts_with("package.")), "{told:?}");
    // With the bag alone nothing is wrong, and it is said what was not looked at.
    let options = Options { bag_only: true, ..Options::at(hour(100), &[]) };
    let v = package::verify(&path, &options, &()).unwrap();
    assert_eq!(v.report.verdict(), Verdict::Passed);
    assert_eq!(v.report.unchecked, ["package-signatures"]);
}

#[test]
fn a_package_without_sm3_where_the_rules_ask_for_it_lacks_it() {
    let office = built();
    let rules = office.case.join("rules/profile.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let text = text.replacen("id = ", "sm3 = true\nid = ", 1);
    let facts = package::Bag { id: "LZ-990100-2026Q2-0001", day: hour(13).day(), sm3: false };
    let made = [("rules/profile.toml".to_string(), text.into_bytes())].into();
    let tree = Tree::assemble(&facts, [].into(), made, 1, &()).unwrap();
    let checked = check(&zip_of(&contents(&tree)));
    let places: Vec<_> = checked.report.findings().iter().map(|f| f.place.file.clone()).collect();
    assert!(places.contains(&"manifest-sm3.txt".to_string()), "{places:?}");
    assert!(office::moment("2026-03-02T09:00:00") == hour(0));
}

fn zip_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    zip(&raw(files))
}
