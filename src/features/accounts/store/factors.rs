//! Second factors and recovery codes as rows. An account has at most one that is on and one that is being
//! set up; what has ended loses its secret. A used step is taken by a conditional update, so that of two
//! requests with the same code one comes too late, on both engines and with any number of nodes.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{recovery_codes, second_factors, settings};
use crate::db::settings::put;
use crate::db::tx::Tx;
use crate::domain::factor::{
    Demand, Demands, RECOVERY_CODES, read_recovery_code, recovery_code, recovery_hash, wait_after,
};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, FactorId, RecoveryCodeId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::role::Capacity;
use crate::domain::time::Moment;

/// A set-up that nobody finished in so long is forgotten.
const SET_UP_SECONDS: i64 = 30 * 60;

/// A second factor; its secret only sealed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Factor {
    pub id: FactorId,
    pub sealed: String,
    pub confirmed_at: Option<Moment>,
    pub wait_until: Option<Moment>,
}

type Columns =
    (second_factors::id, second_factors::sealed, second_factors::confirmed_at, second_factors::wait_until);
const COLUMNS: Columns =
    (second_factors::id, second_factors::sealed, second_factors::confirmed_at, second_factors::wait_until);

// open: whoever just showed the password of this account, or its own page.
pub fn factor(conn: &mut Conn, me: &AccountId) -> Result<Option<Factor>, Fault> {
    Ok(second_factors::table
        .filter(second_factors::account_id.eq(me))
        .filter(second_factors::confirmed_at.is_not_null())
        .filter(second_factors::ended_at.is_null())
        .select(COLUMNS)
        .first(conn)
        .optional()?)
}

// open: the account's own, while it is being set up.
pub fn factor_being_set_up(conn: &mut Conn, me: &AccountId, now: Moment) -> Result<Option<Factor>, Fault> {
    Ok(second_factors::table
        .filter(second_factors::account_id.eq(me))
        .filter(second_factors::confirmed_at.is_null())
        .filter(second_factors::ended_at.is_null())
        .filter(second_factors::made_at.gt(now.plus_seconds(-SET_UP_SECONDS)))
        .select(COLUMNS)
        .first(conn)
        .optional()?)
}

// open: the account itself begins to set one up; an earlier beginning is forgotten.
pub fn begin_factor(tx: &mut Tx<'_>, me: &AccountId, id: &FactorId, sealed: &str) -> Result<(), Fault> {
    let now = tx.now();
    let begun = second_factors::table
        .filter(second_factors::account_id.eq(me))
        .filter(second_factors::confirmed_at.is_null())
        .filter(second_factors::ended_at.is_null());
    diesel::update(begun)
        .set((second_factors::ended_at.eq(now), second_factors::sealed.eq("")))
        .execute(tx.conn())?;
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::id.eq(id),
            second_factors::account_id.eq(me),
            second_factors::sealed.eq(sealed),
            second_factors::made_at.eq(now),
            second_factors::last_step.eq(0),
            second_factors::wrong.eq(0),
        ))
        .execute(tx.conn())?;
    Ok(())
}

// open: the account itself showed a code of it. Whichever was on before ends.
pub fn switch_factor_on(tx: &mut Tx<'_>, me: &AccountId, id: &FactorId, step: i64) -> Result<(), Fault> {
    let now = tx.now();
    let before = second_factors::table
        .filter(second_factors::account_id.eq(me))
        .filter(second_factors::id.ne(id))
        .filter(second_factors::ended_at.is_null());
    diesel::update(before)
        .set((second_factors::ended_at.eq(now), second_factors::sealed.eq("")))
        .execute(tx.conn())?;
    diesel::update(second_factors::table.find(id))
        .set((second_factors::confirmed_at.eq(now), second_factors::last_step.eq(step)))
        .execute(tx.conn())?;
    Ok(())
}

// open: the account itself, or what two people decided. Recovery codes go with it.
pub fn end_factors(tx: &mut Tx<'_>, me: &AccountId) -> Result<(), Fault> {
    let now = tx.now();
    let running = second_factors::table
        .filter(second_factors::account_id.eq(me))
        .filter(second_factors::ended_at.is_null());
    diesel::update(running)
        .set((second_factors::ended_at.eq(now), second_factors::sealed.eq("")))
        .execute(tx.conn())?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(me))).execute(tx.conn())?;
    Ok(())
}

/// Takes the step of a right code; false if it, or a later one, was taken before.
// open: whoever showed a code of this second factor.
pub fn take_step(tx: &mut Tx<'_>, id: &FactorId, step: i64) -> Result<bool, Fault> {
    let fresh = second_factors::table.find(id).filter(second_factors::last_step.lt(step));
    let taken = diesel::update(fresh)
        .set((
            second_factors::last_step.eq(step),
            second_factors::wrong.eq(0),
            second_factors::wait_until.eq(None::<Moment>),
        ))
        .execute(tx.conn())?;
    Ok(taken == 1)
}

