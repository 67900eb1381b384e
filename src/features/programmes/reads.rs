//! What each capacity may read, told with the names of the kinds as the house has them today.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::reads::{kinds_of, said};
use crate::domain::role::Capacity;
use crate::features::programmes::newest_kinds;

/// What somebody in this capacity may read, in one sentence.
// open: what a capacity may read is public within the house
pub fn may_read(conn: &mut Conn, shelf: &Shelf, capacity: Capacity) -> Result<String, Fault> {
    let all = newest_kinds(conn, shelf)?;
    let listed = |kind: &&Arc<Kind>| match capacity {
        Capacity::University => kind.university,
        narrow => kinds_of(narrow).contains(&kind.code.as_str()),
    };
    let plurals: Vec<String> = all.iter().filter(listed).map(|kind| kind.plural.clone()).collect();
    Ok(said(capacity, &plurals))
}

/// The names of every kind by its code.
// open: what one records is public within the house
pub fn kind_names(conn: &mut Conn, shelf: &Shelf) -> Result<BTreeMap<String, String>, Fault> {
    let all = newest_kinds(conn, shelf)?;
    Ok(all.iter().map(|kind| (kind.code.clone(), kind.name.clone())).collect())
}
