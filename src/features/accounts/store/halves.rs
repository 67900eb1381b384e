//! Coming in. With a second factor the right password opens only half a sign-in: a row of its own, with a
//! token of its own, that grants nothing, ends after five minutes and works once. The session is opened
//! when the code was right.

use diesel::prelude::*;

use super::factors::factor;
use super::sessions::{Browser, open_session};
use crate::db::conn::Conn;
use crate::db::schema::{accounts, half_sign_ins};
use crate::db::tx::Tx;
use crate::domain::factor::Proof;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, HalfId};
use crate::domain::time::Moment;
use crate::web::session::{HALF_WAY_SECONDS, token_hash};

/// What the right password, or a link for a new one, opened. Each holds the token for the browser.
pub enum Admitted {
    In(String),
    HalfWay(String),
}

// open: whoever just proved who they are, as far as the first step goes.
pub fn admit(
    tx: &mut Tx<'_>,
    me: &AccountId,
    browser: &Browser,
    proof: Proof,
    next: &str,
) -> Result<Admitted, Fault> {
    if factor(tx.conn(), me)?.is_none() {
        return Ok(Admitted::In(open_session(tx, me, browser, proof)?));
    }
    let (token, now) = (tx.secret(), tx.now());
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::id.eq(tx.new_id::<HalfId>()),
            half_sign_ins::token_hash.eq(token_hash(&token)),
            half_sign_ins::account_id.eq(me),
            half_sign_ins::next.eq(next),
            half_sign_ins::made_at.eq(now),
            half_sign_ins::ends_at.eq(now.plus_seconds(HALF_WAY_SECONDS)),
        ))
        .execute(tx.conn())?;
    Ok(Admitted::HalfWay(token))
}

/// A sign-in that waits for its code.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Half {
    pub id: HalfId,
    pub account: AccountId,
    /// Where the person was going.
    pub next: String,
}

// open: the browser that holds the token; ended, used and never begun look the same.
pub fn half(conn: &mut Conn, hash: &str, now: Moment) -> Result<Option<Half>, Fault> {
    Ok(half_sign_ins::table
        .inner_join(accounts::table)
        .filter(half_sign_ins::token_hash.eq(hash))
        .filter(half_sign_ins::ends_at.gt(now))
        .filter(accounts::closed_at.is_null())
        .select((half_sign_ins::id, half_sign_ins::account_id, half_sign_ins::next))
        .first(conn)
        .optional()?)
}

/// Ends it, so that it opens one session and not two.
// open: whoever showed the code that it waited for.
pub fn use_half(tx: &mut Tx<'_>, id: &HalfId) -> Result<(), Fault> {
    match diesel::delete(half_sign_ins::table.find(id)).execute(tx.conn())? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}

// open: the account itself: a new password, or a second factor that is gone, ends what was begun with the old.
pub fn end_halves(tx: &mut Tx<'_>, me: &AccountId) -> Result<(), Fault> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::account_id.eq(me))).execute(tx.conn())?;
    Ok(())
}
