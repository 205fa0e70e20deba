//! The acts on a case folder, from the opening to filing, and what they refuse.

use std::collections::BTreeMap;
use std::fs;

use juanzong::seal::dossier::Dossier;
use juanzong::seal::policy::{self, Accepted};
use juanzong::seal::predicate::Outcome;
use juanzong::seal::sign::{Absence, Next, state};
use juanzong::seal::verify::{Ask, Reach, Verified, verify};
use juanzong::seal::{Files, Trust};
use juanzong::verdict::{Bearing, Verdict};

use crate::world::{DOCUMENTS, Memory, Office, agree, derived, draft, history, hour, person};

/// The invented rules are accepted; their digest is that of the files.
pub fn accepted(files: &Memory) -> Vec<Accepted> {
    let rules = files.0.iter().filter(|(name, _)| name.starts_with("rules/"));
    let digests =
        rules.map(|(name, _)| (name.as_str(), files.digest(name).unwrap().unwrap().sha256));
    vec![Accepted { id: "lin-2026".to_owned(), sha256: policy::digest(digests) }]
}

pub fn check(files: &Memory, trust: Option<&Trust>) -> Verified {
    let subjects = derived(files, "seals/04-filing");
    let accepted = accepted(files);
    let ask = Ask { trust, accepted: &accepted, now: hour(100), reach: Reach::Filed(&subjects) };
    verify(files, &ask).unwrap()
}

