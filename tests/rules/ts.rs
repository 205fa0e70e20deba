//! Tangshan 2025: one test per row of `rules.md` A2 to A6, named after its article.

use juanzong::case::State;
use juanzong::profile::{Across, Basis, Effect, Late, SeatNeed, Topic, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, apart, fact, next, profile, reaching, stages, told};

const TS: &str = "tangshan-2025";
/// Grades that the city reviews.
const TOP: [&str; 4] = ["A", "B", "B-", "引领性"];
/// Every grade that is applied for.
const ALL: [&str; 5] = ["A", "B", "B-", "引领性", "C"];

fn case(grade: &str) -> Small {
    Small::new(TS, grade, "2026-03-02").round("2026Q2")
}

/// Checks that a paper's day meets a deadline on its last day and is late on the day after.
fn meets(grade: &str, deadline: &str, slot: &str, field: &str, last: &str) {
    let on = |day: &str| case(grade).typed(slot, &format!("{field} = {day}"));
    assert_eq!(on(last).due(deadline, last), (last.to_string(), State::Met), "{grade}");
    assert_eq!(on(&next(last)).due(deadline, last).1, State::MetLate(1), "{grade}");
    assert_eq!(case(grade).due(deadline, last).1, State::Open(0), "{grade}");
    assert_eq!(case(grade).due(deadline, &next(last)).1, State::Overdue(1), "{grade}");
    let late = on(&next(last)).examine(last).report;
    assert!(late.has(Code::CaseDoneLate) && !on(last).examine(last).report.has(Code::CaseDoneLate));
}

// ── A2: stages and deadlines ──────────────────────────────────────────────────────────────────

#[test]
fn ts_3_1_an_application_is_made_on_any_day_and_on_paper() {
    let intake = profile(TS).deadlines.iter().filter(|d| d.stage.as_deref() == Some("intake"));
    assert_eq!(intake.count(), 0);
    for grade in ALL {
        assert_eq!(case(grade).missing("app.form"), Some(Bearing::Fails), "{grade}");
    }
    // Rounds are quarters, named after the one in which site review and meetings fall (Q1).
    assert_eq!(case("C").found(Code::CaseFactInvalid), []);
    for round in ["2026", "2026M05"] {
        let wrong = case("C").round(round).found(Code::CaseFactInvalid);
        assert!(wrong.iter().any(|f| f.place.field == "round"), "{round}");
    }
}

#[test]
fn ts_3_2_the_branch_examines_every_application_and_sends_on_what_is_qualified() {
    for grade in ALL {
        assert_eq!(case(grade).missing("rev.qual"), Some(Bearing::Fails), "{grade}");
        let cover = (grade != "C").then_some(Bearing::Fails);
        assert_eq!(case(grade).missing("report.cover"), cover, "{grade}");
        let gate = if grade == "C" { "qual.c" } else { "qual" };
        let closed = |word: &str| {
            case(grade).typed("rev.qual", &format!("conclusion = \"{word}\"")).closed(gate)
        };
        assert_eq!(closed("qualified"), None, "{grade}");
        for word in ["to-correct", "refused"] {
            assert_eq!(closed(word), Some(Bearing::Fails), "{grade} {word}");
        }
    }
    assert!(apart(TS, "qual.examiner", "qual.rechecker"));
    // “及时” is no day that could be counted to.
    let way = profile(TS).narrowed("A");
    let limits = way.deadlines.iter().filter(|d| d.event == "qualified").count();
    assert_eq!(limits, 0);
}

#[test]
fn ts_3_2_the_city_takes_into_a_round_what_it_received_by_the_25th_before_the_quarter() {
    for grade in TOP {
        let on = |day: &str| case(grade).on("received-city", day).due("received", day);
        assert_eq!(on("2026-03-25"), ("2026-03-25".into(), State::Met), "{grade}");
        assert_eq!(on("2026-03-26").1, State::MetLate(1), "{grade}");
        // What came a day later is in time for the next round (Q23).
        let joins = case(grade).round("2026Q3").on("received-city", "2026-03-26");
        assert_eq!(joins.due("received", "2026-03-26"), ("2026-06-25".into(), State::Met));
    }
    assert_eq!(case("A").due("received", "2026-03-25").1, State::Open(0));
    assert_eq!(case("A").due("received", "2026-03-26").1, State::Overdue(1));
    // C never comes to the city to be reviewed there.
    assert!(!case("C").binds("received", "2026-03-25"));
    // It is receipt by the city that counts, not the application (Q1).
    let late = Small::new(TS, "A", "2026-03-26").round("2026Q2");
    assert_eq!(late.on("received-city", "2026-03-25").due("received", "2026-04-01").1, State::Met);
}

