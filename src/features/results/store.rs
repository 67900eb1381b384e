//! What leads have entered and what waits for their confirmation, as rows.

use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, entry_versions, filings, portfolios};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::{Confirmer, Kind, Values};
use crate::domain::names::{EnrolmentId, EntryId, EntryVersionId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::{enrolments, programmes};

/// One result at its latest version.
#[derive(Debug, Clone)]
pub struct Known {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub enrolment: EnrolmentId,
    pub kind: Arc<Kind>,
    pub title: String,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub state: EntryState,
}

/// The results of these kinds under the enrolments for which the asker enters marks, oldest first.
pub fn known(conn: &mut Conn, shelf: &Shelf, who: &Sight, kinds: &[Arc<Kind>]) -> Result<Vec<Known>, Fault> {
    type Row = (EntryId, EntryVersionId, EnrolmentId, String, i32, String, Day, Option<Day>, String, String);
    let mut all = Vec::new();
    for kind in kinds {
        let mut query =
            filings::table
                .inner_join(entries::table)
                .inner_join(entry_versions::table.on(
                    entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest)),
                ))
                .filter(entries::kind.eq(&kind.code))
                .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
                .filter(entries::earlier.eq(""))
                .filter(filings::known_until.is_null())
                .into_boxed();
        let led = filings::enrolment_id.eq_any(sight::enrolments_held(who, "lead"));
        query = match kind.university {
            true => query.filter(led.or(filings::enrolment_id.eq_any(sight::enrolments_of_university(who)))),
            false => query.filter(led),
        };
        let rows: Vec<Row> = query
            .order((entries::happened_on, entries::id))
            .select((
                entries::id,
                entry_versions::id,
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
        for (entry, version, enrolment, kind, kind_version, title, day, until, words, state) in rows {
            all.push(Known {
                kind: programmes::kind_version(conn, shelf, &kind, kind_version)?,
                values: serde_json::from_str(&words).map_err(Fault::broken)?,
                state: state.parse().map_err(Fault::broken)?,
                entry,
                version,
                enrolment,
                title,
                day,
                until,
            });
        }
    }
    enrolments::name_codes(conn, shelf, all.iter_mut().map(|one| (&one.entry, &mut one.title)))?;
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

/// What waits for the lead's confirmation, longest first: of each version of a kind what that version says.
pub fn to_confirm(conn: &mut Conn, shelf: &Shelf, who: &Sight) -> Result<Vec<ToConfirm>, Fault> {
    let kinds = programmes::every_kind(conn, shelf)?;
    let mut codes: Vec<&str> = kinds.iter().filter(by_lead).map(|kind| kind.code.as_str()).collect();
    codes.dedup();
    let mut all: Vec<(i32, ToConfirm)> = Vec::new();
    for code in codes {
        let led = filings::table
            .filter(filings::known_until.is_null())
            .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
            .select(filings::entry_id);
        let rows: Vec<(i32, i32, ToConfirm)> =
            entries::table
                .inner_join(portfolios::table.inner_join(accounts::table))
                .inner_join(entry_versions::table.on(
                    entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest)),
                ))
                .filter(entries::kind.eq(code))
                .filter(entries::state.eq(EntryState::Submitted.as_str()))
                .filter(entries::earlier.eq(""))
                .filter(entries::id.eq_any(led))
                .filter(accounts::id.ne(who.viewer()))
                .select((
                    entry_versions::kind_version,
                    entries::number,
                    (
                        entries::id,
                        accounts::name,
                        entries::kind,
                        entries::title,
                        entries::happened_on,
                        entries::changed_at,
                    ),
                ))
                .load(conn)?;
        for (kind_version, number, row) in rows {
            if by_lead(&&programmes::kind_version(conn, shelf, code, kind_version)?) {
                all.push((number, row));
            }
        }
    }
    all.sort_by(|(n, a), (m, b)| (a.since, n, &a.entry).cmp(&(b.since, m, &b.entry)));
    enrolments::name_codes(conn, shelf, all.iter_mut().map(|(_, row)| (&row.entry, &mut row.title)))?;
    Ok(all.into_iter().map(|(_, row)| row).collect())
}

fn by_lead(kind: &&Arc<Kind>) -> bool {
    kind.confirmed_by == Confirmer::Lead
}
