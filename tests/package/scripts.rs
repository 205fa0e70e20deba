//! `verify.sh`, run as an inspector runs it: with the tools of the system and nothing of ours.

use std::fs;
use std::path::Path;
use std::process::Command;

use juanzong::base::digest::Digest;

use crate::kit::{Bench, Dossier, has};

const SELF_CONSISTENT: &str = "SELF-CONSISTENT ONLY, KEY SOURCE NOT CHECKED";

/// Exit code and output of the script of a bag.
fn run(shell: &str, bag: &Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(shell)
        .arg(bag.join("verify.sh"))
        .args(args)
        .current_dir("/")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    (out.status.code().unwrap(), text + &String::from_utf8_lossy(&out.stderr))
}

fn tools() -> bool {
    ["sh", "sha256sum", "ssh-keygen", "awk", "sed", "grep"].iter().all(|t| has(t))
}

#[test]
fn the_script_passes_a_good_package_and_says_whose_word_that_is() {
    if !tools() {
        return;
    }
    for shell in ["sh", "dash", "bash", "busybox"] {
        if Command::new(shell).arg("--help").output().is_err() {
            continue;
        }
        let bench = Bench::of(&Dossier::filed(true));
        let script = |args: &[&str]| match shell {
            "busybox" => {
                let out = Command::new(shell)
                    .arg("sh")
                    .arg(bench.bag.join("verify.sh"))
                    .args(args)
                    .output()
                    .unwrap();
                let text = String::from_utf8_lossy(&out.stdout).into_owned();
                (out.status.code().unwrap(), text + &String::from_utf8_lossy(&out.stderr))
            }
            _ => run(shell, &bench.bag, args),
        };
        let (code, text) = script(&[]);
        assert_eq!(code, 3, "{shell}: {text}");
        assert!(text.trim_end().ends_with(SELF_CONSISTENT), "{text}");
        assert!(text.contains("4 signatures are good") && !text.contains("WRONG"), "{text}");
        let outside = bench.folder.path().join("外 部");
        fs::copy(bench.bag.join("allowed_signers"), &outside).unwrap();
        let (code, text) = script(&["--signers", outside.to_str().unwrap()]);
        assert_eq!(code, 0, "{shell}: {text}");
        assert!(!text.contains(SELF_CONSISTENT));
    }
}

#[test]
fn the_script_fails_when_anything_is_changed_added_or_removed() {
    if !tools() {
        return;
    }
    type Change = fn(&Path);
    let changes: [(&str, Change); 9] = [
        ("a paper", |b| append(&b.join("data/01-评级申请表/评级申请表.pdf"))),
        ("a tag file", |b| append(&b.join("case.toml"))),
        ("a statement", |b| append(&b.join("seals/00-open.json"))),
        ("an added paper", |b| fs::write(b.join("data/01-评级申请表/多 的.pdf"), b"x").unwrap()),
        ("an added tag file", |b| fs::write(b.join("x"), b"x").unwrap()),
        ("a removed paper", |b| {
            fs::remove_file(b.join("data/01-评级申请表/评级申请表.pdf")).unwrap()
        }),
        ("a removed signature", |b| {
            fs::remove_file(b.join("reviews/01-intake/section.air.p-0001.1.json.sig")).unwrap();
        }),
        ("a malformed manifest", |b| append(&b.join("manifest-sha256.txt"))),
        ("no seals", |b| fs::remove_dir_all(b.join("seals")).unwrap()),
    ];
    for (what, change) in changes {
        let bench = Bench::of(&Dossier::filed(false));
        change(&bench.bag);
        let (code, text) = run("sh", &bench.bag, &[]);
        assert_eq!(code, 1, "{what}: {text}");
        assert!(text.contains("WRONG") && text.contains("FAILED"), "{what}: {text}");
    }
}

#[test]
fn the_script_sees_through_lists_that_were_written_anew() {
    if !tools() {
        return;
    }
    // Whoever changes a file and both lists still meets the seal.
    let mut dossier = Dossier::filed(false);
    dossier.files.insert("case.toml".into(), b"case = 'x'\n".to_vec());
    let (code, text) = run("sh", &Bench::of(&dossier).bag, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("seals/02-filing.json does not agree"), "{text}");
    // A file that the seal does not name.
    let mut dossier = Dossier::filed(false);
    dossier.files.insert("rules/extra.toml".into(), b"x\n".to_vec());
    let (code, text) = run("sh", &Bench::of(&dossier).bag, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("not listed: rules/extra.toml"), "{text}");
    // A review under another person's name.
    let mut dossier = Dossier::open(false);
    for end in ["json", "dsse.json", "json.sig"] {
        let name = |p: &str| format!("reviews/01-intake/section.air.{p}.1.{end}");
        let bytes = dossier.files.remove(&name("p-0001")).unwrap();
        dossier.files.insert(name("p-0002"), bytes);
    }
    dossier.file();
    let (code, text) = run("sh", &Bench::of(&dossier).bag, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("section.air.p-0002.1.json names another person"), "{text}");
    assert!(text.contains("no good signature of p-0002"), "{text}");
}

#[test]
fn the_script_takes_keys_from_outside_only_where_they_are_told() {
    if !tools() {
        return;
    }
    let bench = Bench::of(&Dossier::filed(false));
    let other = bench.folder.path().join("signers");
    fs::write(&other, "p-0001 namespaces=\"review@juanzong.example\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDMrgGVx0DtgoB7ifgipyHq1IRrYQQ2iK1AqjF42EZyY\n").unwrap();
    let (code, text) = run("sh", &bench.bag, &["--signers", other.to_str().unwrap()]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("no good signature of p-0001"), "{text}");
    assert_eq!(run("sh", &bench.bag, &["--signers", "/none/such"]).0, 2);
    assert_eq!(run("sh", &bench.bag, &["--sign"]).0, 2);
}

#[test]
fn the_published_digests_are_those_of_the_scripts() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verify-without-juanzong.md");
    let text = fs::read_to_string(docs).unwrap();
    for (name, bytes) in Dossier::filed(false).contents() {
        if matches!(name.as_str(), "verify.sh" | "核验.cmd") {
            let line = format!("| `{name}` | `{}` |", Digest::sha256(&bytes));
            assert!(text.contains(&line), "docs say {line}");
        }
    }
}

fn append(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    bytes.push(b'x');
    fs::write(path, bytes).unwrap();
}
