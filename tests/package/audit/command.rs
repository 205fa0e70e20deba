//! `juanzong register` and `juanzong audit` as they are typed, killed, and denied room on the disk.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::archive::{Archive, FILED, case, dossier, place, put};
use crate::office;

const BINARY: &str = env!("CARGO_BIN_EXE_juanzong");
const NOW: &str = "2026-06-01T09:00:00+08:00";

fn juanzong(archive: &Archive, line: &str) -> Command {
    let mut command = Command::new(BINARY);
    command.args(line.split_whitespace()).args(["--now", NOW]);
    command.current_dir(archive.outside()).env_clear().stdin(Stdio::null());
    command
}

fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{:?}\n{}\n{}", output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Lays down the clerk's key, passphrase and key ring.
fn clerk(archive: &Archive) {
    let place = archive.outside();
    let ring = place.join("ring");
    fs::create_dir_all(&ring).unwrap();
    for (name, bytes) in office::ring_files(&[office::draft().finish().unwrap()]) {
        fs::write(ring.join(name), bytes).unwrap();
    }
    let key = office::secret(8);
    let file = key.to_pem("口令口令口令口令", Default::default(), Default::default()).unwrap();
    fs::write(place.join("clerk.pem"), file.as_bytes()).unwrap();
    fs::write(place.join("words"), "口令口令口令口令\n").unwrap();
    fs::write(place.join("trust.json"), archive.trust().write()).unwrap();
}

#[test]
fn packages_are_registered_and_audited_by_two_commands() {
    let archive = Archive::of(0);
    clerk(&archive);
    let filed = crate::whole::filed();
    let folder = archive.path("2026");
    fs::create_dir_all(&folder).unwrap();
    let tree = crate::whole::tree(&filed).unwrap();
    let good = folder.join("a.zip");
    juanzong::package::pack(&tree, &good, false, &()).unwrap();
    let register = "register 档案 --key clerk.pem --keyring ring --passphrase-file words";
    let done = juanzong(&archive, register).output().unwrap();
    // The rules are not built in, so whether they are accepted stays open; the package is whole.
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    assert!(told(&done).contains("已登记 1 个卷包"), "{}", told(&done));
    let again = juanzong(&archive, register).output().unwrap();
    assert!(told(&again).contains("没有需要登记的卷包"), "{}", told(&again));

    let audit = "audit 档案 --register 档案/登记簿 --trust trust.json --state 进度 \
                 --report 报告.pdf --report 报告.xlsx --report 报告.json";
    let found = juanzong(&archive, audit).output().unwrap();
    assert_eq!(found.status.code(), Some(3), "{}", told(&found));
    let text = told(&found);
    for part in [
        "完好",
        "audit.undecided",
        "seal.policy-unknown",
        "第 1 轮",
        "100.00%",
        "本轮已做完",
        "登记簿第 1 条",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("登记簿/0001"), "the register is no stray file: {text}");
    let json: Value =
        serde_json::from_slice(&fs::read(archive.outside().join("报告.json")).unwrap()).unwrap();
    assert_eq!(json["totals"]["intact"]["packages"], 1);
    for (name, head) in [("报告.pdf", &b"%PDF-1.7"[..]), ("报告.xlsx", b"PK")] {
        assert!(fs::read(archive.outside().join(name)).unwrap().starts_with(head), "{name}");
    }
    // Exchanged for another package of the same office: whole, signed, and not the one registered.
    fs::remove_file(&good).unwrap();
    put(&good, &dossier(&case(1), "other", FILED));
    let line = "audit 档案 --register 档案/登记簿 --bag-only --lang en-US";
    let found = juanzong(&archive, line).output().unwrap();
    assert_eq!(found.status.code(), Some(1), "{}", told(&found));
    assert!(told(&found).contains("audit.swapped"), "{}", told(&found));
}

#[test]
fn what_cannot_be_done_is_said_and_ends_with_2() {
    let archive = Archive::of(1);
    for (line, part) in [
        ("audit nowhere", "没有这个文件夹"),
        ("audit 档案 --report x.docx", ".xlsx"),
        ("audit 档案 --jobs 0", "--jobs"),
        ("audit 档案 --max-bytes 1.5G", "--max-bytes"),
        ("audit 档案 --hdd --jobs 2", "--hdd"),
        ("audit 档案 --state 档案", "档案"),
        ("audit 档案 --register nowhere", "nowhere"),
    ] {
        let output = juanzong(&archive, line).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}: {}", told(&output));
        assert!(told(&output).contains(part), "{line}: {}", told(&output));
    }
}

/// The report of an audit that ran to its end, without what says how many runs it took. Who is killed
/// between the last saving and the end of the process has ended a round that nobody was told of.
fn ended(output: &Output) -> Value {
    let mut value: Value = serde_json::from_slice(&output.stdout).unwrap();
    value.as_object_mut().unwrap().remove("run");
    value["coverage"].as_object_mut().unwrap().remove("round").unwrap();
    value
}

