//! Who is approved by name as an assessor of one trainee: for how long at most, and why somebody is not. A programme
//! asks for it where its rules say `signers = { approved = true }` (domain.md 2.8 and 9: delegated assessors are
//! approved by the training officer; a current trainee never assesses another).

use crate::domain::time::Day;
use crate::text_words;

/// The longest approval, in months: as long as the longest of the shipped programmes that ask for one runs at full time.
pub const LONGEST_MONTHS: i32 = 36;

/// So many days before an approval ends, the trainee and who leads them are told.
pub const REMIND_DAYS: i64 = 28;

/// Nominations of one enrolment that may wait at once: more is a list that nobody answers.
pub const OPEN_AT_ONCE: usize = 10;

/// Characters of what somebody works as.
pub const POST: usize = 100;

/// Characters of what is said beside a reason.
pub const WORDS: usize = 300;

text_words! {
    /// What became of a nomination.
    enum Answer "answer" {
        Approved = "approved",
        NotApproved = "not-approved",
        /// By the trainee, before anybody answered.
        TakenBack = "taken-back",
    }
    /// Why somebody is not approved.
    enum Why "reason" {
        InTraining = "in-training",
        NotRegistered = "not-registered",
        NotEntrusted = "not-entrusted",
        NotKnown = "not-known",
        Enough = "enough",
        Other = "other",
    }
    /// How an approved assessor will sign.
    enum Signs "how" {
        /// Through links to single entries, with a work address proved each time.
        ByLink = "by-link",
        /// With an account of their own, as a supervisor of this trainee alone.
        WithAccount = "with-account",
    }
}

impl Why {
    /// The sentence beside the box, which the trainee reads too.
    pub fn shown(self) -> &'static str {
        match self {
            Why::InTraining => "They are in training themselves",
            Why::NotRegistered => "They are not on the register that this asks for",
            Why::NotEntrusted => "They are not entrusted with this themselves",
            Why::NotKnown => "We do not know them well enough",
            Why::Enough => "Enough assessors are approved for this already",
            Why::Other => "For another reason",
        }
    }
}

/// The days as they may be: the first not after the last, and no longer than an approval lasts.
pub fn fault_of(from: Day, until: Day, today: Day) -> Option<(&'static str, String)> {
    if until < from {
        return Some(("until", "The last day cannot be before the first.".to_owned()));
    }
    if until < today {
        return Some(("until", "This day is over. Enter a later one.".to_owned()));
    }
    if until > from.plus_months(LONGEST_MONTHS) {
        let sentence =
            format!("An approval lasts at most {LONGEST_MONTHS} months. Enter an earlier last day.");
        return Some(("until", sentence));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_approval_ends_and_not_too_late() {
        let (from, today) = (day("2026-09-01"), day("2026-11-22"));
        let fault = |until: &str| fault_of(from, day(until), today).map(|(field, _)| field);
        assert_eq!(fault("2027-08-31"), None);
        assert_eq!(fault("2029-09-01"), None);
        assert_eq!(fault("2029-09-02"), Some("until"));
        assert_eq!(fault("2026-11-21"), Some("until"));
        assert_eq!(fault("2026-08-31"), Some("until"));
    }
}
