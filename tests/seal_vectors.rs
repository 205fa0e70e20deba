//! Other people's vectors and other people's tools, asked through this library's own doors.
//!
//! The vectors lie under `$JUANZONG_SHARED/vectors` (origins in its `SOURCES.md`); without that
//! variable those tests say `skipped`. The tools are `openssl` 3, `ssh-keygen` and Python's
//! securesystemslib; one that is missing is skipped, or fails where `JUANZONG_ORACLES=1`.
#![expect(clippy::disallowed_methods, reason = "tests use plain files and the environment")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a skipped test must say so")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use juanzong::base::digest::Digest;
use juanzong::base::json::{self, Fault};
use juanzong::base::time::Moment;
use juanzong::seal::carriers::Signed;
use juanzong::seal::envelope::{self, PayloadType};
use juanzong::seal::keyring::{Draft, Holder, RingKey, Use, allowed_signers};
use juanzong::seal::predicate::{Opinion, Review, RingRef};
use juanzong::seal::{
    Carriers, Namespace, Person, Predicate, PublicKey, SecretKey, Statement, Subject,
};
use serde_json::Value;

// ── vectors ───────────────────────────────────────────────────────────────────────────────────

/// The folder of vectors, if this machine has it.
fn vectors(below: &str) -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("JUANZONG_SHARED") else {
        eprintln!("skipped: JUANZONG_SHARED is not set");
        return None;
    };
    Some(Path::new(&shared).join("vectors").join(below))
}

fn values(file: &Path) -> Value {
    let bytes = fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// Whether our only way of verifying takes a signature.
fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = PublicKey::from_raw(key.try_into().unwrap());
    key.is_ok_and(|key| key.verifies(message, signature))
}

#[test]
fn wycheproof_and_we_agree_on_every_ed25519_signature() {
    let Some(file) = vectors("ed25519/wycheproof-ed25519_test.json") else { return };
    let (mut seen, mut wrong) = (0, Vec::new());
    for group in values(&file)["testGroups"].as_array().unwrap() {
        let key = bytes(&group["publicKey"]["pk"]);
        for test in group["tests"].as_array().unwrap() {
            seen += 1;
            let good = test["result"] == "valid";
            if accepts(&key, &bytes(&test["msg"]), &bytes(&test["sig"])) != good {
                wrong.push(test["tcId"].clone());
            }
        }
    }
    assert_eq!((seen, wrong), (151, Vec::new()));
}

/// 914 signatures around points of small and mixed order, of which a strict verifier takes 43: the
/// ordinary one and 42 whose points have a large-order part (libsodium takes the same).
#[test]
fn of_the_cctv_edge_cases_exactly_43_are_accepted() {
    let Some(file) = vectors("ed25519/cctv/ed25519vectors.json") else { return };
    let all = values(&file);
    let all = all.as_array().unwrap();
    let accepted = all.iter().filter(|t| {
        let message = t["msg"].as_str().unwrap().as_bytes();
        accepts(&bytes(&t["key"]), message, &bytes(&t["sig"]))
    });
    assert_eq!((all.len(), accepted.count()), (914, 43));
}

#[test]
fn of_the_speccheck_cases_only_the_mixed_order_one_is_accepted() {
    let Some(file) = vectors("ed25519/speccheck-cases.json") else { return };
    let accepted: String = values(&file)
        .as_array()
        .unwrap()
        .iter()
        .map(|t| {
            let (key, message) = (bytes(&t["pub_key"]), bytes(&t["message"]));
            if accepts(&key, &message, &bytes(&t["signature"])) { 'V' } else { 'X' }
        })
        .collect();
    assert_eq!(accepted, "XXXVXXXXXXXX");
}

/// `n_*` must be refused. `y_*` must be read, but for what our profile of JSON leaves out: numbers
/// that are no unsigned integers below 2^53, and objects with the same key twice. `i_*` may go
/// either way, but end.
#[test]
fn json_test_suite_finds_nothing_that_is_read_against_the_grammar() {
    let Some(folder) = vectors("json") else { return };
    let (mut read, mut left_out, mut refused, mut either) = (0, 0, 0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap();
        let name = file.file_name().into_string().unwrap();
        let parsed = json::parse(&fs::read(file.path()).unwrap());
        match (name.get(..2), parsed) {
            (Some("y_"), Ok(_)) => read += 1,
            (Some("y_"), Err(error)) => {
                let why = match error.fault {
                    Fault::Number => name.contains("number"),
                    Fault::Duplicate => name.contains("duplicated_key"),
                    Fault::Encoding
                    | Fault::Mark
                    | Fault::End
                    | Fault::Character
                    | Fault::Escape
                    | Fault::Depth
                    | Fault::Trailing => false,
                };
                // These hold a negative or fractional number without saying so in their names.
                let numbers = ["y_structure_lonely_negative_real.json"];
                assert!(why || numbers.contains(&name.as_str()), "{name}: {error}");
                left_out += 1;
            }
            (Some("n_"), Ok(value)) => panic!("{name} was read as {value:?}"),
            (Some("n_"), Err(_)) => refused += 1,
            (Some("i_"), _) => either += 1,
            _ => panic!("{name} has no expectation"),
        }
    }
    println!("{read} read, {left_out} left out, {refused} refused, {either} either way");
    assert!(read > 60 && refused > 150, "{read} read, {refused} refused");
}

