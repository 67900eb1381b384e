//! Adding a form and taking one away, in the house's book.

use actix_web::web::Path;

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::PatternId;
use crate::features::admin::keeping;
use crate::features::identifiers::{add_pattern, end_pattern};
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn add(who: Admin, app: App, mut form: Form<forms::New>) -> Answer {
    match added(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The form is added. Whatever is submitted from now on is looked at for it."),
        Err(fault) => pages::patterns_with(&who, &app, form.again(fault)?).await,
    }
}

async fn added(who: &Admin, app: &App, form: &mut Form<forms::New>) -> Result<String, Fault> {
    let (new, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        let id = add_pattern(tx, &grant, &new.pattern, &new.example)?;
        let event =
            grant.event("rules/pattern-added", format!("pattern/{id}")).with("form", &new.pattern.form);
        Ok(Outcome::of(paths::PATTERNS.to_owned(), event))
    })
    .await
}

pub async fn end(who: Admin, app: App, id: Path<PatternId>, form: Form<forms::Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = keeping(tx, &person)?;
            end_pattern(tx, &grant, &id)?;
            let event = grant.event("rules/pattern-ended", format!("pattern/{id}"));
            Ok(Outcome::of(paths::PATTERNS.to_owned(), event))
        })
        .await?;
    saying(path, "The form is taken away. Numbers like it are no longer looked for.")
}
