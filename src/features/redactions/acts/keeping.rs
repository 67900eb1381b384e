//! Keeping an incident: the trust's reference, and its end.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::names::{BookId, IncidentId};
use crate::domain::policy::redactions::{may_close_incident, may_keep_incident, may_see_incident};
use crate::domain::redaction::Standing;
use crate::domain::role::Person;
use crate::features::identifiers::refuse;
use crate::features::redactions::acts::{in_names, of_review};
use crate::features::redactions::store::{self, Shown};
use crate::features::redactions::{forms, pages};
use crate::web::form::{Form, FromForm};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn refer(
    who: SignedIn,
    app: App,
    id: Path<IncidentId>,
    mut form: Form<forms::Reference>,
) -> Answer {
    let id = id.into_inner();
    match referred(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The reference is kept."),
        Err(fault) => pages::incident_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn referred(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<forms::Reference>,
) -> Result<String, Fault> {
    on_incident(who, app, id, form, |tx, person, id, given| {
        let (case, shown) = store::about(tx.conn(), person, id)?;
        let grant = may_keep_incident(person, &case)?;
        refuse(tx.conn(), "reference", &given.0, false)?;
        store::refer(tx, &grant, &given.0)?;
        let event = grant.event("incident/referred", case.within.subject());
        Ok(Outcome::of((), of_review(event, &shown).with("incident", id)))
    })
    .await
}

pub async fn close(who: SignedIn, app: App, id: Path<IncidentId>, mut form: Form<forms::End>) -> Answer {
    let id = id.into_inner();
    match closed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The incident is over."),
        Err(fault) => pages::incident_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn closed(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<forms::End>,
) -> Result<String, Fault> {
    on_incident(who, app, id, form, |tx, person, id, given| {
        let (case, shown) = store::about(tx.conn(), person, id)?;
        let grant = may_close_incident(person, &case, given.unfounded)?;
        let how = if given.unfounded { Standing::Unfounded } else { Standing::Closed };
        store::close(tx, &grant, how)?;
        let event = grant.event("incident/closed", case.within.subject());
        Ok(Outcome::of((), of_review(event, &shown).with("incident", id).with("how", how)))
    })
    .await
}

/// One act on an incident, once, in its book; gives the incident's address.
async fn on_incident<F: FromForm + Send + 'static>(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<F>,
    act: impl FnOnce(&mut Tx<'_>, &Person, &IncidentId, &F) -> Result<Outcome<()>, Fault> + Send + 'static,
) -> Result<String, Fault> {
    let given = form.given()?;
    let shown = about(who, app, id).await?;
    let (book, person, id) = (BookId::from(shown.row.portfolio_id.clone()), who.person().clone(), id.clone());
    let done = app
        .write_once(form.once(&who.account), Books::from(book), move |tx| {
            Ok(act(tx, &person, &id, &given)?.map(|()| paths::incident(id.as_str())))
        })
        .await;
    in_names(app, &shown, done).await
}

/// For a stranger there is no such incident.
async fn about(who: &SignedIn, app: &App, id: &IncidentId) -> Result<Shown, Fault> {
    let (person, id) = (who.person().clone(), id.clone());
    app.read(move |r| {
        let (case, shown) = store::about(r.conn(), &person, &id)?;
        may_see_incident(&person, &case).map(|_| shown).ok_or(Fault::NotFound)
    })
    .await
}
