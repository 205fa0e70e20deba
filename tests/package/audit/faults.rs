//! Two thousand whole dossiers with eighty-eight seeded faults of twenty-two kinds, in carriers and
//! places, in what was signed, by whom, and in the key ring: each is found, in its class and with its
//! reason, and nothing else is. An unoptimised build takes a quarter of the dossiers and half of the
//! faults, of every kind still.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use juanzong::audit::{Class, Disk, Reader};
use juanzong::base::disk;
use juanzong::package::{self, Options, Progress, Verification};
use juanzong::report::{self, Lang, Style, Texts};
use juanzong::verdict::Verdict;

use juanzong::seal::Predicate;
use juanzong::seal::keyring::{FOLDER, Holder, Version, envelope_name, ring_name};
use juanzong::seal::predicate::Opinion;

use super::archive::{Archive, Wish, case, classes, count, now, place, put_signed, told};
use super::signed::{Sheet, Signed};
use crate::kit::moment;
use crate::office::{draft, person, secret};

const COUNT: usize = if cfg!(debug_assertions) { 500 } else { 2_000 };
/// Hours after which somebody files what comes after the register's last entry: 120 days.
const LATE: i64 = 120 * 24;
const EACH: usize = if cfg!(debug_assertions) { 2 } else { 4 };
const KINDS: usize = 22;

/// The disk, but for some packages that it cannot read, and some that others are writing.
struct Failing {
    broken: BTreeSet<String>,
    written: BTreeSet<String>,
}

impl Failing {
    /// Why this package cannot be read, where it cannot.
    fn why(&self, target: &Path) -> Option<package::Error> {
        let name = target.file_name().unwrap().to_str().unwrap();
        let path = target.to_path_buf();
        if self.broken.contains(name) {
            let source = io::Error::from_raw_os_error(5);
            return Some(disk::Error::Io { act: "read", path, source }.into());
        }
        self.written.contains(name).then_some(package::Error::Changed { path })
    }
}

impl Reader for Failing {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        self.why(target).map_or_else(|| Disk.verify(target, options, progress), Err)
    }

    fn verify_all(
        &self,
        targets: &[&Path],
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Vec<Result<Verification, package::Error>> {
        let whys: Vec<_> = targets.iter().map(|target| self.why(target)).collect();
        let sound = targets.iter().zip(&whys).filter(|(_, why)| why.is_none());
        let sound: Vec<&Path> = sound.map(|(target, _)| *target).collect();
        let mut read = Disk.verify_all(&sound, options, progress).into_iter();
        whys.into_iter().map(|why| why.map_or_else(|| read.next().unwrap(), Err)).collect()
    }
}

/// What must be said of which place, and for which reason where that is told.
struct Said {
    place: String,
    class: Class,
    code: &'static str,
    why: &'static str,
}

impl Said {
    fn of(place: String, class: Class, code: &'static str) -> Self {
        Self { place, class, code, why: "" }
    }
}

