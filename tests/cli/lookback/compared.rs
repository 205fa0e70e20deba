//! `lookback compare`: the whole way of two regulations, and every finding in a case of its own.

use std::fs;

use serde_json::{Value, json};

use super::bench::{Bench, OPENED, tangshan};
use super::filling::{CHECKED, row};
use crate::journey::copy;

/// The codes of a comparison as JSON, sorted, each once.
fn codes(json: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(json).unwrap();
    let found = value["findings"].as_array().unwrap();
    let mut codes: Vec<String> =
        found.iter().map(|f| f["code"].as_str().unwrap().to_string()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A filled record to spoil, made once.
fn base() -> toml::Table {
    static BASE: std::sync::OnceLock<toml::Table> = std::sync::OnceLock::new();
    BASE.get_or_init(|| tangshan().filled("base")).clone()
}

/// What is found where a record is spoilt before anybody signed it, beside that nobody did.
fn spoilt(name: &str, spoil: impl FnOnce(&mut toml::Table)) -> (i32, Vec<String>, Value) {
    let bench = tangshan();
    let mut record = base();
    copy(&bench.at("base"), &bench.at(name));
    spoil(&mut record);
    bench.write(name, &record);
    let done = bench.compare(name, "--format json");
    let mut codes = codes(&done.stdout);
    assert!(codes.contains(&"audit.lookback-unread".to_string()), "{done}");
    codes.retain(|code| code != "audit.lookback-unread");
    let value: Value = serde_json::from_str(&done.stdout).unwrap();
    (done.code, codes, value["lookback"].clone())
}

fn set(record: &mut toml::Table, at: usize, cells: &[(&str, &str)]) {
    for (cell, text) in cells {
        row(record, at).insert((*cell).into(), (*text).into());
    }
}

#[test]
fn a_re_check_that_finds_everything_as_it_was_is_signed_filed_compared_and_reported() {
    let bench = tangshan();
    bench.filled("whole");
    bench.file("whole");
    bench.run("verify whole.zip --trust trust.json").exit(0).stdout_has("结论：通过");
    let report = "--report whole.pdf --report whole.xlsx --report whole.json";
    bench
        .compare("whole.zip", report)
        .exit(0)
        .stdout_has("已整改 2 行")
        .stdout_has("冯薇、陈立、何岩、吴江")
        .stdout_has("韩磊（p-0021，复核组组长）：没有签署过原案卷")
        .stdout_has("建议（与原核查一致）：维持原等级")
        .stdout_has("结论：通过");
    let bytes = |name: &str| fs::read(bench.at(name)).unwrap();
    assert!(bytes("whole.pdf").starts_with(b"%PDF-1.7") && bytes("whole.xlsx").starts_with(b"PK"));
    let value: Value = serde_json::from_slice(&bytes("whole.json")).unwrap();
    let rows = value["lookback"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 14);
    assert_eq!(rows[6]["change"], "mended");
    assert_eq!(rows[6]["signedThen"].as_array().unwrap().len(), 4);
    assert_eq!(rows[6]["signedNow"].as_array().unwrap().len(), 2);
    assert_eq!(value["lookback"]["came"], json!(["held"]));
    // The case itself gives what its package gives, and the same is the same octet for octet.
    let of = |json: &str| serde_json::from_str::<Value>(json).unwrap()["lookback"]["rows"].clone();
    let case = bench.compare("whole", "--format json").exit(0).stdout;
    assert_eq!(of(&case), of(&bench.compare("whole.zip", "--format json").exit(0).stdout));
    let before = bytes("whole.pdf");
    bench.compare("whole.zip", report).exit(0);
    assert_eq!(bytes("whole.pdf"), before);
    bench
        .compare("whole.zip", "--lang en-US")
        .exit(0)
        .stdout_has("Proposal (as it was found then)")
        .stdout_has("by practice");
    // Audits know it as any package.
    fs::create_dir(bench.at("again")).unwrap();
    fs::copy(bench.at("whole.zip"), bench.at("again/1.zip")).unwrap();
    bench.run("audit again --trust trust.json").exit(0).stdout_has("完好");
    // Without trust nothing is certain; a filed dossier that is damaged is no measure.
    let line = format!("lookback compare {} whole.zip", bench.package);
    bench.run(&line).exit(3).stdout_has("keyring.untrusted");
    let mut damaged = bytes(&bench.package);
    let end = damaged.windows(5).rposition(|w| w == b"%%EOF").unwrap();
    damaged[end] ^= 1;
    fs::write(bench.at("damaged.zip"), damaged).unwrap();
    bench
        .run("lookback compare damaged.zip whole.zip --trust trust.json")
        .exit(1)
        .stdout_has("audit.lookback-unsound")
        .stdout_has("建议（原案卷不能采信）");
    // What was signed is the record as it stood then.
    bench.filled("late");
    bench.sign("late");
    let signed = bench.compare("late", "--format json").exit(0);
    assert_eq!(codes(&signed.stdout), Vec::<String>::new());
    let mut record = bench.record("late");
    set(&mut record, 3, &[("now", "另有发现")]);
    bench.write("late", &record);
    let changed = bench.compare("late", "--format json").exit(1);
    assert!(codes(&changed.stdout).contains(&"audit.lookback-unread".into()), "{changed}");
}

/// A grade below the filed one starts the downgrade of the regulation, by its articles.
#[test]
fn a_lower_grade_is_answered_by_the_articles_of_the_other_regulation() {
    let bench = Bench::of("examples/urumqi-a-silicon", "", "2026-05-01");
    let mut record = bench.filled("下降");
    let worse = [
        ("result", "unmet"),
        ("reach", "b"),
        ("now", "在线监测数据缺失"),
        ("differs", "yes"),
        ("remark", "设施停用"),
    ];
    set(&mut record, 2, &worse);
    record.insert("handling".into(), "lower".into());
    record.insert("advised".into(), "b".into());
    record.insert("clause".into(), "实施办法第十九条第四项".into());
    bench.write("下降", &record);
    bench.file("下降");
    bench.run("verify 下降.zip --trust trust.json").exit(0);
    bench
        .compare("下降.zip", "--report 下降.pdf --report 下降.xlsx --report 下降.json")
        .exit(1)
        .stdout_has("等级：归档时为 A；")
        .stdout_has("现在可达 B（由第 2 行决定）")
        .stdout_has("按“短板原则”启动降级程序。依据 UQLB 5、19(四)，条文写明。")
        .stdout_has("局务会议审定后报自治区审核；承办：市局大气环境科。依据 UQLB 20，条文写明。")
        .stdout_has("audit.lookback-grade-below")
        .stdout_has("audit.lookback-unmet");
    let value: Value = serde_json::from_str(&bench.read("下降.json")).unwrap();
    assert_eq!(value["lookback"]["came"], json!(["below"]));
    assert!(!codes(&bench.read("下降.json")).contains(&"audit.lookback-proposal".into()));
    // A dossier of other rules is none that this re-check is about.
    base();
    copy(&tangshan().at("base"), &bench.at("strange"));
    bench.compare("strange", "").exit(1).stdout_has("复核规则没有列入");
}

#[test]
fn a_row_left_out_reworded_added_or_open_is_told_and_never_matched_silently() {
    let (code, found, told) = spoilt("untouched", |_| {});
    assert_eq!((code, found), (3, Vec::new()));
    assert_eq!(told["came"], json!(["held"]));

    let (code, found, told) = spoilt("left-out", |record| {
        record["rows"].as_array_mut().unwrap().remove(4);
    });
    assert_eq!((code, found), (1, vec!["audit.lookback-row-missing".into()]));
    assert_eq!(told["rows"][4]["change"], "missing");
    // The rows after it keep their numbers, and nothing is proposed of half a check.
    assert_eq!((&told["rows"][5]["row"], &told["rows"][5]["change"]), (&json!(6), &json!("same")));
    assert_eq!(told["proposals"], json!([]));

    for (name, cell, text) in [
        ("item", "item", "无组织：其他"),
        ("demand", "asked", "不作要求"),
        ("then", "before", "符合要求（满足，A 级）"),
        ("signer", "signer", "吴江"),
    ] {
        let (code, found, told) = spoilt(name, |record| set(record, 5, &[(cell, text)]));
        assert_eq!((code, found), (1, vec!["audit.lookback-row-changed".into()]), "{name}");
        assert_eq!(told["rows"][4]["item"], "排放限值：颗粒物");
    }
    // Two rows exchanged are each found by their number.
    let (code, found, _) = spoilt("turned", |record| {
        record["rows"].as_array_mut().unwrap().swap(2, 9);
    });
    assert_eq!((code, found), (3, Vec::new()));

    for (name, number) in [("strange", 15), ("twice", 5)] {
        let (code, found, told) = spoilt(name, |record| {
            let mut more = row(record, 5).clone();
            more.insert("row".into(), number.into());
            record["rows"].as_array_mut().unwrap().push(more.into());
        });
        assert_eq!((code, found), (1, vec!["audit.lookback-row-extra".into()]), "{name}");
        assert_eq!(told["rows"].as_array().unwrap().len(), 15);
    }
    let (code, found, told) = spoilt("open", |record| {
        set(record, 5, &[("result", ""), ("reach", "")]);
    });
    assert_eq!((code, found), (3, vec!["audit.lookback-row-open".into()]));
    assert_eq!((&told["rows"][4]["change"], &told["came"]), (&json!("open"), &json!([])));
}

#[test]
fn what_is_found_now_is_weighed_by_the_ladder_and_against_what_the_record_says_of_itself() {
    let worse = [("result", "unmet"), ("reach", "d"), ("now", "停用")];
    let differs = [("differs", "yes"), ("remark", "停用")];
    let (code, found, told) = spoilt("lower", |record| {
        set(record, 3, &worse);
        set(record, 3, &differs);
        record.insert("handling".into(), "lower".into());
    });
    assert_eq!(code, 1);
    assert_eq!(found, ["audit.lookback-grade-below", "audit.lookback-unmet"]);
    assert_eq!(told["now"], json!({ "grade": "D", "rows": [3] }));
    assert_eq!(told["rows"][2]["change"], "worse");
    assert_eq!(told["proposals"][0]["cite"], "TSLB 二(一)、三(五)");
    // The record keeps the grade although it falls, and says “as before” of what is not.
    let (_, found, _) = spoilt("kept", |record| {
        set(record, 3, &worse);
        set(record, 3, &differs);
    });
    assert!(found.contains(&"audit.lookback-proposal".to_string()), "{found:?}");
    let (_, found, _) = spoilt("denied", |record| set(record, 3, &worse));
    assert!(found.contains(&"audit.lookback-disputed".to_string()), "{found:?}");
    // Not met, and yet at the grade: the row contradicts itself, so there is no grade.
    let (code, found, told) = spoilt("contradicts", |record| {
        set(record, 3, &[("result", "unmet"), ("reach", "b"), ("now", "停用")]);
        set(record, 3, &differs);
    });
    assert_eq!(code, 3);
    assert_eq!(found, ["audit.lookback-grade-open", "audit.lookback-unmet"]);
    assert_eq!(told["came"], json!([]));
    // Found otherwise at the same grade.
    let (code, found, told) = spoilt("otherwise", |record| {
        set(record, 3, &[("reach", "c"), ("now", "换了设备")]);
        set(record, 3, &differs);
        record.insert("handling".into(), "rectify".into());
    });
    assert_eq!((code, found), (3, Vec::new()));
    assert_eq!(told["came"], json!(["differs"]));
}

#[test]
fn a_record_of_another_dossier_another_package_or_an_earlier_day_is_told() {
    let bench = tangshan();
    let record = |field: &'static str, text: &'static str| {
        move |record: &mut toml::Table| {
            record.insert(field.into(), text.into());
        }
    };
    let (code, found, told) = spoilt("other", record("dossier", "TS-130283-2026Q2-0001"));
    assert_eq!((code, found), (1, vec!["audit.lookback-other-dossier".into()]));
    assert_eq!(told["rows"], json!([]));
    for field in ["digest", "archived"] {
        let (code, found, _) = spoilt(field, record(field, "00"));
        assert_eq!((code, found), (1, vec!["audit.lookback-digest".into()]));
    }
    // Another firm's facts.
    copy(&bench.at("base"), &bench.at("firm"));
    let facts = bench.read("firm/case.toml").replace("91130200MA0TEAT01J", "91130200MA0TEAT02E");
    fs::write(bench.at("firm/case.toml"), facts).unwrap();
    bench.compare("firm", "").exit(1).stdout_has("audit.lookback-other-dossier");
    // Opened before what it looks back on was filed.
    bench.filled("early");
    bench.open("early", "2026-05-10T09:00:00+08:00");
    bench.compare("early", "").exit(1).stdout_has("audit.lookback-earlier");
    // A record that is not there.
    copy(&bench.at("base"), &bench.at("empty"));
    fs::remove_file(bench.at("empty/forms/recheck.record.toml")).unwrap();
    bench.compare("empty", "").exit(1).stdout_has("复核记录还没有填写");
}

#[test]
fn who_signed_the_filed_dossier_and_who_has_such_a_name_may_not_check_again_unseen() {
    let bench = tangshan();
    let mut record = bench.filled("same");
    let name = bench.name_of("p-0004");
    let team = record["team"].as_array_mut().unwrap();
    let member = |person: &str| {
        let mut member = team[1].as_table().unwrap().clone();
        member.insert("person".into(), person.into());
        member.insert("name".into(), name.as_str().into());
        toml::Value::Table(member)
    };
    let (signed, namesake) = (member("p-0004"), member("p-0025"));
    team[1] = signed;
    team.push(namesake);
    for at in 1..=14 {
        set(&mut record, at, &[("person", "p-0004")]);
    }
    bench.write("same", &record);
    bench.open("same", OPENED);
    bench.act("sign same --roster recheck.checker", "leader", CHECKED).exit(0);
    for key in ["demo/keys/p-0004", "namesake"] {
        let line = "sign same --seat recheck.checker --opinion agree --text 属实。 --rows 1,2,3";
        bench.act(line, key, CHECKED).exit(0);
    }
    bench
        .compare("same", "")
        .exit(1)
        .stdout_has("audit.lookback-same-person")
        .stdout_has("audit.lookback-same-name")
        // Nobody has signed for the other rows yet.
        .stdout_has("audit.lookback-row-unsigned");
}

#[test]
fn turned_round_or_of_another_kind_they_are_refused_with_what_to_do() {
    let bench = tangshan();
    bench.filled("unsigned");
    let run = |line: &str| bench.run(&format!("lookback compare {line} --trust trust.json"));
    let package = &bench.package;
    run(&format!("unsigned {package}")).exit(2).stderr_has("案件文件夹");
    run(&format!("{package} {package}")).exit(2).stderr_has("是不是写反了");
    run(&format!("{package} demo/case")).exit(2).stderr_has("lookback new");
    run(&format!("{package} nowhere")).exit(2).stderr_has("nowhere");
    run(&format!("{package} unsigned --report x.doc")).exit(2).stderr_has(".xlsx");
    fs::write(bench.at("stub.zip"), &fs::read(bench.at(package)).unwrap()[..5000]).unwrap();
    run("stub.zip unsigned").exit(1).stdout_has("package.truncated");
    run(&format!("{package} stub.zip")).exit(1).stdout_has("package.truncated");
    assert!(!bench.at("x.doc").exists());
}
