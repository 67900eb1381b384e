//! What other people take part in: rounds of feedback, and meetings.

use serde::Serialize;

use super::Condition;
use crate::domain::amount::Amount;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feedback {
    pub kind: String,
    pub about: Vec<Condition>,
    pub raters: FieldLeast,
    pub groups: Vec<FieldLeast>,
    /// A yes-no field: the trainee rated themselves.
    pub self_rating: Option<String>,
    /// A yes-no or date field; none where the signature is the release.
    pub released: Option<String>,
    /// With fewer raters nobody would stay anonymous.
    pub floor: u32,
    /// How many rounds.
    pub target: Amount,
}

/// A number field with what it must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldLeast {
    pub label: String,
    pub field: String,
    pub at_least: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    pub kind: String,
    pub about: Vec<Condition>,
    pub conditions: Vec<Condition>,
    pub attends: Option<Attends>,
    /// One in each such stretch of the window; none: `target` of them in the window.
    pub every_months: Option<u32>,
    pub may_miss: u32,
    pub target: Amount,
}

/// A field with several choices that says who was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attends {
    pub field: String,
    pub all_of: Vec<String>,
}
