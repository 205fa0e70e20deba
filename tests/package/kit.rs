//! A small dossier with real statements, and a zip writer that can lie in every field.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use juanzong::base::digest::Digest;
use juanzong::base::time::Moment;
use juanzong::package::{self, Bag, Checked, Tree};
use juanzong::seal::keyring::{Draft, Holder, RingKey, Use, Version, allowed_signers};
use juanzong::seal::predicate::{Open, Opinion, Outcome, Review, RingRef, Seal};
use juanzong::seal::{
    Carriers, Namespace, Person, Predicate, SecretKey, Statement, Subject, statement,
};

pub const CASE: &str = "TS-130283-2026Q2-0007";
pub const FILING: &str = "seals/02-filing.json";

pub type Files = BTreeMap<String, Vec<u8>>;

pub fn moment(text: &str) -> Moment {
    Moment::parse(&format!("{text}+08:00")).unwrap()
}

pub fn person(id: &str) -> Person {
    Person::parse(id).unwrap()
}

fn key(of: u8) -> SecretKey {
    SecretKey::from_seed(&[of; 32])
}

/// A dossier of one reviewed paper, sealed for filing.
pub struct Dossier {
    pub sm3: bool,
    pub case: String,
    filed_at: Moment,
    /// Everything that is not derived, by package name.
    pub files: Files,
    ring: RingRef,
    pub signers: String,
}

impl Dossier {
    /// Opened, reviewed and sealed, but not filed.
    pub fn open(sm3: bool) -> Self {
        Self::of(CASE, sm3, "2026-03-12T10:00:00")
    }

    /// The dossier of a case that will be filed at a moment.
    pub fn of(case: &str, sm3: bool, filed_at: &str) -> Self {
        let start = moment("2026-01-01T00:00:00");
        let mut draft = Draft::first(start, 1);
        let people = [
            ("p-0001", 1, Use::Sign(vec![Namespace::Review])),
            ("p-0002", 2, Use::Sign(vec![Namespace::Review, Namespace::Seal])),
            ("p-0009", 9, Use::Root),
        ];
        for (id, seed, uses) in people {
            let holder =
                Holder { id: person(id), name: format!("甲{seed}"), org: "示例分局".into() };
            draft.enrol(holder).unwrap();
            let key = RingKey {
                key: key(seed).public(),
                person: person(id),
                uses,
                valid_from: start,
                valid_until: moment("2028-01-01T00:00:00"),
                status: None,
            };
            draft.add_key(key).unwrap();
        }
        draft.set_roots(1, vec![key(9).id()]);
        let mut version = Version::unapproved(draft.finish().unwrap());
        version.approve(None, &key(9)).unwrap();
        let mut files = Files::new();
        let mut put = |name: &str, bytes: &[u8]| files.insert(name.into(), bytes.to_vec());
        put("keyring/0001.json", &version.ring.write());
        put("keyring/0001.dsse.json", &version.envelope());
        put("case.toml", format!("case = \"{case}\"\n").as_bytes());
        put("rules/profile.toml", b"id = \"x\"\n");
        put("forms/app.form.toml", "名称 = \"示例\"\n".as_bytes());
        put("data/00-封面与目录/案卷封面.pdf", b"cover");
        put("data/01-评级申请表/评级申请表.pdf", b"application");
        put("data/02-佐证材料/附件 (1)&乙'!.txt", "说明\n".as_bytes());
        let ring = version.ring.reference();
        let signers = allowed_signers(&version.ring);
        let filed_at = moment(filed_at);
        let mut dossier = Self { sm3, case: case.into(), filed_at, files, ring, signers };
        let open = Open {
            case: case.into(),
            division: "130283".into(),
            code: "91130200MA0TEAT01J".into(),
            plant: "一厂区 \"person\":\"p-0001\"".into(),
            grade: "C".into(),
            round: "2026Q2".into(),
            profile: "x".into(),
            nonce: "0".repeat(32),
            replaces: None,
            person: person("p-0002"),
            seat: "receiver".into(),
            signed_at: moment("2026-03-01T09:00:00"),
            keyring: ring,
            policy: Digest([1; 32]),
        };
        let subjects = dossier.subjects(&["rules/profile.toml"]);
        let opening = dossier.sign("seals/00-open.json", subjects, Predicate::Open(open), 2);
        let review = Review {
            case: case.into(),
            nn: 1,
            stage: "intake".into(),
            seat: "section.air".into(),
            person: person("p-0001"),
            k: 1,
            opinion: Opinion::Agree,
            text: "同意。".into(),
            rows: vec![],
            shown: vec![],
            roster: None,
            supersedes: None,
            signed_at: moment("2026-03-02T09:00:00"),
            prev_seal: opening,
            keyring: ring,
        };
        let paper = "data/01-评级申请表/评级申请表.pdf";
        let subjects = dossier.subjects(&[paper, "forms/app.form.toml"]);
        let name = "reviews/01-intake/section.air.p-0001.1.json";
        dossier.sign(name, subjects, Predicate::Review(review), 1);
        let reviews = ["json", "dsse.json", "json.sig"]
            .map(|end| format!("reviews/01-intake/section.air.p-0001.1.{end}"));
        let names: Vec<&str> = reviews.iter().map(String::as_str).chain([paper]).collect();
        let subjects = dossier.subjects(&names);
        let seal = dossier.seal(1, "intake", opening, moment("2026-03-03T09:00:00"));
        dossier.sign("seals/01-intake.json", subjects, Predicate::Seal(seal), 2);
        dossier
    }

