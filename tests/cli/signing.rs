//! Signing many cases at once, and signing on another machine, as a reviewer and a clerk do it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::builder::Done;
use crate::journey::{OPENED, SEALED, SIGNED, World, copy, edit, state, world};

const SEAT: &str = "--seat intake.receiver --opinion agree";
const INTAKE: &str = "reviews/01-intake/intake.receiver.p-0001.1.json";

/// A folder of its own with copies of the world's keys and ring and freshly opened cases, so that
/// the copies kept beside a key are no other test's.
struct Desk {
    world: &'static World,
    folder: PathBuf,
}

impl Desk {
    fn new(name: &str, cases: u8) -> Self {
        let world = world();
        let folder = world.root().join(name);
        fs::create_dir(&folder).unwrap();
        for file in ["clerk.pem", "second.pem", "stranger.pem", "pass"] {
            fs::copy(world.root().join(file), folder.join(file)).unwrap();
        }
        copy(&world.root().join("ring"), &folder.join("ring"));
        let desk = Self { world, folder };
        for n in 1..=cases {
            let case = desk.at(&format!("case{n}"));
            copy(&world.root().join("case"), &case);
            for part in ["seals", "reviews", "keyring"] {
                fs::remove_dir_all(case.join(part)).unwrap();
            }
            edit(
                &case.join("case.toml"),
                "case =",
                &format!("case = \"TS-130283-2026Q2-01{n:02}\""),
            );
            desk.act(&format!("seal {name}/case{n} --stage open"), "clerk", OPENED).exit(0);
        }
        desk
    }

