//! When a fact must have happened to count, and the days on which that depends.

use serde::Serialize;

use super::{Category, Condition};
use crate::domain::amount::Amount;
use crate::domain::dates::month_named;
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
    /// The n-th such weekday of a month on or after the enrolment's start; the next one, today included, where
    /// `n` is 0.
    Weekday {
        n: u32,
        day: MonthWeekday,
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
        match self {
            Anchor::Start | Anchor::End | Anchor::Day(_) | Anchor::Nth { .. } => true,
            Anchor::Weekday { n, .. } => *n > 0,
            Anchor::Every { .. } | Anchor::Window | Anchor::Fact { .. } | Anchor::Met(_) => false,
        }
    }
}

/// A day that is not on the same date every year: the third Saturday of November.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MonthWeekday {
    /// 1 to 4; 5 is the last one.
    pub which: u32,
    /// Days after Monday.
    pub weekday: u32,
    pub month: u32,
}

const WHICH: [&str; 5] = ["first", "second", "third", "fourth", "last"];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl MonthWeekday {
    /// `third Saturday of November`, in any capitals.
    pub fn read(text: &str) -> Option<MonthWeekday> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [which, weekday, "of" | "in", month] = words.as_slice() else { return None };
        let at = |all: &[&str], word: &str| {
            all.iter().position(|one| one.eq_ignore_ascii_case(word)).and_then(|at| u32::try_from(at).ok())
        };
        Some(MonthWeekday {
            which: at(&WHICH, which)? + 1,
            weekday: at(&WEEKDAYS, weekday)?,
            month: month_named(month)?,
        })
    }

    /// The day of a year.
    pub fn of(self, year: i32) -> Option<Day> {
        let first = Day::of(year, self.month, 1)?;
        let after = i64::from((7 + self.weekday).checked_sub(first.weekday())? % 7);
        if self.which < 5 {
            return Some(first.plus_days(after + 7 * i64::from(self.which.max(1) - 1)));
        }
        let fifth = first.plus_days(after + 28);
        Some(if fifth.month() == self.month { fifth } else { fifth.plus_days(-7) })
    }
}

impl std::fmt::Display for MonthWeekday {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = |all: &[&'static str], at: u32| {
            usize::try_from(at).ok().and_then(|at| all.get(at)).copied().unwrap_or_default()
        };
        let which = word(&WHICH, self.which.saturating_sub(1));
        write!(f, "{which} {} of {}", word(&WEEKDAYS, self.weekday), name_of(self.month))
    }
}

fn name_of(month: u32) -> &'static str {
    u8::try_from(month)
        .ok()
        .and_then(|month| chrono::Month::try_from(month).ok())
        .map_or("", |month| month.name())
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
