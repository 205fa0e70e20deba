//! The clean package, and the tools to bend it. Everything is made from fixed seeds: the same octets
//! on every machine.

use std::collections::BTreeMap;

use juanzong::base::digest::Digest;
use juanzong::package::{self, Bag, Tree, layout};
use juanzong::seal::keyring::{Draft, Holder, Policy, Ring, RingKey, Use, allowed_signers};
use juanzong::seal::{Namespace, Trust, names, policy};

use crate::forge::{After, Change, Forge, Hand, Honest, Sheet};
use crate::kit::{Raw, zip};
use crate::world::{draft, history, hour, mandate, moment, person, ring_files, secret, unsigned};

/// The case of the collection, which is also the leading folder of every zip.
pub const CASE: &str = "LZ-990100-2026Q2-0001";
/// The verifier's clock.
pub const NOW: &str = "2026-06-30T00:00:00+08:00";

/// Names of statements that attacks bend, without their endings.
pub const OPEN: &str = "seals/00-open";
pub const DESK: &str = "reviews/01-first/desk.p-0001.1";
pub const FIRST: &str = "seals/01-first";
pub const HEAD: &str = "reviews/02-second/visit.head.p-0002.1";
pub const TEAM: &str = "reviews/02-second/roster.visit.member.p-0002.1";
pub const MEMBER: &str = "reviews/02-second/visit.member.p-0003.1";
pub const SECOND: &str = "seals/02-second";
pub const CHAIR: &str = "reviews/03-third/meeting.chair.p-0005.1";
pub const MEETING: &str = "reviews/03-third/roster.meeting.member.p-0005.1";
pub const YES: &str = "reviews/03-third/meeting.member.p-0006.1";
pub const NO: &str = "reviews/03-third/meeting.member.p-0007.1";
pub const THIRD: &str = "seals/03-third";
pub const FILING: &str = "seals/04-filing";

/// Documents that attacks bend.
pub const APPLICATION: &str = "data/01-申请书/申请书.pdf";
pub const PHOTO: &str = "data/02-证明材料/照片.jpg";
pub const MINUTES: &str = "data/06-会议记录/会议记录.pdf";

/// The files of a package or a folder, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a verifier is given: a package, what lies beside it, and how it is asked.
#[derive(Default)]
pub struct Given {
    /// `package.zip`; empty where the target is a folder.
    pub zip: Vec<u8>,
    /// `package/…`, where the target is a folder.
    pub folder: Files,
    /// Links in that folder: name and where they point.
    pub links: Vec<(String, String)>,
    /// `trust.json`; none where nobody says what to trust.
    pub trust: Option<String>,
    /// Files beside the package, by name.
    pub beside: Files,
    /// What follows on the command line, as `--also other`.
    pub arguments: Vec<&'static str>,
}

impl Given {
    /// A package and the trust file of these rings.
    pub fn trusting(zip: Vec<u8>, rings: &[Ring]) -> Self {
        let trust = Trust::of(&history(rings)).unwrap();
        Self { zip, trust: Some(trust.write()), ..Self::default() }
    }

    pub fn beside(mut self, folder: &str, files: &Files) -> Self {
        let named = files.iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes.clone()));
        self.beside.extend(named);
        self
    }

    pub fn asked(mut self, arguments: &[&'static str]) -> Self {
        self.arguments.extend(arguments);
        self
    }
}

/// A dossier that is being made, with what the insiders among its makers do differently.
pub struct Making<'a> {
    /// What is changed before anybody signs: rules, typed data, documents.
    pub prepare: &'a dyn Fn(&mut Forge),
    /// What the first ring says differently.
    pub ring: &'a dyn Fn(&mut Draft),
    /// Whether the ring accepts the rules as they then are, or the ordinary ones.
    pub accepted: bool,
    /// What is done at each step.
    pub hand: &'a dyn Hand,
    /// Rings after the first that travel too.
    pub later: &'a dyn Fn(&Ring) -> Vec<Ring>,
}

impl Default for Making<'_> {
    fn default() -> Self {
        Self {
            prepare: &|_| {},
            ring: &|_| {},
            accepted: true,
            hand: &Honest,
            later: &|_| Vec::new(),
        }
    }
}

