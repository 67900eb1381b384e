//! A lead's people: those whom they lead, those who supervise them, those who have yet to join.

use std::collections::BTreeMap;

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, capital};
use crate::domain::progress::asks_approved;
use crate::domain::role::{Capacity, Scope, Sight};
use crate::features::accounts::{self, Account};
use crate::features::enrolments::{Enrolled, led};
use crate::features::people::{self, Appointed, Atlas, NumberRow, Stated, Supervising, Waiting};
use crate::features::programmes::{self, KnownRegister};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;

/// Everybody on the list.
pub struct Roster {
    pub trainees: Vec<(Enrolled, String)>,
    pub supervisors: Vec<Supervising>,
    /// Statements that nobody has confirmed yet.
    pub unconfirmed: Vec<Stated>,
    pub waiting: Vec<Waiting>,
    pub atlas: Atlas,
    pub registers: Vec<KnownRegister>,
}

pub async fn people(who: Lead, app: App) -> Answer {
    let sight = who.sight();
    let roster = app.read(move |r| roster(r, &sight)).await?;
    page(views::People::new(&who, roster))
}

fn roster(r: &mut Reading<'_>, who: &Sight) -> Result<Roster, Fault> {
    let shelf = r.shelf();
    let supervisors = people::supervisors(r.conn(), who)?;
    let mut trainees = Vec::new();
    for enrolled in led(r.conn(), who)? {
        let version = programmes::version_at(r.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
        trainees.push((enrolled, format!("{}, version {}", version.title, version.version)));
    }
    let mut known: Vec<AccountId> = trainees.iter().map(|(enrolled, _)| enrolled.person.clone()).collect();
    known.extend(supervisors.iter().map(|one| one.person.clone()));
    known.sort();
    known.dedup();
    let mut unconfirmed = Vec::new();
    for person in known.iter().filter(|person| *person != who.viewer()) {
        let stated = people::statements_of(r.conn(), person)?;
        unconfirmed.extend(stated.into_iter().filter(|stated| stated.confirmed.is_empty()));
    }
    let waiting = people::waiting_to_join(r.conn())?;
    let mine = |one: &Waiting| known.contains(&one.account) || one.invited_by.as_ref() == Some(who.viewer());
    let waiting = waiting.into_iter().filter(mine).collect();
    let people = supervisors.iter().flat_map(|one| &one.appointments).flat_map(|one| &one.over);
    let people = people.filter(|over| over.scope == Scope::Person).map(|over| AccountId::new(&*over.id));
    let people: Vec<AccountId> = people.collect();
    let atlas = Atlas::load(r.conn())?.with_people(r.conn(), people)?;
    let registers = programmes::registers(r.conn(), &shelf)?;
    Ok(Roster { trainees, supervisors, unconfirmed, waiting, atlas, registers })
}

/// One of them.
pub struct Found {
    pub account: Account,
    /// The open invitation of somebody who has not joined.
    pub waiting: Option<Waiting>,
    /// With the programme's title, and whether it approves assessors by name.
    pub enrolments: Vec<(Enrolled, String, bool)>,
    /// Who looks after each of those, in the programme's own names: `Training officer: Sue Carter, Tom Hill`.
    pub looked_after: Vec<Vec<String>>,
    pub appointments: Vec<Appointed>,
    /// What each of their capacities may read.
    pub reads: BTreeMap<Capacity, String>,
    pub statements: Vec<Stated>,
    pub numbers: Vec<(NumberRow, String)>,
    pub atlas: Atlas,
    pub registers: Vec<KnownRegister>,
}

pub async fn person(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let found = app.read(move |r| found(r, &sight, &id)).await?;
    page(views::PersonPage::new(&who, found))
}

fn found(r: &mut Reading<'_>, who: &Sight, id: &AccountId) -> Result<Found, Fault> {
    if !people::reaches(r.conn(), who, id)? {
        return Err(Fault::NotFound);
    }
    let shelf = r.shelf();
    let account = accounts::account(r.conn(), id)?;
    let (mut enrolments, mut looked_after) = (Vec::new(), Vec::new());
    for enrolled in led(r.conn(), who)?.into_iter().filter(|one| one.person == *id) {
        let version = programmes::version_at(r.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
        let mut lines = Vec::new();
        for capacity in [Capacity::Supervisor, Capacity::Lead] {
            let on = std::slice::from_ref(&enrolled.id);
            let found = people::who_may_decide(r.conn(), on, capacity, who.today(), who.today())?;
            let names: Vec<String> = found.into_iter().map(|(_, name)| name).collect();
            if !names.is_empty() {
                let called = capital(version.called(capacity.as_str()));
                lines.push(format!("{called}: {}", names.join(", ")));
            }
        }
        looked_after.push(lines);
        let title = format!("{}, version {}", version.title, version.version);
        enrolments.push((enrolled, title, asks_approved(&version)));
    }
    let waiting = people::waiting_to_join(r.conn())?.into_iter().rfind(|one| one.account == *id);
    // What they do for other leads is not this lead's to see.
    let supervising = people::supervisors(r.conn(), who)?.into_iter().filter(|one| one.person == *id);
    let appointments: Vec<Appointed> = supervising.flat_map(|one| one.appointments).collect();
    let mut reads = BTreeMap::new();
    for one in &appointments {
        reads.insert(one.capacity, programmes::may_read(r.conn(), &shelf, one.capacity)?);
    }
    let people = appointments.iter().flat_map(|one| &one.over).filter(|over| over.scope == Scope::Person);
    let people: Vec<AccountId> = people.map(|over| AccountId::new(&*over.id)).collect();
    Ok(Found {
        waiting,
        enrolments,
        looked_after,
        statements: people::statements_of(r.conn(), id)?,
        numbers: people::numbers_of(r.conn(), id)?,
        atlas: Atlas::load(r.conn())?.with_people(r.conn(), people)?,
        registers: programmes::registers(r.conn(), &shelf)?,
        appointments,
        reads,
        account,
    })
}
