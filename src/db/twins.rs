//! The twin of each letter: what it tells, as a row that its reader finds in the app from the moment at which
//! the letter may go. It is written where the letter is queued, so that nothing depends on mail alone and no
//! act can forget it. The words are made when the page is: a decision that was undone is not told.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::notices;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::AccountId;
use crate::domain::time::Moment;

/// So many days a notice is kept.
pub const KEPT_DAYS: i64 = 90;

/// Writes it, unless this sort of letter has none. `id` is the job's, or new.
pub fn put(
    conn: &mut Conn,
    id: impl ToString,
    to: &AccountId,
    what: &Notice,
    at: Moment,
) -> Result<(), Fault> {
    if !what.has_twin() {
        return Ok(());
    }
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(id.to_string()),
            notices::account_id.eq(to),
            notices::body.eq(serde_json::to_string(what).map_err(Fault::broken)?),
            notices::made_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Rows of one page.
const PAGE: usize = 100;

/// One page (the first is 0) of a person's notices whose moment has come, the newest first, and whether there are more.
/// What this release does not know is left out.
pub fn of(
    conn: &mut Conn,
    to: &AccountId,
    now: Moment,
    page: usize,
) -> Result<(Vec<(Notice, Moment)>, bool), Fault> {
    let first = i64::try_from(page.saturating_mul(PAGE)).unwrap_or(i64::MAX);
    let one_more = i64::try_from(PAGE + 1).map_err(Fault::broken)?;
    let mut rows: Vec<(String, Moment)> = notices::table
        .filter(notices::account_id.eq(to))
        .filter(notices::made_at.le(now))
        .order((notices::made_at.desc(), notices::id.desc()))
        .offset(first)
        .limit(one_more)
        .select((notices::body, notices::made_at))
        .load(conn)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let known = |(body, at): (String, Moment)| Some((serde_json::from_str(&body).ok()?, at));
    Ok((rows.into_iter().filter_map(known).collect(), more))
}

/// Everybody's notices of one sort since then, the earliest first. `sort`: its word in the row.
// open: of a sort that says ids and days alone
pub fn of_sort(conn: &mut Conn, sort: &str, since: Moment) -> Result<Vec<(Notice, Moment)>, Fault> {
    let rows: Vec<(String, Moment)> = notices::table
        .filter(notices::made_at.ge(since))
        .filter(notices::body.like(format!("{{\"notice\":\"{sort}\"%")))
        .order((notices::made_at, notices::id))
        .select((notices::body, notices::made_at))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(body, at)| Some((serde_json::from_str(&body).ok()?, at))).collect())
}

pub fn sweep(conn: &mut Conn, before: Moment) -> Result<usize, Fault> {
    Ok(diesel::delete(notices::table.filter(notices::made_at.lt(before))).execute(conn)?)
}
