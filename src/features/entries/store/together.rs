//! Many entries in one act: what came in together is withdrawn together, and what was said of it is written
//! beside each.

use diesel::prelude::*;

use crate::db::schema::{entries, entry_versions};
use crate::db::tx::Tx;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::features::entries::store::committed::version_row;

/// Ids in one statement.
const AT_ONCE: usize = 500;

/// Withdraws the latest version of each; the rows are in the book's event.
pub fn withdraw_all<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    portfolio: &PortfolioId,
    all: &[EntryId],
) -> Result<(), Fault> {
    let now = tx.now();
    for some in all.chunks(AT_ONCE) {
        let versions: Vec<EntryVersionId> = entry_versions::table
            .inner_join(entries::table)
            .filter(entries::portfolio_id.eq(portfolio))
            .filter(entries::id.eq_any(some))
            .filter(entries::latest.eq(entry_versions::number))
            .filter(entry_versions::withdrawn_at.is_null())
            .order(entry_versions::id)
            .select(entry_versions::id)
            .load(tx.conn())?;
        diesel::update(entry_versions::table.filter(entry_versions::id.eq_any(&versions)))
            .set(entry_versions::withdrawn_at.eq(now))
            .execute(tx.conn())?;
        diesel::update(entries::table.filter(entries::id.eq_any(some)))
            .set((entries::state.eq(EntryState::Withdrawn.as_str()), entries::changed_at.eq(now)))
            .execute(tx.conn())?;
        for version in &versions {
            let row = version_row(tx.conn(), version)?;
            tx.vouch(portfolio.clone(), &row);
        }
    }
    Ok(())
}

/// What lists say of entries from before: a word of `domain::earlier`.
pub fn set_earlier<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    all: &[EntryId],
    word: &'static str,
) -> Result<(), Fault> {
    let now = tx.now();
    for some in all.chunks(AT_ONCE) {
        diesel::update(entries::table.filter(entries::id.eq_any(some)))
            .set((entries::earlier.eq(word), entries::changed_at.eq(now)))
            .execute(tx.conn())?;
    }
    Ok(())
}