#[test]
fn ts_3_2_the_25th_stays_where_it_is_though_it_is_a_rest_day() {
    // 25 September 2026 is a holiday (Q5).
    let holiday = Small::new(TS, "A", "2026-09-02").round("2026Q4");
    assert_eq!(holiday.due("received", "2026-09-25"), ("2026-09-25".into(), State::Open(0)));
    assert_eq!(holiday.due("received", "2026-09-26").1, State::Overdue(1));
    let rest = |case: &Small| {
        let rest = case.found(Code::CaseDueRestDay);
        rest.iter().any(|f| f.place.field == "received" && f.bearing == Bearing::Note)
    };
    assert!(rest(&holiday) && !rest(&case("A")));
}

#[test]
fn ts_3_3_site_review_ends_with_the_first_month_of_the_quarter() {
    for grade in TOP {
        meets(grade, "site-city", "city.opinion", "reviewed_on", "2026-04-30");
        assert!(!case(grade).binds("site", "2026-04-30"), "{grade}");
    }
    meets("C", "site", "site.opinion", "reviewed_on", "2026-04-30");
    assert!(!case("C").binds("site-city", "2026-04-30"));
}

#[test]
fn ts_3_3_the_city_reviews_every_firm_on_site_and_the_branch_only_c() {
    for grade in TOP {
        for slot in ["city.form", "city.opinion"] {
            assert_eq!(case(grade).missing(slot), Some(Bearing::Fails), "{grade} {slot}");
        }
        for slot in ["site.form", "site.opinion"] {
            assert_eq!(case(grade).missing(slot), None, "{grade} {slot}");
        }
        assert!(!stages(TS, grade).contains(&"site".to_string()), "{grade}");
    }
    assert_eq!(case("C").missing("site.opinion"), Some(Bearing::Fails));
    assert_eq!(case("C").missing("city.opinion"), None);
    assert!(!stages(TS, "C").contains(&"site-city".to_string()));
    let cancelled = told(TS, "s.none");
    assert_eq!((cancelled.cite.as_str(), cancelled.grades.join(" ")), ("三", TOP.join(" ")));
    let spot = told(TS, "s.spot");
    assert_eq!((spot.topic, spot.cite.as_str()), (Topic::Site, "三(三)"));
}

#[test]
fn ts_3_3_the_rectification_report_reaches_the_city_within_15_days_of_the_branch_s_review() {
    for grade in TOP {
        let on = |day: &str| {
            let case = case(grade).typed("rect.report", "verified_on = 2026-04-28");
            case.on("rect-sent", day).due("rect", day)
        };
        assert_eq!(on("2026-05-13"), ("2026-05-13".into(), State::Met), "{grade}");
        assert_eq!(on("2026-05-14").1, State::MetLate(1), "{grade}");
    }
    // The 15th day is a holiday: the period ends on the first working day after it (Q5).
    let rolled = case("A").typed("rect.report", "verified_on = 2026-04-20");
    assert_eq!(rolled.due("rect", "2026-05-06"), ("2026-05-06".into(), State::Open(0)));
    assert_eq!(rolled.due("rect", "2026-05-07").1, State::Overdue(1));
    // Of C the report is asked for, but no day and no review are (Q3).
    assert!(
        !case("C").binds("rect", "2026-05-06") && !case("C").binds("rect-strict", "2026-05-06")
    );
    for grade in ALL {
        assert_eq!(case(grade).missing("rect.report"), Some(Bearing::Fails), "{grade}");
    }
}

