//! A list is frozen, a value comes, a draw is made: right once, and wrong in every way that has a
//! code of its own.

use std::collections::BTreeMap;

use super::*;
use crate::base::digest::Digest;
use crate::base::time::{Day, Moment};
use crate::form::{Given, Prefill};
use crate::profile::Shelf;
use crate::seal::keyring::{Draft, History, Holder, RingKey, Use, Version};
use crate::seal::{Namespace, Person, SecretKey, Trust, loose};
use crate::verdict::{Code, Report, Verdict};

const VALUE: &str = "03 08 11 17 22 30 05";

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn person() -> Person {
    Person::parse("p-0009").unwrap()
}

fn clerk() -> SecretKey {
    SecretKey::from_seed(&[9; 32])
}

/// A ring in which the clerk's key may sign what `uses` says, and trust in it.
fn trust(uses: &[Namespace]) -> Trust {
    let mut draft = Draft::first(moment("2026-01-01T00:00:00+08:00"), 1);
    let root = SecretKey::from_seed(&[1; 32]);
    let of = |number: &str| Person::parse(number).unwrap();
    for (id, key, uses) in [
        ("p-0001", root.public(), Use::Root),
        ("p-0009", clerk().public(), Use::Sign(uses.to_vec())),
    ] {
        draft
            .enrol(Holder { id: of(id), name: "周宁".to_owned(), org: "办公室".to_owned() })
            .unwrap();
        draft
            .add_key(RingKey {
                key,
                person: of(id),
                uses,
                valid_from: moment("2026-01-01T00:00:00+08:00"),
                valid_until: moment("2028-01-01T00:00:00+08:00"),
                status: None,
            })
            .unwrap();
    }
    draft.set_roots(1, vec![root.id()]);
    let mut version = Version::unapproved(draft.finish().unwrap());
    version.approve(None, &root).unwrap();
    let files = BTreeMap::from([
        ("0001.json".to_owned(), version.ring.write()),
        ("0001.dsse.json".to_owned(), version.envelope()),
    ]);
    let (history, findings) = History::check("", &files);
    assert!(findings.is_empty(), "{findings:?}");
    Trust::of(&history).unwrap()
}

fn list() -> Frozen {
    let entries = (1..=17).map(|n| Item {
        id: format!("SX-330604-2026-{n:04}"),
        name: format!("示例企业{n}"),
        county: "330604".to_owned(),
        ..Item::default()
    });
    let list = Frozen {
        purpose: "申报 B 级企业现场核查".to_owned(),
        profile: Some("shaoxing-draft".to_owned()),
        round: Some("2026".to_owned()),
        sample: Some("s.30".to_owned()),
        cite: Some("三B(三)".to_owned()),
        size: Size::Rate(Rate::percent(30).unwrap()),
        source: "2026 年 5 月 14 日福利彩票双色球开奖号码".to_owned(),
        example: "01 02 03 04 05 06 07".to_owned(),
        value_on: Day::parse("2026-05-14").unwrap(),
        frozen_at: moment("2026-05-12T10:00:00+08:00"),
        person: person(),
        keyring: trust(&[Namespace::Register]).newest().reference(),
        entries: entries.collect(),
    };
    list.checked().unwrap()
}

fn drawn(list: &Frozen, mode: Mode, value: &str, at: &str) -> Drawn {
    let by = (mode == Mode::Formal).then(|| (list.person.clone(), list.keyring));
    Drawn::draw(list, mode, value, by, moment(at)).unwrap()
}

/// A list and a record as files, signed by the clerk unless said otherwise.
struct Told {
    list: Vec<u8>,
    list_signature: Option<String>,
    record: Vec<u8>,
    record_signature: Option<String>,
}

impl Told {
    fn of(list: &Frozen, record: &Drawn) -> Self {
        let (list, record) = (list.write(), record.write());
        let sign = |bytes: &[u8]| Some(loose::sign(bytes, &clerk()));
        Self { list_signature: sign(&list), record_signature: sign(&record), list, record }
    }

