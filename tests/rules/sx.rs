//! Shaoxing's draft: one test per row of `rules.md` A2 to A6, named after its article (三A is the
//! first of the text's two chapters three, 三B the second).

use juanzong::case::State;
use juanzong::profile::{Across, Status, Topic, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, profile, reaching, told};

const SX: &str = "shaoxing-draft";
/// Grades that are applied for.
const TOP: [&str; 4] = ["A", "B", "B-", "引领性"];
/// Grades that a firm only gives itself.
const LOW: [&str; 3] = ["C", "D", "非引领性"];

fn case(grade: &str, applied: &str) -> Small {
    Small::new(SX, grade, applied)
}

// ── A2: stages and deadlines ──────────────────────────────────────────────────────────────────

#[test]
fn sx_3b_2_the_branch_reports_within_seven_days_of_receipt() {
    // 2 March 2026 is a Monday; the seventh day after it is the next Monday.
    let on = |reported: &str| {
        let case = case("A", "2026-03-02").on("received", "2026-03-02").on("reported", reported);
        case.due("reported", reported)
    };
    assert_eq!(on("2026-03-09"), ("2026-03-09".into(), State::Met));
    assert_eq!(on("2026-03-10").1, State::MetLate(1));
    // The seventh day is a Saturday: the period ends on the Monday after (Q5).
    let rolled = case("A", "2026-03-07").on("received", "2026-03-07");
    assert_eq!(rolled.due("reported", "2026-03-16"), ("2026-03-16".into(), State::Open(0)));
    assert_eq!(rolled.due("reported", "2026-03-17").1, State::Overdue(1));
}

#[test]
fn sx_3b_2_corrected_material_starts_the_seven_days_anew() {
    let case = case("B", "2026-04-07").on("received", "2026-04-07");
    assert_eq!(case.due("reported", "2026-04-14").0, "2026-04-14");
    let corrected = case.on("corrected", "2026-04-15");
    assert_eq!(corrected.due("reported", "2026-04-22"), ("2026-04-22".into(), State::Open(0)));
    assert_eq!(corrected.due("reported", "2026-04-23").1, State::Overdue(1));
}

#[test]
fn sx_3b_2_and_3b_3_days_are_of_the_calendar_unless_the_case_reads_working_days() {
    let by_calendar = case("A", "2026-03-02").on("received", "2026-03-02");
    let standing = by_calendar.standing("reported", "2026-03-02");
    assert_eq!(standing.due.unwrap().day.to_string(), "2026-03-09");
    assert_eq!(standing.otherwise.unwrap().day.to_string(), "2026-03-11");
    assert!(!by_calendar.binds("reported-working", "2026-03-02"));
    let by_work = by_calendar.read("q07", "working").on("received-city", "2026-03-09");
    assert!(!by_work.binds("reported", "2026-03-02"));
    let standing = by_work.standing("reported-working", "2026-03-02");
    assert_eq!(standing.due.unwrap().day.to_string(), "2026-03-11");
    assert_eq!(standing.otherwise.unwrap().day.to_string(), "2026-03-09");
    assert_eq!(by_work.due("submitted-working", "2026-03-09").0, "2026-03-30");
    let readings = by_work.examine("2026-03-09").readings;
    assert!(readings.iter().any(|r| r.id == "q07" && r.own), "{readings:?}");
}

#[test]
fn sx_3b_3_the_city_submits_within_fifteen_days_of_receipt() {
    let on = |submitted: &str| {
        let case = case("A", "2026-03-02").on("received-city", "2026-03-09");
        case.on("submitted", submitted).due("submitted", submitted)
    };
    assert_eq!(on("2026-03-24"), ("2026-03-24".into(), State::Met));
    assert_eq!(on("2026-03-25").1, State::MetLate(1));
}

#[test]
fn sx_3b_the_limits_bind_what_is_applied_for_and_nothing_else() {
    for (grades, bound) in [(&TOP[..], true), (&LOW[..], false)] {
        for grade in grades {
            for id in ["reported", "submitted"] {
                let binds = case(grade, "2026-03-02").binds(id, "2026-03-02");
                assert_eq!(binds, bound, "{grade} {id}");
            }
        }
    }
}