/// The vectors v.ts.15 of `rules.md` A9.
#[test]
fn ts_3_3_read_strictly_the_15_days_run_from_the_feedback_on_site_and_only_warn() {
    for (round, site, last) in [
        ("2025Q1", "2025-01-31", "2025-02-17"),
        ("2025Q2", "2025-04-30", "2025-05-15"),
        ("2025Q3", "2025-07-31", "2025-08-15"),
        ("2025Q4", "2025-10-31", "2025-11-17"),
        ("2026Q1", "2026-01-31", "2026-02-24"),
        ("2026Q2", "2026-04-30", "2026-05-15"),
        ("2026Q3", "2026-07-31", "2026-08-17"),
        ("2026Q4", "2026-10-31", "2026-11-16"),
    ] {
        let of = |sent: &str| {
            let case = Small::new(TS, "A", site).round(round);
            case.typed("city.opinion", &format!("reviewed_on = {site}")).on("rect-sent", sent)
        };
        assert_eq!(of(last).due("rect-strict", last), (last.to_string(), State::Met), "{site}");
        let late = of(&next(last));
        assert_eq!(late.due("rect-strict", last).1, State::MetLate(1), "{site}");
        let report = late.examine(&next(last)).report;
        let found = report.findings().into_iter().find(|f| f.place.field == "rect-strict");
        assert_eq!(found.map(|f| f.bearing), Some(Bearing::Note), "{site}");
        // Read to the letter, nothing runs from the site day (Q2).
        assert!(!late.read("q02", "literal").binds("rect-strict", last), "{site}");
    }
}

/// The vectors v.ts.conflict of `rules.md` A9.
#[test]
fn ts_3_3_and_3_4_read_strictly_the_report_may_come_after_the_joint_review_and_this_is_told() {
    let conflict = |site: &str| {
        let case = Small::new(TS, "A", "2025-12-02").round("2026Q1");
        let case = case.typed("city.opinion", &format!("reviewed_on = {site}"));
        assert_eq!(case.due("joint-city", site).0, "2026-02-20");
        let due = case.due("rect-strict", site).0;
        let found = case.found(Code::CaseDueConflict);
        let told = found.first().map(|f| {
            assert_eq!((f.place.field.as_str(), f.bearing), ("rect-strict", Bearing::Note));
            (fact(f, "due").to_string(), fact(f, "before").to_string())
        });
        (due, told)
    };
    let told = Some(("2026-02-24".to_string(), "2026-02-20".to_string()));
    assert_eq!(conflict("2026-01-31"), ("2026-02-24".into(), told));
    assert_eq!(conflict("2026-01-30"), ("2026-02-14".into(), None));
}

#[test]
fn ts_3_4_departments_review_together_until_the_20th_of_the_second_month() {
    for grade in TOP {
        meets(grade, "joint-city", "city.first", "concluded_on", "2026-05-20");
        assert!(!case(grade).binds("party", "2026-05-20"), "{grade}");
    }
    // 20 February 2026 is a holiday; the day stays and this is told (Q5).
    let rest = Small::new(TS, "A", "2025-12-02").round("2026Q1");
    assert_eq!(rest.due("joint-city", "2026-02-21").1, State::Overdue(1));
    assert_eq!(rest.due("joint-city", "2026-02-20").1, State::Open(0));
    let told = |case: &Small| {
        case.found(Code::CaseDueRestDay).iter().any(|f| f.place.field == "joint-city")
    };
    assert!(told(&rest) && !told(&case("A")));
}

#[test]
fn ts_3_4_the_branch_s_party_organisation_studies_c_and_files_it_until_the_20th() {
    meets("C", "party", "party.branch", "held_on", "2026-05-20");
    meets("C", "filed", "filing.cover", "issued_on", "2026-05-20");
    assert!(!case("C").binds("joint-city", "2026-05-20"));
}

