//! What a university or an examiner says: units with their marks, and exams with their parts.

use serde::Serialize;

use super::Condition;
use crate::domain::amount::Amount;

/// Facts of a kind whose roles are *unit* and *mark*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Marks {
    pub kind: String,
    pub units: Vec<Unit>,
    /// Credits needed.
    pub target: Amount,
    /// Lower bounds of the credit-weighted mean, highest first: `Distinction` 70.
    pub bands: Vec<Band>,
    /// So many credits from each.
    pub groups: Vec<UnitGroup>,
    /// What may be awarded to those who leave early, the highest first.
    pub exits: Vec<Exit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitGroup {
    pub code: String,
    pub title: String,
    pub credits: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exit {
    pub award: String,
    pub credits: Amount,
    /// Only credits of this group.
    pub group: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    pub code: String,
    pub title: String,
    pub credits: Amount,
    pub pass: Amount,
    /// Passed or not, without a mark: the result or the decision says it.
    pub pass_fail: bool,
    pub group: Option<String>,
    /// In the mean; the credits where none is given.
    pub weight: Option<Amount>,
    pub attempts: Option<u32>,
    /// Must be passed even when the credits are reached without it.
    pub mandatory: bool,
    /// No more than this counts after the first attempt.
    pub resit_cap: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Band {
    pub name: String,
    pub from: Amount,
}

/// Facts of a kind whose role *result* (or *mark*) says how it ended. All parts must be passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exam {
    pub kind: String,
    /// Which exam: facts that fail these are not this rule's business.
    pub about: Vec<Condition>,
    /// Codes of the choices in the role *part*; empty for an exam in one part.
    pub parts: Vec<ExamPart>,
    pub pass: Option<Amount>,
    pub attempts: Option<u32>,
    /// A sitting that fails one of these is not a pass, whatever its mark.
    pub hurdles: Vec<Condition>,
    /// Every part in one sitting.
    pub whole: bool,
    /// All parts within so many months of each other.
    pub within_months: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExamPart {
    pub code: String,
    pub title: String,
    /// Its own pass mark.
    pub pass: Option<Amount>,
}
