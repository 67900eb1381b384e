//! What release 0.1.0 wrote without an event is written down once, when a later release first opens the
//! house: each book gets one event that says so and commits to those rows as they are then. Before that
//! they are told as not covered; after it, a row without an event was put in behind the house's back.
//! Only what 0.1.0 is known to have left out is adopted: anything else without an event stays wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Outcome, Tx, Why};
use crate::domain::audit::{Committed, Event, Link, digest};
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::role::System;
use crate::features::accounts::Account;
use crate::features::entries::fold_titles;
use crate::features::history::store::{self, Book};

/// The tables whose rows 0.1.0 left out of its events.
const LEFT_OUT: [&str; 10] = [
    "institutions",
    "sites",
    "departments",
    "settings",
    "programmes",
    "programme_versions",
    "kinds",
    "portfolios",
    "entries",
    "requests",
];
/// So many titles are folded at once.
const SLICE: i64 = 500;

/// Writes down what is not, unless it was done before. Gives how many rows that were.
pub async fn adopt(app: &App, system: System) -> Result<usize, Fault> {
    // Said once for all of it: looking at 400 000 titles again was most of a start.
    if app.read(|r| store::covers_all(r.conn())).await? {
        return Ok(0);
    }
    while app.write_quietly(Why::Swept, move |tx| fold_titles(tx, SLICE, system)).await? > 0 {}
    let books = app.read(move |r| store::books(r.conn(), system));
    let (house, others): (Vec<Book>, Vec<Book>) =
        books.await?.into_iter().partition(|book| book.id == BookId::house());
    let mut adopted = 0;
    // The house's own comes last: its event says that all of it is done.
    for book in others.into_iter().chain(house) {
        adopted += adopt_book(app, book).await?;
    }
    Ok(adopted)
}

async fn adopt_book(app: &App, book: Book) -> Result<usize, Fault> {
    let (looked_at, is_house) = (book.clone(), book.id == BookId::house());
    let waits = app.read(move |r| Ok(left_out(r.conn(), &looked_at)?.len())).await?;
    if waits == 0 && !is_house {
        return Ok(0);
    }
    app.write(book.id.clone(), move |tx| written_down(tx, &book, is_house)).await
}

fn written_down(tx: &mut Tx<'_>, book: &Book, is_house: bool) -> Result<Outcome<usize>, Fault> {
    let rows = left_out(tx.conn(), book)?;
    for row in &rows {
        tx.vouch(book.id.clone(), row.as_ref());
    }
    let (word, subject) = match is_house {
        true => ("house/covered", store::COVERS_ALL.to_owned()),
        false => ("book/adopted", format!("book/{}", book.id)),
    };
    let event = Event::new("system", word, subject)
        .with("release", env!("CARGO_PKG_VERSION"))
        .with("rows", rows.len());
    Ok(Outcome::of(rows.len(), event))
}

fn left_out(conn: &mut Conn, book: &Book) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let links = store::links(conn, &book.id)?;
    let mut last: BTreeMap<String, String> = BTreeMap::new();
    for link in &links {
        last.extend(link.read_detail().rows);
    }
    let first_admins: BTreeSet<String> = links
        .iter()
        .filter(|link| link.act == "house/set-up")
        .filter_map(|link| link.read_detail().with.remove("appointment"))
        .map(|id| format!("appointments/{id}"))
        .collect();
    let mut rows: Vec<Box<dyn Committed>> = store::rows_of(conn, book)?;
    rows.retain(|row| {
        let place = row.place();
        let table = place.split('/').next().unwrap_or_default();
        !last.contains_key(&place) && (LEFT_OUT.contains(&table) || first_admins.contains(&place))
    });
    if book.id == BookId::house() {
        for account in store::accounts(conn)? {
            if was_closed(&account, &links, &last) {
                rows.push(Box::new(account));
            }
        }
    }
    Ok(rows)
}

/// 0.1.0 told of an account's closing without committing to the row: it is the row of before, with the
/// event's time in it.
fn was_closed(account: &Account, links: &[Link], last: &BTreeMap<String, String>) -> bool {
    let open = Account { closed_at: None, ..account.clone() };
    let subject = format!("account/{}", account.id);
    let closing = links.iter().rfind(|link| link.subject == subject && link.act == "account/closed");
    account.closed_at.is_some()
        && closing.is_some_and(|link| Some(link.at) == account.closed_at)
        && last.get(&account.place()) == Some(&digest(&open.fields()))
}
