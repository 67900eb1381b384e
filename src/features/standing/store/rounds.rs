//! Rounds of feedback that are not over: what a requirement's page says of one, and what a lead's list says of all.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, feedback_raters, feedback_rounds, sight};
use crate::db::sight::SightOver;
use crate::domain::fault::Fault;
use crate::domain::feedback::{Asked, State};
use crate::domain::names::{AccountId, EnrolmentId, RoundId};
use crate::domain::role::Capacity;
use crate::domain::time::{Day, Moment};
use crate::features::standing::figures::RoundWaits;

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
        .order((feedback_rounds::begun_at.desc(), feedback_rounds::id.desc()))
        .select((feedback_rounds::id, feedback_rounds::state, feedback_rounds::closes_on, accounts::name))
        .first(conn)
        .optional()?;
    let Some((id, state, closes_on, supervisor)) = found else { return Ok(None) };
    Ok(Some(OpenRound { id, state: state.parse().map_err(Fault::broken)?, closes_on, supervisor }))
}

/// What waits in a round, of many trainees at once, the oldest first. What a trainee still prepares is theirs. It counts
/// who answered, and names nobody who was asked.
pub fn rounds_of(conn: &mut Conn, over: &SightOver, today: Day) -> Result<Vec<RoundWaits>, Fault> {
    let running = [State::Proposed.as_str(), State::Open.as_str(), State::Closed.as_str()];
    type Times = (Moment, Option<Moment>, Option<Moment>, Option<Moment>, Option<Moment>);
    type Row = (RoundId, EnrolmentId, String, (AccountId, String), Option<Day>, Times);
    let mut rows: Vec<Row> = Vec::new();
    for some in over.enrolments() {
        let read: Vec<Row> = feedback_rounds::table
            .inner_join(accounts::table.on(accounts::id.eq(feedback_rounds::supervisor_id)))
            .filter(feedback_rounds::enrolment_id.eq_any(some))
            .filter(feedback_rounds::state.eq_any(running))
            .select((
                feedback_rounds::id,
                feedback_rounds::enrolment_id,
                feedback_rounds::state,
                (accounts::id, accounts::name),
                feedback_rounds::closes_on,
                (
                    feedback_rounds::begun_at,
                    feedback_rounds::proposed_at,
                    feedback_rounds::agreed_at,
                    feedback_rounds::close_asked_at,
                    feedback_rounds::closed_at,
                ),
            ))
            .load(conn)?;
        rows.extend(read);
    }
    // Most houses have none at most times: their page costs one statement.
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (mut counts, mut held) = (HashMap::new(), BTreeSet::new());
    for some in rows.chunks(1_000) {
        let ids: Vec<&RoundId> = some.iter().map(|row| &row.0).collect();
        let said: Vec<(RoundId, String)> = feedback_raters::table
            .filter(feedback_raters::round_id.eq_any(ids))
            .filter(feedback_raters::state.ne(Asked::Struck.as_str()))
            .select((feedback_raters::round_id, feedback_raters::state))
            .load(conn)?;
        for (round, state) in said {
            let (asked, answered): &mut (usize, usize) = counts.entry(round).or_default();
            *asked += 1;
            *answered += usize::from(state == Asked::Answered.as_str());
        }
        let (with, under): (BTreeSet<&AccountId>, BTreeSet<&EnrolmentId>) =
            some.iter().map(|row| (&row.3.0, &row.1)).unzip();
        let holds: Vec<(AccountId, EnrolmentId)> = sight::table
            .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
            .filter(accounts::closed_at.is_null())
            .filter(sight::viewer_id.eq_any(with))
            .filter(sight::enrolment_id.eq_any(under))
            .filter(sight::capacity.eq(Capacity::Supervisor.as_str()))
            .filter(sight::from_day.le(today))
            .filter(sight::until_day.ge(today))
            .select((sight::viewer_id, sight::enrolment_id))
            .load(conn)?;
        held.extend(holds);
    }
    let mut all = Vec::new();
    for (id, enrolment, state, (with, with_name), closes_on, times) in rows {
        let (begun, proposed, agreed, close_asked, closed) = times;
        let state: State = state.parse().map_err(Fault::broken)?;
        let since = match state {
            State::Proposed => proposed,
            State::Open => close_asked.or(agreed),
            _ => closed,
        };
        let (asked, answered) = counts.get(&id).copied().unwrap_or_default();
        all.push(RoundWaits {
            since: since.unwrap_or(begun),
            left: !held.contains(&(with, enrolment.clone())),
            close_asked: close_asked.is_some(),
            id,
            enrolment,
            state,
            with: with_name,
            closes_on,
            asked,
            answered,
        });
    }
    all.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    Ok(all)
}
