//! Handing over, inside the books of the trainees whose requests they are.

use actix_web::web::Path;

use super::{forms, pages, planning};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{AccountId, BookId, RequestId};
use crate::domain::policy::requests::{HandCase, may_hand_over};
use crate::domain::role::Person;
use crate::features::entries::{in_its_names, leads_any, put_handover, put_handovers, seen};
use crate::features::people;
use crate::features::requests::store;
use crate::web::form::Form;
use crate::web::gate::{Door, Passed, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn one(who: SignedIn, app: App, id: Path<RequestId>, mut form: Form<forms::To>) -> Answer {
    let id = id.into_inner();
    match one_moved(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "Handed over. It waits as long as before, and those it concerns are told."),
        Err(fault) => pages::one_with(&who, &app, &id, form.again(fault)?).await,
    }
}

async fn one_moved(
    who: &SignedIn,
    app: &App,
    id: &RequestId,
    form: &mut Form<forms::To>,
) -> Result<String, Fault> {
    let (sight, request) = (who.sight(), id.clone());
    // Out of sight is not there, whatever the form says.
    let entry = app
        .read(move |r| {
            let shelf = r.shelf();
            let (entry, _) = store::one_request(r.conn(), &request)?;
            seen(r.conn(), &shelf, &sight, &entry)
        })
        .await?;
    let (to, person, id) = (form.given()?.0, who.person().clone(), id.clone());
    let own = entry.owner == person.account;
    let of = entry.id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&entry.id), move |tx| {
            let event = put_one(tx, &person, &id, &to)?;
            let path = if own { paths::entry(entry.id.as_str()) } else { paths::INBOX.to_owned() };
            let leads = person.is(crate::domain::role::Capacity::Lead);
            Ok(Outcome::of(if leads && !own { paths::WAITING.to_owned() } else { path }, event))
        })
        .await;
    in_its_names(app, &of, done).await
}

/// Hands one request over, inside a write that has taken the entry's book.
fn put_one(tx: &mut Tx<'_>, person: &Person, id: &RequestId, to: &AccountId) -> Result<Event, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let (entry, asked) = store::one_request(tx.conn(), id)?;
    let entry = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
    let entitled = planning::entitled(tx.conn(), &shelf, person, &entry, now)?;
    let case = HandCase {
        request: id.clone(),
        owner: entry.owner.clone(),
        asked,
        open: entry.request.as_ref().is_some_and(|open| open.id == *id),
        leads: leads_any(tx.conn(), &person.sight(), &entry.filings)?,
        to: to.clone(),
        entitled: entitled.iter().any(|(one, _)| one == to),
        with_writer: entry.waits_with_writer(),
    };
    let grant = may_hand_over(person, &case).map_err(|refusal| Faults::one("to", refusal.sentence))?;
    put_handover(tx, &grant, &entry)
}

pub async fn own(who: SignedIn, app: App, mut form: Form<forms::Takers>) -> Answer {
    let me = who.account.clone();
    all(&who, &app, me, paths::HANDOVER.to_owned(), &mut form).await
}

pub async fn of_person(
    who: crate::web::gate::Lead,
    app: App,
    id: Path<AccountId>,
    mut form: Form<forms::Takers>,
) -> Answer {
    let id = id.into_inner();
    pages::reached(&who, &app, &id).await?;
    let path = paths::person_handover(id.as_str());
    all(&who, &app, id, path, &mut form).await
}

async fn all<D: Door>(
    who: &Passed<D>,
    app: &App,
    from: AccountId,
    path: String,
    form: &mut Form<forms::Takers>,
) -> Answer {
    match all_moved(who, app, &from, path, form).await {
        Ok(path) => saying(path, "Handed over."),
        Err(fault) => {
            let typed = form.again(crate::web::typed::beside_the_form(fault))?;
            pages::all_with(who, app, from, typed).await
        }
    }
}

async fn all_moved<D: Door>(
    who: &Passed<D>,
    app: &App,
    from: &AccountId,
    path: String,
    form: &mut Form<forms::Takers>,
) -> Result<String, Fault> {
    let chosen = form.given()?.0;
    let (sight, asked) = (who.sight(), from.clone());
    let (held, _) = app.read(move |r| store::held(r.conn(), &sight, &asked)).await?;
    let mut books: Vec<BookId> = held
        .iter()
        .filter(|one| chosen.iter().any(|(owner, _)| *owner == one.owner))
        .map(|one| one.portfolio.clone().into())
        .collect();
    books.sort();
    books.dedup();
    if books.is_empty() {
        return Err(Faults::one("", "Nothing of that waits any more. Look at the list again.").into());
    }
    let (person, from) = (who.person().clone(), from.clone());
    app.write_once(form.once(&who.account), Books::Named(books.clone()), move |tx| {
        let events = put_all(tx, &person, &from, &chosen, &books)?;
        let sight = person.sight();
        // The page of somebody who is gone goes with the last of what waits with them.
        let stays = person.account == from
            || people::reaches(tx.conn(), &sight, &from)?
            || !store::held(tx.conn(), &sight, &from)?.0.is_empty();
        let path = if stays { path } else { paths::WAITING.to_owned() };
        let mut events = events.into_iter();
        let first = events.next().ok_or_else(|| {
            Faults::one(
                "",
                "Nothing of that waits any more, or nobody chosen can take it. Look at the list again.",
            )
        })?;
        Ok(Outcome::of(path, first).and_all(events.collect::<Vec<_>>()))
    })
    .await
}

/// Moves what whoever was chosen for a trainee can take; the rest stays, and the page names it.
fn put_all(
    tx: &mut Tx<'_>,
    person: &Person,
    from: &AccountId,
    chosen: &[(AccountId, AccountId)],
    books: &[BookId],
) -> Result<Vec<Event>, Fault> {
    let shelf = tx.shelf();
    let (held, _) = store::held(tx.conn(), &person.sight(), from)?;
    let takers = store::takers(tx.conn(), from, &held)?;
    let mut granted = Vec::new();
    for one in held.iter().filter(|one| books.contains(&BookId::from(one.portfolio.clone()))) {
        let Some((_, to)) = chosen.iter().find(|(owner, _)| *owner == one.owner) else { continue };
        let able = takers.iter().find(|taker| taker.person == *to);
        if !able.is_some_and(|taker| taker.may_take(one, person.today())) {
            continue;
        }
        let entry = seen(tx.conn(), &shelf, &person.sight(), &one.entry)?;
        let case = HandCase {
            request: one.request.clone(),
            owner: one.owner.clone(),
            asked: from.clone(),
            open: true,
            // `held` gives a lead only what they lead, and everybody their own.
            leads: person.account != *from,
            to: to.clone(),
            entitled: true,
            with_writer: entry.waits_with_writer(),
        };
        let grant = may_hand_over(person, &case).map_err(|refusal| entry.called.fault(refusal.into()))?;
        granted.push((grant, entry));
    }
    put_handovers(tx, &granted)
}
