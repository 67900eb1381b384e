//! Rounds of feedback that an entry tells of: the one that it came from, or those that were released in the meeting
//! that it records: the one that was chosen at the release; where it had no record then, the one of its day.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{feedback_rounds, portfolios};
use crate::db::sight::enrolments_held;
use crate::domain::fault::Fault;
use crate::domain::feedback::{MEETING, ROUND, State};
use crate::domain::names::{EntryId, RoundId};
use crate::domain::role::{Capacity, Sight};
use crate::features::entries::store::Seen;

/// Those whose page this person sees. Only entries of these two kinds are asked about.
pub fn rounds_of(conn: &mut Conn, who: &Sight, entry: &Seen) -> Result<Vec<RoundId>, Fault> {
    if ![ROUND, MEETING].contains(&entry.kind.code.as_str()) {
        return Ok(Vec::new());
    }
    let supervised = enrolments_held(who, Capacity::Supervisor.as_str());
    let led = enrolments_held(who, Capacity::Lead.as_str());
    let released = feedback_rounds::table
        .inner_join(portfolios::table.on(portfolios::id.eq(feedback_rounds::portfolio_id)))
        .filter(feedback_rounds::portfolio_id.eq(&entry.portfolio))
        .filter(feedback_rounds::state.eq(State::Released.as_str()))
        .filter(
            portfolios::person_id
                .eq(who.viewer())
                .or(feedback_rounds::enrolment_id.eq_any(supervised))
                .or(feedback_rounds::enrolment_id.eq_any(led)),
        )
        .order((feedback_rounds::ended_at, feedback_rounds::id))
        .select(feedback_rounds::id);
    Ok(match entry.kind.code == ROUND {
        true => released.filter(feedback_rounds::entry_id.eq(&entry.id)).load(conn)?,
        // Where none was chosen at the release, the day says in which.
        false => released
            .filter(
                feedback_rounds::meeting_id.eq(&entry.id).or(feedback_rounds::meeting_id
                    .is_null()
                    .and(feedback_rounds::met_on.eq(entry.day))
                    .and(feedback_rounds::enrolment_id.eq_any(&entry.filings))),
            )
            .load(conn)?,
    })
}

/// Whether a released round became this entry. Only entries of its kind are asked about.
// open: called for an entry in sight; one yes or no
pub(super) fn is_of_round(conn: &mut Conn, kind: &str, entry: &EntryId) -> Result<bool, Fault> {
    if kind != ROUND {
        return Ok(false);
    }
    let released = feedback_rounds::table
        .filter(feedback_rounds::entry_id.eq(entry))
        .filter(feedback_rounds::state.eq(State::Released.as_str()));
    Ok(diesel::select(diesel::dsl::exists(released)).get_result(conn)?)
}
