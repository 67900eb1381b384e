//! What can be done in this room: sign, return, undo, take back. A refusal because the entry has gone
//! on meanwhile shows the entry as it is now, with the words that were typed.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::{BookId, DecisionId, EntryId, PortfolioId, RequestId};
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

/// What was recorded for several with one signature is undone for all of them, or for none.
pub async fn undo(who: SignedIn, app: App, id: Path<DecisionId>, form: Form<forms::Nothing>) -> Answer {
    let About { begun_with, all, undone, .. } = about(&who, &app, &id).await?;
    let person = who.person().clone();
    let books: BTreeSet<PortfolioId> = all.iter().map(|(_, portfolio)| portfolio.clone()).collect();
    let books: Vec<BookId> = books.into_iter().map(BookId::from).collect();
    let location = app
        .write_once(form.once(&who.account), books, move |tx| {
            let (mut events, mut location) = (Vec::new(), paths::TRAINEES.to_owned());
            for (decision, portfolio) in &all {
                let (row, done, seen) = deciding::put_undo(tx, &person, decision)?;
                standing::refresh(tx, portfolio, std::slice::from_ref(&seen.id))?;
                events.extend(done.into_iter().map(|event| event.in_book(portfolio.clone())));
                location = match &row.request {
                    _ if begun_with => location,
                    Some(request) => paths::inbox_item(request.as_str()),
                    None => paths::confirmation(row.entry.as_str()),
                };
            }
            let mut events = events.into_iter();
            let first = events.next().ok_or_else(|| Fault::broken("an undoing is an event"))?;
            Ok(Outcome::of(location, first).and_all(events))
        })
        .await?;
    saying(location, undone)
}

const TAKEN_OUT: &str = "It waits with nobody and counts for nothing.";

/// What a decision is about, read before it is changed.
struct About {
    entry: EntryId,
    begun_with: bool,
    /// The decision, and those that began the same for others with it; each with its book.
    all: Vec<(DecisionId, PortfolioId)>,
    undone: String,
    taken_back: &'static str,
}

async fn about(who: &SignedIn, app: &App, id: &DecisionId) -> Result<About, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        let row = store::decision(r.conn(), &sight, &id)?;
        let seen = seen(r.conn(), &shelf, &sight, &row.entry)?;
        let begun_with = store::decided_case(r.conn(), &row, &seen)?.begun_with;
        let all = match begun_with && seen.kind.is_session() {
            true => store::begun_in_one_act(r.conn(), &row, &seen)?,
            false => vec![(row.id, seen.portfolio.clone())],
        };
        let undone = match (begun_with, all.len()) {
            (true, 1) => format!("Undone: {} does not have it.", seen.owner_name),
            (true, several) => format!("Undone: none of the {several} people has it."),
            (false, _) => "Undone. It waits for you as before, and nobody was told.".to_owned(),
        };
        let taken_back = match seen.is_closed_to_owner() {
            true => "The signature is taken back. The trainee is not told of it.",
            false => "The signature is taken back, and the trainee has been told why.",
        };
        Ok(About { entry: row.entry, begun_with, all, undone, taken_back })
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
        Ok(location) if form.words.has("out", "yes") => {
            saying(location, format!("{} {}", about.taken_back, TAKEN_OUT))
        }
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
