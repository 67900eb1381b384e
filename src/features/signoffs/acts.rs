//! What can be done in this room: sign, return, undo, take back. A refusal because the entry has gone
//! on meanwhile shows the entry as it is now, with the words that were typed.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, EntryId, RequestId};
use crate::domain::policy::signoffs::may_undo;
use crate::features::entries::seen;
use crate::features::signoffs::deciding::{self, event_on};
use crate::features::signoffs::{forms, pages, store};
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::{SignedIn, Staff};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn sign(who: Staff, app: App, id: Path<RequestId>, mut form: Form<forms::Sign>) -> Answer {
    let entry = pages::entry_of(&who, &app, &id).await?;
    match deciding::decide(&who, &app, &entry, &mut form, pages::next).await {
        Ok(next) => deciding::lead_on(&who, &app, &entry, next).await,
        Err(fault) => pages::again(&who, &app, &id, &entry, &form.words, fault).await,
    }
}

pub async fn send_back(who: Staff, app: App, id: Path<RequestId>, mut form: Form<forms::Return>) -> Answer {
    let entry = pages::entry_of(&who, &app, &id).await?;
    match deciding::decide(&who, &app, &entry, &mut form, pages::next).await {
        Ok(next) => deciding::lead_on(&who, &app, &entry, next).await,
        Err(fault) => pages::again(&who, &app, &id, &entry, &form.words, fault).await,
    }
}

pub async fn undo(who: SignedIn, app: App, id: Path<DecisionId>, form: Form<forms::Nothing>) -> Answer {
    let entry = entry_of(&who, &app, &id).await?;
    let (person, id) = (who.person().clone(), id.into_inner());
    let location = app
        .write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
            let (shelf, now) = (tx.shelf(), tx.now());
            let before = store::decision(tx.conn(), &person.sight(), &id)?;
            let seen = seen(tx.conn(), &shelf, &person.sight(), &before.entry)?;
            let grant = may_undo(&person, &store::decided_case(&before, &seen)?, now)?;
            let row = store::undo(tx, &grant, &before, &seen)?;
            standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
            let location = match &before.request {
                Some(request) => paths::inbox_item(request.as_str()),
                None => paths::confirmation(before.entry.as_str()),
            };
            let event = grant.event("decision/undone", format!("entry/{}", before.entry));
            Ok(Outcome::of(location, event_on(event, &row)))
        })
        .await?;
    saying(location, "Undone. It waits for you as before, and nobody was told.")
}

pub async fn take_back(
    who: SignedIn,
    app: App,
    id: Path<DecisionId>,
    mut form: Form<forms::Retraction>,
) -> Answer {
    match taken_back(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, "The signature is taken back, and the trainee has been told why."),
        Err(fault) => pages::retraction_with(&who, &app, &id, form.again(fault)?).await,
    }
}

async fn taken_back(
    who: &SignedIn,
    app: &App,
    id: &DecisionId,
    form: &mut Form<forms::Retraction>,
) -> Result<String, Fault> {
    let entry = entry_of(who, app, id).await?;
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
        let done = deciding::put_retraction(tx, &person, &id, &given)?;
        Ok(done.map(|_| paths::SIGNED.to_owned()))
    })
    .await
}

async fn entry_of(who: &SignedIn, app: &App, id: &DecisionId) -> Result<EntryId, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| store::entry_of_decision(r.conn(), &sight, &id)).await
}
