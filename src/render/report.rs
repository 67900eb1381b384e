//! What every format prints, in order, as plain data: numbers, days and finished sentences. Whoever
//! gathers it has already decided what the asker may see; a reflection has no place here at all.
//! It travels as JSON to the child process that makes the PDF.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Stamp};
use super::review::{ReviewPart, Reviewed};
use crate::domain::time::Day;

mod sample;

/// Who asked for what, and as at when. Every export carries this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The document's title, such as "Training portfolio of Amira Khan".
    pub title: String,
    pub institution: String,
    /// The zone of every clock time in the report, in words: "Europe/London".
    pub zone: String,
    pub as_at: Stamp,
    pub asked_by: String,
    pub made_at: Stamp,
}

/// One person's portfolio as one enrolment reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioReport {
    pub about: About,
    pub person: String,
    pub programme: String,
    pub version: String,
    pub cohort: String,
    /// Which body keeps the official record, as a sentence; empty when the programme says nothing.
    pub official_record: String,
    pub enrolled_on: Day,
    pub due_on: Option<Day>,
    pub summary: Summary,
    pub chart: Vec<Bar>,
    pub requirements: Vec<RequirementRow>,
    /// Newest first or oldest first, as the gatherer likes: the PDF groups by kind and month and
    /// keeps the order within.
    pub entries: Vec<EntryRow>,
    pub marks: Vec<MarkRow>,
    pub registrations: Vec<RegistrationRow>,
    /// What happened to the enrolment and holds, in the order in which it became known.
    pub life: Vec<LifeLine>,
    /// Reviews with their outcomes, the earliest first; none in the pack of a panel.
    #[serde(default)]
    pub reviews: Vec<Reviewed>,
    /// What a review looks at, in the pack of its panel.
    #[serde(default)]
    pub review: Option<ReviewPart>,
    pub verification: Verification,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub met: u32,
    pub of: u32,
    /// Finished sentences, the most important first.
    pub headlines: Vec<String>,
}

/// One bar of the progress chart; only requirements that count towards a number have one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub label: String,
    pub signed: Amount,
    /// Waiting with somebody, not yet signed.
    pub submitted: Amount,
    pub target: Amount,
    /// Where an even pace would be on the day of the report.
    pub expected_today: Option<Amount>,
    pub unit: String,
}

impl Bar {
    /// What neither signed nor submitted work covers yet.
    pub fn to_go(&self) -> Amount {
        Amount(self.signed.0.saturating_add(self.submitted.0)).short_of(self.target)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementRow {
    pub code: String,
    pub section: String,
    pub title: String,
    /// The rule in plain words: "At least 150 supervised bypass cases."
    pub rule: String,
    pub recorded: Option<Amount>,
    pub submitted: Option<Amount>,
    pub signed: Option<Amount>,
    pub target: Option<Amount>,
    pub unit: String,
    pub state: String,
    pub due: Option<Day>,
    /// Where the figure comes from; `None` prints as "Illustrative figure".
    pub source: Option<String>,
    /// What is missing or why it is so; may be empty.
    pub note: String,
}

impl RequirementRow {
    pub fn source_words(&self) -> &str {
        self.source.as_deref().unwrap_or("Illustrative figure")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// The reference that people quote: "118".
    pub number: String,
    pub day: Day,
    pub kind: String,
    pub title: String,
    pub fields: Vec<Field>,
    pub state: String,
    pub version: u32,
    pub content_hash: String,
    pub decisions: Vec<DecisionRow>,
    /// With whom it waits and since when; `None` when it waits with nobody.
    pub waits: Option<Waits>,
    /// "CPB-150 Supervised bypass cases"
    pub counts_for: Vec<String>,
    pub not_for: Vec<NotFor>,
    pub evidence: Vec<EvidenceRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub label: String,
    /// As it is shown, with its unit: "96 minutes".
    pub value: String,
    /// The bare number, where the field is one; spreadsheets take this and name the unit in the header.
    pub number: Option<Amount>,
    /// "minutes"; empty for a field without one.
    pub unit: String,
}

/// A signature, or a return with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRow {
    pub signer: String,
    pub capacity: String,
    /// "Signed" or "Returned"
    pub verdict: String,
    pub at: Stamp,
    pub level: Option<String>,
    pub comment: String,
    /// How it was seen, and of somebody without an account how they showed who they are; empty where it was not asked.
    pub shown_by: String,
    /// The version of the entry that was on the screen.
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    pub with: String,
    pub since: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFor {
    pub requirement: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    pub name: String,
    pub media: String,
    /// "1.2 MB"
    pub size: String,
    pub hash: String,
}

/// A unit mark, an exam attempt or a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRow {
    pub kind: String,
    pub code: String,
    pub title: String,
    pub on: Day,
    pub attempt: Option<u32>,
    pub mark: Option<Amount>,
    pub credits: Option<Amount>,
    /// "Pass", "Fail", "Held until 31 March 2028"
    pub outcome: String,
    pub entered_by: String,
    pub entered_at: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationRow {
    pub body: String,
    pub category: String,
    pub number: String,
    pub valid_from: Option<Day>,
    pub valid_until: Option<Day>,
    /// `None`: claimed by the person, confirmed by nobody.
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Stamp>,
}

/// Something that happened to the enrolment; why is for its owner and their leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeLine {
    /// "Time out from 1 October 2026 until 3 March 2027"
    pub what: String,
    pub recorded_by: String,
    pub recorded_at: Stamp,
}

/// Where the audit chain of the report's book stood when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub book: String,
    /// The number of the last event in the book.
    pub head: i64,
    pub hash: String,
    /// How to check it, as a sentence.
    pub how: String,
}

/// A group of trainees: one row per trainee, and one per trainee and requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortReport {
    pub about: About,
    /// Every programme version in it: "MSc Clinical Perfusion Science, version 2026/27".
    pub programmes: Vec<String>,
    pub trainees: Vec<TraineeRow>,
    pub verification: Verification,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraineeRow {
    pub trainee: String,
    pub programme: String,
    pub version: String,
    pub cohort: String,
    pub state: String,
    pub met: u32,
    pub of: u32,
    /// Requirements whose state is Behind.
    pub behind: u32,
    /// Entries that wait with somebody.
    pub waiting: u32,
    pub last_entry: Option<Day>,
    pub standings: Vec<StandingRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingRow {
    pub code: String,
    pub title: String,
    pub recorded: Option<Amount>,
    pub submitted: Option<Amount>,
    pub signed: Option<Amount>,
    pub target: Option<Amount>,
    pub unit: String,
    pub state: String,
    pub due: Option<Day>,
    /// Whole days that the oldest waiting entry has waited.
    pub waits_longest_days: Option<u32>,
    pub waits_with: Option<String>,
}
