//! An invented office: seven people with keys, a regulation with four stages, one case.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use juanzong::base::digest::{self, Digest, FileDigest};
use juanzong::base::disk;
use juanzong::base::time::Moment;
use juanzong::case::Case;
use juanzong::seal::files::{CaseFiles, Files};
use juanzong::seal::keyring::{
    Draft, FOLDER, History, Holder, Mandate, Ring, RingKey, Use, Version, envelope_name, ring_name,
};
use juanzong::seal::predicate::{Opinion, Outcome, Shown};
use juanzong::seal::sign::{Absence, Desk, Done, Plan, Refusal, Wish, store};
use juanzong::seal::statement::Subject;
use juanzong::seal::{KeyId, Namespace, Person, SecretKey};

/// The parts of the office that hold mandates: person, seats, stages.
pub const POSTS: [(u8, &[&str], &[&str]); 7] = [
    (1, &["archivist", "desk"], &["filing", "first"]),
    (2, &["visit.head"], &["second"]),
    (3, &["visit.member"], &["second"]),
    (4, &["visit.member"], &["second"]),
    (5, &["meeting.chair", "meeting.clerk"], &["third"]),
    (6, &["meeting.member"], &["third"]),
    (7, &["meeting.member"], &["third"]),
];

pub fn secret(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

pub fn person(number: u8) -> Person {
    Person::parse(&format!("p-{number:04}")).unwrap()
}

pub fn moment(text: &str) -> Moment {
    Moment::parse(&format!("{text}+08:00")).unwrap()
}

/// The hour `n` of the case: everything happens one hour after what came before.
pub fn hour(n: i64) -> Moment {
    Moment::from_unix(moment("2026-03-02T09:00:00").unix() + n * 3600).unwrap()
}

/// A draft of the first ring: root key 100, seven people, their mandates.
pub fn draft() -> Draft {
    let (from, until) = (moment("2026-01-01T00:00:00"), moment("2028-01-01T00:00:00"));
    let mut draft = Draft::first(from, 1);
    let key = |number: u8, uses| RingKey {
        key: secret(number).public(),
        person: person(number),
        uses,
        valid_from: from,
        valid_until: until,
        status: None,
    };
    let org = "临州分局".to_owned();
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 100] {
        let name = format!("某{number}");
        draft.enrol(Holder { id: person(number), name, org: org.clone() }).unwrap();
        let uses = match number {
            100 => Use::Root,
            // Somebody whose key may not seal, and who has no mandate.
            8 => Use::Sign(vec![Namespace::Register]),
            _ => Use::Sign(vec![Namespace::Review, Namespace::Seal]),
        };
        draft.add_key(key(number, uses)).unwrap();
    }
    for (number, seats, stages) in POSTS {
        draft.mandate(mandate(number, seats, stages, from)).unwrap();
    }
    draft.set_roots(1, vec![secret(100).id()]);
    draft
}

pub fn mandate(number: u8, seats: &[&str], stages: &[&str], from: Moment) -> Mandate {
    Mandate {
        person: person(number),
        actor: "branch".to_owned(),
        seats: seats.iter().map(ToString::to_string).collect(),
        stages: stages.iter().map(ToString::to_string).collect(),
        from,
        until: moment("2028-01-01T00:00:00"),
        act: "临环〔2026〕1号".to_owned(),
    }
}

/// The files of a ring folder.
pub fn ring_files(rings: &[Ring]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for (at, ring) in rings.iter().enumerate() {
        let before = at.checked_sub(1).map(|b| &rings[b]);
        let mut version = Version::unapproved(ring.clone());
        version.approve(before, &secret(100)).unwrap();
        files.insert(ring_name(ring.version()), ring.write());
        files.insert(envelope_name(ring.version()), version.envelope());
    }
    files
}

pub fn history(rings: &[Ring]) -> History {
    let (history, findings) = History::check(FOLDER, &ring_files(rings));
    assert!(findings.is_empty(), "{findings:?}");
    history
}

/// The rules, by package name.
pub fn rules() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal_dossier/rules");
    ["profile", "ask", "visit", "minutes", "plain"]
        .map(|id| {
            let text = fs::read_to_string(folder.join(format!("{id}.toml"))).unwrap();
            let folder = if id == "profile" { "rules" } else { "rules/forms" };
            (format!("{folder}/{id}.toml"), text)
        })
        .to_vec()
}

