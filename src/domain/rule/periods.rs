//! Rules about time: how long something lasted, and what share of the time was spent on something.

use serde::Serialize;

use super::Condition;
use crate::domain::amount::Amount;
use crate::text_words;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Length {
    pub of: LengthOf,
    pub about: Vec<Condition>,
    pub conditions: Vec<Condition>,
    /// Kinds whose periods are taken out.
    pub absence: Vec<String>,
    /// A number field in per cent of whole time.
    pub whole_time: Option<String>,
    pub unit: LengthUnit,
    pub target: Amount,
    /// What is beyond does not count.
    pub at_most: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LengthOf {
    /// Time on the programme itself, without time out, by the working share.
    Enrolment,
    Kinds(Vec<String>),
}

text_words! {
    /// In what a length is counted.
    enum LengthUnit "unit of length" {
        Days = "days",
        Weeks = "weeks",
        Months = "months",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    pub part: Part,
    pub over: Over,
    /// Per cent; hours a week where it is over weeks.
    pub target: Amount,
}

/// A number field of some kinds, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub kinds: Vec<String>,
    pub field: String,
    pub about: Vec<Condition>,
    pub conditions: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    Part(Part),
    /// Hours a week, times the working share, without time out.
    Contracted(Amount),
    Weeks,
}
