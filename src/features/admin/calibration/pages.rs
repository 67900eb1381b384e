//! The page of the setting.

use super::views;
use crate::app::App;
use crate::features::signoffs;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn rule(who: Admin, app: App) -> Answer {
    rule_with(&who, &app, Typed::nothing()).await
}

pub async fn rule_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let shown = app.read(|r| signoffs::shown(r.conn())).await?;
    page(views::Rule::new(who, shown, typed))
}
