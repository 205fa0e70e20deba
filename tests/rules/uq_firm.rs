//! Urumqi 2025, the firm and whoever judges it: records, grading, samples, experts, downgrades,
//! publicity, later checks (`rules.md` A3 to A6); one test per row, named after its article.

use juanzong::profile::indicators::{
    Judged, Outcome, Overall, Part, Readings, Scale, enterprise, reached,
};
use juanzong::profile::{Across, Topic, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, apart, profile, reaching, told};

const UQ: &str = "urumqi-2025";
/// Grades that the region decides on.
const TOP: [&str; 4] = ["A", "B", "B-", "引领性"];
/// Grades that the city decides on.
const LOW: [&str; 3] = ["C", "D", "非引领性"];

fn case(grade: &str, applied: &str) -> Small {
    Small::new(UQ, grade, applied)
}

// ── A3: eligibility ───────────────────────────────────────────────────────────────────────────

fn violation(grade: &str, applied: &str, found: &str) -> Small {
    case(grade, applied).record("exceedance", &[("finding", found)])
}

/// The vectors v.uq15 and v.uq15.edge of `rules.md` A9.
#[test]
fn uq_15_a_violation_within_a_year_bars_the_rest_of_the_calendar_year() {
    for (applied, free) in [
        ("2025-12-01", Some("2026-11-11")),
        ("2026-03-01", Some("2027-01-01")),
        ("2026-12-01", None),
        ("2025-11-10", Some("2026-11-11")),
        ("2026-11-10", Some("2027-01-01")),
        ("2026-11-11", None),
    ] {
        let hits = violation("A", applied, "2025-11-10").hits();
        let wanted = free.map(|free| ("e.uq.viol".to_string(), Some(free.to_string())));
        assert_eq!(hits, wanted.into_iter().collect::<Vec<_>>(), "{applied}");
        assert_eq!(violation("A", applied, "2025-11-10").is_barred(), free.is_some(), "{applied}");
    }
    // The day before the violation nobody is barred by it.
    assert!(!violation("A", "2025-11-09", "2025-11-10").is_barred());
    // A year from 29 February ends on the 28th.
    assert!(violation("A", "2025-02-28", "2024-02-29").is_barred());
    assert!(!violation("A", "2025-03-01", "2024-02-29").is_barred());
}

#[test]
fn uq_15_an_application_that_was_refused_bars_its_own_year_unless_read_otherwise() {
    let again = violation("A", "2026-12-01", "2025-11-10").earlier("2026-03-01", "B");
    assert!(again.is_barred());
    assert!(!again.clone().read("q13", "off").is_barred());
    let in_the_next_year = violation("A", "2027-01-01", "2025-11-10").earlier("2026-03-01", "B");
    assert!(!in_the_next_year.is_barred());
    // An earlier application for C was not refused, so it bars nothing.
    assert!(!violation("A", "2026-12-01", "2025-11-10").earlier("2026-03-01", "C").is_barred());
    let readings = again.examine("2026-12-01").readings;
    assert!(readings.iter().any(|r| r.id == "q13" && !r.own), "{readings:?}");
}

#[test]
fn uq_15_only_a_b_and_leading_are_barred() {
    for grade in TOP {
        assert!(violation(grade, "2026-03-01", "2025-11-10").is_barred(), "{grade}");
    }
    for grade in LOW {
        assert!(!violation(grade, "2026-03-01", "2025-11-10").is_barred(), "{grade}");
    }
}

#[test]
fn uq_15_every_kind_of_violation_counts_and_nothing_else() {
    let barred =
        |kind: &str| case("B", "2026-03-01").record(kind, &[("finding", "2025-11-10")]).is_barred();
    for kind in ["unapproved", "exceedance", "unmonitored", "crime", "violation"] {
        assert!(barred(kind), "{kind}");
    }
    assert!(barred("graded-violation"));
    assert!(!barred("below") && !barred("superior"));
}

