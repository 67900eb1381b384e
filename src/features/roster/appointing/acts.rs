//! What can be done about appointments.

use actix_web::web::Path;

use super::{Given, ToAppoint, appoint, forms, pages, put_last_day, spots};
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{AccountId, AppointmentId};
use crate::domain::policy::people::{EndCase, may_end_appointment, may_invite};
use crate::domain::role::Person;
use crate::features::accounts;
use crate::features::people::{self, Appointed};
use crate::features::people::{Brought, bring, tell};
use crate::web::form::Form;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn invite_supervisor(who: Lead, app: App, mut form: Form<forms::Supervisor>) -> Answer {
    match invited(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The appointment is made. Somebody new gets a letter with a link to join."),
        Err(fault) => pages::new_supervisor_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn invited(who: &Lead, app: &App, form: &mut Form<forms::Supervisor>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(bring_in_supervisor(tx, &person, asked)?.map(|account| paths::person(account.as_str())))
    })
    .await
}

/// Invites and appoints a supervisor, inside a write that has taken the house's book.
pub fn bring_in_supervisor(
    tx: &mut Tx<'_>,
    person: &Person,
    asked: forms::Supervisor,
) -> Result<Outcome<AccountId>, Fault> {
    let territory = people::territory(tx.conn(), &person.account, person.today())?;
    let brought = bring(tx, &may_invite(person, &territory, false)?, &asked.newcomer)?;
    let (_, event) = appointed(tx, person, &brought, asked.given)?;
    Ok(Outcome::of(brought.account, event).and_all(brought.event))
}

pub async fn appoint_supervisor(who: Lead, app: App, id: Path<AccountId>, mut form: Form<Given>) -> Answer {
    let id = id.into_inner();
    match given(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The appointment is made."),
        Err(fault) => pages::new_appointment_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn given(who: &Lead, app: &App, id: AccountId, form: &mut Form<Given>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        if !people::reaches(tx.conn(), &person.sight(), &id)? {
            return Err(Fault::NotFound);
        }
        let account = accounts::account(tx.conn(), &id)?;
        let joined =
            people::holder(tx.conn(), &account.email.to_lowercase())?.is_some_and(|known| known.joined);
        let brought = Brought { account: id, name: account.name, portfolio: None, joined, event: None };
        let (path, event) = appointed(tx, &person, &brought, asked)?;
        Ok(Outcome::of(path, event))
    })
    .await
}

/// Appoints, and tells somebody who has joined already.
fn appointed(
    tx: &mut Tx<'_>,
    person: &Person,
    brought: &Brought,
    given: Given,
) -> Result<(String, Event), Fault> {
    let wanted = ToAppoint {
        appointee: brought.account.clone(),
        capacity: given.capacity,
        over: given.over,
        from: given.from,
        until: given.until,
    };
    let (row, event) = appoint(tx, person, wanted)?;
    let sentence = format!("{} appointed you as a {} from {}.", person.name, row.capacity.shown(), row.from);
    tell(tx, brought, sentence, &[&person.account])?;
    Ok((paths::person(brought.account.as_str()), event))
}

pub async fn end(who: SignedIn, app: App, id: Path<AppointmentId>, mut form: Form<forms::End>) -> Answer {
    let id = id.into_inner();
    match ended(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(
            path,
            "The last day is set. What happened until then can still be decided for 60 days after it.",
        ),
        Err(fault) => pages::end_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn ended(
    who: &SignedIn,
    app: &App,
    id: AppointmentId,
    form: &mut Form<forms::End>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let appointed = people::appointment(tx.conn(), &id)?;
        let case = end_case(tx.conn(), &person, &appointed)?;
        let grant = may_end_appointment(&person, &case)?;
        let waits = people::waiting_with(tx.conn(), &appointed.person)?;
        if waits > 0 && !asked.leave {
            return Err(Faults::one("leave", waits_first(waits, &appointed.name)).into());
        }
        let (_, event) = put_last_day(tx, &grant, &appointed, Some(asked.last))?;
        Ok(Outcome::of(pages::way_back(&appointed), event))
    })
    .await
}

/// What stands beside the box that says: I know that something waits.
pub fn waits_first(waits: i64, name: &str) -> String {
    let what = if waits == 1 { "1 request waits".to_owned() } else { format!("{waits} requests wait") };
    format!("{what} with {name}. Hand that over first, or tick that it stays with them for now.")
}

/// What the rule about ending needs to know.
// open: loads a case for the rule
pub fn end_case(conn: &mut Conn, person: &Person, appointed: &Appointed) -> Result<EndCase, Fault> {
    Ok(EndCase {
        holder: appointed.person.clone(),
        capacity: appointed.capacity,
        over: spots(conn, &appointed.over)?,
        territory: people::territory(conn, &person.account, person.today())?,
        keeps_house: people::keeps_house(conn, &person.account, person.today())?,
    })
}
