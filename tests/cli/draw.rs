//! A sample drawn through the commands: frozen, drawn, checked, and drawn again by other programs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::builder::{Cli, Done};
use crate::journey::secret;

const FROZEN: &str = "2026-05-12T10:00:00+08:00";
const DRAWN: &str = "2026-05-15T09:00:00+08:00";
const VALUE: &str = "03 08 11 17 22 30 05";

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn cli(&self, line: &str) -> Cli {
        Cli::new().words(line).in_dir(self.root())
    }

    fn freeze(&self, out: &str, more: &[&str]) -> Done {
        self.cli("draw freeze cases --value-on 2026-05-14 --keyring ring --passphrase-file pass")
            .args(["--source", "2026 年 5 月 14 日福利彩票双色球开奖号码"])
            .args(["--example", "01 02 03 04 05 06 07", "--out", out, "--yes"])
            .args(more.iter().copied())
            .run()
    }

    fn draw(&self, list: &str, out: &str, more: &[&str]) -> Done {
        self.cli("draw draw --key clerk.pem --keyring ring --passphrase-file pass --yes")
            .args([list, "--out", out])
            .args(more.iter().copied())
            .run()
    }
}

const RIGHT: [&str; 6] = ["--sample", "s.30", "--key", "clerk.pem", "--now", FROZEN];

/// Keys, a ring, and the cases of one round: eleven of the grades that are sampled, one that is not.
fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let bench = Bench { folder: tempfile::tempdir().unwrap() };
        let run = |line: &str| bench.cli(line).run().exit(0);
        secret(&bench.root().join("pass"), "correct horse battery\n");
        for key in ["root", "clerk", "reviewer", "stranger"] {
            run(&format!("key new {key}.pem --passphrase-file pass"));
        }
        let until = "--until 2028-01-01 --now 2026-01-05";
        run(&format!("keyring init ring --threshold 1 --root p-0009,林雪,办公室,root.pub {until}"));
        let enrol = "keyring enrol ring --org 市局 --person";
        run(&format!("{enrol} p-0001 --name 周宁 --public clerk.pub --use register {until}"));
        run(&format!("{enrol} p-0002 --name 郑岚 --public reviewer.pub {until}"));
        run("keyring approve ring --key root.pem --passphrase-file pass");
        run("keyring trust ring trust.json");
        run("keyring signers ring signers");
        fs::create_dir(bench.root().join("cases")).unwrap();
        let new = "--profile shaoxing-draft --round 2026 --plant 一厂区";
        for n in 1..=12 {
            let grade = if n == 12 { "A" } else if n > 8 { "B-" } else { "B" };
            let county = if n % 2 == 0 { "330604" } else { "330602" };
            run(&format!(
                "new cases/{n:02} {new} --grade {grade} --division {county} --enterprise 示例企业{n}"
            ));
        }
        bench.freeze("list.json", &RIGHT).exit(0);
        bench.draw("list.json", "draw.json", &["--value", VALUE, "--now", DRAWN]).exit(0);
        bench
    })
}

fn read(path: &str) -> String {
    fs::read_to_string(bench().root().join(path)).unwrap()
}

/// The ids that a record names, in its order.
fn ids(record: &str) -> Vec<String> {
    let part = record.split("\"drawn\":[\n").nth(1).unwrap().split("\n]").next().unwrap();
    part.lines().map(|line| line.trim_matches([',', '"']).to_owned()).collect()
}

