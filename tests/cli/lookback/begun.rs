//! `lookback new`: what is copied, what is refused, what is said loudly.

use std::fs;
use std::path::Path;

use super::bench::{OPENED, tangshan};
use crate::builder::Cli;
use crate::journey::{copy, edit};

#[test]
fn the_case_of_a_re_check_holds_the_filed_rows_their_signers_and_what_verification_says() {
    let bench = tangshan();
    bench.begin("made/一", "").exit(0).stdout_is("TSLB-130283-2026-0001\n").stderr_has("共 14 行");
    let record = bench.record("made/一");
    let rows = record["rows"].as_array().unwrap();
    let numbers: Vec<i64> = rows.iter().map(|r| r["row"].as_integer().unwrap()).collect();
    assert_eq!(numbers, (1..=14).collect::<Vec<_>>());
    assert_eq!(rows[6]["item"].as_str(), Some("无组织：物料装卸"));
    assert_eq!(
        rows[6]["before"].as_str(),
        Some("卸料口软帘破损，卸料时有可见粉尘（不满足，C 级）")
    );
    assert_eq!(rows[6]["signer"].as_str(), Some("冯薇、陈立、何岩、吴江"));
    // What is found now is theirs to say who check.
    assert!(rows.iter().all(|r| r["now"].as_str() == Some("") && r["result"].as_str() == Some("")));
    assert_eq!(record["dossier"].as_str(), Some("TS-130283-2026Q2-0007"));
    assert_eq!(record["verdict"].as_str(), Some("passed"));
    assert_eq!(record["graded_on"].to_string(), "2026-05-12");
    let signers = record["signers"].as_array().unwrap();
    assert!(signers.iter().all(|s| s["status"].as_str() == Some("passed")));
    assert!(signers.iter().any(|s| s["seat"].as_str() == Some("党组织成员")));
    let text = bench.read("made/一/forms/recheck.record.toml");
    assert!(text.contains("#   p-0003 吴江（核查组组长、股室负责人）"), "{text}");
    let facts = bench.read("made/一/case.toml");
    assert!(facts.contains("industries = [\"C3021\"]") && facts.contains("applied = 2026-10-15"));
    // The next free number, and the same package unpacked gives the same digest.
    let unpacked = bench.at("unpacked");
    fs::create_dir(&unpacked).unwrap();
    let file = fs::File::open(bench.at(&bench.package)).unwrap();
    zip::ZipArchive::new(file).unwrap().extract(&unpacked).unwrap();
    let line = "lookback new unpacked/TS-130283-2026Q2-0007 --into made/二 --trust trust.json";
    bench.run(&format!("{line} --now {OPENED}")).exit(0).stdout_is("TSLB-130283-2026-0002\n");
    assert_eq!(bench.record("made/二")["digest"], record["digest"]);
}

/// Before anybody has signed nothing was verified, so nothing may be called passed.
#[test]
fn a_case_that_nobody_has_signed_is_not_called_passed_nor_an_application() {
    let bench = tangshan();
    bench.begin("fresh", "").exit(0);
    let told = bench.compare("fresh", "").exit(3);
    told.stdout_has("依据：TSLB 二(一)").stdout_has("尚未归档；立案时间：无；核验：还没有人签署");
    let told = bench.compare("fresh", "--format json").exit(3);
    let value: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    let judged = |side: &str| &value["lookback"][side]["judged"];
    assert!(judged("recheck").is_null() && judged("original").is_object(), "{value}");
    let state = Cli::new().in_dir(&bench.at("fresh")).run().exit(0);
    assert!(!state.stdout_has("复核原评的 C 级").stdout.contains("申报"));
}

#[test]
fn nothing_is_made_twice_and_without_trust_it_is_said_that_nothing_is_certain() {
    let bench = tangshan();
    bench.begin("once", "").exit(0);
    let before = bench.read("once/forms/recheck.record.toml");
    bench.begin("once", "").exit(2).stdout_is("").stderr_has("once 已经存在");
    assert_eq!(bench.read("once/forms/recheck.record.toml"), before);
    let line = |into: &str| {
        let package = &bench.package;
        bench.run(&format!("lookback new {package} --now {OPENED} --into {into}"))
    };
    line("unsure").exit(3).stderr_has("无法确定");
    assert_eq!(bench.record("unsure")["verdict"].as_str(), Some("indeterminate"));
    line("unsure2 --lang en-US --id TSLB-130283-2026-0042")
        .exit(3)
        .stdout_is("TSLB-130283-2026-0042\n")
        .stderr_has("indeterminate");
}

#[test]
fn what_is_no_package_half_a_package_or_another_thing_makes_no_case() {
    let bench = tangshan();
    let new =
        |what: &str| bench.run(&format!("lookback new {what} --into none --trust trust.json"));
    let bytes = fs::read(bench.at(&bench.package)).unwrap();
    fs::write(bench.at("half.zip"), &bytes[..bytes.len() / 2]).unwrap();
    new("half.zip").exit(1).stdout_has("package.truncated");
    new("absent.zip").exit(2).stderr_has("absent.zip");
    new("demo/case").exit(2).stderr_has("案件文件夹");
    new("trust.json").exit(1).stdout_has("package.not-a-zip");
    let named = |profile: &str| new(&format!("{} --profile {profile}", bench.package));
    named("urumqi-2025-lookback").exit(2).stderr_has("tangshan-2025-lookback");
    named("tangshan-2025").exit(2).stderr_has("tangshan-2025-lookback");
    named("nowhere").exit(2).stderr_has("nowhere");
    new(&format!("{} --id TS-130283-2026-0001", bench.package)).exit(2).stderr_has("案件编号");
    assert!(!bench.at("none").exists());
}

