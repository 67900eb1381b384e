//! What a person decided, newest first. What was undone within its seconds is not listed: it never was.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, decisions, entries, entry_versions, portfolios};
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, EntryId};
use crate::domain::role::Sight;
use crate::domain::signoff::CAME_BACK;
use crate::domain::time::{Day, Moment};
use crate::features::signoffs::store::decisions::UNDONE;

/// Lines of one page.
const PAGE: usize = 50;

/// One decision, as the list of what one signed shows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Decided {
    pub id: DecisionId,
    pub entry: EntryId,
    pub trainee: String,
    pub kind: String,
    pub kind_version: i32,
    pub title: String,
    /// Of the version that was decided on.
    pub day: Day,
    pub verdict: String,
    pub satisfactory: bool,
    pub level: String,
    pub reason: String,
    pub comment: String,
    pub at: Moment,
    pub ended: Option<Moment>,
    pub ended_why: String,
}

/// One page (the first is 0) and whether there are more; of trainees whose name holds the words.
pub fn decided(
    conn: &mut Conn,
    who: &Sight,
    trainee: &str,
    page: usize,
) -> Result<(Vec<Decided>, bool), Fault> {
    let words: String = trainee.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = i64::try_from(page.saturating_mul(PAGE)).unwrap_or(i64::MAX);
    let one_more = i64::try_from(PAGE + 1).map_err(Fault::broken)?;
    let mut rows: Vec<Decided> = decisions::table
        .inner_join(entries::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .filter(decisions::signer_id.eq(who.viewer()))
        .filter(decisions::undone_why.ne(UNDONE))
        .filter(accounts::name_folded.like(format!("%{words}%")))
        .order((decisions::known_from.desc(), decisions::id.desc()))
        .offset(first)
        .limit(one_more)
        .select((
            decisions::id,
            entries::id,
            accounts::name,
            entries::kind,
            entry_versions::kind_version,
            entries::title,
            entry_versions::happened_on,
            decisions::verdict,
            decisions::satisfactory,
            decisions::level,
            decisions::reason,
            decisions::comment,
            decisions::known_from,
            decisions::known_until,
            decisions::undone_why,
        ))
        .load(conn)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok((rows, more))
}

/// Who returned what came back, by the decisions that ended with it.
// open: of decisions that were found in the person's own list
pub fn returned_by(conn: &mut Conn, rows: &[Decided]) -> Result<HashMap<DecisionId, String>, Fault> {
    let came: Vec<&Decided> = rows.iter().filter(|row| row.ended_why == CAME_BACK).collect();
    if came.is_empty() {
        return Ok(HashMap::new());
    }
    let entries: Vec<&EntryId> = came.iter().map(|row| &row.entry).collect();
    let returns: Vec<(EntryId, Moment, String)> = decisions::table
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::entry_id.eq_any(entries))
        .filter(decisions::verdict.eq(Verdict::Returned.as_str()))
        .select((decisions::entry_id, decisions::known_from, accounts::name))
        .load(conn)?;
    let named = |row: &Decided| {
        let (.., name) = returns.iter().find(|(id, at, _)| *id == row.entry && Some(*at) == row.ended)?;
        Some((row.id.clone(), name.clone()))
    };
    Ok(came.into_iter().filter_map(named).collect())
}

/// How many signatures and returns since an instant that still stand: for the empty inbox.
pub fn decided_since(conn: &mut Conn, who: &Sight, from: Moment) -> Result<(i64, i64), Fault> {
    let verdicts: Vec<String> = decisions::table
        .filter(decisions::signer_id.eq(who.viewer()))
        .filter(decisions::known_from.ge(from))
        .filter(decisions::known_until.is_null())
        .select(decisions::verdict)
        .load(conn)?;
    let count = |wanted: &str| i64::try_from(verdicts.iter().filter(|v| *v == wanted).count()).unwrap_or(0);
    Ok((count("signed"), count("returned")))
}
