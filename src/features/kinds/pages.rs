//! What this room shows: the forms of the house, one with its versions, and the draft of its next.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::features::kinds::{store, views};
use crate::features::programmes;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::typed::Typed;

pub async fn kinds(who: Lead, app: App) -> Answer {
    kinds_with(&who, &app, Typed::nothing()).await
}

pub async fn kinds_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let (kinds, writing) = app
        .read(|r| {
            let shelf = r.shelf();
            Ok((programmes::newest_kinds(r.conn(), &shelf)?, store::in_writing(r.conn())?))
        })
        .await?;
    page(views::Kinds::new(who.shell("Forms", Place::Programmes), &kinds, &writing, typed))
}

pub async fn kind(who: Lead, app: App, code: Path<String>) -> Answer {
    let code = code.into_inner();
    let (versions, draft) = app
        .read(move |r| {
            let versions = store::versions(r.conn(), &code)?;
            if versions.is_empty() {
                return Err(Fault::NotFound);
            }
            Ok((versions, store::draft(r.conn(), &code)?))
        })
        .await?;
    let title = versions.first().map(|one| one.kind.name.clone()).unwrap_or_default();
    page(views::Versions::new(who.shell(title, Place::Programmes), who.zone, versions, draft))
}

pub async fn draft(who: Lead, app: App, code: Path<String>) -> Answer {
    draft_with(&who, &app, code.into_inner(), Typed::nothing()).await
}

/// The editor, with what was typed in it.
pub async fn draft_with(who: &Lead, app: &App, code: String, typed: Typed) -> Answer {
    let draft = app.read(move |r| store::draft(r.conn(), &code)).await?.ok_or(Fault::NotFound)?;
    let title = format!("{}: next version", draft.kind.name);
    page(views::Editor::new(who.shell(title, Place::Programmes), who.zone, &draft, typed))
}
