//! What strangers' octets are fed to, and what must hold whatever they are. A target panics where it
//! does not hold, and says in a word or two how the octets were taken: the mutator keeps what is
//! taken in a new way.
//!
//! The same functions run in `cargo test --test fuzz` for seconds, in `cargo bench --bench fuzz` for
//! hours, and under libFuzzer in `fuzz/`.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64::Engine as _;
use juanzong::assemble::{self, Counter, InProcess, Prober as _};
use juanzong::base::digest::Digest;
use juanzong::base::time::Moment;
use juanzong::base::{disk, json, name};
use juanzong::case::{self, Case, evidence};
use juanzong::form::{Form, Given};
use juanzong::package::{self, Options, layout};
use juanzong::profile::{Profile, Shelf};
use juanzong::seal::envelope::{self, PayloadType};
use juanzong::seal::keyring::History;
use juanzong::seal::openssh::OpenSsh;
use juanzong::seal::sshsig::SideCar;
use juanzong::seal::{Namespace, PublicKey, Ring, SecretKey, Statement, Trust};
use juanzong::verdict::{Code, Verdict};

/// Something that reads what strangers send.
pub struct Target {
    /// Its name on the command line, and that of its folder of octets found before.
    pub name: &'static str,
    /// Reads octets; panics where something does not hold that must.
    pub run: fn(&[u8]) -> String,
}

/// All of them.
pub const ALL: [Target; 13] = [
    Target { name: "zip", run: zip },
    Target { name: "bag", run: bag },
    Target { name: "json", run: json },
    Target { name: "statement", run: statement },
    Target { name: "dsse", run: dsse },
    Target { name: "sshsig", run: sshsig },
    Target { name: "keyring", run: keyring },
    Target { name: "pem", run: pem },
    Target { name: "case", run: case_toml },
    Target { name: "profile", run: profile },
    Target { name: "form", run: form },
    Target { name: "intake", run: intake },
    Target { name: "archive", run: archive },
];

/// Runs a target on one input.
pub fn run(name: &str, bytes: &[u8]) -> String {
    CLEAN.get_or_init(|| {
        // Under libFuzzer nobody made them; they lie where the seeds were written.
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let read = |name| fs::read(seeds.join(name)).unwrap();
        (read("clean.zip"), read("trust.json"))
    });
    let target = ALL.iter().find(|t| t.name == name).unwrap();
    (target.run)(bytes)
}

/// The verifier's clock.
pub const NOW: &str = "2026-06-30T00:00:00+08:00";
/// The passphrase of every key file that is tried.
pub const PASSPHRASE: &str = "x";
/// Between two parts of one input.
pub const CUT: u8 = 0;
/// Larger inputs are left alone.
pub const LARGEST: usize = 1 << 20;

/// A folder in memory where the system has such.
fn folder() -> tempfile::TempDir {
    match tempfile::tempdir_in("/dev/shm") {
        Ok(folder) => folder,
        Err(_) => tempfile::tempdir().unwrap(),
    }
}

thread_local! {
    static FILE: OnceCell<(tempfile::TempDir, PathBuf)> = const { OnceCell::new() };
}

/// Does something with a file of these octets.
fn with_file<T>(bytes: &[u8], work: impl FnOnce(&Path) -> T) -> T {
    FILE.with(|cell| {
        let (_, path) = cell.get_or_init(|| {
            let folder = folder();
            let path = folder.path().join("input.zip");
            (folder, path)
        });
        fs::write(path, bytes).unwrap();
        work(path)
    })
}

fn halves(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|b| *b == CUT) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &[]),
    }
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The kinds of a debug output: its first word.
fn word(value: &impl std::fmt::Debug) -> String {
    let shown = format!("{value:?}");
    shown.chars().take_while(|c| c.is_alphanumeric() || "(_".contains(*c)).collect()
}

/// What an error says, without what it quotes and counts: the same fault of other octets is no new way.
fn gist(error: &impl std::fmt::Display) -> String {
    let said = error.to_string();
    let plain = said.split(['`', '"']).step_by(2).flat_map(str::chars);
    plain.filter(|c| c.is_ascii() && !c.is_ascii_digit()).take(60).collect()
}