#[test]
fn sx_3b_2_what_is_incomplete_is_told_in_one_notice() {
    let notice = |conclusion: &str| {
        let review = format!("conclusion = \"{conclusion}\"");
        case("B", "2026-04-07").typed("rev.qual", &review).missing("rev.notice")
    };
    assert_eq!((notice("to-correct"), notice("qualified")), (Some(Bearing::Fails), None));
    assert_eq!(told(SX, "pb.once").cite, "三B(二)");
}

#[test]
fn sx_3b_4_material_is_refreshed_within_the_year() {
    let of = |on: &str| case("A", "2026-03-02").on("refreshed", on).due("refreshed", on);
    assert_eq!(of("2026-12-31"), ("2026-12-31".into(), State::Met));
    assert_eq!(of("2027-01-01").1, State::MetLate(1));
    assert!(!case("C", "2026-03-02").binds("refreshed", "2026-03-02"));
}

#[test]
fn sx_3b_5_the_register_is_published_every_year() {
    let of = |on: &str| case("A", "2026-03-02").on("directory", on).due("directory", on).1;
    assert_eq!((of("2026-12-31"), of("2027-01-01")), (State::Met, State::MetLate(1)));
    assert_eq!(case("A", "2026-03-02").missing("pub.notice"), Some(Bearing::Fails));
    assert_eq!(told(SX, "pb.result").topic, Topic::Publicity);
}

#[test]
fn sx_3b_the_way_of_a_b_and_leading_goes_to_the_province_the_others_end_with_the_firm() {
    let stages = |grade: &str| -> Vec<String> {
        profile(SX).narrowed(grade).stages.into_iter().map(|s| s.id).collect()
    };
    for grade in TOP {
        assert_eq!(stages(grade), ["intake", "county", "city", "publicity", "filing"], "{grade}");
        for slot in ["app.commit", "submit.prov"] {
            let missing = case(grade, "2026-03-02").missing(slot);
            assert_eq!(missing, Some(Bearing::Fails), "{grade} {slot}");
        }
    }
    for grade in LOW {
        assert_eq!(stages(grade), ["intake", "filing"], "{grade}");
        let empty = case(grade, "2026-03-02").found(Code::CaseSlotEmpty);
        let missing: Vec<&str> = empty.iter().map(|f| f.place.field.as_str()).collect();
        assert_eq!(missing, ["app.self"], "{grade}");
    }
}

#[test]
fn sx_draft_has_no_force() {
    assert_eq!(profile(SX).status, Status::Draft);
    assert_ne!(profile("urumqi-2025").status, Status::Draft);
}

// ── A3: eligibility ───────────────────────────────────────────────────────────────────────────

#[test]
fn sx_4_2_a_violation_bars_b_and_above_in_its_calendar_year() {
    let barred = |grade: &str, applied: &str| {
        let case = case(grade, applied).record("evasion", &[("finding", "2026-03-10")]);
        case.is_barred()
    };
    for grade in TOP {
        assert!(barred(grade, "2026-03-10") && barred(grade, "2026-12-31"), "{grade}");
        // No look-back is stated: the next year is free, and so was the year before.
        assert!(!barred(grade, "2027-01-01") && !barred(grade, "2025-12-31"), "{grade}");
    }
    for grade in LOW {
        assert!(!barred(grade, "2026-03-10"), "{grade}");
    }
    for kind in ["no-eia", "no-permit", "exceedance", "unmonitored", "violation"] {
        let case = case("B", "2026-06-01").record(kind, &[("finding", "2026-03-10")]);
        assert_eq!(case.hits(), [("e.sx.viol".into(), Some("2027-01-01".into()))], "{kind}");
    }
}

