//! What of a portfolio fits under one of its enrolments and is not filed there, and filing it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, filings, portfolios};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::FileUnder;
use crate::domain::progress::last_day;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{self, Closing, Enrolled, FilingRow, Whose};
use crate::features::programmes;

/// An entry that is not filed under the enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    pub entry: EntryId,
    pub number: i32,
    pub kind: String,
    pub title: String,
    pub day: Day,
    /// Nothing: it will be filed.
    pub stays_out: Option<StaysOut>,
}

/// Why an entry is not filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaysOut {
    /// The programme asks nothing of its kind.
    Kind,
    Before,
    After,
    Withdrawn,
    /// It was filed there, and its owner took it out in its form.
    TakenOut,
}

/// One's own enrolment with its last day as it is now, and why nothing more is filed under it, if so. Anybody
/// else's is not there.
pub fn own(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
) -> Result<(Enrolled, Option<Closing>), Fault> {
    let mut found = enrolments::enrolment(conn, id)?;
    if found.person != *who.viewer() {
        return Err(Fault::NotFound);
    }
    let one = std::slice::from_ref(id);
    let lives = enrolments::lives(conn, Whose::Enrolments(one), now)?;
    let version = programmes::version_at(conn, shelf, &found.version, found.layer.as_ref())?;
    let lived = lives.get(id).map(Vec::as_slice).unwrap_or_default();
    let enrolment = enrolments::as_ruled(&found, &version, lived);
    found.ends_on = last_day(&version, &enrolment, now).unwrap_or(found.ends_on);
    Ok((found, enrolments::closings(conn, shelf, one, now)?.remove(id)))
}

/// Everything of one's own that is not filed under the enrolment, the newest first. `kinds`: codes of those that
/// its programme uses.
pub fn not_filed(
    conn: &mut Conn,
    who: &Sight,
    under: &Enrolled,
    kinds: &[String],
) -> Result<Vec<Old>, Fault> {
    type Row = (EntryId, i32, String, String, Day, String);
    let mine = portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id);
    let rows: Vec<Row> = entries::table
        .filter(entries::portfolio_id.eq(&under.portfolio))
        .filter(entries::portfolio_id.eq_any(mine))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .order((entries::happened_on.desc(), entries::id.desc()))
        .select((
            entries::id,
            entries::number,
            entries::kind,
            entries::title,
            entries::happened_on,
            entries::state,
        ))
        .load(conn)?;
    let filed: HashMap<EntryId, bool> = filings::table
        .filter(filings::enrolment_id.eq(&under.id))
        .select((filings::entry_id, filings::known_until.is_null()))
        .load(conn)?
        .into_iter()
        .collect();
    let old = rows.into_iter().filter(|row| filed.get(&row.0) != Some(&true));
    Ok(old
        .map(|(entry, number, kind, title, day, state)| {
            let stays_out = match () {
                () if state == EntryState::Withdrawn.as_str() => Some(StaysOut::Withdrawn),
                () if !kinds.contains(&kind) => Some(StaysOut::Kind),
                () if day < under.started_on => Some(StaysOut::Before),
                () if day > under.ends_on => Some(StaysOut::After),
                () if filed.contains_key(&entry) => Some(StaysOut::TakenOut),
                () => None,
            };
            Old { entry, number, kind, title, day, stays_out }
        })
        .collect())
}

/// Files them, all from now on.
pub fn file(tx: &mut Tx<'_>, grant: &Grant<FileUnder>, old: &[Old]) -> Result<Vec<FilingRow>, Fault> {
    let (enrolment, now) = (&grant.act().enrolment, tx.now());
    let mut filed = Vec::new();
    for one in old.iter().filter(|one| one.stays_out.is_none()) {
        diesel::insert_into(filings::table)
            .values((
                filings::entry_id.eq(&one.entry),
                filings::enrolment_id.eq(enrolment),
                filings::happened_on.eq(one.day),
                filings::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        filed.push(FilingRow {
            entry: one.entry.clone(),
            enrolment: enrolment.clone(),
            day: one.day,
            known_from: now,
            known_until: None,
        });
    }
    Ok(filed)
}
