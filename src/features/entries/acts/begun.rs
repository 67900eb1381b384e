//! What its owner does with an entry that somebody else began or answered: they say that they have seen it, and make
//! goals of what was agreed.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::domain::names::EntryId;
use crate::features::entries::begun::{put_acknowledgement, put_goal};
use crate::features::entries::forms::{Agreed, Answer as Words};
use crate::features::entries::pages;
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::reply::saying;

pub async fn acknowledge(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Words>) -> Answer {
    let id = id.into_inner();
    match acknowledged(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, "Noted that you have seen it."),
        Err(fault) => pages::entry_with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn acknowledged(
    who: &Trainee,
    app: &App,
    id: &EntryId,
    form: &mut Form<Words>,
) -> Result<String, Fault> {
    let (given, person, id) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
        put_acknowledgement(tx, &person, &id, (&given.words, given.nobody))
    })
    .await
}

pub async fn set_goal(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Agreed>) -> Answer {
    let id = id.into_inner();
    match goal_set(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, "It is one of your goals now."),
        Err(fault) => pages::entry_with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn goal_set(who: &Trainee, app: &App, id: &EntryId, form: &mut Form<Agreed>) -> Result<String, Fault> {
    let (given, person, id) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
        put_goal(tx, &person, &id, (&given.action, given.due))
    })
    .await
}
