//! A case that is sent back, through the commands alone: what was signed before is kept, what was
//! wrong is put right, everybody concerned signs again, and the package verifies. Who signs what and
//! when is the example's own script (`demo.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::builder::{Cli, Done};
use crate::journey::{copy, edit, secret};

/// The seal that sends the case back, after both opinions of its stage.
const RETURNED: &str = "2026-03-06T15:25:00+08:00";
/// The day on which everything up to that stage is signed again; the hours are those of the script.
const AGAIN: &str = "2026-03-09";
const LICENCE: &str = "排污许可证副本.jpg";

/// The people of the example with their keys, a ring that knows them, and the case.
struct Bench {
    folder: tempfile::TempDir,
    script: Table,
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no {key} in {table:?}"))
}

fn list<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Value> {
    table.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn tables<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    list(table, key).filter_map(Value::as_table)
}

impl Bench {
    fn lay() -> Self {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
        let script = fs::read_to_string(example.join("demo.toml")).unwrap().parse().unwrap();
        let bench = Self { folder: tempfile::tempdir().unwrap(), script };
        secret(&bench.at("pass"), "correct horse battery\n");
        bench.run("key new root.pem --passphrase-file pass").exit(0);
        let until = "--until 2028-01-01 --now 2026-01-05";
        bench
            .run(&format!(
                "keyring init ring --threshold 1 --root p-0099,名册管理人,办公室,root.pub {until}"
            ))
            .exit(0);
        bench
            .run("new case --profile tangshan-2025 --grade C --division 130283 --round 2026Q2")
            .exit(0);
        let profile: Table =
            fs::read_to_string(bench.at("case/rules/profile.toml")).unwrap().parse().unwrap();
        for person in tables(&bench.script, "person") {
            let id = text(person, "id");
            bench.run(&format!("key new {id}.pem --passphrase-file pass")).exit(0);
            bench
                .run(&format!(
                    "keyring enrol ring --person {id} --name {} --org {} --public {id}.pub {until}",
                    text(person, "name"),
                    text(person, "org")
                ))
                .exit(0);
            let held: BTreeSet<&str> = list(person, "seats").filter_map(Value::as_str).collect();
            for (actor, (stages, seats)) in mandates(&profile, &held) {
                let join = |words: BTreeSet<&str>| words.into_iter().collect::<Vec<_>>().join(",");
                let (stages, seats) = (join(stages), join(seats));
                bench
                    .run(&format!(
                        "keyring mandate ring --person {id} --actor {actor} --stages {stages} --seats {seats} --act 〔2026〕1号 {until}"
                    ))
                    .exit(0);
            }
        }
        bench.run("keyring approve ring --key root.pem --passphrase-file pass").exit(0);
        bench.run("keyring trust ring trust.json").exit(0);
        copy(&example, &bench.at("case"));
        fs::remove_file(bench.at("case/demo.toml")).unwrap();
        bench
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, line: &str) -> Done {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        Cli::new().words(line).args(["--font-dir".into(), fonts]).in_dir(self.folder.path()).run()
    }

    fn signed(&self, line: &str, person: &str, now: &str) -> Done {
        self.run(&format!(
            "{line} --key {person}.pem --passphrase-file pass --keyring ring --now {now} --yes"
        ))
    }

    fn acts(&self) -> Vec<&Table> {
        tables(&self.script, "act").collect()
    }

    /// One act of the script, at the time that it names or on another day at the same hour.
    fn play(&self, act: &Table, day: Option<&str>) {
        let at = text(act, "at");
        let now = day.map_or(at.to_string(), |day| format!("{day}{}", at.split_at(day.len()).1));
        let mut line = match text(act, "do") {
            "open" => "seal case --stage open".to_string(),
            "seal" => format!("seal case --stage {}", text(act, "stage")),
            "roster" => format!("sign case --roster {}", text(act, "seat")),
            _ => format!("sign case --seat {} --opinion agree", text(act, "seat")),
        };
        for away in list(act, "absent").filter_map(Value::as_array) {
            let words: Vec<&str> = away.iter().filter_map(Value::as_str).collect();
            line += &format!(" --absent {}", words.join("="));
        }
        if let Some(text) = act.get("text").and_then(Value::as_str) {
            line += &format!(" --text {text}");
        }
        self.signed(&line, text(act, "person"), &now).exit(0);
    }
}