#[test]
fn ts_2_1_and_2_2_six_departments_give_their_opinions_each_on_its_own_paper() {
    let six = ["air", "law", "eia", "enforce", "monitor", "vehicle"];
    let way = profile(TS).narrowed("A");
    let joint = way.stage("joint-city").unwrap();
    for department in six {
        let slot = format!("dept.opinion.{department}");
        for grade in TOP {
            assert_eq!(case(grade).missing(&slot), Some(Bearing::Fails), "{grade} {slot}");
        }
        assert_eq!(case("C").missing(&slot), None, "{slot}");
        let seat = joint.seats.iter().find(|s| s.id == format!("{department}.head")).unwrap();
        assert_eq!(seat.need, SeatNeed::One);
        assert!(seat.slots.contains(&slot), "{slot}");
    }
    let missing = case("A").found(Code::CaseSlotEmpty);
    let opinions = missing.iter().filter(|f| f.place.field.starts_with("dept.opinion."));
    assert_eq!(opinions.count(), six.len());
    assert_eq!(case("A").missing("city.first"), Some(Bearing::Fails));
    assert_eq!(case("C").missing("city.first"), None);
}

#[test]
fn ts_3_4_what_c_files_are_five_papers_and_their_letter() {
    let five = ["app.form", "sect.opinion", "site.opinion", "rect.report", "party.branch"];
    for slot in five.iter().chain(&["filing.cover"]) {
        assert_eq!(case("C").missing(slot), Some(Bearing::Fails), "{slot}");
    }
    for slot in ["sect.opinion", "party.branch", "filing.cover"] {
        assert_eq!(case("B").missing(slot), None, "{slot}");
    }
    for slot in five {
        let slot = profile(TS).slot(slot).unwrap();
        assert!(slot.basis == Basis::Text && slot.cite.contains("三(四)"), "{}", slot.id);
    }
}

#[test]
fn ts_3_4_only_what_passed_on_site_is_reviewed_and_only_what_passed_there_is_listed() {
    for (grade, slot, field, good, bad, gate) in [
        ("A", "city.opinion", "overall", &["pass", "after"][..], "fail", "site"),
        ("C", "site.opinion", "overall", &["pass", "after"][..], "fail", "site.c"),
        ("引领性", "city.first", "next", &["party"][..], "back", "joint"),
    ] {
        let closed =
            |word: &str| case(grade).typed(slot, &format!("{field} = \"{word}\"")).closed(gate);
        assert_eq!(closed(bad), Some(Bearing::Fails), "{gate}");
        good.iter().for_each(|word| assert_eq!(closed(word), None, "{gate} {word}"));
        assert_eq!(case(grade).closed(gate), None, "{gate}");
    }
    assert_eq!(case("A").missing("list.upgrade"), Some(Bearing::Fails));
}

/// Minutes that decide on this case's enterprise as said, and otherwise on another.
fn minutes(slot: &str, grade: &str, own: Option<&str>, other: &str) -> Small {
    let row = |name: &str, word: &str| {
        format!("[[cases]]\nenterprise = \"{name}\"\ndecision = \"{word}\"\n")
    };
    let own = own.map(|word| row("示例厂", word)).unwrap_or_default();
    case(grade).typed(slot, &format!("{}{own}", row("另一家厂", other)))
}

#[test]
fn ts_3_4_what_the_branch_s_party_organisation_did_not_agree_to_is_not_filed() {
    let closed = |own: Option<&str>| minutes("party.branch", "C", own, "agreed").closed("party");
    assert_eq!(closed(Some("agreed")), None);
    for word in ["refused", "deferred"] {
        assert_eq!(closed(Some(word)), Some(Bearing::Fails), "{word}");
    }
    // Minutes that say nothing of this enterprise agreed to nothing.
    assert_eq!(closed(None), Some(Bearing::Fails));
    assert_eq!(minutes("party.branch", "C", Some("agreed"), "refused").closed("party"), None);
    assert!(apart(TS, "party.chair", "party.recorder"));
    assert!(!apart(TS, "party.chair", "party.member"));
}

