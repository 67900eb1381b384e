//! The page of the house's own forms.

use super::views;
use crate::app::App;
use crate::features::identifiers::patterns_shown;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn patterns(who: Admin, app: App) -> Answer {
    patterns_with(&who, &app, Typed::nothing()).await
}

pub async fn patterns_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let shown = app.read(|r| patterns_shown(r.conn())).await?;
    page(views::Patterns::new(who, &shown, typed))
}
