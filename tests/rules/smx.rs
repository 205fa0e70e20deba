//! Sanmenxia 2022: one test per row of `rules.md` A2 to A6, named after its article.

use juanzong::case::State;
use juanzong::profile::{Across, SeatNeed, Topic, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, apart, next, profile, reaching, stages, told};

const SMX: &str = "sanmenxia-2022";
/// Grades that are applied for.
const ALL: [&str; 5] = ["A", "B", "B-", "引领性", "C"];

fn case(grade: &str) -> Small {
    Small::new(SMX, grade, "2022-07-04").round("2022M07")
}

/// Checks that a paper's day meets a deadline on its last day and is late on the day after, and
/// what being late means.
fn meets(case: &Small, deadline: &str, (slot, field): (&str, &str), last: &str, late: Bearing) {
    let on = |day: &str| case.clone().typed(slot, &format!("{field} = {day}"));
    assert_eq!(on(last).due(deadline, last), (last.to_string(), State::Met));
    assert_eq!(on(&next(last)).due(deadline, last).1, State::MetLate(1));
    assert_eq!(case.due(deadline, last).1, State::Open(0));
    assert_eq!(case.due(deadline, &next(last)).1, State::Overdue(1));
    let told = |case: &Small, at: &str| {
        let report = case.examine(at).report;
        let found = report.findings().into_iter().find(|f| f.place.field == deadline);
        found.map(|f| (f.code, f.bearing))
    };
    assert_eq!(told(&on(&next(last)), last), Some((Code::CaseDoneLate, late)), "{deadline}");
    assert_eq!(told(case, &next(last)), Some((Code::CaseOverdue, late)), "{deadline}");
    assert_eq!(told(&on(last), last), None, "{deadline}");
}

fn required(slot: &str) {
    for grade in ALL {
        assert_eq!(case(grade).missing(slot), Some(Bearing::Fails), "{grade} {slot}");
    }
}

// ── A2: stages and deadlines ──────────────────────────────────────────────────────────────────

#[test]
fn smx_3_1_candidates_are_listed_by_30_june_and_met_by_15_july_2022() {
    for (id, last) in [("candidates", "2022-06-30"), ("help-meeting", "2022-07-15")] {
        let on = |day: &str| case("B").on(id, day);
        assert_eq!(on(last).due(id, last), (last.to_string(), State::Met), "{id}");
        assert_eq!(on(&next(last)).due(id, last).1, State::MetLate(1), "{id}");
        assert_eq!(case("B").due(id, &next(last)).1, State::Overdue(1), "{id}");
        // They are the bureau's own duties: no single case is told that they are overdue.
        let told = case("B").examine("2022-12-01").report;
        assert!(told.findings().iter().all(|f| f.place.field != id), "{id}");
        // The days are of 2022 whatever the round is called (Q21).
        let later = Small::new(SMX, "B", "2022-09-05").round("2022M09");
        assert_eq!(later.due(id, last).0, last, "{id}");
    }
}

#[test]
fn smx_3_3_1_the_firm_applies_on_the_platform_and_the_signed_papers_stand_in_the_dossier() {
    required("app.form");
    assert_eq!(told(SMX, "app.platform").cite, "三(三)1");
    // Months make the rounds.
    assert_eq!(case("C").found(Code::CaseFactInvalid), []);
    let quarter = case("C").round("2022Q3").found(Code::CaseFactInvalid);
    assert!(quarter.iter().any(|f| f.place.field == "round"), "{quarter:?}");
}

#[test]
fn smx_3_1_the_county_reviews_and_the_director_uploads_by_the_20th_of_the_month() {
    for grade in ALL {
        let case = case(grade);
        let opinion = ("rev.county", "concluded_on");
        meets(&case, "county", opinion, "2022-07-20", Bearing::Fails);
        meets(&case, "upload", ("list.branch", "confirmed_on"), "2022-07-20", Bearing::Fails);
    }
    // Another round, another month.
    let december = Small::new(SMX, "C", "2022-12-01").round("2022M12");
    assert_eq!(december.due("county", "2022-12-20"), ("2022-12-20".into(), State::Open(0)));
    assert_eq!(december.due("county", "2022-12-21").1, State::Overdue(1));
}

