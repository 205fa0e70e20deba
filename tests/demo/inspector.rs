//! The package of the demonstration in the hands of the inspector and of the archive.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::{demo, juanzong, told};

#[test]
fn who_names_everybody_who_answers_for_row_12_and_what_stands_in_it() {
    let demo = demo();
    let ask = |row: &str, trust: bool| {
        let mut command = juanzong();
        command.arg("who").arg(demo.zip()).arg(row);
        if trust {
            command.arg("--trust").arg(demo.trust());
        }
        let done = command.output().unwrap();
        (done.status.code(), told(&done))
    };
    let (code, told) = ask("12", true);
    assert_eq!(code, Some(0), "{told}");
    for part in ["台账记录", "冯薇", "陈立", "何岩", "吴江", "第 1–14 行", "核查人  冯薇 p-0004"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("周明"), "{told}");
    // Without trust nobody is known for certain; a row that is not there is said.
    assert_eq!(ask("12", false).0, Some(3));
    let (code, told) = ask("15", true);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("第 15 行"), "{told}");
}

/// `show` verifies nothing, so it calls nothing passed or undecided; what fails it does not hide.
#[test]
fn show_says_of_statements_that_they_were_not_verified_unless_they_fail() {
    let demo = demo();
    let show = |target: &Path| told(&juanzong().arg("show").arg(target).output().unwrap());
    for target in [demo.zip(), demo.out.join("case")] {
        let told = show(&target);
        assert!(told.contains("未核验"), "{told}");
        assert!(!told.lines().any(|line| line.ends_with("  通过")), "{told}");
        assert!(!told.contains("无法确定") && !told.contains("见下面的说明"), "{told}");
    }
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("改过.zip");
    let mut bytes = fs::read(demo.zip()).unwrap();
    let words = "本人核查的各行属实".as_bytes();
    let at = bytes.windows(words.len()).position(|w| w == words).unwrap();
    bytes[at..at + 3].copy_from_slice("某".as_bytes());
    fs::write(&broken, bytes).unwrap();
    let told = show(&broken);
    assert!(told.contains("不通过") && told.contains("原因：FAILED/"), "{told}");
}

#[test]
fn people_lists_every_signer_and_marks_who_speaks_from_two_seats() {
    let demo = demo();
    let run = |more: &[&str]| {
        let mut command = juanzong();
        command.arg("people").arg(demo.zip()).arg("--trust").arg(demo.trust()).args(more);
        let done = command.output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{}", told(&done));
        String::from_utf8(done.stdout).unwrap()
    };
    let value: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    let people = value["people"].as_array().unwrap();
    assert_eq!(people.len(), 8);
    let signed: usize = people.iter().map(|p| p["signings"].as_array().unwrap().len()).sum();
    assert_eq!(signed, 27);
    let waited = &people[0]["signings"][1]["waited"];
    assert_eq!(waited, 20 * 60, "from the opening at 09:10 to the opinion at 09:30");
    // Everybody in this dossier took minutes at least; some sit in two places.
    assert!(run(&[]).contains("留意：同一人在本卷还以"));
    assert!(!run(&["--odd"]).contains("何岩 同意"), "an expert of one seat is not odd");
    assert!(run(&["--odd", "--quick", "86400"]).contains("未必看过材料"));
    // What cannot be read is said and counted, beside what can.
    for command in ["people", "natures"] {
        let mut lost = juanzong();
        lost.arg(command).arg(demo.zip()).arg("没有.zip").arg("--trust").arg(demo.trust());
        let done = lost.output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        assert!(told(&done).contains("没有.zip：无法读取"), "{}", told(&done));
    }
}

#[test]
fn the_four_nature_check_passes_what_was_checked_fails_what_is_damaged_and_leaves_the_rest() {
    let demo = demo();
    let folder = tempfile::tempdir().unwrap();
    let damaged = folder.path().join("损坏.zip");
    fs::copy(demo.zip(), &damaged).unwrap();
    let file = fs::OpenOptions::new().write(true).open(&damaged).unwrap();
    let bytes = fs::read(&damaged).unwrap();
    // An octet within a payload file: all of the package but its lists is payload.
    let at = bytes.len() as u64 / 2;
    file.write_at(&[bytes[bytes.len() / 2] ^ 1], at).unwrap();
    let marks = |target: &Path, trust: bool| {
        let mut command = juanzong();
        command.arg("natures").arg(target).args(["--format", "json"]);
        if trust {
            command.arg("--trust").arg(demo.trust());
        }
        let done = command.output().unwrap();
        let value: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let answers = value["packages"][0]["answers"].as_array().unwrap().clone();
        let mark = |a: &serde_json::Value| {
            let word = |name: &str| a[name].as_str().unwrap().to_string();
            (word("item"), word("mark"))
        };
        (done.status.code(), answers.iter().map(mark).collect::<BTreeMap<_, _>>())
    };
    let (code, good) = marks(&demo.zip(), true);
    assert_eq!(code, Some(0));
    let count = |marks: &BTreeMap<String, String>, word: &str| {
        marks.values().filter(|mark| *mark == word).count()
    };
    assert_eq!(count(&good, "failed"), 0);
    assert_eq!(count(&good, "not-applicable"), 2);
    assert_eq!(good["GD-1-1"], "passed");
    assert_eq!(good["GD-4-2"], "manual");
    let (code, untrusted) = marks(&demo.zip(), false);
    assert_eq!((code, untrusted["GD-1-1"].as_str()), (Some(0), "manual"));
    // Compared with the case folder that it was made of, it is known to be the same.
    let mut command = juanzong();
    command.arg("natures").arg(demo.zip()).arg("--also").arg(demo.out.join("case"));
    let done = command.arg("--trust").arg(demo.trust()).output().unwrap();
    let compared = String::from_utf8(done.stdout).unwrap();
    let line = compared.lines().find(|line| line.starts_with("GD-1-14")).unwrap();
    assert!(line.contains("通过") && good["GD-1-14"] == "manual", "{line}");
    let (code, bad) = marks(&damaged, true);
    assert_eq!((code, bad["GD-2-7"].as_str()), (Some(1), "failed"));

    let out = ["单.pdf", "单.xlsx", "单.json"].map(|name| folder.path().join(name));
    let mut command = juanzong();
    command.arg("natures").arg(demo.zip()).arg(&damaged).arg("--trust").arg(demo.trust());
    for path in &out {
        command.arg("--out").arg(path);
    }
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(1), "{}", told(&done));
    let starts = out.map(|path| fs::read(path).unwrap()[..4].to_vec());
    assert_eq!(starts, [b"%PDF".to_vec(), b"PK\x03\x04".to_vec(), b"{\n  ".to_vec()]);
}