/// A dossier of which one octet was changed is still checked again on site, but not relied on; one
/// whose typed rows were changed has no rows that anybody signed.
#[test]
fn a_damaged_dossier_is_checked_again_as_one_that_fails_and_changed_rows_are_not_read() {
    let bench = tangshan();
    let bytes = fs::read(bench.at(&bench.package)).unwrap();
    let changed = |name: &str, inside: &str| {
        let at = bytes.windows(inside.len()).rposition(|w| w == inside.as_bytes()).unwrap();
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        fs::write(bench.at(name), bad).unwrap();
    };
    changed("scratched.zip", "%%EOF");
    let line = "--trust trust.json --now 2026-10-15";
    bench
        .run(&format!("lookback new scratched.zip --into scratched {line}"))
        .exit(1)
        .stderr_has("核验不通过");
    assert_eq!(bench.record("scratched")["verdict"].as_str(), Some("failed"));
    changed("reworded.zip", "卸料口软帘破损，卸料时有可见粉尘");
    bench
        .run(&format!("lookback new reworded.zip --into reworded {line}"))
        .exit(1)
        .stdout_has("audit.lookback-unread")
        .stderr_has("没有建立复核案件");
    assert!(!bench.at("reworded").exists());
}

/// A draw shows that this dossier was drawn, and the register that it is the one that was received.
#[test]
fn the_draw_and_the_register_are_recorded_and_must_be_about_this_dossier() {
    let bench = tangshan();
    let keeper = "--key keeper.pem --keyring demo/keyring --passphrase-file pass --yes";
    fs::create_dir(bench.at("shelf")).unwrap();
    fs::copy(bench.at(&bench.package), bench.at("shelf/七.zip")).unwrap();
    bench.run(&format!("register shelf --now 2026-10-01 {keeper}")).exit(0);
    let record = |case: &str| bench.record(case);
    bench.begin("kept", "--register shelf/登记簿").exit(0);
    assert_eq!(record("kept")["archived"], record("kept")["digest"]);
    // A register without it: said, and by the article that orders the look-back.
    fs::create_dir(bench.at("empty")).unwrap();
    let unsure = bench.begin("unlisted", "--register empty").exit(3);
    unsure.stderr_has("无法确定 audit.lookback-unregistered empty").stderr_has("依据：TSLB 二(一)");
    assert_eq!(record("unlisted").get("archived").and_then(|v| v.as_str()).unwrap_or(""), "");
    let freeze = "--rate 50% --purpose 回头看 --source 福利彩票 --value-on 2026-10-05 --example 01";
    for (name, ids) in [
        ("with", "TS-130283-2026Q2-0007\nTS-130283-2026Q2-0008\n"),
        ("without", "TS-130283-2026Q2-0001\nTS-130283-2026Q2-0002\n"),
    ] {
        fs::write(bench.at(&format!("{name}.txt")), ids).unwrap();
        bench
            .run(&format!("draw freeze --entries {name}.txt {freeze} --out {name}.json {keeper} --now 2026-10-04"))
            .exit(0);
    }
    let draw = |name: &str, value: u32| {
        let out = format!("{name}-{value}.json");
        let value = format!("draw draw {name}.json --value {value:02} --out {out}");
        bench.run(&format!("{value} {keeper} --now 2026-10-06")).exit(0);
        bench.read(&out).contains("-0007\"")
    };
    draw("without", 1);
    // One of two: which one, the keeper's new key has a hand in.
    let (mut hit, mut miss) = (None, None);
    for value in 1..99 {
        *(if draw("with", value) { &mut hit } else { &mut miss }) = Some(value);
        if hit.is_some() && miss.is_some() {
            break;
        }
    }
    let (hit, miss) = (hit.unwrap(), miss.unwrap());
    // In whichever order the two files are named.
    bench.begin("lot", &format!("--drawn with-{hit}.json with.json")).exit(0);
    assert_eq!(record("lot")["place"].as_str(), Some("第 1 项，名单共 2 项"));
    assert_eq!(record("lot")["seed"].as_str().unwrap().len(), 64);
    for pair in [format!("with.json with-{miss}.json"), "without.json without-1.json".into()] {
        bench
            .begin("miss", &format!("--drawn {pair}"))
            .exit(1)
            .stdout_has("audit.lookback-not-drawn");
    }
    bench.begin("miss", &format!("--drawn without.json with-{hit}.json")).exit(1);
    // Another package under the number that the register has.
    fs::remove_file(bench.at("shelf/七.zip")).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
    copy(&example, &bench.at("example"));
    edit(&bench.at("example/forms/site.form.toml"), "reply = ", "reply = \"没有异议。\"");
    bench.run("demo --out other --example example --keys demo/keys").exit(0);
    let other = bench.package.replace("demo/", "other/");
    bench
        .run(&format!("lookback new {other} --into miss --register shelf/登记簿 --trust trust.json --now {OPENED}"))
        .exit(1)
        .stdout_has("audit.lookback-digest");
    assert!(!bench.at("miss").exists());
}
