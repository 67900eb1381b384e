//! A link as a row. Its secret has 256 random bits and is compared by its hash; a sealed copy lets the trainee see the
//! code on their screen again, and goes when the link ends.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{ticket_openings, tickets};
use crate::db::tx::Tx;
use crate::domain::assessor::{Handed, LINK_DAYS};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::HandOver;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::on_both;
use crate::web::session::token_hash;

#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: TicketId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    /// Only the owner of an entry makes a link to it.
    pub owner: AccountId,
    pub handed: Handed,
    pub sealed: String,
    pub expires_at: Moment,
    pub ended_at: Option<Moment>,
    pub ended_how: String,
    /// When it was first opened, in any browser.
    pub opened: Option<Moment>,
}

/// What the sealed copy is bound to.
pub fn about(id: &TicketId) -> String {
    format!("tickets/{id}")
}

#[derive(Queryable)]
struct Row {
    id: TicketId,
    entry: EntryId,
    version: EntryVersionId,
    owner: AccountId,
    handed: String,
    sealed: String,
    expires_at: Moment,
    ended_at: Option<Moment>,
    ended_how: String,
}

macro_rules! columns {
    () => {
        (
            tickets::id,
            tickets::entry_id,
            tickets::version_id,
            tickets::made_by,
            tickets::handed,
            tickets::sealed,
            tickets::expires_at,
            tickets::ended_at,
            tickets::ended_how,
        )
    };
}

fn whole(conn: &mut Conn, row: Row) -> Result<Ticket, Fault> {
    let opened: Option<Moment> = ticket_openings::table
        .filter(ticket_openings::ticket_id.eq(&row.id))
        .select(diesel::dsl::min(ticket_openings::first_at))
        .first(conn)?;
    Ok(Ticket {
        opened,
        id: row.id,
        entry: row.entry,
        version: row.version,
        owner: row.owner,
        handed: row.handed.parse().map_err(Fault::broken)?,
        sealed: row.sealed,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        ended_how: row.ended_how,
    })
}

/// The link, ended or not.
// open: whoever holds the token. What was never made is not found.
pub fn by_token(conn: &mut Conn, token: &str) -> Result<Ticket, Fault> {
    let row: Row =
        tickets::table.filter(tickets::token_hash.eq(token_hash(token))).select(columns!()).first(conn)?;
    whole(conn, row)
}

// open: asked about a statement that was made through it
pub fn ticket(conn: &mut Conn, id: &TicketId) -> Result<Ticket, Fault> {
    let row: Row = tickets::table.find(id).select(columns!()).first(conn)?;
    whole(conn, row)
}

/// The one that was neither used nor withdrawn.
// open: asked about an entry that its owner sees
pub fn of_entry(conn: &mut Conn, entry: &EntryId) -> Result<Option<Ticket>, Fault> {
    let row: Option<Row> = tickets::table
        .filter(tickets::entry_id.eq(entry))
        .filter(tickets::ended_at.is_null())
        .order((tickets::made_at.desc(), tickets::id.desc()))
        .select(columns!())
        .first(conn)
        .optional()?;
    row.map(|row| whole(conn, row)).transpose()
}