#[test]
fn smx_3_3_2_four_things_are_uploaded_together_and_the_director_signs_once() {
    ["list.branch", "app.form", "rev.county", "rect.report"].iter().for_each(|s| required(s));
    let director: Vec<_> = profile(SMX)
        .stages
        .iter()
        .flat_map(|stage| stage.seats.iter().map(move |seat| (stage, seat)))
        .filter(|(_, seat)| seat.id == "upload.director")
        .collect();
    let [(stage, seat)] = director[..] else { panic!("{}", director.len()) };
    assert_eq!((stage.actor.as_str(), seat.need), ("branch.director", SeatNeed::One));
    assert!(seat.slots.contains(&"list.branch".to_string()));
    assert!(apart(SMX, "county.examiner", "upload.director"));
}

#[test]
fn smx_3_3_2_what_was_found_in_the_county_is_put_right_before_it_is_uploaded() {
    let closed = |word: &str| {
        case("B").typed("rev.county", &format!("rect = \"{word}\"")).closed("county.met")
    };
    // The text does not say so in words, so it is a warning.
    assert_eq!(closed("open"), Some(Bearing::Note));
    assert_eq!((closed("done"), closed("none")), (None, None));
}

#[test]
fn smx_3_2_and_3_3_3_county_and_city_check_every_firm_on_site_and_every_checker_signs() {
    for slot in ["county.form", "city.form", "city.opinion"] {
        required(slot);
    }
    for (stage, seat) in [("county-site", "county.checker"), ("site-city", "city.checker")] {
        let stage = profile(SMX).stage(stage).unwrap();
        let seat = stage.seats.iter().find(|s| s.id == seat).unwrap();
        assert_eq!(seat.need, SeatNeed::All, "{}", seat.id);
    }
    let both = told(SMX, "s.both");
    assert!(ALL.iter().all(|grade| binds(&both.grades, grade)));
    assert_eq!(told(SMX, "s.groups").actor.as_deref(), Some("city.group"));
}

#[test]
fn smx_3_3_3_the_city_s_check_has_no_day_but_comes_before_the_groups_sum_up() {
    let case = case("B");
    meets(&case, "site-city", ("city.form", "ended_on"), "2022-07-31", Bearing::Note);
}

#[test]
fn smx_3_1_what_the_city_found_is_put_right_and_seen_to_be() {
    required("rect.city");
    let way = stages(SMX, "A");
    let at = |id: &str| way.iter().position(|s| s == id).unwrap();
    assert!(at("site-city") < at("rect-city") && at("rect-city") < at("province"));
}

#[test]
fn smx_3_3_4_the_groups_sum_up_and_sign_by_the_end_of_the_month_and_the_leading_group_decides() {
    for grade in ALL {
        let case = case(grade);
        meets(&case, "summed", ("sum.groups", "summed_on"), "2022-07-31", Bearing::Fails);
        meets(&case, "decided", ("group.decision", "held_on"), "2022-07-31", Bearing::Note);
    }
    ["sum.groups", "group.decision"].iter().for_each(|s| required(s));
    let groups = &profile(SMX).stage("summary").unwrap().seats;
    assert!(groups.iter().any(|s| s.id == "group.leader" && s.need == SeatNeed::All));
    assert!(apart(SMX, "leading.chair", "leading.recorder"));
    // September has thirty days.
    let september = Small::new(SMX, "C", "2022-09-01").round("2022M09");
    assert_eq!(september.due("summed", "2022-09-30").1, State::Open(0));
    assert_eq!(september.due("summed", "2022-10-01").1, State::Overdue(1));
}

#[test]
fn smx_3_3_4_only_what_the_leading_group_decided_for_this_firm_goes_to_the_province() {
    let closed = |own: &str, other: &str| {
        let row = |name: &str, word: &str| {
            format!("[[cases]]\nenterprise = \"{name}\"\ndecision = \"{word}\"\n")
        };
        let rows = format!("{}{}", row("另一家厂", other), row(own, "submit"));
        case("B").typed("group.decision", &rows).closed("group.submit")
    };
    assert_eq!(closed("示例厂", "back"), None);
    assert_eq!(closed("示例厂（一厂区）", "deferred"), None);
    assert_eq!(closed("第三家厂", "submit"), Some(Bearing::Fails));
    for word in ["back", "deferred"] {
        let own = format!("[[cases]]\nenterprise = \"示例厂\"\ndecision = \"{word}\"");
        let closed = case("B").typed("group.decision", &own).closed("group.submit");
        assert_eq!(closed, Some(Bearing::Fails), "{word}");
    }
}

