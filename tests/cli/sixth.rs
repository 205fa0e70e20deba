//! A sixth regulation, invented and written only as data (`tests/sixth/`), goes through every
//! command: other grades, other rounds, other seats, forms, a calendar and indicators of its own.

use std::fs;
use std::path::Path;

use crate::builder::{Cli, Done};
use crate::journey::{copy, secret};

const NOW: &str = "2031-05-22T09:00:00+08:00";

struct Wharf {
    folder: tempfile::TempDir,
}

impl Wharf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&home().join("rules"), &folder.path().join("rules"));
        secret(&folder.path().join("pass"), "correct horse battery\n");
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A command under the invented rules, in the year of their calendar.
    fn cli(&self, line: &str) -> Cli {
        let now = if line.contains("--now") { "" } else { NOW };
        let cli = Cli::new().words(line).words("--profiles rules").in_dir(self.root());
        if now.is_empty() { cli } else { cli.args(["--now", now]) }
    }

    fn run(&self, line: &str) -> Done {
        self.cli(line).run()
    }

    fn faced(&self, line: &str) -> Done {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        self.cli(line).args(["--font-dir".into(), fonts]).run()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root().join(name)).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.root().join(name).exists()
    }
}

fn home() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sixth")
}

#[test]
fn its_rules_are_listed_told_linted_and_compared() {
    let wharf = Wharf::new();
    wharf.run("profile list").exit(0).stdout_has("雾屿市灯塔评级办法").stderr_is("");
    wharf
        .run("profile show lighthouse-2031 --grade 银")
        .exit(0)
        .stdout_has("观潮")
        .stdout_has("每月抽四分之一的灯塔观潮")
        .stdout_has("第五条");
    wharf.run("profile check lighthouse-2031").exit(0).stdout_has("结论：通过");
    wharf
        .run("profile compare lighthouse-2031 urumqi-2025")
        .exit(0)
        .stdout_has("灯塔")
        .stdout_has("乌鲁木齐");
    wharf.run("form list").exit(0).stdout_has("lh-tide").stdout_has("观潮记");
}

#[test]
fn a_case_is_made_filled_checked_and_sent_back_with_a_notice() {
    let wharf = Wharf::new();
    let new = "new cases/a --profile lighthouse-2031 --division 990301 --round 2031M05";
    wharf
        .run(&format!(
            "{new} --grade 银 --branch 雾屿市东码头 --applied 2031-05-07 --indicators moss"
        ))
        .exit(0)
        .stdout_is("LH31-990301-2031M05-0001\n");
    // Its own table under its own name of the grade; the ledger is no matter of the site (Q24).
    let log = wharf.read("cases/a/forms/tide.log.toml");
    assert!(log.contains("不厚于 3 毫米") && !log.contains("灯油账本"), "{log}");
    assert!(wharf.has("cases/a/rules/indicators/moss.toml"));
    assert!(wharf.has("cases/a/rules/calendar/2031.toml"));
    // A grade of the other ladder goes another way, without a tide.
    wharf.run(&format!("{new} --grade 上").replace("cases/a", "cases/b")).exit(0);
    assert!(!wharf.has("cases/b/forms/tide.log.toml"));
    wharf.run(&format!("{new} --grade A").replace("cases/a", "cases/c")).exit(2).stderr_has("金");

    let example = home().join("case");
    for name in ["case.toml", "forms/lamp.ask.toml"] {
        fs::copy(example.join(name), wharf.root().join("cases/a").join(name)).unwrap();
    }
    fs::remove_file(wharf.root().join("cases/a/forms/lamp.ask.toml")).unwrap();
    wharf
        .faced("check cases/a --notice n.toml --notice n.pdf --notice n.docx --at 2031-05-08")
        .exit(1)
        .stdout_has("LH31 第四条")
        .stdout_has("LH31 第五条");
    let notice = wharf.read("n.toml");
    assert!(
        notice.contains("what = \"点灯申请\"") && notice.contains("what = \"雾中照片\""),
        "{notice}"
    );
    assert!(notice.contains("law = \"第七条\"") && !notice.contains("观潮记"), "{notice}");
    assert!(wharf.has("n.pdf") && wharf.has("n.docx"));

    wharf.run("form skeleton cases/a lamp.ask").exit(0);
    assert!(wharf.read("cases/a/forms/lamp.ask.toml").contains("塔高"));
    let photo = example.join("evidence/fog.photo/雾中照片.tif");
    wharf.cli("intake cases/a --slot fog.photo").args([photo]).run().exit(0);
    assert!(wharf.has("cases/a/evidence/fog.photo/雾中照片.tif"));
}

