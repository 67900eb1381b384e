//! The page of days away.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::features::{accounts, people};
use crate::web::gate::{Door, Lead, Passed, Staff};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn own(who: Staff, app: App) -> Answer {
    let me = who.account.clone();
    with(&who, &app, me, Typed::nothing()).await
}

pub async fn of_person(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    let id = id.into_inner();
    reached(&who, &app, &id).await?;
    with(&who, &app, id, Typed::nothing()).await
}

/// Somebody whom the lead does not reach is not there.
pub async fn reached(who: &Lead, app: &App, id: &AccountId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    let there = app.read(move |r| people::reaches(r.conn(), &sight, &id)).await?;
    if there { Ok(()) } else { Err(Fault::NotFound) }
}

pub async fn with<D: Door>(who: &Passed<D>, app: &App, id: AccountId, typed: Typed) -> Answer {
    let (person, today) = (id.clone(), who.today());
    let shown = app
        .read(move |r| {
            let absences = people::absences_of(r.conn(), &person, today)?;
            Ok(views::Shown {
                name: accounts::account(r.conn(), &person)?.name,
                without: people::without_their_deputy(r.conn(), &absences, today)?,
                absences,
                stands_in: people::stands_in(r.conn(), &person, today)?,
                deputies: people::possible_deputies(r.conn(), &person, today)?,
            })
        })
        .await?;
    page(views::AwayPage::new(who, &id, shown, typed))
}
