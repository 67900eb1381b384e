//! What is known of an enrolment without looking at any fact: its state and its last day today, and whether
//! anything may still be filed or decided under it. What pages say, what the doors for filing and deciding ask,
//! and what `assess` judges by are these same functions.

use crate::domain::fact::{Enrolment, Facts, LifeState};
use crate::domain::programme::Version;
use crate::domain::time::{Day, Moment};

use super::Life;
use super::assess::life;
use super::context::Context;

/// Why nothing more is taken under an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Neither filing nor deciding since the instant of the deadline.
    Frozen(Moment),
    /// Nothing new is filed since the day; what was submitted may still be decided.
    Over(LifeState, Day),
}

/// The state today. `completed` is not known without facts, and says no.
pub fn life_of(version: &Version, enrolment: &Enrolment, now: Moment) -> Life {
    let facts = alone(enrolment);
    let ctx = Context::new(version, &facts, now, None);
    Life { completed: false, ..life(&ctx).0 }
}

/// The last day as it is known today: as it was set, or moved by time out and working share.
pub fn last_day(version: &Version, enrolment: &Enrolment, now: Moment) -> Option<Day> {
    let facts = alone(enrolment);
    Context::new(version, &facts, now, None).ends()
}

/// The deadline, once it has passed.
pub fn frozen(version: &Version, enrolment: &Enrolment, now: Moment) -> Option<Moment> {
    if version.freeze.is_none() && enrolment.freeze.is_none() {
        return None;
    }
    life_of(version, enrolment, now).freeze.filter(|freeze| *freeze < now)
}

/// Whether, and since when, nothing more is taken. A deadline that has passed says more than an end.
pub fn closed(version: &Version, enrolment: &Enrolment, now: Moment) -> Option<Closed> {
    if let Some(freeze) = frozen(version, enrolment, now) {
        return Some(Closed::Frozen(freeze));
    }
    let today = now.day_in(enrolment.zone);
    let (state, event) = enrolment.life_on(today, now);
    let since = event.map_or(enrolment.started, |event| event.day);
    enrolment.is_over(today, now).then_some(Closed::Over(state, since))
}

impl Closed {
    /// Whether decisions are taken no more either.
    pub fn is_frozen(self) -> bool {
        matches!(self, Closed::Frozen(_))
    }

    /// `MSc Clinical Perfusion Science was frozen on 15 September 2027, 17:00: nothing more is filed …`
    pub fn sentence(self, programme: &str, zone: chrono_tz::Tz) -> String {
        match self {
            Closed::Frozen(at) => format!(
                "{programme} was frozen on {}: nothing more is filed or decided under it. Reading and downloading \
                 go on.",
                at.shown_in(zone)
            ),
            Closed::Over(state, since) => format!(
                "{programme} was {} on {since}: nothing more is filed under it. Reading and downloading go on.",
                match state {
                    LifeState::Withdrawn => "left",
                    LifeState::Transferred => "moved elsewhere",
                    LifeState::Completed => "completed",
                    _ => "ended incomplete",
                }
            ),
        }
    }
}

fn alone(enrolment: &Enrolment) -> Facts {
    let (facts, registrations, elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    Facts { enrolment: enrolment.clone(), facts, registrations, elsewhere }
}
