//! Something that is valid on a day: a registration, a certificate, a document.

use serde::Serialize;

use super::{Condition, Edge};
use crate::domain::amount::Amount;
use crate::text_words;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    pub what: HeldThing,
    /// The day on which it must be valid; today when absent or not yet happened.
    pub on: Option<Edge>,
    /// A registration that nobody confirmed.
    pub unknown: Unknown,
    /// How long it is valid from its day, where it has no last day of its own.
    pub valid_months: Option<u32>,
    pub words: Option<WordLimit>,
}

/// How long a document may be: the number in a field, between both, which are allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordLimit {
    pub field: String,
    pub least: Amount,
    pub most: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldThing {
    Registration(Register),
    /// A fact of this kind is signed and, where it has an end, still valid.
    Fact {
        kind: String,
        about: Vec<Condition>,
        title: String,
    },
}

/// A body and the categories of its register that will do (empty: any).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// The code by which registrations name the body: `ccps`.
    pub body: String,
    pub body_name: String,
    pub categories: Vec<String>,
}

/// A category as it is read: rules and registrations name it by a code such as `clinical-scientist`.
pub fn category_said(code: &str) -> String {
    code.replace('-', " ")
}

text_words! {
    /// What to do where nobody has recorded a registration. *Unknown* is not *lapsed*.
    enum Unknown "answer to unknown" {
        /// It counts, with a warning.
        Counts = "counts",
        Refuses = "refuses",
    }
}
