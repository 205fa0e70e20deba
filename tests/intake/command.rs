//! `juanzong intake` in a case: what is filed, what is refused, and that nothing else changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use juanzong::assemble::{self, Counter, InProcess, Prober};
use juanzong::verdict::Code;
use lopdf::{Object, dictionary};

use crate::samples::{Entry, Sheet, entry, raw_zip, zip};

struct Case {
    folder: tempfile::TempDir,
}

struct Told {
    code: i32,
    report: serde_json::Value,
}

fn juanzong(words: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_juanzong")).args(words).env_clear().output().unwrap()
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let case = Self { folder };
        let dir = case.dir();
        let words = "--profile tangshan-2025 --grade C --division 130283 --round 2026Q2";
        let words: Vec<&str> =
            ["new", dir.to_str().unwrap()].into_iter().chain(words.split(' ')).collect();
        assert!(juanzong(&words).status.success());
        case
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("案件")
    }

    /// A file beside the case.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("收到").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn intake(&self, paths: &[&Path], more: &[&str]) -> Told {
        let dir = self.dir();
        let mut words = vec!["intake", dir.to_str().unwrap(), "--format", "json"];
        words.extend(paths.iter().map(|p| p.to_str().unwrap()));
        words.extend(more);
        let out = juanzong(&words);
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        let report = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {told}"));
        Told { code: out.status.code().unwrap(), report }
    }

    /// What lies in the case, by path.
    fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        juanzong::base::disk::walk(&self.dir())
            .unwrap()
            .into_iter()
            .filter(|e| e.kind == juanzong::base::disk::Kind::File)
            .map(|e| (e.name, std::fs::read(e.path).unwrap()))
            .collect()
    }

    /// Names of the files in a slot.
    fn slot(&self, slot: &str) -> Vec<String> {
        let below = format!("evidence/{slot}/");
        self.tree().into_keys().filter_map(|n| Some(n.strip_prefix(&below)?.to_string())).collect()
    }

    fn list(&self) -> String {
        std::fs::read_to_string(self.dir().join("evidence.toml")).unwrap()
    }
}

impl Told {
    fn codes(&self) -> Vec<&str> {
        self.findings().iter().map(|f| f["code"].as_str().unwrap()).collect()
    }

    fn findings(&self) -> &Vec<serde_json::Value> {
        self.report["findings"].as_array().unwrap()
    }

    fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.report);
        self
    }

    /// Reasons of refused entries, by place.
    fn reasons(&self) -> BTreeMap<String, String> {
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_string();
        self.findings()
            .iter()
            .filter(|f| f["code"] == "assemble.entry-refused")
            .map(|f| (text(&f["place"]["file"]), text(&f["facts"]["reason"])))
            .collect()
    }
}

fn gbk(name: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(name).0.into_owned()
}

/// A good PDF that differs from others by its number.
fn sheet(number: usize) -> Vec<u8> {
    Sheet::with_content(&format!("0 0 m {} 100 l S", 100 + number)).bytes()
}

#[test]
fn files_folders_and_archives_are_filed_once_and_stay_as_they_came() {
    let case = Case::new();
    let single = case.file("报告.pdf", &sheet(1));
    case.file("照片/甲/报告.pdf", &sheet(2));
    let folder =
        case.file("照片/乙/报告.pdf", &sheet(3)).parent().unwrap().parent().unwrap().to_path_buf();
    let archive = raw_zip(&[
        entry(gbk("附件/环评批复.pdf"), &sheet(4)),
        entry(gbk("附件\\自行监测.pdf"), &sheet(5)),
        entry("附件/".as_bytes(), b""),
    ]);
    let archive = case.file("材料.zip", &archive);
    let paths = [single.as_path(), &folder, &archive];
    let told = case.intake(&paths, &["--slot", "app.evid"]).exit(0);
    assert_eq!(told.codes(), Vec::<&str>::new());
    assert_eq!(told.report["filed"].as_array().unwrap().len(), 5);
    let names =
        ["乙-报告.pdf", "报告.pdf", "甲-报告.pdf", "附件-环评批复.pdf", "附件-自行监测.pdf"];
    assert_eq!(case.slot("app.evid"), names);
    let tree = case.tree();
    for (name, number) in names.iter().zip([3, 1, 2, 4, 5]) {
        assert_eq!(tree[&format!("evidence/app.evid/{name}")], sheet(number), "{name}");
    }
    assert!(case.list().contains("received = \"附件/环评批复.pdf\""), "{}", case.list());
    let list = case.list();

    // Once more: nothing changes but what was last looked at.
    let told = case.intake(&paths, &["--slot", "app.evid"]).exit(0);
    assert_eq!((told.codes(), told.report["filed"].as_array().unwrap().len()), (vec![], 0));
    assert!(case.tree() == tree, "a second run changed something");

    // Without files it looks at what lies there, and building keeps the list.
    case.intake(&[], &[]).exit(0);
    juanzong(&["build", "--quiet", case.dir().to_str().unwrap()]);
    assert_eq!(case.list(), list);
    case.intake(&paths, &["--slot", "app.evid"]).exit(0);
    assert_eq!(case.list(), list);
}