pub const FACTS: &str = r#"
case = "LZ-990100-2026Q2-0001"
profile = "lin-2026"
round = "2026Q2"
grade = "C"
[branch]
name = "临州分局"
[enterprise]
name = "示例厂"
code = "91990100MA0TEAT01J"
division = "990100"
plant = "一厂区"
[dates]
applied = 2026-03-02
"#;

/// What was typed, by package name.
pub const TYPED: [(&str, &str); 3] = [
    ("forms/ask.toml", "what = \"申请评级\"\n"),
    (
        "forms/visit.toml",
        "team = [{ person = \"p-0002\", role = \"head\" }, { person = \"p-0003\", role = \"member\" }, \
         { person = \"p-0004\", role = \"member\" }]\nrows = [{ item = \"除尘\" }, { item = \"台账\" }]\n\
         said = { opinion = \"agree\", text = \"符合要求。\" }\n",
    ),
    (
        "forms/minutes.toml",
        "attendance = [{ person = \"p-0006\", view = { opinion = \"agree\" } }, \
         { person = \"p-0007\", view = { opinion = \"disagree\", text = \"台账不全。\" } }]\n",
    ),
];

/// Documents and evidence, by package name.
pub const DOCUMENTS: [&str; 4] = [
    "data/01-申请书/申请书.pdf",
    "data/02-证明材料/照片.jpg",
    "data/04-踏勘表/踏勘表.pdf",
    "data/06-会议记录/会议记录.pdf",
];

/// Files in memory.
#[derive(Clone, Default, Debug)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Memory {
    /// Whether the rules among the files ask for SM3.
    pub fn sm3(&self) -> bool {
        let rules = self.0.get("rules/profile.toml");
        rules.is_some_and(|text| String::from_utf8_lossy(text).contains("\nsm3 = true\n"))
    }
}

impl Files for Memory {
    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Error> {
        match self.0.get(name) {
            Some(bytes) if bytes.len() as u64 > limit => {
                Err(disk::Error::Large { path: PathBuf::from(name), limit })
            }
            other => Ok(other.cloned()),
        }
    }

    fn digest(&self, name: &str) -> Result<Option<FileDigest>, disk::Error> {
        Ok(self.0.get(name).map(|bytes| digest::of_bytes(bytes, self.sm3())))
    }
}

/// What a package derives for the seal of filing: a manifest of `data/`, and every tag file but the
/// seal's own.
pub fn derived(files: &Memory, own: &str) -> Vec<Subject> {
    let (mut manifest, mut second, mut subjects) = (String::new(), String::new(), Vec::new());
    let sm3 = files.sm3();
    let mut subject = |name: &str, bytes: &[u8]| {
        let found = digest::of_bytes(bytes, sm3);
        subjects.push(Subject { name: name.to_owned(), sha256: found.sha256, sm3: found.sm3 });
    };
    for (name, bytes) in &files.0 {
        if name.starts_with("data/") {
            manifest += &format!("{}  {name}\n", Digest::sha256(bytes));
            second += &format!("{}  {name}\n", Digest::sm3(bytes));
        } else if !name.starts_with(&format!("{own}.")) {
            subject(name, bytes);
        }
    }
    subject("manifest-sha256.txt", manifest.as_bytes());
    if sm3 {
        subject("manifest-sm3.txt", second.as_bytes());
    }
    subjects
}

/// Everything of the case but what is signed.
pub fn unsigned() -> Memory {
    let mut files = BTreeMap::from([("case.toml".to_owned(), FACTS.as_bytes().to_vec())]);
    for (name, text) in rules() {
        files.insert(name, text.into_bytes());
    }
    for (name, text) in TYPED {
        files.insert(name.to_owned(), text.as_bytes().to_vec());
    }
    for name in DOCUMENTS {
        files.insert(name.to_owned(), format!("%PDF {name}").into_bytes());
    }
    Memory(files)
}

/// A case folder on disk with a ring folder beside it.
pub struct Office {
    _temporary: tempfile::TempDir,
    pub case: PathBuf,
    pub rings: History,
}