/// By actor the stages and seats of the profile in which somebody with these seats sits or seals.
fn mandates<'a>(
    profile: &'a Table,
    held: &BTreeSet<&str>,
) -> BTreeMap<&'a str, (BTreeSet<&'a str>, BTreeSet<&'a str>)> {
    let mut by_actor: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for stage in tables(profile, "stage") {
        let seats = tables(stage, "seat").map(|seat| text(seat, "id"));
        for seat in seats.chain([text(stage, "seals")]).filter(|seat| held.contains(seat)) {
            let mandate = by_actor.entry(text(stage, "actor")).or_default();
            mandate.0.insert(text(stage, "id"));
            mandate.1.insert(seat);
        }
    }
    by_actor
}

/// The files below a folder, by path from there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = juanzong::base::disk::walk(folder).unwrap();
    let files = found.into_iter().filter(|e| e.kind == juanzong::base::disk::Kind::File);
    files.map(|e| (e.name, fs::read(e.path).unwrap())).collect()
}

#[test]
fn a_case_that_was_sent_back_is_put_right_signed_again_filed_and_verified() {
    let bench = Bench::lay();
    let acts = bench.acts();
    let is_seal_of =
        |act: &&Table, stage: &str| text(act, "do") == "seal" && text(act, "stage") == stage;
    let returns = acts.iter().position(|act| is_seal_of(act, "qualification")).unwrap();
    let (open, before) = acts[..returns].split_first().unwrap();
    bench.play(open, None);
    bench.run("build case").exit(0);
    before.iter().for_each(|act| bench.play(act, None));

    // Sent back: everything that was signed since is kept under the last seal that names it; typed
    // data, which no seal names, under the last stage whose reviews do.
    let sealer = text(acts[returns], "person");
    bench
        .signed("seal case --stage qualification --return-to intake", sealer, RETURNED)
        .exit(0)
        .stdout_has("提交申请");
    let evidence = bench.at("case/evidence");
    let licence = fs::read(evidence.join("app.evid").join(LICENCE)).unwrap();
    let typed = fs::read(bench.at("case/forms/app.form.toml")).unwrap();
    let paper = fs::read(bench.at("case/out/data/01-评级申请表/评级申请表.pdf")).unwrap();
    let kept = files(&bench.at("case/data/98-已替代材料"));
    let wrong: BTreeMap<String, Vec<u8>> = [
        ("01/01-评级申请表/评级申请表.pdf".to_string(), paper),
        (format!("01/04-申报佐证材料/{LICENCE}"), licence),
        ("02/forms/app.form.toml".to_string(), typed),
    ]
    .into();
    for (name, bytes) in &wrong {
        assert!(kept.get(name) == Some(bytes), "{name} is not kept as it was signed");
    }

    // Put right: one line of a form, one received file.
    edit(&bench.at("case/forms/app.form.toml"), "keeper =", "keeper = \"孙立\"");
    let other = fs::read(evidence.join("site.evid/搅拌楼除尘器.jpg")).unwrap();
    fs::write(evidence.join("app.evid").join(LICENCE), other).unwrap();
    bench.run("build case").exit(0).stdout_has("结论：通过");
    // Nobody's old opinion counts for what is new.
    bench
        .signed("seal case --stage intake", "p-0001", "2026-03-06T16:00:00+08:00")
        .exit(1)
        .stdout_has("席位“受理人”没有人签署意见");

    // Signed again by all of them, then on to the end.
    before.iter().for_each(|act| bench.play(act, Some(AGAIN)));
    bench.play(acts[returns], Some(AGAIN));
    acts[returns + 1..].iter().for_each(|act| bench.play(act, None));
    let left = files(&bench.at("case/data/98-已替代材料"));
    assert!(left == wrong, "kept beside what was replaced: {:?}", left.keys());

    // The case number is the example's.
    bench.run("pack case --out sent-back.zip").exit(0);
    bench
        .run("verify sent-back.zip --trust trust.json")
        .exit(0)
        .stdout_has("结论：通过")
        .stderr_is("");
    let listed = bench.run("show sent-back.zip").exit(0);
    for name in wrong.keys() {
        assert!(listed.stdout.contains(&format!("data/98-已替代材料/{name}")), "{listed}");
    }
    // The case that was filed stays as it is: what was kept is part of what the seal covers.
    fs::remove_file(bench.at("case/data/98-已替代材料/02/forms/app.form.toml")).unwrap();
    bench
        .run("pack case --out without.zip")
        .exit(1)
        .stdout_is("")
        .stderr_has("manifest-sha256.txt");
    assert!(!bench.at("without.zip").exists());
}
