//! What others were asked and said about an entry.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, decisions, requests};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::entries::seen::{DecisionShown, OpenRequest, VersionShown};

// open: reached through an entry in sight
pub(super) fn open_request(conn: &mut Conn, entry: &EntryId) -> Result<Option<OpenRequest>, Fault> {
    let row: Option<(RequestId, EntryVersionId, AccountId, String, Moment)> = requests::table
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(requests::entry_id.eq(entry))
        .filter(requests::closed_at.is_null())
        .order(requests::known_from.desc())
        .select((
            requests::id,
            requests::version_id,
            requests::asked_id,
            accounts::name,
            requests::known_from,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, version, asked, asked_name, since)| OpenRequest {
        id,
        version,
        asked,
        asked_name,
        since,
    }))
}

#[derive(Queryable)]
struct DecisionRow {
    id: DecisionId,
    version: EntryVersionId,
    request: Option<RequestId>,
    signer: AccountId,
    signer_name: String,
    capacity: String,
    verdict: String,
    satisfactory: bool,
    level: String,
    reason: String,
    comment: String,
    root: String,
    at: Moment,
    until: Option<Moment>,
    undone_why: String,
}

// open: reached through an entry in sight
pub(super) fn decisions_on(
    conn: &mut Conn,
    entry: &EntryId,
    versions: &[VersionShown],
) -> Result<Vec<DecisionShown>, Fault> {
    let rows: Vec<DecisionRow> = decisions::table
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::entry_id.eq(entry))
        .order((decisions::known_from, decisions::id))
        .select((
            decisions::id,
            decisions::version_id,
            decisions::request_id,
            decisions::signer_id,
            accounts::name,
            decisions::capacity,
            decisions::verdict,
            decisions::satisfactory,
            decisions::level,
            decisions::reason,
            decisions::comment,
            decisions::root,
            decisions::known_from,
            decisions::known_until,
            decisions::undone_why,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(DecisionShown {
                version_number: versions.iter().find(|v| v.id == row.version).map_or(0, |v| v.number),
                id: row.id,
                version: row.version,
                request: row.request,
                signer: row.signer,
                signer_name: row.signer_name,
                capacity: row.capacity,
                verdict: row.verdict.parse().map_err(Fault::broken)?,
                satisfactory: row.satisfactory,
                level: row.level,
                reason: row.reason,
                comment: row.comment,
                root: row.root,
                at: row.at,
                undone: row.until.map(|at| (at, row.undone_why)),
            })
        })
        .collect()
}
