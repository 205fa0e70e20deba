//! The demonstration as an inspector meets it: one run, then every way to doubt its package. In a
//! debug build one run takes most of a minute, so all tests share it.
#![expect(clippy::disallowed_methods, reason = "tests use plain files")]

mod inspector;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use juanzong::base::time::Moment;
use juanzong::package::{self, Options};
use juanzong::profile::Shelf;
use juanzong::seal::{Trust, policy};
use juanzong::verdict::Verdict;

/// The verifier's clock: after the example's filing, before its keys end.
const NOW: &str = "2026-06-01T09:00:00+08:00";

struct Demo {
    out: PathBuf,
    told: String,
    // Kept until the process ends.
    _folder: tempfile::TempDir,
}

impl Demo {
    fn zip(&self) -> PathBuf {
        package_in(&self.out)
    }

    fn trust(&self) -> PathBuf {
        self.out.join("trust.json")
    }
}

fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        // A folder as people name them: what is printed to be copied has to bear it.
        let out = folder.path().join("第 1 次");
        let done = run_demo(&out, None);
        assert_eq!(done.status.code(), Some(0), "{}", told(&done));
        Demo { out, told: told(&done), _folder: folder }
    })
}

fn run_demo(out: &Path, keys: Option<&Path>) -> Output {
    let mut command = juanzong();
    command.arg("demo").arg("--out").arg(out);
    if let Some(keys) = keys {
        command.arg("--keys").arg(keys);
    }
    command.output().unwrap()
}

fn juanzong() -> Command {
    juanzong_at(NOW)
}

fn juanzong_at(now: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_juanzong"));
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    command.env_clear().arg("--font-dir").arg(fonts).args(["--now", now]);
    command
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

/// The one package in a folder.
fn package_in(folder: &Path) -> PathBuf {
    let mut zips = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    zips.find(|p| p.extension().is_some_and(|e| e == "zip")).unwrap()
}

/// Exit code and words of `verify`.
fn verify(target: &Path, trust: Option<&Path>) -> (Option<i32>, String) {
    let mut command = juanzong();
    command.arg("verify").arg(target);
    if let Some(trust) = trust {
        command.arg("--trust").arg(trust);
    }
    let done = command.output().unwrap();
    (done.status.code(), told(&done))
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    juanzong::base::disk::walk(folder)
        .unwrap()
        .into_iter()
        .filter(|e| e.kind == juanzong::base::disk::Kind::File)
        .map(|e| (e.name, fs::read(&e.path).unwrap()))
        .collect()
}

/// A case without the build's own memory of times, which differ in a copy.
fn case_tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(folder);
    files.remove("out/seen.json");
    files
}

/// Whether tools are there; where they have to be, a missing one fails.
fn have(tools: &[&str]) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    tools.iter().all(|tool| {
        let there = std::env::split_paths(&paths).any(|p| p.join(tool).is_file());
        assert!(there || std::env::var_os("JUANZONG_ORACLES").is_none(), "{tool} is missing");
        there
    })
}

/// Unpacks the demonstration's package; the folder of the bag.
fn unpacked(into: &Path) -> PathBuf {
    let done = Command::new("unzip").arg("-q").arg(demo().zip()).arg("-d").arg(into).output();
    let done = done.unwrap();
    assert!(done.status.success(), "{}", told(&done));
    fs::read_dir(into).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn the_demonstration_ends_with_a_package_that_verifies_and_says_what_to_run() {
    let demo = demo();
    let (zip, trust) = (demo.zip(), demo.trust());
    let line = demo.told.lines().find_map(|line| line.split_once("：juanzong verify "));
    let (_, words) = line.unwrap_or_else(|| panic!("no line to copy: {}", demo.told));
    let listed = format!("for word in {words}; do printf '%s\\n' \"$word\"; done");
    let done = Command::new("sh").args(["-c", &listed]).output().unwrap();
    assert_eq!(told(&done), format!("{}\n--trust\n{}\n", zip.display(), trust.display()));
    let (code, told) = verify(&zip, Some(&trust));
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("结论：通过"), "{told}");
}

