//! The life of an enrolment beside its stored answer: what holds of it, without reasons and names, and the
//! sentences that a home page, a board and a trainee's page say of it.

use serde::{Deserialize, Serialize};

use crate::domain::fact::{Enrolment, LifeEvent, LifeState, Working};
use crate::domain::programme::Version;
use crate::domain::progress::{last_day, life_of};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::begun;

/// What is kept with a standing; nothing of it is kept where nothing happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLife {
    life: Vec<LifeEvent>,
    working: Vec<Working>,
    freeze: Option<Moment>,
}

impl KeptLife {
    pub fn of(enrolment: &Enrolment) -> KeptLife {
        let bare = |event: &LifeEvent| LifeEvent {
            reason: String::new(),
            by: String::new(),
            known_from: None,
            ..event.clone()
        };
        KeptLife {
            life: enrolment.life.iter().map(bare).collect(),
            working: (enrolment.working.iter())
                .map(|one| Working { known_from: None, ..one.clone() })
                .collect(),
            freeze: enrolment.freeze,
        }
    }

    pub fn written(&self) -> String {
        if *self == KeptLife::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What cannot be read says nothing: the refresh writes it anew.
    pub fn read(text: &str) -> KeptLife {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The enrolment as far as pages need it.
    pub fn enrolment(self, (from, until): (Day, Day), zone: &str, version: &Version) -> Enrolment {
        let KeptLife { life, working, freeze } = self;
        Enrolment { life, working, freeze, ..begun(from, until, zone, version) }
    }
}

/// What there is to say of the enrolment today, most urgent first.
pub fn said(version: &Version, enrolment: &Enrolment, now: Moment) -> Vec<String> {
    let today = now.day_in(enrolment.zone);
    let life = life_of(version, enrolment, now);
    let (state, event) = enrolment.life_on(today, now);
    let mut all: Vec<String> = event.and_then(|event| state_said(state, event)).into_iter().collect();
    if state != LifeState::Extended {
        let extended =
            enrolment.life.iter().any(|event| event.state == LifeState::Extended && event.day <= today);
        let last = last_day(version, enrolment, now).filter(|_| extended);
        all.extend(last.map(|last| format!("Extended to {last}")));
    }
    let over = enrolment.is_over(today, now);
    if !over {
        let share = enrolment.working.iter().filter(|one| one.from <= today).max_by_key(|one| one.from);
        all.extend(
            share
                .filter(|one| one.percent != 100)
                .map(|one| format!("{} % of whole time since {}", one.percent, one.from)),
        );
        let next = enrolment.life.iter().filter(|event| event.day > today).min_by_key(|event| event.day);
        all.extend(next.and_then(coming));
    }
    if let Some(at) = life.freeze.filter(|_| !over || life.is_frozen) {
        all.push(match life.is_frozen {
            true => format!("Frozen on {}: reading and downloading go on", at.shown_in(enrolment.zone)),
            false => {
                format!("Freezes on {}: nothing is filed or decided after that", at.shown_in(enrolment.zone))
            }
        });
    }
    all
}

fn state_said(state: LifeState, event: &LifeEvent) -> Option<String> {
    let day = event.day;
    Some(match state {
        LifeState::Active => return None,
        LifeState::TimeOut => match event.until {
            Some(until) => format!("On time out until {until}"),
            None => format!("On time out since {day}"),
        },
        LifeState::Extended => format!("Extended to {}", event.until?),
        LifeState::Transferred => format!("Moved elsewhere on {day}"),
        LifeState::Withdrawn if event.award.is_empty() => format!("Withdrawn on {day}, without an award"),
        LifeState::Withdrawn => format!("Withdrawn on {day}, exit award {}", event.award),
        LifeState::Completed => format!("Completed on {day}"),
        LifeState::Incomplete => format!("Ended incomplete on {day}"),
    })
}

fn coming(event: &LifeEvent) -> Option<String> {
    let day = event.day;
    Some(match event.state {
        LifeState::TimeOut => match event.until {
            Some(until) => format!("Time out from {day} until {until}"),
            None => format!("Time out from {day}"),
        },
        LifeState::Active => format!("Returns on {day}"),
        LifeState::Extended => return None,
        LifeState::Transferred => format!("Moves elsewhere on {day}"),
        LifeState::Withdrawn => format!("Leaves on {day}"),
        LifeState::Completed => format!("Completes on {day}"),
        LifeState::Incomplete => format!("Ends incomplete on {day}"),
    })
}

#[cfg(test)]
mod tests;