#[test]
fn a_name_that_would_break_elsewhere_or_clashes_is_changed_and_told() {
    let case = Case::new();
    let one = case.file("a/达标率100%.pdf", &sheet(1));
    let told = case.intake(&[&one], &["--slot", "app.evid"]).exit(0);
    assert_eq!(told.codes(), ["assemble.name-changed"]);
    assert_eq!(case.slot("app.evid"), ["达标率100％.pdf"]);
    let two = case.file("b/达标率100％.PDF", &sheet(2));
    let told = case.intake(&[&two], &["--slot", "app.evid"]).exit(0);
    // The first is looked at again, and told again.
    assert_eq!(told.codes(), ["assemble.name-changed", "assemble.name-changed"]);
    assert_eq!(case.slot("app.evid"), ["达标率100％ (2).PDF", "达标率100％.pdf"]);
    assert!(case.list().contains("received = \"达标率100％.PDF\""));
}

#[test]
fn the_same_file_handed_in_twice_is_kept_and_told() {
    let case = Case::new();
    let (one, two) = (case.file("甲.pdf", &sheet(1)), case.file("乙.pdf", &sheet(1)));
    let told = case.intake(&[&one, &two], &["--slot", "app.evid"]).exit(0);
    assert_eq!(told.codes(), ["assemble.handed-in-twice"]);
    assert_eq!(told.findings()[0]["facts"]["other"], "evidence/app.evid/甲.pdf");
    assert_eq!(case.slot("app.evid"), ["乙.pdf", "甲.pdf"]);
}

#[test]
fn what_is_unfit_or_forbidden_is_refused_and_the_rest_is_filed() {
    let case = Case::new();
    let rules = case.dir().join("rules/profile.toml");
    let text = std::fs::read_to_string(&rules).unwrap();
    let text =
        text.replacen("[[slot]]", "[intake]\nforbid = [\"assemble.javascript\"]\n[[slot]]", 1);
    std::fs::write(&rules, text).unwrap();
    let script = dictionary! {
        "S" => "JavaScript", "JS" => Object::string_literal("app.beep()"),
    };
    let files = [
        case.file("a.pdf", &sheet(1)),
        case.file("b.pdf", &Sheet::new().locked("secret")),
        case.file("c.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
        case.file("d.pdf", &Sheet::new().of_catalog("OpenAction", script).bytes()),
        case.file("e.pdf", b""),
    ];
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let told = case.intake(&paths, &["--slot", "app.evid"]).exit(1);
    let expected =
        ["assemble.password", "assemble.heic", "assemble.javascript", "assemble.empty-file"];
    assert_eq!(told.codes(), expected);
    assert!(told.findings().iter().all(|f| f["verdict"] == "failed"));
    assert_eq!(told.findings()[2]["clause"], "tangshan-2025");
    assert_eq!(case.slot("app.evid"), ["a.pdf"]);
    assert_eq!(case.list().matches("[[file]]").count(), 1);
    // What is put there by hand is not moved, but it fails there too.
    std::fs::copy(&files[3], case.dir().join("evidence/app.evid/d.pdf")).unwrap();
    let told = case.intake(&[], &[]).exit(1);
    assert_eq!(told.codes(), ["assemble.javascript"]);
}

#[test]
fn a_folder_names_the_slot_of_its_files_and_what_has_none_is_refused() {
    let case = Case::new();
    let archive = zip(&[
        ("申报佐证材料/一/报告.pdf", &sheet(1)),
        ("app.commit/承诺书.pdf", &sheet(2)),
        ("别处/图.pdf", &sheet(3)),
    ]);
    let archive = case.file("全部.zip", &archive);
    let told = case.intake(&[&archive], &[]).exit(1);
    assert_eq!(told.codes(), ["assemble.no-slot", "assemble.name-changed"]);
    assert_eq!(told.findings()[0]["place"]["file"], "全部.zip/别处/图.pdf");
    assert_eq!(case.slot("app.evid"), ["一-报告.pdf"]);
    // The document of the slot's form bears this name already.
    assert_eq!(case.slot("app.commit"), ["承诺书 (2).pdf"]);
    let dir = case.dir();
    let words = ["intake", dir.to_str().unwrap(), archive.to_str().unwrap(), "--slot", "app.none"];
    let out = juanzong(&words);
    assert_eq!((out.status.code(), out.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&out.stderr).contains("没有“app.none”这个材料项"));
}

/// Counts how often a file is looked at.
struct Counting(std::sync::atomic::AtomicUsize);

impl Prober for Counting {
    fn probe(&self, path: &Path) -> Result<assemble::Probe, juanzong::base::disk::Error> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        InProcess.probe(path)
    }
}

