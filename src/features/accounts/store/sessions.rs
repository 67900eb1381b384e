//! Sessions: who is behind a token, and the list that its owner keeps in order.

use diesel::prelude::*;

use crate::db::Reading;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointments, institutions, portfolios, review_seats, sessions};
use crate::db::sight::entries_waiting;
use crate::db::tx::Tx;
use crate::domain::factor::{Demand, Proof};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, PortfolioId, SessionId};
use crate::domain::role::{Capacity, DECIDE_AFTER_END_DAYS, Person};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::accounts::store::Account;
use crate::features::accounts::store::factors::{demands, factor};
use crate::web::session::{Arrival, WHOLE_SECONDS, token_hash};
use crate::web::visit::Visit;

/// What a browser says about itself when it signs in.
#[derive(Debug, Clone)]
pub struct Browser {
    address: String,
    agent: String,
}

impl Browser {
    // open: reads nothing stored
    pub fn of(visit: &Visit) -> Browser {
        Browser { address: visit.address.to_string(), agent: visit.agent.clone() }
    }
}

// open: the session middleware asks before anybody is known.
pub fn recognise(r: &mut Reading<'_>, hash: &str) -> Result<Option<Arrival>, Fault> {
    let now = r.now();
    let found = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::revoked_at.is_null())
        .filter(accounts::closed_at.is_null())
        .select((
            (sessions::id, sessions::csrf, sessions::seen_at, sessions::ends_at, sessions::proved_by),
            Account::as_select(),
            diesel::dsl::exists(
                review_seats::table
                    .filter(review_seats::person_id.eq(sessions::account_id))
                    .filter(review_seats::known_until.is_null())
                    .select(review_seats::id),
            ),
        ))
        .first::<((SessionId, String, Moment, Moment, Proof), Account, bool)>(r.conn())
        .optional()?;
    let Some(((session, csrf, seen_at, ends_at, proof), account, sits)) = found else { return Ok(None) };
    let zone = zone(r.conn())?;
    let oldest_end = now.day_in(zone).plus_days(-DECIDE_AFTER_END_DAYS);
    let capacities: Vec<Capacity> = appointments::table
        .filter(appointments::person_id.eq(&account.id))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(now.day_in(zone)))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(oldest_end)))
        .select(appointments::capacity)
        .distinct()
        .load(r.conn())?;
    let portfolio: Option<PortfolioId> = portfolios::table
        .filter(portfolios::person_id.eq(&account.id))
        .select(portfolios::id)
        .first(r.conn())
        .optional()?;
    let capacities = capacities.into_iter().chain(sits.then_some(Capacity::Panel)).collect();
    let Account { id, name, email, .. } = account;
    let mut person =
        Person { account: id, session, name, email, capacities, portfolio, inbox: 0, zone, now, csrf };
    // A lead may stand in for a supervisor who is away.
    if person.is(Capacity::Supervisor) || person.is(Capacity::Lead) {
        let waiting = entries_waiting(r.conn(), &person.sight())?.len();
        person.inbox = i64::try_from(waiting).unwrap_or(i64::MAX);
    }
    let owes_factor = owes_factor(r.conn(), &person, proof)?;
    Ok(Some(Arrival { person, owes_factor, seen_at, ends_at }))
}

/// Asked at each request, so that an appointment or a house setting counts from the next one on. Whoever
/// came in by a code has a second factor: it cannot go without this session being told so.
fn owes_factor(conn: &mut Conn, person: &Person, proof: Proof) -> Result<bool, Fault> {
    if person.capacities.is_empty() || proof == Proof::Code {
        return Ok(false);
    }
    let demand = demands(conn)?.of_person(&person.capacities, person.portfolio.is_some());
    Ok(demand == Demand::Required && factor(conn, &person.account)?.is_none())
}

/// The zone of the house's institutions, if they agree on one.
fn zone(conn: &mut Conn) -> Result<chrono_tz::Tz, Fault> {
    let zones: Vec<String> = institutions::table.select(institutions::zone).distinct().limit(2).load(conn)?;
    match zones.as_slice() {
        [one] => one.parse().map_err(|_| Fault::Broken(format!("an institution has the unknown zone {one}"))),
        _ => Ok(DEFAULT_ZONE),
    }
}

