//! Who is one person under two accounts. What stands behind a `+` reaches the same mailbox, and so does an address that
//! somebody proved without an account: nobody signs their own work through it, and nobody signs one entry twice.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, proved_addresses};
use crate::domain::assessor::Mailbox;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::features::entries::Seen;

/// Whether the address of `signer` reaches the mailbox of `other`, or one that `other` proved. Not of one account.
pub(super) fn is_same_person(conn: &mut Conn, signer: &AccountId, other: &AccountId) -> Result<bool, Fault> {
    let rows: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::id.eq_any([signer, other]))
        .select((accounts::id, accounts::email_folded))
        .load(conn)?;
    let of = |id: &AccountId| rows.iter().find(|(one, _)| one == id).map(|(_, at)| Mailbox::folded(at));
    let (Some(own), Some(theirs)) = (of(signer), of(other)) else { return Ok(false) };
    if own == theirs {
        return Ok(true);
    }
    let proved: Option<AccountId> = proved_addresses::table
        .find(own.as_str())
        .select(proved_addresses::person_id)
        .first(conn)
        .optional()?;
    Ok(proved.as_ref() == Some(other))
}

/// Whether this person, under whatever account, has signed the version that is the latest.
// open: `seen` was found in somebody's sight
pub fn signed_by(conn: &mut Conn, person: &AccountId, seen: &Seen) -> Result<bool, Fault> {
    for decision in seen.signed() {
        let signer = &decision.signer;
        if signer == person || is_same_person(conn, person, signer)? || is_same_person(conn, signer, person)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
