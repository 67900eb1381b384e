//! A training lead makes the code of a room, and ends it. Both are in the house's book.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::RoomId;
use crate::domain::policy::Grant;
use crate::domain::policy::rooms::{KeepRoom, may_keep_room};
use crate::domain::role::Person;
use crate::domain::territory::Over;
use crate::features::accounts::Nothing;
use crate::features::identifiers::refuse;
use crate::features::people;
use crate::features::rooms::store::{self, RoomRow};
use crate::features::rooms::{forms, pages};
use crate::features::roster::spots;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn make(who: Lead, app: App, mut form: Form<forms::Making>) -> Answer {
    match made(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The code is made. Print this page and hang it on the wall of the room."),
        Err(fault) => pages::rooms_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn made(who: &Lead, app: &App, form: &mut Form<forms::Making>) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = granted(tx.conn(), &person, &given.over)?;
        // It hangs on a wall, and stands beside decisions.
        refuse(tx.conn(), "name", &given.name, false)?;
        let row = store::make(tx, &grant, &given.name)?;
        let event = grant.event("room/coded", format!("room/{}", row.id));
        Ok(Outcome::of(paths::room(row.id.as_str()), event.with("over", given.over.code())))
    })
    .await
}

pub async fn end(who: Lead, app: App, id: Path<RoomId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let (row, grant) = not_ended(tx.conn(), &person, &id)?;
            let row = store::end(tx, &grant, &row)?;
            let event = grant.event("room/code-ended", format!("room/{}", row.id));
            Ok(Outcome::of(paths::ROOMS.to_owned(), event))
        })
        .await?;
    saying(path, "The code is ended. Take the paper off the wall. What was said of it stays.")
}

/// The same for ending it: whoever leads its place is told where that was done before.
fn not_ended(conn: &mut Conn, person: &Person, id: &RoomId) -> Result<(RoomRow, Grant<KeepRoom>), Fault> {
    let row = store::room(conn, id)?;
    let grant = granted(conn, person, &row.over()?).map_err(|_| Fault::NotFound)?;
    refuse_unless(row.known_until.is_none(), || {
        Refusal::new("room-code-ended", "The code of this room was ended already.")
    })?;
    Ok((row, grant))
}

/// A room whose code holds, for whoever leads its place; for everybody else it is not there.
// open: asks the rule itself
pub fn kept(conn: &mut Conn, person: &Person, id: &RoomId) -> Result<(RoomRow, Grant<KeepRoom>), Fault> {
    let found = store::holding(conn)?.into_iter().find(|(row, _)| row.id == *id);
    let (row, _) = found.ok_or(Fault::NotFound)?;
    let grant = granted(conn, person, &row.over()?).map_err(|_| Fault::NotFound)?;
    Ok((row, grant))
}

fn granted(conn: &mut Conn, person: &Person, over: &Over) -> Result<Grant<KeepRoom>, Fault> {
    let spot = spots(conn, std::slice::from_ref(over))?.into_iter().next().ok_or(Fault::NotFound)?;
    let territory = people::territory(conn, &person.account, person.today())?;
    Ok(may_keep_room(person, &spot, &territory)?)
}
