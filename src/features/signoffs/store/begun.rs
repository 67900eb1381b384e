//! What was begun for several with one signature.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, entries, entry_versions};
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, PortfolioId};
use crate::features::entries::Seen;
use crate::features::signoffs::store::decisions::DecisionRow;

/// The decision with which a session was begun and those that began it for others, each with its book, whether they
/// stand or not: known by who signed and at which instant, since an act has one.
// open: `seen` was found in the sight of whoever asks, and rules are asked of each before anything is done with it
pub fn begun_in_one_act(
    conn: &mut Conn,
    row: &DecisionRow,
    seen: &Seen,
) -> Result<Vec<(DecisionId, PortfolioId)>, Fault> {
    Ok(decisions::table
        .inner_join(entries::table)
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .filter(decisions::signer_id.eq(&row.signer))
        .filter(decisions::known_from.eq(row.known_from))
        .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
        .filter(entries::kind.eq(&seen.kind.code))
        .filter(entry_versions::number.eq(1))
        .filter(entry_versions::written_by.eq(&row.signer))
        .filter(entry_versions::known_from.eq(row.known_from))
        .order(decisions::id)
        .select((decisions::id, entries::portfolio_id))
        .load(conn)?)
}
