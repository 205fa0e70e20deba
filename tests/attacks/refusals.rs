//! Codes that no package can bear, because signing is refused before: each yielded by an act of the
//! office that wrote them.

use std::collections::BTreeMap;
use std::fs;

use juanzong::package::parcel;
use juanzong::seal::predicate::Opinion;

use crate::stick;
use crate::world::{Office, agree};

/// An act and the codes of its refusal.
type Act = fn(&Office) -> Vec<&'static str>;

const ACTS: &[(&str, &str, Act)] = &[
    ("seal.not-this-stage", "a review in a seat of a later stage", |office| {
        office.review(1, 1, &agree("visit.head")).unwrap_err()
    }),
    ("seal.not-built", "a review of a document that was not generated", |office| {
        fs::remove_file(office.case.join("out/data/01-申请书/申请书.pdf")).unwrap();
        office.review(1, 1, &agree("desk")).unwrap_err()
    }),
    ("seal.no-subjects", "a review of nothing", |office| {
        for file in ["forms/ask.toml", "evidence/proof/照片.jpg"] {
            fs::remove_file(office.case.join(file)).unwrap();
        }
        office.review(1, 1, &agree("desk")).unwrap_err()
    }),
    ("seal.not-plural", "a roster of a seat for one", |office| {
        office.roster(1, 1, "desk").unwrap_err()
    }),
    ("seal.nothing-to-withdraw", "a withdrawal before any opinion", |office| {
        let mut withdraw = agree("desk");
        withdraw.opinion = Opinion::Withdraw;
        office.review(1, 1, &withdraw).unwrap_err()
    }),
    ("seal.response-stale", "a response that comes after its stage was sealed", |_| stick::late()),
    ("seal.response-twice", "a response whose number is taken", |_| stick::twice()),
    ("package.not-a-parcel", "a file of the case that is taken for a request", |office| {
        let refused = parcel::receive(&office.case.join("case.toml"), 1, &()).unwrap();
        refused.err().iter().map(|f| f.code.id()).collect()
    }),
];

/// The codes that acts yield, and nothing else with them.
pub fn exact() -> BTreeMap<&'static str, &'static str> {
    ACTS.iter().map(|(code, what, _)| (*code, *what)).collect()
}

#[test]
fn an_act_that_would_make_a_bad_dossier_is_refused_for_its_own_reason() {
    for (code, what, act) in ACTS {
        let office = Office::new();
        office.open();
        assert_eq!(act(&office), [*code], "{what}");
        // Nothing was written.
        assert!(!office.case.join("reviews").exists(), "{what}");
    }
}
