//! What undoing a file asks and writes: whether anything was built on what a row made, and closing it. Nothing
//! is removed: an account that nobody used is closed, an enrolment under which nothing was done is known no
//! more.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, appointments, decisions, enrolments, entries, entry_versions, filings, invitations,
    life_events, moves, official_entries, personal_terms, portfolios, standing_items, standings,
};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId, BookId, EnrolmentId, EntryId, EntryVersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::imports::TakeRowBack;
use crate::domain::policy::people::Invite;
use crate::domain::time::Moment;
use crate::features::accounts::{Account, account as account_row};
use crate::features::enrolments::{EnrolmentRow, FilingRow};

/// Why an account that a file made stays; nothing where nobody has used it.
// open: for a rule
pub fn unused_account(conn: &mut Conn, id: &AccountId) -> Result<Option<&'static str>, Fault> {
    let hash: String = accounts::table.find(id).select(accounts::password_hash).first(conn)?;
    if !hash.is_empty() {
        return Ok(Some("this person has joined already"));
    }
    let enrolled: i64 = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(id))
        .filter(enrolments::known_until.is_null())
        .count()
        .get_result(conn)?;
    let appointed: i64 = appointments::table
        .filter(appointments::person_id.eq(id))
        .filter(appointments::known_until.is_null())
        .count()
        .get_result(conn)?;
    Ok((enrolled + appointed > 0).then_some("this person has been enrolled or appointed since"))
}

/// Nobody comes in by it any more: the account is closed and its links end.
pub fn close_unused(tx: &mut Tx<'_>, _grant: &Grant<TakeRowBack>, id: &AccountId) -> Result<Account, Fault> {
    let now = tx.now();
    diesel::update(accounts::table.find(id)).set(accounts::closed_at.eq(now)).execute(tx.conn())?;
    let links = invitations::table
        .filter(invitations::account_id.eq(id))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(links).set(invitations::revoked_at.eq(now)).execute(tx.conn())?;
    let row = account_row(tx.conn(), id)?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// An account that an undone file had made is wanted again.
pub fn reopen_unused(tx: &mut Tx<'_>, _grant: &Grant<Invite>, id: &AccountId) -> Result<Account, Fault> {
    diesel::update(accounts::table.find(id))
        .set(accounts::closed_at.eq(None::<Moment>))
        .execute(tx.conn())?;
    let row = account_row(tx.conn(), id)?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// Why an enrolment stays; nothing where nothing was done under it since.
// open: for a rule
pub fn unused_enrolment(conn: &mut Conn, id: &EnrolmentId) -> Result<Option<&'static str>, Fault> {
    let row: EnrolmentRow = enrolments::table.find(id).first(conn)?;
    if row.known_until.is_some() {
        return Ok(Some("it has ended already"));
    }
    let filed: i64 = filings::table
        .filter(filings::enrolment_id.eq(id))
        .filter(filings::known_from.gt(row.known_from))
        .count()
        .get_result(conn)?;
    let terms: i64 =
        personal_terms::table.filter(personal_terms::enrolment_id.eq(id)).count().get_result(conn)?;
    // What was taken back holds no more, and does not come back with an enrolment that is opened again.
    let lived: i64 = life_events::table
        .filter(life_events::enrolment_id.eq(id))
        .filter(life_events::known_until.is_null())
        .count()
        .get_result(conn)?;
    let moved: i64 = moves::table
        .filter(moves::enrolment_id.eq(id))
        .filter(moves::known_until.is_null())
        .count()
        .get_result(conn)?;
    let there: i64 = official_entries::table
        .filter(official_entries::enrolment_id.eq(id))
        .filter(official_entries::known_until.is_null())
        .count()
        .get_result(conn)?;
    Ok(match (filed + there, terms, lived, moved) {
        (0, 0, 0, 0) => None,
        (0, 0, 0, _) => Some("the person was moved to another version since"),
        (0, 0, _, _) => Some("something of its life was recorded since, such as time out"),
        (0, _, _, _) => Some("something was set for this person alone"),
        _ => Some("something has been recorded under it"),
    })
}

/// The enrolment is known no more, nor what was filed under it at once. Gives the rows as they are now.
pub fn close_enrolment(
    tx: &mut Tx<'_>,
    _grant: &Grant<TakeRowBack>,
    id: &EnrolmentId,
) -> Result<(EnrolmentRow, Vec<FilingRow>), Fault> {
    let now = tx.now();
    diesel::update(enrolments::table.find(id)).set(enrolments::known_until.eq(now)).execute(tx.conn())?;
    let open = || filings::table.filter(filings::enrolment_id.eq(id)).filter(filings::known_until.is_null());
    let entries: Vec<EntryId> = open().select(filings::entry_id).load(tx.conn())?;
    diesel::update(open()).set(filings::known_until.eq(now)).execute(tx.conn())?;
    let filed: Vec<FilingRow> = filings::table
        .filter(filings::enrolment_id.eq(id))
        .filter(filings::entry_id.eq_any(entries))
        .load(tx.conn())?;
    diesel::delete(standing_items::table.filter(standing_items::enrolment_id.eq(id))).execute(tx.conn())?;
    diesel::delete(standings::table.find(id)).execute(tx.conn())?;
    Ok((enrolments::table.find(id).first(tx.conn())?, filed))
}

/// Why an appointment stays; nothing where its holder has decided nothing since.
// open: for a rule
pub fn used_appointment(conn: &mut Conn, id: &AppointmentId) -> Result<Option<&'static str>, Fault> {
    let found: Option<(AccountId, String, Moment, Option<Moment>)> = appointments::table
        .find(id)
        .select((
            appointments::person_id,
            appointments::capacity,
            appointments::known_from,
            appointments::known_until,
        ))
        .first(conn)
        .optional()?;
    let Some((person, capacity, from, None)) = found else { return Ok(Some("it was changed since")) };
    let decided: i64 = decisions::table
        .filter(decisions::signer_id.eq(person))
        .filter(decisions::capacity.eq(capacity))
        .filter(decisions::known_from.ge(from))
        .count()
        .get_result(conn)?;
    Ok((decided > 0).then_some("this person has signed or returned something since"))
}

/// Who wrote the version, and whether it is still what the file made of the entry: the latest, decided once.
// open: for a rule
pub fn unused_entry(
    conn: &mut Conn,
    entry: &EntryId,
    version: &EntryVersionId,
) -> Result<(AccountId, bool), Fault> {
    let (by, number): (AccountId, i32) = entry_versions::table
        .find(version)
        .select((entry_versions::written_by, entry_versions::number))
        .first(conn)?;
    let (latest, state): (i32, String) =
        entries::table.find(entry).select((entries::latest, entries::state)).first(conn)?;
    let decided: i64 = decisions::table.filter(decisions::version_id.eq(version)).count().get_result(conn)?;
    Ok((by, latest == number && state == "signed" && decided <= 1))
}