/// The one zip form of files under a folder, in the order in which they come.
pub fn canonical(folder: &str, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let name = format!("{folder}/{name}");
        let offset = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(bytes.len()).unwrap();
        let mut common = Vec::new();
        for half in [10, if name.is_ascii() { 0 } else { 0x800 }, 0, 0, 0x21_u16] {
            common.extend(half.to_le_bytes());
        }
        for word in [crc32fast::hash(bytes), size, size] {
            common.extend(word.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(bytes);
        list.extend(b"PK\x01\x02\x2d\x03");
        list.extend(&common);
        list.extend([0; 6]);
        list.extend((0o100_644_u32 << 16).to_le_bytes());
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, length) = (u32::try_from(out.len()).unwrap(), u32::try_from(list.len()).unwrap());
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A zip whose carrier is found sound has one spelling, and another reader sees the same in it.
fn zip(bytes: &[u8]) -> String {
    let carries = with_file(bytes, |path| package::carries_bag(path).unwrap());
    let checked = with_file(bytes, |path| package::check(path, 1, &()).unwrap());
    let codes: BTreeSet<&str> =
        checked.report.findings().into_iter().map(|f| f.code.id()).collect();
    let Some(contents) = checked.contents else {
        assert_eq!(checked.report.verdict(), Verdict::Failed, "an unsound carrier passes");
        return codes.into_iter().collect::<Vec<_>>().join(" ");
    };
    assert_eq!(carries, contents.has(layout::DECLARATION));
    if contents.sums().flaws.is_empty() {
        let folder = contents.folder().unwrap().to_owned();
        let names: Vec<String> = contents.names().map(String::from).collect();
        let read = |name: &String| contents.content(name, 1 << 30).unwrap().unwrap();
        let files: Vec<_> = names.iter().map(|name| (name.clone(), read(name))).collect();
        assert!(canonical(&folder, &files) == bytes, "two spellings of one package");
        let mut other = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(other.len(), files.len(), "another reader sees another number of files");
        for (at, (name, ours)) in files.iter().enumerate() {
            let mut entry = other.by_index(at).unwrap();
            assert_eq!(entry.name().unwrap(), format!("{folder}/{name}"));
            let mut theirs = Vec::new();
            entry.read_to_end(&mut theirs).unwrap();
            assert!(theirs == *ours, "{name} is another file to another reader");
        }
    }
    format!("sound {}", codes.into_iter().collect::<Vec<_>>().join(" "))
}

/// The package that passes, and what it is trusted by; set before the target `bag` runs.
pub static CLEAN: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();

/// The files that local headers name, whatever the rest of a zip says: content that was changed stays
/// as it is, and gets lists and checksums that fit.
fn files_of(bytes: &[u8]) -> (String, BTreeMap<String, Vec<u8>>) {
    let (mut folder, mut files, mut at) = (String::new(), BTreeMap::new(), 0);
    while let Some(header) = bytes.get(at..at + 30).filter(|h| h.starts_with(b"PK\x03\x04")) {
        let half = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let size = half(18) | half(20) << 16;
        let (from, length) = (at + 30, half(26));
        let Some(full) = bytes.get(from..from + length) else { break };
        let start = from + length + half(28);
        let end = start.saturating_add(size).min(bytes.len());
        let content = bytes.get(start.min(end)..end).unwrap_or_default();
        let full = String::from_utf8_lossy(full);
        let (first, name) = full.split_once('/').unwrap_or((CASE, &full));
        if folder.is_empty() {
            first.clone_into(&mut folder);
        }
        files.insert(name.to_owned(), content.to_vec());
        at = end.max(at + 30);
    }
    (if folder.is_empty() { CASE.to_owned() } else { folder }, files)
}

const CASE: &str = "LZ-990100-2026Q2-0001";

/// Writes the lists of a bag anew, as whoever changed its files would.
fn relist(files: &mut BTreeMap<String, Vec<u8>>) {
    let payload = |name: &str| name.starts_with(layout::PAYLOAD);
    let list = |files: &BTreeMap<String, Vec<u8>>, wanted: &dyn Fn(&str) -> bool| -> Vec<u8> {
        let lines = files.iter().filter(|(name, _)| wanted(name));
        lines.map(|(n, b)| format!("{}  {n}\n", Digest::sha256(b))).collect::<String>().into_bytes()
    };
    let manifest = list(files, &payload);
    files.insert("manifest-sha256.txt".into(), manifest);
    let tags = list(files, &|n| !payload(n) && !n.starts_with("tagmanifest-"));
    files.insert("tagmanifest-sha256.txt".into(), tags);
}

/// Nobody without a key makes a package that passes, but for the one that does.
fn bag(bytes: &[u8]) -> String {
    let (folder, mut files) = files_of(bytes);
    // Longer names and more files than a small zip can hold are the business of other tests.
    files.retain(|name, _| name.len() < 1000);
    let mut told = Vec::new();
    for anew in [false, true] {
        if anew {
            relist(&mut files);
        }
        let mut sorted: Vec<(String, Vec<u8>)> = files.clone().into_iter().collect();
        sorted.sort_by(|a, b| layout::rank(&a.0).cmp(&layout::rank(&b.0)));
        let zip = canonical(&folder, &sorted);
        let verdict = verdict(&zip);
        let clean = CLEAN.get().is_some_and(|(clean, _)| *clean == zip);
        assert_eq!(verdict.0 == Verdict::Passed, clean, "{verdict:?}");
        told.push(verdict.1);
    }
    told.join(" / ")
}

/// What is said of a package whose keys are known, and the codes of why.
fn verdict(zip: &[u8]) -> (Verdict, String) {
    let trust = CLEAN.get().map(|(_, trust)| Trust::parse(trust).unwrap());
    let now = Moment::parse(NOW).unwrap();
    let options = Options { trust: trust.as_ref(), ..Options::at(now, &[]) };
    let found = with_file(zip, |path| package::verify(path, &options, &()).unwrap());
    let bears = found.report.findings().into_iter().filter(|f| f.bearing != f.code.bearing());
    assert_eq!(bears.count(), 0, "a finding bears something else than its code");
    let codes: BTreeSet<&str> = found.report.findings().iter().map(|f| f.code.id()).collect();
    (found.report.verdict(), codes.into_iter().collect::<Vec<_>>().join(" "))
}

/// What the strict reader takes, another reader takes as the same value.
fn json(bytes: &[u8]) -> String {
    let read = match json::parse(bytes) {
        Ok(read) => read,
        Err(e) => return word(&e.fault),
    };
    let other: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    assert!(same(&read, &other), "{read:?} is {other:?} to another reader");
    let written = json::write(&read);
    // Control characters may be escaped in what is read; whoever writes refused them before.
    if !written.chars().any(char::is_control) {
        assert!(json::parse(written.as_bytes()).unwrap() == read, "writing changes the value");
    }
    format!("read {}", word(&read))
}

fn same(ours: &json::Value, theirs: &serde_json::Value) -> bool {
    use json::Value;
    match (ours, theirs) {
        (Value::Null, theirs) => theirs.is_null(),
        (Value::Bool(a), theirs) => theirs.as_bool() == Some(*a),
        (Value::Number(a), theirs) => theirs.as_u64() == Some(*a),
        (Value::Text(a), theirs) => theirs.as_str() == Some(a),
        (Value::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), serde_json::Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::List(_) | Value::Map(_), _) => false,
    }
}

/// A statement has one spelling.
fn statement(bytes: &[u8]) -> String {
    match Statement::parse(bytes) {
        Ok(statement) => {
            assert!(statement.write() == bytes, "two spellings of one statement");
            format!("read {}", word(statement.predicate()))
        }
        Err(e) => gist(&e),
    }
}

/// An envelope has one spelling for its payload. Input: payload, [`CUT`], envelope; once as it is, and
/// once with the payload written into it, as whoever changed the payload would.
fn dsse(bytes: &[u8]) -> String {
    let (payload, envelope) = halves(bytes);
    let mut fitted = b"{\"payload\":\"".to_vec();
    fitted.extend(base64::engine::general_purpose::STANDARD.encode(payload).as_bytes());
    let kind = b"\",\"payloadType\"";
    let rest = envelope.windows(kind.len()).position(|w| w == kind).unwrap_or(envelope.len());
    fitted.extend(&envelope[rest..]);
    let mut told = String::new();
    for envelope in [envelope, &fitted] {
        for kind in [PayloadType::Statement, PayloadType::Ring] {
            match envelope::read(kind, payload, envelope) {
                Ok(signatures) => {
                    let again = envelope::write(kind, payload, &signatures);
                    assert!(again == envelope, "two spellings of one envelope");
                    let keys: BTreeSet<_> = signatures.iter().map(|s| s.keyid).collect();
                    assert_eq!(keys.len(), signatures.len(), "one key twice");
                    told += &format!("read {} {} ", signatures.len(), payload.len().min(3));
                }
                Err(e) => told += &word(&e),
            }
        }
    }
    told
}

/// A side-car has one spelling; what the lax reader takes is written as that one. Input: message,
/// [`CUT`], side-car.
fn sshsig(bytes: &[u8]) -> String {
    let (message, side_car) = halves(bytes);
    let mut told = String::new();
    for namespace in [Namespace::Review, Namespace::Seal] {
        let strict = SideCar::read(side_car, namespace);
        let lax = SideCar::read_any(side_car, namespace);
        if let Ok(strict) = &strict {
            assert!(strict.write(namespace).as_bytes() == side_car, "two spellings");
            assert!(lax.as_ref().is_ok_and(|lax| lax == strict), "the lax reader is stricter");
        }
        match lax {
            Ok(read) => {
                let written = read.write(namespace);
                let again = SideCar::read(written.as_bytes(), namespace).unwrap();
                assert!(again == read, "writing changes it");
                told += &format!("read {} ", read.verifies(message, namespace));
            }
            Err(e) => told += &word(&e),
        }
    }
    told
}

/// A ring has one spelling, and a folder of rings ends in findings at worst. Input: ring, [`CUT`],
/// its approvals.
fn keyring(bytes: &[u8]) -> String {
    let (ring, approvals) = halves(bytes);
    let told = match Ring::parse(ring) {
        Ok(read) => {
            assert!(read.write() == ring, "two spellings of one ring");
            "read ".to_owned()
        }
        Err(e) => gist(&e),
    };
    let files = BTreeMap::from([
        ("0001.json".to_owned(), ring.to_vec()),
        ("0001.dsse.json".to_owned(), approvals.to_vec()),
    ]);
    let (history, findings) = History::check("keyring", &files);
    assert!(!history.versions().is_empty() || !findings.is_empty(), "no ring and nothing to say");
    if let Some(trust) = Trust::of(&history) {
        let again = Trust::parse(trust.write().as_bytes()).unwrap();
        assert!(again.write() == trust.write());
    }
    let trust = Trust::parse(ring).map_or("", |_| "trust read ");
    told + trust + &findings.first().map_or(String::new(), |f| f.code.id().to_owned())
}

/// Key files and public keys of any make: opened, or refused, in bounded time.
fn pem(bytes: &[u8]) -> String {
    let text = text(bytes);
    let mut told = match SecretKey::from_pem(&text, PASSPHRASE) {
        Ok(_) => "opened ".to_owned(),
        Err(e) => word(&e),
    };
    told += &match SecretKey::from_plain_pem(&text) {
        Ok(_) => "plain ".to_owned(),
        Err(e) => word(&e),
    };
    told += &match OpenSsh::parse(&text) {
        None => String::new(),
        Some(Ok(file)) => {
            let locked = file.is_locked();
            format!(
                "ssh {locked} {}",
                file.open(PASSPHRASE).map_or_else(|e| word(&e), |_| "open".into())
            )
        }
        Some(Err(e)) => word(&e),
    };
    match PublicKey::parse(&text) {
        Ok(key) => {
            for written in [key.pem(), key.ssh()] {
                assert!(PublicKey::parse(&written).unwrap() == key, "{written}");
            }
            told + "public"
        }
        Err(e) => told + &word(&e),
    }
}

/// Facts of a case and its list of received files. Input: `case.toml`, [`CUT`], `evidence.toml`.
fn case_toml(bytes: &[u8]) -> String {
    let (facts, list) = halves(bytes);
    let told = match case::Facts::parse(Path::new("case.toml"), &text(facts)) {
        Ok(_) => "read ".to_owned(),
        Err(e) => gist(&e),
    };
    match evidence::parse(Path::new("evidence.toml"), &text(list)) {
        Ok(items) => {
            for item in &items {
                assert!(name::check(&item.name).is_ok(), "{}", item.name);
            }
            let written = evidence::write(&items);
            let again = evidence::parse(Path::new("evidence.toml"), &written).unwrap();
            assert!(again == items, "writing changes the list");
            format!("{told}list {}", items.len().min(3))
        }
        Err(e) => told + &gist(&e),
    }
}

/// Rules that somebody wrote.
fn profile(bytes: &[u8]) -> String {
    match Profile::parse(Path::new("profile.toml"), &text(bytes)) {
        Ok(profile) => {
            let _ = (profile.forms(), profile.filing());
            for slot in &profile.slots {
                assert!(profile.slot_number(&slot.id).is_some(), "{}", slot.id);
            }
            "read".to_owned()
        }
        Err(e) => gist(&e),
    }
}

/// A form that somebody wrote, and what somebody typed into it: made into a document whatever it is.
/// Input: form, [`CUT`], typed data.
fn form(bytes: &[u8]) -> String {
    let (form, typed) = halves(bytes);
    let form = match Form::parse(Path::new("form.toml"), &text(form)) {
        Ok(form) => form,
        Err(e) => return gist(&e),
    };
    let given = Given::default();
    let (filled, findings) = form.read("forms/form.toml", &text(typed));
    let document = form.document(&filled, &given);
    let skeleton = form.skeleton(&given);
    // Nobody has typed into it yet; but it is no syntax error.
    let (_, of_skeleton) = form.read("forms/form.toml", &skeleton);
    assert!(of_skeleton.iter().all(|f| f.code != Code::FormSyntax), "{skeleton}");
    let codes: BTreeSet<&str> = findings.iter().map(|f| f.code.id()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    format!("read {} {}", document.blocks.len().min(20), codes.join(" "))
}

/// A received file: looked at, with something to say of it at worst.
fn intake(bytes: &[u8]) -> String {
    let probe = with_file(bytes, |path| InProcess.probe(path).unwrap());
    let codes: BTreeSet<&str> = probe.findings.iter().map(|f| f.code.id()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    format!("{} {}", probe.kind.name(), codes.join(" "))
}

thread_local! {
    static COUNTER: OnceCell<(tempfile::TempDir, Case)> = const { OnceCell::new() };
}

/// An archive that is handed in: nothing comes to lie anywhere but among the evidence.
fn archive(bytes: &[u8]) -> String {
    COUNTER.with(|cell| {
        let (folder, case) = cell.get_or_init(|| {
            let folder = folder();
            let case = new_case(&folder.path().join("case"));
            (folder, case)
        });
        let zip = folder.path().join("材料.zip");
        fs::write(&zip, bytes).unwrap();
        let before = names(folder.path());
        let closed = BTreeMap::new();
        let slot = Some("app.evid");
        let counter = Counter { case, slot, closed: &closed, prober: &Blind, octets: &() };
        let handed = counter.take(std::slice::from_ref(&zip), &mut ()).unwrap();
        let after = names(folder.path());
        let known = ["case/evidence/app.evid/", "case/evidence.toml", "case/out/"];
        for name in after.difference(&before) {
            assert!(known.iter().any(|known| name.starts_with(known)), "{name} came to lie there");
        }
        assert!(before.is_subset(&after), "something went away");
        for filed in &handed.filed {
            let path = format!("case/evidence/app.evid/{}", filed.item.disk);
            assert!(after.contains(&path), "{path} is listed and not there");
            fs::remove_file(folder.path().join(path)).unwrap();
        }
        for entry in disk::list(&case.dir.join("evidence/app.evid")).unwrap() {
            fs::remove_dir_all(entry.path).unwrap();
        }
        let _ = fs::remove_file(case.dir.join("evidence.toml"));
        let _ = fs::remove_dir_all(case.dir.join("out"));
        let codes: BTreeSet<String> = handed
            .report
            .findings()
            .iter()
            .map(|f| {
                let why = f.facts.iter().find(|(fact, _)| *fact == "reason");
                format!("{} {}", f.code.id(), why.map_or("", |(_, why)| why))
            })
            .collect();
        let codes: Vec<String> = codes.into_iter().collect();
        format!("{} {}", handed.filed.len().min(3), codes.join(" "))
    })
}

/// Looks at nothing: what files are is the business of the target `intake`.
struct Blind;

impl assemble::Prober for Blind {
    fn probe(&self, _: &Path) -> Result<assemble::Probe, disk::Error> {
        Ok(assemble::Probe::of(assemble::Kind::Png))
    }
}

fn new_case(dir: &Path) -> Case {
    let shelf = Shelf::built_in().unwrap();
    let (profile, text) = shelf.profile("tangshan-2025").unwrap();
    let new = case::New {
        indicators: &[],
        case: "TS-130283-2026Q2-0001",
        round: "2026Q2",
        grade: "C",
        division: "130283",
        branch: "",
        enterprise: "示例厂",
        code: "",
        plant: "",
        applied: None,
    };
    case::create(dir, &new, profile, text, &shelf).unwrap();
    Case::load(dir).unwrap()
}

/// Names of all files below a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let files = disk::walk(folder).unwrap().into_iter();
    files.filter(|e| e.kind != disk::Kind::Folder).map(|e| e.name).collect()
}
