//! What the programme of one enrolment calls those who look after its people: for pages and letters that are about that
//! enrolment alone.

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, VersionId};
use crate::domain::programme::called::Called;
use crate::features::enrolments::store;
use crate::features::programmes;

/// What an act about one enrolment was refused with, in the names of its programme: rules are written with the general
/// ones. Nothing is read where nothing is wrong.
pub async fn in_its_names<T>(app: &App, id: &EnrolmentId, done: Result<T, Fault>) -> Result<T, Fault> {
    let fault = match done {
        Err(fault @ (Fault::Refused(_) | Fault::Typed(_))) => fault,
        other => return other,
    };
    Err(called_by(app, id).await?.fault(fault))
}

/// The same of an act that is about everybody on one version.
pub async fn in_names_of<T>(app: &App, version: &VersionId, done: Result<T, Fault>) -> Result<T, Fault> {
    let fault = match done {
        Err(fault @ (Fault::Refused(_) | Fault::Typed(_))) => fault,
        other => return other,
    };
    let id = version.clone();
    let read = app.read(move |r| {
        let shelf = r.shelf();
        programmes::version(r.conn(), &shelf, &id)
    });
    Err(Called::of(&*read.await?).fault(fault))
}

/// The same where what was asked for leads to the enrolment, such as a nomination under it: that is read only where
/// something is wrong.
pub async fn in_names_found<T>(
    app: &App,
    find: impl FnOnce(&mut Conn) -> Result<EnrolmentId, Fault> + Send + 'static,
    done: Result<T, Fault>,
) -> Result<T, Fault> {
    if !matches!(done, Err(Fault::Refused(_) | Fault::Typed(_))) {
        return done;
    }
    let id = app.read(move |r| find(r.conn())).await?;
    in_its_names(app, &id, done).await
}

/// The same for a sentence that an act answers with.
pub async fn said_in_its_names(app: &App, id: &EnrolmentId, sentence: &str) -> Result<String, Fault> {
    Ok(called_by(app, id).await?.say(sentence))
}

async fn called_by(app: &App, id: &EnrolmentId) -> Result<Called, Fault> {
    let id = id.clone();
    app.read(move |r| {
        let shelf = r.shelf();
        called(r.conn(), &shelf, &id)
    })
    .await
}

/// Whoever asks has found the enrolment already: the names of a programme are on its public page.
pub fn called(conn: &mut Conn, shelf: &Shelf, id: &EnrolmentId) -> Result<Called, Fault> {
    let row = store::enrolment(conn, id)?;
    let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
    Ok(Called::of(&version))
}
