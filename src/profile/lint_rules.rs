//! What makes the rules of a profile contradict themselves: grades, events, settings, records,
//! slots and fields that lead nowhere; grades whose way has no end.

use std::collections::BTreeSet;

use super::model::Profile;
use super::rules::{Under, When};

/// The first contradiction of a profile's rules, in English, or `None`.
pub(super) fn first_problem(p: &Profile) -> Option<String> {
    unique(p)
        .or_else(|| grades_problem(p))
        .or_else(|| ways_problem(p))
        .or_else(|| cites_problem(p))
        .or_else(|| actors_problem(p))
        .or_else(|| settings_problem(p))
        .or_else(|| deadlines_problem(p))
        .or_else(|| records_problem(p))
        .or_else(|| papers_problem(p))
        .or_else(|| p.lookback_problem())
}

fn unique(p: &Profile) -> Option<String> {
    use super::lint::twice;
    twice(p.actors.iter().map(|x| x.id.as_str()), "actor")
        .or_else(|| twice(p.settings.iter().map(|x| x.id.as_str()), "setting"))
        .or_else(|| twice(p.ladders.iter().map(|x| x.id.as_str()), "ladder"))
        .or_else(|| twice(p.traits.iter().map(|x| x.id.as_str()), "trait"))
        .or_else(|| twice(p.events.iter().map(|x| x.id.as_str()), "event"))
        .or_else(|| twice(p.deadlines.iter().map(|x| x.id.as_str()), "deadline"))
        .or_else(|| twice(p.crowds.iter().map(|x| x.id.as_str()), "crowd"))
        .or_else(|| twice(p.records.iter().map(|x| x.id.as_str()), "record"))
        .or_else(|| twice(p.consequences.iter().map(|x| x.id.as_str()), "consequence"))
        .or_else(|| twice(p.samples.iter().map(|x| x.id.as_str()), "sample"))
        .or_else(|| twice(p.gates.iter().map(|x| x.id.as_str()), "gate"))
        .or_else(|| twice(p.lists.iter().map(|x| x.kind.as_str()), "list"))
        .or_else(|| twice(p.rules.iter().map(|x| x.id.as_str()), "rule"))
        .or_else(|| p.notices_problem())
}

/// Every entry that names grades, with a word for what it is and its id.
fn naming_grades(p: &Profile) -> impl Iterator<Item = (String, &Vec<String>)> {
    let of = |what: &str, id: &str| format!("{what} `{id}`");
    let stages = p.stages.iter().map(move |x| (of("stage", &x.id), &x.grades));
    let seats = p.stages.iter().flat_map(|s| &s.seats);
    stages
        .chain(seats.map(move |x| (of("seat", &x.id), &x.grades)))
        .chain(p.slots.iter().map(move |x| (of("slot", &x.id), &x.warn)))
        .chain(p.slots.iter().map(move |x| (of("slot", &x.id), &x.when_grades)))
        .chain(p.traits.iter().map(move |x| (of("trait", &x.id), &x.grades)))
        .chain(p.events.iter().map(move |x| (of("event", &x.id), &x.grades)))
        .chain(p.deadlines.iter().map(move |x| (of("deadline", &x.id), &x.grades)))
        .chain(p.consequences.iter().map(move |x| (of("consequence", &x.id), &x.grades)))
        .chain(p.samples.iter().map(move |x| (of("sample", &x.id), &x.grades)))
        .chain(p.gates.iter().map(move |x| (of("gate", &x.id), &x.grades)))
        .chain(p.lists.iter().map(move |x| (of("list", &x.kind), &x.grades)))
        .chain(p.rules.iter().map(move |x| (of("rule", &x.id), &x.grades)))
        .chain(p.retention.iter().map(move |x| (of("retention", &x.term), &x.grades)))
        .chain(p.experts.iter().map(move |x| (of("experts", &x.rows.slot), &x.grades)))
}

fn grades_problem(p: &Profile) -> Option<String> {
    let known = |g: &&String| !p.scope.grades.contains(*g);
    for (what, grades) in naming_grades(p) {
        if let Some(grade) = grades.iter().find(known) {
            return Some(format!("{what} names the unknown grade `{grade}`"));
        }
    }
    if !p.ladders.is_empty()
        && let Some(grade) = p.scope.grades.iter().find(|g| p.ladder_of(g).is_none())
    {
        return Some(format!("the grade `{grade}` stands on no ladder"));
    }
    None
}

