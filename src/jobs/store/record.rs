//! What the letters about the record itself need to know: whose entry and of which day, who said so, until when.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, entries, entry_versions, erasures, incidents, portfolios, refilings, reviews,
};
use crate::domain::entry::WHY;
use crate::domain::erasure::Standing;
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

/// An entry, told by its owner and its day.
pub struct Entry {
    pub id: EntryId,
    pub trainee: String,
    pub owner: AccountId,
    pub happened_on: Day,
}

pub fn entry(conn: &mut Conn, id: &EntryId, _: System) -> Result<Entry, Fault> {
    let (trainee, owner, happened_on) = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq(id))
        .select((accounts::name, accounts::id, entries::happened_on))
        .first(conn)?;
    Ok(Entry { id: id.clone(), trainee, owner, happened_on })
}

/// Whether its owner said why they went on from what was signed; what they said stays in the app.
pub fn has_reason(conn: &mut Conn, id: &EntryId, _: System) -> Result<bool, Fault> {
    // Filed as another type, it stands with the entry that took its place.
    let instead: Option<Option<EntryId>> =
        refilings::table.find(id).select(refilings::entry_id).first(conn).optional()?;
    let instead = instead.flatten();
    let words: String = entry_versions::table
        .filter(entry_versions::entry_id.eq(instead.as_ref().unwrap_or(id)))
        .order(entry_versions::number.desc())
        .select(entry_versions::words)
        .first(conn)?;
    let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
    Ok(values.contains_key(WHY))
}

/// An incident, told by whose entry or review it is about, and who reported it.
pub struct Incident {
    pub trainee: String,
    pub owner: AccountId,
    /// On which the case happened; none where it is about a review.
    pub happened_on: Option<Day>,
    /// On which the review is held.
    pub held_on: Option<Day>,
    pub by: String,
}

pub fn incident(conn: &mut Conn, id: &IncidentId, _: System) -> Result<Incident, Fault> {
    let (reporter, happened_on, held_on, (trainee, owner)) = incidents::table
        .inner_join(portfolios::table.on(portfolios::id.eq(incidents::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .left_join(entries::table.on(entries::id.nullable().eq(incidents::entry_id)))
        .left_join(reviews::table.on(reviews::id.nullable().eq(incidents::review_id)))
        .filter(incidents::id.eq(id))
        .select((
            incidents::reported_by,
            entries::happened_on.nullable(),
            reviews::held_on.nullable(),
            (accounts::name, accounts::id),
        ))
        .first::<(String, Option<Day>, Option<Day>, (String, AccountId))>(conn)?;
    Ok(Incident { by: name_of(conn, &reporter)?, trainee, owner, happened_on, held_on })
}

/// What was proposed and what became of it. Whom it is about stands on its page alone: no mailbox is to know more of
/// somebody who was erased than the house does.
pub struct Erasure {
    pub id: ErasureId,
    pub proposed_by: String,
    pub proposed_on: Day,
    /// The last day on which somebody else may agree.
    pub until: Day,
    /// Who answered, and whether they agreed.
    pub answer: Option<(String, bool)>,
}

pub fn erasure(conn: &mut Conn, id: &ErasureId, _: System) -> Result<Erasure, Fault> {
    type Row = (String, Moment, Moment, String, String);
    let (by, at, until, settled_by, state): Row = erasures::table
        .find(id)
        .select((
            erasures::proposed_by,
            erasures::proposed_at,
            erasures::lapses_at,
            erasures::settled_by,
            erasures::state,
        ))
        .first(conn)?;
    let proposed_by = name_of(conn, &by)?;
    let agreed = [Standing::Agreed, Standing::Done].iter().any(|one| one.as_str() == state);
    let answer = match settled_by.is_empty() {
        true => None,
        false => Some((name_of(conn, &settled_by)?, agreed)),
    };
    let day = |at: Moment| at.day_in(DEFAULT_ZONE);
    Ok(Erasure { id: id.clone(), proposed_by, proposed_on: day(at), until: day(until), answer })
}

/// Who is not in this house any more has no name in a letter.
fn name_of(conn: &mut Conn, id: &str) -> Result<String, Fault> {
    let name: Option<String> = accounts::table.find(id).select(accounts::name).first(conn).optional()?;
    Ok(name.unwrap_or_else(|| "Somebody".to_owned()))
}