#[test]
fn uq_15_which_day_of_a_violation_counts_is_read_as_the_case_says() {
    let days = [("act", "2024-06-01"), ("finding", "2025-11-10"), ("penalty", "2026-02-20")];
    for (applied, wanted) in [
        ("2025-06-01", [true, false, false]),
        ("2025-06-02", [false, false, false]),
        ("2026-01-15", [false, true, false]),
        ("2026-11-10", [false, true, true]),
        ("2026-11-11", [false, false, true]),
        ("2027-02-20", [false, false, true]),
        ("2027-02-21", [false, false, false]),
    ] {
        let found = ["act", "finding", "penalty"].map(|reading| {
            let case = case("A", applied).record("exceedance", &days);
            case.read("q30", reading).is_barred()
        });
        assert_eq!(found, wanted, "{applied}");
    }
    // Of an act that went on its end counts.
    let days = [("end", "2025-11-10"), ("finding", "2024-01-05")];
    assert!(case("A", "2026-03-01").record("exceedance", &days).is_barred());
}

#[test]
fn uq_19_5_after_a_downgrade_nobody_applies_upwards_for_a_year() {
    let lowered = |grade: &str, applied: &str| {
        case(grade, applied).record("downgrade", &[("decision", "2025-03-10")])
    };
    assert!(lowered("B", "2025-03-10").is_barred());
    assert!(lowered("B", "2026-03-10").is_barred());
    assert!(!lowered("B", "2026-03-11").is_barred());
    let hits = lowered("B", "2026-03-10").hits();
    assert_eq!(hits, [("e.uq.postviol.ban".to_string(), Some("2026-03-11".to_string()))]);
    // Whether C is an upgrade a person says; D is none.
    assert!(!lowered("C", "2026-03-10").is_barred());
    assert_eq!(lowered("C", "2026-03-10").found(Code::CaseRecordWeighs).len(), 1);
    assert_eq!(lowered("C", "2026-03-11").hits(), []);
    assert_eq!(lowered("D", "2026-03-10").hits(), []);
}

#[test]
fn uq_19_5_a_violation_after_grading_is_weighed_for_a_downgrade() {
    let found = |grade: &str, kind: &str| {
        let case = case(grade, "2026-03-01").record(kind, &[("finding", "2024-01-10")]);
        case.found(Code::CaseRecordWeighs).len()
    };
    assert_eq!(found("A", "graded-violation"), 1);
    assert_eq!(found("A", "exceedance"), 0);
    assert_eq!(found("D", "graded-violation"), 0);
}

#[test]
fn uq_19_1_and_19_2_fraud_and_bribery_in_the_case_bring_the_lowest_grade_and_no_ban() {
    for kind in ["fraud", "bribery"] {
        let found = |on: &str| {
            let case = case("C", "2026-03-09").record(kind, &[("finding", on)]);
            (case.found(Code::CaseLowest).len(), case.is_barred())
        };
        assert_eq!(found("2026-03-09"), (1, false), "{kind}");
        assert_eq!(found("2026-06-01"), (1, false), "{kind}");
        assert_eq!(found("2026-03-08"), (0, false), "{kind}");
    }
}

// ── A4: grading, sampling, experts, downgrades ────────────────────────────────────────────────

#[test]
fn uq_5_the_shortest_plank_decides() {
    let below = |grade: &str, reach: &[&str]| {
        let case = case(grade, "2026-03-09").typed("app.self", &reaching(reach));
        case.found(Code::CaseGradeBelow).len() + case.found(Code::CaseGradeContradicts).len()
    };
    assert_eq!(below("B", &["a", "b", "b"]), 0);
    assert_eq!(below("B", &["a", "b", "b-minus"]), 1);
    assert_eq!(below("引领性", &["leading", "leading"]), 0);
    assert_eq!(below("引领性", &["leading", "other"]), 1);
    // What was not met, and says so, is below as well.
    let unmet = "[[rows]]\nresult = \"unmet\"\nreach = \"c\"\n";
    let case = case("B", "2026-03-09").typed("city.form", unmet);
    assert_eq!(case.found(Code::CaseGradeBelow).len(), 1);
    // Put right and seen to be, it holds nobody back any more (UQ 14(三)).
    let right = |checked: &str| {
        let items = format!("[[items]]\nproblem = \"破损\"\nchecked = \"{checked}\"\n");
        case.clone().typed("rect.report", &items).found(Code::CaseGradeBelow).len()
    };
    assert_eq!((right("done"), right("open")), (0, 1));
}

