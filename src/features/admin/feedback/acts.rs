//! Setting it.

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::features::admin::keeping;
use crate::features::feedback;
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn set_terms(who: Admin, app: App, mut form: Form<forms::Asked>) -> Answer {
    match set(&who, &app, &mut form).await {
        Ok(path) => {
            saying(path, "The setting is saved. Rounds that are begun keep the floor that they began with.")
        }
        Err(fault) => pages::terms_with(&who, &app, form.again(fault)?).await,
    }
}

async fn set(who: &Admin, app: &App, form: &mut Form<forms::Asked>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?.0, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        feedback::set_terms(tx, &grant, asked)?;
        let event = grant.event("setting/feedback", "house").with("terms", asked.written());
        Ok(Outcome::of(paths::FEEDBACK_RULES.to_owned(), event))
    })
    .await
}