#[test]
fn ts_3_5_the_party_group_deliberates_once_in_the_quarter() {
    for grade in TOP {
        meets(grade, "party-city", "party.city", "held_on", "2026-06-30");
        for slot in ["party.city", "submit.prov"] {
            assert_eq!(case(grade).missing(slot), Some(Bearing::Fails), "{grade} {slot}");
        }
    }
    assert!(!case("C").binds("party-city", "2026-06-30"));
    let closed = |own: &str| minutes("party.city", "A", Some(own), "submit").closed("party.city");
    assert_eq!((closed("submit"), closed("refused")), (None, Some(Bearing::Fails)));
    let upgrade = profile(TS).lists.iter().find(|l| l.kind == "upgrade").unwrap();
    assert_eq!((upgrade.form.as_str(), upgrade.cite.as_str()), ("upgrade-list", "三(四)、三(五)"));
}

#[test]
fn ts_3_the_ways_are_two() {
    let top = ["intake", "qualification", "site-city", "rectification", "joint-city", "party-city"];
    let c = ["intake", "qualification", "site", "rectification", "joint", "party"];
    for grade in TOP {
        assert_eq!(stages(TS, grade), [&top[..], &["filing"]].concat(), "{grade}");
    }
    assert_eq!(stages(TS, "C"), [&c[..], &["filing"]].concat());
}

// ── A3: eligibility ───────────────────────────────────────────────────────────────────────────

/// The vector v.ban of `rules.md` A9.
#[test]
fn ts_4_fraud_bars_any_application_for_a_year_whose_last_day_is_barred_too() {
    let fraud = |grade: &str, applied: &str| {
        Small::new(TS, grade, applied).round("2026Q2").record("fraud", &[("finding", "2025-03-10")])
    };
    for grade in ALL {
        for (applied, barred) in [
            ("2025-03-09", false),
            ("2025-03-10", true),
            ("2026-03-10", true),
            ("2026-03-11", false),
        ] {
            assert_eq!(fraud(grade, applied).is_barred(), barred, "{grade} {applied}");
        }
        let hits = fraud(grade, "2026-03-10").hits();
        assert_eq!(hits, [("e.ts.fraud".to_string(), Some("2026-03-11".to_string()))]);
    }
    // The end of a bar never moves: 10 October 2026 is a Saturday at work, the 11th a Sunday (Q5).
    let case = Small::new(TS, "A", "2026-10-11").round("2026Q4");
    assert!(!case.record("fraud", &[("finding", "2025-10-10")]).is_barred());
}

/// The consequences of a kind of record that an opinion weighs, on the day of the application.
fn weighed(grade: &str, kind: &str, found: &str) -> Vec<String> {
    let case = case(grade).record(kind, &[("finding", found)]);
    assert!(!case.is_barred());
    let found = case.found(Code::CaseRecordWeighs);
    found.iter().for_each(|f| assert_eq!(f.bearing, Bearing::Note));
    case.hits().into_iter().map(|(id, _)| id).collect()
}

#[test]
fn ts_2_2_violations_of_a_year_are_weighed_by_enforcement_and_all_of_them_by_the_law_section() {
    let both = ["e.ts.viol", "e.ts.viol.law"];
    for grade in TOP {
        assert_eq!(weighed(grade, "violation", "2025-03-02"), both, "{grade}");
        assert_eq!(weighed(grade, "violation", "2026-03-02"), both, "{grade}");
        assert_eq!(weighed(grade, "violation", "2025-03-01"), both[1..], "{grade}");
    }
    assert_eq!(weighed("C", "violation", "2025-12-01"), Vec::<String>::new());
    // What follows is an opinion and nothing more.
    let effects = profile(TS).consequences.iter().filter(|c| both.contains(&c.id.as_str()));
    assert!(effects.map(|c| c.effect).all(|effect| effect == Effect::Opinion));
}

#[test]
fn ts_2_2_of_an_act_that_went_on_its_end_counts() {
    let days = [("end", "2025-06-01"), ("finding", "2024-06-01")];
    let hits = case("A").record("violation", &days).hits();
    assert!(hits.iter().any(|(id, _)| id == "e.ts.viol"), "{hits:?}");
    let ended = [("end", "2024-06-01"), ("finding", "2024-05-01")];
    let hits = case("A").record("violation", &ended).hits();
    assert!(!hits.iter().any(|(id, _)| id == "e.ts.viol"), "{hits:?}");
}

