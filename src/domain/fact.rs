//! Everything a portfolio holds that a rule may read, as one bundle of plain data: the facts filed under
//! one enrolment, the enrolment itself, and the trainee's registrations. The store fills it from the
//! database, `perfolio programme assess` from a JSON file; this is the documented format of that file.
//! Facts keep what was so *on their day* (who supervised, which register the signer was on), so that
//! nothing is judged by what became of people later.

mod enrolment;
mod training;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::kind::{Outcome, Values};
use crate::domain::time::{Day, Moment};
use crate::text_words;

pub use enrolment::{
    ConfirmedFigure, Enrolment, LifeEvent, LifeState, PersonalGrace, PersonalTarget, Waiver, Working,
};
pub use training::Training;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub enrolment: Enrolment,
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The trainee's own.
    #[serde(default)]
    pub registrations: Vec<Registration>,
    /// Where the same person stands in other programmes, for rules that ask.
    #[serde(default)]
    pub elsewhere: Vec<StandsElsewhere>,
}

/// A requirement of another programme, or its completion where none is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandsElsewhere {
    /// The programme's code: `perfusion-msc`.
    pub programme: String,
    #[serde(default)]
    pub requirement: Option<String>,
    pub met: bool,
    #[serde(default)]
    pub met_on: Option<Day>,
    #[serde(default)]
    pub known_from: Option<Moment>,
}

fn yes() -> bool {
    true
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
    /// Codes of items that it was mapped to, besides those in its own fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Done before or elsewhere, and accepted by a named person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// Entered in the system that holds the official record as a whole, on this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Day>,
    /// The same of single items for which it stands, by their codes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entered_items: BTreeMap<String, Day>,
}

impl Fact {
    /// Since when it stands there for the item; without an item, for any of its items.
    pub fn entered_for(&self, item: Option<&str>) -> Option<Day> {
        let of_items = match item {
            Some(code) => self.entered_items.get(code).copied(),
            None => self.entered_items.values().min().copied(),
        };
        self.entered.into_iter().chain(of_items).min()
    }
}

/// Earlier records and earlier learning. Neither pretends to have been signed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    pub by: String,
    #[serde(default)]
    pub reason: String,
    /// Earlier learning: the one requirement against which it was accepted. An earlier record has none,
    /// and is judged like any other fact.
    #[serde(default)]
    pub against: Option<String>,
    /// How much of that requirement; all of it where neither this nor `items` is there.
    #[serde(default)]
    pub credit: Option<Amount>,
    #[serde(default)]
    pub items: Vec<String>,
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
    /// Whether the signer was approved for this trainee; absent where nobody has recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<bool>,
    /// Codes of the sections for which the signer was approved; empty: for all of the programme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved_for: Vec<String>,
    /// The signer is approved for this trainee, and not on the day of the fact.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved_other_days: bool,
    /// Codes of the activities with which the signer was entrusted on the day; absent: not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrusted: Option<Vec<String>>,
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