#[cfg(unix)]
#[test]
fn killed_at_two_hundred_moments_and_resumed_an_audit_ends_as_one_that_was_not() {
    let archive = Archive::of(16);
    for n in [7, 11] {
        let path = archive.path(&place(n));
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() / 3;
        bytes[at] ^= 4;
        fs::write(path, bytes).unwrap();
    }
    let line = "audit 档案 --bag-only --format json --state 进度 --save-every 0";
    let begun = std::time::Instant::now();
    let whole = juanzong(&archive, line).output().unwrap();
    let lasted = begun.elapsed();
    assert_eq!(whole.status.code(), Some(1), "{}", told(&whole));
    let state = archive.outside().join("进度");
    fs::remove_file(&state).unwrap();
    let (mut kills, mut ends, mut seed) = (0u32, 0u32, 7u64);
    while kills < 200 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = lasted.mul_f64((seed >> 40) as f64 / f64::from(1u32 << 24) * 0.9);
        let mut child =
            juanzong(&archive, line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(wait);
        // kill(9): nothing is flushed, nothing is put away.
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        let output = child.wait_with_output().unwrap();
        assert!(output.status.code().is_none_or(|code| code == 1), "{}", told(&output));
        // One that was killed when its report was out had come to its end.
        if serde_json::from_slice::<Value>(&output.stdout).is_ok() {
            assert_eq!(ended(&output), ended(&whole), "after {kills} kills");
            fs::remove_file(&state).unwrap();
            ends += 1;
        }
    }
    let last = juanzong(&archive, line).output().unwrap();
    assert_eq!(ended(&last), ended(&whole), "after {kills} kills and {ends} ends");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_size_limit_are_told_and_leave_the_state_before() {
    let archive = Archive::of(3);
    let line = "audit 档案 --bag-only --state 进度";
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = juanzong(&archive, line).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let first = juanzong(&archive, line).output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{}", told(&first));
    let state = archive.outside().join("进度");
    let before = fs::read(&state).unwrap();
    // The shell's limit counts in blocks of 512 or 1024 octets; the state is smaller than one, so
    // none at all is allowed.
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{BINARY}' {line} --now {NOW}");
    let mut limited = Command::new("/bin/sh");
    limited.args(["-c", &script]).current_dir(archive.outside());
    limited.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = limited.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("进度"), "{}", told(&output));
    assert_eq!(fs::read(&state).unwrap(), before);
    assert_eq!(leftovers(archive.outside()), 0);
}

/// Unfinished files in a folder.
#[cfg(target_os = "linux")]
fn leftovers(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
    names.filter(|n| n.to_string_lossy().ends_with(".part")).count()
}

/// What a run of an audit with a state and a limit of one second says, and how long it took.
fn a_second(archive: &Archive, line: &str) -> (Value, std::time::Duration) {
    let begun = std::time::Instant::now();
    let output = juanzong(archive, line).output().unwrap();
    // Copies of one package are told of: that fails, and is right.
    assert!(matches!(output.status.code(), Some(1 | 3)), "{}", told(&output));
    (serde_json::from_slice(&output.stdout).unwrap(), begun.elapsed())
}

#[test]
fn runs_of_a_second_each_read_everything_once_and_say_how_far_they_came() {
    let archive = Archive::of(1);
    let line = "audit 档案 --bag-only --format json --state 进度 --max-duration 1s --jobs 1";
    let one = archive.path(&place(0));
    let mut count = 1u64;
    // As many packages as this machine cannot read in a second.
    let first = loop {
        for n in count..(count * 2).max(512) {
            fs::hard_link(&one, archive.path(&format!("0/{n:06}.zip"))).unwrap();
        }
        count = (count * 2).max(512);
        let (said, took) = a_second(&archive, line);
        if said["coverage"]["read"] != said["coverage"]["all"] {
            break (said, took);
        }
        assert!(count < 1 << 20, "a million packages in {took:?}");
        fs::remove_file(archive.outside().join("进度")).unwrap();
    };
    let mut runs = vec![first];
    let mut read = 0;
    loop {
        let (said, took) = runs.last().unwrap();
        let number = |part: &str, key: &str| said[part][key].as_u64().unwrap_or_default();
        let run = said["run"]["packages"].as_u64().unwrap();
        assert!(run > 0);
        read += run;
        assert_eq!(said["coverage"]["all"]["packages"], count);
        assert_eq!(said["coverage"]["read"]["packages"], read, "none is read twice");
        assert_eq!((number("coverage", "round"), number("coverage", "never")), (1, count - read));
        let unchecked = said["totals"]["not-checked"]["packages"].as_u64().unwrap();
        assert_eq!(unchecked, count - read);
        if read == count {
            assert_eq!(said["coverage"]["runsLeft"], 0);
            break;
        }
        // Only time limits a run, so how many are left cannot be told; none ends too early.
        assert!(said["coverage"]["runsLeft"].is_null());
        assert!(said["unchecked"].to_string().contains("audit-budget"), "{}", said["unchecked"]);
        assert!(took.as_millis() >= 1_000, "{took:?}");
        runs.push(a_second(&archive, line));
    }
    assert!(runs.len() > 1);
}
