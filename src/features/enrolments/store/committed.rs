//! The rows of this room whose state events commit to. A filing is written here when somebody is
//! enrolled who has entries already, and by the room `entries` for each new entry.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, personal_terms};
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, EntryId, PortfolioId, VersionId};
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct EnrolmentRow {
    pub id: EnrolmentId,
    pub portfolio: PortfolioId,
    pub version: VersionId,
    pub department: DepartmentId,
    pub cohort: String,
    pub started_on: Day,
    pub ends_on: Day,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for EnrolmentRow {
    fn place(&self) -> String {
        format!("enrolments/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.portfolio.to_string(),
            self.version.to_string(),
            self.department.to_string(),
            self.cohort.clone(),
            self.started_on.iso(),
            self.ends_on.iso(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The commitment covers what rules read; the reason is prose, which may have to be struck out one day.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TermRow {
    pub id: String,
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub term: String,
    pub amount: Option<i64>,
    pub day: Option<Day>,
    pub reason: String,
    pub set_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for TermRow {
    fn place(&self) -> String {
        format!("personal_terms/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.enrolment.to_string(),
            self.requirement.clone(),
            self.term.clone(),
            self.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            self.day.map(Day::iso).unwrap_or_default(),
            self.set_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingRow {
    pub entry: EntryId,
    pub enrolment: EnrolmentId,
    pub day: Day,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for FilingRow {
    fn place(&self) -> String {
        format!("filings/{}.{}", self.entry, self.enrolment)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.entry.to_string(),
            self.enrolment.to_string(),
            self.day.iso(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The enrolments and personal terms of one portfolio's book, for `verify`. The room `entries` gives
/// the filings.
// open: the house checks itself
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    let rows: Vec<EnrolmentRow> =
        enrolments::table.filter(enrolments::portfolio_id.eq(portfolio)).order(enrolments::id).load(conn)?;
    for row in rows {
        let terms: Vec<TermRow> = personal_terms::table
            .filter(personal_terms::enrolment_id.eq(&row.id))
            .order(personal_terms::id)
            .load(conn)?;
        all.push(Box::new(row));
        for term in terms {
            all.push(Box::new(term));
        }
    }
    Ok(all)
}
