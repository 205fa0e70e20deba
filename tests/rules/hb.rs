//! Hebei 2020: one test per row of `rules.md` A2 to A6, named after its article.

use juanzong::case::State;
use juanzong::profile::{Across, Basis, SeatNeed, Topic, binds};
use juanzong::verdict::{Bearing, Code};

use super::kit::{Small, next, profile, reaching, stages, told};

const HB: &str = "hebei-2020";
/// Grades that the province decides on.
const TOP: [&str; 3] = ["A", "B", "引领性"];
/// Grades whose review each city settles for itself.
const LOW: [&str; 3] = ["C", "D", "非引领性"];

fn case(grade: &str) -> Small {
    Small::new(HB, grade, "2020-07-20")
}

/// A case of which it is known whether it promised and whether it comes again.
fn known(grade: &str, promise: bool, again: bool) -> Small {
    case(grade).is("promise", promise).is("again", again)
}

/// Checks a fixed day: open on it, overdue on the day after.
fn ends(case: &Small, deadline: &str, last: &str) {
    assert_eq!(case.due(deadline, last), (last.to_string(), State::Open(0)), "{deadline}");
    assert_eq!(case.due(deadline, &next(last)).1, State::Overdue(1), "{deadline}");
}

// ── A2: stages and deadlines ──────────────────────────────────────────────────────────────────

#[test]
fn hb_6_the_contact_list_is_reported_by_20_july_2020() {
    let on = |day: &str| case("B").on("contact", day).due("contact", day);
    assert_eq!(on("2020-07-20"), ("2020-07-20".into(), State::Met));
    assert_eq!(on("2020-07-21").1, State::MetLate(1));
    // It is a duty of the city for the year: no single case is told that it is overdue.
    let report = case("B").examine("2020-09-01").report;
    assert!(report.findings().iter().all(|f| f.place.field != "contact"));
    assert_eq!(case("B").due("contact", "2020-09-01").1, State::Overdue(43));
}

