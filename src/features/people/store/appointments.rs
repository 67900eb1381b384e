//! Appointments: written as granted, never overwritten. Ending one closes its row and opens another
//! with the last day in it, so that "as at a past day" stays true.

use diesel::prelude::*;

use super::committed::appointment_rows;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointment_scopes, appointments, departments};
use crate::db::tx::Tx;
use crate::domain::appointment::AppointmentRow;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId, DepartmentId, InstitutionId};
use crate::domain::policy::Grant;
use crate::domain::policy::people::{Appoint, EndAppointment};
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::{Over, Territory};
use crate::domain::time::{Day, Moment};

/// A standing appointment with its holder's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointed {
    pub id: AppointmentId,
    pub person: AccountId,
    pub name: String,
    pub capacity: Capacity,
    pub from: Day,
    pub until: Option<Day>,
    pub over: Vec<Over>,
    pub made_by: String,
}

/// What the person leads today.
// open: a rule asks it about the one who acts
pub fn territory(conn: &mut Conn, person: &AccountId, today: Day) -> Result<Territory, Fault> {
    Ok(Territory::of(scopes_held(conn, person, Capacity::Lead, today)?))
}

/// What the person is appointed over today as a quality reader.
// open: a rule asks it about the one who reads
pub fn reads_over(conn: &mut Conn, person: &AccountId, today: Day) -> Result<Territory, Fault> {
    Ok(Territory::of(scopes_held(conn, person, Capacity::QualityReader, today)?))
}

/// The person is an admin today.
// open: a rule asks it about the one who acts
pub fn keeps_house(conn: &mut Conn, person: &AccountId, today: Day) -> Result<bool, Fault> {
    Ok(!scopes_held(conn, person, Capacity::Admin, today)?.is_empty())
}

/// The person holds information governance today.
// open: a rule asks it about the one who acts
pub fn governs(conn: &mut Conn, person: &AccountId, today: Day) -> Result<bool, Fault> {
    Ok(!scopes_held(conn, person, Capacity::Governance, today)?.is_empty())
}

/// Who holds a capacity of the whole house today.
// open: for letters that name nobody
pub fn holding(conn: &mut Conn, capacity: Capacity, today: Day) -> Result<Vec<AccountId>, Fault> {
    Ok(appointments::table
        .filter(appointments::capacity.eq(capacity))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .order(appointments::person_id)
        .select(appointments::person_id)
        .distinct()
        .load(conn)?)
}

/// The person is a university administrator today.
// open: a rule asks it about the one who acts
pub fn enters_marks(conn: &mut Conn, person: &AccountId, today: Day) -> Result<bool, Fault> {
    Ok(!scopes_held(conn, person, Capacity::University, today)?.is_empty())
}

/// Who leads or enters marks today where this person does: over the same department, whichever of them is
/// appointed over its institution, or over the same programme.
// open: for hints that name nobody
pub fn colleagues(conn: &mut Conn, person: &AccountId, today: Day) -> Result<Vec<AccountId>, Fault> {
    let mut held = scopes_held(conn, person, Capacity::Lead, today)?;
    held.extend(scopes_held(conn, person, Capacity::University, today)?);
    let places: Vec<(DepartmentId, InstitutionId)> =
        departments::table.select((departments::id, departments::institution_id)).load(conn)?;
    let mut near = held.clone();
    for (department, institution) in &places {
        let department = Over::of(Scope::Department, department);
        let institution = Over::of(Scope::Institution, institution);
        if held.contains(&institution) {
            near.push(department);
        } else if held.contains(&department) {
            near.push(institution);
        }
    }
    let ids: Vec<&str> = near.iter().map(|over| over.id.as_str()).collect();
    let found: Vec<(AccountId, Scope, String)> = appointment_scopes::table
        .inner_join(appointments::table)
        .filter(appointment_scopes::scope_id.eq_any(ids))
        .filter(appointments::capacity.eq_any([Capacity::Lead, Capacity::University]))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .filter(appointments::person_id.ne(person))
        .order(appointments::person_id)
        .select((appointments::person_id, appointment_scopes::scope, appointment_scopes::scope_id))
        .load(conn)?;
    let same = |scope: Scope, id: &str| near.iter().any(|over| over.scope == scope && over.id == id);
    let mut all: Vec<AccountId> =
        found.into_iter().filter(|(_, scope, id)| same(*scope, id)).map(|(person, ..)| person).collect();
    all.dedup();
    Ok(all)
}

fn scopes_held(
    conn: &mut Conn,
    person: &AccountId,
    capacity: Capacity,
    today: Day,
) -> Result<Vec<Over>, Fault> {
    let held: Vec<(Scope, String)> = appointment_scopes::table
        .inner_join(appointments::table)
        .filter(appointments::person_id.eq(person))
        .filter(appointments::capacity.eq(capacity))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .order((appointment_scopes::scope, appointment_scopes::scope_id))
        .select((appointment_scopes::scope, appointment_scopes::scope_id))
        .load(conn)?;
    Ok(held.into_iter().map(|(scope, id)| Over { scope, id }).collect())
}

