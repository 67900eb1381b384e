//! The numbers of one person, with the form to add one.

use actix_web::web::Path;

use super::acts::number_case;
use super::views;
use crate::app::App;
use crate::domain::names::AccountId;
use crate::features::{accounts, people};
use crate::web::gate::Keeper;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn numbers(who: Keeper, app: App, id: Path<AccountId>) -> Answer {
    numbers_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn numbers_with(who: &Keeper, app: &App, id: AccountId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (account, numbers, theirs) = app
        .read(move |r| {
            let case = number_case(r.conn(), &person, &id)?;
            let account = accounts::account(r.conn(), &id)?;
            Ok((account, people::numbers_of(r.conn(), &id)?, case.theirs))
        })
        .await?;
    page(views::Numbers::new(who, &account, &numbers, theirs, typed))
}
