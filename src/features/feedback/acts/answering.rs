//! A colleague answers, once, or says that they would rather not; the same form sent twice gets the first answer again.
//! Nothing is written of when: no event, no reading. A guessed link is not there, and guessing is slowed like any other.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Once, Why};
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, RaterId};
use crate::features::accounts::Nothing;
use crate::features::feedback::forms::{self, answered};
use crate::features::feedback::pages::colleague::{self, held};
use crate::features::feedback::store;
use crate::features::identifiers::refuse_all;
use crate::web::form::Form;
use crate::web::gate::{Holder, Public, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::see_other;
use crate::web::typed::beside_the_form;

pub async fn answer(who: Holder, app: App, token: Path<String>, mut form: Form<forms::Answered>) -> Answer {
    who.visit().limits.link(who.visit().address)?;
    match given(&who, &app, &token, &mut form).await {
        Ok(()) => colleague::thanked(&token).await,
        Err(fault) => {
            colleague::asked_with(&who, &app, &token, form.again(beside_the_form(fault))?, true).await
        }
    }
}

async fn given(who: &Public, app: &App, token: &str, form: &mut Form<forms::Answered>) -> Result<(), Fault> {
    let (given, this) = (form.given()?, this_form(form));
    let (token, person) = (token.to_owned(), who.person().map(|person| person.account.clone()));
    app.write_quietly(Why::FeedbackGiven, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let round = store::by_token(tx.conn(), &token)?.round;
        store::over(tx, &round)?;
        let held = held(tx.conn(), &shelf, &token, person.as_ref(), now)?;
        if let Some(refusal) = held.ended {
            let again = store::answered_with(tx.conn(), &held.rater.id, &this)?;
            return if again { Ok(()) } else { Err(refusal.into()) };
        }
        let asking = crate::domain::feedback::Form(&held.form);
        let said = answered(&asking.asked(), &given.words)?;
        let (ratings, words) = asking.apart(said);
        let looked: Vec<(String, String)> = words
            .iter()
            .map(|(code, text)| (crate::features::entries::name_of(code), text.clone()))
            .collect();
        refuse_all(tx.conn(), &looked, given.nobody)?;
        let by = (&held.round, &held.rater.id, held.rater.group.as_str());
        if !store::give(tx, by, &ratings, words)? {
            return Err(Fault::Busy("two answers of one link at once".to_owned()));
        }
        store::note_form(tx, &held.round, &held.rater.id, &this)
    })
    .await
}

/// The form with its words, its key and the link that it was sent with, as one hash; it is no hash of a link.
fn this_form(form: &Form<forms::Answered>) -> String {
    let Once { key, route, body_hash, .. } = form.once(&AccountId::new(""));
    format!("form {}", digest(&[route, key, body_hash]))
}

/// Somebody with an account is asked: the same page, by a link of their own.
pub async fn open(who: SignedIn, app: App, id: Path<RaterId>, _: Form<Nothing>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let made = app.write_quietly(Why::LinkMade, move |tx| store::fresh_for(tx, &sight, &id)).await?;
    see_other(paths::colleague(&made.token))
}

pub async fn decline(who: Holder, app: App, token: Path<String>, _: Form<Nothing>) -> Answer {
    who.visit().limits.link(who.visit().address)?;
    let (asked, person) = (token.to_string(), who.person().map(|person| person.account.clone()));
    app.write_quietly(Why::FeedbackGiven, move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let round = store::by_token(tx.conn(), &asked)?.round;
        store::over(tx, &round)?;
        let held = held(tx.conn(), &shelf, &asked, person.as_ref(), now)?;
        match held.ended {
            // Shown by the page below.
            Some(_) => Ok(()),
            None => store::decline(tx, &held.rater.id).map(drop),
        }
    })
    .await?;
    colleague::thanked(&token).await
}
