//! What leads have entered and what waits for their confirmation, as rows.

use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, entry_versions, filings, portfolios};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::{Confirmer, Kind, Recorder, Values};
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;

/// One result at its latest version.
#[derive(Debug, Clone)]
pub struct Known {
    pub entry: EntryId,
    pub enrolment: EnrolmentId,
    pub kind: Arc<Kind>,
    pub title: String,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub state: EntryState,
}

/// The results of these kinds under the enrolments that the lead leads, oldest first.
pub fn known(conn: &mut Conn, shelf: &Shelf, who: &Sight, kinds: &[&str]) -> Result<Vec<Known>, Fault> {
    type Row = (EntryId, EnrolmentId, String, i32, String, Day, Option<Day>, String, String);
    let mut all = Vec::new();
    for kind in kinds {
        let rows: Vec<Row> =
            filings::table
                .inner_join(entries::table)
                .inner_join(entry_versions::table.on(
                    entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest)),
                ))
                .filter(entries::kind.eq(*kind))
                .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
                .filter(entries::earlier.eq(""))
                .filter(filings::known_until.is_null())
                .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
                .order((entries::happened_on, entries::id))
                .select((
                    entries::id,
                    filings::enrolment_id,
                    entries::kind,
                    entry_versions::kind_version,
                    entries::title,
                    entry_versions::happened_on,
                    entry_versions::until_day,
                    entry_versions::words,
                    entries::state,
                ))
                .load(conn)?;
        for (entry, enrolment, kind, kind_version, title, day, until, words, state) in rows {
            all.push(Known {
                kind: programmes::kind_version(conn, shelf, &kind, kind_version)?,
                values: serde_json::from_str(&words).map_err(Fault::broken)?,
                state: state.parse().map_err(Fault::broken)?,
                entry,
                enrolment,
                title,
                day,
                until,
            });
        }
    }
    Ok(all)
}

/// Something that a trainee stated and a lead confirms.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ToConfirm {
    pub entry: EntryId,
    pub trainee: String,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub since: Moment,
}

/// What waits for the lead's confirmation, longest first.
pub fn to_confirm(conn: &mut Conn, shelf: &Shelf, who: &Sight) -> Result<Vec<ToConfirm>, Fault> {
    let kinds = programmes::newest_kinds(conn, shelf)?;
    let mut all: Vec<ToConfirm> = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.confirmed_by == Confirmer::Lead) {
        let led = filings::table
            .filter(filings::known_until.is_null())
            .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
            .select(filings::entry_id);
        let rows: Vec<ToConfirm> = entries::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .filter(entries::kind.eq(&kind.code))
            .filter(entries::state.eq(EntryState::Submitted.as_str()))
            .filter(entries::earlier.eq(""))
            .filter(entries::id.eq_any(led))
            .filter(accounts::id.ne(who.viewer()))
            .select((
                entries::id,
                accounts::name,
                entries::kind,
                entries::title,
                entries::happened_on,
                entries::changed_at,
            ))
            .load(conn)?;
        all.extend(rows);
    }
    all.sort_by(|a, b| (a.since, &a.entry).cmp(&(b.since, &b.entry)));
    Ok(all)
}

/// Kinds that a lead records, by name.
// open: what one records is public within the house
pub fn recorded_by_leads(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<Arc<Kind>>, Fault> {
    let kinds = programmes::newest_kinds(conn, shelf)?;
    Ok(kinds.into_iter().filter(|kind| kind.recorded_by == Recorder::Lead).collect())
}
