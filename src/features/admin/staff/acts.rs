//! Appointing a training lead or an admin.

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::policy::people::may_invite;
use crate::domain::role::Person;
use crate::domain::territory::Territory;
use crate::features::people::{bring, keeps_house, tell};
use crate::features::roster::{ToAppoint, appoint as appointed};
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn appoint(who: Admin, app: App, mut form: Form<forms::Appointment>) -> Answer {
    match made(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The appointment is made. Somebody new gets a letter with a link to join."),
        Err(fault) => pages::staff_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn made(who: &Admin, app: &App, form: &mut Form<forms::Appointment>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(bring_in_staff(tx, &person, asked)?.map(|account| paths::one_account(account.as_str())))
    })
    .await
}

/// Invites and appoints a lead or an admin, inside a write that has taken the house's book.
pub fn bring_in_staff(
    tx: &mut Tx<'_>,
    person: &Person,
    asked: forms::Appointment,
) -> Result<Outcome<AccountId>, Fault> {
    let keeps = keeps_house(tx.conn(), &person.account, person.today())?;
    let grant = may_invite(person, &Territory::default(), keeps)?;
    let brought = bring(tx, &grant, &asked.newcomer)?;
    let wanted = ToAppoint {
        appointee: brought.account.clone(),
        capacity: asked.capacity,
        over: asked.over,
        from: asked.from,
        until: asked.until,
    };
    let (row, event) = appointed(tx, person, wanted)?;
    let sentence = format!("{} appointed you as {} from {}.", person.name, row.capacity.shown(), row.from);
    tell(tx, &brought, sentence, &[&person.account])?;
    Ok(Outcome::of(brought.account, event).and_all(brought.event))
}