#[test]
fn a_month_of_its_cases_is_listed_dated_and_drawn_from() {
    let wharf = Wharf::new();
    fs::create_dir(wharf.root().join("month")).unwrap();
    for (n, grade) in (1..).zip(["金", "银", "银", "铜", "铜", "上"]) {
        wharf
            .run(&format!(
                "new month/{n} --profile lighthouse-2031 --grade {grade} --division 990301 --round 2031M05 --enterprise 灯塔{n} --applied 2031-05-07"
            ))
            .exit(0);
    }
    for paper in ["lamp.ask.toml", "tide.log.toml", "council.minutes.toml"] {
        let from = home().join("case/forms").join(paper);
        fs::copy(from, wharf.root().join("month/2/forms").join(paper)).unwrap();
    }
    wharf
        .faced("list month --kind lamps --round 2031M05 --out l.xlsx --out l.pdf --out l.docx")
        .exit(0)
        .stderr_has("1 家");
    assert!(wharf.has("l.xlsx") && wharf.has("l.pdf") && wharf.has("l.docx"));
    // Its folder is made where there is none, as for any other file.
    wharf.faced("list month --kind lamps --round 2031M05 --out nowhere/l.xlsx").exit(0);
    assert!(wharf.has("nowhere/l.xlsx"));
    wharf
        .run("calendar month --at 2031-05-10 --ics due.ics")
        .exit(0)
        .stdout_has("每月 28 日前定灯")
        .stdout_has("定灯会");
    assert!(wharf.read("due.ics").contains("DTSTART;VALUE=DATE:20310528"));

    for key in ["root", "captain"] {
        wharf.run(&format!("key new {key}.pem --passphrase-file pass")).exit(0);
    }
    let until = "--until 2033-01-01 --now 2031-02-01";
    wharf
        .run(&format!("keyring init ring --threshold 1 --root p-0002,郑岚,定灯会,root.pub {until}"))
        .exit(0);
    wharf
        .run(&format!("keyring enrol ring --person p-0003 --name 吴江 --org 观潮队 --public captain.pub --use register {until}"))
        .exit(0);
    wharf.run("keyring approve ring --key root.pem --passphrase-file pass").exit(0);
    wharf.run("keyring trust ring trust.json").exit(0);
    let key = "--key captain.pem --keyring ring --passphrase-file pass --yes";
    let freeze = "draw freeze month --sample lots.quarter --source 潮高 --value-on 2031-05-09 --example 3.25 --out list.json";
    wharf.run(&format!("{freeze} {key} --now 2031-05-08")).exit(0);
    // A quarter of five, rounded up; the tower of the other ladder is not on the list.
    assert_eq!(wharf.read("list.json").matches("\"id\":").count(), 5);
    wharf
        .faced(&format!("draw draw list.json --value 2.87 --out drawn.json --paper lots.pdf --paper lots.toml {key}"))
        .exit(0);
    assert_eq!(wharf.read("lots.toml").lines().filter(|l| *l == "[[lots]]").count(), 2);
    wharf.run("draw check list.json drawn.json --trust trust.json").exit(0).stdout_has("通过");
    // Fewer than the rule asks for.
    wharf
        .run(&format!("{freeze} --rate 20% {key} --now 2031-05-08"))
        .exit(1)
        .stdout_has("LH31 第五条");
}

