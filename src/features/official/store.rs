//! What stands beside an entry that is to be entered elsewhere: its files, and its owner's own thought.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{evidence, portfolios, reflections};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId, EntryVersionId, EvidenceId, PortfolioId};
use crate::domain::role::Sight;
use crate::features::enrolments::{self, Enrolled};

/// The enrolment, for its trainee and for whoever leads them today; nobody else has it. Whether the reader
/// leads it.
pub fn reached(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<(Enrolled, bool), Fault> {
    let found = enrolments::enrolment(conn, id)?;
    if found.person == *who.viewer() {
        return Ok((found, false));
    }
    Ok((enrolments::led_one(conn, who, id)?, true))
}

/// Names of the files of these versions, in their order; as far as the reader sees the entries.
pub fn files_of(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    versions: &[EntryVersionId],
) -> Result<HashMap<EntryVersionId, Vec<(EvidenceId, String)>>, Fault> {
    use crate::db::schema::{entries, entry_versions};
    let rows: Vec<(Option<EntryVersionId>, EvidenceId, String)> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entry_versions::id.eq_any(versions))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(
            entries::portfolio_id
                .eq_any(
                    portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id),
                )
                .or(entries::id.eq_any(sight::entries_seen(who))),
        )
        .order((evidence::position, evidence::id))
        .select((evidence::version_id, evidence::id, evidence::name))
        .load(conn)?;
    let mut found: HashMap<EntryVersionId, Vec<(EvidenceId, String)>> = HashMap::new();
    for (version, id, name) in rows {
        if let Some(version) = version {
            found.entry(version).or_default().push((id, name));
        }
    }
    Ok(found)
}

/// The reader's own thoughts beside these entries; nobody else's, shared or not.
pub fn own_thoughts(
    conn: &mut Conn,
    who: &Sight,
    entries: &[EntryId],
) -> Result<HashMap<EntryId, String>, Fault> {
    let rows: Vec<(Option<EntryId>, String)> = reflections::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reflections::portfolio_id)))
        .filter(portfolios::person_id.eq(who.viewer()))
        .filter(reflections::entry_id.eq_any(entries))
        .select((reflections::entry_id, reflections::words))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(entry, words)| Some((entry?, words))).collect())
}
