//! One vouches, another agrees; or declines.

use actix_web::web::Path;

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::factor::News;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::AccountId;
use crate::domain::policy::factors::{may_confirm_reset, may_decline_reset, may_propose_reset};
use crate::features::accounts::{self, Nothing};
use crate::web::form::Form;
use crate::web::gate::Keeper;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn propose(who: Keeper, app: App, id: Path<AccountId>, mut form: Form<forms::Vouching>) -> Answer {
    let id = id.into_inner();
    match proposed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "You have vouched. Somebody else has to agree within three days."),
        Err(fault) => pages::reset_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn proposed(
    who: &Keeper,
    app: &App,
    id: &AccountId,
    form: &mut Form<forms::Vouching>,
) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let id = id.clone();
    app.write_once(once, Books::house(), move |tx| {
        let now = tx.now();
        let case = pages::case(tx.conn(), &person, &id, now)?;
        let grant = may_propose_reset(&person, &case, given.checked)?;
        let reset = accounts::propose_reset(tx, &grant)?;
        // The owner hears of it: if they have lost nothing, somebody else is trying.
        tx.later(Job::Tell { to: id.clone(), what: Notice::SecondFactor { what: News::ResetProposed } })?;
        for to in accounts::who_may_help(tx.conn(), &id, person.today())? {
            if to != person.account {
                tx.later(Job::Tell { to, what: Notice::ResetWaits { of: id.clone(), proposed: true } })?;
            }
        }
        let event = grant
            .event("second-factor/reset-proposed", format!("account/{id}"))
            .with("reset", &reset)
            .with("checked", given.checked);
        Ok(Outcome::of(paths::factor_reset(id.as_str()), event))
    })
    .await
}

pub async fn confirm(who: Keeper, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let now = tx.now();
            let case = pages::case(tx.conn(), &person, &id, now)?;
            let grant = may_confirm_reset(&person, &case)?;
            let ended = accounts::confirm_reset(tx, &grant)?;
            tx.later(Job::Tell { to: id.clone(), what: Notice::SecondFactor { what: News::Reset } })?;
            let event = grant
                .event("second-factor/reset", format!("account/{id}"))
                .with("reset", &grant.act().reset)
                .with("sessions-ended", ended);
            let event = case.proposal.iter().fold(event, |event, one| event.with("proposed-by", &one.by));
            Ok(Outcome::of(paths::LOST_FACTORS.to_owned(), event))
        })
        .await?;
    saying(
        path,
        "The second factor is taken away, and the person is signed out everywhere. They are told by letter.",
    )
}

pub async fn decline(who: Keeper, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let now = tx.now();
            let case = pages::case(tx.conn(), &person, &id, now)?;
            let grant = may_decline_reset(&person, &case)?;
            accounts::decline_reset(tx, &grant)?;
            let event = grant
                .event("second-factor/reset-declined", format!("account/{id}"))
                .with("reset", &grant.act().reset);
            Ok(Outcome::of(paths::LOST_FACTORS.to_owned(), event))
        })
        .await?;
    saying(path, "It is declined. The second factor stays.")
}