// open: the session was just recognised.
pub fn seen(tx: &mut Tx<'_>, session: &SessionId) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(sessions::table.find(session)).set(sessions::seen_at.eq(now)).execute(tx.conn())?;
    Ok(())
}

// open: whoever just proved who they are. Gives the token for the browser.
pub fn open_session(
    tx: &mut Tx<'_>,
    me: &AccountId,
    browser: &Browser,
    proof: Proof,
) -> Result<String, Fault> {
    let (token, now) = (tx.secret(), tx.now());
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(tx.new_id::<SessionId>()),
            sessions::token_hash.eq(token_hash(&token)),
            sessions::account_id.eq(me),
            sessions::csrf.eq(tx.secret()),
            sessions::opened_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::ends_at.eq(now.plus_seconds(WHOLE_SECONDS)),
            sessions::address.eq(&browser.address),
            sessions::agent.eq(&browser.agent),
            sessions::proved_by.eq(proof),
        ))
        .execute(tx.conn())?;
    Ok(token)
}

/// A running session, for the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: SessionId,
    pub opened_at: Moment,
    pub seen_at: Moment,
    pub address: String,
    pub agent: String,
    pub proved_by: Proof,
}

/// A new token for the same session, which is now proved by this: whoever had the old one has nothing.
// open: the session itself, whose person just showed a code.
pub fn renew_session(tx: &mut Tx<'_>, session: &SessionId, proof: Proof) -> Result<String, Fault> {
    let token = tx.secret();
    diesel::update(sessions::table.find(session))
        .set((sessions::token_hash.eq(token_hash(&token)), sessions::proved_by.eq(proof)))
        .execute(tx.conn())?;
    Ok(token)
}

/// When the session began and by what.
// open: the session itself.
pub fn beginning(conn: &mut Conn, session: &SessionId) -> Result<(Moment, Proof), Fault> {
    Ok(sessions::table.find(session).select((sessions::opened_at, sessions::proved_by)).first(conn)?)
}

/// No session of the account counts as proved by a code any more.
// open: the account itself, whose second factor just went.
pub fn forget_codes(tx: &mut Tx<'_>, me: &AccountId) -> Result<(), Fault> {
    diesel::update(sessions::table.filter(sessions::account_id.eq(me)))
        .set(sessions::proved_by.eq(Proof::Password))
        .execute(tx.conn())?;
    Ok(())
}

// open: the owner's own, newest first.
pub fn sessions(r: &mut Reading<'_>, me: &AccountId) -> Result<Vec<Session>, Fault> {
    let now = r.now();
    let idle = now.plus_seconds(-crate::web::session::IDLE_SECONDS);
    let running = sessions::table
        .filter(sessions::account_id.eq(me))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::ends_at.gt(now))
        .filter(sessions::seen_at.gt(idle));
    Ok(running.select(Session::as_select()).order(sessions::opened_at.desc()).load(r.conn())?)
}

// open: only a session of this account; another's is not found.
pub fn end_session(tx: &mut Tx<'_>, me: &AccountId, session: &SessionId) -> Result<(), Fault> {
    let now = tx.now();
    let own = sessions::table.filter(sessions::id.eq(session)).filter(sessions::account_id.eq(me));
    let ended = diesel::update(own).set(sessions::revoked_at.eq(now)).execute(tx.conn())?;
    if ended == 0 { Err(Fault::NotFound) } else { Ok(()) }
}

// open: only sessions of this account. Gives how many there were.
pub fn end_other_sessions(tx: &mut Tx<'_>, me: &AccountId, keep: Option<&SessionId>) -> Result<usize, Fault> {
    let now = tx.now();
    let kept = keep.map_or("", SessionId::as_str).to_owned();
    let others = sessions::table
        .filter(sessions::account_id.eq(me))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::id.ne(SessionId::new(kept)));
    Ok(diesel::update(others).set(sessions::revoked_at.eq(now)).execute(tx.conn())?)
}
