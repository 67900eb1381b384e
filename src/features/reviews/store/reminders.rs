//! Who has not prepared yet, and who was told so.

use diesel::prelude::*;

use super::found::found_by_house;
use super::plan::supervisors_of;
use crate::db::conn::Conn;
use crate::db::schema::sight as seen;
use crate::db::schema::{
    enrolments, portfolios, review_packs, review_preparations, review_reminders, reviews,
};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::review::terms_of;
use crate::domain::role::{Capacity, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::programmes;
use crate::on_both;

/// Somebody who has a side to prepare and has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprepared {
    pub review: ReviewId,
    pub who: AccountId,
    /// Which reminder: so many days before the last day for it.
    pub due: i64,
}

/// More days than any programme reminds before.
const LONGEST: i64 = 365;

/// Of every review of which a reminder is due after the programme's days: the trainee, and every supervisor while none
/// has prepared.
pub fn unprepared(conn: &mut Conn, shelf: &Shelf, today: Day, _: System) -> Result<Vec<Unprepared>, Fault> {
    let frozen =
        review_packs::table.filter(review_packs::withdrawn_at.is_null()).select(review_packs::review_id);
    let open: Vec<(ReviewId, EnrolmentId, AccountId, Day, VersionId)> = reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(reviews::enrolment_id)))
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::prepare_by.between(today, today.plus_days(LONGEST)))
        .filter(reviews::id.ne_all(frozen))
        .order(reviews::id)
        .select((
            reviews::id,
            reviews::enrolment_id,
            portfolios::person_id,
            reviews::prepare_by,
            enrolments::version_id,
        ))
        .load(conn)?;
    let mut all = Vec::new();
    for (review, enrolment, owner, prepare_by, version) in open {
        let days = programmes::version_at(conn, shelf, &version, None)?.reviews.clone();
        let terms = terms_of(&days).map_err(Fault::Broken)?;
        let Some(due) = terms.reminder_due(today, prepare_by) else { continue };
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
        all.extend(who.into_iter().map(|who| Unprepared { review: review.clone(), who, due }));
    }
    Ok(all)
}

/// Writes down that this reminder goes; false where it has gone already.
pub fn claim(tx: &mut Tx<'_>, one: &Unprepared, _: System) -> Result<bool, Fault> {
    let (now, days) = (tx.now(), i32::try_from(one.due).map_err(Fault::broken)?);
    let row = (
        review_reminders::review_id.eq(&one.review),
        review_reminders::account_id.eq(&one.who),
        review_reminders::days.eq(days),
        review_reminders::told_at.eq(now),
    );
    // Rounds of two nodes may overlap.
    let new = on_both!(tx.conn(), |c| diesel::insert_into(review_reminders::table)
        .values(row)
        .on_conflict((review_reminders::review_id, review_reminders::account_id, review_reminders::days))
        .do_nothing()
        .execute(c))?;
    Ok(new == 1)
}

/// Days after its own for which a review is still frozen by the house, should it have slept on that day.
const LATE: i64 = 14;

/// Planned reviews of which nothing was frozen yet and that may be due for it, by their days; which are is asked again
/// in the write.
pub fn to_freeze(
    conn: &mut Conn,
    shelf: &Shelf,
    now: Moment,
    system: System,
) -> Result<Vec<(ReviewId, EnrolmentId)>, Fault> {
    let today = now.day_in(DEFAULT_ZONE);
    let open: Vec<(ReviewId, EnrolmentId)> = reviews::table
        .inner_join(enrolments::table.on(enrolments::id.eq(reviews::enrolment_id)))
        .filter(enrolments::known_until.is_null())
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::held_on.between(today.plus_days(-LATE), today.plus_days(LONGEST)))
        .filter(reviews::prepare_by.lt(today))
        .filter(reviews::id.ne_all(review_packs::table.select(review_packs::review_id)))
        .order(reviews::id)
        .select((reviews::id, reviews::enrolment_id))
        .load(conn)?;
    let mut due = Vec::new();
    for (review, enrolment) in open {
        if now > found_by_house(conn, shelf, &review, now, system)?.frozen_after().1 {
            due.push((review, enrolment));
        }
    }
    Ok(due)
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
