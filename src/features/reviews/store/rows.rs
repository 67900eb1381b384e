//! The rows whose state events commit to.

use diesel::prelude::*;

use super::outcomes::{ConditionRow, OutcomeRow, ReplyRow};
use super::packs::PackRow;
use super::preparing::PreparationRow;
use crate::db::conn::Conn;
use crate::db::schema::{
    review_conditions, review_outcomes, review_packs, review_preparations, review_replies, review_seats,
    reviews,
};
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = reviews)]
pub struct ReviewRow {
    pub id: ReviewId,
    pub portfolio_id: PortfolioId,
    pub enrolment_id: EnrolmentId,
    /// A choice of the form of reviews.
    pub sort: String,
    /// The programme's requirement that asks for it; empty for one of the lead's own.
    pub requirement: String,
    pub held_on: Day,
    pub prepare_by: Day,
    pub planned_by: AccountId,
    pub planned_at: Moment,
    pub called_off_by: Option<AccountId>,
    pub called_off_at: Option<Moment>,
}

fn or_nothing<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

impl Committed for ReviewRow {
    fn place(&self) -> String {
        format!("reviews/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.portfolio_id.to_string(),
            self.enrolment_id.to_string(),
            self.sort.clone(),
            self.requirement.clone(),
            self.held_on.iso(),
            self.prepare_by.iso(),
            self.planned_by.to_string(),
            self.planned_at.to_string(),
            or_nothing(self.called_off_by.as_ref()),
            or_nothing(self.called_off_at.as_ref()),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_seats)]
pub struct SeatRow {
    pub id: SeatId,
    pub review_id: ReviewId,
    pub person_id: AccountId,
    pub chair: bool,
    pub given_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for SeatRow {
    fn place(&self) -> String {
        format!("review_seats/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.review_id.to_string(),
            self.person_id.to_string(),
            self.chair.to_string(),
            self.given_by.to_string(),
            self.known_from.to_string(),
            or_nothing(self.known_until.as_ref()),
        ]
    }
}

/// A seat with the name of who has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SeatShown {
    pub row: SeatRow,
    pub name: String,
}

impl SeatShown {
    /// `Lea Brook (chair)`
    pub fn said(&self) -> String {
        if self.row.chair { format!("{} (chair)", self.name) } else { self.name.clone() }
    }
}

/// Everything about the reviews of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<ReviewRow> =
        reviews::table.filter(reviews::portfolio_id.eq(portfolio)).order(reviews::id).load(conn)?;
    let of = || reviews::table.filter(reviews::portfolio_id.eq(portfolio)).select(reviews::id);
    let seats: Vec<SeatRow> = review_seats::table
        .filter(review_seats::review_id.eq_any(of()))
        .order(review_seats::id)
        .load(conn)?;
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    all.extend(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(seats.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let prepared: Vec<PreparationRow> = review_preparations::table
        .filter(review_preparations::review_id.eq_any(of()))
        .order(review_preparations::id)
        .load(conn)?;
    all.extend(prepared.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let packs: Vec<PackRow> = review_packs::table
        .filter(review_packs::review_id.eq_any(of()))
        .order(review_packs::id)
        .load(conn)?;
    all.extend(packs.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(decided_rows(conn, portfolio)?);
    Ok(all)
}

/// Outcomes with what they ask for and what was said of them.
// open: as above
fn decided_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let of = reviews::table.filter(reviews::portfolio_id.eq(portfolio)).select(reviews::id);
    let outcomes: Vec<OutcomeRow> = review_outcomes::table
        .filter(review_outcomes::review_id.eq_any(of))
        .order(review_outcomes::id)
        .load(conn)?;
    let ids: Vec<&OutcomeId> = outcomes.iter().map(|row| &row.id).collect();
    let conditions: Vec<ConditionRow> = review_conditions::table
        .filter(review_conditions::outcome_id.eq_any(&ids))
        .order(review_conditions::id)
        .load(conn)?;
    let replies: Vec<ReplyRow> = review_replies::table
        .filter(review_replies::outcome_id.eq_any(&ids))
        .order(review_replies::id)
        .load(conn)?;
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    all.extend(outcomes.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(conditions.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(replies.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    Ok(all)
}
