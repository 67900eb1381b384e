//! The supervisor agrees to a proposal, and every colleague gets a letter; or gives it back with a reason.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::feedback::News;
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::{may_agree, may_give_back};
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::feedback::acts::{on_round, subject, tell};
use crate::features::feedback::round::Round;
use crate::features::feedback::{forms, pages, store};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn agree(who: SignedIn, app: App, id: Path<RoundId>, mut form: Form<forms::Agree>) -> Answer {
    match agreed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "You agreed. Each colleague gets a letter with a link of their own."),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(at_the_day(fault))?).await,
    }
}

fn at_the_day(fault: Fault) -> Fault {
    match fault {
        Fault::Refused(refusal) if refusal.code == "closing-day" => {
            Faults::one("closes", refusal.sentence).into()
        }
        other => beside_the_form(other),
    }
}

async fn agreed(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::Agree>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        put_agreed(tx, person, round, given.closes_on)
    })
    .await
}

pub fn put_agreed(
    tx: &mut Tx<'_>,
    person: &Person,
    round: &Round,
    closes_on: Day,
) -> Result<Outcome<()>, Fault> {
    let grant = may_agree(person, &round.case, closes_on)?;
    let row = store::agree(tx, &grant, closes_on)?;
    let count = store::ask_all(tx, &grant)?;
    tell(tx, &round.case.owner, &row.id, News::Agreed)?;
    let event = grant.event("feedback/agreed", subject(&row.id));
    Ok(Outcome::of((), event.with("colleagues", count).with("closes", closes_on.iso())))
}

pub async fn give_back(
    who: SignedIn,
    app: App,
    id: Path<RoundId>,
    mut form: Form<forms::GiveBack>,
) -> Answer {
    match given_back(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "It is with the trainee again, with your reason."),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn given_back(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::GiveBack>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        let grant = may_give_back(person, &round.case)?;
        let row = store::give_back(tx, &grant, given.reason)?;
        tell(tx, &round.case.owner, &row.id, News::SentBack)?;
        Ok(Outcome::of((), grant.event("feedback/given-back", subject(&row.id)).with("reason", given.reason)))
    })
    .await
}
