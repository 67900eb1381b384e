//! Taking a lost second factor away: asked for by its owner, vouched for by one person, done by a second.
//! One row each, which ends after three days, when it is done or when it is declined.

use diesel::prelude::*;

use super::factors::end_factors;
use super::halves::end_halves;
use super::sessions::end_other_sessions;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointments, factor_resets, portfolios, sight};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, ResetId};
use crate::domain::policy::Grant;
use crate::domain::policy::factors::{HOURS_TO_CONFIRM, ProposeReset, SettleReset};
use crate::domain::role::Capacity;
use crate::domain::time::{Day, Moment};

/// One that is open.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = factor_resets)]
pub struct OpenReset {
    pub id: ResetId,
    #[diesel(column_name = account_id)]
    pub account: AccountId,
    pub asked_at: Moment,
    pub ends_at: Moment,
    /// Nobody yet, while only its owner has asked.
    pub proposed_by: Option<AccountId>,
    /// A `Check`, once somebody has vouched.
    pub checked_how: String,
}

// open: rules ask it about one account; pages filter by whom the reader may help.
pub fn open_reset(conn: &mut Conn, account: &AccountId, now: Moment) -> Result<Option<OpenReset>, Fault> {
    Ok(factor_resets::table
        .filter(factor_resets::account_id.eq(account))
        .filter(factor_resets::confirmed_at.is_null())
        .filter(factor_resets::withdrawn_at.is_null())
        .filter(factor_resets::ends_at.gt(now))
        .order((factor_resets::asked_at.desc(), factor_resets::id.desc()))
        .select(OpenReset::as_select())
        .first(conn)
        .optional()?)
}

/// All that are open, with the names of their owners, the oldest first.
// open: pages filter by whom the reader may help.
pub fn open_resets(conn: &mut Conn, now: Moment) -> Result<Vec<(OpenReset, String)>, Fault> {
    Ok(factor_resets::table
        .inner_join(accounts::table.on(accounts::id.eq(factor_resets::account_id)))
        .filter(factor_resets::confirmed_at.is_null())
        .filter(factor_resets::withdrawn_at.is_null())
        .filter(factor_resets::ends_at.gt(now))
        .order((factor_resets::asked_at, factor_resets::id))
        .select((OpenReset::as_select(), accounts::name))
        .load(conn)?)
}

/// The owner's own request; false if one is open already.
// open: whoever just showed the password of this account.
pub fn ask_for_reset(tx: &mut Tx<'_>, me: &AccountId) -> Result<bool, Fault> {
    let now = tx.now();
    if open_reset(tx.conn(), me, now)?.is_some() {
        return Ok(false);
    }
    insert(tx, me, None, "")?;
    Ok(true)
}

/// Somebody vouches, whether or not the owner has asked. The three days begin now.
pub fn propose_reset(tx: &mut Tx<'_>, grant: &Grant<ProposeReset>) -> Result<ResetId, Fault> {
    let (now, asked) = (tx.now(), grant.act());
    let Some(open) = open_reset(tx.conn(), &asked.account, now)? else {
        return insert(tx, &asked.account, grant.account(), asked.checked.as_str());
    };
    diesel::update(factor_resets::table.find(&open.id))
        .set((
            factor_resets::proposed_by.eq(grant.account()),
            factor_resets::checked_how.eq(asked.checked.as_str()),
            factor_resets::ends_at.eq(end(now)),
        ))
        .execute(tx.conn())?;
    Ok(open.id)
}

fn end(now: Moment) -> Moment {
    now.plus_seconds(HOURS_TO_CONFIRM * 60 * 60)
}

fn insert(
    tx: &mut Tx<'_>,
    account: &AccountId,
    by: Option<&AccountId>,
    checked: &str,
) -> Result<ResetId, Fault> {
    let (id, now): (ResetId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(factor_resets::table)
        .values((
            factor_resets::id.eq(&id),
            factor_resets::account_id.eq(account),
            factor_resets::asked_at.eq(now),
            factor_resets::ends_at.eq(end(now)),
            factor_resets::proposed_by.eq(by),
            factor_resets::checked_how.eq(checked),
            factor_resets::confirmed_by.eq(""),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// The second person agrees: the second factor and its recovery codes go, and every session ends. Gives
/// how many sessions there were.
pub fn confirm_reset(tx: &mut Tx<'_>, grant: &Grant<SettleReset>) -> Result<usize, Fault> {
    let (now, settled) = (tx.now(), grant.act());
    diesel::update(factor_resets::table.find(&settled.reset))
        .set((factor_resets::confirmed_at.eq(now), factor_resets::confirmed_by.eq(grant.by())))
        .execute(tx.conn())?;
    end_factors(tx, &settled.account)?;
    end_halves(tx, &settled.account)?;
    end_other_sessions(tx, &settled.account, None)
}

pub fn decline_reset(tx: &mut Tx<'_>, grant: &Grant<SettleReset>) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(factor_resets::table.find(&grant.act().reset))
        .set(factor_resets::withdrawn_at.eq(now))
        .execute(tx.conn())?;
    Ok(())
}

/// Who took this person's second factor away, if they have not been told in the app yet; now they are.
// open: the person themself, who just signed in.
pub fn news_of_reset(tx: &mut Tx<'_>, me: &AccountId) -> Result<Option<Moment>, Fault> {
    let now = tx.now();
    let done: Option<(ResetId, Moment)> = factor_resets::table
        .filter(factor_resets::account_id.eq(me))
        .filter(factor_resets::confirmed_at.is_not_null())
        .filter(factor_resets::told_at.is_null())
        .order(factor_resets::confirmed_at.desc())
        .select((factor_resets::id, factor_resets::confirmed_at.assume_not_null()))
        .first(tx.conn())
        .optional()?;
    let Some((_, at)) = done else { return Ok(None) };
    let untold = factor_resets::table
        .filter(factor_resets::account_id.eq(me))
        .filter(factor_resets::confirmed_at.is_not_null())
        .filter(factor_resets::told_at.is_null());
    diesel::update(untold).set(factor_resets::told_at.eq(now)).execute(tx.conn())?;
    Ok(Some(at))
}

/// Who may help this person: all admins, and the leads of their enrolments, without themself.
// open: for letters to them.
pub fn who_may_help(conn: &mut Conn, account: &AccountId, today: Day) -> Result<Vec<AccountId>, Fault> {
    let mut all = admins(conn, today)?;
    let leads: Vec<String> = sight::table
        .filter(sight::capacity.eq(Capacity::Lead.as_str()))
        .filter(sight::from_day.le(today))
        .filter(sight::until_day.ge(today))
        .filter(sight::portfolio_id.eq_any(
            portfolios::table.filter(portfolios::person_id.eq(account.as_str())).select(portfolios::id),
        ))
        .select(sight::viewer_id)
        .distinct()
        .load(conn)?;
    all.extend(leads.into_iter().map(AccountId::new));
    all.sort();
    all.dedup();
    all.retain(|one| one != account);
    Ok(all)
}

/// Everybody who is an admin today and whose account is open.
// open: for letters to them, and for the rule about an only admin.
pub fn admins(conn: &mut Conn, today: Day) -> Result<Vec<AccountId>, Fault> {
    Ok(appointments::table
        .inner_join(accounts::table.on(accounts::id.eq(appointments::person_id)))
        .filter(appointments::capacity.eq(Capacity::Admin))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .filter(accounts::closed_at.is_null())
        .select(appointments::person_id)
        .distinct()
        .load(conn)?)
}
