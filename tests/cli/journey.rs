//! A case from the empty folder to its first seal, and every wrong turn on the way: each ends with
//! the right exit code, says what is wrong and what to do, and leaves what was there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::builder::{Cli, Done};

pub const OPENED: &str = "2026-03-03T09:10:00+08:00";
pub const SIGNED: &str = "2026-03-03T09:30:00+08:00";
pub const SEALED: &str = "2026-03-03T09:40:00+08:00";
const INTAKE: &str = "reviews/01-intake/intake.receiver.p-0001.1.json";

/// A bench with keys and a ring, and the example's case built, opened and signed in its first seat.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A copy of the case to spoil.
    pub fn case(&self, name: &str) -> PathBuf {
        let to = self.root().join(name);
        copy(&self.root().join("case"), &to);
        to
    }

    pub fn run(&self, line: &str) -> Done {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        Cli::new().words(line).args(["--font-dir".into(), fonts]).in_dir(self.root()).run()
    }

    /// An act signed with a key of this bench.
    pub fn act(&self, line: &str, key: &str, now: &str) -> Done {
        self.run(&format!(
            "{line} --key {key}.pem --passphrase-file pass --keyring ring --now {now} --yes"
        ))
    }
}

pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let world = World { folder: tempfile::tempdir().unwrap() };
        let at = |name: &str| world.root().join(name);
        secret(&at("pass"), "correct horse battery\n");
        secret(&at("wrong"), "another passphrase\n");
        for key in ["root", "clerk", "second", "stranger"] {
            world.run(&format!("key new {key}.pem --passphrase-file pass")).exit(0);
        }
        let until = "--until 2028-01-01 --now 2026-01-05";
        world
            .run(&format!(
                "keyring init ring --threshold 1 --root p-0009,林雪,办公室,root.pub {until}"
            ))
            .exit(0);
        for (person, name, key, seats, stages) in [
            ("p-0001", "周明", "clerk", "intake.receiver,qual.examiner", "intake,qualification"),
            ("p-0002", "郑岚", "second", "qual.rechecker", "qualification"),
        ] {
            world
                .run(&format!(
                    "keyring enrol ring --person {person} --name {name} --org 分局 --public {key}.pub {until}"
                ))
                .exit(0);
            world
                .run(&format!(
                    "keyring mandate ring --person {person} --seats {seats} --stages {stages} --act 〔2026〕1号 {until}"
                ))
                .exit(0);
        }
        world.run("keyring approve ring --key root.pem --passphrase-file pass").exit(0);

        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
        let asked = "--profile tangshan-2025 --grade C --division 130283 --round 2026Q2";
        world.run(&format!("new case {asked}")).exit(0).stdout_is("TS-130283-2026Q2-0001\n");
        copy(&example, &at("case"));
        fs::remove_file(at("case/demo.toml")).unwrap();
        world
            .run("check case")
            .exit(0)
            .stdout_has("依据中的“TS”指《唐山市重点行业企业绩效评级审核方案（2025 年）》")
            .stdout_has("结论：通过");
        world.run("build case").exit(0).stderr_has("已生成到 case/out");
        world.run("build case --quiet").exit(0).stdout_is("").stderr_is("");
        world.run("volume case --quiet").exit(0).stdout_is("").stderr_is("");
        world.act("seal case --stage open", "clerk", OPENED).exit(0);
        world
            .act("sign case --seat intake.receiver --opinion agree", "clerk", SIGNED)
            .exit(0)
            .stderr_has(&format!("已签署：{INTAKE}"));
        world
    })
}

pub fn secret(path: &Path, text: &str) {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Every file of a folder with its octets and when it was written; without the build's own memory
/// of such times.
pub fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("out/seen.json") {
                let written = fs::metadata(&path).unwrap().modified().unwrap();
                out.insert(path.clone(), (fs::read(&path).unwrap(), written));
            }
        }
    }
    out
}

/// Replaces a line of a file that begins with some words.
pub fn edit(path: &Path, begins: &str, new: &str) -> usize {
    let text = fs::read_to_string(path).unwrap();
    let at = text.lines().position(|l| l.starts_with(begins)).unwrap();
    let lines: Vec<&str> =
        text.lines().enumerate().map(|(i, l)| if i == at { new } else { l }).collect();
    fs::write(path, lines.join("\n") + "\n").unwrap();
    at + 1
}

