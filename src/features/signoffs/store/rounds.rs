//! Rounds of feedback that wait for somebody: told in the inbox, and looked after in a room of their own.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::feedback_rounds;
use crate::domain::fault::Fault;
use crate::domain::feedback::State;
use crate::domain::role::Sight;

/// Proposed, to be closed, or to be released by this person.
pub fn rounds_waiting(conn: &mut Conn, who: &Sight) -> Result<i64, Fault> {
    let asked =
        feedback_rounds::state.eq(State::Open.as_str()).and(feedback_rounds::close_asked_at.is_not_null());
    Ok(feedback_rounds::table
        .filter(feedback_rounds::supervisor_id.eq(who.viewer()))
        .filter(feedback_rounds::state.eq_any([State::Proposed.as_str(), State::Closed.as_str()]).or(asked))
        .count()
        .get_result(conn)?)
}
