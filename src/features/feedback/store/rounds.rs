//! Rounds as rows: whose they are to see, and each step that moves one on. A step writes the row only if nobody has moved
//! it meanwhile.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, feedback_rounds, portfolios};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::feedback::{BackReason, EndReason, FloorFrom, State};
use crate::domain::kind::{Kind, Values};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::feedback::{BeginRound, OfRound};
use crate::domain::role::{Capacity, Sight, System};
use crate::domain::time::{Day, Moment};
use crate::features::feedback::store::committed::{RoundRow, hash_of_answers};

/// A round with the person whom it is about.
#[derive(Debug, Clone)]
pub struct Begun {
    pub row: RoundRow,
    pub owner: AccountId,
    pub owner_name: String,
    pub supervisor_name: String,
}

type Found = (RoundRow, AccountId, String, String);

fn begun((row, owner, owner_name, supervisor_name): Found) -> Begun {
    Begun { row, owner, owner_name, supervisor_name }
}

macro_rules! found {
    () => {{
        let supervisors = diesel::alias!(accounts as supervisors);
        feedback_rounds::table
            .inner_join(portfolios::table.on(portfolios::id.eq(feedback_rounds::portfolio_id)))
            .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
            .inner_join(supervisors.on(supervisors.field(accounts::id).eq(feedback_rounds::supervisor_id)))
            .select((
                feedback_rounds::all_columns,
                accounts::id,
                accounts::name,
                supervisors.field(accounts::name),
            ))
    }};
}

/// A round of one's own, or under an enrolment that one supervises or leads today; any other is not there.
pub fn round(conn: &mut Conn, who: &Sight, id: &RoundId) -> Result<Begun, Fault> {
    let supervised = sight::enrolments_held(who, Capacity::Supervisor.as_str());
    let led = sight::enrolments_held(who, Capacity::Lead.as_str());
    let found: Found = found!()
        .filter(feedback_rounds::id.eq(id))
        .filter(
            portfolios::person_id
                .eq(who.viewer())
                .or(feedback_rounds::enrolment_id.eq_any(supervised))
                .or(feedback_rounds::enrolment_id.eq_any(led)),
        )
        .first(conn)?;
    Ok(begun(found))
}

/// The same for whoever holds a link, and for jobs.
// open: reached through a link of the round, which nobody else has
pub fn named(conn: &mut Conn, id: &RoundId) -> Result<Begun, Fault> {
    Ok(begun(found!().filter(feedback_rounds::id.eq(id)).first(conn)?))
}

/// One's own, the newest first.
pub fn of_person(conn: &mut Conn, who: &Sight) -> Result<Vec<Begun>, Fault> {
    let all: Vec<Found> = found!()
        .filter(portfolios::person_id.eq(who.viewer()))
        .order((feedback_rounds::begun_at.desc(), feedback_rounds::id.desc()))
        .load(conn)?;
    Ok(all.into_iter().map(begun).collect())
}

/// Of rounds that are over so many are listed, the newest.
pub const MOST_OVER: usize = 200;

/// Those that this person looks after or leads: what is not over comes first, all of it, then the newest of the others.
/// And whether there are more. What a trainee still prepares is theirs.
pub fn waiting_for(conn: &mut Conn, who: &Sight) -> Result<(Vec<Begun>, bool), Fault> {
    let of_theirs = |conn: &mut Conn, states: &[&str], most: i64| -> Result<Vec<Found>, Fault> {
        let supervised = sight::enrolments_held(who, Capacity::Supervisor.as_str());
        let led = sight::enrolments_held(who, Capacity::Lead.as_str());
        Ok(found!()
            .filter(
                feedback_rounds::enrolment_id
                    .eq_any(supervised)
                    .or(feedback_rounds::enrolment_id.eq_any(led)),
            )
            .filter(portfolios::person_id.ne(who.viewer()))
            .filter(feedback_rounds::state.eq_any(states))
            .order((feedback_rounds::begun_at.desc(), feedback_rounds::id.desc()))
            .limit(most)
            .load(conn)?)
    };
    let listed = State::ALL.iter().filter(|state| !matches!(state, State::Begun | State::Withdrawn));
    let (over, open): (Vec<State>, Vec<State>) = listed.partition(|state| state.is_over());
    let words = |states: &[State]| states.iter().map(|state| state.as_str()).collect::<Vec<_>>();
    let mut all = of_theirs(conn, &words(&open), i64::MAX)?;
    let one_more = i64::try_from(MOST_OVER + 1).map_err(Fault::broken)?;
    let mut ended = of_theirs(conn, &words(&over), one_more)?;
    let more = ended.len() > MOST_OVER;
    ended.truncate(MOST_OVER);
    all.extend(ended);
    Ok((all.into_iter().map(begun).collect(), more))
}

