//! The form for one figure; only for those who may set it.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::features::programmes::{looked_at, open_figure};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn figure(who: Lead, app: App, path: Path<(String, String, String)>) -> Answer {
    figure_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn figure_with(who: &Lead, app: &App, path: (String, String, String), typed: Typed) -> Answer {
    let (code, number, requirement) = path;
    let person = who.person().clone();
    let looked = app.read(move |r| looked_at(r, &person, &code, &number)).await?;
    let open = open_figure(&looked.version, &requirement).filter(|_| looked.may_confirm);
    page(views::FigurePage::new(who, &looked, (&requirement, open.ok_or(Fault::NotFound)?), typed))
}
