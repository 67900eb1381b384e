//! Setting what the house asks.

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::factor::Demands;
use crate::domain::fault::Fault;
use crate::domain::role::{Capacity, Person};
use crate::features::accounts;
use crate::features::admin::keeping;
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn set_demands(who: Admin, app: App, mut form: Form<forms::Asked>) -> Answer {
    match set(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The setting is saved. It holds from everybody’s next page on."),
        Err(fault) => pages::demands_with(&who, &app, form.again(fault)?).await,
    }
}

async fn set(who: &Admin, app: &App, form: &mut Form<forms::Asked>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(put_demands(tx, &person, &asked.0)?.map(|()| paths::FACTOR_DEMANDS.to_owned()))
    })
    .await
}

/// Sets all of them, inside a write that has taken the house's book.
pub fn put_demands(tx: &mut Tx<'_>, person: &Person, demands: &Demands) -> Result<Outcome<()>, Fault> {
    let grant = keeping(tx, person)?;
    accounts::set_demands(tx, &grant, demands)?;
    let event = grant.event("setting/second-factor", "house");
    let event = Capacity::APPOINTED
        .iter()
        .fold(event, |event, capacity| event.with(capacity.as_str(), demands.of(*capacity)));
    Ok(Outcome::of((), event))
}
