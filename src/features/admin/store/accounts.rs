//! Accounts as an admin sees them: who, since when, open or closed. Closing ends every session and every
//! link; what the person recorded and signed stays.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, invitations, sessions};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepAccount;
use crate::domain::time::Moment;
use crate::features::accounts::account as account_row;

/// Accounts on one page.
const MOST: i64 = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub joined: bool,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
}

type Row = (AccountId, String, String, String, Moment, Option<Moment>);

fn listed((id, name, email, hash, opened_at, closed_at): Row) -> Listed {
    Listed { id, name, email, joined: !hash.is_empty(), opened_at, closed_at }
}

/// Whose name or address has these words in it; everybody if there are none. At most 50, by name.
// open: names and addresses, for an admin
pub fn find(conn: &mut Conn, words: &str) -> Result<Vec<Listed>, Fault> {
    let plain: String = words.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let like = format!("%{}%", plain.trim());
    let rows: Vec<Row> = accounts::table
        .filter(accounts::name_folded.like(&like).or(accounts::email_folded.like(&like)))
        .order((accounts::name_folded, accounts::id))
        .limit(MOST)
        .select((
            accounts::id,
            accounts::name,
            accounts::email,
            accounts::password_hash,
            accounts::opened_at,
            accounts::closed_at,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(listed).collect())
}

// open: name and address, for an admin
pub fn account(conn: &mut Conn, id: &AccountId) -> Result<Listed, Fault> {
    let row: Row = accounts::table
        .find(id)
        .select((
            accounts::id,
            accounts::name,
            accounts::email,
            accounts::password_hash,
            accounts::opened_at,
            accounts::closed_at,
        ))
        .first(conn)?;
    Ok(listed(row))
}

pub fn close(tx: &mut Tx<'_>, grant: &Grant<KeepAccount>) -> Result<(), Fault> {
    let (id, now) = (&grant.act().account, tx.now());
    let open = accounts::table.filter(accounts::id.eq(id)).filter(accounts::closed_at.is_null());
    let closed = diesel::update(open).set(accounts::closed_at.eq(now)).execute(tx.conn())?;
    if closed == 0 {
        return Err(Fault::NotFound);
    }
    let running = sessions::table.filter(sessions::account_id.eq(id)).filter(sessions::revoked_at.is_null());
    diesel::update(running).set(sessions::revoked_at.eq(now)).execute(tx.conn())?;
    let links = invitations::table
        .filter(invitations::account_id.eq(id))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(links).set(invitations::revoked_at.eq(now)).execute(tx.conn())?;
    vouch(tx, grant)
}

pub fn open_again(tx: &mut Tx<'_>, grant: &Grant<KeepAccount>) -> Result<(), Fault> {
    let shut = accounts::table
        .filter(accounts::id.eq(&grant.act().account))
        .filter(accounts::closed_at.is_not_null());
    let opened = diesel::update(shut).set(accounts::closed_at.eq(None::<Moment>)).execute(tx.conn())?;
    if opened == 0 { Err(Fault::NotFound) } else { vouch(tx, grant) }
}

/// Has the house's book say what the account is now.
fn vouch(tx: &mut Tx<'_>, grant: &Grant<KeepAccount>) -> Result<(), Fault> {
    let row = account_row(tx.conn(), &grant.act().account)?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}
