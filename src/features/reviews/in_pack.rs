//! What somebody finds in a frozen pack, who may see nothing else of the portfolio: so that they can say where patient data
//! stands in it.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EntryId, ReviewId};
use crate::domain::policy::reviews::Sees;
use crate::domain::role::Person;
use crate::features::reviews::{packing, store};
use crate::render::report::EntryRow;

/// An entry as the pack shows it, and whose it is.
pub struct InPack {
    pub owner: AccountId,
    pub shown: EntryRow,
}

/// Of the pack that is read now; for whoever does not read it, and for an entry that it does not hold, there is none.
// open: what the person is to the review is asked at once
pub fn in_pack(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    review: &ReviewId,
    entry: &EntryId,
) -> Result<InPack, Fault> {
    let found = store::found(conn, shelf, person, review)?;
    let newest = found.pack().filter(|_| matches!(found.sees, Sees::Whole | Sees::Pack));
    let pack = store::pack(conn, &newest.ok_or(Fault::NotFound)?.id)?;
    let held = store::held_in(conn, &pack.id)?;
    let root = held.into_iter().find(|(_, id)| id == entry).map(|(root, _)| root).ok_or(Fault::NotFound)?;
    if !pack.is_intact() {
        return Err(Fault::NotFound);
    }
    let shown = packing::read(&pack)?.entries.into_iter().find(|one| one.content_hash == root);
    Ok(InPack { owner: found.enrolled.person, shown: shown.ok_or(Fault::NotFound)? })
}