/// Whether another round under the enrolment is not over.
// open: for a rule, about one's own enrolment
pub fn over_another(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<bool, Fault> {
    let over: Vec<&str> =
        State::ALL.iter().filter(|state| state.is_over()).map(|state| state.as_str()).collect();
    let open = feedback_rounds::table
        .filter(feedback_rounds::enrolment_id.eq(enrolment))
        .filter(feedback_rounds::state.ne_all(over));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// One's own enrolment, and its portfolio.
pub fn beginnable(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<PortfolioId, Fault> {
    Ok(enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::id.eq(id))
        .filter(enrolments::known_until.is_null())
        .filter(portfolios::person_id.eq(who.viewer()))
        .select(portfolios::id)
        .first(conn)?)
}

pub fn insert(
    tx: &mut Tx<'_>,
    grant: &Grant<BeginRound>,
    portfolio: &PortfolioId,
    form: &Kind,
    (floor, from, group_floor): (u32, FloorFrom, u32),
) -> Result<RoundRow, Fault> {
    let act = grant.act();
    let row = RoundRow {
        id: tx.new_id(),
        portfolio_id: portfolio.clone(),
        enrolment_id: act.enrolment.clone(),
        supervisor_id: act.supervisor.clone(),
        form: form.code.clone(),
        form_version: i32::try_from(form.version).map_err(Fault::broken)?,
        state: State::Begun.as_str().to_owned(),
        floor: i32::try_from(floor).map_err(Fault::broken)?,
        group_floor: i32::try_from(group_floor).map_err(Fault::broken)?,
        own_ratings: "{}".to_owned(),
        reason: String::new(),
        begun_at: tx.now(),
        proposed_at: None,
        agreed_by: None,
        agreed_at: None,
        closes_on: None,
        close_asked_at: None,
        closed_by: String::new(),
        closed_at: None,
        answers_hash: String::new(),
        met_on: None,
        entry_id: None,
        ended_by: None,
        ended_at: None,
        meeting_id: None,
        floor_from: from.as_str().to_owned(),
    };
    diesel::insert_into(feedback_rounds::table).values(&row).execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(row)
}

/// Nobody else writes to the round, or answers in it, until this write is over.
// open: in a write that has its grant, or of whoever holds a link
pub fn over(tx: &mut Tx<'_>, id: &RoundId) -> Result<RoundRow, Fault> {
    diesel::update(feedback_rounds::table.find(id))
        .set(feedback_rounds::state.eq(feedback_rounds::state))
        .execute(tx.conn())?;
    Ok(feedback_rounds::table.find(id).first(tx.conn())?)
}

/// Writes the row as it is changed, if nobody has moved the round on meanwhile.
fn change<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    (id, from): (&RoundId, &[State]),
    set: impl FnOnce(&mut RoundRow, Moment) -> Result<(), Fault>,
) -> Result<RoundRow, Fault> {
    let (mut row, now) = (over(tx, id)?, tx.now());
    if !from.contains(&row.state()?) {
        return Err(
            Refusal::new("round-gone-on", "The round has gone on meanwhile. Nothing was changed.").into()
        );
    }
    set(&mut row, now)?;
    diesel::update(feedback_rounds::table.find(id))
        .set((
            feedback_rounds::state.eq(&row.state),
            feedback_rounds::own_ratings.eq(&row.own_ratings),
            feedback_rounds::reason.eq(&row.reason),
            feedback_rounds::proposed_at.eq(row.proposed_at),
            feedback_rounds::agreed_by.eq(&row.agreed_by),
            feedback_rounds::agreed_at.eq(row.agreed_at),
            feedback_rounds::closes_on.eq(row.closes_on),
            feedback_rounds::close_asked_at.eq(row.close_asked_at),
            feedback_rounds::closed_by.eq(&row.closed_by),
            feedback_rounds::closed_at.eq(row.closed_at),
            feedback_rounds::answers_hash.eq(&row.answers_hash),
            feedback_rounds::met_on.eq(row.met_on),
            feedback_rounds::entry_id.eq(&row.entry_id),
            feedback_rounds::meeting_id.eq(&row.meeting_id),
            feedback_rounds::ended_by.eq(&row.ended_by),
            feedback_rounds::ended_at.eq(row.ended_at),
        ))
        .execute(tx.conn())?;
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(row)
}

fn to(state: State) -> String {
    state.as_str().to_owned()
}

pub fn rate_oneself(tx: &mut Tx<'_>, grant: &Grant<OfRound>, said: &Values) -> Result<RoundRow, Fault> {
    let said = serde_json::to_string(said).map_err(Fault::broken)?;
    change(tx, grant, (&grant.act().round, &[State::Begun]), |row, _| {
        row.own_ratings = said;
        Ok(())
    })
}

pub fn propose(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<RoundRow, Fault> {
    change(tx, grant, (&grant.act().round, &[State::Begun]), |row, now| {
        (row.state, row.proposed_at) = (to(State::Proposed), Some(now));
        row.reason = String::new();
        Ok(())
    })
}

pub fn withdraw(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<RoundRow, Fault> {
    change(tx, grant, (&grant.act().round, &[State::Begun, State::Proposed]), |row, _| {
        row.state = to(State::Withdrawn);
        Ok(())
    })
}

pub fn give_back(tx: &mut Tx<'_>, grant: &Grant<OfRound>, why: BackReason) -> Result<RoundRow, Fault> {
    change(tx, grant, (&grant.act().round, &[State::Proposed]), |row, _| {
        (row.state, row.reason) = (to(State::Begun), why.as_str().to_owned());
        Ok(())
    })
}

pub fn agree(tx: &mut Tx<'_>, grant: &Grant<OfRound>, closes_on: Day) -> Result<RoundRow, Fault> {
    let by = grant.account().cloned();
    change(tx, grant, (&grant.act().round, &[State::Proposed]), |row, now| {
        (row.state, row.agreed_by, row.agreed_at) = (to(State::Open), by, Some(now));
        row.closes_on = Some(closes_on);
        Ok(())
    })
}

pub fn ask_to_close(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<RoundRow, Fault> {
    change(tx, grant, (&grant.act().round, &[State::Open]), |row, now| {
        row.close_asked_at = Some(now);
        Ok(())
    })
}

/// Closes it and takes the hash of what was rated.
pub fn close(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<RoundRow, Fault> {
    let (id, by) = (grant.act().round.clone(), grant.by().to_owned());
    over(tx, &id)?;
    let hash = hash_of_answers(tx.conn(), &id)?;
    change(tx, grant, (&id, &[State::Open]), |row, now| {
        (row.state, row.closed_by, row.closed_at) = (to(State::Closed), by, Some(now));
        row.answers_hash = hash;
        Ok(())
    })
}

pub fn release(
    tx: &mut Tx<'_>,
    grant: &Grant<OfRound>,
    (met_on, meeting): (Day, Option<&EntryId>),
    entry: &EntryId,
) -> Result<RoundRow, Fault> {
    let by = grant.account().cloned();
    change(tx, grant, (&grant.act().round, &[State::Closed]), |row, now| {
        (row.state, row.ended_by, row.ended_at) = (to(State::Released), by, Some(now));
        (row.met_on, row.entry_id) = (Some(met_on), Some(entry.clone()));
        row.meeting_id = meeting.cloned();
        Ok(())
    })
}

pub fn end(tx: &mut Tx<'_>, grant: &Grant<OfRound>, why: EndReason) -> Result<RoundRow, Fault> {
    let by = grant.account().cloned();
    change(tx, grant, (&grant.act().round, &[State::Closed]), |row, now| {
        (row.state, row.ended_by, row.ended_at) = (to(State::Ended), by, Some(now));
        row.reason = why.as_str().to_owned();
        Ok(())
    })
}

/// Open rounds whose last day is over.
pub fn past_their_day(conn: &mut Conn, today: Day, _: System) -> Result<Vec<(RoundId, PortfolioId)>, Fault> {
    Ok(feedback_rounds::table
        .filter(feedback_rounds::state.eq(State::Open.as_str()))
        .filter(feedback_rounds::closes_on.lt(today))
        .order(feedback_rounds::id)
        .select((feedback_rounds::id, feedback_rounds::portfolio_id))
        .load(conn)?)
}