/// 三B(三)：B 级（含 B-）不低于 30%：十一家抽四家，A 级不在名单里。
#[test]
fn a_round_is_frozen_drawn_and_checked() {
    let bench = bench();
    let list = read("list.json");
    assert_eq!(list.matches("\"id\":").count(), 11);
    assert!(list.contains("\"rate\":\"30%\"") && list.contains("\"cite\":\"三B(三)\""), "{list}");
    assert!(!list.contains("示例企业12"));
    let record = read("draw.json");
    assert_eq!(ids(&record).len(), 4);
    bench
        .cli("draw check list.json draw.json --trust trust.json")
        .run()
        .exit(0)
        .stderr_is("")
        .stdout_has("draw.time-claimed")
        .stdout_has(&ids(&record)[0])
        .stdout_has("若有 1 项有问题：63.64%")
        .stdout_has("结论：通过");
    // Without trust nobody knows whose keys these are.
    bench
        .cli("draw check list.json draw.json")
        .run()
        .exit(3)
        .stderr_is("")
        .stdout_has("keyring.untrusted");
    bench
        .cli("draw check list.json --trust trust.json")
        .run()
        .exit(0)
        .stderr_is("")
        .stdout_has("通过");
    // What is frozen stays as it is: another list under its name is asked for, and refused here.
    let done = bench.cli("draw draw list.json --seed 7 --format json").run().exit(0).stderr_is("");
    assert!(
        done.stdout.contains("\"steerable\": true") || done.stdout.contains("\"steerable\":true"),
        "{done}"
    );
}

