//! Registrations as their owners state them and leads confirm them. A correction closes the old row and
//! opens a new one, which waits for confirmation again: what was confirmed was the old one.

use diesel::prelude::*;

use super::committed::{ConfirmationRow, RegistrationRow, registration_row};
use crate::db::conn::Conn;
use crate::db::schema::{accounts, registration_confirmations, registrations};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, RegistrationId};
use crate::domain::policy::Grant;
use crate::domain::policy::people::{Confirm, StateRegistration};
use crate::domain::time::{Day, Moment};

/// A registration in the words of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub body: String,
    pub category: String,
    pub number: String,
    pub valid_from: Day,
    pub valid_until: Option<Day>,
}

/// A standing statement and who has vouched for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub row: RegistrationRow,
    pub name: String,
    /// Name and instant of each confirmation that holds.
    pub confirmed: Vec<(String, Moment)>,
}

/// The statements of a person that stand, the newest first.
// open: the owner's own, or of a person found through a sight
pub fn statements_of(conn: &mut Conn, person: &AccountId) -> Result<Vec<Stated>, Fault> {
    let rows: Vec<RegistrationRow> = registrations::table
        .filter(registrations::person_id.eq(person))
        .filter(registrations::known_until.is_null())
        .order((registrations::valid_from.desc(), registrations::id))
        .load(conn)?;
    rows.into_iter().map(|row| with_confirmations(conn, row)).collect()
}

/// One statement, corrected ones too, for the rule about confirming it.
// open: for a rule
pub fn stated(conn: &mut Conn, id: &RegistrationId) -> Result<Stated, Fault> {
    let row = registration_row(conn, id)?;
    with_confirmations(conn, row)
}

fn with_confirmations(conn: &mut Conn, row: RegistrationRow) -> Result<Stated, Fault> {
    let name = accounts::table.find(&row.person).select(accounts::name).first(conn)?;
    let confirmed = registration_confirmations::table
        .inner_join(accounts::table.on(accounts::id.eq(registration_confirmations::confirmed_by)))
        .filter(registration_confirmations::registration_id.eq(&row.id))
        .filter(registration_confirmations::known_until.is_null())
        .order((registration_confirmations::known_from, registration_confirmations::id))
        .select((accounts::name, registration_confirmations::known_from))
        .load(conn)?;
    Ok(Stated { row, name, confirmed })
}

pub fn state(
    tx: &mut Tx<'_>,
    grant: &Grant<StateRegistration>,
    said: &Statement,
) -> Result<RegistrationRow, Fault> {
    let owner = grant.act().owner.clone();
    let row = RegistrationRow {
        id: tx.new_id(),
        stated_by: grant.account().cloned().unwrap_or_else(|| owner.clone()),
        person: owner,
        body: said.body.clone(),
        category: said.category.clone(),
        number: said.number.clone(),
        valid_from: said.valid_from,
        valid_until: said.valid_until,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(registrations::table)
        .values((
            registrations::id.eq(&row.id),
            registrations::person_id.eq(&row.person),
            registrations::body.eq(&row.body),
            registrations::category.eq(&row.category),
            registrations::number.eq(&row.number),
            registrations::valid_from.eq(row.valid_from),
            registrations::valid_until.eq(row.valid_until),
            registrations::stated_by.eq(&row.stated_by),
            registrations::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

/// Closes the old statement and makes the new one. Gives both rows as they are now.
pub fn correct(
    tx: &mut Tx<'_>,
    grant: &Grant<StateRegistration>,
    id: &RegistrationId,
    said: &Statement,
) -> Result<[RegistrationRow; 2], Fault> {
    let old = take_back(tx, grant, id)?;
    let new = state(tx, grant, said)?;
    Ok([old, new])
}

/// The statement no longer stands. Another's is not found.
pub fn take_back(
    tx: &mut Tx<'_>,
    grant: &Grant<StateRegistration>,
    id: &RegistrationId,
) -> Result<RegistrationRow, Fault> {
    let now = tx.now();
    let open = registrations::table
        .filter(registrations::id.eq(id))
        .filter(registrations::person_id.eq(&grant.act().owner))
        .filter(registrations::known_until.is_null());
    let closed = diesel::update(open).set(registrations::known_until.eq(now)).execute(tx.conn())?;
    if closed == 0 { Err(Fault::NotFound) } else { registration_row(tx.conn(), id) }
}

pub fn confirm(tx: &mut Tx<'_>, grant: &Grant<Confirm>) -> Result<ConfirmationRow, Fault> {
    let row = ConfirmationRow {
        id: tx.new_id(),
        registration: grant.act().registration.clone(),
        confirmed_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people confirm"))?,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(registration_confirmations::table)
        .values((
            registration_confirmations::id.eq(&row.id),
            registration_confirmations::registration_id.eq(&row.registration),
            registration_confirmations::confirmed_by.eq(&row.confirmed_by),
            registration_confirmations::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

/// Every confirmation of the registration ends. Gives the rows as they are now.
pub fn take_confirmation_back(
    tx: &mut Tx<'_>,
    grant: &Grant<Confirm>,
) -> Result<Vec<ConfirmationRow>, Fault> {
    let now = tx.now();
    let standing: Vec<ConfirmationRow> = registration_confirmations::table
        .filter(registration_confirmations::registration_id.eq(&grant.act().registration))
        .filter(registration_confirmations::known_until.is_null())
        .load(tx.conn())?;
    let mut ended = Vec::new();
    for row in standing {
        diesel::update(registration_confirmations::table.find(&row.id))
            .set(registration_confirmations::known_until.eq(now))
            .execute(tx.conn())?;
        ended.push(ConfirmationRow { known_until: Some(now), ..row });
    }
    Ok(ended)
}
