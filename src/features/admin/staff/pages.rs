//! The page of leads and admins.

use super::views;
use crate::app::App;
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::{Over, Territory};
use crate::features::people::{Atlas, staff as appointed};
use crate::features::roster::offers;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn staff(who: Admin, app: App) -> Answer {
    staff_with(&who, &app, Typed::nothing()).await
}

pub async fn staff_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let oldest = who.sight().oldest_end();
    let (leads, admins, universities, atlas) = app
        .read(move |r| {
            let leads = appointed(r.conn(), Capacity::Lead, oldest)?;
            let admins = appointed(r.conn(), Capacity::Admin, oldest)?;
            let universities = appointed(r.conn(), Capacity::University, oldest)?;
            Ok((leads, admins, universities, Atlas::load(r.conn())?))
        })
        .await?;
    // An admin may have anything led: the whole house is offered.
    let institutions = atlas.institutions.iter().map(|one| Over::of(Scope::Institution, &one.id));
    let programmes = atlas.programmes.iter().map(|(id, _)| Over::of(Scope::Programme, id));
    let all = Territory::of(institutions.chain(programmes));
    let offered = offers(&atlas, &all);
    page(views::Staff::new(who, &atlas, [&leads, &admins, &universities], &offered, typed))
}