/// A new link, in place of any other to the same entry. `token` and `sealed` are of the same secret.
pub fn make(
    tx: &mut Tx<'_>,
    grant: &Grant<HandOver>,
    (id, version): (&TicketId, &EntryVersionId),
    handed: Handed,
    (token, sealed): (&str, &str),
) -> Result<(), Fault> {
    end_open(tx, grant, "replaced")?;
    let now = tx.now();
    let maker = grant.account().ok_or_else(|| Fault::broken("a person hands over"))?;
    diesel::insert_into(tickets::table)
        .values((
            tickets::id.eq(id),
            tickets::entry_id.eq(&grant.act().entry),
            tickets::version_id.eq(version),
            tickets::made_by.eq(maker),
            tickets::handed.eq(handed.as_str()),
            tickets::token_hash.eq(token_hash(token)),
            tickets::sealed.eq(sealed),
            tickets::made_at.eq(now),
            tickets::expires_at.eq(now.plus_days(LINK_DAYS)),
            tickets::ended_how.eq(""),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Ends what is open; gives how many that were.
pub fn end_open(tx: &mut Tx<'_>, grant: &Grant<HandOver>, how: &str) -> Result<usize, Fault> {
    let now = tx.now();
    Ok(diesel::update(tickets::table)
        .filter(tickets::entry_id.eq(&grant.act().entry))
        .filter(tickets::ended_at.is_null())
        .set((tickets::ended_at.eq(now), tickets::ended_how.eq(how), tickets::sealed.eq("")))
        .execute(tx.conn())?)
}

/// It works once: whoever comes second finds that nothing is changed.
// open: whoever holds the token, in the write of their decision
pub fn use_up(tx: &mut Tx<'_>, id: &TicketId) -> Result<bool, Fault> {
    let now = tx.now();
    let used = diesel::update(tickets::table.find(id).filter(tickets::ended_at.is_null()))
        .set((tickets::ended_at.eq(now), tickets::ended_how.eq("used"), tickets::sealed.eq("")))
        .execute(tx.conn())?;
    Ok(used == 1)
}

/// Too many codes that were typed with it were wrong. Of all ends this one alone has no word in `ended_how`: nobody used,
/// withdrew or replaced it.
// open: whoever holds the token, in a write that says so
pub fn end_guessed(tx: &mut Tx<'_>, id: &TicketId) -> Result<bool, Fault> {
    let now = tx.now();
    let ended = diesel::update(tickets::table.find(id).filter(tickets::ended_at.is_null()))
        .set((tickets::ended_at.eq(now), tickets::sealed.eq("")))
        .execute(tx.conn())?;
    Ok(ended == 1)
}

/// It is too old, and what is sealed of it goes. Gives whether that is new: then nobody has used or ended it, and nobody
/// was told.
pub fn lapse(tx: &mut Tx<'_>, id: &TicketId, _: System) -> Result<bool, Fault> {
    let unused = tickets::table.find(id).filter(tickets::ended_at.is_null()).filter(tickets::sealed.ne(""));
    Ok(diesel::update(unused).set(tickets::sealed.eq("")).execute(tx.conn())? == 1)
}

/// Browsers that are noted by name for one link in one day; whatever comes after them is noted together. Anybody may ask
/// for the page as often as they like, and say each time that they are another browser.
const BROWSERS_A_DAY: i64 = 8;
/// In the place of a browser's own words.
const FURTHER: &str = "Further browsers";

/// A browser has it open, by its own words about itself: once a day, with the last time of that day.
// open: whoever holds the token
pub fn note_opening(tx: &mut Tx<'_>, id: &TicketId, agent: &str) -> Result<(), Fault> {
    let now = tx.now();
    let today = now.day_in(DEFAULT_ZONE).starts_in(DEFAULT_ZONE);
    let known = |agent: &str| {
        ticket_openings::table
            .filter(ticket_openings::ticket_id.eq(id.clone()))
            .filter(ticket_openings::first_at.ge(today))
            .filter(ticket_openings::agent.eq(agent.to_owned()))
    };
    if diesel::update(known(agent)).set(ticket_openings::last_at.eq(now)).execute(tx.conn())? > 0 {
        return Ok(());
    }
    let others: i64 = ticket_openings::table
        .filter(ticket_openings::ticket_id.eq(id))
        .filter(ticket_openings::first_at.ge(today))
        .count()
        .get_result(tx.conn())?;
    let agent = if others < BROWSERS_A_DAY { agent } else { FURTHER };
    if others >= BROWSERS_A_DAY
        && diesel::update(known(agent)).set(ticket_openings::last_at.eq(now)).execute(tx.conn())? > 0
    {
        return Ok(());
    }
    let row = (
        ticket_openings::ticket_id.eq(id),
        ticket_openings::agent.eq(agent),
        ticket_openings::first_at.eq(now),
        ticket_openings::last_at.eq(now),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(ticket_openings::table)
        .values(row)
        .on_conflict((ticket_openings::ticket_id, ticket_openings::agent, ticket_openings::first_at))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Who made it: the owner of the entry.
// open: for a letter to that person
pub fn owner_of(conn: &mut Conn, id: &TicketId) -> Result<AccountId, Fault> {
    Ok(tickets::table.find(id).select(tickets::made_by).first(conn)?)
}