#[test]
fn smx_3_1_and_3_2_the_province_verifies_and_no_day_is_set_for_it() {
    ["submit.prov", "prov.result"].iter().for_each(|s| required(s));
    assert_eq!(case("A").received("prov.result").missing("prov.result"), None);
    let limits = |stage: &str| {
        profile(SMX).deadlines.iter().filter(|d| d.stage.as_deref() == Some(stage)).count()
    };
    assert_eq!((limits("province"), limits("summary")), (0, 1));
}

#[test]
fn smx_3_3_2_guarantee_firms_are_reported_by_5_september_2022() {
    let with = |value: bool| case("C").is("guarantee", value).is("progressive", false);
    assert_eq!(with(true).missing("guarantee.app"), Some(Bearing::Fails));
    assert_eq!(with(false).missing("guarantee.app"), None);
    assert!(!with(false).binds("guarantee", "2022-09-05"));
    let paper = ("guarantee.app", "examined_on");
    meets(&with(true), "guarantee", paper, "2022-09-05", Bearing::Fails);
    // Where nothing is said of it, it is asked for.
    let asked = case("C").found(Code::CaseTraitUnstated);
    assert!(asked.iter().any(|f| f.place.field == "traits.guarantee"), "{asked:?}");
}

#[test]
fn smx_4_the_emergency_list_is_revised_by_20_september_and_once_more_by_15_november_2022() {
    let with = |value: bool| case("C").is("adjust", value);
    let paper = ("list.emerg", "revised_on");
    meets(&with(false), "listed", paper, "2022-09-20", Bearing::Fails);
    meets(&with(true), "adjusted", paper, "2022-11-15", Bearing::Fails);
    assert!(!with(true).binds("listed", "2022-09-20"));
    assert!(!with(false).binds("adjusted", "2022-11-15"));
    required("list.emerg");
}

#[test]
fn smx_4_firms_of_progressive_standing_apply_on_paper_alone() {
    let with = |value: bool| case("C").is("progressive", value).missing("paper.prog");
    assert_eq!((with(true), with(false)), (Some(Bearing::Fails), None));
    assert_eq!(told(SMX, "app.prog").cite, "四");
}

#[test]
fn smx_3_3_5_results_are_published_and_no_day_is_set_for_it() {
    required("pub.notice");
    let published = profile(SMX).deadlines.iter().filter(|d| d.event == "published").count();
    assert_eq!(published, 0);
    assert_eq!(told(SMX, "pb.mee").cite, "三(三)5");
}

#[test]
fn smx_3_every_grade_goes_the_same_way() {
    let way = [
        "intake",
        "county-site",
        "rectification",
        "county",
        "upload",
        "site-city",
        "rect-city",
        "summary",
        "decision",
        "province",
        "publicity",
        "filing",
    ];
    ALL.iter().for_each(|grade| assert_eq!(stages(SMX, grade), way, "{grade}"));
}

#[test]
fn smx_rules_are_of_2022_and_later_applications_are_told_so() {
    let doubtful = |applied: &str| {
        let found = Small::new(SMX, "C", applied).round("2022M12").found(Code::CaseOutsideValidity);
        found.first().map(|f| f.bearing)
    };
    assert_eq!((doubtful("2022-06-24"), doubtful("2022-12-31")), (None, None));
    assert_eq!(doubtful("2022-06-23"), Some(Bearing::Note));
    assert_eq!(doubtful("2023-01-01"), Some(Bearing::Note));
}

// ── A3: eligibility ───────────────────────────────────────────────────────────────────────────

fn recorded(kind: &str, found: &str) -> Small {
    case("B").record(kind, &[("finding", found)])
}

