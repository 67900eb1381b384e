//! A whole person erased: why, why not, how far it has come, and how long a record is to be kept. All of it in words
//! of the house, so that what tells of an erasure tells nothing of the person. Decided: what was recorded loses its
//! words and files and keeps its commitments, so that books still verify; the account becomes nobody's.

use serde::{Deserialize, Serialize};

use crate::domain::names::{AccountId, ErasureId, PortfolioId, StatementId};
use crate::domain::redaction::{sealed, unsealed};
use crate::domain::time::{Day, Moment};
use crate::text_words;

text_words! {
    /// Why somebody is to be erased.
    enum Why "reason of an erasure" {
        Retention = "retention",
        Asked = "asked",
        Mistake = "mistake",
    }
    /// Why somebody is not.
    enum Declined "reason against an erasure" {
        Early = "early",
        Needed = "needed",
        WrongPerson = "wrong-person",
        /// By who proposed it.
        Withdrawn = "withdrawn",
    }
    /// How far it has come.
    enum Standing "state of an erasure" {
        Proposed = "proposed",
        Agreed = "agreed",
        Done = "done",
        Declined = "declined",
    }
}

/// Days in which somebody else has to agree.
pub const DAYS_TO_AGREE: i64 = 14;
/// Years after leaving for which the NHS records code, as it is applied to training, keeps a record of clinical
/// training (domain.md 6.4, S146). The 75th birthday is the other bound, and the house knows nobody's birthday.
pub const YEARS_KEPT: i32 = 6;
/// What the account of somebody who was erased is called.
pub const NOBODY: &str = "Erased person";

impl Why {
    pub fn shown(self) -> &'static str {
        match self {
            Why::Retention => "The time for which the record has to be kept is over",
            Why::Asked => "The person asked for it, and the trust has agreed",
            Why::Mistake => "The record should never have been made",
        }
    }
}

impl Declined {
    /// As one of several to choose from; who proposed it withdraws it without being asked why.
    pub const CHOICES: [Declined; 3] = [Declined::Early, Declined::Needed, Declined::WrongPerson];

    pub fn shown(self) -> &'static str {
        match self {
            Declined::Early => "The time for which the record has to be kept is not over",
            Declined::Needed => "The record is needed, for instance for a complaint, a claim or an inquiry",
            Declined::WrongPerson => "It is the wrong person",
            Declined::Withdrawn => "Withdrawn by who proposed it",
        }
    }
}

impl Standing {
    /// The word on its tag. One that nobody answered in time has lapsed.
    pub fn shown(self, lapsed: bool) -> &'static str {
        match self {
            Standing::Proposed if lapsed => "Lapsed",
            Standing::Proposed => "Proposed",
            Standing::Agreed => "Being erased",
            Standing::Done => "Erased",
            Standing::Declined => "Declined",
        }
    }
}

/// By which words texts name somebody: names and addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called(Vec<String>);

impl Called {
    pub fn by(words: impl IntoIterator<Item = String>) -> Called {
        Called(words.into_iter().map(|word| plain(&word)).filter(|word| !word.is_empty()).collect())
    }

    /// Whether one of them stands in the text, and is no part of a longer word. Capitals and the breaks of lines are
    /// nothing.
    pub fn stands_in(&self, text: &str) -> bool {
        let text = plain(text);
        self.0.iter().any(|word| {
            text.match_indices(word.as_str()).any(|(at, found)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
                !before.into_iter().chain(after).any(char::is_alphanumeric)
            })
        })
    }
}

/// Small letters, with one space wherever there is any.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A name as pages say it, where it may have been erased.
pub fn named(name: String) -> String {
    if name.is_empty() { NOBODY.to_owned() } else { name }
}

/// An address at which nothing arrives; the domain is reserved for this.
pub fn nowhere(person: &AccountId) -> String {
    format!("erased-{person}@invalid")
}

/// The first day on which the six years after leaving are over.
pub fn over_from(left: Day) -> Day {
    left.plus_months(12 * YEARS_KEPT).plus_days(1)
}

