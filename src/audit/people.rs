//! Everybody who signed in many dossiers: what, as what, how soon after it could be signed, beside
//! whom, and what is odd about it.
//!
//! All times are the signers' own (`formats.md` §4), and what is odd is no fault: it says where an
//! inspector looks first. A person is one id and one name: the key rings of two bureaus may both
//! have a `p-0001`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::time::Moment;
use crate::package::Verification;
use crate::seal::Person;
use crate::seal::verify::{Kind, Signing};

/// From which distances on a signature is odd.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// An opinion sooner than so many seconds after its stage began.
    pub quick: i64,
    /// An opinion within so many seconds of the same person's opinion in another dossier.
    pub apart: i64,
}

/// What is odd about a signature.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Odd {
    /// Claimed to be signed before the stage it belongs to began, by so many seconds.
    Before(i64),
    /// Signed so few seconds after the stage began: hardly read.
    Quick(i64),
    /// Signed so few seconds after the same person's opinion in this other dossier.
    Apart(i64, String),
    /// The same person has this other seat in the dossier too.
    Seat(String),
}

/// One statement of a person.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The package, as it was named.
    pub target: String,
    /// The case's number; empty where the dossier cannot say it.
    pub case: String,
    /// The statement as a row of the inspector's table.
    pub signing: Signing,
    /// Seconds since the stage began, which is when the statement before it in the chain was
    /// signed; `None` for openings and where the chain has a gap.
    pub waited: Option<i64>,
    /// What is odd.
    pub odd: Vec<Odd>,
}

/// Somebody who signed.
#[derive(Clone, Debug)]
pub struct Someone {
    /// The id.
    pub person: Person,
    /// The name in the key rings; empty where they have none.
    pub name: String,
    /// The organisations in the key rings.
    pub orgs: BTreeSet<String>,
    /// What was signed, by claimed time.
    pub deeds: Vec<Deed>,
    /// Who else signed in the same dossiers, and in how many of them.
    pub beside: BTreeMap<(Person, String), usize>,
}

