//! The first page of the settings.

use super::views;
use crate::app::App;
use crate::domain::role::Capacity;
use crate::features::accounts::open_resets;
use crate::features::admin::store;
use crate::features::people::staff;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn settings(who: Admin, app: App) -> Answer {
    let today = who.today();
    let (counts, leads) = app
        .read(move |r| {
            let (now, mut counts) = (r.now(), store::counts(r.conn(), today)?);
            counts.factors_lost = i64::try_from(open_resets(r.conn(), now)?.len()).unwrap_or(i64::MAX);
            Ok((counts, staff(r.conn(), Capacity::Lead, today)?.len()))
        })
        .await?;
    page(views::Settings::new(&who, counts, leads, app.mail.leaves()))
}
