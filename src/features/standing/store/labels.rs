//! What the facts of a stored answer are called: entries by number, title and day, registrations by
//! their body. Only what exists for the reader gets a name; the page leaves the rest out.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, registrations, requests};
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, EntryId, PortfolioId, RegistrationId};
use crate::domain::programme::Version;
use crate::domain::programme::coded::in_words;
use crate::domain::role::Sight;
use crate::domain::rule::category_said;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub title: String,
    pub day: Option<Day>,
    /// None for what has no page of its own.
    pub entry: Option<EntryId>,
    /// Since when it is in the system that holds the official record too, in words.
    pub entered: String,
}

/// The names of the entries among the ids that the reader sees, in the words of the programme; their own portfolio they
/// see whole.
pub fn labels(
    conn: &mut Conn,
    who: &Sight,
    (portfolio, person): (&PortfolioId, &AccountId),
    version: &Version,
    ids: &[String],
) -> Result<HashMap<String, Label>, Fault> {
    let wanted: Vec<EntryId> = ids.iter().map(EntryId::new).collect();
    let query = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.eq_any(&wanted))
        .select((entries::id, entries::number, entries::title, entries::happened_on));
    let rows: Vec<(EntryId, i32, String, Day)> = if who.viewer() == person {
        query.load(conn)?
    } else {
        query.filter(entries::id.eq_any(sight::entries_seen(who))).load(conn)?
    };
    let mut found: HashMap<String, Label> = rows
        .into_iter()
        .map(|(id, number, title, day)| {
            let title = format!("{} (number {number})", in_words([version], &title));
            (id.to_string(), Label { title, day: Some(day), entry: Some(id), entered: String::new() })
        })
        .collect();
    if found.len() < ids.len() {
        let rest: Vec<RegistrationId> =
            ids.iter().filter(|id| !found.contains_key(*id)).map(RegistrationId::new).collect();
        let rows: Vec<(RegistrationId, String, String, Day)> = registrations::table
            .filter(registrations::person_id.eq(person))
            .filter(registrations::id.eq_any(&rest))
            .select((
                registrations::id,
                registrations::category,
                registrations::number,
                registrations::valid_from,
            ))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(id, category, number, from)| {
            let title = format!("Registration {number} ({})", category_said(&category));
            (id.to_string(), Label { title, day: Some(from), entry: None, entered: String::new() })
        }));
    }
    Ok(found)
}

/// An entry in the list of the newest ones.
#[derive(Debug, Clone)]
pub struct Recent {
    pub id: EntryId,
    pub number: i32,
    pub title: String,
    pub day: Day,
    pub state: EntryState,
}

/// The newest entries filed under an enrolment in sight, as far as the reader sees them.
pub fn recent(
    conn: &mut Conn,
    who: &Sight,
    enrolment: &EnrolmentId,
    most: i64,
) -> Result<Vec<Recent>, Fault> {
    use crate::db::schema::filings;
    let rows: Vec<(EntryId, i32, String, Day, String, String)> = filings::table
        .inner_join(entries::table)
        .filter(filings::enrolment_id.eq(enrolment))
        .filter(filings::known_until.is_null())
        .filter(entries::id.eq_any(sight::entries_seen(who)))
        .order((filings::happened_on.desc(), filings::entry_id.desc()))
        .limit(most)
        .select((
            entries::id,
            entries::number,
            entries::title,
            entries::happened_on,
            entries::state,
            entries::earlier,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, number, title, day, state, earlier)| {
            let state = EntryState::listed(&state, &earlier).map_err(Fault::broken)?;
            Ok(Recent { id, number, title, day, state })
        })
        .collect()
}

/// What waits under one enrolment in sight, with whom, oldest first.
pub fn asked_under(
    conn: &mut Conn,
    who: &Sight,
    enrolment: &EnrolmentId,
) -> Result<Vec<(AccountId, String, Moment)>, Fault> {
    use crate::db::schema::{accounts, filings};
    Ok(requests::table
        .inner_join(filings::table.on(filings::entry_id.eq(requests::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(requests::closed_at.is_null())
        .filter(filings::enrolment_id.eq(enrolment))
        .filter(filings::known_until.is_null())
        .filter(requests::entry_id.eq_any(sight::entries_seen(who)))
        .order((requests::known_from, requests::id))
        .select((accounts::id, accounts::name, requests::known_from))
        .load(conn)?)
}
