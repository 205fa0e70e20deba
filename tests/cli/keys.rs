//! Keys and the key ring as a clerk and the ring's keeper handle them, wrong turns included.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::builder::{Cli, Done};

const PASS: &str = "correct horse battery";
const OTHER: &str = "another passphrase";

/// A folder with two passphrase files and some keys.
struct Bench(tempfile::TempDir);

impl Bench {
    fn new(keys: &[&str]) -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        bench.secret("pass", PASS);
        bench.secret("other", OTHER);
        for key in keys {
            bench.run(&format!("key new {key}.pem --passphrase-file pass")).exit(0);
        }
        bench
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn secret(&self, name: &str, text: &str) {
        fs::write(self.at(name), format!("{text}\n")).unwrap();
        fs::set_permissions(self.at(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn run(&self, line: &str) -> Done {
        Cli::new().words(line).in_dir(self.0.path()).run()
    }

    fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.at(name)).unwrap().permissions().mode() & 0o777
    }

    /// Whether another program does this in the bench's folder; `None` where it is not there.
    fn other(&self, program: &str, args: &[&str]) -> Option<(bool, String)> {
        let out = Command::new(program).args(args).current_dir(self.0.path()).output().ok()?;
        Some((out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned()))
    }
}

#[test]
fn a_key_is_made_shown_and_put_under_another_passphrase() {
    let bench = Bench::new(&["mine"]);
    assert_eq!(bench.mode("mine.pem"), 0o600);
    let shown = bench.run("key show mine.pub").exit(0).stderr_is("");
    assert!(
        shown.stdout.contains("密钥编号：") && shown.stdout.contains("指纹：SHA256:"),
        "{shown}"
    );
    let opened = bench.run("key show mine.pem --passphrase-file pass").exit(0);
    assert_eq!(opened.stdout, shown.stdout);
    assert!(!fs::read_to_string(bench.at("mine.pem")).unwrap().contains(PASS));
    // Where a key stands none is made.
    bench.run("key new mine.pem --passphrase-file pass").exit(2).stderr_has("已经存在");

    let change = "key passphrase mine.pem --passphrase-file";
    let before = fs::read(bench.at("mine.pem")).unwrap();
    bench
        .run(&format!("{change} other --new-passphrase-file pass"))
        .exit(2)
        .stderr_has("错误：口令不对");
    bench.secret("short", "seven77");
    bench
        .run(&format!("{change} pass --new-passphrase-file short"))
        .exit(2)
        .stderr_has("至少要 8 个字符");
    assert!(fs::read(bench.at("mine.pem")).unwrap() == before, "a refused change changed the file");
    bench
        .run(&format!("{change} pass --new-passphrase-file other"))
        .exit(0)
        .stdout_is("")
        .stderr_has("mine.pem 的口令已更换");
    assert_eq!(bench.mode("mine.pem"), 0o600);
    bench.run("key show mine.pem --passphrase-file pass").exit(2);
    let opened = bench.run("key show mine.pem --passphrase-file other").exit(0);
    assert_eq!(opened.stdout, shown.stdout);
    assert_eq!(fs::read_dir(bench.0.path()).unwrap().count(), 5, "something was left behind");
}

#[test]
fn a_key_never_lands_in_a_case_folder() {
    let bench = Bench::new(&["mine"]);
    fs::create_dir_all(bench.at("case/deep")).unwrap();
    fs::write(bench.at("case/case.toml"), "").unwrap();
    for line in [
        "key new case/deep/x.pem --passphrase-file pass",
        "key import mine.pem case/x.pem --passphrase-file pass --new-passphrase-file pass",
        "key export mine.pem --form openssh-private --out case/x --passphrase-file pass --yes",
    ] {
        bench.run(line).exit(2).stdout_is("").stderr_has("密钥不能放在案件文件夹里");
    }
    // A way out of the folder that begins in it is no place in it.
    Cli::new()
        .words("key new ../../out.pem --passphrase-file ../../pass")
        .in_dir(&bench.at("case/deep"))
        .run()
        .exit(0)
        .stderr_has("out.pem");
    assert_eq!(fs::read_dir(bench.at("case/deep")).unwrap().count(), 0);
    assert_eq!(fs::read_dir(bench.at("case")).unwrap().count(), 2);
}

#[test]
fn public_forms_are_printed_and_the_private_one_leaves_only_on_demand() {
    let bench = Bench::new(&["mine"]);
    let pem = fs::read_to_string(bench.at("mine.pub")).unwrap();
    bench.run("key export mine.pub").exit(0).stdout_is(&pem).stderr_is("");
    let ssh = bench.run("key export mine.pub --form ssh").exit(0).stderr_is("").stdout;
    assert!(ssh.starts_with("ssh-ed25519 AAAA") && ssh.lines().count() == 1, "{ssh}");
    bench.run("key export mine.pub --form ssh --out line").exit(0).stdout_is("");
    assert_eq!(fs::read_to_string(bench.at("line")).unwrap(), ssh);
    // What was written out is read again.
    bench.run("key export line").exit(0).stdout_is(&pem);

    let private = "key export mine.pem --form openssh-private --passphrase-file pass";
    bench.run(private).exit(2).stderr_has("缺少：--out <FILE>");
    let to = format!("{private} --out ssh --new-passphrase-file other");
    bench.run(&to).exit(2).stderr_has("--yes");
    assert!(!bench.at("ssh").exists());
    bench.run(&format!("{to} --yes")).exit(0).stdout_is("").stderr_has("已写入 ssh");
    assert_eq!(bench.mode("ssh"), 0o600);
    bench.run(&format!("{to} --yes")).exit(2).stderr_has("已经存在");
    // It comes back as the same key.
    bench
        .run("key import ssh back.pem --passphrase-file other --new-passphrase-file pass")
        .exit(0)
        .stdout_has(ssh.trim());
    if let Some((opened, line)) = bench.other("ssh-keygen", &["-y", "-P", OTHER, "-f", "ssh"]) {
        assert!(opened && line.starts_with(ssh.trim()), "{line}");
        assert!(!bench.other("ssh-keygen", &["-y", "-P", PASS, "-f", "ssh"]).unwrap().0);
    }
    let pass = format!("pass:{PASS}");
    let read = ["pkey", "-in", "back.pem", "-passin", &pass, "-pubout"];
    if let Some((opened, read)) = bench.other("openssl", &read) {
        assert!(opened && read == pem, "{read}");
    }
}

#[test]
fn keys_of_other_programs_are_taken_over_and_put_under_a_passphrase() {
    let bench = Bench::new(&[]);
    let new = "--new-passphrase-file pass";
    if bench.other("ssh-keygen", &["-q", "-t", "ed25519", "-N", OTHER, "-f", "locked"]).is_some() {
        for (file, args) in [
            ("open", ["-t", "ed25519", "-N", ""]),
            ("cbc", ["-Zaes256-cbc", "-ted25519", "-N", OTHER]),
            ("rsa", ["-t", "rsa", "-N", ""]),
        ] {
            assert!(
                bench.other("ssh-keygen", &[&["-q", "-f", file], &args[..]].concat()).unwrap().0
            );
        }
        let line = fs::read_to_string(bench.at("locked.pub")).unwrap();
        let key = line.rsplit_once(' ').unwrap().0;
        bench
            .run(&format!("key import locked a.pem --passphrase-file other {new}"))
            .exit(0)
            .stdout_has(key)
            .stderr_has("原来的文件没有改动");
        bench
            .run(&format!("key import locked b.pem --passphrase-file pass {new}"))
            .exit(2)
            .stderr_has("错误：口令不对");
        bench.run(&format!("key import open c.pem {new}")).exit(0).stderr_has("没有口令保护");
        bench
            .run(&format!("key import cbc d.pem --passphrase-file other {new}"))
            .exit(2)
            .stderr_has("（aes256-cbc）");
        bench.run(&format!("key import rsa e.pem {new}")).exit(2).stderr_has("不是 Ed25519");
        // ssh-keygen's own public key stands where ours would go.
        bench
            .run(&format!("key import locked locked.pem --passphrase-file other {new}"))
            .exit(2)
            .stderr_has("locked.pub 已经存在");
        for none in ["b", "d", "e"] {
            assert!(!bench.at(&format!("{none}.pem")).exists(), "{none}");
        }
    }
    if bench.other("openssl", &["genpkey", "-algorithm", "ed25519", "-out", "plain"]).is_some() {
        bench.run(&format!("key import plain f.pem {new}")).exit(0).stderr_has("没有口令保护");
        let public = bench.other("openssl", &["pkey", "-in", "plain", "-pubout"]).unwrap().1;
        assert_eq!(fs::read_to_string(bench.at("f.pub")).unwrap(), public);
    }
    fs::write(bench.at("junk"), "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n").unwrap();
    bench.run(&format!("key import junk g.pem {new}")).exit(2).stderr_has("读不出来");
}

/// A ring of two root keys and one reviewer, approved.
fn ring(bench: &Bench) {
    let until = "--until 2028-01-01 --now 2026-01-05";
    let roots = "--root p-0001,郑岚,分局领导,one.pub --root p-0002,林雪,办公室,two.pub";
    bench.run(&format!("keyring init ring {roots} {until}")).exit(0).stdout_is("");
    bench
        .run(&format!(
            "keyring enrol ring --person p-0003 --name 吴江 --org 大气股 --public wu.pub {until}"
        ))
        .exit(0)
        .stderr_has("登记密钥");
    bench
        .run(&format!("keyring mandate ring {SITE} --act 〔2026〕1号 {until}"))
        .exit(0)
        .stderr_has(
            "授予 p-0003 吴江：席位 site.leader，环节 site，2026-01-05 起，2028-01-01 止（不含）",
        );
    approve(bench, "one").stderr_has("还差 1 位");
    approve(bench, "two").stderr_has("这一版生效");
}

const SITE: &str = "--person p-0003 --seats site.leader --stages site";

fn approve(bench: &Bench, key: &str) -> Done {
    bench
        .run(&format!("keyring approve ring --key {key}.pem --passphrase-file pass"))
        .exit(0)
        .stderr_has("的变化：")
}

#[test]
fn a_misspelt_seat_is_found_when_it_is_given_not_when_it_is_needed() {
    let bench = Bench::new(&["one", "two", "wu"]);
    ring(&bench);
    let give = |seats: &str, more: &str| {
        bench.run(&format!(
            "keyring mandate ring --person p-0003 {seats} --act 〔2026〕2号 --until 2028-01-01 \
             --now 2026-02-01 {more}"
        ))
    };
    let before = fs::read_dir(bench.at("ring")).unwrap().count();
    give("--seats site.leeder --stages site", "")
        .exit(2)
        .stderr_has("没有“site.leeder”这个席位")
        .stderr_has("site.leader");
    give("--seats site.leader --stages sight", "").exit(2).stderr_has("没有“sight”这个环节");
    give("--seats site.leader --stages intake", "")
        .exit(2)
        .stderr_has("席位“site.leader”属于环节“site”");
    give("--seats site.leader --stages site,intake", "")
        .exit(2)
        .stderr_has("没有一个属于环节“intake”；该环节的席位：intake.receiver");
    give("--seats site.leader --stages site", "--profile nowhere.toml").exit(2);
    assert_eq!(fs::read_dir(bench.at("ring")).unwrap().count(), before);
    // A regulation of one's own is consulted where it is named, or nobody is.
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal_dossier/rules/profile.toml");
    fs::copy(own, bench.at("own.toml")).unwrap();
    give("--seats visit.head --stages second", "").exit(2);
    give("--seats visit.head --stages second", "--profile own.toml").exit(0);
    give("--seats no.such --stages none", "--unchecked").exit(0).stderr_has("没有与规则核对");
}

#[test]
fn a_key_retires_and_a_key_is_revoked_each_with_its_own_words() {
    let bench = Bench::new(&["one", "two", "wu", "new"]);
    ring(&bench);
    let now = "--now 2026-03-05";
    let retire = |line: &str| bench.run(&format!("keyring retire ring {line} {now}"));
    retire("--person p-0003").exit(2).stderr_has("--reason");
    retire("--person p-0009 --reason x").exit(2).stderr_has("没有 p-0009");
    retire("--person p-0003 --act 〔2026〕9号").exit(2).stderr_has("没有 〔2026〕9号");
    retire("--public new.pub --reason x").exit(2).stderr_has("名册里没有");
    // Retirement must not reach back over what was signed in good faith.
    retire("--public wu.pub --reason x --since 2025-12-01").exit(2).stderr_has(".status");
    retire("--person p-0003 --reason 调离")
        .exit(0)
        .stderr_has("停用密钥")
        .stderr_has("自 2026-03-05 起，原因：调离")
        .stderr_has("的授权提前到 2026-03-05 止（不含）");
    // A slip is thrown away while nobody has approved it.
    bench.run("keyring discard ring").exit(2).stderr_has("--yes");
    bench.run("keyring discard ring --yes").exit(0).stderr_has("第 2 版草稿已丢弃");
    bench.run("keyring discard ring --yes").exit(2).stderr_has("已有人批准，不能丢弃");
    bench.run("keyring check ring").exit(0).stdout_has("1 版名册");
    retire("--person p-0003 --act 〔2026〕1号").exit(0).stderr_has("的授权提前到");

    let revoke =
        |line: &str| bench.run(&format!("keyring revoke ring --public wu.pub {line} {now}"));
    revoke("--reason x").exit(2);
    revoke("--compromised-since 2026-04-01 --reason x").exit(2).stderr_has("时间对不上");
    revoke("--never-valid --known-at 2026-03-06 --reason x").exit(2).stderr_has("时间对不上");
    revoke("--compromised-since 2026-02-01 --reason U盘丢失")
        .exit(0)
        .stderr_has("泄露，自 2026-02-01 起，2026-03-05 得知，原因：U盘丢失");
    revoke("--never-valid --reason x").exit(2).stderr_has(".status");
    approve(&bench, "one");
    approve(&bench, "two");
    bench
        .run("keyring show ring")
        .exit(0)
        .stderr_is("")
        .stdout_has("截止（不含）")
        .stdout_has("2026-02-01 起泄露");
    bench.run("keyring signers ring list").exit(0);
    assert_eq!(
        fs::read_to_string(bench.at("list")).unwrap(),
        "",
        "a compromised key signs nothing"
    );
}

#[test]
fn roots_change_only_with_the_old_and_the_new_ones() {
    let bench = Bench::new(&["one", "two", "wu", "three"]);
    ring(&bench);
    let now = "--now 2026-03-05";
    let id = |key: &str, digits: usize| -> String {
        let shown = bench.run(&format!("key show {key}.pub")).exit(0).stdout;
        shown.lines().next().unwrap().split('：').nth(1).unwrap().chars().take(digits).collect()
    };
    let roots = |line: &str| bench.run(&format!("keyring roots ring {line} {now}"));
    roots("--threshold 3").exit(2).stderr_has("只有 2 把根密钥");
    roots("--threshold 0").exit(2);
    roots(&format!("--drop {}", id("one", 7))).exit(2).stderr_has("至少写前 8 位");
    roots(&format!("--drop {}", id("wu", 64))).exit(2).stderr_has("根密钥");
    roots("--add p-0004,孙静,办公室,three.pub").exit(2).stderr_has("--until");
    // One public key stands in a ring once, whoever brings it.
    roots("--add p-0004,孙静,办公室,wu.pub --until 2030-01-01").exit(2).stderr_has("已经有");
    roots(&format!(
        "--add p-0004,孙静,办公室,three.pub --drop {} --until 2030-01-01",
        id("one", 8)
    ))
    .exit(0)
    .stderr_has("根密钥加入：")
    .stderr_has("根密钥退出：");
    approve(&bench, "three").stderr_has("还差 2 位");
    approve(&bench, "two").stderr_has("还差 1 位");
    bench.run("keyring check ring").exit(1).stdout_has("keyring.approvals");
    bench
        .run("keyring approve ring --key two.pem --passphrase-file pass")
        .exit(2)
        .stderr_has("已经批准过这一版");
    bench
        .run("keyring approve ring --key wu.pem --passphrase-file pass")
        .exit(2)
        .stderr_has("根密钥");
    approve(&bench, "one").stderr_has("这一版生效");
    bench.run("keyring check ring").exit(0).stdout_has("2 版名册");
    bench.run("keyring show ring").exit(0).stdout_has("已退出");
}

#[test]
fn a_ring_accepts_rules_and_says_which() {
    let bench = Bench::new(&["one", "two", "wu"]);
    ring(&bench);
    let accept = |line: &str| bench.run(&format!("keyring accept ring {line} --now 2026-03-05"));
    accept("--profile none").exit(2).stderr_has("none");
    accept("--case ring").exit(2).stderr_has("不是案件文件夹");
    accept("--profile tangshan-2025").exit(0).stderr_has("认可规则 tangshan-2025");
    accept("--profile tangshan-2025").exit(2).stderr_has("已经有");
    bench.run("keyring show ring").exit(0).stdout_has("草稿").stdout_has("tangshan-2025");
}

#[test]
fn a_ring_that_is_not_there_is_told_before_anybody_types_a_passphrase() {
    let bench = Bench::new(&["one"]);
    for line in [
        "keyring approve none --key one.pem --passphrase-file pass",
        "keyring show none",
        "keyring discard none --yes",
        "keyring retire none --person p-0001 --reason x",
        "keyring revoke none --public one.pub --never-valid --reason x",
        "keyring roots none --threshold 1",
        "keyring accept none --profile tangshan-2025",
    ] {
        bench.run(line).exit(2).stdout_is("").stderr_has("none 里没有密钥名册");
    }
    assert!(!bench.at("none").exists());
}

/// A file that is no key is told as such before anybody is asked for a passphrase.
#[test]
fn nobody_types_a_passphrase_for_a_file_that_is_no_key() {
    let bench = Bench::new(&["one"]);
    fs::write(bench.at("empty.pem"), "").unwrap();
    let half = fs::read(bench.at("one.pem")).unwrap();
    fs::write(bench.at("half.pem"), &half[..half.len() / 2]).unwrap();
    for file in ["empty.pem", "half.pem"] {
        let told = bench.run(&format!("key show {file}")).exit(2).stderr_has("密钥文件读不出来");
        assert!(!told.stderr.contains("口令"), "{told}");
    }
}

/// What is printed to be copied runs as it stands, blanks in names included.
#[test]
fn a_ring_whose_folder_has_a_blank_in_its_name_is_named_as_one_word() {
    let bench = Bench::new(&["a", "b"]);
    let run = |args: &[&str]| Cli::new().args(args.iter().copied()).in_dir(bench.0.path()).run();
    let roots = ["--root", "p-0001,甲,一股,a.pub", "--root", "p-0002,乙,二股,b.pub"];
    let init = [&["keyring", "init", "名 册", "--until", "2028-01-01"][..], &roots].concat();
    run(&init).exit(0).stderr_has("juanzong keyring approve '名 册' --key");
    let trust = ["keyring", "trust", "名 册", "trust.json"];
    run(&trust).exit(2).stderr_has("juanzong keyring check '名 册' 查看原因");
}
