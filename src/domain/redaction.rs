//! Patient data found in an entry: what sort of thing it is, where it stands, and what is left when it was struck
//! out. A place is named by its code, never by its words, so that all of this can be written into books, jobs and
//! the list that is kept outside the database. Decided: a place is struck out whole (a field, a file, what one
//! person wrote with a decision) and in every version, because a part of a sentence around a name tells the name.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::audit::digest;
use crate::domain::names::{
    AcceptanceId, AcknowledgementId, DecisionId, EntryId, PortfolioId, QualityActionId, RedactionId,
    ReviewId, StatementId,
};
use crate::domain::time::Moment;
use crate::domain::words::UnknownWord;
use crate::text_words;

text_words! {
    /// What was found.
    enum Sort "sort of patient data" {
        Name = "name",
        Number = "number",
        Birth = "birth",
        Contact = "contact",
        Picture = "picture",
        Story = "story",
    }
    /// Where an incident is.
    enum Standing "state of an incident" {
        Open = "open",
        Struck = "struck",
        Unfounded = "unfounded",
        Closed = "closed",
    }
}

/// Why a signature ended that stood on what was struck out; the reason in its row.
pub const UNSIGNED: &str = "Something in the entry was struck out, so it is assessed again.";

/// The words with which an entry goes back to its owner.
pub const SENT_BACK: &str = "Patient data was struck out. Write it again without, and submit it.";

/// The same where its owner could change nothing of it, and it goes back to whoever wrote it.
pub const SENT_BACK_TO_WRITER: &str = "Patient data was struck out.";

/// With both of them the house says it, and nobody wrote it.
pub const SENDS_BACK: [&str; 2] = [SENT_BACK, SENT_BACK_TO_WRITER];

impl Sort {
    /// As one of several to choose from.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Name => "A patient’s name",
            Sort::Number => "An NHS number, hospital number or other number of a patient",
            Sort::Birth => "A date of birth or another full date of a patient",
            Sort::Contact => "An address, telephone number or email address of a patient",
            Sort::Picture => "A picture or recording in which a patient can be recognised",
            Sort::Story => "Details from which a patient could be recognised",
        }
    }

    /// In the middle of a sentence.
    pub fn shown(self) -> &'static str {
        match self {
            Sort::Name => "a patient’s name",
            Sort::Number => "a number of a patient",
            Sort::Birth => "a date of a patient’s",
            Sort::Contact => "a patient’s address or number",
            Sort::Picture => "a picture of a patient",
            Sort::Story => "details of a patient",
        }
    }
}

impl Standing {
    /// The word on its tag.
    pub fn shown(self) -> &'static str {
        match self {
            Standing::Open => "To be struck out",
            Standing::Struck => "Struck out",
            Standing::Unfounded => "Unfounded",
            Standing::Closed => "Closed",
        }
    }

    pub fn is_over(self) -> bool {
        matches!(self, Standing::Unfounded | Standing::Closed)
    }
}

/// Where something stands in an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A field, by its code.
    Field(String),
    /// A file's bytes and name, by the hash.
    File(String),
    /// Only the name of a file.
    FileName(String),
    /// What somebody wrote with a decision, their side of the form included.
    Decision(DecisionId),
    /// What somebody without an account wrote.
    Statement(StatementId),
    /// What somebody wrote who accepted an earlier record.
    Acceptance(AcceptanceId),
    /// What the owner answered to what somebody else began.
    Reply(AcknowledgementId),
    /// What was written in the review that the entry came from: by both sides, with the outcome, and about it.
    Review(ReviewId),
    /// What is to be done after a second reading of a decision on the entry, and who does it.
    Action(QualityActionId),
    /// The thought beside the entry.
    Reflection,
}

impl Place {
    /// It is part of what a signature covers: without it the entry has to be assessed again.
    pub fn is_content(&self) -> bool {
        matches!(self, Place::Field(_) | Place::File(_) | Place::FileName(_))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Field(code) => write!(f, "field:{code}"),
            Place::File(hash) => write!(f, "file:{hash}"),
            Place::FileName(hash) => write!(f, "file-name:{hash}"),
            Place::Decision(id) => write!(f, "decision:{id}"),
            Place::Statement(id) => write!(f, "statement:{id}"),
            Place::Acceptance(id) => write!(f, "acceptance:{id}"),
            Place::Reply(id) => write!(f, "reply:{id}"),
            Place::Review(id) => write!(f, "review:{id}"),
            Place::Action(id) => write!(f, "action:{id}"),
            Place::Reflection => f.write_str("reflection"),
        }
    }
}

