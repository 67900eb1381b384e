//! The forms of appointing.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId, capital};
use crate::domain::role::{Capacity, Person, Scope, Sight};
use crate::domain::territory::{Over, Territory};
use crate::features::accounts;
use crate::features::enrolments::led;
use crate::features::people::{self, Appointed, Atlas};
use crate::features::programmes;
use crate::features::roster::appointing::offers;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

pub async fn new_supervisor(who: Lead, app: App) -> Answer {
    new_supervisor_with(&who, &app, Typed::nothing()).await
}

pub async fn new_supervisor_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let offered = app.read(move |r| Ok((capacities(r)?, choices(r, &sight, None)?))).await?;
    page(views::AppointPage::new(who, None, offered, typed))
}

pub async fn new_appointment(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    new_appointment_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn new_appointment_with(who: &Lead, app: &App, id: AccountId, typed: Typed) -> Answer {
    let sight = who.sight();
    let found = app.read(move |r| {
        if !people::reaches(r.conn(), &sight, &id)? {
            return Err(Fault::NotFound);
        }
        let account = accounts::account(r.conn(), &id)?;
        Ok(((capacities(r)?, choices(r, &sight, Some(&id))?), account))
    });
    let (offered, account) = found.await?;
    page(views::AppointPage::new(who, Some((account.id, account.name)), offered, typed))
}

/// As what a lead can appoint somebody, each with what it may read.
fn capacities(r: &mut Reading<'_>) -> Result<Vec<Choice>, Fault> {
    let shelf = r.shelf();
    let mut all = Vec::new();
    for (capacity, does) in [
        (Capacity::Supervisor, "Signs or returns what is sent to them."),
        (Capacity::Tutor, "Looks after registered staff of a department, and signs nothing."),
        (Capacity::QualityReader, "Reads samples of decisions a second time; may come from another site."),
    ] {
        let reads = programmes::may_read(r.conn(), &shelf, capacity)?;
        all.push(Choice::of(capacity.as_str(), capital(capacity.shown())).meaning(format!("{does} {reads}")));
    }
    Ok(all)
}

/// What the asker can appoint somebody over: what they lead, and each of their trainees.
fn choices(r: &mut Reading<'_>, who: &Sight, not: Option<&AccountId>) -> Result<Vec<Choice>, Fault> {
    let territory: Territory = people::territory(r.conn(), who.viewer(), who.today())?;
    let atlas = Atlas::load(r.conn())?;
    let mut all: Vec<Choice> = offers(&atlas, &territory)
        .into_iter()
        .map(|(over, label)| Choice::of(over.code(), label).meaning(means(over.scope)))
        .collect();
    let mut last = None;
    for trainee in led(r.conn(), who)? {
        if Some(&trainee.person) == not || last.as_ref() == Some(&trainee.person) {
            continue;
        }
        let code = Over::of(Scope::Person, &trainee.person).code();
        all.push(
            Choice::of(code, trainee.name).meaning(format!("Only this trainee, {}", trainee.department_name)),
        );
        last = Some(trainee.person);
    }
    Ok(all)
}

fn means(scope: Scope) -> &'static str {
    match scope {
        Scope::Institution => "All trainees of the institution",
        Scope::Programme => "All trainees on the programme",
        Scope::Site => "All trainees of the departments at this site",
        Scope::Department => "All trainees of the department",
        Scope::Person | Scope::House => "",
    }
}

/// Leads end supervisors' appointments, admins those of leads and admins; the rule decides.
pub async fn end(who: SignedIn, app: App, id: Path<AppointmentId>) -> Answer {
    end_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn end_with(who: &SignedIn, app: &App, id: AppointmentId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (appointed, label, waits) = app
        .read(move |r| {
            let (appointed, label) = found(r.conn(), &person, &id)?;
            let waits = people::waiting_with(r.conn(), &appointed.person)?;
            Ok((appointed, label, waits))
        })
        .await?;
    page(views::EndPage::new(who, &appointed, &label, waits, typed))
}

/// The appointment and what it is over, if the asker may end it; the others find nothing here.
pub fn found(
    conn: &mut crate::db::conn::Conn,
    person: &Person,
    id: &AppointmentId,
) -> Result<(Appointed, String), Fault> {
    let appointed = people::appointment(conn, id)?;
    let case = super::acts::end_case(conn, person, &appointed)?;
    crate::domain::policy::people::may_end_appointment(person, &case).map_err(|_| Fault::NotFound)?;
    let people = appointed.over.iter().filter(|one| one.scope == Scope::Person);
    let people: Vec<AccountId> = people.map(|one| AccountId::new(&*one.id)).collect();
    let atlas = Atlas::load(conn)?.with_people(conn, people)?;
    let label = capital(&atlas.labels(&appointed.over));
    Ok((appointed, label))
}

/// Where one goes back to from an appointment of this capacity.
pub fn way_back(appointed: &Appointed) -> String {
    match appointed.capacity {
        Capacity::Supervisor | Capacity::Tutor | Capacity::QualityReader => {
            crate::web::paths::person(appointed.person.as_str())
        }
        Capacity::Coordinator
        | Capacity::Lead
        | Capacity::Admin
        | Capacity::University
        | Capacity::Governance
        | Capacity::Panel
        | Capacity::Assessor => crate::web::paths::STAFF.to_owned(),
    }
}
