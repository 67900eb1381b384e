//! The enrolment as rules read it: when it began and ends, what holds for this one person, and its life.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::text_words;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    pub started: Day,
    #[serde(default)]
    pub ends: Option<Day>,
    /// The institution's zone: what *today* is.
    #[serde(default = "london", with = "zone_name")]
    pub zone: Tz,
    #[serde(default)]
    pub targets: Vec<PersonalTarget>,
    /// Requirement code and the day that replaces its due day.
    #[serde(default)]
    pub due_days: BTreeMap<String, Day>,
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// Illustrative figures that a lead of the house has confirmed or replaced.
    #[serde(default)]
    pub confirmed: Vec<ConfirmedFigure>,
    /// Grace after a window's end, as a named person extended it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub graces: Vec<PersonalGrace>,
    /// What became of the enrolment, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life: Vec<LifeEvent>,
    /// Part time; whole time where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub working: Vec<Working>,
    /// The instant of this person's own deadline; replaces the programme's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<Moment>,
}

text_words! {
    /// What an enrolment is, from a day on.
    enum LifeState "state of an enrolment" {
        Active = "active",
        TimeOut = "time-out",
        Extended = "extended",
        Transferred = "transferred",
        Withdrawn = "withdrawn",
        Completed = "completed",
        Incomplete = "incomplete",
    }
}

/// Each change has a day, a reason and a named decider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    pub state: LifeState,
    pub day: Day,
    /// The last day of time out (open: until *active*), or the new last day of an extension.
    #[serde(default)]
    pub until: Option<Day>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub by: String,
    /// The exit award of a withdrawal.
    #[serde(default)]
    pub award: String,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

/// The share of whole time from a day on, in per cent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Working {
    pub from: Day,
    pub percent: u32,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalGrace {
    pub requirement: String,
    pub until: Day,
    pub by: String,
    pub reason: String,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

impl Enrolment {
    /// An enrolment that nothing is known of but its beginning.
    pub fn begun(started: Day) -> Enrolment {
        Enrolment {
            started,
            ends: None,
            zone: DEFAULT_ZONE,
            targets: Vec::new(),
            due_days: BTreeMap::new(),
            waivers: Vec::new(),
            confirmed: Vec::new(),
            graces: Vec::new(),
            life: Vec::new(),
            working: Vec::new(),
            freeze: None,
        }
    }

    /// What it is on a day: the latest change that began by then; of one day the last that is named.
    pub fn life_on(&self, day: Day, as_of: Moment) -> (LifeState, Option<&LifeEvent>) {
        let known = self.life.iter().filter(|event| event.known_from.is_none_or(|from| from <= as_of));
        let last = known.filter(|event| event.day <= day).max_by_key(|event| (event.day, event.state));
        match last {
            Some(event) if event.state == LifeState::TimeOut && event.until.is_some_and(|end| end < day) => {
                (LifeState::Active, Some(event))
            }
            Some(event) => (event.state, Some(event)),
            None => (LifeState::Active, None),
        }
    }

    /// Nothing more is asked: it was left, moved, completed or ended incomplete.
    pub fn is_over(&self, day: Day, as_of: Moment) -> bool {
        use LifeState::{Completed, Incomplete, Transferred, Withdrawn};
        matches!(self.life_on(day, as_of).0, Transferred | Withdrawn | Completed | Incomplete)
    }

    /// The last day that was set for the person: by the latest extension, or when they were enrolled.
    pub fn set_end(&self, as_of: Moment) -> Option<Day> {
        let known = self.life.iter().filter(|event| event.known_from.is_none_or(|from| from <= as_of));
        let extended = known.filter(|event| event.state == LifeState::Extended);
        extended.max_by_key(|event| event.day).and_then(|event| event.until).or(self.ends)
    }
}

fn london() -> Tz {
    DEFAULT_ZONE
}

/// A zone by its name in the time zone database: `Europe/London`.
mod zone_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(zone: &Tz, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(zone.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(d)?;
        name.parse().map_err(|_| {
            de::Error::custom(format!("“{name}” is not a time zone: write it like Europe/London"))
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalTarget {
    pub requirement: String,
    pub target: Amount,
    pub by: String,
    pub reason: String,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    pub requirement: String,
    pub by: String,
    pub reason: String,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmedFigure {
    pub requirement: String,
    /// A figure that replaces the programme's.
    #[serde(default)]
    pub target: Option<Amount>,
    pub by: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub known_from: Option<Moment>,
}
