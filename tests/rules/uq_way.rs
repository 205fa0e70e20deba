//! Urumqi 2025, the way of a case: stages, deadlines, gates, papers (`rules.md` A1.1, A2); one test
//! per row, named after its article.

use juanzong::case::State;
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, fact, next, profile, stages};

const UQ: &str = "urumqi-2025";
/// Grades that the region decides on.
const TOP: [&str; 4] = ["A", "B", "B-", "引领性"];
/// Grades that the city decides on.
const LOW: [&str; 3] = ["C", "D", "非引领性"];

fn case(grade: &str, applied: &str) -> Small {
    Small::new(UQ, grade, applied)
}

// ── A2: stages and deadlines ──────────────────────────────────────────────────────────────────

/// Receipt, and the last days of desk review, site check and report (`rules.md` A9, v.uq).
const CHAINS: [[&str; 4]; 5] = [
    ["2025-01-26", "2025-02-05", "2025-02-11", "2025-02-13"],
    ["2025-04-30", "2025-05-07", "2025-05-14", "2025-05-16"],
    ["2025-09-29", "2025-10-09", "2025-10-15", "2025-10-17"],
    ["2026-02-12", "2026-02-14", "2026-02-28", "2026-03-03"],
    ["2026-09-24", "2026-09-29", "2026-10-12", "2026-10-14"],
];

#[test]
fn uq_16_1_the_chain_of_working_days_runs_from_receipt_over_desk_and_site_to_the_report() {
    for [received, desk, site, pre] in CHAINS {
        let on_the_day = case("A", received)
            .on("received", received)
            .on("desk", desk)
            .on("site", site)
            .on("pre", pre);
        for (id, last) in [("desk", desk), ("site", site), ("pre", pre)] {
            assert_eq!(on_the_day.due(id, pre), (last.to_string(), State::Met), "{received} {id}");
        }
        let desk_late = case("A", received).on("received", received).on("desk", &next(desk));
        assert_eq!(desk_late.due("desk", pre).1, State::MetLate(1), "{received}");
        let desk_done = case("A", received).on("received", received).on("desk", desk);
        let site_late = desk_done.clone().on("site", &next(site));
        assert_eq!(site_late.due("site", pre).1, State::MetLate(1), "{received}");
        let open = desk_done.on("site", site);
        assert_eq!(open.due("pre", pre).1, State::Open(0), "{received}");
        assert_eq!(open.due("pre", &next(pre)).1, State::Overdue(1), "{received}");
    }
}

#[test]
fn uq_16_1_the_desk_limit_is_soft_the_others_are_not() {
    let late = case("B", "2026-03-09").on("received", "2026-03-09").on("desk", "2026-03-12");
    let late = late.on("site", "2026-03-20").on("pre", "2026-03-25").examine("2026-03-25").report;
    let of = |id: &str| {
        let found = late.findings().into_iter().find(|f| f.place.field == id);
        found.map(|f| (f.code, f.bearing))
    };
    assert_eq!(of("desk"), Some((Code::CaseDoneLate, Bearing::Note)));
    // 19 March is the fifth working day after the 12th, 24 March the second after the 20th.
    assert_eq!(of("site"), Some((Code::CaseDoneLate, Bearing::Fails)));
    assert_eq!(of("pre"), Some((Code::CaseDoneLate, Bearing::Fails)));
}

#[test]
fn uq_16_1_material_that_was_sent_back_starts_the_first_clock_anew() {
    let sent_back = case("A", "2026-05-29").on("received", "2026-05-29");
    assert_eq!(sent_back.due("desk", "2026-06-02"), ("2026-06-02".into(), State::Open(0)));
    let corrected = sent_back.on("corrected", "2026-06-08");
    assert_eq!(corrected.due("desk", "2026-06-10"), ("2026-06-10".into(), State::Open(0)));
    assert_eq!(corrected.due("desk", "2026-06-11").1, State::Overdue(1));
}

#[test]
fn uq_16_1_the_last_two_days_run_from_the_later_of_desk_and_site() {
    let site_first = case("A", "2026-03-09").on("received", "2026-03-09");
    let site_first = site_first.on("site", "2026-03-10").on("desk", "2026-03-11");
    assert_eq!(site_first.due("pre", "2026-03-11").0, "2026-03-13");
    let desk_first = case("A", "2026-03-09").on("received", "2026-03-09");
    let desk_first = desk_first.on("desk", "2026-03-10").on("site", "2026-03-12");
    assert_eq!(desk_first.due("pre", "2026-03-12").0, "2026-03-16");
}