#[test]
fn a_slot_whose_stage_is_sealed_takes_nothing_more() {
    let case = Case::new();
    let path = case.file("a.pdf", &sheet(1));
    let loaded = juanzong::case::Case::load(&case.dir()).unwrap();
    let closed = BTreeMap::from([("app.evid".to_string(), "受理".to_string())]);
    let take = |slot| {
        let counter = Counter {
            case: &loaded,
            slot: Some(slot),
            closed: &closed,
            prober: &InProcess,
            octets: &(),
        };
        counter.take(std::slice::from_ref(&path), &mut ()).unwrap()
    };
    let handed = take("app.evid");
    let codes: Vec<Code> = handed.report.findings().iter().map(|f| f.code).collect();
    assert_eq!((codes, handed.refused), (vec![Code::AssembleSlotClosed], 1));
    assert!(case.slot("app.evid").is_empty());
    assert_eq!(take("intake.late").filed.len(), 1);
}

#[test]
fn a_file_is_looked_at_again_only_when_its_octets_are_new() {
    let case = Case::new();
    let prober = Counting(0.into());
    let looked = |paths: &[PathBuf]| {
        let loaded = juanzong::case::Case::load(&case.dir()).unwrap();
        let closed = BTreeMap::new();
        let counter = Counter {
            case: &loaded,
            slot: Some("app.evid"),
            closed: &closed,
            prober: &prober,
            octets: &(),
        };
        counter.take(paths, &mut ()).unwrap();
        prober.0.swap(0, std::sync::atomic::Ordering::Relaxed)
    };
    let path = case.file("a.pdf", &sheet(1));
    assert_eq!(looked(std::slice::from_ref(&path)), 1);
    assert_eq!(looked(&[]), 0);
    assert_eq!(looked(std::slice::from_ref(&path)), 0, "handed in again");
    let filed = case.dir().join("evidence/app.evid/a.pdf");
    let times = std::fs::FileTimes::new().set_modified(std::time::UNIX_EPOCH);
    std::fs::File::options().write(true).open(&filed).unwrap().set_times(times).unwrap();
    assert_eq!(looked(&[]), 0, "touched");
    std::fs::rename(&filed, filed.with_file_name("b.pdf")).unwrap();
    assert_eq!(looked(&[]), 0, "renamed");
    std::fs::write(filed.with_file_name("b.pdf"), sheet(2)).unwrap();
    assert_eq!(looked(&[]), 1, "changed");
}

#[test]
fn a_case_is_no_evidence_of_its_own() {
    let case = Case::new();
    let (before, dir) = (case.tree(), case.dir());
    for path in [dir.clone(), dir.parent().unwrap().to_path_buf(), dir.join("forms/..")] {
        let words = [dir.as_path(), &path].map(|path| path.to_str().unwrap().to_string());
        let out = juanzong(&["intake", &words[0], &words[1], "--slot", "app.evid"]);
        assert_eq!(out.status.code(), Some(2), "{}", path.display());
        assert!(String::from_utf8_lossy(&out.stderr).contains("不能当作材料收进来"));
        assert!(case.tree() == before);
    }
}

