//! The lead's pages: all samples, a new one, one of them, and the same drawn again.

pub mod reading;

use actix_web::web::Path;

use super::{acts, framing, store, views};
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{DecisionId, QualitySampleId};
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::Over;
use crate::features::people::{self, Atlas};
use crate::features::roster::offers;
use crate::features::{programmes, signoffs};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

pub async fn index(who: Lead, app: App) -> Answer {
    let person = who.person().clone();
    let (lines, patterns) = app
        .read(move |r| {
            let now = r.now();
            let patterns = signoffs::patterns_of_others(r.conn(), &person.sight(), now)?;
            Ok((lines(r, &person)?, patterns))
        })
        .await?;
    page(views::Index::new(&who, lines, patterns))
}

/// The samples of what this person leads, each with what became of it.
fn lines(r: &mut Reading<'_>, person: &Person) -> Result<Vec<views::SampleLine>, Fault> {
    let atlas = Atlas::load(r.conn())?;
    let territory = people::territory(r.conn(), &person.account, person.today())?;
    let mut all = Vec::new();
    for (row, reader) in store::all_samples(r.conn())? {
        // A place that is gone leaves its samples to nobody.
        let Ok(spot) = atlas.spot(&row.over()) else { continue };
        if !territory.holds(&spot) {
            continue;
        }
        let items = store::items(r.conn(), &row.id)?;
        let open = store::actions(r.conn(), &row.id)?.iter().filter(|one| one.done_at.is_none()).count();
        all.push(views::SampleLine::of(&row, &atlas.label(&row.over()), &reader, &items, open));
    }
    Ok(all)
}

pub async fn new(who: Lead, app: App) -> Answer {
    new_with(&who, &app, Typed::nothing()).await
}

pub async fn new_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (places, readers) = app
        .read(move |r| {
            let (today, atlas) = (person.today(), Atlas::load(r.conn())?);
            let territory = people::territory(r.conn(), &person.account, today)?;
            let places = offers(&atlas, &territory);
            let mut readers: Vec<Choice> = Vec::new();
            for one in people::staff(r.conn(), Capacity::QualityReader, today)? {
                let running = one.from <= today && one.person != person.account;
                let here = one.over.iter().any(|over| near(&atlas, &places, over));
                if running && here && !readers.iter().any(|known| known.value == one.person.as_str()) {
                    readers.push(Choice::of(one.person.as_str(), &one.name).meaning(atlas.labels(&one.over)));
                }
            }
            Ok((places, readers))
        })
        .await?;
    page(views::Draw::new(who, &places, readers, typed))
}

/// The reader is appointed over one of the places, or over something that holds one.
fn near(atlas: &Atlas, places: &[(Over, String)], over: &Over) -> bool {
    let within = |place: &Over| atlas.spot(place).is_ok_and(|spot| spot.within.contains(over));
    over.scope != Scope::Person && places.iter().any(|(place, _)| place == over || within(place))
}

pub async fn sample(who: Lead, app: App, id: Path<QualitySampleId>) -> Answer {
    sample_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn sample_with(who: &Lead, app: &App, id: QualitySampleId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let (row, reader, _) = acts::followed(r.conn(), &person, &id)?;
            let atlas = Atlas::load(r.conn())?;
            Ok(views::Found {
                place: atlas.label(&row.over()),
                items: store::items(r.conn(), &row.id)?,
                actions: store::actions(r.conn(), &row.id)?,
                kinds: programmes::newest_kinds(r.conn(), &shelf)?,
                reader,
                row,
            })
        })
        .await?;
    page(views::SamplePage::new(who, &found, typed))
}

pub async fn again(who: Lead, app: App, id: Path<QualitySampleId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let (row, again) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (row, _, _) = acts::followed(r.conn(), &person, &id)?;
            let before: Vec<DecisionId> =
                store::items(r.conn(), &row.id)?.into_iter().map(|item| item.row.decision_id).collect();
            let again = framing::again(r.conn(), &shelf, &row, &before)?;
            Ok((row, again))
        })
        .await?;
    page(views::AgainPage::new(&who, &row, &again))
}
