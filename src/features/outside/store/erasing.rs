//! What becomes of somebody who assessed without an account as they are erased. Others rely on what they signed, so what
//! a statement says of how identity was established stays: name, post and registration as they were stated, that a work
//! address was proved, how and when. What would prove the address again goes: the address wherever it stands, the list of
//! proved mailboxes, codes, links and the browsers that opened them. Who decided nothing leaves nothing: not even a name.
//! Erasing is of a person, so whoever only stated an address and never proved it is taken for one first.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::accounts as account_rows;
use crate::db::schema::{
    approvals, decisions, entries, proved_addresses, statements, ticket_codes, ticket_openings, tickets,
};
use crate::db::tx::Tx;
use crate::domain::assessor::{Identity, Mailbox, Standing};
use crate::domain::audit::Gone;
use crate::domain::entry::{Cover, Covers};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, EmailAddress, EntryId, PortfolioId, StatementId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::{ErasePerson, TakeIn};
use crate::domain::role::System;
use crate::features::accounts;
use crate::features::outside::store::people::{AddressRow, behind, mailboxes_of};
use crate::features::outside::store::statements::{StatementRow, vouched};

/// What the house holds of somebody as an assessor without an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// That they proved, as typed.
    pub addresses: Vec<String>,
    /// Everything that they ever stated of themselves and that still says something, the newest first.
    pub stated: Vec<Identity>,
    /// Statements that became decisions.
    pub decided: usize,
    /// Those that wait to be confirmed, lapsed, or were overtaken or denied.
    pub undecided: usize,
}

/// `listed`: statements that the list outside the database knows as theirs; so everywhere here.
// open: the rules on erasing are asked with it before anything is shown
pub fn held_of(conn: &mut Conn, person: &AccountId, listed: &[StatementId]) -> Result<Held, Fault> {
    let addresses: Vec<String> = proved_addresses::table
        .filter(proved_addresses::person_id.eq(person))
        .order((proved_addresses::known_from, proved_addresses::mailbox))
        .select(proved_addresses::address)
        .load(conn)?;
    let mut held = Held { addresses, ..Held::default() };
    for row in by(conn, person, listed)?.into_iter().rev() {
        match row.decision {
            Some(_) => held.decided += 1,
            None => held.undecided += 1,
        }
        let identity = row.identity();
        if !held.stated.contains(&identity) {
            held.stated.push(identity);
        }
    }
    Ok(held)
}

/// Stated or proved a work address or was approved as an assessor, and there is no account to sign in to: erased as an
/// assessor, without a record.
// open: a rule asks it about somebody whom a page was asked for
pub fn is_assessor_only(conn: &mut Conn, person: &AccountId) -> Result<bool, Fault> {
    let proved: i64 =
        proved_addresses::table.filter(proved_addresses::person_id.eq(person)).count().get_result(conn)?;
    let approved: i64 = approvals::table.filter(approvals::person_id.eq(person)).count().get_result(conn)?;
    let known = proved + approved > 0 || !by(conn, person, &[])?.is_empty();
    Ok(known && !accounts::is_for_signing_in(conn, person)?)
}

/// Somebody who stated an address without ever proving it, and of whom the house knows nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyStated {
    /// Their newest.
    pub statement: StatementId,
    pub name: String,
    pub address: String,
}

/// Those whose stated name or address has these words in it, in small letters; the newest first, each address once, so
/// many at most.
// open: names and addresses for information governance, whom the page asked for
pub fn only_stated(conn: &mut Conn, words: &str, most: usize) -> Result<Vec<OnlyStated>, Fault> {
    let rows: Vec<(StatementId, String, String, String)> = statements::table
        .filter(statements::mailbox.ne(""))
        .filter(statements::decision_id.is_null())
        .order((statements::taken_at.desc(), statements::id.desc()))
        .select((statements::id, statements::name, statements::address, statements::mailbox))
        .load(conn)?;
    let (mut looked_at, mut found) = (BTreeSet::new(), Vec::new());
    for (statement, name, address, mailbox) in rows {
        let has = |text: &str| text.to_lowercase().contains(words);
        let new = (has(&name) || has(&address)) && looked_at.insert(mailbox.clone());
        if found.len() < most && new && behind(conn, &Mailbox::folded(&mailbox))?.is_none() {
            found.push(OnlyStated { statement, name, address });
        }
    }
    Ok(found)
}

/// A person without an account to sign in with, for whoever stated this; the one whose address it is, if they are known by
/// now. The second is the account that is new.
pub fn take_in(
    tx: &mut Tx<'_>,
    grant: &Grant<TakeIn>,
) -> Result<(AccountId, Option<accounts::Account>), Fault> {
    let row: StatementRow =
        statements::table.find(&grant.act().statement).filter(statements::mailbox.ne("")).first(tx.conn())?;
    if let Some(known) = behind(tx.conn(), &Mailbox::folded(&row.mailbox))? {
        return Ok((known, None));
    }
    let address = EmailAddress::parse(&row.mailbox).map_err(Fault::broken)?;
    let account = accounts::open_account(tx, &address, &row.name, "")?;
    Ok((account.id.clone(), Some(account)))
}

/// What the list outside the database says of them.
pub fn stated_by(conn: &mut Conn, person: &AccountId, _: System) -> Result<Vec<StatementId>, Fault> {
    Ok(by(conn, person, &[])?.into_iter().map(|row| row.id).collect())
}