/// A dossier that was made: its files but for what is derived, and its rings.
#[derive(Clone)]
pub struct Made {
    pub files: Files,
    pub rings: Vec<Ring>,
}

impl Making<'_> {
    /// Makes it, from the opening to filing.
    pub fn make(&self) -> Made {
        // The rules decide the ring and the ring the forge, so the changes are made twice.
        let plain = clean_files();
        let mut trial = Forge::new(vec![draft().finish().unwrap()]);
        trial.files.0.extend(plain.clone());
        let ordinary = policy_of(&trial.files.0);
        (self.prepare)(&mut trial);
        let policy = if self.accepted { policy_of(&trial.files.0) } else { ordinary };
        let mut first = draft();
        first.accept(Policy { id: "lin-2026".into(), sha256: policy }).unwrap();
        (self.ring)(&mut first);
        let first = first.finish().unwrap();
        let mut rings = vec![first.clone()];
        rings.extend((self.later)(&first));
        let mut forge = Forge::new(rings.clone());
        forge.files.0.extend(plain);
        (self.prepare)(&mut forge);
        forge.open(self.hand);
        forge.first(self.hand, 1);
        forge.second(self.hand);
        forge.third(self.hand);
        file(&mut forge, self.hand, 4);
        Made { files: forge.files.0, rings }
    }

    /// Makes it and packs it, trusted by its own rings.
    pub fn given(&self) -> Given {
        let made = self.make();
        Given::trusting(packed(&made), &made.rings)
    }
}

/// The filing seal over what a package then holds.
fn file(forge: &mut Forge, hand: &dyn Hand, nn: u64) {
    let seal = forge.seal_of(nn, "filing", "archivist", 1);
    // The day of the seal stands in the package, so the hand is asked for it first.
    let mut probe = Sheet {
        stem: names::stem_of(&seal, nn),
        subjects: Vec::new(),
        predicate: seal.clone(),
        key: 1,
        made: true,
    };
    hand.sheet(&mut probe);
    let tree = tree(&forge.files.0, &forge.rings, probe.predicate.signed_at().day());
    forge.put_sheet(hand, nn, tree.filing_subjects(None), seal, 1);
}

fn tree(files: &Files, rings: &[Ring], day: juanzong::base::time::Day) -> Tree {
    let mut made = files.clone();
    let signers = allowed_signers(rings.last().unwrap());
    made.insert(layout::SIGNERS.into(), signers.into_bytes());
    let facts = Bag { id: &case_of(files), day, sm3: false };
    Tree::assemble(&facts, BTreeMap::new(), made, 1, &()).unwrap()
}

/// The number of the case that files are about; this collection's where they do not say.
fn case_of(files: &Files) -> String {
    let text = files.get("case.toml").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let said = text.as_deref().and_then(|text| text.split_once("case = \"")?.1.split_once('"'));
    said.map_or(CASE, |(case, _)| case).to_owned()
}

/// All files of the package of a dossier, derived ones too.
pub fn contents(made: &Made) -> Files {
    // Whoever signs at another time than usual has another day in bag-info.
    let filing = made.files.keys().rfind(|n| n.starts_with("seals/") && n.ends_with("g.json"));
    let day = filing.and_then(|name| {
        let text = String::from_utf8(made.files[name].clone()).ok()?;
        let (_, after) = text.split_once("\"signedAt\":\"")?;
        juanzong::base::time::Day::parse(after.get(..10)?)
    });
    let tree = tree(&made.files, &made.rings, day.unwrap_or(hour(13).day()));
    let bytes = |e: &package::Entry| match &e.source {
        package::Source::Bytes(bytes) => bytes.clone(),
        package::Source::Disk(_) => panic!("everything is in memory"),
    };
    tree.entries().iter().map(|e| (e.name.clone(), bytes(e))).collect()
}

/// The zip of a dossier.
pub fn packed(made: &Made) -> Vec<u8> {
    zip(&entries_in(&case_of(&made.files), &contents(made)))
}

/// The entries of a zip of this case, in the order of the format.
pub fn entries(files: &Files) -> Vec<Raw> {
    entries_in(CASE, files)
}

