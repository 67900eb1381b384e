//! An entry with everything that one person may know of it, as plain data; `store` reads it.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::domain::entry::{Content, Covers, EntryState, FileMark, Verdict};
use crate::domain::kind::{Kind, Reader, Values};
use crate::domain::names::*;
use crate::domain::programme::called::Called;
use crate::domain::time::{Day, Moment};
use crate::features::entries::asked::AskedKind;
use crate::features::entries::assessed::Assessed;
use crate::features::entries::begun::AcknowledgedShown;
use crate::features::entries::handed::{LinkShown, StatementShown};

/// An entry at its latest version, with everything that was before.
#[derive(Debug, Clone)]
pub struct Seen {
    pub id: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub owner_name: String,
    /// With the fields that the owner's programmes add, so that nothing recorded is left out.
    pub kind: Arc<Kind>,
    pub asked: AskedKind,
    pub number: i32,
    pub title: String,
    pub state: EntryState,
    pub version: EntryVersionId,
    pub version_number: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub root: String,
    pub files: Vec<FileShown>,
    /// Whom it waits with.
    pub request: Option<OpenRequest>,
    /// The link by which somebody without an account may decide.
    pub link: Option<LinkShown>,
    /// What was decided without an account, the earliest first; most of it is a decision below.
    pub statements: Vec<StatementShown>,
    /// All that were ever made, oldest first; those that no longer stand say so.
    pub decisions: Vec<DecisionShown>,
    /// Oldest first; the last one is the one above.
    pub versions: Vec<VersionShown>,
    /// What the owner said of versions that somebody else wrote.
    pub acknowledged: Vec<AcknowledgedShown>,
    /// It is what a released round of feedback became.
    pub of_round: bool,
    /// What it is from before, if it is.
    pub before: Option<Before>,
    /// Enrolments under which it is filed now.
    pub filings: Vec<EnrolmentId>,
    /// What the programmes that it is filed under call those who decide.
    pub called: Called,
    pub changed_at: Moment,
    /// The clock of the owner's institution: times of the entry are shown on it.
    pub zone: Tz,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileShown {
    pub id: EvidenceId,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub hash: String,
    pub has_thumb: bool,
}

#[derive(Debug, Clone)]
pub struct OpenRequest {
    pub id: RequestId,
    pub version: EntryVersionId,
    pub asked: AccountId,
    pub asked_name: String,
    pub since: Moment,
}

#[derive(Debug, Clone)]
pub struct DecisionShown {
    pub id: DecisionId,
    pub version: EntryVersionId,
    pub version_number: i32,
    pub request: Option<RequestId>,
    pub signer: AccountId,
    pub signer_name: String,
    /// Code of the capacity in which they decided.
    pub capacity: String,
    /// The name of whoever was away, for whom they stood in.
    pub deputising_for: Option<String>,
    /// Taken together with others: how many, and whether this is the one that was looked at.
    pub batch: Option<(i32, bool)>,
    pub verdict: Verdict,
    pub satisfactory: bool,
    /// Code of a level of the kind's scale; empty without one.
    pub level: String,
    pub reason: String,
    pub comment: String,
    /// The reason or the comment was struck out.
    pub struck: bool,
    /// What they answered on the assessor's side of the form.
    pub assessed: Option<Assessed>,
    /// The content that was on the signer's screen.
    pub root: String,
    pub at: Moment,
    /// Since when it no longer stands, and why: `undo` or the signer's reason.
    pub undone: Option<(Moment, String)>,
}

/// An entry that came in from an earlier record, or claims earlier learning.
#[derive(Debug, Clone)]
pub struct Before {
    /// The entry that stands for the logbook, or the claim itself: its page says more.
    pub of: EntryId,
    /// The logbook or claim itself.
    pub is_record: bool,
    pub said: Vec<AcceptanceShown>,
}

/// What somebody said of it, oldest first; what was taken back says so.
#[derive(Debug, Clone)]
pub struct AcceptanceShown {
    pub id: AcceptanceId,
    pub by: AccountId,
    pub by_name: String,
    pub capacity: String,
    pub accepted: bool,
    /// Of a claim: hundredths.
    pub credit: Option<i64>,
    pub items: Vec<String>,
    pub reason: String,
    pub at: Moment,
    pub undone: Option<(Moment, String)>,
}

#[derive(Debug, Clone)]
pub struct VersionShown {
    pub id: EntryVersionId,
    pub number: i32,
    pub kind_version: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub covers: Covers,
    pub root: String,
    pub files: Vec<FileShown>,
    /// Who wrote it: its owner, or whoever began or entered it for them.
    pub by: AccountId,
    pub by_name: String,
    pub at: Moment,
    pub withdrawn_at: Option<Moment>,
}

impl VersionShown {
    /// Whether the stored words, days and files still are what the root says.
    pub fn is_intact(&self, kind: &str) -> bool {
        let content = Content {
            kind: kind.to_owned(),
            kind_version: self.kind_version,
            day: self.day,
            until: self.until,
            values: self.values.clone(),
            files: self.files.iter().map(FileShown::mark).collect(),
        };
        content.root(&self.covers) == self.root
    }
}

impl FileShown {
    pub fn mark(&self) -> FileMark {
        FileMark { name: self.name.clone(), hash: self.hash.clone() }
    }
}

impl DecisionShown {
    pub fn stands(&self) -> bool {
        self.undone.is_none()
    }

    /// Not undone within its seconds: also what was taken back later was said once.
    pub fn was_said(&self) -> bool {
        self.undone.as_ref().is_none_or(|(_, why)| why != "undo")
    }
}

impl Seen {
    pub fn is_owner(&self, who: &AccountId) -> bool {
        self.owner == *who
    }

    /// Its owner is told nothing of it: not that it was written, nor what became of it.
    pub fn is_closed_to_owner(&self) -> bool {
        self.kind.closed_to().any(|reader| reader == Reader::Trainee)
    }

    /// Somebody decided; what was undone within its seconds does not count.
    pub fn was_decided(&self) -> bool {
        self.decisions.iter().any(DecisionShown::was_said)
    }
}