#[test]
fn uq_5_several_industries_come_to_the_lowest_of_them() {
    let rule = profile(UQ).grading.as_ref().unwrap();
    assert_eq!((rule.across, rule.cite.as_str()), (Across::Lowest, "5"));
    let ladder = profile(UQ).ladder_of("A").unwrap();
    let scale = Scale::new(&ladder.id, ladder.grades.iter().map(|g| g.id.as_str())).unwrap();
    let part = |name: &str, reach: &str| {
        let row = Judged {
            row: 1,
            industry: name.into(),
            process: String::new(),
            outcome: Some(Outcome::Met),
            reach: Some(reach.into()),
        };
        let reached = reached(&scale, Some("d"), [&row]);
        Part { name: name.into(), scale: scale.clone(), reached }
    };
    let of = |parts: &[Part]| {
        let Overall::Grade(of) = enterprise(parts, &Readings::default()) else { panic!() };
        (of.grade, of.held_by)
    };
    let lowest = of(&[part("水泥", "b"), part("石灰窑", "c")]);
    assert_eq!(lowest, ("c".into(), vec!["石灰窑".to_string()]));
    assert_eq!(of(&[part("水泥", "b"), part("石灰窑", "b")]).0, "b");
}

#[test]
fn uq_4_the_ladders_hold_the_grades_of_the_text_best_first() {
    let names = |id: &str| -> Vec<&str> {
        let ladder = profile(UQ).ladders.iter().find(|l| l.id == id).unwrap();
        ladder.grades.iter().map(|g| g.name.as_str()).collect()
    };
    assert_eq!(names("abcd"), ["A", "B", "B-", "C", "D"]);
    assert_eq!(names("leading"), ["引领性", "非引领性"]);
}

#[test]
fn uq_16_2_some_ladders_end_at_c() {
    let lowest = |id: &str| {
        let ladder = profile(UQ).ladders.iter().find(|l| l.id == id).unwrap();
        ladder.lowest().unwrap().name.as_str()
    };
    assert_eq!((lowest("abcd"), lowest("abc")), ("D", "C"));
    assert_eq!(told(UQ, "g.lowest").cite, "16(二)、20、23");
}

#[test]
fn uq_17_the_grade_is_kept_on_a_report_without_request_for_change() {
    let rule = told(UQ, "g.keep");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Application, "17"));
    let graded = |value| case("B", "2026-03-09").is("graded", value).missing("annual.self");
    assert_eq!((graded(true), graded(false)), (Some(Bearing::Fails), None));
}

#[test]
fn uq_22_and_23_each_firm_when_it_is_ripe_and_all_firms_in_scope() {
    assert_eq!((told(UQ, "g.ripe").cite.as_str(), told(UQ, "g.cover").cite.as_str()), ("22", "23"));
    // No batches: a round is a year, and a quarter is none.
    assert_eq!(case("C", "2026-03-09").found(Code::CaseFactInvalid), []);
    let quarter = case("C", "2026-03-09").round("2026Q2").found(Code::CaseFactInvalid);
    assert!(quarter.iter().any(|f| f.place.field == "round"), "{quarter:?}");
}

#[test]
fn uq_12_and_16_1_site_checks_are_of_every_firm_and_spot_checks_have_no_rate() {
    let sample = |id: &str| profile(UQ).samples.iter().find(|s| s.id == id).unwrap();
    let branch = sample("s.100");
    assert_eq!((branch.count(1), branch.count(7)), (Some(1), Some(7)));
    assert_eq!((branch.grades.len(), branch.actor.as_str()), (7, "branch"));
    let city = sample("s.100.city");
    assert_eq!((city.count(5), city.grades.join(" ")), (Some(5), TOP.join(" ")));
    let spot = sample("s.spot");
    assert_eq!((spot.count(5), spot.grades.join(" ")), (None, LOW.join(" ")));
}

#[test]
fn uq_26_an_expert_who_is_barred_takes_no_part() {
    let expert = |slot: &str, grade: &str, barred: &str| {
        let row =
            format!("[[experts]]\nname = \"何岩\"\nindustry = \"水泥\"\nbarred = \"{barred}\"");
        case(grade, "2026-03-09").typed(slot, &row).found(Code::CaseExpertConflict).len()
    };
    assert_eq!((expert("expert.panel", "A", "yes"), expert("expert.panel", "A", "no")), (1, 0));
    // The experts of a branch are bound as those of the city are.
    assert_eq!((expert("review.panel", "C", "yes"), expert("review.panel", "C", "no")), (1, 0));
    // No expert of the industry is demanded, and no interest is declared by this text.
    let other =
        "[[experts]]\nname = \"何岩\"\nindustry = \"焦化\"\ninterest = \"yes\"\nbarred = \"no\"";
    let case = case("A", "2026-03-09").typed("expert.panel", other);
    assert_eq!(case.found(Code::CaseExpertIndustry), []);
    assert_eq!(case.found(Code::CaseExpertConflict), []);
}

