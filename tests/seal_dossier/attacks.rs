//! One change at a time to a good dossier: each is found, under its own code and no other.

use juanzong::base::digest::Digest;
use juanzong::seal::policy::Accepted;
use juanzong::seal::predicate::{Opinion, Outcome};
use juanzong::seal::verify::{Ask, Reach, verify};
use juanzong::seal::{Statement, Subject, Trust};
use juanzong::verdict::Verdict;

use crate::acts::{accepted, check, codes, trust};
use crate::forge::{After, Change, Forge, Hand, Honest, Sheet, forged};
use crate::world::{
    Memory, Office, derived, draft, history, hour, mandate, moment, person, unsigned,
};

fn found(files: &Memory) -> Vec<&'static str> {
    codes(&check(files, Some(&trust())))
}

/// What is found where one statement says something else.
fn said(stem: &'static str, change: impl Fn(&mut Sheet)) -> Vec<&'static str> {
    found(&forged(&Change(stem, change)))
}

/// What is found where files are changed after a statement, everything later being made anew.
pub fn done(stem: &'static str, change: impl Fn(&mut Forge)) -> Vec<&'static str> {
    found(&forged(&After(stem, change)))
}

const DESK: &str = "reviews/01-first/desk.p-0001.1";
const HEAD: &str = "reviews/02-second/visit.head.p-0002.1";
const TEAM: &str = "reviews/02-second/roster.visit.member.p-0002.1";
const MEMBER: &str = "reviews/02-second/visit.member.p-0003.1";
const CHAIR: &str = "reviews/03-third/meeting.chair.p-0005.1";
const MEETING: &str = "reviews/03-third/roster.meeting.member.p-0005.1";
const YES: &str = "reviews/03-third/meeting.member.p-0006.1";
const NO: &str = "reviews/03-third/meeting.member.p-0007.1";

#[test]
fn the_forger_can_make_the_very_dossier_of_the_office() {
    let office = Office::new();
    office.first();
    office.second();
    office.third();
    office.filing();
    let (made, forged) = (office.files().0, forged(&Honest).0);
    let names: Vec<_> = made.keys().collect();
    assert_eq!(names, forged.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(bytes), text(&forged[name]), "{name}");
    }
}

#[test]
fn the_opening_binds_case_rules_and_time() {
    let open = "seals/00-open";
    assert_eq!(said(open, |s| s.open().seat = "archivist".into()), ["seal.wrong-seat"]);
    assert_eq!(
        said(open, |s| s.open().profile = "other".into()),
        ["seal.facts-differ", "seal.policy-changed"]
    );
    assert_eq!(said(open, |s| s.open().policy = Digest([1; 32])), ["seal.policy-changed"]);
    assert_eq!(said(open, |s| s.open().code = "91990100MA0TEAT02X".into()), ["seal.facts-differ"]);
    assert_eq!(said(open, |s| s.subjects.truncate(4)), ["seal.subject-missing"]);
    assert_eq!(done(open, |f| f.edit("case.toml", "一厂区", "二厂区")), ["seal.facts-differ"]);
    assert_eq!(
        done(open, |f| f.edit("case.toml", "grade =", "grade ?")),
        ["seal.facts-unreadable"]
    );
    assert_eq!(done(open, |f| drop(f.files.0.remove("case.toml"))), ["seal.facts-missing"]);
    let comment = |f: &mut Forge| f.edit("rules/profile.toml", "# 虚构", "# 改过");
    assert_eq!(done(open, comment), ["seal.policy-changed"]);
    let seats = |f: &mut Forge| f.edit("rules/profile.toml", "need = 1", "need = 9");
    assert!(done(open, seats).contains(&"seal.policy-changed"));
    assert!(done(open, |f| f.remove(open)).contains(&"seal.no-opening"));
}

#[test]
fn rules_that_nobody_accepts_settle_nothing() {
    let files = forged(&Honest);
    let subjects = derived(&files, "seals/04-filing");
    let trust = trust();
    let ask = |accepted| Ask {
        trust: Some(&trust),
        accepted,
        now: hour(100),
        reach: Reach::Filed(&subjects),
    };
    let none: &[Accepted] = &[];
    let verified = verify(&files, &ask(none)).unwrap();
    assert_eq!(codes(&verified), ["seal.policy-unknown"]);
    assert_eq!(verified.report.verdict(), Verdict::Indeterminate);
    assert_eq!(verify(&files, &ask(&accepted(&files))).unwrap().report.verdict(), Verdict::Passed);
}

#[test]
fn a_profile_that_is_a_draft_out_of_time_or_out_of_place_does_not_pass() {
    let with = |from: &str, to: &str| {
        let mut forge = Forge::new(vec![draft().finish().unwrap()]);
        forge.edit("rules/profile.toml", from, to);
        found(&forge.run(&Honest).files)
    };
    assert_eq!(with("\"in-force\"", "\"historic\""), Vec::<&str>::new());
    assert_eq!(with("\"in-force\"", "\"draft\""), ["seal.policy-draft"]);
    assert_eq!(with("until = 2027-12-31", "until = 2026-03-02"), Vec::<&str>::new());
    assert_eq!(with("until = 2027-12-31", "until = 2026-03-01"), ["seal.policy-date"]);
    assert_eq!(with("from = 2026-01-01", "from = 2026-03-03"), ["seal.policy-date"]);
    assert_eq!(with("divisions = [\"990100\"]", "divisions = [\"990200\"]"), ["seal.policy-scope"]);
    let spoilt = |f: &mut Forge| f.edit("rules/profile.toml", "id = \"lin-2026\"", "id = 2026");
    assert_eq!(done("seals/04-filing", spoilt), ["profile.invalid"]);
}

#[test]
fn a_statement_has_its_one_form_and_both_carriers() {
    let json = format!("{CHAIR}.json");
    let seal = "seals/03-third";
    let edit = |from: &'static str, to: &'static str| {
        let json = json.clone();
        move |f: &mut Forge| f.edit(&json, from, to)
    };
    assert_eq!(done(CHAIR, edit("agree", "abstain")), ["seal.envelope-mismatch"]);
    assert_eq!(
        done(CHAIR, edit("\"agree\"", "\"agree\",\"opinion\":\"agree\"")),
        ["seal.statement-syntax"]
    );
    assert_eq!(done(CHAIR, edit("review/v1", "review/v2")), ["seal.statement-type"]);
    assert_eq!(
        done(CHAIR, edit(",\n\"predicate\"", ", \n\"predicate\"")),
        ["seal.statement-not-canonical"]
    );
    assert_eq!(done(CHAIR, |f| drop(f.files.0.remove(&json))), ["seal.statement-missing"]);
    let carrier = |ending: &str| format!("{CHAIR}{ending}");
    assert_eq!(
        done(CHAIR, |f| drop(f.files.0.remove(&carrier(".json.sig")))),
        ["seal.carrier-missing"]
    );
    assert_eq!(
        done(CHAIR, |f| f.bytes(&carrier(".json.sig")).push(b'\n')),
        ["seal.sidecar-mismatch"]
    );
    assert_eq!(
        done(CHAIR, |f| f.bytes(&carrier(".dsse.json")).push(b'\n')),
        ["seal.envelope-mismatch"]
    );
    let other = |f: &mut Forge| {
        let bytes = f.files.0[&format!("{DESK}.json.sig")].clone();
        *f.bytes(&carrier(".json.sig")) = bytes;
    };
    assert_eq!(done(CHAIR, other), ["seal.sidecar-mismatch"]);
    // A seal that cannot be read leaves the chain without meaning; that is said, nothing more.
    assert_eq!(
        done(seal, |f| f.edit("seals/03-third.json", "done", "Done")),
        ["seal.statement-syntax"]
    );
}

#[test]
fn a_signature_over_another_statement_does_not_hold() {
    let borrowed = |f: &mut Forge| {
        let sig = |f: &Forge, stem: &str| {
            let text = String::from_utf8(f.files.0[&format!("{stem}.dsse.json")].clone()).unwrap();
            text.split("\"sig\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let (own, other) = (sig(f, HEAD), sig(f, TEAM));
        f.edit(&format!("{HEAD}.dsse.json"), &own, &other);
    };
    assert_eq!(done(TEAM, borrowed), ["seal.signature-invalid"]);
}

#[test]
fn a_file_beyond_all_measure_is_not_read() {
    let long = |f: &mut Forge| f.bytes("case.toml").resize(5 << 20, b'#');
    assert_eq!(done("seals/00-open", long), ["seal.too-large"]);
}

#[test]
fn what_is_no_utf_8_is_not_read_as_something_near_it() {
    let spoilt = |f: &mut Forge| f.bytes("case.toml").extend(b"# \xff\n");
    assert_eq!(done("seals/00-open", spoilt), ["seal.facts-unreadable"]);
    let mut forge = Forge::new(vec![draft().finish().unwrap()]);
    forge.bytes("forms/ask.toml").extend(b"# \xff\n");
    assert_eq!(found(&forge.run(&Honest).files), ["form.syntax"]);
}

#[test]
fn a_signature_is_the_right_persons_with_the_right_key_at_the_right_time() {
    assert_eq!(said(CHAIR, |s| s.key = 6), ["seal.key-holder"]);
    assert_eq!(said(CHAIR, |s| s.key = 50), ["seal.key-unknown"]);
    assert_eq!(said(CHAIR, |s| s.key = 100), ["seal.key-holder"]);
    let clerk = |s: &mut Sheet| {
        (s.key, s.review().person, s.stem) =
            (8, person(8), "reviews/03-third/meeting.chair.p-0008.1".into());
    };
    assert_eq!(said(CHAIR, clerk), ["seal.key-no-mandate", "seal.key-use"]);
    let six = |s: &mut Sheet| {
        (s.key, s.review().person, s.stem) =
            (6, person(6), "reviews/03-third/meeting.chair.p-0006.1".into());
    };
    assert_eq!(said(CHAIR, six), ["seal.key-no-mandate"]);
    assert_eq!(
        said("seals/03-third", |s| s.seal().seat = "meeting.chair".into()),
        ["seal.wrong-seat"]
    );
    assert_eq!(
        said(CHAIR, |s| s.review().case = "LZ-990100-2026Q2-0002".into()),
        ["seal.other-case"]
    );
    assert_eq!(
        said(CHAIR, |s| s.review().keyring.version = 2),
        ["seal.ring-fell", "seal.ring-unknown"]
    );
    assert_eq!(said(CHAIR, |s| s.review().keyring.sha256 = Digest([9; 32])), ["seal.ring-unknown"]);
}

#[test]
fn nothing_is_earlier_than_what_it_builds_on_or_in_the_future() {
    assert_eq!(said(DESK, |s| s.review().signed_at = hour(-1)), ["seal.order"]);
    assert_eq!(said(CHAIR, |s| s.review().signed_at = hour(7)), Vec::<&str>::new());
    assert_eq!(said(CHAIR, |s| s.review().signed_at = hour(6)), ["seal.order"]);
    assert_eq!(said(YES, |s| s.review().signed_at = hour(8)), ["seal.order"]);
    assert_eq!(said("seals/03-third", |s| s.seal().signed_at = hour(10)), ["seal.order"]);
    let early = |s: &mut Sheet| s.seal().signed_at = hour(6);
    assert_eq!(said("seals/04-filing", early), ["seal.order"]);
    assert_eq!(said("seals/04-filing", |s| s.seal().signed_at = hour(124)), Vec::<&str>::new());
    assert_eq!(said("seals/04-filing", |s| s.seal().signed_at = hour(125)), ["seal.future"]);
    assert_eq!(said(DESK, |s| s.review().shown[0].at = hour(2)), ["seal.order"]);
    assert_eq!(said(DESK, |s| s.review().shown[0].name = "data/x".into()), ["seal.shown-unknown"]);
}

#[test]
fn a_seat_is_heard_once_by_one_person() {
    assert_eq!(said(CHAIR, |s| s.made = false), ["seal.seat-empty"]);
    assert_eq!(done(CHAIR, |f| f.remove(CHAIR)), ["seal.seat-empty"]);
    assert_eq!(said(CHAIR, |s| s.review().opinion = Opinion::Withdraw), ["seal.seat-empty"]);
    assert_eq!(said(CHAIR, |s| s.review().opinion = Opinion::Disagree), Vec::<&str>::new());
    let two = |f: &mut Forge| f.review(&Honest, 3, "third", "meeting.chair", 6);
    assert_eq!(done(CHAIR, two), ["seal.key-no-mandate", "seal.seat-crowded"]);
    assert_eq!(said(YES, |s| s.made = false), ["seal.member-unheard", "seal.opinion-unsigned"]);
    // Removing a dissent after the seal is no better than before.
    assert_eq!(
        done("seals/03-third", |f| f.remove(NO)),
        ["seal.member-unheard", "seal.opinion-unsigned", "seal.subject-absent"]
    );
    let astray = |s: &mut Sheet| {
        (s.review().seat, s.stem) = ("desk".into(), "reviews/03-third/desk.p-0005.1".into());
    };
    assert_eq!(said(CHAIR, astray), ["seal.key-no-mandate", "seal.seat-empty", "seal.wrong-seat"]);
}

#[test]
fn a_series_has_no_gap_and_no_double() {
    let again = |k: u64, supersedes: fn(Digest) -> Digest| {
        move |f: &mut Forge| {
            let bytes = f.files.0[&format!("{CHAIR}.json")].clone();
            let first = Digest::sha256(&bytes);
            let hand = Change(CHAIR, move |s: &mut Sheet| {
                let review = s.review();
                (review.k, review.supersedes) = (k, Some(supersedes(first)));
                s.stem = format!("reviews/03-third/meeting.chair.p-0005.{k}");
            });
            f.review(&hand, 3, "third", "meeting.chair", 5);
        }
    };
    assert_eq!(done(CHAIR, again(2, |d| d)), Vec::<&str>::new());
    assert_eq!(done(CHAIR, again(3, |d| d)), ["seal.gap"]);
    assert_eq!(done(CHAIR, again(2, |_| Digest([3; 32]))), ["seal.supersedes"]);
    let gone = |f: &mut Forge| {
        again(2, |d| d)(f);
        f.remove(CHAIR);
    };
    assert_eq!(done(CHAIR, gone), ["seal.gap"]);
    // The same k twice can only stand under a name that is not its own.
    let twice = |f: &mut Forge| {
        let statement = Statement::parse(&f.files.0[&format!("{CHAIR}.json")]).unwrap();
        f.write("reviews/03-third/meeting.chair.p-0005.2", &statement, 5);
    };
    assert_eq!(done(CHAIR, twice), ["seal.name-differs"]);
    let swapped = |f: &mut Forge| {
        for ending in [".json", ".dsse.json", ".json.sig"] {
            let (a, b) = (format!("{YES}{ending}"), format!("{NO}{ending}"));
            let (one, other) = (f.files.0[&a].clone(), f.files.0[&b].clone());
            f.files.0.insert(a, other);
            f.files.0.insert(b, one);
        }
    };
    assert_eq!(done(NO, swapped), ["seal.name-differs"]);
}

#[test]
fn the_chain_has_one_order_and_no_second_branch() {
    let second = "seals/02-second";
    assert_eq!(said(CHAIR, |s| s.review().prev_seal = Digest([5; 32])), ["seal.chain-broken"]);
    assert_eq!(said(second, |s| s.seal().prev_seal = Digest([5; 32])), ["seal.chain-broken"]);
    assert_eq!(done("seals/03-third", |f| f.remove(second)), ["seal.chain-gap"]);
    let skipped =
        |s: &mut Sheet| (s.seal().stage, s.stem) = ("third".into(), "seals/02-third".into());
    assert!(said(second, skipped).contains(&"seal.stage-order"));
    let fork = |f: &mut Forge| {
        let mut predicate = f.seal_of(2, "second", "visit.head", 2);
        let text = String::from_utf8(f.files.0["seals/02-second.json"].clone()).unwrap();
        let statement = Statement::parse(text.as_bytes()).unwrap();
        if let (juanzong::seal::Predicate::Seal(a), juanzong::seal::Predicate::Seal(b)) =
            (&mut predicate, statement.predicate())
        {
            (a.prev_seal, a.stage) = (b.prev_seal, "zweite".into());
        }
        let other = Statement::new(statement.subjects().to_vec(), predicate).unwrap();
        f.write("seals/02-zweite", &other, 2);
    };
    assert_eq!(done(second, fork), ["seal.fork"]);
    let back = |s: &mut Sheet| s.seal().outcome = Outcome::Return { to: "third".into() };
    assert_eq!(said(second, back), ["seal.return-forward"]);
    let more = |f: &mut Forge| f.seal(&Honest, 5, "filing", "archivist", 1);
    let found = done("seals/04-filing", more);
    assert!(found.contains(&"seal.after-filing"), "{found:?}");
    assert_eq!(done("seals/04-filing", |f| f.remove("seals/04-filing")), ["seal.stage-unsealed"]);
}

#[test]
fn statements_cover_exactly_their_files() {
    let late =
        |f: &mut Forge| drop(f.files.0.insert("data/07-末环补充材料/x.pdf".into(), b"x".to_vec()));
    assert_eq!(done("seals/03-third", late), ["seal.subject-missing"]);
    assert_eq!(done(CHAIR, late), ["seal.subject-missing"]);
    let change = |f: &mut Forge| f.bytes("data/06-会议记录/会议记录.pdf").push(b'!');
    assert_eq!(done(CHAIR, change), ["seal.subject-changed"]);
    assert_eq!(done("seals/03-third", change), ["seal.subject-changed"]);
    let gone = |f: &mut Forge| drop(f.files.0.remove("data/02-证明材料/照片.jpg"));
    assert_eq!(done("seals/01-first", gone), ["seal.subject-absent"]);
    let swapped = |f: &mut Forge| {
        let (a, b) = ("data/01-申请书/申请书.pdf", "data/02-证明材料/照片.jpg");
        let (one, other) = (f.files.0[a].clone(), f.files.0[b].clone());
        f.files.0.insert(a.into(), other);
        f.files.0.insert(b.into(), one);
    };
    assert_eq!(done("seals/01-first", swapped), ["seal.subject-changed"]);
    let swap = |s: &mut Sheet| {
        let (a, b) = (s.subjects[0].sha256, s.subjects[1].sha256);
        (s.subjects[0].sha256, s.subjects[1].sha256) = (b, a);
    };
    assert_eq!(said(DESK, swap), ["seal.subject-changed"]);
    let extra = |s: &mut Sheet| {
        s.subjects.push(Subject { name: "case.toml".into(), sha256: Digest([1; 32]), sm3: None });
    };
    assert_eq!(said(CHAIR, extra), ["seal.subject-extra"]);
    let earlier = |s: &mut Sheet| {
        let name = "data/01-申请书/申请书.pdf".to_owned();
        let sha256 = Digest::sha256(format!("%PDF {name}").as_bytes());
        s.subjects.push(Subject { name, sha256, sm3: None });
    };
    assert_eq!(said("seals/03-third", earlier), ["seal.subject-extra"]);
    let sealed_early = |s: &mut Sheet| s.subjects.retain(|s| !s.name.contains("p-0007"));
    assert_eq!(said("seals/03-third", sealed_early), ["seal.subject-missing"]);
    let sm3 = |s: &mut Sheet| s.subjects[0].sm3 = Some(Digest([1; 32]));
    assert_eq!(said(CHAIR, sm3), ["seal.subject-digest"]);
    let stray = |f: &mut Forge| drop(f.files.0.insert("data/17-别的/x.pdf".into(), b"x".to_vec()));
    assert_eq!(done(DESK, stray), ["seal.uncovered-file"]);
    let deep =
        |f: &mut Forge| drop(f.files.0.insert("data/98-已替代材料/01/x.pdf".into(), b"x".to_vec()));
    assert_eq!(done(DESK, deep), ["seal.uncovered-file"]);
    let form = |f: &mut Forge| drop(f.files.0.insert("forms/proof.toml".into(), b"".to_vec()));
    assert_eq!(done(DESK, form), ["seal.unknown-file"]);
    let note =
        |f: &mut Forge| drop(f.files.0.insert("reviews/01-first/note.txt".into(), b"".to_vec()));
    assert_eq!(done(DESK, note), ["seal.unknown-file"]);
    let folder = |f: &mut Forge| {
        let statement = Statement::parse(&f.files.0[&format!("{DESK}.json")]).unwrap();
        f.write("reviews/09-first/desk.p-0001.1", &statement, 1);
    };
    assert_eq!(done(DESK, folder), ["seal.name-differs", "seal.unknown-file"]);
}

#[test]
fn the_seal_of_filing_covers_every_file_of_the_package() {
    let filing = "seals/04-filing";
    assert_eq!(done(filing, |f| f.bytes("forms/ask.toml").push(b'\n')), ["seal.subject-changed"]);
    assert_eq!(
        done(filing, |f| drop(f.files.0.insert("evidence.toml".into(), vec![]))),
        ["seal.subject-missing"]
    );
    assert_eq!(said(filing, |s| drop(s.subjects.pop())), ["seal.subject-missing"]);
    let more = |s: &mut Sheet| {
        s.subjects.push(Subject { name: "x.txt".into(), sha256: Digest([1; 32]), sm3: None });
    };
    assert_eq!(said(filing, more), ["seal.subject-extra"]);
}

#[test]
fn a_roster_lists_everyone_and_only_those_present_are_heard() {
    assert_eq!(
        said(MEETING, |s| drop(s.roster().members.pop())),
        ["seal.not-on-roster", "seal.roster-incomplete"]
    );
    let stranger = |s: &mut Sheet| {
        let mut member = s.roster().members[0].clone();
        (member.person, member.present) = (person(1), false);
        s.roster().members.push(member);
    };
    assert_eq!(said(MEETING, stranger), ["seal.roster-stranger"]);
    assert_eq!(
        said(MEETING, |s| s.roster().members[1].present = false),
        ["seal.absent-opinion", "seal.no-quorum"]
    );
    assert_eq!(
        said(MEETING, |s| s.roster().members[1].recused = true),
        ["seal.absent-opinion", "seal.no-quorum"]
    );
    assert_eq!(said(MEETING, |s| s.roster().by = "meeting.chair".into()), ["seal.wrong-seat"]);
    assert!(said(MEETING, |s| s.made = false).contains(&"seal.roster-missing"));
    assert_eq!(said(YES, |s| s.review().roster = None), ["seal.roster-other"]);
    assert_eq!(said(YES, |s| s.review().roster = Some(Digest([1; 32]))), ["seal.roster-other"]);
    assert_eq!(said(CHAIR, |s| s.review().roster = Some(Digest([1; 32]))), ["seal.roster-other"]);
    // A new roster makes everyone sign again.
    let again = |f: &mut Forge| {
        let first = Digest::sha256(&f.files.0[&format!("{MEETING}.json")]);
        let hand = Change(MEETING, move |s: &mut Sheet| {
            (s.roster().k, s.roster().supersedes) = (2, Some(first));
            s.stem = MEETING.replace("0005.1", "0005.2");
        });
        f.roster(&hand, 3, "third", "meeting.member", ("meeting.clerk", 5), [6, 7]);
    };
    assert_eq!(done(NO, again), ["seal.roster-other"]);
    assert_eq!(done(MEETING, again), Vec::<&str>::new());
    let other = |f: &mut Forge| {
        f.roster(&Honest, 3, "third", "meeting.member", ("meeting.clerk", 6), [6, 7]);
    };
    assert_eq!(done(MEETING, other), ["seal.key-no-mandate", "seal.roster-twice"]);
    let panel = |s: &mut Sheet| s.roster().members[0].person = person(2);
    assert_eq!(
        said(TEAM, panel),
        [
            "seal.not-on-roster",
            "seal.member-unheard",
            "seal.roster-incomplete",
            "seal.roster-stranger"
        ]
        .into_iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
}

#[test]
fn enough_must_agree_where_a_number_is_asked_for() {
    let both = |s: &mut Sheet| {
        if s.stem.contains("visit.member.p-") && !s.stem.contains("roster") {
            s.review().opinion = Opinion::Abstain;
        }
    };
    struct Every<F: Fn(&mut Sheet)>(F);
    impl<F: Fn(&mut Sheet)> Hand for Every<F> {
        fn sheet(&self, sheet: &mut Sheet) {
            (self.0)(sheet);
        }
    }
    assert_eq!(found(&forged(&Every(both))), ["seal.too-few-agree"]);
    assert_eq!(said(MEMBER, |s| s.review().opinion = Opinion::Abstain), Vec::<&str>::new());
}

#[test]
fn paper_and_signature_say_the_same() {
    assert_eq!(said(HEAD, |s| s.review().opinion = Opinion::Disagree), ["seal.opinion-differs"]);
    assert_eq!(said(HEAD, |s| s.review().text = "符合要求".into()), ["seal.opinion-differs"]);
    assert_eq!(said(NO, |s| s.review().opinion = Opinion::Agree), ["seal.opinion-differs"]);
    let left_out = |f: &mut Forge| {
        f.edit("forms/minutes.toml", "view = { opinion = \"agree\" } }", "}");
    };
    assert_eq!(done("seals/02-second", left_out), ["seal.opinion-differs"]);
    assert_eq!(said(HEAD, |s| s.review().rows = vec!["2".into()]), ["seal.row-unsigned"]);
    assert_eq!(said(HEAD, |s| s.review().rows.push("7".into())), ["seal.row-unknown"]);
    assert_eq!(said(CHAIR, |s| s.review().rows.push("1".into())), ["seal.row-unknown"]);
    let broken = |f: &mut Forge| f.edit("forms/minutes.toml", "attendance =", "attendance");
    assert!(done("seals/02-second", broken).contains(&"form.syntax"));
}

#[test]
fn a_required_item_has_a_file_and_nobody_holds_two_seats_that_exclude_each_other() {
    struct Bare;
    impl Hand for Bare {
        fn after(&self, stem: &str, forge: &mut Forge) {
            if stem == "seals/00-open" {
                for name in ["forms/ask.toml", "data/01-申请书/申请书.pdf"] {
                    forge.files.0.remove(name).unwrap();
                }
            }
        }
        fn sheet(&self, sheet: &mut Sheet) {
            if sheet.stem == DESK {
                sheet.review().shown.clear();
            }
        }
    }
    assert_eq!(found(&forged(&Bare)), ["seal.slot-empty"]);
    let mut two = draft();
    two.mandate(mandate(1, &["visit.head"], &["second"], moment("2026-01-01T00:00:00"))).unwrap();
    let ring = two.finish().unwrap();
    struct One;
    impl Hand for One {
        fn sheet(&self, sheet: &mut Sheet) {
            let stem = sheet.stem.replace("p-0002", "p-0001");
            match &mut sheet.predicate {
                juanzong::seal::Predicate::Review(p) if p.person == person(2) => {
                    p.person = person(1)
                }
                juanzong::seal::Predicate::Roster(p) if p.person == person(2) => {
                    p.person = person(1)
                }
                juanzong::seal::Predicate::Seal(p) if p.person == person(2) => p.person = person(1),
                juanzong::seal::Predicate::Open(_)
                | juanzong::seal::Predicate::Review(_)
                | juanzong::seal::Predicate::Roster(_)
                | juanzong::seal::Predicate::Seal(_) => return,
            }
            (sheet.stem, sheet.key) = (stem, 1);
        }
    }
    let files = Forge::new(vec![ring.clone()]).run(&One).files;
    let trust = Trust::of(&history(&[ring])).unwrap();
    assert_eq!(codes(&check(&files, Some(&trust))), ["seal.conflict"]);
}

#[test]
fn no_flip_of_a_byte_passes_and_none_panics() {
    let good = forged(&Honest);
    let trust = trust();
    let mut flips = 0;
    for name in good.0.keys() {
        let length = good.0[name].len();
        for at in (0..length).step_by((length / 2).max(1)) {
            let mut files = good.clone();
            files.0.get_mut(name).unwrap()[at] ^= 0x04;
            let verified = check(&files, Some(&trust));
            assert_eq!(verified.report.verdict(), Verdict::Failed, "{name} at {at}");
            flips += 1;
        }
    }
    assert!(flips > 100, "{flips}");
}

#[test]
fn the_second_digest_is_checked_wherever_it_stands() {
    let with = |hand: &dyn Hand| {
        let mut forge = Forge::new(vec![draft().finish().unwrap()]);
        forge.edit("rules/profile.toml", "time = \"claimed\"", "time = \"claimed\"\nsm3 = true");
        found(&forge.run(hand).files)
    };
    assert_eq!(with(&Honest), Vec::<&str>::new());
    let other = Some(Digest([1; 32]));
    for stem in [CHAIR, MEETING, "seals/03-third", "seals/00-open", "seals/04-filing"] {
        let wrong = with(&Change(stem, |s: &mut Sheet| s.subjects[0].sm3 = other));
        assert_eq!(wrong, ["seal.subject-changed"], "{stem}");
    }
    let none = |s: &mut Sheet| s.subjects.iter_mut().for_each(|s| s.sm3 = None);
    assert_eq!(with(&Change(CHAIR, none)), ["seal.subject-digest"]);
    // Without the profile's word it is one too many.
    let more = |s: &mut Sheet| s.subjects[0].sm3 = other;
    assert_eq!(said(CHAIR, more), ["seal.subject-digest"]);
    // The list of received files bears it as well.
    let list = |forge: &mut Forge, sm3: &str| {
        let name = "data/02-证明材料/照片.jpg";
        let bytes = forge.files.0[name].clone();
        let text = format!(
            "[[file]]\nslot = \"proof\"\nname = \"照片.jpg\"\nkind = \"jpeg\"\nsize = {}\nsha256 = \
             \"{}\"\n{sm3}",
            bytes.len(),
            Digest::sha256(&bytes)
        );
        forge.files.0.insert("evidence.toml".to_owned(), text.into_bytes());
    };
    let listed = |sm3: &str| {
        let mut forge = Forge::new(vec![draft().finish().unwrap()]);
        forge.edit("rules/profile.toml", "time = \"claimed\"", "time = \"claimed\"\nsm3 = true");
        list(&mut forge, sm3);
        found(&forge.run(&Honest).files)
    };
    let own = Digest::sm3(&unsigned().0["data/02-证明材料/照片.jpg"]);
    assert_eq!(listed(&format!("sm3 = \"{own}\"\n")), Vec::<&str>::new());
    assert_eq!(listed(&format!("sm3 = \"{}\"\n", Digest([1; 32]))), ["seal.evidence-differs"]);
    assert_eq!(listed(""), ["seal.evidence-differs"]);
    assert_eq!(listed("sm3 = \"x\"\n"), ["seal.evidence-differs"]);
}
