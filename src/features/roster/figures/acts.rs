//! What can be done in this room.

use actix_web::web::Path;

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::policy::programmes::may_confirm_figure;
use crate::features::programmes;
use crate::features::standing::raise_all;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn confirm_figure(
    who: Lead,
    app: App,
    path: Path<(String, String, String)>,
    mut form: Form<forms::Figure>,
) -> Answer {
    let path = path.into_inner();
    match confirmed(&who, &app, path.clone(), &mut form).await {
        Ok(back) => {
            saying(back, "The figure is confirmed. It counts for everybody on this version from now on.")
        }
        Err(fault) => {
            let typed = form.again(crate::web::typed::beside_the_form(fault))?;
            pages::figure_with(&who, &app, path, typed).await
        }
    }
}

async fn confirmed(
    who: &Lead,
    app: &App,
    path: (String, String, String),
    form: &mut Form<forms::Figure>,
) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let (code, number, requirement) = path;
    let named = (code.clone(), number.clone());
    let row = app.read(move |r| programmes::version_named(r.conn(), &named.0, &named.1)).await?;
    let book = BookId::from(row.programme.clone());
    app.write_once(once, Books::from(book), move |tx| {
        let shelf = tx.shelf();
        let version = programmes::version(tx.conn(), &shelf, &row.id)?;
        programmes::open_figure(&version, &requirement).ok_or(Fault::NotFound)?;
        let wanted = (requirement.as_str(), given.amount);
        let case = programmes::figure_case(tx.conn(), &person.sight(), &row, &version, wanted)?;
        let grant = may_confirm_figure(&person, &case)?;
        let rows = programmes::set_figure(tx, &grant, &given.source)?;
        raise_all(tx, |conn| programmes::enrolments_on(conn, &row.id))?;
        let event = grant
            .event("figure/confirmed", format!("version/{}", row.id))
            .with("requirement", &requirement)
            .with("amount", given.amount.unwrap_or(Amount::ZERO));
        let event = rows.iter().fold(event, |event, row| event.row(row));
        Ok(Outcome::of(paths::version(&code, &number), event))
    })
    .await
}