#[test]
fn what_was_looked_at_before_somebody_stopped_it_is_not_looked_at_again() {
    /// Lets so many files pass.
    struct Patience(usize);
    impl assemble::Progress for Patience {
        fn step(&mut self, _: &'static str, done: usize, _: usize) -> bool {
            self.0 -= usize::from(done > 0);
            self.0 > 0
        }
    }
    let case = Case::new();
    let folder = case.dir().join("evidence/app.evid");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..10 {
        std::fs::write(folder.join(format!("{number}.pdf")), sheet(number)).unwrap();
    }
    let prober = Counting(0.into());
    let looked = |patience| {
        let loaded = juanzong::case::Case::load(&case.dir()).unwrap();
        let closed = BTreeMap::new();
        let counter =
            Counter { case: &loaded, slot: None, closed: &closed, prober: &prober, octets: &() };
        let whole = counter.take(&[], &mut Patience(patience)).is_ok();
        (whole, prober.0.swap(0, std::sync::atomic::Ordering::Relaxed))
    };
    let (whole, first) = looked(4);
    assert!(!whole && first >= 4);
    let (whole, second) = looked(100);
    assert!(whole && second <= 6, "{first} files, then {second}");
}

/// Knows at once what a file is, or only after everything is hashed.
struct Paced(std::time::Duration);

impl Prober for Paced {
    fn probe(&self, _: &Path) -> Result<assemble::Probe, juanzong::base::disk::Error> {
        std::thread::sleep(self.0);
        Ok(assemble::Probe::of(assemble::Kind::Other("unknown")))
    }
}

#[test]
fn every_file_is_listed_whether_it_is_hashed_or_looked_at_first() {
    for pace in [0, 20] {
        let case = Case::new();
        let folder = case.dir().join("evidence/app.evid");
        std::fs::create_dir_all(&folder).unwrap();
        for n in 0..30_u8 {
            std::fs::write(folder.join(format!("{n}.dat")), vec![n; 300_000]).unwrap();
        }
        let loaded = juanzong::case::Case::load(&case.dir()).unwrap();
        let counter = Counter {
            case: &loaded,
            slot: None,
            closed: &BTreeMap::new(),
            prober: &Paced(std::time::Duration::from_millis(pace)),
            octets: &(),
        };
        counter.take(&[], &mut ()).unwrap();
        let list = std::fs::read_to_string(case.dir().join("evidence.toml")).unwrap();
        assert_eq!(list.matches("sha256 = ").count(), 30, "{list}");
    }
}

