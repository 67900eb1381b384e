//! What others were asked and said about an entry.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, assessments, batched, decisions, deputised, requests};
use crate::domain::entry::{Covers, struck};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::entries::seen::{DecisionShown, OpenRequest, VersionShown};
use crate::features::entries::store::assessed;

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

/// Decisions that somebody took for a person who was away: the names of those.
fn deputised_on(conn: &mut Conn, entry: &EntryId) -> Result<HashMap<DecisionId, String>, Fault> {
    let rows: Vec<(DecisionId, String)> = deputised::table
        .inner_join(decisions::table.on(decisions::id.eq(deputised::decision_id)))
        .inner_join(accounts::table.on(accounts::id.eq(deputised::for_id)))
        .filter(decisions::entry_id.eq(entry))
        .select((deputised::decision_id, accounts::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
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
    salts: String,
    assessed: Option<assessed::Columns>,
    batch: Option<(i32, bool)>,
}

/// Whether something that was written with a decision is gone; rows from before there were salts have none.
fn is_struck(salts: &str) -> bool {
    let covers: Covers = serde_json::from_str(salts).unwrap_or_default();
    struck(&covers).any(|(key, _)| matches!(key, "reason" | "comment"))
}

// open: reached through an entry in sight
pub(super) fn decisions_on(
    conn: &mut Conn,
    entry: &EntryId,
    versions: &[VersionShown],
) -> Result<Vec<DecisionShown>, Fault> {
    let rows: Vec<DecisionRow> = decisions::table
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .left_join(assessments::table.on(assessments::decision_id.eq(decisions::id.nullable())))
        .left_join(batched::table.on(batched::decision_id.eq(decisions::id)))
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
            decisions::salts,
            assessed::columns(),
            (batched::entries, batched::viewed).nullable(),
        ))
        .load(conn)?;
    let mut instead = match rows.is_empty() {
        true => HashMap::new(),
        false => deputised_on(conn, entry)?,
    };
    rows.into_iter()
        .map(|row| {
            Ok(DecisionShown {
                batch: row.batch,
                deputising_for: instead.remove(&row.id),
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
                struck: is_struck(&row.salts),
                assessed: assessed::assessed(row.assessed)?,
                root: row.root,
                at: row.at,
                undone: row.until.map(|at| (at, row.undone_why)),
            })
        })
        .collect()
}
