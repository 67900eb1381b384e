//! The reader's pages: what is to be read, one entry of it, and its files through the same door.

use std::collections::BTreeMap;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::names::{EvidenceId, QualityItemId, QualitySampleId};
use crate::domain::policy::quality::may_see_again;
use crate::domain::quality::Since;
use crate::domain::role::Sight;
use crate::features::entries::{has_read, has_read_file, note_file_reading, note_reading};
use crate::features::evidence::{give, give_thumb};
use crate::features::people::{self, Atlas};
use crate::features::programmes::kind_names;
use crate::features::quality::pages::{page_of, turned};
use crate::features::quality::reading::{Reader, as_owner, blind, case_of, gone};
use crate::features::quality::store::Item;
use crate::features::quality::{store, views};
use crate::features::standing::is_trainee;
use crate::web::gate::QualityReader;
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Asked, Typed};

pub async fn index(who: QualityReader, app: App, asked: Asked) -> Answer {
    let (person, wanted) = (who.person().clone(), page_of(&asked));
    let found = app
        .read(move |r| {
            let (shelf, at) = (r.shelf(), (person.now, person.today()));
            if is_trainee(r.conn(), &shelf, &person.account, at)? {
                return Ok(None);
            }
            let leaf = store::to_read(r.conn(), &person.sight(), wanted)?;
            let turned = turned(paths::SECOND_READINGS, &leaf);
            let reads = people::reads_over(r.conn(), &person.account, person.today())?;
            let atlas = Atlas::load(r.conn())?;
            let ids: Vec<&QualitySampleId> = leaf.rows.iter().map(|row| &row.id).collect();
            let mut items: BTreeMap<QualitySampleId, Vec<Item>> = BTreeMap::new();
            for item in store::items_of(r.conn(), &ids)? {
                items.entry(item.row.sample_id.clone()).or_default().push(item);
            }
            let kinds = kind_names(r.conn(), &shelf)?;
            let mut all = Vec::new();
            for row in leaf.rows {
                let appointed = atlas.spot(&row.over()).is_ok_and(|spot| reads.holds(&spot));
                let reader = Reader { appointed, in_training: false };
                let mut listed = items.remove(&row.id).unwrap_or_default();
                // One that is gone is told as such; whatever else does not open is not there.
                listed.retain(|item| {
                    let opens = case_of(item, &row, reader, true);
                    appointed && item.since != Since::Stands
                        || opens.is_some_and(|case| may_see_again(&person, &case).is_ok())
                });
                all.push((row, listed));
            }
            Ok(Some((views::to_read(&all, &kinds, person.today()), turned)))
        })
        .await?;
    page(views::Readings::new(&who, found))
}

pub async fn one(who: QualityReader, app: App, id: Path<QualityItemId>) -> Answer {
    let id = id.into_inner();
    match one_with(&who, &app, id.clone(), Typed::nothing()).await {
        Err(Oops::Fault(Fault::NotFound)) => told_if_gone(&who, &app, id, false).await,
        answer => answer,
    }
}

/// Back to the list with a sentence, where an item went while its reader had it before them.
pub async fn told_if_gone(who: &QualityReader, app: &App, id: QualityItemId, posted: bool) -> Answer {
    let person = who.person().clone();
    let why = app.read(move |r| {
        let shelf = r.shelf();
        gone(r.conn(), &shelf, &person, &id, posted)
    });
    let why = why.await?.ok_or(Fault::NotFound)?;
    let kept = if posted { " Your judgement was not kept." } else { "" };
    saying(paths::SECOND_READINGS, format!("{why}{kept}"))
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
