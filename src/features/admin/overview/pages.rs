//! The first page of the settings.

use super::views;
use crate::app::App;
use crate::domain::role::Capacity;
use crate::features::admin::store;
use crate::features::people::staff;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn settings(who: Admin, app: App) -> Answer {
    let today = who.today();
    let (counts, leads) = app
        .read(move |r| Ok((store::counts(r.conn())?, staff(r.conn(), Capacity::Lead, today)?.len())))
        .await?;
    page(views::Settings::new(&who, counts, leads, app.mail.leaves()))
}
