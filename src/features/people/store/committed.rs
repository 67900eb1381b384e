//! The rows of this room whose state events commit to, each with the columns that the commitment
//! covers, in a fixed order.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{appointment_scopes, appointments, registration_confirmations, registrations};
use crate::domain::appointment::AppointmentRow;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId, RegistrationId};
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};
use crate::features::people::store::away::absence_rows;
use crate::features::people::store::numbers::number_rows;
use crate::features::people::store::place_rows::place_rows;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct RegistrationRow {
    pub id: RegistrationId,
    pub person: AccountId,
    pub body: String,
    pub category: String,
    pub number: String,
    pub valid_from: Day,
    pub valid_until: Option<Day>,
    pub stated_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for RegistrationRow {
    fn place(&self) -> String {
        format!("registrations/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.person.to_string(),
            self.body.clone(),
            self.category.clone(),
            self.number.clone(),
            self.valid_from.iso(),
            self.valid_until.map(Day::iso).unwrap_or_default(),
            self.stated_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ConfirmationRow {
    pub id: String,
    pub registration: RegistrationId,
    pub confirmed_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for ConfirmationRow {
    fn place(&self) -> String {
        format!("registration_confirmations/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.registration.to_string(),
            self.confirmed_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

type Bare = (AppointmentId, AccountId, Capacity, Day, Option<Day>, String, Moment, Option<Moment>);

pub(super) fn appointment_rows(
    conn: &mut Conn,
    only: Option<&AppointmentId>,
) -> Result<Vec<AppointmentRow>, Fault> {
    let mut scopes = appointment_scopes::table
        .order((appointment_scopes::appointment_id, appointment_scopes::scope, appointment_scopes::scope_id))
        .into_boxed();
    let mut rows = appointments::table.order((appointments::from_day, appointments::id)).into_boxed();
    if let Some(id) = only {
        scopes = scopes.filter(appointment_scopes::appointment_id.eq(id));
        rows = rows.filter(appointments::id.eq(id));
    }
    let mut over: BTreeMap<AppointmentId, Vec<Over>> = BTreeMap::new();
    let scopes: Vec<(AppointmentId, Scope, String)> = scopes
        .select((appointment_scopes::appointment_id, appointment_scopes::scope, appointment_scopes::scope_id))
        .load(conn)?;
    for (id, scope, scope_id) in scopes {
        over.entry(id).or_default().push(Over { scope, id: scope_id });
    }
    let rows: Vec<Bare> = rows
        .select((
            appointments::id,
            appointments::person_id,
            appointments::capacity,
            appointments::from_day,
            appointments::until_day,
            appointments::made_by,
            appointments::known_from,
            appointments::known_until,
        ))
        .load(conn)?;
    let whole = |(id, person, capacity, from, until, made_by, known_from, known_until): Bare| {
        let over = over.remove(&id).unwrap_or_default();
        AppointmentRow { id, person, capacity, from, until, over, made_by, known_from, known_until }
    };
    Ok(rows.into_iter().map(whole).collect())
}

pub(super) fn registration_row(conn: &mut Conn, id: &RegistrationId) -> Result<RegistrationRow, Fault> {
    Ok(registrations::table.find(id).first(conn)?)
}

/// Every row of the house's book that this room commits to, for `verify`.
// open: the house checks itself
pub fn committed_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    for row in appointment_rows(conn, None)? {
        all.push(Box::new(row));
    }
    for row in registrations::table.order(registrations::id).load::<RegistrationRow>(conn)? {
        all.push(Box::new(row));
    }
    let confirmations = registration_confirmations::table.order(registration_confirmations::id);
    for row in confirmations.load::<ConfirmationRow>(conn)? {
        all.push(Box::new(row));
    }
    all.extend(number_rows(conn)?);
    all.extend(place_rows(conn)?);
    all.extend(absence_rows(conn)?);
    Ok(all)
}