/// Build, sign, seal and pack by the commands that clerks type, verify and show by those of others.
#[test]
fn its_dossier_goes_the_whole_way() {
    let wharf = Wharf::new();
    let example = home().join("case");
    wharf
        .faced(&format!("demo --out demo --example {}", example.display()))
        .exit(0)
        .stdout_has("LH31-990301-2031M05-0001.zip");
    let zip = "demo/LH31-990301-2031M05-0001.zip";
    wharf
        .run(&format!("verify {zip} --trust demo/trust.json"))
        .exit(0)
        .stdout_has("定灯“长者”全体 4 人，同意 3")
        .stdout_has("结论：通过");
    // Whoever lacks these rules cannot say whether they are accepted.
    Cli::new()
        .words(&format!("verify {zip} --trust demo/trust.json --now {NOW}"))
        .in_dir(wharf.root())
        .run()
        .exit(3)
        .stdout_has("seal.policy-unknown");
    // So it is after an upgrade that changed built-in rules. The keeper of the ring accepts what the
    // package pinned; an archive has nothing else.
    let plain =
        |line: &str| Cli::new().words(&format!("{line} --now {NOW}")).in_dir(wharf.root()).run();
    secret(&wharf.root().join("demo-pass"), "juanzong-demo\n");
    copy(&wharf.root().join("demo/keyring"), &wharf.root().join("upgraded"));
    let bytes = fs::read(wharf.root().join(zip)).unwrap();
    fs::write(wharf.root().join("half.zip"), &bytes[..bytes.len() / 2]).unwrap();
    plain("keyring accept upgraded --case half.zip").exit(1).stdout_has("package.truncated");
    plain(&format!("keyring accept upgraded --case {zip}"))
        .exit(0)
        .stderr_has("认可规则 lighthouse-2031");
    plain("keyring approve upgraded --key demo/keys/p-0002-root.pem --passphrase-file demo-pass")
        .exit(0);
    plain("keyring trust upgraded upgraded.json").exit(0);
    plain(&format!("verify {zip} --trust upgraded.json")).exit(0).stdout_has("结论：通过");
    wharf.run(&format!("show {zip}")).exit(0).stdout_has("观潮记").stdout_has("船长");
    // The inspector and the archive: who answers for a row, everybody, item by item, the folder.
    let trust = "--trust demo/trust.json";
    wharf.run(&format!("who {zip} 1 {trust}")).exit(0).stdout_has("《观潮记》第 1 行");
    wharf.run(&format!("people {zip} {trust}")).exit(0).stdout_has("〖p-0001");
    wharf.run(&format!("natures {zip} {trust}")).exit(0).stdout_has("不通过 0 项");
    fs::create_dir(wharf.root().join("archive")).unwrap();
    fs::copy(wharf.root().join(zip), wharf.root().join("archive/1.zip")).unwrap();
    wharf.run(&format!("audit archive {trust}")).exit(0).stdout_has("完好");
    // 放灯节到 8 日为止，10 日（星期六）补班：三个工作日数到 12 日。
    wharf
        .run("check demo/case --at 2031-05-22")
        .exit(0)
        .stdout_has("不计休息日 2031-05-08 2031-05-11；计入调休上班日 2031-05-10")
        .stdout_has("结论：通过");
    wharf.faced("volume demo/case --duplex").exit(0);

    // The first steps once more, by hand.
    for key in ["root", "porter"] {
        wharf.run(&format!("key new {key}.pem --passphrase-file pass")).exit(0);
    }
    let until = "--until 2033-01-01 --now 2031-02-01";
    wharf
        .run(&format!("keyring init ring --threshold 1 --root p-0002,郑岚,定灯会,root.pub {until}"))
        .exit(0);
    wharf
        .run(&format!("keyring enrol ring --person p-0001 --name 周明 --org 东码头 --public porter.pub {until}"))
        .exit(0);
    wharf
        .run(&format!("keyring mandate ring --person p-0001 --seats wharf.porter --stages wharf --act 〔2031〕2号 {until}"))
        .exit(0);
    wharf.run("key new keeper.pem --passphrase-file pass").exit(0);
    wharf
        .run(&format!("keyring enrol ring --person p-0003 --name 沈岸 --org 灯塔档案室 --public keeper.pub --use register {until}"))
        .exit(0);
    wharf.run("keyring approve ring --key root.pem --passphrase-file pass").exit(0);
    // Signed by strangers to this ring: sent back, not registered.
    wharf
        .run("register archive --key keeper.pem --keyring ring --passphrase-file pass")
        .exit(1)
        .stdout_has("audit.not-registered");
    let new = "new own --profile lighthouse-2031 --grade 银 --division 990301 --round 2031M05 --indicators moss";
    wharf.run(new).exit(0);
    copy(&example, &wharf.root().join("own"));
    fs::remove_file(wharf.root().join("own/demo.toml")).unwrap();
    wharf.faced("build own").exit(0);
    let key = "--key porter.pem --keyring ring --passphrase-file pass --yes";
    wharf.run(&format!("seal own --stage open {key} --now 2031-05-07T10:00:00+08:00")).exit(0);
    wharf
        .run(&format!("sign own --seat wharf.porter --opinion agree --text 收到。 {key} --now 2031-05-07T10:10:00+08:00"))
        .exit(0);
    wharf.run(&format!("seal own --stage wharf {key} --now 2031-05-07T10:20:00+08:00")).exit(0);
    wharf.run("show own").exit(0).stdout_has("挑夫");
    // Nothing is packed before it is filed.
    wharf.run("pack own --out own.zip").exit(1);
    wharf.faced("pack demo/case --out again.zip").exit(0);
    assert_eq!(
        fs::read(wharf.root().join("again.zip")).unwrap(),
        fs::read(wharf.root().join(zip)).unwrap()
    );
}

