//! The state of every requirement on a day, in the order of the programme.

use std::collections::BTreeMap;

use crate::domain::fact::{Facts, Training};
use crate::domain::programme::{Requirement, Version};
use crate::domain::progress::{Assessment, Standing};
use crate::domain::rule::Rule;
use crate::domain::time::Day;

use super::line::paced;
use super::pace::Pace;
use super::{Outlook, Overall, State};

/// What the assessment means on `today`.
pub fn outlook(version: &Version, facts: &Facts, assessment: &Assessment, today: Day) -> Vec<Outlook> {
    let standings: BTreeMap<&str, &Standing> =
        assessment.requirements.iter().map(|s| (s.id.as_str(), s)).collect();
    let training = facts.enrolment.training(today, assessment.as_of);
    let over = facts.enrolment.is_over(today, assessment.as_of);
    let pairs = version.requirements.iter().filter_map(|r| Some((r, *standings.get(r.code.as_str())?)));
    let mut all: Vec<Outlook> =
        pairs.map(|(requirement, standing)| one(requirement, standing, facts, &training, today)).collect();
    if over {
        // Whoever has left, moved on or finished is behind with nothing.
        all.iter_mut().for_each(Outlook::rest);
        return all;
    }
    // What combines others is behind when something it cannot do without is.
    let behind: BTreeMap<String, Option<Day>> =
        all.iter().map(|one| (one.id.clone(), one.behind_from)).collect();
    for outlook in &mut all {
        let Some(Rule::All(of)) = version.requirement(&outlook.id).map(|requirement| &requirement.rule)
        else {
            continue;
        };
        if !may_be_behind(outlook.state) || !standings.get(outlook.id.as_str()).is_some_and(|s| s.binding) {
            continue;
        }
        let binding = of.codes.iter().filter(|code| standings.get(code.as_str()).is_some_and(|s| s.binding));
        let first = binding.filter_map(|code| behind.get(code.as_str()).copied().flatten()).min();
        outlook.behind_from = [outlook.behind_from, first].into_iter().flatten().min();
        if outlook.behind_from.is_some_and(|day| day <= today) {
            outlook.state = State::Behind;
        }
    }
    all
}

fn may_be_behind(state: State) -> bool {
    matches!(state, State::OnTrack | State::NotStarted | State::Behind)
}

impl Outlook {
    fn rest(&mut self) {
        (self.forecast, self.expected, self.behind_from) = (None, None, None);
        if self.state == State::Behind {
            self.state = State::OnTrack;
        }
    }
}

fn one(
    requirement: &Requirement,
    standing: &Standing,
    facts: &Facts,
    training: &Training,
    today: Day,
) -> Outlook {
    let id = standing.id.clone();
    let plain = |state| Outlook { id: id.clone(), state, forecast: None, expected: None, behind_from: None };
    if standing.waived.is_some() {
        return plain(State::NotRequired);
    }
    if standing.met {
        return plain(State::Met);
    }
    if standing.lapsed {
        return plain(State::Lapsed);
    }
    let pace = Pace::of(requirement, standing, facts, training);
    let paced = paced(requirement, standing.target);
    let expected = if paced { pace.expected(today) } else { None };
    if standing.locked {
        return Outlook { expected, ..plain(State::Locked) };
    }
    if standing.would_meet {
        // Past the due day it makes no difference that it is somebody else's turn.
        let from = standing.due.filter(|_| standing.binding).map(|due| due.plus_days(1).max(today));
        let late = from.is_some_and(|day| day <= today);
        let state = if late { State::Behind } else { State::WithOthers };
        return Outlook { expected, behind_from: from, ..plain(state) };
    }
    let started = !standing.recorded.is_zero();
    let calm = if started { State::OnTrack } else { State::NotStarted };
    if !standing.binding {
        return Outlook { expected, ..plain(calm) };
    }
    let behind_from = if standing.failing {
        Some(today)
    } else if paced {
        pace.late_from(today)
    } else {
        standing.due.map(|due| due.plus_days(1).max(today))
    };
    let late = behind_from.is_some_and(|day| day <= today);
    Outlook {
        state: if late { State::Behind } else { calm },
        forecast: if paced { pace.forecast(today) } else { None },
        expected,
        behind_from,
        ..plain(calm)
    }
}

/// The binding requirements of an assessment in one line.
pub fn overall(assessment: &Assessment, outlooks: &[Outlook]) -> Overall {
    let binding: Vec<&Standing> =
        assessment.requirements.iter().filter(|standing| standing.binding).collect();
    let met = binding.iter().filter(|standing| standing.met).count();
    let is_behind =
        |id: &str| outlooks.iter().any(|outlook| outlook.id == id && outlook.state == State::Behind);
    let behind = binding.iter().filter(|standing| is_behind(&standing.id)).count();
    Overall { met, of: binding.len(), behind, sentence: format!("{met} of {} met", binding.len()) }
}