impl Someone {
    /// In how many dossiers.
    #[must_use]
    pub fn dossiers(&self) -> usize {
        self.deeds.iter().map(|d| d.target.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// Everybody who signed, gathered package by package, so that only rows are kept in memory.
#[derive(Debug)]
pub struct People {
    limits: Limits,
    all: BTreeMap<(Person, String), Someone>,
}

impl People {
    /// Nobody yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, all: BTreeMap::new() }
    }

    /// Takes in everybody who signed a package. Where two packages carry one case, each counts.
    pub fn add(&mut self, target: &str, found: &Verification) {
        let case = found.about.as_ref().map(|a| a.case.clone()).unwrap_or_default();
        let who = |s: &Signing| (s.person.clone(), s.name.clone());
        let here: BTreeSet<_> = found.signings.iter().map(who).collect();
        for signing in &found.signings {
            let someone = self.all.entry(who(signing)).or_insert_with(|| Someone {
                person: signing.person.clone(),
                name: signing.name.clone(),
                orgs: BTreeSet::new(),
                deeds: Vec::new(),
                beside: BTreeMap::new(),
            });
            someone.orgs.extend(Some(&signing.org).filter(|org| !org.is_empty()).cloned());
            let began = began(signing, &found.signings);
            let waited = began.map(|began| signing.signed_at.unix() - began.unix());
            let odd = by_itself(signing, waited, &found.signings, self.limits);
            let (target, case) = (target.to_string(), case.clone());
            someone.deeds.push(Deed { target, case, signing: signing.clone(), waited, odd });
        }
        for one in &here {
            if let Some(someone) = self.all.get_mut(one) {
                for other in here.iter().filter(|other| *other != one) {
                    *someone.beside.entry(other.clone()).or_default() += 1;
                }
            }
        }
    }

    /// Everybody by id and name, with what is odd across dossiers.
    #[must_use]
    pub fn all(self) -> Vec<Someone> {
        let mut all: Vec<Someone> = self.all.into_values().collect();
        for someone in &mut all {
            someone.deeds.sort_by(|a, b| {
                let key =
                    |d: &Deed| (d.signing.signed_at, d.target.clone(), d.signing.file.clone());
                key(a).cmp(&key(b))
            });
            across(&mut someone.deeds, self.limits);
        }
        all
    }
}

/// When a stage began: the last seal or opening in force before it in the chain.
fn began(of: &Signing, all: &[Signing]) -> Option<Moment> {
    if of.after || of.kind == Kind::Open {
        return None;
    }
    let links = all.iter().filter(|s| matches!(s.kind, Kind::Open | Kind::Seal) && !s.after);
    let before = links.filter(|s| s.nn < of.nn);
    before.max_by_key(|s| s.nn).map(|s| s.signed_at)
}

/// What is odd about a statement within its own dossier.
fn by_itself(of: &Signing, waited: Option<i64>, all: &[Signing], limits: Limits) -> Vec<Odd> {
    let mut odd = Vec::new();
    match waited {
        Some(seconds) if seconds < 0 => odd.push(Odd::Before(seconds.saturating_neg())),
        // A seal closes what its holder has just said: only opinions need time to read.
        Some(seconds) if seconds < limits.quick && of.kind == Kind::Review => {
            odd.push(Odd::Quick(seconds));
        }
        Some(_) | None => {}
    }
    let mine = all.iter().filter(|s| s.person == of.person && s.in_force && !s.after);
    let seats: BTreeSet<&str> = mine
        .filter(|s| s.kind == Kind::Review && s.seat != of.seat)
        .map(|s| s.seat_title.as_str())
        .collect();
    if of.kind == Kind::Review {
        odd.extend(seats.into_iter().map(|seat| Odd::Seat(seat.to_string())));
    }
    odd
}

/// Marks opinions of one person in two dossiers that are hardly any time apart.
fn across(deeds: &mut [Deed], limits: Limits) {
    let mut last: Option<(Moment, String, String)> = None;
    for deed in deeds.iter_mut().filter(|d| d.signing.kind == Kind::Review) {
        let at = deed.signing.signed_at;
        // Two copies of one case were signed once.
        let other = |case: &str, target: &str| {
            target != deed.target && (case.is_empty() || case != deed.case)
        };
        if let Some((before, case, target)) = last.take()
            && other(&case, &target)
        {
            let seconds = at.unix() - before.unix();
            if seconds < limits.apart {
                deed.odd.push(Odd::Apart(seconds, target));
            }
        }
        last = Some((at, deed.case.clone(), deed.target.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::About;
    use crate::seal::predicate::Opinion;
    use crate::verdict::{Judgement, Report};

    fn signing(person: &str, seat: &str, kind: Kind, nn: u64, time: &str) -> Signing {
        Signing {
            file: format!("{nn}-{seat}-{person}"),
            kind,
            nn,
            stage: "s".into(),
            stage_title: "审查".into(),
            seat: seat.into(),
            seat_title: seat.to_uppercase(),
            person: Person::parse(person).unwrap(),
            name: format!("名{person}"),
            org: "分局".into(),
            actor: String::new(),
            act: String::new(),
            opinion: (kind == Kind::Review).then_some(Opinion::Agree),
            text: String::new(),
            outcome: None,
            rows: Vec::new(),
            rows_of: String::new(),
            files: 1,
            k: 1,
            signed_at: Moment::parse(&format!("2026-03-06T{time}+08:00")).unwrap(),
            in_force: true,
            after: false,
            filed: Judgement::PASSED,
            today: Judgement::PASSED,
        }
    }

    fn found(case: &str, signings: Vec<Signing>) -> Verification {
        let about =
            Some(About { case: case.into(), enterprise: String::new(), rules: String::new() });
        Verification {
            report: Report::default(),
            filed: Report::default(),
            signings,
            decisions: Vec::new(),
            chain: None,
            about,
            contents: None,
            filing: None,
        }
    }

    const LIMITS: Limits = Limits { quick: 60, apart: 30 };

    fn people(packages: &[(&str, &Verification)]) -> Vec<Someone> {
        let mut people = People::new(LIMITS);
        packages.iter().for_each(|(target, found)| people.add(target, found));
        people.all()
    }

    fn odd(all: &[Someone], person: &str) -> Vec<Odd> {
        let one = all.iter().find(|s| s.person.as_str() == person).unwrap();
        one.deeds.iter().flat_map(|d| d.odd.clone()).collect()
    }

    #[test]
    fn an_opinion_is_quick_a_second_before_the_limit_and_not_at_it() {
        let of = |time| {
            let opened = signing("p-0001", "clerk", Kind::Open, 0, "09:00:00");
            let said = signing("p-0002", "reader", Kind::Review, 1, time);
            odd(&people(&[("甲", &found("甲", vec![opened, said]))]), "p-0002")
        };
        assert_eq!(of("09:00:59"), [Odd::Quick(59)]);
        assert_eq!(of("09:01:00"), []);
        assert_eq!(of("08:59:59"), [Odd::Before(1)]);
    }

    #[test]
    fn a_stage_begins_with_the_last_seal_before_it_and_a_seal_is_never_quick() {
        let all = vec![
            signing("p-0001", "clerk", Kind::Open, 0, "09:00:00"),
            signing("p-0001", "clerk", Kind::Seal, 1, "10:00:00"),
            signing("p-0002", "reader", Kind::Review, 2, "10:00:10"),
            signing("p-0002", "reader", Kind::Seal, 2, "10:00:20"),
        ];
        let all = people(&[("甲", &found("甲", all))]);
        assert_eq!(odd(&all, "p-0002"), [Odd::Quick(10)]);
        let waited: Vec<_> = all.iter().flat_map(|s| s.deeds.iter().map(|d| d.waited)).collect();
        assert_eq!(waited, [None, Some(3600), Some(10), Some(20)]);
    }

    #[test]
    fn two_dossiers_in_half_a_minute_are_odd_and_two_opinions_in_one_are_not() {
        let one = vec![signing("p-0002", "reader", Kind::Review, 1, "09:00:00")];
        let other = vec![
            signing("p-0002", "reader", Kind::Review, 1, "09:00:29"),
            signing("p-0002", "reader", Kind::Review, 2, "09:00:40"),
            signing("p-0003", "judge", Kind::Review, 2, "09:00:40"),
        ];
        let (one, other) = (found("甲", one), found("乙", other));
        let all = people(&[("一.zip", &one), ("二.zip", &other)]);
        assert_eq!(odd(&all, "p-0002"), [Odd::Apart(29, "一.zip".into())]);
        let copies = people(&[("一.zip", &one), ("副本.zip", &one)]);
        assert_eq!(odd(&copies, "p-0002"), []);
        let reader = &all[0];
        assert_eq!(reader.dossiers(), 2);
        let beside: Vec<_> = reader.beside.iter().map(|((p, _), n)| (p.as_str(), *n)).collect();
        assert_eq!(beside, [("p-0003", 1)]);
    }

    #[test]
    fn who_speaks_from_two_seats_is_told_and_two_people_with_one_id_stay_two() {
        let mut stranger = signing("p-0002", "reader", Kind::Review, 1, "11:00:00");
        stranger.name = "另一人".into();
        let one = vec![
            signing("p-0002", "reader", Kind::Review, 1, "09:00:00"),
            signing("p-0002", "judge", Kind::Review, 2, "10:00:00"),
        ];
        let (one, other) = (found("甲", one), found("乙", vec![stranger]));
        let all = people(&[("一", &one), ("二", &other)]);
        assert_eq!(all.len(), 2);
        let mut seats: Vec<Odd> =
            all.iter().flat_map(|s| &s.deeds).flat_map(|d| d.odd.clone()).collect();
        seats.sort();
        assert_eq!(seats, [Odd::Seat("JUDGE".into()), Odd::Seat("READER".into())]);
    }
}