/// Every grade must have a way: stages to go through, filing at the end, slots whose stages it
/// goes through, seats with something to review.
fn ways_problem(p: &Profile) -> Option<String> {
    let filing = p.stages.last().map(|s| s.id.clone());
    for grade in &p.scope.grades {
        let way = p.narrowed(grade);
        if way.stages.len() < 2 || way.stages.last().map(|s| s.id.clone()) != filing {
            return Some(format!("the grade `{grade}` has no way to filing"));
        }
        for slot in way.slots_for(grade) {
            if way.stage(&slot.stage).is_none() {
                let (id, stage) = (&slot.id, &slot.stage);
                return Some(format!("slot `{id}` lies in `{stage}`, where `{grade}` never comes"));
            }
        }
        for seat in way.stages.iter().flat_map(|s| &s.seats) {
            if !seat.slots.iter().any(|id| p.slot(id).is_some_and(|s| s.concerns(grade))) {
                return Some(format!("seat `{}` has nothing to review for `{grade}`", seat.id));
            }
        }
    }
    None
}

fn cites_problem(p: &Profile) -> Option<String> {
    let actors = p.actors.iter().map(|x| ("actor", &x.id, &x.cite));
    let all = actors
        .chain(p.settings.iter().map(|x| ("setting", &x.id, &x.cite)))
        .chain(p.ladders.iter().map(|x| ("ladder", &x.id, &x.cite)))
        .chain(p.traits.iter().map(|x| ("trait", &x.id, &x.cite)))
        .chain(p.events.iter().map(|x| ("event", &x.id, &x.cite)))
        .chain(p.deadlines.iter().map(|x| ("deadline", &x.id, &x.cite)))
        .chain(p.crowds.iter().map(|x| ("crowd", &x.id, &x.cite)))
        .chain(p.records.iter().map(|x| ("record", &x.id, &x.cite)))
        .chain(p.consequences.iter().map(|x| ("consequence", &x.id, &x.cite)))
        .chain(p.samples.iter().map(|x| ("sample", &x.id, &x.cite)))
        .chain(p.gates.iter().map(|x| ("gate", &x.id, &x.cite)))
        .chain(p.lists.iter().map(|x| ("list", &x.kind, &x.cite)))
        .chain(p.rules.iter().map(|x| ("rule", &x.id, &x.cite)))
        .chain(p.retention.iter().map(|x| ("retention", &x.term, &x.cite)));
    let mut empty = all.filter(|(_, _, cite)| cite.is_empty());
    empty.next().map(|(what, id, _)| format!("{what} `{id}` names no article"))
}

/// Whoever must do something must be one of the actors, so that a report names him.
fn actors_problem(p: &Profile) -> Option<String> {
    // Profiles that cases pinned before actors were declared name none.
    if p.actors.is_empty() {
        return None;
    }
    let stages = p.stages.iter().map(|x| ("stage", &x.id, &x.actor));
    let deadlines = p.deadlines.iter().map(|x| ("deadline", &x.id, &x.actor));
    let samples = p.samples.iter().map(|x| ("sample", &x.id, &x.actor));
    let rules = p.rules.iter().filter_map(|x| Some(("rule", &x.id, x.actor.as_ref()?)));
    let known = |actor: &String| p.actors.iter().any(|a| a.id == *actor);
    let mut all = stages.chain(deadlines).chain(samples).chain(rules);
    let (what, id, actor) = all.find(|(_, _, actor)| !known(actor))?;
    Some(format!("{what} `{id}` names the unknown actor `{actor}`"))
}

fn settings_problem(p: &Profile) -> Option<String> {
    for setting in &p.settings {
        if !setting.options.contains_key(&setting.default) {
            let (id, default) = (&setting.id, &setting.default);
            return Some(format!("setting `{id}` defaults to the unknown reading `{default}`"));
        }
    }
    let deadlines = p.deadlines.iter().filter_map(|d| d.under.as_ref());
    let consequences =
        p.consequences.iter().flat_map(|c| [c.under.as_ref(), c.path.as_ref()]).flatten();
    let crowds = p.crowds.iter().filter_map(|c| c.working.as_ref());
    let rules = p.rules.iter().filter_map(|r| r.under.as_ref());
    deadlines
        .chain(consequences)
        .chain(crowds)
        .chain(rules)
        .find_map(|under| under_problem(p, under))
}

