//! A case under a regulation that asks for SM3 beside SHA-256, taken the whole way by the demo: every
//! digest that is written stands twice, each is right, and each is checked.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

use juanzong::base::digest::Digest;
use juanzong::seal::{Predicate, Statement};

fn juanzong(line: &[&str], dir: &Path) -> Output {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut command = Command::new(env!("CARGO_BIN_EXE_juanzong"));
    command.args(line).arg("--font-dir").arg(fonts).current_dir(dir).env_clear();
    command.output().unwrap()
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

/// The files of a package, by name below its leading folder.
fn unzip(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().split_once('/').unwrap().1.to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(name, bytes);
    }
    files
}

#[test]
fn a_case_goes_the_whole_way_with_every_digest_twice() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("rules")).unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles/tangshan-2025.toml");
    let text = fs::read_to_string(own).unwrap();
    let with = text.replacen("\ntime = ", "\nsm3 = true\ntime = ", 1);
    assert_ne!(with, text);
    fs::write(at("rules/tangshan-2025.toml"), with).unwrap();
    let done = juanzong(&["demo", "--out", "d", "--profiles", "rules"], folder.path());
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    let is_zip = |name: &String| name.ends_with(".zip");
    let names = fs::read_dir(at("d")).unwrap().map(|e| e.unwrap().file_name());
    let zip = names.filter_map(|n| n.into_string().ok()).find(is_zip).unwrap();
    let files = unzip(&at("d").join(&zip));

    // Both manifests list the same files, and what stands in them is right.
    let lists = [
        ("manifest-sha256.txt", Digest::sha256 as fn(&[u8]) -> Digest),
        ("manifest-sm3.txt", Digest::sm3),
        ("tagmanifest-sha256.txt", Digest::sha256),
        ("tagmanifest-sm3.txt", Digest::sm3),
    ];
    let mut listed = Vec::new();
    for (list, digest) in lists {
        let text = String::from_utf8(files[list].clone()).unwrap();
        let mut names = Vec::new();
        for (hex, name) in text.lines().map(|l| l.split_once("  ").unwrap()) {
            assert_eq!(hex, digest(&files[name]).to_string(), "{list}: {name}");
            names.push(name.to_owned());
        }
        listed.push(names);
    }
    assert!(listed[0] == listed[1] && listed[2] == listed[3] && listed[0].len() > 10);

    // Every subject of every statement bears both.
    let (mut statements, mut subjects) = (0, 0);
    for (name, bytes) in &files {
        let signed = name.starts_with("seals/") || name.starts_with("reviews/");
        if !signed || name.ends_with(".dsse.json") || name.ends_with(".sig") {
            continue;
        }
        let statement = Statement::parse(bytes).unwrap();
        statements += 1;
        for subject in statement.subjects() {
            let file = &files[&subject.name];
            assert_eq!(subject.sha256, Digest::sha256(file), "{name}: {}", subject.name);
            assert_eq!(subject.sm3, Some(Digest::sm3(file)), "{name}: {}", subject.name);
            subjects += 1;
        }
        if matches!(statement.predicate(), Predicate::Seal(seal) if seal.stage == "filing") {
            for list in ["manifest-sha256.txt", "manifest-sm3.txt"] {
                assert!(statement.subject(list).is_some(), "{list} is not sealed");
            }
        }
    }
    assert!(statements > 20 && subjects > 200, "{statements} statements, {subjects} subjects");

    // So does the list of what was received.
    let list = String::from_utf8(files["evidence.toml"].clone()).unwrap();
    let entries = list.matches("[[file]]").count();
    assert!(entries > 3);
    for key in ["\nsha256 = \"", "\nsm3 = \""] {
        assert_eq!(list.matches(key).count(), entries, "{key}");
    }

    // Another program's SM3 is ours.
    let document = files.keys().find(|n| n.starts_with("data/01-")).unwrap();
    fs::write(at("document"), &files[document]).unwrap();
    if let Ok(out) =
        Command::new("openssl").args(["dgst", "-sm3", "-r"]).arg(at("document")).output()
    {
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(said.starts_with(&Digest::sm3(&files[document]).to_string()), "{said}");
    }

    // Whoever changes one digit of the second list, or leaves it out, is found.
    let verify = |files: &BTreeMap<String, Vec<u8>>| {
        let bag = at("bag");
        let _ = fs::remove_dir_all(&bag);
        for (name, bytes) in files {
            let path = bag.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let line = ["verify", "bag", "--trust", "d/trust.json", "--profiles", "rules"];
        let done = juanzong(&[&line[..], &["--format", "json"]].concat(), folder.path());
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    assert_eq!(verify(&files).0, Some(0));
    let mut bent = files.clone();
    let digit = &mut bent.get_mut("manifest-sm3.txt").unwrap()[0];
    *digit = if *digit == b'0' { b'1' } else { b'0' };
    let (code, said) = verify(&bent);
    assert!(code == Some(1) && said.contains("package.tag-mismatch"), "{said}");
    let mut bare = files.clone();
    bare.remove("manifest-sm3.txt");
    bare.remove("tagmanifest-sm3.txt");
    let (code, said) = verify(&bare);
    assert!(code == Some(1) && said.contains("package.tag-missing"), "{said}");
}
