//! A record filled in, signed and filed as the people of a bench would, and compared.

use std::fs;
use std::path::Path;

use super::bench::{Bench, OPENED};
use crate::builder::Done;

pub const CHECKED: &str = "2026-10-16T15:00:00+08:00";
const FILED: &str = "2026-10-17T09:00:00+08:00";

impl Bench {
    /// Puts a record back.
    pub fn write(&self, case: &str, record: &toml::Table) {
        let path = self.at(&format!("{case}/forms/recheck.record.toml"));
        fs::write(path, toml::to_string(record).unwrap()).unwrap();
    }

    /// Makes a case and fills it in as people do who find everything as it was.
    pub fn filled(&self, case: &str) -> toml::Table {
        self.begin(case, "").exit(0);
        let facts: toml::Table = self.read(&format!("{case}/case.toml")).parse().unwrap();
        let grade = facts["grade"].as_str().unwrap().to_lowercase();
        let record = unchanged(self.record(case), &grade);
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cement-products-c");
        for paper in ["forms/volume.cover.toml", "forms/volume.closing.toml"] {
            fs::copy(example.join(paper), self.at(&format!("{case}/{paper}"))).unwrap();
        }
        self.write(case, &record);
        record
    }

    pub fn act(&self, line: &str, key: &str, now: &str) -> Done {
        let pass = if key.starts_with("demo/") { "demo-pass" } else { "pass" };
        self.run(&format!(
            "{line} --key {key}.pem --passphrase-file {pass} --keyring demo/keyring --now {now} --yes"
        ))
    }

    /// Builds, signs and seals a filled case up to its filing, and packs it.
    pub fn file(&self, case: &str) {
        self.sign(case);
        self.act(&format!("seal {case} --stage recheck"), "leader", CHECKED).exit(0);
        self.run(&format!("build {case}")).exit(0);
        self.act(&format!("seal {case} --stage filing"), "compiler", FILED).exit(0);
        self.run(&format!("pack {case} --out {case}.zip")).exit(0);
    }

    /// Builds and opens a filled case and lets both people sign.
    pub fn sign(&self, case: &str) {
        self.open(case, OPENED);
        self.act(&format!("sign {case} --roster recheck.checker"), "leader", CHECKED).exit(0);
        let agree = "--opinion agree";
        self.act(
            &format!("sign {case} --seat recheck.checker {agree} --text 属实。"),
            "checker",
            CHECKED,
        )
        .exit(0);
        self.act(&format!("sign {case} --seat recheck.leader {agree}"), "leader", CHECKED).exit(0);
    }

    /// Builds and opens a filled case.
    pub fn open(&self, case: &str, at: &str) {
        self.run(&format!("build {case}")).exit(0);
        self.act(&format!("seal {case} --stage open"), "leader", at).exit(0);
    }

    /// Compares the filed package with a case or its package.
    pub fn compare(&self, recheck: &str, more: &str) -> Done {
        let line = format!("lookback compare {} {recheck} --trust trust.json", self.package);
        self.run(&format!("{line} --now 2026-10-20 {more}"))
    }
}

/// A record filled in by people who find everything as it was, and put right what was to be.
fn unchanged(mut record: toml::Table, grade: &str) -> toml::Table {
    for (field, text) in [
        ("sort", "back"),
        ("handling", "keep"),
        ("leader", "韩磊"),
        ("deputy", "钱芳"),
        ("reply", "无异议。"),
    ] {
        record.insert(field.into(), text.into());
    }
    record.insert("checked_on".into(), toml::Value::Datetime("2026-10-16".parse().unwrap()));
    let team = "[[team]]\nperson = \"p-0021\"\nname = \"韩磊\"\nunit = \"复核组\"\nrole = \"leader\"\n\
                [[team]]\nperson = \"p-0022\"\nname = \"吕静\"\nunit = \"复核组\"\nrole = \"checker\"\n";
    record.insert("team".into(), team.parse::<toml::Table>().unwrap()["team"].clone());
    let opinion = "opinion = \"agree\"\ntext = \"属实。\"\n".parse::<toml::Table>().unwrap();
    record.insert("concluded".into(), opinion.into());
    let grades = [("A 级", "a"), ("B 级", "b"), ("B- 级", "b-minus"), ("C 级", "c")];
    for row in record["rows"].as_array_mut().unwrap() {
        let row = row.as_table_mut().unwrap();
        let before = row["before"].as_str().unwrap().to_string();
        let then = before.rsplit_once('（').unwrap().1.trim_end_matches('）').to_string();
        let (met, reach) = then.split_once('，').unwrap();
        let reach = grades.iter().find(|(label, _)| *label == reach).unwrap().1;
        // What was not met then was put right, and reaches the grade that was given.
        let (differs, reach) = if met == "满足" { ("no", reach) } else { ("yes", grade) };
        for (cell, text) in [
            ("now", "现场查看"),
            ("evidence", "照片"),
            ("result", "met"),
            ("reach", reach),
            ("differs", differs),
            ("person", "p-0022"),
        ] {
            row.insert(cell.into(), text.into());
        }
        if differs == "yes" {
            row.insert("remark".into(), "已整改".into());
        }
    }
    record.insert("advised".into(), grade.into());
    record
}

/// A row of a record, by its place from 1.
pub fn row(record: &mut toml::Table, at: usize) -> &mut toml::Table {
    record["rows"].as_array_mut().unwrap()[at - 1].as_table_mut().unwrap()
}
