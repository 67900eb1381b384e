//! When a fact must have happened to count, and the days on which that depends.

use serde::Serialize;

use super::{Category, Condition};
use crate::domain::amount::Amount;
use crate::domain::time::Day;

/// A day that depends on the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    pub anchor: Anchor,
    pub months: i32,
    pub days: i64,
    /// Moves with part time and time out, where it is counted from the start or the end.
    pub pro_rata: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    Start,
    End,
    Day(Day),
    /// The n-th such calendar day on or after the enrolment's start.
    Nth {
        n: u32,
        month: u32,
        day: u32,
    },
    /// The next such calendar day, today included.
    Every {
        month: u32,
        day: u32,
    },
    /// The last day of the requirement's own window.
    Window,
    /// The day of the first (or last) signed and satisfactory fact of the kind.
    Fact {
        kind: String,
        about: Vec<Condition>,
        last: bool,
    },
    /// The day on which another requirement's last needed fact happened.
    Met(String),
}

impl Anchor {
    /// Known without any fact of the portfolio.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Anchor::Start | Anchor::End | Anchor::Day(_) | Anchor::Nth { .. })
    }
}

/// When a fact must have happened to count. Ends are inclusive; an unknown end is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    Always,
    Enrolment,
    Between {
        from: Option<Edge>,
        until: Option<Edge>,
    },
    /// Rolling: the n months up to today.
    LastMonths(u32),
    /// The n continuous months in which most counts.
    AnyMonths(u32),
    /// The year, or the cycle of years, that today is in.
    Cycle(Cycle),
}

/// Years that begin on a calendar day, one or several together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cycle {
    pub month: u32,
    pub day: u32,
    pub years: u32,
    /// The first cycle begins with the year of this day; of the enrolment's start where none is given.
    pub begins: Option<Edge>,
    /// Asked in every single year.
    pub each: Option<Amount>,
    /// In how many years of the cycle `each` must be reached.
    pub enough: u32,
    /// How much of what a year has too much may fill up the next.
    pub carry: Amount,
}

/// What is asked in the year or cycle in which somebody began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FirstCycle {
    pub from: Edge,
    /// The share of the time that is left, where none is given.
    pub target: Option<Amount>,
    pub minimums: Vec<Category>,
    pub caps: Vec<Category>,
}

/// Time after the window's end in which what happens still counts, with a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grace {
    pub months: u32,
    /// As far as a named person may extend it for one trainee.
    pub most: u32,
    pub label: String,
}