#[test]
fn without_a_trust_file_nobody_knows_who_signed() {
    let (code, told) = verify(&demo().zip(), None);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("无法确定 keyring.untrusted") && told.contains("--trust"), "{told}");
}

#[test]
fn the_same_keys_give_the_same_octets_in_another_folder() {
    let first = demo();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("第 二次");
    let done = run_demo(&out, Some(&first.out.join("keys")));
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    let (one, two) = (tree(&first.out.join("case/out/data")), tree(&out.join("case/out/data")));
    assert!(one.len() > 12, "{:?}", one.keys());
    assert!(one.keys().eq(two.keys()), "{:?} {:?}", one.keys(), two.keys());
    for (name, bytes) in &one {
        assert!(two.get(name) == Some(bytes), "{name} differs");
    }
    let (one, two) = (fs::read(first.zip()).unwrap(), fs::read(package_in(&out)).unwrap());
    assert!(one == two, "the packages differ");

    // Where it stands, nothing is overwritten.
    let done = run_demo(&out, None);
    assert_eq!(done.status.code(), Some(2), "{}", told(&done));
    assert!(told(&done).contains("已经存在，没有覆盖"), "{}", told(&done));
    assert!(fs::read(package_in(&out)).unwrap() == two);
}

#[test]
fn a_filed_case_can_be_built_and_packed_again_and_stays_as_it_was_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    let before = case_tree(&demo().out.join("case"));
    for (name, bytes) in &before {
        let path = case.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let build = || juanzong().arg("build").arg(&case).output().unwrap();
    let done = build();
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    assert!(case_tree(&case) == before, "build changed a filed case");
    let again = folder.path().join("again.zip");
    let done = juanzong().arg("pack").arg(&case).arg("--out").arg(&again).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    assert!(fs::read(&again).unwrap() == fs::read(demo().zip()).unwrap());

    // What was signed is missed and named, with its signers, and nothing else is touched.
    let gone = "evidence/app.evid/排污许可证副本.jpg";
    fs::remove_file(case.join(gone)).unwrap();
    let left = case_tree(&case);
    let done = build();
    assert_eq!(done.status.code(), Some(1), "{}", told(&done));
    let words = told(&done);
    assert!(words.contains("assemble.signed-gone"), "{words}");
    assert!(words.contains("排污许可证副本.jpg") && words.contains("周明 p-0001"), "{words}");
    assert!(case_tree(&case) == left, "build went on without a signed file");
}

/// The verifier's clock once every example is filed.
const LATER: &str = "2027-01-04T09:00:00+08:00";

/// Each regulation can be taken the whole way. A debug build sets pages slowly, so it plays the
/// shortest example of a regulation that binds and of one that does not.
#[test]
fn every_example_goes_the_whole_way_and_only_a_draft_stays_undecided() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let short = ["shaoxing-c-rubber", "urumqi-other-aluminium"];
    let mut played = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let example = entry.unwrap().path();
        let name = example.file_name().unwrap().to_str().unwrap().to_string();
        let skipped = cfg!(debug_assertions) && !short.contains(&name.as_str());
        if skipped || !example.join("demo.toml").exists() {
            continue;
        }
        let out = tempfile::tempdir().unwrap();
        let out = out.path().join("out");
        let run = |command: &mut Command| {
            let done = command.output().unwrap();
            (done.status.code(), told(&done))
        };
        let mut demo = juanzong_at(LATER);
        let (code, words) =
            run(demo.arg("demo").arg("--out").arg(&out).arg("--example").arg(&example));
        let profile = fs::read_to_string(out.join("case/rules/profile.toml")).unwrap();
        let draft = profile.contains("\nstatus = \"draft\"\n");
        assert_eq!(code, Some(if draft { 3 } else { 0 }), "{name}: {words}");
        let (zip, trust) = (package_in(&out), out.join("trust.json"));
        let mut verify = juanzong_at(LATER);
        let (code, words) = run(verify.arg("verify").arg(&zip).arg("--trust").arg(&trust));
        assert_eq!(code, Some(if draft { 3 } else { 0 }), "{name}: {words}");
        // Of a draft only this is left open, and nothing fails.
        assert_eq!(words.contains("无法确定 seal.policy-draft"), draft, "{name}: {words}");
        let open = if draft { "无法确定 1 项" } else { "无法确定 0 项" };
        assert!(words.contains("不通过 0 项") && words.contains(open), "{name}: {words}");
        played += 1;
    }
    assert!(played >= 2, "{played}");
}