#[test]
fn a_new_case_says_where_each_gap_is_and_fills_it_gap_by_gap() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| Cli::new().words(line).in_dir(folder.path()).run();
    let asked = "new 甲 --profile tangshan-2025 --grade C --division 130283 --round 2026Q2";
    run(asked).exit(0).stdout_is("TS-130283-2026Q2-0001\n").stderr_has("甲/case.toml\n");
    let facts = fs::read_to_string(folder.path().join("甲/case.toml")).unwrap();
    let line = |table: &str| {
        let head = facts.lines().position(|l| l == table).unwrap();
        head + 1 + facts.lines().skip(head).position(|l| l.starts_with("name =")).unwrap()
    };
    let check = run("check 甲").exit(1).stdout_has("结论：不通过");
    for table in ["branch", "enterprise"] {
        let place = format!("case.toml 第 {} 行 [{table}.name]", line(&format!("[{table}]")));
        assert!(check.stdout.contains(&place), "no {place} in {check}");
    }
    let check = check
        .stdout_has("\n  forms/app.form.toml（")
        .stdout_has("[legal]：“法定代表人”必须填写，现在是空的。\n");
    assert!(check.stderr.is_empty(), "{check}");
    Cli::new()
        .words("check 甲")
        .english()
        .in_dir(folder.path())
        .run()
        .exit(1)
        .stdout_has("“Legal representative” (法定代表人) must be filled and is empty.")
        .stdout_has("hint (one example, the others alike): Fill it in right of “")
        .stdout_has("verdict: FAILED");
    edit(&folder.path().join("甲/forms/app.form.toml"), "legal =", "legal = \"张三\"");
    let filled = run("check 甲").exit(1);
    assert!(!filled.stdout.contains("[legal]"), "{filled}");
    // A second case beside it takes the next number; where one stands, none is made.
    let before = state(folder.path());
    run(asked).exit(2).stdout_is("").stderr_has("错误：甲 已经存在，没有覆盖");
    assert!(state(folder.path()) == before);
    run(&asked.replace('甲', "乙")).exit(0).stdout_is("TS-130283-2026Q2-0002\n");
}

#[test]
fn what_the_office_owes_once_a_round_is_not_told_overdue_in_every_case() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &str| Cli::new().words(words).in_dir(folder.path()).run();
    run("new a --profile hebei-2020 --grade C --division 130229 --round 2020").exit(0);
    run("check a --at 2020-09-16")
        .exit(1)
        .stdout_has("2020-07-20  整批事项，本案未登记")
        .stdout_has("2020-09-30  还有 14 天");
}

#[test]
fn a_regulation_says_what_hangs_on_which_state_of_the_enterprise_and_what_is_owed_once_a_round() {
    Cli::new()
        .words("profile show hebei-2020 --grade C")
        .run()
        .exit(0)
        .stdout_has(
            "曾被退回，2020 年 12 月 15 日前完成整改后重新申报（六）；是的：退回后的整改报告、",
        )
        .stdout_has("涉密企业或者涉密工程（市级公示时除外）（二）；不是的：市级评级结果公示\n")
        .stdout_has("市级生态环境部门：联络表报省大气办：2020 年 7 月 20 日（含）前（六）\n");
    Cli::new()
        .words("profile show hebei-2020 --grade C")
        .english()
        .run()
        .exit(0)
        .stdout_has(" (conditional), by 15 September 2020, that day included (六)")
        .stdout_has("by the end of December of every year, that day included");
}