/// Another look at what was filed, by rules, a record and consequences that are data alone.
#[test]
fn its_dossier_is_looked_back_on() {
    let wharf = Wharf::new();
    let example = home().join("case");
    wharf.faced(&format!("demo --out demo --example {}", example.display())).exit(0);
    let zip = "demo/LH31-990301-2031M05-0001.zip";
    secret(&wharf.root().join("demo-pass"), "juanzong-demo\n");
    let until = "--until 2033-01-01 --now 2031-06-01";
    wharf.run("key new looker.pem --passphrase-file pass").exit(0);
    wharf
        .run(&format!("keyring enrol demo/keyring --person p-0011 --name 沈岸 --org 观潮队 --public looker.pub {until}"))
        .exit(0);
    for (seat, stage) in [("again.captain", "again"), ("attic.cat", "filing")] {
        wharf
            .run(&format!("keyring mandate demo/keyring --person p-0011 --seats {seat} --stages {stage} --act 雾灯〔2031〕9号 {until}"))
            .exit(0);
    }
    wharf
        .run("keyring approve demo/keyring --key demo/keys/p-0002-root.pem --passphrase-file demo-pass")
        .exit(0);
    wharf.run("keyring trust demo/keyring trust.json").exit(0);
    let trust = "--trust trust.json --now 2031-07-08T09:00:00+08:00";
    wharf
        .run(&format!("lookback new {zip} --into again {trust}"))
        .exit(0)
        .stdout_is("LH31AG-990301-2031M07-0001\n");
    let path = wharf.root().join("again/forms/again.log.toml");
    let mut record: toml::Table = wharf.read("again/forms/again.log.toml").parse().unwrap();
    assert_eq!(record["lines"][0]["was"].as_str(), Some("满足，银"));
    assert_eq!(record["decided_on"].to_string(), "2031-05-20");
    record.insert("seen_on".into(), toml::Value::Datetime("2031-07-08".parse().unwrap()));
    record.insert("lamp".into(), "swap".into());
    for line in record["lines"].as_array_mut().unwrap() {
        for (cell, text) in [("seen", "苔藓很厚"), ("answer", "unmet"), ("metal", "copper")] {
            line.as_table_mut().unwrap().insert(cell.into(), text.into());
        }
    }
    fs::write(&path, toml::to_string(&record).unwrap()).unwrap();
    for paper in ["forms/volume.cover.toml", "forms/volume.closing.toml"] {
        fs::copy(example.join(paper), wharf.root().join("again").join(paper)).unwrap();
    }
    let key = "--key looker.pem --keyring demo/keyring --passphrase-file pass --yes";
    let at = |time: &str| format!("--now 2031-07-08T{time}:00+08:00");
    wharf.faced("build again").exit(0);
    wharf.run(&format!("seal again --stage open {key} {}", at("10:00"))).exit(0);
    wharf
        .run(&format!(
            "sign again --seat again.captain --opinion agree --text 如实。 {key} {}",
            at("10:10")
        ))
        .exit(0);
    wharf.run(&format!("seal again --stage again {key} {}", at("10:20"))).exit(0);
    wharf.faced("build again").exit(0);
    wharf.run(&format!("seal again --stage filing {key} {}", at("10:30"))).exit(0);
    wharf.run("pack again --out again.zip").exit(0);
    wharf
        .faced(&format!("lookback compare {zip} again.zip {trust} --report again.pdf"))
        .exit(1)
        .stdout_has("归档时为 银；")
        .stdout_has("现在可达 铜")
        .stdout_has("定灯会换一盏低一等的灯；承办：定灯会。依据 LH31AG 第十三条，条文写明。");
    assert!(wharf.has("again.pdf"));
}
