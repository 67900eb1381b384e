//! Sentences about one entry in the names of its programmes: rules are written with the general ones, and a name that
//! several programmes of an entry do not share stays general.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::EntryId;
use crate::domain::programme::called::Called;
use crate::features::enrolments;
use crate::features::entries::store;

/// What those are called who look after the people of the programmes that the entry is filed under.
// open: the names of a programme are on its public page
fn called_of(conn: &mut Conn, shelf: &Shelf, entry: &EntryId) -> Result<Called, Fault> {
    let mut all = Vec::new();
    for id in store::under(conn, entry)? {
        all.push(enrolments::called(conn, shelf, &id)?);
    }
    Ok(Called::shared(all))
}

async fn called_by(app: &App, entry: &EntryId) -> Result<Called, Fault> {
    let entry = entry.clone();
    app.read(move |r| {
        let shelf = r.shelf();
        called_of(r.conn(), &shelf, &entry)
    })
    .await
}

/// What an act about one entry was refused with. Nothing is read where nothing is wrong.
pub async fn in_its_names<T>(app: &App, entry: &EntryId, done: Result<T, Fault>) -> Result<T, Fault> {
    let fault = match done {
        Err(fault @ (Fault::Refused(_) | Fault::Typed(_))) => fault,
        other => return other,
    };
    Err(called_by(app, entry).await?.fault(fault))
}

/// The same for a sentence that an act answers with.
pub async fn said_in_its_names(app: &App, entry: &EntryId, sentence: &str) -> Result<String, Fault> {
    Ok(called_by(app, entry).await?.say(sentence))
}