#[test]
fn an_unknown_profile_grade_or_division_is_told_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    for (profile, grade, division, said) in [
        ("beijing-1", "C", "130283", "没有名为 beijing-1 的规则；现有："),
        ("tangshan-2025", "S", "130283", "没有“S”这个等级；本规则的等级：A / B / B- / 引领性 / C"),
        ("tangshan-2025", "C", "110101", "110101 不在本规则的适用范围内；适用的行政区划：130200"),
        ("tangshan-2025", "C", "13028", "“13028”写法不对，应为：6 位行政区划代码"),
    ] {
        let line = format!(
            "new a --profile {profile} --grade {grade} --division {division} --round 2026Q2"
        );
        Cli::new().words(&line).in_dir(folder.path()).run().exit(2).stdout_is("").stderr_has(said);
    }
    Cli::new()
        .words("new a --profile beijing-1 --grade C --division 130283 --round 2026Q2")
        .english()
        .in_dir(folder.path())
        .run()
        .exit(2)
        .stderr_has("tangshan-2025");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn acts_out_of_order_are_refused_with_what_comes_next() {
    let world = world();
    let unopened = world.root().join("unopened");
    copy(&world.root().join("case"), &unopened);
    fs::remove_dir_all(unopened.join("seals")).unwrap();
    fs::remove_dir_all(unopened.join("reviews")).unwrap();
    for act in
        ["sign unopened --seat intake.receiver --opinion agree", "seal unopened --stage intake"]
    {
        world.act(act, "clerk", SIGNED).exit(1).stdout_has("--stage open");
    }
    // Later stages wait for this one.
    let case = world.case("order");
    let before = state(&case);
    world
        .act("sign order --seat qual.examiner --opinion agree", "clerk", SEALED)
        .exit(1)
        .stdout_has("不属于现在办理的环节“提交申请”");
    world
        .act("seal order --stage qualification", "second", SEALED)
        .exit(1)
        .stdout_has("现在应当封签的环节是“提交申请”");
    world.run("pack order --out order.zip").exit(1).stderr_has("还没有归档封签");
    assert!(!world.root().join("order.zip").exists());
    // Words that no rule knows are a slip, not a refusal.
    world
        .act("sign order --seat intake.clerk --opinion agree", "clerk", SEALED)
        .exit(2)
        .stderr_has("没有“intake.clerk”这个席位；本规则的席位：intake.receiver / ");
    world
        .act("seal order --stage last", "clerk", SEALED)
        .exit(2)
        .stderr_has("没有“last”这个环节；本规则的环节：open / intake / ");
    world
        .act("sign order --seat intake.receiver --opinion yes", "clerk", SEALED)
        .exit(2)
        .stderr_has("agree、disagree 或 abstain");
    assert!(state(&case) == before, "a refused act left something behind");

    // In its order it goes on, and the next stage cannot be sealed while a seat is empty.
    // A key of its own: beside a key lie copies of what it signed, and this seal would be one that
    // the copies of the case in other tests have to reckon with.
    fs::copy(world.root().join("clerk.pem"), world.root().join("alone.pem")).unwrap();
    world.act("seal order --stage intake", "alone", SEALED).exit(0);
    world
        .act("seal order --stage qualification", "second", SEALED)
        .exit(1)
        .stdout_has("seal.seat-empty")
        .stdout_has("席位“审查人”没有人签署意见")
        .stdout_has("席位“复核人”没有人签署意见");
}

#[test]
fn a_key_that_is_not_in_the_ring_or_has_no_seat_signs_nothing() {
    let world = world();
    let case = world.case("keys");
    let before = state(&case);
    let sign = "sign keys --seat intake.receiver --opinion agree";
    world.act(sign, "stranger", SEALED).exit(1).stdout_has("seal.key-unknown");
    world
        .act(sign, "second", SEALED)
        .exit(1)
        .stdout_has("p-0002")
        .stdout_has("seal.key-no-mandate");
    world
        .run(&format!("{sign} --key clerk.pem --passphrase-file wrong --keyring ring --yes"))
        .exit(2)
        .stdout_is("")
        .stderr_has("错误：口令不对\n提示：");
    world
        .run(&format!("{sign} --key clerk.pem --passphrase-file pass --keyring nowhere --yes"))
        .exit(2)
        .stderr_has("nowhere");
    // Without a terminal and without --yes nothing is signed.
    world
        .run(&format!(
            "{sign} --key clerk.pem --passphrase-file pass --keyring ring --now {SEALED}"
        ))
        .exit(2)
        .stderr_has("--yes");
    assert!(state(&case) == before, "a refused signer left something behind");
}