fn entries_in(case: &str, files: &Files) -> Vec<Raw> {
    let mut names: Vec<&String> = files.keys().collect();
    names.sort_by(|a, b| layout::rank(a).cmp(&layout::rank(b)));
    names.iter().map(|name| Raw::new(format!("{case}/{name}"), &files[*name])).collect()
}

/// A clean dossier of one stage and one reviewer: small enough to change its octets one by one.
pub fn small() -> Made {
    let elsewhere = |part: &&str| !part.contains("second") && !part.contains("third");
    let mut files = clean_files();
    files.retain(|name, _| {
        !["visit", "minutes", "踏勘", "会议"].iter().any(|word| name.contains(word))
    });
    let rules = String::from_utf8(files["rules/profile.toml"].clone()).unwrap();
    // A table of the rules goes with those that belong to it.
    let (stages, conflict) = rules.rsplit_once("[[conflict]]").unwrap();
    assert!(conflict.contains("visit.head"));
    let tables = ["slot", "stage"].iter().fold(stages.to_owned(), |text, table| {
        let head = format!("\n[[{table}]]\n");
        text.replace(&head, &format!("\u{1}{head}"))
    });
    let kept: String = tables.split('\u{1}').filter(elsewhere).collect();
    files.insert("rules/profile.toml".into(), kept.into_bytes());

    let (from, until) = (moment("2026-01-01T00:00:00"), moment("2028-01-01T00:00:00"));
    let mut ring = Draft::first(from, 1);
    for number in [1, 100] {
        let (name, org) = (format!("某{number}"), "临州分局".to_owned());
        ring.enrol(Holder { id: person(number), name, org }).unwrap();
        let uses = match number {
            100 => Use::Root,
            _ => Use::Sign(vec![Namespace::Review, Namespace::Seal]),
        };
        let (key, person) = (secret(number).public(), person(number));
        let key = RingKey { key, person, uses, valid_from: from, valid_until: until, status: None };
        ring.add_key(key).unwrap();
    }
    ring.mandate(mandate(1, &["archivist", "desk"], &["filing", "first"], from)).unwrap();
    ring.set_roots(1, vec![secret(100).id()]);
    ring.accept(Policy { id: "lin-2026".into(), sha256: policy_of(&files) }).unwrap();
    let rings = vec![ring.finish().unwrap()];

    let mut forge = Forge::new(rings.clone());
    forge.files.0.retain(|name, _| name.starts_with("keyring/"));
    forge.files.0.extend(files);
    forge.open(&Honest);
    forge.first(&Honest, 1);
    file(&mut forge, &Honest, 2);
    Made { files: forge.files.0, rings }
}

/// The clean dossier.
pub fn clean() -> Made {
    Making::default().make()
}

/// Everything of the clean case that nobody signs: real PDFs, the pages of the volume.
fn clean_files() -> Files {
    let mut files = unsigned().0;
    for (name, bytes) in &mut files {
        if name.ends_with(".pdf") {
            *bytes = pdf(name);
        } else if name.ends_with(".jpg") {
            // The first marks of a JPEG; nobody looks at it.
            *bytes = [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16], &b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..]]
                .concat();
        }
    }
    for name in ["data/00-封面与目录/案卷封面.pdf", "data/00-封面与目录/卷内目录.pdf"]
    {
        files.insert(name.into(), pdf(name));
    }
    files.insert("evidence.toml".into(), "# 收到的材料\n".as_bytes().to_vec());
    files
}

