//! The account of somebody who is erased: closed as soon as two people said so, and nobody's at the end.

use diesel::prelude::*;

use super::naming::raise_naming;
use super::{Account, account};
use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, answers, factor_resets, half_sign_ins, invitations, recovery_codes, second_factors, sessions,
};
use crate::db::tx::Tx;
use crate::domain::erasure::{NOBODY, nowhere};
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::{AccountId, BookId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;

/// Nobody signs in any more: no password, session, link or second factor is left.
pub fn shut<A>(tx: &mut Tx<'_>, _grant: &Grant<A>, person: &AccountId) -> Result<(), Fault> {
    let now = tx.now();
    let before = account(tx.conn(), person)?;
    diesel::update(accounts::table.find(person))
        .set((accounts::password_hash.eq(""), accounts::closed_at.eq(before.closed_at.unwrap_or(now))))
        .execute(tx.conn())?;
    let conn = tx.conn();
    diesel::delete(sessions::table.filter(sessions::account_id.eq(person))).execute(conn)?;
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::account_id.eq(person))).execute(conn)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(person))).execute(conn)?;
    diesel::delete(second_factors::table.filter(second_factors::account_id.eq(person))).execute(conn)?;
    diesel::delete(factor_resets::table.filter(factor_resets::account_id.eq(person))).execute(conn)?;
    diesel::delete(invitations::table.filter(invitations::account_id.eq(person))).execute(conn)?;
    diesel::delete(answers::table.filter(answers::account_id.eq(person))).execute(conn)?;
    let row = account(tx.conn(), person)?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// Where this copy of the house is of before the person had an account: one that is nobody's from the beginning.
pub fn open_nobody(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (id, now) = (&grant.act().person, tx.now());
    let there: i64 = accounts::table.find(id).count().get_result(tx.conn())?;
    if there > 0 {
        return Ok(());
    }
    let address = nowhere(id);
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id),
            accounts::email.eq(&address),
            accounts::email_folded.eq(&address),
            accounts::name.eq(NOBODY),
            accounts::name_folded.eq(NOBODY.to_lowercase()),
            accounts::password_hash.eq(""),
            accounts::opened_at.eq(now),
            accounts::closed_at.eq(now),
        ))
        .execute(tx.conn())?;
    let row = account(tx.conn(), id)?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// Name and address go. The name stays where others rely on the signatures that were given under it.
pub fn erase_account(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<Account, Fault> {
    let (person, keeps_name) = (&grant.act().person, grant.act().keeps_name);
    shut(tx, grant, person)?;
    let (address, called) = (nowhere(person), account(tx.conn(), person)?.name);
    diesel::update(accounts::table.find(person))
        .set((
            accounts::email.eq(&address),
            accounts::email_folded.eq(&address),
            accounts::single_keys.eq(true),
        ))
        .execute(tx.conn())?;
    if !keeps_name {
        diesel::update(accounts::table.find(person))
            .set((accounts::name.eq(NOBODY), accounts::name_folded.eq(NOBODY.to_lowercase())))
            .execute(tx.conn())?;
        raise_naming(tx, &called)?;
    }
    let row = account(tx.conn(), person)?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// The address of an account under which the same person signed before somebody who leads said that they are one. Its name
/// stays beside what was signed with it.
pub fn erase_address(tx: &mut Tx<'_>, _grant: &Grant<ErasePerson>, id: &AccountId) -> Result<(), Fault> {
    let address = nowhere(id);
    diesel::update(accounts::table.find(id))
        .set((accounts::email.eq(&address), accounts::email_folded.eq(&address)))
        .execute(tx.conn())?;
    let row = account(tx.conn(), id)?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// What can be done with an account cannot be done with one that was erased.
// open: a rule asks it about the account that somebody acts on
pub fn refuse_erased(conn: &mut Conn, id: &AccountId) -> Result<(), Fault> {
    let row = account(conn, id)?;
    refuse_unless(row.email != nowhere(id), || {
        Refusal::new("account-erased", "This person was erased. Nobody can sign in to the account any more.")
    })?;
    Ok(())
}