impl Office {
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let case = temporary.path().join("case");
        for (name, bytes) in unsigned().0 {
            // Documents are generated or received, and lie elsewhere than they travel.
            let name = if name.ends_with(".pdf") {
                format!("out/{name}")
            } else if name.ends_with(".jpg") {
                "evidence/proof/照片.jpg".to_owned()
            } else {
                name
            };
            write(&case.join(name), &bytes);
        }
        Self { _temporary: temporary, case, rings: history(&[draft().finish().unwrap()]) }
    }

    /// Lets somebody plan an act at an hour.
    pub fn plan(
        &self,
        number: u8,
        at: i64,
        act: impl FnOnce(&Desk<'_>) -> Result<Result<Plan, Refusal>, juanzong::seal::Error>,
    ) -> Result<Plan, Vec<&'static str>> {
        let case = Case::load(&self.case).unwrap();
        let files = CaseFiles::of(&case).unwrap();
        let copies = store::copies(&self.copies(number), &case.facts.case).unwrap();
        let key: KeyId = secret(number).id();
        let desk = Desk::new(&case, &files, &self.rings, key, hour(at), &copies);
        act(&desk).unwrap().map_err(|refusal| {
            let mut codes: Vec<_> = refusal.findings.iter().map(|f| f.code.id()).collect();
            codes.dedup();
            codes
        })
    }

    pub fn copies(&self, number: u8) -> PathBuf {
        store::copies_folder(&self.case.with_file_name(format!("{number}.key")))
    }

    /// Signs a plan and stores it, in the case and beside the key.
    pub fn sign(&self, number: u8, plan: Result<Plan, Vec<&'static str>>) -> Done {
        let done = plan.unwrap().sign(&secret(number)).unwrap();
        store::write(&self.case, &done, &self.rings).unwrap();
        store::keep(&self.copies(number), &done).unwrap();
        done
    }

    pub fn open(&self) {
        self.sign(1, self.plan(1, 0, |d| d.open([7; 16])));
    }

    pub fn review(&self, number: u8, at: i64, wish: &Wish) -> Result<Plan, Vec<&'static str>> {
        self.plan(number, at, |d| d.review(wish))
    }

    pub fn seal(&self, number: u8, at: i64, stage: &str) -> Result<Plan, Vec<&'static str>> {
        self.plan(number, at, |d| d.seal(stage, Outcome::Done))
    }

    pub fn roster(&self, number: u8, at: i64, seat: &str) -> Result<Plan, Vec<&'static str>> {
        self.plan(number, at, |d| d.roster(seat, &BTreeMap::<Person, Absence>::new()))
    }

    /// The first stage, from the opening to the seal.
    pub fn first(&self) {
        self.open();
        let mut wish = agree("desk");
        wish.shown = vec![Shown { name: DOCUMENTS[0].to_owned(), pages: 1, at: hour(1) }];
        self.sign(1, self.review(1, 1, &wish));
        self.sign(1, self.seal(1, 2, "first"));
    }

    pub fn second(&self) {
        self.sign(2, self.review(2, 3, &agree("visit.head")));
        self.sign(2, self.roster(2, 4, "visit.member"));
        let mut wish = agree("visit.member");
        wish.rows = Some(vec!["2".to_owned()]);
        self.sign(3, self.review(3, 5, &wish));
        self.sign(4, self.review(4, 6, &wish));
        self.sign(2, self.seal(2, 7, "second"));
    }

    pub fn third(&self) {
        self.sign(5, self.review(5, 8, &agree("meeting.chair")));
        self.sign(5, self.roster(5, 9, "meeting.member"));
        self.sign(6, self.review(6, 10, &agree("meeting.member")));
        let mut wish = agree("meeting.member");
        wish.opinion = Opinion::Disagree;
        self.sign(7, self.review(7, 11, &wish));
        self.sign(5, self.seal(5, 12, "third"));
    }

    pub fn filing(&self) {
        let subjects = derived(&self.files(), "seals/04-filing");
        self.sign(1, self.plan(1, 13, |d| d.file(&subjects)));
    }

    /// The case as it would travel.
    pub fn files(&self) -> Memory {
        let case = Case::load(&self.case).unwrap();
        let files = CaseFiles::of(&case).unwrap();
        let read = |name: String| {
            let bytes = files.read(&name, 1 << 20).unwrap().unwrap();
            (name, bytes)
        };
        Memory(files.names().into_iter().map(read).collect())
    }
}

/// The wish to agree, in the words that stand on paper.
pub fn agree(seat: &str) -> Wish {
    Wish {
        seat: seat.to_owned(),
        opinion: Opinion::Agree,
        text: None,
        rows: None,
        shown: Vec::new(),
    }
}

pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
