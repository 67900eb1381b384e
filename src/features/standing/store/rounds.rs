//! The round of feedback under an enrolment that is not over: what a requirement's page says of it.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, feedback_rounds};
use crate::domain::fault::Fault;
use crate::domain::feedback::State;
use crate::domain::names::{EnrolmentId, RoundId};
use crate::domain::time::Day;

/// Where it stands, and whom it waits with.
pub struct OpenRound {
    pub id: RoundId,
    pub state: State,
    pub closes_on: Option<Day>,
    pub supervisor: String,
}

// open: about an enrolment that was found in sight; it says that there is a round, and nothing of what is in it
pub fn open_round(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Option<OpenRound>, Fault> {
    let over: Vec<&str> =
        State::ALL.iter().filter(|state| state.is_over()).map(|state| state.as_str()).collect();
    let found: Option<(RoundId, String, Option<Day>, String)> = feedback_rounds::table
        .inner_join(accounts::table.on(accounts::id.eq(feedback_rounds::supervisor_id)))
        .filter(feedback_rounds::enrolment_id.eq(enrolment))
        .filter(feedback_rounds::state.ne_all(over))
        .order((feedback_rounds::begun_at.desc(), feedback_rounds::id))
        .select((feedback_rounds::id, feedback_rounds::state, feedback_rounds::closes_on, accounts::name))
        .first(conn)
        .optional()?;
    let Some((id, state, closes_on, supervisor)) = found else { return Ok(None) };
    Ok(Some(OpenRound { id, state: state.parse().map_err(Fault::broken)?, closes_on, supervisor }))
}
