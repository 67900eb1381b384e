//! Goals that are open, of one portfolio.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, entry_versions};
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::goal::{GOAL, OpenGoal, in_order};
use crate::domain::kind::Values;
use crate::domain::names::{EntryId, PortfolioId};
use crate::domain::role::Sight;

/// Those whose newest version says that they are open, as far as this person sees them; the next due first.
pub fn open_goals(conn: &mut Conn, who: &Sight, portfolio: &PortfolioId) -> Result<Vec<OpenGoal>, Fault> {
    let rows: Vec<(EntryId, String, String)> = entries::table
        .inner_join(entry_versions::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .filter(entries::kind.eq(GOAL))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .filter(entry_versions::number.eq(entries::latest))
        .order((entries::happened_on, entries::id))
        .select((entries::id, entries::title, entry_versions::words))
        .load(conn)?;
    let mut goals = Vec::new();
    for (entry, title, words) in rows {
        let written: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
        goals.extend(OpenGoal::of(entry, title, &written));
    }
    Ok(in_order(goals))
}