/// The next number of a seeded sequence (Knuth's MMIX constants).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 16
}

#[test]
fn no_changed_octet_passes_and_none_panics() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.zip");
    fs::copy(demo().zip(), &copy).unwrap();
    let file = fs::File::options().read(true).write(true).open(&copy).unwrap();
    let size = file.metadata().unwrap().len();
    let trust = Trust::parse(&fs::read(demo().trust()).unwrap()).unwrap();
    let accepted = policy::of(&Shelf::built_in().unwrap()).unwrap();
    let now = Moment::parse(NOW).unwrap();
    let options = Options { trust: Some(&trust), threads: 2, ..Options::at(now, &accepted) };
    let verdict = || package::verify(&copy, &options, &()).map(|v| v.report.verdict());
    assert_eq!(verdict().unwrap(), Verdict::Passed);
    let places = if cfg!(debug_assertions) { 40 } else { 1000 };
    let mut state = 20_260_307;
    for _ in 0..places {
        let at = next(&mut state) % size;
        let flip = u8::try_from(next(&mut state) % 255).unwrap() + 1;
        let mut octet = [0];
        file.read_exact_at(&mut octet, at).unwrap();
        file.write_all_at(&[octet[0] ^ flip], at).unwrap();
        let found = verdict();
        assert!(
            !matches!(found, Ok(Verdict::Passed)),
            "octet {at} changed by {flip:#04x} and it passes"
        );
        file.write_all_at(&octet, at).unwrap();
    }
    assert_eq!(verdict().unwrap(), Verdict::Passed);
}

#[test]
fn the_report_as_pdf_says_who_signed_and_what_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("核验报告.pdf");
    let mut command = juanzong();
    command.arg("verify").arg(demo().zip()).arg("--trust").arg(demo().trust());
    let done = command.arg("--report").arg(&pdf).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    assert!(told(&done).contains("核验报告.pdf"), "{}", told(&done));
    if !have(&["pdftotext"]) {
        return;
    }
    let words = Command::new("pdftotext").args(["-layout"]).arg(&pdf).arg("-").output().unwrap();
    let words: String = told(&words).chars().filter(|c| !c.is_whitespace()).collect();
    for part in
        ["卷包核验报告", "p-0005", "第1–14行", "不是电子印章", "时间为自报", "未与其他来源比对"]
    {
        assert!(words.contains(part), "{part} is not in {words}");
    }
    let bytes = fs::read(&pdf).unwrap();
    for claim in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"] {
        assert!(bytes.windows(claim.len()).any(|w| w == claim.as_bytes()), "no {claim}");
    }
    // A second one does not replace the first unasked.
    let mut command = juanzong();
    command.arg("verify").arg(demo().zip()).arg("--report").arg(&pdf);
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(2), "{}", told(&done));
    // Nor does a PDF go under a name that says otherwise.
    let other = pdf.with_extension("txt");
    let done = juanzong().arg("verify").arg(demo().zip()).arg("--report").arg(&other).output();
    let said = told(&done.unwrap());
    assert!(said.contains("以 .pdf 结尾的文件名") && !other.exists(), "{said}");
}