#[test]
fn other_programs_draw_the_same() {
    let bench = bench();
    let tool = |name: &str, run: &mut Command| -> Option<String> {
        let out = run.current_dir(bench.root()).env("LC_ALL", "C.UTF-8").output();
        let Ok(out) = out else {
            assert!(std::env::var_os("JUANZONG_ORACLES").is_none(), "{name} is missing");
            return None;
        };
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        Some(String::from_utf8(out.stdout).unwrap())
    };
    let drawn = ids(&read("draw.json"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/draw.py");
    if let Some(told) =
        tool("python3", Command::new("python3").arg(script).args(["list.json", VALUE]))
    {
        let lines: Vec<&str> = told.lines().collect();
        assert!(read("draw.json").contains(&format!("\"seed\":\"{}\"", lines[0])));
        assert_eq!(lines[1..], drawn);
    }
    // The shell of docs/draw.md as it stands there, with this list's name and number.
    let page = include_str!("../../docs/draw.md");
    let shell = page.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let shell = shell.replace("名单.json", "list.json").replace("head -n 6", "head -n 4");
    if let Some(told) = tool("bash", Command::new("bash").args(["-euc", &shell])) {
        let mut shelled: Vec<&str> = told.lines().map(|l| l.split("  ").nth(1).unwrap()).collect();
        shelled.sort_unstable();
        assert_eq!(shelled, drawn);
    }
    let line = "ssh-keygen -Y verify -f signers -I p-0001 -n register@juanzong.example -s list.json.sig < list.json";
    tool("ssh-keygen", Command::new("bash").args(["-c", line]));
}

#[test]
fn strata_are_drawn_by_themselves_and_each_gives_at_least_one() {
    let bench = bench();
    let more = [&RIGHT[..], &["--by", "grade,county"]].concat();
    bench.freeze("strata.json", &more).exit(0).stderr_has("B-/330602");
    bench.draw("strata.json", "strata-draw.json", &["--value", VALUE, "--now", DRAWN]).exit(0);
    // B: four and four; B-: two and one. 30 % of them, rounded up: 2 + 2 + 1 + 1.
    assert_eq!(ids(&read("strata-draw.json")).len(), 6);
    bench.cli("draw check strata.json strata-draw.json --trust trust.json").run().exit(0);
}

#[test]
fn what_could_have_been_steered_is_not_frozen() {
    let bench = bench();
    let freeze = |more: &[&str]| bench.freeze("never.json", more);
    // The value is not later than the list.
    let late = ["--sample", "s.30", "--key", "clerk.pem", "--now", "2026-05-14T00:00:00+08:00"];
    freeze(&late).exit(1).stdout_has("draw.value-not-later");
    freeze(&[&RIGHT[..], &["--rate", "29%"]].concat())
        .exit(1)
        .stdout_has("draw.below-rate")
        .stdout_has("SX 三B(三)");
    freeze(&[&RIGHT[..], &["--count", "3"]].concat()).exit(1).stdout_has("draw.below-rate");
    // A key for reviews, a key that nobody enrolled.
    let with = |key| ["--sample", "s.30", "--key", key, "--now", FROZEN];
    freeze(&with("reviewer.pem")).exit(1).stdout_has("seal.key-use");
    freeze(&with("stranger.pem")).exit(1).stdout_has("seal.key-unknown");
    freeze(&["--sample", "s.31", "--key", "clerk.pem"])
        .exit(2)
        .stderr_has("s.100 / s.100.city / s.30");
    freeze(&["--key", "clerk.pem", "--purpose", "x"]).exit(2).stderr_has("--rate");
    freeze(&["--key", "clerk.pem", "--rate", "30%"]).exit(2).stderr_has("--purpose");
    freeze(&[&RIGHT[..], &["--round", "2025"]].concat()).exit(2).stderr_has("没有可抽的对象");
    assert!(!bench.root().join("never.json").exists());
    assert!(!bench.root().join("never.json.sig").exists());
}

/// Leaving a case out by spoiling it would steer the draw.
#[test]
fn a_list_never_lacks_a_case_that_cannot_be_read() {
    let bench = bench();
    let folder = bench.root().join("spoilt/01");
    crate::journey::copy(&bench.root().join("cases/01"), &folder);
    crate::journey::copy(&bench.root().join("cases/02"), &bench.root().join("spoilt/02"));
    fs::write(folder.join("case.toml"), "case = ").unwrap();
    bench
        .cli("draw freeze spoilt --sample s.30 --value-on 2026-05-14 --source x --example 1 --out s.json")
        .args(["--key", "clerk.pem", "--keyring", "ring", "--passphrase-file", "pass", "--yes"])
        .run()
        .exit(2)
        .stdout_is("")
        .stderr_has("名单不能缺少它");
}

#[test]
fn nobody_draws_before_the_value_or_with_another_spelling_unasked() {
    let bench = bench();
    bench
        .draw("list.json", "early.json", &["--value", VALUE, "--now", "2026-05-13T09:00:00+08:00"])
        .exit(1)
        .stdout_has("draw.too-early");
    assert!(!bench.root().join("early.json").exists());
    // Another spelling is a question; the witness's yes is told, and the check stays open.
    bench
        .draw("list.json", "spelt.json", &["--value", "3 8 11 17 22 30 5", "--now", DRAWN])
        .exit(0)
        .stderr_has("draw.value-spelling");
    bench
        .cli("draw check list.json spelt.json --trust trust.json")
        .run()
        .exit(3)
        .stdout_has("draw.value-spelling");
}

#[test]
fn a_rehearsal_says_everywhere_that_it_could_be_steered() {
    let bench = bench();
    let label = "可操控，不得作正式抽样";
    bench
        .cli("draw draw list.json --seed 7 --out rehearsal.json --paper rehearsal.toml")
        .run()
        .exit(0)
        .stdout_has(label);
    assert!(read("rehearsal.json").contains("\"mode\":\"rehearsal\""));
    assert!(!bench.root().join("rehearsal.json.sig").exists());
    assert!(read("rehearsal.toml").contains("mode = \"rehearsal\""));
    bench
        .cli("draw check list.json rehearsal.json --trust trust.json")
        .run()
        .exit(3)
        .stdout_has("draw.rehearsal")
        .stdout_has(label);
    bench.cli("draw draw list.json --seed 7 --value 8").run().exit(2).stdout_is("");
}

#[test]
fn a_touched_record_or_list_is_found() {
    let bench = bench();
    let path = |name: &str| bench.root().join(name);
    let record = read("draw.json");
    let drawn = ids(&record);
    let other = (1..=11)
        .map(|n| format!("SX-330602-2026-{n:04}"))
        .chain((1..=11).map(|n| format!("SX-330604-2026-{n:04}")));
    let other = other.filter(|id| read("list.json").contains(id.as_str()));
    let other = other.into_iter().find(|id| !drawn.contains(id)).unwrap();
    let mut steered = drawn.clone();
    steered[0] = other.clone();
    steered.sort();
    let list =
        |ids: &[String]| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",\n");
    let touched = record.replace(&list(&drawn), &list(&steered));
    assert_ne!(touched, record);
    fs::write(path("touched.json"), touched).unwrap();
    fs::copy(path("draw.json.sig"), path("touched.json.sig")).unwrap();
    bench
        .cli("draw check list.json touched.json --trust trust.json")
        .run()
        .exit(1)
        .stdout_has("draw.selection-differs")
        .stdout_has("seal.signature-invalid")
        .stdout_has(&other);
    let less: String = read("list.json").replace("一厂区", "二厂区");
    fs::write(path("other.json"), less).unwrap();
    fs::copy(path("list.json.sig"), path("other.json.sig")).unwrap();
    bench
        .cli("draw check other.json draw.json --trust trust.json")
        .run()
        .exit(1)
        .stdout_has("seal.signature-invalid")
        .stdout_has("draw.other-list");
}

#[test]
fn the_record_is_printed_for_drawer_and_witness() {
    let bench = bench();
    let papers = ["--paper", "record.pdf", "--paper", "record.docx", "--paper", "record.toml"];
    let more = [&["--value", VALUE, "--now", DRAWN][..], &papers].concat();
    bench.draw("list.json", "again.json", &more).exit(0).stderr_has("record.docx");
    for paper in ["record.pdf", "record.docx"] {
        assert!(fs::metadata(bench.root().join(paper)).unwrap().len() > 4_000, "{paper}");
    }
    let data = read("record.toml");
    for line in ["mode = \"formal\"", "listed = 11", "count = 4", "frozen_on = 2026-05-12", VALUE] {
        assert!(data.contains(line), "{line} in {data}");
    }
    assert_eq!(data.lines().filter(|line| *line == "[[drawn]]").count(), 4);
    bench
        .draw("list.json", "x.json", &["--value", VALUE, "--paper", "x.xlsx"])
        .exit(2)
        .stderr_has(".toml");
}

#[test]
fn a_typed_list_needs_no_cases() {
    let bench = bench();
    let lines = "# 卷包\nTS-130283-2026Q2-0001\t2026Q2\t示例一\nTS-130283-2026Q1-0001\t2026Q1\n";
    fs::write(bench.root().join("entries.tsv"), lines).unwrap();
    bench
        .cli("draw freeze --entries entries.tsv --rate 50% --purpose 回头看 --value-on 2026-05-14")
        .args(["--source", "x", "--example", "1", "--out", "typed.json", "--yes", "--now", FROZEN])
        .args(["--key", "clerk.pem", "--keyring", "ring", "--passphrase-file", "pass"])
        .run()
        .exit(0);
    assert!(read("typed.json").contains("\"stratum\":\"2026Q1\""));
    bench.draw("typed.json", "typed-draw.json", &["--value", "7", "--now", DRAWN]).exit(0);
    assert_eq!(ids(&read("typed-draw.json")).len(), 2);
    // No rule names a form for it: the one that can hold a draw is taken, and a form that cannot is
    // refused before anything is drawn.
    let paper = |form: &[&str]| {
        let more = ["--value", "7", "--now", DRAWN, "--paper", "typed.toml"];
        bench.draw("typed.json", "typed-paper.json", &[&more[..], form].concat())
    };
    paper(&["--form", "site-form"]).exit(2).stderr_has("sampling-record");
    assert!(!bench.root().join("typed-paper.json").exists());
    paper(&[]).exit(0);
    assert!(read("typed.toml").contains("listed = 2"));
    assert!(bench.root().join("typed-paper.json").exists());
}