#[test]
fn smx_5_1_fraud_and_bribery_found_in_the_course_bring_the_lowest_grade_and_no_ban() {
    for kind in ["fraud", "bribery"] {
        let lowest = |found: &str| recorded(kind, found).found(Code::CaseLowest).len();
        assert_eq!((lowest("2022-07-04"), lowest("2022-11-01")), (1, 1), "{kind}");
        assert_eq!(lowest("2022-07-03"), 0, "{kind}");
        assert!(
            !recorded(kind, "2022-07-03").is_barred() && !recorded(kind, "2022-07-04").is_barred()
        );
    }
    assert_eq!(recorded("violation", "2022-07-04").found(Code::CaseLowest), []);
}

/// The consequences that are weighed.
fn weighed(kind: &str, found: &str) -> Vec<String> {
    let case = recorded(kind, found);
    assert!(!case.is_barred());
    let notes = case.found(Code::CaseRecordWeighs);
    notes.iter().for_each(|f| assert_eq!(f.bearing, Bearing::Note));
    notes.into_iter().filter_map(|f| f.clause).collect()
}

#[test]
fn smx_2_5_violations_lower_the_grade_whenever_they_were() {
    for found in ["2016-02-01", "2022-07-04"] {
        assert_eq!(weighed("violation", found), ["SMX 二(五)"], "{found}");
    }
    assert_eq!(case("B").hits(), []);
}

#[test]
fn smx_5_2_guarantee_firms_beyond_their_scope_are_taken_off_the_list() {
    let removed = recorded("guarantee", "2022-07-10").found(Code::CaseRemoved);
    assert_eq!(removed.first().map(|f| f.bearing), Some(Bearing::Fails));
    assert_eq!(recorded("below", "2022-07-10").found(Code::CaseRemoved), []);
}

#[test]
fn smx_2_3_three_titles_of_the_last_three_years_and_a_high_rank_come_first() {
    let priority = |kind: &str, day: &str| {
        let hits = case("B").record(kind, &[("decision", day)]).hits();
        hits.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(priority("honour", "2019-07-04"), ["e.smx.prio"]);
    assert_eq!(priority("honour", "2022-07-04"), ["e.smx.prio"]);
    assert_eq!(priority("honour", "2019-07-03"), Vec::<String>::new());
    assert_eq!(priority("ranking", "2015-07-03"), ["e.smx.rank"]);
    assert_eq!(weighed("honour", "2021-01-05"), ["SMX 二(三)"]);
    assert_eq!(told(SMX, "app.priority").cite, "二(三)");
}

// ── A4: grading, sampling, experts, downgrades ────────────────────────────────────────────────

#[test]
fn smx_3_3_3_one_indicator_that_is_not_met_lowers_the_grade() {
    for slot in ["app.self", "county.form", "city.form"] {
        let below = |reach: &[&str]| {
            let case = case("B").typed(slot, &reaching(reach));
            case.found(Code::CaseGradeBelow).len() + case.found(Code::CaseGradeContradicts).len()
        };
        assert_eq!((below(&["b", "a"]), below(&["b", "b-minus"])), (0, 1), "{slot}");
    }
    assert_eq!(told(SMX, "g.short").cite, "三(三)3");
}

#[test]
fn smx_3_3_2_and_3_1_each_level_s_rectification_puts_right_what_that_level_found() {
    let unmet = "[[rows]]\nresult = \"unmet\"\nreach = \"c\"\n";
    let below = |form: &str, report: &str, checked: &str| {
        let items = format!("[[items]]\nproblem = \"破损\"\nchecked = \"{checked}\"\n");
        case("B").typed(form, unmet).typed(report, &items).found(Code::CaseGradeBelow).len()
    };
    for (form, own, other) in
        [("county.form", "rect.report", "rect.city"), ("city.form", "rect.city", "rect.report")]
    {
        assert_eq!((below(form, own, "done"), below(form, own, "open")), (0, 1), "{form}");
        assert_eq!(below(form, other, "done"), 1, "{form}");
    }
}

#[test]
fn smx_3_3_3_of_several_industries_the_worse_holds() {
    let rule = profile(SMX).grading.as_ref().unwrap();
    assert_eq!((rule.across, rule.cite.as_str()), (Across::Lowest, "三(三)3"));
    assert_eq!(told(SMX, "g.cross").cite, "三(三)3");
}

#[test]
fn smx_3_1_and_2_1_each_firm_when_it_is_ripe_and_all_firms_in_scope() {
    for (id, actor, cite) in [("g.ripe", "branch", "三(一)"), ("g.cover", "county", "二(一)")] {
        let rule = told(SMX, id);
        assert_eq!((rule.actor.as_deref(), rule.cite.as_str()), (Some(actor), cite));
    }
}

#[test]
fn smx_3_2_both_levels_look_at_every_firm() {
    for id in ["s.100.county", "s.100.city"] {
        let sample = profile(SMX).samples.iter().find(|s| s.id == id).unwrap();
        assert_eq!((sample.count(1), sample.count(9)), (Some(1), Some(9)), "{id}");
        assert_eq!(sample.grades.join(" "), ALL.join(" "), "{id}");
    }
}

#[test]
fn smx_6_3_experts_on_the_black_list_take_no_further_part() {
    let expert = |barred: &str| {
        let row = format!("[[experts]]\nname = \"何岩\"\nbarred = \"{barred}\"");
        case("B").typed("expert.panel", &row).found(Code::CaseExpertConflict).len()
    };
    assert_eq!((expert("yes"), expert("no")), (1, 0));
    // No expert of the industry is demanded by this text.
    let other = "[[experts]]\nname = \"何岩\"\nindustry = \"焦化\"\nbarred = \"no\"";
    assert_eq!(case("B").typed("expert.panel", other).found(Code::CaseExpertIndustry), []);
    let rule = told(SMX, "x.black");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Experts, "六(三)"));
}