impl FromStr for Place {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Place, UnknownWord> {
        let unknown = || UnknownWord { of: "place in an entry", text: text.to_owned() };
        if text.chars().any(char::is_whitespace) {
            return Err(unknown());
        }
        match text.split_once(':') {
            Some(("field", code)) if !code.is_empty() => Ok(Place::Field(code.to_owned())),
            Some(("file", hash)) if is_hash(hash) => Ok(Place::File(hash.to_owned())),
            Some(("file-name", hash)) if is_hash(hash) => Ok(Place::FileName(hash.to_owned())),
            Some(("decision", id)) => Ok(Place::Decision(DecisionId::new(id))),
            Some(("statement", id)) => Ok(Place::Statement(StatementId::new(id))),
            Some(("acceptance", id)) => Ok(Place::Acceptance(AcceptanceId::new(id))),
            Some(("reply", id)) => Ok(Place::Reply(AcknowledgementId::new(id))),
            Some(("review", id)) => Ok(Place::Review(ReviewId::new(id))),
            Some(("action", id)) => Ok(Place::Action(QualityActionId::new(id))),
            None if text == "reflection" => Ok(Place::Reflection),
            _ => Err(unknown()),
        }
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// In what something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    Entry(EntryId),
    /// In what was written in a review that no entry stands for.
    Review(ReviewId),
}

impl Within {
    /// As an event names it: `entry/01…`.
    pub fn subject(&self) -> String {
        match self {
            Within::Entry(id) => format!("entry/{id}"),
            Within::Review(id) => format!("review/{id}"),
        }
    }
}

/// Places in one text, as a row and a book hold them.
pub fn written(places: &BTreeSet<Place>) -> String {
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What cannot be read any more is left out: a place that nobody knows is nowhere.
pub fn read(text: &str) -> BTreeSet<Place> {
    text.split_whitespace().filter_map(|place| place.parse().ok()).collect()
}

/// One cell of one row that was struck out, and the commitment that stands in its stead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Left {
    /// `entry_versions/01…`
    pub row: String,
    pub key: String,
    pub left: String,
}

/// A redaction as the list outside the database tells it: enough to do it again, and no word of what went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub format: u32,
    pub redaction: RedactionId,
    pub portfolio: PortfolioId,
    /// Empty where it is of a review: an older release finds no such entry, and does nothing.
    pub entry: EntryId,
    pub sort: Sort,
    /// As in the row: `field:notes file:3f…`.
    pub places: String,
    pub left: Vec<Left>,
    /// Hashes.
    pub files: Vec<String>,
    pub struck_by: String,
    /// In which capacity; empty in lines from before it was told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub capacity: String,
    pub struck_at: Moment,
}

/// Raised when an older release could not read a line any more.
pub const FORMAT: u32 = 1;

impl Told {
    /// A line with the hash of itself behind a tab: a torn line is known for one.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        sealed(self)
    }

    /// The review whose words went, where it is of no entry.
    pub fn review(&self) -> Option<ReviewId> {
        let first = read(&self.places).into_iter().next().filter(|_| self.entry.as_str().is_empty());
        first.and_then(|place| if let Place::Review(id) = place { Some(id) } else { None })
    }

    /// Nothing for a line that is torn, changed or of a newer release.
    pub fn of_line(line: &str) -> Option<Told> {
        let told: Told = serde_json::from_str(unsealed(line)?).ok()?;
        Some(told).filter(|told| told.format <= FORMAT)
    }
}

/// A line of the list outside the database: what it says, and the hash of that behind a tab.
pub fn sealed(told: &impl Serialize) -> Result<String, serde_json::Error> {
    let said = serde_json::to_string(told)?;
    let sum = digest(std::slice::from_ref(&said));
    Ok(format!("{said}\t{sum}\n"))
}

/// What a line says, if nothing of it was torn off or changed.
pub fn unsealed(line: &str) -> Option<&str> {
    let (said, sum) = line.trim_end_matches('\n').rsplit_once('\t')?;
    (digest(&[said.to_owned()]) == sum).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let hash = "ab".repeat(32);
        let all: BTreeSet<Place> = [
            Place::Field("notes".into()),
            Place::File(hash.clone()),
            Place::FileName(hash),
            Place::Decision(DecisionId::new("d")),
            Place::Statement(StatementId::new("s")),
            Place::Acceptance(AcceptanceId::new("a")),
            Place::Reply(AcknowledgementId::new("k")),
            Place::Review(ReviewId::new("v")),
            Place::Action(QualityActionId::new("q")),
            Place::Reflection,
        ]
        .into();
        assert_eq!(read(&written(&all)), all);
        for bad in ["", "field:", "file:short", "words", "field:a b", "decision"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
        let content: Vec<bool> = all.iter().map(Place::is_content).collect();
        assert_eq!(content, [true, true, true, false, false, false, false, false, false, false]);
    }

    #[test]
    fn a_line_that_was_torn_or_changed_is_no_line() {
        let told = Told {
            format: FORMAT,
            redaction: RedactionId::new("r"),
            portfolio: PortfolioId::new("p"),
            entry: EntryId::new("e"),
            sort: Sort::Name,
            places: "field:notes".into(),
            left: vec![Left { row: "entry_versions/v".into(), key: "notes".into(), left: "ab".into() }],
            files: Vec::new(),
            struck_by: "lead".into(),
            capacity: "lead".into(),
            struck_at: Moment::of_millis(1),
        };
        let line = told.line().unwrap();
        assert_eq!(Told::of_line(&line), Some(told.clone()));
        assert_eq!(Told::of_line(&line[..line.len() - 9]), None);
        assert_eq!(Told::of_line(&line.replace("notes", "other")), None);
        // Lines of before it was told in which capacity are read as they were written.
        let before = Told { capacity: String::new(), ..told.clone() };
        assert!(line.contains("capacity") && !before.line().unwrap().contains("capacity"));
        assert_eq!(Told::of_line(&before.line().unwrap()), Some(before));
        let newer = Told { format: FORMAT + 1, ..told };
        assert_eq!(Told::of_line(&newer.line().unwrap()), None);
    }
}