#[test]
fn half_written_and_wrongly_typed_files_are_told_with_line_and_column() {
    let world = world();
    let case = world.case("typed");
    let (facts, form) = (case.join("case.toml"), case.join("forms/app.form.toml"));
    let line = edit(&facts, "plant =", "plant = \"一厂");
    let broken = world.run("check typed").exit(2).stdout_is("");
    let place = format!("typed/case.toml 第 {line} 行第 ");
    assert!(broken.stderr.contains(&place), "no {place} in {broken}");
    let broken = world.run("check typed --lang en-US").exit(2).stdout_is("");
    let place = format!("typed/case.toml line {line} column ");
    assert!(broken.stderr.contains(&place), "no {place} in {broken}");
    edit(&facts, "plant =", "plant = 5");
    let broken = world.run("build typed").exit(2).stdout_is("");
    assert!(broken.stderr.contains(&format!("第 {line} 行第 9 列")), "{broken}");
    edit(&facts, "plant =", "plant = \"一厂区\"");

    let legal = edit(&form, "legal =", "legal = 7");
    let longitude = edit(&form, "longitude =", "longitude = \"东经\"");
    world
        .run("check typed")
        .exit(1)
        .stdout_has(&format!("form.field-invalid forms/app.form.toml 第 {legal} 行 [legal]"))
        .stdout_has("“法定代表人”填的是“7”，应当是一个人的姓名。")
        .stdout_has(&format!("forms/app.form.toml 第 {longitude} 行 [longitude]"));
    let half = edit(&form, "legal =", "legal = \"张");
    world
        .run("check typed")
        .exit(1)
        .stdout_has("form.syntax forms/app.form.toml")
        .stdout_has(&format!("第 {half} 行"));
    fs::write(&form, b"legal = \"\xd5\xc5\"\n").unwrap();
    world.run("check typed").exit(1).stdout_has("不是 UTF-8 文本");
}

#[test]
fn a_missing_paper_is_named_with_where_it_belongs() {
    let world = world();
    let case = world.case("missing");
    fs::remove_file(case.join("forms/rev.qual.toml")).unwrap();
    world
        .run("check missing")
        .exit(1)
        .stdout_has("case.slot-empty forms/rev.qual.toml [rev.qual]")
        .stdout_has("缺少材料：资格审查表")
        .stdout_has("evidence/rev.qual/");
}

#[test]
fn what_was_signed_and_is_gone_or_changed_stops_the_build() {
    let world = world();
    // A received file that is gone.
    let case = world.case("gone");
    fs::remove_file(case.join("evidence/app.evid/排污许可证副本.jpg")).unwrap();
    let before = state(&case);
    world
        .run("build gone")
        .exit(1)
        .stdout_has("assemble.signed-gone data/04-申报佐证材料/排污许可证副本.jpg")
        .stdout_has("签署人：周明 p-0001")
        .stderr_has("没有生成");
    assert!(state(&case) == before, "build went on without a signed file");
    let quiet = world.run("build gone --quiet").exit(1).stderr_is("");
    quiet.stdout_has("assemble.signed-gone").stdout_has("结论：不通过");
    world.run("build gone --lang en-US").exit(1).stdout_has("signed by: 周明 p-0001");
    world
        .act("seal gone --stage intake", "clerk", SEALED)
        .exit(1)
        .stdout_has("排污许可证副本.jpg 不在卷宗里");

    // A paper that was typed anew.
    let case = world.case("anew");
    edit(&case.join("forms/app.form.toml"), "legal =", "legal = \"张三\"");
    let before = state(&case);
    world
        .run("build anew")
        .exit(1)
        .stdout_has("assemble.signed-changed forms/app.form.toml")
        .stdout_has("签署人：周明 p-0001");
    assert!(state(&case) == before, "build replaced what was signed");
    world
        .act("seal anew --stage intake", "clerk", SEALED)
        .exit(1)
        .stdout_has("forms/app.form.toml");

    // A fact of the case that stands in signed papers.
    let case = world.case("facts");
    edit(&case.join("case.toml"), "plant =", "plant = \"二厂区\"");
    let before = state(&case);
    world
        .run("build facts")
        .exit(1)
        .stdout_has("assemble.signed-changed data/01-评级申请表/评级申请表.pdf")
        .stdout_has("签署人：周明 p-0001");
    assert!(state(&case) == before, "build replaced what was signed");

    // A document that was damaged on disk is made again as it was signed.
    let case = world.case("damaged");
    let paper = case.join("out/data/01-评级申请表/评级申请表.pdf");
    let signed = fs::read(&paper).unwrap();
    fs::write(&paper, b"x").unwrap();
    world.run("build damaged").exit(0);
    assert!(fs::read(&paper).unwrap() == signed);
}

