//! What is kept from the owner of a portfolio: their history says that it is there, and names it by its kind alone. Its
//! title may be in words of whoever wrote it, and what was begun by mistake and undone may be about somebody else.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, entry_versions};
use crate::db::shelf::Shelf;
use crate::db::sight as seen;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, PortfolioId};
use crate::features::programmes;

/// Number and name of its kind.
// open: for the owner, who may know as much
pub(super) fn kept_from_owner(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
) -> Result<HashMap<EntryId, (i32, String)>, Fault> {
    let rows: Vec<(EntryId, i32, String, i32)> = entries::table
        .inner_join(entry_versions::table.on(entry_versions::entry_id.eq(entries::id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(seen::entries_closed_to_owner()))
        .filter(entry_versions::number.eq(1))
        .select((entries::id, entries::number, entries::kind, entry_versions::kind_version))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, number, kind, version)| {
            Ok((id, (number, programmes::kind_version(conn, shelf, &kind, version)?.name.clone())))
        })
        .collect()
}
