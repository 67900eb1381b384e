//! Patient data that somebody finds in the frozen pack of a review. Whoever sits on its panel sees the pack alone: they say
//! in which entry it stands and in which part of it, as the pack shows it, and see no more for that.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, ReviewId};
use crate::domain::redaction::Place;
use crate::domain::role::{Person, Sight};
use crate::features::entries::{Seen, said_in_its_names, seen};
use crate::features::redactions::places::{Spot, labels, spots};
use crate::features::redactions::{acts, forms, store, views};
use crate::features::reviews;
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

/// The entry, and the places of it that the pack shows, without a word.
fn shown(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    (review, entry): (&ReviewId, &EntryId),
) -> Result<(Seen, Vec<Spot>), Fault> {
    let held = reviews::in_pack(conn, shelf, person, review, entry)?;
    let sight = Sight::on_behalf_of(held.owner, person.today());
    let entry = seen(conn, shelf, &sight, entry)?;
    let is_shown = |place: &Place| match place {
        Place::Field(code) => {
            let label = entry.kind.field(code).map_or(code.as_str(), |field| field.label.as_str());
            held.shown.fields.iter().any(|field| field.label == label)
        }
        Place::File(_) | Place::FileName(_) => !held.shown.evidence.is_empty(),
        Place::Decision(_) => !held.shown.decisions.is_empty(),
        Place::Review(id) => id == review,
        _ => false,
    };
    let places: BTreeSet<Place> =
        spots(conn, &sight, &entry)?.into_iter().map(|spot| spot.place).filter(is_shown).collect();
    let names = labels(&entry, &places);
    let blind = places.into_iter().zip(names);
    let spots = blind.map(|(place, label)| Spot { place, label, words: String::new() }).collect();
    Ok((entry, spots))
}

pub async fn report(who: SignedIn, app: App, path: Path<(ReviewId, EntryId)>) -> Answer {
    let (review, entry) = path.into_inner();
    report_with(&who, &app, (review, entry), Typed::nothing()).await
}

async fn report_with(
    who: &SignedIn,
    app: &App,
    (review, entry): (ReviewId, EntryId),
    typed: Typed,
) -> Answer {
    let (person, of, id) = (who.person().clone(), review.clone(), entry.clone());
    let (entry, spots, open) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (entry, spots) = shown(r.conn(), &shelf, &person, (&of, &id))?;
            Ok((entry, spots, store::reached(r.conn(), &id)?))
        })
        .await?;
    page(views::ReportPage::of_pack(who, &review, (&entry, &spots), open.is_some(), typed))
}

pub async fn send(
    who: SignedIn,
    app: App,
    path: Path<(ReviewId, EntryId)>,
    mut form: Form<forms::Report>,
) -> Answer {
    let (review, entry) = path.into_inner();
    match sent(&who, &app, (&review, &entry), &mut form).await {
        Ok(path) => saying(path, said_in_its_names(&app, &entry, acts::REPORTED).await?),
        Err(fault) => report_with(&who, &app, (review, entry), form.again(beside_the_form(fault))?).await,
    }
}

async fn sent(
    who: &SignedIn,
    app: &App,
    (review, entry): (&ReviewId, &EntryId),
    form: &mut Form<forms::Report>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, of, id) = (who.person().clone(), review.clone(), entry.clone());
    let places = given.places.clone();
    // Before any book is taken: whoever does not read the pack finds nothing here.
    let books = app.read(move |r| {
        let shelf = r.shelf();
        let (entry, _) = shown(r.conn(), &shelf, &person, (&of, &id))?;
        acts::books_of(r.conn(), &entry, &places)
    });
    let (books, person) = (books.await?, who.person().clone());
    let (of, id) = (review.clone(), entry.clone());
    app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        let shelf = tx.shelf();
        let (entry, spots) = shown(tx.conn(), &shelf, &person, (&of, &id))?;
        let known = spots.into_iter().map(|spot| spot.place).collect();
        let done = acts::put_report_of(tx, &person, &entry, &known, &given)?;
        Ok(done.map(|incident| paths::incident(incident.as_str())))
    })
    .await
}