fn flip(path: &Path, at: impl Fn(usize) -> usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at(bytes.len());
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

/// A dossier by a hand that spoils one statement. All lists are right, as of one who can write them.
fn spoiled(n: usize, stem: &str, hand: &dyn Fn(&mut Sheet)) -> Signed {
    Signed::by(&case(n), &case(n), 0, &|sheet| {
        if sheet.stem == stem {
            hand(sheet);
        }
    })
}

/// Does one fault of a kind to package `n`.
fn seed(archive: &Archive, failing: &mut Failing, kind: usize, n: usize) -> Said {
    let name = place(n);
    let path = archive.path(&name);
    let file = || path.file_name().unwrap().to_str().unwrap().to_string();
    let lay = |dossier: &Signed| {
        fs::remove_file(&path).unwrap();
        put_signed(&path, dossier);
    };
    let changed = |why| Said { why, ..Said::of(place(n), Class::Changed, "audit.changed") };
    match kind {
        0 => flip(&path, |_| 5),
        1 => flip(&path, |length| length / 2),
        2 => flip(&path, |length| length - 30),
        3 => {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() - 100]).unwrap();
        }
        4 => fs::write(&path, b"").unwrap(),
        5 => {
            let mut bytes = fs::read(&path).unwrap();
            bytes.extend(b"more");
            fs::write(&path, bytes).unwrap();
        }
        6 => {
            // The whole of another valid package, which also stays in its own place.
            fs::copy(archive.path(&place(n + 1)), &path).unwrap();
            return Said::of(name, Class::Changed, "audit.swapped");
        }
        7 => {
            // Signed anew: as valid as the one that was received.
            lay(&Signed::of(&case(n), "other", 0));
            return Said::of(name, Class::Changed, "audit.swapped");
        }
        8 => {
            let to = format!("{name}.bak");
            fs::rename(&path, archive.path(&to)).unwrap();
            return Said::of(to, Class::Extra, "audit.moved");
        }
        9 => {
            fs::remove_file(&path).unwrap();
            return Said::of(name, Class::Missing, "audit.missing");
        }
        10 => {
            let to = format!("copies/{}", file());
            fs::create_dir_all(archive.path("copies")).unwrap();
            fs::copy(&path, archive.path(&to)).unwrap();
            return Said::of(to, Class::Extra, "audit.duplicate");
        }
        11 => {
            failing.broken.insert(file());
            return Said::of(name, Class::Unreadable, "audit.unreadable");
        }
        12 => {
            failing.written.insert(file());
            return Said::of(name, Class::Unreadable, "audit.unreadable");
        }
        13 => {
            let name = format!("new/{}.zip", case(9_000 + n));
            put_signed(&archive.path(&name), &Signed::of(&case(9_000 + n), "new", LATE));
            return Said::of(name, Class::Extra, "audit.stranger");
        }
        14 => {
            let name = format!("new/{}.zip", case(5_000 + n));
            put_signed(&archive.path(&name), &Signed::of(&case(5_000 + n), "old", 0));
            return Said::of(name, Class::Extra, "audit.back-dated");
        }
        15 => {
            // A paper exchanged after everybody had signed it.
            let mut dossier = Signed::of(&case(n), &case(n), 0);
            let paper = "data/01-申请书/申请书.pdf";
            assert!(dossier.files.insert(paper.into(), b"forged".to_vec()).is_some());
            lay(&dossier);
            return changed("seal.subject-changed");
        }
        16 => {
            // An opinion signed by a colleague's key.
            lay(&spoiled(n, "reviews/02-second/visit.member.p-0003.1", &|s| s.key = 4));
            return changed("seal.");
        }
        17 => {
            // An opinion that the paper does not bear.
            lay(&spoiled(n, "reviews/03-third/meeting.member.p-0007.1", &|sheet| {
                let Predicate::Review(review) = &mut sheet.predicate else { panic!("no review") };
                review.opinion = Opinion::Agree;
            }));
            return changed("seal.opinion-differs");
        }
        18 => {
            // A member who was never heard.
            let stem = "reviews/02-second/visit.member.p-0004.1";
            lay(&spoiled(n, stem, &|sheet| sheet.made = false));
            return changed("seal.");
        }
        19 => {
            // The envelope of one statement beside another.
            let mut dossier = Signed::of(&case(n), &case(n), 0);
            let other = dossier.files["seals/01-first.dsse.json"].clone();
            dossier.files.insert("seals/02-second.dsse.json".into(), other);
            lay(&dossier);
            return changed("seal.");
        }
        20 => {
            // A key ring of one's own, approved by nobody who may.
            let mut dossier = Signed::of(&case(n), &case(n), 0);
            let mut version = Version::unapproved(draft().finish().unwrap());
            version.approvals.clear();
            let name = format!("{FOLDER}/{}", envelope_name(1));
            assert!(dossier.files.insert(name, version.envelope()).is_some());
            lay(&dossier);
            return changed("keyring.");
        }
        _ => {
            // Another first ring, well approved, than everybody else's.
            let mut dossier = Signed::of(&case(n), &case(n), 0);
            let mut other = draft();
            let holder = Holder { id: person(9), name: "某9".into(), org: "临州分局".into() };
            other.enrol(holder).unwrap();
            let mut version = Version::unapproved(other.finish().unwrap());
            version.approve(None, &secret(100)).unwrap();
            dossier.files.insert(format!("{FOLDER}/{}", ring_name(1)), version.ring.write());
            dossier.files.insert(format!("{FOLDER}/{}", envelope_name(1)), version.envelope());
            lay(&dossier);
            return changed("keyring.fork");
        }
    }
    changed("")
}

