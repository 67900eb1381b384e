//! Reviews of which somebody's side is still to be prepared: told in the inbox, and looked after in a room of their own.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    enrolments, portfolios, review_outcomes, review_packs, review_preparations, reviews,
};
use crate::db::sight::enrolments_held;
use crate::domain::fault::Fault;
use crate::domain::names::ReviewId;
use crate::domain::review::Side;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::Day;

/// Of those whom this person supervises, while no supervisor has prepared; each with its last day, the nearest first.
pub fn to_prepare(conn: &mut Conn, who: &Sight) -> Result<Vec<(ReviewId, Day)>, Fault> {
    let frozen =
        review_packs::table.filter(review_packs::withdrawn_at.is_null()).select(review_packs::review_id);
    let prepared = review_preparations::table
        .filter(review_preparations::side.eq(Side::Supervisor.as_str()))
        .filter(review_preparations::known_until.is_null())
        .select(review_preparations::review_id);
    Ok(reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(reviews::enrolment_id)))
        .filter(portfolios::person_id.ne(who.viewer()))
        .filter(enrolments::known_until.is_null())
        .filter(reviews::enrolment_id.eq_any(enrolments_held(who, Capacity::Supervisor.as_str())))
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::prepare_by.ge(who.today()))
        .filter(reviews::id.ne_all(frozen))
        .filter(reviews::id.ne_all(review_outcomes::table.select(review_outcomes::review_id)))
        .filter(reviews::id.ne_all(prepared))
        .order((reviews::prepare_by, reviews::id))
        .select((reviews::id, reviews::prepare_by))
        .load(conn)?)
}
