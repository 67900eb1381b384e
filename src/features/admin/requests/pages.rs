//! The page of the setting.

use super::views;
use crate::app::App;
use crate::features::requests;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn pace(who: Admin, app: App) -> Answer {
    pace_with(&who, &app, Typed::nothing()).await
}

pub async fn pace_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let pace = app.read(|r| requests::pace(r.conn())).await?;
    page(views::PacePage::new(who, pace, typed))
}
