//! Rounds of feedback that wait for somebody: told in the inbox, and looked after in a room of their own. Where whoever
//! was chosen supervises no more, it waits for everybody who does.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, feedback_rounds, portfolios, sight};
use crate::db::sight::enrolments_held;
use crate::domain::fault::Fault;
use crate::domain::feedback::State;
use crate::domain::role::{Capacity, Sight};

/// Proposed, to be closed, or to be released by this person.
pub fn rounds_waiting(conn: &mut Conn, who: &Sight) -> Result<i64, Fault> {
    let asked =
        feedback_rounds::state.eq(State::Open.as_str()).and(feedback_rounds::close_asked_at.is_not_null());
    let supervisor = Capacity::Supervisor.as_str();
    let still = sight::table
        .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
        .filter(sight::viewer_id.eq(feedback_rounds::supervisor_id))
        .filter(sight::enrolment_id.eq(feedback_rounds::enrolment_id))
        .filter(sight::capacity.eq(supervisor))
        .filter(sight::from_day.le(who.today()))
        .filter(sight::until_day.ge(who.today()))
        .filter(accounts::closed_at.is_null())
        .select(sight::enrolment_id);
    let alone = diesel::dsl::not(diesel::dsl::exists(still));
    Ok(feedback_rounds::table
        .inner_join(portfolios::table.on(portfolios::id.eq(feedback_rounds::portfolio_id)))
        .filter(portfolios::person_id.ne(who.viewer()))
        .filter(feedback_rounds::enrolment_id.eq_any(enrolments_held(who, supervisor)))
        .filter(feedback_rounds::supervisor_id.eq(who.viewer()).or(alone))
        .filter(feedback_rounds::state.eq_any([State::Proposed.as_str(), State::Closed.as_str()]).or(asked))
        .count()
        .get_result(conn)?)
}
