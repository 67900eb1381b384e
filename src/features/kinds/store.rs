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
use crate::on_both;

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

fn writer(grant: &Grant<WriteKind>) -> Result<&AccountId, Fault> {
    grant.account().ok_or_else(|| Fault::broken("a person writes a form"))
}

/// Begins the draft; false where somebody has, who keeps it.
pub fn begin(tx: &mut Tx<'_>, grant: &Grant<WriteKind>, text: &str) -> Result<bool, Fault> {
    let row = (
        kind_drafts::code.eq(&grant.act().code),
        kind_drafts::words.eq(text),
        kind_drafts::saved_by.eq(writer(grant)?),
        kind_drafts::saved_at.eq(tx.now()),
    );
    let new = on_both!(tx.conn(), |c| diesel::insert_into(kind_drafts::table)
        .values(row)
        .on_conflict(kind_drafts::code)
        .do_nothing()
        .execute(c))?;
    Ok(new == 1)
}

/// Writes over the draft that was saved then; false where another one stands there by now.
pub fn keep(tx: &mut Tx<'_>, grant: &Grant<WriteKind>, then: Moment, text: &str) -> Result<bool, Fault> {
    let (by, now) = (writer(grant)?, tx.now());
    let known = kind_drafts::table.find(&grant.act().code).filter(kind_drafts::saved_at.eq(then));
    let changed = diesel::update(known)
        .set((kind_drafts::words.eq(text), kind_drafts::saved_by.eq(by), kind_drafts::saved_at.eq(now)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Ends the draft that was saved then; false where another one stands there by now.
pub fn end(tx: &mut Tx<'_>, grant: &Grant<WriteKind>, then: Moment) -> Result<bool, Fault> {
    let known = kind_drafts::table.find(&grant.act().code).filter(kind_drafts::saved_at.eq(then));
    Ok(diesel::delete(known).execute(tx.conn())? == 1)
}
