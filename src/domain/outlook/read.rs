//! The state of every requirement on a day, in the order of the programme.

use std::collections::BTreeMap;

use crate::domain::fact::{Facts, Training};
use crate::domain::programme::{Requirement, Version};
use crate::domain::progress::{Assessment, Standing, last_day, only_to_enter};
use crate::domain::rule::Rule;
use crate::domain::time::{Day, Moment};

use super::line::paced;
use super::pace::Pace;
use super::{Look, Outlook, Overall, State, answers, credits, lasting, rhythm, sharing, unpaced};

/// What the assessment means on `today`.
pub fn outlook(version: &Version, facts: &Facts, assessment: &Assessment, today: Day) -> Vec<Outlook> {
    let standings: BTreeMap<&str, &Standing> =
        assessment.requirements.iter().map(|s| (s.id.as_str(), s)).collect();
    let training = facts.enrolment.training(today, assessment.as_of);
    let over = facts.enrolment.is_over(today, assessment.as_of);
    let pairs = version.requirements.iter().filter_map(|r| Some((r, *standings.get(r.code.as_str())?)));
    let known = (version, facts, assessment.as_of);
    let mut all: Vec<Outlook> =
        pairs.map(|(requirement, standing)| one(requirement, standing, known, &training, today)).collect();
    entered_inside(&standings, &mut all);
    if over {
        // Whoever has left, moved on or finished is behind with nothing.
        all.iter_mut().for_each(Outlook::rest);
        return all;
    }
    follow(version, &standings, &mut all);
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
    matches!(state, State::OnTrack | State::Started | State::NotStarted | State::Behind)
}

impl Outlook {
    fn rest(&mut self) {
        if self.forecast.take().is_some() {
            unpaced::OVER.clone_into(&mut self.no_forecast);
        }
        (self.expected, self.behind_from) = (None, None);
        if matches!(self.state, State::Behind | State::OnTrack) {
            self.state = State::Started;
        }
    }
}

fn one(
    requirement: &Requirement,
    standing: &Standing,
    (version, facts, as_of): (&Version, &Facts, Moment),
    training: &Training,
    today: Day,
) -> Outlook {
    let id = standing.id.clone();
    let plain = |state, no_forecast: &str| Outlook {
        id: id.clone(),
        state,
        forecast: None,
        no_forecast: no_forecast.to_owned(),
        expected: None,
        behind_from: None,
    };
    if standing.waived.is_some() {
        return plain(State::NotRequired, unpaced::WAIVED);
    }
    if standing.met {
        return plain(State::Met, unpaced::MET);
    }
    if standing.lapsed {
        return plain(State::Lapsed, unpaced::LAPSED);
    }
    let pace = Pace::of(requirement, standing, facts, training);
    let paced = paced(requirement, standing.target);
    let expected = if paced { pace.expected(today) } else { None };
    if standing.locked {
        return Outlook { expected, ..plain(State::Locked, unpaced::LOCKED) };
    }
    let look = || match &requirement.rule {
        Rule::Marks(rule) => credits::look(requirement, rule, standing, &pace, today),
        _ if paced => pace.look(today),
        Rule::Length(rule) => lasting::look(rule, standing, training, today),
        Rule::Share(rule) => {
            let ends = last_day(version, &facts.enrolment, as_of);
            sharing::look(rule, standing, &pace, (training, ends), today)
        }
        Rule::Meeting(rule) => rhythm::look(rule, standing, facts.enrolment.started, today),
        Rule::Feedback(_) => answers::look(standing, today),
        _ => unpaced::look(requirement, standing, today),
    };
    if standing.would_meet {
        // Past the due day it makes no difference that it is somebody else's turn.
        let from = standing.due.filter(|_| standing.binding).map(|due| due.plus_days(1).max(today));
        let late = from.is_some_and(|day| day <= today);
        let (waits, why) = match only_to_enter(standing) {
            true => (State::ToEnter, unpaced::TO_ENTER),
            false => (State::WithOthers, unpaced::WITH_OTHERS),
        };
        let state = if late { State::Behind } else { waits };
        // Of a round of feedback it can be told how fast the others answer.
        let told = matches!(requirement.rule, Rule::Feedback(_)) && standing.binding;
        let forecast = if told { look().forecast.ok() } else { None };
        let no_forecast = if forecast.is_some() { "" } else { why };
        return Outlook { expected, forecast, behind_from: from, ..plain(state, no_forecast) };
    }
    let calm = |has_day: bool| match (standing.recorded.is_zero(), has_day) {
        (true, _) => State::NotStarted,
        (false, true) => State::OnTrack,
        (false, false) => State::Started,
    };
    if !standing.binding {
        let calm = calm(standing.due.is_some());
        return Outlook { expected, ..plain(calm, unpaced::binds_nobody(standing)) };
    }
    let Look { forecast, behind_from } = look();
    let behind_from = if standing.failing { Some(today) } else { behind_from };
    let calm = calm(standing.due.is_some() || behind_from.is_some());
    let late = behind_from.is_some_and(|day| day <= today);
    let (forecast, no_forecast) = match forecast {
        Ok(forecast) => (Some(forecast), String::new()),
        Err(why) => (None, why),
    };
    Outlook {
        state: if late { State::Behind } else { calm },
        forecast,
        no_forecast,
        expected,
        behind_from,
        ..plain(calm, "")
    }
}