#[test]
fn every_seeded_fault_among_many_whole_dossiers_is_found_in_its_class_and_nothing_else_is() {
    let archive = Archive::signed(COUNT);
    let report = archive.register(now());
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", report.findings());

    let mut failing = Failing { broken: BTreeSet::new(), written: BTreeSet::new() };
    let mut said: Vec<Said> = Vec::new();
    for kind in 0..KINDS {
        for i in 0..EACH {
            // Far apart, so that no fault touches the package of another.
            let n = (kind * EACH + i) * (COUNT / (KINDS * EACH)) + 5;
            said.push(seed(&archive, &mut failing, kind, n));
        }
    }
    let mut wanted: Vec<_> = said.iter().map(|s| (s.place.clone(), s.code)).collect();
    wanted.sort();
    let sorted: BTreeMap<String, Class> = said.iter().map(|s| (s.place.clone(), s.class)).collect();
    assert_eq!(sorted.len(), KINDS * EACH);
    for jobs in [1, 2] {
        let later = moment("2026-07-02T09:00:00");
        let wish = Wish { register: true, jobs, now: later, reader: &failing, ..Wish::default() };
        let found = archive.audit(wish).unwrap();
        assert_eq!(told(&found), wanted, "jobs {jobs}");
        assert_eq!(classes(&found), sorted.clone().into_iter().collect::<Vec<_>>());
        assert_eq!(found.report.verdict(), Verdict::Failed);
        for (class, number) in [
            (Class::Changed, 15),
            (Class::Missing, 1),
            (Class::Extra, 4),
            (Class::Unreadable, 2),
            (Class::Unchecked, 0),
        ] {
            assert_eq!(count(&found, class), number * EACH as u64, "{class:?}");
        }
        for said in said.iter().filter(|s| !s.why.is_empty()) {
            let findings = found.report.findings();
            let finding = findings.iter().find(|f| f.place.file == said.place).unwrap();
            let why = &finding.facts[0].1;
            assert!(why.contains(said.why), "{}: {} is not in {why}", said.place, said.why);
        }
    }
}

#[test]
fn what_cannot_be_read_is_no_damage() {
    let archive = Archive::of(3);
    let all = (0..3).map(|n| format!("{}.zip", case(n))).collect();
    let failing = Failing { broken: all, written: BTreeSet::new() };
    let found = archive.audit(Wish { reader: &failing, ..Wish::default() }).unwrap();
    assert_eq!(found.report.verdict(), Verdict::Indeterminate);
    assert_eq!(count(&found, Class::Unreadable), 3);
    let why = &found.report.findings()[0].facts[0].1;
    assert!(why.contains("os error 5"), "{why}");
    // Nor is it read: no line may claim so, though the round has come to its end.
    let reach = &found.coverage;
    assert_eq!((reach.read.packages, reach.refused.packages, reach.never), (0, 3, 3));
    assert_eq!((reach.oldest, reach.days.len(), reach.runs_left), (None, 0, Some(0)));
    let said = report::audit_text(&found, &Texts::new(Lang::ZhCn), Style::default());
    assert!(said.contains("已读 0／3 个卷包，0.00%（字节）；另有 3 个试过但读不出来"), "{said}");

    // What can be read meanwhile counts; what cannot is tried again in the same round's next run.
    let one = Failing { broken: BTreeSet::from([format!("{}.zip", case(1))]), ..failing };
    let found = archive.audit(Wish { reader: &one, ..Wish::default() }).unwrap();
    let reach = &found.coverage;
    assert_eq!((reach.read.packages, reach.refused.packages, reach.never), (2, 1, 1));
}

/// What is wrong is told in words first, then by the code with which others can look it up.
#[test]
fn damage_is_told_in_words_that_a_clerk_knows() {
    let archive = Archive::of(3);
    let whole = fs::read(archive.path(&place(0))).unwrap();
    fs::write(archive.path(&place(0)), &whole[..whole.len() / 2]).unwrap();
    fs::write(archive.path(&place(1)), "x").unwrap();
    let found = archive.audit(Wish::default()).unwrap();
    let said = report::audit_text(&found, &Texts::new(Lang::ZhCn), Style::default());
    for words in
        ["文件被截断，不完整（package.truncated", "不是卷包，或开头已经损坏（package.not-a-zip"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn an_audit_of_nothing_does_not_pass() {
    let archive = Archive::of(0);
    let found = archive.audit(Wish::default()).unwrap();
    assert_eq!(found.report.verdict(), Verdict::Indeterminate);
    fs::write(archive.path("说明.txt"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", archive.path("x.zip")).unwrap();
    let found = archive.audit(Wish::default()).unwrap();
    assert_eq!(told(&found), [("x.zip".to_string(), "audit.special-file")]);
    let codes: Vec<_> = found.report.findings().iter().map(|f| f.code.id()).collect();
    assert_eq!(codes, ["audit.special-file", "audit.other-files"]);
}
