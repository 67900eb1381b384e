//! Who had a frozen pack before them, once per person and day, written quietly after the answer; and which versions of
//! entries it holds. Both stay when the pack is withdrawn: whoever read it has read them.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entry_versions, pack_held, pack_readings, review_packs};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, EntryVersionId, PackId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::Freeze;
use crate::domain::role::Sight;
use crate::domain::time::Day;
use crate::on_both;

/// Rows in one statement.
const AT_ONCE: usize = 1_000;

/// Written with the pack.
pub fn keep_held(
    tx: &mut Tx<'_>,
    _grant: &Grant<Freeze>,
    pack: &PackId,
    versions: &[EntryVersionId],
) -> Result<(), Fault> {
    for some in versions.chunks(AT_ONCE) {
        let rows: Vec<_> = some
            .iter()
            .map(|version| (pack_held::pack_id.eq(pack.as_str()), pack_held::version_id.eq(version.as_str())))
            .collect();
        on_both!(tx.conn(), |c| diesel::insert_into(pack_held::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// The entries that a pack holds, each by the root of what it held of it.
// open: reached through a pack that its reader reads; ids and hashes
pub fn held_in(conn: &mut Conn, pack: &PackId) -> Result<Vec<(String, EntryId)>, Fault> {
    Ok(pack_held::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(pack_held::version_id)))
        .filter(pack_held::pack_id.eq(pack))
        .order(entry_versions::id)
        .select((entry_versions::root, entry_versions::entry_id))
        .load(conn)?)
}

/// Who had a pack of this review before them, the latest day first.
// open: of the asker's own review, or they keep an incident about it; names and days
pub fn readers_of(conn: &mut Conn, review: &ReviewId) -> Result<Vec<(Day, String)>, Fault> {
    Ok(pack_readings::table
        .inner_join(review_packs::table.on(review_packs::id.eq(pack_readings::pack_id)))
        .inner_join(accounts::table.on(accounts::id.eq(pack_readings::viewer_id)))
        .filter(review_packs::review_id.eq(review))
        .order((pack_readings::day.desc(), accounts::name_folded, accounts::id))
        .select((pack_readings::day, accounts::name))
        .load(conn)?)
}

/// Somebody other than the trainee has this pack before them today.
pub fn note_pack_reading(tx: &mut Tx<'_>, who: &Sight, pack: &PackId) -> Result<(), Fault> {
    let row = (
        pack_readings::viewer_id.eq(who.viewer()),
        pack_readings::pack_id.eq(pack),
        pack_readings::day.eq(who.today()),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(pack_readings::table)
        .values(row)
        .on_conflict((pack_readings::viewer_id, pack_readings::pack_id, pack_readings::day))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether today's reading is written already: then nothing needs to wait at the write door.
pub fn has_read_pack(conn: &mut Conn, who: &Sight, pack: &PackId) -> Result<bool, Fault> {
    let row = pack_readings::table.find((who.viewer(), pack, who.today()));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}
