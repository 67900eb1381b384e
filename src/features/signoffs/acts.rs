//! What can be done in this room: sign, return, undo, take back. A refusal because the entry has gone
//! on meanwhile shows the entry as it is now, with the words that were typed.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, EntryId, RequestId};
use crate::features::entries::seen;
use crate::features::signoffs::deciding;
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
    let about = about(&who, &app, &id).await?;
    let (person, id) = (who.person().clone(), id.into_inner());
    let location = app
        .write_once(form.once(&who.account), Books::of_entry(&about.entry), move |tx| {
            let (row, events, seen) = deciding::put_undo(tx, &person, &id)?;
            standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
            let location = match &row.request {
                _ if about.begun_with => paths::TRAINEES.to_owned(),
                Some(request) => paths::inbox_item(request.as_str()),
                None => paths::confirmation(row.entry.as_str()),
            };
            let mut events = events.into_iter();
            let first = events.next().ok_or_else(|| Fault::broken("an undoing is an event"))?;
            Ok(Outcome::of(location, first).and_all(events))
        })
        .await?;
    saying(location, about.undone)
}

/// What a decision is about, read before it is changed.
struct About {
    entry: EntryId,
    begun_with: bool,
    undone: String,
    taken_back: &'static str,
}

async fn about(who: &SignedIn, app: &App, id: &DecisionId) -> Result<About, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        let row = store::decision(r.conn(), &sight, &id)?;
        let seen = seen(r.conn(), &shelf, &sight, &row.entry)?;
        let begun_with = store::decided_case(&row, &seen)?.begun_with;
        let undone = match begun_with {
            true => format!("Undone: {} does not have it.", seen.owner_name),
            false => "Undone. It waits for you as before, and nobody was told.".to_owned(),
        };
        let taken_back = match seen.is_closed_to_owner() {
            true => "The signature is taken back. The trainee is not told of it.",
            false => "The signature is taken back, and the trainee has been told why.",
        };
        Ok(About { entry: row.entry, begun_with, undone, taken_back })
    })
    .await
}

pub async fn take_back(
    who: SignedIn,
    app: App,
    id: Path<DecisionId>,
    mut form: Form<forms::Retraction>,
) -> Answer {
    let about = about(&who, &app, &id).await?;
    match taken_back(&who, &app, (&about.entry, &id), &mut form).await {
        Ok(location) => saying(location, about.taken_back),
        Err(fault) => pages::retraction_with(&who, &app, &id, form.again(fault)?).await,
    }
}

async fn taken_back(
    who: &SignedIn,
    app: &App,
    (entry, id): (&EntryId, &DecisionId),
    form: &mut Form<forms::Retraction>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_entry(entry), move |tx| {
        let done = deciding::put_retraction(tx, &person, &id, &given)?;
        Ok(done.map(|_| paths::SIGNED.to_owned()))
    })
    .await
}
