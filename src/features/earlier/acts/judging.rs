//! Asking for a yes, and saying yes or no. One refresh of the standing for the whole, however many lines.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::*;
use crate::domain::policy::earlier::{may_ask_to_accept, may_judge, may_take_back, may_undo};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::earlier::cases::record;
use crate::features::earlier::forms::{Accepting, Why};
use crate::features::earlier::store::Judgement;
use crate::features::earlier::{pages, store};
use crate::features::entries::store as entries;
use crate::features::entries::{Asking, Closed, close_request, in_its_names};
use crate::features::identifiers::refuse;
use crate::features::standing;
use crate::web::form::{Form, FromForm};
use crate::web::gate::{SignedIn, Staff, Trainee};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn ask(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Asking>) -> Answer {
    let id = id.into_inner();
    match asked(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "They have been asked. It waits in their inbox."),
        Err(fault) => pages::record_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn asked(who: &Trainee, app: &App, id: &EntryId, form: &mut Form<Asking>) -> Result<String, Fault> {
    let given = form.given()?;
    seen(who.person(), app, id).await?;
    let (person, id) = (who.person().clone(), id.clone());
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
            let shelf = tx.shelf();
            let found = record(tx.conn(), &shelf, &person, &id)?;
            let entitled = found.entitled(tx.conn(), &person)?.iter().any(|(one, _)| *one == given.asked);
            let grant = may_ask_to_accept(&person, &found.case(tx.conn(), &person)?, &given.asked, entitled)?;
            if let Some(open) = &found.seen.request {
                close_request(tx, &grant, &open.id, Closed::Replaced)?;
            }
            store::rejudge(tx, &grant, &found.seen, "asked again")?;
            let request = entries::ask(tx, &grant, &id, &found.seen.version, &given.asked)?;
            standing::refresh_all(tx, &found.seen.portfolio)?;
            let event = grant
                .event("earlier/asked", format!("entry/{id}"))
                .with("request", request)
                .with("asked", &given.asked);
            Ok(Outcome::of(paths::earlier_record(id.as_str()), event))
        })
        .await;
    in_its_names(app, &of, done).await
}

pub async fn undo(who: Trainee, app: App, id: Path<EntryId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    seen(&person, &app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
            let shelf = tx.shelf();
            let found = record(tx.conn(), &shelf, &person, &id)?;
            let grant = may_undo(&person, &found.case(tx.conn(), &person)?)?;
            store::undo(tx, &grant, &found.seen, found.set.as_ref())?;
            standing::refresh_all(tx, &found.seen.portfolio)?;
            Ok(Outcome::of(paths::EARLIER.to_owned(), grant.event("earlier/undone", format!("entry/{id}"))))
        })
        .await;
    in_its_names(&app, &of, done).await?;
    saying(paths::EARLIER, "It is undone. Nothing of it counts or is listed any more.")
}

pub async fn accept(who: Staff, app: App, id: Path<EntryId>, mut form: Form<Accepting>) -> Answer {
    let id = id.into_inner();
    match judged(&who, &app, &id, &mut form, put_acceptance).await {
        Ok(path) => saying(path, "Accepted. It counts where the programme takes what is from before."),
        Err(fault) => pages::record_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

/// What somebody says of a record, inside a write that has taken its book.
type Put<T> = fn(&mut Tx<'_>, &Person, &EntryId, &T) -> Result<Outcome<AcceptanceId>, Fault>;

/// What a judge says of a record, in a write of the entry's book.
async fn judged<T: FromForm + Send + 'static>(
    who: &Staff,
    app: &App,
    id: &EntryId,
    form: &mut Form<T>,
    put: Put<T>,
) -> Result<String, Fault> {
    let given = form.given()?;
    seen(who.person(), app, id).await?;
    let (person, id) = (who.person().clone(), id.clone());
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
            Ok(put(tx, &person, &id, &given)?.map(|_| paths::earlier_record(id.as_str())))
        })
        .await;
    in_its_names(app, &of, done).await
}