#[test]
fn hb_2_and_4_what_is_asked_of_firms_is_published_and_all_firms_are_looked_up() {
    for (id, topic, actor, cite) in [
        ("pb.call", Topic::Publicity, Some("city"), "二"),
        ("app.told", Topic::Application, Some("city"), "二"),
        ("g.cover", Topic::Grading, Some("city"), "四"),
    ] {
        let rule = told(HB, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
    }
    // No day is set for it.
    assert!(profile(HB).deadlines.iter().all(|d| d.event != "called"));
}

#[test]
fn hb_4_an_application_goes_over_county_and_city_to_the_province() {
    let top = ["intake", "county", "city", "province", "publicity", "filing"];
    TOP.iter().for_each(|grade| assert_eq!(stages(HB, grade), top, "{grade}"));
    // C and below end with the city.
    let low = ["intake", "city", "publicity", "filing"];
    LOW.iter().for_each(|grade| assert_eq!(stages(HB, grade), low, "{grade}"));
    for slot in ["county.summary", "expert.form", "city.result", "submit.prov", "prov.result"] {
        for grade in TOP {
            assert_eq!(case(grade).missing(slot), Some(Bearing::Fails), "{grade} {slot}");
        }
        for grade in LOW {
            assert_eq!(case(grade).missing(slot), None, "{grade} {slot}");
        }
    }
    for grade in TOP.iter().chain(&LOW) {
        assert_eq!(case(grade).missing("app.form"), Some(Bearing::Fails), "{grade}");
    }
}

#[test]
fn hb_4_only_a_goes_on_to_the_ministry() {
    assert_eq!(case("A").missing("mee.result"), Some(Bearing::Fails));
    assert_eq!(case("A").received("mee.result").missing("mee.result"), None);
    assert_eq!(case("B").missing("mee.result"), None);
    assert_eq!(case("引领性").missing("mee.result"), None);
    assert_eq!(told(HB, "top").actor.as_deref(), Some("prov"));
}

#[test]
fn hb_5_4_what_was_found_in_order_is_reported_every_week() {
    for grade in TOP {
        let on = |day: &str| {
            let case = known(grade, false, false).typed("city.result", "concluded_on = 2020-08-13");
            case.typed("submit.prov", &format!("issued_on = {day}"))
        };
        let of = |day: &str| on(day).due("weekly", day);
        assert_eq!(of("2020-08-20"), ("2020-08-20".into(), State::Met), "{grade}");
        assert_eq!(of("2020-08-21").1, State::MetLate(1), "{grade}");
        let report = on("2020-08-21").examine("2020-08-21").report;
        let found = report.findings().into_iter().find(|f| f.place.field == "weekly");
        assert_eq!(found.map(|f| f.bearing), Some(Bearing::Note), "{grade}");
    }
    assert!(!known("C", false, false).binds("weekly", "2020-08-20"));
    let closed = |word: &str| {
        case("B").typed("expert.form", &format!("conclusion = \"{word}\"")).closed("first")
    };
    assert_eq!((closed("reached"), closed("after")), (None, None));
    assert_eq!(closed("not"), Some(Bearing::Fails));
}

#[test]
fn hb_6_what_was_promised_is_done_by_15_september_2020_or_goes_back() {
    for grade in ["A", "C"] {
        let promised = known(grade, true, false);
        for slot in ["app.commit.rect", "rect.report"] {
            assert_eq!(promised.missing(slot), Some(Bearing::Fails), "{grade} {slot}");
            assert_eq!(known(grade, false, false).missing(slot), None, "{grade} {slot}");
        }
        let on = |day: &str| {
            let done = promised.clone().typed("rect.report", &format!("verified_on = {day}"));
            done.due("rect-done", day)
        };
        assert_eq!(on("2020-09-15"), ("2020-09-15".into(), State::Met), "{grade}");
        assert_eq!(on("2020-09-16").1, State::MetLate(1), "{grade}");
        ends(&promised, "rect-done", "2020-09-15");
        assert!(!known(grade, false, false).binds("rect-done", "2020-09-15"), "{grade}");
    }
    // Nothing is sent up while an item of it is open.
    let closed = |checked: &str| {
        let items = format!("[[items]]\nproblem = \"破损\"\nchecked = \"{checked}\"");
        known("B", true, false).typed("rect.report", &items).closed("rect.kept")
    };
    assert_eq!((closed("done"), closed("open")), (None, Some(Bearing::Fails)));
}

#[test]
fn hb_6_grades_and_the_emergency_list_are_done_by_20_september_2020() {
    let first = known("B", false, false);
    for (id, slot, field) in
        [("graded", "city.result", "concluded_on"), ("listed", "list.emerg", "revised_on")]
    {
        ends(&first, id, "2020-09-20");
        let on = |day: &str| first.clone().typed(slot, &format!("{field} = {day}")).due(id, day).1;
        assert_eq!((on("2020-09-20"), on("2020-09-21")), (State::Met, State::MetLate(1)), "{id}");
        // Whoever comes again has a day of his own.
        assert!(!known("B", false, true).binds(id, "2020-09-20"), "{id}");
        // Nobody knows yet whether it comes again: the trait is asked for, once.
        assert!(!case("B").binds(id, "2020-09-20"), "{id}");
    }
    let asked = case("B").found(Code::CaseTraitUnstated);
    let again = asked.iter().filter(|f| f.place.field == "traits.again").count();
    assert_eq!(again, 1, "{asked:?}");
    assert_eq!(first.missing("list.emerg"), Some(Bearing::Fails));
}

#[test]
fn hb_6_the_20th_of_september_2020_is_a_sunday_and_stays() {
    let rest = known("B", false, false).examine("2020-07-20").report;
    let told = |id: &str| {
        rest.findings().iter().any(|f| f.place.field == id && f.code == Code::CaseDueRestDay)
    };
    assert!(told("listed") && !told("rect-done"));
}

#[test]
fn hb_6_whoever_comes_again_has_put_it_right_by_15_and_is_listed_by_25_december_2020() {
    let again = known("B", false, true);
    ends(&again, "rect-again", "2020-12-15");
    ends(&again, "updated", "2020-12-25");
    let on = |day: &str| {
        again.clone().typed("list.emerg", &format!("revised_on = {day}")).due("updated", day).1
    };
    assert_eq!((on("2020-12-25"), on("2020-12-26")), (State::Met, State::MetLate(1)));
    let first = known("B", false, false);
    assert!(!first.binds("rect-again", "2020-12-15") && !first.binds("updated", "2020-12-25"));
}

#[test]
fn hb_6_lists_are_brought_into_step_at_the_end_of_september_and_december_of_every_year() {
    for (id, day) in [("synced-september", "09-30"), ("synced-december", "12-31")] {
        for year in ["2020", "2021", "2026"] {
            let last = format!("{year}-{day}");
            let of =
                |on: &str| Small::new(HB, "C", &format!("{year}-07-20")).on(id, on).due(id, &last);
            assert_eq!(of(&last), (last.clone(), State::Met), "{id}");
            assert_eq!(of(&next(&last)).1, State::MetLate(1), "{id}");
        }
    }
}

#[test]
fn hb_rules_are_of_2020_and_later_applications_are_told_so() {
    let doubtful = |applied: &str| {
        Small::new(HB, "C", applied).found(Code::CaseOutsideValidity).first().map(|f| f.bearing)
    };
    assert_eq!((doubtful("2020-07-08"), doubtful("2020-12-31")), (None, None));
    assert_eq!(doubtful("2020-07-07"), Some(Bearing::Note));
    assert_eq!(doubtful("2021-01-01"), Some(Bearing::Note));
}

#[test]
fn hb_2_the_province_publishes_a_b_and_leading_the_city_the_rest_but_what_is_secret() {
    for grade in TOP {
        assert_eq!(case(grade).missing("pub.prov"), Some(Bearing::Fails), "{grade}");
        assert_eq!(case(grade).is("secret", false).missing("pub.notice"), None, "{grade}");
    }
    for grade in LOW {
        assert_eq!(case(grade).missing("pub.prov"), None, "{grade}");
        let notice = |secret: bool| case(grade).is("secret", secret).missing("pub.notice");
        assert_eq!((notice(false), notice(true)), (Some(Bearing::Fails), None), "{grade}");
        let asked = case(grade).found(Code::CaseTraitUnstated);
        assert!(asked.iter().any(|f| f.place.field == "traits.secret"), "{grade}");
    }
    for (id, grades) in [("pb.prov", TOP), ("pb.city", LOW), ("pb.secret", LOW)] {
        assert_eq!(told(HB, id).grades.join(" "), grades.join(" "), "{id}");
    }
}

#[test]
fn hb_6_the_lists_are_reviewed_by_experts_and_grades_recorded_as_they_come() {
    for (id, topic, actor) in
        [("o.list", Topic::Audit, Some("prov")), ("live", Topic::Other, Some("city"))]
    {
        let rule = told(HB, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, "六"));
    }
}