#[test]
fn uq_16_1_the_clocks_bind_what_the_region_decides_and_nothing_else() {
    for (grades, bound) in [(&TOP[..], true), (&LOW[..], false)] {
        for grade in grades {
            for id in ["desk", "site", "pre"] {
                let binds = case(grade, "2026-03-09").binds(id, "2026-03-09");
                assert_eq!(binds, bound, "{grade} {id}");
            }
        }
    }
}

fn relaxed(received: &[&str]) -> Small {
    let rows: String = received
        .iter()
        .map(|day| format!("[[received]]\nenterprise = \"某厂\"\ngrade = \"A\"\non = {day}\n"))
        .collect();
    let paper = format!("limits = [\"desk\"]\ndue_now = 2026-03-16\n{rows}");
    case("A", "2026-03-09").on("received", "2026-03-09").typed("time.relax", &paper)
}

#[test]
fn uq_16_1_limits_may_be_relaxed_only_where_more_than_four_came_in_on_two_days_in_a_row() {
    let (mon, tue, wed) = ("2026-03-09", "2026-03-10", "2026-03-11");
    let crowd = |days: &[&str]| relaxed(days).found(Code::CaseNoCrowd).is_empty();
    assert!(crowd(&[mon, mon, mon, tue, tue]));
    assert!(!crowd(&[mon, mon, tue, tue]));
    assert!(!crowd(&[mon, mon, mon, wed, wed]));
    assert!(crowd(&[mon, mon, tue, tue, wed, wed, wed]));
}

#[test]
fn uq_16_1_two_days_in_a_row_are_days_of_the_calendar_unless_the_case_reads_working_days() {
    // Friday and Monday, with the weekend between them.
    let days = ["2026-03-06", "2026-03-06", "2026-03-08", "2026-03-09", "2026-03-09"];
    assert_eq!(relaxed(&days).found(Code::CaseNoCrowd).len(), 1);
    let by_work = relaxed(&days).read("q08", "working");
    assert_eq!(by_work.found(Code::CaseNoCrowd), []);
    let readings = by_work.examine("2026-03-16").readings;
    assert!(readings.iter().any(|r| r.id == "q08" && r.own), "{readings:?}");
    let too_few = relaxed(&days[1..]).read("q08", "working");
    assert_eq!(too_few.found(Code::CaseNoCrowd).len(), 1);
}

#[test]
fn uq_16_1_a_limit_that_was_relaxed_holds_to_its_new_day_and_the_site_check_is_not_relaxed() {
    let relaxed = relaxed(&["2026-03-09"; 5]);
    assert!(!relaxed.binds("desk", "2026-03-16"));
    assert_eq!(relaxed.due("desk-relaxed", "2026-03-16"), ("2026-03-16".into(), State::Open(0)));
    assert_eq!(relaxed.due("desk-relaxed", "2026-03-17").1, State::Overdue(1));
    // Only the desk limit was relaxed: the report keeps its own, and so does the site check.
    assert!(relaxed.binds("pre", "2026-03-16") && !relaxed.binds("pre-relaxed", "2026-03-16"));
    assert!(relaxed.binds("site", "2026-03-16"));
    let said = case("A", "2026-03-09").typed("rev.pre", "relaxed = \"yes\"");
    assert_eq!(said.missing("time.relax"), Some(Bearing::Fails));
    let not_said = case("A", "2026-03-09").typed("rev.pre", "relaxed = \"no\"");
    assert_eq!(not_said.missing("time.relax"), None);
}

#[test]
fn uq_14_3_rectification_is_due_on_the_day_that_was_set_where_something_was_found() {
    let found = |conclusion: &str| {
        let opinion = format!("conclusion = \"{conclusion}\"");
        case("A", "2026-03-09").on("rect-due", "2026-04-10").typed("expert.opinion", &opinion)
    };
    let after = found("after");
    assert_eq!(after.due("rect", "2026-04-10"), ("2026-04-10".into(), State::Open(0)));
    assert_eq!(after.due("rect", "2026-04-11").1, State::Overdue(1));
    assert_eq!(found("after").on("rect", "2026-04-10").due("rect", "2026-05-01").1, State::Met);
    assert_eq!(after.missing("rect.report"), Some(Bearing::Fails));
    assert_eq!(after.missing("app.latest"), Some(Bearing::Fails));
    let reached = found("reached");
    assert!(!reached.binds("rect", "2026-04-11"));
    assert_eq!((reached.missing("rect.report"), reached.missing("app.latest")), (None, None));
}

