//! Which entry stands in place of which, because it should have been of another type: first a draft beside the entry
//! that it will replace, then an entry.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, entries, refilings};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{DraftId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::{KeepDraft, Record, Withdraw};
use crate::features::entries::seen::Seen;

/// Both sides of an entry's filing, for its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refiled {
    pub instead_of: Option<Other>,
    pub replaced_by: Option<Other>,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Other {
    pub id: EntryId,
    pub kind: String,
    pub title: String,
    pub number: i32,
}

/// From now on the draft is to take the place of the entry of the grant.
pub fn begin_refiling(
    tx: &mut Tx<'_>,
    grant: &Grant<Withdraw>,
    draft: &Grant<KeepDraft>,
) -> Result<(), Fault> {
    let now = tx.now();
    diesel::insert_into(refilings::table)
        .values((
            refilings::replaced_id.eq(&grant.act().entry),
            refilings::draft_id.eq(&draft.act().draft),
            refilings::begun_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The draft that is to take this entry's place.
// open: the caller has the entry, which only its owner may change
pub fn refiling_of(conn: &mut Conn, entry: &EntryId) -> Result<Option<DraftId>, Fault> {
    let found: Option<Option<DraftId>> =
        refilings::table.find(entry).select(refilings::draft_id).first(conn).optional()?;
    Ok(found.flatten())
}

/// Whether its owner has begun what is to follow this entry: its next version, or the same of another type.
// open: only that there is something; the caller has the entry
pub fn is_being_changed(conn: &mut Conn, seen: &Seen) -> Result<bool, Fault> {
    let next = drafts::table.filter(drafts::owner_id.eq(&seen.owner)).filter(drafts::entry_id.eq(&seen.id));
    let drafted: bool = diesel::select(diesel::dsl::exists(next)).get_result(conn)?;
    Ok(drafted || refiling_of(conn, &seen.id)?.is_some())
}

/// The entry whose place this draft is to take.
// open: the caller has the draft, which only its owner gets
pub fn replaced_by_draft(conn: &mut Conn, draft: &DraftId) -> Result<Option<EntryId>, Fault> {
    Ok(refilings::table
        .filter(refilings::draft_id.eq(draft))
        .select(refilings::replaced_id)
        .first(conn)
        .optional()?)
}

/// The draft became an entry.
pub fn settle_refiling(
    tx: &mut Tx<'_>,
    _grant: &Grant<Record>,
    replaced: &EntryId,
    entry: &EntryId,
) -> Result<(), Fault> {
    diesel::update(refilings::table.find(replaced))
        .set((refilings::draft_id.eq(None::<DraftId>), refilings::entry_id.eq(entry)))
        .execute(tx.conn())?;
    Ok(())
}

/// With the draft goes what it was begun for.
pub(super) fn forget_refiling(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>) -> Result<(), Fault> {
    let of_draft = refilings::table.filter(refilings::draft_id.eq(&grant.act().draft));
    diesel::delete(of_draft).execute(tx.conn())?;
    Ok(())
}

// open: the caller has the entry; both are of one portfolio
pub fn refiled(conn: &mut Conn, entry: &EntryId) -> Result<Refiled, Fault> {
    type Pair = (EntryId, Option<EntryId>);
    let pairs: Vec<Pair> = refilings::table
        .filter(refilings::entry_id.eq(entry).or(refilings::replaced_id.eq(entry)))
        .select((refilings::replaced_id, refilings::entry_id))
        .load(conn)?;
    let mut found = Refiled::default();
    for (replaced, standing) in pairs {
        match standing {
            Some(standing) if replaced == *entry => found.replaced_by = Some(other(conn, &standing)?),
            Some(_) => found.instead_of = Some(other(conn, &replaced)?),
            None => {}
        }
    }
    Ok(found)
}

fn other(conn: &mut Conn, id: &EntryId) -> Result<Other, Fault> {
    Ok(entries::table
        .find(id)
        .select((entries::id, entries::kind, entries::title, entries::number))
        .first(conn)?)
}