    fn name(&self) -> String {
        self.folder.file_name().unwrap().to_string_lossy().into_owned()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn run(&self, line: &str) -> Done {
        self.world.run(line)
    }

    fn act(&self, line: &str, key: &str, now: &str) -> Done {
        let name = self.name();
        self.run(&format!(
            "{line} --key {name}/{key}.pem --passphrase-file pass --keyring {name}/ring --now {now} \
             --yes"
        ))
    }

    /// A request to somebody, made at the case.
    fn request(&self, case: &str, person: &str, what: &str, file: &str) -> Done {
        let name = self.name();
        self.run(&format!(
            "sign {name}/{case} --request {name}/{file} --person {person} {what} --keyring \
             {name}/ring --now {SIGNED}"
        ))
    }

    /// A response taken in at the case.
    fn take(&self, case: &str, file: &str, now: &str) -> Done {
        let name = self.name();
        self.run(&format!("sign {name}/{case} --response {name}/{file} --now {now}"))
    }
}

#[test]
fn many_cases_are_signed_one_by_one_and_each_is_shown() {
    let desk = Desk::new("many", 3);
    let line = "sign many/case1 many/case2 many/case3";
    // A path that is no case stops everything before anything is signed.
    let before = state(&desk.folder);
    desk.act(&format!("{line} many/nowhere {SEAT}"), "clerk", SIGNED)
        .exit(2)
        .stdout_is("")
        .stderr_has("many/nowhere 不是案件文件夹");
    desk.act(line, "clerk", SIGNED).exit(2).stderr_has("缺少：--opinion");
    assert!(state(&desk.folder) == before, "something was signed");
    // One of them waits for no opinion here any more.
    desk.act(&format!("sign many/case2 {SEAT}"), "clerk", SIGNED).exit(0);
    desk.act("seal many/case2 --stage intake", "clerk", SIGNED).exit(0);
    let done = desk.act(&format!("{line} {SEAT}"), "clerk", SEALED).exit(1);
    for part in ["第 1 件，共 3 件", "第 3 件，共 3 件", "TS-130283-2026Q2-0102", "评级申请表.pdf"]
    {
        assert!(done.stderr.contains(part), "no {part} in {done}");
    }
    let lines: Vec<&str> = done.stdout.lines().collect();
    assert!(lines[2].contains("已签署") && lines[2].ends_with(INTAKE), "{done}");
    assert!(lines[3].contains("不予签署") && lines[3].ends_with("seal.not-this-stage"), "{done}");
    assert!(lines[4].contains("已签署"), "{done}");
    // For programs it is one object; without a terminal and without --yes nothing is signed.
    let json = desk.act(&format!("{line} {SEAT} --format json"), "clerk", SEALED).exit(1);
    assert!(json.stdout.starts_with("{") && json.stdout.contains("\"juanzong.sign/1\""), "{json}");
    assert!(json.stdout.contains("\"refused\"") && json.stdout.contains(".2.json"), "{json}");
    let asked = desk
        .run(&format!(
            "{line} {SEAT} --key many/clerk.pem --passphrase-file pass --keyring many/ring --now \
             {SEALED}"
        ))
        .exit(2)
        .stderr_has("--yes")
        .stdout_has("没有办到");
    assert!(!asked.stdout.contains("已签署"), "{asked}");
}

#[test]
fn who_signs_again_sees_what_changed_since() {
    let desk = Desk::new("again", 1);
    let first = desk.act(&format!("sign again/case1 {SEAT}"), "clerk", SIGNED).exit(0);
    assert!(!first.stderr.contains("与上次相比"), "{first}");
    fs::copy(
        desk.at("case1/evidence/app.evid/排污许可证副本.jpg"),
        desk.at("case1/evidence/app.evid/排污许可证副本2.jpg"),
    )
    .unwrap();
    desk.run("build again/case1").exit(0);
    desk.act(
        "sign again/case1 --seat intake.receiver --opinion disagree --text 重复。",
        "clerk",
        SEALED,
    )
    .exit(0)
    .stderr_has("您上次在这个席位的意见：同意，2026年3月3日 09:30。这次签署将代替它。")
    .stderr_has("未变")
    .stderr_has("新增")
    .stderr_has("意见文字：“重复。”\n");
    desk.act(
        "sign again/case1 --seat intake.receiver --withdraw",
        "clerk",
        "2026-03-03T09:50:00+08:00",
    )
    .exit(0)
    .stderr_has("不同意，2026年3月3日 09:40");
}

#[test]
fn a_reviewer_signs_on_another_machine_and_the_stick_brings_it_back() {
    let desk = Desk::new("stick", 2);
    desk.request("case1", "p-0001", "--seat intake.receiver", "a.request.zip")
        .exit(0)
        .stdout_is("")
        .stderr_has("请交给 p-0001 周明")
        .stderr_has("juanzong sign stick/a.request.zip --seat intake.receiver --opinion agree");
    // There: no case, no ring, only key and stick.
    let away = desk.at("away");
    fs::create_dir(&away).unwrap();
    for file in ["a.request.zip", "clerk.pem", "second.pem"] {
        fs::copy(desk.at(file), away.join(file)).unwrap();
    }
    let sign = |key: &str, more: &str| {
        desk.run(&format!(
            "sign stick/away/a.request.zip --key stick/away/{key}.pem --passphrase-file pass --now \
             {SIGNED} {more}"
        ))
    };
    sign("clerk", "--opinion agree").exit(2).stderr_has("--yes");
    sign("second", "--seat intake.receiver --opinion agree --yes")
        .exit(1)
        .stdout_has("seal.key-no-mandate");
    sign("clerk", "--seat qual.examiner --opinion agree --yes")
        .exit(1)
        .stdout_has("seal.not-this-stage");
    assert!(!away.join("a.response.zip").exists());
    sign("clerk", "--opinion agree --yes")
        .exit(0)
        .stdout_is("")
        .stderr_has("评级申请表.pdf")
        .stderr_has("回件已写入 stick/away/a.response.zip")
        .stderr_has("--response a.response.zip");
    assert!(away.join("clerk.pem.signed/TS-130283-2026Q2-0101").is_dir());
    sign("clerk", "--opinion agree --yes").exit(2).stderr_has("a.response.zip 已经存在");

    // Back at the case.
    let before = state(&desk.folder);
    let answer = "away/a.response.zip";
    desk.take("case2", answer, SEALED).exit(1).stdout_has("seal.other-case");
    desk.take("case1", "a.request.zip", SEALED).exit(1).stdout_has("package.not-a-parcel");
    desk.take("case1", "clerk.pem", SEALED).exit(1).stdout_has("package.not-a-parcel");
    desk.take("case1", "nowhere.zip", SEALED).exit(2).stderr_has("找不到");
    desk.take("case1", answer, "2026-03-01").exit(1).stdout_has("seal.future");
    assert!(state(&desk.folder) == before, "a refused response left something behind");
    desk.take("case1", answer, SEALED)
        .exit(0)
        .stderr_has("已导入：p-0001 周明 在“受理人”席位，同意，")
        .stdout_has("✓ 受理人：已签署 p-0001");
    desk.take("case1", answer, SEALED).exit(0).stderr_has("以前已经导入过");
    desk.act("seal stick/case1 --stage intake", "clerk", SEALED).exit(0);
    desk.take("case1", answer, SEALED).exit(0).stderr_has("以前已经导入过");

    // What cannot be asked for.
    let ask = |what: &str| desk.request("case1", "p-0001", what, "b.zip");
    ask("").exit(2).stderr_has("缺少：--seat");
    ask("--seat intake.clerk").exit(2).stderr_has("没有“intake.clerk”这个席位");
    ask("--seat intake.receiver").exit(1).stdout_has("seal.not-this-stage");
    ask("--seat qual.rechecker").exit(1).stdout_has("seal.key-no-mandate");
    desk.request("case1", "p-0077", "--seat qual.examiner", "b.zip").exit(2).stderr_has("p-0077");
    desk.request("case1", "周明", "--seat qual.examiner", "b.zip").exit(2).stderr_has("人员编号");
    assert!(!desk.at("b.zip").exists());
    desk.run("sign stick/case1 --request stick/b.zip").exit(2).stderr_has("--person");
    desk.run("sign stick/case1 --opinion agree").exit(2).stderr_has("缺少：--key");
    desk.run("sign stick/case1 --opinion agree --key stick/clerk.pem --passphrase-file pass")
        .exit(2)
        .stderr_has("缺少：--keyring");
}

#[test]
fn a_stage_is_sealed_on_another_machine() {
    let desk = Desk::new("sealing", 1);
    desk.act(&format!("sign sealing/case1 {SEAT}"), "clerk", SIGNED).exit(0);
    let ask = |stage: &str, person: &str| {
        desk.run(&format!(
            "seal sealing/case1 --stage {stage} --request sealing/s.request.zip --person {person} \
             --keyring sealing/ring --now {SIGNED}"
        ))
    };
    ask("open", "p-0001").exit(2).stderr_has("只能在案件所在的电脑上办理");
    ask("filing", "p-0001").exit(2).stderr_has("只能在案件所在的电脑上办理");
    ask("last", "p-0001").exit(2).stderr_has("没有“last”这个环节");
    ask("intake", "p-0002").exit(1).stdout_has("seal.key-no-mandate");
    ask("intake", "p-0001")
        .exit(0)
        .stderr_has("juanzong seal sealing/s.request.zip --stage intake");
    let seal = |stage: &str| {
        desk.run(&format!(
            "seal sealing/s.request.zip --stage {stage} --key sealing/clerk.pem --passphrase-file \
             pass --now {SEALED} --yes"
        ))
    };
    seal("qualification").exit(1).stdout_has("seal.stage-order");
    seal("intake").exit(0).stderr_has("加封签").stderr_has("s.response.zip");
    desk.run(&format!("seal sealing/case1 --response sealing/s.response.zip --now {SEALED}"))
        .exit(0)
        .stderr_has("封签，")
        .stdout_has("当前环节：资格审查");
    assert!(desk.at("case1/seals/01-intake.json").exists());
}

#[test]
fn a_damaged_stick_is_noticed_wherever_the_damage_lies() {
    let desk = Desk::new("damage", 1);
    desk.request("case1", "p-0001", "--seat intake.receiver", "r.zip").exit(0);
    let good = fs::read(desk.at("r.zip")).unwrap();
    for at in (0..good.len()).step_by(good.len() / 23) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        fs::write(desk.at("bad.zip"), &bytes).unwrap();
        desk.act("sign damage/bad.zip --opinion agree", "clerk", SIGNED)
            .exit(1)
            .stdout_has("package.not-a-parcel");
    }
    for cut in [0, 100, good.len() - 1] {
        fs::write(desk.at("bad.zip"), &good[..cut]).unwrap();
        desk.act("sign damage/bad.zip --opinion agree", "clerk", SIGNED)
            .exit(1)
            .stdout_has("package.not-a-parcel");
    }
    assert!(!desk.at("bad.response.zip").exists());
}

