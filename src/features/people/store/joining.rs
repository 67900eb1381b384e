//! People on their way in: is there an account for this address, who has not joined yet, and a fresh
//! link to pass on by hand where letters do not arrive. Tokens are never stored, only their hashes.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointments, invitations, portfolios};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, InvitationId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::people::MakeLink;
use crate::domain::role::Capacity;
use crate::domain::time::Moment;
use crate::web::session::token_hash;

/// How long a link to join holds, in days: a new colleague may be on leave when the letter comes.
const JOIN_DAYS: i64 = 14;

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    /// Has chosen a password.
    pub joined: bool,
    pub closed: bool,
    pub portfolio: Option<PortfolioId>,
}

type Row = (AccountId, String, String, String, Option<Moment>);

/// The account of a folded address, closed ones too.
// open: inviting must know whether the person is here already; the answer is shown to leads and admins
pub fn holder(conn: &mut Conn, email_folded: &str) -> Result<Option<Holder>, Fault> {
    let found: Option<Row> = accounts::table
        .filter(accounts::email_folded.eq(email_folded))
        .select((accounts::id, accounts::name, accounts::email, accounts::password_hash, accounts::closed_at))
        .first(conn)
        .optional()?;
    let Some((account, name, email, hash, closed_at)) = found else { return Ok(None) };
    let portfolio = portfolios::table
        .filter(portfolios::person_id.eq(&account))
        .select(portfolios::id)
        .first(conn)
        .optional()?;
    let (joined, closed) = (!hash.is_empty(), closed_at.is_some());
    Ok(Some(Holder { account, name, email, joined, closed, portfolio }))
}

/// Who invited this person first, and whether they are a training lead or an admin by now.
// open: for a rule
pub fn brought_in(conn: &mut Conn, account: &AccountId) -> Result<(Option<AccountId>, bool), Fault> {
    let first: Option<Option<AccountId>> = invitations::table
        .filter(invitations::account_id.eq(account))
        .filter(invitations::purpose.eq("join"))
        .order((invitations::made_at, invitations::id))
        .select(invitations::invited_by)
        .first(conn)
        .optional()?;
    let offices: i64 = appointments::table
        .filter(appointments::person_id.eq(account))
        .filter(appointments::capacity.ne(Capacity::Supervisor))
        .filter(appointments::known_until.is_null())
        .count()
        .get_result(conn)?;
    Ok((first.flatten(), offices > 0))
}

/// Somebody who was invited and has not chosen a password yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub invited_by: Option<AccountId>,
    /// Of the newest link that was not replaced.
    pub made_at: Moment,
    pub expires_at: Moment,
}

/// Everybody who has not joined yet, the longest waiting first.
// open: pages keep only whom the asker leads or invited; an admin sees all
pub fn waiting_to_join(conn: &mut Conn) -> Result<Vec<Waiting>, Fault> {
    type Found = (AccountId, String, String, Option<AccountId>, Moment, Moment);
    let rows: Vec<Found> = invitations::table
        .inner_join(accounts::table.on(invitations::account_id.eq(accounts::id.nullable())))
        .filter(invitations::purpose.eq("join"))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(accounts::password_hash.eq(""))
        .filter(accounts::closed_at.is_null())
        .order((invitations::made_at, invitations::id))
        .select((
            accounts::id,
            accounts::name,
            accounts::email,
            invitations::invited_by,
            invitations::made_at,
            invitations::expires_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(account, name, email, invited_by, made_at, expires_at)| Waiting {
            account,
            name,
            email,
            invited_by,
            made_at,
            expires_at,
        })
        .collect())
}

/// A new invitation in place of all earlier ones; the letter makes its secret.
pub fn invite_again(tx: &mut Tx<'_>, grant: &Grant<MakeLink>) -> Result<InvitationId, Fault> {
    let secret = tx.secret();
    replace(tx, grant, &secret)
}

/// The same, and the secret at once, to be shown to the asker this one time.
pub fn hand_on(tx: &mut Tx<'_>, grant: &Grant<MakeLink>) -> Result<(InvitationId, String, Moment), Fault> {
    let secret = tx.secret();
    let id = replace(tx, grant, &secret)?;
    Ok((id, secret, tx.now().plus_days(JOIN_DAYS)))
}

fn replace(tx: &mut Tx<'_>, grant: &Grant<MakeLink>, secret: &str) -> Result<InvitationId, Fault> {
    let (id, now): (InvitationId, Moment) = (tx.new_id(), tx.now());
    let open = invitations::table
        .filter(invitations::account_id.eq(&grant.act().account))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(open).set(invitations::revoked_at.eq(now)).execute(tx.conn())?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(&id),
            invitations::account_id.eq(&grant.act().account),
            invitations::token_hash.eq(token_hash(secret)),
            invitations::purpose.eq("join"),
            invitations::invited_by.eq(grant.account()),
            invitations::made_at.eq(now),
            invitations::expires_at.eq(now.plus_days(JOIN_DAYS)),
        ))
        .execute(tx.conn())?;
    Ok(id)
}