#[test]
fn ts_2_2_control_measures_of_the_last_year_are_weighed_by_the_air_section() {
    assert_eq!(weighed("B", "measures", "2025-03-02"), ["e.ts.air"]);
    assert_eq!(weighed("B", "measures", "2025-03-01"), Vec::<String>::new());
    assert_eq!(weighed("C", "measures", "2025-12-01"), Vec::<String>::new());
}

// ── A4: grading, sampling, experts ────────────────────────────────────────────────────────────

#[test]
fn ts_2_1_the_ladders_hold_the_grades_of_the_text_and_b_minus_goes_with_b() {
    let names = |id: &str| -> Vec<&str> {
        let ladder = profile(TS).ladders.iter().find(|l| l.id == id).unwrap();
        ladder.grades.iter().map(|g| g.name.as_str()).collect()
    };
    assert_eq!(names("abcd"), ["A", "B", "B-", "C", "D"]);
    assert_eq!(names("leading"), ["引领性", "非引领性"]);
    // Whatever concerns B concerns B- (Q16).
    let slots = |grade: &str| -> Vec<String> {
        profile(TS).slots_for(grade).map(|s| s.id.clone()).collect()
    };
    assert_eq!(slots("B"), slots("B-"));
    assert_eq!(stages(TS, "B"), stages(TS, "B-"));
}

#[test]
fn ts_3_2_and_3_3_an_indicator_below_the_level_holds_the_grade_down_until_it_is_put_right() {
    for (grade, slot) in [("A", "app.self"), ("A", "city.form"), ("C", "site.form")] {
        let below = |reach: &[&str]| {
            let case = case(grade).typed(slot, &reaching(reach));
            case.found(Code::CaseGradeBelow).len() + case.found(Code::CaseGradeContradicts).len()
        };
        let own = if grade == "A" { "a" } else { "c" };
        let worse = if grade == "A" { "b" } else { "d" };
        assert_eq!((below(&[own, own]), below(&[own, worse])), (0, 1), "{slot}");
    }
    let unmet = case("A").typed("city.form", "[[rows]]\nresult = \"unmet\"\nreach = \"b\"\n");
    assert_eq!(unmet.found(Code::CaseGradeBelow).len(), 1);
    let right = |checked: &str| {
        let items = format!("[[items]]\nproblem = \"破损\"\nchecked = \"{checked}\"\n");
        unmet.clone().typed("rect.report", &items).found(Code::CaseGradeBelow).len()
    };
    assert_eq!((right("done"), right("open")), (0, 1));
    // How several industries are put together the text does not say.
    let rule = profile(TS).grading.as_ref().unwrap();
    assert_eq!((rule.across, rule.basis), (Across::Apart, Basis::Practice));
}

#[test]
fn ts_3_3_every_firm_is_looked_at_by_the_city_or_by_the_branch() {
    let sample = |id: &str| profile(TS).samples.iter().find(|s| s.id == id).unwrap();
    let (city, branch) = (sample("s.100"), sample("s.100.c"));
    assert_eq!((city.count(1), city.count(7)), (Some(1), Some(7)));
    assert_eq!((city.grades.join(" "), city.actor.as_str()), (TOP.join(" "), "city.fixed"));
    assert_eq!((branch.count(3), branch.grades.join(" ")), (Some(3), "C".into()));
}

#[test]
fn ts_4_whoever_reviews_has_no_interest_in_the_firm() {
    let expert = |grade: &str, interest: &str| {
        let row = format!("[[experts]]\nname = \"何岩\"\ninterest = \"{interest}\"");
        case(grade).typed("expert.panel", &row).found(Code::CaseExpertConflict)
    };
    for grade in TOP {
        assert_eq!((expert(grade, "yes").len(), expert(grade, "no").len()), (1, 0), "{grade}");
    }
    assert_eq!(expert("A", "yes")[0].clause.as_deref(), Some("TS 四"));
    // Nor may anybody of the firm itself sit on the panel, whatever was declared.
    let unit = |name: &str| {
        let row = format!("[[experts]]\nname = \"何岩\"\nunit = \"{name}\"\ninterest = \"no\"");
        case("A").typed("expert.panel", &row).found(Code::CaseExpertConflict).len()
    };
    assert_eq!((unit("示例厂"), unit("示例研究院")), (1, 0));
    // The text asks neither for an expert of the industry nor whom experts serve besides.
    let other = "[[experts]]\nname = \"何岩\"\nindustry = \"焦化\"\ninterest = \"no\"\n\
                 third_party = \"yes\"\nbarred = \"yes\"";
    let case = case("A").typed("expert.panel", other);
    assert_eq!(case.found(Code::CaseExpertIndustry), []);
    assert_eq!(case.found(Code::CaseExpertConflict), []);
    let rule = told(TS, "x.interest");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Experts, "四"));
}

