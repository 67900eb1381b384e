//! What can be done in this room: begin an assessment and sign it, and record a session for many.

use crate::app::App;
use crate::db::Reading;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, EnrolmentId, EntryId};
use crate::features::assessments::{beginning, forms, pages, sessions};
use crate::features::enrolments::in_its_names;
use crate::features::signoffs::{self, lead_on};
use crate::web::form::Form;
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::leaving;
use crate::web::typed::{Words, beside_the_form};

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
        Ok((_, None)) => {
            // The same form came again, after all of it was undone.
            let sentence = "This was undone, so nobody has it. To record it, open the form anew.";
            leaving(paths::TRAINEES, Flash::saying(sentence))
        }
        Ok((count, Some(undoing))) => {
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

/// How many got it, and where all of it is undone, by any of its decisions; none where that was done.
async fn recorded(
    who: &Staff,
    app: &App,
    form: &mut Form<forms::Session>,
) -> Result<(usize, Option<String>), Fault> {
    let sight = who.sight();
    let look = move |r: &mut Reading<'_>, words: &Words| {
        let (shelf, now) = (r.shelf(), r.now());
        sessions::look(r.conn(), &shelf, &sight, (words, now))
    };
    let given = form.given_or(app, look).await?;
    let person = who.person().clone();
    let (sight, chosen) = (who.sight(), given.people.clone());
    let books = app.read(move |r| sessions::books(r.conn(), &sight, &chosen)).await?;
    let count = books.len();
    let decision = app
        .write_once(form.once(&who.account), Books::from(books), move |tx| {
            Ok(sessions::put_all(tx, &person, &given)?.map(|decision| decision.to_string()))
        })
        .await?;
    let id = DecisionId::new(decision);
    let undoing = paths::undoing(id.as_str());
    let stands = app.read(move |r| signoffs::stands(r.conn(), &id)).await?;
    Ok((count, stands.then_some(undoing)))
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
