//! Whom somebody may assess (those over whom they hold an appointment as supervisor or lead today), and what there is
//! to talk about at a meeting.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, entries, entry_versions, requests};
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::names::{EnrolmentId, EntryId, PortfolioId};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

/// The portfolio of one enrolment, and all of its enrolments that this person supervises or leads today.
pub fn held(
    conn: &mut Conn,
    who: &Sight,
    id: &EnrolmentId,
) -> Result<(PortfolioId, Vec<EnrolmentId>), Fault> {
    let portfolio: PortfolioId = enrolments::table.find(id).select(enrolments::portfolio_id).first(conn)?;
    let supervised = sight::enrolments_held(who, Capacity::Supervisor.as_str());
    let led = sight::enrolments_held(who, Capacity::Lead.as_str());
    let all: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(&portfolio))
        .filter(enrolments::known_until.is_null())
        .filter(enrolments::id.eq_any(supervised).or(enrolments::id.eq_any(led)))
        .order(enrolments::id)
        .select(enrolments::id)
        .load(conn)?;
    if all.contains(id) { Ok((portfolio, all)) } else { Err(Fault::NotFound) }
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub entry: EntryId,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub state: EntryState,
}

type Row = (EntryId, String, String, Day, String, String);

const COLUMNS: (
    entries::id,
    entries::kind,
    entries::title,
    entries::happened_on,
    entries::state,
    entries::earlier,
) = (entries::id, entries::kind, entries::title, entries::happened_on, entries::state, entries::earlier);

fn line((entry, kind, title, day, state, earlier): Row) -> Result<Line, Fault> {
    let state = EntryState::listed(&state, &earlier).map_err(Fault::broken)?;
    Ok(Line { entry, kind, title, day, state })
}

/// A meeting that was recorded and stands.
pub struct Met {
    pub entry: EntryId,
    pub day: Day,
    pub values: Values,
}

/// Every entry of a kind that stands, the latest first.
pub fn meetings(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    kind: &str,
) -> Result<Vec<Met>, Fault> {
    let rows: Vec<(EntryId, Day, String)> = entries::table
        .inner_join(entry_versions::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .filter(entries::kind.eq(kind))
        .filter(entries::state.eq_any(["submitted", "signed"]))
        .filter(entry_versions::number.eq(entries::latest))
        .order((entries::happened_on.desc(), entries::id.desc()))
        .select((entries::id, entries::happened_on, entry_versions::words))
        .load(conn)?;
    let met = |(entry, day, words): (EntryId, Day, String)| {
        Ok(Met { entry, day, values: serde_json::from_str(&words).map_err(Fault::broken)? })
    };
    rows.into_iter().map(met).collect()
}

/// When an entry was first written down.
// open: of an entry that its reader sees
pub fn first_written(conn: &mut Conn, entry: &EntryId) -> Result<Moment, Fault> {
    Ok(entry_versions::table
        .filter(entry_versions::entry_id.eq(entry))
        .filter(entry_versions::number.eq(1))
        .select(entry_versions::known_from)
        .first(conn)?)
}

/// What changed since an instant, of what the trainee knows of as well, for it is read together: the newest first, and one more than `most` if there is more.
pub fn changed_since(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    from: Option<Moment>,
    most: usize,
) -> Result<Vec<Line>, Fault> {
    let from = from.unwrap_or_else(|| Moment::of_millis(0));
    let rows: Vec<Row> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entries::changed_at.gt(from))
        .order((entries::changed_at.desc(), entries::id.desc()))
        .limit(i64::try_from(most + 1).unwrap_or(i64::MAX))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(line).collect()
}

/// What waits for a signature, the oldest first, of the same; `by_lead` are the kinds that a training lead confirms.
pub fn waiting(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    by_lead: &[&str],
) -> Result<Vec<Line>, Fault> {
    let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
    let rows: Vec<Row> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entries::id.eq_any(asked).or(
            entries::kind.eq_any(by_lead.to_vec()).and(entries::state.eq(EntryState::Submitted.as_str())),
        ))
        .order((entries::happened_on, entries::id))
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(line).collect()
}