// ── one signed statement ──────────────────────────────────────────────────────────────────────

const PERSON: &str = "p-0017";

fn secret() -> SecretKey {
    SecretKey::from_seed(&[0x17; 32])
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn statement() -> Statement {
    let digest = Digest::sha256("材料".as_bytes());
    let subject = |name: &str| {
        let sm3 = Some(Digest::sm3("材料".as_bytes()));
        Subject { name: name.to_owned(), sha256: digest, sm3 }
    };
    let review = Review {
        case: "TS-130283-2026Q2-0007".to_owned(),
        nn: 2,
        stage: "second".to_owned(),
        seat: "seat.one".to_owned(),
        person: Person::parse(PERSON).unwrap(),
        k: 1,
        opinion: Opinion::Agree,
        text: "材料齐全，同意。".to_owned(),
        rows: Vec::new(),
        shown: Vec::new(),
        roster: None,
        supersedes: None,
        signed_at: moment("2026-03-02T09:30:00+08:00"),
        prev_seal: digest,
        keyring: RingRef { version: 1, sha256: digest },
    };
    let subjects = vec![subject("data/01-甲/乙.pdf"), subject("forms/jia.toml")];
    Statement::new(subjects, Predicate::Review(review)).unwrap()
}

/// The three files of a statement, checked as a verifier that knows the key checks them.
fn holds(statement: &[u8], envelope: &[u8], side_car: &[u8], key: &PublicKey) -> bool {
    let Ok(parsed) = Statement::parse(statement) else { return false };
    let namespace = parsed.predicate().namespace();
    let signed = Signed::read(statement, namespace, envelope, side_car);
    signed.is_ok_and(|s| s.keyid() == key.id() && s.verify(statement, key).is_ok())
}

#[test]
fn no_octet_of_a_statement_or_its_carriers_can_change() {
    let (statement, key) = (statement(), secret().public());
    let carriers = Carriers::sign(&statement, &secret());
    let files = [statement.write(), carriers.envelope, carriers.side_car];
    let [one, two, three] = &files;
    assert!(holds(one, two, three, &key));
    let mut tried = 0;
    for (which, file) in files.iter().enumerate() {
        for at in 0..file.len() {
            // A neighbouring value, the other letter case, and a lost octet.
            for change in 0..3 {
                let mut other = files.clone();
                match change {
                    0 => other[which][at] ^= 1,
                    1 => other[which][at] ^= 0x20,
                    _ => drop(other[which].remove(at)),
                }
                let [one, two, three] = &other;
                assert!(!holds(one, two, three, &key), "file {which}, octet {at}, {change}");
                tried += 1;
            }
        }
    }
    assert!(tried > 6000, "{tried}");
}

// ── other people's tools ──────────────────────────────────────────────────────────────────────

/// Whether a tool is there; where it must be, its absence fails.
fn has(tool: &str, probe: &[&str]) -> bool {
    let ran = Command::new(tool).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
    // ssh-keygen has no harmless call that ends in success: that it starts is enough.
    let there = ran.is_ok_and(|status| status.success() || tool == "ssh-keygen");
    if !there {
        let must = std::env::var("JUANZONG_ORACLES").is_ok_and(|v| v == "1");
        assert!(!must, "{tool} is missing");
        eprintln!("skipped: {tool} is missing");
    }
    there
}

/// Runs a tool on a file as its standard input.
fn succeeds(command: &mut Command, input: Option<&Path>) -> bool {
    let input = input.map_or(Stdio::null(), |path| fs::File::open(path).unwrap().into());
    let out = command.stdin(input).output().unwrap();
    print!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    out.status.success()
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn openssl_takes_our_signatures_over_the_bytes_of_the_envelope() {
    if !has("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let payload = statement().write();
    let carriers = Carriers::sign(&statement(), &secret());
    let [signature] = envelope::read(PayloadType::Statement, &payload, &carriers.envelope)
        .unwrap()
        .try_into()
        .unwrap();
    let key = written(folder.path(), "key.pem", secret().public().pem().as_bytes());
    let signature = written(folder.path(), "sig.bin", &signature.signature);
    let verifies = |message: &[u8]| {
        let message = written(folder.path(), "pae.bin", message);
        let mut openssl = Command::new("openssl");
        openssl.args(["pkeyutl", "-verify", "-pubin", "-rawin", "-inkey"]).arg(&key);
        openssl.arg("-in").arg(message).arg("-sigfile").arg(&signature);
        succeeds(&mut openssl, None)
    };
    assert!(verifies(&envelope::signed_bytes(PayloadType::Statement, &payload)));
    assert!(!verifies(&envelope::signed_bytes(PayloadType::Ring, &payload)));
    assert!(!verifies(&payload));
}

#[test]
fn openssl_and_we_read_each_others_key_files() {
    if !has("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let public = |file: &Path, pass: &str| {
        let mut openssl = Command::new("openssl");
        openssl.args(["pkey", "-pubout", "-in"]).arg(file).args(["-passin", pass]);
        String::from_utf8(openssl.output().unwrap().stdout).unwrap()
    };
    let ours = secret().to_pem("口令 1", [5; 16], [6; 16]).unwrap();
    let ours = written(folder.path(), "ours.pem", ours.as_bytes());
    assert_eq!(public(&ours, "pass:口令 1"), secret().public().pem());
    assert_eq!(public(&ours, "pass:口令 2"), "");

    let theirs = folder.path().join("theirs.pem");
    let mut openssl = Command::new("openssl");
    openssl.args(["genpkey", "-algorithm", "ed25519", "-aes-256-cbc", "-pass", "pass:x", "-out"]);
    assert!(succeeds(openssl.arg(&theirs), None));
    let read = SecretKey::from_pem(&fs::read_to_string(&theirs).unwrap(), "x").unwrap();
    assert_eq!(public(&theirs, "pass:x"), read.public().pem());

    let scrypt = folder.path().join("scrypt.pem");
    let mut openssl = Command::new("openssl");
    openssl.args(["pkcs8", "-topk8", "-scrypt", "-passin", "pass:x", "-passout", "pass:y", "-in"]);
    assert!(succeeds(openssl.arg(&theirs).arg("-out").arg(&scrypt), None));
    let again = SecretKey::from_pem(&fs::read_to_string(&scrypt).unwrap(), "y").unwrap();
    assert_eq!(again.id(), read.id());
}

#[test]
fn ssh_keygen_takes_our_side_cars_for_their_person_and_namespace_only() {
    if !has("ssh-keygen", &["-Y"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let carriers = Carriers::sign(&statement(), &secret());
    let message = written(folder.path(), "a.json", &statement().write());
    let other = written(folder.path(), "b.json", &[&statement().write()[..], b"\n"].concat());
    let signature = written(folder.path(), "a.json.sig", &carriers.side_car);
    let signers = written(folder.path(), "allowed_signers", signers().as_bytes());
    let verifies = |person: &str, namespace: Namespace, message: &Path| {
        let mut keygen = Command::new("ssh-keygen");
        keygen.args(["-Y", "verify", "-I", person, "-n", &namespace.to_string(), "-f"]);
        keygen.arg(&signers).arg("-s").arg(&signature);
        succeeds(&mut keygen, Some(message))
    };
    assert!(verifies(PERSON, Namespace::Review, &message));
    assert!(!verifies(PERSON, Namespace::Review, &other));
    assert!(!verifies(PERSON, Namespace::Seal, &message));
    assert!(!verifies("p-0018", Namespace::Review, &message));
}

/// `allowed_signers` of a ring in which the signer may review only.
fn signers() -> String {
    let (from, until) = (moment("2026-01-01T00:00:00+08:00"), moment("2028-01-01T00:00:00+08:00"));
    let mut draft = Draft::first(from, 1);
    let root = SecretKey::from_seed(&[1; 32]);
    for (id, key, uses) in [
        ("p-0001", root.public(), Use::Root),
        (PERSON, secret().public(), Use::Sign(vec![Namespace::Review])),
    ] {
        let person = Person::parse(id).unwrap();
        let (name, org) = ("某人".to_owned(), "某科".to_owned());
        draft.enrol(Holder { id: person.clone(), name, org }).unwrap();
        let (valid_from, valid_until) = (from, until);
        draft
            .add_key(RingKey { key, person, uses, valid_from, valid_until, status: None })
            .unwrap();
    }
    draft.set_roots(1, vec![root.id()]);
    allowed_signers(&draft.finish().unwrap())
}

const SECURESYSTEMSLIB: &str = "
import json, sys
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
envelope = Envelope.from_dict(json.load(open(sys.argv[1], encoding='utf-8')))
key = SSlibKey.from_crypto(load_pem_public_key(open(sys.argv[2], 'rb').read()), sys.argv[3])
envelope.verify([key], 1)
";

#[test]
fn securesystemslib_takes_our_envelopes_with_their_key_only() {
    if !has("python3", &["-c", "import securesystemslib.dsse, cryptography"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let carriers = Carriers::sign(&statement(), &secret());
    let envelope = written(folder.path(), "a.dsse.json", &carriers.envelope);
    let verifies = |key: &PublicKey| {
        let pem = written(folder.path(), "key.pem", key.pem().as_bytes());
        let mut python = Command::new("python3");
        python.args(["-c", SECURESYSTEMSLIB]).arg(&envelope).arg(pem);
        succeeds(python.arg(secret().id().to_string()), None)
    };
    assert!(verifies(&secret().public()));
    assert!(!verifies(&SecretKey::from_seed(&[1; 32]).public()));
}
