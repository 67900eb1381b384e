//! Entries from before words and files were looked at for what may name a patient.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, entries, entry_versions, portfolios, unlooked};
use crate::db::tx::Tx;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::System;

/// An entry at a version that nobody has looked at, and whose it is.
#[derive(Debug, Clone, Queryable)]
pub struct Unlooked {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub owner: AccountId,
}

/// The next of them, in the order of their entries, beginning after `after`. What has been changed or withdrawn
/// since is no longer among them, nor what its owner is changing now: that is looked at when it is sent.
pub fn unlooked_after(
    conn: &mut Conn,
    after: &EntryId,
    most: i64,
    _: System,
) -> Result<Vec<Unlooked>, Fault> {
    let begun = drafts::table.filter(drafts::entry_id.is_not_null()).select(drafts::entry_id);
    Ok(entries::table
        .inner_join(portfolios::table)
        .inner_join(entry_versions::table)
        .filter(entry_versions::id.eq_any(unlooked::table.select(unlooked::version_id)))
        .filter(entry_versions::number.eq(entries::latest))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .filter(entries::id.gt(after))
        .filter(entries::id.nullable().ne_all(begun))
        .order(entries::id)
        .limit(most)
        .select((entries::id, entry_versions::id, portfolios::person_id))
        .load(conn)?)
}

/// Whether this version went past the check, on its way in or since.
// open: a word about an id that the caller found in sight
pub fn was_looked_at(conn: &mut Conn, version: &EntryVersionId) -> Result<bool, Fault> {
    let owed: i64 = unlooked::table.find(version).count().get_result(conn)?;
    Ok(owed == 0)
}

// open: by the job, or inside a granted write of the entry's owner
pub fn looked_at(tx: &mut Tx<'_>, versions: &[EntryVersionId]) -> Result<(), Fault> {
    diesel::delete(unlooked::table.filter(unlooked::version_id.eq_any(versions))).execute(tx.conn())?;
    Ok(())
}
