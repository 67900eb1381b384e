//! A code that proves a work address. It is made when its letter is written, kept as a hash that takes the link's own
//! secret to compute (a stolen database alone guesses none), works once, for ten minutes, and for five tries: a try is
//! counted before it is compared. Whoever holds a link may name any mailbox of the domain, also one that is nobody's, so
//! letters and tries are counted by link and by trainee too.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, ticket_codes, tickets};
use crate::db::tx::Tx;
use crate::domain::assessor::{CODE_SECONDS, CODE_TRIES, Mailbox, code};
use crate::domain::audit::digest;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::Moment;
use crate::features::outside::store::tickets::{about, by_token};
use crate::sealing::Sealing;

/// Codes that one mailbox is sent in a day: each letter may be somebody's who never asked for it, and each code is
/// five guesses.
const A_DAY: i64 = 12;
/// The same by one link, and to how many mailboxes.
const A_DAY_BY_LINK: usize = 12;
const MAILBOXES: usize = 6;
/// The same by all links of one trainee.
const A_DAY_BY_OWNER: i64 = 40;
/// Tries with one link, of whatever codes, after which it ends.
const TRIES_OF_LINK: i32 = 20;

fn hashed(token: &str, id: &CodeId, code: &str) -> String {
    digest(&["outside-code".to_owned(), token.to_owned(), id.to_string(), code.to_owned()])
}

