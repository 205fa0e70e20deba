//! What the tests of look-backs share: an example filed by `demo`, a newer key ring of the same bureau
//! with people who check again, and the record filled in as they would.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::builder::{Cli, Done};
use crate::journey::secret;

/// When the re-check is opened; a year after the examples were filed.
pub const OPENED: &str = "2026-10-15T09:00:00+08:00";

/// A folder with a filed example and the people of its re-check.
pub struct Bench {
    folder: tempfile::TempDir,
    /// The filed package, below the folder.
    pub package: String,
}

/// The example of the first regulation, filed once for all tests.
pub fn tangshan() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| Bench::of("examples/cement-products-c", "", "2026-05-01"))
}

impl Bench {
    /// Files an example, and makes the people who check again on a day.
    pub fn of(example: &str, more: &str, since: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Self { folder, package: String::new() };
        secret(&bench.at("pass"), "correct horse battery\n");
        secret(&bench.at("demo-pass"), "juanzong-demo\n");
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join(example);
        bench.run(&format!("demo --out demo --example {} {more}", example.display())).exit(0);
        let zip = fs::read_dir(bench.at("demo")).unwrap().map(|e| e.unwrap().file_name());
        let zip = zip.map(|n| n.into_string().unwrap()).find(|n| n.ends_with(".zip")).unwrap();
        bench.package = format!("demo/{zip}");
        let until = format!("--until 2040-01-01 --now {since}");
        for (person, name, key, seats, stage) in [
            ("p-0021", "韩磊", "leader", "recheck.leader", "recheck"),
            ("p-0022", "吕静", "checker", "recheck.checker", "recheck"),
            ("p-0023", "石峰", "compiler", "filing.compiler", "filing"),
        ] {
            bench.run(&format!("key new {key}.pem --passphrase-file pass")).exit(0);
            bench
                .run(&format!("keyring enrol demo/keyring --person {person} --name {name} --org 复核组 --public {key}.pub {until}"))
                .exit(0);
            bench
                .run(&format!("keyring mandate demo/keyring --person {person} --seats {seats} --stages {stage} --act 〔2026〕9号 {until}"))
                .exit(0);
        }
        // One who signed the filed dossier too, and one who only has such a name.
        bench
            .run(&format!("keyring mandate demo/keyring --person p-0004 --seats recheck.checker --stages recheck --act 〔2026〕9号 {until}"))
            .exit(0);
        let namesake = bench.name_of("p-0004");
        bench.run("key new namesake.pem --passphrase-file pass").exit(0);
        bench
            .run(&format!("keyring enrol demo/keyring --person p-0025 --name {namesake} --org 复核组 --public namesake.pub {until}"))
            .exit(0);
        bench
            .run(&format!("keyring mandate demo/keyring --person p-0025 --seats recheck.checker --stages recheck --act 〔2026〕9号 {until}"))
            .exit(0);
        // Who keeps the register and draws signs nothing else.
        bench.run("key new keeper.pem --passphrase-file pass").exit(0);
        bench
            .run(&format!("keyring enrol demo/keyring --person p-0024 --name 沈岸 --org 档案室 --public keeper.pub --use register {until}"))
            .exit(0);
        for key in fs::read_dir(bench.at("demo/keys")).unwrap() {
            let name = key.unwrap().file_name().into_string().unwrap();
            if name.ends_with("-root.pem") {
                let line = format!("keyring approve demo/keyring --key demo/keys/{name}");
                bench.run(&format!("{line} --passphrase-file demo-pass")).exit(0);
            }
        }
        bench.run("keyring trust demo/keyring trust.json").exit(0);
        bench
    }

    /// The name of somebody in the example's script.
    pub fn name_of(&self, person: &str) -> String {
        let ring = fs::read_to_string(self.at("demo/keyring/0001.json")).unwrap();
        let ring: serde_json::Value = serde_json::from_str(&ring).unwrap();
        let people = ring["people"].as_array().unwrap();
        let found = people.iter().find(|p| p["id"] == person).unwrap();
        found["name"].as_str().unwrap().to_string()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn cli(&self, line: &str) -> Cli {
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        Cli::new().words(line).args(["--font-dir".into(), fonts]).in_dir(self.folder.path())
    }

    pub fn run(&self, line: &str) -> Done {
        self.cli(line).run()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// Makes the case of a re-check of the filed package.
    pub fn begin(&self, case: &str, more: &str) -> Done {
        let line = format!("lookback new {} --into {case}", self.package);
        self.run(&format!("{line} --trust trust.json --now {OPENED} {more}"))
    }

    /// The record of a case as data.
    pub fn record(&self, case: &str) -> toml::Table {
        self.read(&format!("{case}/forms/recheck.record.toml")).parse().unwrap()
    }
}
