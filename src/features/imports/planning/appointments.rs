//! A row of appointments: a person in a capacity over something, from and until. Somebody new is invited. An
//! appointment that is there already stays; another last day moves it.

use super::whom::{Whom, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::names::AccountId;
use crate::domain::policy::people::{AppointCase, EndCase, may_appoint, may_end_appointment, may_invite};
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::{Over, Spot};
use crate::features::imports::mapping::EMAIL;
use crate::features::people::{Atlas, enrolled_at};
use crate::features::standing::is_trainee;

pub(super) fn fit(row: &Row<'_>, conn: &mut Conn, shelf: &Shelf) -> Result<Fit, Ended> {
    let capacity = capacity(row)?;
    let from = row.needed_day("from")?;
    let until = row.day("until")?;
    let (over, label) = over(row, capacity)?;
    let whom = whom(row, true)?;
    let about = format!("{}/{capacity}/{}", whom.key(), over.code());
    let spot = spot(row, conn, &over)?;
    let (shown, world) = (capacity.shown(), row.world);
    if let Some(known) = world.appointed(&whom.account(), capacity, &over) {
        let Some(until) = until.filter(|until| Some(*until) != known.until) else {
            return Ok(Fit::same(format!("{} is {shown} over {label} already.", whom.name()), about));
        };
        let case = EndCase {
            holder: known.person.clone(),
            capacity,
            over: vec![spot],
            territory: world.territory.clone(),
            keeps_house: world.keeps_house,
        };
        may_end_appointment(row.person, &case)?;
        let sentence = format!("Sets the last day of {} as {shown} over {label} to {until}.", whom.name());
        let step = Step::MoveAppointment { appointment: known.id.clone(), was: known.until, until };
        return Ok(Fit::changed(sentence, step, about));
    }
    let reads_samples = capacity == Capacity::QualityReader;
    let at = (row.person.now, row.person.today());
    let case = AppointCase {
        in_training: reads_samples && is_trainee(conn, shelf, &whom.account(), at)?,
        appointee: whom.account(),
        capacity,
        enrolled: enrolled_at(conn, std::slice::from_ref(&over))?,
        over: vec![spot],
        from,
        until,
        territory: world.territory.clone(),
        keeps_house: world.keeps_house,
    };
    may_appoint(row.person, &case)?;
    if matches!(whom, Whom::New { .. }) {
        may_invite(row.person, &world.territory, world.keeps_house)?;
    }
    let invited = match &whom {
        Whom::New { name, email, .. } => format!("Invites {name}, {email}, and appoints them"),
        Whom::Known { name, .. } => format!("Appoints {name}"),
    };
    let ends = until.map(|until| format!(" to {until}")).unwrap_or_default();
    let sentence = format!("{invited} as {shown} over {label}, from {from}{ends}.");
    Ok(Fit::new(sentence, Step::Appoint { whom, capacity, over: vec![over], from, until }, about))
}

fn capacity(row: &Row<'_>) -> Result<Capacity, Unfit> {
    let cell = row.needed("capacity")?;
    let fits =
        |one: &&Capacity| one.as_str().eq_ignore_ascii_case(cell) || one.shown().eq_ignore_ascii_case(cell);
    Capacity::APPOINTED.iter().find(fits).copied().ok_or_else(|| {
        let all: Vec<&str> = Capacity::APPOINTED.iter().map(|one| one.shown()).collect();
        row.unfit("capacity", format!("“{cell}” is none of: {}.", all.join(", ")))
    })
}

/// A department, site, institution or programme by its name, a trainee by the address; an admin's is the house.
fn over(row: &Row<'_>, capacity: Capacity) -> Result<(Over, String), Unfit> {
    if capacity == Capacity::Admin {
        return Ok((Over::of(Scope::House, "house"), "the whole house".to_owned()));
    }
    let (cell, atlas) = (row.needed("over")?, &row.world.atlas);
    let same = |name: &str| name.to_lowercase() == cell.to_lowercase();
    if cell.contains('@') {
        let known = row.world.by_email(&cell.to_lowercase()).filter(|one| row.world.may_find(&one.account));
        let known =
            known.ok_or_else(|| row.unfit("over", format!("nobody of yours has the address {cell}.")))?;
        return Ok((Over::of(Scope::Person, &known.account), known.name.clone()));
    }
    let departments = atlas.departments.iter().filter(|one| same(&one.name));
    let mut found: Vec<Over> = departments.map(|one| Over::of(Scope::Department, &one.id)).collect();
    found.extend(atlas.sites.iter().filter(|one| same(&one.name)).map(|one| Over::of(Scope::Site, &one.id)));
    let institutions = atlas.institutions.iter().filter(|one| same(&one.name));
    found.extend(institutions.map(|one| Over::of(Scope::Institution, &one.id)));
    let by_code =
        row.world.versions.iter().filter(|(known, _)| same(&known.code)).map(|(known, _)| &known.programme);
    let by_title = atlas.programmes.iter().filter(|(_, title)| same(title)).map(|(id, _)| id);
    let mut programmes: Vec<Over> =
        by_code.chain(by_title).map(|id| Over::of(Scope::Programme, id)).collect();
    programmes.sort();
    programmes.dedup();
    found.extend(programmes);
    found.extend(
        atlas
            .departments
            .iter()
            .map(|one| Over::of(Scope::Department, &one.id))
            .filter(|over| same(&atlas.label(over))),
    );
    match found.as_slice() {
        [one] => Ok((one.clone(), atlas.label(one))),
        [] => Err(row.unfit("over", format!("nothing is called “{cell}”."))),
        [first, ..] => {
            let sentence = format!(
                "several things are called “{cell}”; write it in full, such as “{}”.",
                atlas.label(first)
            );
            Err(row.unfit("over", sentence))
        }
    }
}

fn spot(row: &Row<'_>, conn: &mut Conn, over: &Over) -> Result<Spot, Ended> {
    if over.scope != Scope::Person {
        return Ok(row.world.atlas.spot(over)?);
    }
    let atlas = Atlas::load(conn)?.with_people(conn, [AccountId::new(&*over.id)])?;
    Ok(atlas.spot(over).map_err(|_| row.unfit(EMAIL, "this person is not there any more."))?)
}