/// Asks for a letter with a code. One that was sent before to the same mailbox works no more.
// open: whoever holds the link
pub fn ask(
    tx: &mut Tx<'_>,
    (ticket, owner): (&TicketId, &AccountId),
    address: &EmailAddress,
) -> Result<CodeId, Fault> {
    let (id, now, mailbox): (CodeId, _, _) = (tx.new_id(), tx.now(), Mailbox::of(address));
    // Of two at once the second waits here, counts the code of the first and ends it.
    diesel::update(tickets::table.find(ticket))
        .set(tickets::version_id.eq(tickets::version_id))
        .execute(tx.conn())?;
    not_too_many(tx.conn(), (ticket, owner), &mailbox, now)?;
    end(tx.conn(), ticket, &mailbox, now)?;
    diesel::insert_into(ticket_codes::table)
        .values((
            ticket_codes::id.eq(&id),
            ticket_codes::ticket_id.eq(ticket),
            ticket_codes::address.eq(address.as_str()),
            ticket_codes::mailbox.eq(mailbox.as_str()),
            ticket_codes::code_hash.eq(""),
            ticket_codes::made_at.eq(now),
            ticket_codes::ends_at.eq(now.plus_seconds(CODE_SECONDS)),
            ticket_codes::tries.eq(0),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

fn not_too_many(
    conn: &mut Conn,
    (ticket, owner): (&TicketId, &AccountId),
    mailbox: &Mailbox,
    now: Moment,
) -> Result<(), Fault> {
    let since = now.plus_days(-1);
    let to_mailbox: i64 = ticket_codes::table
        .filter(ticket_codes::mailbox.eq(mailbox.as_str()))
        .filter(ticket_codes::made_at.gt(since))
        .count()
        .get_result(conn)?;
    let by_link: Vec<String> = ticket_codes::table
        .filter(ticket_codes::ticket_id.eq(ticket))
        .filter(ticket_codes::made_at.gt(since))
        .select(ticket_codes::mailbox)
        .load(conn)?;
    let by_owner: i64 = ticket_codes::table
        .inner_join(tickets::table.on(tickets::id.eq(ticket_codes::ticket_id)))
        .filter(tickets::made_by.eq(owner))
        .filter(ticket_codes::made_at.gt(since))
        .count()
        .get_result(conn)?;
    if to_mailbox >= A_DAY || by_link.len() >= A_DAY_BY_LINK || by_owner >= A_DAY_BY_OWNER {
        return Err(Fault::TooSoon { seconds: 60 * 60 });
    }
    let known = by_link.iter().any(|one| one == mailbox.as_str());
    if !known && by_link.iter().collect::<HashSet<_>>().len() >= MAILBOXES {
        let sentence = format!(
            "Codes for this link went to {MAILBOXES} addresses today. Use one of them, or ask for a new link tomorrow."
        );
        return Err(Faults::one("address", sentence).into());
    }
    Ok(())
}

fn end(conn: &mut Conn, ticket: &TicketId, mailbox: &Mailbox, now: Moment) -> Result<(), Fault> {
    diesel::update(ticket_codes::table)
        .filter(ticket_codes::ticket_id.eq(ticket))
        .filter(ticket_codes::mailbox.eq(mailbox.as_str()))
        .filter(ticket_codes::used_at.is_null())
        .set(ticket_codes::used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// What the letter says.
pub struct CodeLetter {
    pub address: String,
    pub code: String,
    pub until: Moment,
    pub trainee: String,
}

/// Makes the code as its letter is written; none if it or its link has ended meanwhile.
pub fn fresh(
    tx: &mut Tx<'_>,
    id: &CodeId,
    sealing: &Sealing,
    _: System,
) -> Result<Option<CodeLetter>, Fault> {
    let found: Option<(String, TicketId, String, String)> = ticket_codes::table
        .inner_join(tickets::table.on(tickets::id.eq(ticket_codes::ticket_id)))
        .inner_join(accounts::table.on(accounts::id.eq(tickets::made_by)))
        .filter(ticket_codes::id.eq(id))
        .filter(ticket_codes::used_at.is_null())
        .filter(tickets::ended_at.is_null())
        .select((ticket_codes::address, tickets::id, tickets::sealed, accounts::name))
        .first(tx.conn())
        .optional()?;
    let Some((address, ticket, sealed, trainee)) = found else { return Ok(None) };
    let token = String::from_utf8(sealing.open(&about(&ticket), &sealed)?).map_err(Fault::broken)?;
    let (code, until) = (code(tx.random()), tx.now().plus_seconds(CODE_SECONDS));
    diesel::update(ticket_codes::table.find(id))
        .set((ticket_codes::code_hash.eq(hashed(&token, id, &code)), ticket_codes::ends_at.eq(until)))
        .execute(tx.conn())?;
    Ok(Some(CodeLetter { address, code, until, trainee }))
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    Right(CodeId),
    Wrong {
        left: i32,
    },
    /// None was sent, it is too old, was used, or was tried too often.
    Over,
    /// So many were tried with this link that it ends.
    Guessed,
}

/// Counts the try, and only then compares.
// open: whoever holds the link
pub fn tried(
    tx: &mut Tx<'_>,
    ticket: &TicketId,
    mailbox: &Mailbox,
    (token, typed): (&str, &str),
) -> Result<Tried, Fault> {
    let now = tx.now();
    let all: Vec<i32> = ticket_codes::table
        .filter(ticket_codes::ticket_id.eq(ticket))
        .select(ticket_codes::tries)
        .load(tx.conn())?;
    let before: i32 = all.iter().sum();
    if before >= TRIES_OF_LINK {
        return Ok(Tried::Guessed);
    }
    let found: Option<(CodeId, String)> = ticket_codes::table
        .filter(ticket_codes::ticket_id.eq(ticket))
        .filter(ticket_codes::mailbox.eq(mailbox.as_str()))
        .filter(ticket_codes::used_at.is_null())
        .filter(ticket_codes::code_hash.ne(""))
        .filter(ticket_codes::ends_at.gt(now))
        .filter(ticket_codes::tries.lt(CODE_TRIES))
        .order((ticket_codes::made_at.desc(), ticket_codes::id.desc()))
        .select((ticket_codes::id, ticket_codes::code_hash))
        .first(tx.conn())
        .optional()?;
    let Some((id, hash)) = found else { return Ok(Tried::Over) };
    // By the row as it is now: of two at once, as when a finger taps twice, each is counted.
    let counted = diesel::update(ticket_codes::table.find(&id).filter(ticket_codes::tries.lt(CODE_TRIES)))
        .set(ticket_codes::tries.eq(ticket_codes::tries + 1))
        .execute(tx.conn())?;
    if counted == 0 {
        return Ok(Tried::Over);
    }
    if hashed(token, &id, typed) == hash {
        return Ok(Tried::Right(id));
    }
    if before + 1 >= TRIES_OF_LINK {
        return Ok(Tried::Guessed);
    }
    let tries: i32 = ticket_codes::table.find(&id).select(ticket_codes::tries).first(tx.conn())?;
    Ok(match CODE_TRIES - tries {
        left if left > 0 => Tried::Wrong { left },
        _ => Tried::Over,
    })
}

/// Whether a code was sent to this mailbox that can still be typed.
// open: whoever holds the link
pub fn works(conn: &mut Conn, token: &str, mailbox: &Mailbox, now: Moment) -> Result<bool, Fault> {
    let ticket = by_token(conn, token)?.id;
    let live = ticket_codes::table
        .filter(ticket_codes::ticket_id.eq(ticket))
        .filter(ticket_codes::mailbox.eq(mailbox.as_str()))
        .filter(ticket_codes::used_at.is_null())
        .filter(ticket_codes::ends_at.gt(now))
        .filter(ticket_codes::tries.lt(CODE_TRIES));
    Ok(diesel::select(diesel::dsl::exists(live)).get_result(conn)?)
}

/// In the write of the decision: a code that was right proves one decision.
// open: whoever showed it
pub fn use_up(tx: &mut Tx<'_>, id: &CodeId) -> Result<bool, Fault> {
    let now = tx.now();
    let used = diesel::update(ticket_codes::table.find(id).filter(ticket_codes::used_at.is_null()))
        .set(ticket_codes::used_at.eq(now))
        .execute(tx.conn())?;
    Ok(used == 1)
}

/// Codes of other days. Those of a link that still works stay as long as it does: its tries are counted by them.
pub fn sweep(tx: &mut Tx<'_>, _: System) -> Result<(), Fault> {
    let now = tx.now();
    let works = tickets::table
        .filter(tickets::ended_at.is_null())
        .filter(tickets::expires_at.gt(now))
        .select(tickets::id);
    let old = ticket_codes::table
        .filter(ticket_codes::made_at.lt(now.plus_days(-2)))
        .filter(ticket_codes::ticket_id.ne_all(works));
    diesel::delete(old).execute(tx.conn())?;
    Ok(())
}
