//! The thought beside an entry: an object of its own, outside the signed content, private until its
//! owner shares it, and never in anybody else's export.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::reflections;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::{Record, Reflect};
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::entries::seen::Seen;

#[derive(Debug, Clone, Queryable)]
pub struct Reflection {
    pub words: String,
    pub written_at: Moment,
    pub shared_at: Option<Moment>,
}

/// The owner's, always; for everybody else only once it is shared.
pub fn reflection(conn: &mut Conn, who: &Sight, entry: &Seen) -> Result<Option<Reflection>, Fault> {
    let found: Option<Reflection> = reflections::table
        .filter(reflections::entry_id.eq(&entry.id))
        .select((reflections::words, reflections::written_at, reflections::shared_at))
        .first(conn)
        .optional()?;
    Ok(found.filter(|one| entry.is_owner(who.viewer()) || one.shared_at.is_some()))
}

/// A draft's thought goes with the entry that the draft became.
pub fn move_reflection(
    tx: &mut Tx<'_>,
    _grant: &Grant<Record>,
    portfolio: &PortfolioId,
    entry: &EntryId,
    words: &str,
) -> Result<(), Fault> {
    if words.is_empty() { Ok(()) } else { put(tx, portfolio, entry, words) }
}

/// Writes the thought over; an empty one is removed.
pub fn write_reflection(
    tx: &mut Tx<'_>,
    grant: &Grant<Reflect>,
    portfolio: &PortfolioId,
    words: &str,
) -> Result<(), Fault> {
    let entry = &grant.act().entry;
    if words.is_empty() {
        diesel::delete(reflections::table.filter(reflections::entry_id.eq(entry))).execute(tx.conn())?;
        return Ok(());
    }
    let now = tx.now();
    let changed = diesel::update(reflections::table.filter(reflections::entry_id.eq(entry)))
        .set((reflections::words.eq(words), reflections::written_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 0 { put(tx, portfolio, entry, words) } else { Ok(()) }
}

fn put(tx: &mut Tx<'_>, portfolio: &PortfolioId, entry: &EntryId, words: &str) -> Result<(), Fault> {
    let (id, now): (ReflectionId, _) = (tx.new_id(), tx.now());
    diesel::insert_into(reflections::table)
        .values((
            reflections::id.eq(id),
            reflections::portfolio_id.eq(portfolio),
            reflections::entry_id.eq(entry),
            reflections::words.eq(words),
            reflections::written_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

pub fn share_reflection(tx: &mut Tx<'_>, grant: &Grant<Reflect>, shared: bool) -> Result<(), Fault> {
    let at = shared.then(|| tx.now());
    diesel::update(reflections::table.filter(reflections::entry_id.eq(&grant.act().entry)))
        .set(reflections::shared_at.eq(at))
        .execute(tx.conn())?;
    Ok(())
}
