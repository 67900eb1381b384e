//! What can be done about registrations. They are in the house's book; the standings that read them are
//! marked in the same write and made fresh by jobs.

use actix_web::web::Path;

use super::pages;
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, RegistrationId};
use crate::domain::policy::people::{
    ConfirmCase, may_confirm, may_state_registration, may_take_confirmation_back,
};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::people::{self, Statement};
use crate::features::standing::raise_registered;
use crate::web::form::Form;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn state(who: SignedIn, app: App, mut form: Form<Statement>) -> Answer {
    match stated(&who, &app, &mut form).await {
        Ok(path) => saying(path, "Your registration is saved. A training lead will confirm it."),
        Err(fault) => pages::registrations_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn stated(who: &SignedIn, app: &App, form: &mut Form<Statement>) -> Result<String, Fault> {
    let (said, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(state_registration(tx, &person, &said)?.map(|_| paths::REGISTRATIONS.to_owned()))
    })
    .await
}

/// States one's own registration, inside a write that has taken the house's book.
pub fn state_registration(
    tx: &mut Tx<'_>,
    person: &Person,
    said: &Statement,
) -> Result<Outcome<RegistrationId>, Fault> {
    let grant = may_state_registration(person, &person.account)?;
    let row = people::state(tx, &grant, said)?;
    raise_registered(tx, &person.account)?;
    let event = grant.event("registration/stated", format!("registration/{}", row.id)).row(&row);
    Ok(Outcome::of(row.id, event))
}

pub async fn correct(who: SignedIn, app: App, id: Path<RegistrationId>, mut form: Form<Statement>) -> Answer {
    let id = id.into_inner();
    match corrected(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "Your registration is corrected. It waits for confirmation again."),
        Err(fault) => pages::registration_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn corrected(
    who: &SignedIn,
    app: &App,
    id: RegistrationId,
    form: &mut Form<Statement>,
) -> Result<String, Fault> {
    let (said, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = may_state_registration(&person, &person.account)?;
        let [old, new] = people::correct(tx, &grant, &id, &said)?;
        raise_registered(tx, &person.account)?;
        let event = grant
            .event("registration/corrected", format!("registration/{}", new.id))
            .with("replaces", &old.id)
            .row(&old)
            .row(&new);
        Ok(Outcome::of(paths::REGISTRATIONS.to_owned(), event))
    })
    .await
}

pub async fn take_back(who: SignedIn, app: App, id: Path<RegistrationId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = may_state_registration(&person, &person.account)?;
            let row = people::take_back(tx, &grant, &id)?;
            raise_registered(tx, &person.account)?;
            let event = grant.event("registration/taken-back", format!("registration/{id}")).row(&row);
            Ok(Outcome::of(paths::REGISTRATIONS.to_owned(), event))
        })
        .await?;
    saying(path, "The registration is taken back.")
}

pub async fn confirm(who: Lead, app: App, id: Path<RegistrationId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            Ok(confirm_registration(tx, &person, &id)?.map(|owner| paths::person(owner.as_str())))
        })
        .await?;
    saying(path, "The registration is confirmed. What depends on it is worked out again.")
}

/// Vouches for a registration, inside a write that has taken the house's book. Gives whose it is.
pub fn confirm_registration(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &RegistrationId,
) -> Result<Outcome<AccountId>, Fault> {
    let case = case(tx.conn(), person, id)?;
    let grant = may_confirm(person, &case)?;
    let row = people::confirm(tx, &grant)?;
    raise_registered(tx, &case.owner)?;
    let event = grant.event("registration/confirmed", format!("registration/{id}")).row(&row);
    Ok(Outcome::of(case.owner, event))
}

pub async fn take_confirmation_back(
    who: Lead,
    app: App,
    id: Path<RegistrationId>,
    form: Form<Nothing>,
) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let case = case(tx.conn(), &person, &id)?;
            let grant = may_take_confirmation_back(&person, &case)?;
            let rows = people::take_confirmation_back(tx, &grant)?;
            raise_registered(tx, &case.owner)?;
            let event = grant.event("registration/confirmation-ended", format!("registration/{id}"));
            let event = rows.iter().fold(event, |event, row| event.row(row));
            Ok(Outcome::of(paths::person(case.owner.as_str()), event))
        })
        .await?;
    saying(path, "The confirmation is taken back. What depends on it is worked out again.")
}

/// Out of reach looks like absent; the rule says the rest.
fn case(conn: &mut Conn, person: &Person, id: &RegistrationId) -> Result<ConfirmCase, Fault> {
    let stated = people::stated(conn, id)?;
    let own = stated.row.person == person.account;
    let theirs = people::reaches(conn, &person.sight(), &stated.row.person)?;
    if !theirs && !own {
        return Err(Fault::NotFound);
    }
    Ok(ConfirmCase {
        registration: id.clone(),
        owner: stated.row.person,
        theirs,
        stands: stated.row.known_until.is_none(),
        confirmed: !stated.confirmed.is_empty(),
    })
}
