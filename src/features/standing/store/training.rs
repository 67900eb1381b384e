//! Who is a trainee at present, for rules about what nobody in training does.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::appointments;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::role::Capacity;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Whose, lives};
use crate::features::people::registrations_of;
use crate::features::standing::store::trainees_among;

/// In training today on anything, as long as they train nobody and are no registered staff: those who keep their CPD here
/// are enrolled too.
// open: a rule asks it about somebody who is to be asked, to sit or to be appointed
pub fn is_trainee(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &AccountId,
    (now, today): (Moment, Day),
) -> Result<bool, Fault> {
    let people = std::slice::from_ref(person);
    let lives = lives(conn, Whose::People(people), now)?;
    let trained = trainees_among(conn, shelf, people, &lives, now)?;
    if !trained.iter().any(|(.., from, until)| *from <= today && today <= *until) {
        return Ok(false);
    }
    let known = registrations_of(conn, people, now)?;
    let registered = known.iter().any(|one| one.confirmed && one.category != "trainee");
    let trains = appointments::table
        .filter(appointments::person_id.eq(person))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(today))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .filter(appointments::capacity.eq_any([Capacity::Supervisor, Capacity::Lead]));
    let trains: bool = diesel::select(diesel::dsl::exists(trains)).get_result(conn)?;
    Ok(!registered && !trains)
}
