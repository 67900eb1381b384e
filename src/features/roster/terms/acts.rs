//! Setting and taking back what holds for one person. All of it is in the portfolio's book, and the
//! standing is made fresh in the same write.

use actix_web::web::Path;

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::policy::Grant;
use crate::domain::policy::enrolments::{
    EndCase, SetEnd, TermCase, may_drop_term, may_set_end, may_set_term,
};
use crate::domain::role::Person;
use crate::domain::territory::{Spot, Territory};
use crate::features::accounts::Nothing;
use crate::features::enrolments::{self, Enrolled};
use crate::features::identifiers::refuse;
use crate::features::people::territory;
use crate::features::roster::enrolling::spot;
use crate::features::{programmes, standing};
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn set_term(who: Lead, app: App, id: Path<EnrolmentId>, mut form: Form<forms::Wanted>) -> Answer {
    let id = id.into_inner();
    match term_set(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "It holds for this person from now on."),
        Err(fault) => pages::terms_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn term_set(
    who: &Lead,
    app: &App,
    id: EnrolmentId,
    form: &mut Form<forms::Wanted>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    seen(who, app, &id).await?;
    app.write_once(once, Books::of_enrolment(&id), move |tx| {
        Ok(put_term(tx, &person, &id, &asked)?.map(|()| paths::terms(id.as_str())))
    })
    .await
}

/// Sets a term, inside a write that has taken the enrolment's book.
pub fn put_term(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    asked: &forms::Wanted,
) -> Result<Outcome<()>, Fault> {
    let (enrolled, spot, territory) = place(tx, person, id)?;
    let shelf = tx.shelf();
    let version = programmes::version_at(tx.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let requirement = version.requirement(&asked.requirement).ok_or(Fault::NotFound)?;
    let case = TermCase {
        trainee: enrolled.person.clone(),
        spot,
        territory,
        requirement: requirement.code.clone(),
        range: requirement.personal,
        term: asked.term,
        started_on: enrolled.started_on,
        reason_given: !asked.reason.is_empty(),
    };
    let grant = may_set_term(person, &case)?;
    refuse(tx.conn(), "reason", &asked.reason, false)?;
    let rows = enrolments::set_term(tx, &grant, id, &asked.reason)?;
    standing::refresh(tx, &enrolled.portfolio, &[])?;
    let event = grant
        .event("term/set", format!("enrolment/{id}"))
        .with("requirement", &asked.requirement)
        .with("term", asked.term.word());
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}

pub async fn drop_term(
    who: Lead,
    app: App,
    path: Path<(EnrolmentId, String)>,
    form: Form<Nothing>,
) -> Answer {
    let (id, term) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    seen(&who, &app, &id).await?;
    let path = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let (enrolled, spot, territory) = place(tx, &person, &id)?;
            let grant = may_drop_term(&person, &enrolled.person, &spot, &territory)?;
            let row = enrolments::drop_term(tx, &grant, &id, &term)?;
            standing::refresh(tx, &enrolled.portfolio, &[])?;
            let event = grant.event("term/taken-back", format!("enrolment/{id}")).row(&row);
            Ok(Outcome::of(paths::terms(id.as_str()), event))
        })
        .await?;
    saying(path, "It is taken back. The programme’s own figure holds again.")
}

pub async fn set_end(who: Lead, app: App, id: Path<EnrolmentId>, mut form: Form<forms::End>) -> Answer {
    let id = id.into_inner();
    match end_set(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The last day is set."),
        Err(fault) => pages::terms_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn end_set(
    who: &Lead,
    app: &App,
    id: EnrolmentId,
    form: &mut Form<forms::End>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    seen(who, app, &id).await?;
    app.write_once(once, Books::of_enrolment(&id), move |tx| {
        let (enrolled, spot, territory) = place(tx, &person, &id)?;
        let now = tx.now();
        let extended = enrolments::extended(tx.conn(), std::slice::from_ref(&id), now)?.contains(&id);
        let case = EndCase {
            extended,
            trainee: enrolled.person.clone(),
            spot,
            territory,
            started_on: enrolled.started_on,
            ends_on: enrolled.ends_on,
            wanted: asked.last,
        };
        let grant = may_set_end(&person, &case)?;
        Ok(Outcome::of(paths::terms(id.as_str()), put_end(tx, &grant, &enrolled)?))
    })
    .await
}

/// Sets the last day as granted, inside a write that has taken the portfolio's book. What they signed for others while
/// they were a trainee is judged anew.
pub fn put_end(tx: &mut Tx<'_>, grant: &Grant<SetEnd>, enrolled: &Enrolled) -> Result<Event, Fault> {
    let row = enrolments::set_end(tx, grant, &enrolled.id)?;
    standing::refresh(tx, &enrolled.portfolio, &[])?;
    standing::raise_trained(tx, &enrolled.person)?;
    Ok(grant
        .event("enrolment/end-set", format!("enrolment/{}", enrolled.id))
        .with("was", enrolled.ends_on.iso())
        .with("is", row.ends_on.iso())
        .row(&row)
        .in_book(enrolled.portfolio.clone()))
}

/// Before any book is taken: an enrolment that the lead does not lead is not found.
async fn seen(who: &Lead, app: &App, id: &EnrolmentId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| enrolments::led_one(r.conn(), &sight, &id).map(drop)).await
}

/// The enrolment, where it lies, and what the asker leads.
fn place(tx: &mut Tx<'_>, person: &Person, id: &EnrolmentId) -> Result<(Enrolled, Spot, Territory), Fault> {
    let enrolled = enrolments::led_one(tx.conn(), &person.sight(), id)?;
    let spot = spot(tx.conn(), &enrolled)?;
    let territory = territory(tx.conn(), &person.account, person.today())?;
    Ok((enrolled, spot, territory))
}
