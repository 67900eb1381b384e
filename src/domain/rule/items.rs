//! Lists of items: activities to be signed off, standards to be covered. An item has its own code, and
//! its words may change by cohort without another version.

use serde::Serialize;

use super::Condition;
use crate::domain::amount::Amount;
use crate::domain::time::Day;

/// One activity, or a list of them, accepted at or above a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signoff {
    pub kind: String,
    pub about: Vec<Condition>,
    /// The field by which a fact names its item or items; none where there is no list.
    pub item: Option<String>,
    pub level: Option<String>,
    pub evidence: Vec<Evidence>,
    pub expires_months: Option<u32>,
    pub types: Vec<ItemType>,
    pub items: Vec<Item>,
    /// How many of the items.
    pub target: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    pub code: String,
    pub title: String,
    pub text: String,
    /// Code of an `ItemType`.
    pub of_type: Option<String>,
    pub wording: Vec<Wording>,
}

/// Other words for people who started on or after a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub from: Day,
    pub title: Option<String>,
    pub text: Option<String>,
}

/// What one type of item asks, instead of what the rule asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemType {
    pub code: String,
    pub title: String,
    pub level: Option<String>,
    pub evidence: Vec<Evidence>,
}

/// Signed facts that must be there besides the decision itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    pub label: String,
    pub kinds: Vec<String>,
    pub conditions: Vec<Condition>,
    pub at_least: u32,
}

/// Every item has so many signed facts; one fact may serve many items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub kinds: Vec<String>,
    pub about: Vec<Condition>,
    pub conditions: Vec<Condition>,
    pub item: String,
    pub each: u32,
    pub items: Vec<Item>,
    pub target: Amount,
}

impl Item {
    /// The title and the text as somebody who started on that day reads them.
    pub fn said(&self, started: Day) -> (&str, &str) {
        worded(&self.title, &self.text, &self.wording, started)
    }
}

/// The last wording whose day is not after the start.
pub(crate) fn worded<'w>(
    title: &'w str,
    text: &'w str,
    wording: &'w [Wording],
    started: Day,
) -> (&'w str, &'w str) {
    wording.iter().filter(|one| one.from <= started).fold((title, text), |(title, text), one| {
        (one.title.as_deref().unwrap_or(title), one.text.as_deref().unwrap_or(text))
    })
}
