//! The reader's pages: what is to be read, one entry of it, and its files through the same door.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::names::{EvidenceId, QualityItemId};
use crate::domain::policy::quality::may_see_again;
use crate::domain::role::Sight;
use crate::features::entries::{has_read, has_read_file, note_file_reading, note_reading};
use crate::features::evidence::{give, give_thumb};
use crate::features::quality::reading::{as_owner, blind, case_of};
use crate::features::quality::{store, views};
use crate::web::gate::QualityReader;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn index(who: QualityReader, app: App) -> Answer {
    let person = who.person().clone();
    let samples = app
        .read(move |r| {
            let shelf = r.shelf();
            let mut all = Vec::new();
            for row in store::to_read(r.conn(), &person.sight())? {
                let mut items = Vec::new();
                for item in store::items(r.conn(), &row.id)? {
                    let case = case_of(r.conn(), &item, &row, &person, true)?;
                    if case.is_some_and(|case| may_see_again(&person, &case).is_ok()) {
                        items.push(item);
                    }
                }
                all.push((row, items));
            }
            let kinds = crate::features::programmes::kind_names(r.conn(), &shelf)?;
            Ok(views::to_read(&all, &kinds))
        })
        .await?;
    page(views::Readings::new(&who, samples))
}

pub async fn one(who: QualityReader, app: App, id: Path<QualityItemId>) -> Answer {
    one_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn one_with(who: &QualityReader, app: &App, id: QualityItemId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (blind, newly) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let blind = blind(r.conn(), &shelf, &person, &id, now)?;
            let newly = !has_read(r.conn(), &person.sight(), &blind.first.version)?;
            Ok((blind, newly))
        })
        .await?;
    if newly {
        let (app, sight, version) = (app.clone(), who.sight(), blind.first.version.clone());
        actix_web::rt::spawn(async move {
            let noted = app.write_quietly(Why::Reading, move |tx| note_reading(tx, &sight, &version)).await;
            if let Err(why) = noted {
                tracing::warn!(%why, "a second reading was not noted");
            }
        });
    }
    page(views::Reading::new(who, blind, typed))
}

pub async fn file(who: QualityReader, app: App, at: Path<(QualityItemId, EvidenceId)>) -> Answer {
    let (sight, id) = of_the_item(&who, &app, at).await?;
    let answer = give(&app, sight, id.clone()).await?;
    let (reader, asked) = (who.sight(), app.clone());
    actix_web::rt::spawn(async move {
        let (sight, file) = (reader.clone(), id.clone());
        let noted = match asked.read(move |r| has_read_file(r.conn(), &sight, &file)).await {
            Ok(false) => {
                asked.write_quietly(Why::Reading, move |tx| note_file_reading(tx, &reader, &id)).await
            }
            other => other.map(drop),
        };
        if let Err(why) = noted {
            tracing::warn!(%why, "a second reading of a file was not noted");
        }
    });
    Ok(answer)
}

pub async fn thumb(who: QualityReader, app: App, at: Path<(QualityItemId, EvidenceId)>) -> Answer {
    let (sight, id) = of_the_item(&who, &app, at).await?;
    give_thumb(&app, sight, id).await
}

/// Only files of the version that was decided on, while the sample is open.
async fn of_the_item(
    who: &QualityReader,
    app: &App,
    at: Path<(QualityItemId, EvidenceId)>,
) -> Result<(Sight, EvidenceId), Fault> {
    let (item, id) = at.into_inner();
    let (person, asked) = (who.person().clone(), id.clone());
    let sight = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let blind = blind(r.conn(), &shelf, &person, &item, now)?;
        let of_this = blind.seen.files.iter().any(|file| file.id == asked);
        if of_this { Ok(as_owner(&blind.first, now)) } else { Err(Fault::NotFound) }
    });
    Ok((sight.await?, id))
}
