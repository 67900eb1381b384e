//! What is submitted and waits with nobody: handed over by a link, or nobody is asked any more, of many trainees at once.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, entry_versions, filings, requests, statements, tickets};
use crate::db::shelf::Shelf;
use crate::db::sight::SightOver;
use crate::domain::assessor::Standing;
use crate::domain::earlier::BROUGHT;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::Confirmer;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::standing::figures::Alone;
use crate::features::{enrolments, programmes};

/// Entries that a supervisor would sign and for which no request is open, those aside that were decided without an account
/// and wait to be confirmed, and those whose enrolment takes no decision any more. The oldest first, each once.
pub fn alone_of(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    over: &SightOver,
) -> Result<Vec<Alone>, Fault> {
    type Row = (Moment, EntryId, EnrolmentId, String, Day, Option<Moment>, String);
    let mut rows: Vec<Row> = Vec::new();
    for some in over.portfolios() {
        let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
        let decided = statements::table
            .filter(statements::standing.eq(Standing::Unconfirmed.as_str()))
            .select(statements::entry_id);
        let read =
            entries::table
                .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
                .inner_join(entry_versions::table.on(
                    entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest)),
                ))
                // A link to an earlier version opens nothing any more.
                .left_join(
                    tickets::table
                        .on(tickets::version_id.eq(entry_versions::id).and(tickets::ended_at.is_null())),
                )
                .filter(entries::state.eq(EntryState::Submitted.as_str()))
                .filter(entries::portfolio_id.eq_any(some))
                .filter(entries::earlier.ne(BROUGHT))
                .filter(filings::known_until.is_null())
                .filter(entries::id.ne_all(asked))
                .filter(entries::id.ne_all(decided))
                .select((
                    entries::changed_at,
                    entries::id,
                    filings::enrolment_id,
                    entries::title,
                    entries::happened_on,
                    tickets::expires_at.nullable(),
                    entries::kind,
                ))
                .load::<Row>(conn)?;
        rows.extend(read);
    }
    rows.retain(|row| over.holds(&row.2));
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // What a lead confirms is asked of nobody by name: it stands under Results.
    let kinds = programmes::newest_kinds(conn, shelf)?;
    let signed =
        |code: &str| kinds.iter().any(|kind| kind.code == code && kind.confirmed_by == Confirmer::Supervisor);
    rows.retain(|row| signed(&row.6));
    let under: BTreeSet<&EnrolmentId> = rows.iter().map(|row| &row.2).collect();
    let under: Vec<EnrolmentId> = under.into_iter().cloned().collect();
    let closed = enrolments::closings(conn, shelf, &under, now)?;
    rows.retain(|row| !closed.contains_key(&row.2));
    // Of two links to one entry, which one was only just made, the later one holds.
    rows.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)).then(b.5.cmp(&a.5)));
    rows.dedup_by(|b, a| a.1 == b.1);
    let alone = rows.into_iter().map(|(since, entry, enrolment, title, day, link, _)| Alone {
        enrolment,
        entry,
        title,
        day,
        since,
        link: link.filter(|until| now < *until),
    });
    Ok(alone.collect())
}
