//! Whole dossiers, signed stage by stage: the one that the office filed, told again of another case
//! and signed anew, as often as an archive needs it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use juanzong::base::digest::Digest;
use juanzong::base::time::Moment;
use juanzong::package::{Bag, Tree};
use juanzong::seal::keyring::{Ring, allowed_signers};
use juanzong::seal::policy::{self, Accepted};
use juanzong::seal::{Carriers, Predicate, Statement, Subject, names};

use crate::office::{hour, person, secret};
use crate::whole;

type Files = BTreeMap<String, Vec<u8>>;

/// The case that the office files.
const CASE: &str = "LZ-990100-2026Q2-0001";
/// What is different in each.
const PHOTO: &str = "data/02-证明材料/照片.jpg";

/// The dossier that the office filed, without what follows from the rest.
fn filed() -> &'static Files {
    static FILED: OnceLock<Files> = OnceLock::new();
    FILED.get_or_init(|| {
        let office = whole::filed();
        let all = whole::contents(&whole::tree(&office).unwrap()).into_iter();
        let is_made = |name: &str| {
            let folders = ["data/", "forms/", "keyring/", "reviews/", "rules/", "seals/"];
            name == "case.toml" || folders.iter().any(|folder| name.starts_with(folder))
        };
        all.filter(|(name, _)| is_made(name)).collect()
    })
}

/// The policy that the office works by.
pub fn accepted() -> Vec<Accepted> {
    let rules = filed().iter().filter(|(name, _)| name.starts_with("rules/"));
    let sha256 = policy::digest(rules.map(|(name, bytes)| (name.as_str(), Digest::sha256(bytes))));
    vec![Accepted { id: "lin-2026".into(), sha256 }]
}

/// A statement about to be signed: what it says, and with whose key.
pub struct Sheet {
    pub stem: String,
    pub predicate: Predicate,
    pub key: u8,
    pub made: bool,
}

/// A dossier from the opening to the seal of filing.
#[derive(Clone)]
pub struct Signed {
    case: String,
    filed_at: Moment,
    pub files: Files,
}

impl Signed {
    /// As the office would have filed it so many hours later, with some content of its own.
    pub fn of(case: &str, content: &str, later: i64) -> Self {
        Self::by(case, content, later, &|_| {})
    }

    /// The same by a hand that may change what is signed.
    pub fn by(case: &str, content: &str, later: i64, hand: &dyn Fn(&mut Sheet)) -> Self {
        let is_statement = |name: &str| name.starts_with("reviews/") || name.starts_with("seals/");
        let template = filed();
        let files = template.iter().filter(|(name, _)| !is_statement(name));
        let mut files: Files = files.map(|(n, b)| (n.clone(), b.clone())).collect();
        let facts = String::from_utf8(files["case.toml"].clone()).unwrap();
        assert!(facts.contains(CASE));
        files.insert("case.toml".into(), facts.replace(CASE, case).into_bytes());
        files.insert(PHOTO.into(), content.as_bytes().to_vec());
        let mut dossier = Self { case: case.into(), filed_at: hour(13 + later), files };
        let mut statements: Vec<(String, Statement)> = template
            .iter()
            .filter(|(name, _)| is_statement(name) && !name.ends_with(".dsse.json"))
            .filter_map(|(name, bytes)| {
                let stem = name.strip_suffix(".json")?.to_string();
                Some((stem, Statement::parse(bytes).unwrap()))
            })
            .collect();
        statements.sort_by_key(|(_, s)| s.predicate().signed_at());
        let mut known: BTreeMap<Digest, Digest> = BTreeMap::new();
        for (stem, statement) in statements {
            let before = Digest::sha256(&statement.write());
            let predicate = retold(statement.predicate(), case, later, &known);
            let key = (1..=7).find(|n| person(*n) == *predicate.person()).unwrap();
            let mut sheet = Sheet { stem, predicate, key, made: true };
            hand(&mut sheet);
            if sheet.made {
                let after = dossier.sign(sheet, statement.subjects());
                known.insert(before, after);
            }
        }
        dossier
    }

    /// Signs a sheet about these files as they are now, and gives the digest of the statement.
    fn sign(&mut self, sheet: Sheet, names: &[Subject]) -> Digest {
        let filing = matches!(&sheet.predicate, Predicate::Seal(seal) if seal.stage == "filing");
        let now = |s: &Subject| Subject {
            sha256: self.files.get(&s.name).map_or(s.sha256, |bytes| Digest::sha256(bytes)),
            ..s.clone()
        };
        let subjects = match filing {
            true => self.tree().filing_subjects(None),
            false => names.iter().map(now).collect(),
        };
        let statement = Statement::new(subjects, sheet.predicate).unwrap();
        let carriers = Carriers::sign(&statement, &secret(sheet.key));
        let bytes = statement.write();
        let digest = Digest::sha256(&bytes);
        let three = [bytes, carriers.envelope, carriers.side_car];
        self.files.extend(names::files(&sheet.stem).into_iter().zip(three));
        digest
    }

    /// The package of what stands here, all lists written anew.
    pub fn tree(&self) -> Tree {
        let ring = Ring::parse(&self.files["keyring/0001.json"]).unwrap();
        let mut made = self.files.clone();
        made.insert("allowed_signers".into(), allowed_signers(&ring).into_bytes());
        let facts = Bag { id: &self.case, day: self.filed_at.day(), sm3: false };
        Tree::assemble(&facts, BTreeMap::new(), made, 1, &()).unwrap()
    }
}

/// What a statement says, of another case and so many hours later.
fn retold(said: &Predicate, of: &str, later: i64, known: &BTreeMap<Digest, Digest>) -> Predicate {
    let mut said = said.clone();
    let shifted = |at: Moment| Moment::from_unix(at.unix() + later * 3600).unwrap();
    let now = |digest: &mut Digest| *digest = *known.get(digest).unwrap_or(digest);
    let (case, at, before) = match &mut said {
        Predicate::Open(p) => (&mut p.case, &mut p.signed_at, None),
        Predicate::Seal(p) => (&mut p.case, &mut p.signed_at, Some(&mut p.prev_seal)),
        Predicate::Roster(p) => (&mut p.case, &mut p.signed_at, Some(&mut p.prev_seal)),
        Predicate::Review(p) => {
            p.roster.iter_mut().for_each(now);
            p.shown.iter_mut().for_each(|shown| shown.at = shifted(shown.at));
            (&mut p.case, &mut p.signed_at, Some(&mut p.prev_seal))
        }
    };
    *case = of.to_string();
    *at = shifted(*at);
    before.into_iter().for_each(now);
    said
}