/// The codes of what is not a mere note.
pub fn codes(verified: &Verified) -> Vec<&'static str> {
    let findings = verified.report.findings();
    let found = findings.iter().filter(|f| f.bearing != Bearing::Note);
    let mut codes: Vec<_> = found.map(|f| f.code.id()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

pub fn trust() -> Trust {
    Trust::of(&history(&[draft().finish().unwrap()])).unwrap()
}

fn next(office: &Office) -> Next {
    let files = office.files();
    let dossier = Dossier::read(&files).unwrap();
    let ask = Ask { trust: None, accepted: &[], now: hour(100), reach: Reach::UnderWay };
    state::of(&dossier, &ask).unwrap().next
}

#[test]
fn a_dossier_goes_through_all_stages_and_passes() {
    let office = Office::new();
    assert_eq!(next(&office), Next::Open);
    office.first();
    assert!(matches!(next(&office), Next::Roster { .. }), "first who is to be heard at all");
    office.second();
    office.third();
    assert_eq!(next(&office), Next::File { seat: "archivist".to_owned() });
    office.filing();
    assert_eq!(next(&office), Next::Pack);
    let verified = check(&office.files(), Some(&trust()));
    assert_eq!(codes(&verified), Vec::<&str>::new(), "{:#?}", verified.report.findings());
    assert_eq!(verified.report.verdict(), Verdict::Passed);
    assert_eq!(verified.signings.len(), 14);
    let dissent = verified.signings.iter().find(|s| s.person == person(7)).unwrap();
    assert_eq!((dissent.text.as_str(), dissent.name.as_str()), ("台账不全。", "某7"));
    assert!(verified.signings.iter().all(|s| s.in_force && s.today.verdict == Verdict::Passed));
    let [vote] = verified.decisions.as_slice() else { panic!("{:?}", verified.decisions) };
    assert!(!vote.adopted, "one of two is no majority");
    let notes: Vec<_> = verified.report.findings().iter().map(|f| f.code.id()).collect();
    assert_eq!(notes, ["seal.time-claimed", "seal.not-adopted", "seal.dissent"]);
}

#[test]
fn without_trust_nothing_is_passed() {
    let office = Office::new();
    office.first();
    office.second();
    office.third();
    office.filing();
    let verified = check(&office.files(), None);
    assert_eq!(codes(&verified), ["keyring.untrusted"]);
    assert_eq!(verified.report.verdict(), Verdict::Indeterminate);
}

#[test]
fn a_stage_cannot_be_sealed_before_everyone_was_heard() {
    let office = Office::new();
    assert_eq!(office.seal(1, 1, "first").unwrap_err(), ["seal.no-opening"]);
    office.open();
    assert_eq!(office.seal(1, 1, "first").unwrap_err(), ["seal.seat-empty"]);
    assert_eq!(office.seal(1, 1, "second").unwrap_err(), ["seal.stage-order"]);
    office.sign(1, office.review(1, 1, &agree("desk")));
    assert_eq!(office.seal(2, 2, "first").unwrap_err(), ["seal.key-no-mandate"]);
    office.sign(1, office.seal(1, 2, "first"));
    assert_eq!(office.review(3, 3, &agree("visit.member")).unwrap_err(), ["seal.roster-missing"]);
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    assert_eq!(office.seal(2, 4, "second").unwrap_err(), ["seal.roster-missing"]);
    office.sign(2, office.roster(2, 4, "visit.member"));
    assert_eq!(
        office.seal(2, 5, "second").unwrap_err(),
        ["seal.member-unheard", "seal.too-few-agree"]
    );
}

#[test]
fn a_review_is_refused_where_verification_would_refuse_it() {
    let office = Office::new();
    office.open();
    assert_eq!(office.review(1, -1, &agree("desk")).unwrap_err(), ["seal.order"]);
    assert_eq!(office.review(2, 1, &agree("desk")).unwrap_err(), ["seal.key-no-mandate"]);
    assert_eq!(office.review(1, 1, &agree("visit.head")).unwrap_err(), ["seal.not-this-stage"]);
    assert_eq!(office.review(99, 1, &agree("desk")).unwrap_err(), ["seal.key-unknown"]);
    let built = office.case.join("out/data/01-申请书/申请书.pdf");
    let bytes = fs::read(&built).unwrap();
    fs::remove_file(&built).unwrap();
    assert_eq!(office.review(1, 1, &agree("desk")).unwrap_err(), ["seal.not-built"]);
    fs::write(&built, bytes).unwrap();
    office.sign(1, office.review(1, 1, &agree("desk")));
    office.sign(1, office.seal(1, 2, "first"));
    let mut wish = agree("visit.head");
    wish.text = Some("另有说法。".to_owned());
    assert_eq!(office.review(2, 3, &wish).unwrap_err(), ["seal.opinion-differs"]);
    wish = agree("visit.head");
    wish.rows = Some(vec!["3".to_owned()]);
    assert_eq!(office.review(2, 3, &wish).unwrap_err(), ["seal.row-unknown"]);
}

#[test]
fn an_opinion_is_withdrawn_and_given_again_without_a_gap() {
    let office = Office::new();
    office.open();
    let mut withdraw = agree("desk");
    withdraw.opinion = juanzong::seal::predicate::Opinion::Withdraw;
    assert_eq!(office.review(1, 1, &withdraw).unwrap_err(), ["seal.nothing-to-withdraw"]);
    office.sign(1, office.review(1, 1, &agree("desk")));
    let second = office.sign(1, office.review(1, 2, &withdraw));
    assert_eq!(second.stem, "reviews/01-first/desk.p-0001.2");
    assert_eq!(office.seal(1, 3, "first").unwrap_err(), ["seal.seat-empty"]);
    office.sign(1, office.review(1, 3, &agree("desk")));
    office.sign(1, office.seal(1, 4, "first"));
}

#[test]
fn a_case_goes_back_and_all_stages_from_there_are_sealed_again() {
    let office = Office::new();
    office.first();
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    let back = |to: &str| Outcome::Return { to: to.to_owned() };
    let refused = office.plan(2, 4, |d| d.seal("second", back("second")));
    assert_eq!(refused.unwrap_err(), ["seal.return-forward"]);
    office.sign(2, office.plan(2, 4, |d| d.seal("second", back("first"))));
    office.sign(1, office.review(1, 5, &agree("desk")));
    let seal = office.sign(1, office.seal(1, 6, "first"));
    assert_eq!(seal.stem, "seals/03-first");
    let files = office.files();
    let ask =
        Ask { trust: None, accepted: &accepted(&files), now: hour(9), reach: Reach::UnderWay };
    let verified = verify(&files, &ask).unwrap();
    assert_eq!(codes(&verified), Vec::<&str>::new());
    let in_force: Vec<_> = verified.signings.iter().filter(|s| s.in_force).map(|s| s.nn).collect();
    assert_eq!(in_force, [0, 3, 3]);
}

#[test]
fn a_statement_that_the_case_lost_is_missed_by_its_signer() {
    let office = Office::new();
    office.open();
    let first = office.sign(1, office.review(1, 1, &agree("desk")));
    for (name, _) in first.files() {
        fs::remove_file(office.case.join(name)).unwrap();
    }
    assert_eq!(office.review(1, 2, &agree("desk")).unwrap_err(), ["seal.gap"]);
    office.sign(1, {
        fs::remove_dir_all(office.case.with_file_name("1.key.signed")).unwrap();
        office.review(1, 2, &agree("desk"))
    });
    let seal = office.sign(1, office.seal(1, 3, "first"));
    for (name, _) in seal.files() {
        fs::remove_file(office.case.join(name)).unwrap();
    }
    assert_eq!(office.seal(1, 4, "first").unwrap_err(), ["seal.fork"]);
}

#[test]
fn what_statements_hold_fast_is_known_with_who_signed_it() {
    let office = Office::new();
    office.first();
    let files = office.files();
    let held = state::held(&Dossier::read(&files).unwrap());
    let document = &held["data/01-申请书/申请书.pdf"];
    assert_eq!(document.persons, [person(1)]);
    assert_eq!(document.statements.len(), 2);
    assert!(!held.contains_key("data/04-踏勘表/踏勘表.pdf"));
    fs::write(office.case.join("out/data/01-申请书/申请书.pdf"), b"changed").unwrap();
    let files = office.files();
    let ask =
        Ask { trust: None, accepted: &accepted(&files), now: hour(9), reach: Reach::UnderWay };
    assert_eq!(codes(&verify(&files, &ask).unwrap()), ["seal.subject-changed"]);
    let refused = office.review(2, 3, &agree("visit.head")).map(|_| ());
    assert_eq!(refused, Ok(()), "a fault of others does not silence a reviewer");
}

fn under_way(office: &Office) -> Verified {
    let files = office.files();
    let ask =
        Ask { trust: None, accepted: &accepted(&files), now: hour(20), reach: Reach::UnderWay };
    verify(&files, &ask).unwrap()
}

#[test]
fn a_new_opening_puts_all_stages_back_to_the_start() {
    let office = Office::new();
    office.first();
    let facts = office.case.join("case.toml");
    let text = fs::read_to_string(&facts).unwrap();
    fs::write(&facts, text.replace("一厂区", "二厂区")).unwrap();
    assert_eq!(codes(&under_way(&office)), ["seal.facts-differ"]);
    let again = office.sign(1, office.plan(1, 5, |d| d.open([8; 16])));
    assert_eq!(again.stem, "seals/02-open");
    assert_eq!(codes(&under_way(&office)), Vec::<&str>::new());
    assert_eq!(next(&office), Next::Review { seats: vec!["desk".to_owned()] });
    let review = office.sign(1, office.review(1, 6, &agree("desk")));
    assert_eq!(review.stem, "reviews/03-first/desk.p-0001.1");
    office.sign(1, office.seal(1, 7, "first"));
    assert_eq!(codes(&under_way(&office)), Vec::<&str>::new());
    fs::remove_file(office.case.join("seals/00-open.json")).unwrap();
    assert_eq!(codes(&under_way(&office)), ["seal.statement-missing"]);
}

#[test]
fn what_was_sealed_and_then_replaced_stays_in_the_dossier() {
    let office = Office::new();
    office.first();
    let back = Outcome::Return { to: "first".to_owned() };
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    office.sign(2, office.plan(2, 4, |d| d.seal("second", back.clone())));
    let document = office.case.join("out/data/01-申请书/申请书.pdf");
    let old = fs::read(&document).unwrap();
    fs::write(&document, b"%PDF corrected").unwrap();
    assert_eq!(codes(&under_way(&office)), ["seal.subject-absent"]);
    let files = office.files();
    let dossier = Dossier::read(&files).unwrap();
    let kept = state::keep_as(&dossier, "data/01-申请书/申请书.pdf").unwrap();
    assert_eq!(kept, "data/98-已替代材料/01/01-申请书/申请书.pdf");
    assert_eq!(
        state::keep_as(&dossier, "data/04-踏勘表/踏勘表.pdf"),
        Some("data/98-已替代材料/02/04-踏勘表/踏勘表.pdf".to_owned())
    );
    crate::world::write(&office.case.join(kept), &old);
    assert_eq!(codes(&under_way(&office)), Vec::<&str>::new());
    office.sign(1, office.review(1, 5, &agree("desk")));
    office.sign(1, office.seal(1, 6, "first"));
    assert_eq!(codes(&under_way(&office)), Vec::<&str>::new());
}

#[test]
fn an_opinion_on_a_corrected_paper_supersedes_the_first_and_says_so() {
    let office = Office::new();
    office.open();
    assert_eq!(office.roster(1, 1, "desk").unwrap_err(), ["seal.not-plural"]);
    office.sign(1, office.review(1, 1, &agree("desk")));
    fs::write(office.case.join("out/data/01-申请书/申请书.pdf"), b"%PDF corrected").unwrap();
    assert_eq!(office.seal(1, 2, "first").unwrap_err(), ["seal.subject-changed"]);
    office.sign(1, office.review(1, 2, &agree("desk")));
    office.sign(1, office.seal(1, 3, "first"));
    let verified = under_way(&office);
    assert_eq!(codes(&verified), Vec::<&str>::new());
    assert!(verified.report.findings().iter().any(|f| f.code.id() == "seal.subject-gone"));
}

#[test]
fn nothing_is_signed_about_nothing_or_by_another_key() {
    let office = Office::new();
    office.open();
    let plan = office.review(1, 1, &agree("desk")).unwrap();
    assert_eq!(plan.covers.len(), 3, "two documents and what was typed: {:?}", plan.covers);
    assert!(plan.sign(&crate::world::secret(2)).is_err());
    for file in ["forms/ask.toml", "evidence/proof/照片.jpg"] {
        fs::remove_file(office.case.join(file)).unwrap();
    }
    assert_eq!(office.review(1, 1, &agree("desk")).unwrap_err(), ["seal.no-subjects"]);
}

/// An office whose rules ask for the visit's sheet as `need` says and hear its members only with
/// it, and whose case has no such sheet unless `sheet` says so.
fn visiting(need: &str, sheet: bool) -> Office {
    let office = Office::new();
    let rules = office.case.join("rules/profile.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let asked = "stage = \"second\"\ngrades = [\"C\"]\nneed = \"required\"";
    let member = "title = \"队员\"\n";
    assert!(text.contains(asked) && text.contains(member));
    let text = text.replacen(asked, &format!("stage = \"second\"\ngrades = [\"C\"]\n{need}"), 1);
    let text = text.replacen(member, "title = \"队员\"\nonly_with = \"visit\"\n", 1);
    fs::write(&rules, text).unwrap();
    if !sheet {
        fs::remove_file(office.case.join("forms/visit.toml")).unwrap();
        fs::remove_file(office.case.join("out").join(DOCUMENTS[2])).unwrap();
    }
    office.first();
    office
}

#[test]
fn a_seat_that_goes_with_a_paper_is_heard_exactly_where_the_paper_is() {
    let office = visiting("need = \"optional\"", false);
    assert_eq!(next(&office), Next::Review { seats: vec!["visit.head".to_owned()] });
    let mut wish = agree("visit.head");
    wish.text = Some("同意。".to_owned());
    office.sign(2, office.review(2, 3, &wish));
    assert!(matches!(next(&office), Next::Seal { .. }));
    office.sign(2, office.seal(2, 7, "second"));
    office.third();
    office.filing();
    let verified = check(&office.files(), Some(&trust()));
    assert_eq!(codes(&verified), Vec::<&str>::new(), "{:#?}", verified.report.findings());

    let office = visiting("need = \"optional\"", true);
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    assert_eq!(office.seal(2, 7, "second").unwrap_err(), ["seal.roster-missing"]);
}

#[test]
fn a_paper_is_sealed_without_only_where_its_absence_warns() {
    let sealed = |need: &str| {
        let office = visiting(need, false);
        let mut wish = agree("visit.head");
        wish.text = Some("同意。".to_owned());
        office.sign(2, office.review(2, 3, &wish));
        office.seal(2, 7, "second").map(|_| ())
    };
    assert_eq!(sealed("need = \"required\""), Err(vec!["seal.slot-empty"]));
    assert_eq!(sealed("need = \"required\"\nwarn = [\"C\"]"), Ok(()));
}

#[test]
fn members_of_one_organisation_are_not_listed_together_where_the_rules_forbid_it() {
    let office = Office::new();
    let rules = office.case.join("rules/profile.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let with = text.replacen("need = 1\n", "need = 1\ndistinct_orgs = true\n", 1);
    assert_ne!(with, text);
    fs::write(&rules, with).unwrap();
    office.first();
    office.sign(2, office.review(2, 3, &agree("visit.head")));
    assert_eq!(office.roster(2, 4, "visit.member").unwrap_err(), ["seal.same-organisation"]);
    // One of them stepped back: the other is heard alone.
    let recused = Absence { present: true, recused: true, reason: Some("同一单位".to_owned()) };
    let absent = BTreeMap::from([(person(4), recused)]);
    office.sign(2, office.plan(2, 4, |d| d.roster("visit.member", &absent)));
    assert_eq!(office.review(4, 5, &agree("visit.member")).unwrap_err(), ["seal.absent-opinion"]);
    office.sign(3, office.review(3, 5, &agree("visit.member")));
    office.sign(2, office.seal(2, 6, "second"));
}

#[test]
fn nobody_of_the_enterprise_or_in_its_service_reviews_where_the_rules_forbid_it() {
    let office = |rule: &str, related: &str| {
        let office = Office::new();
        for (file, from, to) in [
            ("rules/profile.toml", "[valid]", format!("{rule}\n[valid]")),
            ("case.toml", "[dates]", format!("{related}\n[dates]")),
        ] {
            let path = office.case.join(file);
            let text = fs::read_to_string(&path).unwrap();
            let with = text.replacen(from, &to, 1);
            assert_ne!(with, text);
            fs::write(path, with).unwrap();
        }
        office.first();
        office.review(2, 3, &agree("visit.head")).map(|_| ())
    };
    let rule =
        |seat: &str| format!("[unrelated]\nseats = [\"{seat}\"]\nbasis = \"text\"\ncite = \"四\"");
    let ours = "related = [\"另一公司\", \"临州分局\"]";
    assert_eq!(office(&rule("visit.head"), ours), Err(vec!["seal.related"]));
    assert_eq!(office(&rule("visit.head"), "related = [\"另一公司\"]"), Ok(()));
    assert_eq!(office(&rule("visit.member"), ours), Ok(()));
    assert_eq!(office("", ours), Ok(()));
}
