//! Entries of the kinds that a narrow capacity may read, as rows of a list.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, filings, portfolios};
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::reads::kinds_of;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::Day;

/// One entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub entry: EntryId,
    pub person: String,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub state: EntryState,
}

/// What happened between two days, both included, the latest first; under one enrolment, or under all that the asker
/// looks after in this capacity.
pub fn listed(
    conn: &mut Conn,
    who: &Sight,
    capacity: Capacity,
    only: Option<&EnrolmentId>,
    (from, until): (Day, Day),
) -> Result<Vec<Listed>, Fault> {
    type Row = (EntryId, String, String, String, Day, String, String);
    let mut query = filings::table
        .inner_join(entries::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(sight::enrolments_narrowly(who, capacity.as_str())))
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .filter(entries::kind.eq_any(kinds_of(capacity)))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .filter(entries::happened_on.between(from, until))
        .into_boxed();
    if let Some(enrolment) = only {
        query = query.filter(filings::enrolment_id.eq(enrolment));
    }
    let rows: Vec<Row> = query
        .order((entries::happened_on.desc(), accounts::name_folded, entries::id))
        .select((
            entries::id,
            accounts::name,
            entries::kind,
            entries::title,
            entries::happened_on,
            entries::state,
            entries::earlier,
        ))
        .load(conn)?;
    let mut all: Vec<Listed> = Vec::new();
    for (entry, person, kind, title, day, state, earlier) in rows {
        // What is filed under two programmes is one entry.
        if all.iter().any(|known| known.entry == entry) {
            continue;
        }
        let state = EntryState::listed(&state, &earlier).map_err(Fault::broken)?;
        all.push(Listed { entry, person, kind, title, day, state });
    }
    Ok(all)
}
