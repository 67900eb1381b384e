//! Who has opened an entry: once per person, version and day, written quietly after the answer.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entry_versions, readings};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::Day;
use crate::features::entries::seen::Seen;
use crate::on_both;

/// Somebody other than the owner has this version before them today.
pub fn note_reading(tx: &mut Tx<'_>, who: &Sight, version: &EntryVersionId) -> Result<(), Fault> {
    let row = (
        readings::viewer_id.eq(who.viewer()),
        readings::version_id.eq(version),
        readings::day.eq(who.today()),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(readings::table)
        .values(row)
        .on_conflict((readings::viewer_id, readings::version_id, readings::day))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether today's reading is written already: then nothing needs to wait at the write door.
pub fn has_read(conn: &mut Conn, who: &Sight, version: &EntryVersionId) -> Result<bool, Fault> {
    let found: Option<Day> = readings::table
        .find((who.viewer(), version, who.today()))
        .select(readings::day)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Who opened any version, and when last, by name. For the owner.
pub fn readers(conn: &mut Conn, who: &Sight, entry: &Seen) -> Result<Vec<(String, Day)>, Fault> {
    if !entry.is_owner(who.viewer()) {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, Option<Day>)> = readings::table
        .inner_join(accounts::table.on(accounts::id.eq(readings::viewer_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(readings::version_id)))
        .filter(entry_versions::entry_id.eq(&entry.id))
        .group_by((accounts::id, accounts::name))
        .order(accounts::name)
        .select((accounts::name, diesel::dsl::max(readings::day)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(name, day)| Some((name, day?))).collect())
}