    pub fn filed(sm3: bool) -> Self {
        let mut dossier = Self::open(sm3);
        dossier.file();
        dossier
    }

    fn seal(&self, nn: u64, stage: &str, prev_seal: Digest, signed_at: Moment) -> Seal {
        Seal {
            case: self.case.clone(),
            nn,
            stage: stage.into(),
            outcome: Outcome::Done,
            person: person("p-0002"),
            seat: "archive".into(),
            signed_at,
            prev_seal,
            keyring: self.ring,
        }
    }

    /// Signs the filing seal over what stands now.
    pub fn file(&mut self) {
        let subjects = self.tree().filing_subjects(None);
        let before = Digest::sha256(&self.files["seals/01-intake.json"]);
        let seal = self.seal(2, "filing", before, self.filed_at);
        self.sign(FILING, subjects, Predicate::Seal(seal), 2);
    }

    fn subjects(&self, names: &[&str]) -> Vec<Subject> {
        let subject = |name: &&str| {
            let bytes = &self.files[*name];
            let sm3 = self.sm3.then(|| Digest::sm3(bytes));
            Subject { name: (*name).to_string(), sha256: Digest::sha256(bytes), sm3 }
        };
        names.iter().map(subject).collect()
    }

    fn sign(&mut self, name: &str, subjects: Vec<Subject>, says: Predicate, with: u8) -> Digest {
        let statement = Statement::new(subjects, says).unwrap();
        let carriers = Carriers::sign(&statement, &key(with));
        let stem = name.strip_suffix(".json").unwrap();
        let bytes = statement.write();
        assert!(bytes.len() < statement::LARGEST);
        let digest = Digest::sha256(&bytes);
        self.files.insert(name.into(), bytes);
        self.files.insert(format!("{stem}.dsse.json"), carriers.envelope);
        self.files.insert(format!("{stem}.json.sig"), carriers.side_car);
        digest
    }

    /// The tree with all that follows from the files.
    pub fn tree(&self) -> Tree {
        let mut made = self.files.clone();
        made.insert("allowed_signers".into(), self.signers.clone().into_bytes());
        let facts = Bag { id: &self.case, day: self.filed_at.day(), sm3: self.sm3 };
        Tree::assemble(&facts, BTreeMap::new(), made, 1, &()).unwrap()
    }

    /// All files of the package, derived ones too, in its order.
    pub fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let tree = self.tree();
        let bytes = |e: &package::Entry| match &e.source {
            package::Source::Bytes(bytes) => bytes.clone(),
            package::Source::Disk(path) => fs::read(path).unwrap(),
        };
        tree.entries().iter().map(|e| (e.name.clone(), bytes(e))).collect()
    }
}

/// The zip of a tree.
pub fn pack(tree: &Tree) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    package::pack(tree, &path, false, &()).unwrap();
    fs::read(path).unwrap()
}

/// Writes files below a folder.
pub fn unpack(files: &[(String, Vec<u8>)], folder: &Path) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Checks bytes as a zip file.
pub fn check(bytes: &[u8]) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    fs::write(&path, bytes).unwrap();
    package::check(&path, 2, &()).unwrap()
}

/// Codes and places of what was found.
pub fn found(checked: &Checked) -> Vec<(&'static str, String)> {
    checked.report.findings().iter().map(|f| (f.code.id(), f.place.to_string())).collect()
}

