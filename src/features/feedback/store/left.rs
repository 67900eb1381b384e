//! Rounds that run on while whoever looked after them does not supervise there any more: their appointment ended, or
//! their account was closed. Who goes on with one, and which leads were told.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, feedback_rounds, notices, sight};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::feedback::{News, State};
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::role::{Capacity, System};
use crate::domain::time::Day;
use crate::features::feedback::store::rounds::over;
use crate::features::people;

/// Running rounds that nobody looks after who was chosen for it, each with its enrolment. What a trainee still prepares
/// waits for nobody.
pub fn left_alone(conn: &mut Conn, today: Day, _: System) -> Result<Vec<(RoundId, EnrolmentId)>, Fault> {
    let still = sight::table
        .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
        .filter(sight::viewer_id.eq(feedback_rounds::supervisor_id))
        .filter(sight::enrolment_id.eq(feedback_rounds::enrolment_id))
        .filter(sight::capacity.eq(Capacity::Supervisor.as_str()))
        .filter(sight::from_day.le(today))
        .filter(sight::until_day.ge(today))
        .filter(accounts::closed_at.is_null())
        .select(sight::enrolment_id);
    let running = [State::Proposed.as_str(), State::Open.as_str(), State::Closed.as_str()];
    Ok(feedback_rounds::table
        .filter(feedback_rounds::state.eq_any(running))
        .filter(diesel::dsl::not(diesel::dsl::exists(still)))
        .order(feedback_rounds::id)
        .select((feedback_rounds::id, feedback_rounds::enrolment_id))
        .load(conn)?)
}

/// Tells whoever leads the enrolment today, each once for as long as the notice is kept; gives how many.
pub fn tell_leads(
    tx: &mut Tx<'_>,
    (round, enrolment): (&RoundId, &EnrolmentId),
    today: Day,
    _: System,
) -> Result<usize, Fault> {
    // Held until this write is over: of two runs the second finds the notices of the first.
    over(tx, round)?;
    let what = Notice::Feedback { round: round.clone(), news: News::Left };
    let body = serde_json::to_string(&what).map_err(Fault::broken)?;
    let leads =
        people::who_may_decide(tx.conn(), std::slice::from_ref(enrolment), Capacity::Lead, today, today)?;
    let leads: Vec<AccountId> = leads.into_iter().map(|(id, _)| id).collect();
    let told: Vec<AccountId> = notices::table
        .filter(notices::account_id.eq_any(&leads))
        .filter(notices::body.eq(&body))
        .select(notices::account_id)
        .load(tx.conn())?;
    let new = leads.into_iter().filter(|lead| !told.contains(lead));
    let mut count = 0;
    for to in new {
        tx.later(Job::Tell { to, what: what.clone() })?;
        count += 1;
    }
    Ok(count)
}

/// Who supervises the enrolment today, by name; never the trainee.
// open: about a round that was found in sight
pub fn supervising(
    conn: &mut Conn,
    enrolment: &EnrolmentId,
    owner: &AccountId,
    today: Day,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let mut all =
        people::who_may_decide(conn, std::slice::from_ref(enrolment), Capacity::Supervisor, today, today)?;
    all.retain(|(id, _)| id != owner);
    Ok(all)
}

/// Who is told of what waits in a round: whoever was chosen, and once they supervise no more, everybody who does.
// open: for letters about a round that was found in sight, or by the house
pub fn looking_after(
    conn: &mut Conn,
    (chosen, owner): (&AccountId, &AccountId),
    enrolment: &EnrolmentId,
    today: Day,
) -> Result<Vec<AccountId>, Fault> {
    let all: Vec<AccountId> =
        supervising(conn, enrolment, owner, today)?.into_iter().map(|(id, _)| id).collect();
    Ok(if all.contains(chosen) { vec![chosen.clone()] } else { all })
}