#[test]
fn uq_16_the_ways_of_the_grades_are_three() {
    let top = ["intake", "desk", "site", "pre", "city-review", "meeting", "publicity", "filing"];
    TOP.iter().for_each(|grade| assert_eq!(stages(UQ, grade), top));
    let c = ["intake", "review", "exam", "prepub", "meeting", "publicity", "filing"];
    assert_eq!(stages(UQ, "C"), c);
    let low = ["intake", "review", "exam", "meeting", "publicity", "filing"];
    ["D", "非引领性"].iter().for_each(|grade| assert_eq!(stages(UQ, grade), low));
    // Neither the city's examination nor the meeting has a limit.
    let limits = |stage: &str| {
        let of = |d: &&juanzong::profile::Deadline| d.stage.as_deref() == Some(stage);
        profile(UQ).deadlines.iter().filter(of).count()
    };
    assert_eq!(["exam", "prepub", "meeting", "publicity"].map(limits), [0; 4]);
}

#[test]
fn uq_16_3_a_firm_goes_on_from_the_pre_publicity_only_without_objection() {
    let closed = |objection: &str| {
        let paper = format!("objection = \"{objection}\"");
        let closed = case("C", "2026-04-13").typed("pub.pre", &paper).found(Code::CaseGateClosed);
        closed.iter().any(|f| f.place.field == "prepub" && f.bearing == Bearing::Fails)
    };
    assert!(closed("raised") && !closed("none"));
    // Not filled yet: nobody knows, and the paper itself is missing.
    assert_eq!(case("C", "2026-04-13").found(Code::CaseGateClosed), []);
    assert_eq!(case("C", "2026-04-13").missing("pub.pre"), Some(Bearing::Fails));
    // Every firm that applies for C, lowest or not; no other (Q27).
    let lowest = case("C", "2026-04-13").is("lowest-c", true);
    assert_eq!(lowest.missing("pub.pre"), Some(Bearing::Fails));
    assert_eq!(case("D", "2026-04-13").missing("pub.pre"), None);
    // It does not stand for the publication after the meeting.
    assert_eq!(case("C", "2026-04-13").missing("pub.notice"), Some(Bearing::Fails));
}

#[test]
fn uq_6_and_16_who_does_not_pass_a_review_goes_no_further() {
    for (grade, slot, field, good, bad, gate) in [
        ("A", "rev.qual", "conclusion", "qualified", "to-correct", "desk"),
        ("A", "rev.pre", "barred", "none", "found", "barred"),
        ("A", "rev.pre", "conclusion", "met", "unmet", "pre"),
        ("A", "expert.opinion", "conclusion", "after", "not", "expert"),
        ("A", "city.pre", "conclusion", "met", "unmet", "city.pre"),
        ("C", "review.qual", "conclusion", "qualified", "refused", "review"),
    ] {
        let closed = |word: &str| {
            let case = case(grade, "2026-03-09").typed(slot, &format!("{field} = \"{word}\""));
            case.found(Code::CaseGateClosed).iter().any(|f| f.place.field == gate)
        };
        assert!(closed(bad) && !closed(good), "{gate}");
    }
}

#[test]
fn uq_16_1_and_16_3_the_meeting_decides_on_this_firm_before_it_goes_on() {
    let closed = |grade: &str, gate: &str, name: &str, word: &str| {
        let row = format!("[[cases]]\nenterprise = \"{name}\"\ndecision = \"{word}\"");
        case(grade, "2026-03-09").typed("party.city", &row).closed(gate)
    };
    for (grades, gate, good) in [
        (&TOP[..], "meeting", &["submit"][..]),
        (&LOW[..], "meeting.low", &["publish", "issue"][..]),
    ] {
        for grade in grades {
            for word in good {
                assert_eq!(closed(grade, gate, "示例厂", word), None, "{grade} {word}");
                let other = closed(grade, gate, "另一家厂", word);
                assert_eq!(other, Some(Bearing::Fails), "{grade} {word}");
            }
            for word in ["refused", "deferred", "lower"] {
                let bad = closed(grade, gate, "示例厂", word);
                assert_eq!(bad, Some(Bearing::Fails), "{grade} {word}");
            }
        }
    }
}