#[test]
fn uq_16_2_experts_come_to_a_branch_on_its_request() {
    let rule = told(UQ, "x.request");
    assert_eq!((rule.topic, rule.actor.as_deref()), (Topic::Experts, Some("city.ptc")));
    for (grade, bound) in [("C", true), ("D", true), ("A", false)] {
        assert_eq!(binds(&rule.grades, grade), bound, "{grade}");
        // Nobody misses an expert's opinion that was not asked for.
        assert_eq!(case(grade, "2026-03-09").missing("review.expert"), None);
    }
}

#[test]
fn uq_19_3_and_19_4_a_demand_from_above_and_a_failed_check_start_a_downgrade() {
    for (kind, cite) in [("superior", "UQ 19(三)"), ("below", "UQ 19(四)")] {
        let weighed = |kind: &str| {
            let case = case("C", "2026-03-09").record(kind, &[("finding", "2026-03-01")]);
            let found = case.found(Code::CaseRecordWeighs);
            found.iter().any(|f| f.clause.as_deref() == Some(cite) && f.bearing == Bearing::Note)
        };
        assert!(weighed(kind) && !weighed("exceedance"), "{kind}");
    }
}

#[test]
fn uq_20_who_verifies_and_decides_a_downgrade_depends_on_the_grade() {
    let (top, c) = (told(UQ, "d.who"), told(UQ, "d.who.c"));
    assert_eq!((top.actor.as_deref(), c.actor.as_deref()), (Some("city.air"), Some("branch")));
    for grade in TOP {
        assert!(binds(&top.grades, grade) && !binds(&c.grades, grade), "{grade}");
    }
    assert!(binds(&c.grades, "C") && !binds(&c.grades, "D") && !binds(&top.grades, "D"));
}

// ── A5 and A6: responsibility, publicity, later checks ────────────────────────────────────────

#[test]
fn uq_8_to_25_who_answers_for_what_is_told_with_its_article() {
    for (id, topic, actor, cite) in [
        ("r.item", Topic::Site, Some("branch"), "12"),
        ("r.ent", Topic::Responsibility, Some("ent"), "21"),
        ("r.coop", Topic::Responsibility, Some("ent"), "21"),
        ("o.clue", Topic::Discipline, Some("city.kj"), "11、25"),
        ("o.measure", Topic::Other, Some("city.enforce"), "8"),
        ("f.fee", Topic::Discipline, None, "25"),
        ("f.gift", Topic::Discipline, None, "25"),
        ("pb.result", Topic::Publicity, Some("city"), "24"),
        ("pb.which", Topic::Publicity, None, "18"),
        ("pb.interim", Topic::Publicity, None, "18"),
        ("list.emerg", Topic::Other, Some("branch"), "13"),
        ("budget", Topic::Other, Some("city.finance"), "10"),
        ("o.audit", Topic::Audit, Some("city.air"), "6"),
    ] {
        let rule = told(UQ, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
    }
}

#[test]
fn uq_24_every_grade_is_published() {
    for grade in TOP.iter().chain(&LOW) {
        let missing = case(grade, "2026-03-09").missing("pub.notice");
        assert_eq!(missing, Some(Bearing::Fails), "{grade}");
    }
}

#[test]
fn uq_23_branches_check_item_by_item_all_but_the_lowest() {
    let rule = told(UQ, "o.audit.branch");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Audit, "23"));
    for (grade, bound) in [("A", true), ("B-", true), ("引领性", true), ("C", true), ("D", false)]
    {
        assert_eq!(binds(&rule.grades, grade), bound, "{grade}");
    }
    // Whoever checks later must not be whoever checked first.
    assert!(apart(UQ, "audit.leader", "site.checker"));
    assert!(apart(UQ, "audit.leader", "city.leader"));
    assert!(!apart(UQ, "audit.leader", "meeting.chair"));
}
