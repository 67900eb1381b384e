//! The page of the setting.

use super::views;
use crate::app::App;
use crate::features::accounts;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn demands(who: Admin, app: App) -> Answer {
    demands_with(&who, &app, Typed::nothing()).await
}

pub async fn demands_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let demands = app.read(|r| accounts::demands(r.conn())).await?;
    page(views::DemandsPage::new(who, &demands, typed))
}
