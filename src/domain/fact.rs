//! Everything a portfolio holds that a rule may read, as one bundle of plain data: the facts filed under
//! one enrolment, the enrolment itself, and the trainee's registrations. The store fills it from the
//! database, `perfolio programme assess` from a JSON file; this is the documented format of that file.
//! Facts keep what was so *on their day* (who supervised, which register the signer was on), so that
//! nothing is judged by what became of people later.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::kind::{Outcome, Values};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::text_words;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub enrolment: Enrolment,
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The trainee's own.
    #[serde(default)]
    pub registrations: Vec<Registration>,
}

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

fn yes() -> bool {
    true
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

text_words! {
    /// Of a fact: drafts never become facts.
    enum FactState "state of a fact" {
        Submitted = "submitted",
        Returned = "returned",
        Signed = "signed",
        Withdrawn = "withdrawn",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub id: String,
    pub kind: String,
    /// One line by which a person recognises it: `Coronary bypass, 3 November 2026`.
    #[serde(default)]
    pub label: String,
    pub day: Day,
    /// The last day of a period, or of validity.
    #[serde(default)]
    pub until: Option<Day>,
    #[serde(default)]
    pub values: Values,
    pub state: FactState,
    /// When the state began; before that the fact was submitted. Absent: ever since it is known.
    #[serde(default)]
    pub state_since: Option<Moment>,
    /// What the decision said, where the kind has one.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Code of a level of the kind's scale, chosen by the signer.
    #[serde(default)]
    pub level: Option<String>,
    /// With whom it waits.
    #[serde(default)]
    pub waits_with: Option<WaitsWith>,
    #[serde(default)]
    pub confirmed: Vec<Confirmation>,
    /// The registered person who supervised; absent where the entry names none.
    #[serde(default)]
    pub supervised_by: Option<Supervision>,
    /// Whether the site was accredited on the day; absent where nobody has recorded it.
    #[serde(default)]
    pub site_accredited: Option<bool>,
    /// Facts with the same case give at most one credit where a rule says so.
    #[serde(default)]
    pub case: Option<String>,
    /// First submitted then; before that nobody but its owner knew it.
    #[serde(default)]
    pub known_from: Option<Moment>,
    /// Filed under this enrolment.
    #[serde(default = "yes")]
    pub filed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitsWith {
    pub name: String,
    pub since: Moment,
}

/// One decision that said yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    pub person: String,
    pub name: String,
    /// Code of the capacity in which they signed: `supervisor`, `lead`.
    pub capacity: String,
    pub at: Moment,
    /// The signer is the trainee.
    #[serde(default)]
    pub own: bool,
    /// The signer was a trainee of the same kind of programme on the day of the fact.
    #[serde(default)]
    pub current_trainee: bool,
    /// The signer's on the day of the fact; absent where nobody has recorded any.
    #[serde(default)]
    pub registrations: Option<Vec<OnRegister>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    #[serde(default)]
    pub person: Option<String>,
    pub name: String,
    /// On the day of the fact; absent where nobody has recorded any.
    #[serde(default)]
    pub registrations: Option<Vec<OnRegister>>,
}

/// A body's register and the category in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnRegister {
    pub body: String,
    pub category: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    pub id: String,
    pub body: String,
    pub category: String,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// A lead has seen it; otherwise it waits.
    #[serde(default)]
    pub confirmed: bool,
    /// With whom it waits for confirmation.
    #[serde(default)]
    pub waits_with: Option<WaitsWith>,
    #[serde(default)]
    pub known_from: Option<Moment>,
    /// A correction closes the old row here and opens a new one.
    #[serde(default)]
    pub known_until: Option<Moment>,
}

impl Fact {
    /// The state at an instant; none when nobody but the owner knew it yet.
    pub fn state_at(&self, at: Moment) -> Option<FactState> {
        if self.known_from.is_some_and(|from| from > at) {
            None
        } else if self.state_since.is_some_and(|since| since > at) {
            Some(FactState::Submitted)
        } else {
            Some(self.state)
        }
    }
}