    fn right() -> Self {
        let list = list();
        Self::of(&list, &drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00"))
    }

    fn check(&self, trust: Option<&Trust>) -> Report {
        let papers = Papers {
            list: ("名单.json", &self.list),
            list_signature: self.list_signature.as_deref().map(str::as_bytes),
            record: Some(("抽样.json", &self.record)),
            record_signature: self.record_signature.as_deref().map(str::as_bytes),
        };
        check(&papers, trust)
    }

    /// The codes that are found, notes apart.
    fn codes(&self) -> Vec<Code> {
        codes(&self.check(Some(&trust(&[Namespace::Register]))))
    }
}

fn codes(report: &Report) -> Vec<Code> {
    let found = report.findings().into_iter();
    found.filter(|f| f.code != Code::DrawTimeClaimed).map(|f| f.code).collect()
}

#[test]
fn a_draw_by_a_value_of_a_later_day_passes_and_says_that_its_time_is_claimed() {
    let report = Told::right().check(Some(&trust(&[Namespace::Register])));
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", report.findings());
    assert!(report.has(Code::DrawTimeClaimed));
    assert_eq!(codes(&report), []);
}

/// What `docs/draw.md` shows, and what its Python prints.
#[test]
fn the_worked_example_of_the_docs() {
    let list = Digest::parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let seed = seed(list.unwrap(), VALUE);
    let page = include_str!("../../docs/draw.md");
    assert!(page.contains(&seed.to_string()), "the seed is {seed}");
    let ids: Vec<String> = (1..=10).map(|n| format!("SX-330604-2026-{n:04}")).collect();
    let picked =
        pick(ids.iter().map(|id| ("", id.as_str())), Size::Rate(Rate::percent(30).unwrap()), seed);
    for id in &picked.ids {
        assert!(page.contains(&format!("{}  {id}", ticket(seed, id))), "{} {id}", ticket(seed, id));
    }
    assert_eq!(picked.ids.len(), 3);
}

#[test]
fn without_trust_the_signer_stays_open_and_nothing_else() {
    let report = Told::right().check(None);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
    assert_eq!(codes(&report), [Code::KeyringUntrusted]);
}

#[test]
fn list_and_record_must_be_signed_by_a_key_for_registers() {
    let mut told = Told::right();
    told.list_signature = None;
    assert_eq!(told.codes(), [Code::DrawUnsigned]);
    let mut told = Told::right();
    told.record_signature = None;
    assert_eq!(told.codes(), [Code::DrawUnsigned]);
    let mut told = Told::right();
    told.record_signature = told.list_signature.clone();
    assert_eq!(told.codes(), [Code::SealSignatureInvalid]);
    told.record_signature = Some("-----BEGIN SSH SIGNATURE-----\n".to_owned());
    assert_eq!(told.codes(), [Code::SealSidecarMismatch]);
    let stranger = SecretKey::from_seed(&[5; 32]);
    let mut told = Told::right();
    told.list_signature = Some(loose::sign(&told.list, &stranger));
    assert_eq!(told.codes(), [Code::SealKeyUnknown]);

    // A key for reviews alone: its ring is another, so the list has to name that one.
    let reviews = trust(&[Namespace::Review]);
    let mut list = list();
    list.keyring = reviews.newest().reference();
    let record = drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00");
    let told = Told::of(&list, &record);
    assert_eq!(codes(&told.check(Some(&reviews))), [Code::SealKeyUse, Code::SealKeyUse]);
    let found = told.check(Some(&trust(&[Namespace::Register])));
    assert_eq!(codes(&found), [Code::SealRingUnknown, Code::SealRingUnknown]);
    list.keyring.version = 2;
    let told = Told::of(&list, &drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00"));
    let later = told.check(Some(&trust(&[Namespace::Register])));
    assert_eq!(later.verdict(), Verdict::Indeterminate);

    let mut list = self::list();
    list.person = Person::parse("p-0001").unwrap();
    let told = Told::of(&list, &drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00"));
    assert_eq!(told.codes(), [Code::SealKeyHolder, Code::SealKeyHolder]);
}

#[test]
fn a_value_of_the_day_itself_or_before_it_is_no_formal_draw() {
    for (day, found) in [
        ("2026-05-11", vec![Code::DrawValueNotLater]),
        ("2026-05-12", vec![Code::DrawValueNotLater]),
        ("2026-05-13", vec![]),
    ] {
        let mut list = list();
        list.value_on = Day::parse(day).unwrap();
        let record = drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00");
        assert_eq!(Told::of(&list, &record).codes(), found, "{day}");
    }
}

#[test]
fn nobody_draws_before_the_value_exists() {
    let list = list();
    for (at, found) in [
        ("2026-05-13T23:59:59+08:00", vec![Code::DrawTooEarly]),
        ("2026-05-14T00:00:00+08:00", vec![]),
    ] {
        assert_eq!(Told::of(&list, &drawn(&list, Mode::Formal, VALUE, at)).codes(), found, "{at}");
    }
}

#[test]
fn a_value_is_spelled_as_the_list_says() {
    let list = list();
    for spelled in ["3 8 11 17 22 30 5", "03081117223005", "03,08,11,17,22,30,05"] {
        let record = drawn(&list, Mode::Formal, spelled, "2026-05-15T09:00:00+08:00");
        let report = Told::of(&list, &record).check(Some(&trust(&[Namespace::Register])));
        assert_eq!(codes(&report), [Code::DrawValueSpelling], "{spelled}");
        assert_eq!(report.verdict(), Verdict::Indeterminate);
    }
    let by = || Some((list.person.clone(), list.keyring));
    let at = moment("2026-05-15T09:00:00+08:00");
    for refused in ["", " 03", "03 ", "a\nb", "e\u{301}"] {
        assert!(Drawn::draw(&list, Mode::Formal, refused, by(), at).is_err(), "{refused:?}");
    }
}

#[test]
fn a_rehearsal_never_passes() {
    let list = list();
    let record = drawn(&list, Mode::Rehearsal, "7", "2026-05-12T10:00:00+08:00");
    let mut told = Told::of(&list, &record);
    told.record_signature = None;
    let report = told.check(Some(&trust(&[Namespace::Register])));
    assert_eq!(codes(&report), [Code::DrawRehearsal]);
    assert_eq!(report.verdict(), Verdict::Indeterminate);
}

#[test]
fn a_record_that_was_touched_says_what_differs() {
    let list = list();
    let right = drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00");
    let other = list.entries.iter().map(|e| &e.id).find(|id| !right.drawn.contains(id)).unwrap();
    let mut steered = right.clone();
    let left_out = std::mem::replace(&mut steered.drawn[0], other.clone());
    steered.drawn.sort();
    let told = Told::of(&list, &steered);
    assert_eq!(told.codes(), [Code::DrawSelectionDiffers]);
    let report = told.check(None);
    let finding = report.findings().into_iter().find(|f| f.code == Code::DrawSelectionDiffers);
    let facts = finding.unwrap().facts.clone();
    assert_eq!(facts, [("missing", left_out), ("extra", other.clone())]);

    let mut fewer = right.clone();
    fewer.strata[0].take = 5;
    assert_eq!(Told::of(&list, &fewer).codes(), [Code::DrawSelectionDiffers]);
    let mut seed = right.clone();
    seed.seed = Digest::sha256(b"x");
    assert_eq!(Told::of(&list, &seed).codes(), [Code::DrawSeedDiffers]);

    let mut without = list.clone();
    without.entries.pop();
    let told = Told::of(&without.checked().unwrap(), &right);
    assert_eq!(told.codes(), [Code::DrawOtherList]);
}

#[test]
fn what_is_not_in_its_one_form_is_not_read() {
    let text = String::from_utf8(Told::right().list).unwrap();
    let cases = [
        text.replace("\"rate\":\"30%\"", "\"rate\":\"30.0%\""),
        text.replace("\"rate\":\"30%\"", "\"rate\":\"0%\""),
        text.replace("juanzong.draw-list/1", "juanzong.draw-list/2"),
        text.replace("\"purpose\"", "\"purpos\""),
        text.replace("SX-330604-2026-0002", "SX-330604-2026-0001"),
        text.replace("\"entries\":[\n", "\"entries\":["),
        text.replace("2026-05-14\"", "2026-5-14\""),
    ];
    for changed in cases {
        assert_ne!(changed, text);
        let mut told = Told::right();
        told.list = changed.clone().into_bytes();
        assert_eq!(told.codes(), [Code::DrawSyntax], "{changed}");
    }
    let mut told = Told::right();
    told.record.push(b'\n');
    assert_eq!(told.codes(), [Code::DrawSyntax]);
    let mut empty = list();
    empty.entries.clear();
    assert!(empty.checked().is_err());
    let mut twice = list();
    twice.entries.push(twice.entries[0].clone());
    assert!(twice.checked().is_err());
}

/// 三B(三)：B 级不低于 30%。
#[test]
fn no_list_draws_fewer_than_its_article_asks_for() {
    let shelf = Shelf::built_in().unwrap();
    let (profile, _) = shelf.profile("shaoxing-draft").unwrap();
    let found = |size| {
        let mut list = list();
        list.size = size;
        check_rules(&list, profile, "名单.json").into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    let rate = |text: &str| Size::Rate(text.parse().unwrap());
    assert_eq!(found(rate("30%")), []);
    assert_eq!(found(rate("29.99%")), [Code::DrawBelowRate]);
    // 30 % of 17, rounded up, are 6.
    assert_eq!(found(Size::Count(6)), []);
    assert_eq!(found(Size::Count(5)), [Code::DrawBelowRate]);
    let mut other = list();
    (other.size, other.sample) = (rate("1%"), None);
    assert!(check_rules(&other, profile, "x").is_empty());
}

#[test]
fn the_record_on_paper_lacks_only_who_signs_it_and_where_it_was_drawn() {
    let forms = Shelf::built_in().unwrap().forms;
    let form = forms.form("sampling-record").unwrap();
    let list = list();
    let record = drawn(&list, Mode::Formal, VALUE, "2026-05-15T09:00:00+08:00");
    let filled = paper(&list, &record, form).unwrap();
    assert_eq!(filled.rows("drawn").len(), 6);
    assert_eq!(filled.text("rate"), Some("30"));
    assert_eq!(filled.text("list_digest").unwrap(), list.digest().to_string());
    let mut given = Given::default();
    given.set("city.name", "某市生态环境局");
    let text = form.skeleton_with(&given, &Prefill { filled, note: String::new() });
    let (read, findings) = form.read("forms/x.toml", &text);
    assert_eq!(read.rows("drawn").len(), 6);
    let mut missing: Vec<String> = findings.iter().map(|f| f.place.field.clone()).collect();
    missing.sort();
    missing.dedup();
    let rows = missing.iter().filter(|m| m.starts_with("drawn[")).count();
    // The grade was not listed here; the two opinions with their names, and the place.
    assert_eq!(rows, missing.len() - 3, "{missing:?}");
    assert!(missing.iter().all(|m| !m.starts_with("drawn[") || !m.ends_with("enterprise")));
    assert!(paper(&list, &record, forms.form("app-form").unwrap()).is_none());
}
