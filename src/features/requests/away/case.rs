//! What the rule about being away needs to know.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, ProgrammeId};
use crate::domain::policy::requests::{AwayCase, DeputyCase, Unfit};
use crate::domain::role::{Capacity, Person};
use crate::domain::time::{Day, Moment};
use crate::features::requests::away::forms::Days;
use crate::features::requests::store::{self, Held};
use crate::features::signoffs::trained_on;
use crate::features::{accounts, people};

pub fn case(
    conn: &mut Conn,
    shelf: &Shelf,
    (asker, now): (&Person, Moment),
    person: &AccountId,
    asked: &Days,
) -> Result<AwayCase, Fault> {
    let today = asker.today();
    let own = asker.account == *person;
    let meets = |row: &people::AbsenceRow| row.overlaps(asked.from, asked.until);
    let other = people::absences_of(conn, person, today)?.into_iter().find(|(row, _)| meets(row));
    let stands_in = people::stands_in(conn, person, today)?;
    let deputy = match &asked.deputy {
        Some(id) => Some(deputy(conn, shelf, (asker, now), person, id, asked)?),
        None => None,
    };
    Ok(AwayCase {
        person: person.clone(),
        name: accounts::account(conn, person)?.name,
        led: !own && people::reaches(conn, &asker.sight(), person)?,
        from: asked.from,
        until: asked.until,
        today,
        other: other.map(|(row, _)| (row.from, row.until)),
        stands_in: stands_in.into_iter().filter(|(row, _)| meets(row)).map(|(_, name)| name).collect(),
        deputy,
    })
}

fn deputy(
    conn: &mut Conn,
    shelf: &Shelf,
    (asker, now): (&Person, Moment),
    person: &AccountId,
    deputy: &AccountId,
    asked: &Days,
) -> Result<DeputyCase, Fault> {
    let today = asker.today();
    // The rule is about everything that waits, whoever asks; names of trainees are told only to those who know them.
    let whole = crate::domain::role::Sight::on_behalf_of(person.clone(), today);
    let (held, _) = store::held(conn, &whole, person)?;
    let (known, _) = store::held(conn, &asker.sight(), person)?;
    let covered = people::enrolments_covered(conn, deputy, today)?;
    let trained = trained_on(conn, shelf, deputy, now)?;
    let in_training = |programme: &ProgrammeId| {
        trained.iter().any(|(_, on, from, until)| on == programme && *from <= today && today <= *until)
    };
    let why = |one: &Held| {
        if one.owner == *deputy {
            return Some(Unfit::Themself);
        }
        if one.under.iter().any(|(_, programme)| in_training(programme)) {
            return Some(Unfit::SameProgramme);
        }
        (!one.under.iter().any(|(id, _)| covered.contains(id))).then_some(Unfit::NotAppointed)
    };
    let named = |one: &Held| match known.iter().any(|known| known.request == one.request) {
        true => one.trainee.clone(),
        false => "a trainee whom you do not lead".to_owned(),
    };
    let unfit = held.iter().filter_map(|one| Some((named(one), why(one)?))).collect();
    let away = people::absences_of(conn, deputy, today)?
        .into_iter()
        .find(|(row, _)| row.overlaps(asked.from, asked.until));
    Ok(DeputyCase {
        name: accounts::account(conn, deputy)?.name,
        staff: is_staff(conn, deputy, today)?,
        away: away.map(|(row, name)| (row.until, name)),
        unfit,
        leave: asked.leave,
        deputy: deputy.clone(),
    })
}

fn is_staff(conn: &mut Conn, person: &AccountId, today: Day) -> Result<bool, Fault> {
    let holds = |one: &people::Appointed| {
        matches!(one.capacity, Capacity::Supervisor | Capacity::Lead)
            && one.from <= today
            && one.until.is_none_or(|until| until >= today)
    };
    Ok(people::appointments_of(conn, person)?.iter().any(holds))
}
