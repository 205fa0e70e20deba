//! What a ring holds, as people read it, and what a version changes.

use std::path::Path;

use juanzong::report::{Align, Table};
use juanzong::seal::keyring::{Change, RingKey, State, Use, changes};
use juanzong::seal::{Namespace, Person, Ring};
use juanzong::verdict::Report;

use super::{moment, short};
use crate::context::Context;
use crate::exit::{Error, Exit, Failure};
use crate::ringdir::RingDir;

pub(super) fn show(ringdir: &Path, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(ringdir)?;
    let Some(ring) = dir.history.newest() else {
        return Err(Error::RingNone { path: ringdir.to_path_buf() }.into());
    };
    let facts = [
        ("version", ring.version().to_string()),
        ("issued", ring.issued().chinese()),
        ("threshold", ring.roots().threshold.to_string()),
        ("state", if dir.findings.is_empty() { "approved" } else { "draft" }.to_string()),
    ];
    context.console.data(&(context.texts.message("cli-ring-head", &facts) + "\n\n"))?;
    context.console.data(&(keys(ring, context) + "\n" + &mandates(ring, context)))?;
    if !ring.policies().is_empty() {
        context.console.data(&format!("\n{}", policies(ring, context)))?;
    }
    Ok(Exit::Done)
}

pub(super) fn check(ringdir: &Path, context: &Context) -> Result<Exit, Failure> {
    let dir = RingDir::open(ringdir)?;
    let mut report = Report::on(ringdir.display().to_string());
    report.count("rings", dir.history.versions().len() as u64);
    report.extend(dir.findings);
    context.report(&report, &[])
}

/// Says in what a version differs from the one before it.
pub(super) fn tell_changes(before: Option<&Ring>, ring: &Ring, context: &Context) {
    context.say("cli-ring-changes", &[("version", ring.version().to_string())]);
    for change in changes(before, ring) {
        context.say("cli-ring-change", &told(change, ring, context));
    }
}

/// The facts of one change; those that it does not have are empty.
fn told(change: Change<'_>, ring: &Ring, context: &Context) -> Vec<(&'static str, String)> {
    let named = |person: &Person| ring.holder(person).map(|h| h.name.clone()).unwrap_or_default();
    let key = |k: &RingKey| {
        vec![
            ("person", k.person.to_string()),
            ("name", named(&k.person)),
            ("key", short(k.key.id())),
            ("uses", uses(&k.uses, context)),
            ("from", moment(k.valid_from)),
            ("until", moment(k.valid_until)),
        ]
    };
    let (what, mut facts) = match change {
        Change::Person(p) => {
            let org = ("org", p.org.clone());
            ("person", vec![("person", p.id.to_string()), ("name", p.name.clone()), org])
        }
        Change::Key(k) => ("key", key(k)),
        Change::KeyEnd(k) => ("key-end", key(k)),
        Change::KeyStatus(k) => {
            let mut facts = key(k);
            if let Some(status) = &k.status {
                facts.push(("since", moment(status.since)));
                facts.push(("known", moment(status.known_at)));
                facts.push(("reason", status.reason.clone()));
            }
            let what = match k.status.as_ref().map(|s| s.state) {
                Some(State::Compromised) => "compromised",
                Some(State::NeverValid) => "never-valid",
                Some(State::Retired) | None => "retired",
            };
            (what, facts)
        }
        Change::Mandate(m) | Change::MandateEnd(m) => {
            let what = if matches!(change, Change::Mandate(_)) { "mandate" } else { "mandate-end" };
            let facts = vec![
                ("person", m.person.to_string()),
                ("name", named(&m.person)),
                ("seats", m.seats.join(" ")),
                ("stages", m.stages.join(" ")),
                ("from", moment(m.from)),
                ("until", moment(m.until)),
                ("act", m.act.clone()),
            ];
            (what, facts)
        }
        Change::Policy(p) => {
            let digest: String = p.sha256.to_string().chars().take(16).collect();
            ("policy", vec![("name", p.id.clone()), ("key", digest)])
        }
        Change::Root(k) => ("root", key(k)),
        Change::RootLeft(k) => ("root-left", key(k)),
        Change::Threshold(count) => ("threshold", vec![("count", count.to_string())]),
    };
    facts.push(("what", what.to_string()));
    facts
}

fn uses(uses: &Use, context: &Context) -> String {
    match uses {
        Use::Root => context.texts.say("cli-use-root"),
        Use::Sign(uses) => {
            let word =
                |n: &Namespace| context.texts.message("cli-use", &[("use", n.word().to_string())]);
            uses.iter().map(word).collect::<Vec<_>>().join(" ")
        }
    }
}

fn headed(heads: &[&str], context: &Context) -> Table {
    Table::headed(heads.iter().map(|id| (context.texts.say(id), Align::Left)))
}

fn keys(ring: &Ring, context: &Context) -> String {
    let heads = [
        "cli-col-person",
        "cli-col-name",
        "cli-col-org",
        "cli-col-use",
        "cli-col-from",
        "cli-col-until",
        "cli-col-state",
        "cli-col-key",
    ];
    let mut table = headed(&heads, context);
    for key in ring.keys() {
        let holder = ring.holder(&key.person);
        table.row([
            key.person.to_string(),
            holder.map(|h| h.name.clone()).unwrap_or_default(),
            holder.map(|h| h.org.clone()).unwrap_or_default(),
            uses(&key.uses, context),
            moment(key.valid_from),
            moment(key.valid_until),
            state(key, ring, context),
            short(key.key.id()),
        ]);
    }
    table.render(context.console.data_style().width)
}

/// What became of a key, with its moment.
fn state(key: &RingKey, ring: &Ring, context: &Context) -> String {
    let left = key.uses == Use::Root && !ring.roots().keys.contains(&key.key.id());
    let (state, since) = match &key.status {
        Some(status) => (status.state.as_str(), moment(status.since)),
        None if left => ("left", String::new()),
        None => ("good", String::new()),
    };
    context.texts.message("cli-key-state", &[("state", state.to_string()), ("since", since)])
}

fn mandates(ring: &Ring, context: &Context) -> String {
    let heads = [
        "cli-col-person",
        "cli-col-name",
        "cli-col-seats",
        "cli-col-stages",
        "cli-col-from",
        "cli-col-until",
        "cli-col-act",
    ];
    let mut table = headed(&heads, context);
    for m in ring.mandates() {
        table.row([
            m.person.to_string(),
            ring.holder(&m.person).map(|h| h.name.clone()).unwrap_or_default(),
            m.seats.join(" "),
            m.stages.join(" "),
            moment(m.from),
            moment(m.until),
            m.act.clone(),
        ]);
    }
    table.render(context.console.data_style().width)
}

fn policies(ring: &Ring, context: &Context) -> String {
    let mut table = headed(&["cli-col-policy", "cli-col-policy-digest"], context);
    for policy in ring.policies() {
        table.row([policy.id.clone(), policy.sha256.to_string()]);
    }
    table.render(context.console.data_style().width)
}