/// Accepts, inside a write that has taken the entry's book.
pub fn put_acceptance(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    given: &Accepting,
) -> Result<Outcome<AcceptanceId>, Fault> {
    let shelf = tx.shelf();
    let found = record(tx.conn(), &shelf, person, id)?;
    let grant = may_judge(person, &found.case(tx.conn(), person)?)?;
    if given.root != found.seen.root {
        return Err(Faults::one("", "It was changed while you were reading it. Look at it again.").into());
    }
    let passed = refuse(tx.conn(), "reason", &given.reason, given.nobody)?;
    let said = found.judgement(&given.which)?;
    let lines = match &said {
        Judgement::Accepted { lines, .. } => lines.len(),
        Judgement::Refused => 0,
    };
    let acceptance = store::judge(tx, &grant, &found.seen, &said, &given.reason)?;
    standing::refresh_all(tx, &found.seen.portfolio)?;
    let event = grant
        .event("earlier/accepted", format!("entry/{id}"))
        .with("acceptance", &acceptance)
        .with("lines", lines);
    Ok(Outcome::of(acceptance, explained(event, passed)))
}

pub async fn send_back(who: Staff, app: App, id: Path<EntryId>, mut form: Form<Why>) -> Answer {
    let id = id.into_inner();
    match judged(&who, &app, &id, &mut form, put_refusal).await {
        Ok(path) => saying(path, "Sent back, with your reason."),
        Err(fault) => pages::record_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

/// Says no, inside such a write.
fn put_refusal(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    given: &Why,
) -> Result<Outcome<AcceptanceId>, Fault> {
    let shelf = tx.shelf();
    let found = record(tx.conn(), &shelf, person, id)?;
    let grant = may_judge(person, &found.case(tx.conn(), person)?)?;
    let passed = refuse(tx.conn(), "reason", &given.reason, given.nobody)?;
    let said = store::judge(tx, &grant, &found.seen, &Judgement::Refused, &given.reason)?;
    standing::refresh_all(tx, &found.seen.portfolio)?;
    let event = grant.event("earlier/sent-back", format!("entry/{id}")).with("acceptance", &said);
    Ok(Outcome::of(said, explained(event, passed)))
}

/// With what was found in the words and is something else, as their writer says.
fn explained(event: Event, passed: String) -> Event {
    if passed.is_empty() { event } else { event.with("explained", passed) }
}

pub async fn take_back(who: SignedIn, app: App, id: Path<AcceptanceId>, mut form: Form<Why>) -> Answer {
    let id = id.into_inner();
    match taken_back(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "Taken back. It counts no more, and the trainee is told why."),
        Err(fault) => pages::retraction_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn taken_back(
    who: &SignedIn,
    app: &App,
    id: &AcceptanceId,
    form: &mut Form<Why>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, asked) = (who.person().clone(), id.clone());
    let entry = app.read(move |r| store::entry_of(r.conn(), &person.sight(), &asked)).await?;
    let (person, id) = (who.person().clone(), id.clone());
    let of = entry.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
            let shelf = tx.shelf();
            let found = record(tx.conn(), &shelf, &person, &entry)?;
            let said = found.seen.before.iter().flat_map(|before| &before.said).find(|one| one.id == id);
            let said = said.filter(|one| one.accepted).cloned().ok_or(Fault::NotFound)?;
            let case = found.case(tx.conn(), &person)?;
            let grant = may_take_back(&person, &case, &id, &said.by, said.undone.is_none())?;
            let passed = refuse(tx.conn(), "reason", &given.reason, given.nobody)?;
            store::take_back(tx, &grant, &found.seen, &given.reason)?;
            standing::refresh_all(tx, &found.seen.portfolio)?;
            let event = grant.event("earlier/taken-back", format!("entry/{entry}")).with("acceptance", &id);
            Ok(Outcome::of(paths::earlier_record(entry.as_str()), explained(event, passed)))
        })
        .await;
    in_its_names(app, &of, done).await
}

/// Before any book is taken: what is out of sight is not there.
async fn seen(person: &Person, app: &App, id: &EntryId) -> Result<(), Fault> {
    let (person, id) = (person.clone(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        record(r.conn(), &shelf, &person, &id).map(drop)
    })
    .await
}
