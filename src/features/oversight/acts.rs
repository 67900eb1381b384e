//! What can be done in this room: a tutor records what several took part in.

use super::{forms, pages, recording};
use crate::app::App;
use crate::db::Reading;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::web::form::Form;
use crate::web::gate::Tutor;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Words, beside_the_form};

pub async fn record(who: Tutor, app: App, mut form: Form<forms::Took>) -> Answer {
    match recorded(&who, &app, &mut form).await {
        Ok(count) => {
            let people = if count == 1 { "1 person has".to_owned() } else { format!("{count} people have") };
            saying(paths::ATTENDANCE, format!("Recorded: {people} the entry now."))
        }
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::record_with(&who, &app, typed).await
        }
    }
}

async fn recorded(who: &Tutor, app: &App, form: &mut Form<forms::Took>) -> Result<usize, Fault> {
    let sight = who.sight();
    let look = move |r: &mut Reading<'_>, words: &Words| {
        let (shelf, now) = (r.shelf(), r.now());
        recording::look(r.conn(), &shelf, &sight, (words, now))
    };
    let given = form.given_or(app, look).await?;
    let person = who.person().clone();
    let (sight, chosen) = (who.sight(), given.people.clone());
    let books = app.read(move |r| recording::books(r.conn(), &sight, &chosen)).await?;
    let count = books.len();
    app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        Ok(recording::put_all(tx, &person, &given)?.map(|()| recording::path()))
    })
    .await?;
    Ok(count)
}
