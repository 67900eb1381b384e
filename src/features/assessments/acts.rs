//! What can be done in this room: begin an assessment and sign it, and record a session for many.

use crate::app::App;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId};
use crate::features::assessments::{beginning, forms, pages, sessions};
use crate::features::enrolments::in_its_names;
use crate::features::signoffs::lead_on;
use crate::web::form::Form;
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::leaving;
use crate::web::typed::beside_the_form;

pub async fn begin(who: Staff, app: App, mut form: Form<forms::Begun>) -> Answer {
    match begun(&who, &app, &mut form).await {
        Ok(path) => {
            let entry = EntryId::new(path.rsplit('/').next().unwrap_or_default());
            lead_on(&who, &app, &entry, path).await
        }
        Err(fault) => {
            let (trainee, kind) = (form.words.one("trainee").to_owned(), form.words.one("kind").to_owned());
            let typed = form.again(beside_the_form(fault))?;
            pages::form_with(&who, &app, EnrolmentId::new(trainee), kind, typed).await
        }
    }
}

pub async fn record_session(who: Staff, app: App, mut form: Form<forms::Session>) -> Answer {
    match recorded(&who, &app, &mut form).await {
        Ok((count, undoing)) => {
            let people = if count == 1 { "1 person has".to_owned() } else { format!("{count} people have") };
            let said = Flash::saying(format!("Recorded and signed: {people} the entry now."));
            leaving(paths::TRAINEES, said.offering("Undo", undoing))
        }
        Err(fault) => {
            let kind = form.words.one("kind").to_owned();
            let typed = form.again(beside_the_form(fault))?;
            pages::session_with(&who, &app, kind, typed).await
        }
    }
}

/// How many got it, and where all of it is undone: by any of its decisions.
async fn recorded(who: &Staff, app: &App, form: &mut Form<forms::Session>) -> Result<(usize, String), Fault> {
    let given = form.given()?;
    let person = who.person().clone();
    let (sight, chosen) = (who.sight(), given.people.clone());
    let books = app.read(move |r| sessions::books(r.conn(), &sight, &chosen)).await?;
    let count = books.len();
    let undoing = app
        .write_once(form.once(&who.account), Books::from(books), move |tx| {
            Ok(sessions::put_all(tx, &person, &given)?.map(|decision| paths::undoing(decision.as_str())))
        })
        .await?;
    Ok((count, undoing))
}

async fn begun(who: &Staff, app: &App, form: &mut Form<forms::Begun>) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, books) = (who.person().clone(), Books::of_enrolment(&given.trainee));
    let of = given.trainee.clone();
    let done = app
        .write_once(form.once(&who.account), books, move |tx| {
            Ok(beginning::put(tx, &person, given)?.map(|(entry, _)| paths::entry(entry.as_str())))
        })
        .await;
    in_its_names(app, &of, done).await
}
