//! What an incident is about, in words that tell nothing of what was found.

use crate::features::redactions::store::Shown;

/// In what something is found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Entry,
    /// An entry, as the pack of a review shows it.
    Pack,
    /// What was written in a review.
    Review,
}

impl Of {
    pub fn back(self) -> &'static str {
        match self {
            Of::Entry => "Back to the entry",
            Of::Pack => "Back to the pack",
            Of::Review => "Back to the review",
        }
    }

    pub fn is_review(self) -> bool {
        self == Of::Review
    }

    pub fn it(self) -> &'static str {
        if self == Of::Review { "review" } else { "entry" }
    }

    pub fn a(self) -> &'static str {
        if self == Of::Review { "a review" } else { "an entry" }
    }
}

/// `Entry 12 of Ann Field: bypass case of 3 November 2026`
pub fn about(shown: &Shown, kind: &str) -> String {
    match shown.number {
        Some(number) => format!("Entry {number} of {}: {kind} of {}", shown.owner_name, shown.day),
        None => named(shown),
    }
}

/// `Entry 12 of Ann Field`
pub fn named(shown: &Shown) -> String {
    match shown.number {
        Some(number) => format!("Entry {number} of {}", shown.owner_name),
        None => format!("Review of {} on {}", shown.owner_name, shown.day),
    }
}

pub fn of(shown: &Shown) -> Of {
    if shown.number.is_some() { Of::Entry } else { Of::Review }
}
