//! What an assessment means today: the state in one word, the pace so far against the due day, and the
//! first day on which it would say *Behind* if nothing more were done. Computed on reading, from a stored
//! assessment and the facts' days; counts, met and locked are `progress`'s alone. What is worked off has the
//! pace of the days on which it was done; other rules say themselves what comes (`progress::Ahead`). Where no
//! honest forecast can be made it is said why: an answer is never silent about the time to come.

mod answers;
mod credits;
mod lasting;
mod line;
mod pace;
mod read;
mod rhythm;
mod sharing;
mod unpaced;
mod words;

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::time::Day;
use crate::text_words;

pub use line::{expected_by, paced, reads_days};
pub use read::{in_one_word, outlook, overall};
pub use words::some;

text_words! {
    /// The state of a requirement, in the words of every page and export.
    enum State "state of a requirement" {
        Met = "Met",
        OnTrack = "On track",
        /// Something is done, and no day says how fast it would have to go.
        Started = "Started",
        /// The likely day is after the due day.
        Behind = "Behind",
        /// What is submitted would meet it.
        WithOthers = "With others",
        /// What is signed would meet it, once its owner has entered it where the official record is.
        ToEnter = "To be entered",
        NotStarted = "Not started",
        Locked = "Locked",
        Lapsed = "Lapsed",
        NotRequired = "Not required",
    }
    /// The time in which a pace is counted: what comes in lumps is not told by the week.
    enum Per "time of a pace" {
        Week = "week",
        Month = "month",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// The requirement's code.
    pub id: String,
    pub state: State,
    /// None where there is nothing left to do, or nothing to pace.
    pub forecast: Option<Forecast>,
    /// Why there is no forecast; empty where there is one. Begins in lower case: `one sitting: no pace`.
    #[serde(default)]
    pub no_forecast: String,
    /// What the expected line asks by today, for the mark on the chart.
    pub expected: Option<Amount>,
    /// The first day on which, with no further act, the state is Behind; today when it is already.
    pub behind_from: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Neither signed nor waiting.
    pub remaining: Amount,
    /// What the three amounts count: `cases`, `weeks`, `hours`, `credits`, `meetings`, `answers`.
    pub unit: String,
    pub per: Per,
    pub due: Option<Day>,
    /// Until the due day; none without one, or when it has passed.
    pub needed: Option<Amount>,
    /// Over the last half year (or since the start, where that is shorter), or what is running today.
    pub now: Amount,
    /// At the pace of now; none when the pace is nothing.
    pub likely: Option<Day>,
    /// `To finish by 15 September 2027 you need 3.1 a week; you average 1.8.`
    pub sentence: String,
    /// The same of somebody else: `Needs 3.1 a week to finish by 15 September 2027; averages 1.8 a week.`
    pub about: String,
}

/// The line above the list: `5 of 12 met`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overall {
    pub met: usize,
    pub of: usize,
    pub behind: usize,
    pub sentence: String,
}

/// What one sort of rule says of the time to come: the forecast, or why there is none; and the first day on
/// which, with no further act, it is Behind.
struct Look {
    forecast: Result<Forecast, String>,
    behind_from: Option<Day>,
}

#[cfg(test)]
mod forecasts;
#[cfg(test)]
mod tests;
