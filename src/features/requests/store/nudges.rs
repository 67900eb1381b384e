//! Whose an entry is of which its trainee is reminded, and when they were last: their notices say so.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, portfolios};
use crate::db::twins;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::{AccountId, EntryId, PortfolioId};
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, Queryable)]
pub struct Owned {
    pub entry: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    /// Of the entry.
    pub day: Day,
}

/// In the order of their days.
// open: the asker was found to see these
pub fn owned<'a>(conn: &mut Conn, of: impl Iterator<Item = &'a EntryId>) -> Result<Vec<Owned>, Fault> {
    let of: Vec<&EntryId> = of.collect();
    let mut all: Vec<Owned> = Vec::new();
    for some in of.chunks(1_000) {
        let rows: Vec<Owned> = entries::table
            .inner_join(portfolios::table)
            .filter(entries::id.eq_any(some.iter().copied()))
            .select((entries::id, entries::portfolio_id, portfolios::person_id, entries::happened_on))
            .load(conn)?;
        all.extend(rows);
    }
    all.sort_by(|a, b| (a.day, &a.entry).cmp(&(b.day, &b.entry)));
    Ok(all)
}

/// The entries of whose waiting a trainee was reminded since then, and when last.
// open: ids only; pages keep to their own sight
pub fn last_nudges(conn: &mut Conn, since: Moment) -> Result<HashMap<EntryId, Moment>, Fault> {
    let mut last = HashMap::new();
    for (notice, at) in twins::of_sort(conn, "nobody-decides", since)? {
        let Notice::NobodyDecides { entries, .. } = notice else { continue };
        last.extend(entries.into_iter().map(|(entry, _)| (entry, at)));
    }
    Ok(last)
}