#[test]
fn what_openssl_and_ssh_keygen_signed_comes_in_as_ours() {
    let desk = Desk::new("tools", 1);
    let run = |program: &str, args: &[&str], dir: &Path| {
        let out = Command::new(program).args(args).current_dir(dir).output().ok()?;
        Some((out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned()))
    };
    if run("ssh-keygen", &["-?"], &desk.folder).is_none()
        || run("openssl", &["version"], &desk.folder).is_none()
        || run("unzip", &["-v"], &desk.folder).is_none()
        || run("base64", &["--version"], &desk.folder).is_none()
    {
        return;
    }
    // A statement that was signed here once, to have its bytes; its carriers are thrown away.
    desk.request("case1", "p-0001", "--seat intake.receiver", "r.zip").exit(0);
    desk.act("sign tools/r.zip --opinion agree", "clerk", SIGNED).exit(0);
    assert!(run("unzip", &["-q", "r.response.zip", "-d", "made"], &desk.folder).unwrap().0);
    let folder = desk.at("made/TS-130283-2026Q2-0101/reviews/01-intake");
    let stem = "intake.receiver.p-0001.1";
    let ours = |ending: &str| fs::read(folder.join(format!("{stem}{ending}"))).unwrap();
    let (statement, envelope, side_car) = (ours(".json"), ours(".dsse.json"), ours(".json.sig"));
    for ending in [".dsse.json", ".json.sig"] {
        fs::remove_file(folder.join(format!("{stem}{ending}"))).unwrap();
    }
    let json = format!("tools/made/TS-130283-2026Q2-0101/reviews/01-intake/{stem}.json");
    let take = || desk.run(&format!("sign tools/case1 --response {json} --now {SEALED}"));
    take().exit(2).stderr_has(".dsse.json");

    // ssh-keygen makes the side-car with the exported key; it is ours to the last octet.
    desk.run(
        "key export tools/clerk.pem --form openssh-private --out tools/made/ssh --passphrase-file \
         pass --new-passphrase-file pass --yes",
    )
    .exit(0);
    let pass = fs::read_to_string(world().root().join("pass")).unwrap();
    let private = desk.at("made/ssh");
    let (private, name) = (private.to_str().unwrap(), format!("{stem}.json"));
    let plain = ["-p", "-P", pass.trim(), "-N", "", "-f", private];
    assert!(run("ssh-keygen", &plain, &folder).unwrap().0);
    let sign = ["-Y", "sign", "-f", private, "-n", "review@juanzong.example", &name];
    assert!(run("ssh-keygen", &sign, &folder).unwrap().0);
    assert_eq!(String::from_utf8(ours(".json.sig")).unwrap(), String::from_utf8(side_car).unwrap());

    // openssl signs the PAE with our key file; the envelope around it is somebody else's.
    let kind = "application/vnd.in-toto+json";
    let mut pae = format!("DSSEv1 {} {kind} {} ", kind.len(), statement.len()).into_bytes();
    pae.extend_from_slice(&statement);
    fs::write(desk.at("pae"), pae).unwrap();
    let word = format!("pass:{}", pass.trim());
    let args =
        ["pkeyutl", "-sign", "-inkey", "clerk.pem", "-passin", &word, "-rawin", "-in", "pae"];
    assert!(run("openssl", &[&args[..], &["-out", "raw"]].concat(), &desk.folder).unwrap().0);
    let encoded = |file: &str| run("base64", &["-w0", file], &desk.folder).unwrap().1;
    fs::write(desk.at("payload"), &statement).unwrap();
    let url = |text: String| text.replace('+', "-").replace('/', "_");
    let foreign = format!(
        "{{ \"payloadType\": \"{kind}\",\r\n  \"payload\": \"{}\",\r\n  \"signatures\": [ {{ \
         \"sig\": \"{}\", \"keyid\": \"clerk\" }} ] }}\r\n",
        url(encoded("payload")),
        url(encoded("raw")),
    );
    let carrier = folder.join(format!("{stem}.dsse.json"));
    fs::write(&carrier, foreign.replace("\"sig\": \"", "\"sig\": \"AAAA")).unwrap();
    take().exit(2).stderr_has("签名信封");
    fs::write(&carrier, &foreign).unwrap();
    take().exit(0).stderr_has("已导入：p-0001 周明");
    // In the case both stand in our one form.
    let stored = desk.at(&format!("case1/reviews/01-intake/{stem}.dsse.json"));
    assert_eq!(fs::read(stored).unwrap(), envelope);
    desk.act("seal tools/case1 --stage intake", "clerk", SEALED).exit(0);
}