// ── A3: eligibility ───────────────────────────────────────────────────────────────────────────

#[test]
fn hb_5_1_false_material_brings_the_lowest_grade_and_no_ban() {
    let found = |on: &str| {
        let case = case("A").record("fraud", &[("finding", on)]);
        (case.found(Code::CaseLowest).len(), case.is_barred())
    };
    assert_eq!(found("2020-07-20"), (1, false));
    assert_eq!(found("2020-09-01"), (1, false));
    assert_eq!(found("2020-07-19"), (0, false));
    let rule = told(HB, "d.fraud");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Downgrade, "五“一是”"));
}

#[test]
fn hb_6_what_was_not_put_right_in_time_is_sent_back_and_the_old_grade_holds() {
    let missed = |on: &str| case("B").record("rect-missed", &[("finding", on)]).is_barred();
    assert!(missed("2020-09-16") && missed("2020-07-20"));
    // The application that comes again is a new one: what was missed before it bars it not.
    let again = Small::new(HB, "B", "2020-12-01").is("again", true);
    assert!(!again.record("rect-missed", &[("finding", "2020-09-16")]).is_barred());
    for id in ["e.promise", "e.again"] {
        assert_eq!((told(HB, id).topic, told(HB, id).cite.as_str()), (Topic::Application, "六"));
    }
}

// ── A4: grading, sampling, experts ────────────────────────────────────────────────────────────

#[test]
fn hb_5_2_indicators_are_reviewed_one_by_one_and_one_below_holds_the_grade_down() {
    for slot in ["app.self", "expert.form"] {
        let below = |reach: &[&str]| {
            let case = case("B").typed(slot, &reaching(reach));
            case.found(Code::CaseGradeBelow).len() + case.found(Code::CaseGradeContradicts).len()
        };
        assert_eq!((below(&["b", "a"]), below(&["b", "c"])), (0, 1), "{slot}");
    }
    let unmet = case("B").typed("expert.form", "[[rows]]\nresult = \"unmet\"\nreach = \"c\"\n");
    let right = |checked: &str| {
        let items = format!("[[items]]\nproblem = \"破损\"\nchecked = \"{checked}\"\n");
        unmet.clone().typed("rect.report", &items).found(Code::CaseGradeBelow).len()
    };
    assert_eq!((right("done"), right("open")), (0, 1));
    assert_eq!(profile(HB).grading.as_ref().unwrap().across, Across::Apart);
    assert_eq!(
        (told(HB, "r.item").topic, told(HB, "r.item").cite.as_str()),
        (Topic::Site, "五“二是”")
    );
}

#[test]
fn hb_2_and_5_3_same_level_same_result_and_last_year_s_grades_are_given_anew() {
    for (id, cite) in [("g.cert", "二"), ("g.redo", "五“三是”"), ("g.scope", "一、二")] {
        let rule = told(HB, id);
        assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Grading, cite), "{id}");
    }
}

