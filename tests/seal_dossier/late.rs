//! What is said after filing: it goes on with the signer's series, lies outside the package, and is
//! told to whoever asks today.

use juanzong::base::digest::Digest;
use juanzong::seal::keyring::{Draft, History};
use juanzong::seal::predicate::Opinion;
use juanzong::seal::sign::{Done, Late, Plan, Wish};
use juanzong::seal::verify::{Ask, Known, Reach, judge_known};
use juanzong::seal::{Dossier, Files, Predicate, Statement};
use juanzong::verdict::Verdict;

use crate::acts::{accepted, trust};
use crate::forge::{Honest, forged};
use crate::world::{Memory, agree, derived, draft, history, hour, mandate, moment, secret};

const NO: &str = "reviews/03-third/meeting.member.p-0007";

fn withdraw(seat: &str) -> Wish {
    Wish { opinion: Opinion::Withdraw, text: Some(String::new()), ..agree(seat) }
}

fn rings() -> History {
    history(&[draft().finish().unwrap()])
}

/// Lets somebody speak about a dossier at an hour.
fn speak(
    files: &Memory,
    number: u8,
    at: i64,
    said: &[Statement],
    wish: &Wish,
) -> Result<Plan, Vec<&'static str>> {
    with(files, &rings(), number, at, said, wish)
}

fn with(
    files: &Memory,
    rings: &History,
    number: u8,
    at: i64,
    said: &[Statement],
    wish: &Wish,
) -> Result<Plan, Vec<&'static str>> {
    let dossier = Dossier::read(files).unwrap();
    let late = Late { rings, key: secret(number).id(), at: hour(at), said };
    late.review(&dossier, wish).unwrap().map_err(|refusal| {
        let mut codes: Vec<_> = refusal.findings.iter().map(|f| f.code.id()).collect();
        codes.dedup();
        codes
    })
}

fn signed(plan: Plan, number: u8) -> Done {
    plan.sign(&secret(number)).unwrap()
}

/// Verdict and notes about a dossier with statements beside it.
fn told(files: &Memory, beside: &[&Done]) -> (Verdict, Vec<&'static str>) {
    let mut after = Memory::default();
    beside.iter().for_each(|done| after.0.extend(done.files()));
    let subjects = derived(files, "seals/04-filing");
    let (trust, accepted) = (trust(), accepted(files));
    let reach = Reach::Filed(&subjects);
    let ask = Ask { trust: Some(&trust), accepted: &accepted, now: hour(100), reach };
    let dossier = Dossier::read(files).unwrap();
    let source: (&str, &dyn Files) = ("LZ-990100-2026Q2-0001.after", &after);
    let known = Known { at: None, others: &[], after: Some(source) };
    let found = judge_known(&dossier, &ask, &known).unwrap().report;
    let all = found.findings().into_iter().map(|f| f.code.id());
    (found.verdict(), all.filter(|id| id.contains("after")).collect())
}

#[test]
fn an_opinion_is_taken_back_or_changed_after_filing_and_the_package_stays() {
    let files = forged(&Honest);
    let plan = speak(&files, 7, 20, &[], &withdraw("meeting.member")).unwrap();
    assert_eq!(plan.stem, format!("{NO}.2"));
    let first = Statement::parse(&files.0[&format!("{NO}.1.json")]).unwrap();
    let Predicate::Review(said) = plan.statement.predicate() else { panic!("no review") };
    assert_eq!(said.supersedes, Some(Digest::sha256(&first.write())));
    assert_eq!(said.prev_seal, Digest::sha256(&files.0["seals/04-filing.json"]));
    assert_eq!(plan.statement.subjects(), first.subjects(), "about the same files");
    let last = plan.last.clone().unwrap();
    assert!(last.replaced && last.opinion == Opinion::Disagree && last.gone.is_empty());
    let taken_back = signed(plan, 7);
    assert_eq!(
        told(&files, &[&taken_back]),
        (Verdict::Indeterminate, vec!["seal.withdrawn-after-filing"])
    );

    // Nothing is left to take back; but another opinion may follow, in the same series.
    let said = [taken_back.statement.clone()];
    let again = speak(&files, 7, 21, &said, &withdraw("meeting.member"));
    assert_eq!(again.map(drop), Err(vec!["seal.nothing-to-withdraw"]));
    let yes = Wish { text: Some("台账已补。".to_owned()), ..agree("meeting.member") };
    let plan = speak(&files, 7, 21, &said, &yes).unwrap();
    assert_eq!(plan.stem, format!("{NO}.3"));
    let changed = signed(plan, 7);
    let both = told(&files, &[&taken_back, &changed]);
    assert_eq!(both.0, Verdict::Indeterminate, "{both:?}");
    assert!(both.1.contains(&"seal.signed-after-filing"), "{both:?}");
    let early = speak(&files, 7, 20, &[changed.statement], &withdraw("meeting.member"));
    assert_eq!(early.map(drop), Err(vec!["seal.order"]), "not before what was said last");
}

#[test]
fn only_who_was_heard_speaks_after_filing_and_only_then() {
    let files = forged(&Honest);
    let refused = |number, at, seat: &str| {
        speak(&files, number, at, &[], &withdraw(seat)).map(drop).unwrap_err()
    };
    assert_eq!(refused(6, 20, "meeting.chair"), ["seal.nothing-to-withdraw"]);
    assert_eq!(refused(8, 20, "desk"), ["seal.nothing-to-withdraw"]);
    assert_eq!(refused(99, 20, "desk"), ["seal.key-unknown"]);
    assert_eq!(refused(7, 12, "meeting.member"), ["seal.order"], "not before the filing seal");
    let mut unfiled = files.clone();
    for ending in [".json", ".dsse.json", ".json.sig"] {
        unfiled.0.remove(&format!("seals/04-filing{ending}")).unwrap();
    }
    let open = speak(&unfiled, 7, 20, &[], &withdraw("meeting.member"));
    assert_eq!(open.map(drop), Err(vec!["seal.stage-unsealed"]));

    // Whoever lost the mandate lost the voice; whose ring is another one is told so.
    let ring = |change: &dyn Fn(&mut Draft)| {
        let first = draft().finish().unwrap();
        let mut next = Draft::after(&first, moment("2026-03-03T00:00:00"));
        change(&mut next);
        history(&[first, next.finish().unwrap()])
    };
    let post = mandate(7, &["meeting.member"], &["third"], moment("2026-01-01T00:00:00"));
    let dismissed = ring(&|d| d.end_mandate(&post, moment("2026-03-03T00:00:00")).unwrap());
    let silent = with(&files, &dismissed, 7, 20, &[], &withdraw("meeting.member"));
    assert_eq!(silent.map(drop), Err(vec!["seal.key-no-mandate"]));
    let newer = ring(&|_| {});
    let plan = with(&files, &newer, 7, 20, &[], &withdraw("meeting.member")).unwrap();
    assert_eq!(plan.statement.predicate().keyring().version, 2);
    let mut other = draft();
    other.mandate(mandate(8, &["desk"], &["first"], moment("2026-01-01T00:00:00"))).unwrap();
    let fork = history(&[other.finish().unwrap()]);
    let forked = with(&files, &fork, 7, 20, &[], &withdraw("meeting.member"));
    assert_eq!(forked.map(drop), Err(vec!["keyring.fork"]));
}
