//! What is to be entered elsewhere, and a file of progress from there.

use actix_web::web::Path;

use super::progress::{self, Looked};
use super::{desk, views};
use crate::app::App;
use crate::domain::names::EnrolmentId;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

pub async fn to_enter(who: SignedIn, app: App, id: Path<EnrolmentId>, asked: Asked) -> Answer {
    to_enter_with(&who, &app, id.into_inner(), asked.one("reflection") == "yes", Typed::nothing()).await
}

/// The list, with what was typed in its form.
pub async fn to_enter_with(
    who: &SignedIn,
    app: &App,
    id: EnrolmentId,
    with_thoughts: bool,
    typed: Typed,
) -> Answer {
    let sight = who.sight();
    let desk = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            desk::desk(r.conn(), &shelf, &sight, &id, now, with_thoughts)
        })
        .await?;
    page(views::ToEnterPage::new(who, desk, with_thoughts, typed))
}

pub async fn progress_file(who: SignedIn, app: App, id: Path<EnrolmentId>) -> Answer {
    progress_file_with(&who, &app, id.into_inner(), None, Typed::nothing()).await
}

pub async fn progress_file_with(
    who: &SignedIn,
    app: &App,
    id: EnrolmentId,
    looked: Option<Looked>,
    typed: Typed,
) -> Answer {
    let sight = who.sight();
    let around = app
        .read(move |r| {
            let shelf = r.shelf();
            progress::around(r.conn(), &shelf, &sight, &id)
        })
        .await?;
    page(views::ProgressPage::new(who, around, looked, typed))
}