/// One standing appointment, for the rule about ending it.
// open: for a rule; pages list through `appointments_of` and `supervisors`
pub fn appointment(conn: &mut Conn, id: &AppointmentId) -> Result<Appointed, Fault> {
    let row = appointment_rows(conn, Some(id))?.into_iter().find(|row| row.known_until.is_none());
    named(conn, row.ok_or(Fault::NotFound)?)
}

/// What a person is appointed to, ended ones too, in the order of their first days.
// open: pages ask it about a person whom they have found through a sight
pub fn appointments_of(conn: &mut Conn, person: &AccountId) -> Result<Vec<Appointed>, Fault> {
    let rows = appointment_rows(conn, None)?;
    let theirs = rows.into_iter().filter(|row| row.known_until.is_none() && row.person == *person);
    theirs.map(|row| named(conn, row)).collect()
}

/// Everybody who holds the capacity, or held it until not long ago.
// open: who leads and who keeps the house is shown to admins; supervisors are listed through `supervisors`
pub fn staff(conn: &mut Conn, capacity: Capacity, oldest_end: Day) -> Result<Vec<Appointed>, Fault> {
    let rows = appointment_rows(conn, None)?;
    let standing = rows.into_iter().filter(|row| {
        row.known_until.is_none()
            && row.capacity == capacity
            && row.until.is_none_or(|until| until >= oldest_end)
    });
    let mut found = standing.map(|row| named(conn, row)).collect::<Result<Vec<_>, Fault>>()?;
    found.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
    Ok(found)
}

fn named(conn: &mut Conn, row: AppointmentRow) -> Result<Appointed, Fault> {
    let name = accounts::table.find(&row.person).select(accounts::name).first(conn)?;
    let AppointmentRow { id, person, capacity, from, until, over, made_by, .. } = row;
    Ok(Appointed { id, person, name, capacity, from, until, over, made_by })
}

/// Whether whoever this appoints supervises or leads by another appointment that is not over.
// open: a yes or no, for whether they have been told what staff are told
pub fn is_staff_besides(conn: &mut Conn, row: &AppointmentRow, today: Day) -> Result<bool, Fault> {
    let others: i64 = appointments::table
        .filter(appointments::person_id.eq(&row.person))
        .filter(appointments::id.ne(&row.id))
        .filter(appointments::capacity.eq_any([Capacity::Supervisor.as_str(), Capacity::Lead.as_str()]))
        .filter(appointments::known_until.is_null())
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .count()
        .get_result(conn)?;
    Ok(others > 0)
}

/// Writes the appointment exactly as it was granted.
pub fn appoint(tx: &mut Tx<'_>, grant: &Grant<Appoint>) -> Result<AppointmentRow, Fault> {
    let asked = grant.act();
    let row = AppointmentRow {
        id: tx.new_id(),
        person: asked.appointee.clone(),
        capacity: asked.capacity,
        from: asked.from,
        until: asked.until,
        over: asked.over.clone(),
        made_by: grant.by().to_owned(),
        known_from: tx.now(),
        known_until: None,
    };
    insert(tx, &row)?;
    Ok(row)
}

/// Ends it after `last`. One that would end before it began is only closed: it never held. Gives the
/// rows as they are now.
pub fn end(
    tx: &mut Tx<'_>,
    grant: &Grant<EndAppointment>,
    id: &AppointmentId,
    last: Day,
) -> Result<Vec<AppointmentRow>, Fault> {
    until(tx, grant, id, Some(last))
}

/// It goes on until further notice again: the last day that it had was taken back.
pub fn end_open(
    tx: &mut Tx<'_>,
    grant: &Grant<EndAppointment>,
    id: &AppointmentId,
) -> Result<Vec<AppointmentRow>, Fault> {
    until(tx, grant, id, None)
}

fn until(
    tx: &mut Tx<'_>,
    grant: &Grant<EndAppointment>,
    id: &AppointmentId,
    last: Option<Day>,
) -> Result<Vec<AppointmentRow>, Fault> {
    let now: Moment = tx.now();
    let found = appointment_rows(tx.conn(), Some(id))?.into_iter().find(|row| row.known_until.is_none());
    let mut old = found.ok_or(Fault::NotFound)?;
    diesel::update(appointments::table.find(id)).set(appointments::known_until.eq(now)).execute(tx.conn())?;
    old.known_until = Some(now);
    let mut rows = vec![old.clone()];
    if last.is_none_or(|last| last >= old.from) {
        let row = AppointmentRow {
            id: tx.new_id(),
            until: last,
            made_by: grant.by().to_owned(),
            known_from: now,
            known_until: None,
            ..old
        };
        insert(tx, &row)?;
        rows.push(row);
    }
    Ok(rows)
}

fn insert(tx: &mut Tx<'_>, row: &AppointmentRow) -> Result<(), Fault> {
    diesel::insert_into(appointments::table)
        .values((
            appointments::id.eq(&row.id),
            appointments::person_id.eq(&row.person),
            appointments::capacity.eq(row.capacity),
            appointments::from_day.eq(row.from),
            appointments::until_day.eq(row.until),
            appointments::made_by.eq(&row.made_by),
            appointments::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    for over in &row.over {
        diesel::insert_into(appointment_scopes::table)
            .values((
                appointment_scopes::appointment_id.eq(&row.id),
                appointment_scopes::scope.eq(over.scope),
                appointment_scopes::scope_id.eq(&over.id),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}