// ── A5 and A6: responsibility, supervision, later checks ──────────────────────────────────────

#[test]
fn ts_2_and_4_who_answers_for_what_is_told_with_its_article() {
    for (id, topic, actor, cite) in [
        ("o.once", Topic::Application, Some("city.fixed"), "二(一)"),
        ("top", Topic::Grading, Some("city.party"), "二(一)、三(五)"),
        ("r.ent", Topic::Responsibility, Some("ent"), "四"),
        ("r.ent.wide", Topic::Responsibility, Some("ent"), "四"),
        ("r.staff", Topic::Responsibility, None, "四"),
        ("o.kj", Topic::Discipline, Some("city.kj"), "二(二)"),
        ("issue.summary", Topic::Other, Some("branch"), "二(二)"),
        ("plan.response", Topic::Other, Some("branch"), "二(二)"),
    ] {
        let rule = told(TS, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
        // None of them is of some grades alone, but for “创 A”, which may be read widely (Q10).
        let wide = id.starts_with("r.ent");
        assert!(wide || ALL.iter().all(|grade| binds(&rule.grades, grade)), "{id}");
    }
}

#[test]
fn ts_no_rule_of_publicity_is_invented() {
    let topics = profile(TS).rules.iter().filter(|r| r.topic == Topic::Publicity);
    assert_eq!(topics.count(), 0);
    for grade in ALL {
        let papers = profile(TS).slots_for(grade).filter(|s| s.id.starts_with("pub."));
        assert_eq!(papers.count(), 0, "{grade}");
    }
    assert!(profile("urumqi-2025").rules.iter().any(|r| r.topic == Topic::Publicity));
}

#[test]
fn ts_2_1_the_lead_section_looks_back_at_what_was_graded() {
    let rule = told(TS, "o.audit");
    assert_eq!((rule.topic, rule.actor.as_deref()), (Topic::Audit, Some("city.fixed")));
    assert_eq!(rule.cite, "二(一)");
    // Neither a rate nor a cycle is stated, so none is counted.
    let later = profile(TS).samples.iter().filter(|s| s.id.contains("audit")).count();
    assert_eq!(later, 0);
}

#[test]
fn ts_limits_of_the_text_fail_and_the_stricter_reading_warns() {
    for deadline in &profile(TS).deadlines {
        let text = deadline.basis == Basis::Text;
        assert_eq!(deadline.late == Late::Fail, text, "{}", deadline.id);
    }
}

#[test]
fn ts_4_the_enterprise_answers_for_the_papers_of_other_grades_only_in_the_wide_reading() {
    let answers = |grade: &str, reading: Option<&str>| {
        let case = case(grade);
        let case = reading.map_or(case.clone(), |word| case.read("q10", word));
        let examined = case.examine("2026-03-02");
        let told = examined.duties.iter().filter(|r| r.actor.as_deref() == Some("ent")).count();
        let wide = examined.readings.iter().find(|r| r.id == "q10").map(|r| r.own);
        (told, wide)
    };
    // For grade A the text says it itself, and no reading is asked.
    assert_eq!(answers("A", None), (1, None));
    assert_eq!(answers("A", Some("a-only")), (1, None));
    for grade in ["B", "B-", "引领性", "C"] {
        assert_eq!(answers(grade, None), (1, Some(false)), "{grade}");
        assert_eq!(answers(grade, Some("a-only")), (0, Some(true)), "{grade}");
    }
}
