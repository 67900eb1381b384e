//! What of a portfolio somebody sees.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, portfolios};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, PortfolioId};
use crate::domain::role::Sight;

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
