//! What this room shows: the workshop of a programme, and the pages of a draft.

mod judging;
mod layering;
mod writing;

pub use judging::{comparison, publication, publication_with, publish_case, saves, simulation};
pub use layering::{
    layer, layer_case, layer_kind, layer_kind_with, layer_requirement, layer_requirement_with,
    layer_sentence, layer_with, new_in_layer, stricter, stricter_with,
};
pub use writing::{
    add, add_with, conflict, draft, head, head_with, requirement, requirement_text, requirement_text_with,
    requirement_with, sentence, text, text_with,
};

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::role::Scope;
use crate::domain::territory::{Over, Spot};
use crate::features::authorship::desk::{Desk, desk, written};
use crate::features::authorship::{store, views};
use crate::features::people::{Atlas, keeps_house, territory};
use crate::features::programmes;
use crate::web::gate::{Admin, Lead};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// The draft at an address, for who may write it.
async fn at_desk(who: &Lead, app: &App, at: (String, i32)) -> Result<Desk, Fault> {
    let person = who.person().clone();
    app.read(move |r| {
        let shelf = r.shelf();
        desk(r.conn(), &shelf, &person, (&at.0, at.1))
    })
    .await
}

pub async fn new_programme(who: Lead, app: App) -> Answer {
    new_programme_with(&who, &app, Typed::nothing()).await
}

pub async fn new_programme_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (institutions, versions) = app
        .read(move |r| {
            let atlas = Atlas::load(r.conn())?;
            let led = territory(r.conn(), &person.account, person.today())?;
            let mine = atlas
                .institutions
                .iter()
                .filter(|one| led.holds(&Spot::alone(Over::of(Scope::Institution, &one.id))));
            let mine: Vec<Choice> = mine.map(|one| Choice::of(one.id.as_str(), &one.name)).collect();
            let versions = programmes::published(r.conn())?;
            Ok((mine, versions))
        })
        .await?;
    page(views::NewProgramme::new(who, institutions, versions, typed))
}

pub async fn workshop(who: Lead, app: App, path: Path<String>) -> Answer {
    workshop_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn workshop_with(who: &Lead, app: &App, code: String, typed: Typed) -> Answer {
    let person = who.person().clone();
    let shown = app
        .read(move |r| {
            let written = written(r.conn(), &person, &code)?;
            let versions = programmes::versions_of(r.conn(), &written.programme.id)?;
            let drafts = store::drafts_of(r.conn(), &written.programme.id)?;
            Ok((written, versions, drafts))
        })
        .await?;
    page(views::Workshop::new(who, shown, typed))
}

pub async fn owner(who: Admin, app: App, path: Path<String>) -> Answer {
    owner_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn owner_with(who: &Admin, app: &App, code: String, typed: Typed) -> Answer {
    let person = who.person().clone();
    let shown = app
        .read(move |r| {
            if !keeps_house(r.conn(), &person.account, person.today())? {
                return Err(Fault::NotFound);
            }
            let programme = programmes::programme_named(r.conn(), &code)?;
            let owner = programmes::owner(r.conn(), &programme.id)?;
            let atlas = Atlas::load(r.conn())?;
            let all = atlas.institutions.iter().map(|one| Choice::of(one.id.as_str(), &one.name));
            Ok((programme, owner, all.collect()))
        })
        .await?;
    page(views::OwnerPage::new(who, shown, typed))
}