#[test]
fn hb_4_desk_and_site_review_are_of_every_firm() {
    let sample = profile(HB).samples.iter().find(|s| s.id == "s.site").unwrap();
    assert_eq!((sample.count(1), sample.count(8)), (Some(1), Some(8)));
    assert!(TOP.iter().chain(&LOW).all(|grade| sample.grades.iter().any(|g| g == grade)));
}

#[test]
fn hb_4_at_least_one_expert_is_of_the_industry() {
    let panel = |industries: &[&str]| {
        let row = |industry: &&str| {
            format!(
                "[[experts]]\nname = \"何岩\"\nindustry = \"{industry}\"\nthird_party = \"no\"\n"
            )
        };
        let rows: String = industries.iter().map(row).collect();
        case("B").typed("expert.panel", &rows).found(Code::CaseExpertIndustry).len()
    };
    assert_eq!((panel(&["水泥"]), panel(&["焦化", "水泥"])), (0, 0));
    assert_eq!((panel(&["焦化"]), panel(&["焦化", "家具"])), (1, 1));
    // It binds the cities in what they settle for themselves too (Q17).
    for grade in LOW {
        assert_eq!(case(grade).missing("expert.panel"), Some(Bearing::Fails), "{grade}");
        let other = "[[experts]]\nname = \"何岩\"\nindustry = \"焦化\"";
        let found = case(grade).typed("expert.panel", other).found(Code::CaseExpertIndustry);
        assert_eq!(found.len(), 1, "{grade}");
    }
    assert_eq!(told(HB, "x.min").cite, "四");
}

#[test]
fn hb_4_nobody_reviews_whose_agency_serves_firms() {
    let expert = |third: &str| {
        let row =
            format!("[[experts]]\nname = \"何岩\"\nindustry = \"水泥\"\nthird_party = \"{third}\"");
        case("A").typed("expert.panel", &row).found(Code::CaseExpertConflict).len()
    };
    assert_eq!((expert("yes"), expert("no")), (1, 0));
    assert_eq!((told(HB, "x.pool").cite.as_str(), told(HB, "x.help").cite.as_str()), ("四", "三"));
}

// ── A5 and A6: responsibility, supervision, publicity ─────────────────────────────────────────

#[test]
fn hb_5_2_every_expert_and_every_participant_signs_the_first_result() {
    for grade in TOP {
        let way = profile(HB).narrowed(grade);
        let seats = &way.stage("city").unwrap().seats;
        for id in ["result.expert", "result.participant"] {
            let seat = seats.iter().find(|s| s.id == id).unwrap();
            assert_eq!((seat.need, seat.basis), (SeatNeed::All, Basis::Text), "{id}");
            assert!(seat.slots.contains(&"city.result".to_string()), "{id}");
        }
    }
    // How C and below are reviewed the cities settle: no seat is invented (Q17).
    for grade in LOW {
        let way = profile(HB).narrowed(grade);
        assert!(way.stage("city").unwrap().seats.is_empty(), "{grade}");
    }
    let rule = told(HB, "r.review");
    assert_eq!((rule.topic, rule.cite.as_str()), (Topic::Responsibility, "五“二是”"));
    assert!(binds(&told(HB, "g.own").grades, "C") && !binds(&told(HB, "g.own").grades, "B"));
}

#[test]
fn hb_2_to_6_who_answers_for_what_is_told_with_its_article() {
    for (id, topic, actor, cite) in [
        ("r.ent", Topic::Responsibility, Some("ent"), "五“一是”"),
        ("f.fee", Topic::Discipline, Some("city"), "五“五是”"),
        ("f.mass", Topic::Discipline, None, "五“五是”"),
        ("o.clue", Topic::Discipline, Some("prov"), "五“五是”"),
        ("pb.tip", Topic::Publicity, Some("city"), "二"),
        ("pl.less", Topic::Incentive, None, "一"),
        ("help", Topic::Other, Some("city"), "三"),
        ("plan", Topic::Other, Some("city"), "一、四"),
    ] {
        let rule = told(HB, id);
        assert_eq!((rule.topic, rule.actor.as_deref(), rule.cite.as_str()), (topic, actor, cite));
    }
}

#[test]
fn hb_orders_no_look_back() {
    let audits: Vec<&str> = profile(HB)
        .rules
        .iter()
        .filter(|r| r.topic == Topic::Audit)
        .map(|r| r.id.as_str())
        .collect();
    // What experts look at are the cities' lists, not firms that were graded.
    assert_eq!(audits, ["o.list"]);
    assert_eq!(told(HB, "f.mass").cite, "五“五是”");
}