/// What combines others is to be entered where whatever waits inside it is. It may combine one that combines others, so
/// this is looked at until nothing changes.
fn entered_inside(standings: &BTreeMap<&str, &Standing>, all: &mut [Outlook]) {
    loop {
        let states: BTreeMap<String, State> = all.iter().map(|one| (one.id.clone(), one.state)).collect();
        let mut changed = false;
        for outlook in all.iter_mut().filter(|one| one.state == State::WithOthers) {
            // What waits for itself, as earlier learning for the whole of it, waits with others.
            let Some(standing) = standings.get(outlook.id.as_str()).filter(|one| one.pending.is_empty())
            else {
                continue;
            };
            let inside = standing.children.iter().filter(|child| child.binding && !child.met);
            let state = |code: &String| {
                // Past its day it is late, and still nobody else's.
                let own = standings.get(code.as_str()).is_some_and(|one| only_to_enter(one));
                states.get(code).map(|state| if own { State::ToEnter } else { *state })
            };
            let inside: Vec<State> = inside.filter_map(|child| state(&child.code)).collect();
            let waits = |state: &State| matches!(state, State::WithOthers | State::Behind);
            if inside.contains(&State::ToEnter) && !inside.iter().any(waits) {
                (outlook.state, changed) = (State::ToEnter, true);
                unpaced::TO_ENTER.clone_into(&mut outlook.no_forecast);
            }
        }
        if !changed {
            return;
        }
    }
}

/// What combines others has no pace of its own: it is told which of them comes last, as far as that is known.
fn follow(version: &Version, standings: &BTreeMap<&str, &Standing>, all: &mut [Outlook]) {
    // Standings are in the order of the file, and a requirement may combine one that comes after it.
    let told: BTreeMap<String, Option<Day>> = all
        .iter()
        .map(|one| (one.id.clone(), one.forecast.as_ref().and_then(|forecast| forecast.likely)))
        .collect();
    for outlook in all {
        let rule = version.requirement(&outlook.id).map(|requirement| &requirement.rule);
        let Some((Rule::All(of), standing)) = rule.zip(standings.get(outlook.id.as_str())) else { continue };
        if standing.met || !may_be_behind(outlook.state) || !standing.binding {
            continue;
        }
        let open: Vec<(&Standing, Option<Day>)> = (of.codes.iter())
            .filter_map(|code| Some((*standings.get(code.as_str())?, *told.get(code)?)))
            .filter(|(child, _)| child.is_asked() && !child.met)
            .collect();
        let unknown = open.iter().any(|(_, day)| day.is_none()) || !of.elsewhere.is_empty();
        let last = open.iter().filter_map(|(child, day)| Some((day.as_ref()?, &child.title))).max();
        if let Some((day, title)) = last {
            let end = if unknown { "; of others there is no likely day" } else { "" };
            outlook.no_forecast =
                format!("it has no pace of its own: of what it combines, “{title}” is likely on {day}{end}");
        }
    }
}

/// A person in one word, from the states of the binding requirements; `has_day`: one of them is to be met by a day.
pub fn in_one_word(states: &[State], has_day: bool) -> State {
    let any = |state: State| states.contains(&state);
    let resting = |state: &State| matches!(state, State::NotStarted | State::Locked);
    if any(State::Behind) {
        State::Behind
    } else if any(State::Lapsed) {
        State::Lapsed
    } else if states.iter().all(resting) {
        State::NotStarted
    } else if states.iter().all(|state| *state == State::Met) {
        State::Met
    } else if has_day {
        State::OnTrack
    } else {
        State::Started
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
