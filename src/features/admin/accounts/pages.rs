//! The list of accounts and the page of one.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::names::AccountId;
use crate::domain::role::Scope;
use crate::features::admin::store;
use crate::features::people::{Atlas, appointments_of};
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Asked;

pub async fn accounts(who: Admin, app: App, asked: Asked) -> Answer {
    let words = asked.one("words").to_owned();
    let looked_for = words.clone();
    let found = app.read(move |r| store::find(r.conn(), &looked_for)).await?;
    page(views::Accounts::new(&who, &words, &found))
}

pub async fn account(who: Admin, app: App, id: Path<AccountId>) -> Answer {
    let id = id.into_inner();
    let (account, appointments, atlas) = app
        .read(move |r| {
            let account = store::account(r.conn(), &id)?;
            let appointments = appointments_of(r.conn(), &id)?;
            let people = appointments.iter().flat_map(|one| &one.over);
            let people = people.filter(|over| over.scope == Scope::Person);
            let people: Vec<AccountId> = people.map(|over| AccountId::new(&*over.id)).collect();
            Ok((account, appointments, Atlas::load(r.conn())?.with_people(r.conn(), people)?))
        })
        .await?;
    page(views::AccountPage::new(&who, &account, &appointments, &atlas))
}
