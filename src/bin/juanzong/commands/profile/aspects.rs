//! What two regulations can differ in, each aspect as a line of words.

use juanzong::profile::time::Due;
use juanzong::profile::{Effect, Profile, RoundKind, Rule, Topic};

use crate::context::Context;

/// Every aspect of two regulations: its name, and what each says of it. Aspects of which neither
/// says anything are left out.
pub(super) fn side_by_side(
    one: &Profile,
    other: &Profile,
    context: &Context,
) -> Vec<(String, String, String)> {
    let mut rows = Vec::new();
    let mut add = |aspect: &str, say: &dyn Fn(&Profile) -> String| {
        let (left, right) = (say(one), say(other));
        if !left.is_empty() || !right.is_empty() {
            let name = context.texts.message("cli-aspect", &[("aspect", aspect.to_string())]);
            rows.push((name, or_silent(left, context), or_silent(right, context)));
        }
    };
    add("status", &|p| super::status(p, context));
    add("valid", &super::valid);
    add("grades", &|p| p.ladders.iter().map(|l| l.title.clone()).collect::<Vec<_>>().join("；"));
    add("cycle", &|p| {
        let Some(round) = &p.round else { return String::new() };
        let kind = match round.kind {
            RoundKind::Quarter => "quarter",
            RoundKind::Month => "month",
            RoundKind::Year => "year",
        };
        let kind = context.texts.message("cli-round-kind", &[("kind", kind.to_string())]);
        format!("{kind}（{}）", round.title)
    });
    add("time", &|p| times(p, context));
    for grade in grades(one, other) {
        let name = format!("{} {grade}", context.texts.say("cli-aspect-way"));
        let (left, right) = (way(one, &grade), way(other, &grade));
        rows.push((name, or_silent(left, context), or_silent(right, context)));
        let name = format!("{} {grade}", context.texts.say("cli-aspect-papers"));
        let (left, right) = (papers(one, &grade), papers(other, &grade));
        rows.push((name, or_silent(left, context), or_silent(right, context)));
    }
    let mut add = |aspect: &str, say: &dyn Fn(&Profile) -> String| {
        let (left, right) = (say(one), say(other));
        if !left.is_empty() || !right.is_empty() {
            let name = context.texts.message("cli-aspect", &[("aspect", aspect.to_string())]);
            rows.push((name, or_silent(left, context), or_silent(right, context)));
        }
    };
    add("bars", &|p| consequences(p, &[Effect::Bar, Effect::Lowest]));
    add("weighs", &|p| {
        consequences(p, &[Effect::Opinion, Effect::Downgrade, Effect::Remove, Effect::Priority])
    });
    add("samples", &|p| {
        let told = p.samples.iter().map(|s| format!("{}（{}）", s.title, s.cite));
        told.collect::<Vec<_>>().join("；")
    });
    for (topic, name) in [
        (Topic::Application, "application"),
        (Topic::Grading, "grading"),
        (Topic::Site, "site"),
        (Topic::Experts, "experts"),
        (Topic::Downgrade, "downgrade"),
        (Topic::Audit, "audit"),
        (Topic::Publicity, "publicity"),
        (Topic::Responsibility, "responsibility"),
        (Topic::Discipline, "discipline"),
        (Topic::Incentive, "incentive"),
        (Topic::Other, "other"),
    ] {
        add(name, &|p| {
            let holds = |r: &&Rule| r.topic == topic && p.by_default(r.under.as_ref());
            let told = p.rules.iter().filter(holds);
            told.map(|r| format!("{}（{}）", r.title, r.cite)).collect::<Vec<_>>().join("；")
        });
    }
    add("settings", &|p| {
        let told = p.settings.iter().map(|s| {
            let reading = s.options.get(&s.default).unwrap_or(&s.default);
            format!("{}：{reading}", s.title)
        });
        told.collect::<Vec<_>>().join("；")
    });
    rows
}

fn or_silent(told: String, context: &Context) -> String {
    if told.is_empty() { context.texts.say("cli-profile-silent") } else { told }
}

/// The grades of both, in the order of the first, then those of the second alone.
fn grades(one: &Profile, other: &Profile) -> Vec<String> {
    let mut all = one.scope.grades.clone();
    all.extend(other.scope.grades.iter().filter(|g| !one.scope.grades.contains(g)).cloned());
    all
}

fn way(profile: &Profile, grade: &str) -> String {
    if !profile.scope.grades.iter().any(|g| g == grade) {
        return String::new();
    }
    let way = profile.narrowed(grade);
    let stages = way.stages.iter();
    let told = stages.map(|s| format!("{}（{}）", s.title, profile.actor_title(&s.actor)));
    told.collect::<Vec<_>>().join(" → ")
}

fn papers(profile: &Profile, grade: &str) -> String {
    if !profile.scope.grades.iter().any(|g| g == grade) {
        return String::new();
    }
    let required =
        profile.slots_for(grade).filter(|s| s.need_for(grade) == juanzong::profile::Need::Required);
    required.map(|s| s.title.clone()).collect::<Vec<_>>().join("、")
}

fn consequences(profile: &Profile, effects: &[Effect]) -> String {
    let told = profile
        .consequences
        .iter()
        .filter(|c| effects.contains(&c.effect) && profile.by_default(c.under.as_ref()));
    told.map(|c| format!("{}（{}）", c.title, c.cite)).collect::<Vec<_>>().join("；")
}

/// The kinds of time a regulation counts in, in the order in which its deadlines use them.
fn times(profile: &Profile, context: &Context) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for deadline in &profile.deadlines {
        let kind = match &deadline.due {
            Due::QuarterDay { .. } | Due::Quarter { .. } => "quarter",
            Due::MonthDay { .. } | Due::Year { .. } => "date",
            Due::DayOfMonth { .. } => "month",
            Due::WorkingDays { .. } => "working",
            Due::CalendarDays { .. } | Due::Months { .. } | Due::Years { .. } => "calendar",
            Due::Set { .. } => "set",
        };
        let told = context.texts.message("cli-time-kind", &[("kind", kind.to_string())]);
        if !kinds.contains(&told) {
            kinds.push(told);
        }
    }
    kinds.join("、")
}
