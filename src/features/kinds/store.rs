//! The versions of the house's forms as rows, and the one draft that each may have.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointments, kind_drafts, kinds};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::kind::{self, Kind};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::policy::kinds::WriteKind;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::Moment;

/// One published version.
#[derive(Debug, Clone)]
pub struct Version {
    pub kind: Kind,
    pub since: Moment,
}

/// Of one kind, the newest first; nothing for one that is not there.
// open: what one records about a case is public within the house
pub fn versions(conn: &mut Conn, code: &str) -> Result<Vec<Version>, Fault> {
    let rows: Vec<(String, Moment)> = kinds::table
        .filter(kinds::code.eq(code))
        .order(kinds::version.desc())
        .select((kinds::words, kinds::known_from))
        .load(conn)?;
    rows.into_iter().map(|(words, since)| Ok(Version { kind: read(&words)?, since })).collect()
}

fn read(words: &str) -> Result<Kind, Fault> {
    kind::read(words).map_err(|flaws| Fault::broken(format!("a form with {} faults", flaws.len())))
}

#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: Kind,
    pub by: String,
    pub saved: Moment,
}

// open: forms are no person's data; the page is for training leads
pub fn draft(conn: &mut Conn, code: &str) -> Result<Option<Draft>, Fault> {
    let row: Option<(String, String, Moment)> = kind_drafts::table
        .inner_join(accounts::table.on(accounts::id.eq(kind_drafts::saved_by)))
        .filter(kind_drafts::code.eq(code))
        .select((kind_drafts::words, accounts::name, kind_drafts::saved_at))
        .first(conn)
        .optional()?;
    match row {
        Some((words, by, saved)) => Ok(Some(Draft { kind: read(&words)?, by, saved })),
        None => Ok(None),
    }
}

/// Codes of the kinds that somebody is writing.
// open: forms are no person's data; the page is for training leads
pub fn in_writing(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    Ok(kind_drafts::table.order(kind_drafts::code).select(kind_drafts::code).load(conn)?)
}

/// Whether this person is a training lead today, of whatever.
pub fn leads(conn: &mut Conn, who: &Sight) -> Result<bool, Fault> {
    let today = who.today();
    let held = appointments::table
        .filter(appointments::person_id.eq(who.viewer()))
        .filter(appointments::capacity.eq(Capacity::Lead.as_str()))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(conn)?)
}

/// Writes the draft over, or begins it.
pub fn keep(tx: &mut Tx<'_>, grant: &Grant<WriteKind>, text: &str) -> Result<(), Fault> {
    let by: &AccountId = grant.account().ok_or_else(|| Fault::broken("a person writes a form"))?;
    let (code, now) = (&grant.act().code, tx.now());
    let changed = diesel::update(kind_drafts::table.find(code))
        .set((kind_drafts::words.eq(text), kind_drafts::saved_by.eq(by), kind_drafts::saved_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(kind_drafts::table)
            .values((
                kind_drafts::code.eq(code),
                kind_drafts::words.eq(text),
                kind_drafts::saved_by.eq(by),
                kind_drafts::saved_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

pub fn end(tx: &mut Tx<'_>, grant: &Grant<WriteKind>) -> Result<(), Fault> {
    diesel::delete(kind_drafts::table.find(&grant.act().code)).execute(tx.conn())?;
    Ok(())
}