#[test]
fn sx_4_2_which_day_of_a_violation_counts_is_read_as_the_case_says() {
    let days = [("act", "2025-11-20"), ("finding", "2026-01-08"), ("penalty", "2027-02-01")];
    for (applied, wanted) in [
        ("2025-12-31", [true, false, false]),
        ("2026-12-31", [false, true, false]),
        ("2027-01-01", [false, false, true]),
    ] {
        let found = ["act", "finding", "penalty"].map(|reading| {
            case("A", applied).record("exceedance", &days).read("q30", reading).is_barred()
        });
        assert_eq!(found, wanted, "{applied}");
    }
}

#[test]
fn sx_3b_4_fraud_brings_the_lowest_grade_and_a_year_without_application() {
    let fraud = |applied: &str| case("A", applied).record("fraud", &[("finding", "2025-03-10")]);
    // Found in the case: the lowest grade.
    assert_eq!(fraud("2025-03-10").found(Code::CaseLowest).len(), 1);
    assert_eq!(fraud("2025-02-01").found(Code::CaseLowest).len(), 1);
    assert_eq!(fraud("2025-03-11").found(Code::CaseLowest).len(), 0);
    // And no application for a year, the anniversary included (Q12).
    assert!(fraud("2025-03-11").is_barred() && fraud("2026-03-10").is_barred());
    assert!(!fraud("2026-03-11").is_barred() && !fraud("2025-03-09").is_barred());
    let hits = fraud("2026-03-10").hits();
    assert_eq!(hits, [("e.sx.fraud.ban".to_string(), Some("2026-03-11".to_string()))]);
}

#[test]
fn sx_4_1_new_projects_should_meet_b_and_refineries_a() {
    let weighed = |grade: &str, kind: &str| {
        let case = case(grade, "2026-03-02").record(kind, &[("finding", "2026-01-15")]);
        !case.found(Code::CaseRecordWeighs).is_empty()
    };
    for (grade, project, refinery) in [
        ("A", false, false),
        ("B", false, true),
        ("引领性", false, true),
        ("C", true, true),
        ("非引领性", true, true),
    ] {
        assert_eq!(weighed(grade, "new-project"), project, "{grade}");
        assert_eq!(weighed(grade, "new-refining"), refinery, "{grade}");
    }
    let plan = |value| case("A", "2026-03-02").is("refining", value).missing("plan.refine");
    assert_eq!((plan(true), plan(false)), (Some(Bearing::Fails), None));
}

#[test]
fn sx_4_5_the_lowest_grade_upgrades_what_stands_when_it_builds() {
    for (grade, weighs) in [("D", true), ("非引领性", true), ("C", false)] {
        let case = case(grade, "2026-03-02").record("rebuild", &[("finding", "2026-01-15")]);
        assert_eq!(!case.found(Code::CaseRecordWeighs).is_empty(), weighs, "{grade}");
    }
}

// ── A4: grading, sampling, experts, downgrades ────────────────────────────────────────────────

#[test]
fn sx_3a_2_the_shortest_plank_decides_and_the_lowest_industry() {
    let below = |grade: &str, reach: &[&str]| {
        let case = case(grade, "2026-03-02").typed("app.self", &reaching(reach));
        case.found(Code::CaseGradeBelow).len() + case.found(Code::CaseGradeContradicts).len()
    };
    assert_eq!((below("A", &["a", "a"]), below("A", &["a", "b"])), (0, 1));
    assert_eq!((below("B-", &["a", "b-minus"]), below("B-", &["a", "c"])), (0, 1));
    let rule = profile(SX).grading.as_ref().unwrap();
    assert_eq!((rule.across, rule.cite.as_str()), (Across::Lowest, "三A(二)"));
    // What crossing grades mean is open; the reading is told (Q9).
    assert!(profile(SX).settings.iter().any(|s| s.id == "q09" && s.default == "lowest"));
}

#[test]
fn sx_2_1_and_3a_2_grades_and_plants() {
    let lengths: Vec<usize> = profile(SX).ladders.iter().map(|l| l.grades.len()).collect();
    assert_eq!(lengths, [5, 2]);
    assert_eq!(told(SX, "g.scale").cite, "二(一)");
    assert_eq!(told(SX, "g.site").actor.as_deref(), Some("ent"));
}