fn under_problem(p: &Profile, under: &Under) -> Option<String> {
    let Some(setting) = p.settings.iter().find(|s| s.id == under.setting) else {
        return Some(format!("something holds under the unknown setting `{}`", under.setting));
    };
    let unknown = under.is.iter().find(|word| !setting.options.contains_key(*word))?;
    Some(format!("something holds under the unknown reading `{unknown}` of `{}`", setting.id))
}

fn deadlines_problem(p: &Profile) -> Option<String> {
    let events: BTreeSet<&str> =
        p.events.iter().map(|e| e.id.as_str()).chain(["applied"]).collect();
    for event in &p.events {
        if let Some(stage) = event.stage.as_ref().filter(|s| p.stage(s).is_none()) {
            return Some(format!("event `{}` names the unknown stage `{stage}`", event.id));
        }
        let paper = event.field.as_deref().map(|f| f.split_once(':'));
        if let Some(paper) = paper
            && paper.is_none_or(|(slot, _)| p.slot(slot).is_none_or(|s| s.form.is_none()))
        {
            return Some(format!("event `{}` stands in no form slot (`slot:field`)", event.id));
        }
    }
    for deadline in &p.deadlines {
        let id = &deadline.id;
        let mut named = deadline.due.events();
        named.push(&deadline.event);
        if let Some(event) = named.into_iter().find(|e| !events.contains(e)) {
            return Some(format!("deadline `{id}` names the unknown event `{event}`"));
        }
        if let Some(problem) = deadline.due.problem() {
            return Some(format!("deadline `{id}`: {problem}"));
        }
        if deadline.stage.as_ref().is_some_and(|s| p.stage(s).is_none()) {
            return Some(format!("deadline `{id}` names an unknown stage"));
        }
        if deadline.not_after.as_ref().is_some_and(|n| !p.deadlines.iter().any(|d| d.id == *n)) {
            return Some(format!("deadline `{id}` may not come after an unknown deadline"));
        }
    }
    None
}

fn records_problem(p: &Profile) -> Option<String> {
    for consequence in &p.consequences {
        let unknown = |r: &&String| !p.records.iter().any(|k| k.id == **r);
        if let Some(record) = consequence.records.iter().find(unknown) {
            let id = &consequence.id;
            return Some(format!("consequence `{id}` names the unknown record `{record}`"));
        }
        if consequence.records.is_empty() || consequence.counts.is_empty() {
            return Some(format!("consequence `{}` follows from nothing", consequence.id));
        }
    }
    None
}

/// Conditions, gates, gradings and experts must name form slots, traits and settings that there are.
fn papers_problem(p: &Profile) -> Option<String> {
    let form = |slot: &str| p.slot(slot).is_some_and(|s| s.form.is_some());
    let when = |when: &When| match when {
        When::Trait { r#trait, .. } => {
            let known = p.traits.iter().any(|t| t.id == *r#trait);
            (!known).then(|| format!("the unknown trait `{trait}`"))
        }
        When::Setting { setting, is } => {
            under_problem(p, &Under { setting: setting.clone(), is: is.clone() })
        }
        When::Field { slot, .. } | When::Row { slot, .. } | When::NoRow { slot, .. } => {
            (!form(slot)).then(|| format!("`{slot}`, which is no form slot"))
        }
    };
    for (id, condition) in p.conditions() {
        if let Some(problem) = when(condition) {
            return Some(format!("`{id}` hangs on {problem}"));
        }
    }
    for slot in &p.slots {
        let unknown = |t: &&String| !p.traits.iter().any(|known| known.id == **t);
        if let Some(id) = slot.warn_trait.as_ref().filter(unknown) {
            return Some(format!("slot `{}` only warns under the unknown trait `{id}`", slot.id));
        }
        if !slot.when_grades.is_empty()
            && (slot.when.is_none() || slot.need != super::Need::Conditional)
        {
            return Some(format!("slot `{}` has `when_grades` but hangs on nothing", slot.id));
        }
    }
    let grading = p.grading.iter().flat_map(|g| &g.rows).map(|r| &r.slot);
    let experts = p.experts.iter().flat_map(|e| e.also.iter().chain([&e.rows.slot]));
    let crowds = p.crowds.iter().map(|c| &c.slot);
    let slot = grading.chain(experts).chain(crowds).find(|slot| !form(slot))?;
    Some(format!("rows are read from `{slot}`, which is no form slot"))
}
