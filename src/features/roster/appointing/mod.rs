//! Appointing: inviting a supervisor, appointing somebody who is here already, ending an appointment.
//! `appoint` is what it means inside a write; admins appoint leads and admins through the same function.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::{bring_in_supervisor, end_case};
pub use forms::{Given, NAME, Supervisor, day, newcomer};
pub use views::samples;

use crate::db::conn::Conn;
use crate::db::tx::Tx;
use crate::db::{settings, twins};
use crate::domain::audit::Event;
use crate::domain::calibration::{SETTING, Shown, announced, earliest};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId};
use crate::domain::policy::Grant;
use crate::domain::policy::people::{AppointCase, EndAppointment, may_appoint};
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::{Over, Spot, Territory};
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::people::{self, Appointed, AppointmentRow, Atlas};
use crate::features::{accounts, standing};
use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_SUPERVISOR, pages::new_supervisor)
        .post(paths::NEW_SUPERVISOR, acts::invite_supervisor)
        .get(paths::NEW_APPOINTMENT, pages::new_appointment)
        .post(paths::NEW_APPOINTMENT, acts::appoint_supervisor)
        .get(paths::APPOINTMENT_END, pages::end)
        .post(paths::APPOINTMENT_END, acts::end);
}

/// What is wanted: somebody in a capacity over scopes, from and until.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToAppoint {
    pub appointee: AccountId,
    pub capacity: Capacity,
    pub over: Vec<Over>,
    pub from: Day,
    pub until: Option<Day>,
}

/// Asks the rule and writes the appointment. The write must have taken the house's book.
// open: asks the rule itself
pub fn appoint(
    tx: &mut Tx<'_>,
    person: &Person,
    wanted: ToAppoint,
) -> Result<(AppointmentRow, Event), Fault> {
    let (me, today) = (person.account.clone(), person.today());
    let shelf = tx.shelf();
    let reads_samples = wanted.capacity == Capacity::QualityReader;
    let case = AppointCase {
        in_training: reads_samples
            && standing::is_trainee(tx.conn(), &shelf, &wanted.appointee, (person.now, today))?,
        over: spots(tx.conn(), &wanted.over)?,
        enrolled: people::enrolled_at(tx.conn(), &wanted.over)?,
        appointee: wanted.appointee,
        capacity: wanted.capacity,
        from: wanted.from,
        until: wanted.until,
        territory: people::territory(tx.conn(), &me, today)?,
        keeps_house: people::keeps_house(tx.conn(), &me, today)?,
    };
    let grant = may_appoint(person, &case)?;
    let row = people::appoint(tx, &grant)?;
    by_name(tx, &row.over)?;
    told_of_figures(tx, &row, today)?;
    let event = grant
        .event("appointment/made", format!("appointment/{}", row.id))
        .with("capacity", row.capacity)
        .with("person", &row.person)
        .row(&row)
        .in_book(BookId::house());
    Ok((row, event))
}

/// Whoever becomes a supervisor or a lead where the house shows how people decide is told of it as those were who were
/// there when it was set: their decisions make a pattern so many days later. Without a password yet it waits in the app.
fn told_of_figures(tx: &mut Tx<'_>, row: &AppointmentRow, today: Day) -> Result<(), Fault> {
    let staff = [Capacity::Supervisor, Capacity::Lead].contains(&row.capacity);
    let Some(Shown::From(day)) = settings::read(tx.conn(), SETTING)?.map(|text| Shown::read(&text)) else {
        return Ok(());
    };
    if !staff || people::is_staff_besides(tx.conn(), row, today)? {
        return Ok(());
    }
    let what = Notice::Figures { sentence: announced(day.max(earliest(today))) };
    let email = accounts::account(tx.conn(), &row.person)?.email.to_lowercase();
    if people::holder(tx.conn(), &email)?.is_some_and(|known| known.joined) {
        return tx.later(Job::Tell { to: row.person.clone(), what });
    }
    let now = tx.now();
    twins::put(tx.conn(), format!("{}-figures", row.id), &row.person, &what, now)
}

/// Sets the last day of an appointment as granted, or lets it go on until further notice, inside a write that has taken
/// the house's book. Whoever they can deputise for no more after it is told.
pub fn put_last_day(
    tx: &mut Tx<'_>,
    grant: &Grant<EndAppointment>,
    known: &Appointed,
    last: Option<Day>,
) -> Result<(Vec<AppointmentRow>, Event), Fault> {
    let rows = match last {
        Some(last) => ended(tx, grant, known, last)?,
        None => people::end_open(tx, grant, &known.id)?,
    };
    by_name(tx, &known.over)?;
    let event = grant
        .event("appointment/ended", format!("appointment/{}", known.id))
        .with("last", last.map(Day::iso).unwrap_or_default())
        .in_book(BookId::house());
    let event = rows.iter().fold(event, |event, row| event.row(row));
    Ok((rows, event))
}

fn ended(
    tx: &mut Tx<'_>,
    grant: &Grant<EndAppointment>,
    known: &Appointed,
    last: Day,
) -> Result<Vec<AppointmentRow>, Fault> {
    let without = last.plus_days(1).max(tx.now().day_in(DEFAULT_ZONE));
    let mut lost = people::stands_in(tx.conn(), &known.person, without)?;
    let rows = people::end(tx, grant, &known.id, last)?;
    let kept = people::stands_in(tx.conn(), &known.person, without)?;
    lost.retain(|one| !kept.contains(one));
    let why = format!("the last day of their appointment is {last}");
    people::tell_of_lost_deputy(tx, (&known.person, &known.name), &lost, (without, &why))?;
    Ok(rows)
}

/// Somebody was approved for one person by name, or is no longer: their rules may ask it.
// open: called inside a granted write
fn by_name(tx: &mut Tx<'_>, over: &[Over]) -> Result<(), Fault> {
    for one in over.iter().filter(|one| one.scope == Scope::Person) {
        standing::raise_approved(tx, &AccountId::new(&*one.id))?;
    }
    Ok(())
}

/// Each scope with what contains it. One that names nothing is not found.
// open: loads a case for the rules
pub fn spots(conn: &mut Conn, over: &[Over]) -> Result<Vec<Spot>, Fault> {
    let people = over.iter().filter(|one| one.scope == Scope::Person).map(|one| AccountId::new(&*one.id));
    let people: Vec<AccountId> = people.collect();
    let atlas = Atlas::load(conn)?.with_people(conn, people)?;
    over.iter().map(|one| atlas.spot(one)).collect()
}

/// Everything in this territory over which somebody can be appointed, the larger first: code and label.
pub fn offers(atlas: &Atlas, territory: &Territory) -> Vec<(Over, String)> {
    let institutions = atlas.institutions.iter().map(|one| Over::of(Scope::Institution, &one.id));
    let programmes = atlas.programmes.iter().map(|(id, _)| Over::of(Scope::Programme, id));
    let sites = atlas.sites.iter().map(|one| Over::of(Scope::Site, &one.id));
    let departments = atlas.departments.iter().map(|one| Over::of(Scope::Department, &one.id));
    institutions
        .chain(programmes)
        .chain(sites)
        .chain(departments)
        .filter(|over| atlas.spot(over).is_ok_and(|spot| territory.holds(&spot)))
        .map(|over| (over.clone(), crate::domain::names::capital(&atlas.label(&over))))
        .collect()
}