#[test]
fn the_unpacked_package_verifies_and_its_own_script_sees_a_change() {
    if !have(&["unzip", "ssh-keygen", "sha256sum", "sh"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let bag = unpacked(folder.path());
    let (code, told_by) = verify(&bag, Some(&demo().trust()));
    assert_eq!(code, Some(0), "{told_by}");

    let signers = folder.path().join("签署人 名单");
    fs::copy(bag.join("allowed_signers"), &signers).unwrap();
    let script = |signers: Option<&Path>| {
        let mut command = Command::new("sh");
        command.arg(bag.join("verify.sh")).current_dir("/");
        if let Some(signers) = signers {
            command.arg("--signers").arg(signers);
        }
        let done = command.output().unwrap();
        (done.status.code(), told(&done))
    };
    let (code, words) = script(Some(&signers));
    assert_eq!(code, Some(0), "{words}");
    let (code, words) = script(None);
    assert_eq!(code, Some(3), "{words}");

    let paper = bag.join("data/01-评级申请表/评级申请表.pdf");
    let mut bytes = fs::read(&paper).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&paper, bytes).unwrap();
    let (code, words) = script(Some(&signers));
    assert_eq!(code, Some(1), "{words}");
    let (code, told_by) = verify(&bag, Some(&demo().trust()));
    assert_eq!(code, Some(1), "{told_by}");
    assert!(told_by.contains("评级申请表.pdf"), "{told_by}");
}

#[test]
fn whoever_signed_takes_it_back_after_filing_and_verify_says_so_first() {
    let folder = tempfile::tempdir().unwrap();
    let name = demo().zip().file_name().unwrap().to_str().unwrap().to_owned();
    fs::copy(demo().zip(), folder.path().join(&name)).unwrap();
    let before = fs::read(folder.path().join(&name)).unwrap();
    let keys = demo().out.join("keys");
    let run = |line: &str, key: Option<&str>| {
        let mut command = juanzong();
        command.args(line.replace("ZIP", &name).split(' ')).current_dir(folder.path());
        if let Some(key) = key {
            let own = folder.path().join(key);
            if !own.exists() {
                // Beside a key lie copies of what it signed; these are no other test's.
                fs::copy(keys.join(key), &own).unwrap();
            }
            command.args(["--key", key, "--passphrase-file"]).arg(keys.join("口令.txt"));
        }
        let done = command.output().unwrap();
        (done.status.code(), told(&done))
    };
    let late = "--now 2026-05-20T09:00:00+08:00 --yes";
    let (code, said) =
        run(&format!("sign ZIP --withdraw --seat qual.examiner {late}"), Some("p-0008.pem"));
    assert!(code == Some(1) && said.contains("seal.nothing-to-withdraw"), "{said}");
    let early = "sign ZIP --withdraw --seat intake.receiver --now 2026-03-01 --yes";
    let (code, said) = run(early, Some("p-0001.pem"));
    assert!(code == Some(1) && said.contains("seal.order"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "a refused word left something");

    let (code, said) =
        run(&format!("sign ZIP --withdraw --seat intake.receiver {late}"), Some("p-0001.pem"));
    assert!(code == Some(0) && said.contains("卷包本身没有改动"), "{said}");
    let after = folder.path().join(name.replace(".zip", ".after"));
    assert!(after.join("reviews/01-intake/intake.receiver.p-0001.2.json.sig").exists());
    assert!(fs::read(folder.path().join(&name)).unwrap() == before, "the package changed");
    fs::copy(demo().trust(), folder.path().join("trust.json")).unwrap();
    let (code, said) = run(&format!("verify ZIP --trust trust.json --now {NOW}"), None);
    assert!(code == Some(3) && said.contains("seal.withdrawn-after-filing"), "{said}");
    assert!(said.contains("按归档当日所知：通过"), "the filing-day verdict stays: {said}");
    assert!(said.contains("归档以后的声明 1 份"), "{said}");
    // What signing laid there itself is nothing to ask anybody about.
    assert!(after.join("keyring/0001.json").exists() && !said.contains("after-refused"), "{said}");
    fs::write(after.join("keyring/0002.json"), "{}").unwrap();
    let (_, odd) = run(&format!("verify ZIP --trust trust.json --now {NOW}"), None);
    assert!(odd.contains("seal.after-refused"), "{odd}");
    fs::remove_file(after.join("keyring/0002.json")).unwrap();
    let (code, said) =
        run(&format!("sign ZIP --withdraw --seat intake.receiver {late}"), Some("p-0001.pem"));
    assert!(code == Some(1) && said.contains("seal.nothing-to-withdraw"), "{said}");
}

/// The commands of a document: its code blocks for a shell, in their order.
fn commands(document: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = fs::read_to_string(path).unwrap();
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    blocks.map(String::from).collect()
}

/// Runs all commands of `docs/verify-without-juanzong.md` in one shell, as somebody who copies them
/// does, on a package and with the list of signers from outside; what each of the blocks prints.
/// `change` is done to the unpacked package, as a shell says it, after the first block.
fn by_hand(folder: &Path, change: &str) -> Vec<String> {
    let name = demo().zip().file_name().unwrap().to_str().unwrap().to_owned();
    fs::copy(demo().zip(), folder.join(&name)).unwrap();
    let signers = folder.join("签署人名单");
    let done = juanzong()
        .args(["keyring", "signers"])
        .arg(demo().out.join("keyring"))
        .arg(&signers)
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    let blocks = commands("docs/verify-without-juanzong.md");
    assert_eq!(blocks.len(), 6, "blocks that this test does not know");
    let mut script = String::new();
    for (at, block) in blocks.iter().enumerate() {
        // Other packages are called otherwise, and nobody else's files lie in this folder.
        let block = block.replace("TS-130283-2026Q2-0001", name.trim_end_matches(".zip"));
        let block = block.replace("/tmp/", "../");
        script += &format!("{block}echo \"=== $?\"\n");
        if at == 0 {
            script += &format!("{change}\n");
        }
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(folder).env("LC_ALL", "C.UTF-8");
    let done = shell.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut parts = Vec::new();
    let mut part = String::new();
    for line in said.lines() {
        match line.strip_prefix("=== ") {
            Some(code) => parts.push(format!("{}[{code}]", std::mem::take(&mut part))),
            None => part += &format!("{line}\n"),
        }
    }
    assert_eq!(parts.len(), 6, "{said}{}", String::from_utf8_lossy(&done.stderr));
    parts
}

#[test]
fn the_commands_for_those_who_do_not_trust_us_hold_and_see_what_was_changed() {
    let tools =
        ["unzip", "sh", "sha256sum", "ssh-keygen", "openssl", "sed", "find", "sort", "tail", "cut"];
    if !have(&tools) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let parts = by_hand(folder.path(), "");
    let [script, files, lists, signers, other, chain] = parts.as_slice() else { panic!() };
    assert!(script.ends_with("[0]") && !script.contains("WRONG"), "{script}");
    let numbers: Vec<&str> = files.lines().map(str::trim).collect();
    let [one, two, code] = numbers.as_slice() else { panic!("{files}") };
    assert!(one == two && one.parse::<u32>().unwrap() > 10 && *code == "[0]", "{files}");
    assert_eq!(lists, "[0]");
    let statements = tree(&demo().out.join("case")).into_keys().filter(|name| {
        let signed = name.starts_with("reviews/") || name.starts_with("seals/");
        signed && name.ends_with(".json.sig")
    });
    let good = signers.lines().filter(|l| l.starts_with("Good \"")).count();
    assert!(good == statements.count() && good > 20, "{signers}");
    assert!(!signers.contains("不通过"), "{signers}");
    assert!(other.contains("公钥与编号相符"), "{other}");
    assert!(other.contains("Signature Verified Successfully"), "{other}");
    let seals = chain.lines().filter(|l| l.starts_with("接得上：seals/")).count();
    assert!(seals > 5 && !chain.contains("断开"), "{chain}");

    // One step sees each change, whatever the others say.
    let changed = |change: &str| {
        let folder = tempfile::tempdir().unwrap();
        by_hand(folder.path(), change)
    };
    let paper = changed("for f in data/0[1-9]*/*.pdf; do printf x >> \"$f\"; break; done");
    assert!(paper[1].contains("FAILED") || paper[1].contains(".pdf"), "{paper:?}");
    let word = changed("for f in reviews/*/*.1.json; do printf ' ' >> \"$f\"; break; done");
    assert_eq!(word[3].matches("不通过：reviews/").count(), 1, "{}", word[3]);
    assert!(word[2].contains("reviews/"), "the filing seal names it: {}", word[2]);
    let gone = changed("rm seals/02-*");
    assert_eq!(gone[5].matches("断开：seals/03-").count(), 1, "{}", gone[5]);
    let key = changed("sed -i 's/.$/A/' seals/*-filing.dsse.json; last_sig=x");
    assert!(!key[4].contains("Verified Successfully") || key[1].contains("FAILED"), "{key:?}");
}

#[test]
fn a_key_that_was_lost_later_changes_today_and_at_an_earlier_day_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, bytes) in tree(&demo().out.join("keyring")) {
        fs::create_dir_all(at("ring")).unwrap();
        fs::write(at("ring").join(name), bytes).unwrap();
    }
    let keys = demo().out.join("keys");
    let run = |words: &[&str]| {
        let done = juanzong().args(words).current_dir(folder.path()).output().unwrap();
        (done.status.code(), told(&done))
    };
    let since = "2026-03-01T00:00:00+08:00";
    let ring = juanzong::seal::Ring::parse(&fs::read(at("ring/0001.json")).unwrap()).unwrap();
    let held = ring.keys().iter().find(|key| key.person.to_string() == "p-0003").unwrap();
    let id = held.key.id().to_string();
    let lost = ["keyring", "revoke", "ring", "--key-id", &id, "--compromised-since", since];
    let (code, said) = run(&[&lost[..], &["--reason", "电脑失窃"]].concat());
    assert_eq!(code, Some(0), "{said}");
    let roots: Vec<PathBuf> = fs::read_dir(&keys)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_string_lossy().ends_with("-root.pem"))
        .collect();
    for root in &roots {
        let (root, pass) = (root.to_str().unwrap(), keys.join("口令.txt"));
        let approve = ["keyring", "approve", "ring", "--key", root, "--passphrase-file"];
        let _ = run(&[&approve[..], &[pass.to_str().unwrap(), "--yes"]].concat());
    }
    let (code, said) = run(&["keyring", "trust", "ring", "later.json"]);
    assert_eq!(code, Some(0), "{said}");

    let zip = demo().zip();
    let zip = zip.to_str().unwrap();
    let (code, said) = run(&["verify", zip, "--trust", "later.json"]);
    assert!(code == Some(3) && said.contains("结论：无法确定"), "{said}");
    assert!(said.contains("按归档当日所知：通过"), "{said}");
    let early = ["verify", zip, "--trust", "later.json", "--at", "2026-05-31T12:00:00+08:00"];
    let (code, said) = run(&early);
    assert!(code == Some(0) && said.contains("结论：通过"), "{said}");
    assert!(said.contains("2026"), "it says at which day it looked: {said}");
}

#[test]
fn other_sources_are_compared_where_they_are_named_and_an_empty_one_decides_nothing() {
    let verify = |also: &[&Path]| {
        let mut command = juanzong();
        command.arg("verify").arg(demo().zip()).arg("--trust").arg(demo().trust());
        command.arg("--also").args(also);
        let done = command.output().unwrap();
        (done.status.code(), told(&done))
    };
    let folder = tempfile::tempdir().unwrap();
    // A signer's own copies, as they lie beside a key.
    let copies = folder.path().join("copies");
    fs::create_dir(&copies).unwrap();
    for (name, bytes) in tree(&demo().out.join("case/reviews/02-qualification")) {
        fs::write(copies.join(name), bytes).unwrap();
    }
    let case = demo().out.join("case");
    for also in [&[copies.as_path()][..], &[case.as_path(), demo().zip().as_path()]] {
        let (code, said) = verify(also);
        assert!(code == Some(0) && !said.contains("未与其他来源比对"), "{said}");
    }
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (code, said) = verify(&[&empty]);
    assert!(code == Some(3) && said.contains("结论：无法确定"), "{said}");
    let (code, said) = verify(&[Path::new("/nowhere/at all")]);
    assert!(code == Some(2) && said.contains("找不到"), "{said}");
}
