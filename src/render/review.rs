//! Reviews as plain data: what one looks at, collected when its page is opened and frozen into a panel's pack; and what
//! came of it, as a report lists it.

use serde::{Deserialize, Serialize};

use super::amount::Stamp;
use crate::domain::time::Day;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPart {
    /// `Midterm`
    pub sort: String,
    pub held_on: Day,
    /// `Lea Brook (chair)`
    pub panel: Vec<String>,
    pub prepared: Vec<Prepared>,
    pub collected: Collected,
}

/// What a review decided, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// `Midterm`
    pub sort: String,
    pub held_on: Day,
    pub outcome: String,
    pub by: String,
    /// `training lead`
    pub capacity: String,
    pub at: Stamp,
    pub reasons: String,
    pub next_on: Option<Day>,
    pub conditions: Vec<Condition>,
    /// The objection and its answer among it, in the order in which it was said.
    pub said: Vec<Said>,
}

/// What an outcome asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub words: String,
    pub due: Day,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// `objects`, `keeps the outcome`
    pub what: String,
    pub by: String,
    pub at: Stamp,
    /// Empty where somebody has only read it.
    pub words: String,
}

/// What there is to look at, as one reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// Of the review before, or the first day of the enrolment.
    pub since: Day,
    pub met: Vec<Asked>,
    pub unmet: Vec<Asked>,
    /// Met or not, what holds nobody back: it is recommended, or no source gives its figure. Packs of earlier releases have
    /// it among the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Asked>,
    pub groups: Vec<Group>,
    pub missing: Vec<Line>,
}

/// What one side wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// `The trainee`
    pub side: String,
    pub by: String,
    pub at: Stamp,
    pub answers: Vec<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: String,
    pub words: String,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub title: String,
    pub figures: String,
    pub state: String,
    /// Why it is not met and what to expect; empty for one that is.
    pub why: String,
    /// For who sees the portfolio; nothing of it is frozen.
    #[serde(skip)]
    pub href: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub title: String,
    /// What is said where there are none.
    pub none: String,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub text: String,
    /// `3 November 2026: Returned`
    pub about: String,
    #[serde(skip)]
    pub href: String,
}
