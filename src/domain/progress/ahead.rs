//! What a rule itself sees coming, for the forecast: what is running, what is asked by today, which units,
//! meetings and answers are still due. It changes only with the facts, or on a day that wakes the answer: so
//! it is stored with it, and a page needs no fact to say how somebody goes on.

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::time::Day;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ahead {
    /// Of periods: how much a week what is running adds today, how much of what is missing comes by itself from
    /// what is running and planned, and the day on which that is enough.
    Periods { weekly: Amount, comes: Amount, reached: Option<Day> },
    /// Of a share: hours that are signed or wait, and how many the share asks by today.
    Hours { have: Amount, asked: Amount },
    /// The titles of the units that are neither passed nor waiting for the board.
    Units(Vec<String>),
    /// Of meetings that take place again and again.
    Rhythm(Rhythm),
    /// Of the round of feedback that has most answers: how many of how many, since when, and from whom more
    /// are needed.
    Answers { have: Amount, needed: Amount, since: Day, groups: Vec<String> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The stretch that is next without a meeting.
    pub next: Option<(Day, Day)>,
    /// Stretches that are over.
    pub over: u32,
    /// Of these without one.
    pub missed: u32,
    pub may_miss: u32,
    /// The first day on which, without another one, more are missed than may be.
    pub lost: Option<Day>,
    /// The last day of the last stretch; none where they go on for ever.
    pub last: Option<Day>,
}