/// A PDF of one page that says its name, in Latin letters.
pub fn pdf(name: &str) -> Vec<u8> {
    let said = Digest::sha256(name.as_bytes()).to_string();
    let words = format!("BT /F 12 Tf 72 720 Td ({}) Tj ET", said.split_at(16).0);
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_string(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_string(),
        format!("<</Length {}>>stream\n{words}\nendstream", words.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_string(),
    ];
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| out += &format!("{place:010} 00000 n \n"));
    let size = objects.len() + 1;
    out += &format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

/// The digest of the rules among files.
pub fn policy_of(files: &Files) -> Digest {
    let rules = files.iter().filter(|(name, _)| name.starts_with("rules/"));
    policy::digest(rules.map(|(name, bytes)| (name.as_str(), Digest::sha256(bytes))))
}

/// An insider's statement says something else; everything after it is made anew.
pub fn said(stem: &'static str, change: impl Fn(&mut Sheet)) -> Given {
    Making { hand: &Change(stem, change), ..Making::default() }.given()
}

/// An insider changes files after a statement; everything after it is made anew.
pub fn done(stem: &'static str, change: impl Fn(&mut Forge)) -> Given {
    Making { hand: &After(stem, change), ..Making::default() }.given()
}

/// Something is different before anybody signs.
pub fn before(change: impl Fn(&mut Forge)) -> Given {
    Making { prepare: &change, ..Making::default() }.given()
}

/// An outsider changes the files of the clean package and writes no list anew.
pub fn swapped(change: impl Fn(&mut Files)) -> Given {
    let made = clean();
    let mut files = contents(&made);
    change(&mut files);
    Given::trusting(zip(&entries(&files)), &made.rings)
}

/// An outsider changes the files of the clean package and writes all lists anew.
pub fn relisted(change: impl Fn(&mut Files)) -> Given {
    let made = clean();
    let mut files = contents(&made);
    change(&mut files);
    relist(&mut files);
    Given::trusting(zip(&entries(&files)), &made.rings)
}

/// Writes the manifests and the payload's size anew.
pub fn relist(files: &mut Files) {
    let payload = |name: &str| name.starts_with(layout::PAYLOAD);
    let list = |files: &Files, wanted: &dyn Fn(&str) -> bool| -> Vec<u8> {
        let lines = files.iter().filter(|(name, _)| wanted(name));
        lines.map(|(n, b)| format!("{}  {n}\n", Digest::sha256(b))).collect::<String>().into_bytes()
    };
    let octets: usize = files.iter().filter(|(n, _)| payload(n)).map(|(_, b)| b.len()).sum();
    let count = files.keys().filter(|n| payload(n)).count();
    if let Some(info) = files.get_mut(layout::INFO) {
        let text = String::from_utf8(info.clone()).unwrap();
        let kept = text.lines().filter(|l| !l.starts_with("Payload-Oxum"));
        let mut text: String = kept.map(|l| format!("{l}\n")).collect();
        text += &format!("Payload-Oxum: {octets}.{count}\n");
        *info = text.into_bytes();
    }
    let manifest = list(files, &payload);
    files.insert("manifest-sha256.txt".into(), manifest);
    let tags = list(files, &|n| !payload(n) && !n.starts_with("tagmanifest-"));
    files.insert("tagmanifest-sha256.txt".into(), tags);
}

/// An outsider bends the zip; `at` is the first payload entry.
pub fn bent(bend: impl Fn(&mut Vec<Raw>, usize)) -> Given {
    let made = clean();
    let mut entries = entries(&contents(&made));
    let data = format!("{CASE}/data/");
    let at = entries.iter().position(|e| e.name.starts_with(data.as_bytes())).unwrap();
    bend(&mut entries, at);
    Given::trusting(zip(&entries), &made.rings)
}

/// An outsider bends the octets of the clean zip.
pub fn cut(bend: impl Fn(Vec<u8>) -> Vec<u8>) -> Given {
    let made = clean();
    Given::trusting(bend(packed(&made)), &made.rings)
}

/// The clean package; the verifier trusts a newer ring, which says more.
pub fn known(change: impl Fn(&mut Draft)) -> Given {
    let made = clean();
    let rings = [made.rings[0].clone(), next(&made.rings[0], change)];
    Given::trusting(packed(&made), &rings)
}

/// The ring after another, with a change.
pub fn next(ring: &Ring, change: impl Fn(&mut Draft)) -> Ring {
    let mut draft = Draft::after(ring, moment("2026-06-01T00:00:00"));
    change(&mut draft);
    draft.finish().unwrap()
}

/// The files of a ring folder, approved as they must be.
pub fn ring_folder(rings: &[Ring]) -> Files {
    ring_files(rings).into_iter().map(|(name, bytes)| (format!("keyring/{name}"), bytes)).collect()
}

/// Replaces text in a file; it must be there.
pub fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    files.insert(name.into(), text.replacen(from, to, 1).into_bytes());
}