/// Whether any of these says still who somebody is.
pub fn says_somebody(conn: &mut Conn, listed: &[StatementId], _: System) -> Result<bool, Fault> {
    let all: i64 = statements::table
        .filter(statements::id.eq_any(listed))
        .filter(statements::mailbox.ne(""))
        .count()
        .get_result(conn)?;
    Ok(all > 0)
}

/// Where something of theirs stands that says who they are: the portfolios, and the names of the places otherwise.
pub fn portfolios_stated_in(
    conn: &mut Conn,
    (person, listed): (&AccountId, &[StatementId]),
    _: System,
) -> Result<Vec<PortfolioId>, Fault> {
    let of: Vec<EntryId> = by(conn, person, listed)?.into_iter().map(|row| row.entry).collect();
    Ok(entries::table
        .filter(entries::id.eq_any(of))
        .order(entries::portfolio_id)
        .select(entries::portfolio_id)
        .distinct()
        .load(conn)?)
}

/// Those whose address is not erased, the earliest first: what became a decision of theirs, and what was stated under a
/// mailbox of theirs or is listed as theirs.
fn by(conn: &mut Conn, person: &AccountId, listed: &[StatementId]) -> Result<Vec<StatementRow>, Fault> {
    let own = mailboxes_of(conn, person)?;
    let own: Vec<&str> = own.iter().map(Mailbox::as_str).collect();
    let decided = decisions::table.filter(decisions::signer_id.eq(person)).select(decisions::id.nullable());
    Ok(statements::table
        .filter(statements::mailbox.ne(""))
        .filter(
            statements::mailbox
                .eq_any(own)
                .or(statements::id.eq_any(listed))
                .or(statements::decision_id.eq_any(decided)),
        )
        .order((statements::taken_at, statements::id))
        .load(conn)?)
}

/// In one portfolio, whose book the caller has taken and tells of it there. Gives how many statements that were.
pub fn erase_stated(
    tx: &mut Tx<'_>,
    grant: &Grant<ErasePerson>,
    (portfolio, listed): (&PortfolioId, &[StatementId]),
) -> Result<usize, Fault> {
    let of: Vec<EntryId> =
        entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id).load(tx.conn())?;
    let mut rows = by(tx.conn(), &grant.act().person, listed)?;
    rows.retain(|row| of.contains(&row.entry));
    for row in &rows {
        one(tx, row)?;
    }
    Ok(rows.len())
}

fn one(tx: &mut Tx<'_>, row: &StatementRow) -> Result<(), Fault> {
    let decided = row.standing == Standing::Decided.as_str();
    let goes: &[&str] = if decided { &["address"] } else { &["name", "post", "body", "number", "address"] };
    let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
    covers.retain(|key, cover| matches!(cover, Cover::Struck(_)) || !goes.contains(&key.as_str()));
    let salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
    let this = || statements::table.find(&row.id);
    diesel::delete(ticket_codes::table.filter(ticket_codes::mailbox.eq(&row.mailbox))).execute(tx.conn())?;
    diesel::update(this())
        .set((
            statements::address.eq(""),
            statements::mailbox.eq(""),
            statements::confirm_hash.eq(""),
            statements::salts.eq(salts),
        ))
        .execute(tx.conn())?;
    if !decided {
        diesel::update(this())
            .set((
                statements::name.eq(""),
                statements::post.eq(""),
                statements::body.eq(""),
                statements::number.eq(""),
            ))
            .execute(tx.conn())?;
    }
    // Nobody else decides through a link that was used.
    let conn = tx.conn();
    diesel::delete(ticket_openings::table.filter(ticket_openings::ticket_id.eq(&row.ticket)))
        .execute(conn)?;
    diesel::update(tickets::table.find(&row.ticket)).set(tickets::sealed.eq("")).execute(conn)?;
    let id: StatementId = row.id.clone();
    vouched(tx, &id)?;
    Ok(())
}

/// Mailboxes that they proved, and codes that were sent there. Once every statement of theirs is done: those are found by
/// these. The book of the house is told that the rows are gone.
pub fn erase_addresses(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let person = &grant.act().person;
    let own = mailboxes_of(tx.conn(), person)?;
    let own: Vec<&str> = own.iter().map(Mailbox::as_str).collect();
    diesel::delete(ticket_codes::table.filter(ticket_codes::mailbox.eq_any(own))).execute(tx.conn())?;
    let rows: Vec<AddressRow> = proved_addresses::table
        .filter(proved_addresses::person_id.eq(person))
        .order(proved_addresses::mailbox)
        .load(tx.conn())?;
    for row in rows {
        let behind = accounts_at(tx.conn(), person, &row.mailbox)?;
        diesel::delete(proved_addresses::table.find(&row.mailbox)).execute(tx.conn())?;
        tx.vouch(BookId::house(), &Gone::of(&row));
        for other in behind {
            accounts::erase_address(tx, grant, &other)?;
        }
    }
    Ok(())
}

/// Whom the house took for somebody else at this mailbox until a lead joined the two; nobody who can sign in.
fn accounts_at(conn: &mut Conn, person: &AccountId, mailbox: &str) -> Result<Vec<AccountId>, Fault> {
    let all: Vec<AccountId> = account_rows::table
        .filter(account_rows::email_folded.eq(mailbox))
        .filter(account_rows::id.ne(person))
        .order(account_rows::id)
        .select(account_rows::id)
        .load(conn)?;
    let mut unsigned = Vec::new();
    for id in all {
        if !accounts::is_for_signing_in(conn, &id)? {
            unsigned.push(id);
        }
    }
    Ok(unsigned)
}
