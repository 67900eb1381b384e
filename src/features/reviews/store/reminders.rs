//! Who has not prepared yet, and who was told so.

use diesel::prelude::*;

use super::plan::supervisors_of;
use crate::db::conn::Conn;
use crate::db::schema::sight as seen;
use crate::db::schema::{portfolios, review_packs, review_preparations, review_reminders, reviews};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::{Capacity, System};
use crate::domain::time::Day;

/// Somebody who has a side to prepare and has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprepared {
    pub review: ReviewId,
    pub who: AccountId,
    pub prepare_by: Day,
}

/// Of every review that is prepared until a day between these: the trainee, and every supervisor while none has.
pub fn unprepared(conn: &mut Conn, today: Day, until: Day, _: System) -> Result<Vec<Unprepared>, Fault> {
    let frozen =
        review_packs::table.filter(review_packs::withdrawn_at.is_null()).select(review_packs::review_id);
    let open: Vec<(ReviewId, EnrolmentId, AccountId, Day)> = reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::prepare_by.between(today, until))
        .filter(reviews::id.ne_all(frozen))
        .order(reviews::id)
        .select((reviews::id, reviews::enrolment_id, portfolios::person_id, reviews::prepare_by))
        .load(conn)?;
    let mut all = Vec::new();
    for (review, enrolment, owner, prepare_by) in open {
        let written: Vec<AccountId> = review_preparations::table
            .filter(review_preparations::review_id.eq(&review))
            .filter(review_preparations::known_until.is_null())
            .select(review_preparations::written_by)
            .load(conn)?;
        let mut who = Vec::new();
        if !written.contains(&owner) {
            who.push(owner.clone());
        }
        if written.iter().all(|one| *one == owner) {
            who.extend(supervisors_of(conn, &enrolment, today)?);
        }
        all.extend(who.into_iter().map(|who| Unprepared { review: review.clone(), who, prepare_by }));
    }
    Ok(all)
}

/// Writes down that this reminder goes; false where it has gone already.
pub fn claim(tx: &mut Tx<'_>, one: &Unprepared, days: i64, _: System) -> Result<bool, Fault> {
    let (now, days) = (tx.now(), i32::try_from(days).map_err(Fault::broken)?);
    let key = (&one.review, &one.who, days);
    let known: bool =
        diesel::select(diesel::dsl::exists(review_reminders::table.find(key))).get_result(tx.conn())?;
    if known {
        return Ok(false);
    }
    diesel::insert_into(review_reminders::table)
        .values((
            review_reminders::review_id.eq(&one.review),
            review_reminders::account_id.eq(&one.who),
            review_reminders::days.eq(days),
            review_reminders::told_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(true)
}

/// Who leads the enrolment today.
// open: for letters that name nobody but the trainee
pub fn leads_of(conn: &mut Conn, id: &EnrolmentId, today: Day) -> Result<Vec<AccountId>, Fault> {
    Ok(seen::table
        .filter(seen::capacity.eq(Capacity::Lead.as_str()))
        .filter(seen::enrolment_id.eq(id))
        .filter(seen::from_day.le(today))
        .filter(seen::until_day.ge(today))
        .order(seen::viewer_id)
        .select(seen::viewer_id)
        .distinct()
        .load(conn)?)
}
