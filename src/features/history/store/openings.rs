//! Who had what of a portfolio before them, month by month: entries, files, reports, links. For its owner, and
//! without a word of content for information governance.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, carried, entries, entry_versions, evidence, exports, file_readings, pack_readings, readings,
    review_packs, reviews, ticket_openings, tickets,
};
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Person;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::{OpenedHow as How, opened_by_links};
use crate::features::history::store::kept::kept_from_owner;
use crate::features::history::store::owner;
use crate::features::{enrolments, people};

/// One person, one entry, one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    pub day: Day,
    pub who: String,
    pub how: How,
    pub number: i32,
    pub entry: EntryId,
    /// Of the entry; for whoever sees no content it is not shown.
    pub title: String,
}

/// Whose it is, and whether the reader sees titles.
#[derive(Debug, Clone)]
pub struct Whose {
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub name: String,
    pub own: bool,
}

/// The portfolio, for its owner and for information governance.
// open: it asks itself who is looking; everybody else finds nothing
pub fn whose(conn: &mut Conn, person: &Person, portfolio: &PortfolioId) -> Result<Whose, Fault> {
    let (owner, name) = owner(conn, portfolio)?;
    let own = owner == person.account;
    if !own && !people::governs(conn, &person.account, person.today())? {
        return Err(Fault::NotFound);
    }
    Ok(Whose { portfolio: portfolio.clone(), owner, name, own })
}

type Row = (Day, String, i32, EntryId, String);

/// Everything from one day to another, both included, the latest first.
// open: `whose` was asked before
pub fn openings(
    conn: &mut Conn,
    shelf: &Shelf,
    whose: &Whose,
    (from, until): (Day, Day),
) -> Result<Vec<Opening>, Fault> {
    let kept = if whose.own { kept_from_owner(conn, shelf, &whose.portfolio)? } else { HashMap::new() };
    let mut all: Vec<Opening> = Vec::new();
    let mut take = |how: How, rows: Vec<Row>| {
        all.extend(rows.into_iter().map(|(day, who, number, entry, title)| Opening {
            day,
            who,
            how,
            number,
            title: kept.get(&entry).map_or(title, |(_, kind)| kind.clone()),
            entry,
        }));
    };
    let pages = readings::table
        .inner_join(accounts::table.on(accounts::id.eq(readings::viewer_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(readings::version_id)))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::portfolio_id.eq(&whose.portfolio))
        .filter(readings::day.between(from, until))
        .select((readings::day, accounts::name, entries::number, entries::id, entries::title));
    take(How::Page, pages.load(conn)?);
    let files = file_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(file_readings::viewer_id)))
        .inner_join(evidence::table.on(evidence::id.eq(file_readings::evidence_id)))
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::portfolio_id.eq(&whose.portfolio))
        .filter(file_readings::day.between(from, until))
        .select((file_readings::day, accounts::name, entries::number, entries::id, entries::title));
    take(How::File, files.load(conn)?);
    let (first, last) = (from.starts_in(DEFAULT_ZONE), until.ends_in(DEFAULT_ZONE));
    let links: Vec<(TicketId, Moment, i32, EntryId, String)> = ticket_openings::table
        .inner_join(tickets::table.on(tickets::id.eq(ticket_openings::ticket_id)))
        .inner_join(entries::table.on(entries::id.eq(tickets::entry_id)))
        .filter(entries::portfolio_id.eq(&whose.portfolio))
        .filter(ticket_openings::first_at.between(first, last))
        .select((tickets::id, ticket_openings::first_at, entries::number, entries::id, entries::title))
        .load(conn)?;
    let ids: Vec<TicketId> = links.iter().map(|one| one.0.clone()).collect();
    let who = opened_by_links(conn, &ids)?;
    let by_link = links.into_iter().filter_map(|(link, at, number, entry, title)| {
        Some((at.day_in(DEFAULT_ZONE), who.get(&link)?.clone(), number, entry, title))
    });
    take(How::Link, by_link.collect());
    if whose.own {
        enrolments::name_codes(conn, shelf, all.iter_mut().map(|one| (&one.entry, &mut one.title)))?;
    }
    all.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.cmp(b)));
    all.dedup();
    Ok(all)
}

/// A frozen pack of a review that somebody read: all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRead {
    pub day: Day,
    pub who: String,
    /// The day of the review.
    pub held_on: Day,
    pub entries: i32,
}

// open: `whose` was asked before
pub fn packs_read(conn: &mut Conn, whose: &Whose, (from, until): (Day, Day)) -> Result<Vec<PackRead>, Fault> {
    let rows: Vec<(Day, String, Day, i32)> = pack_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(pack_readings::viewer_id)))
        .inner_join(review_packs::table.on(review_packs::id.eq(pack_readings::pack_id)))
        .inner_join(reviews::table.on(reviews::id.eq(review_packs::review_id)))
        .filter(reviews::portfolio_id.eq(&whose.portfolio))
        .filter(pack_readings::day.between(from, until))
        .order((pack_readings::day.desc(), accounts::name, review_packs::id))
        .select((pack_readings::day, accounts::name, reviews::held_on, review_packs::entries))
        .load(conn)?;
    let read = |(day, who, held_on, entries)| PackRead { day, who, held_on, entries };
    Ok(rows.into_iter().map(read).collect())
}

/// A report that held entries of the portfolio and that somebody else asked for: a reading of all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub day: Day,
    pub who: String,
    pub format: String,
    pub entries: i64,
}

// open: `whose` was asked before
pub fn reports(conn: &mut Conn, whose: &Whose, (from, until): (Day, Day)) -> Result<Vec<Report>, Fault> {
    let (first, last) = (from.starts_in(DEFAULT_ZONE), until.ends_in(DEFAULT_ZONE));
    let held: HashMap<String, i64> = carried::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(carried::version_id)))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::portfolio_id.eq(&whose.portfolio))
        .group_by(carried::export_id)
        .select((carried::export_id, diesel::dsl::count_star()))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let ids: Vec<&String> = held.keys().collect();
    let rows: Vec<(String, Moment, String, String)> = exports::table
        .inner_join(accounts::table.on(accounts::id.eq(exports::asked_by)))
        .filter(exports::id.eq_any(ids))
        .filter(exports::asked_by.ne(&whose.owner))
        .filter(exports::asked_at.between(first, last))
        .order((exports::asked_at.desc(), exports::id.desc()))
        .select((exports::id, exports::asked_at, accounts::name, exports::format))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, at, who, format)| Report {
            day: at.day_in(DEFAULT_ZONE),
            who,
            format,
            entries: held.get(&id).copied().unwrap_or_default(),
        })
        .collect())
}
