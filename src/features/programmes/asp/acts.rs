//! Showing what it would ask, and publishing it.

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::{Fault, Faults};
use crate::domain::policy::asp::may_put_together;
use crate::features::identifiers::refuse;
use crate::features::programmes::store;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

pub async fn put_together(who: Lead, app: App, mut form: Form<forms::Asp>) -> Answer {
    let chosen = form.words.one("curriculum").to_owned();
    let asked = match form.given() {
        Ok(asked) => asked,
        Err(fault) => {
            let typed = form.again(fault)?;
            return pages::new_with(&who, &app, &chosen, typed, None).await;
        }
    };
    let year = who.today().year();
    if !asked.publish {
        let (of, wanted) = (asked.curriculum.clone(), asked.wanted.clone());
        let made = app
            .read(move |r| {
                let shelf = r.shelf();
                pages::made(r.conn(), &shelf, &of, &wanted, year)
            })
            .await;
        return match made {
            Ok((_, version)) => {
                let typed = Typed { words: form.words.clone(), ..Typed::default() };
                pages::new_with(&who, &app, &chosen, typed, Some(version)).await
            }
            Err(fault) => {
                let typed = form.again(beside_the_form(fault))?;
                pages::new_with(&who, &app, &chosen, typed, None).await
            }
        };
    }
    match published(&who, &app, &form, asked, year).await {
        Ok(path) => saying(path, "The programme is published. You can enrol people on it, under People."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::new_with(&who, &app, &chosen, typed, None).await
        }
    }
}

async fn published(
    who: &Lead,
    app: &App,
    form: &Form<forms::Asp>,
    asked: forms::Asp,
    year: i32,
) -> Result<String, Fault> {
    let person = who.person().clone();
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        let grant = may_put_together(&person)?;
        refuse(tx.conn(), "title", &asked.wanted.title, false)?;
        refuse(tx.conn(), "university", &asked.wanted.university, false)?;
        let shelf = tx.shelf();
        let (text, version) = pages::made(tx.conn(), &shelf, &asked.curriculum, &asked.wanted, year)?;
        match store::version_named(tx.conn(), &version.code, &version.version) {
            Err(Fault::NotFound) => {}
            Ok(_) => {
                let sentence = "There is a programme of this title already. Choose another title.";
                return Err(Faults::one("title", sentence).into());
            }
            Err(fault) => return Err(fault),
        }
        let event = store::publish_made(tx, &grant, text, &version)?;
        Ok(Outcome::of(paths::version(&version.code, &version.version), event))
    })
    .await
}
