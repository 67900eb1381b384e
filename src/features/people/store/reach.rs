//! Who is whose: the supervisors of a lead, and whether a person is among those whom a lead leads. A
//! supervisor is a lead's if the two share a trainee, if the whole appointment lies in the lead's
//! territory, or if the lead made it and leads anything still.

use std::collections::HashSet;

use diesel::prelude::*;

use super::appointments::{Appointed, staff, territory};
use super::places::Atlas;
use crate::db::conn::Conn;
use crate::db::schema::{appointments, enrolments, invitations, portfolios, sight as seen};
use crate::db::sight::enrolments_held;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId};
use crate::domain::role::{Capacity, Scope, Sight};

/// A supervisor and all their appointments that the asker may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervising {
    pub person: AccountId,
    pub name: String,
    pub appointments: Vec<Appointed>,
}

/// The supervisors of a lead, and the tutors and quality readers of what they lead, by name.
pub fn supervisors(conn: &mut Conn, who: &Sight) -> Result<Vec<Supervising>, Fault> {
    let theirs = diesel::alias!(seen as theirs);
    let shared: HashSet<AppointmentId> = theirs
        .filter(theirs.field(seen::capacity).eq(Capacity::Supervisor.as_str()))
        .filter(theirs.field(seen::enrolment_id).eq_any(enrolments_held(who, "lead")))
        .select(theirs.field(seen::appointment_id))
        .distinct()
        .load::<String>(conn)?
        .into_iter()
        .map(AppointmentId::new)
        .collect();
    let mut all = staff(conn, Capacity::Supervisor, who.oldest_end())?;
    all.extend(staff(conn, Capacity::Tutor, who.oldest_end())?);
    all.extend(staff(conn, Capacity::QualityReader, who.oldest_end())?);
    all.sort_by(|a, b| {
        (a.name.to_lowercase(), &a.person, &a.id).cmp(&(b.name.to_lowercase(), &b.person, &b.id))
    });
    let led = territory(conn, who.viewer(), who.today())?;
    let named = all.iter().flat_map(|one| &one.over).filter(|over| over.scope == Scope::Person);
    let people: Vec<AccountId> = named.map(|over| AccountId::new(&*over.id)).collect();
    let atlas = Atlas::load(conn)?.with_people(conn, people)?;
    let mut found: Vec<Supervising> = Vec::new();
    for one in all.into_iter().filter(|one| one.person != *who.viewer()) {
        let inside = one.over.iter().all(|over| atlas.spot(over).is_ok_and(|spot| led.holds(&spot)));
        let made = one.made_by == who.viewer().as_str() && !led.is_empty();
        if !(inside || shared.contains(&one.id) || made) {
            continue;
        }
        match found.last_mut().filter(|last| last.person == one.person) {
            Some(last) => last.appointments.push(one),
            None => found.push(Supervising {
                person: one.person.clone(),
                name: one.name.clone(),
                appointments: vec![one],
            }),
        }
    }
    Ok(found)
}

/// Is this person a trainee or a supervisor of the asker's, or did the asker invite them and nobody has given
/// them anything to do yet? What an appointment gave ends with it: who once appointed somebody finds them for
/// the sixty days in which what happened until then is decided, and then no more than anybody else.
pub fn reaches(conn: &mut Conn, who: &Sight, person: &AccountId) -> Result<bool, Fault> {
    let theirs = || enrolments::table.inner_join(portfolios::table).filter(portfolios::person_id.eq(person));
    let leads: i64 =
        theirs().filter(enrolments::id.eq_any(enrolments_held(who, "lead"))).count().get_result(conn)?;
    if leads > 0 || supervisors(conn, who)?.iter().any(|one| one.person == *person) {
        return Ok(true);
    }
    let invited: i64 = invitations::table
        .filter(invitations::account_id.eq(person))
        .filter(invitations::invited_by.eq(who.viewer()))
        .count()
        .get_result(conn)?;
    if invited == 0 || territory(conn, who.viewer(), who.today())?.is_empty() {
        return Ok(false);
    }
    let enrolled: i64 = theirs().count().get_result(conn)?;
    let appointed: i64 =
        appointments::table.filter(appointments::person_id.eq(person)).count().get_result(conn)?;
    Ok(enrolled == 0 && appointed == 0)
}

/// Everybody whom `reaches` finds, at once: for files with thousands of rows.
pub fn reached(conn: &mut Conn, who: &Sight) -> Result<HashSet<AccountId>, Fault> {
    let trainees: Vec<AccountId> = enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::id.eq_any(enrolments_held(who, "lead")))
        .select(portfolios::person_id)
        .distinct()
        .load(conn)?;
    let mut all: HashSet<AccountId> = trainees.into_iter().collect();
    all.extend(supervisors(conn, who)?.into_iter().map(|one| one.person));
    if territory(conn, who.viewer(), who.today())?.is_empty() {
        return Ok(all);
    }
    let invited: Vec<Option<AccountId>> = invitations::table
        .filter(invitations::invited_by.eq(who.viewer()))
        .select(invitations::account_id)
        .distinct()
        .load(conn)?;
    let enrolled: Vec<AccountId> = enrolments::table
        .inner_join(portfolios::table)
        .select(portfolios::person_id)
        .distinct()
        .load(conn)?;
    let appointed: Vec<AccountId> =
        appointments::table.select(appointments::person_id).distinct().load(conn)?;
    let busy: HashSet<AccountId> = enrolled.into_iter().chain(appointed).collect();
    all.extend(invited.into_iter().flatten().filter(|one| !busy.contains(one)));
    Ok(all)
}
