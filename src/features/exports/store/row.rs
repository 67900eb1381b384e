//! The row of a report, and what an event commits to of it.

use crate::db::schema::exports;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, ExportId};
use crate::domain::time::Moment;
use crate::text_words;

/// After so many days a report is taken away: it is a copy, and copies age.
pub const KEPT_DAYS: i64 = 7;

text_words! {
    /// What a report is about.
    enum What "what a report is about" {
        Portfolio = "portfolio",
        Cohort = "cohort",
    }
    /// How it is written.
    enum Format "format of a report" {
        Pdf = "pdf",
        Xlsx = "xlsx",
        Csv = "csv",
    }
    /// What became of it.
    enum State "state of a report" {
        Asked = "asked",
        Ready = "ready",
        Failed = "failed",
        Expired = "expired",
    }
}

/// A report's row.
#[derive(Debug, Clone)]
pub struct ExportRow {
    pub id: ExportId,
    pub asked_by: AccountId,
    pub what: What,
    /// An enrolment's id, or the choices of a cohort.
    pub subject: String,
    pub title: String,
    pub format: Format,
    pub as_at: Moment,
    pub state: State,
    pub file_hash: String,
    pub size: i64,
    /// Why it failed, or was taken away before its time, for the person.
    pub fault: String,
    pub asked_at: Moment,
    pub ended_at: Option<Moment>,
}

impl ExportRow {
    pub fn enrolment(&self) -> EnrolmentId {
        EnrolmentId::new(&self.subject)
    }

    pub fn expires_at(&self) -> Option<Moment> {
        self.ended_at.map(|at| at.plus_days(KEPT_DAYS))
    }
}

/// What an event commits to of a report: who was given which file about what. Its later end is not part of it.
impl Committed for ExportRow {
    fn place(&self) -> String {
        format!("exports/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.asked_by.to_string(),
            self.what.to_string(),
            self.subject.clone(),
            self.format.to_string(),
            self.as_at.to_string(),
            self.asked_at.to_string(),
            self.file_hash.clone(),
            self.size.to_string(),
        ]
    }
}

pub(super) type Columns = (
    exports::id,
    exports::asked_by,
    exports::what,
    exports::subject,
    exports::title,
    exports::format,
    exports::as_at,
    exports::state,
    exports::file_hash,
    exports::size,
    exports::fault,
    exports::asked_at,
    exports::ended_at,
);

pub(super) const COLUMNS: Columns = (
    exports::id,
    exports::asked_by,
    exports::what,
    exports::subject,
    exports::title,
    exports::format,
    exports::as_at,
    exports::state,
    exports::file_hash,
    exports::size,
    exports::fault,
    exports::asked_at,
    exports::ended_at,
);

pub(super) type Loaded = (
    ExportId,
    AccountId,
    String,
    String,
    String,
    String,
    Moment,
    String,
    String,
    i64,
    String,
    Moment,
    Option<Moment>,
);

pub(super) fn row(loaded: Loaded) -> Result<ExportRow, Fault> {
    let (
        id,
        asked_by,
        what,
        subject,
        title,
        format,
        as_at,
        state,
        file_hash,
        size,
        fault,
        asked_at,
        ended_at,
    ) = loaded;
    Ok(ExportRow {
        id,
        asked_by,
        what: what.parse().map_err(Fault::broken)?,
        subject,
        title,
        format: format.parse().map_err(Fault::broken)?,
        as_at,
        state: state.parse().map_err(Fault::broken)?,
        file_hash,
        size,
        fault,
        asked_at,
        ended_at,
    })
}
