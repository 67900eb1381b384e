//! What of a portfolio somebody sees.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, entries, entry_versions, portfolios};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::kind::{Outcome, Values};
use crate::domain::names::{EntryId, PortfolioId};
use crate::domain::role::Sight;
use crate::features::programmes;

/// The entries of the portfolio that are open to this person, its owner or somebody else.
pub fn in_sight(conn: &mut Conn, who: &Sight, portfolio: &PortfolioId) -> Result<HashSet<EntryId>, Fault> {
    let owned = portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id);
    let ids: Vec<EntryId> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(who)).or(
            entries::portfolio_id.eq_any(owned).and(entries::id.ne_all(sight::entries_closed_to_owner())),
        ))
        .select(entries::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Of these of the portfolio, those that were signed as not good enough in a version before the latest, by the decision
/// or by an answer in it: a later version stands beside that attempt, and does not take it back.
// open: the collection names only those entries that its reader sees
pub fn found_wanting(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
) -> Result<HashSet<EntryId>, Fault> {
    type Row = (EntryId, bool, String, i32, String);
    let rows: Vec<Row> = decisions::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(decisions::known_until.is_null())
        .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
        .filter(entry_versions::number.lt(entries::latest))
        .order(decisions::id)
        .select((
            entries::id,
            decisions::satisfactory,
            entries::kind,
            entry_versions::kind_version,
            entry_versions::words,
        ))
        .load(conn)?;
    let mut wanting = HashSet::new();
    for (entry, satisfactory, kind, version, words) in rows {
        let kind = programmes::kind_version(conn, shelf, &kind, version)?;
        let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
        if !satisfactory || kind.outcome(&values) == Some(Outcome::Unsatisfactory) {
            wanting.insert(entry);
        }
    }
    Ok(wanting)
}
