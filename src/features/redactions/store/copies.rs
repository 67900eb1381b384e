//! The same words in other entries. A session is written once and becomes an entry of everybody who was there, and one
//! comment on a batch stands with each of its decisions: both are known by who wrote and at which instant, since an act
//! has one, and by the words themselves. What was agreed may be a goal. Files are not looked for: they go wherever else they are attached anyway.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, decisions, entries, entry_versions, filings, incidents, portfolios, unread,
};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::redaction::Place;
use crate::domain::role::{Capacity, Sight};
use crate::features::entries::Seen;
use crate::features::redactions::store::incidents::IncidentRow;
use crate::features::redactions::store::{goals, refiled};

/// Other entries, and the places in each where the same words stand.
pub(super) type Found = BTreeMap<EntryId, BTreeSet<Place>>;

/// Another entry that holds the same words, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub entry: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub owner_name: String,
    pub number: i32,
    pub closed_to_owner: bool,
    pub places: BTreeSet<Place>,
}

/// Where else these words of the entry stand, by the number of the entry and the name of its owner.
// open: the rules are asked of each before anything of it is shown
pub fn copies(conn: &mut Conn, seen: &Seen, places: &BTreeSet<Place>) -> Result<Vec<Copied>, Fault> {
    let mut found = Found::new();
    recorded(conn, seen, places, &mut found)?;
    decided(conn, seen, places, &mut found)?;
    goals::copied(conn, seen, places, &mut found)?;
    refiled::copied(conn, seen, places, &mut found)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (EntryId, PortfolioId, AccountId, String, i32);
    let rows: Vec<Row> = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq_any(found.keys()))
        .order((accounts::name_folded, entries::number, entries::id))
        .select((entries::id, portfolios::id, accounts::id, accounts::name, entries::number))
        .load(conn)?;
    let closed: Vec<EntryId> = unread::table
        .filter(unread::entry_id.eq_any(found.keys()))
        .filter(unread::capacity.eq("trainee"))
        .select(unread::entry_id)
        .load(conn)?;
    let one = |(entry, portfolio, owner, owner_name, number): Row| Copied {
        places: found.get(&entry).cloned().unwrap_or_default(),
        closed_to_owner: closed.contains(&entry),
        entry,
        portfolio,
        owner,
        owner_name,
        number,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What one person recorded for several in one act.
fn recorded(conn: &mut Conn, seen: &Seen, places: &BTreeSet<Place>, found: &mut Found) -> Result<(), Fault> {
    for version in seen.versions.iter().filter(|version| version.by != seen.owner) {
        let rows: Vec<(EntryId, String)> = entry_versions::table
            .inner_join(entries::table)
            .filter(entry_versions::written_by.eq(&version.by))
            .filter(entry_versions::known_from.eq(version.at))
            .filter(entries::kind.eq(&seen.kind.code))
            .filter(entries::id.ne(&seen.id))
            .select((entries::id, entry_versions::words))
            .load(conn)?;
        for (entry, words) in rows {
            let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
            let same = places.iter().filter(|place| match place {
                Place::Field(code) => {
                    values.get(code).is_some_and(|value| version.values.get(code) == Some(value))
                }
                _ => false,
            });
            let same: Vec<Place> = same.cloned().collect();
            if !same.is_empty() {
                found.entry(entry).or_default().extend(same);
            }
        }
    }
    Ok(())
}

/// What one person wrote with several decisions in one act.
fn decided(conn: &mut Conn, seen: &Seen, places: &BTreeSet<Place>, found: &mut Found) -> Result<(), Fault> {
    let chosen = |id: &DecisionId| places.contains(&Place::Decision(id.clone()));
    for one in seen.decisions.iter().filter(|one| chosen(&one.id)) {
        if one.reason.is_empty() && one.comment.is_empty() {
            continue;
        }
        let rows: Vec<(EntryId, DecisionId)> = decisions::table
            .filter(decisions::signer_id.eq(&one.signer))
            .filter(decisions::known_from.eq(one.at))
            .filter(decisions::entry_id.ne(&seen.id))
            .filter(decisions::reason.eq(&one.reason))
            .filter(decisions::comment.eq(&one.comment))
            .select((decisions::entry_id, decisions::id))
            .load(conn)?;
        for (entry, id) in rows {
            found.entry(entry).or_default().insert(Place::Decision(id));
        }
    }
    Ok(())
}

/// Which of these entries this person may strike out of as somebody who leads, today.
pub fn led_among(conn: &mut Conn, who: &Sight, of: &[Copied]) -> Result<BTreeSet<EntryId>, Fault> {
    if of.is_empty() {
        return Ok(BTreeSet::new());
    }
    let led: Vec<EntryId> = filings::table
        .filter(filings::entry_id.eq_any(of.iter().map(|one| &one.entry)))
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, Capacity::Lead.as_str())))
        .filter(filings::entry_id.ne_all(sight::entries_closed_to_leads()))
        .select(filings::entry_id)
        .load(conn)?;
    let own = |id: &EntryId| of.iter().any(|one| one.entry == *id && one.owner == *who.viewer());
    Ok(led.into_iter().filter(|id| !own(id)).collect())
}

/// An incident that the same report opened about another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    pub incident: IncidentId,
    pub owner_name: String,
    pub number: i32,
    pub state: String,
}

/// Those that this person keeps: of the trainees whom they lead today, or all of them.
pub fn reported_with(
    conn: &mut Conn,
    who: &Sight,
    governs: bool,
    row: &IncidentRow,
) -> Result<Vec<Beside>, Fault> {
    let mut query = incidents::table
        .inner_join(entries::table.on(entries::id.nullable().eq(incidents::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(incidents::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(incidents::reported_by.eq(&row.reported_by))
        .filter(incidents::reported_at.eq(row.reported_at))
        .filter(incidents::id.ne(&row.id))
        .order((accounts::name_folded, entries::number, incidents::id))
        .select((incidents::id, accounts::name, entries::number, incidents::state))
        .into_boxed();
    if !governs {
        let led = filings::table
            .filter(filings::known_until.is_null())
            .filter(filings::enrolment_id.eq_any(sight::enrolments_held(who, Capacity::Lead.as_str())))
            .filter(filings::entry_id.ne_all(sight::entries_closed_to_leads()))
            .select(filings::entry_id.nullable());
        query = query.filter(incidents::entry_id.eq_any(led));
    }
    let rows: Vec<(IncidentId, String, i32, String)> = query.load(conn)?;
    let one = |(incident, owner_name, number, state)| Beside { incident, owner_name, number, state };
    Ok(rows.into_iter().map(one).collect())
}

/// The books in which these entries are written.
// open: a write names its books
pub fn books_of(conn: &mut Conn, ids: &BTreeSet<EntryId>) -> Result<Vec<BookId>, Fault> {
    let all: Vec<PortfolioId> =
        entries::table.filter(entries::id.eq_any(ids)).select(entries::portfolio_id).distinct().load(conn)?;
    Ok(all.into_iter().map(BookId::from).collect())
}