#[test]
fn sx_3b_3_the_city_looks_at_every_a_and_leading_and_at_three_in_ten_of_b() {
    let sample = |id: &str| profile(SX).samples.iter().find(|s| s.id == id).unwrap();
    let thirty = sample("s.30");
    assert_eq!(thirty.grades, ["B", "B-"]);
    for (listed, drawn) in [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (11, 4), (20, 6), (21, 7)] {
        assert_eq!(thirty.count(listed), Some(drawn), "{listed}");
    }
    let all = sample("s.100.city");
    assert_eq!((all.count(9), all.grades.join(" ")), (Some(9), "A 引领性".into()));
    assert_eq!(sample("s.100").count(9), Some(9));
}

#[test]
fn sx_3b_3_the_city_s_site_form_is_asked_of_a_and_leading_and_of_b_that_was_drawn() {
    for grade in ["A", "引领性"] {
        assert_eq!(case(grade, "2026-03-02").missing("city.form"), Some(Bearing::Fails), "{grade}");
        let spared = case(grade, "2026-03-02").typed("tech.assess", "site = \"spared\"");
        let closed = spared.found(Code::CaseGateClosed);
        assert!(closed.iter().any(|f| f.place.field == "all"), "{grade}");
        let all = case(grade, "2026-03-02").typed("tech.assess", "site = \"all\"");
        assert_eq!(all.found(Code::CaseGateClosed), [], "{grade}");
        assert_eq!(case(grade, "2026-03-02").missing("site.sampling"), None, "{grade}");
    }
    for grade in ["B", "B-"] {
        let site = |word: &str| {
            let paper = format!("site = \"{word}\"");
            case(grade, "2026-03-02").typed("tech.assess", &paper).missing("city.form")
        };
        assert_eq!((site("drawn"), site("spared")), (Some(Bearing::Fails), None), "{grade}");
        assert_eq!(case(grade, "2026-03-02").missing("site.sampling"), Some(Bearing::Fails));
    }
}

#[test]
fn sx_3b_2_the_branch_looks_at_every_firm_that_applies() {
    for grade in TOP {
        let missing = case(grade, "2026-03-02").missing("site.county");
        assert_eq!(missing, Some(Bearing::Fails), "{grade}");
    }
    assert_eq!(case("C", "2026-03-02").missing("site.county"), None);
}

#[test]
fn sx_3b_4_what_is_found_below_its_grade_is_downgraded() {
    for (kind, weighs) in [("below", true), ("new-project", false)] {
        let case = case("A", "2026-03-02").record(kind, &[("finding", "2025-06-01")]);
        let found = case.found(Code::CaseRecordWeighs);
        let clause = found.first().and_then(|f| f.clause.as_deref());
        assert_eq!(clause, weighs.then_some("SX 三B(四)"), "{kind}");
    }
}

// ── A5 and A6: responsibility, publicity, incentives, later checks ────────────────────────────

#[test]
fn sx_3b_and_4_who_answers_for_what_and_what_a_grade_brings_is_told_with_its_article() {
    for (id, topic, actor, cite) in [
        ("r.ent", Topic::Responsibility, Some("ent"), "三B(一)"),
        ("g.redo", Topic::Application, Some("ent"), "三B(四)"),
        ("p.policy", Topic::Incentive, None, "四(三)"),
        ("pl.list", Topic::Incentive, None, "四(四)"),
        ("p.rights", Topic::Incentive, None, "四(六)"),
        ("x.help", Topic::Experts, Some("branch"), "五(二)"),
        ("budget", Topic::Other, Some("city"), "五(三)"),
        ("o.audit", Topic::Audit, None, "三B(四)"),
    ] {
        let rule = told(SX, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
    }
    let favoured = told(SX, "pl.list");
    assert!(binds(&favoured.grades, "B-") && !binds(&favoured.grades, "C"));
    // Who looks back, at whom and how often the draft does not say: no grade is left out.
    let audit = told(SX, "o.audit");
    assert!(TOP.iter().chain(&LOW).all(|grade| binds(&audit.grades, grade)));
}