/// One entry of a zip that may lie.
#[derive(Clone)]
pub struct Raw {
    pub name: Vec<u8>,
    pub local_name: Option<Vec<u8>>,
    pub data: Vec<u8>,
    pub flags: u16,
    pub local_flags: Option<u16>,
    pub method: u16,
    pub time: u16,
    pub crc: u32,
    pub local_crc: Option<u32>,
    pub size: u32,
    pub local_size: Option<u32>,
    pub made_by: u16,
    pub attributes: u32,
    pub extra: Vec<u8>,
    pub local_extra: Vec<u8>,
    pub comment: Vec<u8>,
    /// Octets put before the local header.
    pub before: Vec<u8>,
    /// Octets put after the data.
    pub after: Vec<u8>,
    /// Whether the central directory has it.
    pub listed: bool,
    /// Another offset than the true one.
    pub offset: Option<u32>,
}

impl Raw {
    pub fn new(name: impl Into<Vec<u8>>, data: &[u8]) -> Self {
        let name = name.into();
        let flags = if name.is_ascii() { 0 } else { 0x800 };
        Self {
            name,
            local_name: None,
            data: data.to_vec(),
            flags,
            local_flags: None,
            method: 0,
            time: 0,
            crc: crc32fast::hash(data),
            local_crc: None,
            size: data.len() as u32,
            local_size: None,
            made_by: 0x032D,
            attributes: 0o100_644 << 16,
            extra: vec![],
            local_extra: vec![],
            comment: vec![],
            before: vec![],
            after: vec![],
            listed: true,
            offset: None,
        }
    }
}

/// The entries of a package, ready to be bent.
pub fn raw(files: &[(String, Vec<u8>)]) -> Vec<Raw> {
    files.iter().map(|(name, data)| Raw::new(format!("{CASE}/{name}"), data)).collect()
}

/// Writes entries as they say, with an honest end record.
pub fn zip(entries: &[Raw]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    let mut count = 0u16;
    for e in entries {
        out.extend(&e.before);
        let offset = e.offset.unwrap_or(out.len() as u32);
        let local_name = e.local_name.as_ref().unwrap_or(&e.name);
        let common = |flags: u16, crc: u32, size: u32, name: &[u8], extra: &[u8]| {
            let mut h = Vec::new();
            for half in [10, flags, e.method, e.time, 0x21] {
                h.extend(half.to_le_bytes());
            }
            for word in [crc, size, size] {
                h.extend(word.to_le_bytes());
            }
            h.extend((name.len() as u16).to_le_bytes());
            h.extend((extra.len() as u16).to_le_bytes());
            h
        };
        out.extend(b"PK\x03\x04");
        let flags = e.local_flags.unwrap_or(e.flags);
        let (crc, size) = (e.local_crc.unwrap_or(e.crc), e.local_size.unwrap_or(e.size));
        out.extend(common(flags, crc, size, local_name, &e.local_extra));
        out.extend(local_name);
        out.extend(&e.local_extra);
        out.extend(&e.data);
        out.extend(&e.after);
        if e.listed {
            count += 1;
            central.extend(b"PK\x01\x02");
            central.extend(e.made_by.to_le_bytes());
            central.extend(common(e.flags, e.crc, e.size, &e.name, &e.extra));
            central.extend((e.comment.len() as u16).to_le_bytes());
            central.extend([0; 4]);
            central.extend(e.attributes.to_le_bytes());
            central.extend(offset.to_le_bytes());
            central.extend(&e.name);
            central.extend(&e.extra);
            central.extend(&e.comment);
        }
    }
    let start = out.len() as u32;
    out.extend(&central);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((central.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A folder with the package as a zip and unpacked.
pub struct Bench {
    pub folder: tempfile::TempDir,
    pub zip: PathBuf,
    pub bag: PathBuf,
}

impl Bench {
    pub fn of(dossier: &Dossier) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("卷包 1.zip");
        package::pack(&dossier.tree(), &zip, false, &()).unwrap();
        let bag = folder.path().join("解 开").join(CASE);
        unpack(&dossier.contents(), &bag);
        Self { folder, zip, bag }
    }
}

/// Whether a tool is there; where the workplace promises all tools, absence is a failure.
pub fn has(tool: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&paths).any(|p| p.join(tool).is_file());
    assert!(there || std::env::var_os("JUANZONG_ORACLES").is_none(), "{tool} is missing");
    there
}
