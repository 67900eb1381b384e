//! The page of leads and admins.

use super::views;
use crate::app::App;
use crate::domain::role::Scope;
use crate::domain::territory::{Over, Territory};
use crate::features::people::{Atlas, staff as appointed};
use crate::features::programmes;
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
    let (groups, capacities, atlas) = app
        .read(move |r| {
            let shelf = r.shelf();
            let mut groups = Vec::new();
            let mut capacities = Vec::new();
            for (capacity, does) in views::OFFERED {
                groups.push((capacity, appointed(r.conn(), capacity, oldest)?));
                let reads = programmes::may_read(r.conn(), &shelf, capacity)?;
                capacities.push(views::choice(capacity, does, &reads));
            }
            Ok((groups, capacities, Atlas::load(r.conn())?))
        })
        .await?;
    // An admin may have anything led: the whole house is offered.
    let institutions = atlas.institutions.iter().map(|one| Over::of(Scope::Institution, &one.id));
    let programmes = atlas.programmes.iter().map(|(id, _)| Over::of(Scope::Programme, id));
    let all = Territory::of(institutions.chain(programmes));
    let offered = offers(&atlas, &all);
    page(views::Staff::new(who, &atlas, (&groups, capacities), &offered, typed))
}