#[test]
fn a_second_build_makes_nothing_anew() {
    let world = world();
    let case = world.case("twice");
    let before = state(&case);
    world.run("build twice").exit(0).stderr_has("已生成到 twice/out").stdout_has("结论：通过");
    assert!(state(&case) == before, "a second build wrote something");
}

#[test]
fn folders_that_are_no_case_and_paths_that_are_none_are_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let run = |line: &str| Cli::new().words(line).in_dir(folder.path()).run();
    for target in ["empty", "nowhere", "file"] {
        for line in ["check #", "build #", "pack # --out x.zip", "form skeleton # app.commit"] {
            run(&line.replace('#', target))
                .exit(2)
                .stdout_is("")
                .stderr_has(&format!("{target} 不是案件文件夹"));
        }
    }
    run("show empty").exit(2).stdout_is("").stderr_has("既不是案件文件夹，也不是解压后的卷包");
    run("verify empty").exit(1).stdout_has("package.tag-missing bagit.txt");
    run("verify file").exit(1).stdout_has("这不是卷包");
    for line in ["verify nowhere.zip", "show nowhere.zip"] {
        run(line).exit(2).stdout_is("").stderr_has("错误：找不到 nowhere.zip\n提示：");
    }
    run("verify file --trust nowhere").exit(2).stdout_is("").stderr_has("找不到 nowhere");
    run("verify file --trust file").exit(2).stdout_is("").stderr_has("信任文件不合规定");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_full_disk_is_told_and_leaves_no_half() {
    use std::process::{Command, Stdio};
    let world = world();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_juanzong"))
        .env_clear()
        .args(["check", "case"])
        .current_dir(world.root())
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().starts_with("错误：结果没能输出："));

    // A small disk of its own, where one may be mounted.
    let small = world.root().join("small");
    fs::create_dir(&small).unwrap();
    let mount = |line: &str| {
        let done = Command::new("mount").args(line.split(' ')).arg(&small).output();
        done.is_ok_and(|d| d.status.success())
    };
    if !mount("-t tmpfs -o size=2m tmpfs") {
        return;
    }
    let unmount = Unmount(small.clone());
    copy(&world.root().join("case/evidence"), &small.join("case/evidence"));
    for part in ["rules", "forms"] {
        copy(&world.root().join("case").join(part), &small.join("case").join(part));
    }
    fs::copy(world.root().join("case/case.toml"), small.join("case/case.toml")).unwrap();
    let inputs = state(&small);
    let done = world.run("build small/case").exit(2).stdout_is("");
    assert!(done.stderr.starts_with("错误：") && done.stderr.contains("提示："), "{done}");
    let left = state(&small);
    assert!(inputs.iter().all(|(path, octets)| left.get(path) == Some(octets)), "inputs changed");
    for path in left.keys() {
        assert!(!path.to_string_lossy().ends_with(".part"), "{} was left", path.display());
        if path.extension().is_some_and(|e| e == "pdf") {
            let bytes = fs::read(path).unwrap();
            assert!(bytes.trim_ascii_end().ends_with(b"%%EOF"), "{} is a half", path.display());
        }
    }
    drop(unmount);
}

/// Takes a mounted folder away again.
struct Unmount(PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let done = std::process::Command::new("umount").arg(&self.0).output();
        assert!(done.is_ok_and(|d| d.status.success()) || std::thread::panicking());
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = world();
    let case = world.case("unreadable");
    let paper = case.join("evidence/app.evid/排污许可证副本.jpg");
    fs::set_permissions(&paper, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything (root) can still be given a folder where a file is expected.
    if fs::read(&paper).is_ok() {
        let form = case.join("forms/app.form.toml");
        fs::remove_file(&form).unwrap();
        fs::create_dir(&form).unwrap();
        let done = world.run("check unreadable");
        assert!(done.code == 1 || done.code == 2, "{done}");
        assert!((done.stdout.clone() + &done.stderr).contains("app.form.toml"), "{done}");
        return;
    }
    let done = world.run("build unreadable").exit(2).stdout_is("");
    assert!(done.stderr.contains("排污许可证副本.jpg"), "{done}");
}
