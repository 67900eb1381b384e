//! What is alike, and one batch: the entry that was drawn, whole, and beneath it the button that signs them all.

use std::collections::HashMap;

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::{BatchId, EntryId};
use crate::features::signoffs::together::forms::group;
use crate::features::signoffs::together::{groups, views};
use crate::features::signoffs::{screen, store};
use crate::features::{enrolments, programmes};
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

pub async fn alike(who: Staff, app: App, asked: Asked) -> Answer {
    alike_with(&who, &app, Typed { words: asked.0, ..Typed::nothing() }).await
}

/// The words say which group is shown; a group that is there no more shows those that are.
pub async fn alike_with(who: &Staff, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let (waiting, frozen, kinds) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let mut waiting = store::waiting(r.conn(), &sight)?;
            let titles = waiting.iter_mut().map(|one| (&one.entry, &mut one.title));
            enrolments::name_codes(r.conn(), &shelf, titles)?;
            let entries: Vec<EntryId> = waiting.iter().map(|one| one.entry.clone()).collect();
            let frozen: HashMap<EntryId, String> = store::frozen(r.conn(), &shelf, &entries, now)?;
            Ok((waiting, frozen, programmes::newest_kinds(r.conn(), &shelf)?))
        })
        .await?;
    let all = groups(&waiting, &frozen, &kinds);
    let wanted = group(&typed.words);
    let chosen =
        wanted.and_then(|(kind, by)| all.iter().find(|one| one.kind == kind && one.by == by).cloned());
    page(views::Alike::new(who, &all, chosen.as_ref(), &waiting, &kinds, typed))
}

pub async fn batch(who: Staff, app: App, id: Path<BatchId>) -> Answer {
    batch_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn batch_with(who: &Staff, app: &App, id: &BatchId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (batch, live, screen, in_vain) = app
        .read(move |r| {
            let (shelf, now, sight) = (r.shelf(), r.now(), person.sight());
            let mut batch = store::batch(r.conn(), &sight, &id)?;
            let titles = batch.items.iter_mut().map(|item| (&item.entry, &mut item.title));
            enrolments::name_codes(r.conn(), &shelf, titles)?;
            let waiting = store::waiting(r.conn(), &sight)?;
            let live: Vec<EntryId> = batch.live(&waiting).iter().map(|item| item.entry.clone()).collect();
            if !batch.is_open() || !live.contains(&batch.drawn) {
                return Ok((batch, live, None, Vec::new()));
            }
            let drawn = screen::of(r.conn(), &shelf, &person, &batch.drawn, now, None)?;
            let mut in_vain: Vec<String> = drawn.in_vain.clone();
            for entry in live.iter().filter(|entry| **entry != batch.drawn) {
                let more = screen::in_vain_of(r.conn(), &shelf, &person, entry, now)?;
                in_vain.extend(more);
            }
            in_vain.sort();
            in_vain.dedup();
            Ok((batch, live, Some(drawn), in_vain))
        })
        .await?;
    match screen {
        Some(drawn) => {
            screen::note_reading(who, app, &drawn);
            page(views::OneBatch::new(who, &batch, &live, drawn, in_vain, typed))
        }
        None => page(views::Over::new(who, &batch, !typed.faults.is_empty())),
    }
}

/// `Signed together: 8 entries, one viewed.`
pub async fn signed_words(who: &Staff, app: &App, id: &BatchId) -> Result<String, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    let count = app.read(move |r| Ok(store::decisions_of(r.conn(), &sight, &id)?.len())).await?;
    Ok(format!("Signed together: {count} entries, one viewed. Each of them says so."))
}