/// Counts a wrong code; gives the seconds to wait, if it was one too many.
// open: whoever showed a wrong code of this second factor.
pub fn count_wrong(tx: &mut Tx<'_>, id: &FactorId) -> Result<Option<i64>, Fault> {
    let now = tx.now();
    let wrong: i32 = diesel::update(second_factors::table.find(id))
        .set(second_factors::wrong.eq(second_factors::wrong + 1))
        .returning(second_factors::wrong)
        .get_result(tx.conn())?;
    let wait = wait_after(wrong);
    if let Some(seconds) = wait {
        diesel::update(second_factors::table.find(id))
            .set(second_factors::wait_until.eq(now.plus_seconds(seconds)))
            .execute(tx.conn())?;
    }
    Ok(wait)
}

/// Ten new recovery codes, to be shown this once; whatever was there before is void.
// open: the account itself, which just showed a code.
pub fn new_recovery_codes(tx: &mut Tx<'_>, me: &AccountId) -> Result<Vec<String>, Fault> {
    let now = tx.now();
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(me))).execute(tx.conn())?;
    let mut shown = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = recovery_code(tx.random());
        let letters =
            read_recovery_code(&code).ok_or_else(|| Fault::broken("a recovery code that is none"))?;
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::id.eq(tx.new_id::<RecoveryCodeId>()),
                recovery_codes::account_id.eq(me),
                recovery_codes::hash.eq(recovery_hash(me, &letters)),
                recovery_codes::made_at.eq(now),
            ))
            .execute(tx.conn())?;
        shown.push(code);
    }
    Ok(shown)
}

/// Uses one up; false if there is none like it, or it was used before.
// open: whoever just showed the password of this account.
pub fn use_recovery_code(tx: &mut Tx<'_>, me: &AccountId, letters: &str) -> Result<bool, Fault> {
    let now = tx.now();
    let unused = recovery_codes::table
        .filter(recovery_codes::account_id.eq(me))
        .filter(recovery_codes::hash.eq(recovery_hash(me, letters)))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(now)).execute(tx.conn())? == 1)
}

// open: the account's own; a number.
pub fn recovery_codes_left(conn: &mut Conn, me: &AccountId) -> Result<i64, Fault> {
    let unused = recovery_codes::table
        .filter(recovery_codes::account_id.eq(me))
        .filter(recovery_codes::used_at.is_null());
    Ok(unused.count().get_result(conn)?)
}

/// Whether all of these are unused recovery codes of this account.
// open: the account itself, which has them on its screen.
pub fn are_recovery_codes(conn: &mut Conn, me: &AccountId, codes: &[String]) -> Result<bool, Fault> {
    let letters: Option<Vec<String>> = codes.iter().map(|code| read_recovery_code(code)).collect();
    let Some(letters) = letters else { return Ok(false) };
    let hashes: Vec<String> = letters.iter().map(|letters| recovery_hash(me, letters)).collect();
    let known: i64 = recovery_codes::table
        .filter(recovery_codes::account_id.eq(me))
        .filter(recovery_codes::used_at.is_null())
        .filter(recovery_codes::hash.eq_any(&hashes))
        .count()
        .get_result(conn)?;
    Ok(!hashes.is_empty() && usize::try_from(known).is_ok_and(|known| known == hashes.len()))
}

fn name(capacity: Capacity) -> String {
    format!("second-factor.{capacity}")
}

/// What the house asks of each capacity; where nobody has set it, the default.
// open: the session middleware and everybody's own page ask it.
pub fn demands(conn: &mut Conn) -> Result<Demands, Fault> {
    let names: Vec<String> = Capacity::APPOINTED.iter().map(|capacity| name(*capacity)).collect();
    let rows: Vec<(String, String)> = settings::table
        .filter(settings::name.eq_any(names))
        .select((settings::name, settings::value))
        .load(conn)?;
    let mut demands = Demands::default();
    for capacity in Capacity::APPOINTED {
        let row = rows.iter().find(|(set, _)| *set == name(*capacity));
        if let Some(demand) = row.and_then(|(_, value)| value.parse::<Demand>().ok()) {
            demands.set(*capacity, demand);
        }
    }
    Ok(demands)
}

/// Inside a write that has taken the house's book.
pub fn set_demands(tx: &mut Tx<'_>, grant: &Grant<KeepHouse>, demands: &Demands) -> Result<(), Fault> {
    for capacity in Capacity::APPOINTED {
        put(tx, grant.by(), &name(*capacity), demands.of(*capacity).as_str())?;
    }
    Ok(())
}
