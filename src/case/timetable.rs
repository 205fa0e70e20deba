//! By when what must be done: every deadline of the profile that binds a case, how it was counted,
//! and how it stands.

use super::Case;
use super::look::{Look, Sight};
use crate::base::time::Day;
use crate::profile::time::{Account, Context, Due, Round, Unknown, due};
use crate::profile::{Deadline, Late};
use crate::verdict::{Bearing, Code, Finding, Place};

/// How one deadline of a case stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The deadline.
    pub deadline: Deadline,
    /// The last day in time and how it was counted, or why it cannot be counted yet.
    pub due: Result<Account, Unknown>,
    /// The same under the other reading of a period in days (Q7), where it gives another day.
    pub otherwise: Option<Account>,
    /// When it was met.
    pub met: Option<Day>,
    /// What follows as of the day asked about.
    pub state: State,
}

/// How a deadline stands as of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Met in time.
    Met,
    /// Met so many days after its last day.
    MetLate(i32),
    /// Open, so many days left; 0 on the last day.
    Open(i32),
    /// Open, so many days after its last day.
    Overdue(i32),
    /// It cannot be counted yet.
    Unknown,
}

impl Case {
    /// The deadlines that bind this case, as of the day looked at, in the profile's order.
    ///
    /// # Errors
    /// A typed file cannot be read.
    pub fn timetable(&self, look: &Look<'_>) -> Result<Vec<Standing>, super::Error> {
        standings(&Sight::new(self, look))
    }
}

pub(super) fn standings(sight: &Sight<'_>) -> Result<Vec<Standing>, super::Error> {
    let days = sight.days()?;
    let round = Round::parse(&sight.case.facts.round);
    let context = Context { round, events: &days, calendar: sight.look.calendar };
    let mut out = Vec::new();
    for deadline in &sight.case.profile.deadlines {
        if !sight.binds(&deadline.grades) || !sight.under(deadline.under.as_ref()) {
            continue;
        }
        let when = deadline.when.as_ref().map(|when| sight.holds(when)).transpose()?;
        if when.is_some_and(|holds| holds != Some(true)) {
            continue;
        }
        let unless = deadline.unless.as_ref().map(|when| sight.holds(when)).transpose()?;
        if unless == Some(Some(true)) {
            continue;
        }
        let met = sight.day(&deadline.event)?;
        let counted = due::on(&deadline.due, &context);
        let other = deadline.due.read_otherwise().and_then(|d: Due| due::on(&d, &context).ok());
        let otherwise =
            other.filter(|o| counted.as_ref().is_ok_and(|account| account.day != o.day));
        let state = match &counted {
            Err(_) => State::Unknown,
            Ok(account) => state(account.day, met, sight.look.at),
        };
        out.push(Standing { deadline: deadline.clone(), due: counted, otherwise, met, state });
    }
    Ok(out)
}

fn state(last: Day, met: Option<Day>, at: Day) -> State {
    match met {
        Some(met) if met <= last => State::Met,
        Some(met) => State::MetLate(last.until(met)),
        None if at <= last => State::Open(at.until(last)),
        None => State::Overdue(last.until(at)),
    }
}

/// What is to be said of the timetable: what is late, what cannot be counted for lack of a year,
/// what falls on a rest day, which deadlines contradict each other.
pub(super) fn findings(sight: &Sight<'_>, standings: &[Standing]) -> Vec<Finding> {
    let mut out = Vec::new();
    for standing in standings {
        let deadline = &standing.deadline;
        let place = Place::field("", 0, deadline.id.clone());
        let clause = format!("{} {}", sight.case.profile.short, deadline.cite);
        let new = |code| {
            let actor = sight.case.profile.actor_title(&deadline.actor);
            let finding = Finding::new(code, place.clone()).with("title", &deadline.title);
            finding.with("actor", actor).under(clause.clone())
        };
        match &standing.due {
            Err(Unknown::Year(missing)) => {
                out.push(new(Code::CaseYearMissing).with("year", missing.year));
            }
            Err(Unknown::Events(missing)) => out.extend(untold(sight, standing, missing)),
            Err(Unknown::Round { .. } | Unknown::NoDay) => {}
            Ok(account) => {
                // A fixed day does not move, so that it may be a rest day matters only while it is
                // to be met, and of the office's own duties it is told once and not in every case.
                let open = standing.met.is_none() && !deadline.per_round;
                let late = match standing.state {
                    State::MetLate(days) => Some((Code::CaseDoneLate, days)),
                    State::Overdue(days) if !deadline.per_round => Some((Code::CaseOverdue, days)),
                    State::Met | State::Open(_) | State::Overdue(_) | State::Unknown => None,
                };
                if let Some((code, days)) = late {
                    let bearing = match deadline.late {
                        Late::Fail => Bearing::Fails,
                        Late::Warn => Bearing::Note,
                    };
                    let finding = new(code).with("due", account.day).with("days", days);
                    let met = standing.met.map(|d| d.to_string()).unwrap_or_default();
                    out.push(finding.with("met", met).bearing(bearing));
                } else if account.rest.is_some() && open {
                    out.push(new(Code::CaseDueRestDay).with("due", account.day));
                }
                if let Some(year) = account.unknown.first().filter(|_| open) {
                    out.push(new(Code::CaseYearMissing).with("year", year));
                }
                out.extend(conflict(standing, account, standings).map(|(title, day)| {
                    new(Code::CaseDueConflict)
                        .with("due", account.day)
                        .with("other", title)
                        .with("before", day)
                }));
            }
        }
    }
    out
}

/// A day that nobody typed, without which it cannot be said whether what was done was in time. Days
/// that stand on papers are told as missing there.
fn untold(sight: &Sight<'_>, standing: &Standing, missing: &[String]) -> Option<Finding> {
    standing.met?;
    let profile = &sight.case.profile;
    let typed = |id: &&String| profile.events.iter().any(|e| e.id == **id && e.field.is_none());
    let id = missing.iter().find(typed)?;
    let event = profile.events.iter().find(|e| e.id == *id)?;
    let place = Place::field(super::layout::FACTS, 0, format!("dates.{id}"));
    let finding = Finding::new(Code::CaseDayUnknown, place).with("id", id);
    let finding = finding.with("event", &event.title).with("title", &standing.deadline.title);
    Some(finding.under(format!("{} {}", profile.short, standing.deadline.cite)))
}

/// The deadline that this one may not come after and does.
fn conflict<'s>(
    standing: &Standing,
    account: &Account,
    standings: &'s [Standing],
) -> Option<(&'s str, Day)> {
    let limit = standing.deadline.not_after.as_deref()?;
    let other = standings.iter().find(|s| s.deadline.id == limit)?;
    let day = other.due.as_ref().ok()?.day;
    (account.day > day).then_some((other.deadline.title.as_str(), day))
}