#[test]
fn an_archive_of_traps_gives_its_good_files_and_nothing_leaves_the_case() {
    let case = Case::new();
    let inner = raw_zip(&[entry(gbk("内层.pdf"), &sheet(2))]);
    let deepest = zip(&[("z.zip", &zip(&[("y.zip", &zip(&[("x.pdf", &sheet(9))]))]))]);
    let link = Entry { mode: 0o120_777, ..entry("link.pdf", b"/etc/passwd") };
    let device = Entry { mode: 0o020_666, ..entry("dev.pdf", b"x") };
    let locked = Entry { flags: 1, ..entry("locked.pdf", b"not really") };
    let liar = Entry { claims: Some(7), ..entry("liar.pdf", &sheet(8)) };
    let archive = raw_zip(&[
        entry("../../outside.pdf", b"%PDF-1.7"),
        entry("/etc/outside.pdf", b"%PDF-1.7"),
        entry("C:\\outside.pdf", b"%PDF-1.7"),
        entry("a/..\\..\\outside.pdf", b"%PDF-1.7"),
        link,
        device,
        locked,
        liar,
        entry("__MACOSX/._a.pdf", b"x"),
        entry("同名.pdf", &sheet(1)),
        entry("同名.pdf", &sheet(3)),
        entry("inner.zip", &inner),
        entry("deep.zip", &deepest),
    ]);
    let archive = case.file("坏.zip", &archive);
    let before: Vec<_> =
        std::fs::read_dir(case.folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    let told = case.intake(&[&archive], &["--slot", "app.evid"]).exit(1);
    let reasons = told.reasons();
    let reason = |name: &str| reasons.get(&format!("坏.zip/{name}")).map(String::as_str);
    assert_eq!(reason("../../outside.pdf"), Some("path"));
    assert_eq!(reason("/etc/outside.pdf"), Some("path"));
    assert_eq!(reason("C:/outside.pdf"), Some("path"));
    assert_eq!(reason("a/../../outside.pdf"), Some("path"));
    assert_eq!(reason("link.pdf"), Some("link"));
    assert_eq!(reason("dev.pdf"), Some("link"));
    assert_eq!(reason("locked.pdf"), Some("password"));
    assert_eq!(reason("liar.pdf"), Some("damaged"));
    assert_eq!(reason("__MACOSX/._a.pdf"), Some("system"));
    assert_eq!(reason("deep.zip/z.zip/y.zip"), Some("deep"));
    assert_eq!(reasons.len(), 10);
    let names = ["inner.zip-内层.pdf", "同名 (2).pdf", "同名.pdf"];
    assert_eq!(case.slot("app.evid"), names);
    let after: Vec<_> =
        std::fs::read_dir(case.folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(before, after);
    assert!(!case.tree().keys().any(|n| n.contains("outside") || n.contains(".part")));
}

#[test]
fn archives_that_are_no_archives_or_bombs_are_refused_whole() {
    let case = Case::new();
    let one = |bytes: &[u8]| {
        let path = case.file("x.zip", bytes);
        let told = case.intake(&[&path], &["--slot", "app.evid"]).exit(1);
        told.reasons().get("x.zip").cloned()
    };
    assert_eq!(one(b"PK\x03\x04 and nothing of the kind").as_deref(), Some("damaged"));
    let locked = |name| Entry { flags: 1, ..entry(name, b"secret") };
    assert_eq!(one(&raw_zip(&[locked("a"), locked("b")])).as_deref(), Some("password"));
    // Two names for the same octets.
    let mut twice = raw_zip(&[entry("a.pdf", &sheet(1)), entry("b.pdf", &sheet(1))]);
    let at = twice.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    twice[at + 42..at + 46].copy_from_slice(&[0; 4]);
    assert_eq!(one(&twice).as_deref(), Some("bomb"));
    assert!(case.slot("app.evid").is_empty());
    // 300 MiB of nothing, packed a thousand times tighter.
    let bomb = zip(&[("bomb.pdf", &vec![0; 300 << 20])]);
    let path = case.file("x.zip", &bomb);
    let told = case.intake(&[&path], &["--slot", "app.evid"]).exit(1);
    assert_eq!(told.reasons()["x.zip/bomb.pdf"], "bomb");
    assert!(case.slot("app.evid").is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_ends_its_reader_is_filed_with_that_finding() {
    let case = Case::new();
    let numbers = [b"[".to_vec(), b"0 ".repeat(24_000_000), b"]".to_vec()].concat();
    let path = case.file("x.pdf", &crate::process::pages(1, "595 842", numbers));
    let told = case.intake(&[&path], &["--slot", "app.evid"]).exit(0);
    assert_eq!(told.codes(), ["assemble.reader-defeated"]);
    assert_eq!(told.findings()[0]["facts"]["reason"], "crash");
    assert_eq!(case.slot("app.evid"), ["x.pdf"]);
}

#[test]
#[cfg(unix)]
fn whoever_stops_it_finds_the_case_as_it_was() {
    let case = Case::new();
    let path = case.file("大.mp4", b"\0\0\0\x18ftypmp42");
    std::fs::File::options().write(true).open(&path).unwrap().set_len(4 << 30).unwrap();
    let before = case.tree();
    let dir = case.dir();
    let child = Command::new(env!("CARGO_BIN_EXE_juanzong"))
        .args(["intake", dir.to_str().unwrap(), path.to_str().unwrap(), "--slot", "app.evid"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // As soon as something is being copied.
    let aside = dir.join(format!(".intake.{}.part", child.id()));
    let copying = || std::fs::read_dir(&aside).is_ok_and(|mut d| d.next().is_some());
    while !copying() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stdout));
    assert!(String::from_utf8_lossy(&out.stderr).contains("已按您的要求停止"));
    assert!(case.tree() == before);
    let left: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().starts_with('.')), "{left:?}");
}
