//! The list of accounts and the page of one.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::names::AccountId;
use crate::domain::role::Scope;
use crate::features::admin::store;
use crate::features::people::{Atlas, appointments_of, stands_in, waiting_with};
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

pub async fn accounts(who: Admin, app: App, asked: Asked) -> Answer {
    let words = asked.one("words").to_owned();
    let looked_for = words.clone();
    let found = app.read(move |r| store::find(r.conn(), &looked_for)).await?;
    page(views::Accounts::new(&who, &words, &found))
}

pub async fn account(who: Admin, app: App, id: Path<AccountId>) -> Answer {
    account_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn account_with(who: &Admin, app: &App, id: AccountId, typed: Typed) -> Answer {
    let today = who.today();
    let (account, appointments, atlas, left) = app
        .read(move |r| {
            let account = store::account(r.conn(), &id)?;
            let appointments = appointments_of(r.conn(), &id)?;
            let people = appointments.iter().flat_map(|one| &one.over);
            let people = people.filter(|over| over.scope == Scope::Person);
            let people: Vec<AccountId> = people.map(|over| AccountId::new(&*over.id)).collect();
            let atlas = Atlas::load(r.conn())?.with_people(r.conn(), people)?;
            let left = (waiting_with(r.conn(), &id)?, stands_in(r.conn(), &id, today)?);
            Ok((account, appointments, atlas, left))
        })
        .await?;
    page(views::AccountPage::new(who, &account, (&appointments, &atlas), left, typed))
}
