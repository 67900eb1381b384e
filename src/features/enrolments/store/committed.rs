//! The rows of this room whose state events commit to. A filing is written here when somebody is
//! enrolled who has entries already.

use diesel::prelude::*;

use super::life::LifeRow;
use crate::db::conn::Conn;
use crate::db::schema::{enrolments, life_events, personal_terms, portfolios};
use crate::domain::audit::Committed;
use crate::domain::entry::prose_commitment;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, EntryId, PortfolioId, VersionId};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::store::entered::committed_entered;
use crate::features::enrolments::store::moved::committed_moves;

/// The prose of a term, in its salts.
pub(super) const REASON: &str = "reason";

/// Whose portfolio it is. The house's book commits to it, so that a portfolio cannot go with its book.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PortfolioRow {
    pub id: PortfolioId,
    pub person: AccountId,
}

impl Committed for PortfolioRow {
    fn place(&self) -> String {
        format!("portfolios/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.id.to_string(), self.person.to_string()]
    }
}

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

/// The reason is prose, which may have to be struck out one day: it is committed to under a salt. Rows of
/// release 0.1.0 have none, and their commitment covers only what rules read.
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
    pub salts: String,
}

impl Committed for TermRow {
    fn place(&self) -> String {
        format!("personal_terms/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.clone(),
            self.enrolment.to_string(),
            self.requirement.clone(),
            self.term.clone(),
            self.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            self.day.map(Day::iso).unwrap_or_default(),
            self.set_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ];
        if !self.salts.is_empty() {
            let covers = serde_json::from_str(&self.salts).unwrap_or_default();
            fields.push(prose_commitment(REASON, &self.reason, &covers));
        }
        fields
    }
}

/// An entry under an enrolment. The room `entries` writes them too, for each new entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
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

/// The portfolios that the house's book tells of, for `verify`.
// open: the house checks itself
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<PortfolioRow> =
        portfolios::table.order(portfolios::id).select((portfolios::id, portfolios::person_id)).load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

/// The enrolments, personal terms and lives of one portfolio's book, for `verify`. The room `entries` gives
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
        let lives: Vec<LifeRow> = life_events::table
            .filter(life_events::enrolment_id.eq(&row.id))
            .order(life_events::id)
            .load(conn)?;
        all.push(Box::new(row));
        all.extend(terms.into_iter().map(|term| Box::new(term) as Box<dyn Committed>));
        all.extend(lives.into_iter().map(|life| Box::new(life) as Box<dyn Committed>));
    }
    all.extend(committed_entered(conn, portfolio)?);
    all.extend(committed_moves(conn, portfolio)?);
    Ok(all)
}