/// The six years are not over; nobody knows of when there was no enrolment.
pub fn is_early(left: Option<Day>, today: Day) -> bool {
    left.is_some_and(|left| today < over_from(left))
}

/// An erasure as the list outside the database tells it: enough to do it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldErased {
    pub format: u32,
    pub erasure: ErasureId,
    pub person: AccountId,
    /// Empty for somebody without a record: an assessor who never had an account to sign in to.
    pub portfolio: PortfolioId,
    pub why: Why,
    pub keeps_name: bool,
    pub proposed_by: String,
    pub proposed_at: Moment,
    pub agreed_by: String,
    pub agreed_at: Moment,
    /// What they stated as an assessor: in a backup of before their account was opened they are known by nothing else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementId>,
}

/// Raised when an older release could not read a line any more.
pub const FORMAT: u32 = 1;

impl ToldErased {
    /// A line with the hash of itself behind a tab.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        sealed(self)
    }

    /// Nothing for a line that is torn, changed, of a newer release, or about something else.
    pub fn of_line(line: &str) -> Option<ToldErased> {
        let told: ToldErased = serde_json::from_str(unsealed(line)?).ok()?;
        Some(told).filter(|told| told.format <= FORMAT)
    }

    pub fn has_record(&self) -> bool {
        !self.portfolio.as_str().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::redaction::Told;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn somebody_is_named_by_whole_words_however_they_are_written() {
        let ann = Called::by(["Ann  Field", "ann@demo.example", " "].map(str::to_owned));
        for text in ["Ann Field asks you.", "of ANN\nFIELD.", "<ann@demo.example>", "(Ann Field’s)"] {
            assert!(ann.stands_in(text), "{text}");
        }
        for text in ["", "Joann Field", "Ann Fielding", "Ann of the Field", "joann@demo.example"] {
            assert!(!ann.stands_in(text), "{text}");
        }
        assert!(!Called::default().stands_in("Ann Field"));
    }

    #[test]
    fn six_years_after_leaving_and_not_a_day_earlier() {
        let left = day("2027-08-31");
        assert_eq!(over_from(left), day("2033-09-01"));
        assert!(is_early(Some(left), day("2033-08-31")));
        assert!(!is_early(Some(left), day("2033-09-01")));
        assert!(!is_early(None, day("2026-11-12")));
    }

    #[test]
    fn a_line_is_read_as_it_was_written_and_is_no_redaction() {
        let told = ToldErased {
            format: FORMAT,
            erasure: ErasureId::new("x"),
            person: AccountId::new("ann"),
            portfolio: PortfolioId::new("p"),
            why: Why::Retention,
            keeps_name: false,
            proposed_by: "ivo".into(),
            proposed_at: Moment::of_millis(1),
            agreed_by: "adam".into(),
            agreed_at: Moment::of_millis(2),
            statements: Vec::new(),
        };
        let line = told.line().unwrap();
        assert!(!line.contains("statements"), "the lines of before are what they were");
        let assessor = ToldErased { statements: vec![StatementId::new("s")], ..told.clone() };
        assert_eq!(ToldErased::of_line(&assessor.line().unwrap()), Some(assessor));
        assert_eq!(ToldErased::of_line(&line), Some(told.clone()));
        assert_eq!(Told::of_line(&line), None);
        assert_eq!(ToldErased::of_line(&line[..line.len() - 3]), None);
        assert_eq!(ToldErased::of_line(&line.replace("ann", "bob")), None);
        let newer = ToldErased { format: FORMAT + 1, ..told };
        assert_eq!(ToldErased::of_line(&newer.line().unwrap()), None);
    }

    #[test]
    fn a_proposal_that_nobody_answered_has_lapsed() {
        assert_eq!(Standing::Proposed.shown(true), "Lapsed");
        assert_eq!(Standing::Done.shown(true), "Erased");
        assert_eq!(nowhere(&AccountId::new("a1")), "erased-a1@invalid");
    }
}
