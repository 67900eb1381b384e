//! Planning a review: its days and who sits.

use diesel::prelude::*;

use super::rows::{ReviewRow, SeatRow};
use crate::db::conn::Conn;
use crate::db::schema::sight as seen;
use crate::db::schema::{accounts, review_outcomes, review_reminders, review_seats, reviews};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::{CallOff, PlanReview, Seat};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

/// What a lead wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    pub sort: String,
    pub requirement: String,
    pub held_on: Day,
    pub prepare_by: Day,
}

fn by<A>(grant: &Grant<A>) -> Result<AccountId, Fault> {
    grant.account().cloned().ok_or_else(|| Fault::broken("only people plan reviews"))
}

pub fn plan(
    tx: &mut Tx<'_>,
    grant: &Grant<PlanReview>,
    portfolio: &PortfolioId,
    new: NewPlan,
) -> Result<ReviewRow, Fault> {
    // A page that was open twice plans one review. One that was held is over, whatever came of it.
    let same: i64 = reviews::table
        .filter(reviews::enrolment_id.eq(&grant.act().enrolment))
        .filter(reviews::sort.eq(&new.sort))
        .filter(reviews::held_on.eq(new.held_on))
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::id.ne_all(review_outcomes::table.select(review_outcomes::review_id)))
        .count()
        .get_result(tx.conn())?;
    refuse_unless(same == 0, || {
        Refusal::new("review-known", "This review is planned for that day already. See the list of reviews.")
    })?;
    let row = ReviewRow {
        id: tx.new_id(),
        portfolio_id: portfolio.clone(),
        enrolment_id: grant.act().enrolment.clone(),
        sort: new.sort,
        requirement: new.requirement,
        held_on: new.held_on,
        prepare_by: new.prepare_by,
        planned_by: by(grant)?,
        planned_at: tx.now(),
        called_off_by: None,
        called_off_at: None,
    };
    diesel::insert_into(reviews::table).values(&row).execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(row)
}

/// Other days, another sort.
pub fn change_plan(
    tx: &mut Tx<'_>,
    _grant: &Grant<PlanReview>,
    row: ReviewRow,
    new: NewPlan,
) -> Result<ReviewRow, Fault> {
    // Towards another day everybody is reminded anew.
    if new.prepare_by != row.prepare_by {
        let told = review_reminders::table.filter(review_reminders::review_id.eq(&row.id));
        diesel::delete(told).execute(tx.conn())?;
    }
    diesel::update(reviews::table.find(&row.id))
        .set((
            reviews::sort.eq(&new.sort),
            reviews::held_on.eq(new.held_on),
            reviews::prepare_by.eq(new.prepare_by),
        ))
        .execute(tx.conn())?;
    let row = ReviewRow { sort: new.sort, held_on: new.held_on, prepare_by: new.prepare_by, ..row };
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(row)
}

pub fn call_off(tx: &mut Tx<'_>, grant: &Grant<CallOff>, row: ReviewRow) -> Result<(), Fault> {
    let (by, now) = (by(grant)?, tx.now());
    diesel::update(reviews::table.find(&row.id))
        .set((reviews::called_off_by.eq(&by), reviews::called_off_at.eq(now)))
        .execute(tx.conn())?;
    let row = ReviewRow { called_off_by: Some(by), called_off_at: Some(now), ..row };
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(())
}

pub fn seat(tx: &mut Tx<'_>, grant: &Grant<Seat>, review: &ReviewRow, chair: bool) -> Result<SeatRow, Fault> {
    let row = SeatRow {
        id: tx.new_id(),
        review_id: review.id.clone(),
        person_id: grant.act().person.clone(),
        chair,
        given_by: by(grant)?,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(review_seats::table).values(&row).execute(tx.conn())?;
    tx.vouch(review.portfolio_id.clone(), &row);
    Ok(row)
}

/// The seat ends, and with it whatever its holder saw by it.
pub fn unseat(
    tx: &mut Tx<'_>,
    _grant: &Grant<PlanReview>,
    portfolio: &PortfolioId,
    row: SeatRow,
) -> Result<(), Fault> {
    let now: Moment = tx.now();
    diesel::update(review_seats::table.find(&row.id))
        .set(review_seats::known_until.eq(now))
        .execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &SeatRow { known_until: Some(now), ..row });
    Ok(())
}

/// Whom a lead may choose from: whoever supervises or leads any of those whom they lead, by name.
pub fn candidates(
    conn: &mut Conn,
    who: &Sight,
    owner: &AccountId,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let theirs = diesel::alias!(seen as theirs);
    let near = theirs
        .filter(theirs.field(seen::enrolment_id).eq_any(sight::enrolments_held(who, "lead")))
        .filter(theirs.field(seen::capacity).eq_any(["supervisor", "lead"]))
        .filter(theirs.field(seen::from_day).le(who.today()))
        .filter(theirs.field(seen::until_day).ge(who.today()))
        .select(theirs.field(seen::viewer_id));
    Ok(accounts::table
        .filter(accounts::id.eq_any(near))
        .filter(accounts::id.ne(owner))
        .filter(accounts::closed_at.is_null())
        .order((accounts::name_folded, accounts::id))
        .select((accounts::id, accounts::name))
        .load(conn)?)
}

/// Somebody of the house by their exact address, whom a lead names for a panel.
// open: a lead who knows the address may invite whoever has it; no more than the name is given
pub fn somebody_with(conn: &mut Conn, email_folded: &str) -> Result<Option<(AccountId, String)>, Fault> {
    Ok(accounts::table
        .filter(accounts::email_folded.eq(email_folded))
        .filter(accounts::closed_at.is_null())
        .select((accounts::id, accounts::name))
        .first(conn)
        .optional()?)
}

/// Who supervises the enrolment today.
// open: for letters that name nobody but the trainee
pub fn supervisors_of(conn: &mut Conn, id: &EnrolmentId, today: Day) -> Result<Vec<AccountId>, Fault> {
    Ok(seen::table
        .filter(seen::capacity.eq(Capacity::Supervisor.as_str()))
        .filter(seen::enrolment_id.eq(id))
        .filter(seen::from_day.le(today))
        .filter(seen::until_day.ge(today))
        .order(seen::viewer_id)
        .select(seen::viewer_id)
        .distinct()
        .load(conn)?)
}
