//! Audits of a sample: nothing that was not drawn is read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use juanzong::audit::sample::Listed;
use juanzong::audit::{self, Class, Disk, Reader, Sample, sample};
use juanzong::draw::{self, Drawn, Frozen, Item, Mode, Rate, Size};
use juanzong::package::{self, Options, Progress, Verification};
use juanzong::report::{self, Lang, Texts};
use juanzong::seal::loose;
use juanzong::verdict::Verdict;

use super::archive::{Archive, Wish, count, now, place, told};
use crate::kit::moment;
use crate::office;

/// Remembers what was read.
#[derive(Default)]
struct Seen(Mutex<BTreeSet<String>>);

impl Reader for Seen {
    fn verify(
        &self,
        target: &Path,
        options: &Options<'_>,
        progress: &dyn Progress,
    ) -> Result<Verification, package::Error> {
        self.0.lock().unwrap().insert(target.file_name().unwrap().to_str().unwrap().into());
        Disk.verify(target, options, progress)
    }
}

/// Path, stratum and case of everything that may be drawn, and the same packed.
fn entries(archive: &Archive) -> (Vec<[String; 3]>, Listed) {
    let tree = audit::find(&archive.folder, &[], 2);
    let (mut all, mut listed) = (Vec::new(), Listed::default());
    sample::entries(&archive.folder, &tree, archive.opened().as_ref(), &mut |entry| {
        assert_eq!(
            entry.to_string(),
            format!("{}\t{}\t{}\n", entry.path, entry.stratum, entry.case)
        );
        all.push([entry.path, entry.stratum, entry.case].map(String::from));
        listed.push(entry);
    });
    (all, listed)
}

#[test]
fn only_what_was_drawn_is_read_and_the_report_says_what_that_may_miss() {
    let archive = Archive::of(20);
    // A list of the folder and one of the register are the same.
    let (of_folder, listed) = entries(&archive);
    archive.register(now());
    assert_eq!(entries(&archive).0, of_folder);
    assert!(of_folder.iter().all(|[_, stratum, _]| stratum == "C 130283"));
    let rate: Rate = "30%".parse().unwrap();
    let drawn = Sample::rehearsed(&listed, rate, "7");
    let seen = Seen::default();
    let wish = Wish { sample: Some(&drawn), register: true, reader: &seen, ..Wish::default() };
    let found = archive.audit(wish).unwrap();
    assert_eq!((count(&found, Class::Intact), count(&found, Class::Unchecked)), (6, 14));
    let names = drawn.names.iter().map(|n| n.rsplit('/').next().unwrap().to_string()).collect();
    assert_eq!(seen.0.into_inner().unwrap(), names);
    assert_eq!(told(&found), [(String::new(), "draw.rehearsal")]);
    assert_eq!(found.report.verdict(), Verdict::Indeterminate);
    assert!(found.report.unchecked.contains(&"audit-sample"));
    let text = report::audit_text(&found, &Texts::new(Lang::ZhCn), report::Style::default());
    for part in ["20 个中抽 6 个", "可操控，不得作正式抽样", "C 130283 6／20", "1 个时 0.7000"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let json: serde_json::Value = serde_json::from_str(&report::audit_json(&found)).unwrap();
    assert_eq!(json["sample"]["drawn"].as_array().unwrap().len(), 6);
}

/// A list of all packages, frozen by the clerk, and the draw of its value.
fn formal(archive: &Archive) -> (Frozen, Drawn) {
    let ring = archive.rings.newest().unwrap().reference();
    let item = |[id, stratum, _]: [String; 3]| Item { id, stratum, ..Item::default() };
    let list = Frozen {
        purpose: "回头看".into(),
        profile: None,
        round: None,
        sample: None,
        cite: None,
        size: Size::Rate("30%".parse().unwrap()),
        source: "某公开数值".into(),
        example: "000".into(),
        value_on: moment("2026-06-02T00:00:00").day(),
        frozen_at: now(),
        person: office::person(8),
        keyring: ring,
        entries: entries(archive).0.into_iter().map(item).collect(),
    };
    let list = list.checked().unwrap();
    let by = Some((office::person(8), ring));
    let record = Drawn::draw(&list, Mode::Formal, "123", by, moment("2026-06-02T10:00:00"));
    (list, record.unwrap())
}

#[test]
fn a_formal_sample_stands_on_its_signed_list_and_finds_what_was_drawn_and_is_gone() {
    let archive = Archive::of(10);
    let (list, record) = formal(&archive);
    let key = office::secret(8);
    let (bytes, drawn) = (list.write(), record.write());
    let signatures = [loose::sign(&bytes, &key), loose::sign(&drawn, &key)];
    let papers = draw::Papers {
        list: ("list", &bytes),
        list_signature: Some(signatures[0].as_bytes()),
        record: Some(("record", &drawn)),
        record_signature: Some(signatures[1].as_bytes()),
    };
    let checked = draw::check(&papers, Some(&archive.trust()));
    assert_eq!(checked.verdict(), Verdict::Passed, "{:?}", checked.findings());
    let told_of: Vec<_> = checked.findings().into_iter().cloned().collect();
    let tree = || audit::find(&archive.folder, &[], 1);
    let sample = Sample::drawn(&list, &record, told_of.clone(), &tree(), None);
    assert_eq!(sample.names.len(), 3);
    let found = archive.audit(Wish { sample: Some(&sample), ..Wish::default() }).unwrap();
    assert_eq!(found.report.verdict(), Verdict::Passed, "{:?}", told(&found));
    // One that was drawn is taken away; another, that was not, as well.
    let gone = sample.names[1].clone();
    let spared = (0..10).map(place).find(|p| !sample.names.contains(p)).unwrap();
    fs::remove_file(archive.path(&gone)).unwrap();
    fs::remove_file(archive.path(&spared)).unwrap();
    let sample = Sample::drawn(&list, &record, told_of, &tree(), None);
    let found = archive.audit(Wish { sample: Some(&sample), ..Wish::default() }).unwrap();
    assert_eq!(told(&found), [(gone, "audit.missing")]);
    assert_eq!((count(&found, Class::Missing), count(&found, Class::Intact)), (1, 2));
}

#[test]
fn what_cannot_be_opened_may_be_drawn_like_all_others() {
    let archive = Archive::of(3);
    fs::write(archive.path(&place(1)), b"damaged").unwrap();
    let (listed, _) = entries(&archive);
    assert_eq!(listed.len(), 3);
    let [path, stratum, case] = &listed[1];
    assert_eq!((path.as_str(), stratum.as_str(), case.as_str()), (place(1).as_str(), "", ""));
}
