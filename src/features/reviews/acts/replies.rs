//! What the trainee says of an outcome, and what another lead answers to an objection.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, ReviewId};
use crate::domain::policy::reviews::{
    may_acknowledge_outcome, may_answer_objection, may_change_outcome, may_object,
};
use crate::domain::review::Reply;
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::enrolments::{in_its_names, said_in_its_names};
use crate::features::identifiers::refuse_all;
use crate::features::reviews::acts::outcome::{checked, looked_through};
use crate::features::reviews::acts::sides::everybody;
use crate::features::reviews::entering::{enter, form_of};
use crate::features::reviews::forms::{Answered, Objection};
use crate::features::reviews::pages;
use crate::features::reviews::store::{self, Found};
use crate::web::form::Form;
use crate::web::gate::{Lead, Trainee};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn acknowledge(who: Trainee, app: App, id: Path<ReviewId>, form: Form<Nothing>) -> Answer {
    let found = pages::found(&who, &app, &id).await?;
    let (person, id) = (who.person().clone(), id.into_inner());
    let books = Books::of_enrolment(&found.row.enrolment_id);
    let done = app
        .write_once(form.once(&who.account), books, move |tx| {
            let shelf = tx.shelf();
            let found = store::found(tx.conn(), &shelf, &person, &id)?;
            let grant = may_acknowledge_outcome(&person, &found.case)?;
            store::reply(tx, &grant, &found.row.portfolio_id, Reply::Acknowledged, "")?;
            let event = grant
                .event("review/acknowledged", format!("review/{id}"))
                .with("enrolment", &found.row.enrolment_id)
                .with("outcome", &grant.act().outcome);
            Ok(Outcome::of(paths::review(id.as_str()), event))
        })
        .await;
    let path = in_its_names(&app, &found.row.enrolment_id, done).await?;
    saying(path, "Noted that you have read it.")
}

pub async fn object(who: Trainee, app: App, id: Path<ReviewId>, mut form: Form<Objection>) -> Answer {
    match objected(&who, &app, &id, &mut form).await {
        Ok(path) => {
            let of = pages::found(&who, &app, &id).await?.row.enrolment_id;
            let sentence = "Your objection is made. A training lead who did not decide it answers.";
            saying(path, said_in_its_names(&app, &of, sentence).await?)
        }
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::objection_with(&who, &app, &id, typed).await
        }
    }
}

async fn objected(
    who: &Trainee,
    app: &App,
    id: &ReviewId,
    form: &mut Form<Objection>,
) -> Result<String, Fault> {
    let found = pages::found(who, app, id).await?;
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&found.row.enrolment_id), move |tx| {
            put_objection(tx, &person, &id, &given)
        })
        .await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

/// Inside a write that has taken the portfolio's book.
pub fn put_objection(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    given: &Objection,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let found = store::found(tx.conn(), &shelf, person, id)?;
    let grant = may_object(person, &found.case)?;
    let passed = refuse_all(tx.conn(), &[("reasons".to_owned(), given.reasons.clone())], given.nobody)?;
    store::reply(tx, &grant, &found.row.portfolio_id, Reply::Objected, &given.reasons)?;
    for to in store::leads_of(tx.conn(), &found.row.enrolment_id, person.today())? {
        tx.later(Job::Tell { to, what: Notice::ReviewObjected { review: id.clone() } })?;
    }
    let event = grant
        .event("review/objected", format!("review/{id}"))
        .with("enrolment", &found.row.enrolment_id)
        .with("outcome", &grant.act().outcome);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of(paths::review(id.as_str()), event))
}

pub async fn answer(who: Lead, app: App, id: Path<ReviewId>, mut form: Form<Answered>) -> Answer {
    match answered(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The objection is answered, and the trainee is told."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::answer_with(&who, &app, &id, typed).await
        }
    }
}

async fn answered(who: &Lead, app: &App, id: &ReviewId, form: &mut Form<Answered>) -> Result<String, Fault> {
    let found = pages::found(who, app, id).await?;
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&found.row.enrolment_id), move |tx| {
            put_answer(tx, &person, &id, &given)
        })
        .await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

/// Inside a write that has taken the portfolio's book. Another outcome stands beside the one that it changes.
pub fn put_answer(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    given: &Answered,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let found = store::found(tx.conn(), &shelf, person, id)?;
    let grant = may_answer_objection(person, &found.case)?;
    let passed = looked_through(tx, &given.conclusion)?;
    let what = if given.changes { Reply::Changed } else { Reply::Upheld };
    store::answer(tx, &grant, &found.row.portfolio_id, what, &given.conclusion.reasons)?;
    let mut entered = Vec::new();
    if given.changes {
        let form = form_of(tx, &found)?;
        let new = checked(&form, &given.conclusion, person)?;
        let latest = found.latest().ok_or(Fault::NotFound)?;
        let change = may_change_outcome(person, &found.case)?;
        let outcome = store::conclude(tx, &change, &found.row, &latest.row.pack_id.clone(), new)?;
        entered = enter(tx, person, &found, &form, outcome)?;
    }
    for to in concerned(tx, person, &found, given.changes)? {
        tx.later(Job::Tell { to, what: Notice::ReviewAnswered { review: id.clone() } })?;
    }
    let event = grant
        .event("review/answered", format!("review/{id}"))
        .with("enrolment", &found.row.enrolment_id)
        .with("outcome", &grant.act().outcome)
        .with("how", what);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of(paths::review(id.as_str()), event).and_all(entered))
}

/// Whoever was told of an outcome is told that it does not stand any more, and so is every lead; that it stays concerns
/// the trainee alone.
fn concerned(
    tx: &mut Tx<'_>,
    person: &Person,
    found: &Found,
    changes: bool,
) -> Result<BTreeSet<AccountId>, Fault> {
    if !changes {
        return Ok(BTreeSet::from([found.enrolled.person.clone()]));
    }
    let mut all: BTreeSet<AccountId> = everybody(tx, person, found)?.into_iter().collect();
    all.extend(store::leads_of(tx.conn(), &found.row.enrolment_id, person.today())?);
    all.remove(&person.account);
    Ok(all)
}