#[test]
fn uq_13_the_branch_reports_its_list_by_20_september_and_20_november_of_every_year() {
    for (id, last) in [("list-september", "-09-20"), ("list-november", "-11-20")] {
        for year in ["2025", "2026"] {
            let last = format!("{year}{last}");
            let of = |on: &str| case("C", &format!("{year}-04-13")).on(id, on);
            assert_eq!(of(&last).due(id, &last), (last.clone(), State::Met));
            assert_eq!(of(&next(&last)).due(id, &last).1, State::MetLate(1));
        }
    }
    // A fixed day stays where it is: a Saturday in 2025, a Sunday at work in 2026 (Q5).
    let rest = |year: &str| {
        let standing = case("C", &format!("{year}-04-13")).standing("list-september", "2026-01-01");
        standing.due.unwrap().rest.is_some()
    };
    assert!(rest("2025") && !rest("2026"));
}

#[test]
fn uq_21_the_yearly_self_assessment_is_filed_by_the_end_of_august() {
    let of = |on: &str| case("D", "2025-04-13").on("annual-self", on).due("annual-self", on).1;
    assert_eq!((of("2025-08-31"), of("2025-09-01")), (State::Met, State::MetLate(1)));
    // 31 August 2025 is a Sunday, and does not move.
    let standing = case("D", "2025-04-13").standing("annual-self", "2025-08-31");
    assert!(standing.due.unwrap().rest.is_some());
}

// ── A1.1: what a dossier must hold ────────────────────────────────────────────────────────────

#[test]
fn uq_14_every_firm_hands_in_its_material() {
    for grade in TOP.iter().chain(&LOW) {
        let case = case(grade, "2026-03-09");
        for slot in ["app.form", "app.base", "app.self", "app.commit", "app.evid.eia"] {
            assert_eq!(case.missing(slot), Some(Bearing::Fails), "{grade} {slot}");
        }
    }
}

#[test]
fn uq_14_2_evidence_that_hangs_on_the_firm_is_asked_of_that_firm_alone() {
    for (name, slots) in [
        ("permit", &["app.evid.permit", "app.evid.report"][..]),
        ("self-monitoring", &["app.evid.monitor"]),
        ("cems", &["app.evid.cems"]),
        ("dcs", &["app.evid.dcs"]),
        ("graded", &["annual.self"]),
    ] {
        for slot in slots {
            let has = |value: bool| case("B", "2026-03-09").is(name, value).missing(slot);
            assert_eq!((has(true), has(false)), (Some(Bearing::Fails), None), "{slot}");
            let unstated = case("B", "2026-03-09").found(Code::CaseTraitUnstated);
            assert!(unstated.iter().any(|f| fact(f, "id") == name), "{slot}");
        }
    }
}

#[test]
fn uq_12_and_16_2_the_site_form_is_missed_or_only_asked_about() {
    assert_eq!(case("A", "2026-03-09").missing("site.form"), Some(Bearing::Fails));
    let site = |case: Small| case.missing("review.site");
    assert_eq!(site(case("C", "2026-03-09").is("lowest-c", false)), Some(Bearing::Fails));
    assert_eq!(site(case("C", "2026-03-09").is("lowest-c", true)), Some(Bearing::Note));
    assert_eq!(site(case("D", "2026-03-09")), Some(Bearing::Note));
    assert_eq!(site(case("非引领性", "2026-03-09")), Some(Bearing::Note));
    // Where nobody says whether C is the lowest grade, it is asked for and the question put.
    assert_eq!(site(case("C", "2026-03-09")), Some(Bearing::Fails));
    let asked = case("C", "2026-03-09").found(Code::CaseTraitUnstated);
    assert!(asked.iter().any(|f| fact(f, "id") == "lowest-c"));
}

#[test]
fn uq_9_and_14_2_the_proof_of_compliance_is_required_of_some_and_asked_of_all() {
    for (grades, bearing) in [(&TOP[..], Bearing::Fails), (&LOW[..], Bearing::Note)] {
        for grade in grades {
            let missing = case(grade, "2026-03-09").missing("app.compliance");
            assert_eq!(missing, Some(bearing), "{grade}");
        }
    }
}

#[test]
fn uq_6_and_16_3_what_reaches_the_meeting_of_d_and_non_leading_is_a_line_of_the_list() {
    for (grade, list) in [("D", true), ("非引领性", true), ("C", false), ("A", false)] {
        assert_eq!(case(grade, "2026-03-09").missing("list.branch").is_some(), list, "{grade}");
    }
}
