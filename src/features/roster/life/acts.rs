//! Recording what happened, and taking back a mistake. All of it is in the portfolio's book, and the standing is
//! made fresh in the same write.

use actix_web::web::Path;

use super::{case, forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{EnrolmentId, LifeEventId};
use crate::domain::policy::life::{may_record_life, may_take_life_back};
use crate::domain::role::Person;
use crate::features::enrolments;
use crate::features::identifiers::refuse;
use crate::features::people::territory;
use crate::features::roster::enrolling::spot;
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

pub async fn record(
    who: Lead,
    app: App,
    path: Path<(EnrolmentId, String)>,
    mut form: Form<forms::Wanted>,
) -> Answer {
    let (id, what) = path.into_inner();
    let what = pages::happening(&what)?;
    let asked = match form.given() {
        Ok(asked) if asked.what == what => asked,
        Ok(_) => return Err(Fault::NotFound.into()),
        Err(fault) => return pages::act_with(&who, &app, id, what, form.again(fault)?, None).await,
    };
    if asked.preview {
        let typed = Typed { words: form.words.kept(), ..Typed::default() };
        return pages::act_with(&who, &app, id, what, typed, Some(asked)).await;
    }
    let (person, once, at) = (who.person().clone(), form.once(&who.account), id.clone());
    pages::seen(&who, &app, &id).await?;
    let done = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            Ok(put_life(tx, &person, &at, &asked)?.map(|()| paths::life(at.as_str())))
        })
        .await;
    match done {
        Ok(path) => saying(path, "It is recorded, and everything that hangs on it is up to date."),
        Err(fault) => pages::act_with(&who, &app, id, what, form.again(beside_the_form(fault))?, None).await,
    }
}

/// Records it, inside a write that has taken the enrolment's book.
pub fn put_life(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    asked: &forms::Wanted,
) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let hand = case::in_hand(tx.conn(), &shelf, person, id, now)?;
    let wanted = asked.happened(hand.today(), hand.facts.enrolment.zone);
    let case = hand.case(tx.conn(), person, wanted, !asked.reason.is_empty())?;
    let grant = may_record_life(person, &case)?;
    refuse(tx.conn(), "reason", &asked.reason, false)?;
    let rows = enrolments::record_life(tx, &grant, id, (asked.category, &asked.reason))?;
    standing::refresh(tx, &hand.row.portfolio, &[])?;
    standing::raise_trained(tx, &hand.row.person)?;
    if let Some(new) = rows.iter().find(|row| row.known_until.is_none()) {
        let what = Notice::LifeRecorded { event: new.id.clone() };
        tx.later(Job::Tell { to: hand.row.person.clone(), what })?;
    }
    let event = grant
        .event("life/recorded", format!("enrolment/{id}"))
        .with("what", asked.what)
        .with("category", asked.category);
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}

pub async fn take_back(
    who: Lead,
    app: App,
    path: Path<(EnrolmentId, LifeEventId)>,
    mut form: Form<forms::Mistake>,
) -> Answer {
    let (id, event) = path.into_inner();
    match taken_back(&who, &app, &id, &event, &mut form).await {
        Ok(path) => saying(path, "It is taken back. The list keeps it, with your reason."),
        Err(fault) => pages::end_with(&who, &app, id, event, form.again(beside_the_form(fault))?).await,
    }
}

async fn taken_back(
    who: &Lead,
    app: &App,
    id: &EnrolmentId,
    event: &LifeEventId,
    form: &mut Form<forms::Mistake>,
) -> Result<String, Fault> {
    pages::seen(who, app, id).await?;
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    if given.reason.is_empty() {
        return Err(Faults::one("reason", "Say why. The reason stays with the record.").into());
    }
    let (id, event) = (id.clone(), event.clone());
    app.write_once(once, Books::of_enrolment(&id), move |tx| {
        let row = enrolments::led_one(tx.conn(), &person.sight(), &id)?;
        let spot = spot(tx.conn(), &row)?;
        let territory = territory(tx.conn(), &person.account, person.today())?;
        let grant = may_take_life_back(&person, &row.person, (&spot, &territory), !given.reason.is_empty())?;
        refuse(tx.conn(), "reason", &given.reason, false)?;
        let ended = enrolments::take_life_back(tx, &grant, &id, &event, &given.reason)?;
        standing::refresh(tx, &row.portfolio, &[])?;
        standing::raise_trained(tx, &row.person)?;
        let what = Notice::LifeTakenBack { event: ended.id.clone() };
        tx.later(Job::Tell { to: row.person.clone(), what })?;
        let told = grant.event("life/taken-back", format!("enrolment/{id}")).with("what", &ended.what);
        Ok(Outcome::of(paths::life(id.as_str()), told.row(&ended)))
    })
    .await
}
