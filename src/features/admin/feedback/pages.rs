//! The page of the setting.

use super::views;
use crate::app::App;
use crate::features::feedback;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn terms(who: Admin, app: App) -> Answer {
    terms_with(&who, &app, Typed::nothing()).await
}

pub async fn terms_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    let (terms, set) = app.read(|r| feedback::terms(r.conn())).await?;
    page(views::TermsPage::new(who, (terms, set), typed))
}