#[test]
fn smx_5_2_what_is_found_below_is_reviewed_again_and_the_serious_falls_to_the_lowest() {
    assert_eq!(weighed("below", "2021-10-01"), ["SMX 五2"]);
    assert_eq!(recorded("below", "2022-07-04").found(Code::CaseLowest), []);
    let serious = |found: &str| recorded("serious", found).found(Code::CaseLowest).len();
    assert_eq!((serious("2022-07-04"), serious("2022-07-03")), (1, 0));
    let rule = told(SMX, "d.audit");
    assert_eq!((rule.topic, rule.actor.as_deref()), (Topic::Downgrade, Some("city.leading")));
}

// ── A5 and A6: responsibility, supervision, publicity, later checks ───────────────────────────

#[test]
fn smx_2_to_6_who_answers_for_what_is_told_with_its_article() {
    for (id, topic, actor, cite) in [
        ("r.sign", Topic::Responsibility, None, "三(二)"),
        ("r.ent", Topic::Responsibility, Some("ent"), "五1"),
        ("r.change", Topic::Responsibility, Some("ent"), "五1"),
        ("f.fee", Topic::Discipline, None, "六(三)"),
        ("f.gift", Topic::Discipline, None, "六(三)"),
        ("pb.result", Topic::Publicity, Some("county"), "三(三)5"),
        ("pb.register", Topic::Publicity, None, "六(二)"),
        ("pb.tip", Topic::Publicity, None, "六(二)"),
        ("pl.list", Topic::Incentive, None, "五3"),
        ("help", Topic::Other, Some("city.group"), "二(二)"),
    ] {
        let rule = told(SMX, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
    }
    let list = told(SMX, "pl.list");
    assert!(binds(&list.grades, "B-") && !binds(&list.grades, "C"));
}

#[test]
fn smx_6_2_a_tip_leaves_a_record_and_nobody_misses_one_where_none_came() {
    let slot = profile(SMX).slot("report.tip").unwrap();
    assert_eq!(slot.cite, "六(二)");
    assert_eq!(case("B").missing("report.tip"), None);
    assert_eq!(case("B").missing("pub.notice"), Some(Bearing::Fails));
}

#[test]
fn smx_5_2_the_leading_group_supervises_graded_and_guarantee_firms() {
    let rule = told(SMX, "o.audit");
    assert_eq!((rule.topic, rule.actor.as_deref()), (Topic::Audit, Some("city.leading")));
    assert_eq!(rule.cite, "五2");
    assert!(ALL.iter().all(|grade| binds(&rule.grades, grade)));
}
